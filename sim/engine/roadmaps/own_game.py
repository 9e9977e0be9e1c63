"""Orders of the steps as courses of the file's own game: what the worst equilibrium after each deviation can hold up.

The own game has its last round, turns, prerequisites, hazard and walking away. Where it has no last round, nothing
moves once the order is through, and the same rounds come again for ever. A course is played in some equilibrium
exactly if nobody gains by one deviation that is answered by the worst equilibrium for the deviator (Abreu 1988). The
worst of the equilibria in pure actions with public lots proves that a course holds; the worst that a mediator could
bring about, below which no equilibrium goes, proves that it does not.

References
----------
Abreu, D. (1988): On the theory of infinitely repeated games with discounting. Econometrica 56, 383-396.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Final, Literal

from sim.engine.roadmaps.threats import certified_threats
from sim.games.concessions.bellman import Exits
from sim.games.concessions.rules import CONCEDE, HOLD_OUT
from sim.games.concessions.stochastic_game import BROKEN
from sim.games.roadmaps.aftermath import punished
from sim.games.roadmaps.ladders import advance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.deadline import Deadline
    from sim.engine.roadmaps.threats import Threats
    from sim.games.concessions.bellman import Exit
    from sim.games.concessions.stochastic_game import Phase, StochasticGame
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
        The game.
    inner, outer : Threats
        The worst that may follow a departure, from inside and from outside, certified.
    """

    ladders: Ladders
    game: StochasticGame
    inner: Threats
    outer: Threats

    @cached_property
    def exits(self) -> Exits:
        """What outcomes are worth, given what follows."""
        return Exits(self.game)

    @property
    def tail(self) -> int:
        """How many places at the end of a course come again for ever; none where there is a last round."""
        return sum(map(len, self.game.cycle)) if self.game.horizon is None else 0

    def phase(self, layer: int) -> Phase:
        """The phase of a layer."""
        phases = [phase for turn in self.game.cycle for phase in turn]
        return phases[layer % len(phases)]

    def held(self, rounds: Rounds) -> HeldOrder:
        """Whether an order is played in some equilibrium."""
        course = self.course(rounds)
        if isinstance(course, str):
            return HeldOrder(rounds, course)
        values = self.worth(course)
        near, far = (list(self._costs(course, values, threats)) for threats in (self.inner, self.outer))
        known = [found for found in near if found is not None]
        weakest = min(known, key=lambda found: found.cost, default=None)
        sure = len(known) == len(near) and (weakest is None or weakest.cost >= 0)
        how: How = HOLDS if sure else FAILS if any(found and found.cost < 0 for found in far) else OPEN
        return HeldOrder(rounds, how, tuple(course), values[0], weakest)

    def course(self, rounds: Rounds) -> list[Played] | Unplayable:
        """How an order is played: each step as soon as it is its owner's turn, and nothing else.

        Returns
        -------
        list of Played or str
            Why it cannot be played, if it cannot.
        """
        waiting = [set(movers) for movers in rounds]
        node, layer, found = 0, 0, []
        rest = self.game.horizon
        for t in count():
            if rest is None and not waiting:
                rest = t + len(self.game.cycle)  # once more, of what then comes again for ever
            if t == rest:
                break
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
                leads = self.exits.of(phase, phase.nodes[node].cells[pair[0]][pair[1]])
                if leads.to == BROKEN:  # by a hazard that is certain
                    return SHORT if any(waiting) else found
                node = leads.to
                layer += 1
            if waiting and not waiting[0]:
                waiting.pop(0)
        return SHORT if waiting else found

    def worth(self, course: list[Played]) -> list[Pair]:
        """What a course is worth from each of its places on, and at last after them."""
        values = [self._after(course)]
        for leads in reversed(self._ways(course)):
            values.append(leads.worth(values[-1]))
        return values[::-1]

    def _ways(self, course: list[Played]) -> list[Exit]:
        """Where each pair of actions on a course leads."""
        return [
            self.exits.of(phase, phase.nodes[played.node].cells[played.pair[0]][played.pair[1]])
            for played in course
            for phase in [self.phase(played.layer)]
        ]

    def _after(self, course: list[Played]) -> Pair:
        """What follows a course: what the last state pays, or what its tail is worth that comes again for ever."""
        ways = self._ways(course)
        last = ways[-1]
        if last.to == BROKEN:
            return last.base
        if not self.tail:
            return self.game.final[last.to]
        (one, gain_one), (two, gain_two) = ((_line(ways[-self.tail :], p)) for p in (0, 1))
        return one / (1 - gain_one), two / (1 - gain_two)

    def _costs(self, course: list[Played], values: list[Pair], threats: Threats) -> Iterator[Weakest | None]:
        """What each deviation from a course costs if the worst follows; None where nothing is known to follow."""
        width = len(self.game.cycle[0])
        for played, value in zip(course, values, strict=False):
            phase = self.phase(played.layer)
            node = phase.nodes[played.node]
            for p in (0, 1):
                for k, action in enumerate(node.actions[p]):
                    if k == played.pair[p]:
                        continue
                    i, j = (k, played.pair[1]) if p == 0 else (played.pair[0], k)
                    worst = self._worst(self.exits.of(phase, node.cells[i][j]), played.layer + 1, p, threats)
                    yield None if worst is None else Weakest(p, played.layer // width, action, value[p] - worst)

    def _worst(self, leads: Exit, layer: int, player: int, threats: Threats) -> Fraction | None:
        """What a way is worth to a player if the worst follows."""
        if leads.to == BROKEN:
            return leads.base[player]
        least = threats.least(layer, leads.to, player)
        return None if least is None else leads.base[player] + leads.gain[player] * least

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
                    near, far = least or (None, None)
                    if far is not None and left < far:
                        return False
                    if near is None or left < near:
                        found = None
            place = advance(place, movers)
        return found

    def _least(
        self, round_: int, place: tuple[int, int], player: int, undone: bool
    ) -> tuple[Fraction | None, Fraction | None] | None:
        """The worst for a player at a place in a round, from inside and outside; None if play does not get there."""
        stands = [self.ladders.steps[p][: place[p]] for p in (0, 1)]
        ids = [
            tuple(s.id for s in own if not (undone and p == player and s.reversible)) for p, own in enumerate(stands)
        ]
        state = self._states.get((ids[0], ids[1]))
        if state is None:
            return None
        layer = round_ * len(self.game.cycle[0])
        if self.game.horizon is not None and round_ >= self.game.horizon:
            value = self.game.final[state][player]
            return value, value
        return self.inner.least(layer, state, player), self.outer.least(layer, state, player)

    @cached_property
    def _states(self) -> dict[tuple[tuple[str, ...], tuple[str, ...]], int]:
        return {state.stands: k for k, state in enumerate(self.game.states)}


def _chosen(actions: tuple[str, ...], due: bool) -> int | None:
    """Number of what a player does on a course; None if it is not open."""
    action = "" if actions == ("",) else CONCEDE if due else HOLD_OUT
    return actions.index(action) if action in actions else None


def _line(ways: Sequence[Exit], player: int) -> tuple[Fraction, Fraction]:
    """What some ways after each other are worth to a player: so much, and so much times what follows."""
    base, gain = Fraction(0), Fraction(1)
    for leads in reversed(ways):
        base = leads.base[player] + leads.gain[player] * base
        gain *= leads.gain[player]
    return base, gain


def own_game(ladders: Ladders, game: StochasticGame, deadline: Deadline) -> OwnGame:
    """The file's own game with the worst of its equilibria, by certified sets.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set of equilibria does not pass its check.
    """
    return OwnGame(ladders, game, *certified_threats(game, deadline))


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
