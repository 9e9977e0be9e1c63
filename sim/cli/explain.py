"""The command that says why an equilibrium is one."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from sim.cli.app import app
from sim.cli.delivery import check_out, deliver, hand_over, parts
from sim.cli.failures import FailureError, answering
from sim.cli.loading import load_game
from sim.cli.options import Changes, Color, File, Force, Out, Part, Precision, Select, Settings, Solve, TimeLimit
from sim.deadline import within
from sim.study.options import SELECT, TIME_LIMIT


@app.command()
def explain(
    file: File,
    settings: Settings = [],  # noqa: B006 - typer copies it
    changes: Changes = [],  # noqa: B006
    depth: Annotated[
        Literal["brief", "full"],
        typer.Option("--depth", help="brief: the decisions taken; full: also those that hold them up."),
    ] = "full",
    out: Out = None,
    part: Part = [],  # noqa: B006
    color: Color = "auto",
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown instead of plain text.")] = False,
    solve: Solve = None,
    package: Annotated[
        str | None,
        typer.Option(
            "--package",
            metavar="ISSUE=OPTION+...",
            help="Say what a package over several issues pays, and the best trades from it.",
            show_default=False,
        ),
    ] = None,
    select: Select = SELECT,
    precision: Precision = None,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Say why an equilibrium is one, step by step.

    \b
    detente explain chicken
    detente explain action-for-action --depth brief --out why.md
    """
    from sim.show.text.style import coloured

    check_out(out, force, (".txt", ".md"))
    marked = markdown or (out is not None and out.suffix.lower() == ".md")
    if part and marked:
        raise FailureError("--part prints a part of the plain text; it goes with no Markdown", 2)
    with within(time_limit):
        game = load_game(file, settings, changes=changes)
        with answering(game.scenario):
            result = game.solve(solve or game.lesson.solve, select=select, precision=precision, time_limit=time_limit)
    with answering(game.scenario):
        found = result.explain(depth, package)
    if marked:
        hand_over(found.markdown, out)
    else:
        with coloured(color):
            deliver(parts(found.text, part) if part else str(found), out)
