"""What presses in files of alternating offers: read, refused at its place, or told to change nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.scenario.load import load
from sim.scenario.scenario import Offers
from tests.scenario.test_bad_input import problems

F = Fraction

OFFERS = """\
format: 1
kind: offers
title: Test
players: {us: {patience: 1}, nk: {patience: 0.8}}
surplus: 2 - round / 2
rounds: 3
opt_out: {nk: 0.4}
breakdown: {hazard: 0.1, payoffs: {us: 0.2}}
inside: {us: 0.3}
cost: {us: 0.1, nk: 0.2}
proposer: [1, 0.5, 0]
"""


def test_all_that_presses_arrives() -> None:
    game = load("t", text=OFFERS).game
    assert isinstance(game, Offers)
    assert game.by_round == (F(3, 2), F(1), F(1, 2))
    assert game.surplus == F(3, 2)
    assert game.opt_out == (None, F(2, 5))
    assert (game.hazard, game.broken) == (F(1, 10), (F(1, 5), F(0)))
    assert (game.inside, game.cost) == ((F(3, 10), F(0)), (F(1, 10), F(1, 5)))
    assert game.proposer == (F(1), F(1, 2), F(0))


@pytest.mark.parametrize(
    ("old", "new", "key", "word"),
    [
        ("rounds: 3", "rounds: infinite", "surplus", "only in games with a last round"),
        ("[1, 0.5, 0]", "[1, 0.5]", "proposer", "each of the 3 rounds"),
        ("[1, 0.5, 0]", "[1, 1.5, 0]", "proposer", "in round 2"),
        ("2 - round / 2", "2 - round", "surplus", "in round 2"),
        ("us: 0.1, nk: 0.2}", "us: -0.1}", "cost.us", "0"),
        ("{nk: 0.4}", "{uk: 0.4}", "opt_out.uk", "no player 'uk'"),
        ("surplus: 2 - round / 2", "sizes: [{size: 1, probability: 0.5}]", "sizes", "add up to 1"),
        ("rounds: 3", "rounds: 3\nsizes: [{size: 1, probability: 1}]", "sizes", "drawn and given"),
        ("patience: 1}", "patience: 1.1}", "players.us.patience", "from 0 to 1"),
    ],
)
def test_a_mistake_is_told_at_its_place(old: str, new: str, key: str, word: str) -> None:
    assert old in OFFERS
    found = [str(p) for p in problems(OFFERS.replace(old, new, 1)) if p.key == key]
    assert any(word in told for told in found), problems(OFFERS.replace(old, new, 1))


def test_who_does_not_mind_waiting_for_ever_is_refused() -> None:
    text = "{format: 1, kind: offers, title: t, rounds: infinite, players: {a: {patience: 1}, b: {patience: 0.9}}}"
    (found,) = problems(text)
    assert found.key == "players.a.patience"
    assert "waiting has to cost something" in str(found)


def test_what_nobody_would_ever_get_is_refused() -> None:
    players = "players: {a: {patience: 0.8}, b: {patience: 0.9}}"
    text = f"{{format: 1, kind: offers, title: t, rounds: infinite, outside: {{a: 0.3}}, {players}}}"
    (found,) = problems(text)
    assert found.key == "outside"
    assert "opt_out" in found.hint
    assert load("t", text=text.replace("infinite", "4")).game
