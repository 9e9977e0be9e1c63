"""Running the command line: in this process, or as one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


def environment(**more: str) -> dict[str, str]:
    """The environment of a command that is run from any folder."""
    return os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "88"} | more


def process(*arguments: str, **more: Any) -> Done:
    """Run the command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "sim", *arguments],
        **{"env": environment(), "capture_output": True, "text": True, "check": False, "timeout": 60} | more,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def shell(script: str, cwd: Path, **more: str) -> Done:
    """Run a line of bash in which ``detente`` is the command."""
    line = f'detente() {{ "{sys.executable}" -m sim "$@"; }}\n{script}'
    done = subprocess.run(
        ["bash", "-c", line], cwd=cwd, env=environment(**more), capture_output=True, text=True, check=False, timeout=60
    )
    return Done(done.returncode, done.stdout, done.stderr)
