"""Words of the path of play never lie on each other, however long and however close to each other they are."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.show.concessions.courses.draw_path import path_of_play
from sim.show.concessions.courses.timeline import LETTER, LINE, MARGINS, Event, laid_out
from sim.show.pictures import styled
from sim.show.text.letters import width
from tests.show.concessions.games import paid_again, two_breaches
from tests.show.media import seen
from tests.show.overlaps import outside, overlaps

GAMES: dict[str, Callable[[], Scenario]] = {
    "two breaches": two_breaches,
    "steps taken and taken back by both in every round": lambda: paid_again("simultaneous", 30),
    "over and over": lambda: paid_again("simultaneous", "infinite"),
    "talks that end": lambda: load("blame"),
    "chance": lambda: load("fading-hope"),
}


@pytest.mark.parametrize("name", GAMES)
def test_no_words_overlap_or_leave_the_picture(name: str) -> None:
    scenario = GAMES[name]()
    solution = solve(scenario)
    figure = styled(lambda: path_of_play(scenario, solution))  # type: ignore[arg-type]
    assert overlaps(figure) == []
    assert outside(figure) == []


def test_what_is_taken_back_is_named() -> None:
    scenario = two_breaches()
    figure = path_of_play(scenario, solve(scenario))  # type: ignore[arg-type]
    told = [" ".join(text.get_text().split()) for text in figure.axes[1].texts]
    assert "\N{MINUS SIGN} Suspension of sanctions on coal exports" in told
    assert not any("takes steps back" in text for text in told)


texts = st.text("abc def 미국", min_size=1, max_size=40).filter(str.strip)
events = st.lists(st.tuples(st.integers(1, 40), texts), max_size=30, unique_by=lambda e: e[0]).map(
    lambda found: [Event(when, text, False) for when, text in sorted(found)]
)


@given(events, events)
@settings(max_examples=60, deadline=None)
def test_boxes_of_words_do_not_meet(one: list[Event], two: list[Event]) -> None:
    span = (0.4, 40.6)
    timeline = laid_out((one, two), span)
    inch = (span[1] - span[0]) / (timeline.width - MARGINS)
    for side in timeline.sides:
        assert len(side) in (len(one), len(two))
        for a, b in combinations(side, 2):
            halves = [LETTER * max(map(width, w.text.splitlines())) * inch / 2 for w in (a, b)]
            high = [w.away + LINE * (w.text.count("\n") + 1) for w in (a, b)]
            beside = abs(a.x - b.x) >= sum(halves) - 1e-9
            over = a.away >= high[1] - 1e-9 or b.away >= high[0] - 1e-9
            assert beside or over


def test_an_announced_course_is_drawn_and_said_to_be_one() -> None:
    view = seen("korea/sanctions-until-done", "stackelberg")
    above, below, *_ = styled(view.picture()).axes
    assert " ".join(above.get_title(loc="left").split()) == " ".join(view.answer)
    assert "best commitment of United States" in " ".join(view.answer)
    steps = {text.get_text().replace("\n", " ") for text in below.texts}
    assert {"Full sanctions relief", "Handing over of the weapons"} <= steps
