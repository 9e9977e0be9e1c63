"""What all subgame-perfect equilibria of a repeated game pay with public lots, from inside and from outside.

From inside: equilibria in pure actions, and those in which an equilibrium of a single round, mixed or not, is played
for ever. From outside: what a mediator could bring about, mixed equilibria included. Each is checked by code that did
not find it.

References
----------
Abreu, D., Pearce, D. and Stacchetti, E. (1990): Toward a theory of discounted repeated games with imperfect
monitoring. Econometrica 58, 1041-1063. Abreu, D. and Sannikov, Y. (2014): An algorithm for two-player repeated games
with perfect monitoring. Theoretical Economics 9, 313-338.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.repeated.equilibrium_sets.certificate import faults_of_inner, faults_of_outer
from sim.engine.repeated.equilibrium_sets.endless_sets import EndlessSets, endless_sets
from sim.engine.repeated.equilibrium_sets.game_graph import GameGraph, Way
from sim.errors import CertificateError
from sim.exact.polygons import hull
from sim.exact.rationals import Rational

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.games.repeated.repeated_game import RepeatedGame
    from sim.types import Pair


def repeated_sets(game: RepeatedGame, stage: Iterable[Pair], deadline: Deadline) -> EndlessSets:
    """The sets of a game repeated without end, as near to each other as the time allows.

    Parameters
    ----------
    stage : iterable of pair of Fraction
        Payoffs of equilibria of a single round.
    deadline : Deadline
        When to be content with what there is; checks come after it.

    Raises
    ------
    CertificateError
        If a set does not pass its check, which would be an error of ours.
    """
    graph = graph_of(game, stage)
    found = endless_sets(graph, deadline)
    unlimited = Deadline(None)
    faults = [*faults_of_inner(graph, found.inner, unlimited), *faults_of_outer(found, unlimited)]
    if faults:
        raise CertificateError(f"a set of equilibria does not pass its check: {', '.join(faults[:3])}")
    return found


def graph_of(game: RepeatedGame, stage: Iterable[Pair]) -> GameGraph:
    """A repeated game as a graph of one node, with payoffs of equilibria of a single round that are known."""
    return GameGraph((tuple(_row(game, i) for i in range(game.shape[0])),), {0: hull(map(_quick, stage))})


def _row(game: RepeatedGame, i: int) -> tuple[Way, ...]:
    patience = _quick(game.patience)
    return tuple(
        Way(0, ((1 - patience[0]) * Rational(one), (1 - patience[1]) * Rational(two)), patience)
        for one, two in zip(game.row[i], game.column[i], strict=True)
    )


def _quick(pair: Pair) -> Pair:
    return Rational(pair[0]), Rational(pair[1])
