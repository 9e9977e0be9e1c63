"""The command that says what two scenarios differ in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import app
from sim.cli.delivery import Delivery
from sim.cli.failures import FailureError, answering
from sim.cli.loading import load_game
from sim.cli.options import FILE_HELP, Force, Json, Out, Quiet, Select, Settings, TimeLimit
from sim.cli.upkeep.shell.completing import complete_scenarios
from sim.deadline import within
from sim.study.options import SELECT, TIME_LIMIT

if TYPE_CHECKING:
    from sim.api.result import Result


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help=FILE_HELP, autocompletion=complete_scenarios, show_default=False)],
    after: Annotated[str, typer.Argument(help="The other one.", autocompletion=complete_scenarios, show_default=False)],
    settings: Settings = [],  # noqa: B006 - typer copies it
    select: Select = SELECT,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if the scenarios differ, as diff does.")
    ] = False,
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Say what two scenarios differ in, as the format understands it, and how their answers differ.

    \b
    detente diff action-for-action dismantle-first
    detente diff mine.yaml yours.yaml --quiet --exit-code
    """
    from sim.api.difference import Diff

    delivery = Delivery(out, json, quiet)
    delivery.check((".txt", ".json"), force)
    if before == after == "-":
        raise FailureError("standard input holds one scenario; name a file for the other", 2)

    def solved(name: str) -> Result:
        with within(time_limit):
            game = load_game(name, settings)
            with answering(game.scenario):
                return game.solve(select=select, time_limit=time_limit)

    found = Diff(solved(before), solved(after))
    delivery.one(found)
    if exit_code and not found.same:
        raise FailureError(code=1)
