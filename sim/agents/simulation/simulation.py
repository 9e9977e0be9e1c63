"""A simulation and what it says: means with intervals, endings, and how long agreements took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.choose import seated
from sim.agents.seated_game import SeatedGame, Solutions
from sim.agents.simulation.agreement_record import FATES, WAYS
from sim.agents.simulation.runs import NEGLIGIBLE, play
from sim.agents.strategies.solved import EquilibriumAgent, QuantalResponse
from sim.engine.concessions.courses.endings import Ending, When, in_order
from sim.engine.concessions.courses.outcome import KINDS
from sim.errors import AskError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sim.agents.agent import Agent
    from sim.agents.choose import Known
    from sim.agents.simulation.runs import Runs
    from sim.scenario.scenario import Scenario
    from sim.types import Flags, Index

NORMAL = 1.959963984540054
"""Standard errors on either side of the mean in a 95 % interval (normal approximation)."""

ROUNDING = 1e-9
"""Share of the payoff range by which rounding may miss an expected payoff where nothing is drawn by chance."""


@dataclass(frozen=True)
class Estimate:
    """A mean over runs with its 95 % confidence interval.

    Parameters
    ----------
    mean, standard_error : float
        The mean, and the standard deviation over the root of the number of runs.
    """

    mean: float
    standard_error: float

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - NORMAL * self.standard_error

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + NORMAL * self.standard_error


@dataclass(frozen=True)
class SimulatedRuns:
    """Many runs of a concession game between two agents.

    Parameters
    ----------
    agents : pair of Agent
        Who played.
    runs : Runs
        What came out.
    seed : int
        What chance drew from.
    expected : tuple of float or None
        Exact expected payoffs where both play their parts of one solution.
    scale : tuple of float
        Ranges of the payoffs.
    """

    scenario: Scenario
    agents: tuple[Agent, Agent]
    runs: Runs
    seed: int
    expected: tuple[float, float] | None
    scale: tuple[float, float]

    @property
    def count(self) -> int:
        """Number of runs."""
        return len(self.runs.kind)

    @property
    def payoffs(self) -> tuple[Estimate, Estimate]:
        """Mean payoffs of both players."""
        one, two = (_estimate(self.runs.payoffs[:, k]) for k in (0, 1))
        return one, two

    @property
    def endings(self) -> tuple[Ending, ...]:
        """How the runs ended, with their shares, most frequent first."""
        runs, story = self.runs, self.runs.story
        numbers = runs.kind * len(FATES) + story.fate
        return in_order(self._ending(numbers == number, int(number)) for number in np.unique(numbers))

    def _ending(self, which: Flags, number: int) -> Ending:
        """The ending of some runs that end alike."""
        runs, story = self.runs, self.runs.story
        fate = FATES[number % len(FATES)]
        broken = fate in ("broken", "broken_again")
        left = [((), (0,), (1,), (0, 1))[who] for who in np.unique(story.left[which])]
        return Ending(
            KINDS[number // len(FATES)],
            fate,
            float(which.mean()),
            _when(runs.when[which]),
            None if fate == "never" else _when(story.made[which]),
            _when(story.broken[which]) if broken else None,
            tuple(WAYS[how] for how in np.unique(story.how[which])) if broken else (),
            tuple(by for by in left if by),
        )

    @property
    def rounds_to_agreement(self) -> dict[int, float]:
        """Share of all runs by the number of rounds until the agreement was complete for the first time."""
        when = self.runs.story.made[self.runs.story.times > 0]
        rounds, counts = np.unique(when + 1, return_counts=True)
        return {int(r): int(n) / self.count for r, n in zip(rounds, counts, strict=True)}

    @property
    def undiscovered(self) -> float:
        """Share of runs at the end of which a fake stood that was not discovered."""
        return float(self.runs.faked.mean())

    @property
    def truncation(self) -> float:
        """Most that a payoff can miss because runs were cut off, as a share of the payoff range; 0 if none was."""
        return NEGLIGIBLE if self.runs.cut is not None else 0.0

    def agrees(self, player: int) -> bool:
        """Whether the exact expected payoff lies within the interval."""
        assert self.expected is not None
        estimate, room = self.payoffs[player], ROUNDING * self.scale[player]
        return estimate.low - room <= self.expected[player] <= estimate.high + room


def _when(rounds: Index) -> When:
    return When(float(rounds.mean()), bool(np.ptp(rounds) == 0))


def _estimate(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Estimate:
    if np.ptp(values) == 0:
        return Estimate(float(values[0]), 0.0)
    return Estimate(float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))))


def simulate(
    scenario: Scenario | str | Path,
    agents: Mapping[str, str | Agent] | None = None,
    runs: int = 10_000,
    seed: int = 1,
    known: Known | None = None,
    solutions: Solutions | None = None,
) -> SimulatedRuns:
    """Play a concession scenario many times.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The scenario, its file, or the name of a bundled one.
    agents : mapping of str to (str or Agent), optional
        Who plays, by player; by default what the file says, else ``equilibrium``.
    runs : int
        How often, at least 2.
    seed : int
        What chance draws; the same seed gives the same result.
    known : dict of str to type, optional
        Agents by name; by default the built-in ones.
    solutions : Solutions, optional
        Solutions of the scenario, if they were found before.

    Raises
    ------
    AgentError
        If there is no such agent, or an agent does what it cannot do.
    ScenarioError
        If the file is not a scenario.
    """
    if runs < 2:
        raise AskError("runs", f"expected at least 2 runs, found {runs}")
    scenario = opened(scenario)
    chosen = seated(scenario, agents, known)
    solutions = solutions or Solutions(scenario)
    return simulate_table(SeatedGame(scenario, (chosen[0].fakes, chosen[1].fakes), solutions), chosen, runs, seed)


def opened(scenario: Scenario | str | Path) -> Scenario:
    """The scenario itself, loaded if it is named."""
    from sim.scenario.load import load
    from sim.scenario.scenario import Scenario

    return scenario if isinstance(scenario, Scenario) else load(scenario)


def simulate_table(table: SeatedGame, chosen: tuple[Agent, Agent], runs: int, seed: int) -> SimulatedRuns:
    """Play a game that is set up.

    Parameters
    ----------
    chosen : pair of Agent
        Who plays.
    runs, seed : int
        How often, and what chance draws.
    """
    ready = chosen[0].prepare(table, 0), chosen[1].prepare(table, 1)
    one, two = (float(width) for width in table.solutions.game.scale)
    played = play(table, ready, runs, seed)
    return SimulatedRuns(table.scenario, chosen, played, seed, _expected(table, chosen), (one, two))


def _expected(table: SeatedGame, agents: tuple[Agent, Agent]) -> tuple[float, float] | None:
    """What both get in the solution of which each plays its part; None if they do not play the same one."""
    one, two = agents
    if one != two:
        return None
    if isinstance(one, EquilibriumAgent):
        return table.solutions.equilibrium(one.select).values
    if isinstance(one, QuantalResponse):
        return table.solutions.quantal(float(one.precision)).values
    return None
