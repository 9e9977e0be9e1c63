"""What correlated equilibria are the best for, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

_WORDS = {
    "welfare": "the highest sum of payoffs",
    "first": "the best for {first}",
    "second": "the best for {second}",
    "equal": "the most equal, each measured on its own range of payoffs",
}


def aim_words(scenario: Scenario, aim: str) -> str:
    """What an aim is, with the players' names."""
    return _WORDS[aim].format(first=scenario.players[0].name, second=scenario.players[1].name)
