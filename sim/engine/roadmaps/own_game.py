"""Orders of the steps as courses of the file's own game: what the worst equilibrium after each deviation can hold up.

The own game has its last round, turns, prerequisites, hazard and walking away. A course is played in some equilibrium
exactly if nobody gains by one deviation that is answered by the worst equilibrium for the deviator (Abreu 1988). The
worst of the equilibria in pure actions with public lots proves that a course holds; the worst that a mediator could
bring about, below which no equilibrium goes, proves that it does not.

References
----------
Abreu, D. (1988): On the theory of infinitely repeated games with discounting. Econometrica 56, 383-396.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from sim.engine.concessions.equilibrium_sets.agreement import certified_sets
from sim.exact.rationals import fraction
from sim.games.concessions.rules import CONCEDE, HOLD_OUT
from sim.games.concessions.stochastic_game import BROKEN
from sim.games.roadmaps.aftermath import punished
from sim.games.roadmaps.ladders import advance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.inner import InnerSets
    from sim.engine.concessions.equilibrium_sets.outer import OuterSets
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.games.roadmaps.ladders import Ladders, Rounds
    from sim.types import Pair

HOLDS: Final = "holds"
FAILS: Final = "fails"
OPEN: Final = "open"
BLOCKED: Final = "blocked"
SHORT: Final = "short"
"""In some equilibrium; in none; not decided; a step is due before the file allows it; the rounds are too few."""

How = Literal["holds", "fails", "open", "blocked", "short"]
Unplayable = Literal["blocked", "short"]

MOST_ORDERS = 2_000
"""Orders, most, that are all tried."""


@dataclass(frozen=True)
class Played:
    """A pair of actions on a course.

    Parameters
    ----------
    layer, node : int
        Where: number of the phase over all rounds, and node in it.
    pair : pair of int
        The actions.
    """

    layer: int
    node: int
    pair: tuple[int, int]


@dataclass(frozen=True)
class Weakest:
    """The deviation from a course that costs least.

    Parameters
    ----------
    player, round : int
        Who, and when.
    action : str
        What is done.
    cost : Fraction
        What it costs the deviator, as a discounted average from there on; negative if it pays.
    """

    player: int
    round: int
    action: str
    cost: Fraction


@dataclass(frozen=True)
class HeldOrder:
    """An order of the steps in the file's own game.

    Parameters
    ----------
    rounds : tuple of tuple of int
        Per round, the players who take their next step.
    how : str
        Whether it is played in some equilibrium.
    course : tuple of Played
        How it is played; empty where it cannot be.
    payoffs : Pair or None
        What it then pays; None where it cannot be played.
    weakest : Weakest or None
        The deviation that costs least if the worst equilibrium follows that is known to be one; None if there is none.
    """

    rounds: Rounds
    how: How
    course: tuple[Played, ...] = ()
    payoffs: Pair | None = None
    weakest: Weakest | None = None


@dataclass(frozen=True)
class OwnGame:
    """The file's own game with its sets of equilibria.

    Parameters
    ----------
    ladders : Ladders
        The steps, with the punishment of the roadmaps.
    game : StochasticGame
        The game; it has a last round.
    inner, outer : InnerSets, OuterSets
        Its equilibria from inside and from outside, certified.
    """

    ladders: Ladders
    game: StochasticGame
    inner: InnerSets
    outer: OuterSets

    def held(self, rounds: Rounds) -> HeldOrder:
        """Whether an order is played in some equilibrium."""
        course = self.course(rounds)
        if isinstance(course, str):
            return HeldOrder(rounds, course)
        values = self.worth(course)
        near = list(self._costs(course, values, self.inner))
        far = [found.cost for found in self._costs(course, values, self.outer)]
        weakest = min(near, key=lambda found: found.cost, default=None)
        how: How = HOLDS if weakest is None or weakest.cost >= 0 else FAILS if min(far) < 0 else OPEN
        return HeldOrder(rounds, how, tuple(course), (fraction(values[0][0]), fraction(values[0][1])), weakest)

    def course(self, rounds: Rounds) -> list[Played] | Unplayable:
        """How an order is played: each step as soon as it is its owner's turn, and nothing else.

        Returns
        -------
        list of Played or str
            Why it cannot be played, if it cannot.
        """
        waiting = [set(movers) for movers in rounds]
        node, layer, found = 0, 0, []
        for t in range(self.game.rounds):
            for phase in self.game.phases(t):
                actions = phase.nodes[node].actions
                due = waiting[0] if waiting else set()
                movers = [p for p in (0, 1) if p in due and actions[p] != ("",)]
                chosen = [_chosen(actions[p], p in movers) for p in (0, 1)]
                if None in chosen:
                    return BLOCKED
                pair = chosen[0] or 0, chosen[1] or 0
                found.append(Played(layer, node, pair))
                due.difference_update(movers)
                node = phase.outcomes[phase.nodes[node].cells[pair[0]][pair[1]]].successor
                layer += 1
            if waiting and not waiting[0]:
                waiting.pop(0)
        return SHORT if waiting else found

    def worth(self, course: list[Played]) -> list[Pair]:
        """What a course is worth from each of its places on, and after the last round."""
        last = course[-1]
        final = self.inner.phases[last.layer].outcomes[self._outcome(last)].successor
        values = [self.game.final[final]]
        for played in reversed(course):
            phase = self.inner.phases[played.layer]
            values.append(self.inner.exits.of(phase, self._outcome(played)).worth(values[-1]))
        return values[::-1]

    def _outcome(self, played: Played) -> int:
        return self.inner.phases[played.layer].nodes[played.node].cells[played.pair[0]][played.pair[1]]

    def _costs(self, course: list[Played], values: list[Pair], sets: InnerSets | OuterSets) -> Iterator[Weakest]:
        """What each deviation from a course costs if the worst of some sets follows."""
        width = len(self.game.cycle[0])
        for played, value in zip(course, values, strict=False):
            phase = self.inner.phases[played.layer]
            node = phase.nodes[played.node]
            for p in (0, 1):
                for k, action in enumerate(node.actions[p]):
                    if k == played.pair[p]:
                        continue
                    i, j = (k, played.pair[1]) if p == 0 else (played.pair[0], k)
                    leads = self.inner.exits.of(phase, node.cells[i][j])
                    worst = leads.base[p]
                    if leads.to != BROKEN:
                        worst += leads.gain[p] * min(v[p] for v in sets.values[played.layer + 1][leads.to])
                    yield Weakest(p, played.layer // width, action, fraction(value[p] - worst))

    def credible(self, rounds: Rounds) -> bool | None:
        """Whether some equilibrium of the own game punishes each deviation from a roadmap as hard as it says.

        Returns
        -------
        bool or None
            False if in no equilibrium some deviator gets as little as the punishment leaves it. None if that is not
            decided, or play does not get to where the deviation would lead.
        """
        found: bool | None = True
        place = (0, 0)
        for t in range(len(rounds) + 1):
            movers = rounds[t] if t < len(rounds) else ()
            for p in (0, 1):
                others = tuple(q for q in movers if q != p)
                after = advance(place, others)
                for undone in ([False] if p in movers else []) + ([True] if self.ladders.undoable(p, place[p]) else []):
                    both = undone and p == 0, undone and p == 1
                    left = punished(self.ladders, after, p, both).at(self.ladders.discount[p], self.ladders.hazard)
                    least = self._least(t + 1, after, p, undone)
                    if least is None or least[0] > left >= least[1]:
                        found = found and None
                    elif left < least[1]:
                        return False
            place = advance(place, movers)
        return found

    def _least(
        self, round_: int, place: tuple[int, int], player: int, undone: bool
    ) -> tuple[Fraction, Fraction] | None:
        """The worst for a player at a place in a round, from inside and outside; None if play does not get there."""
        stands = [self.ladders.steps[p][: place[p]] for p in (0, 1)]
        ids = [
            tuple(s.id for s in own if not (undone and p == player and s.reversible)) for p, own in enumerate(stands)
        ]
        state = self._states.get((ids[0], ids[1]))
        if state is None:
            return None
        if round_ >= self.game.rounds:
            value = self.game.final[state][player]
            return value, value
        layer = round_ * len(self.game.cycle[0])
        if state not in self.inner.values[layer]:
            return None
        near, far = (min(v[player] for v in sets.values[layer][state]) for sets in (self.inner, self.outer))
        return near, far

    @cached_property
    def _states(self) -> dict[tuple[tuple[str, ...], tuple[str, ...]], int]:
        return {state.stands: k for k, state in enumerate(self.game.states)}


def _chosen(actions: tuple[str, ...], due: bool) -> int | None:
    """Number of what a player does on a course; None if it is not open."""
    action = "" if actions == ("",) else CONCEDE if due else HOLD_OUT
    return actions.index(action) if action in actions else None


def own_game(ladders: Ladders, game: StochasticGame, deadline: Deadline) -> OwnGame:
    """The file's own game with its certified sets of equilibria.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set of equilibria does not pass its check.
    """
    inner, outer = certified_sets(game, deadline)
    return OwnGame(ladders, game, inner, outer)


def all_orders(ladders: Ladders, most: int = MOST_ORDERS) -> list[Rounds] | None:
    """All orders that take every step, one or two in a round; None if there are more than so many."""
    found: list[list[list[Rounds]]] = []
    wide, high = ladders.size
    for i in range(wide + 1):
        found.append([])
        for j in range(high + 1):
            here: list[Rounds] = [] if i or j else [()]
            for movers in ((0,), (1,), (0, 1)):
                a, b = i - (0 in movers), j - (1 in movers)
                if a >= 0 and b >= 0:
                    here += [(*rounds, movers) for rounds in found[a][b]]
            if len(here) > most:
                return None
            found[i].append(here)
    return found[wide][high]
