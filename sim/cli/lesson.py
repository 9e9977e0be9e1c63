"""The command that makes a lesson of a scenario: a page for a class, or a handout."""

from __future__ import annotations

from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import app
from sim.cli.options import File, Force, Out, Quiet, Select, Settings, Solve, TimeLimit
from sim.cli.work import FailureError, check_out, deliver, load_scenario, solve_scenario

if TYPE_CHECKING:
    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.lesson.point import LessonPoint
    from sim.study.sliders import SliderGrid


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
    select: Select = "payoff-dominant",
    time_limit: TimeLimit = 60.0,
    quiet: Quiet = False,
    force: Force = False,
) -> None:
    """Make a lesson: one page of HTML to project, to try out and to print.

    \b
    detente lesson chicken --out lesson.html
    detente lesson action-for-action --sliders leakage,relief_cost
    detente lesson chicken --handout --answers --out handout.html
    """
    from sim.show.lesson.page import LessonPage, handout_page, lesson_page
    from sim.show.lesson.point import point

    stem = Path(file).stem if file != "-" else "scenario"
    target = out or Path(f"{stem}-handout.html" if handout else f"{stem}.html")
    check_out(target, force, (".html", ".htm"))
    scenario = load_scenario(file, settings)
    solve = solve or scenario.lesson.solve
    solution = solve_scenario(scenario, select, solve, time_limit)
    grid = _grid(scenario, solve, select, time_limit, sliders, points, quiet)
    made = LessonPage(scenario, solution, point(scenario, solution), grid, _picture(scenario, solution), answers)
    deliver(handout_page(made) if handout else lesson_page(made), target)
    if not quiet:
        typer.echo(str(target))


def _grid(
    scenario: Scenario,
    concept: str | None,
    select: str,
    time_limit: float,
    sliders: str | None,
    points: int | None,
    quiet: bool,
) -> SliderGrid[LessonPoint]:
    from sim.errors import SliderError
    from sim.show.lesson.point import point
    from sim.show.progress import StatusLine
    from sim.study.record import StudyFile
    from sim.study.sliders import SliderJob, grid

    names = [name.strip() for name in sliders.split(",")] if sliders else None
    job = SliderJob(StudyFile(scenario.file, scenario.text, scenario.settings, select, time_limit), concept, point)
    try:
        with StatusLine(quiet) as line:
            return grid(
                job, scenario, names, points, lambda done, total: line.write(f"{done} of {total} points solved")
            )
    except SliderError as error:
        raise FailureError(f"--sliders: {error}", 2) from None


def _picture(scenario: Scenario, solution: Solution) -> str:
    """The first picture of the solution as SVG, without the lines that only a file of its own needs; empty if none."""
    from html import escape

    from sim.errors import AskError
    from sim.show.pictures import as_svg, maker

    try:
        text = as_svg(maker(scenario, solution), scenario.title)
    except AskError:
        return ""
    named = f'<svg role="img" aria-label="Picture of the solution of {escape(scenario.title, quote=True)}"'
    return text[text.index("<svg") :].replace("<svg", named, 1)
