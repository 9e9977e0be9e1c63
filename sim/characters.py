"""Characters that look like others or like nothing, and what to type in their place.

What comes out of word processors, web pages and keyboards of other scripts is often not what it looks like: a minus
that is a dash, a space that does not break, a digit of full width, a character without any width.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPE = {
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d",
    "'": "\u2018\u2019\u201a\u201b\u2032\u00b4\u2039\u203a",
    "-": "\u2212\u2010\u2011\u2012\u2013\u2014\u2015\u00af",
    "*": "\u00d7\u00b7\u22c5\u2217\u2219",
    "/": "\u00f7\u2044\u2215\u2236",
    "<=": "\u2264\u2a7d",
    ">=": "\u2265\u2a7e",
    "!=": "\u2260",
    "**2": "\u00b2",
    "**3": "\u00b3",
    ".": "\u066b\u3002",
    ",": "\u060c\u066c\u3001",
    "sqrt(...)": "\u221a",
    "infinite": "\u221e",
}
"""What to type, and the characters that are meant for it and that no rule below knows."""

_INSTEAD = {character: text for text, characters in _TYPE.items() for character in characters}


@dataclass(frozen=True)
class Odd:
    """A character that is not what it seems.

    Parameters
    ----------
    at : int
        Where it stands in the text, from 0.
    name : str
        What it is, with its number in Unicode.
    remedy : str
        What to do about it.
    """

    at: int
    name: str
    remedy: str

    def __str__(self) -> str:
        return f"found {self.name}: {self.remedy}"


def odd(text: str, apart_from: str = "") -> Odd | None:
    """The first character of a text that is not what it seems; None if there is none.

    Parameters
    ----------
    text : str
        For example a number, a key, or a word of the format; labels may hold what they like.
    apart_from : str
        Characters that are all right here.
    """
    for at, character in enumerate(text):
        if character > "\x7f" and character not in apart_from:
            remedy = _remedy(character)
            if remedy:
                return Odd(at, f"{_shown(character)}{name_of(character)}", remedy)
    return None


def remedy(word: str, known: Iterable[str] = ()) -> str:
    """Hint for a word that is not known because of a character in it that no known word has; empty if there is none.

    Parameters
    ----------
    word : str
        The word found.
    known : iterable of str
        The words that would have been right.
    """
    found = odd(word, "".join(known))
    return str(found) if found else ""


def name_of(character: str) -> str:
    """What a character is, with its number in Unicode: ``a no-break space (U+00A0)``."""
    name = unicodedata.name(character, "character without a name").lower()
    return f"{'an' if name[0] in 'aeio' else 'a'} {name} (U+{ord(character):04X})"


def invisible(character: str) -> bool:
    """Whether a character has no width: marks of direction, joiners, byte order marks, soft hyphens."""
    return character == "\u3164" or unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _remedy(character: str) -> str:
    """What to do about a character; empty if it is what it seems."""
    if invisible(character):
        return "delete it, it cannot be seen"
    if character.isspace():
        return "type an ordinary space"
    plain = _INSTEAD.get(character) or _digit(character) or unicodedata.normalize("NFKC", character)
    plain = plain.replace("\u2044", "/")
    return f"type {plain}" if plain != character and plain.isascii() and plain.strip() else ""


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return "" if value is None else str(value)


def _shown(character: str) -> str:
    """The character in quotes before its name, if there is something to see."""
    return "" if character.isspace() or invisible(character) else f"'{character}', "
