"""The command line without its start: one process has loaded everything, and forks for each command.

``docs/generate.py`` runs hundreds of commands, and most of what each would take is loading libraries. A command that is
run here has a process, a folder, an environment and standard streams of its own, as any other.
"""

from __future__ import annotations

import json
import os
import socket
import sys


def ask(path: str, arguments: list[str]) -> int:
    """Hand a command and this process's standard streams over, and wait for its exit code."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.connect(path)
        request = json.dumps({"folder": os.getcwd(), "environment": dict(os.environ), "arguments": arguments})
        socket.send_fds(line, [f"{len(request.encode()):16d}".encode()], [0, 1, 2])
        line.sendall(request.encode())
        answer = line.recv(16)
    return int(answer) if answer else 1


def serve(path: str) -> None:
    """Wait for commands, until the one who started this ends it."""
    import signal

    import matplotlib.pyplot
    import nashpy
    import numpy
    import pydantic
    import scipy.optimize
    import scipy.sparse

    import sim.cli
    import sim.scenario.load

    assert all((matplotlib.pyplot, nashpy, numpy, pydantic, scipy.optimize, scipy.sparse, sim.cli, sim.scenario.load))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.bind(path)
        door.listen(64)
        while True:
            line, _ = door.accept()
            if os.fork() == 0:
                door.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _carry_out(line)
            line.close()


def _carry_out(line: socket.socket) -> None:
    """Do what is asked in this process, which is the command's own, and end it."""
    length, streams, _, _ = socket.recv_fds(line, 16, 3)
    text = b""
    while len(text) < int(length):
        text += line.recv(65536)
    request = json.loads(text)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    # New ones: those from the start know what they were connected to.
    sys.stdin, sys.stdout = open(0, encoding="utf-8", closefd=False), open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = ["detente", *request["arguments"]]
    code = 1
    try:
        from sim.cli import main

        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        line.sendall(str(code).encode())
        os._exit(code)


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        serve(sys.argv[2])
    else:
        sys.exit(ask(sys.argv[1], sys.argv[2:]))
