"""The command that asks under which numbers what was seen could have been seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import Delivery
from sim.cli.failures import FailureError, answering
from sim.cli.loading import STANDARD_INPUT, load_game, standard_input
from sim.cli.options import File, Force, OnePoint, Settings, WholeLimit
from sim.deadline import within
from sim.show.formats import PICTURES
from sim.study.options import TIME_LIMIT
from sim.study.require.options import LEAST_POINTS, MOST_POINTS
from sim.study.seen.options import MOST_DRAWS, SeenOptions


@app.command("explain-data")
@delivering
def explain_data(
    file: File,
    observed: Annotated[
        str,
        typer.Argument(
            metavar="OBSERVED",
            help="What was seen: a file with a course of talks (or - for standard input), the name of a bundled one, "
            "or a folder with the records of a class.",
            show_default=False,
        ),
    ],
    parameters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PARAMETER",
            help="Parameters to move, each as NAME or NAME=FROM:TO; by default all that have a range in the file.",
            show_default=False,
        ),
    ] = None,
    two: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--two",
            metavar="A B",
            help="The parameters of the map; by default the two that matter most.",
            show_default=False,
        ),
    ] = SeenOptions.two,
    points: Annotated[
        int,
        typer.Option(
            "--points",
            metavar="N",
            min=LEAST_POINTS,
            max=MOST_POINTS,
            help="Values along ranges that cannot be gone through exactly.",
        ),
    ] = SeenOptions.points,
    draws: Annotated[
        int,
        typer.Option("--draws", metavar="N", min=0, max=MOST_DRAWS, help="Points drawn from all ranges; 0 for none."),
    ] = SeenOptions.draws,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Of the draws.")] = SeenOptions.seed,
    settings: Settings = [],  # noqa: B006 - typer copies it
    delivery: Delivery = PLAIN,
    time_limit: WholeLimit = TIME_LIMIT,
    point_limit: OnePoint = SeenOptions.point_limit,
    force: Force = False,
) -> None:
    """Say under which numbers what was seen is the course of an equilibrium, or the choices of a class are likeliest.

    \b
    detente explain-data stalled autumn-2018
    detente explain-data action-for-action autumn-2018 leakage relief_cost --two leakage relief_cost
    detente explain-data chicken sessions
    """
    from sim.api.seen.explained import explain_data as explained

    delivery = replace(delivery, json_beside=(".txt", *PICTURES))
    delivery.check((".txt", ".json", *PICTURES), force)
    options = SeenOptions(points, two, draws, seed, time_limit, point_limit)
    with within(time_limit):
        text, name = _piped(file, observed)
        game = load_game(file, settings)
        with answering(game.scenario, instead="name fewer parameters"):
            found = explained(game.scenario, name, parameters or (), options, text)
    delivery.one(found)


def _piped(file: str, observed: str) -> tuple[bytes | None, str]:
    """What was seen where it is piped in, and the name to show for it."""
    if observed != "-":
        return None, observed
    if file == "-":
        raise FailureError("the scenario and what was seen cannot both come from standard input; name one of them", 2)
    from sim.scenario.course.file import MAX_BYTES

    return standard_input(MAX_BYTES), STANDARD_INPUT
