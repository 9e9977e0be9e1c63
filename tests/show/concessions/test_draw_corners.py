"""The picture of all equilibria: the sets with and without a deal, and the points that they are held against."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from sim.engine.concessions.corner_play.corners import CornersSolution
from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.concessions.whole_game.draw_corners import payoff_set
from sim.show.pictures import styled
from tests.show.overlaps import outside, overlaps


def holds(polygon: Sequence[tuple[Fraction, Fraction]], point: tuple[float, float]) -> bool:
    """Whether a point is in a convex polygon: on one side of all its edges, by cross products."""
    sides = []
    for (x, y), (u, v) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        sides.append((float(u - x)) * (point[1] - float(y)) - (float(v - y)) * (point[0] - float(x)))
    return all(s >= -1e-9 for s in sides) or all(s <= 1e-9 for s in sides)


def test_what_is_told_otherwise_stands_in_the_set_and_beside_what_it_is_held_against() -> None:
    scenario = load("relief-first")
    solution, told = solve(scenario, every=True), solve(scenario)
    assert isinstance(solution, CornersSolution)
    assert isinstance(told, PerfectSolution)
    figure = styled(lambda: payoff_set(scenario, solution))
    lines = {line.get_label(): line.get_xydata().tolist() for line in figure.axes[0].lines}
    assert lines["selected without --all"] == [pytest.approx(told.values)]
    assert holds(solution.inner.payoffs, told.values)
    # From the file: the status quo is -threat and -pressure (1 - leakage), a breakdown costs the blame.
    assert lines["status quo"] == [pytest.approx([-3.0, -2.4])]
    assert lines["after a breakdown"] == [pytest.approx([-4.0, -4.5])]
    assert overlaps(figure) == []
    assert outside(figure) == []
