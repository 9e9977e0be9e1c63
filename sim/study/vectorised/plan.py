"""The structure of a concession game as arrays: what is the same at every point of a study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from sim.engine.selection import stated_order
from sim.games.concessions.stochastic_game import BROKEN
from sim.study.vectorised.affine import Affine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.games.concessions.stochastic_game import Phase, StochasticGame
    from sim.study.vectorised.affine import Hazard
    from sim.types import Flags, Index, Pair

    Whole = NDArray[np.int64]

CODES = {"concede": 0, "hold_out": 1, "renege": 2, "walk_away": 3, "": 4}
"""Actions in the stated order of the selection rule; the last is that of a player who does not move."""


@dataclass(frozen=True)
class Stage:
    """Decision points of one phase that offer the same numbers of actions.

    Parameters
    ----------
    nodes : ndarray of int, shape (g,)
        The decision points.
    cells : ndarray of int, shape (g, m, n)
        Outcome per pair of actions, each player's actions in the stated order of the selection rule.
    order : ndarray of int, shape (m * n,)
        The cells from the first to the last in that order, players by identifier.
    walks : bool
        Whether the last action of both players ends the talks, whatever the other does.
    """

    nodes: Index
    cells: Index
    order: Index
    walks: bool

    @property
    def movers(self) -> tuple[bool, bool]:
        """Who has a choice."""
        return self.cells.shape[1] > 1, self.cells.shape[2] > 1


@dataclass(frozen=True)
class PhasePlan:
    """One phase.

    Parameters
    ----------
    size : int
        Number of its nodes.
    rewards : ndarray of int, shape (2, outcomes, symbols)
        Coefficients of what the round pays.
    successors : ndarray of int, shape (outcomes,)
        Next node, or ``BROKEN``.
    ended : ndarray of int, shape (outcomes,)
        What later rounds pay if the talks end with each outcome, as a row of ``GameStructure.ended``.
    risky : ndarray of bool, shape (outcomes,)
        After which outcomes the talks may break down.
    hazard : int
        Which of the hazards of the structure threatens after them.
    closes_round : bool
        Whether a round ends with it.
    cells : ndarray of int, shape (nodes, m, n)
        As in `Stage`, for all nodes; -1 where there is no such action.
    actions : ndarray of int, shape (2, nodes, m or n)
        Codes of the actions in that order; -1 where there is none.
    """

    size: int
    rewards: Whole
    successors: Index
    ended: Index
    risky: Flags
    hazard: int
    closes_round: bool
    cells: Index
    actions: NDArray[np.int8]


@dataclass(frozen=True)
class GameStructure:
    """A concession game without its numbers.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    rounds : int
        How many.
    symbols : tuple of str
        Expressions of the file that payoffs are sums of.
    phases : tuple of PhasePlan
        The phases of one cycle of rounds, in order of play.
    steps : tuple of (int, tuple of Stage)
        Per round and phase in order of play: number of the phase, and the decision points that play can reach.
    final : ndarray of int, shape (2, states, symbols)
        Coefficients of what each state pays after the last round.
    ended : ndarray of int, shape (2, kinds, symbols)
        Coefficients of what a round pays once the talks have ended, for each way in which they can.
    hazards : tuple of (str, int or None)
        The chances of a breakdown as the file has them, each with the round that it speaks of.
    complete : ndarray of bool, shape (states,)
        States in which every step stands.
    """

    players: tuple[str, str]
    rounds: int
    symbols: tuple[str, ...]
    phases: tuple[PhasePlan, ...]
    steps: tuple[tuple[int, tuple[Stage, ...]], ...]
    final: Whole
    ended: Whole
    hazards: tuple[Hazard, ...]
    complete: Flags

    @property
    def decisions(self) -> int:
        """Number of decision points that play can reach."""
        return sum(len(stage.nodes) for _, stages in self.steps for stage in stages)


def plan_of(game: StochasticGame, symbols: tuple[str, ...], hazards: tuple[Hazard, ...]) -> GameStructure:
    """Lay out a game whose payoffs are sums of symbols.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round; its payoffs are of type `Affine`.
    symbols : tuple of str
        The expressions that the symbols stand for.
    hazards : tuple of (str, int or None)
        The chances of a breakdown that placeholders stand for.
    """
    width = len(symbols)
    # Rounds that are alike share their phases.
    flat = list({id(phase): phase for phases in game.cycle for phase in phases}.values())
    number = {id(phase): k for k, phase in enumerate(flat)}
    kinds: dict[Pair, int] = {}
    plans = tuple(_phase(game, phase, width, kinds) for phase in flat)
    known: dict[tuple[int, bytes], tuple[Stage, ...]] = {}
    steps = []
    for t, layers in enumerate(game.reachable()):
        for p, mask in enumerate(layers):
            k = number[id(game.phases(t)[p])]
            key = k, mask.tobytes()
            if key not in known:
                known[key] = _stages(game, plans[k], np.flatnonzero(mask))
            steps.append((k, known[key]))
    return GameStructure(
        players=game.players,
        rounds=game.rounds,
        symbols=symbols,
        phases=plans,
        steps=tuple(steps),
        final=_rows([*game.final], width),
        ended=_rows([*kinds], width),
        hazards=hazards,
        complete=np.array([state.complete for state in game.states]),
    )


def _rows(pairs: list[Pair], width: int) -> Whole:
    table = np.zeros((2, len(pairs), width), dtype=np.int64)
    for k, pair in enumerate(pairs):
        for player, sum_ in enumerate(pair):
            # A player's payoff to which no number of the file adds is a plain 0.
            for symbol, factor in cast("Affine", sum_).terms if isinstance(sum_, Affine) else Affine().terms:
                table[player, k, symbol] = factor
    return table


def _phase(game: StochasticGame, phase: Phase, width: int, kinds: dict[Pair, int]) -> PhasePlan:
    m, n = phase.shape
    size = len(phase.nodes)
    cells = np.full((size, m, n), -1, dtype=np.intp)
    actions = np.full((2, size, max(m, n)), -1, dtype=np.int8)
    for k, node in enumerate(phase.nodes):
        places = stated_order(game.players, node.actions)
        own = [[a for who, a in places if who == player] for player in (0, 1)]
        cells[k, : len(own[0]), : len(own[1])] = np.array(node.cells, dtype=np.intp)[np.ix_(*own)]
        for player in (0, 1):
            actions[player, k, : len(own[player])] = [CODES[node.actions[player][a]] for a in own[player]]
    return PhasePlan(
        size=size,
        rewards=_rows([o.reward for o in phase.outcomes], width),
        successors=phase.successors,
        ended=np.array([kinds.setdefault(o.ended, len(kinds)) for o in phase.outcomes], dtype=np.intp),
        risky=np.array([o.risk > 0 for o in phase.outcomes], dtype=bool) & (phase.successors != BROKEN),
        hazard=max((o.risk.denominator - 2 for o in phase.outcomes if o.risk), default=0),
        closes_round=phase.closes_round,
        cells=cells,
        actions=actions,
    )


def _stages(game: StochasticGame, phase: PhasePlan, nodes: Index) -> tuple[Stage, ...]:
    wide, high = (phase.cells[nodes, :, 0] >= 0).sum(axis=1), (phase.cells[nodes, 0, :] >= 0).sum(axis=1)
    stages = []
    may_walk = [(phase.actions[p, nodes] == CODES["walk_away"]).any(axis=1) for p in (0, 1)]
    ends = may_walk[0] & may_walk[1]
    for m, n, walks in sorted(set(zip(wide.tolist(), high.tolist(), ends.tolist(), strict=True))):
        own = nodes[(wide == m) & (high == n) & (ends == walks)]
        grid = np.arange(m * n).reshape(m, n)
        order = (grid if game.players[0] <= game.players[1] else grid.T).ravel()
        stages.append(Stage(own, phase.cells[own, :m, :n], order, walks))
    return tuple(stages)
