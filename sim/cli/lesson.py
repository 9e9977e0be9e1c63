"""The command that makes a lesson of a scenario: a page for a class, or a handout."""

from __future__ import annotations

from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import app
from sim.cli.delivery import check_out, deliver, hand_over
from sim.cli.failures import FailureError, answering
from sim.cli.loading import load_game
from sim.cli.options import File, Force, OnePoint, Out, Quiet, Select, Settings, Solve, WholeLimit
from sim.deadline import within
from sim.study.options import SELECT, TIME_LIMIT

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.lesson.page import Frozen


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
    played: Annotated[
        Path | None,
        typer.Option(
            "--class",
            metavar="DIR",
            help="Freeze the debrief of a class into it: a folder that detente class left, or with records of play.",
            show_default=False,
        ),
    ] = None,
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
    detente lesson chicken --class class-2026-03-02-KWFM --out debrief.html
    """
    from sim.api.lessons import make_lesson
    from sim.show.progress import showing

    stem = Path(file).stem if file != "-" else "scenario"
    target = out or Path(f"{stem}-handout.html" if handout else f"{stem}.html")
    check_out(target, force, (".html", ".htm"))
    names = [name.strip() for name in sliders.split(",")] if sliders else None
    with showing(not quiet), within(time_limit):
        game = load_game(file, settings)
        frozen = None if played is None else _frozen(played, game.scenario)
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
    made = made if frozen is None else made.with_class(frozen)
    hand_over(made.handout if handout else made.page, target)
    if not quiet:
        deliver(str(target))


def _frozen(folder: Path, scenario: Scenario) -> Frozen:
    """The debrief of a class that has played a scenario."""
    from sim.classroom.refused import RefusedError
    from sim.classroom.web.debrief.frozen import freeze

    try:
        with answering(scenario, options=False):
            return freeze(folder, scenario)
    except RefusedError as error:
        raise FailureError(f"--class: {str(error).rstrip('.')}") from None
