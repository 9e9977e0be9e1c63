"""Agents at play: many runs of one pairing, and everybody against everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.api.answer import Study
from sim.api.table import Table, share
from sim.deadline import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.agents.agent import Agent
    from sim.agents.packages.runs import PackageRuns
    from sim.agents.simulation.simulation import SimulatedRuns
    from sim.agents.simulation.tournament import RankedPairings
    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief
    from sim.study.options import SimulationOptions, TournamentOptions


class Simulation(Study):
    """Many runs between two agents."""

    asks = "Agents at play"

    found: SimulatedRuns

    @classmethod
    def ask(
        cls,
        scenario: Scenario,
        agents: Mapping[str, str | Agent],
        options: SimulationOptions,
        own: Iterable[type[Agent]] = (),
    ) -> Simulation:
        """Let agents play a scenario many times.

        Parameters
        ----------
        agents : mapping of str to str or Agent
            Who plays, by player; by default what the file says.
        own : iterable of type
            Classes of agents that can be named beside the built-in ones.
        """
        if scenario.kind == "issues":
            from sim.agents.packages.runs import package_agents, simulate_packages

            known = package_agents(own)
            with within(options.time_limit):
                runs = simulate_packages(scenario, agents, options.runs, options.seed, known, options.time_limit)
                return PackageSimulation(scenario, runs)
        from sim.agents.choose import known_agents
        from sim.agents.seated_game import Solutions
        from sim.agents.simulation.simulation import simulate

        solutions = Solutions(scenario, options.time_limit)
        with within(options.time_limit):
            return cls(scenario, simulate(scenario, agents, options.runs, options.seed, known_agents(own), solutions))

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
        """How the runs ended: kind, what became of the agreement, share of the runs, and mean round, counted from 1."""
        rows = tuple((e["kind"], e["agreement"], share(e["share"]), e["mean_round"] + 1) for e in self._data["endings"])
        return Table("Endings", ("ending", "agreement", "share", "mean_round"), rows)

    @property
    def brief(self) -> Brief:
        """What ``detente simulate`` shows on a terminal."""
        from sim.show.studies.briefs import simulation_brief

        return simulation_brief(self.found)

    @property
    def csv(self) -> str:
        """All runs as comma-separated values."""
        from sim.show.studies.simulation import simulation_rows

        return simulation_rows(self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.studies.simulation import simulation_text

        return simulation_text(self.found)

    def plot(self) -> Picture:
        """Draw how many steps stand as the runs go on."""
        from sim.show.studies.draw_simulation import trajectories

        return self._picture(lambda: trajectories(self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.simulation import simulation_line

        return simulation_line(self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.simulation import simulation_document

        return simulation_document(self.found)


class PackageSimulation(Simulation):
    """Many runs of offers of packages between two agents."""

    found: PackageRuns  # type: ignore[assignment]

    @property
    def endings(self) -> Table:
        """How the runs ended: kind and share of the runs."""
        return Table(
            "Endings", ("ending", "share"), tuple((e["kind"], share(e["share"])) for e in self._data["endings"])
        )

    @property
    def brief(self) -> Brief:
        """What ``detente simulate`` shows on a terminal."""
        from sim.show.issues.runs import package_runs_brief

        return package_runs_brief(self.found)

    @property
    def csv(self) -> str:
        """All runs as comma-separated values."""
        from sim.show.issues.runs import package_runs_rows

        return package_runs_rows(self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.issues.runs import package_runs_text

        return package_runs_text(self.found)

    def plot(self) -> Picture:
        """Draw the offers of the likeliest run among all that packages pay."""
        from sim.show.issues.draw_runs import offers_made

        return self._picture(lambda: offers_made(self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.issues.runs import package_runs_line

        return package_runs_line(self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.issues.runs import package_runs_document

        return package_runs_document(self.found)


class Tournament(Study):
    """Every agent against every agent in both seats."""

    asks = "Everybody against everybody"

    found: RankedPairings

    @classmethod
    def ask(cls, scenario: Scenario, options: TournamentOptions, own: Iterable[type[Agent]] = ()) -> Tournament:
        """Let all agents play each other.

        Parameters
        ----------
        own : iterable of type
            Classes of agents that take part beside the built-in ones.
        """
        if scenario.kind == "issues":
            from sim.agents.packages.runs import package_field, package_tournament

            field = package_field(own)
            with within(options.time_limit):
                return cls(
                    scenario, package_tournament(scenario, field, options.runs, options.seed, options.time_limit)
                )
        from sim.agents.choose import known_agents
        from sim.agents.simulation.tournament import tournament

        agents = list(known_agents(own).values())
        with within(options.time_limit):
            return cls(scenario, tournament(scenario, agents, options.runs, options.seed, options.time_limit))

    @property
    def table(self) -> Table:
        """The ranking; scores are shares of the payoff range, 0 the least and 1 the most."""
        players = self.scenario.players
        rows = tuple((s.rank, s.agent, s.score, *s.seats) for s in self.found.ranking)
        heads = ("rank", "agent", "score", *(f"as {player.name}" for player in players))
        return Table("Ranking", ("rank", "agent", "score", *(player.id for player in players)), rows, heads)

    @property
    def brief(self) -> Brief:
        """What ``detente tournament`` shows on a terminal."""
        from sim.show.studies.briefs import tournament_brief

        return tournament_brief(self.found)

    @property
    def csv(self) -> str:
        """All pairings as comma-separated values."""
        from sim.show.studies.tournament import tournament_rows

        return tournament_rows(self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.studies.tournament import tournament_text

        return tournament_text(self.found)

    def plot(self) -> Picture:
        """Draw what each agent gets from each."""
        from sim.show.studies.draw_tournament import heat_maps

        return self._picture(lambda: heat_maps(self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.tournament import tournament_line

        return tournament_line(self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.tournament import tournament_document

        return tournament_document(self.found)
