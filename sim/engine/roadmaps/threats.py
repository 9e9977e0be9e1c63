"""The worst that may follow a departure in the file's own game, from inside and from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sim.engine.concessions.equilibrium_sets.agreement import certified_endless, certified_sets
from sim.engine.concessions.equilibrium_sets.endless import EndlessGame
from sim.exact.rationals import fraction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.exact.polygons import Polygon
    from sim.games.concessions.stochastic_game import StochasticGame


class Threats(Protocol):
    """What equilibria leave a player at worst, wherever play may get to."""

    def least(self, layer: int, node: int, player: int) -> Fraction | None:
        """The worst for a player at a node of a layer.

        Parameters
        ----------
        layer : int
            Number of the phase over all rounds.
        node : int
            Node in that phase; a state, after the last round.
        player : int
            For whom.

        Returns
        -------
        Fraction or None
            None if play does not get there, or no equilibrium is known there.
        """
        ...


@dataclass(frozen=True)
class LayeredThreats:
    """The worst in a game with a last round.

    Parameters
    ----------
    values : list of dict of int to Polygon
        The sets of each layer and, at last, of the states after the last round.
    """

    values: list[dict[int, Polygon]]

    def least(self, layer: int, node: int, player: int) -> Fraction | None:
        """The worst for a player at a node of a layer; None if play does not get there."""
        polygon = self.values[layer].get(node)
        return fraction(min(corner[player] for corner in polygon)) if polygon else None


@dataclass(frozen=True)
class EndlessThreats:
    """The worst in a game without a last round, where it is the same in each round that the same player begins.

    Parameters
    ----------
    endless : EndlessGame
        The game with its graph.
    sets : mapping of int to Polygon
        The sets of the nodes of the graph; empty where no equilibrium is known.
    """

    endless: EndlessGame
    sets: Mapping[int, Polygon]

    def least(self, layer: int, node: int, player: int) -> Fraction | None:
        """The worst for a player at a node of a layer; None if play does not get there, or none is known."""
        here = self.endless.node(layer, node)
        polygon = () if here is None else self.sets[here]
        return fraction(min(corner[player] for corner in polygon)) if polygon else None


def certified_threats(game: StochasticGame, deadline: Deadline) -> tuple[Threats, Threats]:
    """The worst from inside and from outside, by sets that have been checked.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set of equilibria does not pass its check.
    """
    if game.horizon is not None:
        inner, outer = certified_sets(game, deadline)
        return LayeredThreats(inner.values), LayeredThreats(outer.values)
    endless = EndlessGame(game)
    sets = certified_endless(endless, deadline)
    return EndlessThreats(endless, sets.inner), EndlessThreats(endless, sets.outer)
