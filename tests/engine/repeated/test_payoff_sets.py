"""Payoff sets of repeated games, risk dominance, punishments that end: closed forms, brute force, certificates."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import sqrt
from random import Random

import pytest

from sim.deadline import Deadline
from sim.engine.repeated.automaton_check import gain
from sim.engine.repeated.dilemma import dilemma
from sim.engine.repeated.equilibrium_sets.certificate import faults_of_inner, faults_of_outer
from sim.engine.repeated.equilibrium_sets.endless_sets import endless_sets
from sim.engine.repeated.grim_trigger import grim, least_patience
from sim.engine.repeated.laboratory import TREATMENTS, of_that_sort
from sim.engine.repeated.payoff_sets import graph_of
from sim.engine.repeated.risk_dominance import risk_dominance
from sim.exact.polygons import holds, hull
from tests.engine.repeated.test_repeated import dilemma_of, infinite, repeated

F = Fraction
LIMIT = Deadline(None)


def test_a_patient_prisoners_dilemma_has_all_that_gives_both_their_minmax() -> None:
    """From 1/2 on, where grim trigger holds (C, C) and taking turns holds the ends; both sets agree exactly."""
    corners = hull([(F(1), F(1)), (F(13, 3), F(1)), (F(3), F(3)), (F(1), F(13, 3))])
    for patience in (F(1, 2), F(3, 5), F(9, 10)):
        solution = infinite(dilemma_of(5, 3, 1, 0, patience))
        assert solution.sets.inner[0] == solution.sets.outer[0] == corners


def test_taking_turns_holds_from_the_patience_on_that_its_closed_form_has() -> None:
    """One side defects in odd rounds, the other in even ones. The sucker gets 5p/(1+p) on average and could have 1, so
    that turns hold from 1/4 on; they then pay 5/(1+p) and 5p/(1+p). Below that only defection is left."""
    turns = F(5) / F(5, 4), F(5, 4) / F(5, 4)
    found = infinite(dilemma_of(5, 3, 1, 0, F(1, 4))).sets
    assert found.inner[0] == found.outer[0] == hull([(F(1), F(1)), turns, turns[::-1]])
    below = infinite(dilemma_of(5, 3, 1, 0, F(6, 25))).sets
    assert below.inner[0] == below.outer[0] == ((1, 1),)


@pytest.mark.parametrize("seed", range(6))
def test_sets_of_random_games_hold_each_other_and_what_grim_triggers_hold(seed: int) -> None:
    draw = Random(seed)
    row, column = ([[F(draw.randint(-4, 4)) for _ in range(2)] for _ in range(2)] for _ in (0, 1))
    patience = F(draw.randint(1, 7), 8), F(draw.randint(1, 7), 8)
    solution = infinite(repeated(row, column, patience))  # type: ignore[arg-type]
    inner, outer = solution.sets.inner[0], solution.sets.outer[0]
    assert all(holds(outer, corner) for corner in inner)
    assert all(holds(inner, deal.payoffs) for deal in solution.held)
    assert all(holds(inner, e.payoffs) for e in solution.stage.equilibria)
    assert all(holds(solution.bounds, corner) for corner in inner), "nobody gets less than its minmax"


def test_the_certificate_finds_sets_that_do_not_hold_themselves_and_steps_that_leave_something_out() -> None:
    game = dilemma_of(5, 3, 1, 0, F(3, 5))
    graph = graph_of(game, [(F(1), F(1))])
    found = endless_sets(graph, LIMIT)
    assert faults_of_inner(graph, found.inner, LIMIT) == []
    assert faults_of_outer(found, LIMIT) == []
    assert faults_of_inner(graph, {0: hull([*found.inner[0], (F(7, 2), F(7, 2))])}, LIMIT) == ["inner 0"]
    steps = list(found.steps)
    k = next(k for k, step in enumerate(steps) if hasattr(step, "node"))
    cut = tuple(corner for corner in steps[k].polygon if corner != max(steps[k].polygon))
    steps[k] = replace(steps[k], polygon=cut)
    assert f"step {k}" in faults_of_outer(replace(found, steps=tuple(steps)), LIMIT)
    closing = replace(found.steps[-1], sets={0: ((F(1), F(1)),)})
    assert faults_of_outer(replace(found, steps=(*found.steps[:-1], closing)), LIMIT)
    wide = {side: width / 10**9 for side, width in found.steps[-1].widths.items()}  # type: ignore[union-attr]
    closing = replace(found.steps[-1], widths=wide)
    assert faults_of_outer(replace(found, steps=(*found.steps[:-1], closing)), LIMIT)


def test_grim_trigger_is_risk_dominant_from_where_dal_bo_and_frechette_have_it() -> None:
    """Dal Bó and Fréchette (2011), table 2: 0.82, 0.61 and 0.39; as equilibrium 0.72, 0.40 and 0.08."""
    for reward, equilibrium, safe in ((32, 0.72, 0.82), (40, 0.40, 0.61), (48, 0.08, 0.39)):
        game = dilemma_of(50, reward, 25, 12, F(1, 2))
        found = dilemma(game)
        assert found is not None
        risk = risk_dominance(game, found)
        assert [round(float(p), 2) for p in risk.patience] == [safe, safe]
        assert risk.dominant == (safe <= 0.5)
        own = next(t for t in TREATMENTS if t.reward == reward)
        assert (round(float(own.critical), 2), round(float(own.safe), 2)) == (equilibrium, safe)
        assert of_that_sort(game, found)


def test_the_least_trust_makes_grim_trigger_and_defection_pay_the_same() -> None:
    """The two payoffs against a mixture are worked out round by round."""
    game = dilemma_of(5, 3, 1, 0, F(7, 10))
    found = dilemma(game)
    assert found is not None
    trust = risk_dominance(game, found).least_trust[0]
    assert trust is not None
    p = F(7, 10)
    grim_pays = trust * 3 + (1 - trust) * (0 + p * 1)
    defection_pays = trust * ((1 - p) * 5 + p * 1) + (1 - trust) * 1
    assert grim_pays == defection_pays


def test_a_punishment_of_k_rounds_needs_the_patience_of_its_closed_form() -> None:
    """T less R is 2, as R less P: p + ... + p^k >= 1. One round is never enough, two are from the golden ratio on."""
    for k, need in ((1, None), (2, (sqrt(5) - 1) / 2), (3, 0.5436890126920764)):
        (deal, *_) = infinite(replace(dilemma_of(5, 3, 1, 0), punish=k)).deals
        assert deal.critical == (None, None) if need is None else deal.critical[0] == pytest.approx(need, abs=1e-14)
    assert least_patience(F(4), F(5), F(1), 1) == F(1, 3), "one round: (5 - 4) / (4 - 1)"


@pytest.mark.parametrize("k", [1, 2, 5])
@pytest.mark.parametrize("patience", [F(1, 5), F(2, 5), F(11, 20), F(9, 10)])
def test_an_outcome_holds_by_a_short_punishment_as_its_inequality_says(k: int, patience: Fraction) -> None:
    game = replace(dilemma_of(6, 4, 1, 0, patience), punish=k)
    solution = infinite(game)
    (deal, *_) = solution.deals
    holding = F(2, 3) <= sum(patience**n for n in range(1, k + 1))
    assert (deal in solution.held) == holding
    assert (gain(game, grim(game, deal, solution.stage.equilibria), 0, patience) == 0) == holding


def test_longer_punishments_need_less_patience_and_come_near_to_grim_trigger() -> None:
    needs = [least_patience(F(3), F(5), F(1), k) for k in (2, 3, 5, 20)]
    assert all(one is not None and two is not None and one > two for one, two in pairwise(needs))
    assert needs[-1] == pytest.approx(0.5, abs=1e-5)
