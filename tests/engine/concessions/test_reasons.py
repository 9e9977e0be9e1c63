"""Reasons checked by an independent reading of the rules: what every choice pays, and what follows it."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from sim.engine.concessions.continuation import Continuation
from sim.engine.concessions.path_reasons import answer, closest, reasoned, stretches
from sim.engine.concessions.reasons import Decision, against
from sim.engine.solve import solve
from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.show.shown import shown
from tests.engine.concessions.rules import Checker, Mixed, Rules, Stands
from tests.engine.concessions.test_subgame_perfect_against_the_rules import pressed, profile_of, random_game

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.path_reasons import Reasoned
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution

COUNTS = {"simultaneous": 4, "alternating": 10, "sequential": 8}

KOREA = ["action-for-action", "broken-promises", "dismantle-first", "relief-first", "seoul", "stalled"]


def solved(data: dict[str, Any]) -> tuple[Any, PerfectSolution]:
    scenario = load("random", text=json.dumps(data))
    return scenario, solve(scenario, "subgame-perfect")  # type: ignore[return-value]


def games(moves: str, count: int) -> Iterator[tuple[dict[str, Any], Any, PerfectSolution]]:
    draw = random.Random(f"reasons {moves}")
    while count:
        data = pressed(draw, random_game(draw, moves))
        try:
            yield data, *solved(data)
        except ScenarioError:  # the prerequisites drawn may form a circle
            continue
        count -= 1


def all_reasons(solution: PerfectSolution) -> Iterator[Reasoned]:
    """Every decision that an explanation looks at, on the path and off it."""
    play = solution.profile
    for stretch in stretches(play, solution.path):
        for several in stretch.decisions:
            for one in several:
                yield reasoned(play, one)
            r = reasoned(play, closest(several))
            for a in r.decision.others:
                found = answer(play, r, a)
                yield from found.replies if found else ()


def position(solution: PerfectSolution, one: Decision) -> tuple[int, Stands, str | None]:
    t, p, k = one.place
    node = solution.game.phases(t)[p].nodes[k]
    stands = solution.game.states[node.state].stands
    return t, (frozenset(stands[0]), frozenset(stands[1])), node.leader or None


def forced(profile: Any, at: tuple[int, Stands, str | None], player: int, action: str) -> Any:
    """A profile in which one player takes an action for certain at one position."""

    def look_up(t: int, stands: Stands, leader: str | None, i: int) -> Mixed:
        if (t, stands, leader, i) == (*at, player):
            return {action: Fraction(1)}
        mixed: Mixed = profile(t, stands, leader, i)
        return mixed

    return look_up


def worth(rules: Rules, profile: Any, at: tuple[int, Stands, str | None]) -> tuple[Fraction, Fraction]:
    """What a profile is worth at a position; a follower's is judged as the rest of its round."""
    t, stands, leader = at
    checker = Checker(rules, profile)
    if leader is None:
        return checker.value(t, stands)
    follow = 1 - rules.first
    once_led = (Fraction(0), Fraction(0))
    before = stands
    if leader == "concede":
        # The leader's last step stands already: it is the highest of its ladder that does.
        taken = [s["id"] for s in rules.ladders[rules.first] if s["id"] in stands[rules.first]]
        options = [s for s in taken if rules.lowest(without(stands, rules.first, s), rules.first)["id"] == s]  # type: ignore[index]
        before = without(stands, rules.first, options[-1])
        once_led = rules.once(before, rules.first, "concede")
    elif leader == "renege":
        return worth_after_renege(rules, checker, t, stands)
    (action,) = (a for a, p in profile(t, stands, leader, follow).items() if p == 1)
    if action == "walk_away":
        return rules.broken
    once = rules.once(stands, follow, action)
    return checker._settled(
        t, before, rules.after(stands, follow, action), (once_led[0] + once[0], once_led[1] + once[1])
    )


def without(stands: Stands, i: int, step: str) -> Stands:
    own = stands[i] - {step}
    return (own, stands[1]) if i == 0 else (stands[0], own)


def worth_after_renege(rules: Rules, checker: Checker, t: int, stands: Stands) -> tuple[Fraction, Fraction]:
    follow = 1 - rules.first
    (action,) = (a for a, p in checker.profile(t, stands, "renege", follow).items() if p == 1)
    if action == "walk_away":
        return rules.broken
    start: Stands = (stands[0] | {"other"}, stands[1])  # anything that is not where the round ends
    return checker._settled(t, start, rules.after(stands, follow, action), rules.once(stands, follow, action))


def check_worth(data: dict[str, Any], scenario: Any, solution: PerfectSolution) -> int:
    profile = profile_of(shown(scenario, solution).document(all_states=True))
    now_only = data | {"players": {p: {"patience": 0} for p in data["players"]}}
    checked = 0
    for r in all_reasons(solution):
        one = r.decision
        at, d = position(solution, one), float(solution.game.discount[one.player])
        near = 1e-9 * float(solution.game.scale[one.player])
        for a in one.alternatives:
            other = forced(profile, at, one.player, a.action)
            value = float(worth(Rules(data), other, at)[one.player])
            # A player for whom later rounds count for nothing gets just what this round pays.
            now = float(worth(Rules(now_only), other, at)[one.player])
            assert a.value == pytest.approx(value, abs=near)
            assert a.now == pytest.approx(now, abs=near)
            assert a.value == pytest.approx((1 - d) * a.now + d * a.later, abs=1e-12)
            assert one.loss(a) >= 0, "another action would be better than the one explained"
            checked += 1
        if one.mixed:
            assert all(one.loss(a) == 0 for a in one.mixed)
    return checked


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
def test_every_choice_pays_what_playing_it_out_by_the_rules_pays(moves: str) -> None:
    assert sum(check_worth(*game) for game in games(moves, COUNTS[moves])) > 20


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
def test_what_follows_a_choice_is_what_the_strategies_prescribe(moves: str) -> None:
    checked = 0
    for data, scenario, solution in games(moves, COUNTS[moves]):
        rules, profile = Rules(data), profile_of(shown(scenario, solution).document(all_states=True))
        for r in all_reasons(solution):
            for a, course in zip(r.decision.alternatives, r.courses, strict=True):
                if course.outcome.chance == 1:
                    replay(rules, partial(sure, profile), solution, r.decision, a.action, course)
                    checked += 1
    assert checked > 20


