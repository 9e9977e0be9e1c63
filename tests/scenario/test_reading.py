"""Files, devices and pipes are read with a bound, and files are looked at before they are read."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sim.errors import FileTooLargeError, ScenarioError
from sim.scenario.load import load
from sim.scenario.reading import contents
from sim.study.classroom.session_file import SessionFileError, read_session

GIGABYTES = 4 << 30
SMALL = b"format: 1\nkind: matrix\ntitle: t\nplayers: {a: {actions: [x]}, b: {actions: [y]}}\npayoffs: [[[1, 2]]]\n"
DEVICE = Path("/dev/zero")
devices = pytest.mark.skipif(not DEVICE.exists(), reason="there is no such device here")


def detente(*arguments: str, stdin: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command line with at most two gigabytes of memory."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))

    with (stdin or Path(os.devnull)).open("rb") as stream:
        command = [sys.executable, "-m", "sim", *arguments]
        return subprocess.run(
            command, stdin=stream, capture_output=True, text=True, timeout=60, check=False, preexec_fn=bound
        )


@pytest.fixture
def sparse(tmp_path: Path) -> Path:
    """A file of gigabytes that takes no room."""
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(GIGABYTES)
    return path


def test_a_file_of_gigabytes_is_not_read(sparse: Path) -> None:
    with pytest.raises(FileTooLargeError) as caught:
        contents(sparse, 1000)
    assert str(caught.value) == f"the file has {GIGABYTES:,} bytes; at most 1,000 are read"
    with pytest.raises(ScenarioError, match=f"{GIGABYTES:,} bytes"):
        load(sparse)
    with pytest.raises(SessionFileError, match="too large"):
        read_session(sparse)


def test_as_much_as_is_allowed_is_read_and_not_a_byte_more(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"abc")
    assert contents(path, 3) == b"abc"
    with pytest.raises(FileTooLargeError):
        contents(path, 2)


@devices
def test_a_device_without_an_end_is_read_up_to_the_bound() -> None:
    with pytest.raises(FileTooLargeError, match="more than 1,000 bytes"):
        contents(DEVICE, 1000)


@devices
@pytest.mark.parametrize("command", [("check",), ("run",), ("import",), ("play", "--summary")])
def test_every_command_refuses_a_device_in_a_line(command: tuple[str, ...]) -> None:
    done = detente(*command, str(DEVICE))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@devices
@pytest.mark.parametrize("command", ["check", "import"])
def test_what_is_piped_in_is_bounded_too(command: str) -> None:
    done = detente(command, "-", stdin=DEVICE)
    assert done.returncode == 1
    assert "<stdin>" in done.stderr
    assert "bytes" in done.stderr
    assert "Traceback" not in done.stderr


@devices
def test_an_answer_in_a_game_that_does_not_end_is_refused() -> None:
    done = detente("play", "chicken", stdin=DEVICE)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "detente: an answer has at most 10,000 characters"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_that_ends_is_read_like_a_file(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(SMALL,))
    writer.start()
    assert load(path).title == "t"
    writer.join()
