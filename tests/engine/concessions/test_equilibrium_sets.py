"""Sets of equilibria against brute force, linear programmes in floats, and an independent prototype."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import linprog

import sim
from sim.deadline import Deadline
from sim.engine.concessions.equilibrium_sets.agreement import every_subgame_perfect
from sim.engine.concessions.equilibrium_sets.certificate import faults_of_bounds, faults_of_corners
from sim.engine.concessions.equilibrium_sets.corners import Corners
from sim.engine.concessions.equilibrium_sets.ending_certificate import faults_of_endings
from sim.engine.concessions.equilibrium_sets.endings import inner_endings, outer_endings
from sim.engine.concessions.equilibrium_sets.inner import inner_sets
from sim.engine.concessions.equilibrium_sets.outer import outer_sets
from sim.engine.concessions.equilibrium_sets.reach import reach
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE, Verdict, verdict
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.exact.polygons import holds, hull
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.stochastic_game import BROKEN, Node, Outcome, Phase, State, StochasticGame
from tests.engine.concessions.talks import talks_game

if TYPE_CHECKING:
    from sim.types import Pair

LIMIT = Deadline(None)
SEEDS = range(30)


def random_game(
    seed: int, *, horizon: int = 2, actions: tuple[int, int] = (2, 2), risks: bool = True
) -> StochasticGame:
    """A stochastic game of two states with small whole payoffs, so that ties turn up."""
    draw = Random(seed)

    def pay() -> Pair:
        return Fraction(draw.randint(-2, 3)), Fraction(draw.randint(-2, 3))

    m, n = actions
    outcomes, nodes = [], []
    for state in range(2):
        cells = []
        for _ in range(m):
            line = []
            for _ in range(n):
                risk = Fraction(draw.choice([0, 0, 1]), 4)
                to = draw.choice([0, 1, 1, BROKEN])
                line.append(len(outcomes))
                outcomes.append(Outcome(pay(), to, risk if to != BROKEN else Fraction(0), pay()))
            cells.append(tuple(line))
        names = tuple(f"a{k}" for k in range(m)), tuple(f"b{k}" for k in range(n))
        nodes.append(Node(state, names, tuple(cells)))
    phase = Phase(tuple(nodes), tuple(outcomes), closes_round=True)
    states = State(((), ())), State((("s",), ("t",)), complete=True)
    discount = Fraction(draw.randint(1, 3), 4), Fraction(draw.randint(1, 3), 4)
    return StochasticGame(("us", "nk"), discount, states, ((phase,),), (pay(), pay()), (pay(), pay()), horizon)


def pure_equilibria(game: StochasticGame) -> list[tuple[Pair, frozenset[bool]]]:
    """Payoffs of all pure subgame-perfect equilibria without lots, each with whether its course ends complete.

    By the definition: after every pair of actions some equilibrium of what follows is played, whichever it is, and the
    actions are an equilibrium of the table that results. No course is left out, and no argument about the worst answer.
    """
    later: dict[int, set[tuple[Pair, frozenset[bool]]]] = {
        k: {(pair, frozenset([game.states[k].complete]))} for k, pair in enumerate(game.final)
    }
    for t in reversed(range(game.rounds)):
        (phase,) = game.phases(t)
        here: dict[int, set[tuple[Pair, frozenset[bool]]]] = {}
        for k, node in enumerate(phase.nodes):
            m, n = len(node.cells), len(node.cells[0])
            options = [_continuations(game, phase.outcomes[o], later) for line in node.cells for o in line]
            here[k] = set()
            for chosen in product(*options):
                for i, j in product(range(m), range(n)):
                    worth = chosen[i * n + j][0]
                    if all(chosen[a * n + j][0][0] <= worth[0] for a in range(m)) and all(
                        chosen[i * n + b][0][1] <= worth[1] for b in range(n)
                    ):
                        here[k].add(chosen[i * n + j])
        later = here
    return list(later[0])


def _continuations(
    game: StochasticGame, outcome: Outcome, later: dict[int, set[tuple[Pair, frozenset[bool]]]]
) -> list[tuple[Pair, frozenset[bool]]]:
    if outcome.successor == BROKEN:
        follow = [(outcome.ended, frozenset([False]))]
    else:
        follow = sorted(later[outcome.successor], key=str)
    found = []
    for value, ends in follow:
        risk = Fraction(1) if outcome.successor == BROKEN else outcome.risk
        pair = [
            (1 - d) * r + d * ((1 - risk) * v + risk * b)
            for d, r, v, b in zip(game.discount, outcome.reward, value, outcome.ended, strict=True)
        ]
        found.append(((pair[0], pair[1]), ends))
    return found


def judged(game: StochasticGame) -> Verdict:
    inner, outer = inner_sets(game, LIMIT), outer_sets(game, LIMIT)
    return verdict(inner, reach(inner, LIMIT), outer, reach(outer, LIMIT))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_pure_equilibrium_found_by_brute_force_lies_in_the_inner_set_and_that_in_the_outer(seed: int) -> None:
    game = random_game(seed)
    inner, outer = inner_sets(game, LIMIT).payoffs, outer_sets(game, LIMIT).payoffs
    assert all(holds(inner, payoffs) for payoffs, _ in pure_equilibria(game))
    assert all(holds(outer, corner) for corner in inner)


@pytest.mark.parametrize("seed", SEEDS)
def test_over_one_round_the_inner_set_is_the_hull_of_the_pure_nash_equilibria(seed: int) -> None:
    game = random_game(seed, horizon=1, actions=(2, 3))
    if found := pure_equilibria(game):
        assert inner_sets(game, LIMIT).payoffs == hull(payoffs for payoffs, _ in found)


@pytest.mark.parametrize("seed", SEEDS)
def test_over_one_round_the_outer_set_is_that_of_correlated_equilibria(seed: int) -> None:
    """Aumann (1974, 1987); the linear programme is written out here and solved by HiGHS."""
    game = random_game(seed, horizon=1, actions=(3, 3))
    polygon = np.array([[float(x) for x in corner] for corner in outer_sets(game, LIMIT).payoffs])
    (phase,), node = game.phases(0), game.phases(0)[0].nodes[0]
    later = {0: {(game.final[0], frozenset([False]))}, 1: {(game.final[1], frozenset([True]))}}
    table = np.array(
        [
            [[float(x) for x in _continuations(game, phase.outcomes[o], later)[0][0]] for o in line]
            for line in node.cells
        ]
    )
    rules = []
    for told, instead in product(range(3), range(3)):
        rule = np.zeros((3, 3))
        rule[told] = table[instead, :, 0] - table[told, :, 0]
        rules.append(rule.ravel())
        rule = np.zeros((3, 3))
        rule[:, told] = table[:, instead, 1] - table[:, told, 1]
        rules.append(rule.ravel())
    for angle in np.linspace(0, 2 * np.pi, 16, endpoint=False):
        direction = np.array([np.cos(angle), np.sin(angle)])
        best = linprog(-(table @ direction).ravel(), A_ub=rules, b_ub=np.zeros(len(rules)), A_eq=[np.ones(9)], b_eq=[1])
        assert np.isclose((polygon @ direction).max(), -best.fun, atol=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_verdicts_hold_in_every_pure_equilibrium_found_by_brute_force(seed: int) -> None:
    game = random_game(seed)
    found, said = pure_equilibria(game), judged(game)
    for payoffs, ends in found:
        assert said.deal != (IMPOSSIBLE if True in ends else CERTAIN)
        assert all(low <= value <= high for value, (low, high) in zip(payoffs, said.payoffs, strict=True))
    if {end for _, ends in found for end in ends} == {True, False}:
        assert said.deal == POSSIBLE


@pytest.mark.parametrize("horizon", ["1", "3", "infinite"])
def test_a_step_of_a_leader_is_taken_though_the_other_side_then_walks_away(horizon: str) -> None:
    """By hand: the step is kept and pays a 1; b walks away for -1 with it, where staying pays -1.5, and 0 without."""
    text = f"""\
