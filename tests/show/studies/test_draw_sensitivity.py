"""The picture of what an ending hangs on: no words on bars, nor on each other."""

from __future__ import annotations

import sim
from sim.show.pictures import styled
from tests.show.overlaps import outside


def test_who_is_who_stands_below_the_bars_and_not_on_them() -> None:
    found = sim.load("action-for-action").sensitivity("leakage", "pressure", samples=0)
    figure = styled(found.plot().make)
    figure.draw_without_rendering()
    payoffs = figure.axes[1]
    legend = payoffs.get_legend()
    assert legend is not None
    assert legend.get_window_extent().y1 <= payoffs.get_window_extent().y0
    label = payoffs.xaxis.get_label().get_window_extent()
    assert legend.get_window_extent().y1 <= label.y0 + 1
    assert outside(figure) == []
