"""The command about many games at once: a scenario solved at every point of a study."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.failures import FailureError, answering
from sim.cli.loading import load_game
from sim.cli.options import File, Force, Out, PointLimit, Quiet, Select, Settings
from sim.cli.upkeep.shell.completing import complete_parameters
from sim.study.options import SELECT, TIME_LIMIT, SweepOptions


@app.command()
def sweep(
    file: File,
    axes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME=VALUES...",
            autocompletion=complete_parameters,
            help="FROM:TO:COUNT, or A,B,C, or a draw: normal(MEAN, SD), lognormal(MEAN, SD), uniform(LOW, HIGH), "
            "triangular(LOW, MODE, HIGH), beta(A, B). A name alone goes over the range that the file gives it. With "
            "--samples and no name, all that have a draw in the file.",
            show_default=False,
        ),
    ] = None,
    settings: Settings = [],  # noqa: B006 - typer copies it
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            metavar="N",
            min=1,
            help="Draws of the parameters that are drawn; 1000 if nothing is said. A name alone is drawn as the file "
            "says, else evenly over its range.",
            show_default=False,
        ),
    ] = SweepOptions.samples,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="Of the draws; any whole number.")
    ] = SweepOptions.seed,
    roadmaps: Annotated[
        bool, typer.Option("--roadmaps", help="Keep the patience that each roadmap needs, too (concessions).")
    ] = SweepOptions.roadmaps,
    verdict: Annotated[
        bool, typer.Option("--verdict", help="Keep what all subgame-perfect equilibria agree on, too (concessions).")
    ] = SweepOptions.verdict,
    select: Select = SELECT,
    out: Out = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document per point, one a line.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an interrupted sweep.")] = False,
    force: Force = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, help="Processes; all cores by default.", show_default=False),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster", metavar="ADDRESS", help="Have the points solved through a Dask scheduler.", show_default=False
        ),
    ] = None,
    chunk: Annotated[
        int | None,
        typer.Option(
            "--chunk", metavar="N", min=1, help="Points that are solved and stored together.", show_default=False
        ),
    ] = None,
    time_limit: PointLimit = TIME_LIMIT,
    quiet: Quiet = False,
) -> None:
    """Solve a scenario at many points, and keep what comes out as labelled arrays.

    \b
    detente sweep action-for-action leakage=0:1:101 pressure=0:6:61
    detente sweep my.yaml leakage=0:1:11 --out leakage.csv
    detente sweep my.yaml "pressure=normal(3, 0.5)" leakage --samples 2000 --seed 7 --out drawn.parquet

    Without --out the results go to a .zarr folder named after the file, another one for another sweep of it, and are
    found there again; .csv, .parquet and .ndjson are tables.
    An interrupted sweep goes on where it stopped if the same command is given with --resume.
    """
    from sim.cli.sweep_results import Target, carry_out
    from sim.study.ask import ask_sweep

    scenario = load_game(file, settings).scenario
    options = SweepOptions(
        samples=samples, seed=seed, select=select, roadmaps=roadmaps, verdict=verdict, time_limit=time_limit
    )
    with answering(scenario):
        made = ask_sweep(scenario, axes or (), options, chunk)
    both = next((name for name in made.design.names if name in dict(scenario.settings)), None)
    if both:
        raise FailureError(f"{both} is swept and set by --set; leave one of the two out", 2)
    if json and out is None and resume:
        raise FailureError("--resume goes on with results in a file; with --json and no --out there are none", 2)
    target = Target.of(scenario, made, out, json, force, resume)
    target.check(force, resume)
    carry_out(scenario, made, target, workers=workers, cluster=cluster, resume=resume, json=json, quiet=quiet)
