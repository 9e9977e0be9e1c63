"""Best-response polytopes: every corner by brute force, and floats against whole numbers."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim.exact.float_bases as floats
import sim.exact.vertices as module
from sim.deadline import Deadline
from sim.errors import MemoryLimitError, TimeLimitError
from sim.exact.corner_count import estimated_bases
from sim.exact.elimination import solve
from sim.exact.float_bases import DegenerateError, feasible_bases
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


def whole(table: Table) -> list[list[int]]:
    """The same payoffs, shifted to be positive."""
    low = min(min(row) for row in table)
    return [[int(cell - low) + 1 for cell in row] for row in table]


@settings(max_examples=100, deadline=None)
@given(payoffs())
def test_vertices_are_the_corners_that_brute_force_finds(table: Table) -> None:
    found = vertices(whole(table), Deadline())
    assert {(*v.point, v.value) for v in found} == corners([[F(v) for v in row] for row in whole(table)])
    assert len(found) == len({v.labels for v in found})


@settings(max_examples=60, deadline=None)
@given(payoffs())
def test_labels_say_what_is_not_played_and_what_replies_best(table: Table) -> None:
    m = len(table[0])
    for v in vertices(whole(table), Deadline()):
        assert [v.labels >> i & 1 for i in range(m)] == [int(p == 0) for p in v.point]
        pays = [sum(a * p for a, p in zip(row, v.point, strict=True)) for row in whole(table)]
        assert [v.labels >> (m + j) & 1 for j in range(len(table))] == [int(pay == v.value) for pay in pays]
        assert max(pays) == v.value


@settings(max_examples=60, deadline=None)
@given(payoffs(), st.sampled_from([0, 1, 3]))
def test_corners_do_not_hang_on_how_many_tableaux_are_kept_on_the_way(table: Table, kept: int) -> None:
    """What is not kept is pivoted to again."""
    expected = {v.labels for v in vertices(whole(table), Deadline())}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "KEPT", kept)
        assert {v.labels for v in vertices(whole(table), Deadline())} == expected


@settings(max_examples=60, deadline=None)
@given(payoffs(-1, 1), st.integers(0, 2**32))
def test_floats_find_the_bases_that_whole_numbers_find_or_give_up(table: Table, seed: int) -> None:
    """Payoffs that are near ties, exact ties or far apart: doubt is allowed, a different answer is not."""
    draw = random.Random(seed)
    apart = 10 ** draw.choice([0, 3, 9, 15])
    moved = [[v * apart + draw.randint(-2, 2) for v in row] for row in whole(table)]
    moved = [[v + 3 for v in row] for row in moved]
    exactly = {v.basis for v in vertices(moved, Deadline())}
    first = sum(1 << (len(table[0]) + j) for j in range(len(table)))
    found: list[int] = []
    try:
        for bases in feasible_bases(moved, Deadline()):
            found += bases.tolist()
    except DegenerateError:
        return
    assert len(set(found)) == len(found)
    assert set(found) - {first} == exactly


def test_floats_decide_a_random_game_and_leave_a_tie_alone() -> None:
    draw = random.Random(3)
    table = [[draw.randint(1, 1000) for _ in range(7)] for _ in range(7)]
    found = [basis for bases in feasible_bases(table, Deadline()) for basis in bases.tolist()]
    assert len(found) == len(set(found)) == len(vertices(table, Deadline())) + 1
    with pytest.raises(DegenerateError):
        list(feasible_bases([[1, 2], [1, 3]], Deadline()))


def test_what_floats_leave_in_doubt_is_decided_in_whole_numbers() -> None:
    """With bounds so wide that every basis is in doubt, the same bases come out."""
    draw = random.Random(4)
    table = [[draw.randint(1, 1000) for _ in range(5)] for _ in range(5)]
    expected = {v.basis for v in vertices(table, Deadline())}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(floats, "SURE", -1.0)
        patch.setattr(floats, "DOUBTS", 10**6)
        found = [basis for bases in feasible_bases(table, Deadline()) for basis in bases.tolist()]
    assert len(found) == len(set(found))
    assert set(found) - {0b11111 << 5} == expected


@pytest.mark.parametrize("n", [4, 10, 16])
def test_the_corners_of_a_cube_are_counted_before_they_are_looked_at(n: int) -> None:
    """From each corner of a cube as many ways lead down as it has coordinates left, so that every walk is right."""
    cube = [[1000 * (i == j) + 1 for j in range(n)] for i in range(n)]
    assert estimated_bases(cube, 1e12, Deadline()) == pytest.approx(2**n, rel=0.25)


def test_a_search_without_time_or_memory_stops() -> None:
    table = [[2 if i == j else 1 for j in range(12)] for i in range(12)]
    with pytest.raises(TimeLimitError):
        vertices(table, Deadline(0.0))
    with pytest.raises(TimeLimitError):
        list(feasible_bases(table, Deadline(0.0)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_MEMORY", "0.001")
        with pytest.raises(MemoryLimitError):
            vertices([[2 if i == j else 1 for j in range(13)] for i in range(13)], Deadline())


def test_the_identity_game_has_a_corner_for_every_set_of_actions() -> None:
    """Every set of actions played evenly is an equilibrium of it, 2^n - 1 in all (Quint and Shubik 1997)."""
    n = 6
    table = [[1 + (i == j) for j in range(n)] for i in range(n)]
    found = vertices(table, Deadline())
    for size in range(1, n + 1):
        mixture = [F(1, size)] * size
        assert any([p for p in v.point if p] == mixture for v in found)
