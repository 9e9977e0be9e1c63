"""Tables that become cards where the page is narrow: each cell knows the heading of its column."""

from __future__ import annotations

import re

from sim.show.text.escapes import in_html

LETTERS, MOST_WORDS = 42, 64
"""Letters across that a phone has room for in a table, and letters of a row, most, that may wrap in it."""


def carded(text: str) -> str:
    """HTML whose tables each stand in a box of their own, with the heading of its column at each cell.

    Parameters
    ----------
    text : str
        HTML as the blocks of texts make it.
    """
    return re.sub(r"<table>.*?</table>", lambda table: _card(table.group()), text, flags=re.DOTALL)


def _card(table: str) -> str:
    head, _, body = table.partition("<tbody>")
    labels = [re.sub(r"<[^>]+>", "", label) for label in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", head)]
    if not labels:
        return f'<div class="scroll">{table}</div>'
    if _fits(labels, body):
        marked = table.replace("<table>", '<table class="fits">')
        return f'<div class="scroll">{marked}</div>'
    rows = re.sub(r"<tr>.*?</tr>", lambda row: _row(row.group(), labels), body, flags=re.DOTALL)
    opened = head.replace("<table>", '<table class="cards">')
    return f'<div class="scroll">{opened}<tbody>{rows}</div>'


def _fits(labels: list[str], body: str) -> bool:
    """Whether a table has room on a phone as it is: by the longest word of each column, and all words of a row."""
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in re.findall(r"<tr>.*?</tr>", body)]
    plain = [row for row in rows if len(row) == len(labels)]
    if len(plain) < len(rows):
        return False
    columns = list(zip(labels, *plain, strict=True))
    words = [max((len(word) for text in column for word in text.split()), default=0) for column in columns]
    return sum(words) + 2 * len(words) <= LETTERS and max(sum(map(len, row)) for row in plain) <= MOST_WORDS


def _row(row: str, labels: list[str]) -> str:
    """A row with the headings; as markup is escaped already, only quotes could end the attribute."""
    left = iter(labels)

    def cell(found: re.Match[str]) -> str:
        label = next(left, "").replace('"', in_html('"'))
        return f'{found.group()[:3]} data-label="{label}"{found.group()[3:]}'

    return re.sub(r"<t[dh](?=[ >])", cell, row)
