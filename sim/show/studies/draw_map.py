"""A regime map as a picture: coloured regions with their names in them, and the file's own point."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from sim.show.contrast import ink
from sim.show.pictures import GREY, in_legend
from sim.show.studies.flip_words import conclusion
from sim.show.studies.regime_words import colours, on_which_course, regime_words
from sim.show.text.parameters import called, heading

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from sim.scenario.scenario import Scenario
    from sim.study.maps.ranges import Range
    from sim.study.maps.regime_map import RegimeMap

CELLS = 240
"""Rows and columns of the raster on which places for names are looked for."""

NAMED = 0.003
"""Share of the map from which on a region that is too small for its name stands in the legend as part of the map."""

WIDE = 110
"""Characters that the names in a row of the legend can have together."""


def draw_map(scenario: Scenario, found: RegimeMap) -> Figure:
    """Draw a map."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.8, 6.8), layout="constrained")
    FigureCanvasAgg(figure)
    title = f"{scenario.title}: {conclusion(scenario, found.lines)}{on_which_course(scenario, found.kinds)}"
    figure.suptitle(fill(title, 74), x=0.01, ha="left", fontsize=13.5, fontweight="bold")
    axes = figure.subplots()
    shades = colours(scenario, found.regimes)
    words = [regime_words(scenario, regime) for regime in found.regimes]
    _regions(axes, found, shades)
    for axis, r in zip((axes.xaxis, axes.yaxis), found.ranges, strict=True):
        axis.set_label_text(fill(_axis(r), 70), fontsize=10)
    axes.set_xlim(float(found.ranges[0].low), float(found.ranges[0].high))
    axes.set_ylim(float(found.ranges[1].low), float(found.ranges[1].high))
    # Names of small regions stand outside; which ones is known only once the axes have their size.
    _legend(axes, found, shades, words, list(range(len(words))))
    figure.draw_without_rendering()
    blocked = _own_point(axes, found)
    inside = _names(axes, found, shades, words, blocked)
    outside = [k for k in range(len(words)) if k not in inside and found.shares[k] > 0]
    old = axes.get_legend()
    if old is not None:
        old.remove()
    _legend(axes, found, shades, words, outside)
    return figure


def _axis(r: Range) -> str:
    """What stands at an axis: what the parameter is called, or else what it stands for."""
    return f"{r.about} ({r.name})" if r.about and not r.label else heading(r)


def _regions(axes: Axes, found: RegimeMap, shades: list[str]) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    for k, shade in enumerate(shades):
        polygons = [polygon for label, polygon in found.pieces if label == k]
        blank = not found.regimes[k].answered
        axes.add_collection(
            PolyCollection(
                polygons,
                facecolor=shade,
                # An edge of the same colour hides the seams between neighbouring pieces.
                edgecolor=GREY if blank else shade,
                hatch="///" if blank else None,
                linewidth=0 if blank else 0.6,
                rasterized=len(polygons) > 5000,
            )
        )
    axes.add_collection(LineCollection(list(found.walls), colors="white", linewidths=2.0, capstyle="round"))
    axes.add_collection(LineCollection(list(found.walls), colors="black", linewidths=0.9, capstyle="round"))


