"""Games with many actions: closed forms on grids that hold them, and the same answers as for small games."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.matrix import bimatrix as module
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.certificate import Certificate
from sim.engine.matrix.large.large import LargeGame
from sim.engine.matrix.large.traits import large_traits
from sim.engine.matrix.nash import NashSolution, solve_matrix
from sim.engine.matrix.refinements import traits
from sim.games import compile_scenario
from sim.games.matrix.strategic_form import StrategicForm
from sim.scenario.load import load


def solved(span: str, one: str, two: str, time_limit: float = 60.0) -> NashSolution:
    text = f"""
format: 1
kind: matrix
title: Numbers
players: {{a: {{actions: {{x: {span}}}}}, b: {{actions: {{x: {span}}}}}}}
payoffs: {{a: "{one}", b: "{two}"}}
"""
    game = compile_scenario(load("x.yaml", text=text))
    assert isinstance(game, StrategicForm)
    return solve_matrix(game, time_limit)


def played(solution: NashSolution) -> list[tuple[Fraction, ...]]:
    """The numbers of the pure equilibria."""
    return [
        tuple(s.values[side.index(1)] for s, side in zip(solution.game.scales, e.strategies, strict=True) if s)
        for e in solution.result.equilibria
        if e.pure
    ]


def test_cournot_meets_a_third_of_what_the_market_takes() -> None:
    # (a - c) / 3b = 60 / 0.3 = 200; on a grid of ones its neighbours tie (Cournot 1838; best replies are half steps).
    solution = solved("0:600:2", "x * (90 - (a.x + b.x) / 10 - 30)", "x * (90 - (a.x + b.x) / 10 - 30)")
    assert solution.complete
    assert (200, 200) in played(solution)
    assert {*played(solution)} <= {(200 + d, 200 - d) for d in (-2, 0, 2)}


def test_in_nashs_demand_game_all_efficient_pairs_and_the_two_greedy_ones_are_pure_equilibria() -> None:
    # Nash 1953: x + y = 100, and both asking for all, where nobody can get anything.
    solution = solved("0:100:1", "x * (a.x + b.x <= 100)", "x * (a.x + b.x <= 100)")
    assert {*played(solution)} == {(x, 100 - x) for x in range(101)} | {(100, 100)}
    assert not solution.complete
    assert solution.result.reason == module.MANY
    assert [t.admissible for t in solution.traits].count(False) == 2  # to ask for nothing is weakly dominated
    assert solution.checked


def test_in_tullocks_contest_each_spends_a_quarter_of_the_prize() -> None:
    solution = solved("1:100:1", "200 * a.x / (a.x + b.x) - x", "200 * b.x / (a.x + b.x) - x")
    assert (solution.complete, played(solution)) == (True, [(50, 50)])


def test_farbers_final_offers_are_two_spreads_from_the_middle() -> None:
    # Farber 1980: the distance is 1 / density at the median, and that of the logistic distribution is 1/4.
    share = "1 / (1 + exp((a.x + b.x) / 2))"
    solution = solved("-3:3:0.1", f"b.x + (a.x - b.x) * {share}", f"-b.x - (a.x - b.x) * {share}")
    assert (solution.complete, played(solution)) == (True, [(2, -2)])


@pytest.mark.parametrize(("doubt", "bold"), [(20, 55.728), (40, 60.635)])
def test_demands_on_an_uncertain_sum_are_divided_as_nash_divides_what_is_certain(doubt: int, bold: float) -> None:
    # Nash 1953: 1 / x = 1 / 2y = density / chance at x + y, so that y = x / 2 whatever the doubt, as the product of x
    # and sqrt(y) has it where x + y is certain. Beside the pair there are only pairs that a step of the grid cannot
    # tell from it.
    def root(x: float) -> float:
        z = (1.5 * x - 100) / doubt
        return math.erfc(z / math.sqrt(2)) / 2 - x * math.exp(-z * z / 2) / (doubt * math.sqrt(2 * math.pi))

    assert root(bold - 1e-3) > 0 > root(bold + 1e-3)
    low, high = int(bold / 2) - 1, int(bold) + 2
    fits = f"normcdf((100 - a.x - b.x) / {doubt})"
    solution = solved(f"{low}:{high}:0.25", f"x * {fits}", f"sqrt(x) * {fits}")
    pairs = played(solution)
    assert pairs
    assert all(abs(x - bold) < 1 and abs(y - bold / 2) < 1 for x, y in pairs)


def test_an_all_pay_auction_has_no_pure_equilibrium_and_a_mixed_one_is_found() -> None:
    # Baye, Kovenock and de Vries 1994: whole bids for a prize of 50 that ties share: nothing is left of the prize.
    solution = solved("0:100:1", *(f"50 * ({p}.x > {q}.x) + 25 * (a.x == b.x) - x" for p, q in ("ab", "ba")))
    (e,) = solution.result.equilibria
    assert not e.pure
    assert Certificate(solution.game.row, solution.game.column).judge(*e.strategies)[1] == (0, 0)
    assert 0 <= e.payoffs[0] <= 1
    assert not solution.complete


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([(3, 4), (5, 5), (2, 7)]), st.sampled_from([2, 50]))
def test_a_game_of_any_size_has_the_same_answer_in_machine_numbers(
    seed: int, shape: tuple[int, int], most: int
) -> None:
    draw = random.Random(seed)
    row, column = (
        [[Fraction(draw.randint(-most, most), draw.choice([1, 3])) for _ in range(shape[1])] for _ in range(shape[0])]
        for _ in (0, 1)
    )
    usual = bimatrix_equilibria(row, column)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LARGEST", 0)
        patch.setattr("sim.engine.matrix.bimatrix._of_large", once(module._of_large, patch))
        other = bimatrix_equilibria(row, column)
    assert [(e.strategies, e.component) for e in other.equilibria] == [
        (e.strategies, e.component) for e in usual.equilibria
    ]
    assert (other.complete, other.left) == (usual.complete, usual.left)
    assert {*LargeGame(row, column).pure()[0]} == {e.strategies for e in usual.equilibria if e.pure}
    found = [e.strategies for e in usual.equilibria]
    for here, exact in zip(large_traits(LargeGame(row, column), found), traits(row, column, found), strict=True):
        assert (here.index, here.strict) == (exact.index, exact.strict)
        assert here.admissible in (None, exact.admissible)


def once(function: object, patch: pytest.MonkeyPatch) -> object:
    """The way of large games, whose rest is solved in the usual way."""

    def first(*arguments: object) -> object:
        patch.setattr(module, "LARGEST", 2_500)
        return function(*arguments)  # type: ignore[operator]

    return first


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32))
def test_column_generation_ends_at_an_equilibrium(seed: int) -> None:
    from sim.deadline import Deadline

    draw = random.Random(seed)
    row, column = ([[Fraction(draw.randint(-9, 9), 7) for _ in range(8)] for _ in range(6)] for _ in (0, 1))
    found = LargeGame(row, column)._by_columns(Deadline(30))
    assert found is not None
    assert Certificate(row, column).judge(*found)[1] == (0, 0)


def test_a_table_and_a_formula_of_the_same_game_have_the_same_answer() -> None:
    by_formula = solved("0:59:1", "x * (a.x + b.x <= 59)", "x * (a.x + b.x <= 59)")
    table = [[(i, j) if i + j <= 59 else (0, 0) for j in range(60)] for i in range(60)]
    other = bimatrix_equilibria(*([[Fraction(cell[k]) for cell in line] for line in table] for k in (0, 1)))
    assert by_formula.result.equilibria == other.equilibria


def test_floats_that_tie_are_told_apart_exactly() -> None:
    # Two payoffs that no float tells apart: only the larger is a best reply.
    tiny, rest = Fraction(1, 10**30), Fraction(1, 3)
    row = [[rest + k * tiny, Fraction(0)] for k in range(3)]
    column = [[Fraction(1), Fraction(0)] for _ in range(3)]
    (found,), _ = LargeGame(row, column).pure()
    assert found == ((0, 0, 1), (1, 0))
