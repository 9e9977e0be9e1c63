"""The command that asks how a conflict over options hangs on what the parties prefer."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import Delivery
from sim.cli.failures import answering
from sim.cli.loading import load_game
from sim.cli.options import Draws, File, Force, Settings, TimeLimit
from sim.deadline import within
from sim.show.formats import PICTURES
from sim.study.options import TIME_LIMIT
from sim.study.preferences.options import PreferencesOptions


@app.command()
@delivering
def preferences(
    file: File,
    stable: Annotated[
        str | None,
        typer.Option(
            "--stable",
            metavar="TAKEN",
            help="The state that is to be stable: the options taken, behind commas, or 'nothing'.",
            show_default=False,
        ),
    ] = PreferencesOptions.stable,
    party: Annotated[
        str | None,
        typer.Option("--party", metavar="PARTY", help="With --stable: whose preferences.", show_default=False),
    ] = PreferencesOptions.party,
    statements: Annotated[
        int | None,
        typer.Option(
            "--statements",
            metavar="N",
            help="Take only the first N statements of each party as given; by default all.",
            show_default=False,
        ),
    ] = PreferencesOptions.statements,
    settings: Settings = [],  # noqa: B006 - typer copies it
    draws: Annotated[
        int, typer.Option("--draws", metavar="N", help="Orders that are drawn where there are too many to go through.")
    ] = PreferencesOptions.draws,
    seed: Draws = PreferencesOptions.seed,
    delivery: Delivery = PLAIN,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Say how often each state is an equilibrium over all preferences that agree with the file, or which make one so.

    \b
    detente preferences elmira --statements 2
    detente preferences elmira --stable "modify, accept" --party town
    """
    from sim.api.maps import Preferences

    delivery = replace(delivery, json_beside=(".txt", *PICTURES))
    delivery.check((".txt", ".json", *PICTURES), force)
    options = PreferencesOptions(stable, party, statements, draws, seed, time_limit)
    with within(time_limit):
        game = load_game(file, settings)
        with answering(game.scenario, instead="draw less with --draws"):
            found = Preferences.ask(game.scenario, options)
    delivery.one(found)
