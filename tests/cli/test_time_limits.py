"""`--time-limit` counts from the first byte that is read, and holds for what is told as well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Run


COMMANDS = ("run", "explain", "plot", "compare", "roadmaps", "reassurance", "simulate", "tournament", "check", "export")
STUDIES = ("lesson", "robust", "sensitivity")


@pytest.mark.parametrize("command", [*COMMANDS, *STUDIES])
def test_reading_the_file_counts(command: str, detente: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 20,000 numbers is not read in a hundredth of a second; the solver is not even asked."""
    monkeypatch.setattr("sim.cli.loading.READING", 0.0)
    rows = [[[i * j % 97, i + j] for j in range(100)] for i in range(100)]
    names = [str(k) for k in range(100)]
    data = {"format": 1, "kind": "matrix", "title": "Large", "players": {p: {"actions": names} for p in "ab"}}
    (tmp_path / "large.yaml").write_text(json.dumps(data | {"payoffs": rows}), encoding="utf-8")
    done = detente(command, str(tmp_path / "large.yaml"), "--time-limit", "0.01")
    assert (done.code, done.out) == (1, "")
    assert "large.yaml: stopped after 0.01 seconds; allow more with --time-limit" in done.err


def test_importing_counts_as_well(detente: Run, tmp_path: Path) -> None:
    numbers = " ".join("1 2" for _ in range(100 * 100))
    (tmp_path / "large.nfg").write_text(f'NFG 1 R "Large" {{ "a" "b" }} {{ 100 100 }} {numbers}', encoding="utf-8")
    done = detente("import", str(tmp_path / "large.nfg"), "--time-limit", "0.001")
    assert (done.code, done.out) == (1, "")
    assert "large.nfg: stopped after 0.001 seconds; allow more with --time-limit" in done.err
