"""What seats do: join, leave, come back, decide; and what the clock does for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.agents.arenas.arena import Arena, check_choice
from sim.classroom.games.advance import AdvanceQuestion
from sim.classroom.games.numbered import option_of
from sim.classroom.refused import RefusedError
from sim.classroom.session import events as happened
from sim.classroom.session.draft import question_of
from sim.classroom.session.state import MISSES
from sim.errors import PlayError

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Seated
    from sim.classroom.session.draft import Draft
    from sim.classroom.session.state import MatchState

MOST_SEATS = 200
"""Seats of a class, most; whoever was removed leaves room for somebody else."""

LONGEST_CHOICE = 4_000
"""Characters of an answer, most: a package names an option of each issue."""


@dataclass(frozen=True)
class Receipt:
    """What became of an answer.

    Parameters
    ----------
    status : {"counted", "already"}
        Whether it counts, or the question had its answer before.
    choice : str
        The answer that counts.
    seconds : float
        How long it took.
    """

    status: Literal["counted", "already"]
    choice: str
    seconds: float


def join(draft: Draft, bot: bool = False) -> int:
    """Take a seat.

    Raises
    ------
    RefusedError
        If there is none left.
    """
    if sum(seat.status != "removed" for seat in draft.state.seats.values()) >= MOST_SEATS:
        raise RefusedError("full", f"The class is full: it has {MOST_SEATS} seats.")
    seat = max(draft.state.seats, default=0) + 1
    draft.emit(happened.Joined(seat, bot))
    return seat


def come_back(draft: Draft, seat: int) -> None:
    """Take part again, from the next round on, after having been away."""
    if draft.state.seats[seat].status in ("away", "left"):
        draft.emit(happened.StatusSet(seat, "here"))


def go(draft: Draft, seat: int, status: happened.Status) -> None:
    """Take part no longer: an agent plays what is left of the match."""
    if draft.state.seats[seat].status == status:
        return
    draft.emit(happened.StatusSet(seat, status))
    for match in draft.state.under_way:
        side = match.side_of(seat)
        if side is not None and match.live and not match.agents[side]:
            draft.emit(happened.TakenOver(match.number, side, draft.state.parts[match.part].agent))
            draft.settle(match.number)


def decide(draft: Draft, seat: int, number: int, question: str, choice: str) -> Receipt:
    """Answer a question.

    Raises
    ------
    RefusedError
        If it cannot be answered, or not so.
    """
    state = draft.state
    match = state.matches.get(number)
    side = None if match is None else match.side_of(seat)
    if match is None or side is None:
        raise RefusedError("not_yours", "That is not your game.")
    if state.seats[seat].status == "removed":
        raise RefusedError("removed", "You take no part in this class any more.")
    made = match.answer(side, question)
    if made is not None:
        if made.by != "person":
            raise RefusedError("late", f"The time was up: “{made.choice}” was chosen for you.")
        return Receipt("already", made.choice, made.seconds)
    if match.void:
        raise RefusedError("not_due", "This round does not count; it begins anew.")
    if question_of(state, match, side, draft.tables) != question:
        raise RefusedError("not_due", "You are not asked that now.")
    if state.held is not None:
        raise RefusedError("paused", "The class is paused; your answer is not sent yet.")
    known = _read(draft, match, side, question, choice)
    seconds = max(0.0, draft.at - match.opened[side])
    if state.seats[seat].status != "here":
        draft.emit(happened.StatusSet(seat, "here"))
    turn = None if question.startswith("a") else len(match.turns)
    draft.emit(happened.Decided(number, question, turn, side, seat, known, "person", seconds))
    draft.settle(number)
    return Receipt("counted", known, seconds)


def _read(draft: Draft, match: MatchState, side: int, question: str, choice: str) -> str:
    """An answer as it is kept."""
    if len(choice) > LONGEST_CHOICE:
        raise RefusedError("not_open", f"An answer has at most {LONGEST_CHOICE:,} characters.")
    arena, place = draft.game(match), match.place
    try:
        if question.startswith("a"):
            ahead = draft.tables.advance(draft.state.parts[match.part], match.treatment)[side]
            return _read_ahead(arena, ahead[int(question[1:]) - 1], side, choice)
        if isinstance(arena, Arena) and not arena.options(place, side):
            return arena.read(choice, place)
        choice = option_of(arena.options(place, side), choice)
        check_choice(arena, place, side, choice)
    except PlayError as error:
        raise RefusedError("not_open", f"{_capital(str(error))[:300]}.") from None
    return choice


def _read_ahead(arena: Seated, question: AdvanceQuestion, side: int, choice: str) -> str:
    if question.threshold and isinstance(arena, Arena):
        return arena.read(choice, question.place)
    check_choice(arena, question.place, side, choice)
    return choice


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def tick(draft: Draft) -> bool:
    """Let the clock decide where it has run out; whether it has anywhere."""
    if draft.state.held is not None:
        return False
    late = [
        (m.number, side)
        for m in draft.state.under_way
        if (limit := draft.state.parts[m.part].seconds) is not None and m.live
        for side in range(len(m.seats))
        if draft.at >= m.opened[side] + limit and question_of(draft.state, m, side, draft.tables) is not None
    ]
    for number, side in late:
        overtake(draft, number, side)
    return bool(late)


def overtake(draft: Draft, number: int, side: int) -> None:
    """Make the decision that a side owes now; a seat that owes several in a row is taken for away."""
    match = draft.state.matches[number]
    question, seat = question_of(draft.state, match, side, draft.tables), match.seats[side]
    if question is None or seat is None:
        return
    if question.startswith("a") or draft.state.seats[seat].missed + 1 >= MISSES:
        # Answers in advance are of use only together, so an agent plays the side instead.
        go(draft, seat, "away")
        return
    draft.decided_by(match, side, draft.state.parts[match.part].agent, "clock")
    draft.settle(number)
