"""Pictures of points without a table or a tree: offers round by round, and best replies of many actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.show.lesson.drawing import short
from sim.show.lesson.picture_base import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sim.engine.issues.subgame_perfect import PackageOffersSolution
    from sim.engine.offers.round_play import Offer
    from sim.engine.offers.subgame_perfect import OffersSolution
    from sim.scenario.scenario import Matrix, Scenario

ROUNDS = 40
"""Rounds of a staircase, most."""

REPEATED = 6
"""Rounds that are drawn of offers that repeat without end."""


@dataclass(frozen=True)
class OfferStep:
    """What would be agreed on in a round, if talks came to it.

    Parameters
    ----------
    round : int
        The round, counted from 1.
    proposer : int
        Who makes the offer.
    pays : pair of float or None
        What both get by the offer; None if none is made that is accepted.
    chance : float
        With which chance of the round's draw it is this one.
    leaves : bool
        Whether the other side would leave if it were offered less.
    """

    round: int
    proposer: int
    pays: tuple[float, float] | None
    chance: float = 1.0
    leaves: bool = False

    def plain(self) -> list[object]:
        """Itself as data for JSON."""
        return [self.round, self.proposer, self.pays, self.chance, self.leaves]


@dataclass(frozen=True)
class OffersPicture(Picture):
    """Offers as a staircase by rounds.

    Parameters
    ----------
    stairs : tuple of OfferStep
        What would be agreed on in each round.
    agreed : int
        Round, counted from 1, in which it first is; 0 if it never is.
    endless : bool
        Whether the rounds repeat without end.
    """

    kind = "offers"
    stairs: tuple[OfferStep, ...]
    agreed: int
    endless: bool

    @property
    def played(self) -> object:
        """The offers."""
        return self.stairs

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Stairs and where they end."""
        del numbered
        return {
            "kind": self.kind,
            "stairs": [step.plain() for step in self.stairs],
            "agreed": self.agreed,
            "endless": self.endless,
        }


@dataclass(frozen=True)
class RepliesPicture(Picture):
    """Best replies of both sides in a game with more actions than a table can show.

    Parameters
    ----------
    replies : pair of tuple of pair of int
        For each side, by the action of the other, the first and the last action that is a best reply.
    played : tuple
        Per equilibrium, for both sides, the actions with a chance, by place.
    """

    kind = "replies"
    replies: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
    mixtures: tuple[tuple[tuple[tuple[int, float], ...], ...], ...]

    @property
    def played(self) -> object:
        """The mixtures."""
        return self.mixtures

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Replies and mixtures."""
        del numbered
        replies = [[a if a == b else [a, b] for a, b in side] for side in self.replies]
        return {"kind": self.kind, "replies": replies, "played": self.mixtures}


def offers_picture(solution: OffersSolution) -> OffersPicture:
    """The offers of each round."""
    endless, agreed = solution.game.horizon is None, solution.agreed
    offers = solution.offers
    period = max((offer.round for offer in offers), default=0) + 1
    times = max(1, REPEATED // period) if endless else 1
    stairs = [_step(offer, k * period) for k in range(times) for offer in offers]
    return OffersPicture(tuple(stairs[:ROUNDS]), 0 if agreed is None else agreed + 1, endless)


def _step(offer: Offer, later: int) -> OfferStep:
    pays = None
    if offer.demand is not None:
        own, left = short(float(offer.demand)), short(float(offer.size - offer.demand))
        pays = (own, left) if offer.proposer == 0 else (left, own)
    return OfferStep(offer.round + 1 + later, offer.proposer, pays, short(float(offer.chance)), offer.leaves)


def package_offers_picture(solution: PackageOffersSolution) -> OffersPicture:
    """What the package of each round pays."""
    times = max(1, REPEATED // len(solution.rounds)) if solution.endless else 1
    stairs = [
        OfferStep(t + 1, one.proposer, None if one.offer is None else _pair(one.offer.payoffs))
        for t, one in enumerate(solution.rounds * times)
    ]
    agreed = solution.agreed
    return OffersPicture(tuple(stairs[:ROUNDS]), 0 if agreed is None else agreed + 1, solution.endless)


def _pair(pays: Sequence[object]) -> tuple[float, float]:
    one, two = pays
    return short(float(one)), short(float(two))  # type: ignore[arg-type]


def replies_picture(
    scenario: Scenario, game: Matrix, entries: Sequence[Mapping[str, Mapping[str, Mapping[str, float]]]]
) -> RepliesPicture:
    """Best replies of a large game, with its equilibria."""
    rows, columns = (range(len(actions)) for actions in game.actions)
    one = tuple(_ends([game.payoffs[i][j][0] for i in rows]) for j in columns)
    two = tuple(_ends([game.payoffs[i][j][1] for j in columns]) for i in rows)
    places = [{action: k for k, action in enumerate(actions)} for actions in game.actions]
    mixtures = []
    for entry in entries:
        sides = [entry["strategies"].get(player.id) for player in scenario.players]
        if all(isinstance(plan, dict) for plan in sides):
            mixtures.append(tuple(tuple(_chances(plan or {}, at)) for plan, at in zip(sides, places, strict=True)))
    return RepliesPicture((one, two), tuple(mixtures))


def _ends(paid: Sequence[object]) -> tuple[int, int]:
    """The first and the last place of the highest payoff."""
    best = max(paid)  # type: ignore[type-var]
    return paid.index(best), len(paid) - 1 - paid[::-1].index(best)


def _chances(plan: Mapping[str, float], places: Mapping[str, int]) -> Iterator[tuple[int, float]]:
    for action, chance in plan.items():
        if chance > 0 and action in places:
            yield places[action], float(chance)
