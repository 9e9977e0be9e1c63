"""Payoffs of subgame-perfect equilibria where an action that is meant may fail: sets from inside and from outside.

With a small chance an action that a player means is not taken, and one of the other open actions is instead, each
with the same chance (Selten 1975, in the agents' form). Polygons would gain corners with every round; they are held to
few, by ones that lie inside those from inside and around those from outside, so that what they prove stays proven.

From inside: whatever is meant, what follows each pair of actions that comes about is one corner of some choices, and
what follows the pair that is meant is cut so that neither player would rather mean another action. From outside: a
mediator recommends what to mean. Whoever obeys gets no less than from meaning another action where after each pair that
comes about the worst for that player follows; that these would have to be the worst for both at once is not asked for.

References
----------
Selten, R. (1975): Reexamination of the perfectness concept for equilibrium points in extensive games. International
Journal of Game Theory 4, 25-55.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.inner import Worth, backwards, final_values
from sim.engine.concessions.equilibrium_sets.slip_inside import PlaysOfPair, plays_at, worth_keeping
from sim.engine.concessions.equilibrium_sets.slip_outside import MeantPair, outside_at
from sim.engine.concessions.equilibrium_sets.slip_stage import SlipStage
from sim.exact.polygon_sums import fewer_inside, rounded
from sim.exact.polygons import hull
from sim.exact.rationals import ONE, Rational
from sim.games.concessions.bellman import Exits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.slip_inside import MixedSlipPlay, SlipPlay
    from sim.engine.concessions.equilibrium_sets.slip_outside import SlipProof
    from sim.exact.polygons import Polygon
    from sim.games.concessions.stochastic_game import Phase, StochasticGame
    from sim.types import Pair

MOST = 12
"""Corners of a polygon that is kept, most."""


@dataclass(frozen=True)
class SlipSets:
    """The polygons of a game in which actions may fail, layer by layer; layers are the phases of all rounds.

    Parameters
    ----------
    chance : Fraction
        How likely an action that is meant is not taken, where others are open.
    values : list of dict of int to Polygon
        Payoffs from each node on that play can reach, and after the last round.
    plays : dict of (int, int) to (list of SlipPlay or MixedSlipPlay)
        For each layer and node the equilibria of sets from inside.
    proofs : dict of (int, int) to SlipProof
        For each layer and node what proves the edges of sets from outside.
    """

    game: StochasticGame
    chance: Fraction
    phases: list[Phase]
    values: list[dict[int, Polygon]]
    exits: Exits
    plays: dict[tuple[int, int], list[SlipPlay | MixedSlipPlay]] = field(default_factory=dict, repr=False)
    proofs: dict[tuple[int, int], SlipProof] = field(default_factory=dict, repr=False)

    @property
    def payoffs(self) -> Polygon:
        """Payoffs of the whole game."""
        return self.values[0][0]

    def cells(self, layer: int, node: int) -> Sequence[PlaysOfPair | MeantPair]:
        """The pairs of actions that are meant in some equilibrium of a node."""
        if self.proofs:
            return self.proofs[layer, node].cells(self.phases[layer].nodes[node])
        found: dict[tuple[int, int], list[SlipPlay | MixedSlipPlay]] = {}
        for play in self.plays[layer, node]:
            found.setdefault(play.pair, []).append(play)
        return [PlaysOfPair(plays) for plays in found.values()]


def directions(game: StochasticGame) -> list[Pair]:
    """Eight directions, counterclockwise: those of the axes, and between them such that both players count alike."""
    one, two = (Rational(width) or ONE for width in game.ranges)
    diagonal = 1 / one, 1 / two
    quarters = [(ONE, ONE), (-ONE, ONE), (-ONE, -ONE), (ONE, -ONE)]
    axes = [(ONE, 0 * ONE), (0 * ONE, ONE), (-ONE, 0 * ONE), (0 * ONE, -ONE)]
    return [d for axis, (x, y) in zip(axes, quarters, strict=True) for d in (axis, (x * diagonal[0], y * diagonal[1]))]


def inside(game: StochasticGame, chance: Fraction, deadline: Deadline) -> SlipSets:
    """Payoffs of some equilibria with public lots, from the last round to the first: polygons that hold no others.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.
    chance : Fraction
        How likely an action that is meant is not taken; above 0 and below 1/2.

    Raises
    ------
    ValueError
        If the chance is not between 0 and 1/2.
    TimeLimitError
        If the time is up.
    """
    sets, aims = _empty(game, chance), directions(game)

    def polygon(layer: int, node: int, later: Mapping[int, Polygon]) -> Polygon:
        deadline.check()
        label = sets.phases[layer].nodes[node]
        stage = SlipStage(Worth(sets.exits, sets.phases[layer], later).table(label), sets.chance)
        plays = plays_at(stage, label, aims)
        corners = fewer_inside(hull(corner for play in plays for corner in play.payoffs), MOST)
        sets.plays[layer, node] = worth_keeping(plays, corners)
        return rounded(corners, inside=True)

    sets.values.extend(backwards(game, final_values(game), polygon, "slips"))
    return sets


def outside(game: StochasticGame, chance: Fraction, deadline: Deadline) -> SlipSets:
    """Polygons that hold the payoffs of all equilibria, mixed ones included, from the last round to the first.

    Parameters
    ----------
    game, chance, deadline
        As in `inside`.

    Raises
    ------
    ValueError, TimeLimitError
        As in `inside`.
    """
    sets, aims = _empty(game, chance), directions(game)

    def polygon(layer: int, node: int, later: Mapping[int, Polygon]) -> Polygon:
        deadline.check()
        label = sets.phases[layer].nodes[node]
        stage = SlipStage(Worth(sets.exits, sets.phases[layer], later).table(label), sets.chance)
        proof = sets.proofs[layer, node] = outside_at(stage, aims, deadline)
        return proof.kept

    sets.values.extend(backwards(game, final_values(game), polygon, "slips"))
    return sets


def _empty(game: StochasticGame, chance: Fraction) -> SlipSets:
    if not 0 < chance < Rational(1, 2):
        raise ValueError("a slip has a chance between 0 and 1/2")
    phases = game.layers
    return SlipSets(game, Rational(chance), phases, [], Exits(game))
