"""The story of a concession game with a last round, in words a student follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.concessions.course import headline, setting, told_endings, told_path, worth
from sim.show.concessions.entries import concession_entries
from sim.show.concessions.facts import concession_facts
from sim.show.concessions.notes import concession_notes, spans
from sim.show.shown import Presenter
from sim.show.text.style import heading, paragraph
from sim.show.text.words import amount, does, listed, percent

if TYPE_CHECKING:
    from sim.engine.concessions.subgame_perfect import PerfectSolution, StageSelection
    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.scenario.scenario import Scenario

MOST_OTHERS = 6
"""Different sets of other equilibria on the path, most, that the story spells out."""


def concession_story(scenario: Scenario, solution: PerfectSolution) -> str:
    """Tell a solution."""
    parts = [
        heading(scenario.title) + "\n" + setting(scenario),
        heading("In short") + "\n" + paragraph(headline(scenario, solution)),
        heading("How it goes") + "\n" + told_path(scenario, solution),
        heading("What each gets, per round") + "\n" + worth(scenario, solution),
        heading("How it ends") + "\n" + told_endings(solution),
        heading("How sure this is") + "\n" + _certainty(scenario, solution),
    ]
    return "\n\n".join(parts) + "\n"


def _certainty(scenario: Scenario, solution: PerfectSolution) -> str:
    decisions = "decision points" if solution.decisions > 1 else "one decision point"
    decisions = f"{solution.decisions:,} {decisions}" if solution.decisions > 1 else decisions
    if solution.certified:
        told = f"Subgame-perfect: nobody gains by deviating at the {decisions} that play can reach."
    else:
        told = f"Found by backward induction over {decisions}, but not certified:"
    lines = [paragraph(told)]
    if not solution.choices and solution.certified:
        lines.append(paragraph("It is the only subgame-perfect equilibrium: no stage game has another."))
    lines += [paragraph(note) for note in concession_notes(scenario, solution)]
    others: dict[str, list[int]] = {}
    for choice in solution.on_path:
        if choice.others:
            others.setdefault(_others(scenario, solution, choice), []).append(choice.round + 1)
    for told, rounds in list(others.items())[:MOST_OTHERS]:
        label = f"Round{'' if len(rounds) == 1 else 's'} {spans(rounds)}"
        lines.append(paragraph(f"{label} could also go: {told}.", "    ", "  "))
    return "\n".join(lines)


def _others(scenario: Scenario, solution: PerfectSolution, choice: StageSelection) -> str:
    node = solution.game.phases(choice.round)[choice.phase].nodes[choice.node]
    told = [_other(scenario, solution, node.actions, node.state, e) for e in choice.others[:3]]
    more = f", and {len(choice.others) - 3} more" if len(choice.others) > 3 else ""
    return "; or ".join(told) + more


def _other(
    scenario: Scenario,
    solution: PerfectSolution,
    actions: tuple[tuple[str, ...], tuple[str, ...]],
    state: int,
    e: Equilibrium,
) -> str:
    sides = []
    for player in (0, 1):
        played = [
            f"{does(scenario, player, a, solution.game.states[state])}" + (f" ({percent(float(p))})" if p < 1 else "")
            for a, p in zip(actions[player], e.strategies[player], strict=True)
            if p > 0 and a
        ]
        if played:
            sides.append(f"{scenario.players[player].name} {listed(played, 'or')}")
    return f"{listed(sides)} ({amount(e.payoffs[0])}, {amount(e.payoffs[1])})"


def concession_line(scenario: Scenario, solution: PerfectSolution) -> str:
    """A solution in one line."""
    return f"{scenario.title}: {headline(scenario, solution)}"


PRESENTER = Presenter(
    story=concession_story,
    line=concession_line,
    entries=concession_entries,
    notes=concession_notes,
    facts=concession_facts,
    views={
        "path": "sim.show.concessions.draw_path:path_of_play",
        "lattice": "sim.show.concessions.draw_lattice:lattice",
    },
)
