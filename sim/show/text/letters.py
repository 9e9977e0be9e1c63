"""Letters that a terminal must not take for orders, cannot be seen, or that a console lacks; and how wide they are."""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from functools import cache

_JOINED = "\u0590-\u1fff\u2190-\u2bff\u3040-\ufdff\ufe0f\U00010000-\U0010ffff"
"""What joiners of zero width stand between where they belong: letters of scripts that join, and emoji."""

_CONTROL = r"\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029"
_UNSEEN = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
    r"\U000e01f0-\U000e0fff"
)
"""Letters without width and marks of direction: Unicode's Default_Ignorable_Code_Point but for what follows a sign."""

_JOINERS = rf"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
_VARIANTS = r"(?<![\u00a9-\U0010ffff0-9#*])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_HARMFUL = rf"[{_CONTROL}{_UNSEEN}]|{_JOINERS}|{_VARIANTS}"
_UNSHOWN = rf"{_HARMFUL}|[\ud800-\udfff]"

MARK = "\N{REPLACEMENT CHARACTER}"
FALLBACK = "detente"
"""Name under which streams know `instead`."""

_PLAIN = {
    MARK: "?",
    "\N{MINUS SIGN}": "-",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{FIGURE DASH}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{HORIZONTAL BAR}": "-",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{FULLWIDTH REVERSE SOLIDUS}": "\\",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{SINGLE LOW-9 QUOTATION MARK}": "'",
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}": '"',
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}": '"',
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{MIDDLE DOT}": "*",
    "\N{DIVISION SIGN}": "/",
    "\N{FRACTION SLASH}": "/",
    "\N{ALMOST EQUAL TO}": "~",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{NOT EQUAL TO}": "!=",
    "\N{PLUS-MINUS SIGN}": "+/-",
    "\N{INFINITY}": "infinity",
    "\N{BOX DRAWINGS LIGHT HORIZONTAL}": "-",
    "\N{BOX DRAWINGS LIGHT VERTICAL}": "|",
    "\N{BOX DRAWINGS LIGHT DOWN AND RIGHT}": "+",
    "\N{BOX DRAWINGS LIGHT UP AND RIGHT}": "+",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{LEFTWARDS ARROW}": "<-",
    "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}": "*",
    "\N{BULLET}": "*",
    "\N{BLACK CIRCLE}": "*",
    "\N{BLACK SQUARE}": "#",
    "\N{SUPERSCRIPT TWO}": "^2",
    "\N{SUPERSCRIPT THREE}": "^3",
    "\N{VULGAR FRACTION ONE HALF}": " 1/2",
    "\N{VULGAR FRACTION ONE QUARTER}": " 1/4",
    "\N{VULGAR FRACTION THREE QUARTERS}": " 3/4",
    "\N{EURO SIGN}": "EUR",
    "\N{POUND SIGN}": "GBP",
    "\N{LATIN SMALL LETTER SHARP S}": "ss",
    "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
    "\N{LATIN CAPITAL LETTER O WITH STROKE}": "O",
    "\N{LATIN SMALL LETTER AE}": "ae",
    "\N{LATIN CAPITAL LETTER AE}": "AE",
    "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
    "\N{LATIN CAPITAL LETTER L WITH STROKE}": "L",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
}
"""What stands for a letter where a console lacks it; a number must never lose its sign or its point."""


def harmless(text: str) -> str:
    """Text in which a mark stands for each letter that a terminal obeys or does not show.

    Those are control characters, marks of direction and letters without width; line ends stay. Joiners stay between
    letters of scripts that join, where they are part of the spelling.
    """
    return text if text.isascii() and text.isprintable() else _compiled(_HARMFUL).sub(MARK, text)


def in_json(text: str) -> str:
    """A JSON text in which such letters are escaped, so that it means the same and plays no tricks either."""
    return text if text.isascii() and "\x7f" not in text else _compiled(_UNSHOWN).sub(_escape, text)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of letters, made when a text first needs it: that takes longer than a page of help."""
    return re.compile(pattern)


def _escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[k : k + 4]}" for k in range(0, len(units), 4))


def width(text: str) -> int:
    """Columns that a text takes on the terminal, with what stands there for letters that its encoding lacks."""
    if text.isascii() and text.isprintable():
        return len(text)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return sum(_columns(letter, encoding) for letter in harmless(text))


@cache
def _columns(letter: str, encoding: str) -> int:
    try:
        letter.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return len(_instead(letter, encoding))
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def within(text: str, encoding: str | None) -> str:
    """Text with what a console of this encoding can show in place of letters that it lacks."""
    encoding = encoding or "utf-8"
    return text.encode(encoding, FALLBACK).decode(encoding)


def instead(error: UnicodeError) -> tuple[str, int]:
    """What a stream writes for letters that its encoding lacks, as `codecs.register_error` wants it.

    A sign that stands for the same (``-`` for a true minus), the letter without its accent, or its number in Unicode,
    by which labels in other scripts can still be told apart.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_instead(letter, error.encoding) for letter in error.object[error.start : error.end]), error.end


@cache
def _instead(letter: str, encoding: str) -> str:
    if letter in _PLAIN:
        return _PLAIN[letter]
    base = unicodedata.normalize("NFD", letter)
    if len(base) > 1 and base[0].isascii() and all(map(unicodedata.combining, base[1:])):
        return base[0]
    if letter.isspace():
        return " "
    return letter.encode("ascii", "backslashreplace").decode("ascii")


codecs.register_error(FALLBACK, instead)
