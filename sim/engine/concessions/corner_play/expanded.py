"""A plan as a profile of a game that keeps in mind what is played for: the game of the plan's posts.

A state is there once for each post that it has in some round, and so is every decision point. So what is done hangs on
nothing but where play is, and whatever is said of profiles can be said of a plan. Public lots are branches of the
profile: after a pair of actions play may go on at several posts of the same node.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.profile import Branch, IndependentLayer, LayeredProfile, branches
from sim.exact.chances import as_float
from sim.games.concessions.stochastic_game import BROKEN, Node, Phase, StochasticGame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from sim.engine.concessions.corner_play.plan import Plan, Post
    from sim.engine.concessions.courses.path import Place
    from sim.games.concessions.stochastic_game import Outcome
    from sim.types import Flags, Floats, Pair

    Lot = tuple[tuple[Outcome, float], ...]


@dataclass(frozen=True)
class PostLayer(IndependentLayer):
    """What is done at the posts of one phase of one round.

    Parameters
    ----------
    lots : dict of (int, int, int) to tuple of (Outcome, float)
        For each node and pair of actions after which a lot is drawn, where it may lead, each with its chance.
    """

    lots: dict[tuple[int, int, int], Lot]


@dataclass(frozen=True)
class PlannedProfile(LayeredProfile[PostLayer]):
    """A plan, as what is done at the posts.

    Parameters
    ----------
    reached : list of tuple of ndarray of bool
        Nodes at which posts stand, per round and phase.
    """

    reached: list[tuple[Flags, ...]]

    def branches_of(self, place: Place, joint: Floats) -> Iterator[Branch]:
        """Branches of play at a decision point, with the lots that are drawn after them."""
        lots = self.layer(place[0], place[1]).lots
        for move in branches(self.game, place, joint):
            drawn = lots.get((place[2], move.row, move.column))
            if drawn is None:
                yield move
            else:
                for outcome, chance in drawn:
                    yield Branch(move.row, move.column, move.chance * chance, outcome)


def expanded(game: StochasticGame, plan: Plan) -> PlannedProfile:
    """The profile of a plan, in the game of its posts.

    Parameters
    ----------
    game : StochasticGame
        The game that the plan is for.
    """
    return _Expanded(game, plan).profile()


class _Expanded:
    def __init__(self, game: StochasticGame, plan: Plan) -> None:
        self.game, self.plan = game, plan
        self.width = len(game.cycle[0])
        starts = plan.layers[:: self.width]
        most = [1] * len(game.states)
        for posts in starts:
            for state in {post.node for post in posts}:
                most[state] = max(most[state], sum(post.node == state for post in posts))
        first = [0, *accumulate(most)]
        self.first, self.size = first[:-1], first[-1]
        # Where the posts of each layer stand among the nodes of its phase.
        self.places = [self._places(k, posts) for k, posts in enumerate(plan.layers)]
        self.states = tuple(state for state, count in zip(game.states, most, strict=True) for _ in range(count))
        self.final = tuple(pair for pair, count in zip(game.final, most, strict=True) for _ in range(count))

    def _places(self, layer: int, posts: Sequence[Post]) -> list[int]:
        if layer % self.width:
            return list(range(len(posts)))
        taken = list(self.first)
        places = []
        for post in posts:
            places.append(taken[post.node])
            taken[post.node] += 1
        return places

    def profile(self) -> PlannedProfile:
        """The game and what is done in it."""
        phases, layers = zip(*map(self._layer, range(len(self.plan.layers))), strict=True)
        rounds = range(self.game.rounds)
        game = replace(
            self.game,
            states=self.states,
            final=self.final,
            cycle=tuple(phases[t * self.width : (t + 1) * self.width] for t in rounds),
        )
        stand = [self._stand(phase, places) for phase, places in zip(phases, self.places, strict=True)]
        return PlannedProfile(
            game,
            tuple(layers[t * self.width : (t + 1) * self.width] for t in rounds),
            [tuple(stand[t * self.width : (t + 1) * self.width]) for t in rounds],
        )

    @staticmethod
    def _stand(phase: Phase, places: Sequence[int]) -> Flags:
        flags = np.zeros(len(phase.nodes), dtype=bool)
        flags[list(places)] = True
        return flags

    def _layer(self, layer: int) -> tuple[Phase, PostLayer]:
        posts, places = self.plan.layers[layer], self.places[layer]
        old = self.game.phases(layer // self.width)[layer % self.width]
        outcomes: list[Outcome] = []
        lots: dict[tuple[int, int, int], Lot] = {}
        nodes: dict[int, Node] = {}
        for place, post in zip(places, posts, strict=True):
            label = old.nodes[post.node]
            cells = []
            for i, line in enumerate(label.cells):
                cells.append(tuple(range(len(outcomes), len(outcomes) + len(line))))
                for j, number in enumerate(line):
                    drawn = self._drawn(layer, old.outcomes[number], post.then[i, j])
                    outcomes.append(drawn[0][0])
                    if len(drawn) > 1:
                        lots[place, i, j] = drawn
            state = place if layer % self.width == 0 else self.first[label.state]
            nodes[place] = Node(state, label.actions, tuple(cells), label.leader)
        size = self.size if layer % self.width == 0 else len(posts)
        # Where no post stands play never is.
        empty = [Node(k, (("",), ("",)), ((0,),)) for k in range(size)]
        phase = Phase(tuple(nodes.get(k, empty[k]) for k in range(size)), tuple(outcomes), old.closes_round)
        return phase, self._done(phase, dict(zip(places, posts, strict=True)), lots)

    def _drawn(self, layer: int, outcome: Outcome, lot: Sequence[tuple[int, Fraction]]) -> Lot:
        """Where an outcome leads, the likeliest first."""
        if outcome.successor == BROKEN:
            return ((outcome, 1.0),)
        if not lot:
            # The talks are over for certain, or no layer follows: of the state what stands in it is all that counts.
            to = self.first[outcome.successor] if self._closes(layer) else 0
            return ((replace(outcome, successor=to), 1.0),)
        there = self.places[layer + 1]
        ordered = sorted(lot, key=lambda drawn: -drawn[1])
        return tuple((replace(outcome, successor=there[k]), as_float(chance)) for k, chance in ordered)

    def _closes(self, layer: int) -> bool:
        return (layer + 1) % self.width == 0

    @staticmethod
    def _done(phase: Phase, posts: dict[int, Post], lots: dict[tuple[int, int, int], Lot]) -> PostLayer:
        m, n = phase.shape
        row, column, values = (np.zeros((len(phase.nodes), k)) for k in (m, n, 2))
        for place, post in posts.items():
            one, two = ([as_float(p) for p in side] for side in post.strategies)
            row[place, : len(one)], column[place, : len(two)] = one, two
            values[place] = _floats(post.worth)
        return PostLayer(row, column, values, lots)


def _floats(pair: Pair) -> tuple[float, float]:
    return float(pair[0]), float(pair[1])
