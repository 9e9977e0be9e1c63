"""What each choice in a tree is worth, against plain sums over the ends behind it, in bundled and in random games."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.tree.nash import tree_nash
from sim.engine.tree.pbe import solve_pbe
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.quantal import tree_quantal
from sim.engine.tree.reasons import backwards, completed, places, threshold
from sim.engine.tree.subgame_perfect import tree_perfect
from sim.engine.tree.threats import empty_threats, is_perfect
from sim.games.tree.game_tree import CHANCE, GameTree
from sim.scenario.catalog import entries
from sim.scenario.load import load
from tests.engine.tree.test_sequence_form import solved, trees
from tests.engine.tree.trees import bundled, tree

if TYPE_CHECKING:
    from random import Random

    from sim.engine.tree.reasons import Place

    Sides = tuple[dict[str, dict[str, Fraction]], dict[str, dict[str, Fraction]]]


F = Fraction
SLOW = "take-it-or-leave-it-crisis"
TREES = [e.name for e in entries() if load(e.name).form == "tree" and not e.name.endswith(SLOW)]


def share(game: GameTree, sides: Sides, j: int, a: int) -> Fraction:
    node = game.nodes[j]
    if node.player == CHANCE:
        return node.chances[a]
    assert node.player is not None
    return sides[node.player].get(node.infoset, {}).get(node.actions[a], F(0))


def brute(game: GameTree, sides: Sides, place: Place, action: int) -> tuple[Fraction, Fraction]:
    """Weight of an information set without the player's own past, and what an action pays there times it: by ends."""
    weight, paid = F(0), F(0)
    for k, node in enumerate(game.nodes):
        way = list(reversed(game.above(k)))
        met = next((n for n, (j, _) in enumerate(way) if j in place.members), None)
        if node.player is not None or met is None or way[met][1] != action:
            continue
        chance = F(1)
        for n, (j, a) in enumerate(way):
            if n != met and not (n < met and game.nodes[j].player == place.player):
                chance *= share(game, sides, j, a)
        weight += chance
        paid += chance * node.payoffs[place.player]
    return weight, paid


def check_tree(game: GameTree, sides: Sides, best: bool = True) -> None:
    """Values by ends; beliefs that Bayes' rule gives; and wherever play gets to, what is played is best."""
    profile = BehaviourProfile(game, sides)
    full = completed(profile).behaviour
    for place in places(profile):
        for a, _ in enumerate(place.cases[0].choices):
            weight, paid = brute(game, full, place, a)
            if weight:
                assert place.decision is not None
                assert place.by_bayes
                assert place.decision.choices[a].value == paid / weight
        if place.belief is not None:
            assert sum(place.belief) == 1
        if place.reached and best:
            assert place.decision is not None
            assert place.decision.regret == 0


@pytest.mark.parametrize("name", TREES)
def test_in_bundled_trees_every_value_is_the_sum_over_the_ends_behind_it(name: str) -> None:
    game = bundled(name)
    check_tree(game, tree_perfect(game).equilibria[0].behaviour)
    for e in tree_nash(game).equilibria[:6]:
        check_tree(game, e.behaviour)


@settings(max_examples=25, deadline=None)
@given(trees(), st.randoms(use_true_random=False))
def test_in_random_trees_every_value_is_the_sum_over_the_ends_behind_it(game: GameTree, draw: Random) -> None:
    sides: Sides = ({}, {})
    for name, members in game.infosets.items():
        node = game.nodes[members[0]]
        weights = [draw.randint(0, 2) for _ in node.actions]
        total = sum(weights) or 1
        weights[0] += 0 if any(weights) else 1
        sides[node.player or 0][name] = {a: F(w, total) for a, w in zip(node.actions, weights, strict=True)}
    check_tree(game, sides, best=False)


@settings(max_examples=15, deadline=None)
@given(trees())
def test_in_random_trees_what_is_played_is_best_wherever_play_gets_to(game: GameTree) -> None:
    check_tree(game, solved(game))


@pytest.mark.parametrize("name", TREES)
def test_perfect_bayesian_play_is_best_at_every_information_set_given_its_belief(name: str) -> None:
    game = bundled(name)
    for e in solve_pbe(game).equilibria:
        for place in places(e.profile, e.beliefs):
            assert place.decision is not None
            assert place.decision.regret == 0
            assert place.belief == e.beliefs[place.name]
            assert place.reached == (place.name in e.reached)


@pytest.mark.parametrize("name", TREES)
def test_one_reasons_about_a_decision_after_those_that_can_come_later(name: str) -> None:
    game = bundled(name)
    order = backwards(game)
    assert sorted(order) == sorted(game.infosets)
    for k, node in enumerate(game.nodes):
        for j, _ in game.above(k):
            if node.infoset and game.nodes[j].infoset and node.infoset != game.nodes[j].infoset:
                assert order.index(node.infoset) < order.index(game.nodes[j].infoset)


