"""Commands in which agents play: many runs of one pairing, and everybody against everybody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import FILES, Delivery
from sim.cli.failures import FailureError, answering
from sim.cli.loading import load_game
from sim.cli.options import Draws, File, Force, Settings, TimeLimit
from sim.deadline import within
from sim.study.options import TIME_LIMIT, SimulationOptions, TournamentOptions

if TYPE_CHECKING:
    from sim.agents.agent import Agent

Own = Annotated[
    Path | None,
    typer.Option(
        "--agents", metavar="FILE.py", help="Python file with agents of your own; it is run.", show_default=False
    ),
]
Runs = Annotated[int, typer.Option("--runs", metavar="N", min=2, max=10_000_000, help="How often each game is played.")]


@app.command()
@delivering
def simulate(
    file: File,
    settings: Settings = [],  # noqa: B006
    agent: Annotated[
        list[str],
        typer.Option(
            "--agent",
            metavar="PLAYER=AGENT",
            help="Who plays a side, options behind commas as in nk=grit,waits=3, or a program as in nk=./bot.py; "
            "repeatable.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    agents: Own = None,
    runs: Runs = SimulationOptions.runs,
    seed: Draws = SimulationOptions.seed,
    delivery: Delivery = PLAIN,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Let agents play a concession scenario, or bargain over packages, many times.

    \b
    detente simulate relief-first
    detente simulate action-for-action --agent nk=grim --out runs.png
    """
    from sim.api.agents import Simulation

    delivery = _delivery(delivery)
    delivery.check(FILES, force)
    choices = _choices(agent)
    with within(time_limit):
        game = load_game(file, settings)
        with answering(game.scenario, options=False):
            found = Simulation.ask(game.scenario, choices, SimulationOptions(runs, seed, time_limit), _own(agents))
    delivery.one(found)


@app.command()
@delivering
def tournament(
    file: File,
    settings: Settings = [],  # noqa: B006
    agents: Own = None,
    runs: Runs = TournamentOptions.runs,
    seed: Draws = TournamentOptions.seed,
    program: Annotated[
        list[str],
        typer.Option(
            "--program",
            metavar="COMMAND",
            help="A program that takes part, as in ./bot.py; repeatable.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    delivery: Delivery = PLAIN,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Let every agent play every agent in both seats, and rank them.

    \b
    detente tournament action-for-action
    detente tournament my.yaml --agents my_agents.py --out heat.png
    """
    from sim.api.agents import Tournament

    delivery = _delivery(delivery)
    delivery.check(FILES, force)
    with within(time_limit):
        game = load_game(file, settings)
        with answering(game.scenario, options=False):
            field = [*_own(agents), *_programs(program)]
            found = Tournament.ask(game.scenario, TournamentOptions(runs, seed, time_limit), field)
    delivery.one(found)


def _delivery(delivery: Delivery) -> Delivery:
    """Data are printed beside any file, the text beside all but its own unless that is too much."""
    beside = () if delivery.quiet else tuple(suffix for suffix in FILES if suffix != ".txt")
    return replace(delivery, beside=beside, json_beside=FILES)


def _own(file: Path | None) -> list[type[Agent]]:
    """The agents of a class's own file."""
    from sim.agents.choose import load_agents

    return load_agents(file) if file else []


def _programs(commands: list[str]) -> list[type[Agent]]:
    """Programs that take part."""
    from sim.agents.programs.agent import program_agent

    return [program_agent(command) for command in commands]


def _choices(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        player, sign, name = (part.strip() for part in pair.partition("="))
        if not sign or not player or not name:
            raise FailureError(f"--agent expects PLAYER=AGENT, found '{pair}'", 2)
        found[player] = name
    return found
