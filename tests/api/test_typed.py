"""The Python interface is typed and its examples are true."""

from __future__ import annotations

import doctest
import os
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import sim
import sim.api

ROOT = Path(__file__).resolve().parents[2]
MODULES = ["sim", *(f"sim.api.{module.name}" for module in pkgutil.iter_modules(sim.api.__path__))]

SCRIPT = """
import sim
import xarray
from matplotlib.figure import Figure

game = sim.load("action-for-action", leakage=0.1).set(pressure="2 + 1/2")
result: sim.Result = game.solve("subgame-perfect", select="welfare")
row: dict[str, object] = result.payoffs[0]
column: tuple[object, ...] = game.parameters["name"]
few: sim.Table = sim.catalog()[:3]
figure: Figure = result.plot("lattice").figure
swept: xarray.Dataset = game.sweep("pressure=1:2:3", leakage=[0.1, 0.2])
answers: list[sim.Answer] = [result, game.roadmaps(), game.simulate(nk="grim"), game.tournament()]
text: str = str(result.explain("brief"))
try:
    sim.loads("format: 1")
except sim.ScenarioError as error:
    print(error.problems[0].line, [answer.headline for answer in answers])
"""

WRONG = """
import sim

sim.load("chicken").solve(selekt="welfare")
sim.load("chicken").solve().plot(3)
"""


@pytest.mark.parametrize("name", MODULES)
def test_every_example_in_a_docstring_gives_what_it_says(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_the_main_things_have_examples() -> None:
    for thing in (sim.load, sim.loads, sim.Game, sim.Game.set, sim.Game.solve, sim.Result, sim.Picture, sim.Table):
        assert ">>> " in (thing.__doc__ or ""), thing


def test_strict_type_checkers_accept_a_users_script_and_find_its_mistakes(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    pytest.importorskip("mypy")
    # Ten seconds' work is kept between runs of the tests; a fresh clone does it once.
    cache: pytest.Cache | None = getattr(request.config, "cache", None)
    kept = cache.mkdir("mypy") if cache else tmp_path
    (tmp_path / "right.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", f"--cache-dir={kept}", "right.py", "wrong.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert [line.partition(": ")[0] for line in errors] == ["wrong.py:4", "wrong.py:5"], done.stdout


def test_the_page_names_everything_and_nothing_else() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    table = page.partition("## Names")[2]
    for name in set(sim.__all__) - {"__version__"}:
        assert re.search(rf"`{name}[`(]", table), name
    promised = {"Game": sim.Game, "Result": sim.Result, "Answer": sim.Answer, "Picture": sim.Picture}
    for name, thing in promised.items():
        row = next(line for line in table.splitlines() if line.startswith(f"| `{name}` |"))
        for member in re.findall(r"`(\w+)[`(]", row.partition("|")[2].partition("|")[2]):
            assert hasattr(thing, member), f"{name}.{member}"
    public = {name for name in vars(sim.Game) | vars(sim.Game.__mro__[1]) if not name.startswith("_")} - {"scenario"}
    game = next(line for line in table.splitlines() if line.startswith("| `Game` |"))
    assert public <= set(re.findall(r"`(\w+)`", game))
