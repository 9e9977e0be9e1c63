"""Pictures of memos, drawn, or the sentence that stands where one cannot be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import CertificateError, DetenteError
from sim.show.pictures import in_memory

if TYPE_CHECKING:
    from sim.show.memo.memo import Drawing


def drawn(drawing: Drawing, form: str, lacking: list[str]) -> bytes | str:
    """A picture as the bytes of a file, or why there is none.

    Parameters
    ----------
    drawing : Drawing
        The picture.
    form : str
        ``png`` or ``svg``.
    lacking : list of str
        Takes what is to be said of letters that no installed font has.

    Returns
    -------
    bytes or str
        The file; a sentence where what was solved has no picture, which shows only when it is drawn.
    """
    try:
        content, missing = in_memory(drawing.make, drawing.title, form)
    except CertificateError:
        raise
    except DetenteError as error:
        return f"There is no picture: {error}."
    lacking += [missing] if missing else []
    return content
