"""Equilibria proof against renegotiation: worked examples, brute force, and games in which play is unique anyway."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest

import sim
from sim.deadline import Deadline
from sim.engine.concessions.equilibrium_sets.inner import inner_sets
from sim.engine.concessions.equilibrium_sets.renegotiation.certificate import faults_of_proof
from sim.engine.concessions.equilibrium_sets.renegotiation.proof_sets import proof_sets, undominated
from sim.engine.concessions.equilibrium_sets.renegotiation.verdict import renegotiation_proof
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE
from sim.exact.polygons import holds
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.stochastic_game import Node, Outcome, Phase, State, StochasticGame
from tests.engine.concessions.test_equilibrium_sets import SEEDS, random_game

if TYPE_CHECKING:
    from sim.types import Pair

LIMIT = Deadline(None)
HALF = Fraction(1, 2)
NOTHING = Fraction(0), Fraction(0)


def repeated(table: list[list[tuple[int, int]]], rounds: int) -> StochasticGame:
    """A matrix game played some times; players count the next round as they do this one, and nothing afterwards.

    With a discount factor of 1/2 a round counts 1/2 and what follows 1/2, so that two rounds that count alike are had
    by paying in the first what the table says and in the last twice that, with nothing after it.
    """
    outcomes, cells = [], []
    for line in table:
        cells.append(tuple(range(len(outcomes), len(outcomes) + len(line))))
        outcomes.extend(Outcome((Fraction(x), Fraction(y)), 0, Fraction(0), NOTHING) for x, y in line)
    names = tuple(f"a{k}" for k in range(len(table))), tuple(f"b{k}" for k in range(len(table[0])))
    first = Phase((Node(0, names, tuple(cells)),), tuple(outcomes), closes_round=True)
    double = tuple(replace(o, reward=(2 * o.reward[0], 2 * o.reward[1])) for o in outcomes)
    last = Phase(first.nodes, double, closes_round=True)
    return StochasticGame(
        ("us", "nk"), (HALF, HALF), (State(((), ())),), ((first,), (last,))[:rounds], (NOTHING,), (NOTHING,), rounds
    )


def test_a_punishment_that_both_would_wish_away_holds_nothing_up() -> None:
    """In the manner of Benoit and Krishna (1993), worked out here.

    Stage game: (A, A) pays 4 each and is no equilibrium, whoever deviates gets 5; (B, B) pays 1 each and (C, C) 3
    each, and both are equilibria. Over two rounds (A, A) and then (C, C) is subgame-perfect: after a deviation (B, B)
    follows, which costs 3 - 1 = 2, more than the 5 - 4 = 1 that it brings. But after a deviation both would rather
    play (C, C). With that there is nothing to punish by: only (C, C) twice is proof, which pays 6 and not 7.
    """
    nought = (0, 0)
    table = [[(4, 4), (0, 5), nought], [(5, 0), (1, 1), nought], [nought, nought, (3, 3)]]
    game = repeated(table, 2)
    # In units of half a round: 4 + 3 = 7 without, 3 + 3 = 6 with renegotiation.
    assert holds(inner_sets(game, LIMIT).payoffs, (7 * HALF, 7 * HALF))
    assert proof_sets(game, LIMIT).payoffs == ((6 * HALF, 6 * HALF),)


def test_a_punishment_that_the_other_side_likes_stands() -> None:
    """The same with equilibria that neither side wishes away together: (B, B) pays 3 and 1, (C, C) pays 1 and 3.

    A deviation by one player is answered by the equilibrium that pays it 1 and the other 3. Between the two a lot is
    drawn in the last round: 2 each, of which a deviation loses 1, exactly what it brings; so (A, A) holds in the first
    round, and pays 4 + 2 = 6 each. Any other lot leaves one player with less than 2, for whom a deviation then pays.
    """
    nought = (0, 0)
    table = [[(4, 4), (0, 5), nought], [(5, 0), (3, 1), nought], [nought, nought, (1, 3)]]
    assert (6 * HALF, 6 * HALF) in proof_sets(repeated(table, 2), LIMIT).payoffs


@pytest.mark.parametrize("name", ["dismantle-first", "relief-first", "broken-promises"])
def test_where_play_is_unique_it_is_proof(name: str) -> None:
    game = from_concessions(sim.load(name).scenario)
    inner = inner_sets(game, LIMIT).payoffs
    found = renegotiation_proof(game, LIMIT)
    assert found.sets.payoffs == inner
    assert found.verdict.unique


def test_action_for_action_is_then_certain_and_stalled_has_no_deal() -> None:
    """Walking away together keeps the first from a deal and the second to one, and nobody would stay with it."""
    for name, word in (("action-for-action", CERTAIN), ("stalled", IMPOSSIBLE)):
        found = renegotiation_proof(from_concessions(sim.load(name).scenario), LIMIT).verdict
        assert found.deal == word
        assert found.breakdown != CERTAIN
        assert found.settled


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("actions", [(2, 2), (3, 2), (1, 3)])
def test_proof_payoffs_pass_their_certificate_and_are_those_of_equilibria(seed: int, actions: tuple[int, int]) -> None:
    game = random_game(seed, horizon=3, actions=actions)
    sets = proof_sets(game, LIMIT)
    assert faults_of_proof(sets) == []
    inner = inner_sets(game, LIMIT)
    if all(_has_pure(game, sets.values, t) for t in range(3)):
        assert all(holds(inner.payoffs, corner) for corner in sets.payoffs)


def _has_pure(game: StochasticGame, values: list[dict[int, tuple[Pair, ...]]], layer: int) -> bool:
    from sim.engine.concessions.equilibrium_sets.renegotiation.proof_sets import kept_chains, worths
    from sim.games.concessions.bellman import Exits

    (phase,) = game.phases(layer)
    return all(kept_chains(worths(Exits(game), phase, phase.nodes[k], values[layer + 1])) for k in values[layer])


@pytest.mark.parametrize("seed", SEEDS)
def test_over_one_round_the_undominated_pure_equilibria_are_proof(seed: int) -> None:
    """Brute force over the pairs of actions; a payoff counts if no mixture of the others dominates it."""
    game = random_game(seed, horizon=1, actions=(3, 3))
    (phase,), node = game.phases(0), game.phases(0)[0].nodes[0]
    sets = proof_sets(game, LIMIT)
    if not _has_pure(game, sets.values, 0):
        return

    def worth(outcome: Outcome) -> Pair:
        over = outcome.successor < 0
        later = outcome.ended if over else game.final[outcome.successor]
        risk = Fraction(1) if over else outcome.risk
        one, two = (
            (1 - d) * r + d * ((1 - risk) * v + risk * b)
            for d, r, v, b in zip(game.discount, outcome.reward, later, outcome.ended, strict=True)
        )
        return one, two

    table = [[worth(phase.outcomes[o]) for o in line] for line in node.cells]
    pure = [
        table[i][j]
        for i, j in product(range(3), range(3))
        if table[i][j][0] == max(line[j][0] for line in table) and table[i][j][1] == max(v[1] for v in table[i])
    ]
    for corner in sets.payoffs:
        assert corner in pure
        assert not any(v != corner and v[0] >= corner[0] and v[1] >= corner[1] for v in pure)
    for point in pure:
        assert any(v[0] >= point[0] and v[1] >= point[1] for v in sets.payoffs) or len(sets.payoffs) > 1


def test_the_certificate_finds_a_payoff_that_is_not_had_and_one_that_is_dominated() -> None:
    game = from_concessions(sim.load("action-for-action").scenario)
    sets = proof_sets(game, LIMIT)
    ((x, y),) = sets.payoffs
    for point, fault in (((x + 1, y), "had 0 0"), ((x - 1, y), "dominated 0 0")):
        values = [{0: (point,)}, *sets.values[1:]]
        assert fault in faults_of_proof(replace(sets, values=values))


def test_undominated_payoffs_run_from_the_highest_to_the_rightmost() -> None:
    square = [(0, 0), (2, 0), (0, 2), (1, 2), (2, 1), (1, 1)]
    points = [(Fraction(x), Fraction(y)) for x, y in square]
    assert undominated(points) == ((1, 2), (2, 1))
    assert undominated(points[:1]) == ((0, 0),)
