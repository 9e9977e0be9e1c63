"""Completion put where a shell reads it when it starts: a script of its own, and a line in the shell's own file."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.upkeep.shell.answer import SCRIPTS, script

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 60
"""Seconds that a shell has to say where its start-up file is."""


def shell_now() -> str:
    """The name of the shell that the program was called from.

    Raises
    ------
    OutputError
        If it is none that can be told of.
    """
    from importlib import import_module

    from sim.errors import OutputError

    try:
        found = str(import_module("shellingham").detect_shell()[0]).lower()  # typer brings it along
    except (ImportError, OSError, RuntimeError):
        found = Path(os.environ.get("SHELL", "")).name.lower()
    if found not in SCRIPTS:
        raise OutputError(f"expected bash, zsh, fish or PowerShell, found {found or 'no shell'}")
    return found


def install(shell: str) -> Path:
    """Write the script of a shell, and where the shell does not look for it by itself a line that has it read.

    Parameters
    ----------
    shell : str
        Its name.

    Returns
    -------
    Path
        Where the script is.

    Raises
    ------
    OutputError
        If the file system refuses, or nobody knows where the shell's files are.
    """
    from sim.errors import OutputError
    from sim.show.output import write

    try:
        path, start, line = _PLACES[shell](shell)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        raise OutputError(f"where {shell} has its files cannot be found out: {error}") from None
    write(path, lambda file: _write(file, script(shell)))
    if start is not None:
        _append(start, line)
    return path


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _append(start: Path, line: str) -> None:
    """Put a line at the end of a file, unless it is there; whatever else the file holds stays as it is."""
    from sim.errors import OutputError
    from sim.show.output import make_folder

    make_folder(start.parent)
    try:
        before = start.read_bytes() if start.exists() else b""
        told = line.encode("utf-8")
        if told in before.splitlines():
            return
        with start.open("ab") as file:
            file.write((b"" if not before or before.endswith(b"\n") else b"\n") + told + b"\n")
    except OSError as error:
        raise OutputError(f"{start} cannot be written: {(error.strerror or str(error)).lower()}") from None


def _bash(_: str) -> tuple[Path, Path | None, str]:
    path = Path.home() / ".bash_completions" / "detente.sh"
    return path, Path.home() / ".bashrc", f"source '{path}'"


def _zsh(_: str) -> tuple[Path, Path | None, str]:
    start = Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc"
    return Path.home() / ".zfunc" / "_detente", start, "fpath+=~/.zfunc; autoload -Uz compinit; compinit"


def _fish(_: str) -> tuple[Path, Path | None, str]:
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return folder / "fish" / "completions" / "detente.fish", None, ""


def _powershell(shell: str) -> tuple[Path, Path | None, str]:
    asked = [shell, "-NoProfile", "-Command", "[Console]::OutputEncoding = [Text.UTF8Encoding]::new(); $PROFILE"]
    done = subprocess.run(asked, capture_output=True, check=True, timeout=PATIENCE)
    start = Path(done.stdout.decode("utf-8-sig", "replace").strip())
    path = start.with_name("detente.completion.ps1")
    return path, start, ". '{}'".format(str(path).replace("'", "''"))


_PLACES: dict[str, Callable[[str], tuple[Path, Path | None, str]]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
    "powershell": _powershell,
    "pwsh": _powershell,
}
"""Where the script is written, the file that the shell reads when it starts, and what is to stand in that."""
