"""Sets under slips against brute force, exact programmes, and what slips are known to do away with."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest

import sim
from sim.deadline import Deadline
from sim.engine.concessions.equilibrium_sets.inner import inner_sets
from sim.engine.concessions.equilibrium_sets.outer import outer_sets
from sim.engine.concessions.equilibrium_sets.reach import reach
from sim.engine.concessions.equilibrium_sets.slip_certificate import faults_of_slips
from sim.engine.concessions.equilibrium_sets.slip_inside import SlipPlay
from sim.engine.concessions.equilibrium_sets.slips import inside, outside
from sim.engine.concessions.equilibrium_sets.survivors import falling, survives, under_slips
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE, verdict
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.exact.polygons import holds, hull
from sim.games.concessions.rounds import from_concessions
from tests.engine.concessions.exact_slips import slip_sets
from tests.engine.concessions.talks import talks_game
from tests.engine.concessions.test_equilibrium_sets import _continuations, random_game

if TYPE_CHECKING:
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Pair

LIMIT = Deadline(None)
CHANCE = Fraction(1, 20)
SEEDS = range(25)


def blurred(table: list[list[Pair]], chance: Fraction) -> list[list[Pair]]:
    """What pairs of actions that are meant are worth, from what pairs that come about are: each chance written out."""
    m, n = len(table), len(table[0])

    def odds(size: int, meant: int, done: int) -> Fraction:
        if size == 1:
            return Fraction(1)
        return 1 - chance if meant == done else chance / (size - 1)

    def worth(i: int, j: int, player: int) -> Fraction:
        return sum(
            (odds(m, i, k) * odds(n, j, o) * table[k][o][player] for k, o in product(range(m), range(n))), Fraction(0)
        )

    return [[(worth(i, j, 0), worth(i, j, 1)) for j in range(n)] for i in range(m)]


def equilibria(game: StochasticGame, chance: Fraction) -> set[Pair]:
    """Payoffs of equilibria without lots, pure and mixed, by the definition.

    After every pair of actions some equilibrium of what follows is played, whichever it is; what is then meant is an
    equilibrium of the table of what pairs that are meant are worth.
    """
    later = {k: {(pair, frozenset([False]))} for k, pair in enumerate(game.final)}
    for t in reversed(range(game.rounds)):
        (phase,) = game.phases(t)
        here = {}
        for k, node in enumerate(phase.nodes):
            n = len(node.cells[0])
            options = [_continuations(game, phase.outcomes[o], later) for line in node.cells for o in line]
            found: set[Pair] = set()
            for chosen in product(*options):
                table = [[chosen[i * n + j][0] for j in range(n)] for i in range(len(node.cells))]
                meant = blurred(table, chance)
                sides = [[[pair[p] for pair in line] for line in meant] for p in (0, 1)]
                found |= {eq.payoffs for eq in bimatrix_equilibria(*sides).equilibria}
            here[k] = {(pair, frozenset([False])) for pair in found}
        later = here
    return {payoffs for payoffs, _ in later[0]}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_equilibrium_of_the_perturbed_game_lies_in_the_set_from_outside(seed: int) -> None:
    """Two rounds in which every combination of what follows is tried, with the extreme equilibria of each table."""
    game = random_game(seed, horizon=2 if seed < 10 else 1)
    around = outside(game, CHANCE, LIMIT).payoffs
    assert all(holds(around, payoffs) for payoffs in equilibria(game, CHANCE))


@pytest.mark.parametrize("seed", SEEDS)
def test_over_one_round_the_set_from_inside_is_the_hull_of_the_pure_equilibria(seed: int) -> None:
    game = random_game(seed, horizon=1, actions=(2, 3))
    (phase,), node = game.phases(0), game.phases(0)[0].nodes[0]
    later = {k: {(pair, frozenset([False]))} for k, pair in enumerate(game.final)}
    table = [[_continuations(game, phase.outcomes[o], later)[0][0] for o in line] for line in node.cells]
    meant = blurred(table, CHANCE)
    pure = [
        meant[i][j]
        for i, j in product(range(2), range(3))
        if meant[i][j][0] == max(line[j][0] for line in meant) and meant[i][j][1] == max(v[1] for v in meant[i])
    ]
    if pure:
        assert inside(game, CHANCE, LIMIT).payoffs == hull(pure)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("actions", [(2, 2), (3, 2), (1, 3)])
def test_the_exact_set_of_pure_equilibria_with_lots_lies_between_both(seed: int, actions: tuple[int, int]) -> None:
    """The exact set is found by linear programmes over what follows each pair, without a limit to corners."""
    game = random_game(seed, horizon=2, actions=actions)
    exact, inner, outer = (find(game, CHANCE, LIMIT) for find in (slip_sets, inside, outside))
    assert all(holds(outer.payoffs, corner) for corner in (*exact.payoffs, *inner.payoffs))
    if all(isinstance(play, SlipPlay) for plays in inner.plays.values() for play in plays):
        assert all(holds(exact.payoffs, corner) for corner in inner.payoffs)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("actions", [(2, 2), (3, 3), (1, 3)])
def test_sets_under_slips_pass_their_certificates(seed: int, actions: tuple[int, int]) -> None:
    game = random_game(seed, horizon=3, actions=actions)
    for find in (inside, outside):
        assert faults_of_slips(find(game, CHANCE, LIMIT), LIMIT) == []


def test_the_certificate_finds_a_play_that_is_none_and_an_edge_too_far_in() -> None:
    game = replace(from_concessions(sim.load("action-for-action").scenario), horizon=5)
    inner, outer = inside(game, CHANCE, LIMIT), outside(game, CHANCE, LIMIT)
    place = next(place for place, plays in inner.plays.items() if isinstance(plays[0], SlipPlay))
    play = inner.plays[place][0]
    wrong = replace(play, payoffs=tuple((x + 1, y) for x, y in play.payoffs))
    assert faults_of_slips(replace(inner, plays=inner.plays | {place: [wrong]}), LIMIT)
    proof = outer.proofs[0, 0]
    least = min(bound.value for bound in proof.bounds.values())
    nearer = {
        d: replace(b, value=b.value - Fraction(1, 100)) if b.value == least else b for d, b in proof.bounds.items()
    }
    assert faults_of_slips(replace(outer, proofs=outer.proofs | {(0, 0): replace(proof, bounds=nearer)}), LIMIT)


def test_joint_walking_away_does_not_survive() -> None:
    """Selten (1975): with any chance that the other side stays after all, walking away for no reason does not pay.

    One round, in which both stay or leave; the status quo is better for both than a breakdown. That both leave is an
    equilibrium in weakly dominated actions, and none where an action may fail.
    """
    game = replace(talks_game("0.7"), horizon=1)
    low = min(corner[0] for corner in inner_sets(game, LIMIT).payoffs)
    assert low == game.ended[0][0]
    assert all(corner[0] > low + Fraction(9, 10) for corner in outside(game, Fraction(1, 1000), LIMIT).payoffs)


def test_a_deal_that_joint_walking_away_alone_holds_up_turns() -> None:
    """Where much leaks whoever holds out is answered by both walking away at once, which no slip survives; where little
    does the deal has other grounds. Seven rounds, the fewest in which either can be completed."""
    chances = falling(Fraction(1, 100))
    for leakage, word in (("0.7", IMPOSSIBLE), ("0.2", POSSIBLE)):
        game = replace(talks_game(leakage), horizon=7)
        inner, outer = inner_sets(game, LIMIT), outer_sets(game, LIMIT)
        plain = verdict(inner, reach(inner, LIMIT), outer, reach(outer, LIMIT))
        found = under_slips(game, chances, LIMIT)
        assert plain.deal == POSSIBLE
        assert [under.verdict.deal for under in found] == [word] * 3
        assert survives(plain, found) is (word == POSSIBLE)
        worst = [under.verdict.payoffs[0][0] for under in found]
        assert plain.payoffs[0][0] == game.ended[0][0] < min(worst) - Fraction(1, 2)


def test_an_open_word_decides_nothing_unless_another_turns() -> None:
    game = replace(from_concessions(sim.load("stalled").scenario), horizon=1)
    (found,) = under_slips(game, [CHANCE], LIMIT)
    said = {word: replace(found, verdict=replace(found.verdict, deal=word)) for word in (CERTAIN, POSSIBLE, OPEN)}
    plain = said[POSSIBLE].verdict
    assert survives(plain, [said[POSSIBLE], said[POSSIBLE]]) is True
    assert survives(plain, [said[POSSIBLE], said[OPEN]]) is None
    assert survives(plain, [said[OPEN], said[CERTAIN]]) is False
    assert survives(said[OPEN].verdict, [said[POSSIBLE]]) is None


@pytest.mark.parametrize("chance", [Fraction(0), Fraction(1, 2)])
def test_a_slip_that_is_none_or_as_likely_as_not_is_refused(chance: Fraction) -> None:
    with pytest.raises(ValueError, match="between 0 and 1/2"):
        inside(random_game(0), chance, LIMIT)
