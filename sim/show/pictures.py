"""Pictures of solved scenarios: one figure per view, saved as PNG, SVG or PDF.

Colours are two of Okabe and Ito's, which all common kinds of colour vision tell apart; every line and marker also
differs in shape, so that a print in black and white says the same.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BytesIO
    from pathlib import Path
    from types import ModuleType

    from matplotlib.figure import Figure


COLOURS = ("#0072B2", "#D55E00")
DASHES = ("-", (0, (4, 1.5)))
MARKERS = ("o", "s")
GREY = "#666666"

_STYLE: dict[str, Any] = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "svg.hashsalt": "detente",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "savefig.dpi": 160,
}


def _matplotlib() -> ModuleType:
    """The library, also where ``MPLBACKEND`` names a backend that is not installed, as in some notebooks.

    It would refuse to be loaded, though files are drawn without any. Whoever shows figures by pyplot keeps the backend
    that can be had.
    """
    known = sys.modules.get("matplotlib")
    if known is not None:
        return known
    backend = os.environ.pop("MPLBACKEND", None)
    try:
        import matplotlib
    finally:
        if backend is not None:
            os.environ["MPLBACKEND"] = backend
    if backend:
        with suppress(ValueError):
            matplotlib.rcParams["backend"] = backend
    return matplotlib


def styled(make: Callable[[], Figure]) -> Figure:
    """A figure in the house's style.

    Parameters
    ----------
    make : callable
        Makes the figure.
    """
    matplotlib = _matplotlib()
    with matplotlib.rc_context(_STYLE):
        return make()


def save(make: Callable[[], Figure], title: str, path: Path) -> None:
    """Make a figure in the house's style and save it.

    Parameters
    ----------
    make : callable
        Makes the figure.
    title : str
        What the file calls it.
    path : Path
        The file; its suffix decides the format.
    """
    _save(make, title, path, path.suffix.lower().removeprefix("."))


def as_svg(make: Callable[[], Figure], title: str) -> str:
    """Make a figure in the house's style, as the text of an SVG file.

    Parameters
    ----------
    make : callable
        Makes the figure.
    title : str
        What the file calls it.
    """
    from io import BytesIO

    buffer = BytesIO()
    _save(make, title, buffer, "svg")
    return buffer.getvalue().decode("utf-8")


def _save(make: Callable[[], Figure], title: str, target: Path | BytesIO, form: str) -> None:
    matplotlib = _matplotlib()
    with matplotlib.rc_context(_STYLE):
        figure = make()
        metadata: dict[str, str | None] = {"Title": title, "Creator": "detente"}
        if form == "png":
            metadata = {"Title": title, "Software": "detente"}
        elif form == "svg":
            metadata["Date"] = None
        else:
            metadata["CreationDate"] = None
        figure.savefig(target, format=form, metadata=metadata)


def spread(heights: list[float], apart: float) -> list[float]:
    """Sorted heights moved as little as needed to lie a distance apart."""
    placed = list(heights)
    for _ in range(50):
        for k in range(len(placed) - 1):
            lack = apart - (placed[k + 1] - placed[k])
            if lack > 1e-12:
                placed[k] -= lack / 2
                placed[k + 1] += lack / 2
    return placed
