"""Fonts for letters that the usual one lacks: which of those installed has them, and which letters none has."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sim.show.text.letters import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

USUAL = "DejaVu Sans"
"""The font that comes with matplotlib; it has Latin, Greek, Cyrillic, Arabic, Hebrew and most signs."""

_PREFERRED = (
    ("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]", r"CJK KR|Nanum|Malgun|Apple SD|UnDotum|Baekmuk"),
    ("[\u3041-\u30ff]", r"CJK JP|Hiragino|Yu Gothic|Meiryo|IPA|Takao|VL Gothic"),
    ("[\u2e80-\u9fff]", r"CJK SC|PingFang|YaHei|Heiti|WenQuanYi|Droid Sans Fallback|SimHei"),
)
"""For letters of these scripts fonts of these names come first: Chinese letters look otherwise in each country."""


def families(letters: frozenset[str]) -> tuple[tuple[str, ...], str]:
    """Families of installed fonts that between them have all letters, and the letters that no font has.

    Parameters
    ----------
    letters : frozenset of str
        Letters that have to be drawn; those that cannot be seen do not count.

    Returns
    -------
    families : tuple of str
        In addition to the usual font, first those to look in first; empty where that has all.
    lacking : str
        The letters that none has, in their order in Unicode.
    """
    wanted = {letter for letter in letters if not letter.isspace() and harmless(letter) == letter}
    wanted -= _letters_of(USUAL)
    if not wanted:
        return (), ""
    found = []
    for family in _ordered("".join(sorted(wanted))):
        has = wanted & _letters_of(family)
        if has:
            found.append(family)
            wanted -= has
        if not wanted:
            break
    return tuple(found), "".join(sorted(wanted))


def _ordered(letters: str) -> Iterator[str]:
    """Families of fonts: those made for the scripts, those without serifs, the others."""
    names = {name for name in _files() if not name.startswith(("Last Resort", ".LastResort", "cm", "STIXSize"))}
    liked = [liking for script, liking in _PREFERRED if re.search(script, letters)]

    def rank(name: str) -> tuple[int, bool, bool, str]:
        place = next((k for k, liking in enumerate(liked) if re.search(liking, name)), len(liked))
        return place, not re.search("Sans|Gothic", name), bool(re.search("Serif|Mono|Cod|Display|Light", name)), name

    yield from sorted(names - {USUAL}, key=rank)


@cache
def _files() -> dict[str, str]:
    """A file for each family of fonts, with those that were installed since matplotlib last looked."""
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in known:
            try:
                font_manager.fontManager.addfont(path)
            except (OSError, RuntimeError, ValueError):
                continue  # a font that cannot be read is no font for us
    return {entry.name: entry.fname for entry in reversed(font_manager.fontManager.ttflist)}


@cache
def _letters_of(family: str) -> frozenset[str]:
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    path = font_manager.findfont(USUAL) if family == USUAL else _files()[family]
    try:
        return frozenset(map(chr, FT2Font(path).get_charmap()))
    except (OSError, RuntimeError, ValueError):
        return frozenset()
