"""What holds of every answer on one screen: it fits, says nothing that is said nowhere else, its commands exist."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import click
import typer.main

from sim.cli.upkeep.commands import app
from sim.show.screen.fit import fitted
from sim.show.screen.screen import as_screen
from sim.show.text.blocks import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.show.text.brief import Brief

NUMBER = re.compile(r"(?<![\w.])[\N{MINUS SIGN}+]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?(?:/\d+)?%?")

QUOTED = re.compile("\N{LEFT DOUBLE QUOTATION MARK}[^\N{RIGHT DOUBLE QUOTATION MARK}]*\N{RIGHT DOUBLE QUOTATION MARK}")
"""Names of actions, which may be numbers that nothing computed."""


def check_brief(brief: Brief, story: str, document: Any, lines: int = 40) -> None:
    """Check an answer on one screen against the story and the data of the same answer.

    Parameters
    ----------
    story : str
        The answer at length.
    document : object
        The same as plain data.
    lines : int
        Most lines at 80 columns.
    """
    shown = as_screen(fitted(brief), None, 80, colour=False)
    assert shown.count("\n") <= lines, shown
    assert brief.answer
    assert all(told.strip() and "  " not in told for told in brief.answer), brief.answer
    for table in brief.tables:
        if not isinstance(table, Lines):
            assert table.caption
            assert all(len(row) == len(table.head) for row in table.rows if table.head)
    check_numbers(brief, story, document)
    for step in brief.then:
        check_command(step.command)


def check_numbers(brief: Brief, story: str, document: Any) -> None:
    """Every number is in the story, is one of the data as it is rounded, or is what rows above leave of all."""
    told = set(map(_bare, NUMBER.findall(story)))
    data = list(_floats(document))
    text = [*brief.answer, brief.caveat]
    for table in brief.tables:
        text += [] if isinstance(table, Lines) else [cell for row in _but_the_rest(table.rows) for cell in row]
    for piece in text:
        for found in NUMBER.findall(QUOTED.sub("", piece)):
            assert _bare(found) in told or any(_rounds_to(value, found) for value in data), (found, piece)


def _but_the_rest(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The rows without a last one of ``N more`` with a share, which is held against the shares of the others."""
    shares = [float(row[0][:-1]) for row in rows if row and re.fullmatch(r"[\d.]+%", row[0])]
    if not rows or not re.fullmatch(r"[\d,]+ more", rows[-1][1] if len(rows[-1]) > 1 else "") or not shares:
        return rows
    assert len(shares) == len(rows)
    assert abs(sum(shares) - 100) <= 0.05 * len(rows)
    return rows[:-1]


def _bare(number: str) -> str:
    number = number.replace(",", "").lstrip("+")
    return number.rstrip("0").rstrip(".") if "." in number else number


def _floats(data: Any) -> Iterator[float]:
    if isinstance(data, dict):
        for value in data.values():
            yield from _floats(value)
    elif isinstance(data, list):
        yield len(data)
        for value in data:
            yield from _floats(value)
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield float(data)
        yield float(data) + 1  # rounds of documents are counted from 0


def _rounds_to(value: float, told: str) -> bool:
    told = told.replace("\N{MINUS SIGN}", "-").replace(",", "")
    if told.endswith("%"):
        value, told = 100 * value, told[:-1]
    if "/" in told:
        one, two = told.split("/")
        return abs(value - int(one) / int(two)) < 1e-9
    places = len(told.partition(".")[2]) if "e" not in told else 12
    return abs(value - float(told)) <= 0.5000001 * 10**-places


def check_command(line: str) -> None:
    """A command that is named exists and takes what it is given."""
    program, name, *words = shlex.split(line)
    assert program == "detente"
    group = typer.main.get_command(app)
    with click.Context(group) as context:
        _, command, rest = group.resolve_command(context, [name, *words])  # type: ignore[attr-defined]
        command.make_context(name, rest, parent=context)