def sure(profile: Any, t: int, stands: Stands, leader: str | None, i: int) -> str:
    return max(profile(t, stands, leader, i).items(), key=lambda item: item[1])[0]


def replay(
    rules: Rules, choose: Any, solution: PerfectSolution, one: Decision, action: str, told: Continuation
) -> None:
    """Play on from a choice by the rules alone, and compare what is done and how it ends."""
    at = position(solution, one)
    t, stands, leader = at
    stalled = 0
    done: list[tuple[int, int, str]] = []
    complete = -1 if rules.complete(stands) else None
    start = None if leader in ("concede", "renege") else stands
    while True:
        start = stands if leader is None else start
        movers = {"simultaneous": [0, 1], "alternating": [rules.first if t % 2 == 0 else 1 - rules.first]}.get(
            rules.data["moves"], [rules.first, 1 - rules.first] if leader is None else [1 - rules.first]
        )
        walked = False
        seen, lead = stands, leader
        for i in movers:
            chosen = action if (t, i) == (one.place[0], one.player) else choose(t, seen, lead, i)
            if (t, i) != (one.place[0], one.player) and chosen != "hold_out":
                done.append((t, i, chosen))
            walked |= chosen == "walk_away"
            if chosen != "walk_away":
                stands = rules.after(stands, i, chosen)
            if rules.data["moves"] == "sequential":
                seen, lead = stands, chosen
                if walked:
                    break
        assert [(e.round, e.player, e.action) for e in told.events][: len(done)] == done
        if walked:
            assert (told.ending, told.round) == ("walk_away", t)
            break
        now_complete = rules.complete(stands)
        complete = (t if complete is None else complete) if now_complete else None
        if start == stands and not now_complete and rules.hazard:
            stalled += 1
            if rules.hazard > Fraction(1, 2):
                assert (told.ending, told.round) == ("hazard", t)
                break
        t, leader = t + 1, None
        if t == rules.horizon:
            expected = ("unfinished", t) if complete is None else ("agreement", complete)
            assert (told.ending, told.round) == expected
            assert told.state is not None
            assert tuple(map(set, solution.game.states[told.state].stands)) == tuple(map(set, stands))
            break
    assert [(e.round, e.player, e.action) for e in told.events] == done
    assert told.stalls == stalled


@pytest.mark.parametrize("name", KOREA)
def test_in_the_korean_files_the_one_explained_is_best_and_costs_what_the_path_says(name: str) -> None:
    scenario = load(name)
    solution: Any = solve(scenario)
    play = solution.profile
    losses = {(r.round, t.player): t.loss for r in solution.path for t in r.turns if t.loss is not None}
    met = 0
    for stretch in stretches(play, solution.path):
        for several in stretch.decisions:
            for one in several:
                best = one.best_other
                assert best is not None
                assert one.loss(best) == pytest.approx(losses[one.place[0], one.player], abs=1e-9)
                met += 1
    assert met == len(losses)
    assert {r.round for s in stretches(play, solution.path) for r in s.rounds} == {r.round for r in solution.path}


CHASE = """
format: 1
title: Chase
players: {us: {patience: 0.5}, nk: {patience: 0.5}}
status_quo: {us: 0, nk: 0}
concessions: {us: [{id: a, effect: {us: -1, nk: 0}}], nk: [{id: b, effect: {us: 0, nk: 1}}]}
agreement: {us: 3, nk: -3}
breakdown: {payoff: {us: -9, nk: -9}, hazard: 0}
actions: [concede, hold_out]
horizon: 1
"""


def test_a_mixing_player_is_made_indifferent_by_the_chances_of_the_other() -> None:
    # Against chance q conceding pays the one side -1 + 3q, holding out 0: equal at 1/3. Against p conceding pays the
    # other 1 - 3p, holding out 0: equal at 1/3 as well.
    solution: Any = solve(load("chase", text=CHASE))
    play = solution.profile
    for (one,) in stretches(play, solution.path)[0].decisions:
        assert [a.action for a in one.mixed] == ["concede", "hold_out"]
        assert [a.chance for a in one.mixed] == pytest.approx([1 / 3, 2 / 3])
        assert all(one.loss(a) == 0 for a in one.alternatives)
        rows = {action: (chance, values) for action, chance, values in against(play, one.place, one.player)}
        gain = 1 if one.player == 1 else -1
        assert rows["concede"] == (pytest.approx(1 / 3), pytest.approx((-2 * gain, 0)))
        assert rows["hold_out"] == (pytest.approx(2 / 3), pytest.approx((gain, 0)))


def test_without_a_last_round_conceding_at_once_is_explained_by_what_waiting_costs() -> None:
    # War of attrition: whoever gives in gets 0; another round of holding out costs it 1 - d = 0.1 before it gives in.
    solution: Any = solve(load("war-of-attrition"))
    first = stretches(solution.profile, solution.path)[0].decisions[0][0]
    wait = next(a for a in first.alternatives if a.action == "hold_out")
    assert (wait.now, wait.later) == (-1.0, 0.0)
    assert first.loss(wait) == pytest.approx(0.1)
