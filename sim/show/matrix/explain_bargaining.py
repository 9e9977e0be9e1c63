"""Why a bargaining solution is where it is: the gains it gives, and what other agreements would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.matrix.references import REFERENCES
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.reason_words import equals, factor, figure

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.matrix.bargaining import CooperativeSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth
    from sim.types import Pair


MOST_CORNERS = 8


def explanation(scenario: Scenario, solution: CooperativeSolution, depth: Depth) -> Text:
    """Explain Nash's and Kalai and Smorodinsky's bargaining solutions.

    Parameters
    ----------
    depth : {"brief", "full"}
        ``full``: also what the other corners of the frontier would give.
    """
    names = [p.name for p in scenario.players]
    d, found = solution.solution.disagreement, solution.solution
    start = Section(
        "Without an agreement",
        (Paragraph(f"{names[0]} has {figure(d[0])} and {names[1]} {figure(d[1])}: {REFERENCES[solution.reference]}."),),
    )
    if found.nash == d:
        nothing = "Nothing that can be agreed on is better for both, so there is nothing to share."
        return Text(
            f"{scenario.title}: why this agreement",
            (start, Section("What can be agreed on", (Paragraph(nothing),))),
        )
    return Text(
        f"{scenario.title}: why this agreement", (start, _nash(names, solution, depth), _shares(names, solution))
    )


def _product(names: list[str], point: Pair, d: Pair) -> tuple[Fraction, str]:
    one, two = point[0] - d[0], point[1] - d[1]
    sign = equals([one, two], one * two) if one * two else "="
    product = f"{factor(one)} \N{MULTIPLICATION SIGN} {factor(two)} {sign} {figure(one * two)}"
    return one * two, f"{names[0]} {figure(point[0])} and {names[1]} {figure(point[1])}: gains of {product}"


def _nash(names: list[str], solution: CooperativeSolution, depth: Depth) -> Section:
    """The product of gains, at the solution and at the corners of the frontier."""
    d, found = solution.solution.disagreement, solution.solution
    most, gains = _product(names, found.nash, d)
    rule = "Of all that can be agreed on it makes the product of both gains over no agreement as large as can be."
    items = [Item(f"{gains}.")]
    if depth == "full":
        for corner in found.frontier[:MOST_CORNERS]:
            product, words = _product(names, corner, d)
            if corner != found.nash:
                items.append(
                    Item(f"{words}{f': less by {figure(most - product)}' if product < most else ', the same'}.")
                )
    return Section("Nash's solution", (Paragraph(rule), Points(tuple(items))))


def _shares(names: list[str], solution: CooperativeSolution) -> Section:
    """Equal shares of what each could gain at most."""
    d, found = solution.solution.disagreement, solution.solution
    point = found.kalai_smorodinsky
    items, shares = [], []
    for k in (0, 1):
        most = max(corner[k] for corner in found.frontier) - d[k]
        gain = point[k] - d[k]
        if most:
            shares.append(gain / most)
            items.append(
                Item(
                    f"{figure(gain)} of at most {figure(most)}: a share of {figure(gain / most)}.", f"{names[k]} gains"
                )
            )
    blocks: tuple[Paragraph | Points, ...] = (Points(tuple(items)),)
    if len(shares) == 2 and shares[0] == shares[1]:
        rule = "Both get the same share of the most that they could gain, and as large a share as can be."
        blocks = (Paragraph(rule), *blocks)
    return Section("Kalai and Smorodinsky's solution", blocks)
