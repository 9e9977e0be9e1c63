"""Answers beyond a solution: roadmaps, first steps, simulations, tournaments, maps and sensitivities; and sweeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.api.answer import Answer
from sim.api.table import LabelledNumber, Table
from sim.show.text.words import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from matplotlib.figure import Figure
    from xarray import Dataset

    from sim.agents.agent import Agent
    from sim.agents.simulation.simulation import SimulatedRuns as Runs
    from sim.agents.simulation.tournament import RankedPairings as Pairings
    from sim.api.picture import Picture
    from sim.engine.roadmaps.study import RoadmapStudy
    from sim.scenario.scenario import Scenario
    from sim.study.first_steps import FirstStepStudy
    from sim.study.maps.regimes import RegimeMap
    from sim.study.maps.sensitivity import Influences as Influences


@dataclass(frozen=True, eq=False, repr=False)
class Study(Answer):
    """An answer that was found for a scenario.

    Parameters
    ----------
    found : object
        What was found, as the engine holds it.
    """

    scenario: Scenario
    found: Any

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.title!r}: {self.headline}>"

    def _picture(self, draw: Callable[[], Figure]) -> Picture:
        from sim.api.picture import Picture

        title = f"{self.title}: {type(self).__name__.lower()}"
        return Picture(title, f"{title}. {self.headline}", draw)


class Roadmaps(Study):
    """How patient each side must be for which order of the steps, and the best of all orders."""

    found: RoadmapStudy

    @property
    def table(self) -> Table:
        """A row for each order: the least patience that it asks of each player, and whether both have it."""
        from sim.show.roadmaps.words import label, patience

        rows = tuple(
            (
                label(self.found, entry),
                *(None if t is None else LabelledNumber(float(t), patience(t)) for t in entry.roadmap.thresholds),
                entry.roadmap.self_enforcing,
                entry.keeps_prerequisites,
            )
            for entry in self.found.entries
        )
        players = self.scenario.players
        keys = ("order", players[0].id, players[1].id, "holds", "allowed")
        heads = ("order", players[0].name, players[1].name, "holds", "keeps to 'after'")
        return Table("Patience that each order asks for", keys, rows, heads, "never")

    @property
    def story(self) -> str:
        """What ``detente roadmaps`` tells."""
        from sim.show.roadmaps.roadmaps import roadmap_story

        return roadmap_story(self.scenario, self.found)

    def plot(self) -> Picture:
        """Draw the orders on the lattice of steps."""
        from sim.show.roadmaps.draw_roadmaps import draw_roadmaps

        return self._picture(lambda: draw_roadmaps(self.scenario, self.found))

    def _line(self) -> str:
        from sim.show.roadmaps.roadmaps import roadmap_line

        return roadmap_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.roadmaps.document import roadmap_document

        return roadmap_document(self.scenario, self.found)

    def _sure(self) -> tuple[str, ...]:
        return ("Certified." if self.found.certified else "Not certified.",)


class FirstSteps(Study):
    """Which first steps tell hidden types apart, and how large they have to be."""

    found: FirstStepStudy

    @property
    def table(self) -> Table:
        """A row for each range of sizes at which types are told apart."""
        rows = tuple(
            (sized["name"], sized["now"], interval["from"], interval["to"])
            for sized in self._data["sizes"]
            for interval in sized["intervals"]
        )
        return Table("Sizes at which the first step tells the types apart", ("size of", "now", "from", "to"), rows)

    @property
    def story(self) -> str:
        """What ``detente reassurance`` tells."""
        from sim.show.reassurance.first_steps import first_steps_story

        return first_steps_story(self.found)

    def plot(self) -> Picture:
        """There is no picture of first steps.

        Raises
        ------
        AskError
            Always; solve the game and plot that.
        """
        from sim.errors import AskError

        raise AskError("view", "first steps have no picture; solve the game and plot the result")

    def _line(self) -> str:
        from sim.show.reassurance.first_steps import first_steps_line

        return first_steps_line(self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.reassurance.first_steps import first_steps_document

        return first_steps_document(self.found)


class Simulation(Study):
    """Many runs between two agents."""

    found: Runs

    @property
    def table(self) -> Table:
        """A row for each player: its agent, its mean payoff with a 95% interval, and what the engine expects."""
        data = self._data
        rows = tuple(
            (
                player.name,
                data["agents"][player.id],
                *(data["payoffs"][player.id][key] for key in ("mean", "low", "high")),
                None if data["expected"] is None else data["expected"][player.id],
            )
            for player in self.scenario.players
        )
        return Table("Payoffs", ("player", "agent", "mean", "low", "high", "expected"), rows)

    @property
    def endings(self) -> Table:
        """How the runs ended: kind, share of the runs, and mean round, counted from 1."""
        rows = tuple((e["kind"], _share(e["share"]), e["mean_round"] + 1) for e in self._data["endings"])
        return Table("Endings", ("ending", "share", "mean_round"), rows)

    @property
    def story(self) -> str:
        """What ``detente simulate`` tells."""
        from sim.show.studies.simulation import simulation_story

        return simulation_story(self.found)

    def plot(self) -> Picture:
        """Draw how many steps stand as the runs go on."""
        from sim.show.studies.draw_simulation import trajectories

        return self._picture(lambda: trajectories(self.found))

    def _line(self) -> str:
        from sim.show.studies.simulation import simulation_line

        return simulation_line(self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.simulation import simulation_document

        return simulation_document(self.found)


class Tournament(Study):
    """Every agent against every agent in both seats."""

    found: Pairings

    @property
    def table(self) -> Table:
        """The ranking; scores are shares of the payoff range, 0 the least and 1 the most."""
        players = self.scenario.players
        rows = tuple((s.rank, s.agent, s.score, *s.seats) for s in self.found.ranking)
        heads = ("rank", "agent", "score", *(f"as {player.name}" for player in players))
        return Table("Ranking", ("rank", "agent", "score", *(player.id for player in players)), rows, heads)

    @property
    def story(self) -> str:
        """What ``detente tournament`` tells."""
        from sim.show.studies.tournament import tournament_story

        return tournament_story(self.found)

    def plot(self) -> Picture:
        """Draw what each agent gets from each."""
        from sim.show.studies.draw_tournament import heat_maps

        return self._picture(lambda: heat_maps(self.found))

    def _line(self) -> str:
        from sim.show.studies.tournament import tournament_line

        return tournament_line(self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.tournament import tournament_document

        return tournament_document(self.found)


@dataclass(frozen=True, eq=False, repr=False)
class Map(Study):
    """Over which values of two parameters it ends in which way."""

    found: RegimeMap
    select: str

    @property
    def table(self) -> Table:
        """A row for each way to end: its words, and its share of the map."""
        rows = tuple((regime["words"], _share(regime["share"])) for regime in self._data["regimes"])
        return Table("Endings on the map", ("ending", "share"), rows)

    @property
    def story(self) -> str:
        """What ``detente map`` tells."""
        from sim.show.studies.map import map_story

        return map_story(self.scenario, self.found, self.select)

    def plot(self) -> Picture:
        """Draw the map."""
        from sim.show.studies.draw_map import draw_map

        return self._picture(lambda: draw_map(self.scenario, self.found))

    def _line(self) -> str:
        from sim.show.studies.map import map_line

        return map_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.map_document import map_document

        return map_document(self.scenario, self.found, self.select)


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity(Study):
    """Which parameter the ending hangs on most."""

    found: Influences
    select: str
    output: str

    @property
    def table(self) -> Table:
        """A row for each parameter, the most influential first: the share of its range that changes the ending."""
        rows = tuple(
            (p["name"], p["value"], p["min"], p["max"], _share(p["deal_turns"]), _share(p["ending_changes"]))
            for p in self._data["parameters"]
        )
        keys = ("name", "value", "min", "max", "deal_turns", "ending_changes")
        heads = ("parameter", "value", "from", "to", "deal turns", "ending changes")
        return Table("Share of each range over which something changes", keys, rows, heads)

    @property
    def story(self) -> str:
        """What ``detente sensitivity`` tells."""
        from sim.show.studies.sensitivity import sensitivity_story

        return sensitivity_story(self.scenario, self.found, self.output)

    def plot(self) -> Picture:
        """Draw what each parameter does, and the variance shares."""
        from sim.show.studies.draw_sensitivity import draw_sensitivity

        return self._picture(lambda: draw_sensitivity(self.scenario, self.found, self.output))

    def _line(self) -> str:
        from sim.show.studies.sensitivity import sensitivity_line

        return sensitivity_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.sensitivity import sensitivity_document

        return sensitivity_document(self.scenario, self.found, self.select)


def _share(value: float) -> LabelledNumber:
    return LabelledNumber(value, percent(value))


def simulated(
    scenario: Scenario, agents: Mapping[str, str | Agent], runs: int, seed: int, time_limit: float | None
) -> Simulation:
    """Let agents play a scenario many times; see `Game.simulate`."""
    from sim.agents.seated_game import Solutions
    from sim.agents.simulation.simulation import simulate

    return Simulation(scenario, simulate(scenario, agents, runs, seed, None, Solutions(scenario, time_limit)))


def played(
    scenario: Scenario, own: Iterable[type[Agent]], runs: int, seed: int, time_limit: float | None
) -> Tournament:
    """Let all agents play each other; see `Game.tournament`."""
    from sim.agents.choose import known_agents
    from sim.agents.simulation.tournament import tournament

    return Tournament(scenario, tournament(scenario, list(known_agents(own).values()), runs, seed, time_limit))


def swept(
    scenario: Scenario,
    axes: Iterable[str],
    samples: int | None,
    seed: int,
    select: str,
    roadmaps: bool,
    workers: int,
    time_limit: float | None,
) -> Dataset:
    """Solve a scenario at many points, and hold all results in memory; see `Game.sweep`."""
    import tempfile
    import warnings
    from pathlib import Path

    from sim.study.ask import ask_sweep
    from sim.study.sweeps.runner import StoppedError, run
    from sim.study.sweeps.store import Store, open_results

    made = ask_sweep(
        scenario, axes, samples=samples, seed=seed, select=select, time_limit=time_limit, roadmaps=roadmaps
    )
    parameters = {parameter.name: parameter for parameter in scenario.parameters}
    about = {"title": scenario.title, "file": scenario.file, "player_names": [p.name for p in scenario.players]}
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        store = Store.create(Path(folder) / "sweep.zarr", made, about, parameters)
        try:
            tally = run(store, workers=workers)
        except StoppedError:
            raise KeyboardInterrupt from None
        found = open_results(store.path).load()
    if tally.told:
        warnings.warn(f"{tally.told:,} points could not be solved; 'message' says why", stacklevel=3)
    return found
