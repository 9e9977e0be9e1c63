"""Hidden values in files of offers: read in every way of writing them, refused at their place."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.games import compile_scenario
from sim.games.offers.values_game import ValuesGame
from sim.scenario.load import load
from tests.scenario.test_bad_input import problems

F = Fraction

FILE = """\
format: 1
kind: offers
title: Test
parameters: {high: 3}
players: {seller: {patience: 0.9}, buyer: {patience: 0.8}}
values: {buyer: 0:1:0.5, seller: 0.25}
rounds: 3
"""
GRID = "0:1:0.5"


def game(text: str) -> ValuesGame:
    found = compile_scenario(load("t", text=text))
    assert isinstance(found, ValuesGame)
    return found


def test_a_range_is_a_grid_of_values_all_alike_likely() -> None:
    found = game(FILE)
    assert found.values == ((F(1), F(1, 3)), (F(1, 2), F(1, 3)), (F(0), F(1, 3)))
    assert (found.own, found.seller, found.horizon, found.discount) == (F(1, 4), 0, 3, (F(9, 10), F(4, 5)))
    assert load("t", text=FILE).form == "offers with hidden values"


def test_values_may_have_weights_and_be_listed() -> None:
    weighted = game(FILE.replace(GRID, "{range: 0:1:0.5, weight: 1 - value}"))
    assert weighted.values == ((F(1, 2), F(1, 3)), (F(0), F(2, 3)))
    listed = game(FILE.replace(GRID, "[{value: high, probability: 1/4}, {value: 1, probability: 3/4}]"))
    assert listed.values == ((F(3), F(1, 4)), (F(1), F(3, 4)))


def test_the_side_whose_value_is_known_names_the_prices() -> None:
    assert game(FILE.replace("buyer: 0:1:0.5, seller: 0.25", "seller: 0:1:0.5")).seller == 1
    assert game(f"{FILE}first: seller\nproposer: 1\n").seller == 0


@pytest.mark.parametrize(
    ("old", "new", "key", "word"),
    [
        ("seller: 0.25", "seller: 0:1:0.5", "values.seller", "both values are hidden"),
        (GRID, "3", "values.buyer", "no value is hidden"),
        (GRID, "0:1:0.3", "values.buyer", "do not lead to 1"),
        (GRID, "1:0:0.5", "values.buyer", "goes up"),
        (GRID, "0:1:0.0001", "values.buyer", "at most 1,001 values"),
        (GRID, "[]", "values.buyer", "from 1 to 1,001 values"),
        (GRID, "[1, 2]", "values.buyer", "in entry 1"),
        (GRID, "[{value: 1, probability: 0.4}]", "values.buyer", "add up to 1"),
        (GRID, "{range: 0:1:0.5, weight: -1}", "values.buyer", "weight of the value 0"),
        (GRID, "{range: 0:1:0.5, weight: 0}", "values.buyer", "all weights are 0"),
        (GRID, "{range: 0:1:0.5, wight: 0}", "values.buyer", "'wight'"),
        ("patience: 0.9", "patience: 1", "players.seller.patience", "has to lose by waiting"),
        ("rounds: 3", "rounds: 3\nfirst: buyer", "first", "'seller'"),
        ("rounds: 3", "rounds: 3\nproposer: 0.5", "proposer", "in every round"),
        *(
            ("rounds: 3", f"rounds: 3\n{key}", key.partition(":")[0], "with hidden values")
            for key in ("surplus: 2", "grid: 5", "outside: {buyer: 1}", "opt_out: {buyer: 1}", "cost: {buyer: 1}")
        ),
    ],
)
def test_a_mistake_is_told_at_its_place_and_once(old: str, new: str, key: str, word: str) -> None:
    assert old in FILE
    found = problems(FILE.replace(old, new, 1))
    assert [problem.key for problem in found] == [key], found
    assert word in str(found[0])
