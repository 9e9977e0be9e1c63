"""`detente quota` at the command line: Dresher's numbers, all forms of an answer, and refusals in words."""

from __future__ import annotations

import json
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Run


def test_the_document_has_dreshers_values_for_every_quota(detente: Run) -> None:
    """-C(n - 1, k) / (C(n, 0) + ... + C(n, k)) (Dresher 1962)."""
    told = json.loads(detente("quota", "inspection-quota", "--rounds", "6", "--inspections", "2", "--json").out)
    values = [Fraction(q["exactly"]) for q in told["quotas"]]
    assert values == [-Fraction(comb(5, k), sum(comb(6, i) for i in range(k + 1))) for k in range(7)]
    assert Fraction(told["exactly"]) == values[2]
    assert told["certified"]
    assert told["blind"]
    assert told["plan"][0]["round"] == 0
    assert set(told) == {
        "format", "scenario", "file", "sha256", "settings", "version", "kind", "rounds", "inspections", "violations",
        "actions", "caught", "harm", "value", "exactly", "inspect", "violate", "blind", "certified", "quotas", "plan",
        "loss", "least", "answer", "notes",
    }  # fmt: skip


def test_the_least_quota_for_a_loss(detente: Run) -> None:
    """In 8 rounds 4 inspections leave a loss of 35/163, 5 one of 7/73 (Dresher's formula)."""
    found = detente("quota", "inspection-quota", "--loss", "0.1", "--quiet")
    assert "The least quota with which Inspector loses no more than 0.1 is 5." in found.out


@pytest.mark.parametrize(
    "command",
    [
        "quota inspection-quota",
        "quota inspection-quota --brief --violations 3",
        "quota inspection-quota --inspections 0 --rounds 1",
        "quota inspection-quota --inspections 8 --set caught=2",
        "quota inspection-quota --out a.svg",
        "quota inspection-quota --out b.docx",
        "quota inspection-quota --out c.json",
    ],
)
def test_every_form_is_an_answer(detente: Run, command: str) -> None:
    found = detente(*command.split())
    assert found.code == 0, found.err
    assert "--out" in command or "Inspector" in found.out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("quota", "chicken"), "do not sum to 0"),
        (("quota", "shapley"), "two actions on each side"),
        (("quota", "matching-pennies"), "must pay nothing"),
        (("quota", "intrusion"), "not concessions"),
        (("quota", "inspection-quota", "--inspections", "9"), "0 to 8 inspections"),
        (("quota", "inspection-quota", "--violations", "9"), "1 to 8 violations"),
        (("quota", "inspection-quota", "--rounds", "61"), "60"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(detente: Run, words: tuple[str, ...], why: str) -> None:
    found = detente(*words)
    assert found.code != 0
    assert why in found.err


def test_an_inspector_that_gains_by_a_missed_violation_is_refused(detente: Run, tmp_path: Path) -> None:
    text = """\
format: 1
kind: matrix
title: Odd
players: {a: {name: A, actions: [x, y]}, b: {name: B, actions: [p, q]}}
payoffs: [[[0, 0], [1, -1]], [[0, 0], [2, -2]]]
"""
    (tmp_path / "odd.yaml").write_text(text, encoding="utf-8")
    assert "must cost the inspector something" in detente("quota", "odd.yaml").err
