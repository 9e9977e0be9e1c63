"""Words for the shell that are found without the command line: the same as the command line would find, much sooner."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from typer.main import get_command
from typer.utils import get_params_from_function

from sim.cli.upkeep import completing, shells
from sim.cli.upkeep.commands import app
from sim.cli.upkeep.offered import OFFERED
from tests.cli.terminal import environment
from tests.cli.upkeep.test_completing import HUNT, LINES, SHELLS, _words


def _said() -> dict[str, tuple[tuple[str, ...], dict[str, str]]]:
    """What the commands say of themselves."""
    found = {}
    for info in app.registered_commands:
        assert info.callback is not None
        alone = info.callback()
        metas = get_params_from_function(alone.registered_commands[0].callback)
        places: list[str] = []
        options: dict[str, str] = {}
        for parameter in get_command(alone).params:
            meta: Any = metas[parameter.name]
            find = getattr(meta.default, "autocompletion", None)
            word = find.__name__.removeprefix("complete_") if find else _choices(meta.annotation)
            if parameter.param_type_name == "argument":
                places.append(word + "*" * (parameter.nargs == -1))
            elif not getattr(parameter, "is_flag", False):
                options |= dict.fromkeys(parameter.opts, word)
        found[info.name or info.callback.__name__.replace("_", "-")] = tuple(places), options
    return found


def _choices(annotation: Any) -> str:
    kinds = [kind for kind in (annotation, *get_args(annotation)) if get_origin(kind) is Literal]
    return "|".join(get_args(kinds[0])) if kinds else ""


def test_the_table_is_what_the_commands_say_of_themselves() -> None:
    """One that fails here is mended by writing into the table what the commands have."""
    assert _said() == OFFERED


@pytest.fixture
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(completing, "LINE", [])
    (tmp_path / "stuff.yaml").write_text(HUNT, encoding="utf-8")
    (tmp_path / "a b.yaml").write_text(HUNT, encoding="utf-8")
    (tmp_path / "notes.txt").touch()
    (tmp_path / "games" / "old").mkdir(parents=True)
    (tmp_path / "games" / "one.yaml").touch()


def _asked(shell: str, line: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> str:
    words = line.split(" ")
    monkeypatch.setenv("_DETENTE_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", words[-1])
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    capfd.readouterr()
    assert shells.answer() == 0
    return capfd.readouterr().out


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize("shell", SHELLS)
def test_it_offers_what_the_command_line_offers(
    shell: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (Path("a b.yaml")).unlink()
    assert {line: _words(_asked(shell, line, monkeypatch, capfd)) for line in LINES} == LINES


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize(
    ("shell", "told"),
    [
        ("bash", r"a\ b.yaml"),
        ("zsh", '"a b.yaml"'),
        ("fish", "a b.yaml"),
        ("powershell", "'a b.yaml'::: "),
    ],
)
def test_names_with_blanks_are_quoted_as_each_shell_reads_them(
    shell: str, told: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The user's own file also stands before the bundled names."""
    first = _asked(shell, "detente run a", monkeypatch, capfd).removeprefix("_arguments '*: :((").split("\n")[0]
    assert first == told


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["detente", "run", "stuff.yaml", "--select", "best", ":", "a"], ["ann"]),
        (["detente", "run", "stuff.yaml", "--select", "best", ":"], ["ann", "bob"]),
        (["detente", "run", "--color", "=", "al"], ["always"]),
        (["detente", "run", "a\\ b.yaml", "--set", "st"], ["stag="]),
        (["detente", "run", '"a b'], ["a b.yaml"]),
        (["detente", "--plain", "run", "stu"], ["stuff.yaml", "stubborn"]),
        (["detente", "run", "--set", "stag=1", "stu"], ["stuff.yaml", "stubborn"]),
    ],
)
@pytest.mark.usefixtures("_files")
def test_bash_takes_words_apart_and_is_understood(
    words: list[str], offered: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_DETENTE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    assert shells.answer() == 0
    assert capfd.readouterr().out.splitlines() == offered


@pytest.mark.usefixtures("_files")
def test_folders_are_named_with_the_separator_that_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completing, "SEPARATORS", "/\\")
    Path("games\\").mkdir()  # a name here, a folder on Windows
    Path("games\\", "mine.yaml").touch()
    assert completing.complete_files("games\\m") == ["games\\mine.yaml"]


def test_what_it_cannot_offer_is_left_to_the_command_line() -> None:
    for words, typed in (([], "ru"), (["run"], "--js"), (["nothing"], ""), (["run", "a", "--out"], "")):
        assert shells.words_for(words, typed) is None


def test_what_takes_time_is_not_loaded(tmp_path: Path) -> None:
    """With typer and pydantic a tab takes over 200 ms, without them about 60."""
    (tmp_path / "stuff.yaml").write_text(HUNT, encoding="utf-8")
    script = (
        "import os, sys\nleave = os._exit\n"
        "def told(code):\n    print(*{'typer', 'click', 'pydantic', 'numpy', 'rich'} & set(sys.modules), flush=True)\n"
        "    leave(code)\nos._exit = told\nfrom sim.__main__ import start\nstart()"
    )
    asked = {"_DETENTE_COMPLETE": "complete_bash", "COMP_WORDS": "detente run stuff.yaml --set ", "COMP_CWORD": "4"}
    line = [sys.executable, "-c", script]
    done = subprocess.run(line, cwd=tmp_path, env=environment(**asked), capture_output=True, text=True, check=True)
    assert done.stdout == f"stag={os.linesep}hare={os.linesep}{os.linesep}"
