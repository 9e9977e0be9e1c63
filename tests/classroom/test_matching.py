"""Who meets whom: everybody has one match in a round, and strangers stay strangers while that is possible."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.classroom.matching.pairing import paired
from sim.classroom.matching.past import Met, Past
from sim.classroom.matching.treatments import assigned
from sim.classroom.session.parts import MATCHINGS, Matching


def played(matching: Matching, attendance: list[list[int]], seed: int = 1) -> list[list[Met]]:
    """Rounds with those who were there in each."""
    past, rounds = Past(), []
    for k, seats in enumerate(attendance):
        pairs = paired(matching, seats, past, np.random.default_rng([seed, k]))
        past = Past((*past.pairs, *pairs))
        rounds.append(pairs)
    return rounds


ATTENDANCE = st.lists(st.lists(st.integers(1, 12), min_size=1, unique=True), min_size=1, max_size=6)


@given(st.sampled_from(MATCHINGS), ATTENDANCE, st.integers(0, 99))
def test_whoever_is_there_stands_in_just_one_match_of_a_round(
    matching: Matching, attendance: list[list[int]], seed: int
) -> None:
    for seats, pairs in zip(attendance, played(matching, attendance, seed), strict=True):
        found = [seat for pair in pairs for seat in pair]
        assert sorted(seat for seat in found if seat is not None) == sorted(seats)
        assert found.count(None) == len(seats) % 2
        assert (None, None) not in pairs


@pytest.mark.parametrize("size", [2, 7, 10, 30])
def test_strangers_do_not_meet_twice_before_they_have_met_all_of_the_other_side(size: int) -> None:
    """Sides stay, so each side of k meets k others: k rounds without a meeting that has been (a Latin square)."""
    rounds = played("strangers", [list(range(size))] * ((size + 1) // 2))
    met = [frozenset(pair) for pairs in rounds for pair in pairs]
    assert len(met) == len(set(met))


def test_strangers_keep_their_side_and_are_found_anew_by_the_seed() -> None:
    rounds = played("strangers", [list(range(20))] * 5)
    sides = [{seat: pair.index(seat) for pair in pairs for seat in pair} for pairs in rounds]
    assert all(own == sides[0] for own in sides)
    assert rounds != played("strangers", [list(range(20))] * 5, seed=2)
    assert rounds == played("strangers", [list(range(20))] * 5)


def test_partners_stay_together_on_their_sides_and_swap_where_that_is_asked() -> None:
    stay = played("partners", [list(range(8))] * 3)
    assert sorted(map(str, stay[0])) == sorted(map(str, stay[1])) == sorted(map(str, stay[2]))
    swap = played("swap", [list(range(8))] * 3)
    assert {(b, a) for a, b in swap[0]} == set(swap[1])
    assert set(swap[0]) == set(swap[2])


def test_a_partner_who_has_been_left_finds_another() -> None:
    first, second = played("partners", [[1, 2, 3, 4], [1, 2, 3, 4]])
    del second
    gone = first[0][1]
    later = played("partners", [[1, 2, 3, 4], [s for s in (1, 2, 3, 4) if s != gone], [1, 2, 3, 4]])
    assert (first[0][0], None) in later[1] or (None, first[0][0]) in later[1]
    assert all(None not in pair for pair in later[2])


@pytest.mark.parametrize("size", [2, 5, 6, 9])
def test_in_a_round_robin_everybody_meets_everybody_once(size: int) -> None:
    length = size - 1 + size % 2
    rounds = played("round-robin", [list(range(size))] * length)
    met = [frozenset(pair) for pairs in rounds for pair in pairs if None not in pair]
    assert sorted(map(sorted, met)) == sorted(map(list, combinations(range(size), 2)))


@given(st.integers(1, 60), st.integers(1, 4), st.integers(0, 99))
def test_treatments_have_equal_shares_and_at_most_one_is_odd(size: int, count: int, seed: int) -> None:
    found = assigned(range(size), {}, count, np.random.default_rng(seed))
    shares = [list(found.values()).count(k) for k in range(count)]
    assert sum(shares) == size
    assert max(shares) - min(shares) <= 2
    assert sum(share % 2 for share in shares) <= 1


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(2, 3))
def test_a_treatment_stays_what_it_was_when_others_join(groups: list[int], count: int) -> None:
    known: dict[int, int] = {}
    for k, more in enumerate(groups):
        before, seats = dict(known), range(len(known) + more)
        known |= assigned(seats, known, count, np.random.default_rng(k))
        assert before.items() <= known.items()
        assert set(known) == set(seats)
