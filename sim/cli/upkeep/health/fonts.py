"""Fonts of pictures: which are used, and whether they have the letters that names are written in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sim.cli.upkeep.health.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

AREA = "Pictures"

SCRIPTS = {
    "Latin letters": "ABCxyz\u00e4\u00e9\u00f1\u0142",
    "signs and Greek": "\u2212\u2013\u2014\u2264\u2265\u2192\u00d7\u00b7\u00bd\u03b1\u03b4\u03c0",
    "Cyrillic letters": "\u041c\u0438\u0440",
    "Korean letters": "\ubd81\ud55c",
    "Chinese letters": "\u8c08\u5224",
    "Japanese letters": "\u304b\u306a\u30ab\u30ca",
}
_NEEDED = ("Latin letters", "signs and Greek")


def rows() -> Iterator[Row]:
    """A row for each script: the fonts that have its letters, or that none has."""
    from sim.show.fonts import USUAL, families

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # that its list is made anew is no news
    for name, letters in SCRIPTS.items():
        others, lacking = families(frozenset(letters))
        if not lacking:
            yield Row(AREA, name, "ok", ", ".join(others or (USUAL,)))
        elif name in _NEEDED:
            again = "pip install --force-reinstall matplotlib, whose font is damaged"
            yield Row(AREA, name, "fails", f"no font has {lacking}", again)
        else:
            install = "install a font that has them, such as Noto Sans CJK, if names are written so"
            yield Row(AREA, name, "note", "no font has them; pictures show empty boxes", install)


def drawing() -> Iterator[Row]:
    """Whether a picture can be made at all."""
    from io import BytesIO

    from matplotlib.figure import Figure

    figure = Figure(figsize=(1, 1))
    figure.text(0.5, 0.5, "1")
    into = BytesIO()
    figure.savefig(into, format="png")
    drawn = into.getvalue().startswith(b"\x89PNG")
    yield Row(AREA, "a test picture", "ok" if drawn else "fails", "drawn" if drawn else "not drawn")
