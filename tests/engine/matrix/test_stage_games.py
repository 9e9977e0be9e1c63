"""The batch solver against the certified function, game by game."""

from fractions import Fraction

import numpy as np
import pytest

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.stage_games import batch_equilibria


def exact(table: np.ndarray) -> list[list[Fraction]]:
    return [[Fraction(float(v)) for v in line] for line in table]


def solve(row: np.ndarray, column: np.ndarray) -> object:
    games, m, n = row.shape
    return batch_equilibria(row, column, np.ones((games, m), dtype=bool), np.ones((games, n), dtype=bool))


def listed(found: object, g: int) -> set[tuple[tuple[float, ...], ...]]:
    pairs = zip(*np.nonzero(found.pairs[g]), strict=True)  # type: ignore[attr-defined]
    return {
        tuple(tuple(np.round(side.points[g, k], 9)) for side, k in ((found.row, a), (found.column, b)))  # type: ignore[attr-defined]
        for a, b in pairs
    }


@pytest.mark.parametrize("shape", [(1, 3), (2, 2), (2, 3), (3, 3), (4, 4)])
@pytest.mark.parametrize("kind", ["generic", "integers"])
def test_a_batch_finds_what_the_certified_function_finds_game_by_game(shape: tuple[int, int], kind: str) -> None:
    draw = np.random.default_rng(sum(shape))
    size = (150, *shape)
    row, column = (
        draw.normal(size=size) if kind == "generic" else draw.integers(-3, 4, size).astype(float) for _ in (0, 1)
    )
    found = solve(row, column)
    decided = np.flatnonzero(~found.unclear)  # type: ignore[attr-defined]
    # Ties inside mixed strategies are for the exact enumeration; few generic games may need it.
    assert len(decided) >= (149 if kind == "generic" else 20)
    for g in decided:
        certified = bimatrix_equilibria(exact(row[g]), exact(column[g]), second_opinion=False)
        expected = {
            tuple(tuple(np.round([float(p) for p in s], 9)) for s in e.strategies) for e in certified.equilibria
        }
        assert listed(found, int(g)) == expected
        assert found.pairs[g].sum() == len(certified.equilibria)  # type: ignore[attr-defined]


def test_closed_actions_are_as_if_they_were_not_there() -> None:
    draw = np.random.default_rng(5)
    row, column = draw.normal(size=(50, 2, 2)), draw.normal(size=(50, 2, 2))
    wide_row, wide_column = np.full((50, 3, 4), 99.0), np.full((50, 3, 4), 99.0)
    wide_row[:, :2, :2], wide_column[:, :2, :2] = row, column
    open_row, open_column = np.array([[True, True, False]] * 50), np.array([[True, True, False, False]] * 50)
    narrow, wide = solve(row, column), batch_equilibria(wide_row, wide_column, open_row, open_column)
    for g in range(50):
        cut = {(x[:2], y[:2]) for x, y in listed(wide, g)}
        assert cut == listed(narrow, g)


def test_a_game_too_close_to_call_is_marked_and_not_decided() -> None:
    # Three columns made equally good by a mix of two rows, up to rounding: degenerate, and floats cannot know.
    row = np.array([[[1.0, 0.0, 0.3], [0.0, 1.0, 0.7], [0.4, 0.5, 0.45]]])
    column = np.array([[[0.1, 0.3, 0.2], [0.3, 0.1, 0.2], [0.0, 0.0, 0.0]]])
    assert solve(row, column).unclear.all()  # type: ignore[attr-defined]
