"""`detente explain` of matrix games and trees, word for word."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.terminal import Run

STORIES = Path(__file__).parent / "stories"
TOLD = [
    ("prisoners-dilemma", "nash", "full"),
    ("prisoners-dilemma", "nash", "brief"),
    ("inspection", "nash", "full"),
    ("chicken", "correlated", "full"),
    ("stag-hunt", "quantal", "brief"),
    ("battle-of-the-sexes", "bargaining", "full"),
    ("mixed-commitment", "stackelberg", "full"),
    ("repeated-prisoners-dilemma", "repeated", "full"),
    ("centipede", "subgame-perfect", "full"),
    ("entry-deterrence", "nash", "full"),
    ("entry-deterrence-commitment", "stackelberg", "full"),
    ("take-it-or-leave-it-crisis", "subgame-perfect", "brief"),
    ("seltens-horse", "bayes-nash", "full"),
    ("stripped-down-poker", "pbe", "full"),
    ("beer-quiche", "pbe", "full"),
    ("beer-quiche", "pbe", "brief"),
]


@pytest.mark.parametrize(("name", "concept", "depth"), TOLD)
def test_the_explanation_is_the_one_on_file(detente: Run, name: str, concept: str, depth: str) -> None:
    """Set DETENTE_UPDATE_STORIES=1 to write the texts anew, and read the difference before you commit it."""
    text = detente("explain", name, "--solve", concept, "--depth", depth).out
    assert max(map(len, text.splitlines())) <= 88
    file = STORIES / f"explain-{name}-{concept}-{depth}.txt"
    if os.environ.get("DETENTE_UPDATE_STORIES"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
