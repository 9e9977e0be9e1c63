"""Nash equilibria of a concession game as people see them: those of its tree, with states in place of node names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.engine.tree.solution import outcomes
from sim.show.concessions.entries import decision_entry
from sim.show.shown import Shown
from sim.show.text.blocks import Paragraph, Section
from sim.show.tree.nash import ShownTreeNash

if TYPE_CHECKING:
    from sim.engine.concessions.nash import UnrolledSolution
    from sim.engine.tree.solution import TreeEquilibrium
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text


def shown(scenario: Scenario, solution: UnrolledSolution) -> ShownUnrolled:
    """Nash equilibria of a concession game as people see them."""
    return ShownUnrolled(scenario, solution)


class ShownUnrolled(Shown["UnrolledSolution"]):
    """Nash equilibria of a concession game as people see them."""

    no_picture = "Nash equilibria of a concession game have no picture; plot its subgame-perfect equilibrium"

    def story(self) -> Text:
        """What is told of its tree, and what the names of its nodes say."""
        text = self._of_tree().story()
        *first, last = text.sections
        told = self.notes()[len(self._of_tree().notes()) :]  # those of the tree stand there already
        sure = Section(last.title, (*last.blocks, *map(Paragraph, told)))
        return replace(text, sections=(*first, sure))

    def line(self) -> str:
        """How many there are."""
        return self._of_tree().line()

    def notes(self) -> list[str]:
        """Where they were found, and what they may rest on."""
        return [
            *self._of_tree().notes(),
            f"Found on the tree of all histories, which has {len(self.solution.unrolled.tree.nodes):,} nodes. A name "
            "tells the round and, in brackets, the steps of either side that stand then.",
            "A Nash equilibrium may rest on empty threats; --solve subgame-perfect rules them out.",
        ]

    def facts(self) -> dict[str, str]:
        """What the first equilibrium pays."""
        return self._of_tree().facts()

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each equilibrium; a state that several histories lead to has a decision for each of them."""
        del all_states
        players, found = self.solution.game.players, self.solution.solution.equilibria
        return [
            {
                "payoffs": dict(zip(players, map(float, e.payoffs), strict=True)),
                "strategies": {player: self._side(e, k) for k, player in enumerate(players)},
                "regret": float(max(e.regret)),
                "outcome": outcome,
                "path": [],
            }
            for e, outcome in zip(found, outcomes(found), strict=True)
        ]

    def _of_tree(self) -> ShownTreeNash:
        return ShownTreeNash(self.scenario, self.solution.solution)

    def _side(self, e: TreeEquilibrium, player: int) -> list[dict[str, Any]]:
        """Where a player's own strategy lets it come to a decision, and what it does there."""
        game, told = self.solution.game, []
        for name in self.solution.unrolled.tree.infosets:
            at = e.behaviour[player].get(name)
            if at is None:
                continue
            round_, phase, k = self.solution.unrolled.origins[name]
            chances = ((a, float(p)) for a, p in at.items())
            entry = decision_entry(game, round_, game.phases(round_)[phase].nodes[k], chances)
            told.append(entry | {"history": name})
        return told
