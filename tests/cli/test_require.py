"""`detente require` at the command line: the document's shape, all forms of an answer, and refusals in words."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tests.study.pay_first import PAY_FIRST

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Run


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "it.yaml").write_text(PAY_FIRST, encoding="utf-8")
    return "it.yaml"


def test_the_document_has_what_is_set_its_size_and_what_comes_of_it(detente: Run, file: str) -> None:
    told = json.loads(detente("require", file, "deal", "cost", "--json").out)
    assert (told["now"], told["claim"], told["certified"]) == ("certain", "deal", True)
    first = told["changes"][0]
    # The deal fails from cost = patience * gain = 1.6 on: 0.6 more than the file has, of a range of 2.
    assert list(first["set"]) == ["cost"]
    assert first["deal"] == "impossible"
    assert first["size"] == pytest.approx(first["set"]["cost"] - 1)
    assert first["size"] == pytest.approx(2 * first["share"])
    assert 0.6 < first["size"] <= 0.604
    assert Fraction(first["exactly"]["cost"]) > Fraction(first["threshold"]["exactly"]) == Fraction("1.6")
    assert first["threshold"]["at"] == "possible"


def test_a_rule_has_its_key_and_what_it_is_changed_to(detente: Run) -> None:
    told = json.loads(detente("require", "stalled", "deal", "blame_us", "--points", "3", "--json").out)
    rules = [change for change in told["changes"] if "key" in change]
    assert {"key": "moves", "to": "simultaneous", "rule": "moves", "deal": "possible"}.items() <= rules[0].items()


@pytest.mark.parametrize(
    "command",
    [
        "require FILE deal",
        "require FILE deal --brief",
        "require FILE deal --quiet",
        "require FILE deal --be certain",
        "require FILE deal --be possible --json",
        "require FILE deal cost --two cost patience --out a.svg",
        "require FILE deal cost --out b.docx",
        "require FILE deal cost --out c.txt",
        "require FILE deal cost --out d.json",
        'require FILE deal --part "Each"',
        "require FILE deal cost=0:2 --set patience=0.9",
    ],
)
def test_every_form_is_an_answer(detente: Run, file: str, command: str) -> None:
    words = [file if word == "FILE" else word.strip('"') for word in command.split()]
    found = detente(*words)
    assert found.code == 0, found.err
    if "--json" not in words and "--out" not in words and "--part" not in words:
        assert "deal" in found.out
        assert "certain" in found.out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("require", "FILE", "dael"), "did you mean 'deal'"),
        (("require", "FILE", "certain deal"), "write 'deal' with --be certain"),
        (("require", "FILE", "no breakdown possible"), "write 'no breakdown' with --be possible"),
        (("require", "FILE", "deal by 3"), "the game has rounds 1 to 2"),
        (("require", "FILE", "deal", "price"), "no parameter 'price'"),
        (("require", "FILE", "deal", "gain"), "gives it no min and max"),
        (("require", "FILE", "deal", "cost=1.5:2"), "the file's own value"),
        (("require", "FILE", "deal", "--two", "cost", "cost"), "two different parameters"),
        (("require", "FILE", "deal", "--points", "2"), "greater than or equal to 3"),
        (("require", "chicken", "deal"), "not matrix"),
        (("require", "mixed-signals", "deal"), "nothing is hidden"),
        (("require", "elmira", "deal"), "not options"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(detente: Run, file: str, words: tuple[str, ...], why: str) -> None:
    found = detente(*[file if word == "FILE" else word for word in words])
    assert found.code != 0
    assert why in found.err


def test_the_document_of_a_variant_says_what_was_changed_and_what_changes_the_answer(detente: Run) -> None:
    asked = ("require", "small-steps", "deal", "--points", "3", "--json")
    document = json.loads(detente(*asked, "--with", "horizon=2").out)
    assert document["variant"] == {"horizon": "2"}
    assert isinstance(document["changes"], list)
    assert document["sha256"]
    assert "variant" not in json.loads(detente(*asked).out)
