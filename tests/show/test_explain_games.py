"""Explanations of matrix games and trees: what is printed is what the numbers say."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.matrix.reasons import ActionReason, DecisionReasons, Part
from sim.engine.solve import solve
from sim.errors import NoExplanationError
from sim.scenario.catalog import entries
from sim.scenario.load import load
from sim.show.shown import Depth, shown
from sim.show.text.blocks import Item, Points, Text, as_html, as_markdown, as_text
from sim.show.text.reason_words import choice_items, equals, figure, in_one_line, share, worth
from tests.engine.matrix.test_bimatrix import Table, games


def explanation(scenario: Any, solution: Any, depth: Depth = "full") -> Text:
    return shown(scenario, solution).explain(depth)


F = Fraction
DEPTHS: tuple[Depth, Depth] = ("brief", "full")
OURS = {
    "matrix": ("nash", "correlated", "quantal", "bargaining"),
    "repeated matrix": ("repeated", "nash"),
    "tree": ("subgame-perfect", "nash", "pbe", "bayes-nash", "quantal"),
}
CASES = [
    (name, concept)
    for name in (entry.name.rpartition("/")[2] for entry in entries())
    for concept in OURS.get(load(name).form, ())
    if name != "take-it-or-leave-it-crisis" or concept == "subgame-perfect"  # all its equilibria take seconds
] + [("mixed-commitment", "stackelberg"), ("entry-deterrence-commitment", "stackelberg")]
SCENARIO = load("chicken")


@cache
def told(name: str, concept: str, depth: Depth) -> Text:
    scenario = load(name)
    return explanation(scenario, _solved(name, concept), depth)


@cache
def _solved(name: str, concept: str) -> object:
    return solve(load(name), concept, time_limit=20)


def words(text: Text) -> str:
    return plain(" ".join(as_text(text).split()))


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


@pytest.mark.parametrize("depth", ["brief", "full"])
@pytest.mark.parametrize(("name", "concept"), CASES)
def test_every_calculation_that_is_printed_comes_out(name: str, concept: str, depth: Depth) -> None:
    add_up(words(told(name, concept, depth)))


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


def test_the_patterns_find_calculations_and_can_fail() -> None:
    text = CAUSE.sub("", words(told("stripped-down-poker", "nash", "full")))
    assert ("0.75 x (-2) + 0.25 x 2", "=", "-1") in SUM.findall(text)
    assert BAYES.findall(text)
    with pytest.raises(AssertionError):
        check(total("0.5 x 2 + 0.5 x 1"), "=", exact("2"), 1.0)


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_the_short_text_is_short_and_the_long_one_can_be_read_out(name: str, concept: str) -> None:
    brief, full = (as_text(told(name, concept, depth)).splitlines() for depth in ("brief", "full"))
    assert len(brief) <= len(full)
    assert len(full) <= 170
    assert "None" not in " ".join(full)


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_all_three_media_show_it(name: str, concept: str) -> None:
    text = told(name, concept, "full")
    assert as_markdown(text).startswith(f"# {text.title}")
    assert as_html(text).count("<section>") == len(text.sections)


numbers = st.fractions(min_value=-50, max_value=50, max_denominator=2000)


@st.composite
def decisions(draw: st.DrawFn) -> DecisionReasons:
    """A decision in which what is played is best, ties included."""
    count = draw(st.integers(1, 6))
    pays = draw(st.lists(st.integers(-3, 3).map(Fraction), min_size=count, max_size=count))
    best = [k for k, v in enumerate(pays) if v == max(pays)]
    played = draw(st.sets(st.sampled_from(best), min_size=1))
    choices = [
        ActionReason(f"x{k}", F(int(k in played), len(played)), (Part(F(1), v, ((1, "y"),)),))
        for k, v in enumerate(pays)
    ]
    return DecisionReasons(0, tuple(choices))


@given(decisions())
def test_worse_is_said_of_what_pays_less_alone_and_the_same_of_ties_alone(decision: DecisionReasons) -> None:
    items = [item.text for item in choice_items(SCENARIO, decision)]
    value = {choice.action: choice.value for choice in decision.choices}
    best = max(value.values())
    first = True
    for text in items:
        action = re.findall("“(.*?)”", text)[0]
        assert f"pays {figure(value[action])}" in text
        assert text.endswith(f": worse by {figure(best - value[action])}.") == (value[action] < best)
        assert text.endswith(", the same.") == (value[action] == best and not first)
        first = False
    line = in_one_line(SCENARIO, decision)
    others = [choice for choice in decision.choices if not choice.chance]
    if others:
        runner_up = max(choice.value for choice in others)
        assert (f"worse by {figure(best - runner_up)}" in line) == (runner_up < best)


@given(numbers)
def test_a_number_is_shown_as_it_is_or_said_to_be_near(value: Fraction) -> None:
    alone, within = exact(plain(figure(value))), exact(plain(share(value)))
    assert float(alone) == pytest.approx(float(value), rel=1e-3)
    assert (equals([], value) == "=") == (alone == value)
    assert (equals([value]) == "=") == (within == value)


@given(st.lists(st.tuples(st.integers(1, 9), numbers), min_size=1, max_size=4))
def test_a_sum_that_is_spelled_out_comes_out(parts: list[tuple[int, Fraction]]) -> None:
    whole = sum(weight for weight, _ in parts)
    choice = ActionReason("x", F(1), tuple(Part(F(weight, whole), value) for weight, value in parts))
    text = plain(worth(choice))
    if SUM.fullmatch(text):
        left, sign, right = SUM.findall(text)[0]
        check(total(left), sign, exact(right), sum(abs(float(p)) for _, p in parts))
    else:
        assert float(exact(text)) == pytest.approx(float(choice.value), rel=1e-3)


def test_the_dilemma_is_told_cell_by_cell() -> None:
    text = words(told("prisoners-dilemma", "nash", "full"))
    assert (
        "1. United States does not play “disarm”. Whatever North Korea does, “arm” pays more: 5 instead of 3 against "
        "“disarm” and 1 instead of 0 against “arm”." in text
    )
    assert "so there is no other equilibrium" in text
    assert "Both would get more if United States played “disarm” and North Korea “disarm”: 3 and 3 instead" in text


def test_in_chicken_the_chances_are_told_from_the_other_sides_payoffs() -> None:
    text = words(told("chicken", "nash", "full"))
    assert "“yield” pays 0.9 x 0 + 0.1 x (-1) = -0.1." in text
    assert "p x 0 + (1 - p) x (-1) and “stand firm” pays p x 1 + (1 - p) x (-10). The two are equal at p = 0.9." in text


def test_the_empty_threat_is_named_with_what_it_would_cost() -> None:
    text = words(told("entry-deterrence", "nash", "full"))
    assert "An empty threat: at “after entry”" in text
    assert "“give way” would pay it 2 more" in text
    assert "it would gain 1 by playing otherwise" in text
    assert "it is subgame perfect as well" in text


def test_a_weakly_dominated_action_is_not_ruled_out() -> None:
    # Haywood (1954): in the Bismarck Sea the convoy's south is never better than its north.
    file = """
