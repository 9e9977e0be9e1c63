"""What the path of play with errors does not depend on, and that it keeps a game's symmetries where branches cross."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from sim.deadline import Deadline
from sim.engine.alike import Folded
from sim.engine.logit import logit
from sim.engine.matrix.quantal import TableChoices, solve_quantal
from sim.errors import TimeLimitError
from sim.games.matrix.strategic_form import StrategicForm

if TYPE_CHECKING:
    from sim.engine.logit import QuantalPoint

    Table = tuple[tuple[Fraction, ...], ...]

F = Fraction

HALVES = (F(0), F(1, 2), F(1))
PAYOFFS = st.integers(-4, 4).map(lambda v: F(v, 2))
MOVED = st.sampled_from([F(10**6), F(-(10**9)), F(10**15), F(1, 3), F(10**12, 7)])
SCALED = st.sampled_from([F(1, 10**6), F(1, 3), F(1000), F(10**12)])


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, Table]:
    m, n = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    one, two = (tuple(tuple(draw(PAYOFFS) for _ in range(n)) for _ in range(m)) for _ in (0, 1))
    return one, two


def form(row: Table, column: Table) -> StrategicForm:
    labels = tuple(f"r{k}" for k in range(len(row))), tuple(f"c{k}" for k in range(len(row[0])))
    return StrategicForm(("a", "b"), labels, row, column)


def alike(one: tuple[QuantalPoint, ...], two: tuple[QuantalPoint, ...]) -> bool:
    """Whether two paths have the same points to the last bit, whatever the unit of their precisions."""
    pairs = [pair for p, q in zip(one, two, strict=True) for pair in zip(p.strategies, q.strategies, strict=True)]
    return all(np.array_equal(*pair) for pair in pairs)


@settings(max_examples=8, deadline=None)
@given(tables(), MOVED, MOVED, SCALED)
def test_a_constant_and_the_unit_of_payoffs_do_not_change_the_path_of_a_matrix_game(
    game: tuple[Table, Table], one: Fraction, two: Fraction, unit: Fraction
) -> None:
    """By definition: the odds of two actions are exp(t * the difference of what they pay)."""
    row, column = game
    assume(len({v for line in row for v in line}) > 1)
    before = solve_quantal(form(row, column), (1.0, 10.0))
    moved = solve_quantal(form(changed(row, one), changed(column, two)), (1.0, 10.0))
    assert alike(before.path, moved.path)
    assert before.missing == moved.missing
    scaled = solve_quantal(
        form(changed(row, one, unit), changed(column, two, unit)), (1 / float(unit), 10 / float(unit))
    )
    assert len(before.missing) == len(scaled.missing)
    for p, q in zip(before.points, scaled.points, strict=True):
        assert p.precision == pytest.approx(float(unit) * q.precision)
        for x, y in zip(p.strategies, q.strategies, strict=True):
            np.testing.assert_allclose(x, y, atol=1e-9)


def changed(table: Table, by: Fraction, unit: Fraction | int = 1) -> Table:
    return tuple(tuple(unit * v + by for v in line) for line in table)


@settings(max_examples=15, deadline=None)
@given(tables(), st.lists(MOVED, min_size=3, max_size=3), st.lists(MOVED, min_size=3, max_size=3))
def test_what_the_other_sides_action_pays_whatever_oneself_does_does_not_change_the_response(
    game: tuple[Table, Table], by_column: list[Fraction], by_row: list[Fraction]
) -> None:
    row, column = game
    before = TableChoices(row, column)
    moved = TableChoices(
        tuple(tuple(v + by_column[j] for j, v in enumerate(line)) for line in row),
        tuple(tuple(v + by_row[i] for v in line) for i, line in enumerate(column)),
    )
    logs = np.log(np.concatenate([np.full(size, 1 / size) for size in before.sizes]))
    # Both are over ranges that differ by much, so that a few digits are lost in the product alone.
    np.testing.assert_allclose(before.scale * before.worth(logs), moved.scale * moved.worth(logs), atol=1e-12)


@pytest.mark.parametrize("size", [3, 6])
def test_equal_actions_stay_equally_likely_at_every_precision(size: int) -> None:
    """In a game of pure coordination every branch but the uniform one prefers some action (Turocy 2005)."""
    identity = tuple(tuple(F(i == j) for j in range(size)) for i in range(size))
    solution = solve_quantal(form(identity, identity), (1.0, float(size), 500.0))
    assert solution.certified
    for point in solution.points:
        np.testing.assert_allclose(point.strategies, 1 / size, atol=1e-12)


def test_actions_that_differ_in_the_last_digit_are_told_apart() -> None:
    tiny = F(1, 10**15)
    for change, classes in ((F(0), 1), (tiny, 2)):
        table = ((F(1), F(0)), (F(0), 1 + change))
        assert sum(Folded(TableChoices(table, table), Deadline()).sizes) == classes


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 3).flatmap(
        lambda n: st.lists(st.lists(st.sampled_from(HALVES), min_size=n, max_size=n), min_size=2, max_size=3)
    )
)
def test_the_response_to_play_that_keeps_the_classes_keeps_them(rows: list[list[Fraction]]) -> None:
    """So that the path from the uniform point, which keeps them, never leaves such play."""
    choices = TableChoices(tuple(map(tuple, rows)), tuple(tuple(-v for v in line) for line in rows))
    folded = Folded(choices, Deadline())
    classes = folded.unfolded(np.arange(sum(folded.sizes), dtype=float))
    raw = folded.unfolded(np.random.default_rng(3).normal(size=sum(folded.sizes)))
    parts = np.split(raw, [choices.sizes[0]])
    worth = choices.worth(np.concatenate([part - np.log(np.exp(part).sum()) for part in parts]))
    response = np.concatenate([logit(3 * part) for part in np.split(worth, [choices.sizes[0]])])
    for one in set(classes):
        assert np.ptp(response[classes == one]) < 1e-12


class Moment(Deadline):
    """A deadline that is over at a given query."""

    def __init__(self, queries: int) -> None:
        super().__init__()
        self.queries = queries

    def check(self) -> None:
        self.queries -= 1
        if self.queries < 0:
            raise TimeLimitError("stopped")


@pytest.mark.parametrize("queries", [1, 30, 100, 200, 400])
def test_a_path_cut_by_time_names_what_it_has_not_reached(queries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.engine.matrix.quantal.Deadline", lambda _: Moment(queries))
    table = ((F(4), F(0)), (F(3), F(3)))
    try:
        solution = solve_quantal(form(table, tuple(zip(*table, strict=True))), (0.0, 0.1, 1.0, 50.0))
    except TimeLimitError:
        assert queries < 100
        return
    assert solution.late == bool(solution.missing)
    assert solution.certified == (not solution.missing)
    assert {p.precision for p in solution.points} | set(solution.missing) == {0.0, 0.1, 1.0, 50.0}


@pytest.mark.parametrize("precision", [1.0, 1.5, 3.0])
def test_the_battle_of_the_sexes_keeps_its_symmetry_and_its_neighbours_take_sides(precision: float) -> None:
    """Of the branches that meet, neighbouring games have one or its mirror image as principal branch (Turocy 2005).

    The symmetric branch has a closed form, and branches meet where the logit response of each to the other has slope
    1, which is where 3 t p (1 - p) = 1. Beyond, a millionth more for one side's way decides for it.
    """

    def played(more: F, less: F) -> list[float]:
        row, column = ((2 + more, F(0)), (F(0), F(1))), ((F(1), F(0)), (F(0), 2 + less))
        (point,) = solve_quantal(form(row, column), (precision,)).points
        return [float(shares[0]) for shares in point.strategies]

    p = brentq(lambda p: np.log(p / (1 - p)) - precision * (2 - 3 * p), 1e-12, 1 - 1e-12, xtol=1e-15)
    tiny = F(1, 10**6)
    one, two = played(tiny, F(0)), played(F(0), tiny)
    assert played(F(0), F(0)) == pytest.approx([p, 1 - p], abs=1e-9)
    assert one == pytest.approx([1 - two[1], 1 - two[0]], abs=1e-9)
    if 3 * precision * p * (1 - p) < 1:
        assert one == pytest.approx([p, 1 - p], abs=1e-5)
    else:
        assert min(one) > 0.6
        assert max(two) < 0.4
