"""Single packages: as they are typed, one in the middle, and what the points of many look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import AskError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from sim.games.issues.issues_game import IssuesGame

    Package = tuple[int, ...]

MOST_DRAWN = 4_000
"""Packages of a cloud, most."""


@dataclass(frozen=True, eq=False)
class Cloud:
    """What packages pay.

    Parameters
    ----------
    points : array of shape (n, 2)
        What each pays both sides.
    whole : bool
        Whether these are all packages; else they are drawn at random, every package as likely as any other.
    """

    points: NDArray[np.float64]
    whole: bool


def cloud(game: IssuesGame, seed: int = 0, most: int = MOST_DRAWN) -> Cloud:
    """What all packages pay, or some drawn at random where there are too many.

    Parameters
    ----------
    seed : int
        What chance draws.
    most : int
        Packages, most.
    """
    if game.count <= most:
        return Cloud(pays_of(game), whole=True)
    rng = np.random.default_rng(seed)
    drawn = np.stack([rng.integers(len(options), size=most) for options in game.options], axis=1)
    return Cloud(_paid(game, drawn), whole=False)


def every_package(game: IssuesGame) -> Iterator[Package]:
    """All packages, the last issue changing first."""
    return product(*(range(len(options)) for options in game.options))


def pays_of(game: IssuesGame) -> NDArray[np.float64]:
    """What each of all packages pays both sides, in the order of `every_package`; shape (n, 2)."""
    return _paid(game, np.array(list(every_package(game)), dtype=np.intp))


def _paid(game: IssuesGame, drawn: NDArray[np.intp]) -> NDArray[np.float64]:
    points = np.zeros((len(drawn), 2))
    for issue, row in enumerate(game.points):
        points += np.array([[float(a), float(b)] for a, b in row])[drawn[:, issue]]
    for extra in game.extras:
        both = np.all(drawn[:, list(extra.issues)] == np.array(extra.choices), axis=1)
        points[both] += [float(extra.points[0]), float(extra.points[1])]
    return points


def middle(game: IssuesGame) -> Package:
    """The package in the middle: on each issue the option that is nearest to the middle of both sides' points.

    Of options that are as near the one is taken that makes up for what a side is ahead on the issues before.
    """
    chosen: list[int] = []
    lead = Fraction(0)
    for row in game.points:
        places = [tuple(_place_between(row, option, side) for side in (0, 1)) for option in range(len(row))]
        off = [abs(one) + abs(two) for one, two in places]
        near = [option for option in range(len(row)) if off[option] == min(off)]
        best = min(near, key=lambda option: abs(lead + places[option][0] - places[option][1]))
        lead += places[best][0] - places[best][1]
        chosen.append(best)
    return tuple(chosen)


def _place_between(row: Sequence[tuple[Fraction, Fraction]], option: int, side: int) -> Fraction:
    """Where an option lies between a side's least and most points on an issue, from -1 to 1; 0 if all are alike."""
    low, high = min(pair[side] for pair in row), max(pair[side] for pair in row)
    return (row[option][side] - low) / (high - low) * 2 - 1 if low < high else Fraction(0)


def read_package(game: IssuesGame, text: str) -> Package:
    """A package as it is typed: ``salary=high+start=june``, or the options alone in the order of the issues.

    Commas stand for the same.

    Parameters
    ----------
    text : str
        What was typed; capital letters do not matter.

    Raises
    ------
    AskError
        If it names no package.
    """
    parts = [part.strip() for part in re.split(r"[,;+]", text) if part.strip()]
    chosen: dict[int, int] = {}
    for k, part in enumerate(parts):
        issue, sign, option = (word.strip() for word in part.partition("="))
        if not sign:
            if len(parts) != len(game.issues):
                raise AskError("package", _expected(game, f"found '{text}'"))
            issue, option = game.issues[k], part
        at = _place(game.issues, issue, "issue")
        if at in chosen:
            raise AskError("package", f"the issue '{game.issues[at]}' is named twice")
        chosen[at] = _place(game.options[at], option, f"option of '{game.issues[at]}'")
    lacking = [issue for k, issue in enumerate(game.issues) if k not in chosen]
    if lacking:
        raise AskError("package", _expected(game, f"nothing is said of {', '.join(lacking)}"))
    return tuple(chosen[k] for k in range(len(game.issues)))


def typed(game: IssuesGame, package: Sequence[int]) -> str:
    """A package as it is typed, in letters that every shell reads alike."""
    each = zip(game.issues, game.options, package, strict=True)
    return "+".join(f"{issue}={options[choice]}" for issue, options, choice in each)


def _expected(game: IssuesGame, found: str) -> str:
    example = typed(game, [0] * len(game.issues))
    return f"expected an option of each issue, as in {example}; {found}"


def _place(known: Sequence[str], word: str, what: str) -> int:
    if word in known:
        return known.index(word)
    lower = [name.lower() for name in known]
    if lower.count(word.lower()) == 1:
        return lower.index(word.lower())
    raise AskError("package", f"there is no {what} called '{word}' ({nearest(word, known)})")
