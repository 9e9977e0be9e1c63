"""A game at a glance: its size in words, and its rules as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.api.table import Table
from sim.scenario.scenario import Concessions, Matrix, Offers
from sim.show.text.scale import scaled
from sim.show.text.words import number, times

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario, Step


def size(scenario: Scenario) -> list[str]:
    """What is to be said of a game beside its kind."""
    game = scenario.game
    told = ["hidden types"] if scenario.variants else []
    if isinstance(game, Matrix):
        told.append(f"{len(game.actions[0])} by {len(game.actions[1])}")
        if game.repeat is not None:
            told.append("repeated without end" if game.repeat.rounds is None else times(game.repeat.rounds, "round"))
    if isinstance(game, Concessions | Offers):
        rounds = game.horizon if isinstance(game, Concessions) else game.rounds
        told.append("no last round" if rounds is None else times(rounds, "round"))
    return told


@scaled
def rules(scenario: Scenario) -> Table:
    """The steps of a concession game, or the payoffs of a matrix game; a table without rows for other kinds."""
    if isinstance(scenario.game, Matrix):
        return _payoffs(scenario, scenario.game)
    steps = (
        [step for ladder in scenario.game.ladders for step in ladder] if isinstance(scenario.game, Concessions) else []
    )
    keys = ("step", "name", *(player.id for player in scenario.players), "reversible", "after", "verification")
    heads = ("step", "name", *(f"to {player.name}" for player in scenario.players), *keys[4:])
    rows = tuple(_row(scenario, step) for step in steps)
    shown = len(keys) if any(row[-1] is not None for row in rows) else len(keys) - 1
    return Table("Steps", keys[:shown], tuple(row[:shown] for row in rows), heads[:shown])


def _row(scenario: Scenario, step: Step) -> tuple[object, ...]:
    game = scenario.game
    assert isinstance(game, Concessions)
    after = ", ".join(f"{scenario.players[p].id}.{game.ladders[p][k].id}" for p, k in step.after)
    effect = (float(value) for value in step.effect)
    checked = None if step.verification is None else float(step.verification)
    return f"{scenario.players[step.owner].id}.{step.id}", step.name, *effect, step.reversible, after or None, checked


def _payoffs(scenario: Scenario, game: Matrix) -> Table:
    one, two = scenario.players
    corner = f"{one.name} \\ {two.name}"
    rows = tuple(
        (action, *(f"{number(a)}, {number(b)}" for a, b in row))
        for action, row in zip(game.actions[0], game.payoffs, strict=True)
    )
    return Table(f"Payoffs: {one.name}, then {two.name}", (corner, *game.actions[1]), rows)
