"""Correlated equilibria of a matrix game as people see them: what a mediator recommends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.matrix.correlated import OBEDIENCE
from sim.show.matrix.aims import aim_words
from sim.show.shown import Shown
from sim.show.text.blocks import Item, Look, Paragraph, Points, Section, Table
from sim.show.text.scale import scale_of
from sim.show.text.words import amount, percent, quoted, small

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.matrix.correlated import CorrelatedEquilibrium, CorrelatedSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Block, Text
    from sim.show.text.brief import Brief

MOST_CELLS = 6
"""Recommendations, most, that have a row each."""


def shown(scenario: Scenario, solution: CorrelatedSolution) -> ShownCorrelated:
    """Correlated equilibria of a matrix game as people see them."""
    return ShownCorrelated(scenario, solution)


class ShownCorrelated(Shown["CorrelatedSolution"]):
    """Correlated equilibria of a matrix game as people see them."""

    def story(self) -> Text:
        """A plan for each aim, and what the mediator changes."""
        plans = (
            Section(f"A mediator's plan: {aim_words(self.scenario, e.aim)}", self._plan(e)) for e in self.solution.found
        )
        return self.told(*plans, Section("What the mediator changes", tuple(map(Paragraph, self._changes()))))

    def line(self) -> str:
        """What the best one pays."""
        return self.pays("the best correlated equilibrium", self.solution.found[0].payoffs)

    def brief(self) -> Brief:
        """What the plan of the highest sum says and pays, and what the mediator adds."""
        e, (compared, sure) = self.solution.found[0], self._changes()
        one, two = self.scenario.players
        actions = self.solution.game.actions
        cells = sorted(np.argwhere(e.distribution > 0).tolist(), key=lambda at: -e.distribution[at[0], at[1]])
        rows = [(percent(e.distribution[i, j]), actions[0][i], actions[1][j]) for i, j in cells[:MOST_CELLS]]
        if len(cells) > MOST_CELLS:
            rest = sum(float(e.distribution[i, j]) for i, j in cells[MOST_CELLS:])
            rows.append((percent(min(rest, 1.0)), f"{len(cells) - MOST_CELLS} more", ""))
        pays = f"pays {one.name} {amount(e.payoffs[0])} and {two.name} {amount(e.payoffs[1])}."
        answer = f"A mediator's plan for {aim_words(self.scenario, e.aim)} {pays}"
        look = Look(words=frozenset({1, 2}))
        plan = Table("What it recommends", ("chance", f"tells {one.name}", f"tells {two.name}"), tuple(rows), look)
        aims = [(aim_words(self.scenario, e.aim), *map(amount, e.payoffs)) for e in self.solution.found]
        others = Table("Plans for other aims", ("", one.name, two.name), tuple(aims))
        shown = plan, others if len(aims) > 1 else None
        return self.on_screen([answer, compared], shown, sure)

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each aim."""
        del all_states
        return [_entry(self.solution, e) for e in self.solution.found]

    def explain(self, depth: Depth) -> Text:
        """What each recommendation tells, and what disobeying would pay."""
        from sim.show.matrix.correlated.explain_correlated import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """What advice can do, in payoffs."""
        from sim.show.matrix.correlated.draw_correlated import advised_payoffs

        return {"payoffs": lambda: advised_payoffs(self.scenario, self.solution)}

    def _plan(self, e: CorrelatedEquilibrium) -> tuple[Block, ...]:
        one, two = self.scenario.players
        actions = self.solution.game.actions
        recommended = tuple(
            Item(
                f"With chance {percent(e.distribution[i, j])}: tell {one.name} {quoted(actions[0][i])} and "
                f"{two.name} {quoted(actions[1][j])}."
            )
            for i, j in np.argwhere(e.distribution > 0)
        )
        pays = f"It pays {one.name} {amount(e.payoffs[0])} and {two.name} {amount(e.payoffs[1])}."
        return Points(recommended), Paragraph(pays)

    def _changes(self) -> list[str]:
        best = self.solution.best_nash
        if best is None:
            compared = "Not all Nash equilibria were found in time, so nothing is said about what the mediator adds."
        else:
            gain = sum(self.solution.found[0].payoffs) - sum(best)
            more = (
                f"the mediator adds {small(gain)} to the sum."
                if gain > OBEDIENCE * scale_of(self.scenario).unit
                else "for the sum the mediator adds nothing."
            )
            compared = (
                f"Without a mediator a Nash equilibrium of highest welfare pays {amount(best[0])} and "
                f"{amount(best[1])}; {more}"
            )
        sure = (
            "Whoever follows the recommendation it is told does best by it, as long as the other side follows too."
            if self.solution.certified
            else "Not certified: the linear programme left a gain from disobeying."
        )
        return [compared, sure]


def _entry(solution: CorrelatedSolution, e: CorrelatedEquilibrium) -> dict[str, Any]:
    game = solution.game
    marginals = e.distribution.sum(axis=1), e.distribution.sum(axis=0)
    return {
        "aim": e.aim,
        "payoffs": dict(zip(game.players, e.payoffs, strict=True)),
        "distribution": [
            {
                "actions": {game.players[0]: game.actions[0][i], game.players[1]: game.actions[1][j]},
                "probability": float(e.distribution[i, j]),
            }
            for i, j in np.argwhere(e.distribution > 0)
        ],
        "strategies": {
            player: {a: float(p) for a, p in zip(game.actions[k], marginals[k], strict=True) if p > 0}
            for k, player in enumerate(game.players)
        },
        "regret": e.regret,
        "path": [],
    }
