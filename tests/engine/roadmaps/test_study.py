"""The second opinion on roadmaps can disagree, and a study holds what it says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sim.engine.roadmaps.certificate import confirmed
from sim.engine.roadmaps.study import study_roadmaps
from sim.engine.roadmaps.thresholds import judge
from sim.games.roadmaps.ladders import Ladders, from_ladders, step_for_step
from sim.scenario.load import load


@pytest.fixture
def ladders() -> Ladders:
    return from_ladders(load("action-for-action"))


def test_the_second_opinion_agrees_with_what_is_found(ladders: Ladders) -> None:
    assert confirmed(ladders, judge(ladders, step_for_step(ladders)))


@pytest.mark.parametrize("change", [Fraction(1, 10**6), Fraction(-1, 10**6)])
@pytest.mark.parametrize("player", [0, 1])
def test_the_second_opinion_refuses_a_threshold_that_is_off(ladders: Ladders, player: int, change: Fraction) -> None:
    found = judge(ladders, step_for_step(ladders))
    stands = list(found.stands)
    threshold = stands[player].threshold
    assert threshold is not None
    stands[player] = replace(stands[player], threshold=threshold + change)
    assert not confirmed(ladders, replace(found, stands=(stands[0], stands[1])))


def test_the_second_opinion_refuses_a_slack_that_is_off_and_a_never_that_is_not(ladders: Ladders) -> None:
    found = judge(ladders, step_for_step(ladders))
    one, two = found.stands
    assert one.slack is not None
    wrong = replace(one, slack=one.slack + Fraction(1, 10**9))
    assert not confirmed(ladders, replace(found, stands=(wrong, two)))
    assert not confirmed(ladders, replace(found, stands=(replace(one, threshold=None), two)))


def test_nashs_gain_is_whole_where_the_agreement_stands_at_once() -> None:
    # One step each, taken together in the first round: the roadmap is the agreement from the start.
    ladders = from_ladders(load("small-steps"))
    study = study_roadmaps(ladders)
    together = next(e for e in study.listed if e.name == "together")
    assert together.shares == (1.0, 1.0)


def test_dismantling_first_just_fails_for_want_of_patience() -> None:
    # Read off the exact judgement, with numbers that it just fails with.
    numbers = {"nk_patience": "0.85", "weapons_worth": "2.5", "relief_cost": "0.8"}
    ladders = from_ladders(load("dismantle-first", numbers))
    kept = study_roadmaps(ladders).kept
    assert kept is not None
    needed = kept.roadmap.thresholds[1]
    assert needed is not None
    assert ladders.discount[1] < needed
    assert not kept.roadmap.self_enforcing
    assert judge(replace(ladders, discount=(ladders.discount[0], needed)), kept.roadmap.rounds).self_enforcing


def test_a_threshold_next_to_complete_patience_is_below_it_and_confirmed() -> None:
    # With a hazard of 1 - 1e-100 who is one round away from nothing must be patient but for one part in about 1e100.
    text = """\
format: 1
title: t
players: {a: {patience: 1e-15}, b: {patience: 0}}
status_quo: {a: 0, b: 1/3}
concessions:
  a: [{id: s, effect: {a: 1, b: 0.3}, once: {a: 1e100, b: "-1e100"}, reversible: true}]
  b: [{id: t, effect: {a: 1, b: 0}}]
breakdown: {payoff: {a: "-1", b: 0}, hazard: 1 - 1e-100}
horizon: infinite
"""
    study = study_roadmaps(from_ladders(load("t.yaml", text=text)))
    needs = [need for entry in study.entries for need in entry.roadmap.thresholds]
    assert any(need is not None and need > 1 - Fraction(1, 10**90) for need in needs)
    assert all(need is None or need < 1 for need in needs)
    assert all(entry.confirmed for entry in study.entries)
