"""First steps that tell types apart: Kydd's logic in closed form, and the whole game tree as the judge."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from sim.engine.reassurance.certificate import certify
from sim.engine.reassurance.separation import SeparationSearch, separating_first_steps
from sim.engine.reassurance.solution import EQUILIBRIUM, NONE, OPEN, FirstRound, Separation
from sim.engine.reassurance.step_sizes import smallest_separating
from sim.engine.tree.assessments.signalling import class_of
from sim.engine.tree.pbe import solve_pbe
from sim.engine.tree.solution import BayesEquilibrium
from sim.errors import GameTooLargeError
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import StochasticGame
from sim.games.concessions.unroll import unroll_hidden
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load

F = Fraction
Games = list[list[StochasticGame]]
Types = tuple[tuple[tuple[str, Fraction], ...], tuple[tuple[str, Fraction], ...]]

# North Korea may begin with a gesture that costs it `size` in every round, then the United States may grant relief, and
# then North Korea may dismantle, which pays only those who gain more than 1 by the agreement.
REASSURANCE = """
format: 1
title: reassurance
players: {us: {patience: 0.9}, nk: {patience: 0.8}}
parameters: {size: 0.9, gain: 0}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: relief, effect: {us: -1, nk: 1}}]
  nk: [{id: gesture, effect: {us: 0, nk: -size}}, {id: dismantle, effect: {us: 2, nk: -1}, after: [us.relief]}]
