"""What becomes of the agreement on a course, read once more from the rules of the format alone."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.engine.concessions.courses.ending_chances import layered_endings
from sim.engine.concessions.courses.outcome import (
    Act,
    Agreement,
    Breach,
    CourseOutcome,
    CourseRound,
    course_outcome,
    path_outcome,
)
from sim.engine.concessions.courses.path import PathStep, outcome_at
from sim.engine.concessions.markov_perfect.chain_endings import chain_endings
from sim.engine.concessions.markov_perfect.stationary_profile import StationaryProfile
from sim.engine.concessions.profile import LayeredProfile
from sim.engine.concessions.subgame_perfect.backward_induction import Layer, subgame_perfect
from sim.errors import ScenarioError
from sim.games.concessions.decision_graph import decision_points
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.stochastic_game import BROKEN
from sim.scenario.load import load
from tests.engine.concessions.rules import Rules, Stands
from tests.engine.concessions.test_subgame_perfect_against_the_rules import random_game

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.courses.endings import Ending
    from sim.games.concessions.stochastic_game import StochasticGame

MOVES = ("simultaneous", "alternating", "sequential")
NOTHING: Stands = (frozenset(), frozenset())


def drawn(draw: random.Random, moves: str, **changes: Any) -> tuple[dict[str, Any], StochasticGame]:
    """A random game in which steps can be taken back, so that agreements are broken and made again."""
    data = random_game(draw, moves) | {"actions": ["concede", "hold_out", "walk_away", "renege"]} | changes
    try:
        return data, from_concessions(load("random", text=json.dumps(data)))
    except ScenarioError:  # the prerequisites drawn may form a circle
        assume(False)
        raise


def eager(draw: random.Random, actions: tuple[str, ...]) -> int:
    """An action at random, steps more often than not."""
    weights = {"concede": 8, "hold_out": 2, "renege": 2, "walk_away": 0.3, "": 1}
    return draw.choices(range(len(actions)), [weights[a] for a in actions])[0]


def at_random(game: StochasticGame, draw: random.Random) -> tuple[list[PathStep], str]:
    """Some course of play, and what ends the talks on it."""
    steps: list[PathStep] = []
    node = 0
    for t in range(game.rounds):
        for p, phase in enumerate(game.phases(t)):
            one, two = (eager(draw, own) for own in phase.nodes[node].actions)
            steps.append(PathStep((t, p, node), (one, two)))
            outcome = outcome_at(game, steps[-1])
            if outcome.successor == BROKEN:
                return steps, "walk_away"
            if draw.random() < outcome.risk:
                return steps, "hazard"
            node = outcome.successor
    return steps, ""


def replayed(rules: Rules, rounds: tuple[CourseRound, ...]) -> Iterator[Stands | None]:
    """What stands after each round by the rules alone; None if somebody walks away in it."""
    stands = NOTHING
    for r in rounds:
        before = stands
        if any(act.action == "walk_away" for act in r.acts):
            yield None
            return
        for act in r.acts:
            seen = stands if rules.data["moves"] == "sequential" else before
            assert act.action in rules.legal(seen, act.player)
            assert act.could == ("concede" in rules.legal(seen, act.player))
            stands = rules.after(stands, act.player, act.action)
        yield stands


def read(rules: Rules, rounds: tuple[CourseRound, ...], over: str) -> list[tuple[int | None, int | None, str]]:
    """When the agreement is made and broken, and how: by the rules, from what is done alone."""
    found: list[list[Any]] = []
    complete = rules.complete(NOTHING)
    if complete:
        found.append([None, None, ""])
    for r, stands in zip(rounds, replayed(rules, rounds), strict=True):
        now = stands is not None and rules.complete(stands)
        last = r is rounds[-1]
        if now and not complete:
            found.append([r.round, None, ""])
        if (complete or now) and (not now or (last and over)):
            back = sorted(a.player for a in r.acts if a.action == "renege" and not now)
            walked = sorted(a.player for a in r.acts if a.action == "walk_away")
            why = f"taken_back {back}" if back else f"walked_away {walked}" if walked else "chance []"
            found[-1][1:] = [r.round, why]
        complete = now
    return [(made, broken, why) for made, broken, why in found]


def told(outcome: CourseOutcome) -> list[tuple[int | None, int | None, str]]:
    return [
        (a.made, a.broken.round if a.broken else None, f"{a.broken.how} {list(a.broken.by)}" if a.broken else "")
        for a in outcome.agreements
    ]


@given(st.randoms(use_true_random=False), st.sampled_from(MOVES))
@settings(max_examples=300, deadline=None)
def test_when_the_agreement_is_made_broken_and_made_again_is_what_the_rules_say(
    draw: random.Random, moves: str
) -> None:
    data, game = drawn(draw, moves, horizon=draw.randint(1, 12))
    rules = Rules(data)
    steps, over = at_random(game, draw)
    outcome = path_outcome(game, steps, over)  # type: ignore[arg-type]
    assert told(outcome) == read(rules, outcome.rounds, over)
    standing = list(replayed(rules, outcome.rounds))
    for t, stands in enumerate(standing):
        ended = bool(over) and t == len(standing) - 1
        assert outcome.complete_after(t) == (stands is not None and rules.complete(stands) and not ended)
    end = standing[-1]
    expected = over or ("agreement" if end is not None and rules.complete(end) else "unfinished")
    assert (outcome.kind, outcome.over) == (expected, over)
    assert outcome.round == (len(standing) - 1 if over else rules.horizon)
    assert outcome.complete_after(1000) == (expected == "agreement")
    assert outcome.kept == (len(outcome.agreements) == 1 and not outcome.broken)
    ids = [tuple(map(frozenset, game.states[k].stands)) for k in outcome.stands]
    assert ids == [NOTHING, *standing][: len(ids)]


def chosen(game: StochasticGame, draw: random.Random) -> StationaryProfile:
    """Some stationary profile, here and there mixed."""
    points = decision_points(game)
    mixtures = []
    for point in points:
        sides = []
        for own in point.node.actions:
            side = np.zeros(len(own))
            side[eager(draw, own)] += 0.75
            side[eager(draw, own)] += 0.25
            sides.append(side)
        mixtures.append((sides[0], sides[1]))
    return StationaryProfile(game, points, mixtures, np.zeros((len(points), 2)))


@given(st.randoms(use_true_random=False), st.sampled_from(MOVES))
@settings(max_examples=200, deadline=None)
def test_what_repeats_for_ever_is_what_the_rules_come_back_to(draw: random.Random, moves: str) -> None:
    data, game = drawn(draw, moves, horizon="infinite")
    rules, profile = Rules(data), chosen(game, draw)
    outcome = profile.course().outcome
    standing = list(replayed(rules, outcome.rounds))
    if outcome.cycle is None:
        assert outcome.over
        assert told(outcome) == read(rules, outcome.rounds, outcome.over)
        return
    # The likeliest is done again and again: ten passages more, round by round, by the rules.
    cycle = outcome.cycle
    start = standing[cycle.start - 1] if cycle.start else NOTHING
    assert standing[-1] == start, "the rounds that repeat do not lead back"
    again = outcome.rounds[cycle.start :]
    assert len(again) == cycle.length
    many = (*outcome.rounds, *again * 10)
    for t, stands in enumerate(replayed(rules, many)):
        assert stands is not None
        assert outcome.complete_after(t) == rules.complete(stands)
    flags = [rules.complete(stands) for stands in standing[cycle.start :] if stands is not None]
    assert outcome.kind == ("agreement" if all(flags) else "unfinished")
    assert cycle.moves == any(a.action != "hold_out" for r in again for a in r.acts)
    # Whoever looks at the longer course by itself finds the same agreements, and those of the later passages.
    numbered = tuple(CourseRound(t, r.state, r.acts, r.after, r.over, r.risk) for t, r in enumerate(many))
    longer = read(rules, numbered, "")
    assert told(outcome) == longer[: len(outcome.agreements)]


def courses(game: StochasticGame, profile: Any) -> Iterator[tuple[float, CourseOutcome]]:
    """All courses of a profile with their chances."""
    waiting: list[tuple[float, list[PathStep], tuple[int, int, int]]] = [(1.0, [], (0, 0, 0))]
    while waiting:
        chance, steps, place = waiting.pop()
        for move in profile.branches(place):
            way = [*steps, PathStep(place, (move.row, move.column))]
            to, risk, here = move.outcome.successor, float(move.outcome.risk), chance * move.chance
            if to == BROKEN:
                yield here, path_outcome(game, way, "walk_away")
                continue
            if risk:
                yield here * risk, path_outcome(game, way, "hazard")
            closes = game.phases(place[0])[place[1]].closes_round
            after = (place[0] + 1, 0, to) if closes else (place[0], place[1] + 1, to)
            if risk < 1 and after[0] == game.rounds:
                yield here * (1 - risk), path_outcome(game, way, "")
            elif risk < 1:
                waiting.append((here * (1 - risk), way, after))


def mixed(game: StochasticGame, draw: random.Random) -> LayeredProfile[Layer]:
    """Some profile of a game with a last round, here and there mixed."""
    layers = []
    for t in range(game.rounds):
        here = []
        for phase in game.phases(t):
            sides = [np.zeros((len(phase.nodes), width)) for width in phase.shape]
            for k, node in enumerate(phase.nodes):
                for side, own in zip(sides, node.actions, strict=True):
                    side[k, eager(draw, own)] += 0.75
                    side[k, eager(draw, own)] += 0.25
            n = len(phase.nodes)
            none = np.zeros(n, dtype=np.int64)
            layer = Layer(
                sides[0], sides[1], np.zeros((n, 2)), none, none.astype(np.int8), np.ones(n, dtype=bool), none
            )
            here.append(layer)
        layers.append(tuple(here))
    return LayeredProfile(game, tuple(layers))


def enumerated(game: StochasticGame, profile: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """What all courses come to, by kind and fate: chance, means of rounds, and who breaks the agreement and how."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for p, outcome in courses(game, profile):
        if not p:
            continue
        at = found.setdefault(
            (outcome.kind, outcome.fate), {"chance": 0.0, "when": 0.0, "made": 0.0, "broken": 0.0, "how": set()}
        )
        at["chance"] += p
        at["when"] += p * ((outcome.made or 0) if outcome.kind == "agreement" else outcome.round)
        at["made"] += p * (outcome.first_made or 0)
        if outcome.fate in ("broken", "broken_again"):
            last = outcome.broken[-1]
            at["broken"] += p * last.round
            at["how"].add((last.how, last.by))
        at["how"] |= {outcome.by} if outcome.by else set()
    return found


