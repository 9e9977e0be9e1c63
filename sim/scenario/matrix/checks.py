"""Checks of matrix games that need a whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.fields import MAX_WORKED, many
from sim.scenario.kind import commits_with_types
from sim.scenario.matrix.numeric import Formulas
from sim.scenario.matrix.profile import profile_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.kind import Found
    from sim.scenario.matrix.model import MatrixModel


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
