"""An answer cut to one screen: tables that have no room, those that matter least, are left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.show.screen.screen import as_screen

if TYPE_CHECKING:
    from sim.show.text.brief import Brief

COLUMNS = 80
"""Columns of the screen that it is cut for."""


def fitted(brief: Brief) -> Brief:
    """An answer in no more lines than it may have; its first table and the first command are always kept."""
    kept, lines = brief, brief.lines
    while _lines(kept) > lines and len(kept.then) > 2:
        kept = replace(kept, then=kept.then[:-1])
    while _lines(kept) > lines and len(kept.tables) > 1:
        kept = replace(kept, tables=kept.tables[:-1])
    while _lines(kept) > lines and len(kept.then) > 1:
        kept = replace(kept, then=kept.then[:-1])
    return kept


def _lines(brief: Brief) -> int:
    return as_screen(brief, None, COLUMNS, colour=False).count("\n")
