"""Explanations for tests: told in words, with the calculations in them found and worked out again."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.shown import shown
from sim.show.text.blocks import as_text

if TYPE_CHECKING:
    from sim.show.shown import Depth
    from sim.show.text.blocks import Text

F = Fraction


def explanation(scenario: Any, solution: Any, depth: Depth = "full") -> Text:
    return shown(scenario, solution).explain(depth)


@cache
def solved(name: str) -> tuple[Any, Any]:
    """A bundled scenario and its solution for the first concept of its form."""
    scenario = load(name)
    return scenario, solve(scenario)


def explained(name: str, depth: Depth = "full") -> Text:
    """The explanation of a bundled scenario's first concept."""
    return explanation(*solved(name), depth)


@cache
def told(name: str, concept: str, depth: Depth) -> Text:
    scenario = load(name)
    return explanation(scenario, _solved(name, concept), depth)


@cache
def _solved(name: str, concept: str) -> object:
    return solve(load(name), concept, time_limit=20)


def said(text: Text) -> str:
    """A text on one line."""
    return " ".join(as_text(text).split())


def words(text: Text) -> str:
    """A text on one line, with signs that a keyboard has."""
    return plain(said(text))


def plain(text: str) -> str:
    """The same with signs that a keyboard has."""
    for sign, typed in (("\N{NO-BREAK SPACE}", " "), ("\N{MULTIPLICATION SIGN}", "x"), ("\N{MINUS SIGN}", "-")):
        text = text.replace(sign, typed)
    return text


NUMBER = r"\(?-?[\d.,/]*\d\)?"
TIMES = " x "
# A sum of products; or, as in Bayes' rule, a product over a sum of products.
SUM = re.compile(
    rf"({NUMBER}(?:{TIMES}{NUMBER})(?: \+ {NUMBER}(?:{TIMES}{NUMBER}))*) (=|\N{{ALMOST EQUAL TO}}) ({NUMBER})"
)
BAYES = re.compile(
    rf"(\(?{NUMBER}(?:{TIMES}{NUMBER})*\)?) / "
    rf"\(({NUMBER}(?:{TIMES}{NUMBER})*(?: \+ {NUMBER}(?:{TIMES}{NUMBER})*)+)\) (=|\N{{ALMOST EQUAL TO}}) ({NUMBER})"
)
CAUSE = re.compile(r" \([^()]*(?:[“”][^()]*|on average)\)")


def exact(text: str) -> Fraction:
    return F(text.strip("()").replace(",", ""))


def product(text: str) -> Fraction:
    total = F(1)
    for number in text.strip("()").split(TIMES) if TIMES in text else [text]:
        total *= exact(number)
    return total


def total(text: str) -> Fraction:
    return sum((product(part) for part in text.split(" + ")), F(0))


def add_up(text: str) -> None:
    """Every sum of products, and every application of Bayes' rule, comes to what is printed behind it."""
    text = CAUSE.sub("", text)
    text = re.sub(r"\(1 - ([\d.]+)\)", lambda found: str(1 - F(found[1])), text)
    for above, below, sign, right in BAYES.findall(text):
        check(product(above) / total(below), sign, exact(right), 1.0)
    for left, sign, right in SUM.findall(BAYES.sub("", text)):
        check(total(left), sign, exact(right), sum(abs(float(product(part))) for part in left.split(" + ")))


def check(value: Fraction, sign: str, shown: Fraction, size: float) -> None:
    """Equal, or as near as four digits of each number leave it; the size is that of what is added up."""
    if sign == "=":
        assert value == shown
    else:
        assert float(value) == pytest.approx(float(shown), rel=1e-3, abs=1e-3 * size)