agreement: {us: 0, nk: gain}
breakdown: {payoff: {us: -5, nk: -5}, hazard: 0}
actions: [concede, hold_out]
moves: alternating
first: nk
horizon: 3
"""
ONE = (("us", F(1)),)
TWO = (("sincere", F(2, 5)), ("stalling", F(3, 5)))
GESTURE = FirstRound((("",), ("concede", "hold_out")))


def build(text: str, nk: Sequence[Mapping[str, object]], us: Sequence[Mapping[str, object]] | None = None) -> Games:
    """The game per pair of types, each with its own settings."""

    def game(settings: Mapping[str, object]) -> StochasticGame:
        compiled = compile_scenario(load("test", {k: str(v) for k, v in settings.items()}, text))
        assert isinstance(compiled, StochasticGame)
        return compiled

    return [[game({**one, **two}) for two in nk] for one in us or [{}]]


def whole(types: Types, games: Games, largest: int = 200_000) -> GameTree:
    """The whole game tree, in which chance draws the types."""
    one, two = (tuple((p, name if len(side) > 1 else "") for name, p in side) for side in types)
    return unroll_hidden(tuple(tuple(line) for line in games), (one, two), largest).tree


def reassurance(size: Fraction, text: str = REASSURANCE) -> Games:
    return build(text, [{"size": size, "gain": "3/2"}, {"size": size, "gain": "1/2"}])


def test_a_gesture_reassures_if_it_costs_more_than_relief_and_less_than_the_agreement_is_worth() -> None:
    # Kydd 2000. With d = 0.8: those who stall get -s + d by the gesture, since they take the relief and stop, and 0
    # without it. The sincere get -s + d + d^2 (3/2 - 1). So it separates for d <= s <= d + d^2 / 2: 0.8 <= s <= 1.12.
    sizes = smallest_separating((ONE, TWO), reassurance, F(1, 10), F(2))
    (interval,) = sizes.intervals
    assert sizes.smallest == interval
    assert interval.steps == GESTURE
    for edge, at, kind, other in (
        (interval.start, F(4, 5), "stalling", "concede"),
        (interval.end, F(28, 25), "sincere", "hold_out"),
    ):
        assert edge.outside is not None
        assert edge.binding is not None
        assert min(edge.inside, edge.outside) <= at <= max(edge.inside, edge.outside)
        assert abs(edge.inside - edge.outside) <= sizes.precision == F(1, 10**6)
        assert (edge.binding.type, edge.binding.other) == (kind, other)
        assert edge.found.certified
        assert not edge.jumps


@pytest.mark.parametrize(
    ("size", "verdict", "indifferent"),
    [
        (F(79, 100), NONE, False),
        (F(4, 5), EQUILIBRIUM, True),
        (F(1), EQUILIBRIUM, False),
        (F(28, 25), EQUILIBRIUM, True),
        (F(113, 100), NONE, False),
    ],
)
def test_at_its_ends_one_type_is_exactly_indifferent(size: Fraction, verdict: str, indifferent: bool) -> None:
    study = SeparationSearch((ONE, TWO), reassurance(size))
    found = study.with_certificate(study.judge(GESTURE))
    assert found.verdict == verdict
    assert found.knife_edge == indifferent
    assert found.only_continuation
    if verdict == EQUILIBRIUM:
        assert found.certificate is not None
        assert found.certificate.indifferent == indifferent
        # Values as above; the United States: 0.4 (-0.9 + 2 * 0.81) = 0.288.
        assert found.pays[1] == pytest.approx((float(F(28, 25) - size), 0.0), abs=1e-12)
        assert found.pays[0] == pytest.approx((0.288,), abs=1e-12)


def test_a_gain_too_small_for_floats_is_found_in_rationals() -> None:
    # By 1e-12 too cheap: within rounding those who stall are indifferent, but in truth they gain.
    study = SeparationSearch((ONE, TWO), reassurance(F(4, 5) - F(1, 10**12)))
    found = study.judge(GESTURE)
    assert (found.verdict, found.knife_edge) == (EQUILIBRIUM, True)
    assert study.with_certificate(found).verdict == NONE


def test_where_what_follows_changes_all_intervals_are_told_and_that_they_break_off() -> None:
    # As above, but between 0.9 and 1 dismantlement is worth nothing to the United States, which then grants no relief.
    text = REASSURANCE.replace("us: 2, nk: -1", "us: 2 * ((size < 0.9) + (size > 1)), nk: -1")
    sizes = smallest_separating(
        (ONE, TWO), lambda s: reassurance(s, text), F(1, 2), F(3, 2), first=[GESTURE], points=21
    )
    ends = [(edge.inside, edge.jumps) for interval in sizes.intervals for edge in (interval.start, interval.end)]
    assert [float(at) for at, _ in ends] == pytest.approx([0.8, 0.9, 1, 1.12], abs=1e-6)
    assert [jumps for _, jumps in ends] == [False, True, True, False]
    assert {i.end.binding.type for i in sizes.intervals if i.end.binding} == {"sincere"}


def test_an_action_that_no_type_takes_is_answered_by_some_belief() -> None:
    # Walking away pays -5 whatever is believed, so any belief will do.
    found = separating_first_steps(
        (ONE, TWO), reassurance(F(1), REASSURANCE.replace("[concede, hold_out]", "[concede, hold_out, walk_away]"))
    )
    assert [e.steps for e in found] == [GESTURE]
    assert [(b.action, b.player) for b in found[0].beliefs] == [("walk_away", 1)]
    assert found[0].certified


def test_a_first_round_that_is_none_fails_both_checks() -> None:
    # The same game at s = 0.5: those who stall gain 0.8 - 0.5 = 0.3 by the gesture.
    study = SeparationSearch((ONE, TWO), reassurance(F(1, 2)))
    wrong = replace(study.judge(GESTURE), verdict=EQUILIBRIUM)
    certificate = certify(study, wrong)
    assert certificate.gain[1] == F(3, 10)
    assert certificate.tree == (F(0), F(3, 10))
    assert not certificate.passed


def random_text(draw: random.Random, moves: str, horizon: int, first: str) -> str:
    """A small game with numbers between which there are no ties; ``gain`` and ``toll`` set the types apart."""

    def number(low: int, high: int) -> Fraction:
        return F(draw.randint(low * 89, high * 89), 89)

    return f"""
