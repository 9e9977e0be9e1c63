"""What files may choose of the rules of a breakdown is told to readers, to a class and to those who play."""

import json
import re
from typing import Any

import pytest

from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.games.concessions.rounds import from_concessions
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.show.concessions.rules import class_rules, hazard_words, player_rules, setting_words
from sim.show.shown import shown
from sim.show.text.blocks import Section, Text, as_text


def scenario(breakdown: dict[str, Any], **changes: Any) -> Scenario:
    data: dict[str, Any] = {
        "format": 1,
        "title": "t",
        "players": {"us": {"name": "A", "patience": 0.5}, "nk": {"name": "B", "patience": 0.5}},
        "status_quo": {"us": -3, "nk": -3},
        "concessions": {
            "us": [{"id": "relief", "effect": {"us": -1, "nk": 2}, "reversible": True}],
            "nk": [{"id": "site", "effect": {"us": 2, "nk": -1}}],
        },
        "breakdown": {"payoff": {"us": -1, "nk": -4}} | breakdown,
        "actions": ["concede", "hold_out", "walk_away", "renege"],
        "horizon": 3,
    }
    return load("t", text=json.dumps(data | changes))


def told(of: Scenario) -> tuple[str, str, str]:
    """The rules for a story, a class and a player, each in one line."""
    board = as_text(Text("", (Section("", tuple(class_rules(of))),)))
    one, two, three = (
        re.sub(r"\s+", " ", text) for text in (setting_words(of), board, "\n".join(player_rules(of, None)))
    )
    return one, two, three


@pytest.mark.parametrize(
    ("keeps", "words"),
    [
        ("irreversible", "the effects of the steps that stand then and cannot be taken back"),
        ("all", "the effects of the steps that stand then"),
    ],
)
def test_what_a_breakdown_keeps_is_told_to_all(keeps: str, words: str) -> None:
    for text in told(scenario({"keeps": keeps})):
        assert re.search(f"{words}[ .,]", text)
    for text in told(scenario({"keeps": "nothing"})):
        assert "the effects of the steps that stand" not in text


def test_which_rounds_are_stalled_is_told_to_all() -> None:
    story, board, player = told(scenario({"hazard": 0.25}))
    assert "A round in which steps are only taken back is a stalled one." in story
    assert "After a round in which nobody takes a step the talks break down with chance 25%" in board
    assert "After each round in which nobody takes a step, the talks break down with a chance of 25%" in player
    for text in told(scenario({"hazard": 0.25, "stalls": "without_change"})):
        assert "taken back is a stalled" not in text
        assert "nobody takes a step" not in text


@pytest.mark.parametrize(
    ("hazard", "words"),
    [
        ([0.1, 0.1, 0.2], "10% in rounds 1 and 2 and 20% in round 3"),
        ([0, 0.25, 0.25], "0% in round 1 and 25% from round 2 on"),
        ("round / 10", "10% in round 1, 20% in round 2 and 30% in round 3"),
    ],
)
def test_a_hazard_that_changes_is_told_round_by_round(hazard: Any, words: str) -> None:
    of = scenario({"hazard": hazard})
    for text in told(of):
        assert words in text


def test_a_hazard_of_many_rounds_is_told_by_its_ends() -> None:
    game = scenario({"hazard": "round / 100"}, horizon=20).game
    words = "1% in round 1 and 20% in the last one, in between from 1% to 20%"
    assert hazard_words(game) == words  # type: ignore[arg-type]


def test_where_talks_may_rest_and_what_hangs_on_other_steps_is_told_to_all() -> None:
    steps = {
        "us": [{"id": "relief", "effects": [{"when": ["nk.site"], "effect": {"us": 0.5, "nk": -1}}]}],
        "nk": [{"id": "site"}],
    }
    of = scenario({"hazard": 0.1, "rests": [["nk.site"]]}, concessions=steps, actions=["concede", "hold_out"])
    for text in told(of):
        assert "There is no such risk where just these stand: “site” of B." in text
        assert "While “site” stands, “relief” adds A +0.50 and B \N{MINUS SIGN}1.00 to each round on top." in text


def test_a_story_that_ends_with_walking_away_says_what_is_then_paid() -> None:
    """A takes the site that B gives and walks away with it: -1 + 2 for A, -4 - 1 for B, who gains 9 once."""
    steps = {
        "us": [{"id": "relief", "effect": {"us": -1, "nk": 2}}],
        "nk": [{"id": "site", "effect": {"us": 2, "nk": -1}, "once": {"nk": 9}}],
    }
    of = scenario({}, concessions=steps, moves="alternating", first="nk", horizon=2, actions=["concede", "walk_away"])
    text = re.sub(r"\s+", " ", as_text(shown(of, solve_stochastic(from_concessions(of))).story()))
    assert "The talks are over: from here on every round pays A 1.00, B \N{MINUS SIGN}5.00." in text
