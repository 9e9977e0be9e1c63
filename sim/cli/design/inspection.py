"""The command that asks how much inspection a roadmap needs, and how much is accepted."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import Delivery
from sim.cli.failures import answering
from sim.cli.loading import load_game
from sim.cli.options import Changes, File, Force, Settings, WholeLimit
from sim.deadline import within
from sim.show.formats import PICTURES
from sim.study.inspection.options import LEAST_POINTS, MOST_POINTS, InspectionOptions
from sim.study.options import TIME_LIMIT


@app.command()
@delivering
def inspection(
    file: File,
    parameters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PARAMETER",
            help="Parameters of inspection, each as NAME or NAME=FROM:TO; by default those with a range that a chance "
            "of discovery hangs on.",
            show_default=False,
        ),
    ] = None,
    roadmap: Annotated[
        str | None,
        typer.Option(
            "--roadmap",
            metavar="NAME",
            help="Which order of the steps: a roadmap of the file, a standard one, 'best', or the steps themselves as "
            "in 'nk.freeze, us.relief, nk.site' ('+' for one round); by default the file's first, else the best that "
            "keeps to 'after'.",
            show_default=False,
        ),
    ] = InspectionOptions.roadmap,
    points: Annotated[
        int,
        typer.Option(
            "--points", metavar="N", min=LEAST_POINTS, max=MOST_POINTS, help="Values along each range, looked at first."
        ),
    ] = InspectionOptions.points,
    settings: Settings = [],  # noqa: B006 - typer copies it
    changes: Changes = [],  # noqa: B006
    delivery: Delivery = PLAIN,
    time_limit: WholeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Say how much inspection a roadmap needs so that nobody fakes, and how much is accepted.

    \b
    detente inspection intrusion
    detente inspection intrusion intrusion exposure --roadmap together
    detente inspection covert-production --roadmap "nk.freeze, us.relief, nk.site"
    """
    from sim.api.inspection.inspected import Inspected

    delivery = replace(delivery, json_beside=(".txt", *PICTURES))
    delivery.check((".txt", ".json", *PICTURES), force)
    options = InspectionOptions(roadmap, points, time_limit)
    with within(time_limit):
        game = load_game(file, settings, changes=changes)
        with answering(game.scenario, instead="take fewer --points"):
            found = Inspected.ask(game.scenario, parameters or (), options)
    delivery.one(found)
