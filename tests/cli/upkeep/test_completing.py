"""What the shell offers: the user's own files first, then names; parameters, players, concepts of what is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.upkeep.completing import complete_files
from sim.concepts import NAMES as CONCEPT_NAMES
from sim.kinds import NAMES
from tests.cli.terminal import environment, shell

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
    "detente run none.yaml --set ": [],
    "detente run notes.txt --set ": [],
    "detente catalog stag": ["stag-hunt"],
    "detente require stuff.yaml deal h": ["hare"],
}
"""What is typed up to where the shell asks, and what it is to offer: own files before names, then what a file has."""

ASKING = """
import json, os, sys
from sim.cli import main
shell, lines = json.loads(sys.argv[1])
sys.argv = ["detente"]
os.environ["_DETENTE_COMPLETE"], os.environ["_TYPER_COMPLETE_FISH_ACTION"] = f"complete_{shell}", "get-args"
for line in lines:
    words = line.split(" ")
    if shell == "bash":
        os.environ["COMP_WORDS"], os.environ["COMP_CWORD"] = line, str(len(words) - 1)
    else:
        os.environ["_TYPER_COMPLETE_ARGS"], os.environ["_TYPER_COMPLETE_WORD_TO_COMPLETE"] = line, words[-1]
    try:
        main()
    except SystemExit:
        print("-----")
"""


@pytest.mark.parametrize("shell_name", SHELLS)
def test_every_shell_is_offered_files_names_and_what_a_file_has(shell_name: str, tmp_path: Path) -> None:
    (tmp_path / "stuff.yaml").write_text(HUNT, encoding="utf-8")
    (tmp_path / "notes.txt").touch()
    (tmp_path / "games" / "old").mkdir(parents=True)
    (tmp_path / "games" / "one.yaml").touch()
    line = [sys.executable, "-c", ASKING, json.dumps([shell_name, list(LINES)])]
    done = subprocess.run(line, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
    answers = done.stdout.split("-----\n")[:-1]
    assert {line: _words(told) for line, told in zip(LINES, answers, strict=True)} == LINES


def _words(told: str) -> list[str]:
    """What is offered, without what one shell or the other has around it."""
    inner = told.strip().removeprefix("_arguments '*: :((").removesuffix("))'")
    lines = [text.partition(":::")[0].split("\t")[0] for text in inner.splitlines()]
    return [text.strip('"').replace("\\", "") for text in lines if text and text != "_files"]


def test_hidden_files_are_offered_when_their_dot_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".mine.yaml").touch()
    (tmp_path / "a b.yml").touch()
    assert complete_files("") == ["a b.yml"]
    assert complete_files(".m") == [".mine.yaml"]
    assert complete_files("none/") == []
    (tmp_path / "empty").mkdir()
    assert complete_files("emp") == ["empty/"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no bash")
def test_bash_itself_completes_a_file(tmp_path: Path) -> None:
    (tmp_path / "stuff.yaml").write_text(HUNT, encoding="utf-8")
    program = tmp_path / "bin" / "detente"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{_AS_DETENTE}" "$@"\n')
    program.chmod(0o755)
    script = (
        'unset -f detente; eval "$(_DETENTE_COMPLETE=source_bash detente)"\n'
        'COMP_WORDS=(detente run stu); COMP_CWORD=2; _detente_completion detente; echo "${COMPREPLY[@]}"'
    )
    done = shell(script, tmp_path, PATH=f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    assert done.out.split() == ["stuff.yaml", "stubborn"], done.err


_AS_DETENTE = "import sys; sys.argv[0] = 'detente'; from sim.__main__ import start; start()"


def test_completing_loads_nothing_that_solving_and_drawing_need(tmp_path: Path) -> None:
    """Where a word takes longer than a blink people stop asking for it; what is loaded is most of that time."""
    (tmp_path / "stuff.yaml").write_text(HUNT, encoding="utf-8")
    script = (
        "import sys; sys.argv = ['detente']\nfrom sim.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*{'numpy', 'scipy', 'matplotlib', 'xarray', 'sim.scenario.load', 'sim.engine.solve'} & set(sys.modules))"
    )
    asked = {"_DETENTE_COMPLETE": "complete_bash", "COMP_WORDS": "detente run stuff.yaml --set ", "COMP_CWORD": "4"}
    line = [sys.executable, "-c", script]
    done = subprocess.run(line, cwd=tmp_path, env=environment(**asked), capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["stag=", "hare="]
