"""Pictures of solved scenarios: one figure per view, saved as PNG, SVG or PDF.

Colours are two that all common kinds of colour vision tell apart: Okabe and Ito's blue, and their vermilion darkened
until words in it can be read. Every line and marker also differs in shape, so that a print in black and white says the
same. By WCAG 2.1 AA words have a contrast of 4.5 to 1, lines, marks and the edges of areas one of 3 to 1.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import unicodedata
import warnings
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sim.show.text.escapes import NO_FORMULAS, in_html, unmarked
from sim.show.text.words import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BytesIO
    from pathlib import Path
    from types import ModuleType

    from matplotlib.figure import Figure


COLOURS = ("#0072B2", "#B84E00")
DASHES = ("-", (0, (4, 1.5)), (0, (1, 1)), "-.")
"""Lines that are told apart without their colours; the first two are the players' where each has one line."""
MARKERS = ("o", "s")
GREY = "#666666"
MANY = (*COLOURS, "#007656", "#A6427D", "#7D6608", "#5B57C7", "#000000", "#5F5F5F")
"""Of as many parties or lines as there may be; in each of them words can be read."""

PALE = "#8c8c8c"
"""Marks of what is beside the point, and can still be seen."""

PALER = 0.8
"""Opacity of a player's colour where it steps back, and can still be seen."""

PAPERS = ("#eef5fb", "#fdf2ea")
"""What players' words can be read on."""

SHADE = "#f2f2f2"
"""What words of any colour can be read on."""

TINTS = ("#ddebf6", "#fae6d8", "#e6e6e6")
"""Inside of outlines, without words: of the first player, of the second, of both."""

GUIDE = "#dddddd"
"""Lines that only lead the eye: a number or a word says what they say."""

_SHIELD = "\N{WORD JOINER}"
"""Stands before the underscore of a label while a legend is made."""
MOST_NAMED = 8
"""Letters, most, that are named where no font has them."""

_STYLE: dict[str, Any] = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    # Ticks are the payoffs themselves, without a number in a corner that is to be added to them or multiplied.
    "axes.formatter.useoffset": False,
    "axes.formatter.limits": [-9, 15],
    "text.parse_math": False,
    "svg.hashsalt": "detente",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "savefig.dpi": 160,
}

_OF_THE_PROGRAM = {"backend", "backend_fallback", "interactive", "toolbar", "timezone", "date.epoch"}
"""Settings of matplotlib that are no matter of style, and are left as they are."""


def in_legend(label: str) -> str:
    """A label for a legend: matplotlib leaves out those that begin with an underscore, unless they are given so."""
    return f"{_SHIELD}{label}" if label.startswith("_") else label


def styled(make: Callable[[], Figure]) -> Figure:
    """A figure in the house's style.

    Parameters
    ----------
    make : callable
        Makes the figure.
    """
    return _made(make)[0]


def save(make: Callable[[], Figure], title: str, path: Path) -> str:
    """Make a figure in the house's style and save it.

    Parameters
    ----------
    make : callable
        Makes the figure.
    title : str
        What the file calls it.
    path : Path
        The file; its suffix decides the format.

    Returns
    -------
    lacking : str
        What to say of letters that no installed font has; empty if there are none.
    """
    return _save(make, title, path, path.suffix.lower().removeprefix("."))


def as_svg(make: Callable[[], Figure], title: str) -> str:
    """Make a figure in the house's style, as the text of an SVG file.

    Parameters
    ----------
    make : callable
        Makes the figure.
    title : str
        What the file calls it.
    """
    return in_memory(make, title, "svg")[0].decode("utf-8")


def svg_element(svg: str, about: str) -> str:
    """The text of an SVG file as an element of a page, whose identifiers are its own.

    Several of them can stand on one page.

    Parameters
    ----------
    svg : str
        The text.
    about : str
        What it shows, for those who cannot see it.
    """
    text = svg[svg.index("<svg") :].rstrip()
    mark = f"d{sha256(text.encode()).hexdigest()[:10]}-"
    text = re.sub(r"<[^>]+>", lambda tag: _own(tag.group(), mark), text)
    shown = f'<svg role="img" aria-label="{in_html(about)}" class="{NO_FORMULAS}"'
    return f'{shown} style="max-width: 100%; height: auto" ' + text.removeprefix("<svg ")


def _own(tag: str, mark: str) -> str:
    """A tag with a mark in front of each identifier that it has or refers to."""
    return re.sub(r'(?<=\sid=")|(?<=href="#)|(?<=url\(#)', mark, tag)


