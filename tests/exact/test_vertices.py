"""Best-response polytopes: every corner by brute force, and floats against whole numbers."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim.exact.vertices as module
from sim.deadline import Deadline
from sim.exact.elimination import solve
from sim.exact.float_bases import feasible_bases
from sim.exact.vertices import vertices

F = Fraction
Table = list[list[Fraction]]


@st.composite
def payoffs(draw: st.DrawFn, least: int = -3, most: int = 3) -> Table:
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cell = st.integers(least, most).map(F)
    return [draw(st.lists(cell, min_size=m, max_size=m)) for _ in range(n)]


def corners(table: Table) -> set[tuple[Fraction, ...]]:
    """Mixtures where as many of the inequalities are tight as there are unknowns, tried one choice after another.

    The unknowns are the mixture and what a best response pays.
    """
    n, m = len(table), len(table[0])
    lines = [{i: F(1)} for i in range(m)] + [{**{i: v for i, v in enumerate(row) if v}, m: F(-1)} for row in table]
    found = set()
    for chosen in combinations(range(m + n), m):
        system = [dict(lines[k]) for k in chosen] + [dict.fromkeys(range(m), F(1))]
        answer = solve(system, [[F(0)] for _ in chosen] + [[F(1)]])
        if answer is None:
            continue
        x, value = [answer[i][0] for i in range(m)], answer[m][0]
        if min(x) >= 0 and all(sum(v * p for v, p in zip(row, x, strict=True)) <= value for row in table):
            found.add((*x, value))
    return found


@settings(max_examples=100, deadline=None)
@given(payoffs())
def test_vertices_are_the_corners_that_brute_force_finds(table: Table) -> None:
    found = vertices(table, Deadline())
    assert {(*v.point, v.value) for v in found} == corners(table)
    assert len(found) == len({v.labels for v in found})


@settings(max_examples=60, deadline=None)
@given(payoffs())
def test_labels_say_what_is_not_played_and_what_replies_best(table: Table) -> None:
    m = len(table[0])
    for v in vertices(table, Deadline()):
        assert [v.labels >> i & 1 for i in range(m)] == [int(p == 0) for p in v.point]
        pays = [sum(a * p for a, p in zip(row, v.point, strict=True)) for row in table]
        assert [v.labels >> (m + j) & 1 for j in range(len(table))] == [int(pay == v.value) for pay in pays]
        assert max(pays) == v.value


@settings(max_examples=60, deadline=None)
@given(payoffs(-1, 1), st.integers(0, 2**32))
def test_floats_find_what_whole_numbers_find_or_find_nothing(table: Table, seed: int) -> None:
    """Payoffs that are near ties, exact ties or far apart: doubt is allowed, a different answer is not."""
    draw = random.Random(seed)
    near = F(1, 10 ** draw.choice([0, 3, 9, 15]))
    moved = [[v + near * draw.randint(-2, 2) for v in row] for row in table]
    answers = []
    for first in (0, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "FLOATS_FROM", first)
            answers.append({(v.labels, v.point) for v in vertices(moved, Deadline())})
    assert answers[0] == answers[1]


def test_floats_decide_a_random_game_and_leave_a_tie_alone() -> None:
    draw = random.Random(3)
    table = [[draw.randint(1, 1000) for _ in range(7)] for _ in range(7)]
    bases = feasible_bases(table, 1, Deadline())
    assert bases is not None
    assert all(basis.bit_count() == 7 for basis in bases)
    assert feasible_bases([[1, 2], [1, 3]], 1, Deadline()) is None


def test_the_identity_game_has_a_corner_for_every_set_of_actions() -> None:
    """Every set of actions played evenly is an equilibrium of it, 2^n - 1 in all (Quint and Shubik 1997)."""
    n = 6
    table = [[F(i == j) for j in range(n)] for i in range(n)]
    found = vertices(table, Deadline())
    for size in range(1, n + 1):
        mixture = [F(1, size)] * size
        assert any([p for p in v.point if p] == mixture for v in found)
