"""``detente doctor``: it finds what will not work, says what to do, and names nobody."""

from __future__ import annotations

import builtins
import io
import json
import sys
import tempfile
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from sim.cli.upkeep.doctor import examined, told
from sim.cli.upkeep.health import answers, console, fonts, machine, versions
from sim.cli.upkeep.health.row import Row, looked, reason
from sim.study.known.answers import CHECKS
from sim.study.known.check import Check
from tests.cli.terminal import Run

ROOT = Path(__file__).resolve().parents[3]
WELL = Row("Console", "width", "ok", "88 columns")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only one known answer, which is found at once."""
    monkeypatch.setattr(answers, "ASKED", ("Ultimatum: payoffs",))


def test_where_all_works_it_says_so(detente: Run, quick: None) -> None:
    done = detente("doctor")
    assert (done.code, done.err) == (0, "")
    assert "  ok     numpy" in done.out
    assert done.out.splitlines()[-1].startswith("Everything that was looked at works here")
    assert "fails" not in done.out


def test_the_document_has_every_key_and_says_the_same(detente: Run, quick: None) -> None:
    document = json.loads(detente("doctor", "--json").out)
    assert list(document) == ["format", "ok", "version", "rows"]
    assert document["ok"] is True
    assert {tuple(row) for row in document["rows"]} == {("area", "name", "state", "found", "advice")}
    assert {row["area"] for row in document["rows"]} == {
        "Versions", "Console", "Pictures", "Writing", "Machine", "Answers",
    }  # fmt: skip


def test_every_library_that_the_project_asks_for_has_its_row() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {row.name for row in versions.rows()}
    asked = [text for texts in (project["dependencies"], *project["optional-dependencies"].values()) for text in texts]
    assert {text.partition(">")[0] for text in asked} <= names


def test_what_is_not_well_comes_with_what_to_do() -> None:
    assert [row.name for row in examined() if row.state != "ok" and not row.advice] == []


def test_quiet_says_what_is_not_well_and_no_more() -> None:
    bad = Row("Writing", "current folder", "fails", "nothing can be written", "go elsewhere")
    text = told([WELL, bad], quiet=True)
    assert "width" not in text
    assert "what to do: go elsewhere" in text
    assert text.splitlines()[-1] == "1 of 2 things that were looked at will not work here."
    noted = told([WELL, Row("Console", "encoding", "note", "cp437", "set it")])
    assert noted.splitlines()[-1] == "Everything that was looked at works here, 1 with less than there could be."


def test_the_exit_code_is_1_where_something_will_not_work(
    detente: Run, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.study.known.answers.CHECKS", (Check("Ultimatum: payoffs", "nobody", _broken),))
    done = detente("doctor", "--json")
    assert done.code == 1
    assert json.loads(done.out)["ok"] is False
    assert "1 of " in done.err
    assert "will not work here" in done.err


def _broken() -> Any:
    raise ZeroDivisionError("/data/ann/secret")


@pytest.mark.parametrize(
    ("version", "bounds", "fits"),
    [
        ("2.0", ">=2.0", True),
        ("2.0.0", ">=2", True),
        ("1.26.4", ">=2.0", False),
        ("2.10", ">=2.9", True),
        ("0.0.41", ">=0.0.41", True),
        ("0.0.5", ">=0.0.41", False),
        ("2.0rc1", ">=2.0", False),
        ("2.1rc1", ">=2.0", True),
        ("2.0.post1", ">=2.0", True),
        ("3.0", ">=2.0,<3", False),
        ("2.9", ">=2.0,<3", True),
        ("2.1", ">=2.0,!=2.1", False),
        ("7", "", True),
    ],
)
def test_versions_are_held_against_bounds(version: str, bounds: str, fits: bool) -> None:
    """As the packaging standards order versions (PEP 440)."""
    assert versions.meets(version, bounds) is fits


def test_a_library_that_is_too_old_missing_or_broken_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    old = versions.library("numpy>=99")
    assert old is not None
    assert (old.state, old.advice) == ("fails", 'pip install --upgrade "numpy>=99"')
    assert "asked for: >=99" in old.found
    missing = versions.library("no-such-library>=1")
    assert missing is not None
    assert (missing.state, missing.found) == ("fails", "not installed; asked for: >=1")
    extra = versions.library("no-such-library>=1; extra == 'cluster'")
    assert extra is not None
    assert (extra.state, extra.advice) == ("ok", "")
    assert versions.library("colorama>=0.4; sys_platform == 'win32'") is None

    def broken(name: str) -> Any:
        raise ImportError("libgmp.so.10: cannot open shared object file", name=name)

    monkeypatch.setattr(versions.importlib, "import_module", broken)
    unloaded = versions.library("numpy>=1")
    assert unloaded is not None
    assert unloaded.state == "fails"
    assert "cannot be loaded (ImportError: libgmp.so.10" in unloaded.found


def test_an_installed_package_is_asked_where_there_is_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions.Path, "is_file", lambda _: False)
    monkeypatch.setattr(metadata, "requires", lambda _: ["numpy>=2.0"])
    assert versions.requirements() == (["numpy>=2.0"], "package")

    def none(_: str) -> Any:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "requires", none)
    assert versions.requirements() == ([], "nowhere")
    row = next(row for row in versions.rows() if row.name == "detente")
    assert (row.state, row.advice) == ("fails", versions.REPAIR)


def test_a_console_without_signs_is_told_what_stands_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="cp1252"))
    monkeypatch.setenv("COLUMNS", "30")
    rows = {row.name: row for row in console.rows()}
    assert rows["encoding"].state == rows["width"].state == rows["lines of boxes"].state == "note"
    assert rows["dashes"].found == "cannot be written; \u2013\u2014- stands for them"
    assert all(row.advice for row in rows.values() if row.state == "note")
    monkeypatch.setattr(sys, "stdout", None)
    assert [row.state for row in console.rows()] == ["note"]


def test_letters_that_no_font_has_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.show.fonts.families", lambda letters: ((), "".join(sorted(letters))))
    states = {row.name: row.state for row in fonts.rows()}
    assert states["Latin letters"] == "fails"
    assert states["Korean letters"] == "note"


def test_a_folder_that_cannot_be_written_is_told_without_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(dir: Any = None) -> Any:
        raise PermissionError(13, "Permission denied", f"{dir}/secret")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    rows = {row.name: row for row in machine.folders()}
    assert rows["current folder"].state == rows["temporary folder"].state == "fails"
    assert rows["matplotlib's cache"].state == "note"
    assert rows["current folder"].found == "nothing can be written (PermissionError: permission denied)"


def test_a_limit_of_memory_that_is_none_is_told_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_MEMORY", "/data/ann")
    row = next(row for row in machine.sizes() if row.name == "limit of memory")
    assert row.state == "fails"
    assert "ann" not in row.found.partition("holds")[2]


def test_what_stops_a_look_is_a_row_and_stops_no_other() -> None:
    def stop() -> list[Row]:
        raise ImportError("No module named 'yaml'", name="yaml")

    assert looked("Answers", "known answers", stop, "again") == [
        Row("Answers", "known answers", "fails", "ImportError: No module named 'yaml'", "again")
    ]


@pytest.mark.parametrize(
    "error",
    [
        OSError(2, "No such file or directory", "/data/ann/x"),
        ImportError(r"DLL load failed: C:\Users\ann other\x.dll", name="x"),
        ImportError("cannot import name 'x' from 'y' (/data/ann/y.py)"),
        ValueError("ann"),
        RuntimeError("ann@machine"),
    ],
)
def test_the_words_of_an_error_that_may_name_somebody_are_left_out(error: Exception) -> None:
    assert "ann" not in reason(error)
    assert type(error).__name__ in reason(error)


@pytest.mark.parametrize("form", ["--json", "--quiet", ""])
def test_nobody_and_no_folder_is_named_even_where_everything_is_broken(
    detente: Run, quick: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    """The user, the machine and the folders are called by a name that must not come out anywhere."""
    home = tmp_path / "xaverine"
    home.mkdir()
    monkeypatch.chdir(home)
    for name in ("HOME", "USERPROFILE", "MPLCONFIGDIR", "TMPDIR", "TEMP", "TMP", "USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, str(home))
    for function in ("platform.node", "socket.gethostname", "getpass.getuser"):
        monkeypatch.setattr(function, lambda: "xaverine")
    well = detente("doctor", *filter(None, [form]))
    assert "xaverine" not in well.out + well.err
    assert str(Path.home()) not in well.out

    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(5, "Input/output error", str(home))

    real = builtins.__import__

    def no_pictures(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(f"cannot load {home}/{name}", name=name)
        return real(name, *rest, **more)

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr("builtins.__import__", no_pictures)
    monkeypatch.setattr("sim.study.known.answers.CHECKS", (Check(CHECKS[0].name, str(home), _broken),))
    broken = detente("doctor", *filter(None, [form]))
    assert broken.code == 1
    assert "xaverine" not in broken.out + broken.err


def test_it_can_be_written_to_a_file_to_attach(detente: Run, quick: None, tmp_path: Path) -> None:
    assert detente("doctor", "--out", "doctor.txt").code == 0
    assert "Versions" in (tmp_path / "doctor.txt").read_text(encoding="utf-8")
    assert detente("doctor", "--out", "doctor.json").code == 0
    assert json.loads((tmp_path / "doctor.json").read_text(encoding="utf-8"))["ok"] is True
    again = detente("doctor", "--out", "doctor.txt")
    assert again.code == 1
    assert "--force" in again.err


def test_each_answer_of_the_short_test_is_one_of_the_long_one() -> None:
    assert set(answers.ASKED) <= {check.name for check in CHECKS}