format: 1
title: test
players: {{us: {{patience: 0.9}}, nk: {{patience: 0.8}}}}
parameters: {{gain: 0, toll: 0}}
status_quo: {{us: 0, nk: 0}}
concessions:
  us: [{{id: u, effect: {{us: {number(-2, 1)} + toll, nk: {number(-1, 3)}}}}}]
  nk: [{{id: n, effect: {{us: {number(-1, 3)}, nk: {number(-2, 1)} + gain}}}}]
agreement: {{us: {number(-1, 2)}, nk: {number(-1, 2)}}}
breakdown: {{payoff: {{us: -3, nk: -3}}, hazard: {draw.choice(["0", "0.25"])}}}
actions: [concede, hold_out]
moves: {moves}
first: {first}
horizon: {horizon}
"""


FORMS = [
    ("simultaneous", 1, "nk", 60),
    ("simultaneous", 2, "nk", 12),
    ("alternating", 2, "nk", 60),
    ("alternating", 2, "us", 60),
    ("sequential", 1, "nk", 60),
    ("sequential", 1, "us", 60),
]


@pytest.mark.parametrize(("moves", "horizon", "first", "cases"), FORMS)
def test_a_separating_perfect_bayesian_equilibrium_exists_just_where_one_is_found(
    moves: str, horizon: int, first: str, cases: int
) -> None:
    # With two types and two actions no action is unused, so that where what follows is unique the whole tree, through
    # its strategic form and beliefs off the path, must agree (Fudenberg and Tirole 1991).
    draw = random.Random(5)
    met = set()
    for _ in range(cases):
        p = F(draw.randint(1, 9), 10)
        types = ONE, (("a", p), ("b", 1 - p))
        games = build(
            random_text(draw, moves, horizon, first), [{"gain": F(draw.randint(-178, 178), 89)} for _ in "ab"]
        )
        found = separating_first_steps(types, games)
        if not all(e.only_continuation for e in found):
            continue
        tree = whole(types, games)
        solution = solve_pbe(tree)
        apart = any(class_of(tree, e) == "separating" for e in solution.equilibria)
        sure = [e for e in found if e.verdict == EQUILIBRIUM]
        assert all(e.certified and e.certificate and e.certificate.tree is not None for e in sure)
        if sure:
            assert apart
        elif not found and solution.complete:
            assert not apart
        if solution.complete:
            met.add("yes" if sure else "open" if found else "no")
    assert met >= {"yes", "no"}


def all_apart(e: BayesEquilibrium) -> bool:
    """Whether each player's two types take different actions for sure at the start."""
    firsts = [[tuple(at.items()) for at in side.values()] for side in e.behaviour]
    return all(len(set(one)) == 2 and all(max(p for _, p in at) == 1 for at in one) for one in firsts)


def test_with_types_on_both_sides_the_tree_agrees() -> None:
    # One round in which both move at once: every equilibrium of the tree in which all types act apart is found.
    draw = random.Random(9)
    met = []
    for _ in range(60):
        p, q = (F(draw.randint(2, 8), 10) for _ in "pq")
        types = (("x", p), ("y", 1 - p)), (("a", q), ("b", 1 - q))
        nk, us = ([{name: F(draw.randint(-178, 178), 89)} for _ in "ab"] for name in ("gain", "toll"))
        games = build(random_text(draw, "simultaneous", 1, "nk"), nk, us)
        found = separating_first_steps(types, games)
        solution = solve_pbe(whole(types, games))
        assert all(e.certified and e.certificate and e.certificate.tree == (F(0), F(0)) for e in found)
        expected = {tuple(map(float, e.payoffs)) for e in solution.equilibria if all_apart(e)}
        assert len(found) == len(expected)
        for e in found:
            mine = [
                sum(float(c) * v for (_, c), v in zip(t, w, strict=True)) for t, w in zip(types, e.pays, strict=True)
            ]
            assert any(mine == pytest.approx(other, abs=1e-12) for other in expected)
        met.append(len(found))
    assert set(met) >= {0, 1}


