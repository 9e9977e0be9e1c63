"""The command about roadmaps: in which order the steps can be taken so that nobody prefers to stop."""

from __future__ import annotations

from typing import Annotated, Literal, cast

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import Delivery
from sim.cli.failures import FailureError, answering
from sim.cli.loading import load_game
from sim.cli.options import Changes, Files, Force, Settings, Strict, TimeLimit
from sim.deadline import within
from sim.show.formats import PICTURES
from sim.study.options import TIME_LIMIT, RoadmapOptions


@app.command()
@delivering
def roadmaps(
    files: Files,
    settings: Settings = [],  # noqa: B006 - typer copies it
    changes: Changes = [],  # noqa: B006
    punishment: Annotated[
        str | None,
        typer.Option(
            "--punishment",
            metavar="WHAT",
            help="What follows when somebody leaves: snapback, breakdown, or worst (also which orders the worst "
            "equilibrium of the file's own game holds up); by default what the file says.",
            show_default=False,
        ),
    ] = RoadmapOptions.punishment,
    split: Annotated[
        int, typer.Option("--split", metavar="N", min=1, max=64, help="Cut each step into up to N equal ones.")
    ] = RoadmapOptions.parts,
    most: Annotated[
        int | None,
        typer.Option(
            "--frontier",
            metavar="POINTS",
            min=1,
            help="Cut the frontiers of the search to this size; by default they are not cut.",
            show_default=False,
        ),
    ] = RoadmapOptions.frontier,
    hazard: Annotated[
        str | None,
        typer.Option(
            "--hazard",
            metavar="CHANCE",
            help="Let the talks break down with this chance after a round that stalls; 'file' for what the file says.",
            show_default=False,
        ),
    ] = None,
    walk_away: Annotated[
        bool,
        typer.Option("--walk-away", help="Let players also walk away, to the breakdown that the file names."),
    ] = RoadmapOptions.walk_away,
    delivery: Delivery = PLAIN,
    strict: Strict = False,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Say how patient each side must be for which order of the steps, and find the best order.

    \b
    detente roadmaps action-for-action
    detente roadmaps action-for-action --out roadmaps.png
    detente roadmaps action-for-action --punishment worst
    detente roadmaps my.yaml --punishment breakdown --split 4 --json
    detente roadmaps my.yaml --hazard 0.05 --walk-away
    """
    from sim.api.roadmaps import Roadmaps

    if punishment not in (None, "snapback", "breakdown", "worst"):
        raise FailureError(f"--punishment: expected snapback, breakdown or worst, found '{punishment}'", 2)
    delivery.check((".txt", ".json", *PICTURES), force, len(files))
    options = RoadmapOptions(
        cast("Literal['snapback', 'breakdown', 'worst'] | None", punishment),
        split,
        most,
        hazard,
        walk_away,
        time_limit,
    )

    def found(name: str) -> Roadmaps:
        with within(time_limit):
            game = load_game(name, settings, changes=changes)
            with answering(game.scenario, instead="cut the frontiers with --frontier"):
                return Roadmaps.ask(game.scenario, options)

    delivery.each(files, found, strict)
