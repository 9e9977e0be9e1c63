"""Numbers at the scale of their scenario: the same game in other units is told in the same words.

What an expected-utility maximiser does is the same under every positive multiple of its payoffs (von Neumann and
Morgenstern 1944), so a story in thousandths may differ from the story in ones by its numbers alone.
"""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.shown import Shown, shown
from sim.show.text.blocks import as_text
from sim.show.text.scale import Scale, at_scale_of, scale_of
from sim.show.text.words import amount, apart, change, number, same, small

HEAD = "format: 1\ntitle: T\nplayers: {one: {patience: 0.9}, two: {patience: 0.85}}\nparameters: {unit: UNIT}\n"
TALKS = """
kind: concessions
commit: one
status_quo: {one: -3 * unit, two: -3 * unit}
concessions:
  one: [{id: relief, effect: {one: -0.5 * unit, two: 2 * unit}, reversible: true, after: [two.freeze]}]
  two: [{id: freeze, effect: {one: 1 * unit, two: -0.3 * unit}}]
agreement: {one: 0.6 * unit, two: 0.2 * unit}
breakdown: {payoff: {one: -4 * unit, two: -4 * unit}, hazard: 0.05}
moves: alternating
first: two
horizon: 10
"""
TABLE = """
kind: matrix
commit: one
players: {one: {actions: [a, b]}, two: {actions: [c, d]}}
payoffs: [[[3 * unit, 3 * unit], [0, 5 * unit]], [[4 * unit, 0], [1 * unit, 1 * unit]]]
"""
DRAWN = """
kind: tree
commit: one
tree:
  chance:
    high:
      probability: 0.4
      then: {player: one, actions: {in: {payoffs: [2 * unit, 1 * unit]}, out: {payoffs: [1 * unit, 3 * unit]}}}
    low:
      probability: 0.6
      then: {player: two, actions: {in: {payoffs: [0, 1 * unit]}, out: {payoffs: [1 * unit, 2 * unit]}}}
"""
SHARED = "kind: offers\nrounds: 4\nsurplus: 1 * unit\n"
GAMES = {
    "concessions": (TALKS, ["subgame-perfect", "stackelberg", "correlated"]),
    "matrix": (TABLE, ["nash", "correlated", "bargaining", "stackelberg", "quantal", "learning"]),
    "tree": (DRAWN, ["subgame-perfect", "nash", "pbe", "stackelberg"]),
    "offers": (SHARED, ["subgame-perfect"]),
}
CASES = [(kind, concept) for kind, (_, concepts) in GAMES.items() for concept in concepts]
NUMERAL = re.compile(r"[+\N{MINUS SIGN}]?\d([\d,.]*\d)?(e[+-]\d+)?")


def solved(kind: str, concept: str, unit: str) -> Shown:  # type: ignore[type-arg]
    head = HEAD.replace("UNIT", unit)
    if kind == "matrix":
        head = head.replace("players: {one: {patience: 0.9}, two: {patience: 0.85}}\n", "")
    scenario = load("t.yaml", text=head + GAMES[kind][0])
    return shown(scenario, solve(scenario, concept))


def told(of: Shown) -> str:  # type: ignore[type-arg]
    parts = [as_text(of.story()), of.line(), *of.notes(), *(f"{k} {v}" for k, v in of.facts().items())]
    return " ".join(" ".join(parts).split())


def words(text: str) -> list[str]:
    """A text without numbers, and without the marks that stand where there is room for them."""
    return re.sub(r"[-*]{2,}", "", NUMERAL.sub("#", text)).split()


@pytest.mark.parametrize(("kind", "concept"), CASES)
def test_a_game_in_thousandths_is_told_in_the_words_of_the_game_in_ones(kind: str, concept: str) -> None:
    ones, thousandths = solved(kind, concept, "1"), solved(kind, concept, "0.001")
    assert words(told(thousandths)) == words(told(ones))


@pytest.mark.parametrize(("kind", "concept"), CASES)
def test_what_is_not_nothing_is_not_shown_as_nothing(kind: str, concept: str) -> None:
    one, small_ = (solved(kind, concept, unit).facts() for unit in ("1", "0.001"))
    assert one.keys() == small_.keys()
    for asked, paid in one.items():
        if "gets" in asked or "sum" in asked:
            shown_, plain = (float(v.split()[0].replace("\N{MINUS SIGN}", "-")) for v in (small_[asked], paid))
            assert shown_ == pytest.approx(plain / 1000, abs=0.0000101)
            assert (shown_ == 0) == (plain == 0)


def test_decimals_follow_the_widest_difference_of_whoever_has_least_at_stake() -> None:
    assert Scale(1.0).places == Scale(500.0).places == Scale(0.25).places == 2
    assert Scale(0.004).places == 5  # 0.00001 is a part of 400
    scenario = load("t.yaml", text=HEAD.replace("UNIT", "0.001") + TALKS)
    assert scale_of(scenario).unit == pytest.approx(0.001)  # one: a freeze or a breakdown; two: relief brings 0.002
    with at_scale_of(scenario):
        assert amount(-0.0019) == "\N{MINUS SIGN}0.00190"
        assert change(Fraction(1, 10_000)) == "+0.00010"
        assert amount(-1e-9) == "0.00000"
        assert small(3e-6) == "3e-06"
        assert small(1e-13) == "less than 0.000000000001"
        assert not same(0.0019, 0.0019001)
    assert amount(0.0019) == "0.00"


def test_numbers_that_differ_by_what_matters_differ_as_they_are_written() -> None:
    text = "format: 1\nkind: matrix\ntitle: T\nplayers: {a: {actions: [x, y]}, b: {actions: [z]}}\n"
    text += "payoffs: [[[X, 0]], [[Y, 0]]]\n"
    for low, high in (("100000.25", "100000.75"), ("12345", "12346"), ("0.00000011", "0.00000012"), ("1e50", "3e50")):
        scenario = load("t.yaml", text=text.replace("X", low).replace("Y", high))
        with at_scale_of(scenario):
            for form in (amount, number):
                assert form(float(low)) != form(float(high))
                assert len(form(float(high) / 3)) < 20
                assert float(low) < 1e15 or len(form(float(high) / 3)) <= len("1.234e+50")
                assert float(form(float(high))) == pytest.approx(float(high), rel=1e-2)


def test_numbers_that_a_sentence_compares_look_different_if_they_are() -> None:
    assert apart(0.381, 0.384) == ["0.381", "0.384"]
    assert apart(0.38, 0.52) == ["0.38", "0.52"]
    assert apart(1, 1) == ["1.00", "1.00"]
    assert number(Fraction(99_999, 100_000)) == "0.99999"  # a patience that is not 1
    assert number(1 - 1e-16) == number(1) == "1"
