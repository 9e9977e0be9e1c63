"""Commands that load scenarios, and solve, draw, check or compare them."""

from __future__ import annotations

from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.app import app
from sim.cli.options import Every, File, Files, Force, Json, Out, Quiet, Seed, Select, Settings, Solve, TimeLimit
from sim.cli.work import (
    PICTURES,
    FailureError,
    as_json,
    check_out,
    compile_game,
    deliver,
    draw_to,
    for_each,
    load_scenario,
    solve_scenario,
    tell,
)

if TYPE_CHECKING:
    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario


@app.command()
def run(
    files: Files,
    settings: Settings = [],  # noqa: B006 - typer copies it
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    solve: Solve = None,
    select: Select = "payoff-dominant",
    all_states: Annotated[
        bool, typer.Option("--all-states", help="With --json: strategies in every state play can reach.")
    ] = False,
    every: Every = False,
    seed: Seed = 0,
    strict: Annotated[bool, typer.Option("--strict", help="Fail (exit 1) if a result is not certified.")] = False,
    time_limit: TimeLimit = 60.0,
    force: Force = False,
) -> None:
    """Solve scenarios and tell the story.

    \b
    detente run action-for-action
    detente run my.yaml --set leakage=0.4 --json
    cat my.yaml | detente run -
    """
    from sim.show.document import document
    from sim.show.shown import one_line, story

    check_out(out, force, (".txt", ".json", *PICTURES))
    if out is not None and out.suffix.lower() in PICTURES and len(files) > 1:
        raise FailureError("--out with a picture takes one file", 2)
    structured = json or (out is not None and out.suffix.lower() == ".json")
    documents: list[dict[str, Any]] = []
    stories: list[str] = []

    def work(name: str) -> None:
        scenario = load_scenario(name, settings)
        solution = solve_scenario(scenario, select, solve, time_limit, every, seed)
        documents.append(document(scenario, solution, all_states))
        stories.append(one_line(scenario, solution) if quiet else story(scenario, solution))
        told = structured or not quiet
        if told and solution.concept == "pbe" and scenario.form == "concessions with hidden types":
            part = _add_first_steps(scenario, select, time_limit, documents[-1])
            stories[-1] += "" if quiet else part
        if out is not None and out.suffix.lower() in PICTURES:
            draw_to(scenario, solution, out, None)
        if strict and not solution.certified:
            raise FailureError(f"{scenario.file}: the result is not certified (--strict)")

    tell(files, work, documents, stories, json, out)


def _add_first_steps(scenario: Scenario, select: str, time_limit: float, document: dict[str, Any]) -> str:
    """Add to a document which first steps tell types apart, where that can be studied; the same for the story."""
    from sim.cli.reassurance import study_of
    from sim.show.reassurance.first_steps import first_steps_document, first_steps_part

    try:
        study = study_of(scenario, None, select, time_limit)
    except FailureError:
        return ""  # the equilibria stand without it; the command about reassurance says why there is none
    document["first_steps"] = first_steps_document(study)
    return "\n" + first_steps_part(study)


@app.command()
def plot(
    file: File,
    settings: Settings = [],  # noqa: B006
    out: Out = None,
    view: Annotated[
        str | None,
        typer.Option(
            "--view",
            metavar="VIEW",
            help="path, or lattice with a last round (concessions); matrix, or best-responses of two by two (matrix); "
            "payoffs (repeated matrix, --all); tree (tree); offers or convergence (offers); trust (concessions) or "
            "beliefs (matrix, tree) with something hidden. quantal, bargaining and learning are drawn with --solve.",
            show_default=False,
        ),
    ] = None,
    solve: Solve = None,
    select: Select = "payoff-dominant",
    every: Every = False,
    seed: Seed = 0,
    time_limit: TimeLimit = 60.0,
    quiet: Quiet = False,
    force: Force = False,
) -> None:
    """Draw a solved scenario (PNG, SVG or PDF) and print the picture's path.

    \b
    detente plot action-for-action
    detente plot action-for-action --view lattice --out lattice.svg
    """
    target = out or Path(f"{Path(file).stem if file != '-' else 'scenario'}{'-' + view if view else ''}.png")
    check_out(target, force, PICTURES)
    scenario = load_scenario(file, settings)
    draw_to(scenario, solve_scenario(scenario, select, solve, time_limit, every, seed), target, view)
    if not quiet:
        typer.echo(str(target))


def _counted(counts: dict[str, int]) -> list[str]:
    return [f"{count:,} {name.removesuffix('s') if count == 1 else name}" for name, count in counts.items()]


@app.command()
def check(files: Files, settings: Settings = [], json: Json = False, quiet: Quiet = False) -> None:  # noqa: B006
    """Check scenario files without solving them.

    \b
    detente check scenarios/*/*.yaml
    """
    from sim.show.sizes import size

    results: list[dict[str, Any]] = []

    def work(name: str) -> None:
        try:
            scenario = load_scenario(name, settings)
            told = size(compile_game(scenario))
        except FailureError:
            results.append({"file": name, "valid": False})
            raise
        results.append({"file": name, "valid": True, "kind": scenario.kind, **told})
        if not quiet and not json:
            typer.echo(f"{name}: ok ({scenario.kind}; {', '.join(_counted(told))})")

    try:
        for_each(files, work)
    finally:
        if json:
            deliver(as_json({"format": 1, "files": results}), None)


@app.command()
def compare(
    files: Files,
    settings: Settings = [],  # noqa: B006
    json: Json = False,
    out: Out = None,
    select: Select = "payoff-dominant",
    time_limit: TimeLimit = 60.0,
    quiet: Quiet = False,
    force: Force = False,
) -> None:
    """Put scenarios side by side.

    \b
    detente compare dismantle-first relief-first action-for-action
    """
    from sim.show.studies.comparison import compare_table, comparison

    del quiet
    check_out(out, force, (".txt", ".json"))
    solved: list[tuple[Scenario, Solution]] = []

    def work(name: str) -> None:
        scenario = load_scenario(name, settings)
        solved.append((scenario, solve_scenario(scenario, select, None, time_limit)))

    for_each(files, work)
    structured = json or (out is not None and out.suffix.lower() == ".json")
    deliver(as_json(comparison(solved)) if structured else compare_table(solved), out)
