"""Pictures are drawn without a backend, whatever the environment says of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal import environment, process


@pytest.mark.parametrize("backend", ["module://matplotlib_inline.backend_inline", "module://nowhere", "nosuch", ""])
def test_a_backend_that_is_not_installed_does_not_matter(tmp_path: Path, backend: str) -> None:
    """A notebook sets it for all programs that are started from it; the package of that one may be another one's."""
    done = process("plot", "chicken", "--out", "a.png", cwd=tmp_path, env=environment(MPLBACKEND=backend))
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
