"""A tournament: every agent against every agent in both seats, ranked by what it gets on each seat's own scale.

The score of an agent in a seat is the mean over all opponents, itself among them, of its payoff as a share of what can
be had in that seat: 0 is the lowest payoff that any round can pay there and 1 the highest. Its score is the mean of the
two seats, so that neither the units of a side nor the better seat decide. After Axelrod (1984).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.choose import known_agents, make_agent, playable
from sim.agents.seated_game import SeatedGame, Solutions
from sim.agents.simulation.simulation import opened, simulate_table
from sim.errors import AskError
from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sim.agents.agent import Agent
    from sim.agents.choose import Known
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Rank:
    """A place in the ranking: an agent, its score, and its score in each seat."""

    rank: int
    agent: str
    score: float
    seats: tuple[float, float]


@dataclass(frozen=True)
class RankedPairings:
    """What came out of a tournament.

    Parameters
    ----------
    names : tuple of str
        The agents.
    payoffs, errors : ndarray of float, shape (agents, agents, 2)
        Mean payoffs of both seats and their standard errors; first index the agent in the first seat.
    lowest, highest : tuple of float
        The least and the most that a round can pay in each seat.
    runs, seed : int
        Runs of each pairing, and what chance drew from.
    """

    scenario: Scenario
    names: tuple[str, ...]
    payoffs: NDArray[np.float64]
    errors: NDArray[np.float64]
    lowest: tuple[float, float]
    highest: tuple[float, float]
    runs: int
    seed: int

    @property
    def shares(self) -> NDArray[np.float64]:
        """Payoffs on each seat's own scale, shape (agents, agents, 2)."""
        low, high = np.array(self.lowest), np.array(self.highest)
        width = np.where(high > low, high - low, 1.0)
        found: NDArray[np.float64] = (self.payoffs - low) / width
        return found

    @property
    def ranking(self) -> tuple[Rank, ...]:
        """The agents from the highest score to the lowest; equal scores share a rank."""
        first, second = self.shares[..., 0].mean(axis=1), self.shares[..., 1].mean(axis=0)
        scores = (first + second) / 2
        order = sorted(range(len(self.names)), key=lambda k: (-round(float(scores[k]), 12), self.names[k]))
        found: list[Rank] = []
        for place, k in enumerate(order):
            tied = bool(found) and round(found[-1].score, 12) == round(float(scores[k]), 12)
            rank = found[-1].rank if tied else place + 1
            found.append(Rank(rank, self.names[k], float(scores[k]), (float(first[k]), float(second[k]))))
        return tuple(found)


def tournament(
    scenario: Scenario | str | Path,
    agents: Sequence[str | Agent | type[Agent]] = (),
    runs: int = 1_000,
    seed: int = 1,
    time_limit: float | None = 60.0,
) -> RankedPairings:
    """Let every agent play every agent in both seats.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The scenario, its file, or the name of a bundled one.
    agents : sequence of (str, Agent or type), optional
        Who takes part; by default all built-in agents.
    runs : int
        Runs of each pairing, at least 2.
    seed : int
        What chance draws; the same seed gives the same result.
    time_limit : float or None
        Seconds after which solving the game for an agent is given up.

    Raises
    ------
    AgentError
        If an agent cannot be made, or does what it cannot do.
    """
    if runs < 2:
        raise AskError("runs", f"expected at least 2 runs, found {runs}")
    scenario = opened(scenario)
    playable(scenario)
    known = known_agents()
    field = [_made(a, known) for a in (agents or tuple(known))]
    solutions = Solutions(scenario, time_limit)
    tables: dict[tuple[bool, bool], SeatedGame] = {}
    payoffs, errors = np.zeros((2, len(field), len(field), 2))
    for i, one in steps("agents", enumerate(field), len(field)):
        for j, two in enumerate(field):
            fakes = one.fakes, two.fakes
            if fakes not in tables:
                tables[fakes] = SeatedGame(scenario, fakes, solutions)
            # Each pairing draws on its own, so that who else takes part does not matter.
            result = simulate_table(tables[fakes], (one, two), runs, seed)
            payoffs[i, j] = [e.mean for e in result.payoffs]
            errors[i, j] = [e.standard_error for e in result.payoffs]
    names = tuple(agent.label for agent in field)
    low, high = _bounds(solutions)
    return RankedPairings(scenario, names, payoffs, errors, low, high, runs, seed)


def _made(agent: str | Agent | type[Agent], known: Known) -> Agent:
    if isinstance(agent, type):
        name = agent.name or agent.__name__
        return make_agent(name, {name: agent})
    return make_agent(agent, known)


def _bounds(solutions: Solutions) -> tuple[tuple[float, float], tuple[float, float]]:
    """The least and the most that a round can pay in each seat of the game without fakes."""
    game = solutions.game
    rewards = [o.reward for phases in game.cycle for p in phases if p.closes_round for o in p.outcomes]
    rows = np.array([[float(v) for v in pair] for pair in (*rewards, *game.afterwards)])
    low, high = rows.min(axis=0), rows.max(axis=0)
    return (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))
