"""The table of concepts: every row leads to files on each floor, and a concept is added by its files and one row."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from sim.agents.arenas.seating import ARENAS
from sim.concepts import CONCEPTS, Concept, Place, concepts_of, forms
from sim.kinds import KINDS, NAMES
from sim.scenario.scenario import Scenario
from sim.show.shown import Shown
from sim.study.slider_values import VALUES

ROOT = Path(__file__).resolve().parent.parent
PLACES = sorted({place.path for concept in CONCEPTS for place in concept.places})


@pytest.mark.parametrize("path", PLACES)
def test_a_row_leads_to_a_file_that_solves_and_one_that_tells(path: str) -> None:
    solve = import_module(f"sim.engine.{path}").solve
    shown = import_module(f"sim.show.{path}").shown
    assert list(inspect.signature(solve).parameters) == ["game", "ask"]
    assert list(inspect.signature(shown).parameters) == ["scenario", "solution"]


@pytest.mark.parametrize("path", PLACES)
def test_a_concept_is_tested_where_it_is_found_and_where_it_is_told(path: str) -> None:
    room, name = path.split(".")
    assert (ROOT / "tests" / "engine" / room / f"test_{name}.py").is_file()
    told = {test.name for test in (ROOT / "tests" / "show" / room).iterdir()}
    assert told & {f"test_{name}.py", "test_stories.py"}


@pytest.mark.parametrize("path", PLACES)
def test_what_explains_and_draws_a_concept_is_called_so(path: str) -> None:
    """Explanations are made in files ``explain_*``, pictures in files ``draw_*``, and in no others."""
    room, name = path.split(".")
    for method, prefix in (("explain", "explain_"), ("pictures", "draw_")):
        own = [getattr(c, method) for c in _shown_classes(f"sim.show.{path}") if method in vars(c)]
        for made in own:
            source = inspect.getsource(made)
            imported = re.findall(r"from (sim\.show\.[\w.]+) import ([\w, ]+)", source)
            files = {part for module, names in imported for part in (*module.split("."), *names.split(", "))}
            assert not imported or any(part.startswith(prefix) for part in files), (room, name, source)


def _shown_classes(module: str) -> list[type]:
    """The classes of what a file tells, with those that they derive from."""
    found = [c for c in vars(import_module(module)).values() if inspect.isclass(c) and issubclass(c, Shown)]
    return list(dict.fromkeys(base for c in found for base in c.__mro__ if issubclass(base, Shown)))


KIND_FILES = (*(f"sim.scenario.{{}}.{name}" for name in ("model", "game", "checks", "idle", "template")),)
"""What `CONTRIBUTING.md` says that a kind has, beside the files of its concepts."""

PLAYED_FILES = (
    "sim.agents.arenas.{}",
    "sim.show.play.prompts_{}",
)
"""What a kind has beside them that people can play."""

PLAYED = {kind.name for kind in KINDS if not kind.unplayed}


@pytest.mark.parametrize("kind", NAMES)
def test_a_kind_has_its_files_on_every_floor(kind: str) -> None:
    files = (*KIND_FILES, *(PLAYED_FILES if kind in PLAYED else ()))
    assert all(import_module(path.format(kind)).__doc__ for path in files)
    assert all((ROOT / "sim" / floor / kind / "__init__.py").is_file() for floor in ("games", "engine", "show"))


def test_tables_of_kinds_on_other_floors_have_a_row_for_each() -> None:
    assert set(re.findall(r"[\"'](\w+)[\"']", Scenario.__annotations__["kind"])) == set(NAMES)
    assert set(ARENAS) & set(NAMES) == PLAYED
    assert set(ARENAS) - PLAYED <= set(forms())
    assert set(VALUES) == set(NAMES)


def test_names_are_told_apart_and_every_kind_is_solved_for_something() -> None:
    names = [concept.name for concept in CONCEPTS]
    assert len(set(names)) == len(names)
    assert all(any(kind.name in form for form in forms()) for kind in KINDS)
    assert all(concepts_of(form) for form in forms())


def test_the_default_of_a_form_is_the_first_of_the_table_or_the_one_that_says_so() -> None:
    assert {form: concepts_of(form)[0].name for form in forms()} == {
        "concessions": "subgame-perfect",
        "tree": "subgame-perfect",
        "offers": "subgame-perfect",
        "concessions without a last round": "markov-perfect",
        "repeated matrix": "repeated",
        "matrix": "nash",
        "concessions with hidden types": "pbe",
        "tree with hidden types": "pbe",
        "matrix with hidden types": "bayes-nash",
        "options": "stability",
        "issues": "bargaining",
        "issues with offers": "bargaining",
        "issues with hidden types": "pbe",
        "offers with hidden values": "pbe",
        "offers with demands at the deadline": "subgame-perfect",
    }


SOLVER = '''
"""Maximin strategies of a matrix game: what each player can secure by an action, whatever the other side does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.solution import Answer, Solution

