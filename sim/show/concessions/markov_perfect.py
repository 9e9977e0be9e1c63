"""The story of a concession game without a last round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.concessions.markov_perfect.unfound import UnfoundMarkov
from sim.show.concessions.courses.course import headline, told_endings, told_path, worth
from sim.show.concessions.courses.endings import chance_words, ending_words
from sim.show.concessions.courses.shown_course import ShownCourse
from sim.show.concessions.entries import decision_entry, equilibrium_entry
from sim.show.concessions.notes import markov_notes, ties
from sim.show.concessions.rules import game_of, hangs_on
from sim.show.concessions.whole_game.agreed import SaysOfAll
from sim.show.concessions.whole_game.unfound import ShownUnfound
from sim.show.text.blocks import Item, Paragraph, Points, Section
from sim.show.text.words import amount, does, listed, percent, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.concessions.markov_perfect.solution import MarkovEquilibrium, MarkovSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Draw
    from sim.show.text.blocks import Block, Text

MOST_LISTED = 8
"""Other equilibria, most, that the story lists."""


def shown(scenario: Scenario, solution: MarkovSolution | UnfoundMarkov) -> ShownMarkov | ShownUnfound:
    """Markov perfect equilibria of a concession game without a last round as people see them."""
    if isinstance(solution, UnfoundMarkov):
        return ShownUnfound(scenario, solution)
    return ShownMarkov(scenario, solution)


class ShownMarkov(ShownCourse["MarkovSolution"], SaysOfAll["MarkovSolution"]):
    """Markov perfect equilibria of a concession game without a last round as people see them."""

    solution: MarkovSolution

    def story(self) -> Text:
        """The rules, the course, what it pays, how it ends, other equilibria, and how sure that is."""
        scenario, solution = self.scenario, self.solution
        several = [Section("Other equilibria", _others(scenario, solution))] if len(solution.equilibria) > 1 else []
        return self.with_setting(
            Section("In short", (Paragraph(headline(scenario, solution)), Paragraph(self.of_all()))),
            Section("How it goes", told_path(scenario, solution)),
            Section("What each gets, per round", worth(scenario, solution)),
            Section("How it ends", told_endings(scenario, solution)),
            *several,
            Section("How sure this is", tuple(map(Paragraph, self._certainty()))),
        )

    @property
    def checked(self) -> str:
        """That nobody gains by deviating, or that this is not certified."""
        solution, count = self.solution, times(len(self.solution.points), "decision point")
        if not solution.certified:
            return f"Found over {count}, but not certified: rounding leaves a gain by deviating."
        nowhere = (
            f"at none of the {count} does anybody gain"
            if len(solution.points) != 1
            else "at the one decision point nobody gains"
        )
        return (
            f"Markov perfect: what is done depends on nothing but {hangs_on(game_of(self.scenario))}, and {nowhere} by "
            "any deviation, however long."
        )

    @property
    def hangs_on(self) -> str:
        """A tie in what the rule selects, where there is one, before anything else."""
        if tied := ties(self.solution) if len(self.solution.equilibria) > 1 else 0:
            return f"It hangs on a tie: at {times(tied, 'decision point')} the rule held several equilibria equal."
        return super().hangs_on

    @property
    def rule(self) -> str:
        """The rule that selected it decision point by decision point."""
        return self.solution.rule.name

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each equilibrium."""
        return [_entry(self.solution, e, all_states) for e in self.solution.equilibria]

    def notes(self) -> list[str]:
        """How it was selected, and whether all are listed."""
        return markov_notes(self.scenario, self.solution)

    def pictures(self) -> Mapping[str, Draw]:
        """The path of play, and the lattice of states."""
        from sim.show.concessions.courses import draw_lattice, draw_path

        return {
            "path": lambda: draw_path.path_of_play(self.scenario, self.solution),
            "lattice": lambda: draw_lattice.lattice(self.scenario, self.solution),
        }

    def _certainty(self) -> list[str]:
        solution, told = self.solution, [self.checked]
        if solution.complete and len(solution.equilibria) == 1:
            told.append("It is the only Markov perfect equilibrium.")
        last = (
            "Strategies that remember more than the state can support other courses, which are not listed; the "
            "sentence below the headline is about them too."
        )
        return [*told, *self.notes(), last]


def _others(scenario: Scenario, solution: MarkovSolution) -> tuple[Block, ...]:
    """The other equilibria by how they begin, what they pay and how they end; those that look the same together."""
    kinds: dict[str, int] = {}
    for e in solution.equilibria[1:]:
        pays = listed([f"{p.name} {amount(v)}" for p, v in zip(scenario.players, e.values, strict=True)])
        told = f"{_opening(scenario, solution, e)}. It pays {pays}; the agreement is {_ending(scenario, solution, e)}."
        kinds[told] = kinds.get(told, 0) + 1
    items = []
    for told, count in list(kinds.items())[:MOST_LISTED]:
        same = f" ({count} equilibria, which differ later or off the path)" if count > 1 else ""
        items.append(Item(f"{told}{same}"))
    blocks: list[Block] = [Paragraph("In the first round of the others:"), Points(tuple(items), numbered=True)]
    if len(kinds) > MOST_LISTED:
        blocks.append(Paragraph(f"... and {len(kinds) - MOST_LISTED} more kinds; --json has them all."))
    return tuple(blocks)


def _opening(scenario: Scenario, solution: MarkovSolution, e: MarkovEquilibrium) -> str:
    """What is done in the first round."""
    sides = []
    for k in sorted(k for k, since in e.profile.since.items() if since == 0 and solution.points[k].place[0] == 0):
        point = solution.points[k]
        state = solution.game.states[point.node.state]
        for player in point.movers:
            chances = e.profile.mixtures[k][player]
            actions = [
                does(scenario, player, a, state) + (f" ({percent(p)})" if p < 1 else "")
                for a, p in zip(point.node.actions[player], chances, strict=True)
                if p > 0
            ]
            after = AFTER.get(point.node.leader, "")
            sides.append(f"{scenario.players[player].name}{after} {listed(actions, 'or')}")
    return listed(list(dict.fromkeys(sides)))


AFTER = {"concede": ", after a step,", "hold_out": ", after holding out,", "renege": ", after a step back,"}
"""What the leader of the round did, where that matters."""


def _ending(scenario: Scenario, solution: MarkovSolution, e: MarkovEquilibrium) -> str:
    likely = e.endings[0]
    return ending_words(scenario, solution.game, likely, e.course.outcome) + chance_words(e.endings)


def _entry(solution: MarkovSolution, e: MarkovEquilibrium, all_states: bool) -> dict[str, Any]:
    return equilibrium_entry(solution.game, e, _strategies(solution, e, all_states))


def _strategies(solution: MarkovSolution, e: MarkovEquilibrium, all_states: bool) -> dict[str, list[dict[str, Any]]]:
    """What is done in each state; ``round`` is the first in which it can come up, and null if it never does."""
    game = solution.game
    lists: dict[str, list[dict[str, Any]]] = {player: [] for player in game.players}
    for k, point in enumerate(solution.points):
        if not all_states and k not in e.profile.since:
            continue
        for player in point.movers:
            chances = zip(point.node.actions[player], e.profile.mixtures[k][player], strict=True)
            lists[game.players[player]].append(decision_entry(game, e.profile.since.get(k), point.node, chances))
    return lists
