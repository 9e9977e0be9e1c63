"""Which words of a figure lie on each other, by their boxes as they are drawn."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SLACK = 1.0
"""Points by which two boxes may overlap: letters do not fill theirs."""


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of words that lie on each other.

    Parameters
    ----------
    figure : Figure
        A figure; it is drawn.
    """
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    ticks = {
        label
        for axis in figure.findobj(Axis)
        for label in axis.get_ticklabels()
        if not (axis.get_visible() and axis.axes.axison)
    }
    words = [
        text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible() and text not in ticks
    ]
    slack = SLACK * figure.dpi / 72
    boxes = []
    for text in words:
        box = text.get_window_extent(renderer)
        boxes.append((text.get_text(), box.x0 + slack, box.x1 - slack, box.y0 + slack, box.y1 - slack))
    return [
        (one[0], two[0])
        for one, two in combinations(boxes, 2)
        if one[1] < two[2] and two[1] < one[2] and one[3] < two[4] and two[3] < one[4]
    ]


def outside(figure: Figure) -> list[str]:
    """Words that leave the figure."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    found = []
    for text in figure.findobj(Text):
        box = text.get_window_extent(renderer)
        drawn = text.get_text().strip() and text.get_visible() and box.width
        if drawn and (box.x0 < -1 or box.y0 < -1 or box.x1 > figure.bbox.x1 + 1 or box.y1 > figure.bbox.y1 + 1):
            found.append(text.get_text())
    return found
