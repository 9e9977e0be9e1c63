"""What a command loads: a page of help next to nothing, a scenario what its own solution needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

DRAWING = {"matplotlib", "pandas", "xarray", "zarr", "pyarrow", "distributed", "rich"}
SOLVERS = {"nashpy", "networkx", "scipy"}


def run(*arguments: str) -> tuple[set[str], str]:
    """Packages that a command has loaded when it is done, and what it printed."""
    script = (
        "import sys\n"
        "from sim.cli import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as leave:\n"
        "    assert not leave.code\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stderr.split()), done.stdout


def test_the_page_of_help_needs_neither_models_nor_numbers() -> None:
    loaded, page = run("--help")
    assert "tournament" in page
    assert not loaded & (DRAWING | SOLVERS | {"numpy", "pydantic", "yaml"})


@pytest.mark.parametrize("name", ["alternating-offers", "entry-deterrence", "prisoners-dilemma"])
def test_what_is_found_in_exact_numbers_loads_no_floats(name: str) -> None:
    loaded, _ = run("run", name)
    assert not loaded & (DRAWING | SOLVERS | {"numpy"})


def test_a_concession_game_is_solved_and_told_without_solvers_from_elsewhere() -> None:
    loaded, _ = run("run", "action-for-action")
    assert not loaded & (DRAWING | SOLVERS)


def test_a_matrix_game_asks_nashpy_without_loading_all_of_it() -> None:
    loaded, story = run("run", "short-war-of-attrition")
    assert "nashpy's support enumeration finds 3" in story
    assert not loaded & (DRAWING | SOLVERS)
