"""The command about reassurance: which first steps tell the sincere from those who play for time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.app import app
from sim.cli.options import Files, Force, Json, Out, Quiet, Select, Settings, TimeLimit
from sim.cli.work import FailureError, check_out, load_scenario, parse_rule_option, tell

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.first_steps import FirstStepStudy


@app.command()
def reassurance(
    files: Files,
    settings: Settings = [],  # noqa: B006 - typer copies it
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="PARAMETER",
            help="The parameter that stands for the size of the first step; by default its effects are multiplied.",
            show_default=False,
        ),
    ] = None,
    select: Select = "payoff-dominant",
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    time_limit: TimeLimit = 60.0,
    force: Force = False,
) -> None:
    """Say which first steps tell hidden types apart, and the smallest that does.

    \b
    detente reassurance korea/reassurance
    detente reassurance korea/reassurance --by size --json
    """
    from sim.show.reassurance.first_steps import first_steps_document, first_steps_line, first_steps_story

    check_out(out, force, (".txt", ".json"))
    documents: list[dict[str, Any]] = []
    stories: list[str] = []

    def work(name: str) -> None:
        scenario = load_scenario(name, settings)
        study = study_of(scenario, by, select, time_limit)
        head = {"format": 1, "scenario": scenario.title, "file": scenario.file, "sha256": scenario.sha256}
        documents.append(head | {"settings": dict(scenario.settings)} | first_steps_document(study))
        stories.append(first_steps_line(study) if quiet else first_steps_story(study))

    tell(files, work, documents, stories, json, out)


def study_of(scenario: Scenario, by: str | None, select: str, time_limit: float) -> FirstStepStudy:
    """The first steps of a scenario; what stands in the way is told on standard error."""
    from sim.errors import GameTooLargeError, ScenarioError, TimeLimitError, TooManyFirstStepsError, UnstudiedError
    from sim.show.output import report
    from sim.study.first_steps import study_first_steps

    try:
        return study_first_steps(scenario, by, parse_rule_option(scenario, select), time_limit)
    except TimeLimitError as error:
        raise FailureError(f"{scenario.file}: {error}; allow more with --time-limit") from None
    except ScenarioError as error:
        report(error)
        raise FailureError from None
    except (UnstudiedError, TooManyFirstStepsError, GameTooLargeError, ValueError) as error:
        raise FailureError(f"{scenario.file}: {error}") from None