def test_in_poker_a_raise_means_a_king_with_chance_three_quarters() -> None:
    # Reiley, Urbancic and Walker (2008): the king always raises, the queen with 1/3; 1/2 / (1/2 + 1/6) = 3/4.
    game = bundled("stripped-down-poker")
    (bob,) = [p for p in places(tree_nash(game).equilibria[0].profile) if p.name == "sees a raise"]
    assert bob.belief == (F(3, 4), F(1, 4))
    assert [arrival.factors for arrival in bob.arrivals] == [(F(1, 2), F(1)), (F(1, 2), F(1, 3))]
    assert bob.decision is not None
    assert [c.value for c in bob.decision.choices] == [-1, -1]


def test_after_quiche_fighting_is_best_from_even_chances_on() -> None:
    # Cho and Kreps (1987): fighting pays 1 against the weak, leaving 1 against the strong.
    game = bundled("beer-quiche")
    e = solve_pbe(game).equilibria[0]
    (place,) = [p for p in places(e.profile, e.beliefs) if p.name == "sees quiche"]
    found = threshold(place, "fight"), threshold(place, "leave")
    assert [(t.low, t.high) for t in found if t is not None] == [(F(1, 2), F(1)), (F(0), F(1, 2))]


@pytest.mark.parametrize("name", ["beer-quiche", "princess-bride", "job-market", "seltens-horse"])
def test_within_its_bounds_a_belief_makes_the_action_best_and_outside_it_does_not(name: str) -> None:
    game = bundled(name)
    for place in places(tree_nash(game).equilibria[0].profile):
        if len(place.members) != 2:
            continue
        for k, choice in enumerate(place.cases[0].choices):
            found = threshold(place, choice.action)
            for n in range(21):
                q = F(n, 20)
                pays = [
                    (1 - q) * one.value + q * two.value
                    for one, two in zip(place.cases[0].choices, place.cases[1].choices, strict=True)
                ]
                assert (pays[k] == max(pays)) == (found is not None and found.low <= q <= found.high)


def test_the_threat_to_fight_is_empty_and_keeps_the_entrant_out() -> None:
    # Selten (1978): fighting pays 0 instead of 2, and entry would pay 2 instead of 1.
    game = bundled("entry-deterrence")
    out = [e.profile for e in tree_nash(game).equilibria if not is_perfect(e.profile)]
    (threat,) = empty_threats(out[0])
    assert (threat.threatened, threat.better, threat.loss, threat.kept) == ("fight", "give way", 2, 1)
    assert empty_threats(tree_perfect(game).equilibria[0].profile) == []


def test_seltens_horse_shows_an_empty_threat_that_no_subgame_tests() -> None:
    # Receiving pays 3, refusing at most 2, whoever is at the door: whatever is believed the loss is 1 or more.
    game = bundled("seltens-horse")
    (away,) = [e.profile for e in tree_nash(game).equilibria if e.behaviour[1]["at the door"].get("refuse") == 1]
    (threat,) = empty_threats(away)
    assert (threat.threatened, threat.better, threat.loss, threat.kept) == ("refuse", "receive", 1, 2)
    assert is_perfect(away)


@settings(max_examples=15, deadline=None)
@given(trees())
def test_a_quasi_perfect_equilibrium_is_subgame_perfect_and_its_threats_are_not_seen_to_be_empty(
    game: GameTree,
) -> None:
    # van Damme 1984
    profile = BehaviourProfile(game, solved(game))
    assert is_perfect(profile)
    assert empty_threats(profile) == []


def test_many_ends_behind_a_choice_are_gathered_by_the_first_fork() -> None:
    rest = ", ".join(f"'{k}': {{probability: 1/8, then: {{payoffs: [{k}, 0]}}}}" for k in range(8))
    game = tree(f"{{player: a, actions: {{go: {{chance: {{{rest}}}}}, stay: {{payoffs: [3, 0]}}}}}}")
    (place,) = places(tree_perfect(game).equilibria[0].profile)
    assert place.decision is not None
    assert place.decision.choices[0].value == F(7, 2)
    assert sum(part.weight for part in place.decision.choices[0].parts) == 1


@pytest.mark.parametrize("name", ["stripped-down-poker", "beer-quiche", "princess-bride"])
def test_in_trees_chances_with_errors_are_the_logits_of_what_is_explained(name: str) -> None:
    # McKelvey and Palfrey (1998): log-odds are the precision times the difference of the expected payoffs.
    game = bundled(name)
    solution = tree_quantal(game)
    for point in solution.points[1:5]:
        profile = solution.profile(point)
        check_tree(game, profile.behaviour, best=False)
        for place in places(profile):
            assert place.decision is not None
            one, *others = place.decision.choices
            for other in others:
                odds = np.log(float(other.chance)) - np.log(float(one.chance))
                assert odds == pytest.approx(point.precision * float(other.value - one.value), abs=1e-6)
