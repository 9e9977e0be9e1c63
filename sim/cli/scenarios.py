"""Commands that load scenarios, and solve, draw, check or compare them."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.app import app
from sim.cli.delivering import PLAIN, delivering
from sim.cli.delivery import Delivery, as_json, check_out, deliver, draw, hand_over
from sim.cli.design.draws import drawn, refuse_with_draws
from sim.cli.failures import FailureError, answering, for_each, say
from sim.cli.loading import load_game
from sim.cli.options import (
    Brief,
    Changes,
    Color,
    Every,
    File,
    Files,
    Force,
    Json,
    Out,
    Precision,
    Quiet,
    Renegotiation,
    RunDraws,
    Seed,
    Select,
    Settings,
    Slips,
    Solve,
    Strict,
    TimeLimit,
)
from sim.deadline import within
from sim.show.formats import PICTURES
from sim.study.options import SELECT, TIME_LIMIT
from sim.study.uncertain.options import DrawsOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.api.game import Game
    from sim.api.result import Result
    from sim.errors import Problem
    from sim.scenario.scenario import Scenario


@app.command()
@delivering
def run(
    files: Files,
    settings: Settings = [],  # noqa: B006 - typer copies it
    changes: Changes = [],  # noqa: B006
    delivery: Delivery = PLAIN,
    solve: Solve = None,
    select: Select = SELECT,
    all_states: Annotated[
        bool, typer.Option("--all-states", help="With --json: strategies in every state play can reach.")
    ] = False,
    every: Every = False,
    show: Annotated[
        int | None,
        typer.Option(
            "--show",
            metavar="N",
            min=1,
            help="Tell the equilibrium at corner N of those that --all lists (concessions).",
            show_default=False,
        ),
    ] = None,
    seed: Seed = 0,
    draws: RunDraws = None,
    precision: Precision = None,
    slips: Slips = None,
    renegotiation: Renegotiation = False,
    strict: Strict = False,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
) -> None:
    """Solve scenarios and tell the story.

    \b
    detente run action-for-action
    detente run my.yaml --set leakage=0.4 --json
    detente run action-for-action --select best:us
    detente run action-for-action --with "horizon=20, moves=simultaneous"
    detente run action-for-action --draws 1000
    """
    delivery.check((".txt", ".json", *PICTURES), force, len(files))
    if draws is not None:
        one = {"--solve": solve, "--all-states": all_states, "--all": every, "--show": show, "--precision": precision}
        refuse_with_draws(one | {"--slips": slips, "--renegotiation": renegotiation})
        asked = DrawsOptions(draws, seed, select, time_limit)
        return delivery.each(files, lambda name: drawn(name, settings, changes, asked), strict)
    if show is not None:
        if select != SELECT:
            raise FailureError("--show and --select each say which equilibrium is told; use one of them", 2)
        select, every = f"corner:{show}", False

    def solved(name: str) -> Result:
        with within(time_limit):
            game = load_game(name, settings, changes=changes)
            _mention(game.scenario, name)
            with answering(game.scenario):
                result = game.solve(
                    solve,
                    select=select,
                    every=every,
                    seed=seed,
                    precision=precision,
                    slips=slips,
                    renegotiation=renegotiation,
                    time_limit=time_limit,
                )
        return replace(result, all_states=all_states)

    delivery.each(files, solved, strict)


@app.command()
def plot(
    file: File,
    settings: Settings = [],  # noqa: B006
    changes: Changes = [],  # noqa: B006
    out: Out = None,
    view: Annotated[
        str | None,
        typer.Option(
            "--view",
            metavar="VIEW",
            help="path or lattice (concessions); payoffs (concessions with --all, repeated matrix); matrix, or "
            "best-responses of two by two (matrix); tree (tree); offers or convergence (offers); trust (concessions) "
            "or beliefs (matrix, tree) with something hidden. quantal, bargaining, learning, correlated (payoffs) and "
            "stackelberg (announcements of two actions) are drawn with --solve.",
            show_default=False,
        ),
    ] = None,
    solve: Solve = None,
    select: Select = SELECT,
    every: Every = False,
    seed: Seed = 0,
    precision: Precision = None,
    time_limit: TimeLimit = TIME_LIMIT,
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
    with within(time_limit):
        game = load_game(file, settings, changes=changes)
        with answering(game.scenario):
            result = game.solve(
                solve, select=select, every=every, seed=seed, precision=precision, time_limit=time_limit
            )
    with answering(game.scenario):
        draw(lambda: result.plot(view), result.title, target)
    if not quiet:
        deliver(str(target))


def _idle_keys(count: int) -> str:
    return f"{count:,} keys change nothing" if count > 1 else "a key changes nothing"


def _old_names(count: int) -> str:
    return f"{count:,} keys have old names" if count > 1 else "a key has an old name"


def _mention(scenario: Scenario, name: str) -> None:
    """Say in a line on standard error that there are keys that change nothing, if that is found out in time.

    What changes nothing only because a parameter was set or another key changed is not mentioned: the file is in order.
    """
    from sim.errors import TimeLimitError
    from sim.scenario.changes.outdated import outdated
    from sim.scenario.idle import idle

    for old in outdated(scenario):
        say(f"{old.file}:{old.line}:{old.column}: {old.message}")
    try:
        keys = [problem.key for problem in idle(scenario)]
        if keys and (scenario.settings or scenario.changes) and name != "-":
            always = {problem.key for problem in idle(load_game(name, []).scenario)}
            asked = {change.path for change in scenario.changes}
            keys = [key for key in keys if key in always | asked]
    except TimeLimitError:
        return
    keys = [f"'{key}'" for key in keys]
    if keys:
        more = f", and so do {len(keys) - 3:,} more" if len(keys) > 3 else ""
        told = f"{', '.join(keys[:3])} change{'s' if len(keys) == 1 else ''} nothing{more}"
        say(f"{scenario.file}: {told}; 'detente check' says why")


def _counted(counts: dict[str, int]) -> list[str]:
    return [f"{count:,} {name.removesuffix('s') if count == 1 else name}" for name, count in counts.items()]


@app.command()
def check(
    files: Files,
    settings: Settings = [],  # noqa: B006
    changes: Changes = [],  # noqa: B006
    json: Json = False,
    quiet: Quiet = False,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Fail (exit 1) if a key or a parameter changes nothing, or has an old name."),
    ] = False,
    time_limit: TimeLimit = TIME_LIMIT,
) -> None:
    """Check scenario files without solving them, and warn of what changes nothing in them.

    \b
    detente check scenarios/*/*.yaml
    """
    from sim.errors import Problem
    from sim.games import compile_scenario
    from sim.scenario.changes.outdated import outdated
    from sim.scenario.idle import idle
    from sim.show.game_size import game_size
    from sim.show.output import print_warnings

    results: list[dict[str, Any]] = []

    def work(name: str) -> None:
        try:
            with within(time_limit):
                scenario = load_game(name, settings, changes=changes).scenario
                with answering(scenario):
                    told = game_size(compile_scenario(scenario))
                    old, silent = outdated(scenario), idle(scenario)
        except FailureError as failure:
            errors = failure.problems or (Problem(name, 0, 0, "", str(failure)),)
            results.append({"file": name, "valid": False, "errors": _places(errors)})
            raise
        warnings = *old, *silent
        listed = {"errors": [], "warnings": _places(warnings)}
        results.append({"file": name, "valid": True, "kind": scenario.kind, **told, **listed})
        if not quiet and not json:
            deliver(f"{name}: ok ({scenario.kind}; {', '.join(_counted(told))})")
        print_warnings(warnings, scenario.text)
        if strict and warnings:
            counts = [_old_names(len(old))] * bool(old) + [_idle_keys(len(silent))] * bool(silent)
            raise FailureError(f"{name}: {' and '.join(counts)} (--strict)")

    try:
        for_each(files, work)
    finally:
        if json:
            hand_over(as_json({"format": 1, "files": results}))


def _places(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """What is wrong with a file, or changes nothing in it, as data."""
    return [{k: v for k, v in asdict(problem).items() if k != "file"} for problem in problems]


@app.command()
def compare(
    files: Files,
    settings: Settings = [],  # noqa: B006
    variants: Annotated[
        list[str],
        typer.Option(
            "--with",
            metavar="KEY=VALUE",
            help="A column for the file with another value at any key, several with commas between; repeatable.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    json: Json = False,
    out: Out = None,
    select: Select = SELECT,
    time_limit: TimeLimit = TIME_LIMIT,
    quiet: Quiet = False,
    brief: Brief = None,
    color: Color = "auto",
    force: Force = False,
) -> None:
    """Put scenarios side by side, or variants of one.

    \b
    detente compare dismantle-first relief-first action-for-action
    detente compare action-for-action --with leakage=0.4 --with 'actions=[concede,hold_out]'
    """
    from sim.api.listing import Comparison
    from sim.cli.loading import variant_of

    delivery = Delivery(out, json, quiet, brief=brief, color=color)
    delivery.check((".txt", ".json"), force)
    if variants and len(files) > 1:
        raise FailureError("--with makes columns of one file; name one", 2)
    results: list[Result] = []

    def answer(game: Game) -> None:
        with within(time_limit), answering(game.scenario):
            results.append(game.solve(select=select, time_limit=time_limit))

    def work(name: str) -> None:
        with within(time_limit):
            game = load_game(name, settings)
            games = [game, *(variant_of(game, text) for text in variants)]
        for each in games:
            answer(each)

    for_each(files, work)
    delivery.one(Comparison(tuple(results)))