def in_memory(make: Callable[[], Figure], title: str, form: str) -> tuple[bytes, str]:
    """Make a figure in the house's style, as the bytes of a file.

    Parameters
    ----------
    make : callable
        Makes the figure.
    title : str
        What the file calls it.
    form : str
        ``png``, ``svg`` or ``pdf``.

    Returns
    -------
    content : bytes
        What the file holds.
    lacking : str
        What to say of letters that no installed font has; empty if there are none.
    """
    from io import BytesIO

    buffer = BytesIO()
    lacking = _save(make, title, buffer, form)
    return buffer.getvalue(), lacking


def _save(make: Callable[[], Figure], title: str, target: Path | BytesIO, form: str) -> str:
    figure, families, lacking = _made(make)
    metadata: dict[str, str | None] = {"Title": unmarked(title), "Creator": "detente"}
    if form == "png":
        metadata = {"Title": unmarked(title), "Software": "detente"}
    elif form == "svg":
        metadata["Date"] = None
    else:
        metadata["CreationDate"] = None
    with _house(families):
        figure.savefig(target, format=form, metadata=metadata)
    return _lacking(lacking, form)


def _made(make: Callable[[], Figure]) -> tuple[Figure, tuple[str, ...], str]:
    """A figure, the fonts that it needs beside the usual one, and the letters that no font has."""
    from sim.show.fonts import families

    with _house():
        figure = make()
        letters = _settle(figure)
        needed, lacking = families(letters)
    if needed:
        with _house(needed):
            figure = make()
            _settle(figure)
    return figure, needed, lacking


@contextmanager
def _house(families: tuple[str, ...] = ()) -> Iterator[None]:
    """Draw in the house's style and nothing else: no file or variable of the user's changes a picture.

    Parameters
    ----------
    families : tuple of str
        Fonts to look in for letters that the usual one lacks.
    """
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.CRITICAL)  # what it has to say of files and fonts is no help to who wants a picture
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            matplotlib = _matplotlib()
            plain = {k: v for k, v in matplotlib.rcParamsDefault.items() if k not in _OF_THE_PROGRAM}
            fonts = {"font.family": ["sans-serif", *families]}
            with matplotlib.rc_context(plain | _STYLE | fonts):
                yield
    finally:
        log.setLevel(level)


def _matplotlib() -> ModuleType:
    """The library, also where ``MPLBACKEND`` names a backend that is not installed, as in some notebooks.

    It would refuse to be loaded, though files are drawn without any. Whoever shows figures by pyplot keeps the backend
    that can be had.
    """
    known = sys.modules.get("matplotlib")
    if known is not None:
        return known
    backend = os.environ.pop("MPLBACKEND", None)
    try:
        import matplotlib
    finally:
        if backend is not None:
            os.environ["MPLBACKEND"] = backend
    if backend:
        with suppress(ValueError):
            matplotlib.rcParams["backend"] = backend
    return matplotlib


def _settle(figure: Figure) -> frozenset[str]:
    """Make the words of a figure mean nothing but themselves, and give the letters that they are written in."""
    from matplotlib.axis import Axis
    from matplotlib.text import Text

    letters: set[str] = set()
    for axis in figure.findobj(Axis):
        told = [label.get_text() for label in axis.get_ticklabels()]
        if told != [_plain(text) for text in told]:
            axis.set_ticklabels([_plain(text) for text in told])
    for text in figure.findobj(Text):
        text.set_text(_plain(text.get_text()))
        letters.update(text.get_text())
    return frozenset(letters)


def _plain(text: str) -> str:
    return unmarked(text.removeprefix(_SHIELD).replace("\t", " "))


def _lacking(letters: str, form: str) -> str:
    if not letters:
        return ""
    bases = [letter for letter in letters if unicodedata.category(letter)[0] != "M"] or list(letters)
    named = [quoted(letter) for letter in bases[:MOST_NAMED]]
    more = len(letters) - len(named)
    told = listed([*named, f"{more} more"] if more else named, "or")
    if form == "svg":
        return f"no installed font has {told}: whether the picture shows it depends on the fonts of who looks at it"
    return f"no installed font has {told}: boxes stand in the picture for what it cannot show"


def spread(heights: list[float], apart: float) -> list[float]:
    """Sorted heights moved as little as needed to lie a distance apart."""
    placed = list(heights)
    for _ in range(50):
        for k in range(len(placed) - 1):
            lack = apart - (placed[k + 1] - placed[k])
            if lack > 1e-12:
                placed[k] -= lack / 2
                placed[k + 1] += lack / 2
    return placed
