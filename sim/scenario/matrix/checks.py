"""Checks of matrix games that need a whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import nearest
from sim.scenario.fields import MAX_WORKED, many
from sim.scenario.kind import commits_with_types
from sim.scenario.matrix.numeric import Formulas
from sim.scenario.matrix.profile import profile_problems
from sim.scenario.observed.checks import late, observed_problems, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.kind import Found
    from sim.scenario.matrix.model import MatrixModel
    from sim.scenario.observed.model import ActionsModel
    from sim.scenario.source import Path


def problems(model: MatrixModel) -> Iterator[Found]:
    """What only a whole file shows: tables that do not fit, a repeated game without patience."""
    if model.types and model.repeat:
        yield ("types",), "hidden types are solved for a game that is played once", "remove 'types' or 'repeat'"
    yield from commits_with_types(model.commit, model.types)
    yield from profile_problems(model.profile, model.types)
    yield from _table(model)
    yield from _large(model)
    yield from _patience(model)
    if model.commit and model.repeat:
        yield ("commit",), "commitment is solved for a game that is played once", "remove 'commit' or 'repeat'"
    yield from observed_problems(model, lambda entry, path: _observed(model, entry, path))


def _observed(model: MatrixModel, entry: ActionsModel, path: Path) -> Iterator[Found]:
    """What is wrong with actions that were counted."""
    sides = [list(side.actions) for side in model.players.values()]
    players = list(model.players)
    if entry.player is None and sides[0] != sides[1]:
        told = "the two sides have different actions, and the counts do not say whose they are"
        yield path, told, f"add 'player: {players[0]}' or 'player: {players[1]}'"
        return
    own = 0 if entry.player is None else players.index(entry.player)
    yield from unknown(entry.counts, sides[own], f"action of {players[own]}", (*path, "counts"))
    if (entry.round is not None or entry.after is not None) and model.repeat is None:
        key = "after" if entry.round is None else "round"
        yield (*path, key), f"the game is played once, and '{key}' is for games that are repeated", "remove it"
    elif entry.round is not None and entry.after is not None:
        yield (*path, "after"), "the counts are of one round and of all rounds after something", "remove one of them"
    else:
        yield from late(entry, model.repeat.rounds if model.repeat else None, path)
        for k, action in enumerate(entry.after or ()):
            side = own if k == 0 else 1 - own
            if action not in sides[side]:
                told = f"'{action}' is no action of {players[side]}"
                yield (*path, "after", k), told, nearest(action, sides[side])


def _table(model: MatrixModel) -> Iterator[Found]:
    one, two = (len(entry.actions) for entry in model.players.values())
    if isinstance(model.payoffs, Formulas):
        return
    if len(model.payoffs) != one:
        yield (
            ("payoffs",),
            f"expected {one} rows, one per action of the first player, found {len(model.payoffs)}",
            "",
        )
    for i, row in enumerate(model.payoffs):
        if len(row) != two:
            yield (
                ("payoffs", i),
                f"expected {two} cells, one per action of the second player, found {len(row)}",
                "",
            )
        for j, cell in enumerate(row):
            if len(cell) != 2:
                yield ("payoffs", i, j), f"expected a cell [first, second], found {many(len(cell))}", ""


def _large(model: MatrixModel) -> Iterator[Found]:
    """What is solved for games of a size only."""
    what = "is repeated" if model.repeat else "has hidden types" if model.types else ""
    for player, entry in model.players.items():
        if what and len(entry.actions) > MAX_WORKED:
            message = f"a game that {what} has at most {MAX_WORKED} actions a side, found {len(entry.actions):,}"
            yield ("players", player, "actions"), message, "take a larger step, or leave actions out"


def _patience(model: MatrixModel) -> Iterator[Found]:
    for player, entry in model.players.items():
        if model.repeat is not None and entry.patience is None:
            yield (
                ("players", player, "patience"),
                "this key is missing: in a repeated game each player needs its patience",
                "add a discount factor from 0 up to but not including 1, such as 'patience: 0.9'",
            )
