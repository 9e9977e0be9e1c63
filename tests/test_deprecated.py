"""What is called otherwise now still works, and is told in words: keys, commands, options, keywords, keys of documents.

There may be nothing of a sort that is; then tables are put in its place here, as a version to come would have them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypedDict

import jsonschema
import pytest
import yaml

import sim
from sim import deprecated
from sim.deprecated import Renamed
from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.scenario.schema import json_schema
from sim.scenario.source import read
from sim.show.documents.json_schema import Old, schema_of
from tests.cli.conftest import detente
from tests.cli.terminal import Run
from tests.golden.promised import FILES

__all__ = ["detente"]

PAGE = Path(__file__).resolve().parents[1] / "docs" / "stability.md"
STEP, WHOLE = ("concessions", "*", "*"), ()
KEYS = (
    Renamed("concessions", "before", "after", "0.2", "1.0", STEP),
    Renamed("concessions", "accord", "agreement", "0.2", "1.0", WHOLE),
    Renamed("concessions", "status", "status_quo", "0.2", "1.0", WHOLE),
    Renamed("matrix", "accord", "payoffs", "0.2", "1.0", WHOLE),
)
OLD = FILES["ladder"].replace("after:", "before:").replace("agreement:", "accord:").replace("status_quo:", "status:")


RANGES = "parameters: {x: {value: 0.9, min: 0.1, max: 0.9}, y: {value: 0.8, min: 0.1, max: 0.9}}\n"


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setattr(deprecated, "KEYS", KEYS)
    read.cache_clear()
    file = tmp_path / "old.yaml"
    file.write_text(OLD, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(FILES["ladder"], encoding="utf-8")
    yield file
    read.cache_clear()


@pytest.mark.usefixtures("renamed")
def test_a_file_with_old_keys_is_the_same_game() -> None:
    old, new = load("it.yaml", text=OLD), load("it.yaml", text=FILES["ladder"])
    assert (old.game, old.players, old.parameters) == (new.game, new.players, new.parameters)


@pytest.mark.usefixtures("renamed")
def test_what_is_wrong_behind_an_old_key_is_told_at_its_place() -> None:
    wrong = OLD.replace("before: [nk.freeze]", "before: [nk.freezes]")
    with pytest.raises(ScenarioError) as refused:
        load("it.yaml", text=wrong)
    (problem,) = refused.value.problems
    line = wrong.splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith("nk.freezes")


@pytest.mark.usefixtures("renamed")
def test_a_key_under_both_names_is_refused() -> None:
    with pytest.raises(ScenarioError, match="stands twice"):
        load("it.yaml", text=OLD + "agreement: {us: 1, nk: 1}\n")


@pytest.mark.usefixtures("renamed")
def test_an_old_name_is_one_in_its_place_alone() -> None:
    with pytest.raises(ScenarioError, match="unknown key 'before'"):
        load("it.yaml", text=FILES["ladder"] + "before: 1\n")
    with pytest.raises(ScenarioError, match="unknown key 'status'"):
        load("it.yaml", text=FILES["hunt"] + "status: 1\n")


def test_old_keys_are_told_with_their_place_and_what_to_write(renamed: Path, detente: Run) -> None:
    told = "'before' is called 'after' since version 0.2; version 1.0 will refuse it"
    row = next(k for k, line in enumerate(OLD.splitlines(), 1) if "before:" in line)
    column = OLD.splitlines()[row - 1].index("before") + 1
    checked = detente("check", "old.yaml")
    assert checked.code == 0
    assert f"old.yaml:{row}:{column}: concessions.us[0].before: {told}" in checked.err
    assert "write 'after'" in checked.err
    warnings = json.loads(detente("check", "old.yaml", "--json").out)["files"][0]["warnings"]
    assert [w["key"] for w in warnings] == ["status", "concessions.us[0].before", "accord"]
    strict = detente("check", "old.yaml", "--strict", "--quiet")
    assert strict.code == 1
    assert strict.err.endswith("3 keys have old names (--strict)\n")
    ran = detente("run", "old.yaml", "--quiet")
    assert ran.err.count(told) == 1
    assert ran.out == detente("run", "new.yaml", "--quiet").out
    assert [problem.key for problem in sim.load(str(renamed)).idle][:3] == [w["key"] for w in warnings]


@pytest.mark.usefixtures("renamed")
def test_the_schema_knows_old_keys_and_says_so() -> None:
    schema = json_schema()
    judge = jsonschema.Draft202012Validator(schema)
    assert judge.is_valid(yaml.safe_load(OLD))
    assert judge.is_valid(yaml.safe_load(FILES["ladder"]))
    assert not judge.is_valid(yaml.safe_load(OLD) | {"agreement": {"us": 1, "nk": 1}})
    without = yaml.safe_load(OLD)
    del without["status"]
    assert not judge.is_valid(without)
    accord = schema["$defs"]["ConcessionsModel"]["properties"]["accord"]
    assert accord["deprecated"] is True
    assert "'agreement'" in accord["description"]


def test_other_commands_read_a_file_with_old_keys(renamed: Path, detente: Run) -> None:
    assert detente("run", "old.yaml", "--with", "agreement.us=0.2", "--quiet").code == 0
    assert "To the format they are the same" in detente("diff", "old.yaml", "new.yaml").out
    assert detente("fmt", "old.yaml").code == 0
    assert "before: [nk.freeze]" in renamed.read_text(encoding="utf-8")


def test_old_commands_and_options_work_and_are_told_once(monkeypatch: pytest.MonkeyPatch, detente: Run) -> None:
    monkeypatch.setattr(deprecated, "COMMANDS", (Renamed("", "list", "catalog", "0.2", "1.0"),))
    monkeypatch.setattr(deprecated, "OPTIONS", (Renamed("catalog", "--subject", "--topic", "0.2", "1.0"),))
    new = detente("catalog", "--topic", "Bargaining", "--quiet")
    assert new.out
    for given in (("--subject", "Bargaining"), ("--subject=Bargaining",), ("--subject=War", "--subject=Bargaining")):
        old = detente("list", *given, "--quiet")
        assert (old.code, old.out) == (new.code, new.out)
        assert old.err.splitlines() == [
            "detente: 'list' is called 'catalog' since version 0.2; version 1.0 will refuse it",
            "detente: '--subject' is called '--topic' since version 0.2; version 1.0 will refuse it",
        ]
    assert detente("run", "chicken", "--subject", "x").code == 2


def test_old_keywords_of_python_work_and_are_warned_of() -> None:
    game = sim.loads(
        FILES["pie"].replace("patience: 0.9", "patience: x").replace("patience: 0.8", "patience: y") + RANGES
    )
    ask = {"grid": 3, "checks": 0, "precision": 0.25}
    with pytest.warns(DeprecationWarning, match="'plain' is called 'coarse'") as warned:
        old = game.map("x", "y", plain=True, **ask)  # type: ignore[call-arg]
    assert warned[0].filename == __file__
    assert old.document == game.map("x", "y", coarse=True, **ask).document  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="both names"):
        game.map("x", "y", plain=True, coarse=True, **ask)  # type: ignore[call-arg]


def test_an_old_key_of_a_document_is_marked() -> None:
    class Both(TypedDict):
        """A document."""

        new: int
        old: Annotated[int, "A number.", Old("new", "0.2", "1.0")]

    Both.__annotations__["old"] = Annotated[int, "A number.", Old("new", "0.2", "1.0")]
    shape = schema_of(Both, "Both", "")["properties"]["old"]
    assert shape["deprecated"] is True
    assert shape["description"] == "Is called 'new' since version 0.2; version 1.0 will not write it."


ROWS = [*deprecated.KEYS, *deprecated.COMMANDS, *deprecated.OPTIONS, *deprecated.KEYWORDS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.old)
def test_the_page_names_all_that_is_called_otherwise(row: Renamed) -> None:
    page = PAGE.read_text(encoding="utf-8")
    (found,) = (line for line in page.splitlines() if line.startswith("| ") and f"`{row.old}" in line)
    cells = [cell.strip() for cell in found.strip("|").split("|")]
    assert cells[:2] == [row.since, row.until]
    assert f"`{row.new}" in cells[3]


def test_the_page_names_nothing_else() -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = page.partition("| since | until |")[2].partition("\n\n")[0]
    assert len(re.findall(r"^\| [\d.]+ \|", table, re.MULTILINE)) == len(ROWS)


def test_no_name_is_old_and_new() -> None:
    for table in (deprecated.KEYS, deprecated.COMMANDS, deprecated.OPTIONS, deprecated.KEYWORDS):
        for row in table:
            assert deprecated.renamed(table, row.where, row.new, row.path) is None
