"""What a leader can bring about in a concession game by announcing how it will play, whatever it must do for that.

The leader announces a deterministic strategy that may depend on all that was done; the follower knows it and plays a
best reply, of which it picks the one that the leader likes best. A course can be brought about exactly if at every
decision on it the follower gets at least what it could get by leaving it, when the leader then holds it to the least it
can. So play is solved backward twice: for that least (the pure minmax value of the follower), and for the pairs of
payoffs of all courses that can be brought about. More for either player never makes an earlier decision harder to
bear, so only the pairs that are not worse for both (the Pareto frontier) are kept at each node.

References
----------
Letchford, J., and Conitzer, V. (2010): Computing optimal strategies to commit to in extensive-form games. EC '10
(trees without chance). Here chance only ends the talks, which moves a frontier without multiplying it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.errors import GameTooLargeError
from sim.games.concessions.bellman import Exits
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from sim.games.concessions.stochastic_game import Node, Phase, StochasticGame
    from sim.types import Pair

    Pairs = tuple[Pair, ...]

MOST_PAIRS = 5_000
"""Pairs of payoffs of one node, most, that are kept; there can be as many as courses."""


@dataclass(frozen=True)
class AnnouncedDecision:
    """A decision on the announced course.

    Parameters
    ----------
    round, phase, node : int
        Where.
    leader, follower : int
        Numbers of the actions that the course prescribes.
    value : pair of Fraction
        What the rest of the course pays (leader, follower), as discounted averages.
    """

    round: int
    phase: int
    node: int
    leader: int
    follower: int
    value: Pair


@dataclass(frozen=True)
class Announcement:
    """A strategy to commit to: a course, and what the leader does once the follower has left it.

    Parameters
    ----------
    course : tuple of AnnouncedDecision
        The decisions in order of play, until the talks end or the rounds run out.
    punishment : tuple of dict
        Per phase of the whole game in order of play: node to the number of the leader's action that holds the follower
        to the least.
    """

    course: tuple[AnnouncedDecision, ...]
    punishment: tuple[dict[int, int], ...]

    @property
    def value(self) -> Pair:
        """What the course pays (leader, follower)."""
        return self.course[0].value


@dataclass(frozen=True)
class _Way:
    """One pair that can be brought about at a node, and how."""

    value: Pair
    leader: int = 0
    follower: int = 0
    then: int = 0


@dataclass(frozen=True)
class _Layer:
    """Per node of a phase: what can be brought about, the least the follower can be held to, and how it is."""

    ways: dict[int, tuple[_Way, ...]]
    least: dict[int, Fraction]
    hold: dict[int, int]


def best_announcement(game: StochasticGame, leader: int, deadline: Deadline | None = None) -> Announcement:
    """The deterministic strategy that is best to commit to, exactly.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round; moves in any order.
    leader : int
        Who announces.

    Raises
    ------
    GameTooLargeError
        If a node has more than `MOST_PAIRS` pairs.
    TimeLimitError
        If the time is up.
    """
    search = _Search(game, leader, deadline or Deadline())
    layers = search.layers()
    return Announcement(search.course(layers), tuple(layer.hold for layer in layers[:-1]))


class _Search:
    """One run of the backward recursion; pairs are (leader, follower)."""

    def __init__(self, game: StochasticGame, leader: int, deadline: Deadline) -> None:
        self.game, self.leader, self.deadline = game, leader, deadline
        self.order, self.exits = (leader, 1 - leader), Exits(game)
        self.places = [(t, p) for t in range(game.rounds) for p in range(len(game.phases(t)))]

    def layers(self) -> list[_Layer]:
        """Layers of all phases in order of play, and one for after the last round."""
        ends = [(pays[self.order[0]], pays[self.order[1]]) for pays in self.game.final]
        after = _Layer({k: (_Way(v),) for k, v in enumerate(ends)}, {k: v[1] for k, v in enumerate(ends)}, {})
        found = [after]
        reached = [flags for layer in self.game.reachable() for flags in layer]
        for (t, p), here in zip(reversed(self.places), reversed(reached), strict=True):
            phase = self.game.phases(t)[p]
            layer = _Layer({}, {}, {})
            moved: dict[int, tuple[Pairs, Fraction]] = {}
            for k in here.nonzero()[0].tolist():
                self.deadline.check()
                self._solve(phase, k, layer, found[-1], moved)
            found.append(layer)
        return found[::-1]

    def _solve(
        self, phase: Phase, k: int, layer: _Layer, after: _Layer, moved: dict[int, tuple[Pairs, Fraction]]
    ) -> None:
        node = phase.nodes[k]
        ways: list[_Way] = []
        bars: list[Fraction] = []
        for a, line in enumerate(self.lines(node)):
            for cell in line:
                if cell not in moved:
                    moved[cell] = self._moved(phase, cell, after)
            bars.append(max(moved[cell][1] for cell in line))
            for b, cell in enumerate(line):
                pairs = moved[cell][0]
                ways += [_Way(v, a, b, i) for i, v in enumerate(pairs) if v[1] >= bars[-1]]
        layer.ways[k] = _frontier(ways)
        layer.least[k] = min(bars)
        layer.hold[k] = bars.index(layer.least[k])
        if len(layer.ways[k]) > MOST_PAIRS:
            raise GameTooLargeError(
                f"more than {MOST_PAIRS:,} pairs of payoffs can be brought about at one decision point; shorten the "
                "horizon or the ladders"
            )

    def lines(self, node: Node) -> list[tuple[int, ...]]:
        """Outcomes of a node, a line per action of the leader."""
        return list(node.cells) if self.leader == 0 else list(zip(*node.cells, strict=True))

    def _moved(self, phase: Phase, cell: int, after: _Layer) -> tuple[Pairs, Fraction]:
        """What can be brought about after an outcome, and the least the follower can be held to, seen from before."""
        found, (a, b) = self.exits.of(phase, cell), self.order
        if found.to == BROKEN:
            return ((found.base[a], found.base[b]),), found.base[b]
        base, gain = (found.base[a], found.base[b]), (found.gain[a], found.gain[b])
        pairs = tuple((base[0] + gain[0] * w.value[0], base[1] + gain[1] * w.value[1]) for w in after.ways[found.to])
        return pairs, base[1] + gain[1] * after.least[found.to]

    def course(self, layers: list[_Layer]) -> tuple[AnnouncedDecision, ...]:
        """The best course, read forward."""
        node, pick, course = 0, 0, []
        for k, (t, p) in enumerate(self.places):
            way = layers[k].ways[node][pick]
            course.append(AnnouncedDecision(t, p, node, way.leader, way.follower, way.value))
            phase = self.game.phases(t)[p]
            outcome = phase.outcomes[self.lines(phase.nodes[node])[way.leader][way.follower]]
            if outcome.over:
                break
            node, pick = outcome.successor, way.then
        return tuple(course)


def _frontier(ways: list[_Way]) -> tuple[_Way, ...]:
    """Pairs that are not worse for both, the leader's best first."""
    kept: list[_Way] = []
    for way in sorted(ways, key=lambda w: w.value, reverse=True):
        if not kept or way.value[1] > kept[-1].value[1]:
            kept.append(way)
    return tuple(kept)
