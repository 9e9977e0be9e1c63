"""What every equilibrium agrees on, as a table: what its document has, row by row."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sim.scenario.scenario import Concessions
from sim.show.text.blocks import Paragraph, Table
from sim.show.text.scale import scaled
from sim.show.text.words import apart, quoted

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block

CAPTION = "Certain: in every subgame-perfect equilibrium. Possible: in some. Impossible: in none."


def over_all(scenario: Scenario, told: str, verdict: dict[str, Any] | None) -> tuple[Block, ...]:
    """The verdict in a sentence, and row by row.

    Parameters
    ----------
    told : str
        The sentence; empty if there is none.
    verdict : dict or None
        The verdict as plain data, of a concession game.
    """
    words = (Paragraph(told),) if told else ()
    return words if verdict is None else (*words, verdict_table(scenario, verdict))


@scaled
def verdict_table(scenario: Scenario, verdict: dict[str, Any]) -> Table:
    """The verdict of a concession game.

    Parameters
    ----------
    verdict : dict
        The verdict as plain data.
    """
    rows = [("a deal", verdict["deal"]), *_by_round(verdict["by_round"]), ("a breakdown", verdict["breakdown"])]
    rows += _steps(scenario, verdict["steps"])
    for player in scenario.players if verdict["payoffs"] else ():
        low, high = verdict["payoffs"][player.id]
        rows.append((f"{player.name} gets per round", " to ".join(dict.fromkeys(apart(low, high)))))
    return Table(CAPTION, ("", "over all equilibria"), tuple(rows))


def _by_round(words: list[str]) -> list[tuple[str, str]]:
    """The word for a deal by each round; rounds with the same word stand together."""
    found, start = [], 1
    for word, group in groupby(words):
        end = start + len(list(group)) - 1
        found.append((f"a deal by round {start}" if start == end else f"a deal by rounds {start} to {end}", word))
        start = end + 1
    return found


def _steps(scenario: Scenario, words: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    assert isinstance(scenario.game, Concessions)
    return [
        (f"{player.name} takes {quoted(step.name)}", words[player.id][step.id])
        for player, ladder in zip(scenario.players, scenario.game.ladders, strict=True)
        for step in ladder
        if step.id in words.get(player.id, {})
    ]
