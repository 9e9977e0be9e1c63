"""The command line: parse, call, show."""

from __future__ import annotations

import io
import sys
from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from sim import __version__
from sim.cli.options import File, Files, Force, Json, Out, Quiet, Select, Settings, Solve, TimeLimit, complete_names
from sim.cli.work import (
    PICTURES,
    FailureError,
    PipeClosedError,
    as_json,
    check_out,
    compile_game,
    deliver,
    draw_to,
    for_each,
    load_scenario,
    say,
    solve_scenario,
)

if TYPE_CHECKING:
    from sim.engine.solve import Solution
    from sim.scenario.scenario import Scenario

app = typer.Typer(
    name="detente",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Negotiations as games: who concedes, who holds out, in which order, and why.

\b
    detente run action-for-action           solve a scenario and tell the story
    detente run my.yaml --set leakage=0.4   change a parameter
    detente plot action-for-action          draw it
    detente compare dismantle-first relief-first action-for-action
    detente new my.yaml                     start a scenario of your own
    detente catalog                         list the scenarios that come along
""",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


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
    from sim.show.story import one_line, story

    check_out(out, force, (".txt", ".json", *PICTURES))
    if out is not None and out.suffix.lower() in PICTURES and len(files) > 1:
        raise FailureError("--out with a picture takes one file", 2)
    documents: list[dict[str, Any]] = []
    stories: list[str] = []

    def work(name: str) -> None:
        scenario = load_scenario(name, settings)
        solution = solve_scenario(scenario, select, solve, time_limit)
        documents.append(document(scenario, solution, all_states))
        stories.append(one_line(scenario, solution) if quiet else story(scenario, solution))
        if out is not None and out.suffix.lower() in PICTURES:
            draw_to(scenario, solution, out, None)
        if strict and not solution.certified:
            raise FailureError(f"{scenario.file}: the result is not certified (--strict)")

    failure: FailureError | None = None
    try:
        for_each(files, work)
    except FailureError as error:
        failure = error
    # A file holds the whole result or does not exist; what could be solved is printed all the same.
    if documents and (out is None or (failure is None and out.suffix.lower() not in PICTURES)):
        structured = json or (out is not None and out.suffix.lower() == ".json")
        text = as_json(documents if len(files) > 1 else documents[0]) if structured else "\n".join(stories)
        deliver(text, out)
    elif documents and failure is None:
        deliver("\n".join(stories), None)
    if failure is not None:
        raise failure


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
            help="path or lattice (concessions), matrix or best-responses (matrix).",
            show_default=False,
        ),
    ] = None,
    solve: Solve = None,
    select: Select = "payoff-dominant",
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
    draw_to(scenario, solve_scenario(scenario, select, solve, time_limit), target, view)
    if not quiet:
        typer.echo(str(target))


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
            typer.echo(f"{name}: ok ({scenario.kind}; {', '.join(f'{v:,} {k}' for k, v in told.items())})")

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
    from sim.show.comparison import compare_table, comparison

    del quiet
    check_out(out, force, (".txt", ".json"))
    solved: list[tuple[Scenario, Solution]] = []

    def work(name: str) -> None:
        scenario = load_scenario(name, settings)
        solved.append((scenario, solve_scenario(scenario, select, None, time_limit)))

    for_each(files, work)
    structured = json or (out is not None and out.suffix.lower() == ".json")
    deliver(as_json(comparison(solved)) if structured else compare_table(solved), out)


@app.command()
def catalog(
    name: Annotated[
        str | None,
        typer.Argument(help="Print this scenario's file.", autocompletion=complete_names, show_default=False),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List the scenarios that come along, or print one.

    \b
    detente catalog
    detente catalog stag-hunt > my.yaml
    """
    from sim.scenario.catalog import entries, find, suggestion
    from sim.show.style import columns

    if name is not None:
        path = find(name)
        if path is None:
            raise FailureError(f"there is no bundled scenario '{name}' ({suggestion(name)})")
        deliver(path.read_text(encoding="utf-8"), None)
        return
    if quiet:
        typer.echo("\n".join(entry.name for entry in entries()))
        return
    scenarios = [(entry.name, load_scenario(str(entry.path), [])) for entry in entries()]
    if json:
        listing = [{"name": n, "title": s.title, "kind": s.kind, "summary": s.summary} for n, s in scenarios]
        deliver(as_json({"format": 1, "scenarios": listing}), None)
        return
    width = max(len(n) for n, _ in scenarios)
    typer.echo(columns([[f"{n.ljust(width)}  {s.title}"] for n, s in scenarios], indent=""))


@app.command()
def schema(out: Out = None, force: Force = False) -> None:
    """Print the JSON Schema of scenario files, for editors.

    \b
    detente schema --out detente.schema.json
    """
    from sim.scenario.schema import json_schema

    check_out(out, force, (".json",))
    deliver(as_json(json_schema()), out)


@app.command()
def new(
    file: Annotated[
        Path | None, typer.Argument(help="The file to start; printed if left out.", show_default=False)
    ] = None,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="concessions, matrix or tree.")] = "concessions",
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    quiet: Quiet = False,
) -> None:
    """Start a scenario: a commented file that runs as it is.

    \b
    detente new my.yaml
    detente new my-matrix.yaml --kind matrix
    """
    from sim.scenario.template import TEMPLATES
    from sim.show.output import check_target

    if kind not in TEMPLATES:
        raise FailureError(f"--kind: there is a template for {' and '.join(TEMPLATES)}, not for '{kind}'", 2)
    if file is not None:
        check_target(file, force)
    deliver(TEMPLATES[kind], file)
    if file is not None and not quiet:
        typer.echo(f"{file}: a scenario to start from; try 'detente run {file}'")


