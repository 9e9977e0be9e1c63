"""Where play gets to with a positive chance in some equilibrium, layer by layer.

A lot may lead to any corner of a polygon that some mixture can give weight to: where incentives allow a node to be
worth no more than ``c``, lots are held to the smallest face of its polygon that has ``c`` on it. So a place is a node
with a face of its polygon. A pair of actions can be played there if part of what it can be worth in equilibrium lies in
the face, and leads on to the smallest face of what follows that holds this part.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from sim.engine.concessions.equilibrium_sets.inner import parts
from sim.exact.polygons import EMPTY, holds, image
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.deadline import Deadline
    from sim.exact.polygons import Polygon
    from sim.games.concessions.bellman import Exits
    from sim.games.concessions.stochastic_game import Phase, StochasticGame
    from sim.types import Pair


class Followed(Protocol):
    """A pair of actions with what it can be worth."""

    @property
    def pair(self) -> tuple[int, int]:
        """The actions."""

    @property
    def outcome(self) -> int:
        """Number of what they lead to."""

    def within(self, face: Polygon) -> Polygon:
        """What of its worth is had where its node is worth a face of its polygon; empty if it is not played there."""


class Sets(Protocol):
    """Polygons of the nodes of a game, with the pairs of actions that they come from."""

    @property
    def game(self) -> StochasticGame:
        """The game."""

    @property
    def phases(self) -> list[Phase]:
        """The phase of each layer."""

    @property
    def values(self) -> list[dict[int, Polygon]]:
        """Payoffs from each node on, per layer."""

    @property
    def exits(self) -> Exits:
        """What outcomes are worth, given what follows."""

    def cells(self, layer: int, node: int) -> Sequence[Followed]:
        """The pairs of actions that may be played at a node."""


@dataclass(frozen=True)
class Place:
    """A node that play gets to, and the face of its polygon that lots are held to there.

    Parameters
    ----------
    layer : int
        Number of the phase, over all rounds; one past the last phase for where play is after the last round.
    node : int
        Node of the phase, or state after the last round; ``BROKEN`` if the talks are over.
    face : Polygon
        Payoffs that can be had from there on; empty if the talks are over.
    """

    layer: int
    node: int
    face: Polygon

    @cached_property
    def _hash(self) -> int:
        # Faces have many corners; those of one node seldom share the first.
        return hash((self.layer, self.node, len(self.face), self.face[:1]))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True)
class Step:
    """A pair of actions that is played at a place with a positive chance in some equilibrium.

    Parameters
    ----------
    pair : pair of int
        The actions.
    outcome : int
        Number of what they lead to.
    to : Place
        Where play then gets to, if chance does not end the talks.
    risk : bool
        Whether chance may end the talks.
    """

    pair: tuple[int, int]
    outcome: int
    to: Place
    risk: bool


@dataclass(frozen=True)
class Reach:
    """All places that play gets to in some equilibrium, with the steps from each; places come in order of play."""

    start: Place
    steps: dict[Place, tuple[Step, ...]]


def reach(sets: Sets, deadline: Deadline) -> Reach:
    """Follow play from the start of a game through its sets of equilibria.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    start = Place(0, 0, sets.values[0][0])
    found: dict[Place, tuple[Step, ...]] = {}
    cells: dict[tuple[int, int], Sequence[Followed]] = {}
    waiting = deque([start])
    while waiting:
        deadline.check()
        place = waiting.popleft()
        if place in found:
            continue
        key = place.layer, place.node
        over = place.node == BROKEN or place.layer == len(sets.phases)
        if not over and key not in cells:
            cells[key] = sets.cells(*key)
        found[place] = () if over else tuple(_steps(sets, place, cells[key]))
        waiting.extend(step.to for step in found[place])
    return Reach(start, found)


def _steps(sets: Sets, place: Place, cells: Sequence[Followed]) -> Iterator[Step]:
    phase, then = sets.phases[place.layer], place.layer + 1
    broken = Place(then, BROKEN, EMPTY)
    for cell in cells:
        face = cell.within(place.face)
        if not face:
            continue
        to, base, gain = parts(sets.exits, phase, cell.outcome)
        if to == BROKEN:
            yield Step(cell.pair, cell.outcome, broken, risk=False)
        else:
            risk = phase.outcomes[cell.outcome].risk > 0
            later = sets.values[then][to]
            yield Step(cell.pair, cell.outcome, Place(then, to, _behind(base, gain, face, later)), risk)


def _behind(base: Pair, gain: Pair, face: Polygon, later: Polygon) -> Polygon:
    """The part of what follows that a face of what it makes a pair of actions worth comes from."""
    if len(face) == len(later) and gain[0] > 0 and gain[1] > 0:
        return later
    return tuple(v for v in later if holds(face, image((v,), base, gain)[0]))
