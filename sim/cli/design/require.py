"""The command that asks which smallest changes make a verdict true, or undo it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import Delivery
from sim.cli.failures import answering
from sim.cli.loading import load_game
from sim.cli.options import Changes, File, Force, OnePoint, Settings, WholeLimit
from sim.cli.upkeep.shell.completing import complete_parameters
from sim.deadline import within
from sim.show.formats import PICTURES
from sim.study.options import TIME_LIMIT
from sim.study.require.options import LEAST_POINTS, MOST_POINTS, RequireOptions


@app.command()
@delivering
def require(
    file: File,
    claim: Annotated[
        str,
        typer.Argument(
            metavar="CLAIM",
            help="What is claimed: 'deal', 'deal by 6', 'no breakdown', 'us.step before nk.other', 'payoff us >= -1'.",
            show_default=False,
        ),
    ],
    parameters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PARAMETER",
            autocompletion=complete_parameters,
            help="Parameters to move, each as NAME or NAME=FROM:TO; by default all that have a range in the file.",
            show_default=False,
        ),
    ] = None,
    be: Annotated[
        Literal["certain", "possible"] | None,
        typer.Option(
            "--be",
            help="What the claim is to be: certain, in every equilibrium, or possible, in some; by default every "
            "change of its word is told.",
            show_default=False,
        ),
    ] = RequireOptions.be,
    two: Annotated[
        tuple[str, str] | None,
        typer.Option("--two", metavar="A B", help="Also move two parameters together.", show_default=False),
    ] = RequireOptions.two,
    jointly: Annotated[
        bool,
        typer.Option("--jointly/--no-jointly", help="Also move all parameters together."),
    ] = RequireOptions.jointly,
    points: Annotated[
        int,
        typer.Option(
            "--points", metavar="N", min=LEAST_POINTS, max=MOST_POINTS, help="Values along each range, looked at first."
        ),
    ] = RequireOptions.points,
    settings: Settings = [],  # noqa: B006 - typer copies it
    changes: Changes = [],  # noqa: B006
    delivery: Delivery = PLAIN,
    time_limit: WholeLimit = TIME_LIMIT,
    point_limit: OnePoint = RequireOptions.point_limit,
    force: Force = False,
) -> None:
    """Say which smallest changes make a verdict true, or undo it: numbers, or a rule of the game.

    \b
    detente require action-for-action deal
    detente require stalled "deal" --be certain
    detente require action-for-action "payoff us >= -1.5" leakage relief_cost --two leakage relief_cost
    """
    from sim.api.design.require import Requirement

    delivery = replace(delivery, json_beside=(".txt", *PICTURES))
    delivery.check((".txt", ".json", *PICTURES), force)
    options = RequireOptions(be, points, two, jointly, time_limit, point_limit)
    with within(time_limit):
        game = load_game(file, settings, changes=changes)
        with answering(game.scenario, instead="name fewer parameters"):
            found = Requirement.ask(game.scenario, claim, parameters or (), options)
    delivery.one(found)
