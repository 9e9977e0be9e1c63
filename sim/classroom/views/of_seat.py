"""From the state of a class to what one seat may see of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.classroom.session.draft import question_of
from sim.classroom.views.questions import question_view
from sim.classroom.views.seat_view import SeatView, Told
from sim.show.play.choose import keeps_secrets
from sim.show.play.prompts_conflict import end_lines
from sim.show.play.prompts_tree import TreePrompts
from sim.show.text.words import listed

if TYPE_CHECKING:
    from sim.classroom.games.tables import Tables
    from sim.classroom.session.state import MatchState, State
    from sim.classroom.views.seat_view import SeatPhase

AGENTS = {
    "equilibrium": "the computer, which plays an equilibrium",
    "quantal_response": "the computer, which errs now and then as people do",
    "tit_for_tat": "the computer, which does to you what you did to it",
    "earlier_choices": "the choices of an earlier student",
    "bot": "a bot",
    "program": "a program",
}
"""Who plays for nobody, in words that say nothing of what to do."""

TITLES = {"equilibrium": "the computer", "quantal_response": "the computer", "tit_for_tat": "the computer"}
"""The same before anything may be said of how it plays."""


def seat_view(state: State, tables: Tables, seat: int, name: str) -> SeatView:
    """What a seat sees now: nothing that its role does not know, nothing before its time.

    Parameters
    ----------
    name : str
        The name of whoever sits there.
    """
    status, step = state.seats[seat].status, state.step
    if status == "removed":
        return SeatView(seat, name, "removed")
    match = state.match_of(seat)
    side = None if match is None else match.side_of(seat)
    spec = state.parts[step.part]
    common = {
        "seat": seat,
        "name": name,
        "part": None if step.name == "lobby" else step.part,
        "title": "" if step.name == "lobby" else tables.scenario(spec, 0).title,
        "round": step.round + 1 if step.name == "round" else 0,
        "rounds": spec.rounds,
        "total": total(state, tables, seat, step.part),
        "revealed": step.name != "lobby" and step.part in state.revealed,
        "open": decided_of(state, tables),
    }
    if step.name != "round" or match is None or side is None:
        phase = _without_match(step.name, status)
        note = "You take part from the next round on." if phase == "wait" else ""
        return SeatView(**common, phase=phase, note=note)  # type: ignore[arg-type]
    return _playing(state, tables, match, side, seat, common)


def _without_match(step: str, status: str) -> SeatPhase:
    if status in ("away", "left"):
        return "away" if status == "away" else "left"
    if step == "round":
        return "wait"
    return "lobby" if step == "lobby" else "debrief" if step == "debrief" else "end"


def _playing(
    state: State, tables: Tables, match: MatchState, side: int, seat: int, common: dict[str, object]
) -> SeatView:
    """A seat that has a match in the round at which the class stands."""
    spec = state.parts[match.part]
    scenario, prompts = tables.scenario(spec, match.treatment), tables.prompts(spec, match.treatment)
    asked = question_of(state, match, side, tables)
    deadline = None
    if asked is not None and spec.seconds is not None and state.held is None:
        deadline = match.opened[side] + spec.seconds
    question = None if asked is None else question_view(state, tables, match, side, asked, deadline)
    secret = keeps_secrets(prompts)
    return SeatView(
        **common,  # type: ignore[arg-type]
        phase=_phase(state, match, side, seat, asked),
        side=side,
        role=scenario.players[side].name,
        other=listed([player.name for k, player in enumerate(scenario.players) if k != side]),
        rules=tables.rules(spec, match.treatment, side),
        story=story(state, tables, match, side),
        question=question,
        match=match.number,
        paid=match.paid[side] if match.over and match.paid else None,
        other_paid=match.paid[1 - side] if match.over and match.paid and not secret else None,
        score=tables.score(spec, match.treatment, side) if match.over and match.paid else "",
        deadline=deadline,
        note=_note(match, side, [player.name for player in scenario.players]),
    )


def _phase(state: State, match: MatchState, side: int, seat: int, asked: str | None) -> SeatPhase:
    status = state.seats[seat].status
    if status in ("away", "left"):
        return "away" if status == "away" else "left"
    if match.over:
        return "round_over"
    if state.held is not None:
        return "paused"
    if asked is not None:
        return "ask"
    made = match.made(side, len(match.turns)) or match.answer(side, "a1")
    return "sent" if made is not None else "wait"


def _note(match: MatchState, side: int, names: list[str]) -> str:
    """What needs saying: who plays other sides, and what was not chosen by oneself."""
    told = []
    if match.agents[side]:
        told.append("You were away, so the computer plays this game to its end; you are back in the next round.")
    else:
        last = next((d for d in reversed(match.decisions) if d.side == side), None)
        if last is not None and last.by == "clock":
            told.append("The time was up, so the computer chose for you.")
    alone = [k for k, seat in enumerate(match.seats) if seat is None]
    if alone:
        agent = match.agents[alone[0]]
        who = TITLES.get(agent, AGENTS.get(agent, "the computer"))
        if len(match.seats) == 2:
            told.append(f"You play against {who}.")
        else:
            is_are = "is" if len(alone) == 1 else "are"
            told.append(f"{listed([names[k] for k in alone])} {is_are} played by {who}.")
    return " ".join(told)


def story(state: State, tables: Tables, match: MatchState, side: int) -> tuple[Told, ...]:
    """What a side has seen of a match."""
    spec = state.parts[match.part]
    arena, prompts = tables.game(spec, match.treatment), tables.prompts(spec, match.treatment)
    place, found, conflict = arena.start, [], tables.conflict(spec, match.treatment)
    for number, turn in enumerate(match.turns):
        lines = tuple(line for line in prompts.happened(place, turn, side) if line)
        if not lines and match.over and isinstance(prompts, TreePrompts):
            lines = tuple(prompts.once_over(place, turn, side))
        # Where parties move one after the other, the round is named once.
        named = conflict is None or number % arena.sides == 0
        if lines:
            found.append(Told(prompts.header(place) if named else "", lines))
        place = next(way for way in arena.ways(place, turn.moves) if way.event == turn.event).to
    if conflict is not None and match.over:
        found.append(Told("Where it ended", tuple(end_lines(conflict, match.turns, side))))
    return tuple(found)


def total(state: State, tables: Tables, seat: int, part: int) -> float | None:
    """What a seat has got in all finished matches of a part; None where nothing is paid."""
    if not tables.game(state.parts[part], 0).unpaid:
        return None
    own = [m for m in state.of_part(part) if seat in m.seats and m.over]
    return sum(m.paid[m.seats.index(seat)] for m in own)


def decided_of(state: State, tables: Tables) -> tuple[int, int]:
    """How many of those in a round have decided and are asked nothing more, and of how many.

    Everybody asks for it after every answer, so a match is counted anew only where something happened in it.
    """
    done = everybody = 0
    for match in state.current:
        known = tables.counted.get(match.number)
        if known is None or known[0] is not match:
            people = [side for side, seat in enumerate(match.seats) if seat is not None and not match.agents[side]]
            decided = sum(has_decided(state, match, side, tables) for side in people)
            known = tables.counted[match.number] = match, decided, len(people)
        done, everybody = done + known[1], everybody + known[2]
    return done, everybody


def has_decided(state: State, match: MatchState, side: int, tables: Tables) -> bool:
    """Whether a side has decided and is asked nothing more now; one that still waits for the other has not."""
    made = any(d.side == side for d in match.decisions)
    return match.over or (made and question_of(state, match, side, tables) is None)
