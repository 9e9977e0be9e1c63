"""The pages' commands print the same from the server that forks as from a new Python each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

COMMANDS = {
    "a story cut off by a pipe": "detente run stag-hunt | head -3",
    "help, in the terminal's width": "COLUMNS=70 detente plot --help | head -12",
    "an error, which comes before what is printed at the end": "detente run chicken nothing; echo code $?",
    "wrong usage": "detente plot; echo code $?",
    "one command's output as another's input": "detente catalog chicken | detente run - --quiet",
    "workers of their own, and two streams": "detente sweep stag-hunt stag=3.5:4.5:3 --json 2>/dev/null | cut -c -120",
    "a picture": "detente plot chicken --out chicken.svg --force && cksum chicken.svg",
}


@pytest.fixture
def forked(shell: Any) -> Any:
    """The shell whose commands are forks."""
    if not shell.forked:
        pytest.skip("this system has no fork")
    return shell


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_forked_command_prints_what_a_new_python_prints(command: str, forked: Any, tmp_path: Path) -> None:
    new = type(forked)(forked=False).run(command, tmp_path)
    fork = forked.run(command, tmp_path)
    assert (fork.stdout, fork.returncode) == (new.stdout, new.returncode)


def test_what_a_command_changes_does_not_reach_the_next(forked: Any, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    forked.run("cd deep && export COLUMNS=60 && detente new my.yaml", tmp_path)
    assert (tmp_path / "deep" / "my.yaml").exists()
    assert forked.run("detente check my.yaml; echo $COLUMNS", tmp_path).stdout.endswith("88\n")


def test_the_server_has_one_thread_so_that_a_fork_is_whole(forked: Any) -> None:
    threads = Path(f"/proc/{forked._server.pid}/task")
    if not threads.exists():
        pytest.skip("this system does not list threads")
    assert len(list(threads.iterdir())) == 1
