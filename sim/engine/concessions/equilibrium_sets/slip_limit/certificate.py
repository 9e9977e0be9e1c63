"""A second opinion on what holds at every small chance of a slip: exact polynomials in that chance.

It shares nothing with the search and its boxes but what is claimed: what each pair of actions that is meant is worth at
least and at most is written out as a polynomial in the chance of a slip, over all pairs that come about, and its sign
on the whole interval is read off its Bernstein coefficients.
"""

from __future__ import annotations

from itertools import product
from math import comb
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.slip_limit.search import DEAL, NO_DEAL, UNKNOWN
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.exact.polynomials import minus, plus, times
from sim.exact.rationals import ONE, ZERO, Rational
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.slip_limit.boxes import Boxes, Place
    from sim.engine.concessions.equilibrium_sets.slip_limit.search import SlipLimit
    from sim.exact.polynomials import Polynomial
    from sim.games.concessions.stochastic_game import Node, Outcome, Phase

    Known = Callable[[int, int], bool]
    """Whether a node of a layer is worth the same however play gets to it."""

    Ends = tuple[Polynomial, Polynomial]
    """What something is worth at least and at most, as polynomials in the chance of a slip."""


def faults_of_limit(limit: SlipLimit, deadline: Deadline) -> list[str]:
    """Nodes, as codes, at which a claim does not hold; none if all is as it should be."""
    check = _Check(limit)
    faults = []
    for place in limit.left:
        deadline.check()
        if not check.node(place):
            faults.append(f"limit {place[0]} {place[1]}")
    for aim, chosen in limit.chosen.items():
        faults += [f"{aim} {place[0]} {place[1]}" for place in chosen if not check.choice(aim, place)]
    if not check.word():
        faults.append("word")
    return faults


class _Check:
    def __init__(self, limit: SlipLimit) -> None:
        self.limit, self.up_to = limit, Rational(limit.up_to)
        self.layers = limit.game.layers

    def _at(self, place: Place) -> tuple[Phase, Node]:
        phase = self.layers[place[0]]
        return phase, phase.nodes[place[1]]

    def _to(self, outcome: Outcome) -> int:
        return BROKEN if outcome.over else outcome.successor

    def _worth(self, phase: Phase, outcome: Outcome, player: int, after: int, boxes: Mapping[Place, Boxes]) -> Ends:
        """What an outcome that comes about is worth to a player."""
        d = Rational(self.limit.game.discount[player]) if phase.closes_round else ONE
        now = (ONE - d) * Rational(outcome.reward[player]) if phase.closes_round else ZERO
        ended = Rational(outcome.ended[player])
        if self._to(outcome) == BROKEN:
            whole = (now + d * ended,)
            return whole, whole
        risk = Rational(outcome.risk) if phase.closes_round else ZERO
        base, gain = now + d * risk * ended, d * (ONE - risk)
        low, high, error = self._box(after, outcome.successor, boxes)[player]
        return (base + gain * low, -gain * error), (base + gain * high, gain * error)

    def _box(self, layer: int, node: int, boxes: Mapping[Place, Boxes]) -> Boxes:
        if layer < len(self.layers):
            return boxes[layer, node]
        one, two = self.limit.game.final[node]
        return (Rational(one), Rational(one), ZERO), (Rational(two), Rational(two), ZERO)  # type: ignore[return-value]

    def node(self, place: Place) -> bool:
        """Whether what is claimed to be left of a node is."""
        left = self.limit.left[place]
        boxes = {to: found.boxes for to, found in self.limit.left.items() if to[0] == place[0] + 1}
        table = _Table(self, place, boxes, self._single)
        alive = [set(range(size)) for size in table.shape]
        for player, own, by in left.out:
            if own == by or not all(table.loses(player, own, by, meant, self.up_to) for meant in alive[1 - player]):
                return False
            alive[player].discard(own)
        if tuple(tuple(sorted(each)) for each in alive) != left.actions:
            return False
        alone = all(len(each) == 1 for each in alive)
        follow = all(to == BROKEN or self._single(place[0] + 1, to) for line in table.leads for to in line)
        return left.single == (alone and follow) and table.holds(left.boxes, left.actions, self.up_to)

    def _single(self, layer: int, node: int) -> bool:
        return layer == len(self.layers) or self.limit.left[layer, node].single

    def choice(self, aim: str, place: Place) -> bool:
        """Whether what is chosen at a node is part of an equilibrium that ends as it says."""
        chosen = self.limit.chosen[aim]
        here = chosen[place]
        if place[0] == len(self.layers):
            return here.ends == self._end(place[1])
        if here.pair is None:
            return here.ends == UNKNOWN and here.boxes == self.limit.left[place].boxes
        boxes = {to: found.boxes for to, found in chosen.items() if to[0] == place[0] + 1}
        table = _Table(self, place, boxes, lambda layer, node: True)
        i, j = here.pair
        to = table.leads[i][j]
        if here.ends != (NO_DEAL if to == BROKEN else chosen[place[0] + 1, to].ends):
            return False
        keeps = all(table.loses(0, k, i, j, self.up_to, even=True) for k in range(table.shape[0]) if k != i)
        keeps = keeps and all(table.loses(1, k, j, i, self.up_to, even=True) for k in range(table.shape[1]) if k != j)
        return keeps and table.holds(here.boxes, ((i,), (j,)), self.up_to)

    def _end(self, state: int) -> str:
        return DEAL if self.limit.game.states[state].complete else NO_DEAL

    def word(self) -> bool:
        """Whether what may come of the talks, and what is shown to, is what the word says."""
        ends: set[str] = set()
        layers: list[set[int]] = [{0}]
        for layer, phase in enumerate(self.layers):
            onward: set[int] = set()
            for k in layers[-1]:
                node = phase.nodes[k]
                for i, j in product(*self.limit.left[layer, k].actions):
                    to = self._to(phase.outcomes[node.cells[i][j]])
                    if to == BROKEN:
                        ends.add(NO_DEAL)
                    else:
                        onward.add(to)
            layers.append(onward)
        ends |= {self._end(state) for state in layers[-1]}
        shown = {found[0, 0].ends for found in self.limit.chosen.values()}
        said = {
            CERTAIN: ends == {DEAL},
            IMPOSSIBLE: ends == {NO_DEAL},
            POSSIBLE: {DEAL, NO_DEAL} <= shown,
            OPEN: len(ends) == 2,
        }
        return said[self.limit.deal] and self.limit.unique == self.limit.left[0, 0].single


