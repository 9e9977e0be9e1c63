"""A game at a glance: its size in words, and its rules as a table."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from sim.api.table import Table
from sim.scenario.issues.stated import Issues
from sim.scenario.options.conflict import Options
from sim.scenario.scenario import Concessions, Matrix, Offers
from sim.show.text.scale import scaled
from sim.show.text.words import change, number, times

if TYPE_CHECKING:
    from sim.scenario.scenario import JointEffect, Scenario, Step


def size(scenario: Scenario) -> list[str]:
    """What is to be said of a game beside its kind."""
    game = scenario.game
    told = ["hidden types"] if scenario.variants else []
    if isinstance(game, Matrix):
        told.append(f"{len(game.actions[0])} by {len(game.actions[1])}")
        if game.repeat is not None:
            told.append("repeated without end" if game.repeat.rounds is None else times(game.repeat.rounds, "round"))
    if isinstance(game, Issues):
        told.append(times(len(game.issues), "issue"))
        told.append(times(prod(len(issue.choices) for issue in game.issues), "package"))
    if isinstance(game, Concessions | Offers):
        rounds = game.horizon if isinstance(game, Concessions) else game.rounds
        told.append("no last round" if rounds is None else times(rounds, "round"))
    if isinstance(game, Options):
        told += [times(len(scenario.players), "party", "parties"), times(len(game.options), "option")]
    return told


MOST_CELLS = 400
"""Cells, most, of a table of payoffs that come from expressions."""


@scaled
def rules(scenario: Scenario) -> Table:
    """The steps, the payoffs of a matrix game, or the options of a conflict; a table without rows for other kinds."""
    if isinstance(scenario.game, Matrix):
        return _payoffs(scenario, scenario.game)
    if isinstance(scenario.game, Options):
        return _options(scenario, scenario.game)
    if isinstance(scenario.game, Issues):
        return _points(scenario, scenario.game)
    steps = (
        [step for ladder in scenario.game.ladders for step in ladder] if isinstance(scenario.game, Concessions) else []
    )
    keys = (
        "step",
        "name",
        *(player.id for player in scenario.players),
        "reversible",
        "after",
        "verification",
        "effects",
    )
    heads = ("step", "name", *(f"to {player.name}" for player in scenario.players), *keys[4:])
    rows = tuple(_row(scenario, step) for step in steps)
    # Columns at the end that hold nothing are left out.
    told = [k for k in range(len(keys)) if k < len(keys) - 2 or any(row[k] is not None for row in rows)]
    return Table(
        "Steps",
        tuple(keys[k] for k in told),
        tuple(tuple(row[k] for k in told) for row in rows),
        tuple(heads[k] for k in told),
    )


def _options(scenario: Scenario, game: Options) -> Table:
    ids = [player.id for player in scenario.players]
    rows = tuple(
        (f"{ids[o.owner]}.{o.id}", o.name, ids[o.owner], o.irreversible, o.lapses, bool(game.status_quo >> bit & 1))
        for bit, o in enumerate(game.options)
    )
    return Table("Options", ("option", "name", "party", "irreversible", "lapses", "taken"), rows)


def _points(scenario: Scenario, game: Issues) -> Table:
    """What each option of each issue is worth to both."""
    rows = tuple(
        (issue.id, choice.id, choice.name, *(float(value) for value in choice.points))
        for issue in game.issues
        for choice in issue.choices
    )
    keys = ("issue", "option", "name", *(player.id for player in scenario.players))
    return Table("Points", keys, rows, (*keys[:3], *(f"to {player.name}" for player in scenario.players)))


def _row(scenario: Scenario, step: Step) -> tuple[object, ...]:
    game = scenario.game
    assert isinstance(game, Concessions)
    after = ", ".join(f"{scenario.players[p].id}.{game.ladders[p][k].id}" for p, k in step.after)
    effect = (float(value) for value in step.effect)
    checked = None if step.verification is None else float(step.verification)
    own = f"{scenario.players[step.owner].id}.{step.id}"
    joint = "; ".join(_joint(scenario, game, entry) for entry in step.joint)
    return own, step.name, *effect, step.reversible, after or None, checked, joint or None


def _joint(scenario: Scenario, game: Concessions, joint: JointEffect) -> str:
    """An effect that hangs on other steps: ``us +0.50, nk +0.10 with nk.site``."""
    adds = ", ".join(f"{p.id} {change(v)}" for p, v in zip(scenario.players, joint.effect, strict=True))
    return f"{adds} with {', '.join(f'{scenario.players[p].id}.{game.ladders[p][k].id}' for p, k in joint.when)}"


def _payoffs(scenario: Scenario, game: Matrix) -> Table:
    one, two = scenario.players
    if game.formulas and len(game.actions[0]) * len(game.actions[1]) > MOST_CELLS:
        return _formulas(scenario, game, game.formulas)
    corner = f"{one.name} \\ {two.name}"
    rows = tuple(
        (action, *(f"{number(a)}, {number(b)}" for a, b in row))
        for action, row in zip(game.actions[0], game.payoffs, strict=True)
    )
    return Table(f"Payoffs: {one.name}, then {two.name}", (corner, *game.actions[1]), rows)


def _formulas(scenario: Scenario, game: Matrix, formulas: tuple[str, str]) -> Table:
    """What each chooses and the expression for its payoff, where a table of all cells would be too large to read."""
    rows = tuple(
        (player.id, scale.name if scale else None, len(own), own[0], own[-1], text)
        for player, scale, own, text in zip(scenario.players, game.scales, game.actions, formulas, strict=True)
    )
    return Table("Choices and payoffs", ("player", "number", "actions", "first", "last", "payoff"), rows)
