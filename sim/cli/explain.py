"""The command that says why an equilibrium is one."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from sim.cli.app import app
from sim.cli.delivery import check_out, deliver, hand_over
from sim.cli.failures import answering
from sim.cli.loading import load_game
from sim.cli.options import Color, File, Force, Out, Precision, Select, Settings, Solve, TimeLimit
from sim.deadline import within
from sim.study.options import SELECT, TIME_LIMIT


@app.command()
def explain(
    file: File,
    settings: Settings = [],  # noqa: B006 - typer copies it
    depth: Annotated[
        Literal["brief", "full"],
        typer.Option("--depth", help="brief: the decisions taken; full: also those that hold them up."),
    ] = "full",
    out: Out = None,
    color: Color = "auto",
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown instead of plain text.")] = False,
    solve: Solve = None,
    package: Annotated[
        str | None,
        typer.Option(
            "--package",
            metavar="ISSUE=OPTION,...",
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
    with within(time_limit):
        game = load_game(file, settings)
        with answering(game.scenario):
            result = game.solve(solve or game.lesson.solve, select=select, precision=precision, time_limit=time_limit)
    with answering(game.scenario):
        found = result.explain(depth, package)
    marked = markdown or (out is not None and out.suffix.lower() == ".md")
    if marked:
        hand_over(found.markdown, out)
    else:
        with coloured(color):
            deliver(str(found), out)
