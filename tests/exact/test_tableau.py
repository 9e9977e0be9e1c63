"""Pivoting in whole numbers against the same pivots in fractions, and determinants against Leibniz' formula."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.exact.elimination import determinant, solve
from sim.exact.tableau import SparseTableau, Tableau

F = Fraction
small = st.fractions(-5, 5, max_denominator=4)


@st.composite
def squares(draw: st.DrawFn) -> list[list[Fraction]]:
    n = draw(st.integers(0, 5))
    return [draw(st.lists(small, min_size=n, max_size=n)) for _ in range(n)]


def leibniz(table: list[list[Fraction]]) -> Fraction:
    n = len(table)
    total = F(0)
    for order in permutations(range(n)):
        inversions = sum(order[i] > order[j] for i in range(n) for j in range(i + 1, n))
        total += (-1) ** inversions * prod((table[i][order[i]] for i in range(n)), start=F(1))
    return total


@given(squares())
def test_a_determinant_is_the_signed_sum_over_permutations(table: list[list[Fraction]]) -> None:
    """Leibniz' formula."""
    assert determinant(table) == leibniz(table)


@given(squares(), st.data())
def test_solutions_solve_and_singular_systems_have_none(table: list[list[Fraction]], data: st.DataObject) -> None:
    right = [data.draw(small) for _ in table]
    system = [{j: v for j, v in enumerate(line) if v} for line in table]
    found = solve(system, [[v] for v in right])
    assert (found is None) == (determinant(table) == 0)
    if found is not None:
        assert [sum((v * found[j][0] for j, v in enumerate(line)), F(0)) for line in table] == right


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    n, width = draw(st.integers(1, 5)), draw(st.integers(2, 6))
    return [draw(st.lists(st.integers(-4, 4), min_size=width, max_size=width)) for _ in range(n)]


class InFractions:
    """The same exchange of variables by the textbook: divide the row, subtract it from the others."""

    def __init__(self, rows: list[list[int]]) -> None:
        self.rows = [[F(v) for v in row] for row in rows]

    def pivot(self, r: int, c: int) -> None:
        pivot = self.rows[r][c]
        row = [v / pivot for v in self.rows[r]]
        row[c] = 1 / pivot
        for s, other in enumerate(self.rows):
            if s != r:
                factor = other[c]
                self.rows[s] = [
                    -factor * w if k == c else v - factor * w for k, (v, w) in enumerate(zip(other, row, strict=True))
                ]
        self.rows[r] = row


@pytest.mark.parametrize("kind", [Tableau, SparseTableau])
@given(rows=tables(), data=st.data())
def test_whole_numbers_stand_for_what_fractions_come_to(
    kind: type[Tableau], rows: list[list[int]], data: st.DataObject
) -> None:
    """Edmonds 1967: every division leaves no rest, also where pivots are negative and rows were left out before."""
    n, columns = len(rows), len(rows[0]) - 1
    tableau = kind([list(row) for row in rows], list(range(columns, columns + n)), list(range(columns)))
    same = InFractions(rows)
    for _ in range(data.draw(st.integers(1, 8))):
        usable = [(r, c) for r in range(n) for c in range(columns) if tableau.rows[r][c]]
        if not usable:
            break
        r, c = data.draw(st.sampled_from(usable))
        entering, leaving = tableau.outside[c], tableau.basis[r]
        tableau.pivot(r, c)
        same.pivot(r, c)
        assert (tableau.basis[r], tableau.outside[c]) == (entering, leaving)
        assert all(scale > 0 for scale in tableau.scales)
        assert [
            [F(v, scale) for v in row] for row, scale in zip(tableau.rows, tableau.scales, strict=True)
        ] == same.rows


def test_a_copy_pivots_apart() -> None:
    tableau = Tableau([[2, 1, 4], [1, 3, 6]], [2, 3], [0, 1])
    twin = tableau.copy()
    twin.pivot(0, 0)
    assert (tableau.rows, tableau.basis, tableau.unit) == ([[2, 1, 4], [1, 3, 6]], [2, 3], 1)
    assert (twin.rows, twin.basis, twin.unit) == ([[1, 1, 4], [-1, 5, 8]], [0, 3], 2)
