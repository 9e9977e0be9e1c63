"""Names for how a course of concessions ends, which studies count by."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from sim.engine.solution import Answer

if TYPE_CHECKING:
    from sim.engine.concessions.courses.course import WithCourse
    from sim.engine.concessions.courses.outcome import CourseOutcome

AGREEMENT, MADE_AGAIN, ON_AND_OFF = "agreement", "agreement made again", "agreement on and off"
BREAKDOWN, DISCOVERY, CIRCLES, INCOMPLETE = "breakdown", "fake discovered", "steps in circles", "incomplete"

THEN = f"{AGREEMENT}, then "
"""What the names of endings begin with where an agreement was made and is broken."""

WALKS, BACK, HOLDS = "walk away", "take steps back", "hold out"


def endings_of(players: tuple[str, str]) -> tuple[str, ...]:
    """All ways for a concession game to end, in words.

    The agreement is complete at the end, kept from when it was made or ``made again``. Or it was made and is broken:
    ``agreement, then`` how the talks end, or else who took steps back last; ``on and off`` if it is made and broken
    for ever. Or it never was complete. Then somebody ``walks away``; the talks end in a ``breakdown`` after a stalled
    round that was likelier to end them than not, or when a fake is ``discovered``; steps are taken and taken back in
    ``circles`` for ever; or the rounds run out, or nothing happens any more: then somebody ``takes steps back`` at its
    last decision, or else ``holds out`` there though its next step was open to it, or else the agreement is
    ``incomplete`` and no more is said.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    """
    walks, back, holds = ([_who(players, who, verb) for who in (1, 2, 3)] for verb in (WALKS, BACK, HOLDS))
    after = [f"{THEN}{told}" for told in (*back, *walks, BREAKDOWN, DISCOVERY)]
    return (
        AGREEMENT,
        MADE_AGAIN,
        ON_AND_OFF,
        *after,
        *walks,
        BREAKDOWN,
        DISCOVERY,
        *back,
        CIRCLES,
        *holds,
        INCOMPLETE,
    )


def _who(players: tuple[str, str], who: int, verb: str) -> str:
    """Somebody with a verb: 1 for the first player, 2 for the second, 3 for both."""
    if who == 3:
        return f"both {verb}"
    first, _, rest = verb.partition(" ")
    return f"{players[who - 1]} {first}s {rest}"


_PLACES = {name: place for place, name in enumerate(endings_of(("1", "2")))}

UNFINISHED = _PLACES[INCOMPLETE]
"""Place in `endings_of` of an agreement that is incomplete, of which no more is said."""


def is_deal(ending: str) -> bool:
    """Whether an ending is one with the agreement complete, or an offer accepted."""
    return ending in (AGREEMENT, MADE_AGAIN)


def was_deal(ending: str) -> bool:
    """Whether an ending is one after an agreement that was made and did not last."""
    return ending == ON_AND_OFF or ending.startswith(THEN)


def course_ending(outcome: CourseOutcome) -> tuple[int, float]:
    """Place of the ending in `endings_of`, and the round, from 1, in which the agreement is first complete.

    Parameters
    ----------
    outcome : CourseOutcome
        What becomes of the agreement on the course.
    """
    made = outcome.first_made
    rounds = float((made or 0) + 1) if outcome.agreements else nan
    return _PLACES[_ending(outcome)], rounds


def _ending(outcome: CourseOutcome) -> str:
    fate, cycle = outcome.fate, outcome.cycle
    if fate == "kept":
        return AGREEMENT
    if fate == "made_again":
        return MADE_AGAIN
    then = "" if fate == "never" else THEN
    if outcome.over == "walk_away":
        return then + _both(outcome.by, WALKS)
    if outcome.over == "discovery":
        return then + DISCOVERY
    # Rounds that go on until the talks break down by chance sooner or later end so.
    if outcome.over == "hazard" or (cycle is not None and cycle.risk):
        return then + BREAKDOWN
    if fate == "on_and_off":
        return ON_AND_OFF
    if fate != "never":
        return THEN + _both(outcome.broken[-1].by, BACK)
    if cycle is not None and cycle.moves:
        return CIRCLES
    last = [act for player in (0, 1) if (act := outcome.last_act(player)) is not None]
    reneged = tuple(act.player for act in last if act.action == "renege")
    held = tuple(act.player for act in last if act.action == "hold_out" and act.could)
    if reneged:
        return _both(reneged, BACK)
    return _both(held, HOLDS) if held else INCOMPLETE


def _both(players: tuple[int, ...], verb: str) -> str:
    return _who(("1", "2"), sum(player + 1 for player in players), verb)


def course_answer(solution: WithCourse, values: tuple[float, float], equilibrium: str) -> Answer:
    """What a study keeps of a solution that is shown by a course.

    Parameters
    ----------
    values : tuple of float
        What it pays per round.
    equilibrium : str
        What it is among the equilibria.
    """
    place, rounds = course_ending(solution.outcome)
    return Answer(values, endings_of(solution.game.players)[place], rounds, equilibrium)
