"""Pictures of solved scenarios: one figure per view, saved as PNG, SVG or PDF.

Colours are two of Okabe and Ito's, which all common kinds of colour vision tell apart; every line and marker also
differs in shape, so that a print in black and white says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.concepts import CooperativeSolution, QuantalSolution
from sim.engine.solve import NashSolution, PerfectSolution

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

    from sim.engine.solve import Solution
    from sim.scenario.scenario import Scenario

COLOURS = ("#0072B2", "#D55E00")
DASHES = ("-", (0, (4, 1.5)))
MARKERS = ("o", "s")
GREY = "#666666"

VIEWS = {"concessions": ("path", "lattice"), "matrix": ("matrix", "best-responses")}

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
        ``path`` (default) or ``lattice`` for concessions, ``matrix`` (default) or ``best-responses`` for matrix games.

    Raises
    ------
    ValueError
        If the kind of scenario has no such view.
    """
    import matplotlib

    if scenario.kind == "tree":
        raise ValueError("game trees are drawn in the story, as text; there is no picture of them yet")
    known = VIEWS[scenario.kind] if solution.concept in ("nash", "subgame-perfect") else (solution.concept,)
    view = view or known[0]
    if view == "correlated":
        raise ValueError("correlated equilibria have no picture; the story lists the mediator's recommendations")
    if view not in known:
        raise ValueError(
            f"there is no view '{view}' of a scenario of kind {scenario.kind} solved for {solution.concept}; "
            f"its views are {' and '.join(known)}"
        )
    with matplotlib.rc_context(_STYLE):  # type: ignore[arg-type]
        figure = _figure(scenario, solution, view)
        metadata = {"Title": scenario.title, "Creator": "detente"}
        if path.suffix == ".png":
            metadata = {"Title": scenario.title, "Software": "detente"}
        elif path.suffix == ".svg":
            metadata["Date"] = None  # type: ignore[assignment]
        else:
            metadata["CreationDate"] = None  # type: ignore[assignment]
        figure.savefig(path, metadata=metadata)


def _figure(scenario: Scenario, solution: Solution, view: str) -> Figure:
    if isinstance(solution, NashSolution):
        from sim.show.plot_matrix import best_responses, payoff_matrix

        return payoff_matrix(scenario, solution) if view == "matrix" else best_responses(scenario, solution)
    if not isinstance(solution, PerfectSolution):
        from sim.show.plot_concepts import bargaining_set, logit_curves

        if isinstance(solution, QuantalSolution):
            return logit_curves(scenario, solution)
        assert isinstance(solution, CooperativeSolution)
        return bargaining_set(scenario, solution)
    if view == "path":
        from sim.show.plot_path import path_of_play

        return path_of_play(scenario, solution)
    from sim.show.plot_lattice import lattice

    return lattice(scenario, solution)
