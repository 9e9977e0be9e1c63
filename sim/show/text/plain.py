"""Texts for those who hear them or feel them: signs in words, tables row by row, nothing that lives by its place.

They are asked for by ``--plain`` or by the environment, so that processes and threads that are started tell it the same
way.
"""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.show.text.letters import FALLBACK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OPTION, VARIABLE = "--plain", "DETENTE_PLAIN"
"""The option, and the variable of the environment, that ask for it."""

_BEFORE_NUMBERS = {
    "\N{GREATER-THAN OR EQUAL TO}": "at least",
    "\N{LESS-THAN OR EQUAL TO}": "at most",
    "\N{ALMOST EQUAL TO}": "about",
    "\N{PLUS-MINUS SIGN}": "plus or minus",
    "\N{NOT EQUAL TO}": "not equal to",
    "\N{RIGHTWARDS ARROW}": "then",
    "\N{LEFTWARDS ARROW}": "from",
    "\N{MULTIPLICATION SIGN}": "times",
    "\N{DIVISION SIGN}": "divided by",
    "\N{INFINITY}": "infinity",
    "->": "then",
    "=>": "so",
    ">=": "at least",
    "<=": "at most",
    "!=": "not equal to",
}
"""Signs with a blank around them in words."""

_SQUEEZED = {
    "\N{SUPERSCRIPT TWO}": " squared",
    "\N{SUPERSCRIPT THREE}": " cubed",
    "\N{MIDDLE DOT}": ", ",
}
_TO = re.compile(r"(?<=[\d%])\s*\N{EN DASH}\s*(?=[-+\N{MINUS SIGN}\d])")
_LESS = re.compile(r"(?<=\S) \N{MINUS SIGN} (?=\S)")
_ALONE = re.compile(r"(?<![^\s(:;,])\N{EN DASH}(?![^\s).:;,])")
_WORDED = re.compile(
    "|".join(
        rf"\s*{re.escape(sign)}\s*" if not sign.isascii() else rf"(?<=\s){re.escape(sign)}(?=\s)"
        for sign in _BEFORE_NUMBERS
    )
)
_ABOUT = re.compile(r"(?<![^\s(])~(?=[-+\d.])")
_SIGN = re.compile("[\x80-\u02ff\u0370-\u03ff\u2000-\u2fff]")
_STARRED = re.compile(r"(?<=[\d)])\*")
_STAR = re.compile(r"(?<!\S)\*(?![^\s:;,.]|\.\w)")
_GAP = re.compile(r"(?<=\S)[^\S\n]{2,}(?=\S)")
_BETWEEN = re.compile(" (?=[-+]?\\d)")
_PAIR = re.compile(r"(?:[-+]?\d(?:[\d.,]*\d)?(?:e[-+]?\d+)?%?(?: star)?(?: |$)){2,}")


def plain() -> bool:
    """Whether texts are told so."""
    return os.environ.get(VARIABLE, "") not in ("", "0")


def asked(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for it: the option stands anywhere before what is no option any more."""
    return OPTION in arguments[: arguments.index("--") if "--" in arguments else len(arguments)]


@contextmanager
def told_plainly(wanted: bool) -> Iterator[None]:
    """Tell texts so as long as this lasts, if it is wanted."""
    before = os.environ.get(VARIABLE)
    if wanted:
        os.environ[VARIABLE] = "1"
    try:
        yield
    finally:
        if wanted:
            os.environ.pop(VARIABLE)
            os.environ |= {} if before is None else {VARIABLE: before}


def spoken(text: str) -> str:
    """Text with words in place of signs; letters of any script stay, numbers keep their sign and their point."""
    text = _STAR.sub("star", text)
    if text.isascii() and not any(sign in text for sign in ("->", "=>", ">=", "<=", "!=", "~")):
        return text
    text = _LESS.sub(" minus ", _TO.sub(" to ", text))
    text = _ALONE.sub("none", text)
    text = _WORDED.sub(_word, text)
    return _SIGN.sub(lambda found: _named(found.group()), _ABOUT.sub("about ", text))


def _word(found: re.Match[str]) -> str:
    sign = found.group().strip()
    if sign.isascii():
        return _BEFORE_NUMBERS[sign]
    lead = " " if found.start() and found.string[found.start() - 1] not in "(\n" else ""
    lead = found.group()[: len(found.group()) - len(found.group().lstrip())] or lead
    return f"{lead}{_BEFORE_NUMBERS[sign]} "


def _named(sign: str) -> str:
    """A sign of which nothing is left that a reader skips or spells: by its words, else by its name."""
    if sign in _SQUEEZED:
        return _SQUEEZED[sign]
    name = unicodedata.name(sign, "")
    if name.startswith(("GREEK SMALL LETTER ", "GREEK CAPITAL LETTER ")) and " WITH " not in name:
        return name.rpartition(" ")[2].lower()
    if unicodedata.category(sign)[0] in "LMN":
        return sign
    near = sign.encode("ascii", FALLBACK).decode("ascii")
    return f" {name.lower()} " if near.startswith("\\") or not near.replace("*", "").replace("#", "").strip() else near


def in_sentences(text: str) -> str:
    """Text with words in place of signs, and commas in place of the gaps by which columns are told apart."""
    return spoken_line(spoken(text))


def spoken_line(line: str) -> str:
    """Text whose signs are to stay, with commas in place of gaps; what it begins with may be as far in as it is."""
    return _GAP.sub(", ", line)


def rows_told(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A line for each row of a table: what it is about, then each cell behind its heading; empty cells are left out.

    Parameters
    ----------
    head : sequence of str, length k
        Headings of the columns; empty if there are none.
    rows : sequence of sequence of str, each of length k
        Cells.
    """
    head = [_cell(text) for text in head]
    down, crossed, across = head[0].partition(" \\ ") if head else ("", "", "")
    heads = [f"{across} {text}" for text in head[1:]] if crossed else list(head[1:])
    told, above = [], ""
    for first, *cells in rows:
        name = _cell(first)
        below = bool(above) and first[:1].isspace() and bool(name)
        above = above if below else name
        about = f"{above}, {name}" if below else name
        about = f"{down} {about}" if crossed else f"{down}: {about}" if down and about else about
        said = [_told(cell, heads[k] if heads else "") for k, cell in enumerate(cells) if cell.strip()]
        told.append(
            ": ".join(filter(None, (about, "; ".join(said)))) if not down or crossed else "; ".join([about, *said])
        )
    return told


def _told(cell: str, heading: str) -> str:
    return f"{heading}: {_cell(cell)}" if heading else _cell(cell)


def _cell(text: str) -> str:
    """A cell in words: numbers of a pair are told apart, and a dash is that there is none."""
    told = spoken_line(_STARRED.sub(" star", spoken(text.strip())))
    if told == "-":
        return "none"
    return _BETWEEN.sub(", ", told) if _PAIR.fullmatch(told) else told
