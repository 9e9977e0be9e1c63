"""Which equilibrium of the whole game is told: by what it pays over all rounds, or how soon it has a deal.

Other rules of selection look at one stage game after the other. These look at the set of all equilibria, and take a
corner of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.errors import AskError

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.exact.polygons import Polygon
    from sim.types import Pair

Kind = Literal["best", "worst", "best-sum", "earliest-deal", "corner"]
"""What is looked for: what pays one player most or least; the highest sum of payoffs; that with a deal in the earliest
round; a corner by its number in the list of all."""


@dataclass(frozen=True)
class Aim:
    """Which equilibrium of the whole game is told.

    Parameters
    ----------
    kind : str
        What is looked for.
    player : int or None
        For whom it is the best or the worst.
    number : int or None
        Number of the corner, counted from 1.
    """

    kind: Kind
    player: int | None = None
    number: int | None = None

    def named(self, players: tuple[str, str]) -> str:
        """Its name, as ``--select`` takes it."""
        if self.player is not None:
            return f"{self.kind}:{players[self.player]}"
        return f"{self.kind}:{self.number}" if self.number is not None else self.kind


def aims_for(players: tuple[str, str]) -> list[str]:
    """Names of all aims but the corners by number."""
    sides = [f"{kind}:{player}" for kind in ("best", "worst") for player in players]
    return [*sides, "best-sum", "earliest-deal"]


def parse_aim(text: str, players: tuple[str, str]) -> Aim | None:
    """Read the name of an aim; None if it is the name of something else.

    Raises
    ------
    AskError
        If it begins like one and is none.
    """
    if text in ("best-sum", "earliest-deal"):
        return Aim("best-sum" if text == "best-sum" else "earliest-deal")
    kind, colon, rest = text.partition(":")
    if not colon or kind not in ("best", "worst", "corner"):
        return None
    if kind == "corner":
        if rest.isascii() and rest.isdigit() and int(rest) > 0:
            return Aim("corner", number=int(rest))
        raise AskError("select", f"a corner has a number from 1 on, as --all lists them, not '{rest}'")
    if rest not in players:
        raise AskError("select", f"there is no player '{rest}'; the players are {' and '.join(players)}")
    return Aim("best" if kind == "best" else "worst", player=players.index(rest))


def of_whole_games(text: str) -> str:
    """For which games and questions an aim is, as the beginning of a sentence that refuses it."""
    return (
        f"'{text}' takes one equilibrium of the whole game; it is for run, plot, explain, compare and lesson with "
        "subgame-perfect equilibria of concession games with a last round"
    )


def in_order(polygon: Polygon, players: tuple[str, str]) -> list[Pair]:
    """Corners, the highest sum first; of equals first what pays more to the player whose identifier comes first.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    """
    first = int(players[1] < players[0])
    return sorted(polygon, key=lambda pair: (-(pair[0] + pair[1]), -pair[first]))


def chosen(aim: Aim, polygon: Polygon, players: tuple[str, str]) -> Pair:
    """The corner that an aim takes.

    Where several are as good, the best is also the best of them for the other player, the worst the worst of them; of
    several with the highest sum it is the first `in_order`.

    Parameters
    ----------
    polygon : Polygon
        Not empty.
    players : tuple of str
        Identifiers.
    """
    if aim.player is None:
        return in_order(polygon, players)[0]
    own, other = aim.player, 1 - aim.player
    pick = max if aim.kind == "best" else min
    return pick(polygon, key=lambda pair: (pair[own], pair[other]))


def score(aim: Aim, payoffs: Pair) -> Fraction:
    """How far payoffs go in the direction of an aim for the best, the worst or the highest sum."""
    if aim.player is None:
        return payoffs[0] + payoffs[1]
    return payoffs[aim.player] if aim.kind == "best" else -payoffs[aim.player]
