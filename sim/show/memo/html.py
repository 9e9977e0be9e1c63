"""A memo as a page of HTML: one file, which loads nothing and prints to clean pages."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from sim.show.memo.drawn import drawn
from sim.show.pictures import svg_element
from sim.show.text.blocks import Text, as_html
from sim.show.text.escapes import in_html
from sim.version import __version__

if TYPE_CHECKING:
    from sim.show.memo.memo import Chapter, Drawing, Memo

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What the page may load and do: nothing."""


def memo_html(memo: Memo) -> tuple[str, list[str]]:
    """A memo as a page.

    Parameters
    ----------
    memo : Memo
        The memo.

    Returns
    -------
    text : str
        The file.
    lacking : list of str
        What to say of letters in pictures that no installed font has.
    """
    title = in_html(memo.title)
    lacking: list[str] = []
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f'<meta name="generator" content="detente {__version__}">\n<title>{title}</title>\n',
        f"<style>\n{files('sim.show.memo').joinpath('memo.css').read_text(encoding='utf-8')}</style>\n",
        f"</head>\n<body>\n<main>\n<h1>{title}</h1>\n{_scrolling(as_html(Text('', (), memo.lead)))}",
        _contents(memo) if memo.contents else "",
        *(_chapter(chapter, k, lacking) for k, chapter in enumerate(memo.chapters, 1)),
        "</main>\n</body>\n</html>\n",
    ]
    return "".join(parts), lacking


def _contents(memo: Memo) -> str:
    items = "".join(
        f'<li><a href="#part-{k}">{in_html(chapter.text.title)}</a></li>\n'
        for k, chapter in enumerate(memo.chapters, 1)
    )
    return f'<nav aria-label="Contents">\n<ol>\n{items}</ol>\n</nav>\n'


def _chapter(chapter: Chapter, number: int, lacking: list[str]) -> str:
    """A chapter with its picture below its lead."""
    text, kind = chapter.text, ' class="fresh"' if chapter.fresh else ""
    heading = f"<h2>{in_html(text.title)}</h2>\n"
    lead = _scrolling(as_html(Text("", (), text.lead)))
    figure = _figure(chapter.drawing, lacking) if chapter.drawing is not None else ""
    body = _scrolling(as_html(Text("", text.sections), 3))
    return f'<article id="part-{number}"{kind}>\n<div class="whole">{heading}{lead}{figure}</div>\n{body}</article>\n'


def _figure(drawing: Drawing, lacking: list[str]) -> str:
    """A picture with its title below it; what only a file of its own needs is left out."""
    content = drawn(drawing, "svg", lacking)
    if isinstance(content, str):
        return f"<p>{in_html(content)}</p>\n"
    before, mark, rest = svg_element(content.decode("utf-8"), drawing.about).partition("<metadata>")
    picture = before + rest.partition("</metadata>")[2] if mark else before
    return f"<figure>\n{picture}\n<figcaption>{in_html(drawing.title)}</figcaption>\n</figure>\n"


def _scrolling(text: str) -> str:
    """Tables in boxes of their own that scroll, so that a narrow screen never does."""
    return text.replace("<table>", '<div class="scroll"><table>').replace("</table>", "</table></div>")
