"""`detente inspection` at the command line: the document's shape, all forms of an answer, and refusals in words."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.terminal import Run


def test_the_document_has_the_window_its_ends_and_who_leaves_beyond_them(detente: Run) -> None:
    told = json.loads(detente("inspection", "intrusion", "--json").out)
    assert (told["roadmap"]["name"], told["holds"], told["certified"]) == ("phased", True, True)
    assert told["roadmap"]["rounds"][2] == ["nk.freeze"]
    (level,) = told["parameters"]
    (window,) = level["window"]
    assert Fraction(window["stop"]["holds"]) == Fraction(3164, 9375)
    assert window["stop"]["exact"]
    assert not window["start"]["exact"]
    assert [(b["player"], b["acts"][0]["act"]) for b in level["breaks"]] == [("nk", "fake"), ("nk", "hold_out")]
    assert [h["step"] for h in told["hidden"]] == ["nk.freeze", "nk.site", None]
    assert set(told) == {
        "format", "scenario", "file", "sha256", "settings", "version", "kind", "roadmap", "holds", "nearest",
        "certified", "parameters", "hidden", "solved", "answer", "notes",
    }  # fmt: skip


def test_that_no_window_was_found_is_said_with_both_numbers(detente: Run) -> None:
    """Twice the exposure halves what is accepted."""
    found = detente("inspection", "intrusion", "--set", "exposure=3", "--quiet")
    assert "no window was found. 0.2217516 is needed, 1582/9375 ≈ 0.1687467 is accepted." in found.out


@pytest.mark.parametrize(
    "command",
    [
        "inspection intrusion",
        "inspection intrusion --brief",
        "inspection intrusion --quiet",
        "inspection intrusion intrusion=0.1:0.5 exposure --roadmap together --points 5",
        "inspection intrusion --roadmap best --points 3",
        "inspection intrusion --out a.svg",
        "inspection intrusion --out b.docx",
        "inspection intrusion --out c.json",
        "inspection covert-production --points 3",
    ],
)
def test_every_form_is_an_answer(detente: Run, command: str) -> None:
    words = command.split()
    found = detente(*words)
    assert found.code == 0, found.err
    if "--out" not in words:
        assert "holds" in found.out or "does not hold" in found.out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("inspection", "chicken"), "not matrix"),
        (("inspection", "elmira"), "not options"),
        (("inspection", "stalled"), "no step of this file can be faked"),
        (("inspection", "intrusion", "exposre"), "did you mean 'exposure'"),
        (("inspection", "intrusion", "--roadmap", "phasde"), "did you mean 'phased'"),
        (("inspection", "intrusion", "--roadmap", "nk.freeze"), "the next step of 'nk' is 'nk.access'"),
        (("inspection", "intrusion", "--points", "2"), "greater than or equal to 3"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(detente: Run, words: tuple[str, ...], why: str) -> None:
    found = detente(*words)
    assert found.code != 0
    assert why in found.err
