"""What can be asked of a game beyond its solution: orders of steps, agents at play, and many games at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xarray import Dataset

    from sim.agents.agent import Agent
    from sim.api.studies import FirstSteps, Map, Roadmaps, Sensitivity, Simulation, Tournament
    from sim.scenario.scenario import Scenario


class Questions:
    """The questions; whoever has a scenario can be asked them."""

    scenario: Scenario

    def roadmaps(
        self,
        *,
        punishment: Literal["snapback", "breakdown"] | None = None,
        parts: int = 1,
        frontier: int | None = None,
        time_limit: float | None = 60.0,
    ) -> Roadmaps:
        """Say in which order the steps can be taken so that nobody prefers to stop (concession games).

        Parameters
        ----------
        punishment : {"snapback", "breakdown"}, optional
            What follows when somebody leaves; by default what the file says.
        parts : int
            Cut each step into up to so many equal ones.
        frontier : int, optional
            Cut the frontiers of the search to so many points; by default they are not cut.
        time_limit : float or None
            Seconds after which the search is given up.

        Raises
        ------
        AskError
            If the game has no steps, or no breakdown to punish with.
        DetenteError
            If the search is too large.
        """
        from sim.api.studies import Roadmaps
        from sim.engine.solve import ask_roadmaps

        return Roadmaps(self.scenario, ask_roadmaps(self.scenario, punishment, parts, frontier, time_limit))

    def first_steps(
        self, *, by: str | None = None, select: str = "payoff-dominant", time_limit: float | None = 60.0
    ) -> FirstSteps:
        """Say which first steps tell hidden types apart, and the smallest that does.

        Parameters
        ----------
        by : str, optional
            The parameter that stands for the size of the first step; by default its effects are multiplied.
        select : str
            The selection rule.
        time_limit : float or None
            Seconds after which the search is given up.

        Raises
        ------
        DetenteError
            If the game hides no types, or cannot be studied.
        """
        from sim.api.studies import FirstSteps
        from sim.engine.solve import rule_of
        from sim.study.first_steps import study_first_steps

        return FirstSteps(
            self.scenario, study_first_steps(self.scenario, by, rule_of(self.scenario, select), time_limit)
        )

    def simulate(
        self, *, runs: int = 10_000, seed: int = 1, time_limit: float | None = 60.0, **agents: str | Agent
    ) -> Simulation:
        """Let agents play the game many times (concession games).

        Parameters
        ----------
        runs : int
            How often.
        seed : int
            What chance draws.
        time_limit : float or None
            Seconds for finding what an agent has to know.
        **agents : str or Agent
            Who plays, by player: an agent's name, with options as in ``"grit,waits=3"``, or an agent of your own. By
            default what the file says, else ``"equilibrium"``.

        Raises
        ------
        AgentError
            If there is no such agent, or an agent does what it cannot do.
        """
        from sim.api.studies import simulated

        return simulated(self.scenario, agents, runs, seed, time_limit)

    def tournament(
        self,
        own: Iterable[type[Agent]] = (),
        *,
        runs: int = 1_000,
        seed: int = 1,
        time_limit: float | None = 60.0,
    ) -> Tournament:
        """Let every agent play every agent in both seats, and rank them (concession games).

        Parameters
        ----------
        own : iterable of type
            Classes of agents of your own, which take part beside the built-in ones.
        runs : int
            How often each pairing is played.
        seed : int
            What chance draws.
        time_limit : float or None
            Seconds for finding what an agent has to know.

        Raises
        ------
        AgentError
            If an agent does what it cannot do.
        """
        from sim.api.studies import played

        return played(self.scenario, own, runs, seed, time_limit)

    def sweep(
        self,
        *axes: str,
        samples: int | None = None,
        seed: int = 0,
        select: str = "payoff-dominant",
        roadmaps: bool = False,
        workers: int = 1,
        time_limit: float | None = 60.0,
        **values: str | Iterable[float],
    ) -> Dataset:
        """Solve the game at every point of a grid or of random draws.

        Parameters
        ----------
        *axes : str
            Parameters as on the command line: ``"leakage=0:1:11"``, ``"leakage=0.1,0.4"``,
            ``"pressure=normal(3, 0.5)"``, or ``"leakage"`` for the range that the file gives it.
        samples : int, optional
            Draws of the parameters that are drawn; 1000 if nothing is said.
        seed : int
            Of the draws.
        select : str
            The selection rule.
        roadmaps : bool
            Keep the patience that each roadmap needs, too.
        workers : int
            Processes. With more than one a script has to keep what it does under ``if __name__ == "__main__":``.
        time_limit : float or None
            Seconds for one point that is solved by itself.
        **values : str or iterable of float
            The same with the parameter's name as keyword: ``leakage=[0.1, 0.4]`` or ``leakage="0:1:11"``.

        Returns
        -------
        xarray.Dataset
            In memory: ``payoff``, ``ending``, ``rounds``, ``equilibrium``, ``how`` and ``message``, with a dimension
            for each parameter with listed values, ``sample`` if any are drawn, and ``player``.

        Raises
        ------
        AxisError
            If a parameter or what it takes on cannot be used.
        AskError
            If something is asked for that the game has not.

        Warns
        -----
        UserWarning
            If points could not be solved; ``message`` says why.

        Examples
        --------
        >>> import sim
        >>> found = sim.load("dismantle-first").sweep(nk_patience=[0.85, 0.9])
        >>> found.ending.values.tolist()
        ['both take steps back', 'agreement']
        """
        from sim.api.studies import swept

        words = [*axes, *(_axis(name, told) for name, told in values.items())]
        return swept(self.scenario, words, samples, seed, select, roadmaps, workers, time_limit)

    def map(
        self,
        across: str,
        up: str,
        *,
        grid: int = 25,
        precision: float = 1e-3,
        most: int = 20_000,
        checks: int = 200,
        deals: bool = False,
        plain: bool = False,
        seed: int = 1,
        select: str = "payoff-dominant",
        time_limit: float | None = 60.0,
    ) -> Map:
        """Say over which values of two parameters it ends in which way.

        Parameters
        ----------
        across, up : str
            The parameters, each as NAME, NAME=FROM:TO or NAME=FROM:TO:POINTS.
        grid : int
            Points of the coarse grid along each axis.
        precision : float
            Share of a range to which boundaries are bisected.
        most : int
            Points after which the map is not refined further.
        checks : int
            Points drawn at random to test the map.
        deals : bool
            Tell deals apart by their round, and not the endings without one.
        plain : bool
            Tell apart only whether there is a deal.
        seed : int
            What chance draws.
        select : str
            The selection rule.
        time_limit : float or None
            Seconds for one point that is solved by itself.

        Raises
        ------
        RangeError
            If a parameter or its range cannot be used.
        AskError
            If something is asked for that the game has not, or nothing could be solved.
        """
        from sim.api.studies import Map
        from sim.study.ask import ask_map

        found = ask_map(
            self.scenario,
            across,
            up,
            grid=grid,
            precision=precision,
            most=most,
            checks=checks,
            deals=deals,
            plain=plain,
            seed=seed,
            select=select,
            time_limit=time_limit,
        )
        return Map(self.scenario, found, select)

    def sensitivity(
        self,
        *parameters: str,
        output: str | None = None,
        samples: int = 256,
        seed: int = 1,
        select: str = "payoff-dominant",
        time_limit: float | None = 60.0,
    ) -> Sensitivity:
        """Say which parameter the ending hangs on most: each by itself over its range, and all at once.

        Parameters
        ----------
        *parameters : str
            Each as NAME or NAME=FROM:TO; by default all that have a range in the file.
        output : str, optional
            Whose variance is told of: ``agreement``, ``round``, ``ending`` or ``payoff:PLAYER``.
        samples : int
            Base points of the variance shares, a power of two from 4 on; 0 for no shares.
        seed : int
            What chance draws.
        select : str
            The selection rule.
        time_limit : float or None
            Seconds for one point that is solved by itself.

        Raises
        ------
        RangeError
            If a parameter or its range cannot be used.
        AskError
            If something is asked for that the game has not, or nothing could be solved.
        """
        from sim.api.studies import Sensitivity
        from sim.study.ask import ask_sensitivity, output_of

        chosen = output_of(self.scenario, output)
        found = ask_sensitivity(
            self.scenario, parameters, samples=samples, seed=seed, select=select, time_limit=time_limit
        )
        return Sensitivity(self.scenario, found, select, chosen)


def _axis(name: str, told: str | Iterable[float]) -> str:
    return f"{name}={told if isinstance(told, str) else ','.join(repr(float(value)) for value in told)}"
