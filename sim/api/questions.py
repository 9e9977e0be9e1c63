"""What can be asked of a game beyond its solution: orders of steps, agents at play, and many games at once.

What the options of each question mean stands with their defaults in `sim.study.options`, from where it comes into the
docstrings here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from sim.api.design.questions import DesignQuestions
from sim.study.options import (
    MapOptions,
    ReassuranceOptions,
    RoadmapOptions,
    RobustOptions,
    SensitivityOptions,
    SimulationOptions,
    SweepOptions,
    TournamentOptions,
    takes,
)
from sim.study.preferences.options import PreferencesOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xarray import Dataset

    from sim.agents.agent import Agent
    from sim.api.agents import Simulation, Tournament
    from sim.api.calibrated import Calibrated
    from sim.api.maps import Map, Preferences, Sensitivity
    from sim.api.reassurance import FirstSteps
    from sim.api.roadmaps import Roadmaps
    from sim.api.robust import Robust
    from sim.scenario.scenario import Scenario


class Questions(DesignQuestions):
    """The questions; whoever has a scenario can be asked them."""

    scenario: Scenario

    @takes(RoadmapOptions)
    def roadmaps(
        self,
        *,
        punishment: Literal["snapback", "breakdown", "worst"] | None = RoadmapOptions.punishment,
        parts: int = RoadmapOptions.parts,
        frontier: int | None = RoadmapOptions.frontier,
        hazard: float | str | None = RoadmapOptions.hazard,
        walk_away: bool = RoadmapOptions.walk_away,
        time_limit: float | None = RoadmapOptions.time_limit,
    ) -> Roadmaps:
        """Say in which order the steps can be taken so that nobody prefers to stop (concession games).

        Raises
        ------
        AskError
            If the game has no steps, no breakdown that could follow, or no worst equilibrium that is found; or the
            hazard is no chance.
        DetenteError
            If the search is too large.
        """
        from sim.api.roadmaps import Roadmaps

        options = RoadmapOptions(
            punishment=punishment,
            parts=parts,
            frontier=frontier,
            hazard=hazard,
            walk_away=walk_away,
            time_limit=time_limit,
        )
        return Roadmaps.ask(self.scenario, options)

    @takes(ReassuranceOptions)
    def first_steps(
        self,
        *,
        by: str | None = ReassuranceOptions.by,
        select: str = ReassuranceOptions.select,
        time_limit: float | None = ReassuranceOptions.time_limit,
    ) -> FirstSteps:
        """Say which first steps tell hidden types apart, and the smallest that does.

        Raises
        ------
        DetenteError
            If the game hides no types, or cannot be studied.
        """
        from sim.api.reassurance import FirstSteps

        return FirstSteps.ask(self.scenario, ReassuranceOptions(by=by, select=select, time_limit=time_limit))

    @takes(RobustOptions)
    def robust(
        self,
        *,
        draws: int = RobustOptions.draws,
        spread: float = RobustOptions.spread,
        seed: int = RobustOptions.seed,
        select: str = RobustOptions.select,
        time_limit: float | None = RobustOptions.time_limit,
    ) -> Robust:
        """Say whether the answer holds under other rules, horizons, orders of moves, errors and payoffs.

        Raises
        ------
        AskError
            If the game is no concession game, or hides types.
        DetenteError
            If the game itself cannot be solved.

        Examples
        --------
        >>> import sim
        >>> found = sim.load("dismantle-first").robust(draws=0)
        >>> float(found.table["deal"][0])
        0.0
        """
        from sim.api.robust import Robust

        options = RobustOptions(draws=draws, spread=spread, seed=seed, select=select, time_limit=time_limit)
        return Robust.ask(self.scenario, options)

    @takes(PreferencesOptions)
    def preferences(
        self,
        *,
        stable: str | None = PreferencesOptions.stable,
        party: str | None = PreferencesOptions.party,
        statements: int | None = PreferencesOptions.statements,
        draws: int = PreferencesOptions.draws,
        seed: int = PreferencesOptions.seed,
        time_limit: float | None = PreferencesOptions.time_limit,
    ) -> Preferences:
        """Say how often each state is an equilibrium over preferences, or which preferences make one stable.

        Raises
        ------
        AskError
            If the scenario is no conflict over options, or has no such state or party.
        TimeLimitError
            If the time is up.

        Examples
        --------
        >>> import sim
        >>> found = sim.load("cuban-missiles").preferences(stable="nothing", party="us")
        >>> found.table["definition"]
        ('nash', 'gmr', 'smr', 'seq')
        """
        from sim.api.maps import Preferences

        return Preferences.ask(self.scenario, PreferencesOptions(stable, party, statements, draws, seed, time_limit))

    def calibrate(self, answers: Iterable[Mapping[str, Any]], *parameters: str) -> Calibrated:
        """Find parameters from what an analyst is indifferent between.

        Parameters
        ----------
        answers : iterable of mapping
            Each with ``player``, ``this`` and ``as_good_as``: an outcome throughout is as good for the player as
            another, or as the other in a ``share`` of the rounds, or ``after`` some rounds, with ``otherwise`` in the
            rest. An outcome of a concession game is ``"status_quo"``, ``"agreement"``, ``"breakdown"`` or a list of
            steps; of a matrix game an action of each side; of a tree the labels on the way to an end.
        *parameters : str
            Those to find; by default all numbers of the file on which the answers bear.

        Raises
        ------
        ScenarioError
            If an answer is none, with all that is wrong.
        AskError
            If there is nothing to find.

        Examples
        --------
        >>> import sim
        >>> said = {"player": "one", "this": ["hare", "stag"], "as_good_as": ["stag", "stag"], "share": "60%",
        ...         "otherwise": ["stag", "hare"]}
        >>> sim.load("stag-hunt").calibrate([said], "hare").parameters["value"]
        (2.4,)
        """
        from sim.api.calibrated import Calibrated
        from sim.study.calibrate.answers import as_answers
        from sim.study.calibrate.calibration import calibrate
        from sim.study.calibrate.outcomes import Outcomes

        said = as_answers([dict(answer) for answer in answers], Outcomes(self.scenario))
        return Calibrated(calibrate(self.scenario, said, parameters))

    @takes(SimulationOptions)
    def simulate(
        self,
        *,
        runs: int = SimulationOptions.runs,
        seed: int = SimulationOptions.seed,
        time_limit: float | None = SimulationOptions.time_limit,
        **agents: str | Agent,
    ) -> Simulation:
        """Let agents play the game many times (concession games).

        Parameters
        ----------
        **agents : str or Agent
            Who plays, by player: an agent's name, with options as in ``"grit,waits=3"``, or an agent of your own. By
            default what the file says, else ``"equilibrium"``.

        Raises
        ------
        AgentError
            If there is no such agent, or an agent does what it cannot do.
        """
        from sim.api.agents import Simulation

        return Simulation.ask(self.scenario, agents, SimulationOptions(runs=runs, seed=seed, time_limit=time_limit))

    @takes(TournamentOptions)
    def tournament(
        self,
        own: Iterable[type[Agent]] = (),
        *,
        runs: int = TournamentOptions.runs,
        seed: int = TournamentOptions.seed,
        time_limit: float | None = TournamentOptions.time_limit,
    ) -> Tournament:
        """Let every agent play every agent in both seats, and rank them (concession games).

        Parameters
        ----------
        own : iterable of type
            Classes of agents of your own, which take part beside the built-in ones.

        Raises
        ------
        AgentError
            If an agent does what it cannot do.
        """
        from sim.api.agents import Tournament

        return Tournament.ask(self.scenario, TournamentOptions(runs=runs, seed=seed, time_limit=time_limit), own)

    @takes(SweepOptions)
    def sweep(
        self,
        *axes: str,
        samples: int | None = SweepOptions.samples,
        seed: int = SweepOptions.seed,
        select: str = SweepOptions.select,
        roadmaps: bool = SweepOptions.roadmaps,
        verdict: bool = SweepOptions.verdict,
        workers: int = 1,
        time_limit: float | None = SweepOptions.time_limit,
        **values: str | Iterable[float],
    ) -> Dataset:
        """Solve the game at every point of a grid or of random draws.

        Parameters
        ----------
        *axes : str
            Parameters as on the command line: ``"leakage=0:1:11"``, ``"leakage=0.1,0.4"``,
            ``"pressure=normal(3, 0.5)"``, or ``"leakage"`` for the range that the file gives it.
        **values : str or iterable of float
            The same with the parameter's name as keyword: ``leakage=[0.1, 0.4]`` or ``leakage="0:1:11"``.
        workers : int
            Processes. With more than one a script has to keep what it does under ``if __name__ == "__main__":``.

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
        ['both hold out', 'agreement']
        """
        from sim.api.sweeps import swept

        words = [*axes, *(_axis(name, told) for name, told in values.items())]
        options = SweepOptions(
            samples=samples, seed=seed, select=select, roadmaps=roadmaps, verdict=verdict, time_limit=time_limit
        )
        return swept(self.scenario, words, options, workers)

    @takes(MapOptions)
    def map(
        self,
        across: str,
        up: str,
        *,
        grid: int = MapOptions.grid,
        precision: float = MapOptions.precision,
        most: int = MapOptions.most,
        checks: int = MapOptions.checks,
        deals: bool = MapOptions.deals,
        coarse: bool = MapOptions.coarse,
        every: bool = MapOptions.every,
        seed: int = MapOptions.seed,
        select: str = MapOptions.select,
        time_limit: float | None = MapOptions.time_limit,
        point_limit: float | None = MapOptions.point_limit,
    ) -> Map:
        """Say over which values of two parameters it ends in which way.

        Parameters
        ----------
        across, up : str
            The parameters, each as NAME, NAME=FROM:TO or NAME=FROM:TO:POINTS.

        Raises
        ------
        RangeError
            If a parameter or its range cannot be used.
        AskError
            If something is asked for that the game has not, or nothing could be solved.
        """
        from sim.api.maps import Map

        options = MapOptions(
            grid=grid,
            precision=precision,
            most=most,
            checks=checks,
            deals=deals,
            coarse=coarse,
            every=every,
            seed=seed,
            select=select,
            time_limit=time_limit,
            point_limit=point_limit,
        )
        return Map.ask(self.scenario, across, up, options)

    @takes(SensitivityOptions)
    def sensitivity(
        self,
        *parameters: str,
        output: str | None = SensitivityOptions.output,
        samples: int = SensitivityOptions.samples,
        seed: int = SensitivityOptions.seed,
        select: str = SensitivityOptions.select,
        time_limit: float | None = SensitivityOptions.time_limit,
        point_limit: float | None = SensitivityOptions.point_limit,
    ) -> Sensitivity:
        """Say which parameter the ending hangs on most: each by itself over its range, and all at once.

        Parameters
        ----------
        *parameters : str
            Each as NAME or NAME=FROM:TO; by default all that have a range in the file.

        Raises
        ------
        RangeError
            If a parameter or its range cannot be used.
        AskError
            If something is asked for that the game has not, or nothing could be solved.
        """
        from sim.api.maps import Sensitivity

        options = SensitivityOptions(output, samples, seed, select, time_limit, point_limit)
        return Sensitivity.ask(self.scenario, parameters, options)


def _axis(name: str, told: str | Iterable[float]) -> str:
    return f"{name}={told if isinstance(told, str) else ','.join(repr(float(value)) for value in told)}"