@pytest.mark.parametrize(
    ("moves", "horizon", "first"),
    [
        *product(["alternating"], [2, 3], ["us", "nk"]),
        ("sequential", 2, "us"),
        ("sequential", 1, "nk"),
        ("simultaneous", 2, "nk"),
    ],
)
def test_with_types_on_both_sides_every_equilibrium_found_passes_in_the_tree(
    moves: str, horizon: int, first: str
) -> None:
    draw = random.Random(2)
    passed = 0
    for _ in range(100):
        types = (("x", F(1, 2)), ("y", F(1, 2))), (("a", F(1, 3)), ("b", F(2, 3)))
        nk, us = ([{name: F(draw.randint(-178, 178), 89)} for _ in "ab"] for name in ("gain", "toll"))
        found = separating_first_steps(types, build(random_text(draw, moves, horizon, first), nk, us))
        sure: list[Separation] = [e for e in found if e.verdict == EQUILIBRIUM]
        assert all(e.certified and e.certificate and e.certificate.tree is not None for e in sure)
        passed += len(sure)
        if passed >= 2:
            return
    pytest.fail("too few equilibria to check")


def test_what_follows_an_action_after_which_types_pool_is_left_open() -> None:
    # The United States moves first and has no type. Where types answer some move of it alike, its worth is unknown.
    draw = random.Random(5)
    verdicts = set()
    for _ in range(40):
        games = build(random_text(draw, "sequential", 1, "us"), [{"gain": -1}, {"gain": 1}])
        for e in separating_first_steps((ONE, TWO), games):
            verdicts.add(e.verdict)
            assert (e.verdict == OPEN) == bool(e.unknown)
    assert verdicts == {EQUILIBRIUM, OPEN}


def test_several_equilibria_once_types_are_known_are_told() -> None:
    # After the first round a stag hunt is left: both concede, or neither does.
    text = random_text(random.Random(1), "simultaneous", 2, "nk")
    stag = text.replace(text[text.index("concessions") : text.index("breakdown")], STAG)
    study = SeparationSearch((ONE, TWO), build(stag, [{"gain": 0}, {"gain": "0.1"}]))
    assert not study.judge(FirstRound((("hold_out",), ("concede", "hold_out")))).only_continuation


STAG = """concessions:
  us: [{id: u, effect: {us: -1, nk: 0}}]
  nk: [{id: n, effect: {us: 0, nk: -1 + gain}}]
agreement: {us: 2, nk: 2}
"""


def test_what_does_not_fit_together_is_refused() -> None:
    games = reassurance(F(1))
    with pytest.raises(ValueError, match="nothing to tell apart"):
        separating_first_steps((ONE, (("nk", F(1)),)), [games[0][:1]])
    with pytest.raises(ValueError, match="sum to 1"):
        separating_first_steps((ONE, (("a", F(1, 2)), ("b", F(1, 3)))), games)
    with pytest.raises(ValueError, match="every pair"):
        separating_first_steps((ONE, TWO), [games[0][:1]])
    longer = build(REASSURANCE.replace("horizon: 3", "horizon: 4"), [{}])
    with pytest.raises(ValueError, match="numbers only"):
        separating_first_steps((ONE, TWO), [[games[0][0], longer[0][0]]])
    with pytest.raises(ValueError, match="2 different actions of concede, hold_out for nk"):
        SeparationSearch((ONE, TWO), games).judge(FirstRound((("",), ("concede", "concede"))))
    short = build(REASSURANCE.replace("first: nk", "first: us").replace("horizon: 3", "horizon: 1"), [{}, {}])
    with pytest.raises(ValueError, match="no move before the talks are over"):
        separating_first_steps((ONE, TWO), short)
    with pytest.raises(GameTooLargeError, match="at most 5"):
        whole((ONE, TWO), games, largest=5)
