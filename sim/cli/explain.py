"""The command that says why an equilibrium is one."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from sim.cli.app import app
from sim.cli.options import File, Force, Out, Select, Settings, Solve, TimeLimit
from sim.cli.work import FailureError, check_out, deliver, load_scenario, solve_scenario


@app.command()
def explain(
    file: File,
    settings: Settings = [],  # noqa: B006 - typer copies it
    depth: Annotated[
        Literal["brief", "full"],
        typer.Option("--depth", help="brief: the decisions taken; full: also those that hold them up."),
    ] = "full",
    out: Out = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown instead of plain text.")] = False,
    solve: Solve = None,
    select: Select = "payoff-dominant",
    time_limit: TimeLimit = 60.0,
    force: Force = False,
) -> None:
    """Say why an equilibrium is one, step by step.

    \b
    detente explain chicken
    detente explain action-for-action --depth brief --out why.md
    """
    from sim.errors import NoExplanationError
    from sim.show.explain import explanation
    from sim.show.text.blocks import as_markdown, as_text

    check_out(out, force, (".txt", ".md"))
    scenario = load_scenario(file, settings)
    try:
        text = explanation(
            scenario, solve_scenario(scenario, select, solve or scenario.lesson.solve, time_limit), depth
        )
    except NoExplanationError as error:
        raise FailureError(f"{scenario.file}: {error}") from None
    marked = markdown or (out is not None and out.suffix.lower() == ".md")
    deliver(as_markdown(text) if marked else as_text(text), out)
