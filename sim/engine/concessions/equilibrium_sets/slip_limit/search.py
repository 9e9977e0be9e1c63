"""What holds at every chance of a slip that is small enough, proven once for all of them.

Backwards from the last round each node gets a box: between which payoffs all its equilibria lie at every chance e of a
slip up to some bound, to first order: from ``low - error e`` to ``high + error e``. With the boxes of what follows, an
action is left out that another one betters whatever the other side means: by more than slips can change; or, where
both lead to the very same if nobody slips, by what they are worth where the other side does. A threat that nobody
would carry out goes in that way: whoever walks away since the other does so gains by it nothing, and loses where the
other fails to. Where a pair of actions is left everywhere, there is one equilibrium. What is left says what of a deal
can be at all; equilibria for it are looked for among those that depend on the state alone and in which each player
loses by any other action in the same way.

References
----------
Selten, R. (1975): Reexamination of the perfectness concept for equilibrium points in extensive games. International
Journal of Game Theory 4, 25-55.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from sim.engine.concessions.equilibrium_sets.inner import parts
from sim.engine.concessions.equilibrium_sets.slip_limit.boxes import (
    TOP,
    alike,
    boxes_of,
    loses_up_to,
    point,
    turned,
    worths,
)
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.exact.rationals import ZERO, fraction
from sim.games.concessions.bellman import Exits
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.slip_limit.boxes import Boxes, Place, Worth
    from sim.games.concessions.stochastic_game import Phase, StochasticGame

DEAL: Final = "deal"
NO_DEAL: Final = "no deal"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True)
class Left:
    """What is left of a node.

    Parameters
    ----------
    boxes : pair of Box
        What equilibria there are worth.
    actions : pair of tuple of int
        Actions of each player that may be meant.
    out : tuple of (int, int, int)
        Player, action and the one that betters it, in the order in which actions were left out.
    single : bool
        Whether there is one equilibrium from there on.
    """

    boxes: Boxes
    actions: tuple[tuple[int, ...], tuple[int, ...]]
    out: tuple[tuple[int, int, int], ...]
    single: bool


@dataclass(frozen=True)
class Chosen:
    """What is meant at a node in an equilibrium that depends on the state alone.

    Parameters
    ----------
    boxes : pair of Box
        What it is worth.
    pair : pair of int or None
        The actions; None where some equilibrium is played that is not told.
    ends : str
        What comes of the talks if nobody slips: `DEAL`, `NO_DEAL` or `UNKNOWN`.
    """

    boxes: Boxes
    pair: tuple[int, int] | None
    ends: str


@dataclass(frozen=True)
class SlipLimit:
    """What holds at every chance of a slip that is small enough.

    Parameters
    ----------
    deal : str
        The word for a deal at each of them: `CERTAIN`, `POSSIBLE`, `IMPOSSIBLE`; `OPEN` where none is proven.
    up_to : Fraction
        The largest of these chances for which that is proven.
    unique : bool
        Whether each of them has one equilibrium alone.
    left : dict of Place to Left
        What is left of each node.
    chosen : dict of str to (dict of Place to Chosen)
        Equilibria that end with a deal and without, as far as they are needed.
    """

    game: StochasticGame
    deal: str
    up_to: Fraction
    unique: bool
    left: Mapping[Place, Left]
    chosen: Mapping[str, Mapping[Place, Chosen]]


def slip_limit(game: StochasticGame, deadline: Deadline) -> SlipLimit:
    """Find what holds at every chance of a slip that is small enough.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    return _Limit(game, deadline).found()


