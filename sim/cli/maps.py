"""Commands that ask over which numbers a conclusion holds: regime maps, and what the ending hangs on."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import Delivery
from sim.cli.failures import FailureError, answering
from sim.cli.loading import load_game
from sim.cli.options import (
    Draws,
    File,
    Force,
    OnePoint,
    Samples,
    Select,
    Settings,
    WholeLimit,
)
from sim.cli.upkeep.shell.completing import complete_parameters
from sim.deadline import within
from sim.show.formats import PICTURES
from sim.study.options import SELECT, TIME_LIMIT, MapOptions, SensitivityOptions

FEWER = "have fewer points solved"
"""What helps, beside more time, where many points are solved."""

BESIDE = (".txt", *PICTURES)
"""Files beside which the data are printed where they are asked for."""


@app.command(name="map")
@delivering
def draw_regimes(
    file: File,
    parameters: Annotated[
        list[str],
        typer.Argument(
            metavar="ACROSS UP",
            autocompletion=complete_parameters,
            help="Two parameters, each as NAME, NAME=FROM:TO or NAME=FROM:TO:POINTS; by default from min to max.",
            show_default=False,
        ),
    ],
    settings: Settings = [],  # noqa: B006 - typer copies it
    grid: Annotated[
        int, typer.Option("--grid", metavar="N", min=2, max=1001, help="Points of the coarse grid along each axis.")
    ] = MapOptions.grid,
    precision: Annotated[
        float,
        typer.Option("--precision", metavar="SHARE", help="Share of a range to which boundaries are bisected."),
    ] = MapOptions.precision,
    most: Annotated[
        int, typer.Option("--points", metavar="N", min=4, help="Stop refining once this many points are solved.")
    ] = MapOptions.most,
    checks: Annotated[
        int, typer.Option("--check", metavar="N", min=0, max=100_000, help="Points drawn at random to test the map.")
    ] = MapOptions.checks,
    deals: Annotated[
        bool,
        typer.Option("--deals", help="Tell deals apart by their round, and the rest only by whether one was made."),
    ] = MapOptions.deals,
    coarse: Annotated[
        bool, typer.Option("--coarse", help="Tell apart only whether there is a deal, and if not whether one was made.")
    ] = MapOptions.coarse,
    every: Annotated[
        bool,
        typer.Option("--every", help="Tell apart where a deal is certain, possible or impossible over all equilibria."),
    ] = MapOptions.every,
    seed: Draws = MapOptions.seed,
    select: Select = SELECT,
    delivery: Delivery = PLAIN,
    time_limit: WholeLimit = TIME_LIMIT,
    point_limit: OnePoint = None,
    force: Force = False,
) -> None:
    """Draw over which values of two parameters it ends in which way, and how far the next boundary is.

    \b
    detente map action-for-action leakage pressure --out map.png
    detente map my.yaml leakage=0:0.5 pressure=1:4:41 --json
    """
    from sim.api.maps import Map

    delivery = replace(delivery, json_beside=BESIDE)
    delivery.check((".txt", ".json", *PICTURES), force)
    if len(parameters) != 2:
        raise FailureError(f"map: expected two parameters, found {len(parameters)}", 2)
    across, up = parameters
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
    with within(time_limit):
        game = load_game(file, settings)
        with answering(game.scenario, instead=FEWER):
            found = Map.ask(game.scenario, across, up, options)
    delivery.one(found)


@app.command()
@delivering
def sensitivity(
    file: File,
    parameters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PARAMETER]...",
            autocompletion=complete_parameters,
            help="Parameters to vary, each as NAME or NAME=FROM:TO; by default all that have a min and a max.",
            show_default=False,
        ),
    ] = None,
    settings: Settings = [],  # noqa: B006 - typer copies it
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            metavar="WHAT",
            help="Whose variance is told of: agreement, round, ending or payoff:PLAYER; by default agreement, where "
            "there are none ending.",
            show_default=False,
        ),
    ] = SensitivityOptions.output,
    samples: Samples = SensitivityOptions.samples,
    seed: Draws = SensitivityOptions.seed,
    select: Select = SELECT,
    delivery: Delivery = PLAIN,
    time_limit: WholeLimit = TIME_LIMIT,
    point_limit: OnePoint = None,
    force: Force = False,
) -> None:
    """Say which parameter the ending hangs on most: each by itself, and all at once.

    \b
    detente sensitivity action-for-action --out tornado.png
    detente sensitivity my.yaml leakage pressure --samples 64 --json
    """
    from sim.api.maps import Sensitivity

    delivery = replace(delivery, json_beside=BESIDE)
    delivery.check((".txt", ".json", *PICTURES), force)
    options = SensitivityOptions(output, samples, seed, select, time_limit, point_limit)
    with within(time_limit):
        game = load_game(file, settings)
        with answering(game.scenario, instead=FEWER):
            found = Sensitivity.ask(game.scenario, parameters or [], options)
    delivery.one(found)
