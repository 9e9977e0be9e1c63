"""Nash equilibria of a concession game as people see them: those of its tree, with states in place of node names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.engine.tree.solution import outcomes
from sim.show.concessions.entries import decision_entry
from sim.show.shown import Shown
from sim.show.text.blocks import Paragraph, Section
from sim.show.text.words import does
from sim.show.tree.in_short import Naming
from sim.show.tree.nash import ShownTreeNash

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.concessions.nash import UnrolledSolution
    from sim.engine.tree.solution import TreeEquilibrium
    from sim.games.concessions.histories import Unrolled
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief


def shown(scenario: Scenario, solution: UnrolledSolution) -> ShownUnrolled:
    """Nash equilibria of a concession game as people see them."""
    return ShownUnrolled(scenario, solution)


@dataclass(frozen=True)
class HistoryNaming(Naming):
    """What people read of the tree of a concession game: rounds and steps.

    Parameters
    ----------
    rules : StochasticGame
        The game whose tree it is.
    unrolled : Unrolled
        Where its nodes come from.
    """

    rules: StochasticGame
    unrolled: Unrolled

    @property
    def names_places(self) -> bool:
        """That a round does not tell all information sets apart."""
        return False

    def who(self, name: str) -> str:
        """Who decides, and in which round."""
        return f"{self.player(name)} in round {self.unrolled.origins[name][0] + 1}"

    def place(self, name: str) -> str:
        """The same as the beginning of a row."""
        return f"{self.player(name)}, round {self.unrolled.origins[name][0] + 1}"

    def aside(self, name: str) -> str:
        """The same with the steps that stand, which on the way are known from the rows above."""
        return f"{self.player(name)}, {name.partition(', ')[2]}"

    def label(self, name: str, action: str) -> str:
        """An action as a verb phrase."""
        return self.act(name, action, "takes")

    def belief(self, name: str, belief: Sequence[Fraction]) -> str:
        """Nothing: what is not seen is only what the other side does in the same round."""
        del name, belief
        return ""

    def act(self, name: str, action: str, form: str) -> str:
        """An action as a verb phrase; see `does`."""
        round_, phase, node = self.unrolled.origins[name]
        state = self.rules.states[self.rules.phases(round_)[phase].nodes[node].state]
        return does(self.scenario, self.game.owner(name), action, state, form)


class ShownHistories(ShownTreeNash):
    """The Nash equilibria of the tree of a concession game's histories as people see them.

    Parameters
    ----------
    whole : UnrolledSolution
        What the engine has found.
    """

    def __init__(self, scenario: Scenario, whole: UnrolledSolution) -> None:
        super().__init__(scenario, whole.solution)
        self.whole = whole

    @property
    def naming(self) -> Naming:
        """Rounds and steps in the place of names of nodes."""
        return HistoryNaming(self.scenario, self.solution.game, self.whole.game, self.whole.unrolled)


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

    def brief(self) -> Brief:
        """What is told of its tree in short, in rounds and steps."""
        told = self._of_tree().brief()
        beside = "run", "those without empty threats", ("--solve", "subgame-perfect")
        return self.on_screen(told.answer, told.tables, told.caveat, beside)

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

    def _of_tree(self) -> ShownHistories:
        return ShownHistories(self.scenario, self.solution)

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
