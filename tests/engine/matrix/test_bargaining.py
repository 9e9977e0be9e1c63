"""Bargaining solutions, against Nash's theorem, the definition of Kalai and Smorodinsky, and hand computations."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from sim.engine.matrix.bargaining import bargaining, security_levels
from tests.engine.matrix.test_bimatrix import Table, games

F = Fraction


def test_a_pie_is_halved_from_equal_positions_by_both_solutions() -> None:
    solved = bargaining([(F(1), F(0)), (F(0), F(1))], (F(0), F(0)))
    assert solved.nash == solved.kalai_smorodinsky == (F(1, 2), F(1, 2))


def test_nashs_solution_of_a_pie_gives_each_half_of_the_surplus_over_disagreement() -> None:
    # Nash 1950: with disagreement (1/4, 0) the surplus 3/4 is halved.
    solved = bargaining([(F(1), F(0)), (F(0), F(1))], (F(1, 4), F(0)))
    assert solved.nash == (F(5, 8), F(3, 8))


def test_kalai_and_smorodinsky_differ_from_nash_where_one_sides_best_is_cut_off() -> None:
    # The triangle cut at u2 <= 1/2: Nash stays at (1/2, 1/2); the ideal point is (1, 1/2), so KS is (2/3, 1/3).
    points = [(F(1), F(0)), (F(1, 2), F(1, 2)), (F(0), F(1, 2))]
    solved = bargaining(points, (F(0), F(0)))
    assert solved.nash == (F(1, 2), F(1, 2))
    assert solved.kalai_smorodinsky == (F(2, 3), F(1, 3))


def test_without_a_common_gain_the_solution_is_disagreement() -> None:
    solved = bargaining([(F(1), F(-1)), (F(-1), F(1))], (F(0), F(0)))
    assert solved.nash == (0, 0)


def test_a_corner_that_only_a_lottery_betters_is_not_on_the_frontier() -> None:
    # (0, 0) is a corner of the triangle with (-1, 3) and (1, -1), and the edge u2 = 1 - 2 u1 passes above it:
    # Nash's product u1 (1 - 2 u1) is largest at u1 = 1/4.
    solved = bargaining([(F(0), F(0)), (F(-1), F(3)), (F(1), F(-1))], (F(0), F(0)))
    assert solved.nash == (F(1, 4), F(1, 2))


@given(games(3))
def test_nashs_solution_is_no_worse_than_disagreement_and_no_feasible_product_is_larger(
    game: tuple[Table, Table],
) -> None:
    row, column = game
    points = [(a, b) for one, two in zip(row, column, strict=True) for a, b in zip(one, two, strict=True)]
    d = security_levels(row, column)
    solved = bargaining(points, d)
    product = (solved.nash[0] - d[0]) * (solved.nash[1] - d[1])
    assert product >= 0
    for p in points:
        for q in points:
            for share in (F(0), F(1, 3), F(1, 2)):
                mix = [share * a + (1 - share) * b for a, b in zip(p, q, strict=True)]
                gains = mix[0] - d[0], mix[1] - d[1]
                assert min(gains) < 0 or gains[0] * gains[1] <= product


def test_security_levels_of_matching_pennies_are_the_value_zero() -> None:
    assert security_levels([[F(1), F(-1)], [F(-1), F(1)]], [[F(-1), F(1)], [F(1), F(-1)]]) == (0, 0)


def test_what_a_contract_could_add_at_no_cost_to_the_other_side() -> None:
    # A triangle with corners (0, 0), (4, 0), (0, 2): from (1, 1/2) the first player can go on to 3, the second to 3/2.
    found = bargaining([(F(0), F(0)), (F(4), F(0)), (F(0), F(2))], (F(0), F(0)))
    assert found.slack((1.0, 0.5)) == (2.0, 1.0)
    assert found.slack((2.0, 1.0)) == (0.0, 0.0)
