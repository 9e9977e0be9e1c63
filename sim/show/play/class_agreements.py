"""What a class agreed on where packages are bargained over, in words and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.issues.words import package_words
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import number, percent, times

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.classroom.agreements import Agreement, Agreements

MOST_GAMES = 40
"""Games that are listed in the terminal, most."""


def agreements_text(scenario: Scenario, found: Agreements) -> str:
    """Tell what each game ended with, and what part of the possible gain was captured.

    Parameters
    ----------
    found : Agreements
        What was agreed on.
    """
    names = [player.name for player in scenario.players]
    rows = [["game", "round", *names, "captured", "efficient"]]
    rows += [[" and ".join(dict.fromkeys(game.people)), *_cells(game)] for game in found.games[:MOST_GAMES]]
    left = len(found.games) - MOST_GAMES
    told = [heading("What was agreed on")]
    if found.games:
        told.append(columns(rows))
    if left > 0:
        told.append(paragraph(f"{times(left, 'more game')} in --json."))
    return "\n".join([*told, *map(paragraph, agreements_words(scenario, found))])


def _cells(game: Agreement) -> list[str]:
    pays = [number(value) for value in game.payoffs]
    if game.package is None:
        return [str(game.round + 1), *pays, "no agreement", ""]
    captured = "-" if game.captured is None else percent(float(game.captured))
    return [str(game.round + 1), *pays, captured, "yes" if game.efficient else "no"]


def agreements_words(scenario: Scenario, found: Agreements) -> list[str]:
    """How many agreed, how much of the gain they captured, and what a bargaining solution would pick."""
    reached, solution = found.reached, found.solution
    told = [f"{len(reached)} of {times(len(found.games), 'finished game')} ended with an agreement."]
    mean = found.mean_captured
    if mean is not None:
        fit = sum(game.efficient for game in reached)
        told.append(
            f"On average agreements that left both better off captured {percent(mean)} of what there was to gain; "
            f"{fit} of {len(reached)} {'is a package' if fit == 1 else 'are packages'} that nobody could improve for "
            "both. Captured: the part of the way from walking away to what lots over packages could pay at most, "
            "gains in the same proportion, the time that it took left aside."
        )
    if solution.room:
        best = solution.picked["nash"][0]
        pays = " and ".join(
            f"{player.name} {number(value)}" for player, value in zip(scenario.players, best.payoffs, strict=True)
        )
        told.append(f"Nash's solution is {package_words(scenario, best.package)}, which pays {pays}.")
    return told


def agreements_document(found: Agreements) -> dict[str, Any]:
    """What was agreed on as plain data.

    Parameters
    ----------
    found : Agreements
        What was agreed on.
    """
    game = found.solution.game
    return {
        "games": [
            {
                "people": dict(zip(game.players, each.people, strict=True)),
                "round": each.round,
                "package": None
                if each.package is None
                else {issue: game.options[k][each.package[k]] for k, issue in enumerate(game.issues)},
                "payoffs": dict(zip(game.players, map(float, each.payoffs), strict=True)),
                "captured": None if each.captured is None else float(each.captured),
                "efficient": each.efficient if each.package is not None else None,
            }
            for each in found.games
        ],
        "agreed": len(found.reached),
        "mean_captured": found.mean_captured,
    }
