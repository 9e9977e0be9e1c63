"""What several commands do: load, solve, draw, deliver, and say what went wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from matplotlib.figure import Figure

    from sim.engine.selection import Rule
    from sim.engine.solution import Solution
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario

PICTURES = (".png", ".svg", ".pdf")


class FailureError(Exception):
    """Something went wrong that has been, or is now to be, told on standard error."""

    def __init__(self, message: str = "", code: int = 1) -> None:
        super().__init__(message)
        self.code = code


class PipeClosedError(Exception):
    """Whoever read the output has stopped reading."""


def parse_settings(pairs: Iterable[str]) -> dict[str, str]:
    """Split ``NAME=VALUE`` pairs."""
    result = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise FailureError(f"--set expects NAME=VALUE, found '{pair}'", 2)
        result[name.strip()] = value.strip()
    return result


def load_scenario(name: str, pairs: Iterable[str]) -> Scenario:
    """Load one scenario; problems are told on standard error."""
    from sim.errors import ScenarioError
    from sim.scenario.load import load
    from sim.show.output import report

    settings = parse_settings(pairs)
    text = None
    if name == "-":
        if sys.stdin is None or sys.stdin.isatty():
            raise FailureError(
                "'-' reads a scenario from standard input, which is a terminal or closed: pipe a file in, or name one",
                2,
            )
        text, name = sys.stdin.buffer.read(), "<stdin>"
    try:
        return load(name, settings, text)
    except ScenarioError as error:
        report(error)
        raise FailureError from None


def solve_scenario(
    scenario: Scenario, select: str, concept: str | None, time_limit: float, every: bool = False, seed: int = 0
) -> Solution:
    """Compile and solve a scenario, for the first concept of its kind if none is named."""
    from sim.engine.solve import solve
    from sim.errors import (
        AskError,
        GameTooLargeError,
        NoEquilibriumFoundError,
        PerfectRecallError,
        TimeLimitError,
        TreeTooLargeError,
    )

    try:
        return solve(scenario, concept, select, time_limit, every, seed)
    except AskError as error:
        raise FailureError(f"--{error.option}: {error}", 2) from None
    except TimeLimitError as error:
        raise FailureError(
            f"{scenario.file}: {error}; allow more with --time-limit, or make the game smaller"
        ) from None
    except NoEquilibriumFoundError as error:
        raise FailureError(f"{scenario.file}: {error}") from None
    except (TreeTooLargeError, PerfectRecallError, GameTooLargeError) as error:
        raise refusal(scenario, _key(scenario), str(error)) from None


def parse_rule_option(scenario: Scenario, select: str) -> Rule:
    """The selection rule that ``--select`` names."""
    from sim.engine.solve import rule_of
    from sim.errors import AskError

    try:
        return rule_of(scenario, select)
    except AskError as error:
        raise FailureError(f"--{error.option}: {error}", 2) from None


def compile_game(scenario: Scenario, hidden: bool = False) -> Any:
    """Compile a scenario; a game that is too large is told on standard error."""
    from sim.errors import GameTooLargeError
    from sim.games import compile_scenario

    try:
        return compile_scenario(scenario, hidden)
    except GameTooLargeError as error:
        raise refusal(scenario, _key(scenario), str(error)) from None


def _key(scenario: Scenario) -> str:
    """The key of a file that makes its game as large as it is."""
    return {"concessions": "horizon", "tree": "tree", "matrix": "payoffs"}.get(scenario.kind, "kind")


def unroll_game(scenario: Scenario, game: StochasticGame) -> GameTree:
    """A concession game as a game tree; one that is too large is told on standard error."""
    from sim.errors import GameTooLargeError
    from sim.games.concessions.unroll import unroll

    if game.horizon is None:
        raise refusal(scenario, "horizon", "a game without a last round has no game tree; give a number of rounds")
    try:
        return unroll(game).tree
    except GameTooLargeError as error:
        raise refusal(scenario, "horizon", str(error)) from None


def refusal(scenario: Scenario, key: str, message: str) -> FailureError:
    """Tell what is wrong with a key of a scenario on standard error; return the failure to raise."""
    from sim.errors import Problem, ScenarioError
    from sim.show.output import report

    line, column = scenario.places[key]
    report(ScenarioError([Problem(scenario.file, line, column, key, message)], scenario.text))
    return FailureError()


def for_each(files: list[str], work: Callable[[str], None]) -> None:
    """Do the work for each file; go on after a failure and fail at the end."""
    failed = 0
    for name in files:
        try:
            work(name)
        except FailureError as failure:
            if str(failure):
                say(str(failure))
            failed = max(failed, failure.code)
    if failed:
        raise FailureError(code=failed)


def tell(
    files: list[str],
    work: Callable[[str], None],
    documents: list[dict[str, Any]],
    stories: list[str],
    json: bool,
    out: Path | None,
) -> None:
    """Do the work for each file, and deliver the documents or stories that it has put together.

    A file holds the whole result or does not exist; what could be solved is printed all the same. Where ``--out`` is a
    picture, which the work has drawn, the text goes to standard output.
    """
    failure: FailureError | None = None
    try:
        for_each(files, work)
    except FailureError as error:
        failure = error
    suffix = out.suffix.lower() if out else ""
    target = None if suffix in PICTURES else out
    if documents and (failure is None or out is None):
        structured = json or suffix == ".json"
        text = as_json(documents if len(files) > 1 else documents[0]) if structured else "\n".join(stories)
        deliver(text, target)
    if failure is not None:
        raise failure


def say(message: str) -> None:
    """Print a message on standard error, with the program's name before it."""
    from sim.show.output import complain

    complain(f"detente: {message}")


def as_json(value: Any) -> str:
    """Text of a document; numbers keep their full precision."""
    import json

    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)


def deliver(text: str, out: Path | None) -> None:
    """Print a text, or write it to a file."""
    from sim.show.output import legible, write

    text = text if text.endswith("\n") else text + "\n"
    if out is None:
        _print(legible(text))
    else:
        write(out, lambda path: write_text(path, text))


def _print(text: str) -> None:
    """Print a text; a reader who has gone away is no error, and ends the command at once."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise PipeClosedError from None


def write_text(path: Path, text: str) -> None:
    """Write text in UTF-8."""
    path.write_text(text, encoding="utf-8")


def write_result(
    out: Path, title: str, draw: Callable[[], Figure], told: str, others: Mapping[str, Callable[[], str]]
) -> None:
    """Write what the file's suffix asks for: a picture, another text that there is for it, or else the story."""
    from sim.show.output import write
    from sim.show.pictures import save

    suffix = out.suffix.lower()
    if suffix in PICTURES:
        write(out, lambda path: save(draw, title, path))
        return
    text = others.get(suffix, lambda: told)()
    write(out, lambda path: write_text(path, text if text.endswith("\n") else text + "\n"))


def check_out(out: Path | None, force: bool, suffixes: tuple[str, ...]) -> None:
    """Refuse an ``--out`` that cannot work, before anything is computed."""
    from sim.show.output import check_target

    if out is not None:
        if out.suffix.lower() not in suffixes:
            raise FailureError(f"--out {out}: expected a name that ends in {', '.join(suffixes)}", 2)
        check_target(out, force)


def draw_to(scenario: Scenario, solution: Solution, out: Path, view: str | None) -> None:
    """Draw a solution into a file."""
    from sim.show.output import write
    from sim.show.pictures import draw

    try:
        write(out, lambda path: draw(scenario, solution, path, view))
    except ValueError as error:
        raise FailureError(f"{scenario.file}: {error}", 2) from None
