"""The command line: parse, call, show."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable  # noqa: TC003 - typer reads the annotations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from sim import __version__

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


def _complete_names(incomplete: str) -> list[str]:
    from sim.scenario.catalog import entries

    stems = [entry.name.rpartition("/")[2] for entry in entries()]
    return [stem for stem in stems if stem.startswith(incomplete)]


FILE_HELP = "A scenario file, the name of a bundled scenario, or - for standard input."
Files = Annotated[list[str], typer.Argument(help=FILE_HELP, autocompletion=_complete_names, show_default=False)]
File = Annotated[str, typer.Argument(help=FILE_HELP, autocompletion=_complete_names, show_default=False)]
Settings = Annotated[
    list[str], typer.Option("--set", "-s", metavar="NAME=VALUE", help="Set a parameter; repeatable.", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="PATH", help="Write to a file; its suffix says what.", show_default=False)
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file given by --out if it exists.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is essential.")]
Select = Annotated[
    str,
    typer.Option("--select", metavar="RULE", help="Equilibrium played where a stage game has several: payoff-dominant, welfare, first-best:PLAYER."),
]
Solve = Annotated[
    str | None,
    typer.Option("--solve", metavar="CONCEPT", help="Solution concept: nash (matrix), subgame-perfect (concessions).", show_default=False),
]
TimeLimit = Annotated[float, typer.Option("--time-limit", metavar="SECONDS", min=0.0, help="Give an enumeration up after this time.")]

PICTURES = (".png", ".svg", ".pdf")


class _Failure(Exception):
    """Something went wrong that has been, or is now to be, told on standard error."""

    def __init__(self, message: str = "", code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def _version(value: bool) -> None:
    if value:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


def _settings(pairs: Iterable[str]) -> dict[str, str]:
    result = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise _Failure(f"--set expects NAME=VALUE, found '{pair}'", 2)
        result[name.strip()] = value.strip()
    return result


def _load(name: str, pairs: Iterable[str]) -> Scenario:
    """Load one scenario; problems are told on standard error."""
    from sim.scenario.errors import ScenarioError
    from sim.scenario.load import load
    from sim.show.output import report

    settings = _settings(pairs)
    text = None
    if name == "-":
        if sys.stdin.isatty():
            raise _Failure("'-' reads a scenario from standard input, which is a terminal: pipe a file in, or name one", 2)
        text, name = sys.stdin.buffer.read(), "<stdin>"
    try:
        return load(name, settings, text)
    except ScenarioError as error:
        report(error)
        raise _Failure from None


def _solve(scenario: Scenario, select: str, concept: str | None, time_limit: float) -> Solution:
    from sim.engine.selection import Rule, parse_rule
    from sim.engine.solve import solve_matrix, solve_stochastic
    from sim.games.strategic import StrategicForm

    own = "nash" if scenario.kind == "matrix" else "subgame-perfect"
    if concept not in (None, own):
        raise _Failure(f"{scenario.file}: scenarios of kind {scenario.kind} are solved for {own}, not for '{concept}'", 2)
    game = _compile(scenario)
    if isinstance(game, StrategicForm):
        return solve_matrix(game, time_limit)
    rule = Rule()
    try:
        rule = parse_rule(select, game.players)
    except ValueError as error:
        raise _Failure(f"--select: {error}", 2) from None
    return solve_stochastic(game, rule)


def _compile(scenario: Scenario) -> Any:
    from sim.games import compile_scenario
    from sim.games.concessions import GameTooLarge
    from sim.scenario.errors import Problem, ScenarioError
    from sim.show.output import report

    try:
        return compile_scenario(scenario)
    except GameTooLarge as error:
        line, column = scenario.places["horizon"]
        report(ScenarioError([Problem(scenario.file, line, column, "horizon", str(error))], scenario.text))
        raise _Failure from None


def _each(files: list[str], work: Callable[[str], None]) -> None:
    """Do the work for each file; go on after a failure and fail at the end."""
    failed = 0
    for name in files:
        try:
            work(name)
        except _Failure as failure:
            if str(failure):
                _say(str(failure))
            failed = max(failed, failure.code)
    if failed:
        raise _Failure(code=failed)


def _say(message: str) -> None:
    from sim.show.output import complain

    complain(f"detente: {message}")


def _json(value: Any) -> str:
    import json

    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)


def _deliver(text: str, out: Path | None) -> None:
    """Print a text, or write it to a file."""
    from sim.show.output import write

    text = text if text.endswith("\n") else text + "\n"
    if out is None:
        sys.stdout.write(text)
    else:
        write(out, lambda path: _write_text(path, text))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _check_out(out: Path | None, force: bool, suffixes: tuple[str, ...]) -> None:
    from sim.show.output import check_target

    if out is not None:
        if out.suffix.lower() not in suffixes:
            raise _Failure(f"--out {out}: expected a name that ends in {', '.join(suffixes)}", 2)
        check_target(out, force)


@app.command()
def run(
    files: Files,
    settings: Settings = [],  # noqa: B006 - typer copies it
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    solve: Solve = None,
    select: Select = "payoff-dominant",
    all_states: Annotated[bool, typer.Option("--all-states", help="With --json: strategies in every state play can reach.")] = False,
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

    _check_out(out, force, (".txt", ".json", *PICTURES))
    if out is not None and out.suffix.lower() in PICTURES and len(files) > 1:
        raise _Failure("--out with a picture takes one file", 2)
    documents: list[dict[str, Any]] = []
    stories: list[str] = []

    def work(name: str) -> None:
        scenario = _load(name, settings)
        solution = _solve(scenario, select, solve, time_limit)
        documents.append(document(scenario, solution, all_states))
        stories.append(one_line(scenario, solution) if quiet else story(scenario, solution))
        if out is not None and out.suffix.lower() in PICTURES:
            _draw(scenario, solution, out, None)
        if strict and not solution.certified:
            raise _Failure(f"{scenario.file}: the result is not certified (--strict)")

    try:
        _each(files, work)
    finally:
        if documents:
            as_json = json or (out is not None and out.suffix.lower() == ".json")
            text = _json(documents if len(files) > 1 else documents[0]) if as_json else "\n".join(stories)
            _deliver(text, None if out is None or out.suffix.lower() in PICTURES else out)


def _draw(scenario: Scenario, solution: Solution, out: Path, view: str | None) -> None:
    from sim.show.output import write
    from sim.show.plot import draw

    try:
        write(out, lambda path: draw(scenario, solution, path, view))
    except ValueError as error:
        raise _Failure(f"{scenario.file}: {error}", 2) from None


@app.command()
def plot(
    file: File,
    settings: Settings = [],  # noqa: B006
    out: Out = None,
    view: Annotated[
        str | None,
        typer.Option("--view", metavar="VIEW", help="path or lattice (concessions), matrix or best-responses (matrix).", show_default=False),
    ] = None,
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
    _check_out(target, force or out is None, PICTURES)
    scenario = _load(file, settings)
    _draw(scenario, _solve(scenario, select, None, time_limit), target, view)
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
            scenario = _load(name, settings)
            told = size(_compile(scenario))
        except _Failure:
            results.append({"file": name, "valid": False})
            raise
        results.append({"file": name, "valid": True, "kind": scenario.kind, **told})
        if not quiet and not json:
            typer.echo(f"{name}: ok ({scenario.kind}; {', '.join(f'{v:,} {k}' for k, v in told.items())})")

    try:
        _each(files, work)
    finally:
        if json:
            _deliver(_json({"format": 1, "files": results}), None)


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
    _check_out(out, force, (".txt", ".json"))
    solved: list[tuple[Scenario, Solution]] = []

    def work(name: str) -> None:
        scenario = _load(name, settings)
        solved.append((scenario, _solve(scenario, select, None, time_limit)))

    _each(files, work)
    as_json = json or (out is not None and out.suffix.lower() == ".json")
    _deliver(_json(comparison(solved)) if as_json else compare_table(solved), out)


@app.command()
def catalog(
    name: Annotated[
        str | None, typer.Argument(help="Print this scenario's file.", autocompletion=_complete_names, show_default=False)
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
            raise _Failure(f"there is no bundled scenario '{name}' ({suggestion(name)})")
        sys.stdout.write(path.read_text(encoding="utf-8"))
        return
    if quiet:
        typer.echo("\n".join(entry.name for entry in entries()))
        return
    scenarios = [(entry.name, _load(str(entry.path), [])) for entry in entries()]
    if json:
        listing = [{"name": n, "title": s.title, "kind": s.kind, "summary": s.summary} for n, s in scenarios]
        _deliver(_json({"format": 1, "scenarios": listing}), None)
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

    _check_out(out, force, (".json",))
    _deliver(_json(json_schema()), out)


@app.command()
def new(
    file: Annotated[Path | None, typer.Argument(help="The file to start; printed if left out.", show_default=False)] = None,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="concessions or matrix.")] = "concessions",
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
        raise _Failure(f"--kind: there is a template for {' and '.join(TEMPLATES)}, not for '{kind}'", 2)
    if file is not None:
        check_target(file, force)
    _deliver(TEMPLATES[kind], file)
    if file is not None and not quiet:
        typer.echo(f"{file}: a scenario to start from; try 'detente run {file}'")


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 the input or a computation failed, 2 wrong usage."""
    from sim.show.output import OutputError

    try:
        app(standalone_mode=True)
        code = 0
    except SystemExit as leave:
        code = leave.code if isinstance(leave.code, int) else 1
    except _Failure as failure:
        if str(failure):
            _say(str(failure))
        code = failure.code
    except OutputError as error:
        _say(str(error))
        code = 1
    except BrokenPipeError:
        code = 0
        _hush()
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        from sim.engine.bimatrix import CertificateError

        if not isinstance(error, CertificateError):
            raise
        _say(f"an error in detente itself, nothing is printed: {error}")
        code = 1
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _hush()
    sys.exit(code)


def _hush() -> None:
    """Keep the interpreter from complaining about the closed pipe when it flushes at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
