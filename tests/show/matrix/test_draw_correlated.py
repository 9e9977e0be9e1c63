"""The picture of what advice can do: its area, its marks and their words."""

from __future__ import annotations

import pytest

from sim.engine.solve import solve
from sim.show.matrix.correlated import draw_correlated
from sim.show.pictures import styled
from sim.show.shown import shown
from sim.show.text.escapes import unmarked
from tests.show.labels import MARKS, game
from tests.show.media import seen
from tests.show.overlaps import outside, overlaps


def labels(name: str) -> list[str]:
    (legend,) = styled(seen(name, "correlated").picture()).legends
    return [text.get_text() for text in legend.get_texts()]


def test_plans_and_the_equilibrium_beside_stand_at_what_they_pay() -> None:
    """Aumann 1974: 5.25 each at best; 14/3 each where both mix."""
    told = labels("textbook/traffic-intersection")
    assert "the highest sum of payoffs and the most equal (5.25, 5.25)" in told
    assert "best Nash equilibrium, without advice (4.67, 4.67)" in told
    assert "all that advice in private can bring about" in told


def test_plans_that_pay_the_same_have_one_mark() -> None:
    (plans,) = [told for told in labels("textbook/stag-hunt") if told.endswith("most equal (4.00, 4.00)")]
    assert plans.startswith("the highest sum of payoffs, the best for Hunter A, the best for Hunter B and")


def test_the_area_is_drawn_by_its_corners() -> None:
    (axes,) = styled(seen("textbook/traffic-intersection", "correlated").picture()).axes
    contract, advised = (patch.get_xy()[:-1].tolist() for patch in axes.patches)
    assert sorted(map(tuple, contract)) == [(0, 0), (2, 7), (6, 6), (7, 2)]
    assert sorted(map(tuple, advised)) == [(2, 7), (3.6, 3.6), (5.25, 5.25), (7, 2)]


def test_an_area_that_takes_too_long_is_left_out_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_correlated, "LONGEST", 0.0)
    figure = styled(seen("textbook/traffic-intersection", "correlated").picture())
    (axes,) = figure.axes
    assert axes.get_title(loc="left") == "What all of them pay took too long to find and is left out."
    assert "all that advice in private can bring about" not in [t.get_text() for t in figure.legends[0].get_texts()]


def test_of_a_large_table_the_area_is_left_out_and_that_is_said() -> None:
    (axes,) = styled(seen("textbook/cournot", "correlated").picture()).axes
    assert axes.get_title(loc="left") == "What all of them pay is left out for tables of more than 400 cells."


@pytest.mark.parametrize("name", ["traffic-intersection", "prisoners-dilemma", "stag-hunt", "chicken"])
def test_no_word_lies_on_another_or_leaves_the_picture(name: str) -> None:
    figure = styled(seen(f"textbook/{name}", "correlated").picture())
    assert overlaps(figure) == []
    assert outside(figure) == []


def test_signs_in_names_are_drawn_as_they_are() -> None:
    scenario = game("matrix", MARKS[:12])
    (axes,) = styled(shown(scenario, solve(scenario, "correlated")).picture()).axes
    assert unmarked(f"{scenario.players[0].name}: payoff") == axes.get_xlabel()
