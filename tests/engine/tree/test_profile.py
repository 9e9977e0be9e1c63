"""What behaviour in a tree comes to: against a walk through every way of play, in random trees."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.tree.certificate import tree_value
from sim.engine.tree.profile import BehaviourProfile
from sim.games.tree.game_tree import CHANCE, Behaviour, GameTree
from tests.engine.tree.test_sequence_form import Growing, trees

F = Fraction


@st.composite
def profiles(draw: st.DrawFn) -> BehaviourProfile:
    """A random tree with random behaviour; every second action is never taken, on the average."""
    game = draw(trees())
    choices: Behaviour = {}
    for name in game.infosets:
        weights = [draw(st.sampled_from((0, 0, 1, 3))) for _ in game.actions(name)]
        if not any(weights):
            weights[0] = 1
        choices[name] = {a: F(w, sum(weights)) for a, w in zip(game.actions(name), weights, strict=True)}
    return BehaviourProfile.of(game, choices)


@dataclass(frozen=True)
class Play:
    """One way from the start to an end: its nodes, its chance, and what it pays."""

    nodes: tuple[int, ...]
    chance: Fraction
    payoffs: tuple[Fraction, Fraction]


def plays(game: GameTree, behaviour: tuple[Behaviour, Behaviour], k: int = 0) -> list[Play]:
    """All ways of play from a node on, by plain recursion."""
    node = game.nodes[k]
    if node.player is None:
        return [Play((k,), F(1), node.payoffs)]
    found = []
    for a, child in enumerate(node.children):
        p = node.chances[a] if node.player == CHANCE else behaviour[node.player][node.infoset][node.actions[a]]
        found += [Play((k, *w.nodes), p * w.chance, w.payoffs) for w in plays(game, behaviour, child)]
    return found


def mean(ways: list[Play], player: int) -> Fraction:
    return sum((w.chance * w.payoffs[player] for w in ways), F(0))


@settings(deadline=None)
@given(profiles())
def test_payoffs_and_values_are_sums_over_the_ways_of_play(profile: BehaviourProfile) -> None:
    for k in range(len(profile.game.nodes)):
        ways = plays(profile.game, profile.behaviour, k)
        assert profile.value(k) == profile.values[k] == (mean(ways, 0), mean(ways, 1))
    assert profile.payoffs == profile.values[0]


@settings(deadline=None)
@given(profiles())
def test_the_certificate_which_evaluates_on_its_own_comes_to_the_same(profile: BehaviourProfile) -> None:
    for k in range(len(profile.game.nodes)):
        assert tree_value(profile.game, profile.behaviour, k) == profile.value(k)


@settings(deadline=None)
@given(profiles())
def test_a_node_is_reached_with_the_chance_of_all_ways_through_it(profile: BehaviourProfile) -> None:
    ways = plays(profile.game, profile.behaviour)
    for k, chance in enumerate(profile.reach):
        assert chance == sum(w.chance for w in ways if k in w.nodes)


@settings(deadline=None)
@given(profiles())
def test_beliefs_and_action_values_are_conditional_on_getting_there(profile: BehaviourProfile) -> None:
    game, ways = profile.game, plays(profile.game, profile.behaviour)
    for name, members in game.infosets.items():
        through = [sum((w.chance for w in ways if k in w.nodes), F(0)) for k in members]
        assert (name in profile.reached) == (name in profile.beliefs) == any(through)
        if name not in profile.reached:
            continue
        assert profile.beliefs[name] == tuple(p / sum(through) for p in through)
        for a, value in enumerate(profile.action_values(name)):
            after = [
                (p, plays(game, profile.behaviour, game.nodes[k].children[a]))
                for k, p in zip(members, through, strict=True)
            ]
            assert value * sum(through) == sum(p * mean(below, game.owner(name)) for p, below in after)


@settings(deadline=None)
@given(profiles(), st.integers(0, 5))
def test_action_values_at_any_belief_are_linear_in_it(profile: BehaviourProfile, seed: int) -> None:
    game = profile.game
    for name, members in game.infosets.items():
        belief = [F(1 + (seed + k) % 3) for k in members]
        belief = [w / sum(belief) for w in belief]
        corners = [profile.action_values(name, [F(int(j == k)) for j in members]) for k in members]
        for a, value in enumerate(profile.action_values(name, belief)):
            assert value == sum(p * corner[a] for p, corner in zip(belief, corners, strict=True))


@settings(deadline=None)
@given(profiles())
def test_the_likeliest_end_is_the_one_with_the_highest_chance_and_of_equals_the_first(
    profile: BehaviourProfile,
) -> None:
    ways = plays(profile.game, profile.behaviour)
    likeliest = max(w.chance for w in ways)
    assert profile.likeliest_end() == min(w.nodes[-1] for w in ways if w.chance == likeliest)


@settings(deadline=None)
@given(profiles())
def test_the_likeliest_way_from_a_node_does_the_likeliest_at_each_turn(profile: BehaviourProfile) -> None:
    game = profile.game
    for k in range(len(game.nodes)):
        at = k
        for j, a in profile.likeliest_from(k):
            assert j == at
            assert all(profile.share(j, a) >= p for p in profile.shares(j))
            assert all(profile.share(j, a) > p for p in profile.shares(j)[:a])
            at = game.nodes[j].children[a]
        assert at in game.ends


@settings(deadline=None)
@given(profiles())
def test_play_is_mixed_if_some_set_that_is_reached_has_two_actions_with_a_chance(profile: BehaviourProfile) -> None:
    mixed = {name for side in profile.behaviour for name, at in side.items() if sum(map(bool, at.values())) > 1}
    assert profile.mixed == bool(mixed & profile.reached)


@settings(deadline=None)
@given(profiles())
def test_a_change_at_one_set_is_made_in_a_profile_of_its_own(profile: BehaviourProfile) -> None:
    game = profile.game
    name = next(iter(game.infosets))
    at = {a: F(int(a == game.actions(name)[-1])) for a in game.actions(name)}
    changed = profile.changed(name, at)
    assert changed.behaviour[game.owner(name)][name] == at
    for other in game.infosets:
        if other != name:
            assert changed.behaviour[game.owner(other)][other] == profile.behaviour[game.owner(other)][other]
    assert profile.payoffs == BehaviourProfile(game, profile.behaviour).payoffs


def off_path() -> GameTree:
    """The second player is asked only if the first one goes on."""
    g = Growing()
    asked = g.decision(1, "asked", {"yes": g.end(2, 1), "no": g.end(0, 0)})
    g.decision(0, "start", {"stop": g.end(1, 5), "on": asked})
    return g.game()


def test_sets_that_are_left_out_count_for_nothing_and_have_no_belief() -> None:
    profile = BehaviourProfile(off_path(), ({"start": {"stop": F(1)}}, {}))
    assert profile.payoffs == (1, 5)
    assert profile.reached == {"start"}
    assert set(profile.beliefs) == {"start"}
    assert profile.value(profile.game.infosets["asked"][0]) == (0, 0)
    assert profile.action_values("start") == [1, 0]
    with pytest.raises(KeyError):
        profile.action_values("asked")


def test_at_a_set_off_the_path_action_values_hang_on_the_belief_that_is_given() -> None:
    profile = BehaviourProfile(off_path(), ({"start": {"stop": F(1)}}, {"asked": {"yes": F(1)}}))
    assert profile.action_values("asked", [F(1)]) == [1, 0]
    assert profile.value(profile.game.infosets["asked"][0]) == (2, 1)
