"""nashpy's support enumeration by itself is nashpy's, and needs nothing else of nashpy."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import nashpy
import numpy as np
import pytest
from hypothesis import given

from sim.engine.matrix import nashpy_supports as module
from tests.engine.matrix.test_bimatrix import Table, games

ROOT = Path(__file__).resolve().parents[3]


def found(row: np.ndarray, column: np.ndarray) -> list[list[float]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [[*x, *y] for x, y in module.support_enumeration(row, column)]


@given(games())
def test_it_finds_what_a_game_of_nashpy_finds(game: tuple[Table, Table]) -> None:
    row, column = (np.array(side, dtype=np.float64) for side in game)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = [[*x, *y] for x, y in nashpy.Game(row, column).support_enumeration()]
    assert found(row, column) == theirs


def test_nothing_else_of_nashpy_is_loaded_by_it() -> None:
    script = (
        "import sys, numpy as np\n"
        "from sim.engine.matrix.nashpy_supports import support_enumeration\n"
        "print(len(list(support_enumeration(np.eye(3), np.eye(3)))))\n"
        "print(*{name.partition('.')[0] for name in sys.modules} & {'nashpy', 'scipy', 'networkx'})\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["7"]


@pytest.mark.parametrize("source", ["", "from . import another", "def vertex_enumeration(): ..."])
def test_where_the_file_is_elsewhere_or_needs_more_nashpy_is_imported(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if source:
        (tmp_path / "other.py").write_text(source, encoding="utf-8")
    monkeypatch.setattr(module, "FILE", tmp_path / "other.py")
    module._nashpy.cache_clear()
    assert found(np.eye(2), np.eye(2)) == [[1, 0, 1, 0], [0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5]]
    assert module._nashpy() is nashpy.algorithms.support_enumeration.support_enumeration
    module._nashpy.cache_clear()
