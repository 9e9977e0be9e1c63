"""Questions on the likeliest course of a concession game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.concessions.courses.endings import ending_words, is_certain
from sim.show.lesson.questions.asked import Asked
from sim.show.text.words import amount, apart, does, listed, percent, quoted, same, small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.courses.first_step import FirstStep
    from sim.engine.concessions.courses.path import Turn
    from sim.scenario.scenario import Concessions, Scenario
    from sim.show.lesson.course import CourseSolution


def course_questions(
    scenario: Scenario, game: Concessions, solution: CourseSolution, payoffs: tuple[float, float]
) -> Iterator[Asked]:
    """Who starts, what else it could do, how it ends, who gains, and what cannot be undone.

    Parameters
    ----------
    payoffs : pair of float
        What the course pays both, per round.
    """
    yield from _irreversible(scenario, game)
    yield from _first_step(scenario, solution)
    yield _gains(scenario, game, payoffs)
    yield _ending(scenario, solution)


def _first_step(scenario: Scenario, solution: CourseSolution) -> Iterator[Asked]:
    first = solution.first_step
    chance = "" if first.sure else f" with chance {percent(first.chance)}"
    if first.round is None:
        told = "Nobody does: no step is taken." if first.sure else f"Most likely nobody does,{chance}."
        yield Asked("Who takes the first step?", told, paper=False)
        return
    start = solution.game.states[0]
    taken = [f"{scenario.players[p].name} {does(scenario, p, 'concede', start)}" for p in first.players]
    told = f"{listed(taken)} in round {first.round + 1}{f',{chance}' if chance else ''}."
    asked = "Who takes the first step, which one, and when?"
    yield Asked(asked, told if first.sure else f"Most likely {told}", paper=False)
    turn = _turn_of(solution, first)
    if turn is None or not turn.loss:  # it is not so on the course that is shown, or something else would do as well
        return
    name = scenario.players[turn.player].name
    instead = does(scenario, turn.player, turn.alternative, start, "taking")
    yield Asked(
        f"Would {name} rather do something else in round {first.round + 1}? What would that cost it?",
        f"No. The best other choice is {instead}, and it would cost {name} {small(turn.loss)} per round.",
        paper=False,
    )


def _turn_of(solution: CourseSolution, first: FirstStep) -> Turn | None:
    """The decision on the course that is shown to take the first step; None if it is another there."""
    turns = [
        t
        for r in solution.path
        if r.round == first.round
        for t in r.turns
        if t.action == "concede" and not r.in_vain(t)
    ]
    return next((t for t in turns if t.player == first.players[0]), None)


def _ending(scenario: Scenario, solution: CourseSolution) -> Asked:
    likely = solution.endings[0]
    words = ending_words(scenario, solution.game, likely, solution.outcome)
    sure = "for certain" if is_certain(solution.endings) else f"with chance {percent(likely.chance)}"
    if likely.fate == "never":
        told = f"No, {sure}"
    elif likely.kind == "agreement":
        told = f"Yes, {sure}"
    else:
        told = f"Yes, but it does not last, {sure}"
    return Asked("Do they come to a complete agreement, and does it last?", f"{told}: it is {words}.", paper=False)


def _gains(scenario: Scenario, game: Concessions, payoffs: tuple[float, float]) -> Asked:
    names = [player.name for player in scenario.players]
    gains = [value - float(quo) for value, quo in zip(payoffs, game.status_quo, strict=True)]
    written = [amount(gain) for gain in gains] if same(*gains) else apart(*gains)
    told = [f"{name} {gain}" for name, gain in zip(names, written, strict=True)]
    most = "Both gain the same" if same(*gains) else f"{names[gains[1] > gains[0]]} does better"
    return Asked("Who gains more against the status quo, per round?", f"{most}: {listed(told)}.", paper=False)


def _irreversible(scenario: Scenario, game: Concessions) -> Iterator[Asked]:
    fixed = [
        f"{quoted(step.name)} of {player.name}"
        for player, ladder in zip(scenario.players, game.ladders, strict=True)
        for step in ladder
        if not step.reversible
    ]
    if fixed and len(fixed) < sum(map(len, game.ladders)):
        yield Asked(
            "Which steps can never be taken back? What does that change for the side that takes them first?",
            f"{listed(fixed)}. Whoever takes such a step cannot take it back to answer the other side: what it gave is "
            "gone.",
        )
