"""Commands that ask over which numbers a conclusion holds: regime maps, and what the ending hangs on."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.app import app
from sim.cli.options import File, Force, Json, Out, Quiet, Select, Settings, TimeLimit
from sim.cli.work import (
    PICTURES,
    FailureError,
    as_json,
    check_out,
    deliver,
    load_scenario,
    write_result,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from matplotlib.figure import Figure

    from sim.scenario.scenario import Scenario

Draws = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="What chance draws; any whole number.")]


@contextmanager
def asked(scenario: Scenario) -> Iterator[None]:
    """Tell on standard error what a study of a scenario cannot be asked."""
    from sim.errors import AskError, NothingSampledError, RangeError, UnsolvedError

    try:
        yield
    except UnsolvedError as error:
        raise FailureError(f"{scenario.file}: {error}") from None
    except RangeError as error:
        raise FailureError(f"{scenario.file}: {error}", 2) from None
    except AskError as error:
        command = error.option in ("map", "sensitivity")
        raise FailureError(f"{'' if command else '--'}{error.option}: {error}", 2) from None
    except NothingSampledError as error:
        raise FailureError(f"{scenario.file}: {error}; --samples 0 leaves the variance shares out") from None


@app.command(name="map")
def draw_regimes(
    file: File,
    parameters: Annotated[
        list[str],
        typer.Argument(
            metavar="ACROSS UP",
            help="Two parameters, each as NAME, NAME=FROM:TO or NAME=FROM:TO:POINTS; by default from min to max.",
            show_default=False,
        ),
    ],
    settings: Settings = [],  # noqa: B006 - typer copies it
    grid: Annotated[
        int, typer.Option("--grid", metavar="N", min=2, max=1001, help="Points of the coarse grid along each axis.")
    ] = 25,
    precision: Annotated[
        float,
        typer.Option("--precision", metavar="SHARE", help="Share of a range to which boundaries are bisected."),
    ] = 0.001,
    most: Annotated[
        int, typer.Option("--points", metavar="N", min=4, help="Stop refining once this many points are solved.")
    ] = 20_000,
    checks: Annotated[
        int, typer.Option("--check", metavar="N", min=0, max=100_000, help="Points drawn at random to test the map.")
    ] = 200,
    deals: Annotated[
        bool, typer.Option("--deals", help="Tell deals apart by their round, and not the endings without one.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Tell apart only whether there is a deal, whatever its round.")
    ] = False,
    seed: Draws = 1,
    select: Select = "payoff-dominant",
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    time_limit: TimeLimit = 60.0,
    force: Force = False,
) -> None:
    """Draw over which values of two parameters it ends in which way, and how far the next boundary is.

    \b
    detente map action-for-action leakage pressure --out map.png
    detente map my.yaml leakage=0:0.5 pressure=1:4:41 --json
    """
    check_out(out, force, (".txt", ".json", *PICTURES))
    if len(parameters) != 2:
        raise FailureError(f"map: expected two parameters, found {len(parameters)}", 2)
    scenario = load_scenario(file, settings)

    from sim.show.progress import StatusLine
    from sim.show.studies.map import map_line, map_story
    from sim.show.studies.map_document import map_document
    from sim.study.ask import ask_map

    with asked(scenario), StatusLine() as progress:
        found = ask_map(
            scenario,
            *parameters,
            grid=grid,
            precision=precision,
            most=most,
            checks=checks,
            deals=deals,
            plain=plain,
            seed=seed,
            select=select,
            time_limit=time_limit,
            watch=progress.points,
        )

    def draw() -> Figure:
        from sim.show.studies.draw_map import draw_map

        return draw_map(scenario, found)

    told = map_line(scenario, found) if quiet else map_story(scenario, found, select)
    _hand_out(scenario, out, json, told, lambda: map_document(scenario, found, select), draw)


def _hand_out(
    scenario: Scenario,
    out: Path | None,
    json: bool,
    told: str,
    document: Callable[[], dict[str, Any]],
    draw: Callable[[], Figure],
) -> None:
    """Write what was asked for, and print the story beside a picture."""
    suffix = out.suffix.lower() if out is not None else ""
    if out is not None:
        write_result(out, scenario.title, draw, told, {".json": lambda: as_json(document())})
    if json and suffix != ".json":
        deliver(as_json(document()), None)
    elif out is None or (suffix in PICTURES and not json):
        deliver(told, None)


@app.command()
def sensitivity(
    file: File,
    parameters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PARAMETER]...",
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
    ] = None,
    samples: Annotated[
        int,
        typer.Option(
            "--samples", metavar="N", min=0, max=1 << 20, help="Base points of the variance shares; 0 for no shares."
        ),
    ] = 256,
    seed: Draws = 1,
    select: Select = "payoff-dominant",
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    time_limit: TimeLimit = 60.0,
    force: Force = False,
) -> None:
    """Say which parameter the ending hangs on most: each by itself, and all at once.

    \b
    detente sensitivity action-for-action --out tornado.png
    detente sensitivity my.yaml leakage pressure --samples 64 --json
    """
    check_out(out, force, (".txt", ".json", *PICTURES))
    scenario = load_scenario(file, settings)

    from sim.show.progress import StatusLine
    from sim.show.studies.sensitivity import sensitivity_document, sensitivity_line, sensitivity_story
    from sim.study.ask import ask_sensitivity, output_of

    with asked(scenario), StatusLine() as progress:
        chosen = output_of(scenario, output)
        found = ask_sensitivity(
            scenario,
            parameters or [],
            samples=samples,
            seed=seed,
            select=select,
            time_limit=time_limit,
            watch=progress.points,
        )

    def draw() -> Figure:
        from sim.show.studies.draw_sensitivity import draw_sensitivity

        return draw_sensitivity(scenario, found, chosen)

    told = sensitivity_line(scenario, found) if quiet else sensitivity_story(scenario, found, chosen)
    _hand_out(scenario, out, json, told, lambda: sensitivity_document(scenario, found, select), draw)
