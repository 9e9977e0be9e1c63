"""From a memo to the bytes of a file, by its suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.show.memo.memo import Memo


def content(memo: Memo, suffix: str) -> tuple[bytes, list[str]]:
    """What the file holds.

    Parameters
    ----------
    memo : Memo
        The memo.
    suffix : str
        ``.md``, ``.html`` or ``.docx``.

    Returns
    -------
    content : bytes
        The file; the same memo gives the same bytes.
    lacking : list of str
        What to say of letters in its pictures that no installed font has.
    """
    if suffix == ".docx":
        from sim.show.memo.docx import memo_docx

        return memo_docx(memo)
    if suffix == ".html":
        from sim.show.memo.html import memo_html

        text, lacking = memo_html(memo)
    else:
        from sim.show.memo.markdown import memo_markdown

        text, lacking = memo_markdown(memo)
    return text.encode("utf-8", "backslashreplace"), lacking
