"""Pictures of solved scenarios: one figure per view, saved as PNG, SVG or PDF.

Colours are two of Okabe and Ito's, which all common kinds of colour vision tell apart; every line and marker also
differs in shape, so that a print in black and white says the same.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.show.present import presenter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.figure import Figure

    from sim.engine.solvers import Solution
    from sim.scenario.scenario import Scenario

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


def draw(scenario: Scenario, solution: Solution, path: Path, view: str | None = None) -> None:
    """Draw a solution into a file.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    solution : Solution
        Its solution.
    path : Path
        The file; its suffix decides the format.
    view : str, optional
        One of the views of the solution's presenter, such as ``path`` or ``lattice`` for concessions; by default the
        first.

    Raises
    ------
    ValueError
        If the kind of scenario has no such view.
    """
    shown = presenter(solution)
    views = shown.fit(solution, shown.views)
    if not views:
        raise ValueError(shown.no_view)
    view = view or next(iter(views))
    if view not in views:
        raise ValueError(
            f"there is no view '{view}' of a scenario of kind {scenario.kind} solved for {solution.concept}; "
            f"its views are {' and '.join(views)}"
        )
    module, _, function = views[view].partition(":")
    save(lambda: getattr(import_module(module), function)(scenario, solution), scenario.title, path)


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
    import matplotlib

    with matplotlib.rc_context(_STYLE):  # type: ignore[arg-type]
        figure = make()
        metadata = {"Title": title, "Creator": "detente"}
        if path.suffix == ".png":
            metadata = {"Title": title, "Software": "detente"}
        elif path.suffix == ".svg":
            metadata["Date"] = None  # type: ignore[assignment]
        else:
            metadata["CreationDate"] = None  # type: ignore[assignment]
        figure.savefig(path, metadata=metadata)


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
