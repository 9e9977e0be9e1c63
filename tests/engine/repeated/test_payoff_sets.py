"""Payoff sets of repeated games, risk dominance, punishments that end: closed forms, brute force, certificates."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import cos, pi, sin, sqrt
from random import Random

import pytest

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import bimatrix_equilibria
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
NEAR = 2e-3
"""How near sets are to their limits: those from inside grow until what would be added is less than this."""


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


def test_the_prisoners_dilemma_of_quantecons_tests_has_the_corners_that_they_expect() -> None:
    """QuantEcon.py, test_repeated_game.py: payoffs 9, 1, 10 and 3 at a patience of 0.9 (Games.jl: at 0.75 as well).

    Each gets at least 3; taking turns with what (9, 9) leaves over pays one side up to 9.75 where the other gets 3, on
    the line from (9, 9) to (10, 1).
    """
    corners = hull([(F(3), F(3)), (F(39, 4), F(3)), (F(9), F(9)), (F(3), F(39, 4))])
    for patience in (F(9, 10), F(3, 4)):
        found = infinite(dilemma_of(10, 9, 3, 1, patience)).sets
        assert found.inner[0] == found.outer[0] == corners


COURNOT = ((16, 3, 0), (21, 10, -1), (9, 5, -5)), ((9, 13, 3), (1, 4, 0), (0, -4, -15))


def test_the_cournot_duopoly_of_abreu_and_sannikov_has_their_corners_in_pure_actions() -> None:
    """Abreu and Sannikov (2014), section 6, at a patience of 0.3, with the digits of QuantEcon.py's own test of it.

    Their algorithm is for equilibria in pure actions; so the sets from outside are here those of pure actions, too.
    They are narrowed to 1 in 2^12 of the payoffs' range of 26, and hold what is published, which is rounded.
    """
    row, column = (tuple(tuple(map(F, line)) for line in side) for side in COURNOT)
    game = repeated(row, column, (F(3, 10), F(3, 10)))
    stage = [e.payoffs for e in bimatrix_equilibria(game.row, game.column).equilibria if e.pure]
    published = [
        (7.33770472, 10.9826253),
        (1.12568240, 2.8),
        (7.33770472, 0),
        (7.86308964, 0),
        (19.7917977, 2.8),
        (15.5630896, 9.1),
    ]
    found = endless_sets(graph_of(game, stage), LIMIT, mediator=False)
    assert faults_of_inner(found.graph, found.inner, LIMIT) == []
    for direction in range(48):
        towards = cos(direction * pi / 24), sin(direction * pi / 24)
        highest = max(x * towards[0] + y * towards[1] for x, y in published)
        near, far = (
            max(float(x) * towards[0] + float(y) * towards[1] for x, y in polygon)
            for polygon in (found.inner[0], found.outer[0])
        )
        assert near == pytest.approx(highest, abs=NEAR)
        assert highest - 1e-6 <= far <= highest + 2 * 26 / 2**12
    # What a mediator could bring about holds all that pure actions and lots can.
    outer = endless_sets(graph_of(game, stage), Deadline(20)).outer[0]
    assert all(holds(outer, corner) for corner in found.inner[0])


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
