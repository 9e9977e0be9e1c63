"""What is drawn can be seen, and what is written in pictures can be read: WCAG 2.1 AA, of pictures of every kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from sim.show.contrast import contrast, ink, parts
from sim.show.pictures import COLOURS, GREY, MANY, PALER, PAPERS, SHADE, styled
from tests.show.contrast import faint, over, ratio
from tests.show.media import seen

WHITE = "#ffffff"
PICTURES = (
    ("korea/action-for-action", "subgame-perfect", "path"),
    ("korea/relief-first", "subgame-perfect", "lattice"),
    ("korea/fading-hope", "subgame-perfect", "path"),
    ("korea/action-for-action", "bargaining", ""),
    ("korea/reassurance", "pbe", "trust"),
    ("korea/reassurance", "pbe", "beliefs"),
    ("korea/five-parties", "stability", "table"),
    ("textbook/elmira", "stability", "moves"),
    ("textbook/chicken", "nash", "matrix"),
    ("textbook/chicken", "nash", "best-responses"),
    ("textbook/stag-hunt", "quantal", ""),
    ("textbook/cournot", "nash", ""),
    ("textbook/divide-the-dollar", "bargaining", ""),
    ("textbook/repeated-prisoners-dilemma", "repeated", ""),
    ("textbook/stripped-down-poker", "subgame-perfect", ""),
    ("textbook/beer-quiche", "pbe", "tree"),
    ("textbook/beer-quiche", "pbe", "beliefs"),
    ("textbook/alternating-offers", "subgame-perfect", ""),
    ("textbook/alternating-offers", "subgame-perfect", "convergence"),
    ("textbook/coase", "pbe", ""),
    ("textbook/deadline-demands", "", ""),
    ("examples/merger", "bargaining", ""),
)
"""Scenarios with a concept and a view; where one is empty, the first that there is."""


@pytest.mark.parametrize(("name", "concept", "view"), PICTURES)
def test_no_word_line_mark_or_area_of_a_picture_is_too_faint(name: str, concept: str, view: str) -> None:
    from sim.engine.solve import concepts
    from tests.show.media import loaded

    known = concepts(loaded(name))
    pictures = seen(name, concept if concept in known else known[0]).pictures()
    assert faint(styled(pictures[view] if view in pictures else next(iter(pictures.values())))) == []


def test_words_in_a_players_colour_can_be_read_on_every_paper() -> None:
    for colour, paper in zip(COLOURS, PAPERS, strict=True):
        for below in (WHITE, SHADE, paper):
            assert contrast(colour, below) >= 4.5
    assert min(contrast(GREY, below) for below in (WHITE, SHADE, *PAPERS)) >= 4.5
    assert min(contrast(colour, WHITE) for colour in MANY) >= 4.5
    assert min(ratio(over(colour, alpha=PALER), (1, 1, 1)) for colour in COLOURS) >= 3


@pytest.mark.parametrize(
    ("one", "two", "known"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, two: str, known: float) -> None:
    """Black on white is 21 to 1, and #767676 the lightest grey that can be read on white (WebAIM, Contrast Checker)."""
    assert contrast(one, two) == contrast(two, one) == pytest.approx(known, abs=0.005)


@given(st.integers(0, 0xFFFFFF))
def test_black_or_white_can_be_read_on_any_colour(code: int) -> None:
    """The worse of the two best is where both are alike: the root of 21, 4.58."""
    paper = f"#{code:06x}"
    chosen = {"black": "#000000", "white": WHITE}[ink(paper)]
    assert contrast(chosen, paper) >= 4.58 - 0.005
    assert contrast(chosen, paper) == pytest.approx(ratio(parts(chosen), parts(paper)))


def test_what_is_too_faint_is_found() -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#999999")
    axes.plot([0.5], [0.2], "o", color="#bbbbbb")
    axes.bar([0.5], [0.5], color="#eeeeee")
    axes.text(0.1, 0.9, "pale", color="#777777")
    axes.text(0.1, 0.8, "dark", color="#767676")
    axes.text(0.5, 0.3, "on a dark frame", color="black", bbox={"facecolor": "#555555"})
    found = faint(figure)
    assert [line.split(" ")[0] for line in found] == ["area", "line", "mark", "words", "words"]
    assert sum("pale" in line or "on a dark frame" in line for line in found) == 2
