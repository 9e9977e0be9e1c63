"""A course of play as a table: who does what in which round, and what it pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.api.table import Table, paid
from sim.games.concessions.stochastic_game import State
from sim.scenario.issues.stated import Issues
from sim.scenario.scenario import Concessions
from sim.show.text.scale import scaled
from sim.show.text.words import does, next_step, number, quoted

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


@scaled
def course(scenario: Scenario, entries: list[dict[str, Any]]) -> Table:
    """The course of the first of some equilibria; without rows where there are no rounds.

    Parameters
    ----------
    entries : list of dict
        The equilibria of its document.
    """
    if isinstance(scenario.game, Issues):
        return _packages(scenario, entries)
    players = scenario.players
    rounds = entries[0].get("path", []) if entries else []
    pays = "payoffs" if isinstance(scenario.game, Concessions) else "shares"
    rows = tuple(
        (
            r["round"] + 1,
            *(_told(scenario, k, r) for k in range(len(players))),
            *(paid(r[pays][player.id]) for player in players),
        )
        for r in rounds
    )
    keys = ("round", *(p.id for p in players), *(f"{p.id}_gets" for p in players))
    return Table("The likeliest course", keys, rows, ("round", *(p.name for p in players), *_gets(scenario)))


def _packages(scenario: Scenario, entries: list[dict[str, Any]]) -> Table:
    """The offers of packages in turn."""
    players, rounds = scenario.players, entries[0].get("path", []) if entries else []
    rows = []
    for r in rounds:
        own = [p.id == r["proposer"] for p in players]
        package = None if r["package"] is None else ", ".join(f"{k}: {v}" for k, v in r["package"].items())
        offers = f"offers {package}" if package else "offers nothing that is accepted"
        told = [
            "walks away" if r["walks_away"] == p.id else offers if mine else "accepts" if package else ""
            for p, mine in zip(players, own, strict=True)
        ]
        pays = [None if r["payoffs"] is None else paid(r["payoffs"][p.id]) for p in players]
        rows.append((r["round"] + 1, *told, *pays))
    keys = ("round", *(p.id for p in players), *(f"{p.id}_gets" for p in players))
    return Table("Offers in turn", keys, tuple(rows), ("round", *(p.name for p in players), *_gets(scenario)))


def _gets(scenario: Scenario) -> tuple[str, ...]:
    return tuple(f"{player.name} gets" for player in scenario.players)


def _told(scenario: Scenario, player: int, r: dict[str, Any]) -> str:
    """What a player does in a round."""
    own = scenario.players[player].id
    if not isinstance(scenario.game, Concessions):
        if r["proposer"] == own:
            return f"offers {number(r['shares'][scenario.players[1 - player].id])}"
        return "accepts" if r["accepted"] else "refuses"
    if own not in r["actions"]:
        return ""
    action, ids = r["actions"][own], [r["state"][p.id] for p in scenario.players]
    ladders = scenario.game.ladders
    complete = all(len(ids[k]) == len(ladders[k]) for k in (0, 1))
    state = State((tuple(ids[0]), tuple(ids[1])), complete)
    step = next_step(scenario, player, state)
    if action == "fake" and step is not None:
        return f"fakes the step {quoted(step.name)}"
    return does(scenario, player, action, state)
