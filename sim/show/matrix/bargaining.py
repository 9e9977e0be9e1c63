"""Bargaining solutions as people see them: what a contract could do, and the price of holding out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.matrix.references import REFERENCES
from sim.show.shown import Shown
from sim.show.text.blocks import Paragraph, Section, Table
from sim.show.text.words import amount, same, small

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.matrix.bargaining import CooperativeSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Block, Text
    from sim.show.text.brief import Brief

NOTHING_BETTER = "Nothing that can be agreed on is better for both than disagreement."

ONE_ROUND = (
    "All this is about a single round. Played again and again more can hold without a contract: --solve repeated tells "
    "what."
)


def shown(scenario: Scenario, solution: CooperativeSolution) -> ShownBargaining:
    """Bargaining solutions of a matrix game as people see them."""
    if scenario.form == "repeated matrix":
        return ShownBargaining(scenario, solution, (ONE_ROUND,), compared="best one-round equilibrium")
    return ShownBargaining(scenario, solution, compared="best equilibrium")


class ShownBargaining(Shown["CooperativeSolution"]):
    """Bargaining solutions as people see them.

    Parameters
    ----------
    agreed : tuple of str
        What has to be said of what can be agreed on in this kind of game.
    compared : str
        What the equilibrium is called that stands beside the solutions; of several it is the one of highest sum.
    """

    def __init__(
        self,
        scenario: Scenario,
        solution: CooperativeSolution,
        agreed: tuple[str, ...] = (),
        compared: str = "equilibrium",
    ) -> None:
        super().__init__(scenario, solution)
        self.agreed = agreed
        self.compared = compared

    def story(self) -> Text:
        """What a contract could do, and the price of doing without."""
        sections = [Section("What a contract could do", self._contract())]
        if self.solution.equilibrium is not None:
            sections.append(Section("The price of holding out", (Paragraph(self._price(self.solution.equilibrium)),)))
        return self.told(*sections)

    def line(self) -> str:
        """What Nash's solution pays."""
        return self.pays("the Nash bargaining solution", map(float, self.solution.solution.nash))

    def brief(self) -> Brief:
        """What a contract could do, the price of doing without, and what disagreement is."""
        found, (table, *_) = self.solution.solution, self._contract()
        assert isinstance(table, Table)
        pays = zip(self.scenario.players, found.nash, strict=True)
        told = f"The Nash bargaining solution pays {' and '.join(f'{p.name} {amount(v)}' for p, v in pays)}."
        none = NOTHING_BETTER if found.nash == found.disagreement else ""
        price = "" if self.solution.equilibrium is None else self._price(self.solution.equilibrium)
        caveat = f"Disagreement is {REFERENCES[self.solution.reference]}."
        return self.on_screen([told, none, price], [table], caveat)

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each bargaining solution."""
        del all_states
        solution = self.solution
        found = {"nash": solution.solution.nash, "kalai-smorodinsky": solution.solution.kalai_smorodinsky}
        return [
            {
                "solution": name,
                "payoffs": dict(zip(solution.players, map(float, point), strict=True)),
                "disagreement": dict(zip(solution.players, map(float, solution.solution.disagreement), strict=True)),
                "frontier": [[float(a), float(b)] for a, b in solution.solution.frontier],
                "strategies": {},
                "path": [],
            }
            for name, point in found.items()
        ]

    def explain(self, depth: Depth) -> Text:
        """The gains that a solution gives, and what other agreements would give."""
        from sim.show.matrix.explain_bargaining import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """The feasible set with its solutions."""
        from sim.show.matrix.draw_bargaining import bargaining_set

        return {"bargaining": lambda: bargaining_set(self.scenario, self.solution, self.compared)}

    def _contract(self) -> tuple[Block, ...]:
        found = self.solution.solution
        listing = [
            ("disagreement", found.disagreement),
            ("Nash bargaining solution", found.nash),
            ("Kalai\N{EN DASH}Smorodinsky", found.kalai_smorodinsky),
        ]
        rows = [(name, amount(a), amount(b), amount(a + b)) for name, (a, b) in listing]
        if self.solution.equilibrium is not None:
            a, b = self.solution.equilibrium
            rows.append((self.compared, amount(a), amount(b), amount(a + b)))
        sentences = [
            f"Disagreement is {REFERENCES[self.solution.reference]}. Lotteries over outcomes can be agreed on.",
            *self.agreed,
        ]
        if found.nash == found.disagreement:
            sentences.append(NOTHING_BETTER)
        head = ("", *(p.name for p in self.scenario.players), "sum")
        return Table("Bargaining solutions", head, tuple(rows)), *map(Paragraph, sentences)

    def _price(self, equilibrium: tuple[float, float]) -> str:
        """What the equilibrium loses against a contract, by sum and, where the sum hides it, side by side."""
        found = self.solution.solution
        price = found.price(equilibrium)
        if price > 0 and not same(price, 0):
            return (
                f"Without a contract that binds, the {self.compared} falls {small(price)} short of the Nash "
                "solution's sum: the price of holding out."
            )
        gains = found.slack(equilibrium)
        k = max((0, 1), key=lambda side: gains[side])
        if gains[k] <= 0 or same(gains[k], 0):
            return f"The {self.compared} loses nothing against the Nash solution's sum, and no contract betters it."
        one, other = self.scenario.players[k].name, self.scenario.players[1 - k].name
        return (
            f"The {self.compared}'s sum is no smaller than the Nash solution's, and yet it wastes something: a "
            f"contract could give {one} {small(gains[k])} more at no cost to {other}."
        )
