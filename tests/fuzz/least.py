"""Making what fails as small as it can be: nothing more can be left out of it, and nothing made plainer.

The idea is that of delta debugging (Zeller and Hildebrandt 2002): what still fails without a part does not need it. The
parts are those of a file's data, the largest first; what comes out is 1-minimal, unless the time is up.

References
----------
Zeller, A. and Hildebrandt, R. (2002): Simplifying and isolating failure-inducing input. IEEE Transactions on Software
Engineering 28, 183-200.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar

from sim.scenario.source import NumberText

T = TypeVar("T")
Data = dict[str, Any]
Path = tuple[Any, ...]
Ways = Callable[[T], Iterator[Callable[[], T]]]
"""What a thing could be made smaller by; each is worked out only when it is tried."""

SECONDS = 120.0
"""After so long whatever is smallest is taken."""

HOISTED = 3
"""Levels of a file between a node of chance and the next node."""

PLAIN = ("0", "1", "2", "t")


def least(thing: T, fails: Callable[[T], bool], ways: Ways[T], seconds: float = SECONDS) -> T:
    """The smallest thing found that fails; no single way of making it smaller leaves it failing.

    Parameters
    ----------
    thing : object
        Something that fails.
    fails : callable
        Whether a smaller thing fails in the same way.
    ways : callable
        How a thing can be made smaller; no chain of them comes back to where it was.
    seconds : float
        After which whatever is smallest is taken.
    """
    end = time.monotonic() + seconds
    options, at, in_vain = list(ways(thing)), 0, 0
    while in_vain < len(options) and time.monotonic() < end:
        smaller = options[at % len(options)]()
        if fails(smaller):
            # What stood here is gone, so that the next part has its place; those before it failed to go already.
            thing, options, in_vain = smaller, list(ways(smaller)), 0
        else:
            at, in_vain = at + 1, in_vain + 1
    return thing


def smaller_data(data: Data) -> Iterator[Callable[[], Data]]:
    """The data of a file with a thing left out, with an action less, or with one made plainer.

    Parameters
    ----------
    data : dict
        As `sim.scenario.source.read` has it: numbers are the text that they are written with.
    """
    yield from _fewer_actions(data)
    for path in _paths(data):
        yield partial(_changed, data, path)
    for path in _paths(data):
        for new in _plainer(_at(data, path)):
            yield partial(_changed, data, path, new)


_NOTHING = object()


def _changed(data: Data, path: Path, new: Any = _NOTHING) -> Data:
    """The data with what stands at a path left out, or with something else there."""
    smaller = deepcopy(data)
    holder = _at(smaller, path[:-1])
    if new is _NOTHING:
        del holder[path[-1]]
    else:
        holder[path[-1]] = deepcopy(new)
    return smaller


def _plainer(value: Any) -> list[Any]:
    """What could stand in the place of a value."""
    if isinstance(value, (dict, list)):
        return list(_below(value, HOISTED))
    if not isinstance(value, str):
        return []
    plain = [*PLAIN[: PLAIN.index(value) if value in PLAIN else None]]
    if not isinstance(value, NumberText):
        return plain
    whole = _whole(value)
    return [NumberText(text) for text in [*plain[:3], *([whole] if len(whole) < len(value) else [])]]


def _below(value: Any, depth: int) -> Iterator[Any]:
    """What a value holds: a node of a tree may be as good as one that hangs below it."""
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, (dict, list)):
            yield inner
            if depth > 1:
                yield from _below(inner, depth - 1)


def _whole(text: str) -> str:
    """The whole part of a number; the number as it is written where it is no decimal."""
    try:
        return str(int(Fraction(text)))
    except (ValueError, OverflowError, ZeroDivisionError):
        return text


def _fewer_actions(data: Data) -> Iterator[Callable[[], Data]]:
    """A game by a table of payoffs, without one action of one side and what stands in its row or column."""
    try:
        sides = [data["players"][name]["actions"] for name in data["players"]]
        rows = data["payoffs"]
        fits = len(rows) == len(sides[0]) and all(len(row) == len(sides[1]) for row in rows)
    except (KeyError, TypeError, AttributeError, IndexError):
        return
    if not (fits and all(isinstance(part, list) for part in (*sides, rows, *rows))):
        return
    for side, names in enumerate(sides):
        for k in range(len(names)):
            yield partial(_without_action, data, side, k)


def _without_action(data: Data, side: int, k: int) -> Data:
    smaller = deepcopy(data)
    del [*smaller["players"].values()][side]["actions"][k]
    for table in [smaller["payoffs"]] if side == 0 else smaller["payoffs"]:
        del table[k]
    return smaller


def _paths(data: Any, at: Path = ()) -> Iterator[Path]:
    """Ways to everything that data hold, the largest parts first."""
    level = [(*at, key) for key in (data if isinstance(data, dict) else range(len(data)))]
    yield from level
    for path in level:
        value = data[path[-1]]
        if isinstance(value, (dict, list)):
            yield from _paths(value, path)


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def smaller_lines(lines: tuple[str, ...]) -> Iterator[Callable[[], tuple[str, ...]]]:
    """Lines without some of them that follow one another: halves first, then quarters, at last single lines."""
    size = len(lines)
    while size:
        for k in range(0, len(lines), size):
            yield partial(_without_lines, lines, k, k + size)
        size //= 2


def _without_lines(lines: tuple[str, ...], start: int, stop: int) -> tuple[str, ...]:
    return lines[:start] + lines[stop:]