if TYPE_CHECKING:
    from sim.engine.selection import Rule
    from sim.engine.solution import Request
    from sim.games.matrix.strategic_form import StrategicForm


@dataclass(frozen=True)
class MaximinSolution(Solution):
    """For each player the first action that secures most."""

    game: StrategicForm
    actions: tuple[int, int]
    concept: str = "maximin"
    complete: bool = True
    certified: bool = True

    @property
    def payoffs(self) -> tuple[float, float]:
        """What both get."""
        i, j = self.actions
        return float(self.game.row[i][j]), float(self.game.column[i][j])

    def answer(self, rule: Rule) -> Answer:
        """The actions, as a study keeps them."""
        names = [self.game.actions[k][a] for k, a in enumerate(self.actions)]
        return Answer(self.payoffs, " / ".join(names), float("nan"), "unique")


def solve(game: StrategicForm, ask: Request) -> MaximinSolution:
    """Find what each player can secure."""
    rows = [min(row) for row in game.row]
    columns = [min(side) for side in zip(*game.column, strict=True)]
    return MaximinSolution(game, (rows.index(max(rows)), columns.index(max(columns))))
'''

TELLER = '''
"""Maximin strategies as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.shown import Shown
from sim.show.text.blocks import Paragraph, Section

if TYPE_CHECKING:
    from sim.engine.matrix.maximin import MaximinSolution
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text


def shown(scenario: Scenario, solution: MaximinSolution) -> ShownMaximin:
    """Maximin strategies as people see them."""
    return ShownMaximin(scenario, solution)


class ShownMaximin(Shown["MaximinSolution"]):
    """Maximin strategies as people see them."""

    def story(self) -> Text:
        """What both do."""
        return self.told(Section("What is secured", (Paragraph(self.line()),)))

    def line(self) -> str:
        """What both get."""
        return self.pays("playing safe", self.solution.payoffs)

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The one pair of actions."""
        game = self.solution.game
        chosen = {p: {game.actions[k][self.solution.actions[k]]: 1.0} for k, p in enumerate(game.players)}
        payoffs = dict(zip(game.players, self.solution.payoffs, strict=True))
        return [{"payoffs": payoffs, "strategies": chosen, "regret": None, "path": []}]
'''

ROW = Concept("maximin", "maximin profile", "maximin profiles", (Place("matrix", "matrix.maximin"),))


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with one more concept: its two files and its row."""
    folder = tmp_path_factory.mktemp("grown")
    shutil.copytree(ROOT / "sim", folder / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    (folder / "sim" / "engine" / "matrix" / "maximin.py").write_text(SOLVER, encoding="utf-8")
    (folder / "sim" / "show" / "matrix" / "maximin.py").write_text(TELLER, encoding="utf-8")
    table = folder / "sim" / "concepts.py"
    text = table.read_text(encoding="utf-8")
    assert text.count("\nCONCEPTS = (\n") == 1
    table.write_text(text.replace("\nCONCEPTS = (\n", f"\nCONCEPTS = (\n    {ROW!r},\n"), encoding="utf-8")
    return folder


def run(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "sim", *words] if words[0] != "-c" else [sys.executable, *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_added_concept_is_in_the_help_and_in_the_schema(grown: Path) -> None:
    assert "maximin" in run(grown, "run", "--help")
    assert "maximin" in json.loads(run(grown, "schema"))["$defs"]["LessonModel"]["properties"]["solve"]["enum"]


def test_an_added_concept_is_told_and_written_as_json(grown: Path) -> None:
    assert "playing safe pays" in run(grown, "run", "stag-hunt", "--solve", "maximin")
    document = json.loads(run(grown, "run", "stag-hunt", "--solve", "maximin", "--json"))
    assert document["concept"] == "maximin"
    assert document["equilibria"][0]["strategies"] == {"one": {"hare": 1.0}, "two": {"hare": 1.0}}


def test_an_added_concept_is_in_the_api(grown: Path) -> None:
    script = "import sim; g = sim.load('stag-hunt'); print('maximin' in g.concepts, repr(g.solve('maximin')))"
    assert run(grown, "-c", script).startswith("True <Result 'Stag hunt' (maximin, certified)")


def test_an_added_concept_that_is_the_default_of_its_form_is_studied(grown: Path) -> None:
    """It stands first in the table, so that it is the default of matrix games, which studies go by."""
    rows = run(grown, "sweep", "stag-hunt", "hare=1:3:3", "--json", "--workers", "1").splitlines()
    assert [json.loads(row)["ending"] for row in rows] == ["hare / hare"] * 3
