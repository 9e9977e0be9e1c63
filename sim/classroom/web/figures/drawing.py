"""A picture of lines, bars and words as SVG, its colours left to the style of the page."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.show.text.escapes import in_html
from sim.show.text.letters import width as columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 380.0
"""Units across a picture: a phone's width, so that letters keep their size there and grow on a wall."""

LETTER = 7.0
"""Units across a letter, about, at the size of most words."""

SIDES = ("one", "two")
"""What the style calls the two sides."""

NONE = "\N{EN DASH}"
"""Stands where there is no number."""


class Drawing:
    """A picture that grows downwards.

    Parameters
    ----------
    height : float
        Units down.
    label : str
        What it shows, for those who cannot see it.
    """

    def __init__(self, height: float, label: str) -> None:
        self.height, self.label = height, label
        self.parts: list[str] = []

    def put(self, tag: str, words: str = "", /, **marks: object) -> None:
        """An element, with attributes whose names have ``_`` for ``-``, and a last one left out."""
        told = "".join(f' {name.rstrip("_").replace("_", "-")}="{_written(value)}"' for name, value in marks.items())
        self.parts.append(f"<{tag}{told}>{in_html(words)}</{tag}>")

    def words(self, x: float, y: float, text: str, class_: str = "", anchor: str = "start") -> None:
        """A line of text."""
        self.put("text", text, x=x, y=y, class_=class_, text_anchor=anchor)

    def line(self, x1: float, y1: float, x2: float, y2: float, class_: str, **marks: object) -> None:
        """A straight line."""
        self.put("line", "", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_, **marks)

    def curve(self, points: Sequence[tuple[float, float]], class_: str) -> None:
        """A line through points, with a dot at each."""
        self.put("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), class_=f"line {class_}")
        for x, y in points:
            self.put("circle", cx=x, cy=y, r=3, class_=f"dot {class_}")

    def html(self) -> Markup:
        """The picture."""
        box, label = f"0 0 {WIDTH:.0f} {self.height:.0f}", in_html(self.label)
        head = f'<svg class="picture" role="img" viewBox="{box}" aria-label="{label}">'
        return Markup(head + "".join(self.parts) + "</svg>")


def _written(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else in_html(str(value))


def figure(caption: str, drawing: Drawing, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """A picture with its heading, and the same in numbers.

    Parameters
    ----------
    caption : str
        What it shows.
    head, rows : sequence
        The numbers as a table.
    """
    heads = "".join(f'<th scope="col">{in_html(cell)}</th>' for cell in head)
    lines = "".join(
        "<tr>" + "".join(f"<{t}>{in_html(cell)}</{t[:2]}>" for t, cell in zip(_tags(row), row, strict=True)) + "</tr>"
        for row in rows
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    told = f"<details><summary>In numbers</summary>{table}</details>"
    return Markup(f"<figure><figcaption>{in_html(caption)}</figcaption>{drawing.html()}{told}</figure>")


def _tags(row: Sequence[str]) -> list[str]:
    return ['th scope="row"', *["td"] * (len(row) - 1)]


def cut(text: str, width: float) -> str:
    """Words that fit into so many units, cut where they do not.

    Parameters
    ----------
    text : str
        The words.
    width : float
        Units that there are.
    """
    letters = int(width / LETTER)
    if columns_of(text) <= letters:
        return text
    kept = ""
    for letter in text:
        if columns_of(kept + letter) > letters - 1:
            break
        kept += letter
    return kept.rstrip() + "…"


def wrapped(text: str, width: float) -> list[str]:
    """Words in as many lines as they need, up to three; the last is cut where that is not enough.

    Parameters
    ----------
    text : str
        The words.
    width : float
        Units that there are.
    """
    lines = textwrap.wrap(text, max(8, int(width / LETTER))) or [""]
    return lines if len(lines) <= 3 else [*lines[:2], cut(" ".join(lines[2:]), width)]


def share_axis(drawing: Drawing, left: float, right: float, top: float, bottom: float) -> None:
    """Lines at 0, half and all, up a picture."""
    for share, words in ((0.0, "0"), (0.5, "50%"), (1.0, "100%")):
        y = bottom - share * (bottom - top)
        drawing.line(left, y, right, y, "axis" if share == 0 else "rule")
        drawing.words(left - 5, y + 4, words, "small soft", "end")


def unquoted(text: str) -> str:
    """Words without the quotation marks around them; those of a name inside them stay."""
    first, last = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
    inner = text.removeprefix(first).removesuffix(last)
    return inner if text.startswith(first) and text.endswith(last) and first not in inner else text
