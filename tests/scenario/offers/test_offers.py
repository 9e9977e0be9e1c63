"""Files of kind offers: what is left out, and what cannot be."""

from __future__ import annotations

import pytest

from sim.scenario.load import load
from sim.scenario.scenario import Offers
from tests.scenario.test_bad_input import problems

OFFERS = """\
format: 1
kind: offers
title: Test
players: {us: {patience: 0.9}, nk: {patience: 0.8}}
surplus: 2
grid: 10
first: nk
rounds: 3
outside: {us: 0.5}
"""


def test_what_is_left_out_has_its_default() -> None:
    text = OFFERS.replace("surplus: 2\ngrid: 10\nfirst: nk\nrounds: 3\noutside: {us: 0.5}\n", "rounds: infinite\n")
    assert load("t", text=text).game == Offers(1, 100, 0, None, (0, 0))  # type: ignore[arg-type]


def test_every_key_arrives() -> None:
    game = load("t", text=OFFERS).game
    assert isinstance(game, Offers)
    assert (game.surplus, game.grid, game.first, game.rounds) == (2, 10, 1, 3)
    assert game.outside[0] * 2 == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "word"),
    [
        ("surplus: 2", "surplus: 0", 5, "surplus", "above 0"),
        ("surplus: 2", "surplus: a", 5, "surplus", "'a'"),
        ("grid: 10", "grid: 0", 6, "grid", "from 1 to 10,000"),
        ("grid: 10", "grid: 1.5", 6, "grid", "whole number"),
        ("first: nk", "first: uk", 7, "first", "no player 'uk'"),
        ("rounds: 3", "rounds: 0", 8, "rounds", "from 1"),
        ("rounds: 3", "rounds: infinit", 8, "rounds", "did you mean 'infinite'?"),
        ("rounds: 3\n", "", 1, "rounds", "missing"),
        ("outside: {us", "outside: {uk", 9, "outside.uk", "no player 'uk'"),
        ("us: {patience: 0.9}", "us: {}", 4, "players.us.patience", "missing"),
        ("surplus: 2", "surplos: 2", 5, "surplos", "did you mean 'surplus'?"),
    ],
)
def test_a_mistake_is_told_at_its_place(old: str, new: str, line: int, key: str, word: str) -> None:
    assert old in OFFERS
    found = [str(p) for p in problems(OFFERS.replace(old, new, 1)) if p.line == line and p.key == key]
    assert any(word in told for told in found), problems(OFFERS.replace(old, new, 1))