def _legend(axes: Axes, found: RegimeMap, shades: list[str], words: list[str], shown: list[int]) -> None:
    from matplotlib.patches import Patch

    if not shown:
        return
    handles = [
        Patch(
            facecolor=shades[k],
            edgecolor=GREY,
            hatch=None if found.regimes[k].answered else "///",
            label=in_legend(words[k] if found.shares[k] >= NAMED else f"{words[k]} (tiny)"),
        )
        for k in shown
    ]
    axes.legend(
        handles=handles[:24],
        loc="upper left",
        bbox_to_anchor=(0, -0.13),
        ncols=max(1, min(3, len(handles), WIDE // max(map(len, words), default=1))),
        fontsize=9,
        frameon=False,
    )


def _own_point(axes: Axes, found: RegimeMap) -> list[tuple[float, float, float, float]]:
    """Mark the file's own numbers; returns the boxes, in pixels, that the mark and its label take."""
    if not all(r.holds_own for r in found.ranges):
        return []
    spot = (float(found.ranges[0].own), float(found.ranges[1].own))
    axes.plot(
        *spot,
        marker="o",
        markersize=13,
        color="white",
        markeredgecolor="black",
        markeredgewidth=1.4,
        zorder=6,
        clip_on=False,
    )
    axes.plot(*spot, marker="o", markersize=5, color="black", zorder=7, clip_on=False)
    for x in (False, True):
        line = axes.axvline if x else axes.axhline
        line(spot[0] if x else spot[1], color="white", linewidth=0.9, linestyle=(0, (3, 3)), alpha=0.8, zorder=3)
    px, py = axes.transData.transform(spot)
    box = axes.get_window_extent()
    right, up = px < box.x0 + 0.7 * box.width, py < box.y0 + 0.88 * box.height
    text = axes.annotate(
        f"this file: {called(found.ranges[0])} {float(spot[0]):.10g}, {called(found.ranges[1])} {float(spot[1]):.10g}",
        spot,
        xytext=(12 if right else -12, 12 if up else -12),
        textcoords="offset points",
        ha="left" if right else "right",
        va="bottom" if up else "top",
        fontsize=9,
        zorder=8,
        bbox={"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": "black", "linewidth": 0.8},
    )
    label = text.get_window_extent()
    return [(px - 25, py - 25, px + 25, py + 25), (label.x0 - 8, label.y0 - 8, label.x1 + 8, label.y1 + 8)]


def _raster(found: RegimeMap) -> NDArray[np.intp]:
    """The regime of each cell of a raster over the map, rows from below."""
    mesh = found.mesh
    across, up = ((np.arange(CELLS) + 0.5) / CELLS * size for size in mesh.size)
    raster = np.zeros((CELLS, CELLS), dtype=np.intp)
    for leaf in mesh.leaves.values():
        i, j = (np.searchsorted(side, [start, start + leaf.size]) for side, start in ((across, leaf.x), (up, leaf.y)))
        if len(leaf.pieces) == 1:
            raster[j[0] : j[1], i[0] : i[1]] = leaf.pieces[0][0]
            continue
        for row in range(*j):
            for column in range(*i):
                raster[row, column] = mesh.at(across[column], up[row])
    return raster


def _names(
    axes: Axes,
    found: RegimeMap,
    shades: list[str],
    words: list[str],
    blocked: list[tuple[float, float, float, float]],
) -> set[int]:
    """Write names into regions that are large enough; returns the regimes that are named in every large part."""
    from scipy import ndimage

    raster, box = _raster(found), axes.get_window_extent()
    free = np.ones_like(raster, dtype=bool)
    for x0, y0, x1, y1 in blocked:
        a, b = (round((v - box.x0) / box.width * CELLS) for v in (x0, x1))
        c, d = (round((v - box.y0) / box.height * CELLS) for v in (y0, y1))
        free[max(c, 0) : max(d, 0), max(a, 0) : max(b, 0)] = False
    named = set()
    for k, text in enumerate(words):
        parts, number = ndimage.label(raster == k)
        for part in range(1, number + 1):
            room = (parts == part) & free
            if room.sum() > 40 and _written(axes, room, text, shades[k]):
                named.add(k)
    return named


def _written(axes: Axes, room: NDArray[np.bool_], text: str, shade: str) -> bool:
    """Write a text where the room around it is widest, if it fits."""
    from scipy import ndimage

    box = axes.get_window_extent()
    for size, width in ((13, 40), (13, 16), (11, 24), (11, 12), (9, 30), (9, 12)):
        told = axes.text(0.5, 0.5, fill(text, width), fontsize=size, fontweight="bold", color=ink(shade), zorder=5)
        told.set(
            ha="center",
            va="center",
            transform=axes.transAxes,
            bbox={"facecolor": shade, "edgecolor": "none", "pad": 1.5},
        )
        extent = told.get_window_extent()
        cells = [
            max(1, round(length / full * CELLS) + 3)
            for length, full in ((extent.height, box.height), (extent.width, box.width))
        ]
        padded = np.pad(room, 1)
        fits = ndimage.minimum_filter(padded.astype(np.uint8), size=cells, mode="constant")[1:-1, 1:-1].astype(bool)
        if fits.any():
            depth = ndimage.distance_transform_edt(padded)[1:-1, 1:-1] * fits
            row, column = np.unravel_index(int(depth.argmax()), depth.shape)
            told.set_position(((column + 0.5) / CELLS, (row + 0.5) / CELLS))
            return True
        told.remove()
    return False