format: 1
title: Grab and run
players: {{a: {{patience: 0.5}}, b: {{patience: 0.5}}}}
status_quo: {{a: 0, b: -0.5}}
concessions: {{a: [{{id: x, effect: {{a: 1, b: -1}}}}], b: [{{id: y, effect: {{b: -5}}}}]}}
breakdown: {{payoff: {{a: 0, b: 0}}}}
moves: sequential
horizon: {horizon}
"""
    said = every_subgame_perfect(from_concessions(sim.loads(text).scenario), LIMIT).verdict
    assert said.steps == ({"x": CERTAIN}, {"y": IMPOSSIBLE})
    assert (said.deal, said.breakdown, said.payoffs) == (IMPOSSIBLE, CERTAIN, ((1, 1), (-1, -1)))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("actions", [(2, 2), (3, 2), (1, 3)])
def test_sets_pass_their_certificates(seed: int, actions: tuple[int, int]) -> None:
    game = random_game(seed, horizon=3, actions=actions)
    inner, outer = inner_sets(game, LIMIT), outer_sets(game, LIMIT)
    assert faults_of_corners(Corners(inner)) == []
    assert faults_of_bounds(outer) == []
    if 1 in actions:
        assert inner.values == outer.values, "where one player alone moves nothing is left for a mediator"


def test_what_all_pure_equilibria_have_and_a_mixed_one_lacks_is_called_open() -> None:
    """Matching pennies (von Neumann 1928) beside a strict equilibrium in which alone the agreement is complete.

    The block has no pure equilibrium, and mixing evenly there pays 3/2, more than leaving it. So the deal is in the
    only pure equilibrium and not in all equilibria: sets of pure ones alone prove neither.
    """
    zero = Fraction(0), Fraction(0)
    pays = [[(3, 0), (0, 3), (0, 0)], [(0, 3), (3, 0), (0, 0)], [(0, 0), (0, 0), (1, 1)]]
    outcomes = tuple(
        Outcome((Fraction(one), Fraction(two)), int(k == 8), zero[0], zero)
        for k, (one, two) in enumerate(cell for line in pays for cell in line)
    )
    names = ("heads", "tails", "deal")
    nodes = tuple(Node(k, (names, names), ((0, 1, 2), (3, 4, 5), (6, 7, 8))) for k in range(2))
    states = State(((), ())), State((("s",), ("t",)), complete=True)
    cycle = ((Phase(nodes, outcomes, closes_round=True),),)
    game = StochasticGame(("us", "nk"), zero, states, cycle, (zero, zero), (zero, zero), 1)
    found = judged(game)
    assert (found.deal, found.by_round, found.has_deal, found.settled) == (OPEN, (OPEN,), True, False)


def test_the_certificate_finds_a_corner_that_is_no_equilibrium_and_a_polygon_that_leaves_some_out() -> None:
    game = from_concessions(sim.load("action-at-once").scenario)
    inner, outer = inner_sets(game, LIMIT), outer_sets(game, LIMIT)
    low = min(corner[0] for corner in outer.payoffs)
    smaller = tuple(corner for corner in outer.payoffs if corner[0] > low)
    assert faults_of_bounds(replace(outer, values=[{0: smaller}, *outer.values[1:]])) == ["bound 0 0"]
    corner = max(inner.payoffs)
    corners = Corners(inner)
    conduct = corners.conduct(0, 0, corner)
    (one, two), lots = conduct.strategies, conduct.then
    for wrong in (
        replace(conduct, strategies=((*one[1:], one[0]), two)),
        replace(conduct, then=dict.fromkeys(lots, next(iter(lots.values())))),
    ):
        corners._known[0, 0, corner] = wrong
        assert faults_of_corners(corners)


def test_payoffs_are_those_of_an_independent_prototype_in_floats() -> None:
    """Twelve rounds step for step: 24 corners, as a recursion written by others in floats has them."""
    corners = inner_sets(talks_game(), LIMIT).payoffs
    assert len(corners) == 24
    assert [round(float(pick(c[p] for c in corners)), 3) for p in (0, 1) for pick in (min, max)] == [
        -4.0, -1.315, -4.5, -1.759,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["dismantle-first", "relief-first", "broken-promises"])
def test_where_one_side_moves_at_a_time_play_is_unique(name: str) -> None:
    said = judged(from_concessions(sim.load(name).scenario))
    assert said.unique
    assert said.settled
    assert all(low == high for low, high in said.payoffs)
    induction = solve_stochastic(from_concessions(sim.load(name).scenario))
    assert [float(low) for low, _ in said.payoffs] == pytest.approx(induction.values)


def test_polygons_with_many_corners_or_digits_lie_within_lighter_ones_that_go_as_far(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = replace(talks_game(), horizon=7)
    plain = outer_sets(game, LIMIT)
    monkeypatch.setattr("sim.engine.concessions.equilibrium_sets.outer.MOST", 6)
    monkeypatch.setattr("sim.engine.concessions.equilibrium_sets.outer.FEW", 5)
    monkeypatch.setattr("sim.engine.concessions.equilibrium_sets.outer.LONG", 40)
    light = outer_sets(game, LIMIT)
    assert light.exact
    assert faults_of_bounds(light) == []
    assert all(
        holds(light.values[layer][node], corner)
        for layer, polygons in enumerate(plain.values)
        for node, polygon in polygons.items()
        for corner in polygon
    )
    place = next(iter(light.exact))
    assert faults_of_bounds(replace(light, exact=light.exact | {place: light.exact[place][1:]}))
    inner = inner_sets(game, LIMIT)
    said = verdict(inner, reach(inner, LIMIT), light, reach(light, LIMIT))
    assert (said.deal, said.earliest) == (POSSIBLE, 6)


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("actions", [(2, 2), (3, 2), (1, 3)])
@pytest.mark.parametrize("seed", range(12))
def test_sets_of_one_way_to_end_pass_their_certificate_and_hold_those_from_inside(
    seed: int, actions: tuple[int, int], complete: bool
) -> None:
    game = random_game(seed, horizon=3, actions=actions)
    inner, outer = inner_sets(game, LIMIT), outer_sets(game, LIMIT)
    inside, outside = inner_endings(inner, complete=complete), outer_endings(outer, LIMIT, complete=complete)
    assert faults_of_endings(outer, outside) == []
    assert all(holds(outside.payoffs, corner) for corner in inside.payoffs)
    if 1 in actions:
        assert inside.values == outside.values
    if outside.payoffs:
        wrong = replace(outside, values=[{0: outside.payoffs[1:]}, *outside.values[1:]])
        assert faults_of_endings(outer, wrong) == ["ending 0 0"]


@pytest.mark.parametrize("seed", SEEDS)
def test_equilibria_found_by_brute_force_that_end_one_way_lie_in_its_set(seed: int) -> None:
    """A pure equilibrium without lots has one course, on which the talks end one way unless chance ends them."""
    game = random_game(seed)
    outer = outer_sets(game, LIMIT)
    sets = {complete: outer_endings(outer, LIMIT, complete=complete).payoffs for complete in (True, False)}
    for payoffs, ends in pure_equilibria(game):
        if len(ends) == 1:
            assert holds(sets[True in ends], payoffs)
