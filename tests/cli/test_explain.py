"""Explanations on the command line: stories on file, depths, files, standard input, and what is refused."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import Run
from tests.cli.test_commands import compare_with_file

STORIES = [
    ("action-for-action", "full"),
    ("action-for-action", "brief"),
    ("dismantle-first", "brief"),
    ("relief-first", "full"),
    ("small-steps", "full"),
    ("war-of-attrition", "full"),
    ("sanctions-until-done", "full"),
    ("alternating-offers", "full"),
    ("reassurance", "full"),
    ("reassurance", "brief"),
    ("covert-production", "brief"),
]

OFFERS = """
format: 1
kind: offers
title: Four offers
players: {us: {name: Buyer, patience: 0.9}, nk: {name: Seller, patience: 0.8}}
surplus: 1
grid: 10
rounds: 4
"""


@pytest.mark.parametrize(("name", "depth"), STORIES)
def test_the_explanation_of_a_bundled_scenario_is_the_one_on_file(detente: Run, name: str, depth: str) -> None:
    """Set DETENTE_UPDATE_STORIES=1 to write the stories anew, and read the difference before you commit it."""
    done = detente("explain", name, "--depth", depth)
    assert (done.code, done.err) == (0, "")
    compare_with_file(done.out, f"explain-{name}-{depth}")


def test_a_mediators_plan_is_explained_by_what_each_is_told(detente: Run) -> None:
    out = detente("explain", "seoul", "--solve", "correlated", "--depth", "brief").out
    assert "A mediator tells each side in private what to do." in " ".join(out.split())


def test_markdown_is_printed_on_request_and_written_by_suffix(detente: Run) -> None:
    printed = detente("explain", "small-steps", "--markdown").out
    assert printed.startswith("# A deal in small steps: why nobody does otherwise\n\n## What is played\n")
    assert detente("explain", "small-steps", "--out", "why.md") == (0, "", "")
    assert Path("why.md").read_text(encoding="utf-8") == printed
    assert detente("explain", "small-steps", "--out", "why.txt") == (0, "", "")
    assert Path("why.txt").read_text(encoding="utf-8") == detente("explain", "small-steps").out


def test_a_file_is_not_written_over_without_force_and_other_suffixes_are_refused(detente: Run) -> None:
    Path("why.md").write_text("mine", encoding="utf-8")
    refused = detente("explain", "small-steps", "--out", "why.md")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == "detente: why.md exists; add --force to replace it\n"
    assert Path("why.md").read_text(encoding="utf-8") == "mine"
    assert detente("explain", "small-steps", "--out", "why.md", "--force").code == 0
    assert Path("why.md").read_text(encoding="utf-8").startswith("# A deal")
    wrong = detente("explain", "small-steps", "--out", "why.pdf")
    assert wrong.code == 2
    assert wrong.err == "detente: --out why.pdf: expected a name that ends in .txt, .md\n"


def test_an_unknown_depth_is_wrong_usage(detente: Run) -> None:
    done = detente("explain", "small-steps", "--depth", "deep")
    assert (done.code, done.out) == (2, "")
    assert "'brief', 'full'" in done.err


def test_a_concept_without_explanation_says_so_and_which_to_try(detente: Run) -> None:
    done = detente("explain", "small-steps", "--solve", "quantal")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith("there is no explanation of 'quantal' for kind concessions; try --solve subgame-perfect\n")


def test_settings_change_the_explanation_and_wrong_ones_are_refused(detente: Run) -> None:
    held = detente("explain", "action-for-action", "--depth", "brief", "--set", "leakage=0.4").out
    assert "The agreement is never complete; the rounds run out" in " ".join(held.split())
    wrong = detente("explain", "action-for-action", "--set", "leakag=0.4")
    assert (wrong.code, wrong.out) == (1, "")
    assert "leakage" in wrong.err


def test_a_scenario_is_read_from_standard_input(detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OFFERS.encode())))
    done = detente("explain", "-")
    assert done.code == 0
    # Going back: 1, then 0.9 of it to the other, then 0.8 x 0.1, then 0.9 x 0.92.
    out = " ".join(done.out.split())
    assert "Round 4, the last. Seller proposes. By refusing, Buyer gets 0 outside" in out
    assert (
        "Round 3. Buyer proposes. By refusing, Seller gets 1 in round 4, worth 0.8 \N{MULTIPLICATION SIGN} 1 = 0.8 now"
        in out
    )
    assert "Buyer offers just that and keeps 1 \N{MINUS SIGN} 0.8 = 0.2." in out
    assert "Round 1. Buyer proposes." in out
