"""The notebooks are lessons that run: stored clean, executed from first to last, their numbers worked out again."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))
AT_MOST = 25
"""Seconds for a notebook."""

MARKED = re.compile(r"`[^`]*`|\(\*[^)]*\)|\([^()]*\d{4}[^()]*\)|<[^>]+>|\bin 2018\b|\*\*Question \d+\.\*\*")
"""Code, sources with their years, marks and numbers of questions: what is not said of a result."""


class ThisInterpreter(AsyncKernelManager):
    """Starts the kernel with the Python that runs the tests, whatever kernels are installed."""

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The command."""
        return [sys.executable, "-m", "ipykernel_launcher", "-f", self.connection_file]


@cache
def stored(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def cells(path: Path, kind: str) -> list[Any]:
    return [cell for cell in stored(path).cells if cell.cell_type == kind]


def claims(path: Path) -> list[str]:
    """What the last cell, which no reader sees, works out again."""
    cell = stored(path).cells[-1]
    assert "remove-cell" in cell.metadata.tags
    tree = ast.parse(cell.source)
    found = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == "claims"
        and isinstance(node.value, ast.Dict)
    )
    return [ast.literal_eval(key) for key in found.keys if key is not None]


def test_there_are_two_lessons() -> None:
    assert {path.stem for path in NOTEBOOKS} >= {"order-of-moves", "trust-and-signals"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_what_running_it_leaves(path: Path) -> None:
    for cell in cells(path, "code"):
        assert cell.outputs == []
        assert cell.execution_count is None
    for cell in stored(path).cells:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", cell.id), "identifiers are words, so that changes can be read"
    assert set(stored(path).metadata) == {"kernelspec", "language_info"}
    assert set(stored(path).metadata.language_info) == {"name"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_reads_as_a_lesson(path: Path) -> None:
    shown = [cell for cell in cells(path, "code") if "remove-cell" not in cell.metadata.get("tags", ())]
    assert all(len(cell.source.splitlines()) <= 5 for cell in shown)
    told = [cell.source for cell in cells(path, "markdown")]
    questions = [text for text in told if "**Question" in text]
    answers = [text for text in told if text.startswith("<details><summary>Answer</summary>")]
    assert len(questions) == len(answers) >= 5


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_number_in_the_text_is_worked_out_again(path: Path) -> None:
    prose = "\n".join(cell.source for cell in cells(path, "markdown"))
    known = claims(path)
    assert [claim for claim in known if claim not in prose] == [], "claims that the text does not make any more"
    checked = set(re.findall(r"\d+(?:\.\d+)?", " ".join(known)))
    said = set(re.findall(r"\d+(?:\.\d+)?", MARKED.sub("", prose)))
    assert said <= checked


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_shows_what_it_promises_and_leaves_nothing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    here.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(elsewhere))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(elsewhere))
    monkeypatch.delenv("MPLBACKEND", raising=False)
    notebook = nbformat.from_dict(stored(path))  # type: ignore[no-untyped-call]
    NotebookClient(
        notebook,
        timeout=AT_MOST,
        kernel_manager_class=ThisInterpreter,
        resources={"metadata": {"path": str(here)}},
    ).execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in shown if output.output_type in ("error",) or output.get("name") == "stderr"]
    kinds = [kind for output in shown for kind in output.get("data", {})]
    assert kinds.count("image/svg+xml") >= 3
    assert kinds.count("text/html") >= 8
    assert list(here.iterdir()) == []
