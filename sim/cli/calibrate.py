"""The command that finds parameters from what an analyst is indifferent between."""

from __future__ import annotations

from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import app
from sim.cli.delivery import Delivery, as_json, check_out, hand_over
from sim.cli.failures import FailureError, answering, refused, say
from sim.cli.loading import load_game
from sim.cli.options import File, Force, Json, Out, Quiet, Settings, TimeLimit
from sim.deadline import within
from sim.study.options import TIME_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.api.calibrated import Calibrated
    from sim.cli.play.console import Console
    from sim.scenario.scenario import Scenario
    from sim.study.calibrate.answers import Answer
    from sim.study.calibrate.questions import Interview, Query

SUFFIXES = (".yaml", ".yml", ".json")


@app.command()
def calibrate(
    file: File,
    parameters: Annotated[
        list[str] | None,
        typer.Argument(help="Parameters to find; by default all that the answers bear on.", show_default=False),
    ] = None,
    settings: Settings = [],  # noqa: B006 - typer copies it
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            metavar="FILE",
            help="Answers in YAML or JSON, in the place of questions; a document of this command is such a file.",
            show_default=False,
        ),
    ] = None,
    questions: Annotated[
        int | None,
        typer.Option(
            "--questions",
            metavar="N",
            min=1,
            max=100,
            help="Questions, most; by default until nothing is left to find.",
        ),
    ] = None,
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Find parameters from what you are indifferent between: asked in the words of the file, or read from a file.

    \b
    detente calibrate my.yaml --out calibrated.yaml
    detente calibrate my.yaml --out answers.json
    detente calibrate action-for-action weapons_worth peace_nk
    detente calibrate my.yaml --answers answers.yaml --json
    """
    from sim.show.progress import showing

    check_out(out, force, SUFFIXES)
    if file == "-" and answers is None:
        raise FailureError(
            "a scenario to be asked about cannot come from standard input, where the answers come from", 2
        )
    if json and answers is None:
        raise FailureError("--json goes with --answers FILE; without it questions are asked", 2)
    names = tuple(parameters or ())
    scenario = load_game(file, settings).scenario
    with showing(False), answering(scenario, options=False):  # somebody is asked, and nobody waits
        said = _asked(scenario, names, questions) if answers is None else _read(answers, scenario)
    if not said:
        raise FailureError("no question was answered, so nothing is found")
    with within(time_limit), answering(scenario, options=False):
        found = _found(scenario, said, names)
        text = found.text if out is not None and out.suffix.lower() != ".json" else ""
    Delivery(None, json, quiet).one(found)
    if out is not None and not text:
        hand_over(as_json(found.document), out)
        say(f"{out}: what was answered and found, to be read with --answers")
    elif out is not None:
        hand_over(text, out)
        lost = "" if found.keeps_comments else "; its comments could not be kept"
        say(f"{out}: the scenario with these values{lost}")
    elif not quiet and not json:
        say("--out FILE.yaml writes the scenario with these values")


def _found(scenario: Scenario, said: Sequence[Answer], names: Sequence[str]) -> Calibrated:
    from sim.api.calibrated import Calibrated
    from sim.study.calibrate.calibration import calibrate as calibrated

    return Calibrated(calibrated(scenario, said, names))


def _read(path: Path, scenario: Scenario) -> tuple[Answer, ...]:
    """The answers of a file; what is wrong with them is told with its line."""
    from sim.errors import ScenarioError
    from sim.scenario.reading import contents_or_problem
    from sim.scenario.source import MAX_BYTES
    from sim.study.calibrate.answers import read_answers
    from sim.study.calibrate.outcomes import Outcomes

    try:
        return read_answers(str(path), contents_or_problem(path, MAX_BYTES, str(path)), Outcomes(scenario))
    except ScenarioError as error:
        raise refused(error) from None


def _asked(scenario: Scenario, names: Sequence[str], most: int | None) -> tuple[Answer, ...]:
    from sim.cli.play.console import Terminal
    from sim.study.calibrate.questions import Interview

    return asked(Terminal(), scenario, Interview(scenario, names), most)


def asked(console: Console, scenario: Scenario, interview: Interview, most: int | None) -> tuple[Answer, ...]:
    """Ask until nothing is left to find out, or nobody answers any more.

    Parameters
    ----------
    console : Console
        Where people read and type.
    interview : Interview
        The questions.
    most : int or None
        Questions, most.
    """
    from sim.show.studies.calibrate_questions import question_words
    from sim.show.text.style import heading, paragraph

    console.say(heading(scenario.title))
    console.say(paragraph("What is as good as what? At every question, ? tells what can be typed."))
    met: list[tuple[Query, Answer | None]] = []
    while most is None or len(met) < most:
        query = interview.next()
        if query is None:
            break
        console.say(
            f"\n{heading(_counted(len(met), interview, query, most))}\n{paragraph(question_words(scenario, query))}"
        )
        try:
            typed = _typed(console, scenario, query)
        except EOFError:
            break
        if typed == "q":
            break
        if typed == "b":
            _back(interview, met, query)
            continue
        answer = query.answered(*typed) if isinstance(typed, tuple) else None
        met.append((query, answer))
        if answer is not None:
            interview.note(query)
    console.say("")
    return tuple(answer for _, answer in met if answer is not None)


def _counted(met: int, interview: Interview, query: Query, most: int | None) -> str:
    """The number of a question, and of how many at most."""
    last = met + 1 + interview.left(query)
    return f"Question {met + 1} of at most {last if most is None else min(last, most)}"


def _back(interview: Interview, met: list[tuple[Query, Answer | None]], query: Query) -> None:
    """Take the last answer back, and ask its question again before this one."""
    interview.waiting.insert(0, query)
    if met:
        last, answer = met.pop()
        interview.waiting.insert(0, last)
        if answer is not None:
            interview.known.pop()


def _typed(console: Console, scenario: Scenario, query: Query) -> str | tuple[Fraction, Fraction]:
    """What was typed: a share or two, or a letter; asked again until it is one of them."""
    from sim.show.studies.calibrate_questions import prompt_words
    from sim.show.text.style import paragraph
    from sim.study.calibrate.questions import share_of

    prompt, help_, whole = prompt_words(scenario, query)
    while True:
        typed = console.ask(f"  {prompt}: ").strip().lower()
        if typed in ("", "s", "skip"):
            return ""
        if typed in ("q", "quit", "b", "back"):
            return typed[0]
        if typed in ("?", "h", "help"):
            console.say(paragraph(help_))
            continue
        span = share_of(typed, whole)
        if span is not None:
            return span
        console.say(paragraph(f"'{typed}' is no answer here; ? tells what can be typed."))
