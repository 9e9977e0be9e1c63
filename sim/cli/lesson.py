"""The command that makes a lesson of a scenario: a page for a class, or a handout."""

from __future__ import annotations

from pathlib import Path  # typer reads the annotations
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.delivery import check_out, deliver, hand_over
from sim.cli.failures import answering
from sim.cli.loading import load_game
from sim.cli.options import File, Force, OnePoint, Out, Quiet, Select, Settings, Solve, WholeLimit
from sim.deadline import within
from sim.study.options import SELECT, TIME_LIMIT


@app.command()
def lesson(
    file: File,
    settings: Settings = [],  # noqa: B006 - typer copies it
    out: Out = None,
    sliders: Annotated[
        str | None,
        typer.Option(
            "--sliders",
            metavar="NAME,NAME",
            help="Parameters that readers can move, three at most; by default those that the file names, or the two "
            "that change most.",
            show_default=False,
        ),
    ] = None,
    points: Annotated[
        int | None,
        typer.Option(
            "--points",
            metavar="N",
            min=3,
            max=101,
            help="Values of each slider; by default as many as take about 20 seconds.",
            show_default=False,
        ),
    ] = None,
    handout: Annotated[bool, typer.Option("--handout", help="A page for paper, with room to write.")] = False,
    answers: Annotated[bool, typer.Option("--answers", help="Print the answers on a last page of their own.")] = False,
    solve: Solve = None,
    select: Select = SELECT,
    time_limit: WholeLimit = TIME_LIMIT,
    point_limit: OnePoint = None,
    quiet: Quiet = False,
    force: Force = False,
) -> None:
    """Make a lesson: one page of HTML to project, to try out and to print.

    \b
    detente lesson chicken --out lesson.html
    detente lesson action-for-action --sliders leakage,relief_cost
    detente lesson chicken --handout --answers --out handout.html
    """
    from sim.api.lessons import make_lesson
    from sim.show.progress import showing

    stem = Path(file).stem if file != "-" else "scenario"
    target = out or Path(f"{stem}-handout.html" if handout else f"{stem}.html")
    check_out(target, force, (".html", ".htm"))
    names = [name.strip() for name in sliders.split(",")] if sliders else None
    with showing(not quiet), within(time_limit):
        game = load_game(file, settings)
        with answering(game.scenario, instead="have fewer points solved with --points"):
            made = make_lesson(
                game,
                solve,
                select=select,
                time_limit=time_limit,
                point_limit=point_limit,
                sliders=names,
                points=points,
                answers=answers,
            )
    hand_over(made.handout if handout else made.page, target)
    if not quiet:
        deliver(str(target))
