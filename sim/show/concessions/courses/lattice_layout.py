"""Which states a lattice shows and where each stands: a column and a row for all that stands on either side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.concessions.courses.course import WithCourse
    from sim.engine.concessions.profile import Profile
    from sim.games.concessions.stochastic_game import State, StochasticGame
    from sim.scenario.scenario import Concessions

    Standing = tuple[str, ...]

ACROSS, UP = 1.3, 0.85
"""Inches between columns and between rows."""
MOST_STATES = 36
"""States, most, that are shown with what would be played there; of more only those that the course goes through."""


@dataclass(frozen=True)
class Line:
    """A column or row: the steps of one side that stand, and of those up to the highest the ones that do not."""

    stands: Standing
    missing: Standing

    @property
    def highest(self) -> int:
        """How many steps there are up to the highest that stands."""
        return len(self.stands) + len(self.missing)


@dataclass(frozen=True)
class Lattice:
    """What a lattice shows.

    Parameters
    ----------
    columns, rows : tuple of Line
        What stands on either side.
    spots : dict of int to pair of float
        By state its place, in inches.
    moves : dict of (int, int) to list of int
        By two states the rounds in which the course goes from one to the other, counted from 1.
    stays : dict of int to list of int
        By state the rounds in which the course stays there.
    over : int or None
        The state in which the talks end on the course.
    elsewhere : dict of int to int
        What would follow in states in which the course takes no step there, at the earliest round there is: a state, or
        ``BROKEN``.
    starts : frozenset of int
        States in which a round can start.
    folded : int
        How many states are left out.
    """

    columns: tuple[Line, ...]
    rows: tuple[Line, ...]
    spots: dict[int, tuple[float, float]]
    moves: dict[tuple[int, int], list[int]]
    stays: dict[int, list[int]]
    over: int | None
    elsewhere: dict[int, int]
    starts: frozenset[int]
    folded: int


def laid_out(game: Concessions, solution: WithCourse, profile: Profile) -> Lattice:
    """Place the states of a solution.

    Parameters
    ----------
    profile : Profile
        What is played in each.
    """
    starts = _earliest(solution.game)
    moves, stays, over = _moves(solution)
    on_path = set(solution.outcome.stands)
    planned = {
        k: _next(solution.game, profile, t, k) for k, t in starts.items() if not solution.game.states[k].complete
    }
    shown = on_path | starts.keys() | {k for k in planned.values() if k != BROKEN}
    elsewhere = {k: after for k, after in planned.items() if (k, after) not in moves}
    everything = len(shown)
    if len(shown) > MOST_STATES:
        shown, elsewhere = on_path, {}
    states = solution.game.states
    ladders = [[step.id for step in ladder] for ladder in game.ladders]
    columns, rows = (
        tuple(sorted({_line(ladders[p], states[k].stands[p]) for k in shown}, key=_order(ladders[p]))) for p in (0, 1)
    )
    places = [{line.stands: k for k, line in enumerate(lines)} for lines in (columns, rows)]
    spots = {k: _spot(states[k], places) for k in sorted(shown)}
    return Lattice(columns, rows, spots, moves, stays, over, elsewhere, frozenset(starts), everything - len(shown))


def _spot(state: State, places: list[dict[Standing, int]]) -> tuple[float, float]:
    return ACROSS * places[0][state.stands[0]], UP * places[1][state.stands[1]]


def _line(ladder: list[str], stands: Standing) -> Line:
    highest = max((ladder.index(step) + 1 for step in stands), default=0)
    return Line(stands, tuple(step for step in ladder[:highest] if step not in stands))


def _order(ladder: list[str]) -> Callable[[Line], tuple[bool, int, list[int]]]:
    """Ladders as they are climbed first, so that no arrow on the way up has to go round what was taken back."""

    def key(line: Line) -> tuple[bool, int, list[int]]:
        return bool(line.missing), line.highest, [ladder.index(step) for step in reversed(line.missing)]

    return key


def _earliest(game: StochasticGame) -> dict[int, int]:
    """States in which a round can start, each with the first round in which one can."""
    found = {0: 0}
    now, t, quiet = {0}, 0, 0
    while now and (t < game.rounds - 1 if game.horizon is not None else quiet < len(game.cycle)):
        after = {state for k in now for state in _reachable(game, t, k)}
        t += 1
        fresh = after - found.keys()
        found |= dict.fromkeys(sorted(fresh), t)
        quiet = 0 if fresh else quiet + 1
        now = after
    return found


def _reachable(game: StochasticGame, t: int, state: int) -> set[int]:
    nodes = {state}
    for phase in game.phases(t):
        cells = {c for k in nodes for row in phase.nodes[k].cells for c in row}
        nodes = {phase.outcomes[c].successor for c in cells if not (phase.closes_round and phase.outcomes[c].over)}
        nodes.discard(BROKEN)
    return nodes


def _moves(solution: WithCourse) -> tuple[dict[tuple[int, int], list[int]], dict[int, list[int]], int | None]:
    moves: dict[tuple[int, int], list[int]] = defaultdict(list)
    stays: dict[int, list[int]] = defaultdict(list)
    stands, over = solution.outcome.stands, None
    for k, r in enumerate(solution.path):
        if k + 1 == len(stands):
            over = r.state
        elif stands[k + 1] != r.state:
            moves[r.state, stands[k + 1]].append(r.round + 1)
        else:
            stays[r.state].append(r.round + 1)
    return dict(moves), dict(stays), over


def _next(game: StochasticGame, profile: Profile, t: int, state: int) -> int:
    """State one round on if both do what is likeliest."""
    node = state
    for p, phase in enumerate(game.phases(t)):
        chances = profile.chances((t, p, node))
        i, j = divmod(int(np.argmax(chances)), chances.shape[1])
        node = phase.outcomes[phase.nodes[node].cells[i][j]].successor
        if node == BROKEN:
            return BROKEN
    return node
