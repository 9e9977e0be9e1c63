"""Words for the shell that are found without the command line: what the commands say of themselves, much sooner."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from typer.main import get_command
from typer.utils import get_params_from_function

from sim.cli.upkeep.commands import app
from sim.cli.upkeep.shell import answer, completing
from sim.cli.upkeep.shell.offered import FILE, ROOT
from tests.cli.terminal import environment
from tests.cli.upkeep.test_completing import HUNT, LINES, SHELLS


def _said() -> str:
    """What the commands say of themselves, as the table has it."""
    root = get_command(app)
    rows = [f"{ROOT}\t{_short(root.get_short_help_str(1000))}", *_options(root, {})]
    # By name: in which order commands are registered hangs on what was loaded before.
    commands = {info.name or info.callback.__name__.replace("_", "-"): info for info in app.registered_commands}  # type: ignore[union-attr]
    for name, info in sorted(commands.items()):
        assert info.callback is not None
        alone = info.callback()
        command = get_command(alone)
        metas = get_params_from_function(alone.registered_commands[0].callback)
        rows += [f"{name}\t{_short(command.get_short_help_str(1000))}"]
        rows += [
            f"  [{_kind(metas[p.name])}{'*' * (p.nargs == -1)}]"
            for p in command.params
            if p.param_type_name == "argument"
        ]
        rows += _options(command, metas)
    return "\n".join(rows) + "\n"


def _options(command: Any, metas: dict[str, Any]) -> list[str]:
    """A row for each option; those that all commands have come with the group."""
    root: Any = get_command(app)
    help_ = root.get_help_option(root.make_context("detente", ["run"], resilient_parsing=True))
    shared = [p for p in root.params if "--plain" in p.opts]
    found = {",".join(_long_first([*p.opts, *p.secondary_opts])): p for p in (*command.params, *shared, help_)}
    return [
        f"  {names}{'' if p.is_flag else f'={_kind(metas[p.name])}'}\t{_short(p.help)}"
        for names, p in found.items()
        if p.param_type_name == "option"
    ]


def _long_first(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: not name.startswith("--"))


def _short(told: str) -> str:
    """The first sentence of what is told, which has to fit a line beside a word."""
    return textwrap.shorten(re.split(r"[.;](?:\s|$)", told)[0], 70, placeholder=" ...")


def _kind(meta: Any) -> str:
    """The name of what finds words for a value, or the words."""
    find = getattr(meta.default, "autocompletion", None)
    if find is not None:
        return str(find.__name__.removeprefix("complete_"))
    kinds = [kind for kind in (meta.annotation, *get_args(meta.annotation)) if get_origin(kind) is Literal]
    return "|".join(get_args(kinds[0])) if kinds else ""


def test_the_table_is_what_the_commands_say_of_themselves() -> None:
    """Set DETENTE_UPDATE_STORIES=1 to write it anew, and read the difference before you commit it."""
    if os.environ.get("DETENTE_UPDATE_STORIES"):
        FILE.write_text(_said(), encoding="utf-8", newline="\n")
    assert _said() == FILE.read_text(encoding="utf-8")


@pytest.fixture
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(completing, "LINE", [])
    (tmp_path / "stuff.yaml").write_text(HUNT, encoding="utf-8")
    (tmp_path / "notes.txt").touch()
    (tmp_path / "games" / "old").mkdir(parents=True)
    (tmp_path / "games" / "one.yaml").touch()


def _asked(shell: str, line: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> list[str]:
    """What a shell is offered for a line, as its script asks; words of bash and zsh go over a row each."""
    words = line.split(" ")
    monkeypatch.setenv("_DETENTE_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("_DETENTE_LINE", "\n".join(words) if shell in ("bash", "zsh") else line.rstrip(" "))
    if shell == "fish":
        monkeypatch.setenv("_DETENTE_LINE", line)
    monkeypatch.setenv("_DETENTE_AT", str(len(words) - 1))
    monkeypatch.setenv("_DETENTE_WORD", words[-1])
    capfd.readouterr()
    assert answer.answer() == 0
    return capfd.readouterr().out.splitlines()


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_offered_the_same(
    shell: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    found = {line: [row.split("\t")[0] for row in _asked(shell, line, monkeypatch, capfd)] for line in LINES}
    assert found == LINES


@pytest.mark.usefixtures("_files")
def test_a_file_hides_no_name_and_a_name_no_file(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("stalled", "stag-hunt.yaml"):
        Path(name).write_text(HUNT, encoding="utf-8")
    Path("strike").mkdir()
    found = _asked("bash", "detente run st", monkeypatch, capfd)
    assert found[:3] == ["stag-hunt.yaml", "stuff.yaml", "strike/"]
    assert {"stalled", "stag-hunt", "strike"} <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize(
    ("shell", "told"),
    [
        ("bash", r"a\ b.yaml"),
        ("zsh", "a b.yaml\t"),
        ("fish", "a b.yaml\t"),
        ("powershell", "'a b.yaml'\ta b.yaml\ta b.yaml"),
        ("pwsh", "'a b.yaml'\ta b.yaml\ta b.yaml"),
    ],
)
def test_names_with_blanks_are_quoted_where_the_shell_does_not_do_it(
    shell: str, told: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The user's own file also stands before the bundled names."""
    Path("a b.yaml").write_text(HUNT, encoding="utf-8")
    assert _asked(shell, "detente run a", monkeypatch, capfd)[0] == told


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize(
    ("name", "told"),
    [("it's.yaml", "'it''s.yaml'"), ("a$b.yaml", "'a$b.yaml'"), ("größe.yaml", "größe.yaml"), ("@a.yaml", "'@a.yaml'")],
)
def test_powershell_reads_as_it_is_what_stands_in_single_quotation_marks(
    name: str, told: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """PowerShell, about_Quoting_Rules: nothing is expanded in them, and two stand for one."""
    Path(name).touch()
    assert [row.split("\t")[0] for row in _asked("powershell", f"detente fmt {name[:2]}", monkeypatch, capfd)] == [told]


def test_commands_and_options_come_with_what_they_are_for(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert _asked("fish", "detente ru", monkeypatch, capfd) == ["run\tSolve scenarios and tell the story"]
    assert _asked("powershell", "detente run --js", monkeypatch, capfd) == [
        "--json\t--json\tPrint one JSON document instead of text"
    ]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["detente", "run", "stuff.yaml", "--select", "best", ":", "a"], ["ann"]),
        (["detente", "run", "stuff.yaml", "--select", "best", ":"], ["ann", "bob"]),
        (["detente", "run", "--color", "=", "al"], ["always"]),
        (["detente", "run", "m", "@"], ["@home.yaml"]),
        (["detente", "run", "a\\ b.yaml", "--set", "st"], ["stag="]),
        (["detente", "run", '"a b'], ["a b.yaml"]),
        (["detente", "fmt", '"d'], ["d\\$1.yaml"]),
        (["detente", "fmt", "'d"], ["d$1.yaml"]),
        (["detente", "run", "m", "@", "h"], ["@home.yaml"]),
        (["detente", "--plain", "run", "stu"], ["stuff.yaml", "stubborn"]),
        (["detente", "run", "--set", "stag=1", "stu"], ["stuff.yaml", "stubborn"]),
    ],
)
@pytest.mark.usefixtures("_files")
def test_bash_takes_words_apart_and_is_understood(
    words: list[str], offered: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("a b.yaml", "d$1.yaml", "m@home.yaml"):
        Path(name).write_text(HUNT, encoding="utf-8")
    monkeypatch.setenv("_DETENTE_COMPLETE", "complete_bash")
    monkeypatch.setenv("_DETENTE_LINE", "\n".join(words))
    monkeypatch.setenv("_DETENTE_AT", str(len(words) - 1))
    monkeypatch.setenv("_DETENTE_WORD", _replaced(words))
    assert answer.answer() == 0
    assert capfd.readouterr().out.splitlines() == offered


def _replaced(words: list[str]) -> str:
    """What bash replaces, as bash 5.2 says: no quotation mark, no sign that breaks words but one for hosts."""
    if "@" in words:
        return "".join(words[words.index("@") :])
    return "" if words[-1] in (":", "=") else words[-1].lstrip("'\"")


@pytest.mark.usefixtures("_files")
def test_folders_are_named_with_the_separator_that_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completing, "SEPARATORS", "/\\")
    Path("games\\").mkdir()  # a name here, a folder on Windows
    Path("games\\", "mine.yaml").touch()
    assert completing.complete_files("games\\m") == ["games\\mine.yaml"]


