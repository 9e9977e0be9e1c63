"""Files that answers are written to, by their suffixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = (".png", ".svg", ".pdf")
MEMOS = (".md", ".html", ".docx")


def check_suffix(path: Path, suffixes: tuple[str, ...]) -> None:
    """Refuse a file whose name does not say what it is to hold.

    Raises
    ------
    OutputError
        If its suffix is another one.
    """
    if path.suffix.lower() not in suffixes:
        raise OutputError(f"{path}: expected a name that ends in {', '.join(suffixes)}")
