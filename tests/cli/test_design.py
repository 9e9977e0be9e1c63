"""`detente design` at the command line: the document's shape, all forms of an answer, and refusals in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.study.pay_first import PAY_FIRST

if TYPE_CHECKING:
    from tests.cli.terminal import Run

PROJECT = str(Path(__file__).parents[2] / "docs" / "examples" / "common-project.yaml")


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


def test_what_waiting_costs_is_told_of_both_sides_and_who_takes_which_piece(detente: Run) -> None:
    """Admati and Perry (1991): of a cost of 2 both of two pieces are 1, at the golden section."""
    told = json.loads(detente("design", PROJECT, "--wait", "--json").out)
    assert (told["wait"], told["punishment"], told["margin"], told["certified"]) == (True, None, None, True)
    assert (told["divisible"], told["either"], told["assignments"]) == (["one.project"], ["one.project"], 3)
    assert told["needed"] == pytest.approx((5**0.5 - 1) / 2, abs=2e-6)
    taken = [piece for pieces in told["rounds"] for piece in pieces]
    assert {piece["player"] for piece in taken} == {"one", "two"}
    assert {piece["step"] for piece in taken} == {"project", "one.project"}
    assert [piece["total"] for piece in taken] == pytest.approx([0.5, 1], abs=1e-5)
    assert [set(costs.values()) == {None} for costs in told["leaving_costs"]] == [False, False, True]
    story = " ".join(detente("design", PROJECT, "--wait").out.split())
    assert "waiting instead of taking “The project (a piece)” in round 1, the roles being exchanged, and needs" in story
    assert "Where it does nothing, the other side takes it a round later" in story
    assert "leaves" not in story


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
        f"design {PROJECT} --wait",
        f"design {PROJECT} --wait --by sum --parts 3 --brief",
        f"design {PROJECT} --wait --quiet --out f.svg",
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
        (
            "design small-steps --with armed.weapons.verification=0.3",
            "armed[0].verification: 'armed.weapons' may be faked",
        ),
        (
            "design small-steps --wait",
            "small-steps.yaml:33:17: concessions.sanctioning[0]: 'sanctioning.relief' is taken",
        ),
        (f"design {PROJECT} --wait --by margin", "--by: an error in a payoff"),
        (f"design {PROJECT} --wait --punishment snapback", "--punishment: nobody leaves"),
        (f"design {PROJECT} --wait --walk-away", "--walk-away: nobody leaves"),
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