class _Table:
    """What the pairs of actions of a node are worth."""

    def __init__(self, check: _Check, place: Place, boxes: Mapping[Place, Boxes], known: Known) -> None:
        phase, node = check._at(place)
        outcomes = [[phase.outcomes[o] for o in line] for line in node.cells]
        self.shape = len(outcomes), len(outcomes[0])
        self.leads = [[check._to(o) for o in line] for line in outcomes]
        after = place[0] + 1
        self.ends = [[[check._worth(phase, o, p, after, boxes) for o in line] for line in outcomes] for p in (0, 1)]
        self._known: dict[tuple[int, int, int], Ends] = {}
        # Two outcomes are worth the same, whatever that is, where all is over or what follows is one thing.
        self.same = [
            [
                (to, *(self.ends[p][i][j] for p in (0, 1))) if to == BROKEN or known(after, to) else None
                for j, to in enumerate(line)
            ]
            for i, line in enumerate(self.leads)
        ]

    def _odds(self, player: int, meant: int) -> list[Polynomial]:
        """How likely each action of a player comes about, in the chance of a slip."""
        size = self.shape[player]
        if size == 1:
            return [(ONE,)]
        return [(ONE, -ONE) if k == meant else (ZERO, ONE / (size - 1)) for k in range(size)]

    def loses(self, player: int, own: int, by: int, meant: int, up_to: Fraction, *, even: bool = False) -> bool:
        """Whether an action pays less than another at every chance of a slip, where the other side means something.

        Parameters
        ----------
        even : bool
            Whether it may pay as much, where that is since both lead to the same.
        """
        total: Polynomial = (ZERO,)
        differ = False
        for k, odds in enumerate(self._odds(1 - player, meant)):
            a, b = ((by, k), (own, k)) if player == 0 else ((k, by), (k, own))
            one, two = self.same[a[0]][a[1]], self.same[b[0]][b[1]]
            if one is not None and one == two:
                continue
            differ = True
            low, high = self.ends[player][a[0]][a[1]][0], self.ends[player][b[0]][b[1]][1]
            total = plus(total, times(odds, minus(low, high)))
        return positive(total, up_to) if differ else even

    def _meant(self, player: int, i: int, j: int) -> Ends:
        """What a pair of actions that is meant is worth at least and at most."""
        key = player, i, j
        if key not in self._known:
            self._known[key] = self._averaged(player, i, j)
        return self._known[key]

    def _averaged(self, player: int, i: int, j: int) -> Ends:
        low: Polynomial = (ZERO,)
        high: Polynomial = (ZERO,)
        for (a, p), (b, q) in product(enumerate(self._odds(0, i)), enumerate(self._odds(1, j))):
            odds = times(p, q)
            low = plus(low, times(odds, self.ends[player][a][b][0]))
            high = plus(high, times(odds, self.ends[player][a][b][1]))
        return low, high

    def holds(self, boxes: Boxes, actions: tuple[Sequence[int], Sequence[int]], up_to: Fraction) -> bool:
        """Whether boxes hold what is meant with some actions."""
        for player, (low, high, error) in enumerate(boxes):
            if not all(
                positive(minus((high, error), self._meant(player, i, j)[1]), up_to, strictly=False)
                for i, j in product(*actions)
            ):
                return False
            each = (low, -error)
            kept = all(self._above(player, i, j, each, up_to) for i, j in product(*actions))
            others = actions[1 - player]
            sure = any(
                all(self._above(player, *((k, m) if player == 0 else (m, k)), each, up_to) for m in others)
                for k in range(self.shape[player])
            )
            if not kept and not sure:
                return False
        return True

    def _above(self, player: int, i: int, j: int, least: Polynomial, up_to: Fraction) -> bool:
        return positive(minus(self._meant(player, i, j)[0], least), up_to, strictly=False)


def positive(polynomial: Iterable[Fraction], up_to: Fraction, *, strictly: bool = True) -> bool:
    """Whether a polynomial is positive from 0, which is left out, to a bound; or at least not negative.

    Powers of the variable that divide it are taken out; what is left is positive where its Bernstein coefficients are.
    """
    rest = list(polynomial)
    while rest and rest[-1] == 0:
        rest.pop()
    if not rest:
        return not strictly
    while rest[0] == 0:
        rest.pop(0)
    degree = len(rest) - 1
    scaled = [a * up_to**k for k, a in enumerate(rest)]
    bernstein = [
        sum((Rational(comb(k, i), comb(degree, i)) * scaled[i] for i in range(k + 1)), ZERO) for k in range(degree + 1)
    ]
    return all(b > 0 for b in bernstein) if strictly else all(b >= 0 for b in bernstein)
