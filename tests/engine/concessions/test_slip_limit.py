"""What holds at every small chance of a slip: against all equilibria at such chances, sets at them, and by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sim.deadline import Deadline
from sim.engine.concessions.equilibrium_sets.slip_limit.boxes import Box
from sim.engine.concessions.equilibrium_sets.slip_limit.certificate import faults_of_limit, positive
from sim.engine.concessions.equilibrium_sets.slip_limit.search import slip_limit
from sim.engine.concessions.equilibrium_sets.survivors import under_slips
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from tests.engine.concessions.talks import talks_game
from tests.engine.concessions.test_equilibrium_sets import random_game
from tests.engine.concessions.test_slips import equilibria

LIMIT = Deadline(None)
F = Fraction


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("actions", [(2, 2), (2, 3), (3, 1)])
def test_at_every_chance_that_is_small_enough_all_equilibria_lie_in_the_boxes(
    seed: int, actions: tuple[int, int]
) -> None:
    """Every combination of what follows is tried, with the extreme equilibria of each table, pure and mixed."""
    game = random_game(seed, horizon=2 if actions == (2, 2) else 1, actions=actions)
    found = slip_limit(game, LIMIT)
    assert faults_of_limit(found, LIMIT) == []
    for chance in (found.up_to, found.up_to / 9):
        paid = equilibria(game, chance)
        assert not found.unique or len(paid) == 1
        for payoffs in paid:
            for player, (low, high, error) in enumerate(found.left[0, 0].boxes):
                assert low - error * chance <= payoffs[player] <= high + error * chance


def test_words_at_the_limit_are_those_of_the_sets_at_small_chances() -> None:
    """Sets at one chance are found and checked by code that knows of no limit."""
    words = []
    for seed in range(40):
        game = random_game(seed, horizon=3)
        found = slip_limit(game, LIMIT)
        assert faults_of_limit(found, LIMIT) == []
        for under in under_slips(game, (found.up_to, found.up_to / 100), LIMIT):
            assert OPEN in (under.verdict.deal, found.deal) or under.verdict.deal == found.deal
        words.append(found.deal)
    assert {CERTAIN, IMPOSSIBLE, POSSIBLE} <= set(words)
    # Small whole payoffs make for ties, after which players are indifferent at every chance, and no word is proven.
    assert words.count(OPEN) < len(words) / 2


@pytest.mark.parametrize(("leakage", "word"), [("0.7", IMPOSSIBLE), ("0.2", POSSIBLE)])
def test_a_deal_that_joint_walking_away_alone_holds_up_turns_at_every_small_chance(leakage: str, word: str) -> None:
    """The two cases that the sets at 1 in 100, 1,000 and 10,000 decide in the tests of slips."""
    game = replace(talks_game(leakage), horizon=7)
    found = slip_limit(game, LIMIT)
    assert found.deal == word
    assert faults_of_limit(found, LIMIT) == []
    (under,) = under_slips(game, (found.up_to,), LIMIT)
    assert under.verdict.deal == word


def test_joint_walking_away_is_left_out_since_it_loses_where_the_other_side_fails_to() -> None:
    """One round, in which both stay or leave; the status quo is better for both than a breakdown (Selten 1975).

    Whoever leaves with the other gets the breakdown, and by staying the same, unless the other slips: then the status
    quo. So what staying is worth more is e times what that is, which is lost at every e above 0.
    """
    game = replace(talks_game("0.7"), horizon=1)
    found = slip_limit(game, LIMIT)
    (phase,) = game.phases(0)
    actions = [phase.nodes[0].actions[p] for p in (0, 1)]
    left = [[actions[p][k] for k in found.left[0, 0].actions[p]] for p in (0, 1)]
    assert all("walk_away" in actions[p] and "walk_away" not in left[p] for p in (0, 1))
    assert faults_of_limit(found, LIMIT) == []


def test_the_certificate_finds_what_is_not_so() -> None:
    game = replace(talks_game("0.7"), horizon=2)
    found = slip_limit(game, LIMIT)
    here = found.left[0, 0]

    def faulty(**changed: object) -> bool:
        return bool(faults_of_limit(replace(found, left={**found.left, (0, 0): replace(here, **changed)}), LIMIT))  # type: ignore[arg-type]

    low, high, error = here.boxes[0]
    assert faulty(boxes=(Box(low + error + 1, high + error + 1, error), here.boxes[1]))
    assert faulty(boxes=(Box(low, high, 0 * error), here.boxes[1]))
    assert faulty(out=tuple((p, by, own) for p, own, by in here.out))
    assert faulty(out=())
    assert faulty(single=not here.single)
    for word in {CERTAIN, IMPOSSIBLE, POSSIBLE} - {found.deal}:
        assert faults_of_limit(replace(found, deal=word), LIMIT) == ["word"]
    assert faults_of_limit(replace(found, up_to=F(49, 100)), LIMIT)


def test_signs_of_polynomials_are_read_where_powers_divide_them() -> None:
    """x - 2 x^2 is positive up to 1/2; x^2 is positive; x - x is 0, which is not negative."""
    assert positive((F(0), F(1), F(-2)), F(2, 5))
    assert not positive((F(0), F(1), F(-2)), F(3, 5))
    assert positive((F(0), F(0), F(1)), F(1))
    assert not positive((F(0), F(0)), F(1))
    assert positive((F(0), F(0)), F(1), strictly=False)
    assert not positive((F(-1), F(4)), F(1), strictly=False)
