"""What is proven of a box: regions of closed form, points inside solved anew, and plans that somebody would leave."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.deadline import Deadline
from sim.scenario.load import load
from sim.study.record import StudyFile
from sim.study.solve import compiled
from sim.study.uncertain.box import Proven, prove
from sim.study.vectorised.batch import CompiledStudy
from sim.study.vectorised.degrees import MANY, not_straight, powers
from sim.study.vectorised.strategies import kept, strategies
from tests.study.pay_first import PAY_FIRST

STRAIGHT = PAY_FIRST.replace("cost ** power", "cost").replace("gain: 2\n  power: 1", "gain: {value: 2, min: 0, max: 4}")
NAMES = ("leakage", "relief_cost", "weapons_worth", "pressure")


def study(text: str, *names: str) -> CompiledStudy:
    return compiled(StudyFile.of(load("test.yaml", text=text)), names)


def proven(low: tuple[float, float], high: tuple[float, float]) -> Proven:
    return prove(study(STRAIGHT, "cost", "gain"), np.array(low), np.array(high), Deadline())


def test_shares_of_a_box_are_those_of_the_closed_form_from_below() -> None:
    # A deal where cost < 0.8 * gain: half of the box [0, 2] x [0, 2.5], cut along its diagonal.
    found = proven((0, 0), (2, 2.5))
    assert 0.49 < found.certain <= 0.5
    assert 0.49 < found.impossible <= 0.5
    assert not found.everywhere


def test_a_whole_box_is_proven_and_with_a_tie_at_its_corner_not_to_the_last_point() -> None:
    # cost <= 1 < 0.8 * 1.5; at cost = 1.2 and gain = 1.5 both are equilibria.
    assert proven((0.0, 1.5), (1.0, 2.0)) == Proven(1.0, 0.0, True, 5, "")
    tied = proven((0.0, 1.5), (1.2, 2.0))
    assert (tied.certain, tied.everywhere) == (1.0, False)
    none = proven((1.7, 0.0), (2.0, 2.0))
    assert (none.impossible, none.everywhere) == (1.0, True)


def test_a_parameter_that_weighs_rounds_or_bends_payoffs_proves_nothing() -> None:
    found = prove(study(PAY_FIRST, "patience", "cost"), np.array([0.5, 0.0]), np.array([0.9, 1.0]), Deadline())
    assert (found.certain, found.why, found.bent) == (0.0, "bent", ("patience", "cost"))
    assert not_straight(study(STRAIGHT, "patience", "cost")) == ("patience",)


def test_what_is_proven_of_a_box_of_a_bundled_file_holds_at_points_inside() -> None:
    # The boxes that are proven are not told; a small one around the file's numbers is, and points inside are solved.
    game = sim.load("action-for-action").scenario
    one = compiled(StudyFile.of(game), NAMES)
    own = {p.name: float(p.value) for p in game.parameters}
    middle = np.array([own[name] for name in NAMES])
    found = prove(one, middle * 0.97, middle * 1.03, Deadline())
    assert (found.certain, found.everywhere) == (1.0, True)
    points = middle * np.random.default_rng(2).uniform(0.97, 1.03, (500, 4))
    inside = strategies(one, points)
    assert inside.known.all()
    assert inside.deal.all()


def test_a_plan_with_one_decision_otherwise_is_left_by_somebody_and_its_own_by_nobody() -> None:
    one = compiled(StudyFile.of(sim.load("action-for-action").scenario), NAMES)
    points = np.random.default_rng(1).random((40, 4)) * [1, 3, 5, 6]
    found = strategies(one, points)
    assert found.known.all()
    weakly, strictly = kept(one, points, found.cells)
    assert weakly.all()
    assert strictly.all()
    # Whoever has two actions or more at a decision point has one with another number there than the one played.
    turned = 0
    for node in range(0, len(found.cells), 7):
        other = found.cells.copy()
        other[node] = np.where(other[node] > 0, other[node] - 1, other[node])
        changed = (other != found.cells).any(axis=0)
        weakly, _ = kept(one, points[changed], other[:, changed])
        assert not weakly.any()
        turned += int(changed.sum())
    assert turned > 100


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3", {}),
        ("-0.4 * x", {"x": 1}),
        ("x * (1 - y) + 2 * y", {"x": 1, "y": 1}),
        ("x * x", {"x": 2}),
        ("z + x", {"x": 2, "y": 1}),
        ("x / 3 - y", {"x": 1, "y": 1}),
        ("1 / x", {"x": MANY}),
        ("max(x, 0) + y", {"x": MANY, "y": 1}),
        ("(x < y) * 2", {"x": MANY, "y": MANY}),
        ("x ** 2", {"x": MANY}),
        ("c * x", {"x": 1}),
    ],
)
def test_powers_of_parameters(text: str, found: dict[str, int]) -> None:
    assert powers(text, {"x": {"x": 1}, "y": {"y": 1}, "z": {"x": 2, "y": 1}, "c": {}}) == found
