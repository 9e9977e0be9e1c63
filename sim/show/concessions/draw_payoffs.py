"""The set of subgame-perfect payoffs as points in the plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.pictures import COLOURS, GREY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.concessions.all_subgame_perfect import AllPerfectSolution
    from sim.engine.concessions.courses.outcome import CourseOutcome
    from sim.scenario.scenario import Scenario

KINDS = {
    "kept": ("o", COLOURS[0], "complete and kept"),
    "made_again": ("o", "#009E73", "broken and made again"),
    "broken": ("^", "#CC79A7", "made, then broken"),
    "broken_again": ("^", "#CC79A7", "made, then broken"),
    "unfinished": ("s", COLOURS[1], "some steps, never complete"),
    "nobody": ("D", "#009E73", "nobody takes a step"),
    "walk_away": ("x", GREY, "never complete, walked away"),
    "hazard": ("+", GREY, "never complete, broken off by chance"),
}
"""Marker, colour and name, by what becomes of the agreement, and if it is never complete by how the talks end."""


def payoff_set(scenario: Scenario, solution: AllPerfectSolution) -> Figure:
    """Draw each payoff as a point, marked by how its course ends, with the status quo.

    Parameters
    ----------
    solution : AllPerfectSolution
        Its payoffs.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 6), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(f"{scenario.title}: what can be an equilibrium", x=0.01, ha="left", fontsize=14, fontweight="bold")
    groups: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
    for course in solution.courses:
        groups.setdefault(KINDS[_kind(course.outcome)], []).append((float(course.payoffs[0]), float(course.payoffs[1])))
    for (marker, colour, name), points in groups.items():
        face = colour if marker in "x+" else "none"
        label = f"{name} ({len(points)})"
        axes.plot(*zip(*points, strict=True), marker, color=colour, label=label, markerfacecolor=face)
    quo = [float(v) for v in solution.game.final[0]]
    axes.plot(*quo, "*", color="black", markersize=13, label="status quo")
    axes.axvline(quo[0], color="#bbbbbb", linewidth=0.8, linestyle=":")
    axes.axhline(quo[1], color="#bbbbbb", linewidth=0.8, linestyle=":")
    one, two = scenario.players
    axes.set_xlabel(f"{one.name}, payoff per round")
    axes.set_ylabel(f"{two.name}, payoff per round")
    note = "every subgame-perfect payoff" if solution.complete else "subgame-perfect payoffs found; there may be more"
    axes.set_title(f"{len(solution.courses)} points: {note}", fontsize=10, color=GREY)
    axes.legend(frameon=False, loc="best", fontsize=9)
    axes.margins(0.08)
    return figure


def _kind(outcome: CourseOutcome) -> str:
    """The place of a course in `KINDS`."""
    if outcome.fate != "never":
        return outcome.fate
    if outcome.kind == "unfinished" and not any(r.who("concede") for r in outcome.rounds):
        return "nobody"
    return outcome.kind
