"""The Nash equilibria of a matrix game as people see them: the payoff table and its equilibria in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.matrix.refinements import nash_subsets, payoff_dominates, risk_dominant
from sim.show.matrix.brief_nash import better_for_both_words, margin_words, nash_brief
from sim.show.matrix.many_actions import families, family, plays, ranged
from sim.show.matrix.many_equilibria import MOST_LISTED, PROOFS, at_best_sum, components, overview, stopped_sentence
from sim.show.matrix.payoff_table import payoff_table
from sim.show.shown import Shown
from sim.show.text.blocks import Item, Paragraph, Points, Section
from sim.show.text.words import number, times

if TYPE_CHECKING:
    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.engine.matrix.nash import NashSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Block, Text
    from sim.show.text.brief import Brief

DOUBTS = {
    True: "",
    False: " It plays a weakly dominated strategy.",
    None: " Whether it plays a weakly dominated strategy was not found out in time.",
}
"""What is said of equilibria that are admissible, that are not, and of which it is not known."""

MOST_GROUPED = 100
"""Extreme equilibria up to which those of a degenerate game are grouped into maximal Nash subsets."""


def shown(scenario: Scenario, solution: NashSolution) -> ShownNash:
    """The Nash equilibria of a matrix game as people see them."""
    return ShownNash(scenario, solution)


class ShownNash(Shown["NashSolution"]):
    """The Nash equilibria of a matrix game as people see them."""

    most_lines = 25

    def story(self) -> Text:
        """The payoff table, what can be ruled out, the equilibria, and how sure they are."""
        ruled_out = self._dominance()
        return self.told(
            Section("The game", self._table()),
            *([Section("What can be ruled out", ruled_out)] if ruled_out else []),
            Section("Equilibria", self._equilibria()),
            Section("How sure this is", self._certainty()),
        )

    def line(self) -> str:
        """What the only equilibrium pays, or how many there are."""
        title, result = self.scenario.title, self.solution.result
        if result.complete and len(result.equilibria) == 1:
            return f"{title}: the only Nash equilibrium pays {self._paid(result.equilibria[0])}."
        if result.complete and result.degenerate:
            sets = times(1 + max(e.component for e in result.equilibria), "connected set", "connected sets")
            return f"{title}: {sets} of Nash equilibria, with {len(result.equilibria)} corners."
        if not result.equilibria:
            return f"{title}: no Nash equilibrium was found in the time allowed, though there is one."
        count = times(len(result.equilibria), "Nash equilibrium", "Nash equilibria")
        return f"{title}: {count}{'' if result.complete else ' found, perhaps not all'}."

    def brief(self) -> Brief:
        """The payoff table with the equilibria marked, what they agree on, and how near a deviation is."""
        return nash_brief(self, self._rankings())

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each extreme equilibrium."""
        del all_states
        game, result = self.solution.game, self.solution.result
        return [
            {
                "payoffs": dict(zip(game.players, map(float, e.payoffs), strict=True)),
                "strategies": {
                    player: {a: float(p) for a, p in zip(game.actions[k], e.strategies[k], strict=True) if p}
                    for k, player in enumerate(game.players)
                },
                "regret": float(max(e.regret)),
                "component": e.component,
                "index": t.index,
                "strict": t.strict,
                "admissible": t.admissible,
                "path": [],
            }
            for e, t in zip(result.equilibria, self.solution.traits, strict=True)
        ]

    def extras(self) -> dict[str, Any]:
        """Maximal Nash subsets of a degenerate game: any mixtures of what is listed for either side go together."""
        game, result = self.solution.game, self.solution.result
        if not (result.degenerate and result.complete) or len(result.equilibria) > MOST_GROUPED:
            return {}
        return {
            "nash_subsets": [
                {
                    "component": component,
                    **{
                        player: [
                            {a: float(p) for a, p in zip(game.actions[k], strategy, strict=True) if p}
                            for strategy in sorted(subset[k], reverse=True)
                        ]
                        for k, player in enumerate(game.players)
                    },
                }
                for component, subsets in enumerate(nash_subsets(result.equilibria))
                for subset in subsets
            ]
        }

    def notes(self) -> list[str]:
        """What could not be certified, what degenerate games have, and where nashpy finds fewer."""
        result = self.solution.result
        sentences = [] if result.complete else [stopped_sentence(result)]
        if result.degenerate:
            sentences.append(
                "The game is degenerate: equilibria of the same component are the corners of one connected set of "
                "equilibria. Between two of them that agree in what one side plays, every mixture of what the other "
                "plays is an equilibrium too."
            )
        if result.nashpy_found is not None and result.nashpy_found < len(result.equilibria):
            sentences.append(
                f"nashpy's support enumeration finds {result.nashpy_found} of these {len(result.equilibria)} "
                "equilibria; the exact enumeration found the rest."
            )
        return sentences

    def facts(self) -> dict[str, str]:
        """How many equilibria there are, and what the one of highest sum pays."""
        result = self.solution.result
        facts = {"equilibria": f"{len(result.equilibria)}{'' if result.complete else ' or more'}"}
        return facts | at_best_sum(self.scenario, [e.payoffs for e in result.equilibria])

    def explain(self, depth: Depth) -> Text:
        """What dominance rules out, and every choice with what it pays."""
        from sim.show.matrix.explain_nash import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> dict[str, Draw]:
        """The payoff table, and the best-response curves."""
        from sim.show.matrix import draw_nash

        return {
            "matrix": lambda: draw_nash.payoff_matrix(self.scenario, self.solution),
            "best-responses": lambda: draw_nash.best_responses(self.scenario, self.solution),
        }

    def _table(self) -> tuple[Block, ...]:
        wide = "too wide to print here, 'detente plot' draws it."
        return payoff_table(self.scenario, self.solution.game, "Payoffs", "an equilibrium", wide)

    def _dominance(self) -> tuple[Block, ...]:
        game, result = self.solution.game, self.solution.result
        paragraphs = []
        for k, player in enumerate(self.scenario.players):
            kept = {*result.left[k]}
            gone = [i for i in range(game.shape[k]) if i not in kept]
            if gone:
                paragraphs.append(
                    Paragraph(
                        f"{player.name} never plays {ranged(game, k, gone)}: another action is strictly "
                        "better whatever the other side may still do."
                    )
                )
        return tuple(paragraphs)

    def _equilibria(self) -> tuple[Block, ...]:
        found = self.solution.result.equilibria
        if not found:
            pure = "There is none in pure actions. " if self.solution.result.reason == "many" else ""
            none = f"{pure}None was found in the time allowed, though every game has one (Nash 1951)."
            return (Paragraph(none),)
        more = better_for_both_words(self.solution, found[0]) if len(found) == 1 else []
        rankings = map(Paragraph, [*self._rankings(), *more, *margin_words(self.scenario, self.solution)])
        if len(found) > MOST_LISTED:
            return (*overview(self.scenario, self.solution), *self._pure_ones(), *rankings)
        items = tuple(map(self._equilibrium, range(len(found))))
        return (Points(items, numbered=True), *components(self.scenario, self.solution), *rankings)

    def _pure_ones(self) -> tuple[Block, ...]:
        """Pure equilibria, those that follow each other in equal steps together where actions are numbers."""
        pure = [k for k, e in enumerate(self.solution.result.equilibria) if e.pure]
        if not pure:
            return ()
        if not all(self.solution.game.scales):
            return (Points(tuple(map(self._equilibrium, pure[:MOST_LISTED])), numbered=True),)
        game = self.solution.game
        cells = [tuple(side.index(1) for side in self.solution.result.equilibria[k].strategies) for k in pure]
        pairs = [(cell[0], cell[1]) for cell in cells]
        items = [
            self._equilibrium(pure[first]) if first == last else family(self.scenario, game, pairs, (first, last))
            for first, last in families(game, pairs)
        ]
        told = Points(tuple(items[:MOST_LISTED]))
        more = len(items) - len(told.items)
        return (told, Paragraph(f"{more:,} more such rows are left out.")) if more > 0 else (told,)

    def _equilibrium(self, k: int) -> Item:
        """One equilibrium in words, with its number."""
        e, traits = self.solution.result.equilibria[k], self.solution.traits[k]
        sides = [self._plays(e, player) for player in (0, 1)]
        kind = "pure" if e.pure else "mixed"
        if traits.strict:
            kind += " and strict"
        group = f", component {e.component + 1}" if self.solution.result.degenerate else ""
        doubt = DOUBTS[traits.admissible]
        sentences = f"{sides[0]}; {sides[1]} ({kind}{group}). It pays {self._paid(e)}.{doubt}"
        return Item(sentences, number=k + 1)

    def _rankings(self) -> list[str]:
        """Which equilibrium is better for both than all others, and which is safer."""
        found, game = self.solution.result.equilibria, self.solution.game
        other = "other" if self.solution.complete else "other that is listed"
        sentences = [
            f"Equilibrium {k + 1} is better for both sides than any {other} (payoff dominance)."
            for k, e in enumerate(found)
            if len(found) > 1 and all(payoff_dominates(e, other) for other in found if other is not e)
        ]
        strict = [k for k, t in enumerate(self.solution.traits) if t.strict]
        if game.shape == (2, 2) and len(strict) == 2:
            safer = risk_dominant(game.row, game.column, *(found[k].strategies for k in strict))
            sentences.append(
                f"Neither {strict[0] + 1} nor {strict[1] + 1} is the safer one: what deviating would cost balances "
                "(risk dominance)."
                if safer is None
                else f"Equilibrium {strict[safer] + 1} is the safer one: deviating from it would cost more (risk "
                "dominance)."
            )
        return sentences

    def _plays(self, e: Equilibrium, player: int) -> str:
        return f"{self.scenario.players[player].name} plays {plays(self.solution.game, player, e.strategies[player])}"

    def _paid(self, e: Equilibrium) -> str:
        return " and ".join(f"{p.name} {number(v)}" for p, v in zip(self.scenario.players, e.payoffs, strict=True))

    def _certainty(self) -> tuple[Block, ...]:
        result = self.solution.result
        count, proof = len(result.equilibria), PROOFS[result.proof]
        if result.complete and count == 1:
            sure = f"This is the only Nash equilibrium: {proof}, and no player gains by another action (regret 0)."
        elif result.complete:
            what = "extreme equilibria" if result.degenerate else "Nash equilibria"
            sure = f"These are all {count} {what}: {proof}, and in each no player gains by another action (regret 0)."
        elif not count:
            sure = "Nothing is certified: no equilibrium was found."
        else:
            sure = (
                f"In {'it' if count == 1 else 'each'} no player gains by another action, but there may be others: the "
                f"list is not proven complete ({times(count, 'equilibrium', 'equilibria')} listed)."
            )
        return Paragraph(sure), *map(Paragraph, self.notes())
