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
    slack = SLACK * figure.dpi / 72
    boxes = [(told, x0 + slack, x1 - slack, y0 + slack, y1 - slack) for told, x0, x1, y0, y1 in _boxes(figure)]
    return [
        (one[0], two[0])
        for one, two in combinations(boxes, 2)
        if one[1] < two[2] and two[1] < one[2] and one[3] < two[4] and two[3] < one[4]
    ]


def outside(figure: Figure) -> list[str]:
    """Words that leave the figure."""
    return [
        told
        for told, x0, x1, y0, y1 in _boxes(figure)
        if x0 < -1 or y0 < -1 or x1 > figure.bbox.x1 + 1 or y1 > figure.bbox.y1 + 1
    ]


def _boxes(figure: Figure) -> list[tuple[str, float, float, float, float]]:
    """Words that are seen, with their left, right, lower and upper edges."""
    return [(text.get_text(), *edges) for text, *edges in seen_words(figure)]


def seen_words(figure: Figure) -> list[tuple[Text, float, float, float, float]]:
    """The texts of a figure that are seen, with their left, right, lower and upper edges in pixels.

    Parameters
    ----------
    figure : Figure
        A figure; it is drawn.
    """
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    unseen = {label for axis in figure.findobj(Axis) for label in _not_drawn(axis)}
    found = []
    for text in figure.findobj(Text):
        if text.get_text().strip() and text.get_visible() and text not in unseen:
            box = text.get_window_extent(renderer)
            found.append((text, box.x0, box.x1, box.y0, box.y1))
    return found


def _not_drawn(axis: Axis) -> list[Text]:
    """Labels of ticks that are kept and not drawn: those of axes that are off, and those beyond the ends."""
    low, high = sorted(axis.get_view_interval())
    room = 1e-9 * (high - low)
    return [
        label
        for at, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
        if not axis.axes.axison or not low - room <= at <= high + room
    ]
