"""What repetition adds to the rules of a matrix game, in words: for a class, and for those who play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.words import number, times

if TYPE_CHECKING:
    from sim.scenario.scenario import Repeat, Scenario


def class_rounds(repeat: Repeat) -> str:
    """How often they meet."""
    if repeat.rounds is None:
        return "They meet again and again, without a last round."
    return f"They meet {times(repeat.rounds, 'time')}."


def player_score(scenario: Scenario, repeat: Repeat) -> str:
    """How rounds add up to a score, and what a game that is stopped pays."""
    rates = " and ".join(f"{number(p.patience or 0)} ({p.name})" for p in scenario.players)
    rest = (
        " The file lets the game go on for ever; after these rounds it is stopped, and what follows is paid as if "
        "two computers played on, each doing in every round what is best for it against the other."
        if repeat.rounds is None
        else ""
    )
    return (
        "The score is the average of what the rounds pay, in which each round counts less than the one before it "
        f"by a factor of {rates}.{rest}"
    )
