"""What is told of prices for a hidden value: every telling and picture, and sentences for what is special."""

from __future__ import annotations

import pytest

from sim.engine.offers.pbe import PricesSolution
from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.offers.pbe import gets
from sim.show.shown import Shown, shown
from sim.show.text.blocks import as_text

PLAYERS = "format: 1, kind: offers, title: t, players: {a: {name: Ann, patience: 0.9}, b: {name: Bob, patience: 0.8}}"
FILES = {
    "grid": "values: {b: 0:1:0.1}, rounds: 3",
    "endless": "values: {b: 0.1:1:0.1}, rounds: infinite",
    "zero": "values: {b: 0:1:0.1}, rounds: infinite",
    "first buys": "values: {a: 1:3:1, b: 0.5}, rounds: 2",
    "few": "values: {b: [{value: 3, probability: 0.5}, {value: 1, probability: 0.3}, {value: 0.2, probability: 0.2}]}, "
    "rounds: 3",
    "weights": "values: {b: {range: 0:1:0.1, weight: 1 - value}}, rounds: 2",
    "certain": "values: {b: [{value: 2, probability: 1}]}, rounds: 2",
    "none": "values: {a: 2, b: 0:1:0.1}, rounds: 2",
}


def telling(name: str) -> Shown[PricesSolution]:
    scenario = load("t", text=f"{{{PLAYERS}, {FILES[name]}}}")
    return shown(scenario, solve(scenario))


def whole(told: object) -> str:
    """Every line in one."""
    return " ".join(as_text(told).split())  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FILES)
def test_every_telling_and_picture_is_there(name: str) -> None:
    told = telling(name)
    for depth in ("brief", "full"):
        assert "None" not in as_text(told.explain(depth))  # type: ignore[arg-type]
    story = whole(told.story())
    assert "None" not in story
    assert "How sure this is" in story
    assert told.brief().answer
    for draw in told.pictures().values():
        assert draw().axes
    (entry,) = told.entries()
    assert sum(row["chance"] for row in entry["path"]) == pytest.approx(entry["trade"])
    assert told.solution.certified


def test_a_price_that_stays_is_not_said_to_fall() -> None:
    story = whole(telling("few").story())
    assert "the price stays, up to round 3" in story
    assert "the price falls" not in story
    assert "the price falls" in whole(telling("grid").story())


def test_it_is_said_where_uniqueness_is_not_proven() -> None:
    assert "All perfect Bayesian equilibria pay the same" in whole(telling("endless").story())
    assert "not proven that all equilibria pay the same" in whole(telling("zero").story())


def test_no_trade_is_said_with_its_reason() -> None:
    told = telling("none")
    assert told.line() == "t: no trade, since no value is above what the good is worth to Ann."
    assert told.solution.payoffs == (0, 0)


def test_the_first_player_may_be_the_one_whose_value_is_hidden() -> None:
    told = telling("first buys")
    assert "Bob names a price in each round, and Ann takes it" in whole(told.story())
    assert "keeping it is worth 0.5 to Bob" in whole(told.story())


@pytest.mark.parametrize("name", FILES)
def test_what_each_value_expects_adds_up_to_what_the_buyer_gets(name: str) -> None:
    solution = telling(name).solution
    total = sum(chance * worth for _, chance, worth in gets(solution))
    assert total == solution.payoffs[solution.game.buyer]
