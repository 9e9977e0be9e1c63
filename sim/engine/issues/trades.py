"""What each issue is between the two sides, and exchanges of two issues that leave both better off.

References
----------
Lax, D. A. and Sebenius, J. K. (1986): The Manager as Negotiator. Free Press (creating value by trading on differences).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from sim.deadline import check_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Pair

Nature = Literal["settled", "shared", "opposed", "mixed"]


@dataclass(frozen=True)
class Interest:
    """What an issue is between the two sides, leaving points for pairs of options aside.

    Parameters
    ----------
    nature : {"settled", "shared", "opposed", "mixed"}
        ``settled``: neither side cares how it ends. ``shared``: one option is best for both. ``opposed``: whatever of
        two options one side likes more, the other likes less or as much. ``mixed``: none of these.
    stakes : pair of Fraction
        For each side the part of all its points that hangs on this issue: its range over the sum of all ranges.
    """

    nature: Nature
    stakes: Pair

    @property
    def matters_more_to(self) -> int | None:
        """The side that has more at stake here; None where both have as much."""
        one, two = self.stakes
        return None if one == two else int(two > one)


@dataclass(frozen=True)
class Trade:
    """A change of one or two issues of a package that makes nobody worse off and somebody better.

    Parameters
    ----------
    changes : tuple of (int, int)
        The issues, each with the option that it is changed to.
    gains : pair of Fraction
        What both sides gain.
    """

    changes: tuple[tuple[int, int], ...]
    gains: Pair


def interests(game: IssuesGame) -> tuple[Interest, ...]:
    """What each issue is between the two sides."""
    ranges = [tuple(max(pair[k] for pair in row) - min(pair[k] for pair in row) for k in (0, 1)) for row in game.points]
    total = [sum((each[k] for each in ranges), Fraction()) for k in (0, 1)]

    def stake(issue: int, side: int) -> Fraction:
        return ranges[issue][side] / total[side] if total[side] else Fraction()

    return tuple(Interest(_nature(row), (stake(k, 0), stake(k, 1))) for k, row in enumerate(game.points))


def _nature(row: Sequence[Pair]) -> Nature:
    best = max(pair[0] for pair in row), max(pair[1] for pair in row)
    if all(pair == row[0] for pair in row):
        return "settled"
    if best in row:
        return "shared"
    opposed = all((a[0] - b[0]) * (a[1] - b[1]) <= 0 for a in row for b in row)
    return "opposed" if opposed else "mixed"


def best_trades(game: IssuesGame, package: Sequence[int]) -> tuple[Trade, ...]:
    """Changes of one or two issues that no other such change beats for both, the fairest first.

    Parameters
    ----------
    package : sequence of int
        For each issue the number of an option.

    Returns
    -------
    tuple of Trade
        By the smaller of the two gains, falling; of changes with the same gains the one of fewest issues.
    """
    found: dict[Pair, Trade] = {}
    for trade in _trades(game, package):
        known = found.get(trade.gains)
        if known is None or len(trade.changes) < len(known.changes):
            found[trade.gains] = trade
    kept: list[Trade] = []
    for gains in sorted(found, reverse=True):
        if not kept or gains[1] > kept[-1].gains[1]:
            kept.append(found[gains])
    return tuple(sorted(kept, key=lambda trade: (min(trade.gains), max(trade.gains)), reverse=True))


def _trades(game: IssuesGame, package: Sequence[int]) -> Iterator[Trade]:
    """All changes of one or two issues that are good for one side and bad for none."""
    now = game.pays(package)
    single: dict[tuple[int, int], Pair] = {}
    for issue, options in enumerate(game.options):
        for option in range(len(options)):
            if option != package[issue]:
                there = game.pays([*package[:issue], option, *package[issue + 1 :]])
                single[issue, option] = there[0] - now[0], there[1] - now[1]
    for change, gains in single.items():
        if min(gains) >= 0 and any(gains):
            yield Trade((change,), gains)
    tied = {extra.issues for extra in game.extras}
    single = _undominated(single, {issue for pair in tied for issue in pair})
    for one, first in single.items():
        check_time()
        for two, second in single.items():
            if one[0] >= two[0]:
                continue
            gains = first[0] + second[0], first[1] + second[1]
            if (one[0], two[0]) in tied:
                both = list(package)
                both[one[0]], both[two[0]] = one[1], two[1]
                there = game.pays(both)
                gains = there[0] - now[0], there[1] - now[1]
            if min(gains) >= 0 and any(gains):
                yield Trade((one, two), gains)


def _undominated(single: dict[tuple[int, int], Pair], kept: set[int]) -> dict[tuple[int, int], Pair]:
    """Changes of one issue without those that another change of it is better than for both, where nothing hangs on it.

    Parameters
    ----------
    kept : set of int
        Issues of which all changes are kept, as points for pairs of options hang on them.
    """
    found: dict[tuple[int, int], Pair] = {}
    most: dict[int, Fraction] = {}
    for (issue, option), gains in sorted(single.items(), key=lambda entry: entry[1], reverse=True):
        if issue in kept or issue not in most or gains[1] > most[issue]:
            found[issue, option] = gains
            most[issue] = max(gains[1], most.get(issue, gains[1]))
    return found


def way_up(game: IssuesGame, package: Sequence[int]) -> tuple[tuple[tuple[int, ...], Trade], ...]:
    """Trades from a package on, each the fairest, until no change of one or two issues is left that is good for both.

    Returns
    -------
    tuple of (tuple of int, Trade)
        For each trade the package that it leads to. The last may still be no package of the frontier: that may take a
        change of three issues or more.
    """
    at, found = tuple(package), []
    while trades := best_trades(game, at):
        changed = list(at)
        for issue, option in trades[0].changes:
            changed[issue] = option
        at = tuple(changed)
        found.append((at, trades[0]))
    return tuple(found)
