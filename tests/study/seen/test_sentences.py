"""What is said of a course holds of what was checked: single values, other ranges, chance, draws, gaps."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import binom, triang

from sim.scenario.course.file import read_course
from sim.scenario.load import load
from sim.show.studies.seen.text import answer, seen_notes
from sim.show.studies.seen.words import alone_sentence
from sim.study.seen.explained import Explained, explain
from sim.study.seen.options import SeenOptions
from tests.study.pay_first import PAY_FIRST

F = Fraction

PAID = "kind: course\ntitle: Paid\ncourse: [{round: 1, step: us.pay}, {round: 2, step: nk.repay}]\n"

TIE = """\
format: 1
kind: concessions
title: A tie
players: {a: {name: A, patience: 0.9}, b: {name: B, patience: 0.9}}
parameters: {worth: {value: 0.5, min: 0, max: 2}}
status_quo: {a: 0, b: 0}
concessions:
  a: [{id: give, effect: {a: -1, b: 0}}]
  b: [{id: back, effect: {a: 5, b: worth - 1}}]
agreement: {a: 0, b: 0}
moves: alternating
first: a
actions: [concede, hold_out]
horizon: 2
"""
"""B gives back if that is worth more than 1 to it, whatever A has done; so A never gives, unless B is indifferent and
gives back just to whoever gave."""

GIVEN = "kind: course\ntitle: Given\ncourse: [{round: 1, step: a.give}, {round: 2, step: b.back}]\n"


def explained(text: str, course: str, *parameters: str, **options: object) -> Explained:
    scenario = load("test.yaml", text=text)
    found, raw = read_course("seen.yaml", scenario, course.encode())
    return explain(scenario, found, raw, parameters, SeenOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(("low", "high", "answers"), [(0, 2, "no yes no"), (1, 2, "yes no"), (0, 1, "no yes")])
def test_a_single_value_at_which_somebody_is_indifferent_is_found(low: int, high: int, answers: str) -> None:
    found = explained(TIE, GIVEN, f"worth={low}:{high}", draws=20)
    (line,) = found.lines
    assert line.exact
    assert [s.answer for s in line.stretches] == answers.split()
    assert [(s.low, s.high) for s in line.stretches if s.answer == "yes"] == [(1, 1)]
    assert len(line.edges) == len(line.stretches) - 1
    assert (line.share, line.ties, line.undecided) == (0, (), 0)
    assert alone_sentence(found).startswith("What was seen is consistent with worth at 1 only")
    assert found.box is not None
    assert found.box.kept == 0


def test_beside_a_tie_that_settles_nothing_no_value_has_the_course() -> None:
    # A never gives, since it costs 1 and brings nothing, whatever B does.
    (line,) = explained(TIE.replace("a: 5", "a: 0"), GIVEN, draws=0).lines
    assert [s.answer for s in line.stretches] == ["no"]
    assert line.everywhere


def test_ties_that_there_was_no_time_for_are_not_said_to_lack_the_course() -> None:
    found = explained(TIE, GIVEN, draws=0)
    (line,) = found.lines
    unseen = replace(line, stretches=(replace(line.stretches[0], high=F(2)),), edges=(), ties=(F(1),))
    told = alone_sentence(replace(found, lines=(unseen,)))
    assert told == "No value in its range is known to make it an equilibrium course; some are open."
    assert not replace(found, lines=(unseen,)).certified


def test_ranges_that_leave_out_the_files_own_value_are_told_apart() -> None:
    """It is paid if cost < patience * gain = 1.6, all else as in the file (cost 1, patience 0.8)."""
    found = explained(PAY_FIRST, PAID, "cost=1.7:2", "patience=0.7:0.9", draws=0)
    told = alone_sentence(found)
    assert "every value of patience that was asked for is consistent" in told
    assert "(of patience 17 values were looked at)" in told
    assert "No value of cost that was asked for makes it an equilibrium course" in told
    assert "open" not in told


def test_where_chance_may_have_ended_the_talks_every_equilibrium_has_the_course() -> None:
    """With cost 2 nobody pays, in the only equilibrium, and the talks end after round 1 with a chance of a quarter."""
    text = PAY_FIRST.replace("value: 1,", "value: 2,") + "breakdown: {payoff: {us: -1, nk: -1}, hazard: 1 / 4}\n"
    found = explained(text, "kind: course\ntitle: Broken\ncourse: []\nthrough: 1\nthen: breakdown\n", draws=0)
    assert (found.now.word, found.now.some, found.now.every) == ("certain", True, True)
    assert "every equilibrium has the course" in answer(found)[0]
    certain = text.replace("value: 2,", "value: 1,")  # paid at once, so that no round stalls
    assert (
        explained(certain, "kind: course\ntitle: B\ncourse: []\nthrough: 1\nthen: breakdown\n", draws=0).now.some
        is False
    )


def test_points_are_drawn_as_the_file_says_and_others_evenly_over_their_ranges() -> None:
    """Paid if cost <= patience * gain: what survives is the mean over the patience of the chance that cost is below."""
    text = PAY_FIRST.replace("max: 2", "max: 2, draw: {triangular: [0, 0.2, 2]}")
    assert text != PAY_FIRST
    found = explained(text, PAID, draws=400)
    patience = np.linspace(0, 0.96, 20001)
    true = triang.cdf(2 * patience, 0.1, 0, 2).mean()
    even = np.minimum(2 * patience / 2, 1).mean()
    box = found.box
    assert box is not None
    assert box.low < true < box.high
    assert not box.low < even < box.high  # 0.48, as without the draw
    assert binom.ppf(0.001, 400, true) <= box.kept <= binom.ppf(0.999, 400, true)
    assert "drawn from what the file holds likely" in answer(found)[-1]
    assert any(
        "as the file's draws of cost say, and all others" in note for note in seen_notes(load("t", text=text), found)
    )
    # A range that is asked for replaces what the file says of it.
    again = explained(text, PAID, "patience", "cost=0:2", draws=400).box
    assert again is not None
    assert again.low < even < again.high


def test_a_parameter_with_a_draw_alone_has_the_range_of_its_draw() -> None:
    text = PAY_FIRST.replace("min: 0, max: 2", "draw: {uniform: [0.4, 1.8]}")
    assert text != PAY_FIRST
    by_name = {line.range.name: line for line in explained(text, PAID, draws=0).lines}
    assert [(s.low, s.high, s.answer) for s in by_name["cost"].stretches] == [
        (F("0.4"), F("1.6"), "yes"),
        (F("1.6"), F("1.8"), "no"),
    ]


def test_values_at_which_there_is_no_game_are_left_out_and_counted() -> None:
    """A patience of 1 or more is none. Paid from patience 0.5 on."""
    text = PAY_FIRST.replace("max: 0.96", "max: 1.2")
    assert text != PAY_FIRST
    found = explained(text, PAID, draws=60, points=13)
    line = next(line for line in found.lines if line.range.name == "patience")
    assert line.unsolved == sum(F(k, 10) >= 1 for k in range(13)) == 3
    assert [s.answer for s in line.stretches] == ["no", "yes"]
    assert "between 0.5 and 0.9 (others are open or have no answer)" in alone_sentence(found)
    assert found.plane is not None
    assert found.plane.rows
    box = found.box
    assert box is not None
    assert box.unsolved > 0
    assert box.done + box.unsolved == 60
    assert any("have no answer, and are left out" in note for note in seen_notes(load("t", text=text), found))
