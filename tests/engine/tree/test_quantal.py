"""Quantal responses of game trees: branches that cross, chance alone, and sets behind moves of probability 0."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from sim.engine.tree.erring_choices import TreeChoices
from sim.engine.tree.quantal import tree_quantal
from sim.games.tree.game_tree import GameTree
from tests.engine.test_logit import MOVED, PAYOFFS, alike
from tests.engine.tree.trees import tree

if TYPE_CHECKING:
    from collections.abc import Callable


F = Fraction


def stage(name: str, then: Callable[[str], str]) -> str:
    """Both choose l or r at once; what follows is made from what both did."""
    return (
        f"{{player: a, infoset: a{name}, actions: {{"
        + ", ".join(
            f"{i}: {{player: b, infoset: b{name}, actions: {{{', '.join(f'{j}: {then(i + j)}' for j in 'lr')}}}}}"
            for i in "lr"
        )
        + "}}"
    )


def end(one: float | Fraction, two: float | Fraction) -> str:
    return f'{{payoffs: ["{one}", "{two}"]}}'


@settings(max_examples=6, deadline=None)
@given(st.lists(PAYOFFS, min_size=12, max_size=12), MOVED, MOVED)
def test_a_constant_does_not_change_the_path_of_a_tree(payoffs: list[Fraction], one: Fraction, two: Fraction) -> None:
    def game(move: Callable[[int, Fraction], Fraction]) -> GameTree:
        cells = dict(zip(("ll", "lr", "rl", "rr"), range(0, 8, 2), strict=True))
        base = stage("x", lambda way: end(move(0, payoffs[cells[way]]), move(1, payoffs[cells[way] + 1])))
        out = end(move(0, payoffs[8]), move(1, payoffs[9]))
        chance = f"{{chance: {{u: {{probability: 1/3, then: {base}}}, v: {{probability: 2/3, then: {out}}}}}}}"
        stay = end(move(0, payoffs[10]), move(1, payoffs[11]))
        return tree(f"{{player: b, infoset: start, actions: {{in: {chance}, out: {stay}}}}}")

    before = tree_quantal(game(lambda _, v: v), (1.0, 8.0))
    moved = tree_quantal(game(lambda k, v: v + (one, two)[k]), (1.0, 8.0))
    assert alike(before.path, moved.path)


SEXES = {"ll": (2, 1), "lr": (0, 0), "rl": (0, 0), "rr": (1, 2)}


def twice(first: dict[str, tuple[int, int]], second: dict[str, tuple[int, int]]) -> GameTree:
    return tree(
        stage(
            "",
            lambda way: stage(way, lambda last: end(first[way][0] + second[last][0], first[way][1] + second[last][1])),
        )
    )


@pytest.mark.parametrize("precision", [0.5, 1.08, 2.0, 30.0])
def test_the_symmetric_branch_of_two_battles_of_the_sexes_goes_on_where_five_branches_cross(precision: float) -> None:
    """All sets play their own way with the p of ln(p / (1 - p)) = t (2 (1 - p) - p), of which there is one."""
    p = brentq(lambda p: np.log(p / (1 - p)) - precision * (2 - 3 * p), 1e-12, 1 - 1e-12, xtol=1e-15)
    solution = tree_quantal(twice(SEXES, SEXES), (precision,))
    assert solution.certified
    (point,) = solution.points
    for name, shares in zip(solution.names, point.strategies, strict=True):
        assert shares[0] == pytest.approx(p if name.startswith("a") else 1 - p, abs=1e-9)


def test_stages_keep_their_own_symmetry_where_the_game_before_them_has_none() -> None:
    """Behind an uneven first round the four battles are symmetric all the same, and cross at the same precision."""
    uneven = {"ll": (3, 1), "lr": (0, 2), "rl": (-1, 0), "rr": (1, 1)}
    solution = tree_quantal(twice(uneven, SEXES), (20.0,))
    assert solution.certified
    p = brentq(lambda p: np.log(p / (1 - p)) - 20 * (2 - 3 * p), 1e-12, 1 - 1e-12, xtol=1e-15)
    shares = dict(zip(solution.names, solution.points[0].strategies, strict=True))
    for way in SEXES:
        assert shares[f"a{way}"][0] == pytest.approx(p, abs=1e-9)


def test_a_tree_of_chance_alone_has_an_answer_at_every_precision() -> None:
    game = tree(
        f"{{chance: {{x: {{probability: 1/2, then: {end(1, 2)}}}, y: {{probability: 1/2, then: {end(0, 0)}}}}}}}"
    )
    solution = tree_quantal(game, (0.0, 3.0))
    assert solution.certified
    assert [solution.judged(point) for point in solution.points] == [((0.5, 1.0), 0.0)] * 2


def test_behind_a_move_of_probability_0_the_conditional_payoffs_decide_and_before_it_they_do_not() -> None:
    """The limit of ever smaller probabilities, in which the set is reached by a subgame of its own."""
    never = "{player: a, infoset: a2, actions: {x: {payoffs: [3, 0]}, y: {payoffs: [0, 1]}}}"
    chance = f"{{chance: {{never: {{probability: 0, then: {never}}}, always: {{probability: 1, then: {end(1, 1)}}}}}}}"
    game = tree(f"{{player: a, infoset: a1, actions: {{in: {chance}, out: {end(0, 0)}}}}}")
    solution = tree_quantal(game, (2.0,))
    shares = dict(zip(solution.names, solution.points[0].strategies, strict=True))
    assert shares["a2"][0] == pytest.approx(1 / (1 + np.exp(-6.0)), abs=1e-12)
    assert shares["a1"][0] == pytest.approx(1 / (1 + np.exp(-2.0)), abs=1e-12)
    assert solution.assumed == ()


@pytest.mark.parametrize("small", ["1e-7", "1e-10"])
def test_a_probability_of_0_is_the_limit_of_small_ones(small: str) -> None:
    def game(chance: str, rest: str) -> GameTree:
        inside = stage("s", lambda way: end(*SEXES[way]) if way != "lr" else end(3, -1))
        likely = f"y: {{probability: {rest}, then: {end(1, 1)}}}"
        return tree(f"{{chance: {{n: {{probability: {chance}, then: {inside}}}, {likely}}}}}")

    rest = str(1 - F(small))
    near, there = (tree_quantal(game(*chances), (3.0,)).points[0] for chances in ((small, f'"{rest}"'), ("0", "1")))
    for one, two in zip(near.strategies, there.strategies, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-6)


def test_a_set_behind_several_moves_of_probability_0_is_named_where_the_game_does_not_say_which_is_likelier() -> None:
    inside = "{{player: a, infoset: s, actions: {{x: {0}, y: {1}}}}}"
    ways = [inside.format(end(1, 0), end(0, 0)), inside.format(end(0, 0), end(3, 0))]
    game = tree(
        f"{{chance: {{m: {{probability: 0, then: {ways[0]}}}, n: {{probability: 0, then: {ways[1]}}}, "
        f"o: {{probability: 1, then: {end(0, 0)}}}}}}}"
    )
    assert TreeChoices(game).assumed == ("s",)
    (point,) = tree_quantal(game, (1.0,)).points
    assert point.strategies[0][1] == pytest.approx(1 / (1 + np.exp(-1.0)), abs=1e-12)


def test_payoffs_that_differ_by_less_than_a_precision_can_tell_leave_even_chances_in_trees() -> None:
    """exp(t * 1e-400) is 1 to hundreds of digits at every precision t that a float holds."""
    found = tree_quantal(tree("{player: a, actions: {l: {payoffs: [1, 0]}, r: {payoffs: [1 + 1e-400, 0]}}}"))
    assert found.certified
    assert all(point.strategies[0] == pytest.approx([0.5, 0.5]) for point in found.points)
