"""What every test shares: a Hypothesis profile, a picture backend that needs no screen, and an order of long tests."""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")
for library in ("OPENBLAS", "OMP", "MKL"):  # each core has a worker already; threads of small products only wait
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

for name in (
    "COLORTERM",
    "FORCE_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "NO_COLOR",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
    "COLUMNS",
    "LINES",
):
    os.environ.pop(name, None)  # what the tester's own terminal can show says nothing about what a test shows

settings.register_profile("detente", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("detente")

LONG = ("test_docs.py", "test_shell.py", "test_notebooks.py", "test_site.py", "test_typed.py")
"""Files with tests that take ten seconds or more: they begin, so that no worker is left alone with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files with long tests first, in the order above; the others stay as they are."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="session")
def shell() -> Iterator[Any]:
    """The shell for the commands on the pages; its server takes seconds to start."""
    spec = importlib.util.spec_from_file_location("pages_shell", Path(__file__).parent.parent / "docs" / "shell.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.Shell() as started:
        yield started
