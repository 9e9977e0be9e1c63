"""The three parts of a debrief, each made by a function that takes the class and the part of it that was played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.classroom.web.figures.shown import figures_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from sim.classroom.open_class import OpenClass

CHAPTERS = {"done": "What you did", "theory": "What theory says", "others": "What others did"}
"""Chapters by what their addresses end in, with their headings."""


MAKERS: dict[str, Callable[[OpenClass, int], Markup]] = {"done": figures_of}
"""What makes each chapter; a chapter that nothing makes has no page."""


def chapter_of(name: str, room: OpenClass, part: int) -> Markup:
    """A chapter of the debrief as HTML.

    Parameters
    ----------
    name : str
        One of `MAKERS`.
    room : OpenClass
        The class.
    part : int
        Number of the part.
    """
    return MAKERS[name](room, part)


def tabs_of(way: str, part: int) -> list[tuple[str, str, str]]:
    """The chapters that there are: name, heading and address.

    Parameters
    ----------
    way : str
        Where results are.
    part : int
        Number of the part.
    """
    ends = {name: "" if name == "done" else f"/{name}" for name in CHAPTERS}
    return [(name, words, f"{way}/{part}{ends[name]}") for name, words in CHAPTERS.items() if name in MAKERS]
