"""The command about roadmaps: in which order the steps can be taken so that nobody prefers to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.app import app
from sim.cli.options import Files, Force, Json, Out, Quiet, Settings, TimeLimit
from sim.cli.work import PICTURES, FailureError, check_out, load_scenario, refusal, tell

if TYPE_CHECKING:
    from sim.engine.roadmaps.study import RoadmapStudy
    from sim.scenario.scenario import Scenario


@app.command()
def roadmaps(
    files: Files,
    settings: Settings = [],  # noqa: B006 - typer copies it
    punishment: Annotated[
        str | None,
        typer.Option(
            "--punishment",
            metavar="WHAT",
            help="What follows when somebody leaves: snapback or breakdown; by default what the file says.",
            show_default=False,
        ),
    ] = None,
    split: Annotated[
        int, typer.Option("--split", metavar="N", min=1, max=64, help="Cut each step into up to N equal ones.")
    ] = 1,
    most: Annotated[
        int | None,
        typer.Option(
            "--frontier",
            metavar="POINTS",
            min=1,
            help="Cut the frontiers of the search to this size; by default they are not cut.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail (exit 1) if a result is not certified.")] = False,
    time_limit: TimeLimit = 60.0,
    force: Force = False,
) -> None:
    """Say how patient each side must be for which order of the steps, and find the best order.

    \b
    detente roadmaps action-for-action
    detente roadmaps action-for-action --out roadmaps.png
    detente roadmaps my.yaml --punishment breakdown --split 4 --json
    """
    from sim.show.roadmaps.document import roadmap_document
    from sim.show.roadmaps.roadmaps import roadmap_line, roadmap_story

    if punishment not in (None, "snapback", "breakdown"):
        raise FailureError(f"--punishment: expected snapback or breakdown, found '{punishment}'", 2)
    check_out(out, force, (".txt", ".json", *PICTURES))
    picture = out is not None and out.suffix.lower() in PICTURES
    if picture and len(files) > 1:
        raise FailureError("--out with a picture takes one file", 2)
    documents: list[dict[str, Any]] = []
    stories: list[str] = []

    def work(name: str) -> None:
        scenario = load_scenario(name, settings)
        study = _study(scenario, punishment, split, most, time_limit)
        documents.append(roadmap_document(scenario, study))
        stories.append(roadmap_line(scenario, study) if quiet else roadmap_story(scenario, study))
        if picture and out is not None:
            from sim.show.output import write
            from sim.show.pictures import save
            from sim.show.roadmaps.draw_roadmaps import draw_roadmaps

            write(out, lambda path: save(lambda: draw_roadmaps(scenario, study), scenario.title, path))
        if strict and not study.certified:
            raise FailureError(f"{scenario.file}: the result is not certified (--strict)")

    tell(files, work, documents, stories, json, out)


def _study(scenario: Scenario, punishment: str | None, parts: int, most: int | None, time_limit: float) -> RoadmapStudy:
    """The roadmaps of a scenario; what stands in the way is told on standard error."""
    from sim.engine.solve import ask_roadmaps
    from sim.errors import AskError, FrontierTooLargeError, TimeLimitError

    try:
        return ask_roadmaps(scenario, punishment, parts, most, time_limit)  # type: ignore[arg-type]
    except AskError as error:
        if error.option == "breakdown":
            raise refusal(scenario, "status_quo", str(error)) from None
        raise FailureError(f"{scenario.file}: {error}") from None
    except TimeLimitError as error:
        raise FailureError(
            f"{scenario.file}: {error}; allow more with --time-limit, or cut the frontiers with --frontier"
        ) from None
    except FrontierTooLargeError:
        raise FailureError(
            f"{scenario.file}: the frontiers of the search outgrow memory; cut them with --frontier 100000"
        ) from None