class _Limit:
    """One search; `up_to` falls with every comparison that needs a smaller chance."""

    def __init__(self, game: StochasticGame, deadline: Deadline) -> None:
        self.game, self.deadline = game, deadline
        self.phases, self.exits = game.layers, Exits(game)
        self.places = reachable(game, self.phases, self.exits)
        self.up_to = TOP
        last = len(self.phases)
        self.final: dict[Place, Boxes] = {(last, k): point(game.final[k]) for layer, k in self.places if layer == last}
        self.nodes = [place for place in reversed(self.places) if place[0] < last]

    def found(self) -> SlipLimit:
        left: dict[Place, Left] = {}
        for place in self.nodes:
            self.deadline.check()
            left[place] = self._left(place, left)
        ends = self._ends(left)
        sure = {frozenset({DEAL}): CERTAIN, frozenset({NO_DEAL}): IMPOSSIBLE}.get(frozenset(ends))
        unique = left[0, 0].single
        if sure is not None:
            return SlipLimit(self.game, sure, fraction(self.up_to), unique, left, {})
        chosen = {aim: self._equilibrium(aim, left) for aim in (DEAL, NO_DEAL)}
        both = all(found[0, 0].ends == aim for aim, found in chosen.items())
        return SlipLimit(self.game, POSSIBLE if both else OPEN, fraction(self.up_to), unique, left, chosen)

    def _ends(self, left: Mapping[Place, Left]) -> set[str]:
        """What may come of the talks if nobody slips."""
        found, seen, waiting = set(), set(), [(0, 0)]
        while waiting:
            place = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            if place in self.final:
                found.add(self._end(place))
                continue
            for i, j in product(*left[place].actions):
                to = self._to(place, i, j)
                found |= {NO_DEAL} if to == BROKEN else set()
                waiting += [] if to == BROKEN else [(place[0] + 1, to)]
        return found

    def _end(self, place: Place) -> str:
        return DEAL if self.game.states[place[1]].complete else NO_DEAL

    def _to(self, place: Place, i: int, j: int) -> int:
        phase = self.phases[place[0]]
        return parts(self.exits, phase, phase.nodes[place[1]].cells[i][j])[0]

    def _left(self, place: Place, later: Mapping[Place, Left]) -> Left:
        """What is left of a node, given what is left of those that follow."""
        boxes = {**self.final, **{to: found.boxes for to, found in later.items()}}
        single = {to for to, found in later.items() if found.single} | set(self.final)
        phase = self.phases[place[0]]
        table = worths(self.exits, phase, phase.nodes[place[1]], place[0] + 1, boxes, single)
        actions, out = self._survivors(table)
        alone = len(actions[0]) == len(actions[1]) == 1
        follow = [(place[0] + 1, self._to(place, i, j)) for i, j in product(range(len(table)), range(len(table[0])))]
        one = alone and all(to[1] == BROKEN or to in single for to in follow)
        return Left(boxes_of(table, actions), actions, out, one)

    def _survivors(
        self, table: Sequence[Sequence[Worth]]
    ) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], tuple[tuple[int, int, int], ...]]:
        """Actions that are not left out one after the other, and which were, for which."""
        tables = table, turned(table)
        alive = [list(range(len(table))), list(range(len(table[0])))]
        out: list[tuple[int, int, int]] = []
        again = True
        while again:
            again = False
            for p in (0, 1):
                for own in list(alive[p]):
                    best, by = max(
                        (self._bettered(tables[p], p, own, other, alive[1 - p]), other)
                        for other in range(len(tables[p]))
                    )
                    if best > 0:
                        alive[p].remove(own)
                        out.append((p, own, by))
                        self.up_to = min(self.up_to, best)
                        again = True
        return (tuple(alive[0]), tuple(alive[1])), tuple(out)

    def _bettered(
        self, table: Sequence[Sequence[Worth]], player: int, own: int, by: int, against: Iterable[int]
    ) -> Fraction:
        """Up to which chance of a slip an action pays less than another, whatever of some is meant; 0 if up to none."""
        if own == by:
            return ZERO
        return min(loses_up_to(table[by], table[own], player, meant) for meant in against)

    def _equilibrium(self, aim: str, left: Mapping[Place, Left]) -> dict[Place, Chosen]:
        """An equilibrium that depends on the state alone and ends as is wanted where that is found."""
        found = {place: Chosen(boxes, None, self._end(place)) for place, boxes in self.final.items()}
        for place in self.nodes:
            self.deadline.check()
            phase = self.phases[place[0]]
            boxes = {to: chosen.boxes for to, chosen in found.items() if to[0] == place[0] + 1}
            table = worths(self.exits, phase, phase.nodes[place[1]], place[0] + 1, boxes, set(boxes))
            options = []
            for i, j in product(*left[place].actions):
                upto = self._holds_up_to(table, i, j)
                if upto > 0:
                    to = self._to(place, i, j)
                    ends = NO_DEAL if to == BROKEN else found[place[0] + 1, to].ends
                    options.append((ends == aim, upto, (i, j), ends))
            if not options:
                found[place] = Chosen(left[place].boxes, None, UNKNOWN)
                continue
            _, upto, pair, ends = max(options)
            self.up_to = min(self.up_to, upto)
            found[place] = Chosen(boxes_of(table, ((pair[0],), (pair[1],))), pair, ends)
        return found

    def _holds_up_to(self, table: Sequence[Sequence[Worth]], i: int, j: int) -> Fraction:
        """Up to which chance of a slip nobody gains by meaning something else; 0 if that is not found."""
        across = turned(table)
        sides = [(table, 0, i, j), (across, 1, j, i)]
        bounds = [TOP]
        for lines, player, own, meant in sides:
            for other in range(len(lines)):
                if other != own and not alike(lines[own], lines[other]):
                    bounds.append(loses_up_to(lines[own], lines[other], player, meant))
        return min(bounds)


def reachable(game: StochasticGame, phases: Sequence[Phase], exits: Exits) -> list[Place]:
    """All layers and nodes that play can get to, slips included, in order of play."""
    found: list[Place] = []
    here = {0}
    for layer, phase in enumerate(phases):
        found += [(layer, k) for k in sorted(here)]
        ways = (parts(exits, phase, o)[0] for k in here for line in phase.nodes[k].cells for o in line)
        here = {to for to in ways if to != BROKEN}
    return [*found, *((len(phases), k) for k in sorted(here))]
