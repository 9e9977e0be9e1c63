"""Games with hidden types and hidden actions: published conditions, Bayes' rule worked out anew, trust over time."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from sim.engine.hidden.play import likeliest_play
from sim.engine.hidden.revelation import classes
from sim.engine.hidden.solution import HiddenSolution
from sim.engine.hidden.trust import trust
from sim.engine.tree.assessments.certificate import check_assessment
from sim.engine.tree.assessments.signalling import class_of
from sim.games.hidden.hidden_game import HiddenGame, Secret, from_hidden
from sim.games.tree.game_tree import CHANCE
from sim.scenario.load import load
from tests.engine.hidden.solved import solve_hidden

F = Fraction


@cache
def solved(name: str, concept: str = "pbe", **values: str) -> HiddenSolution:
    return solve_hidden(from_hidden(load(name, values)), concept)


def written(text: str, concept: str = "pbe") -> HiddenSolution:
    return solve_hidden(from_hidden(load("t", text=text)), concept)


REASSURANCE_THRESHOLD = F(85, 100) * 2 / 4
"""Kydd 2000: whoever plays for time takes the first step too as long as its cost, size * attachment from now on, is
below what it gains by it, the relief from the next round on: size < patience * relief / attachment."""


@pytest.mark.parametrize(("gap", "tells"), [("1/1000", True), ("-1/1000", False)])
def test_a_first_step_tells_the_sincere_apart_from_the_size_that_costs_the_others_too_much(
    gap: str, tells: bool
) -> None:
    found = solved("reassurance", size=str(REASSURANCE_THRESHOLD + F(gap)))
    kinds = [classes(found.game, e)["nk"] for e in found.solution.equilibria]
    assert ("separating" in kinds) == tells
    assert "pooling" in kinds  # a step that is taken for a trick is not taken
    assert found.checked


def test_below_the_size_those_who_play_for_time_take_the_step_as_often_as_leaves_the_other_side_in_two_minds() -> None:
    """Relief pays the United States nothing on balance: the belief is where its cost equals what it may bring."""
    found = solved("reassurance", size="0.3")
    mixed = next(e for e in found.solution.equilibria if classes(found.game, e)["nk"] == "semi-separating")
    course = trust(found.game, mixed).courses[0]
    belief = course.moments[0].beliefs[1][Secret("sincere")]
    d = F(9, 10)
    brings = d * (F(22, 10) - F(8, 10) * F(3, 10)) + d**2 * (1 - F(2, 10))  # dismantling, then treaty and peace
    assert belief == F(8, 10) / brings


def test_belief_in_a_freeze_grows_with_each_round_in_which_no_fake_is_discovered() -> None:
    """Bayes' rule: of those who fake a share (1 - q)^n is undiscovered after n rounds."""
    found = solved("covert-production")
    followed = trust(found.game, found.solution.equilibria[0])
    honest, q = F(3, 10), F(3, 10)
    seen = {m.round: m.beliefs[1] for m in followed.courses[0].moments}
    for round_, rounds in ((0, 1), (1, 3), (3, 4)):  # round 2 has no choice in it: what is believed goes on to its end
        expected = honest / (honest + (1 - honest) * (1 - q) ** rounds)
        assert seen[round_][Secret("complying", ())] == expected
        assert seen[round_][Secret("covert", ("freeze",))] == 1 - expected
    assert found.checked


def test_relief_waits_for_two_rounds_of_inspections_though_it_would_pay_at_once() -> None:
    """Relief costs c until a fake is found and brings the site's b a round later; waiting tells more of the fakes.

    With belief p, patience d, a fake undiscovered with chance s a round and n rounds left, relief is worth
    p (d b - c) - (1 - p) c L(n), where L(n) is the share of all payoffs to come that fall before the discovery. Two
    rounds later it is worth d^2 times the same, with only s^2 of the fakes left.
    """
    c, b, d, s, p = F(8, 10), F(16, 10), F(9, 10), F(7, 10), F(3, 10) / (F(3, 10) + F(7, 10) * F(7, 10))

    def lasts(n: int) -> Fraction:
        return (1 - d) * sum((d * s) ** k for k in range(n)) + (d * s) ** n

    at_once = p * (d * b - c) - (1 - p) * c * lasts(5)
    later = d**2 * (p * (d * b - c) - (1 - p) * s**2 * c * lasts(3))
    assert 0 < at_once < later
    found = solved("covert-production")
    for course in trust(found.game, found.solution.equilibria[0]).courses:
        assert [m.seen[0] for m in course.moments if m.seen[0]] == ["hold_out", "concede"]


def test_a_fake_that_is_hardly_ever_discovered_brings_no_relief() -> None:
    found = solved("covert-production", inspection="0.05")
    for e in found.solution.equilibria:
        assert all(m.seen[0] != "concede" for course in trust(found.game, e).courses for m in course.moments)


def test_words_that_cost_both_types_the_same_move_nobody() -> None:
    """Cheap talk (Fearon 1997): the declaration is made by both types, and belief stays where it was."""
    found = solved("mixed-signals")
    followed = trust(found.game, found.solution.equilibria[0])
    for course in followed.courses:
        assert course.moments[0].seen == ("concede", "")
        assert course.moments[0].beliefs[0][Secret("delivering")] == F(1, 2)
    costly = solved("mixed-signals", blocked_words_cost="1")
    course = trust(costly.game, costly.solution.equilibria[0]).courses[0]
    assert course.moments[0].beliefs[0] in ({Secret("delivering"): 1}, {Secret("blocked"): 1})


