"""What stands in the picture of trust keeps inside it, however long names are."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sim
from sim.show.hidden.draw_trust import trust_picture
from sim.show.pictures import styled
from tests.show.overlaps import outside, overlaps


@pytest.mark.parametrize("times", [1, 6, 12])
def test_names_of_any_length_stay_in_the_picture_and_panels_hold_their_labels(times: int) -> None:
    result = sim.load("reassurance").solve()
    scenario = result.scenario
    long = [replace(player, name=" ".join([player.name] * times)) for player in scenario.players]
    named = replace(scenario, players=(long[0], long[1]))
    figure = styled(lambda: trust_picture(named, result.solution))
    assert outside(figure) == []
    axes = figure.axes[0]
    frame = axes.get_window_extent()
    for told in axes.texts:
        box = told.get_window_extent()
        assert frame.y0 - 1 <= box.y0
        assert box.y1 <= frame.y1 + 1


def test_words_keep_apart_where_rounds_are_many() -> None:
    result = sim.load("reassurance").with_("horizon=8").solve()
    figure = styled(lambda: trust_picture(result.scenario, result.solution))
    assert overlaps(figure) == []
    assert outside(figure) == []
