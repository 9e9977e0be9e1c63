"""Connections that send nothing, or a request by drops: they are closed, and those that ask are answered."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.classroom.web import impatient
from sim.classroom.web.address import listening
from sim.classroom.web.serve import server_of
from tests.classroom.parts import part
from tests.classroom.web.phones import Pages

HEAD = b"GET /news HTTP/1.1\r\nHost: 127.0.0.1\r\n"
FORM = b"POST /join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\ncode="


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(impatient, "PATIENCE", 0.3)
    with listening(False, 0) as at:
        server = server_of(Pages(tmp_path, part("chicken")).desk)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [at]})
        thread.start()
        yield at.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("sent", [b"", HEAD, FORM])
def test_a_connection_over_which_no_whole_request_comes_is_closed(port: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5.0) as loris:
        start = time.monotonic()
        loris.sendall(sent)
        while True:
            try:
                loris.sendall(b"x" if sent else b"")  # by drops, for as long as it is let
                loris.settimeout(0.1)
                if not loris.recv(10_000):
                    break
            except TimeoutError:
                assert time.monotonic() - start < 3.0
            except OSError:
                break


def test_a_connection_that_asks_now_and_then_is_kept_and_one_that_begins_to_ask_is_not(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5.0) as phone:
        for _ in range(4):
            phone.sendall(HEAD + b"\r\n")
            answer = b""
            while not answer.endswith(b"}"):
                answer += phone.recv(10_000)
            assert answer.startswith(b"HTTP/1.1 200")
            time.sleep(0.2)
        phone.sendall(HEAD)
        assert phone.recv(10_000) == b""
