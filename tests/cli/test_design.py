"""`detente design` at the command line: the document's shape, all forms of an answer, and refusals in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.study.pay_first import PAY_FIRST

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Run


def test_the_document_has_the_rounds_with_their_shares_and_what_is_proven(detente: Run) -> None:
    told = json.loads(detente("design", "small-steps", "--json").out)
    assert (told["by"], told["found"], told["proven"], told["certified"]) == ("patience", True, True, True)
    assert told["divisible"] == ["sanctioning.relief", "armed.weapons"]
    assert told["bound"] < told["needed"] <= told["bound"] + 2e-6
    assert told["needed"] == max(told["patience"].values())
    for player in ("sanctioning", "armed"):
        shares = [p["share"] for taken in told["rounds"] for p in taken if p["player"] == player]
        assert sum(shares) == pytest.approx(1)
        assert [p for taken in told["rounds"] for p in taken if p["player"] == player][-1]["total"] == 1
    assert len(told["leaving_costs"]) == len(told["rounds"]) + 1


@pytest.mark.parametrize(
    "command",
    [
        "design small-steps",
        "design small-steps --brief",
        "design small-steps --quiet",
        "design small-steps --by margin",
        "design small-steps --by sum --any-order",
        "design small-steps --out a.svg",
        "design small-steps --out b.docx",
        "design small-steps --out c.txt",
        "design small-steps --out d.json",
        "design small-steps --part Round",
        "design small-steps --set peace=0",
        "design small-steps --set peace=0 --out e.svg",
        "design action-for-action --walk-away",
        "design action-for-action --punishment breakdown --quiet",
    ],
)
def test_every_form_is_an_answer(detente: Run, command: str) -> None:
    found = detente(*command.split())
    assert found.code == 0, found.err
    if "--out" not in command and "--part" not in command:
        assert "No roadmap holds" in found.out if "peace=0" in command else "Of all orders" in found.out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("design chicken", "not matrix"),
        ("design elmira", "not options"),
        ("design small-steps --walk-away", "no 'breakdown'"),
        ("design small-steps --by speed", "'speed'"),
        ("design small-steps --parts 0", "greater than or equal to 1"),
        ("design small-steps --with armed.weapons.verification=0.3", "may be faked"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(detente: Run, words: str, why: str) -> None:
    found = detente(*words.split())
    assert found.code != 0
    assert why in found.err


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("shares: {min: 0.6, max: 0.5}", "the smallest share is larger than the largest"),
        ("shares: {min: 0.6, max: 0.7}", "no number of such shares"),
        ("shares: {max: 0}", "no number of such shares"),
        ("shares: {max: 2}", "from 0 to 1"),
    ],
)
def test_limits_of_shares_that_cannot_be_kept_are_refused(detente: Run, tmp_path: Path, key: str, why: str) -> None:
    step = PAY_FIRST.index("id: ")
    end = min(PAY_FIRST.index(sign, step) for sign in ",}" if PAY_FIRST.find(sign, step) > 0)
    text = f"{PAY_FIRST[:end]}, divisible: true, {key}{PAY_FIRST[end:]}"
    (tmp_path / "it.yaml").write_text(text, encoding="utf-8")
    found = detente("check", "it.yaml")
    assert found.code == 1
    assert why in found.out + found.err
