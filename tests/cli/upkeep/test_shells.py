"""Completion in the shells themselves, with what their scripts make of the answer, and where the scripts are put."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from sim.cli.upkeep.shell import install
from sim.cli.upkeep.shell.answer import SCRIPTS, script
from sim.errors import OutputError
from tests.cli.terminal import terminal
from tests.cli.upkeep.test_completing import HUNT

NAMES = ("stuff.yaml", "a b.yaml", "it's.yaml", 'quo"te.yaml', "dol$lar.yaml", "größe.yaml", "협상.yaml", "m@home.yaml")
TYPED = {
    "detente ru": ["run", "X"],
    "detente run --js": ["run", "--json", "X"],
    "detente run stuff.yaml --set st": ["run", "stuff.yaml", "--set", "stag=X"],
    "detente run gam": ["run", "games/X"],
    "detente run games/o": ["run", "games/one.yaml", "X"],
    r"detente run a\ b": ["run", "a b.yaml", "X"],
    'detente run "a b': ["run", "a b.yaml", "X"],
    "detente run 'a b": ["run", "a b.yaml", "X"],
    "detente run it": ["run", "it's.yaml", "X"],
    "detente run quo": ["run", 'quo"te.yaml', "X"],
    'detente run "dol': ["run", "dol$lar.yaml", "X"],
    "detente run grö": ["run", "größe.yaml", "X"],
    "detente run 협": ["run", "협상.yaml", "X"],
    "detente run m@": ["run", "m@home.yaml", "X"],
    "detente run stuff.yaml --select best:a": ["run", "stuff.yaml", "--select", "best:ann", "X"],
    "detente run --color=al": ["run", "--color=always", "X"],
    "detente run stuff.yaml --out not": ["run", "stuff.yaml", "--out", "notes.txt", "X"],
}
"""What is typed before a tab, and what the program is called with where X and a line's end are typed behind it."""

STARTED = {
    "bash": ["bash", "-i"],
    "zsh": ["zsh", "-i"],
    "fish": [
        "setsid",
        "--ctty",
        "--wait",
        "fish",
        "-i",
        "--init-command",
        "function fish_prompt; echo -n 'READY '; end",
    ],
}


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder with files of many names, and a home in which nothing is set up yet."""
    (tmp_path / "home").mkdir()
    (tmp_path / "room" / "games").mkdir(parents=True)
    for name in (*NAMES, "games/one.yaml", "games/two.yaml"):
        (tmp_path / "room" / name).write_text(HUNT, encoding="utf-8")
    (tmp_path / "room" / "notes.txt").touch()
    program = tmp_path / "bin" / "detente"
    program.parent.mkdir()
    asked = f'exec "{sys.executable}" -c "from sim.__main__ import start; start()"'
    called = f"printf '<%s>' \"$@\" >> '{tmp_path}/log'; echo >> '{tmp_path}/log'; echo CALLED"
    program.write_text(f'#!/bin/sh\n[ -n "$_DETENTE_COMPLETE" ] && {asked}\n{called}\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("shell", STARTED)
def test_a_shell_writes_what_the_program_is_to_be_called_with(
    shell: str, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if any(shutil.which(word) is None for word in (shell, STARTED[shell][0])) or sys.platform == "win32":
        pytest.skip(f"there is no {shell}")
    for name in ("ZDOTDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    path = f"{room / 'bin'}{os.pathsep}{os.environ['PATH']}"
    for name, value in {"HOME": str(room / "home"), "PATH": path, "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    for start in (".bashrc", ".zshrc"):
        (room / "home" / start).write_text("PS1='READY '\n")
    install.install(shell)
    with terminal(STARTED[shell], room / "room") as shown:
        shown.read_past(b"READY")
        for line in TYPED:
            shown.type(f"{line}\t")
            shown.type("X\r")
            shown.read_past(b"CALLED")
    called = (room / "log").read_text(encoding="utf-8").splitlines()
    assert dict(zip(TYPED, called, strict=True)) == {k: "".join(f"<{word}>" for word in v) for k, v in TYPED.items()}


@pytest.mark.parametrize(("shell", "start"), [("bash", ".bashrc"), ("zsh", ".zshrc"), ("fish", None)])
def test_what_a_shell_reads_when_it_starts_gets_one_line_more_and_loses_nothing(
    shell: str, start: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("ZDOTDIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    own = b"# caf\xe9\nalias d=detente"  # neither UTF-8 nor ended
    if start is not None:
        (tmp_path / start).write_bytes(own)
    for _ in range(2):
        assert install.install(shell).read_text(encoding="utf-8") == script(shell)
    if start is not None:
        found = (tmp_path / start).read_bytes()
        assert found.startswith(own + b"\n")
        assert found.removeprefix(own).count(b"\n") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script of sh")
def test_powershell_is_asked_where_its_profile_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The profile may lie anywhere; PowerShell has its name in the variable PROFILE (about_Profiles)."""
    profile = tmp_path / "it's" / "größe" / "profile.ps1"
    stand_in = tmp_path / "pwsh"
    stand_in.write_text(f'#!/bin/sh\necho "{profile}"\n', encoding="utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    path = install.install("pwsh")
    assert path == profile.with_name("detente.completion.ps1")
    assert profile.read_text(encoding="utf-8") == ". '{}'\n".format(str(path).replace("'", "''"))


def test_where_a_shell_is_not_to_be_had_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputError, match="where pwsh has its files cannot be found out"):
        install.install("pwsh")


def test_every_script_asks_with_what_is_read() -> None:
    for shell, name in SCRIPTS.items():
        text = script(shell)
        assert text.isascii(), name  # Windows PowerShell reads files without a mark in the code page of the system
        assert f"complete_{shell if shell != 'pwsh' else 'powershell'}" in text
        assert "_DETENTE_LINE" in text
        assert ("_DETENTE_AT" in text) == (shell == "bash")
        assert ("_DETENTE_WORD" in text) == (shell in ("bash", "powershell", "pwsh"))


def test_the_script_for_powershell_has_the_documented_shape() -> None:
    """Register-ArgumentCompleter: with -Native the word, the syntax tree and the cursor are given, in this order."""
    text = script("powershell")
    assert "Register-ArgumentCompleter -Native -CommandName detente -ScriptBlock {" in text
    assert "param($wordToComplete, $commandAst, $cursorPosition)" in text
    assert "[System.Management.Automation.CompletionResult]::new($text, $listed, 'ParameterValue', $about)" in text
    for opened, closed in ("{}", "()", "[]"):
        assert text.count(opened) == text.count(closed)
