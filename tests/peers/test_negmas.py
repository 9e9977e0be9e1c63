"""NegMAS finds the same frontier and the same Nash point of random negotiations, read from the same XML.

NegMAS is no dependency; where it is not installed these tests are skipped.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from sim.engine.issues.bargaining import PackagesSolution
from sim.engine.solve import solve
from sim.scenario.foreign.genius import imported
from sim.scenario.issues.stated import Issues
from sim.scenario.load import load

if TYPE_CHECKING:
    from pathlib import Path

negmas_inout = pytest.importorskip("negmas.inout")
negmas_ops = pytest.importorskip("negmas.preferences.ops")


def written(draw: random.Random, sizes: list[int], root: str) -> str:
    """A profile, or the domain, of issues with so many values, the first worth nothing.

    Where a reservation value is below all utilities NegMAS takes the lowest of these for it.
    """
    issues = []
    for k, size in enumerate(sizes, 1):
        items = "".join(
            f'<item index="{j}" value="v{j}" evaluation="{draw.randint(0, 20) if j > 1 else 0}"/>'
            for j in range(1, size + 1)
        )
        issues.append(f'<issue index="{k}" name="issue{k}" vtype="discrete" type="discrete">{items}</issue>')
    each = "".join(f'<weight index="{k}" value="{draw.randint(1, 4)}"/>' for k in range(1, len(sizes) + 1))
    weights = each if root == "utility_space" else ""
    space = f'<utility_space><objective index="0" name="o">{"".join(issues)}{weights}</objective></utility_space>'
    return space if root == "utility_space" else f"<{root}>{space}</{root}>"


@pytest.mark.parametrize("seed", range(12))
def test_negmas_finds_the_same_frontier_and_the_same_nash_point(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    sizes = [draw.randint(2, 4) for _ in range(draw.randint(2, 4))]
    names = ["domain.xml", "one.xml", "two.xml"]
    for name, root in zip(names, ("negotiation_template", "utility_space", "utility_space"), strict=True):
        (tmp_path / name).write_text(written(draw, sizes, root), encoding="utf-8")
    made = imported([(name, (tmp_path / name).read_bytes()) for name in names])
    ours = solve(load("t", text=made.text))
    assert isinstance(ours, PackagesSolution)
    theirs = negmas_inout.load_genius_domain(tmp_path / names[0], [tmp_path / name for name in names[1:]])
    outcomes = list(theirs.outcome_space.enumerate())
    frontier, _ = negmas_ops.pareto_frontier(theirs.ufuns, outcomes)
    found = sorted({(round(float(a), 6), round(float(b), 6)) for a, b in frontier})
    assert found == sorted((float(each.payoffs[0]), float(each.payoffs[1])) for each in ours.frontier)
    for ufun in theirs.ufuns:
        ufun.reserved_value = 0.0
    points = negmas_ops.nash_points(theirs.ufuns, frontier, outcome_space=theirs.outcome_space)
    products = {round(float(a) * float(b), 5) for (a, b), _ in points}
    best = ours.picked["nash"][0].payoffs
    assert products == {round(float(best[0] * best[1]), 5)}


RANGED = """<{root}><objective index="0" name="o">
<issue index="1" name="price" etype="integer" type="integer" vtype="integer"><range lowerbound="0" upperbound="60"/>
{price}</issue>
<issue index="2" name="share" etype="real" type="real" vtype="real"><range lowerbound="0" upperbound="1"/>
{share}</issue>
{weights}</objective></{root}>"""


@pytest.mark.parametrize("seed", range(6))
def test_negmas_values_ranges_of_numbers_alike(seed: int, tmp_path: Path) -> None:
    """At each value at which a range is read, linear and triangular evaluators, by the issue's name."""
    draw = random.Random(seed)

    def evaluator(high: float) -> str:
        if draw.random() < 0.5:
            return f'<evaluator ftype="linear" offset="{draw.randint(0, 5) / 10}" slope="{draw.randint(1, 9) / 1000}"/>'
        middle = round(high * draw.randint(1, 9) / 10, 3)
        return f'<evaluator ftype="triangular" parameter0="0" parameter1="{high}" parameter2="{middle}"/>'

    weights = '<weight index="1" value="0.4"/><weight index="2" value="0.6"/>'
    names = ["domain.xml", "one.xml", "two.xml"]
    domain = RANGED.format(root="utility_space", price="", share="", weights="")
    texts = [f"<negotiation_template>{domain}</negotiation_template>"]
    texts += [
        RANGED.format(root="utility_space", price=evaluator(60), share=evaluator(1), weights=weights) for _ in (0, 1)
    ]
    for name, text in zip(names, texts, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    made = imported([(name, (tmp_path / name).read_bytes()) for name in names])
    ours = solve(load("t", text=made.text))
    assert isinstance(ours, PackagesSolution)
    theirs = negmas_inout.load_genius_domain(tmp_path / names[0], [tmp_path / name for name in names[1:]])
    stated = load("t", text=made.text).game
    assert isinstance(stated, Issues)
    prices, shares = ([choice.name for choice in issue.choices] for issue in stated.issues)
    for i, price in enumerate(prices):
        for j, share in enumerate(shares):
            values = [float(ufun((int(price), float(share)))) for ufun in theirs.ufuns]
            assert values == pytest.approx([float(v) for v in ours.game.pays((i, j))], abs=1e-6)
