"""What the shell offers: the user's own files first, then names; parameters, players, concepts of what is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.upkeep.shell.completing import complete_files
from sim.concepts import NAMES as CONCEPT_NAMES
from sim.kinds import NAMES

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
HUNT = """\
format: 1
kind: matrix
title: Hunt
players: {ann: {actions: [a, b]}, bob: {actions: [a, b]}}
parameters: {stag: 4, hare: 3}
payoffs: [[[stag, stag], [0, hare]], [[hare, 0], [hare, hare]]]
"""
LINES: dict[str, list[str]] = {
    "detente run st": ["stuff.yaml", "strike", "stalled", "stag-hunt", "stripped-down-poker", "stubborn"],
    "detente compare stuff.yaml stu": ["stuff.yaml", "stubborn"],
    "detente fmt ": ["stuff.yaml", "games/"],
    "detente run ga": ["games/one.yaml", "games/old/"],
    "detente run games/": ["games/one.yaml", "games/old/"],
    "detente run stuff.yaml --set ": ["stag=", "hare="],
    "detente map stuff.yaml h": ["hare"],
    "detente sweep stuff.yaml s": ["stag"],
    "detente play stuff.yaml --as b": ["bob"],
    "detente play ultimatum --as ": ["proposer", "responder"],
    "detente run stuff.yaml --select best:": ["best:ann", "best:bob"],
    "detente run stuff.yaml --solve qua": [name for name in CONCEPT_NAMES if name.startswith("qua")],
    "detente new --kind ": list(NAMES),
    "detente ru": ["run"],
    "detente qu": ["quota"],
    "detente --ver": ["--version"],
    "detente --plain ru": ["run"],
    "detente run --js": ["--json"],
    "detente run --color ": ["auto", "always", "never"],
    "detente run --color=al": ["--color=always"],
    "detente run stuff.yaml --solve=qua": [f"--solve={name}" for name in CONCEPT_NAMES if name.startswith("qua")],
    "detente run -- --js": [],
    "detente run stuff.yaml --out ": [],
    "detente nothing ": [],
    "detente run none.yaml --set ": [],
    "detente run notes.txt --set ": [],
    "detente catalog stag": ["stag-hunt"],
    "detente require stuff.yaml deal h": ["hare"],
}
"""What is typed up to where the shell asks, and what it is to offer: own files before names, then what a file has."""


def test_hidden_files_are_offered_when_their_dot_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".mine.yaml").touch()
    (tmp_path / "a b.yml").touch()
    assert complete_files("") == ["a b.yml"]
    assert complete_files(".m") == [".mine.yaml"]
    assert complete_files("none/") == []
    (tmp_path / "empty").mkdir()
    assert complete_files("emp") == ["empty/"]
