"""The three parts of a debrief, each made by a function that takes the class and the part of it that was played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.classroom.web.figures.shown import figures_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.classroom.open_class import OpenClass

CHAPTERS = {"done": "What you did", "theory": "What theory says", "others": "What others did"}
"""Chapters by what their addresses end in, with their headings."""


def _theory(room: OpenClass, part: int) -> Markup:
    """Equilibria beside what was done."""
    del room, part
    return Markup("<p>Not here yet.</p>")


def _others(room: OpenClass, part: int) -> Markup:
    """What people did elsewhere."""
    del room, part
    return Markup("<p>Not here yet.</p>")


MAKERS: dict[str, Callable[[OpenClass, int], Markup]] = {"done": figures_of, "theory": _theory, "others": _others}
"""What makes each chapter."""


def chapter_of(name: str, room: OpenClass, part: int) -> Markup:
    """A chapter of the debrief as HTML.

    Parameters
    ----------
    name : str
        One of `CHAPTERS`.
    room : OpenClass
        The class.
    part : int
        Number of the part.
    """
    return MAKERS[name](room, part)
