"""Commands in which agents play: many runs of one pairing, and everybody against everybody."""

from __future__ import annotations

from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.app import app
from sim.cli.options import File, Force, Json, Out, Quiet, Settings, TimeLimit
from sim.cli.work import PICTURES, FailureError, as_json, check_out, deliver, load_scenario, refusal, write_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from sim.scenario.scenario import Scenario

Own = Annotated[
    Path | None,
    typer.Option(
        "--agents", metavar="FILE.py", help="Python file with agents of your own; it is run.", show_default=False
    ),
]
Runs = Annotated[int, typer.Option("--runs", metavar="N", min=2, max=10_000_000, help="How often each game is played.")]
Draws = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="What chance draws; any whole number.")]


@app.command()
def simulate(
    file: File,
    settings: Settings = [],  # noqa: B006
    agent: Annotated[
        list[str],
        typer.Option(
            "--agent",
            metavar="PLAYER=AGENT",
            help="Who plays a side, options behind commas as in nk=grit,waits=3; repeatable.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    agents: Own = None,
    runs: Runs = 10_000,
    seed: Draws = 1,
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    time_limit: TimeLimit = 60.0,
    force: Force = False,
) -> None:
    """Let agents play a concession scenario many times.

    \b
    detente simulate relief-first
    detente simulate action-for-action --agent nk=grim --out runs.png
    """
    from sim.show.studies.simulation import simulation_document, simulation_line, simulation_rows, simulation_story

    check_out(out, force, (".txt", ".json", ".csv", *PICTURES))
    choices = _choices(agent)
    scenario = load_scenario(file, settings)

    def work() -> Any:
        from sim.agents.choose import known_agents, load_agents
        from sim.agents.seated_game import Solutions
        from sim.agents.simulation.simulation import simulate as play

        known = known_agents(load_agents(agents) if agents else ())
        return play(scenario, choices, runs, seed, known, Solutions(scenario, time_limit))

    result = _played(scenario, work)

    def draw() -> Figure:
        from sim.show.studies.draw_simulation import trajectories

        return trajectories(result)

    told = simulation_line(result) if quiet else simulation_story(result)
    _hand_out(scenario, out, json, quiet, told, simulation_document(result), lambda: simulation_rows(result), draw)


@app.command()
def tournament(
    file: File,
    settings: Settings = [],  # noqa: B006
    agents: Own = None,
    runs: Runs = 1_000,
    seed: Draws = 1,
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    time_limit: TimeLimit = 60.0,
    force: Force = False,
) -> None:
    """Let every agent play every agent in both seats, and rank them.

    \b
    detente tournament action-for-action
    detente tournament my.yaml --agents my_agents.py --out heat.png
    """
    from sim.show.studies.tournament import tournament_document, tournament_line, tournament_rows, tournament_story

    check_out(out, force, (".txt", ".json", ".csv", *PICTURES))
    scenario = load_scenario(file, settings)

    def work() -> Any:
        from sim.agents.choose import known_agents, load_agents
        from sim.agents.simulation.tournament import tournament as play

        known = known_agents(load_agents(agents) if agents else ())
        return play(scenario, list(known.values()), runs, seed, time_limit)

    result = _played(scenario, work)

    def draw() -> Figure:
        from sim.show.studies.draw_tournament import heat_maps

        return heat_maps(result)

    told = tournament_line(result) if quiet else tournament_story(result)
    _hand_out(scenario, out, json, quiet, told, tournament_document(result), lambda: tournament_rows(result), draw)


def _choices(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        player, sign, name = (part.strip() for part in pair.partition("="))
        if not sign or not player or not name:
            raise FailureError(f"--agent expects PLAYER=AGENT, found '{pair}'", 2)
        found[player] = name
    return found


def _played(scenario: Scenario, work: Callable[[], Any]) -> Any:
    """What a game of agents comes to; whatever goes wrong is told on standard error."""
    from sim.errors import (
        AgentError,
        GameTooLargeError,
        NoEquilibriumFoundError,
        NoQuantalResponseError,
        TimeLimitError,
    )

    try:
        return work()
    except AgentError as error:
        raise FailureError(str(error)) from None
    except ValueError as error:
        raise FailureError(f"{scenario.file}: {error}") from None
    except TimeLimitError as error:
        raise FailureError(
            f"{scenario.file}: {error}; allow more with --time-limit, or make the game smaller"
        ) from None
    except (NoEquilibriumFoundError, NoQuantalResponseError) as error:
        raise FailureError(f"{scenario.file}: {error}") from None
    except GameTooLargeError as error:
        raise refusal(scenario, "horizon", str(error)) from None


def _hand_out(
    scenario: Scenario,
    out: Path | None,
    json: bool,
    quiet: bool,
    told: str,
    document: dict[str, Any],
    rows: Callable[[], str],
    draw: Callable[[], Figure],
) -> None:
    """Write what was asked for, and print the story beside a file that is none."""
    suffix = out.suffix.lower() if out is not None else ""
    if out is not None:
        write_result(out, scenario.title, draw, told, {".json": lambda: as_json(document), ".csv": rows})
    if json:
        deliver(as_json(document), None)
    elif out is None or not (quiet or suffix == ".txt"):
        deliver(told, None)