def added_up(endings: tuple[Ending, ...]) -> dict[tuple[str, str], dict[str, Any]]:
    """The same of endings."""
    return {
        (e.kind, e.fate): {
            "chance": e.chance,
            "when": e.chance * e.rounds,
            "made": e.chance * (e.made.mean if e.made else 0),
            "broken": e.chance * (e.broken.mean if e.broken else 0),
            "how": {*e.breaking, *e.by},
        }
        for e in endings
    }


def same(one: dict[tuple[str, str], dict[str, Any]], other: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert set(one) == set(other)
    for end, numbers in one.items():
        for name, number in numbers.items():
            assert other[end][name] == (number if name == "how" else pytest.approx(number, rel=1e-6, abs=1e-9)), end


@pytest.mark.parametrize("moves", MOVES)
@pytest.mark.parametrize("seed", range(12))
def test_the_chances_and_dates_of_endings_are_those_of_all_courses(moves: str, seed: int) -> None:
    draw = random.Random(f"endings {moves} {seed}")
    data = random_game(draw, moves) | {"horizon": 4, "actions": ["concede", "hold_out", "walk_away", "renege"]}
    # Few steps, so that agreements are made and broken within the rounds.
    data["concessions"] = {player: ladder[:1] for player, ladder in data["concessions"].items()}
    for ladder in data["concessions"].values():
        for step in ladder:
            step |= {"after": [], "reversible": draw.random() < 0.8}
    game = from_concessions(load("random", text=json.dumps(data)))
    for profile in (subgame_perfect(game), mixed(game, draw)):
        same(enumerated(game, profile), added_up(layered_endings(profile)))


@pytest.mark.parametrize("moves", MOVES)
@pytest.mark.parametrize("seed", range(12))
def test_without_a_last_round_chances_and_dates_are_those_of_very_many_rounds(moves: str, seed: int) -> None:
    draw = random.Random(f"endless {moves} {seed}")
    data = random_game(draw, moves) | {"horizon": 1_500, "actions": ["concede", "hold_out", "walk_away", "renege"]}
    data["breakdown"]["hazard"] = draw.choice([0, 0.5])  # small chances take many rounds to come to 1
    data["concessions"] = {player: ladder[:1] for player, ladder in data["concessions"].items()}
    for ladder in data["concessions"].values():
        for step in ladder:
            step |= {"after": [], "reversible": draw.random() < 0.8}
    game = from_concessions(load("random", text=json.dumps(data)))
    endless = from_concessions(load("random", text=json.dumps(data | {"horizon": "infinite"})))
    profile = chosen(endless, draw)
    found = added_up(chain_endings(profile))
    layers = tuple(tuple(_layer(profile, c, p) for p in range(len(game.cycle[c]))) for c in range(len(game.cycle)))
    limit = added_up(layered_endings(LayeredProfile(game, layers)))
    for end, numbers in found.items():
        # Where play goes round for ever, the last round finds the agreement complete or not.
        if end[1] == "on_and_off":
            continue
        for name in ("made", "broken") if end[0] == "unfinished" else ("when", "made", "broken"):
            assert limit[end][name] == pytest.approx(numbers[name], rel=1e-5, abs=1e-9), (end, name)
        # What has not come to where it stays after so many rounds can have been broken in other ways.
        assert limit[end]["how"] >= numbers["how"]
    for_ever = sum(numbers["chance"] for end, numbers in found.items() if end[1] == "on_and_off")
    rest = {end: numbers["chance"] for end, numbers in found.items() if end[1] != "on_and_off"}
    open_ = sum(numbers["chance"] for end, numbers in limit.items() if end not in rest)
    assert sum(rest.values()) + for_ever == pytest.approx(1)
    assert sum(abs(limit.get(end, {"chance": 0.0})["chance"] - p) for end, p in rest.items()) <= for_ever + 1e-6
    assert open_ <= for_ever + 1e-6


def _layer(profile: StationaryProfile, c: int, p: int) -> Layer:
    """What a stationary profile does at the nodes of a phase; where play cannot get to, the first action."""
    phase = profile.game.cycle[c][p]
    n = len(phase.nodes)
    sides = [np.zeros((n, width)) for width in phase.shape]
    known = {point.place: k for k, point in enumerate(profile.points)}
    for k, node in enumerate(phase.nodes):
        for player, own in enumerate(node.actions):
            at = known.get((c, p, k))
            sides[player][k, : len(own)] = np.eye(len(own))[0] if at is None else profile.mixtures[at][player]
    none = np.zeros(n, dtype=np.int64)
    return Layer(sides[0], sides[1], np.zeros((n, 2)), none, none.astype(np.int8), np.ones(n, dtype=bool), none)


HAND = """
format: 1
title: Hand
players: {us: {patience: 0.9}, nk: {patience: 0.9}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: a, effect: {us: 0, nk: 1}, reversible: true}]
  nk: [{id: b, effect: {us: 1, nk: 0}, reversible: true}]
agreement: {us: 1, nk: 1}
breakdown: {payoff: {us: -1, nk: -1}, hazard: 0.5}
moves: MOVES
actions: [concede, hold_out, renege, walk_away]
horizon: 6
"""


def by_hand(moves: str, *rounds: tuple[str, str]) -> CourseOutcome:
    """The outcome of a course given by what both do in each round."""
    game = from_concessions(load("hand", text=HAND.replace("MOVES", moves)))
    steps: list[PathStep] = []
    node = 0
    for t, done in enumerate(rounds):
        for p, phase in enumerate(game.phases(t)):
            own = phase.nodes[node].actions
            pair = [own[k].index(done[k]) if own[k] != ("",) else 0 for k in (0, 1)]
            steps.append(PathStep((t, p, node), (pair[0], pair[1])))
            node = outcome_at(game, steps[-1]).successor
            if node == BROKEN:
                return path_outcome(game, steps, "walk_away")
    return path_outcome(game, steps, "")


def test_an_agreement_that_is_taken_back_and_made_again_says_who_and_when() -> None:
    both, keep = ("concede", "concede"), ("hold_out", "hold_out")
    outcome = by_hand("simultaneous", keep, both, keep, ("renege", "hold_out"), ("concede", "hold_out"), keep)
    assert outcome.agreements == (
        Agreement(1, (0, 1), Breach(3, "taken_back", (0,))),
        Agreement(4, (0,)),
    )
    assert (outcome.kind, outcome.made, outcome.made_again, outcome.kept) == ("agreement", 4, (4,), False)


def test_who_takes_steps_back_breaks_the_agreement_and_who_walks_for_that_ends_the_talks() -> None:
    both, keep = ("concede", "concede"), ("hold_out", "hold_out")
    outcome = by_hand("sequential", both, keep, ("renege", "walk_away"))
    assert outcome.agreements == (Agreement(0, (0, 1), Breach(2, "taken_back", (0,))),)
    assert (outcome.kind, outcome.round, outcome.by) == ("walk_away", 2, (1,))


def test_an_agreement_that_chance_ends_is_broken_by_nobody() -> None:
    # In no file does chance end a complete agreement, but nothing in the form of a game rules it out.
    rounds = [CourseRound(0, 0, (Act(0, "concede", could=True),), 1), CourseRound(1, 1, (), 1, "hazard", 0.5)]
    outcome = course_outcome(rounds, [False, True])
    assert outcome.agreements == (Agreement(0, (0,), Breach(1, "chance", ())),)
    assert (outcome.kind, outcome.round, outcome.stands) == ("hazard", 1, (0, 1))


def test_rounds_that_do_not_come_back_to_where_they_start_do_not_repeat() -> None:
    with pytest.raises(ValueError, match="do not lead back"):
        course_outcome([CourseRound(0, 0, (), 1)], [False, True], again=0)


def test_in_a_circle_an_agreement_is_broken_over_and_over() -> None:
    made = CourseRound(0, 0, (Act(0, "concede", could=True),), 1)
    back = CourseRound(1, 1, (Act(0, "renege", could=False),), 0)
    outcome = course_outcome([made, back], [False, True], again=0)
    assert outcome.agreements == (Agreement(0, (0,), Breach(1, "taken_back", (0,))),)
    assert [outcome.complete_after(t) for t in range(6)] == [True, False] * 3
    assert (outcome.kind, outcome.cycle and outcome.cycle.length) == ("unfinished", 2)
    # Seen from the other round the same agreement begins in one passage and ends in the next.
    late = CourseRound(1, 1, back.acts, 0), CourseRound(2, 0, made.acts, 1)
    outcome = course_outcome([CourseRound(0, 0, made.acts, 1), *late], [False, True], again=1)
    assert [a.broken.round if a.broken else None for a in outcome.agreements] == [1, 3]


def test_the_chance_of_a_breakdown_in_what_repeats_is_that_of_one_passage() -> None:
    stalled = CourseRound(0, 0, (Act(0, "hold_out", could=True),), 0, risk=float(Fraction(1, 4)))
    outcome = course_outcome([stalled, CourseRound(1, 0, stalled.acts, 0, risk=0.25)], [False], again=0)
    assert outcome.cycle is not None
    assert outcome.cycle.risk == pytest.approx(1 - 0.75**2)
