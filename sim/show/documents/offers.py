"""Documents of solved games of offers."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from sim.show.documents.common import ByPlayer, RangeByPlayer
from sim.show.documents.solved import Checked, NoPath, Paid, Solved


class OfferPlan(TypedDict):
    """What a player does in a round of offers."""

    round: int
    surplus: NotRequired[float]
    chance: NotRequired[float]
    proposes: NotRequired[Annotated[float | None, "Null where nothing is offered that is accepted."]]
    accepts_from: NotRequired[float]
    leaves: NotRequired[bool]


class OfferRound(TypedDict):
    """A round of offers up to the agreement."""

    round: int
    proposer: str
    accepted: bool
    surplus: NotRequired[float]
    chance: NotRequired[float]
    shares: NotRequired[ByPlayer]


class Grid(TypedDict):
    """What equilibria pay where offers come in pieces."""

    size: int
    payoffs: Annotated[int, "How many different payoffs there are."]
    lowest: ByPlayer
    highest: ByPlayer


class OfferEndings(TypedDict):
    """Chances of how the talks end."""

    agreement: float
    leaving: float
    breakdown: float
    never: float
    mean_round: float | None


class OfferEntry(Checked):
    """The equilibrium of a game of offers."""

    strategies: dict[str, list[OfferPlan]]
    path: list[OfferRound]
    grid: Grid | None
    endings: NotRequired[OfferEndings]


class PerfectOffers(Solved):
    """A game of offers."""

    kind: Literal["offers"]
    concept: Literal["subgame-perfect"]
    equilibria: list[OfferEntry]


class DemandEntry(Paid):
    """An end of what equilibria pay that agree in a round."""

    agreement: Annotated[int | None, "The round; null where there is none."]
    shares: ByPlayer | None
    strategies: Annotated[dict[str, Any], "Empty."]
    regret: float | None
    path: NoPath


class DemandOffers(Solved):
    """A game of offers with demands at the deadline."""

    kind: Literal["offers"]
    concept: Literal["subgame-perfect"]
    equilibria: list[DemandEntry]
    agreement: Literal["certain", "possible", "impossible"]
    rounds: list[int]
    payoffs: RangeByPlayer
    payoff_pairs: int


class Values(TypedDict):
    """The values that take a price."""

    lowest: float
    highest: float


class PriceRound(TypedDict):
    """A price, the chance that it is taken, and by whom."""

    round: int
    price: float
    chance: float
    values: Values


class Price(TypedDict):
    """A price that is named in a round."""

    round: int
    names: float


class Takes(TypedDict):
    """What a buyer of some value accepts."""

    value: float
    up_to: float
    accepts_up_to: float


class PriceEntry(Checked):
    """The equilibrium of offers to a buyer of a hidden value."""

    strategies: dict[str, list[Price | Takes]]
    path: list[PriceRound]
    trade: Annotated[float, "The chance of a trade."]
    mean_round: float | None


class CommittedPrice(TypedDict):
    """One price for good."""

    price: float
    payoff: float


class OtherRounds(TypedDict):
    """The same with another number of rounds."""

    rounds: Annotated[int | str, "Or `infinite`."]
    first_price: float
    payoffs: ByPlayer


class AnyValue(TypedDict):
    """The same without a grid of values."""

    first_price: float


class HiddenValue(Solved):
    """Offers to a buyer of a hidden value."""

    kind: Literal["offers"]
    concept: Literal["pbe"]
    equilibria: list[PriceEntry]
    committed: CommittedPrice
    by_rounds: list[OtherRounds]
    any_value: AnyValue | None
