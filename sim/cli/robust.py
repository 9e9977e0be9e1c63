"""The command that asks whether an answer holds under other rules, horizons and numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import Delivery
from sim.cli.failures import answering
from sim.cli.loading import load_game
from sim.cli.options import Draws, File, Force, Select, Settings, TimeLimit
from sim.deadline import within
from sim.show.formats import PICTURES
from sim.study.options import SELECT, TIME_LIMIT, RobustOptions


@app.command()
@delivering
def robust(
    file: File,
    settings: Settings = [],  # noqa: B006 - typer copies it
    draws: Annotated[
        int, typer.Option("--draws", metavar="N", min=0, max=100_000, help="How often payoffs are drawn.")
    ] = RobustOptions.draws,
    spread: Annotated[
        float, typer.Option("--spread", metavar="SHARE", help="Share by which each payoff may go up or down in a draw.")
    ] = RobustOptions.spread,
    seed: Draws = RobustOptions.seed,
    select: Select = SELECT,
    delivery: Delivery = PLAIN,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Say whether the answer holds under other selection rules, horizons, orders of moves, errors and payoffs.

    \b
    detente robust action-for-action
    detente robust my.yaml --draws 1000 --spread 0.2 --out robust.png
    """
    from sim.api.robust import Robust

    delivery = replace(delivery, json_beside=(".txt", *PICTURES))
    delivery.check((".txt", ".json", *PICTURES), force)
    options = RobustOptions(draws=draws, spread=spread, seed=seed, select=select, time_limit=time_limit)
    with within(time_limit):
        game = load_game(file, settings)
        with answering(game.scenario):
            found = Robust.ask(game.scenario, options)
    delivery.one(found)