HEAVY = {"typer", "click", "pydantic", "numpy", "scipy", "rich", "matplotlib", "xarray"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("detente run stuff.yaml --set ", ["stag=", "hare="]),
        ("detente ru", ["run"]),
        ("detente run --js", ["--json"]),
        ("detente nothing --js", []),
    ],
)
def test_what_takes_time_is_not_loaded(line: str, told: list[str], tmp_path: Path) -> None:
    """Where a word takes longer than a blink people stop asking for it; what is loaded is most of that time."""
    (tmp_path / "stuff.yaml").write_text(HUNT, encoding="utf-8")
    script = (
        f"import os, sys\nheavy = {HEAVY!r} - set(sys.modules)\nleave = os._exit\n"
        "def told(code):\n    print(*heavy & set(sys.modules), flush=True)\n"
        "    leave(code)\nos._exit = told\nfrom sim.__main__ import start\nstart()"
    )
    words = line.split(" ")
    asked = {
        "_DETENTE_COMPLETE": "complete_bash",
        "_DETENTE_LINE": "\n".join(words),
        "_DETENTE_AT": str(len(words) - 1),
        "_DETENTE_WORD": words[-1],
    }
    run = [sys.executable, "-c", script]
    done = subprocess.run(run, cwd=tmp_path, env=environment(**asked), capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [*told, ""]
