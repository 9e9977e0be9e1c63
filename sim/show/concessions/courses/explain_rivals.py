"""What else could be played in a concession game, why it is not, and how sure an explanation is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.markov_perfect.solution import MarkovSolution
from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
from sim.show.concessions.notes import concession_notes, faking_notes, spans, why_incomplete
from sim.show.text.blocks import Item, Paragraph, Points, Section
from sim.show.text.selection_words import BECAUSE
from sim.show.text.words import DEEPER, amount, does, listed, times

if TYPE_CHECKING:
    from sim.engine.concessions.corner_play.solution import CornerSolution
    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.concessions.subgame_perfect.solution import StageSelection
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

    Solved = PerfectSolution | CornerSolution | MarkovSolution | MediatedSolution

MOST_OTHERS = 6
"""Other equilibria, most, whose payoffs are listed."""


def rivals(scenario: Scenario, solution: Solved) -> list[Section]:
    """Where something else could be played as well, and by which rule it is not."""
    if isinstance(solution, PerfectSolution):
        return _rounds(scenario, solution)
    return _equilibria(scenario, solution) if isinstance(solution, MarkovSolution) else []


def _rounds(scenario: Scenario, solution: PerfectSolution) -> list[Section]:
    """Rounds on the course that by themselves have other equilibria."""
    found: dict[tuple[str, str], list[int]] = {}
    for choice in solution.on_path:
        if choice.others:
            key = _others(scenario, solution, choice), BECAUSE[choice.reason]
            found.setdefault(key, []).append(choice.round + 1)
    if not found:
        return []
    reasons = list(dict.fromkeys(reason for _, reason in found))
    items = []
    for (others, reason), rounds in found.items():
        why = "" if len(reasons) == 1 else f" The one above is taken because {reason}."
        items.append(Item(f"{others}.{why}", f"Round{'' if len(rounds) == 1 else 's'} {spans(rounds)}:"))
    one, two = (player.name for player in scenario.players)
    told = (
        "With the same future, these rounds by themselves have other equilibria too: what is best may hang on what the "
        f"other is expected to do. In brackets what they pay {one} and {two} in all. "
        f"The rule is {solution.profile.rule.name}, for each of these stage games by itself."
    )
    if len(reasons) == 1:
        told += f" It takes the one above because {reasons[0]}."
    return [Section("Where a round could go otherwise", (Paragraph(told), Points(tuple(items))))]


def _others(scenario: Scenario, solution: PerfectSolution, choice: StageSelection) -> str:
    """Other equilibria of a stage game: the pure ones in words, of the mixed ones how many there are."""
    node = solution.game.phases(choice.round)[choice.phase].nodes[choice.node]
    told, mixed = [], 0
    for e in choice.others:
        if not e.pure:
            mixed += 1
            continue
        taken = [node.actions[p][e.strategies[p].index(1)] for p in (0, 1)]
        both = [
            f"{scenario.players[p].name} {does(scenario, p, taken[p], solution.game.states[node.state])}"
            for p in (0, 1)
            if taken[p]
        ]
        told.append(f"{listed(both)} ({amount(e.payoffs[0])}, {amount(e.payoffs[1])})")
    if mixed:
        told.append(f"{mixed} in which somebody leaves it to chance")
    return "; ".join(told)


def _equilibria(scenario: Scenario, solution: MarkovSolution) -> list[Section]:
    """What other equilibria of a game without a last round would pay."""
    others = solution.equilibria[1:]
    if not others:
        return []
    pays = [f"({amount(e.values[0])}, {amount(e.values[1])})" for e in others[:MOST_OTHERS]]
    rest = f" and {len(others) - MOST_OTHERS} more" if len(others) > MOST_OTHERS else ""
    one, two = (player.name for player in scenario.players)
    least = "" if solution.complete else " at least"
    told = (
        f"Other expectations of each other bear out as well. There {'is' if len(others) == 1 else 'are'}{least} "
        f"{times(len(others), 'other equilibrium', 'other equilibria')}; what "
        f"{'it pays' if len(others) == 1 else 'they pay'} {one} and {two}: {listed(pays)}{rest}. The rule "
        f"{solution.rule.name} selects the one above."
    )
    return [Section("Other equilibria", (Paragraph(told),))]


def how_sure(scenario: Scenario, solution: Solved, depth: Depth) -> Section:
    """What was checked, and what is left out.

    Parameters
    ----------
    depth : {"brief", "full"}
        A brief explanation says where to find more.
    """
    lines = [_checked(solution)] if solution.certified else []
    if not solution.certified:
        lines = ["Not certified: some comparison lies within the error of the numbers, or some other choice pays more."]
        lines += concession_notes(scenario, solution) if isinstance(solution, PerfectSolution) else []
    else:
        lines += faking_notes(scenario)
    if isinstance(solution, MarkovSolution) and solution.gap is not None:
        lines.append(why_incomplete(solution.gap))
    if depth == "brief":
        lines.append(f"{DEEPER} what every other choice leads to, and what holds it all up.")
    return Section("How sure this is", tuple(Paragraph(line) for line in lines))


def _checked(solution: Solved) -> str:
    count = len(solution.points) if isinstance(solution, MarkovSolution) else solution.decisions
    if count == 1:
        return "Nobody gains by doing otherwise at the one decision point; this was checked apart from the search."
    return (
        f"Nobody gains by doing otherwise at any of the {times(count, 'decision point')} that play can reach, on the "
        "course and off it; this was checked apart from the search."
    )
