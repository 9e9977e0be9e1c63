"""A memo as Markdown: one file, whose pictures stand at its end."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from sim.show.memo.drawn import drawn
from sim.show.text.blocks import Text, as_markdown
from sim.show.text.escapes import in_markdown

if TYPE_CHECKING:
    from sim.show.memo.memo import Chapter, Memo


def memo_markdown(memo: Memo) -> tuple[str, list[str]]:
    """A memo as Markdown (CommonMark with tables).

    Pictures are PNG, which Markdown takes as data where it takes no SVG; they stand at the end, so that the words can
    be read and changed as they are.

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
    told = [as_markdown(Text(memo.title, (), memo.lead))]
    pictures: list[str] = []
    lacking: list[str] = []
    if memo.contents:
        told.append("".join(f"- {in_markdown(chapter.text.title)}\n" for chapter in memo.chapters))
    for chapter in memo.chapters:
        picture = ""
        if chapter.drawing is not None:
            content = drawn(chapter.drawing, "png", lacking)
            if isinstance(content, str):
                picture = f"{in_markdown(content, start=True)}\n"
            else:
                mark = f"picture-{len(pictures) + 1}"
                picture = f"![{in_markdown(chapter.drawing.about)}][{mark}]\n"
                pictures.append(f"[{mark}]: data:image/png;base64,{b64encode(content).decode('ascii')}\n")
        told += _chapter(chapter, picture)
    return "\n".join([*told, *pictures]), lacking


def _chapter(chapter: Chapter, picture: str) -> list[str]:
    """A chapter with its picture below its lead."""
    text = chapter.text
    head = as_markdown(Text(text.title, (), text.lead), 2)
    body = as_markdown(Text("", text.sections), 2).removeprefix("## \n\n") if text.sections else ""
    return [part for part in (head, picture, body) if part.strip()]
