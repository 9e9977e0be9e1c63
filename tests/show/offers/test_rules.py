"""The rules of alternating offers in words: all three tellings say what a refused last offer leaves."""

from __future__ import annotations

from sim.games import compile_scenario
from sim.games.offers.offers_game import OffersGame
from sim.scenario.load import load
from sim.scenario.scenario import Offers
from sim.show.offers.rules import class_rules, player_rules, setting_words
from tests.show.media import pieces

TEXT = """{format: 1, kind: offers, title: t, surplus: 1, players: {us: {name: US, patience: 0.9}, nk: {name: NK,
  patience: 0.8}}, rounds: 3, outside: {us: 0.15, nk: 0.25}}"""


def told(text: str) -> list[str]:
    """For stories, for a class, for who plays and for who looks on."""
    scenario = load("t", text=text)
    game = compile_scenario(scenario)
    assert isinstance(game, OffersGame)
    assert isinstance(scenario.game, Offers)
    board = " ".join(piece for block in class_rules(scenario, scenario.game) for piece in pieces(block))
    played = (" ".join(player_rules(scenario, game, 3, you)) for you in (0, None))
    return [setting_words(scenario, game), board, *played]


def test_everybody_is_told_what_a_refused_last_offer_leaves() -> None:
    for words in told(TEXT):
        assert "the round after it pays" in words
        assert "0.15" in words
        assert "NK 0.25" in words


def test_without_a_last_round_nothing_is_said_of_one() -> None:
    for words in told(TEXT.replace("rounds: 3, outside: {us: 0.15, nk: 0.25}", "rounds: infinite")):
        assert "the round after it pays" not in words
