"""Pictures of roadmaps: orders on the lattice of steps, chances of discovery, small steps."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.roadmaps.thresholds import RoadmapCourse
from sim.scenario.scenario import Concessions
from sim.show.pictures import COLOURS, DASHES, GREY, MARKERS, in_legend
from sim.show.roadmaps.words import BEST, BEST_FOUND, label, patience
from sim.show.text.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.figure import Figure

    from sim.engine.roadmaps.study import RoadmapStudy, StudiedRoadmap
    from sim.engine.roadmaps.thresholds import Temptation
    from sim.scenario.scenario import Scenario

NEVER_HELD = ((0, (1, 1)), (0, (1, 2.2)), (0, (3, 1.2, 1, 1.2)), (0, (1, 3.5)))
"""Dashes of roadmaps that are held from no patience on."""

APART = 0.085
"""Distance between the lines of roadmaps that go the same way."""


def draw_roadmaps(scenario: Scenario, study: RoadmapStudy) -> Figure:
    """Draw a study: the lattice, and beside it what there is to say on verification and small steps."""
    from matplotlib.figure import Figure

    game = scenario.game
    assert isinstance(game, Concessions)
    faked = any(v for entry in study.entries for v in entry.verified)
    panels = 1 + faked + bool(study.splits)

    figure = Figure(figsize=(8.6 + 4.6 * (panels - 1), 6.6), layout="constrained")
    title = f"{scenario.title}: how patient both sides must be, order by order"
    figure.suptitle(title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots(1, panels, width_ratios=[1.9] + [1] * (panels - 1), squeeze=False)[0]
    colours = _lattice(axes[0], scenario, study)
    figure.colorbar(
        colours, ax=axes[0], shrink=0.6, pad=0.01, label="patience that the order asks of the less content side"
    )
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower left", ncols=2, fontsize=8.5, frameon=False)
    rest = iter(axes[1:])
    if faked:
        _verification(next(rest), scenario, study)
    if study.splits:
        _small_steps(next(rest), study)
    return figure


def _lattice(axes: Axes, scenario: Scenario, study: RoadmapStudy) -> ScalarMappable:
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import ListedColormap, Normalize

    shown = study.entries
    # The lighter part of the scale cannot be seen on white.
    seen = ListedColormap(colormaps["viridis"](np.linspace(0.58, 0, 256)))
    colours = ScalarMappable(Normalize(0, 1), seen)
    for k, entry in enumerate(shown):
        shift = (k - (len(shown) - 1) / 2) * APART
        _line(axes, study, entry, shift, colours)
    wide, high = study.ladders.size
    _axes(axes, scenario, study)
    own = study.ladders.discount
    told = f"At their own patience, {number(own[0])} and {number(own[1])}: "
    holding = [label(study, e) for e in shown if e.roadmap.self_enforcing]
    told += f"held are {', '.join(holding)}." if holding else "none of these is held."
    axes.set_title(
        fill(told, 82) + "\nCircle, square: where each side is tempted most. Dotted: held from no patience on.",
        fontsize=9,
        color=GREY,
    )
    axes.plot(wide, high, marker="*", markersize=20, color="black", zorder=6)
    axes.plot(0, 0, marker="o", markersize=9, color="black", markerfacecolor="white", zorder=6)
    return colours


def _line(axes: Axes, study: RoadmapStudy, entry: StudiedRoadmap, shift: float, colours: ScalarMappable) -> None:
    """A roadmap as a line through the places, moved aside a little."""
    places = RoadmapCourse(study.ladders, entry.roadmap.rounds).places
    needed = entry.roadmap.needed
    names = study.ladders.players
    needs = ", ".join(f"{p} {patience(t)}" for p, t in zip(names, entry.roadmap.thresholds, strict=True))
    points = np.array(places, dtype=float)
    points[1:-1] += np.array([shift, -shift])  # all lines meet at both ends
    axes.plot(
        *points.T,
        color=GREY if needed is None else colours.to_rgba(np.array(float(needed))),
        linestyle=NEVER_HELD[study.entries.index(entry) % len(NEVER_HELD)] if needed is None else "-",
        linewidth=4.5 if entry is study.best else 2.8,
        label=in_legend(f"{label(study, entry)}: {needs}"),
        solid_joinstyle="round",
        zorder=4 if entry is study.best else 3,
    )
    for player, stand in enumerate(entry.roadmap.stands):
        if stand.binding is not None:
            at = _spot(points, stand.binding)
            axes.plot(
                *at,
                marker=MARKERS[player],
                markersize=8,
                color=COLOURS[player],
                markeredgecolor="white",
                markeredgewidth=0.8,
                zorder=5,
                linestyle="none",
            )


def _spot(points: np.ndarray, way: Temptation) -> tuple[float, float]:
    """The middle of the move at which a player is tempted; the end for what tempts after the last."""
    ahead = min(way.round + 1, len(points) - 1)
    weight = 0.42 + 0.16 * way.player
    spot = (1 - weight) * points[way.round] + weight * points[ahead]
    return float(spot[0]), float(spot[1])


def _axes(axes: Axes, scenario: Scenario, study: RoadmapStudy) -> None:
    wide, high = study.ladders.size
    labels = [["no step", *(f"+ {step.name}" for step in ladder)] for ladder in study.ladders.steps]
    small = max(wide, high) > 8
    axes.set_xticks(range(wide + 1), [str(k) if small else fill(t, 14) for k, t in enumerate(labels[0])], fontsize=8)
    axes.set_yticks(range(high + 1), [str(k) if small else fill(t, 16) for k, t in enumerate(labels[1])], fontsize=8)
    axes.set_xlabel(f"Steps that {scenario.players[0].name} has taken", color=COLOURS[0], fontweight="bold")
    axes.set_ylabel(f"Steps that {scenario.players[1].name} has taken", color=COLOURS[1], fontweight="bold")
    axes.set_xlim(-0.4, wide + 0.4)
    axes.set_ylim(-0.4, high + 0.4)
    axes.grid(color="#e4e4e4", linewidth=0.8)
    axes.set_axisbelow(True)


def _verification(axes: Axes, scenario: Scenario, study: RoadmapStudy) -> None:
    """Least chance of discovery against patience: for the first listed roadmaps and the best."""
    from sim.engine.roadmaps.study import verification_curve

    shown = [e for e in study.entries if any(e.verified) and (e.origin == "file" or e is study.best)] or [
        e for e in study.entries if any(e.verified)
    ][:3]
    for k, entry in enumerate(shown):
        for player, found in enumerate(entry.verified):
            if found is None:
                continue
            curve = verification_curve(study.ladders, entry.roadmap.rounds, player)
            needs = [np.nan if q is None else q for _, q in curve]
            axes.plot(
                [d for d, _ in curve],
                needs,
                color=COLOURS[player],
                linestyle=DASHES[k % len(DASHES)],
                label=in_legend(f"{label(study, entry)} ({scenario.players[player].name})"),
            )
    for player, own in enumerate(study.ladders.discount):
        has = [float(s.verification) for s in study.ladders.steps[player] if s.verification is not None]
        for q in has:
            axes.plot(float(own), q, marker=MARKERS[player], color=COLOURS[player], markersize=8, linestyle="none")
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("patience of the side that might fake")
    axes.set_ylabel("chance per round that a fake is discovered")
    axes.set_title("Verification that is enough: on and above the line\nMarks: this file", fontsize=9, color=GREY)
    axes.legend(fontsize=8, frameon=False)


def _small_steps(axes: Axes, study: RoadmapStudy) -> None:
    """Patience needed against the number of parts of a step."""
    parts = [row.parts for row in study.splits]
    series = [(label(study, e), [row.listed[k].needed for row in study.splits]) for k, e in enumerate(study.listed)]
    name = BEST if all(row.best.proven for row in study.splits) else BEST_FOUND
    series.append((name, [r.best.roadmap.needed if r.best.roadmap else None for r in study.splits]))
    for k, (name, needs) in enumerate(series):
        best = k == len(study.listed)
        # What no patience holds stands in a band of its own, a little apart where lines would hide each other.
        heights = [1.06 + 0.025 * k if v is None else float(v) for v in needs]
        axes.plot(
            parts,
            heights,
            marker="osd^v"[k % 5],
            color="black" if best else GREY,
            linewidth=2.6 if best else 1.2,
            linestyle="-" if best else ["-", "--", ":", "-."][k % 4],
            label=in_legend(name),
        )
    axes.set_ylim(0, 1.08 + 0.025 * len(series))
    axes.axhline(1.0, color=GREY, linewidth=0.8)
    levels = (0, 0.2, 0.4, 0.6, 0.8, 1)
    axes.set_yticks([*levels, 1.06 + 0.0125 * len(series)], [*(f"{v:g}" for v in levels), "never"])
    axes.set_xticks(parts)
    axes.set_xlabel("parts that each step is cut into")
    axes.set_ylabel("patience that the less content side needs")
    axes.set_title("Small steps", fontsize=9, color=GREY)
    axes.legend(fontsize=8, frameon=False)