format: 1
kind: matrix
title: Bismarck Sea
players:
  search: {name: Search, actions: [north, south]}
  convoy: {name: Convoy, actions: [north, south]}
payoffs:
  - [[2, -2], [2, -2]]
  - [[1, -1], [3, -3]]
"""
    scenario = load("bismarck", text=file)
    text = words(explanation(scenario, solve(scenario, None), "full"))
    assert "Nothing: no choice of either side is worse than another" in text
    assert (
        "“south” is never better for Convoy than “north” and sometimes worse: -3 instead of -1 against “south”." in text
    )
    assert "only weakly dominated" in text


def test_an_elimination_that_fails_its_check_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.show.matrix.explain_nash.faults", lambda *record: ["wrong"])
    scenario = load("prisoners-dilemma")
    text = words(explanation(scenario, solve(scenario, "nash"), "full"))
    assert "Not told: the record of the elimination failed its check" in text
    assert "does not play" not in text


def test_what_is_believed_off_the_path_comes_with_its_bounds() -> None:
    text = words(told("beer-quiche", "pbe", "full"))
    assert "“fight” is best if the chance of “weak” is 0.5 or more." in text
    assert "“weak” has 3 and could get 2 at most. “strong” has 2 and would get 3 or more." in text
    assert "The intuitive criterion has nothing against it." in text


def test_keeping_to_a_deal_is_weighed_with_the_patience_in_the_sum() -> None:
    text = words(told("repeated-prisoners-dilemma", "repeated", "full"))
    assert "leaving is worth (1 - 0.6) x 5 + 0.6 x 1 = 2.6, staying 3: staying is better by 0.4" in text
    assert "if its patience is at least (5 - 3) / (5 - 1) = 0.5" in text


def test_what_is_not_explained_is_refused_in_plain_words() -> None:
    course = SimpleNamespace(concept="learning", complete=False, certified=True)
    with pytest.raises(NoExplanationError, match="there is no explanation of 'learning' for kind matrix"):
        explanation(SCENARIO, course, "full")


def test_of_many_choices_the_best_are_told_and_the_rest_bounded() -> None:
    choices = tuple(ActionReason(f"x{k}", F(int(k == 0)), (Part(F(1), F(-k)),)) for k in range(12))
    items = choice_items(SCENARIO, DecisionReasons(0, choices))
    assert len(items) == 9
    assert items[-1] == Item("4 more choices are worse by 8 or more.")


@settings(max_examples=15, deadline=None)
@given(games())
def test_explanations_of_random_games_add_up(game: tuple[Table, Table]) -> None:
    row, column = game
    actions = [[f"{name}{k}" for k in range(count)] for name, count in (("r", len(row)), ("c", len(row[0])))]
    cells = [[[str(a), str(b)] for a, b in zip(one, two, strict=True)] for one, two in zip(row, column, strict=True)]
    file = {
        "format": 1,
        "kind": "matrix",
        "title": "test",
        "players": {"a": {"actions": actions[0]}, "b": {"actions": actions[1]}},
        "payoffs": cells,
        "commit": "a",
    }
    scenario = load("test", text=json.dumps(file))
    for concept in ("nash", "stackelberg"):
        for depth in DEPTHS:
            add_up(words(explanation(scenario, solve(scenario, concept), depth)))


def points(text: Text) -> list[Points]:
    return [block for section in text.sections for block in section.blocks if isinstance(block, Points)]


@pytest.mark.parametrize("name", ["prisoners-dilemma", "centipede", "beer-quiche"])
def test_in_short_every_decision_has_one_line(name: str) -> None:
    concept = {"centipede": "subgame-perfect", "beer-quiche": "pbe"}.get(name, "nash")
    assert all(not item.below for block in points(told(name, concept, "brief")) for item in block.items)
