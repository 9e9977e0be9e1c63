"""Colours of the terminal: the players' have the hues of the pictures."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from sim.show.text.letters import harmless, within
from sim.show.text.style import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

PLAYERS = ("#0087d7", "#d75f00")
"""The blue and the vermilion of the pictures, of one lightness that can be read on dark and on light; terminals with
256 colours have just these."""

TITLE = HEADING = ANSWER = "bold"
SURE, DOUBTFUL = "green", "bold red"
MARKED = "bold"


def console(room: int, colour: bool) -> Console:
    """Somewhere to write what is laid out: a text in memory, as wide as there is room.

    Parameters
    ----------
    room : int
        Columns.
    colour : bool
        Whether there are colours and bold letters.
    """
    options = {"width": room, "markup": False, "highlight": False, "emoji": False, "legacy_windows": False}
    made = Console(file=StringIO(), force_terminal=colour, no_color=not colour, **options)  # type: ignore[arg-type]
    if colour and made.color_system is None:
        made = Console(file=StringIO(), force_terminal=True, no_color=False, color_system="standard", **options)  # type: ignore[arg-type]
    return made


def player_style(player: int | None, emphasis: str = "") -> str:
    """The style of what belongs to a player; of what belongs to nobody the emphasis alone."""
    return emphasis if player is None else f"{emphasis} {PLAYERS[player % len(PLAYERS)]}".strip()


class Ink:
    """Words made fit for a terminal: nothing in them is an order, and its encoding has every letter of them.

    Parameters
    ----------
    encoding : str or None
        Of the console; None for one that has all letters.
    players : sequence of str
        Names that have colours.
    """

    def __init__(self, encoding: str | None, players: Sequence[str]) -> None:
        self._encoding = encoding
        self._players = [self.plain(name) for name in players]
        named = sorted(filter(None, map(str.strip, self._players)), key=len, reverse=True)
        self._names = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in named)) if named else None

    def plain(self, text: str) -> str:
        """A line of text."""
        return within(harmless(one_line(text)), self._encoding)

    def text(self, words: str, style: str = "") -> Text:
        """A line of text in a style."""
        return Text(self.plain(words), style=style)

    def prose(self, words: str, style: str = "") -> Text:
        """A line of text in which the players' names have their colours."""
        text = self.text(words, style)
        if self._names is not None:
            for match in self._names.finditer(text.plain):
                text.stylize(player_style(self._players.index(match.group())), *match.span())
        return text
