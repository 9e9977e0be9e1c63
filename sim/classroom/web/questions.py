"""A seat's question as a page needs it, and an answer as the class takes it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.classroom.views.seat_view import Question, SeatView

SIDES = ("one", "two")
"""What the style calls the two sides."""

MOST_BUTTONS = 12
"""Options, most, that have a button each; more are picked from a list."""

LABELS = {"threshold": "The least that you accept", "number": "What you ask for yourself"}
"""What a number is where a whole is shared."""

SHORT = 4
"""Columns of a matrix, most, that are told on the buttons."""

ISSUE = "issue."
"""What names of fields of a package begin with."""


@dataclass(frozen=True)
class Asked:
    """What a page shows beside a question.

    Parameters
    ----------
    label : str
        What a number is.
    step, slide : str
        Step of the number, and of its slider.
    middle : str
        Where the slider stands at first.
    split : bool
        Whether the number is what one asks for of a whole.
    whole : str
        That whole.
    mine, theirs : str
        What the style calls both sides.
    role, other : str
        Their names.
    columns : tuple of str
        Headings of the options' cells.
    many : bool
        Whether there are too many options for a button each.
    short : bool
        Whether a matrix has so few columns that each button says what it pays.
    """

    label: str
    step: str
    slide: str
    middle: str
    split: bool
    whole: str
    mine: str
    theirs: str
    role: str
    other: str
    columns: tuple[str, ...]
    many: bool
    short: bool


def plain(value: float) -> str:
    """A number as a form holds it: a point, no thousands, a minus sign of the keyboard."""
    return f"{value:.12g}"


def styles_of(view: SeatView) -> tuple[str, str]:
    """What the style calls the own side, and the others; where there are several of these, they share one."""
    mine = (view.side or 0) % 2
    return SIDES[mine], SIDES[1 - mine]


def asked(view: SeatView, question: Question, shares: bool) -> Asked:
    """What a page shows beside a question.

    Parameters
    ----------
    view : SeatView
        Whose question it is.
    shares : bool
        Whether a number is what one asks for of a whole.
    """
    mine, theirs = styles_of(view)
    width = question.high - question.low
    step = question.step or 0.0
    slide = step or width / 100 or 1.0
    middle = question.low + slide * round(width / 2 / slide) if slide else question.low
    columns = tuple(question.columns)
    if question.options and len(columns) > len(question.options[0].cells):
        columns = columns[len(columns) - len(question.options[0].cells) :]  # the first heads the labels
    return Asked(
        label=question.label or (LABELS.get(question.kind, "Your number") if shares else "Your number"),
        step=plain(step) if step else "any",
        slide=plain(slide),
        middle=plain(middle),
        split=shares and question.kind == "number" and not question.label,
        whole=plain(question.high),
        mine=mine,
        theirs=theirs,
        role=view.role,
        other=view.other,
        columns=columns,
        short=question.payoffs is not None and len(question.payoffs.columns) <= SHORT,
        many=question.kind == "choice" and len(question.options) > MOST_BUTTONS,
    )


def answer_of(fields: Mapping[str, str]) -> str:
    """The choice that a form sends: a button's value, a number, or a package put together of its issues.

    Parameters
    ----------
    fields : mapping of str to str
        What the form holds.
    """
    if "choice" in fields:
        return _tidied(fields["choice"])
    parts = [f"{name.removeprefix(ISSUE)}={value}" for name, value in fields.items() if name.startswith(ISSUE)]
    return "+".join(parts)


def _tidied(text: str) -> str:
    """Without what a float adds to a number that was typed, such as ``0.30000000000000004``."""
    if len(text) > 12 and text.replace(".", "", 1).isdigit():
        value = float(text[:40])
        return plain(value) if math.isfinite(value) else text
    return text
