"""The command that finds the best roadmap over orders and shares."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import Delivery
from sim.cli.failures import answering
from sim.cli.loading import load_game
from sim.cli.options import Changes, File, Force, Settings, TimeLimit
from sim.deadline import within
from sim.show.formats import PICTURES
from sim.study.design.options import DesignOptions
from sim.study.options import TIME_LIMIT


@app.command()
@delivering
def design(
    file: File,
    settings: Settings = [],  # noqa: B006 - typer copies it
    changes: Changes = [],  # noqa: B006
    by: Annotated[
        Literal["patience", "margin", "sum"],
        typer.Option(
            "--by",
            help="What the roadmap is to be best at: patience (the least that both must have), margin (the largest "
            "error in every payoff with which nobody prefers to leave), or sum (of both players' payoffs).",
        ),
    ] = DesignOptions.by,
    parts: Annotated[
        int,
        typer.Option("--parts", metavar="N", min=1, max=12, help="Pieces, most, of a step that is divisible."),
    ] = DesignOptions.parts,
    punishment: Annotated[
        Literal["snapback", "breakdown"] | None,
        typer.Option(
            "--punishment",
            help="What follows when somebody leaves; by default what the file says.",
            show_default=False,
        ),
    ] = DesignOptions.punishment,
    walk_away: Annotated[
        bool,
        typer.Option("--walk-away", help="Let players also walk away, to the breakdown that the file names."),
    ] = DesignOptions.walk_away,
    any_order: Annotated[
        bool,
        typer.Option("--any-order", help="Let steps be taken before their prerequisites ('after') stand."),
    ] = DesignOptions.any_order,
    wait: Annotated[
        bool,
        typer.Option(
            "--wait",
            help="Wait for a side that does not take its piece: the other one takes it a round later, and so on with "
            "the roles exchanged. Every step needs 'owner: either'.",
        ),
    ] = DesignOptions.wait,
    delivery: Delivery = PLAIN,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Find the best roadmap: in which order the steps are taken, and in which shares the divisible ones.

    \b
    detente design small-steps
    detente design small-steps --by margin --parts 4 --out design.svg
    detente design action-for-action --with "us.full_relief.divisible=true, nk.weapons.divisible=true"
    """
    from sim.api.design.designed import Design

    delivery = replace(delivery, json_beside=(".txt", *PICTURES))
    delivery.check((".txt", ".json", *PICTURES), force)
    options = DesignOptions(by, parts, punishment, walk_away, any_order, wait, time_limit)
    with within(time_limit):
        game = load_game(file, settings, changes=changes)
        with answering(game.scenario, instead="name fewer --parts"):
            found = Design.ask(game.scenario, options)
    delivery.one(found)
