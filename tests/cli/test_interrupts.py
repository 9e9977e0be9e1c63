"""Ctrl-C, at moments that are chosen and not waited for: exit 130, no traceback, nothing half-written."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.show.output import write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent to the process itself")

INTERRUPT = "import os, signal; os.kill(os.getpid(), signal.SIGINT)"


def python(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def silent(done: subprocess.CompletedProcess[str]) -> bool:
    return (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize("module", ["sim.cli", "typer", "sim.cli.scenarios", "sim.cli.interrupts"])
def test_an_interrupt_while_the_program_is_loaded_ends_it_silently(module: str) -> None:
    assert silent(
        python(f"""
import sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "{module}":
            {INTERRUPT}
sys.meta_path.insert(0, Interrupting())
sys.argv = ["detente", "run", "chicken"]
from sim.__main__ import start
start()
""")
    )


@pytest.mark.parametrize("place", ["sim.engine.solve", "sim.show.matrix.nash", "sim.show.text.blocks"])
def test_an_interrupt_while_a_command_works_ends_it_silently(place: str) -> None:
    assert silent(
        python(f"""
import sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "{place}":
            {INTERRUPT}
sys.meta_path.insert(0, Interrupting())
sys.argv = ["detente", "run", "chicken"]
from sim.__main__ import start
start()
""")
    )


def test_an_interrupt_that_turns_into_another_error_is_still_one() -> None:
    # Code that is not Python's may have no way to pass it on, and raise what it has.
    assert silent(
        python(f"""
import sim.cli.upkeep.commands
def work(**_):
    try:
        {INTERRUPT}
    except KeyboardInterrupt:
        raise SystemError("object does not appear to be a fraction") from None
sim.cli.upkeep.commands.app = work
sim.cli.entry()
""")
    )


def test_an_interrupt_that_is_lost_ends_the_program_all_the_same(tmp_path: Path) -> None:
    done = python(
        f"""
import sys, time
from pathlib import Path
import sim.cli.upkeep.commands
from sim.show.output import write
def lose(path):
    path.write_text("half")
    try:
        {INTERRUPT}
    except BaseException:
        pass
    while True:
        time.sleep(0.05)
sim.cli.upkeep.commands.app = lambda **_: write(Path(sys.argv[1]), lose)
sim.cli.entry()
""",
        str(tmp_path / "out.txt"),
    )
    assert silent(done)
    assert list(tmp_path.iterdir()) == []


def test_what_is_being_written_is_not_there_after_an_interrupt(tmp_path: Path) -> None:
    def fill(path: Path) -> None:
        path.write_text("half")
        raise KeyboardInterrupt

    (tmp_path / "old.txt").write_text("whole")
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "old.txt", fill)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("old.txt", "whole")]


def test_processes_end_with_the_interrupt_of_the_one_that_started_them() -> None:
    done = python("""
import time
from sim.study.processes import Processes
try:
    with Processes(2) as pool:
        pool.submit(time.sleep, 0).result()
        pool.submit(time.sleep, 600)
        print(*pool._executor._processes)
        raise KeyboardInterrupt
except KeyboardInterrupt:
    pass
""")
    assert done.returncode == 0
    assert done.stderr == ""
    for number in map(int, done.stdout.split()):
        stat = Path(f"/proc/{number}/stat")
        assert not stat.exists() or stat.read_text().split()[2] == "Z"


def test_an_interrupt_waits_while_processes_are_started() -> None:
    from sim.study.processes import _interrupts_held

    done = []

    def start() -> None:
        with _interrupts_held():
            signal.raise_signal(signal.SIGINT)
            done.append("started")

    with pytest.raises(KeyboardInterrupt):
        start()
    assert done == ["started"]