@app.command(name="export")
def export_game(
    file: File,
    out: Out = None,
    settings: Settings = [],  # noqa: B006
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write a matrix game as Gambit's .nfg, or a game tree as its .efg.

    \b
    detente export stag-hunt --out stag-hunt.nfg
    """
    from sim.games.stochastic import StochasticGame
    from sim.show.gambit import export

    check_out(out, force, (".nfg", ".efg"))
    scenario = load_scenario(file, settings)
    game = compile_game(scenario)
    if isinstance(game, StochasticGame):
        raise FailureError(f"{scenario.file}: concession games cannot be exported yet; matrix games and trees can")
    suffix = out.suffix.lower() if out else ".nfg" if scenario.kind == "matrix" else ".efg"
    try:
        deliver(export(scenario, game, suffix), out)
    except ValueError as error:
        raise FailureError(f"--out: {error}", 2) from None
    if out and not quiet:
        typer.echo(str(out))


@app.command(name="import")
def import_game(
    file: Annotated[Path, typer.Argument(help="A .efg or .nfg file of a two-player game.", show_default=False)],
    out: Out = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Read a game in Gambit's .efg or .nfg into a scenario file.

    \b
    detente import poker.efg --out poker.yaml
    """
    from sim.scenario.errors import ScenarioError
    from sim.scenario.gambit import from_gambit
    from sim.show.output import report

    check_out(out, force, (".yaml", ".yml"))
    try:
        text = from_gambit(str(file), file.read_bytes().decode("utf-8", errors="replace"))
    except OSError as error:
        raise FailureError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ScenarioError as error:
        report(error)
        raise FailureError from None
    deliver(text, out)
    if out and not quiet:
        typer.echo(str(out))


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 the input or a computation failed, 2 wrong usage."""
    from sim.show.output import OutputError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(standalone_mode=True)
        code = 0
    except SystemExit as leave:
        code = leave.code if isinstance(leave.code, int) else 1
    except FailureError as failure:
        if str(failure):
            say(str(failure))
        code = failure.code
    except OutputError as error:
        say(str(error))
        code = 1
    except (BrokenPipeError, PipeClosedError):
        code = 0
        _hush()
    except OSError as error:
        say(f"the output cannot be written: {(error.strerror or str(error)).lower()}")
        code = 1
        _hush()
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        from sim.engine.bimatrix import CertificateError

        if not isinstance(error, CertificateError):
            raise
        say(f"an error in detente itself, nothing is printed: {error}")
        code = 1
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _hush()
    except OSError as error:
        say(f"the output cannot be written: {(error.strerror or str(error)).lower()}")
        code = 1
        _hush()
    sys.exit(code)


def entry() -> NoReturn:
    """Run the command line as a process of its own, and leave at once when it is done.

    Taking down the modules that nashpy loads costs a fifth of a short run and nothing is left to be done by it.
    """
    import os

    try:
        main()
    except SystemExit as leave:
        if sys.stderr is not None:
            sys.stderr.flush()
        os._exit(leave.code if isinstance(leave.code, int) else 1)


def _hush() -> None:
    """Keep the interpreter from complaining about the closed pipe when it flushes at exit."""
    import os

    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
