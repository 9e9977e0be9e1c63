"""To which power a parameter enters the payoffs of a concession game, and what else it enters.

Payoffs that have each parameter at most to the first power, with the others held fixed, take their least and their
greatest value over a box at corners of it; so does every difference between what two given plans of play are worth, if
patience, the chance of a breakdown and the rules of the game are the same everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.expressions.grammar import ExpressionError, Parser, names_in
from sim.scenario.scenario import Concessions
from sim.study.vectorised.batch import source_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.study.vectorised.batch import CompiledStudy

Powers = dict[str, int]
"""The highest power of each parameter in an expression."""

MANY = 99
"""Stands for what is no power: a parameter below a fraction line, in a function, in a comparison."""


def not_straight(study: CompiledStudy) -> tuple[str, ...]:
    """Parameters of a study for which the argument by corners does not hold: they bend payoffs, or weigh rounds.

    Parameters
    ----------
    study : CompiledStudy
        One whose points can be solved together.
    """
    source, known = source_of(study.file), _known(study)
    plan = source.plan(source.key)
    fixed = (*source.patience, *(text for text, _ in plan.hazards), *source.structural)
    bent = {name for text in plan.symbols for name, power in powers(text, known).items() if power > 1}
    for text in fixed:
        bent |= {name for word in names_in(text) for name in known.get(word, {})}
    return tuple(name for name in study.names if name in bent)


def may_break_down(study: CompiledStudy) -> bool:
    """Whether chance can end the talks at some point of a study."""
    source, known = source_of(study.file), _known(study)
    plan, game = source.plan(source.key), source.scenario.game
    drawn = any(known.get(word) for text, _ in plan.hazards for word in names_in(text))
    return drawn or (isinstance(game, Concessions) and any(game.hazards))


def _known(study: CompiledStudy) -> dict[str, Powers]:
    """Which of a study's parameters each parameter of the file is computed from."""
    source, known = source_of(study.file), dict[str, Powers]()
    for name, text, _, _ in source.declared:
        own = {name: 1} if name in study.names else None
        known[name] = own or powers(source.settings.get(name, text), known)
    return known


def powers(text: str, known: dict[str, Powers]) -> Powers:
    """The highest power of each parameter in an expression.

    Parameters
    ----------
    text : str
        An expression that has been checked.
    known : dict of str to dict of str to int
        The same of the parameters that it may use.
    """
    try:
        return _Powers(text, known).whole()
    except ExpressionError:
        return _beyond(known.get(word, {}) for word in names_in(text))


class _Powers(Parser[Powers]):
    """Evaluation in powers of the parameters; numbers have none."""

    def literal(self, text: str, offset: int) -> Powers:
        return {}

    def combine(self, symbol: str, left: Powers, right: Powers, offset: int) -> Powers:
        if symbol in "+-":
            return {name: max(left.get(name, 0), right.get(name, 0)) for name in {**left, **right}}
        if symbol == "*":
            return {name: left.get(name, 0) + right.get(name, 0) for name in {**left, **right}}
        return {**left, **_beyond([right])}

    def negative(self, value: Powers) -> Powers:
        return value

    def raised(self, base: Powers, exponent: Powers, offset: int) -> Powers:
        return _beyond([base, exponent])

    def compared(self, symbol: str, left: Powers, right: Powers) -> Powers:
        return _beyond([left, right])

    def apply(self, name: str, arguments: list[Powers], offset: int) -> Powers:
        return _beyond(arguments)


def _beyond(parts: Iterable[Powers]) -> Powers:
    return {name: MANY for part in parts for name in part}