def test_north_korea_freezes_on_words_alone_from_the_trust_on_that_pays_it() -> None:
    """The freeze costs 0.4 from round 2 on; from a side that delivers it brings relief, and then the agreement.

    With patience d counted from round 2: trust * (2 d + d^2 (1.2 - 1)) >= 0.4, the words' 0.1 being had already.
    """
    d = F(85, 100)
    threshold = F(4, 10) / (2 * d + d**2 * (F(12, 10) - 1))
    for gap, freezes in ((F(1, 100), True), (-F(1, 100), False)):
        found = solved("mixed-signals", trust=str(threshold + gap))
        followed = trust(found.game, found.solution.equilibria[0])
        sure = all(len(c.moments) > 1 and c.moments[1].seen == ("", "concede") for c in followed.courses)
        assert sure == freezes


def test_talks_that_break_down_before_a_type_can_choose_do_not_make_play_less_telling() -> None:
    """The United States holds out first, which ends the talks with chance 1/4; then each type does another thing."""
    text = """format: 1
title: t
players: {us: {patience: 0.9}, nk: {patience: 0.8}}
parameters: {gain: 1}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: a, effect: {us: -9, nk: 0}}]
  nk: [{id: b, effect: {us: 1, nk: gain}}]
breakdown: {payoff: {us: -3, nk: -3}, hazard: 1/4}
actions: [concede, hold_out]
moves: alternating
first: us
horizon: 2
types: {nk: {willing: {probability: 1/2}, not: {probability: 1/2, set: {gain: -1}}}}
"""
    for concept in ("pbe", "bayes-nash"):
        found = written(text, concept)
        assert found.solution.equilibria
        for e in found.solution.equilibria:
            assert e.behaviour[0]["us, round 1 [- | -]"].get("hold_out") == 1
            assert classes(found.game, e) == {"nk": "separating"}
            assert class_of(found.game.tree, e) == "separating"


@pytest.mark.parametrize("name", ["reassurance", "covert-production", "mixed-signals"])
def test_assessments_pass_the_definition_and_what_is_believed_follows_bayes_rule(name: str) -> None:
    """Trust along the courses is recomputed from the choices alone, by counting ways through the tree."""
    found = solved(name)
    for e in found.solution.equilibria:
        assert check_assessment(found.game.tree, e.behaviour, e.beliefs).passed
        weights = _ways(found.game, e)
        assert weights == e.profile.reach
        for infoset in e.reached:
            members = found.game.tree.infosets[infoset]
            total = sum(weights[k] for k in members)
            assert e.beliefs[infoset] == tuple(weights[k] / total for k in members)
        followed = trust(found.game, e)
        assert sum(followed.endings.values()) == 1
        assert sum(c.chance for c in followed.courses) <= 1


@pytest.mark.parametrize("name", ["reassurance", "covert-production", "mixed-signals"])
def test_rounds_of_the_likeliest_play_add_up_to_what_the_end_of_the_tree_pays(name: str) -> None:
    """Discounted averages, (1 - d) sum d^t u_t and the last state for ever, as the format defines them."""
    found = solved(name)
    for e in found.solution.equilibria:
        (i, j), rounds = likeliest_play(found.game, e)
        ends = [k for k, node in enumerate(found.game.tree.nodes) if node.player is None]
        weights = _ways(found.game, e)
        end = max(ends, key=lambda k: weights[k])
        assert found.game.draw(end) == (i, j)
        stage = found.game.games[i][j]
        last = rounds[-1].payoffs
        for player, d in enumerate(stage.discount):
            paid = sum((1 - d) * d**r.round * r.payoffs[player] for r in rounds)
            if found.game.situations[end].ending == "over":  # the last round pays what its state goes on to pay
                assert len(rounds) == stage.rounds
                assert paid + d**stage.rounds * last[player] == found.game.tree.nodes[end].payoffs[player]


def _ways(game: HiddenGame, e: Any) -> list[Fraction]:
    """Chance of every node: the product of the chances of all that has been done on the way to it."""
    found = []
    for k in range(len(game.tree.nodes)):
        chance, at = F(1), k
        while at:
            above, a = game.tree.parents[at]
            node = game.tree.nodes[above]
            if node.player == CHANCE:
                chance *= node.chances[a]
            else:
                chance *= e.behaviour[node.player or 0].get(node.infoset, {}).get(node.actions[a], F(0))
            at = above
        found.append(chance)
    return found


def test_chances_of_courses_and_of_ends_by_chance_add_up_to_the_endings() -> None:
    """Each end of the tree by itself: at the end of a course, where chance may strike too, or on the way of one."""
    found = solved("covert-production")
    e = found.solution.equilibria[0]
    followed = trust(found.game, e)
    whole = {course.public for course in followed.courses}
    chances = [F(0), F(0), F(0)]
    for k in found.game.tree.ends:
        at = found.game.situations[k]
        place = 0 if at.ending == "over" else 1 if at.public in whole else 2
        chances[place] += e.profile.reach[k]
    assert sum(chances) == 1
    assert (followed.at_its_end, followed.on_the_way) == (chances[1], chances[2])
    assert min(chances) > 0
    assert followed.endings == {"over": chances[0], "discovery": chances[1] + chances[2]}
