"""Words in media that have marks of their own: no word of a file is ever taken for one.

One function for each medium; whoever writes HTML, Markdown or rows for a spreadsheet goes through it. For JSON see
`sim.show.text.letters.in_json`, for terminals `harmless` there.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from sim.show.text.letters import MARK
from sim.show.text.style import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ORDERS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
"""What is no letter in any medium: what XML does not allow even where it is escaped, and overrides of direction."""

_INLINE = re.compile(r"[\\`*_\[\]<>#~$^{}]|&(?=#?\w+;)|:(?=//)|:(?=[\w+-]+:)|(?<=\bwww)\.|=(?==)", re.ASCII)
_START = re.compile(r"[-+%:|]|(\d{1,9})([.)])(?=\s|$)", re.ASCII)
_QUOTED = re.compile(r"[,\"\r\n]")
_FORMULA = re.compile(r"[\s\x00-\x20\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def unmarked(text: str) -> str:
    """Text in which a mark stands for every character that is no letter but an order, in whatever medium."""
    return text if text.isascii() and text.isprintable() else _ORDERS.sub(MARK, text)


def in_html(text: str) -> str:
    """Words as HTML, for text and for attributes in quotes of either kind."""
    return html.escape(unmarked(text))


def in_template(text: str) -> str:
    """Words as HTML in a page template, whose commands stand in braces."""
    return in_html(text).replace("{", "&#123;").replace("}", "&#125;")


NO_FORMULAS = "tex2jax_ignore mathjax_ignore"
"""Class of elements in which no notebook takes what stands between dollar signs for a formula."""


def in_notebook(told: str) -> str:
    """HTML for a notebook, which sets formulas in what it shows."""
    return f'<div class="{NO_FORMULAS}">\n{told}</div>\n'


def in_markdown(text: str, start: bool = False) -> str:
    """Words as Markdown: CommonMark, with what GitHub, Pandoc and MyST add to it.

    Parameters
    ----------
    start : bool
        Whether they begin a block, so that a number or a dash would make it a list.
    """
    text = unmarked(one_line(text)).strip()
    shown = _INLINE.sub(r"\\\g<0>", text)
    return _START.sub(_escaped_start, shown, count=1) if start and _START.match(shown) else shown


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[0]}"


def in_table(text: str) -> str:
    """Words as a cell of a Markdown table."""
    return in_markdown(text).replace("|", "\\|")


def fence(lines: Iterable[str]) -> str:
    """A fence for lines that stand as they are: longer than any row of backticks in them."""
    return "`" * max([3, *(1 + len(row) for line in lines for row in re.findall("`+", line))])


def in_csv(rows: Iterable[Sequence[object]]) -> str:
    """Rows as comma-separated values (RFC 4180).

    Words that a spreadsheet would take for a formula have an apostrophe before them, which spreadsheets do not show.

    Parameters
    ----------
    rows : iterable of sequence
        Words, and numbers as such.
    """
    return "".join(f"{','.join(map(_cell, row))}\n" for row in rows)


def _cell(value: object) -> str:
    if not isinstance(value, str):
        return "" if value is None else str(value)
    shown = f"'{value}" if _FORMULA.match(value) else value
    if not _QUOTED.search(shown):
        return shown
    doubled = shown.replace('"', '""')
    return f'"{doubled}"'
