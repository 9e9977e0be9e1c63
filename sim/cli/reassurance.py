"""The command about reassurance: which first steps tell the sincere from those who play for time."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import Delivery
from sim.cli.failures import answering
from sim.cli.loading import load_game
from sim.cli.options import Files, Force, Select, Settings, TimeLimit
from sim.cli.upkeep.shell.completing import complete_parameters
from sim.deadline import within
from sim.study.options import SELECT, TIME_LIMIT, ReassuranceOptions


@app.command()
@delivering
def reassurance(
    files: Files,
    settings: Settings = [],  # noqa: B006 - typer copies it
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="PARAMETER",
            autocompletion=complete_parameters,
            help="The parameter that stands for the size of the first step; by default its effects are multiplied.",
            show_default=False,
        ),
    ] = ReassuranceOptions.by,
    select: Select = SELECT,
    delivery: Delivery = PLAIN,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Say which first steps tell hidden types apart, and the smallest that does.

    \b
    detente reassurance korea/reassurance
    detente reassurance korea/reassurance --by size --json
    """
    from sim.api.reassurance import FirstSteps

    delivery.check((".txt", ".json"), force)
    options = ReassuranceOptions(by, select, time_limit)

    def found(name: str) -> FirstSteps:
        with within(time_limit):
            game = load_game(name, settings)
            with answering(game.scenario, instead="", placed=False):
                return FirstSteps.ask(game.scenario, options)

    delivery.each(files, found)
