"""An answer on one screen and in one line: how sure it is, in how much time, and that the ways of telling it agree."""

from __future__ import annotations

import time

import pytest

import sim

LARGE = """\
format: 1
title: t
kind: matrix
commit: a
players: {a: {actions: [x, y]}, b: {actions: [z]}}
payoffs: [[[1, 1]], [[-1e12, 1e12]]]
"""
CLOSE = """\
format: 1
title: t
kind: matrix
players: {a: {actions: [x, y, z], patience: 1 - 2 ** -53}, b: {actions: [x, y, z], patience: 1 - 1e-15}}
payoffs:
  - [[3, "-1"], [1e15, 1 + 1e-400], [1e16 + 1, 0]]
  - [[0.1 + 0.2, 1e-17], [1e99, 1], [0, 1 + 1e-400]]
  - [[0.1 + 0.2, 0], [0, 0.1 + 0.2], [1e16 + 1, 0]]
repeat: {rounds: infinite}
"""
ROUNDS = """\
format: 1
title: t
kind: matrix
players: {a: {actions: [x, y], patience: 0.5}, b: {actions: [x, y], patience: 0.5}}
payoffs: [[[2, 1], [0, 0]], [[0, 0], [1, 2]]]
repeat: {rounds: 3}
"""


@pytest.mark.parametrize(
    ("name", "concept", "told"),
    [
        ("chicken", None, "It is proven that these are all."),  # its three equilibria are listed
        ("prisoners-dilemma", None, "It is proven that there is no other."),
        ("ultimatum", None, "There are others."),  # who is offered nothing may refuse it
        ("action-at-once", None, "There may be others."),
        ("stag-hunt", "bargaining", "Certified: checked against its definition."),
        ("action-for-action", "nash", "it is not all that was asked for."),
    ],
)
def test_a_certificate_says_what_is_known_of_others(name: str, concept: str | None, told: str) -> None:
    assert sim.load(name).solve(concept).certificate.endswith(told)


def test_equilibria_of_a_round_in_another_order_are_others() -> None:
    assert sim.loads(ROUNDS).solve().certificate.endswith("There are others.")
    one = sim.loads(ROUNDS.replace("rounds: 3", "rounds: 1")).solve()
    assert one.certificate.endswith("It is proven that these are all.")
    assert "to repeat" not in one.line


def test_what_simulations_show_is_no_certificate() -> None:
    assert sim.load("stag-hunt").solve("learning").brief.certificate.startswith("Simulated")


def test_a_small_payoff_in_a_game_of_large_ones_is_no_zero() -> None:
    result = sim.loads(LARGE).solve()
    assert result.payoffs[0] == {"a": 1.0, "b": 1.0}
    assert "a 1.00 and b 1.00" in result.line
    assert repr(result).endswith(": a 1, b 1>")


def test_what_all_equilibria_pay_takes_no_longer_than_the_limit_of_the_solving() -> None:
    result = sim.loads(CLOSE).solve(time_limit=1)
    start = time.process_time()
    brief = result.brief
    assert time.process_time() - start < 3
    assert brief.answer


def test_nash_equilibria_of_a_concession_game_are_told_in_rounds_and_steps() -> None:
    result = sim.load("action-for-action").solve("nash")
    told = " ".join(result.brief.answer)
    # The only subgame-perfect course is a Nash equilibrium too, and the one that the sequence form finds.
    assert "United States takes the step “Pause of joint exercises”, then North Korea" in told
    assert "hold_out" not in str(result.brief)
    assert result.brief.tables
    assert any(step.command.endswith("--solve subgame-perfect") for step in result.brief.then)


def test_agreed_orders_that_say_something_else_are_told_on_one_screen_and_others_not() -> None:
    differs, agrees = (sim.load(name).solve() for name in ("dismantle-first", "action-for-action"))
    assert "differ" in str(differs.texts[0].sections[-1])
    assert "Of orders that are agreed on" in differs.brief.caveat
    assert any(" roadmaps " in step.command for step in differs.brief.then)
    assert "agreed on" not in agrees.brief.caveat


def test_of_actions_that_are_equally_likely_none_is_the_likeliest() -> None:
    text = "{format: 1, kind: tree, title: t, players: {a: {}, b: {}}, tree: {player: a, actions: {%s}}}"
    tie = sim.loads(text % "x: {payoffs: [1, 2]}, y: {payoffs: [1, 0]}").solve("quantal").brief
    assert "a plays “x” or “y” with 50% each" in tie.answer[0]
    alone = sim.loads(text % "x: {payoffs: [1, 2]}").solve("quantal").brief
    assert "a plays “x” at “start”" in alone.answer[0]
    assert "~" not in str(alone.tables)


def test_where_mixtures_of_equilibria_are_equilibria_the_list_is_of_extreme_ones() -> None:
    # Whoever is indifferent may mix as it likes, so that there are more than the two.
    tie = "{format: 1, kind: tree, title: t, players: {a: {}, b: {}}, tree: {player: a, actions: {%s}}}"
    result = sim.loads(tie % "x: {payoffs: [1, 2]}, y: {payoffs: [1, 0]}").solve("nash")
    assert result.brief.answer[0].startswith("There are 2 extreme Nash equilibria")
    assert result.certificate.endswith("these are all extreme ones.")
    assert sim.load("short-war-of-attrition").solve().certificate.endswith("these are all extreme ones.")
    assert sim.load("beer-quiche").solve("pbe").certificate.endswith("there are no other ways of play.")
