"""A corner of the sets as a whole strategy: what is done after every history, as a table of posts.

At a post it is known where the talks stand and what is played for. What is done there leads on to posts of the next
layer, by a public lot where several are possible; whoever does something else is led to the post that is then worst for
it. What follows if both do something else at once matters to nobody's gain, since each looks at its own choice: the
first corner of what follows stands there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.corners import Corners
from sim.exact.rationals import ONE
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.corners import Conduct
    from sim.engine.concessions.equilibrium_sets.endings import EndingSets
    from sim.engine.concessions.equilibrium_sets.inner import InnerSets
    from sim.types import Pair

    Lot = tuple[tuple[int, Fraction], ...]
    Key = tuple[bool, int, Pair]


@dataclass(frozen=True)
class Post:
    """A node with what is played for there.

    Parameters
    ----------
    node : int
        The node of the phase.
    worth : Pair
        What play is worth from here on.
    strategies : pair of tuple of Fraction
        Chances of the actions of both players.
    then : dict of (int, int) to tuple of (int, Fraction)
        For each pair of actions the posts of the next layer to which it leads, each with its chance; nothing where the
        talks are over, or no layer follows.
    """

    node: int
    worth: Pair
    strategies: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
    then: dict[tuple[int, int], Lot]

    @property
    def course(self) -> list[tuple[int, int]]:
        """Pairs of actions that come about where nobody does anything else."""
        one, two = self.strategies
        return [(i, j) for i, p in enumerate(one) if p for j, q in enumerate(two) if q]


@dataclass(frozen=True)
class Plan:
    """A strategy for both players, layer by layer; play begins at the first post of the first layer."""

    layers: tuple[tuple[Post, ...], ...]

    @property
    def worth(self) -> Pair:
        """What the game is worth under it."""
        return self.layers[0][0].worth

    @property
    def posts(self) -> int:
        """How many posts there are."""
        return sum(map(len, self.layers))


class Planner:
    """Plans for corners of a game's sets, and of sets within them.

    Parameters
    ----------
    sets : InnerSets
        The sets of all equilibria.
    along : EndingSets, optional
        The sets whose corners are played for where nobody deviates; by default all.
    """

    def __init__(self, sets: InnerSets, along: EndingSets | None = None) -> None:
        self.sets = sets
        self.anything = Corners(sets)
        self.corners = self.anything if along is None else Corners(sets, along)

    def plan(self, corner: Pair, deadline: Deadline) -> Plan:
        """The plan for a corner of the whole game.

        Raises
        ------
        TimeLimitError
            If the time is up.
        ValueError
            If it is none of its corners.
        """
        layers: list[tuple[Post, ...]] = []
        here: dict[Key, int] = {(True, 0, corner): 0}
        for layer in range(len(self.sets.phases)):
            deadline.check()
            there: dict[Key, int] = {}
            layers.append(tuple(self._post(layer, key, there) for key in here))
            here = there
        return Plan(tuple(layers))

    def _post(self, layer: int, key: Key, there: dict[Key, int]) -> Post:
        """A post, with the posts that it leads to entered among those of the next layer."""
        on_course, node, worth = key
        conduct = (self.corners if on_course else self.anything).conduct(layer, node, worth)
        last = layer + 1 == len(self.sets.phases)
        phase = self.sets.phases[layer]
        one, two = conduct.strategies
        then: dict[tuple[int, int], Lot] = {}
        for i, line in enumerate(phase.nodes[node].cells):
            for j, outcome in enumerate(line):
                to = self.sets.exits.of(phase, outcome).to
                if last or to == BROKEN:
                    then[i, j] = ()
                    continue
                goes_on = on_course and bool(one[i]) and bool(two[j])
                lot = self._lot(layer, (i, j), to, conduct)
                then[i, j] = tuple((there.setdefault((goes_on, to, v), len(there)), p) for v, p in lot)
        return Post(node, worth, conduct.strategies, then)

    def _lot(self, layer: int, pair: tuple[int, int], to: int, conduct: Conduct) -> tuple[tuple[Pair, Fraction], ...]:
        return conduct.then.get(pair) or ((self.sets.values[layer + 1][to][0], ONE),)
