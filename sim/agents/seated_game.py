"""The game as agents sit at it: compiled with the fakes that they may make, and what each of them sees where."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.observation import Observation
from sim.errors import AskError
from sim.games.concessions.fakes import as_seen
from sim.games.concessions.rounds import from_concessions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.quantal.induction import LatticeQuantal
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.scenario.scenario import Scenario


class Solutions:
    """Solutions of a scenario's game without fakes, each found when it is first asked for.

    Parameters
    ----------
    scenario : Scenario
        A concession scenario.
    time_limit : float or None
        Seconds after which a solution is given up.
    """

    def __init__(self, scenario: Scenario, time_limit: float | None = 60.0) -> None:
        self.scenario, self.time_limit = scenario, time_limit
        self._perfect: dict[str, PerfectSolution | MarkovSolution] = {}
        self._quantal: dict[float, LatticeQuantal] = {}

    @cached_property
    def game(self) -> StochasticGame:
        """The game."""
        return from_concessions(self.scenario)

    def equilibrium(self, select: str) -> PerfectSolution | MarkovSolution:
        """Subgame-perfect with a last round, Markov perfect without; selected by a rule.

        Parameters
        ----------
        select : str
            The rule, as in ``--select``.

        Raises
        ------
        AskError
            If there is no such rule, or it is not for this game.
        """
        if select not in self._perfect:
            from sim.engine.concessions.markov_perfect.solution import solve_markov
            from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
            from sim.engine.selection import parse_rule

            rule = parse_rule(select, self.game.players)
            if self.game.horizon is not None:
                self._perfect[select] = solve_stochastic(self.game, rule, self.time_limit)
            elif rule.safest_first:
                raise AskError("select", "risk-dominant is for games with a last round; try another rule")
            else:
                self._perfect[select] = solve_markov(self.game, rule, self.time_limit)
        return self._perfect[select]

    def quantal(self, precision: float) -> LatticeQuantal:
        """The logit agent quantal response equilibrium at a precision.

        Parameters
        ----------
        precision : float
            Precision per unit of payoff.
        """
        if precision not in self._quantal:
            from sim.deadline import Deadline
            from sim.engine.concessions.quantal.induction import lattice_quantal

            self._quantal[precision] = lattice_quantal(self.game, precision, Deadline(self.time_limit))
        return self._quantal[precision]


class SeatedGame:
    """A game with two seats.

    Parameters
    ----------
    scenario : Scenario
        A concession scenario.
    fakes : pair of bool
        Which seats may fake steps.
    solutions : Solutions
        Solutions, shared by all tables of the scenario.
    """

    def __init__(self, scenario: Scenario, fakes: tuple[bool, bool], solutions: Solutions) -> None:
        self.scenario, self.solutions = scenario, solutions
        self.game = from_concessions(scenario, fakes) if any(fakes) else solutions.game
        self.seen = as_seen(self.game, solutions.game)
        self.complete: NDArray[np.bool_] = np.array([state.complete for state in self.game.states])
        self.steps: NDArray[np.intp] = np.array([[len(side) for side in state.stands] for state in self.game.states])
        self.faking: NDArray[np.bool_] = np.array([any(state.faked) for state in self.game.states])
        self._sights: dict[tuple[int, int, int, int], Observation | None] = {}
        self._alike: dict[tuple[tuple[int, int, int], int, tuple[str, ...]], Observation] = {}

    def sight(self, place: tuple[int, int, int], seat: int) -> Observation | None:
        """What a seat sees at a decision point; None where it does not move.

        Parameters
        ----------
        place : tuple of int
            Round of the cycle, phase and node.
        seat : int
            Who looks.
        """
        key = (*place, seat)
        if key not in self._sights:
            self._sights[key] = self._look(place, seat)
        return self._sights[key]

    def _look(self, place: tuple[int, int, int], seat: int) -> Observation | None:
        c, p, k = place
        node = self.game.cycle[c][p].nodes[k]
        if node.actions[seat] == ("",):
            return None
        state = self.game.states[node.state]
        like = (c, p, int(self.seen[c][p][k])), seat, state.faked[seat]
        if like not in self._alike:
            self._alike[like] = Observation(
                scenario=self.scenario,
                seat=seat,
                place=like[0],
                open=node.actions[seat],
                stands=(state.stands[seat], state.stands[1 - seat]),
                faked=state.faked[seat],
                complete=state.complete,
                leader="concede" if node.leader == "fake" else node.leader,
            )
        return self._alike[like]
