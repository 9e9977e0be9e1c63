"""A game as Python users hold it: loaded from a file, with other numbers if wanted, and solved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sim.api.result import Result
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Game:
    """A loaded scenario.

    Parameters
    ----------
    scenario : Scenario
        The checked scenario.
    """

    scenario: Scenario

    def solve(
        self,
        concept: str | None = None,
        *,
        select: str = "payoff-dominant",
        time_limit: float | None = 60.0,
        every: bool = False,
        seed: int = 0,
    ) -> Result:
        """Solve the game.

        Parameters
        ----------
        concept : str, optional
            The solution concept; by default the first of the scenario's form.
        select : str
            The selection rule where a stage game has several equilibria.
        time_limit : float or None
            Seconds after which an enumeration is given up.
        every : bool
            Find all subgame-perfect equilibria.
        seed : int
            What is drawn by chance where a solver draws.

        Raises
        ------
        AskError
            If the concept, the rule or ``every`` is not for this scenario.
        TimeLimitError, NoEquilibriumFoundError, TreeTooLargeError, PerfectRecallError, GameTooLargeError
            If the game cannot be solved.
        """
        from sim.api.result import Result
        from sim.engine.ask import solve

        return Result(self.scenario, solve(self.scenario, concept, select, time_limit, every, seed))


def load(name: str | Path, **settings: float | str) -> Game:
    """Load a scenario.

    Parameters
    ----------
    name : str or Path
        A file, or the name of a bundled scenario such as ``"action-for-action"``.
    **settings : float or str
        Parameters to set, as numbers or as expressions.

    Raises
    ------
    ScenarioError
        If the file cannot be read or has mistakes; the message lists all of them with line and column.
    """
    from sim.scenario.load import load as load_scenario

    return Game(load_scenario(str(name), {key: str(value) for key, value in settings.items()}))
