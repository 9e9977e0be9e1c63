"""Actions that are numbers, and payoffs that are an expression in them.

``actions: {demand: 0:100:1}`` stands for the demands 0, 1, …, 100. What a player has chosen is called ``us.demand`` in
payoffs, and simply ``demand`` where it is the player's own, or only the other side has a number of that name. An action
with a label in words is called ``nk.accept`` and counts as 1 where it is chosen and as 0 elsewhere.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from sim.errors import nearest
from sim.memory import need
from sim.scenario.expressions.grammar import FUNCTIONS, ExpressionError
from sim.scenario.fields import LARGEST, MAX_ACTIONS, NAME, SMALLEST, describe, fault, names_of
from sim.scenario.matrix.scale import Scale
from sim.scenario.ranges import spaced, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import ValidationInfo, ValidatorFunctionWrapHandler

    from sim.scenario.cells import Cells
    from sim.scenario.names import Names

LENGTH = LARGEST.bit_length() - 2
"""Bits by which numerator and denominator may differ in length without a look at the number itself."""

CELL_BYTES = 500
"""What a cell of a table takes while it is worked out and afterwards; roughly."""


class NumericActions(list[str]):
    """Labels of actions that are numbers, with the numbers.

    Parameters
    ----------
    scale : Scale
        Name and values.
    """

    def __init__(self, scale: Scale) -> None:
        super().__init__(map(written, scale.values))
        self.scale = scale


class Formulas(list[list[tuple[Fraction, Fraction]]]):
    """The table that two expressions make.

    Parameters
    ----------
    texts : tuple of str
        The expressions, by player.
    rows : sequence of sequence of pair of Fraction
        The table.
    """

    def __init__(self, texts: tuple[str, ...], rows: Sequence[list[tuple[Fraction, Fraction]]]) -> None:
        super().__init__(rows)
        self.texts = texts


def numbers_or_labels(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> list[str]:
    """The actions of a player: labels, or numbers of one name."""
    if isinstance(value, list) and len(value) > MAX_ACTIONS:
        raise fault(f"expected at most {MAX_ACTIONS:,} actions, found {len(value):,}")
    if not isinstance(value, dict):
        return handler(value)  # type: ignore[no-any-return]
    if len(value) != 1:
        raise fault(f"expected one name of a number with its range, found {len(value)}", "as in {demand: 0:100:1}")
    (name, span), names = *value.items(), names_of(info)
    if not re.fullmatch(NAME, name) or name in FUNCTIONS:
        raise fault(f"'{name}' cannot name a number", "use the letters a to z, digits and _, and no function's name")
    if name in names.parameters:
        raise fault(f"'{name}' is a parameter already", "give the number of the actions a name of its own")
    return NumericActions(Scale(name, spaced(span, names, MAX_ACTIONS, "actions")))


def formulas_or_table(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    """The payoffs: a table, or an expression for each player."""
    if not isinstance(value, dict):
        return handler(value)
    players = info.data.get("players", {})
    unknown = [name for name in value if players and name not in players]
    if unknown:
        raise at(unknown[0], value, fault(f"there is no player '{unknown[0]}'", nearest(unknown[0], players)))
    for player in players:
        if player not in value:
            raise fault(f"expected an expression for each player, found none for '{player}'")
    if len(players) != 2:
        return Formulas((), [])  # told where the players stand
    labels = {player: entry.actions for player, entry in players.items()}
    shape = tuple(map(len, labels.values()))
    need(CELL_BYTES * shape[0] * shape[1])
    sides = [_table(player, value, labels, names_of(info)) for player in players]
    rows = [list(zip(one, two, strict=True)) for one, two in zip(*sides, strict=True)]
    return Formulas(tuple(str(value[player]) for player in players), rows)


def _table(
    player: str, texts: Mapping[str, Any], labels: Mapping[str, list[str]], names: Names
) -> tuple[tuple[Fraction, ...], ...]:
    """What one player gets in every cell."""
    from sim.scenario.cells import evaluate_cells, rows_of  # numpy, which other files are read without

    text = texts[player]
    if not isinstance(text, str) or not text.strip():
        raise at(player, texts, fault(f"expected an expression, found {describe(text)}"))
    chosen = list(labels)
    shape = len(labels[chosen[0]]), len(labels[chosen[1]])

    def where(i: int, j: int) -> str:
        told = [
            f"{_called(other, labels[other])} is {labels[other][k]}"
            for other, k in zip(chosen, (i, j), strict=True)
            if k >= 0
        ]
        return f" where {' and '.join(told)}" if told else ""

    try:
        cells = evaluate_cells(text, _names(player, labels, names), where)
    except ExpressionError as error:
        raise at(player, texts, fault(error.message, error.hint, error.offset)) from None
    rows = rows_of(cells, shape)
    for i, row in enumerate(rows if cells.long else ()):
        if any(v and not _fits(v) for v in row):
            message = f"expected 0, or numbers from 1e-100 to 1e100 in size, found another{where(i, -1)}"
            raise at(player, texts, fault(message, "choose another unit"))
    return rows


def _fits(value: Fraction) -> bool:
    """Whether a number is neither too large nor too small; fast, by the lengths of its parts where these tell."""
    apart = value.numerator.bit_length() - value.denominator.bit_length()
    return abs(apart) < LENGTH or SMALLEST <= abs(value) <= LARGEST


def _names(player: str, labels: Mapping[str, list[str]], names: Names) -> dict[str, Cells]:
    """What an expression for a player's payoff may name."""
    from sim.scenario.cells import line_of

    values = {name: line_of([value], True) for name, value in names.parameters.items()}
    # The player's own number comes last, so that it is what a name without a player means.
    for other in sorted(labels, key=lambda name: name == player):
        own, upright = labels[other], other == next(iter(labels))
        if isinstance(own, NumericActions):
            line = line_of(own.scale.values, upright)
            values[own.scale.name] = values[f"{_word(other)}.{own.scale.name}"] = line
            continue
        words = [_word(label) for label in own]
        for k, word in enumerate(words):
            if words.count(word) == 1 and re.fullmatch(NAME, word):
                flags = [Fraction(int(at == k)) for at in range(len(own))]
                values[f"{_word(other)}.{word}"] = line_of(flags, upright)
    return values


def _called(player: str, own: list[str]) -> str:
    return f"{player}.{own.scale.name}" if isinstance(own, NumericActions) else player


def _word(text: str) -> str:
    """A label as expressions name it: other signs than letters and digits count as _."""
    return re.sub(r"\W+", "_", text)


def at(player: str, value: Any, error: PydanticCustomError) -> ValidationError:
    """An error of what stands behind a player."""
    return ValidationError.from_exception_data(
        "payoffs", [InitErrorDetails(type=error, loc=(player,), input=value[player])]
    )
