"""Rules of offers of packages in turn, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.words import listed, number, percent, there_are, times

if TYPE_CHECKING:
    from sim.games.issues.issues_game import IssuesGame
    from sim.scenario.scenario import Scenario


def package_rules(scenario: Scenario, game: IssuesGame) -> str:
    """What is settled, how many packages there are, and what both have without an agreement."""
    one, two = scenario.players
    return (
        f"{one.name} and {two.name} settle {times(len(game.issues), 'issue')} in one package; "
        f"{there_are(game.count, 'package').lower()}. Without an agreement {one.name} has "
        f"{number(game.walk_away[0])} and {two.name} {number(game.walk_away[1])}."
    )


def offer_rules(scenario: Scenario, game: IssuesGame) -> str:
    """Who offers when, what waiting costs, and what a refusal risks."""
    assert game.offers is not None
    assert game.discount is not None
    names = [player.name for player in scenario.players]
    rounds = game.offers.rounds
    often = "without a last round" if rounds is None else f"for at most {times(rounds, 'round')}"
    counts = listed([f"{number(d)} for {name}" for d, name in zip(game.discount, names, strict=True)])
    told = [
        f"They offer packages in turn, {names[game.offers.first]} first, {often}; who is offered one accepts, waits "
        f"or walks away, and who is to offer one may walk away too, which ends the talks at once. What comes a round later counts {counts} times as much."
    ]
    if game.offers.breakdown:
        told.append(f"After each round without an end the talks break down, and both walk away, with a chance of {percent(float(game.offers.breakdown))}.")
    if rounds is not None:
        told.append("After the last round both walk away.")
    return " ".join(told)
