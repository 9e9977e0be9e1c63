"""The lattice can be read: states stand under what stands in them, and arrows and words keep clear of each other."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.scenario.scenario import Concessions, Scenario
from sim.show.concessions.courses.draw_lattice import lattice, placed
from sim.show.concessions.courses.lattice_layout import ACROSS, MOST_STATES, UP, laid_out
from sim.show.pictures import styled
from tests.show.concessions.games import paid_again, two_breaches
from tests.show.overlaps import outside, overlaps

NODE = 0.12
"""Inches from the middle of a state to the rim of its mark."""

GAMES = {
    "two breaches": two_breaches,
    "both at once": lambda: paid_again("simultaneous", 16),
    "without a last round": lambda: paid_again("alternating", "infinite"),
    "both at once, without a last round": lambda: paid_again("simultaneous", "infinite"),
    **{
        name: (lambda name=name: load(name))
        for name in ("action-for-action", "relief-first", "blame", "gestures", "fading-hope", "seoul", "stalled")
    },
}


@cache
def solved(name: str) -> tuple[Scenario, Any]:
    scenario = GAMES[name]()
    return scenario, solve(scenario)


def laid(name: str) -> tuple[Scenario, Any, Any]:
    scenario, solution = solved(name)
    assert isinstance(scenario.game, Concessions)
    return scenario, solution, laid_out(scenario.game, solution, solution.profile)


def test_two_breaches_are_on_the_course_that_is_drawn() -> None:
    _, solution, layout = laid("two breaches")
    assert len(solution.outcome.broken) == 2
    rounds = sorted(r for when in (*layout.moves.values(), *layout.stays.values()) for r in when)
    assert rounds == list(range(1, 17))  # each round is told once


@pytest.mark.parametrize("name", GAMES)
def test_each_state_stands_at_what_stands_in_it(name: str) -> None:
    _, solution, layout = laid(name)
    for state, (x, y) in layout.spots.items():
        stands = solution.game.states[state].stands
        assert layout.columns[round(x / ACROSS)].stands == stands[0]
        assert layout.rows[round(y / UP)].stands == stands[1]


@pytest.mark.parametrize("name", GAMES)
def test_arrows_go_through_no_state_that_they_do_not_join(name: str) -> None:
    _, solution, layout = laid(name)
    _, arrows, _ = placed(solution, layout)
    for (one, two), drawn in arrows.items():
        for state, spot in layout.spots.items():
            if state not in (one, two):
                assert np.hypot(*(drawn.points - spot).T).min() > NODE, (one, two, state)


@pytest.mark.parametrize("name", GAMES)
def test_bold_arrows_cross_but_do_not_lie_on_each_other(name: str) -> None:
    _, solution, layout = laid(name)
    _, arrows, _ = placed(solution, layout)
    for one, two in combinations(layout.moves, 2):
        a, b = arrows[one].points, arrows[two].points
        near = np.hypot(*(a[:, None] - b[None]).transpose(2, 0, 1)).min(axis=1) < 0.05
        assert near.mean() < 0.25, (one, two)


@pytest.mark.parametrize("name", GAMES)
def test_words_lie_on_no_state_and_on_no_words(name: str) -> None:
    _, solution, layout = laid(name)
    sheet, _, _ = placed(solution, layout)
    assert not any(one.meets(two) for one, two in combinations(sheet.words, 2))
    middles = np.array(list(layout.spots.values()))
    assert not any(box.holds(middles) for box in sheet.words)


@pytest.mark.parametrize("name", GAMES)
def test_no_words_overlap_or_leave_the_picture_as_it_is_drawn(name: str) -> None:
    scenario, solution = solved(name)
    figure = styled(lambda: lattice(scenario, solution))
    assert overlaps(figure) == []
    assert outside(figure) == []


def test_steps_that_were_taken_back_are_named_where_states_lack_them() -> None:
    scenario, solution, layout = laid("two breaches")
    figure = lattice(scenario, solution)
    labels = [" ".join(t.get_text().split()) for t in figure.axes[0].get_xticklabels()]
    lacking = [label for label, line in zip(labels, layout.columns, strict=True) if line.missing]
    assert lacking
    assert all("\N{MINUS SIGN} Suspension of sanctions" in label for label in lacking)


def test_of_many_states_those_that_the_course_goes_through_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.show.concessions.courses.lattice_layout.MOST_STATES", 3)
    scenario, solution, layout = laid("action-for-action")
    assert MOST_STATES > 3
    assert set(layout.spots) == set(solution.outcome.stands)
    assert layout.folded > 0
    assert not layout.elsewhere
    assert f"{layout.folded} states that it does not go through are left out" in " ".join(
        lattice(scenario, solution).axes[0].get_title().split()
    )
