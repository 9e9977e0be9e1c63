"""The command that lays scenario files out, or says which are not laid out."""

from __future__ import annotations

import os
import stat
from dataclasses import asdict
from pathlib import Path  # typer reads the annotations
from typing import Annotated, Any

import typer

from sim.cli.app import app
from sim.cli.delivery import as_json, deliver, hand_over, write_text
from sim.cli.failures import FailureError, for_each, refused
from sim.cli.loading import STANDARD_INPUT, standard_input
from sim.cli.options import Json, Quiet, TimeLimit
from sim.cli.upkeep.shell.completing import complete_files
from sim.deadline import within
from sim.study.options import TIME_LIMIT


@app.command()
def fmt(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Scenario files, or - for standard input, which is printed.",
            autocompletion=complete_files,
            show_default=False,
        ),
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail (exit 1) if a file would be written anew.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
    time_limit: TimeLimit = TIME_LIMIT,
) -> None:
    """Lay scenario files out: indentation, blanks, empty lines. Values, their order and comments stay as they are.

    \b
    detente fmt my.yaml
    detente fmt --check my.yaml other.yaml
    """
    from sim.errors import Problem

    results: list[dict[str, Any]] = []
    names = [str(file) for file in files]
    if json and not check and "-" in names:
        raise FailureError("-: standard input is printed, and --json prints a document: leave one of them out", 2)

    def work(name: str) -> None:
        entry = {"file": name, "valid": False, "changed": False, "written": False, "errors": []}
        results.append(entry)
        try:
            before, after = _read(name, time_limit)
        except FailureError as failure:
            problems = failure.problems or (Problem(name, 0, 0, "", str(failure)),)
            entry["errors"] = [{k: v for k, v in asdict(p).items() if k != "file"} for p in problems]
            raise
        changed = before != after.encode()
        entry |= {"valid": True, "changed": changed, "written": changed and not check and name != "-"}
        if name == "-" and not check:
            hand_over(after)
        elif changed and check:
            raise FailureError(f"{name}: is not laid out; 'detente fmt {name}' does it")
        elif changed:
            _replace(Path(name), after)
        if not (quiet or json or name == "-"):
            deliver(f"{name}: {'laid out' if changed else 'as it should be'}")

    try:
        for_each(names, work)
    finally:
        if json:
            hand_over(as_json({"format": 1, "files": results}))


def _read(name: str, time_limit: float) -> tuple[bytes, str]:
    """What a file holds, and its text laid out."""
    from sim.errors import ScenarioError, TimeLimitError
    from sim.scenario.catalog import find
    from sim.scenario.changes.layout import formatted
    from sim.scenario.reading import contents_or_problem
    from sim.scenario.source import MAX_BYTES

    if name != "-" and not Path(name).exists() and find(name) is not None:
        copied = f"'detente catalog {name} --out my.yaml' makes it a file of yours"
        raise FailureError(f"{name} is a bundled scenario: {copied}")
    try:
        with within(time_limit):
            shown = STANDARD_INPUT if name == "-" else name
            raw = standard_input(MAX_BYTES) if name == "-" else contents_or_problem(Path(name), MAX_BYTES, name)
            return raw, formatted(shown, raw)
    except ScenarioError as error:
        raise refused(error) from None
    except TimeLimitError as error:
        raise FailureError(f"{name}: {error}; allow more with --time-limit") from None


def _replace(path: Path, text: str) -> None:
    """Write a file anew where it is, whoever points to it, for those who could read it."""
    from sim.show.output import write

    there = path.resolve()
    if not os.access(there, os.W_OK):
        raise FailureError(f"{path} cannot be written: permission denied")
    mode = stat.S_IMODE(there.stat().st_mode)
    write(there, lambda to: write_text(to, text))
    there.chmod(mode)
