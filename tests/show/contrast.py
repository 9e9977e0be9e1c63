"""What of a figure is too faint to be seen, by WCAG 2.1 AA: words below 4.5 to 1, lines, marks and areas below 3 to 1.

The formulas are those of WCAG 2.1: relative luminance, contrast ratio, 1.4.3 for words and 1.4.11 for what is drawn.
Words are held against the colour that most of their box has when the figure is drawn without words. Lines and marks are
held against the paper, and areas too: an area may be pale where its edge or its hatching is not. Left out are the lines
of a grid and what `sim.show.pictures` names as paper or guides, which say nothing that a number or a word does not.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection, LineCollection, QuadMesh
from matplotlib.colors import same_color, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from sim.show.pictures import GUIDE, PAPERS, SHADE, TINTS
from tests.show.overlaps import seen_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure
    from matplotlib.typing import ColorType

RGB = tuple[float, float, float]
WHITE: RGB = (1.0, 1.0, 1.0)
WORDS, LARGE, DRAWN = 4.5, 3.0, 3.0
ROUNDING = 0.005
"""By how much a ratio may fall short: colours are rounded to 256 steps where they are drawn."""


def luminance(colour: RGB) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: RGB, two: RGB) -> float:
    """Contrast ratio of two colours as WCAG 2.1 defines it, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def over(colour: ColorType, below: RGB = WHITE, alpha: float | None = None) -> RGB:
    """A colour as it is seen on another."""
    red, green, blue, opacity = to_rgba(colour, alpha)
    mixed = [top * opacity + under * (1 - opacity) for top, under in zip((red, green, blue), below, strict=True)]
    return mixed[0], mixed[1], mixed[2]


def faint(figure: Figure) -> list[str]:
    """What is too faint, each with its ratio and its colour.

    Parameters
    ----------
    figure : Figure
        A figure; it is drawn, and its words are hidden after that.
    """
    drawn = [*_lines(figure), *_areas(figure)]
    return sorted({*_words(figure), *drawn})


def _words(figure: Figure) -> Iterator[str]:
    words = seen_words(figure)
    figure.set_layout_engine("none")  # what stands where must not hang on the words that are hidden
    for text, *_ in words:
        text.set_visible(False)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[::-1, :, :3]
    for text, x0, x1, y0, y1 in words:
        box = pixels[max(0, int(y0)) : int(y1) + 1, max(0, int(x0)) : int(x1) + 1].reshape(-1, 3)
        if not len(box):
            continue
        red, green, blue = Counter(map(tuple, box.tolist())).most_common(1)[0][0]
        below: RGB = (red / 255, green / 255, blue / 255)
        frame = text.get_bbox_patch()
        if frame is not None:
            below = over(frame.get_facecolor(), below)
        size, bold = text.get_fontsize(), text.get_fontweight() in ("bold", 700)
        needed = LARGE if size >= 18 or (bold and size >= 14) else WORDS
        reached = ratio(over(text.get_color(), below, text.get_alpha()), below)
        if reached < needed - ROUNDING:
            yield f"words {reached:.2f} {_code(over(text.get_color(), below))} on {_code(below)}: {text.get_text()!r}"


def _lines(figure: Figure) -> Iterator[str]:
    grids = {line for axis in figure.findobj(Axis) for line in (*axis.get_gridlines(), *axis.get_ticklines())}
    for line in figure.findobj(Line2D):
        if line in grids or not line.get_visible() or _guide(line.get_color()) or not _drawn(line):
            continue
        if line.get_linestyle() not in ("None", "none", "", " ") and len(line.get_xdata(orig=False)) > 1:
            yield from _too_faint("line", [over(line.get_color(), alpha=line.get_alpha())])
        if line.get_marker() not in ("None", "none", "", " ", None):
            faces = [line.get_markerfacecolor(), line.get_markeredgecolor()]
            yield from _too_faint("mark", [over(c, alpha=line.get_alpha()) for c in faces if c != "none"])


def _areas(figure: Figure) -> Iterator[str]:
    papers = {figure.patch, *(axes.patch for axes in figure.axes)}
    papers |= {text.get_bbox_patch() for text in figure.findobj(Text)}
    papers |= {legend.get_frame() for axes in figure.axes if (legend := axes.get_legend())}
    for area in figure.findobj(Patch):
        if area in papers or not area.get_visible() or not _drawn(area) or _guide(area.get_facecolor()):
            continue
        seen = [over(area.get_facecolor())] if area.get_fill() else []
        if area.get_linewidth() or area.get_hatch():
            seen.append(over(area.get_edgecolor()))
        yield from _too_faint("area", seen)
    for some in figure.findobj(Collection):
        if not some.get_visible() or not _drawn(some) or isinstance(some, QuadMesh):  # read at its own scale
            continue
        edges = [over(c) for c in some.get_edgecolor()] if max(np.atleast_1d(some.get_linewidth()), default=0) else []
        if isinstance(some, LineCollection):
            for edge in edges:
                if not _guide(edge) and edge != WHITE:
                    yield from _too_faint("line", [edge])
            continue
        for face in some.get_facecolor():
            if not _guide(face):
                yield from _too_faint("area", [over(face), *edges])


def _drawn(artist: Line2D | Patch | Collection) -> bool:
    """Whether it belongs to axes or to a legend, and to none whose frame alone is hidden with them."""
    axes = artist.axes
    return axes is None or axes.get_visible()


def _guide(colour: ColorType) -> bool:
    return any(same_color(to_rgba(colour)[:3], guide) for guide in (GUIDE, SHADE, *PAPERS, *TINTS))


def _too_faint(what: str, seen: list[RGB]) -> Iterator[str]:
    reached = max((ratio(colour, WHITE) for colour in seen), default=WORDS)
    if reached < DRAWN - ROUNDING:
        yield f"{what} {reached:.2f} {' '.join(map(_code, seen))}"


def _code(colour: RGB) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour)
