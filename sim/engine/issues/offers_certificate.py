"""Offers of packages held against the definition of equilibrium, by values that are added up from what is played.

What waiting is worth is found by following play to its end, not from the last round back; then it is looked whether
another offer, no offer, walking away, or another answer would pay. Only one deviation at a time has to be looked at:
the game ends, or what comes later is discounted (Blackwell 1965, the one-deviation property).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from sim.engine.issues.frontier import weak_frontier
from sim.errors import GameTooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.deadline import Deadline
    from sim.engine.issues.frontier import Efficient
    from sim.engine.issues.package_offer import PackageOffer
    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Pair

MOST_LISTED = 20_000
"""Packages that are gone through one by one, most; of more only the efficient ones are."""

MOST_LOOKED_AT = 5_000_000
"""Packages times different rounds that ties are looked for in, most."""


def faults(
    game: IssuesGame, rounds: Sequence[PackageOffer], efficient: Sequence[Efficient], deadline: Deadline
) -> list[int]:
    """Rounds in which a deviation pays, or something is not worth what is claimed.

    Parameters
    ----------
    rounds : sequence of PackageOffer
        What is done in each round; without a last round the two that repeat.
    efficient : sequence of Efficient
        Packages that nobody can improve for both, where there are too many to go through all.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    listed = game.count <= MOST_LISTED
    menu = set(map(game.pays, every(game))) if listed else {game.pays(each.package) for each in efficient}
    ends = [_end(game, one) for one in rounds]
    waits = _followed(game, ends)
    found = []
    for t, one in enumerate(rounds):
        deadline.check()
        i, j = one.proposer, 1 - one.proposer
        least = max(waits[t][j], game.walk_away[j])
        leaves = game.walk_away if game.walk_away[j] > waits[t][j] else waits[t]
        accepted = (pair[i] for pair in menu if pair[j] >= least)
        best = max([*accepted, leaves[i], game.walk_away[i]])
        end = ends[t]
        mine = waits[t][i] if end is None else end[i]
        fits = {
            "accepted": end is not None and end[j] >= least,
            "waits": leaves == waits[t],
            "walks": one.walker == i or leaves == game.walk_away,
        }[one.ending]
        claimed = (one.waits, one.refused, one.worth) == (waits[t], leaves, waits[t] if end is None else end)
        if not (fits and claimed and mine >= best):
            found.append(t)
    return found


def every(game: IssuesGame) -> Iterable[tuple[int, ...]]:
    """All packages."""
    return product(*(range(len(options)) for options in game.options))


def _end(game: IssuesGame, one: PackageOffer) -> Pair | None:
    """What both get in a round that ends the talks; None in one that does not."""
    if one.offer is not None:
        return game.pays(one.offer.package)
    return game.walk_away if one.ending == "walks" else None


def _followed(game: IssuesGame, ends: Sequence[Pair | None]) -> list[Pair]:
    """For each round what waiting is worth, by following what is played after it."""
    assert game.offers is not None
    count = len(ends)
    found: list[Pair] = []
    if game.offers.rounds is None:
        for t in range(count):
            away = next((k for k in range(1, count + 1) if ends[(t + k) % count] is not None), None)
            found.append(_waited(game, away, None if away is None else ends[(t + away) % count]))
        return found
    next_ = count
    for t in reversed(range(count)):
        over = next_ == count
        found.append(_waited(game, next_ - t, game.walk_away if over else ends[next_], over))
        next_ = next_ if ends[t] is None else t
    return found[::-1]


def _waited(game: IssuesGame, rounds: int | None, end: Pair | None, over: bool = False) -> Pair:
    """What it is worth to wait for some rounds, unless the talks break down before.

    Parameters
    ----------
    rounds : int or None
        How many; None for ever.
    end : pair of Fraction or None
        What both get then.
    over : bool
        Whether the rounds are over then, so that no chance is drawn after the last of them.
    """
    assert game.offers is not None
    assert game.discount is not None
    p, worth = game.offers.breakdown, []
    for k in (0, 1):
        d, floor = game.discount[k], game.walk_away[k]
        stays = d * (1 - p)
        if stays == 1:  # waiting costs nothing, and the talks never break down
            assert end is not None
            worth.append(end[k])
            continue
        if rounds is None or end is None:
            worth.append(d * p * floor / (1 - stays))
            continue
        drawn = rounds - 1 if over else rounds
        last = d * stays ** (rounds - 1) if over else stays**rounds
        worth.append(d * p * floor * (1 - stays**drawn) / (1 - stays) + last * end[k])
    return worth[0], worth[1]


def ties(game: IssuesGame, rounds: Sequence[PackageOffer], deadline: Deadline) -> tuple[int, ...] | None:
    """Rounds that may end otherwise as somebody is indifferent, whatever follows being the same; None if too many.

    Of packages that another is better than for both none is ever offered and accepted, so that they are left out.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    try:
        menu = weak_frontier(game, deadline)
    except GameTooLargeError:
        return None
    known: dict[tuple[int, Pair], bool] = {}
    found = []
    for t, one in enumerate(rounds):
        key = one.proposer, one.waits
        if key not in known:
            if len(menu) * len(known) > MOST_LOOKED_AT:
                return None
            deadline.check()
            known[key] = len(_outcomes(game, menu, *key)) > 1
        if known[key]:
            found.append(t)
    return tuple(found)


def _outcomes(game: IssuesGame, menu: Sequence[Pair], i: int, wait: Pair) -> set[Pair]:
    """All that a round may pay, whatever those do who are indifferent."""
    j, found = 1 - i, set()
    for leaves, other in ((game.walk_away, wait), (wait, game.walk_away)):
        if leaves[j] < other[j]:
            continue
        sure = [*(pair for pair in menu if pair[j] > leaves[j]), leaves, game.walk_away]
        best = max(pair[i] for pair in sure)
        found |= {pair for pair in sure if pair[i] == best}
        found |= {pair for pair in menu if pair[j] == leaves[j] and pair[i] >= best}
    return found
