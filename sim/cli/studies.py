"""The command about many games at once: a scenario solved at every point of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.app import app
from sim.cli.options import File, Force, Out, Quiet, Select, Settings, TimeLimit
from sim.cli.work import FailureError, load_scenario

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.sweeps.sweep import Sweep


@app.command()
def sweep(
    file: File,
    axes: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME=VALUES...",
            help="FROM:TO:COUNT, or A,B,C, or a draw: normal(MEAN, SD), lognormal(MEAN, SD), uniform(LOW, HIGH), "
            "triangular(LOW, MODE, HIGH). A name alone goes over the range that the file gives it.",
            show_default=False,
        ),
    ],
    settings: Settings = [],  # noqa: B006 - typer copies it
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            metavar="N",
            min=1,
            help="Draws of the parameters that are drawn; 1000 if nothing is said. Makes a name alone a uniform draw.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Of the draws; any whole number.")] = 0,
    roadmaps: Annotated[
        bool, typer.Option("--roadmaps", help="Keep the patience that each roadmap needs, too (concessions).")
    ] = False,
    select: Select = "payoff-dominant",
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
    time_limit: TimeLimit = 60.0,
    quiet: Quiet = False,
) -> None:
    """Solve a scenario at many points, and keep what comes out as labelled arrays.

    \b
    detente sweep action-for-action leakage=0:1:101 pressure=0:6:61
    detente sweep my.yaml leakage=0:1:11 --out leakage.csv
    detente sweep my.yaml "pressure=normal(3, 0.5)" leakage --samples 2000 --seed 7 --out drawn.parquet

    Without --out the results go to a .zarr folder named after the file; .csv, .parquet and .ndjson are tables.
    An interrupted sweep goes on where it stopped if the same command is given with --resume.
    """
    from sim.cli.sweeping import Target, carry_out

    scenario = load_scenario(file, settings)
    made = _sweep(scenario, axes, samples, seed, select, time_limit, roadmaps, chunk)
    if json and out is None and resume:
        raise FailureError("--resume goes on with results in a file; with --json and no --out there are none", 2)
    target = Target.of(scenario, out, json)
    target.check(force, resume)
    about = _about(scenario)
    carry_out(scenario, made, about, target, workers=workers, cluster=cluster, resume=resume, json=json, quiet=quiet)


def _sweep(
    scenario: Scenario,
    axes: list[str],
    samples: int | None,
    seed: int,
    select: str,
    time_limit: float,
    roadmaps: bool,
    chunk: int | None,
) -> Sweep:
    from sim.errors import AskError, AxisError
    from sim.study.ask import ask_sweep

    try:
        made = ask_sweep(
            scenario,
            axes,
            samples=samples,
            seed=seed,
            select=select,
            time_limit=time_limit,
            roadmaps=roadmaps,
            size=chunk,
        )
    except AxisError as error:
        raise FailureError(f"{scenario.file}: {error}", 2) from None
    except AskError as error:
        raise FailureError(f"--{error.option}: {error}", 2) from None
    both = next((name for name in made.design.names if name in dict(scenario.settings)), None)
    if both:
        raise FailureError(f"{both} is swept and set by --set; leave one of the two out", 2)
    return made


def _about(scenario: Scenario) -> dict[str, Any]:
    """What results say of themselves beyond what makes a sweep the same as another."""
    import shlex
    import sys

    words = [word for word in sys.argv[1:] if word not in ("--resume", "--force")]
    return {
        "title": scenario.title,
        "file": scenario.file,
        "command": shlex.join(["detente", *words]),
        "player_names": [player.name for player in scenario.players],
    }
