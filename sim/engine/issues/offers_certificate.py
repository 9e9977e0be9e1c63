"""Offers of packages held against the definition of equilibrium, by values that are added up from what is played.

What a round is worth is found by following play from it to its end, not from the last round back; then it is looked
whether another offer, letting the round pass, or another answer would pay. Only one deviation at a time has to be
looked at: the game ends, or what comes later is discounted (Blackwell 1965; the one-deviation property).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.deadline import Deadline
    from sim.engine.issues.frontier import Efficient
    from sim.engine.issues.package_offer import PackageOffer
    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Pair

MOST_LISTED = 20_000
"""Packages that are gone through one by one, most; of more only the efficient ones are."""


def faults(
    game: IssuesGame,
    offers: Sequence[tuple[int, ...] | None],
    answers: Sequence[Pair],
    efficient: Sequence[Efficient],
    deadline: Deadline,
) -> list[int]:
    """Rounds in which a deviation pays.

    Parameters
    ----------
    offers : sequence of (tuple of int or None)
        The package that is offered in each round; None where it is let pass. Without a last round the two that repeat.
    answers : sequence of pair of Fraction
        What each side accepts from on, where it answers.
    efficient : sequence of Efficient
        Packages that nobody can improve for both, where there are too many to go through all.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    assert game.offers is not None
    menu = sorted(_menu(game, efficient))
    found = []
    followed = _followed(game, offers)
    for t, offer in enumerate(offers):
        deadline.check()
        proposer = (game.offers.first + t) % 2
        refused = followed[t]
        if answers[t] != refused:
            found.append(t)
            continue
        accepted = [pair[proposer] for pair in menu if pair[1 - proposer] >= refused[1 - proposer]]
        best = max([*accepted, refused[proposer]])
        mine = refused[proposer] if offer is None else game.pays(offer)[proposer]
        refuses = offer is not None and game.pays(offer)[1 - proposer] < refused[1 - proposer]
        if refuses or mine < best:
            found.append(t)
    return found


def _menu(game: IssuesGame, efficient: Sequence[Efficient]) -> set[Pair]:
    if game.count > MOST_LISTED:
        return {game.pays(each.package) for each in efficient}
    return set(map(game.pays, every(game)))


def every(game: IssuesGame) -> Iterable[tuple[int, ...]]:
    """All packages."""
    return product(*(range(len(options)) for options in game.options))


def _refused(game: IssuesGame, rounds: int, agreed: Pair | None, ends: bool) -> Pair:
    """What a refusal is worth that some rounds of refusals follow, until a package is accepted or the talks are over.

    Parameters
    ----------
    rounds : int
        Refusals in a row, this one among them.
    agreed : pair of Fraction or None
        What is accepted after them; None where both walk away.
    ends : bool
        Whether the last of them is the last round's, after which both walk away for certain.
    """
    assert game.offers is not None
    assert game.discount is not None
    p, worth = game.offers.breakdown, []
    for k in (0, 1):
        d, floor = game.discount[k], game.walk_away[k]
        stays = d * (1 - p)
        broken = rounds - 1 if ends else rounds
        after = d * floor * stays ** (rounds - 1) if ends else Fraction(0)
        if agreed is not None:
            after = agreed[k] * stays**rounds
        worth.append(d * p * floor * (1 - stays**broken) / (1 - stays) + after)
    return worth[0], worth[1]


def _followed(game: IssuesGame, offers: Sequence[tuple[int, ...] | None]) -> list[Pair]:
    """For each round what a refusal in it is worth, by following what is played."""
    assert game.offers is not None
    assert game.discount is not None
    count = len(offers)
    if game.offers.rounds is None:
        if all(offer is None for offer in offers):
            p = game.offers.breakdown
            one, two = (d * p * w / (1 - d * (1 - p)) for d, w in zip(game.discount, game.walk_away, strict=True))
            return [(one, two)] * count
        found = []
        for t in range(count):
            away = next(k for k in range(1, count + 1) if offers[(t + k) % count] is not None)
            offer = offers[(t + away) % count]
            assert offer is not None
            found.append(_refused(game, away, game.pays(offer), ends=False))
        return found
    found, next_ = [], count
    for t in reversed(range(count)):
        offer = offers[next_] if next_ < count else None
        found.append(_refused(game, next_ - t, None if offer is None else game.pays(offer), ends=next_ == count))
        if offers[t] is not None:
            next_ = t
    return found[::-1]


def ties(game: IssuesGame, rounds: Sequence[PackageOffer], deadline: Deadline) -> tuple[int, ...]:
    """Rounds in which somebody is indifferent in a way that matters to what is paid.

    Whoever answers is as well off refusing what is offered; or whoever offers has another package to offer that is
    worth as much to it and something else to the other side, or is as well off letting the round pass.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    menu, found = set(map(game.pays, every(game))), []
    best: dict[tuple[int, Fraction], list[Pair]] = {}
    for pair in menu:
        for side in (0, 1):
            best.setdefault((side, pair[side]), []).append(pair)
    for t, one in enumerate(rounds):
        deadline.check()
        if one.offer is None:
            continue
        i, j = one.proposer, 1 - one.proposer
        pays, wait = one.offer.payoffs, one.waits
        others = [pair for pair in best[i, pays[i]] if pair != pays and pair[j] >= wait[j]]
        if pays[j] == wait[j] or pays[i] == wait[i] or others:
            found.append(t)
    return tuple(found)
