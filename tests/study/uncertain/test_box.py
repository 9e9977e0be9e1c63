"""What is proven of a box, against regions of closed form and points inside that are solved by themselves."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.deadline import Deadline
from sim.scenario.load import load
from sim.study.record import StudyFile
from sim.study.solve import compiled, solver
from sim.study.uncertain.box import Proven, prove
from sim.study.uncertain.words import words_of_unique
from sim.study.vectorised.batch import CompiledStudy
from sim.study.vectorised.boxes import words_over
from sim.study.vectorised.degrees import MANY, not_straight, powers
from sim.study.verdicts import verdicts
from tests.study.pay_first import PAY_FIRST
from tests.study.uncertain.test_draws import HUNT

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


def test_a_whole_box_is_proven_and_one_with_a_tie_at_its_corner_is_not() -> None:
    # cost <= 1 < 0.8 * 1.5; at cost = 1.2 and gain = 1.5 both are equilibria.
    assert proven((0.0, 1.5), (1.0, 2.0)) == Proven(1.0, 0.0, True, 4, "")
    tied = proven((0.0, 1.5), (1.2, 2.0))
    assert (tied.certain > 0.999, tied.impossible, tied.everywhere) == (True, 0.0, False)
    none = proven((1.7, 0.0), (2.0, 2.0))
    assert (none.impossible, none.everywhere) == (1.0, True)


def test_where_both_choose_at_once_only_dominated_actions_are_left_out() -> None:
    # Below bonus = 1 nobody takes a step; above, both or nobody does, and a deal is only possible.
    one = study(HUNT, "bonus")
    assert prove(one, np.array([0.0]), np.array([0.9]), Deadline()).impossible == 1.0
    assert prove(one, np.array([1.1]), np.array([4.0]), Deadline()).certain == 0.0
    whole = prove(one, np.array([0.0]), np.array([4.0]), Deadline())
    assert whole.certain == 0.0
    assert 0.24 < whole.impossible <= 0.25


def test_a_parameter_that_weighs_rounds_or_bends_payoffs_proves_nothing() -> None:
    found = prove(study(PAY_FIRST, "patience", "cost"), np.array([0.5, 0.0]), np.array([0.9, 1.0]), Deadline())
    assert (found.certain, found.why, found.bent) == (0.0, "bent", ("patience", "cost"))
    assert not_straight(study(STRAIGHT, "patience", "cost")) == ("patience",)


@pytest.mark.parametrize("moves", ["alternating", "sequential", "simultaneous"])
def test_what_is_proven_of_boxes_of_a_bundled_file_holds_at_points_inside(moves: str) -> None:
    game = sim.load("action-for-action").with_(moves=moves, horizon=8 if moves == "alternating" else 5).scenario
    file, one = StudyFile.of(game), compiled(StudyFile.of(game), NAMES)
    draw = np.random.default_rng(7)
    up = np.indices((2,) * 4).reshape(4, -1).T
    low = draw.random((150, 4)) * [0.9, 2, 4, 5]
    width = draw.random((150, 4)) * [0.1, 0.5, 0.5, 0.5]
    words = words_over(one, low[:, None] + up * width[:, None])
    told = np.flatnonzero(words != "")
    assert len(told) > 20
    inside = low[told] + draw.random((len(told), 4)) * width[told]
    found = words_of_unique(solver(file, NAMES)(inside))
    alike = found == words[told]
    # What has several equilibria is solved by its sets, some of it.
    rest = np.flatnonzero(found == "")[:2]
    assert (alike | (found == "")).all()
    sets, _ = verdicts(file, NAMES, inside[rest])
    assert sets.deal.tolist() == words[told][rest].tolist()
    if moves == "alternating":
        assert {"certain", "impossible"} <= set(words[told])


def test_a_box_of_one_point_is_proven_as_the_point_is_solved() -> None:
    game = sim.load("action-for-action").scenario
    points = np.random.default_rng(1).random((200, 4)) * [1, 3, 5, 6]
    words = words_over(compiled(StudyFile.of(game), NAMES), points[:, None])
    assert words.tolist() == words_of_unique(solver(StudyFile.of(game), NAMES)(points)).tolist()


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
