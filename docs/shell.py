"""A shell for the commands on the pages, in which `detente` does not start Python anew each time.

A server imports the program once; each `detente` in a command is a fork of it that has taken over the arguments, the
folder, the environment and the three streams of its caller. Where there is no fork, a new Python is started each time.
Both print the same; `tests/test_shell.py` compares them.
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
WARM = ("matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "matplotlib.figure", "nashpy")
WARM += ("scipy.optimize", "scipy.sparse", "scipy.special", "scipy.stats")
PLAIN = re.compile(
    r"""(?:[^\s'",;|&<>(){}\[\]$`*?@\#\\\u2018-\u201f]|'[^'"$`\\\u2018-\u201f]*'|"[^"$`\\\u2018-\u201f]*"|\s)*"""
)
"""What bash, PowerShell and other shells read alike: words, and what has signs in it in quotes."""

LEFT_COLD = ("sim.__main__", "sim.study.cluster")

CLIENT = """
import array, json, os, socket, sys
link = socket.socket(socket.AF_UNIX)
link.connect(sys.argv[1])
asked = json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode()
streams = array.array("i", [0, 1, 2])
link.sendmsg([len(asked).to_bytes(8, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
link.sendall(asked)
for stream in streams:
    os.close(stream)
answer = link.recv(4)
os._exit(int.from_bytes(answer, "big") if answer else 70)
"""


def stranger(command: str) -> str:
    """What in a page's command not every shell reads alike, from its first sign on; empty if all is plain.

    Pages show what is typed: one `detente` and its words. Where a page needs a part of an answer the command prints
    that part (``--part``), and nothing is piped, looped over, written on the way or set for one command alone.

    Parameters
    ----------
    command : str
        What is written behind ``$`` on a page.
    """
    if not command.startswith("detente "):
        return command
    read = PLAIN.match(command)
    assert read is not None
    return command[read.end() :]


def environment() -> dict[str, str]:
    """What the commands find set: a terminal of 88 columns without colours, and this copy of the program."""
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    return os.environ | single | {"COLUMNS": "88", "NO_COLOR": "1", "MPLBACKEND": "agg", "PYTHONPATH": paths}


class Shell:
    """A shell in which `detente` runs this copy of the program.

    Parameters
    ----------
    forked : bool, optional
        Whether `detente` is forked from a server; by default where the system can.
    """

    def __init__(self, forked: bool | None = None) -> None:
        self.forked = hasattr(os, "fork") and hasattr(socket, "AF_UNIX") if forked is None else forked
        self._folder: str | None = None
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Shell:
        """Start the server."""
        if self.forked:
            self._folder = tempfile.mkdtemp(prefix="detente-")
            command = [sys.executable, __file__, str(Path(self._folder) / "socket")]
            pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self._server = subprocess.Popen(command, env=environment(), cwd=ROOT, **pipes)
            assert self._server.stdout is not None
            if self._server.stdout.readline() != b"ready\n":
                self.__exit__(None, None, None)
                raise RuntimeError("the server for the commands of the pages did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server, which leaves when its standard input ends."""
        if self._server is not None:
            for pipe in (self._server.stdin, self._server.stdout):
                if pipe is not None:
                    pipe.close()
            self._server.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, command: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run a line of shell; both streams come as one, as on a terminal.

        Parameters
        ----------
        command : str
            What is written behind ``$`` on a page.
        folder : Path
            Where it is run.
        """
        program = f'"{sys.executable}" -m sim'
        if self._folder is not None:
            program = f'"{sys.executable}" -I -S -c "$DETENTE_CLIENT" "{self._folder}/socket"'
        return subprocess.run(
            ["bash", "-c", f'detente() {{ {program} "$@"; }}\n{command}'],
            cwd=folder,
            env=environment() | {"DETENTE_CLIENT": CLIENT},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )


def serve(address: str) -> NoReturn:
    """Fork for each caller until standard input ends."""
    import gc
    import selectors

    _warm()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(address)
    listening.listen(64)
    print("ready", flush=True)
    with selectors.DefaultSelector() as events:
        events.register(listening, selectors.EVENT_READ)
        events.register(0, selectors.EVENT_READ)
        while all(key.fileobj is listening for key, _ in events.select()):
            link, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                _answer(link)
            link.close()
    os._exit(0)


def _warm() -> None:
    """Import what a command would import, save for what starts threads, and make the commands of their functions."""
    import functools
    import pkgutil
    from importlib import import_module

    import typer.main

    import sim
    from sim.cli.app import app

    for name in WARM:
        import_module(name)
    for module in pkgutil.walk_packages(sim.__path__, "sim."):
        if module.name not in LEFT_COLD:
            with contextlib.suppress(ImportError):
                import_module(module.name)
    typer.main.get_command = functools.cache(typer.main.get_command)
    typer.main.get_command(app)


def _answer(link: socket.socket) -> NoReturn:
    """Run one command in a process of its own, and send its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    size, rights, *_ = link.recvmsg(8, socket.CMSG_SPACE(3 * 4))
    streams = array.array("i", rights[0][2])
    length = int.from_bytes(size, "big")
    asked = b""
    while len(asked) < length:
        asked += link.recv(length - len(asked))
    child = os.fork()
    if child == 0:
        link.close()
        _become(*json.loads(asked), list(streams))
    for stream in (0, 1, 2, *streams):
        os.close(stream)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with contextlib.suppress(OSError):
        link.sendall((code if code >= 0 else 128 - code).to_bytes(4, "big"))
    os._exit(0)


def _become(arguments: list[str], folder: str, variables: dict[str, str], streams: list[int]) -> NoReturn:
    """Be what `python -m sim` would be: folder, environment, streams and arguments are the caller's."""
    import runpy
    import traceback

    code = 1
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(  # noqa: SIM115
            2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False
        )
        variables.pop("DETENTE_CLIENT", None)
        os.environ.clear()
        os.environ.update(variables)
        os.chdir(folder)
        sys.argv[1:] = arguments
        runpy.run_module("sim", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as leave:
        code = leave.code if isinstance(leave.code, int) else 1
    except BaseException:
        traceback.print_exc()
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    serve(sys.argv[1])
