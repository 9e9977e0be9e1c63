"""The command that puts all answers about a scenario into one document."""

from __future__ import annotations

from pathlib import Path  # typer reads the annotations
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.delivery import as_json, check_out, command_line, deliver, hand_over, write_memo
from sim.cli.failures import answering
from sim.cli.loading import load_game
from sim.cli.options import File, Force, Json, Out, PartLimit, PayoffDraws, Quiet, Samples, Select, Settings
from sim.cli.upkeep.shell.completing import complete_parameters
from sim.show.formats import MEMOS
from sim.study.options import SELECT, TIME_LIMIT, ReportOptions


@app.command()
def report(
    file: File,
    settings: Settings = [],  # noqa: B006 - typer copies it
    axes: Annotated[
        list[str],
        typer.Option(
            "--axis",
            metavar="PARAMETER",
            autocompletion=complete_parameters,
            help="One of the two parameters of the map, as NAME or NAME=FROM:TO; by default the two that the ending "
            "hangs on most.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    without: Annotated[
        list[str],
        typer.Option(
            "--without",
            metavar="PART",
            help="Leave out run, roadmaps, robust, map or sensitivity; repeatable.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    grid: Annotated[
        int, typer.Option("--grid", metavar="N", min=2, max=1001, help="Points of the map's grid along each axis.")
    ] = ReportOptions.grid,
    draws: PayoffDraws = ReportOptions.draws,
    samples: Samples = ReportOptions.samples,
    date: Annotated[str, typer.Option("--date", metavar="TEXT", help="The date that it bears; by default none.")] = "",
    select: Select = SELECT,
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    time_limit: PartLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Put the answer, roadmaps, what holds, a map and what it hangs on together in one document.

    \b
    detente report action-for-action --out memo.docx
    detente report my.yaml --axis leakage --axis pressure --out memo.html
    detente report chicken --without map --date 2026-11-30
    """
    from sim.api.dossier import ask_report

    stem = Path(file).stem if file != "-" else "scenario"
    target = out if out is not None or json else Path(f"{stem}-report.html")
    check_out(target, force, (*MEMOS, ".json"))
    options = ReportOptions(tuple(axes), tuple(without), grid, draws, samples, select, time_limit)
    game = load_game(file, settings)
    with answering(game.scenario):
        found = ask_report(game, options, command_line(), date)
    if target is not None and target.suffix.lower() == ".json":
        hand_over(as_json(found.document), target)
    elif target is not None:
        write_memo(found, target)
    if json:
        hand_over(as_json(found.document))
    elif target is not None and not quiet:
        deliver(str(target))
