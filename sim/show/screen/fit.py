"""An answer cut to one screen: tables that have no room, those that matter least, are left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.show.screen.screen import as_screen

if TYPE_CHECKING:
    from sim.show.text.brief import Brief

LINES, COLUMNS = 40, 80
"""What a screen holds."""


def fitted(brief: Brief, lines: int = LINES) -> Brief:
    """An answer with as many of its tables, the first of them always, as a screen of 80 columns has lines for.

    Parameters
    ----------
    lines : int
        Lines of the screen.
    """
    kept = brief
    while len(kept.tables) > 1 and as_screen(kept, None, COLUMNS, colour=False).count("\n") > lines:
        kept = replace(kept, tables=kept.tables[:-1])
    return kept
