"""The scale of a scenario's payoffs: how many digits it takes to tell apart what its players tell apart.

Every sentence about a scenario is written at its scale. It is a context and not an argument, since it holds for all
that is said of one scenario, down to the last word for a number; what is shown enters it once, at its door.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from math import floor, log10
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from sim.scenario.issues.stated import Issues
from sim.scenario.options.conflict import Options
from sim.scenario.scenario import Concessions, Game, Matrix, Offers, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

ORDINARY = 0.25
"""Differences of payoffs from which on two decimals show them."""

NEGLIGIBLE = 1e-9
"""Part of the difference that matters below which a computed one may be rounding."""

FINEST = 1e-116
"""Least difference that is told: numbers of files are 1e-100 or more away from 0, of which floats have 16 digits."""


@dataclass(frozen=True)
class Scale:
    """How payoffs are written.

    Parameters
    ----------
    unit : float
        The difference of payoffs that matters: the widest that there is for the player for whom it is least.
    """

    unit: float = 1.0

    @property
    def places(self) -> int:
        """Decimals of a payoff: two, or what shows a hundredth of the difference that matters."""
        return 2 if self.unit >= ORDINARY else 2 - self.order

    @property
    def least(self) -> float:
        """What a payoff's decimals round to nothing."""
        return 0.5 / 10.0**self.places

    @property
    def order(self) -> int:
        """Power of ten of the difference that matters."""
        return floor(log10(self.unit))

    @property
    def nothing(self) -> float:
        """Difference of payoffs below which there may be none."""
        return NEGLIGIBLE * self.unit


_UNSAID = Scale()
_current: ContextVar[Scale] = ContextVar("scale", default=_UNSAID)


def current() -> Scale:
    """The scale at which numbers are written now."""
    return _current.get()


@contextmanager
def at_scale_of(scenario: Scenario) -> Iterator[Scale]:
    """Write numbers at the scale of a scenario as long as this lasts."""
    token = _current.set(scale := scale_of(scenario))
    try:
        yield scale
    finally:
        _current.reset(token)


def scaled(tell: Callable[P, R]) -> Callable[P, R]:
    """A function that writes numbers at the scale of its first argument: a scenario, or what has one."""

    @wraps(tell)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        first = args[0] if args else next(iter(kwargs.values()))
        scenario = first if isinstance(first, Scenario) else first.scenario  # type: ignore[attr-defined]
        with at_scale_of(scenario):
            return tell(*args, **kwargs)

    return told


def told_at_scale(cls: type[T]) -> type[T]:
    """A class whose public methods write numbers at the scale of its scenario, which each of its objects finds once."""
    for name, method in list(vars(cls).items()):
        if callable(method) and not name.startswith("_"):
            setattr(cls, name, _at_own_scale(method))
    return cls


def _at_own_scale(tell: Callable[P, R]) -> Callable[P, R]:
    @wraps(tell)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        own: Any = args[0]
        if "_scale" not in vars(own):
            own._scale = scale_of(own.scenario)
        token = _current.set(own._scale)
        try:
            return tell(*args, **kwargs)
        finally:
            _current.reset(token)

    return told


def scale_of(scenario: Scenario) -> Scale:
    """The scale of a scenario, with all that its players may be."""
    games = [scenario.game, *(here.game for row in scenario.variants for here in row)]
    units = [wide for game in games for wide in _differences(game) if wide]
    return Scale(max(float(min(units)), FINEST)) if units else Scale()


def _widths(game: Issues, side: int) -> list[Fraction]:
    """By issue the widest difference of a side's points."""
    rows = [[choice.points[side] for choice in issue.choices] for issue in game.issues]
    return [max(row) - min(row) for row in rows] + [abs(extra.points[side]) for extra in game.extras]


def _differences(game: Game) -> list[Fraction]:
    """The widest difference of payoffs for each player; none where likings have no numbers."""
    if isinstance(game, Options):
        return []
    if isinstance(game, Offers):
        return [game.surplus]
    if isinstance(game, Issues):
        return [max(_widths(game, k)) for k in (0, 1)]
    if isinstance(game, Concessions):
        changes = [pair for ladder in game.ladders for step in ladder for pair in (step.effect, step.once)]
        changes += [joint.effect for ladder in game.ladders for step in ladder for joint in step.joint]
        ended = tuple(after - now for after, now in zip(game.breakdown, game.status_quo, strict=True))
        return [max(abs(pair[k]) for pair in [*changes, game.agreement, ended]) for k in (0, 1)]
    if isinstance(game, Matrix):
        pairs = [cell for row in game.payoffs for cell in row]
    else:
        pairs = [node.payoffs for node in game.nodes if node.payoffs is not None]
    return [max(values) - min(values) for values in zip(*pairs, strict=True)]
