"""The story of a concession game with a last round, in words a student follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.concessions.corner_play.solution import CornerSolution
from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
from sim.show.concessions.courses.course import told_endings, told_path, worth
from sim.show.concessions.courses.shown_course import ShownCourse
from sim.show.concessions.entries import concession_entries
from sim.show.concessions.notes import certificate_notes, concession_notes, spans, ties
from sim.show.concessions.whole_game.agreed import SaysOfAll
from sim.show.text.blocks import Item, Paragraph, Points, Section
from sim.show.text.words import amount, does, listed, percent, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.concessions.corner_play.corners import CornersSolution
    from sim.engine.concessions.subgame_perfect.solution import StageSelection
    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Draw, Shown
    from sim.show.text.blocks import Block, Text

MOST_OTHERS = 6
"""Different sets of other equilibria on the path, most, that the story spells out."""


def shown(scenario: Scenario, solution: PerfectSolution | CornerSolution | CornersSolution) -> Shown[Any]:
    """Subgame-perfect equilibria of a concession game as people see them: the one selected, or the corners of all."""
    if isinstance(solution, PerfectSolution):
        return ShownPerfect(scenario, solution)
    if isinstance(solution, CornerSolution):
        from sim.show.concessions.whole_game.corner import ShownCorner

        return ShownCorner(scenario, solution)
    from sim.show.concessions.whole_game.corners import ShownCorners

    return ShownCorners(scenario, solution)


class ShownPerfect(ShownCourse["PerfectSolution"], SaysOfAll["PerfectSolution"]):
    """A subgame-perfect equilibrium of a concession game as people see it."""

    solution: PerfectSolution

    def story(self) -> Text:
        """The rules, the course, what it pays, how it ends, and how sure that is."""
        scenario, solution = self.scenario, self.solution
        return self.with_setting(
            Section("In short", self.in_short),
            Section("How it goes", told_path(scenario, solution)),
            Section("What each gets, per round", worth(scenario, solution)),
            Section("How it ends", told_endings(scenario, solution)),
            Section("How sure this is", _certainty(scenario, solution, self.checked)),
        )

    @property
    def certificate(self) -> str:
        """How sure it is, in a line, and what is not certified."""
        solution = self.solution
        if not solution.certified:
            return " ".join([self.checked, *certificate_notes(solution)])
        where = "at the one decision point" if solution.decisions == 1 else f"at {solution.decisions:,} decision points"
        return f"Certified: {where} nobody gains by deviating."

    @property
    def checked(self) -> str:
        """That nobody gains by deviating, or that this is not certified."""
        solution = self.solution
        decisions = "one decision point" if solution.decisions == 1 else f"{solution.decisions:,} decision points"
        if solution.certified:
            return f"Subgame-perfect: nobody gains by deviating at the {decisions} that play can reach."
        return f"Found by backward induction over {decisions}, but not certified:"

    @property
    def hangs_on(self) -> str:
        """A tie in what the rule selects, where there is one, before anything else."""
        if (tied := ties(self.solution)) and not self.solution.agreement.alone:
            return f"It hangs on a tie: at {times(tied, 'decision point')} the rule held several equilibria equal."
        return super().hangs_on

    @property
    def rule(self) -> str:
        """The rule that selected it stage game by stage game."""
        return self.solution.profile.rule.name

    @property
    def more(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """All equilibria, where there are others."""
        several = self.solution.choices and not self.solution.agreement.alone
        return (("run", "other equilibria", ("--all",)),) if several else ()

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The one equilibrium."""
        return concession_entries(self.solution, all_states)

    def notes(self) -> list[str]:
        """How it was selected, and what is not certified."""
        return concession_notes(self.scenario, self.solution)

    def pictures(self) -> Mapping[str, Draw]:
        """The path of play, and the lattice of states."""
        from sim.show.concessions.courses import draw_lattice, draw_path

        return {
            "path": lambda: draw_path.path_of_play(self.scenario, self.solution),
            "lattice": lambda: draw_lattice.lattice(self.scenario, self.solution),
        }


def _certainty(scenario: Scenario, solution: PerfectSolution, told: str) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(told)]
    if not solution.choices and solution.certified:
        blocks.append(Paragraph("It is the only subgame-perfect equilibrium: no stage game has another."))
    blocks += [Paragraph(note) for note in concession_notes(scenario, solution)]
    others: dict[str, list[int]] = {}
    for choice in solution.on_path:
        if choice.others:
            others.setdefault(_others(scenario, solution, choice), []).append(choice.round + 1)
    items = [
        Item(f"Round{'' if len(rounds) == 1 else 's'} {spans(rounds)} could also go: {told}.")
        for told, rounds in list(others.items())[:MOST_OTHERS]
    ]
    return *blocks, *([Points(tuple(items), level=1)] if items else [])


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
            f"{does(scenario, player, a, solution.game.states[state])}" + (f" ({percent(p)})" if p < 1 else "")
            for a, p in zip(actions[player], e.strategies[player], strict=True)
            if p > 0 and a
        ]
        if played:
            sides.append(f"{scenario.players[player].name} {listed(played, 'or')}")
    return f"{listed(sides)} ({amount(e.payoffs[0])}, {amount(e.payoffs[1])})"
