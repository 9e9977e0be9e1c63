"""The command that asks what a quota of inspections over rounds is worth."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import Delivery
from sim.cli.failures import answering
from sim.cli.loading import load_game
from sim.cli.options import File, Force, Settings, WholeLimit
from sim.deadline import within
from sim.show.formats import PICTURES
from sim.study.inspection.quota import MOST_ROUNDS, MOST_VIOLATIONS, QuotaOptions
from sim.study.options import TIME_LIMIT


@app.command()
@delivering
def quota(
    file: File,
    rounds: Annotated[
        int, typer.Option("--rounds", metavar="N", min=1, max=MOST_ROUNDS, help="How many rounds there are.")
    ] = QuotaOptions.rounds,
    inspections: Annotated[
        int, typer.Option("--inspections", metavar="N", min=0, help="How many of them can be inspected.")
    ] = QuotaOptions.inspections,
    violations: Annotated[
        int,
        typer.Option(
            "--violations", metavar="N", min=1, max=MOST_VIOLATIONS, help="How many violations are intended, most."
        ),
    ] = QuotaOptions.violations,
    loss: Annotated[
        float | None,
        typer.Option(
            "--loss",
            metavar="LOSS",
            min=0,
            help="Also say the least quota with which the inspector loses no more than this.",
            show_default=False,
        ),
    ] = QuotaOptions.loss,
    settings: Settings = [],  # noqa: B006 - typer copies it
    delivery: Delivery = PLAIN,
    time_limit: WholeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Say what a quota of inspections over rounds is worth, and when to use it up (a matrix game as one round).

    \b
    detente quota inspection-quota --rounds 8 --inspections 3
    detente quota inspection-quota --rounds 12 --violations 2 --loss 0.5
    """
    from sim.api.inspection.quotas import InspectionQuota

    delivery = replace(delivery, json_beside=(".txt", *PICTURES))
    delivery.check((".txt", ".json", *PICTURES), force)
    options = QuotaOptions(rounds, inspections, violations, loss, time_limit)
    with within(time_limit):
        game = load_game(file, settings)
        with answering(game.scenario, instead="take fewer --rounds"):
            found = InspectionQuota.ask(game.scenario, options)
    delivery.one(found)
