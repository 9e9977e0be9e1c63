"""What choices give away: nothing in equilibrium, and on average just what a strategy falls short of it by."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.agents.arenas.arena import Arena
from sim.agents.arenas.match import Match, MatchTurn, Session
from sim.agents.arenas.replay import replay
from sim.agents.arenas.seating import arena_of
from sim.errors import PlayError
from sim.kinds import kind_named
from sim.scenario.catalog import entries
from sim.scenario.load import load
from tests.agents.games import SEATS, Behaviour, at_random, drawn_game, expected, played

NAMES = [
    entry.name.rpartition("/")[2]
    for entry in entries()
    if "covert-production" not in entry.name
    and "crisis" not in entry.name
    and not kind_named(load(entry.name.rpartition("/")[2]).kind).unplayed
]


def equilibrium(arena: Arena) -> Behaviour:
    return lambda place, seat: dict(arena.mixture(place, seat))


@pytest.mark.parametrize("name", NAMES)
def test_who_plays_the_equilibrium_gives_nothing_away_and_every_account_adds_up(name: str) -> None:
    for seed in (1, 2):
        arena, session = played(load(name), seed=seed)
        told = replay(arena, session)
        assert told.given(0) == pytest.approx(0, abs=1e-8)
        assert told.given(1) == pytest.approx(0, abs=1e-8)
        assert told.accounts is not None
        for account in told.accounts:
            rest = account.equilibrium - account.given + account.other + account.chance
            assert rest == pytest.approx(account.got, abs=1e-9)
        assert all(d.expected for d in told.decisions)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**9))
def test_what_is_given_away_adds_up_on_average_to_what_the_strategy_falls_short_of_the_equilibrium(seed: int) -> None:
    """The performance difference lemma (Kakade and Langford 2002), by counting out all plays of a random game."""
    draw = random.Random(seed)
    arena = arena_of(drawn_game(draw), SEATS)
    seat, wild = draw.randrange(2), at_random(draw)(arena)  # type: ignore[call-arg,arg-type]
    fair = equilibrium(arena)

    def mixed(place: Any, who: int) -> dict[str, float]:
        return wild(place, who) if who == seat else fair(place, who)  # type: ignore[operator]

    def lost(place: Any, moves: tuple[str, str]) -> float:
        if seat not in arena.movers(place):
            return 0.0
        return arena.regret(place, seat, moves[seat]) * arena.weight(place, seat)

    best = expected(arena, fair, arena.start)
    own = expected(arena, mixed, arena.start, lost)
    assert best[:2] == pytest.approx(arena.value(arena.start), abs=1e-9)
    assert own[2] == pytest.approx(best[seat] - own[seat], abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**9))
def test_the_account_of_any_game_adds_up_to_what_was_paid(seed: int) -> None:
    draw = random.Random(seed)
    arena, session = played(drawn_game(draw), at_random(draw), seed)  # type: ignore[arg-type]
    told = replay(arena, session)
    assert told.accounts is not None
    for seat, account in enumerate(told.accounts):
        assert account.given == pytest.approx(told.given(seat))
        assert account.given >= 0
        rest = account.equilibrium - account.given + account.other + account.chance
        assert rest == pytest.approx(account.got, abs=1e-9)


def test_passing_in_the_centipede_gives_away_what_the_other_side_then_takes() -> None:
    """Taking at move k pays 0.8 of the pile, passing is answered by taking, which leaves 0.2 of the doubled pile."""
    moves = [("pass", ""), ("", "pass"), ("take", "")]
    arena, session = played(load("centipede"))
    told = replay(arena, replace(session, turns=tuple(_turns(arena, moves))))
    assert [round(d.given, 12) for d in told.decisions] == [
        pytest.approx(0.8 * 0.5 - 0.2 * 1.0),
        pytest.approx(0.8 * 1.0 - 0.2 * 2.0),
        0.0,
    ]
    assert told.accounts is not None
    first = told.accounts[0]
    assert (first.equilibrium, first.got) == pytest.approx((0.4, 1.6))
    assert first.other == pytest.approx(1.6 - 0.4 + 0.2)


def _turns(arena: Arena, moves: list[tuple[str, str]]) -> list[MatchTurn]:
    place, found = arena.start, []
    for pair in moves:
        (way,) = arena.ways(place, pair)
        found.append(MatchTurn(arena.round(place), pair, way.event, way.shown))
        place = way.to
    return found


def test_asking_too_little_gives_away_the_difference_and_too_much_what_waiting_costs() -> None:
    """Rubinstein (1982) with discount factors 0.9 and 0.8: the first proposer gets 0.2 / 0.28 of the pie."""
    arena = arena_of(load("alternating-offers"), SEATS)
    share = 0.2 / 0.28
    assert arena.regret(arena.start, 0, "0.6") == pytest.approx(share - 0.6)
    # The buyer refuses, and asks for 0.1 / 0.28 a round later, which leaves the rest.
    assert arena.regret(arena.start, 0, "0.9") == pytest.approx(share - 0.9 * (1 - 0.1 / 0.28))


def test_fighting_the_one_who_had_beer_gives_away_what_the_beliefs_say() -> None:
    """All have beer in equilibrium, so the stranger is strong with chance 0.9: leaving pays 0.9, fighting 0.1."""
    arena, _ = played(load("beer-quiche"))
    place = next(k for k, node in enumerate(arena.game.nodes) if node.infoset == "sees beer")
    assert arena.regret(place, 1, "fight") == pytest.approx(0.8)
    assert arena.regret(place, 1, "leave") == 0


def test_standing_firm_against_one_who_does_costs_what_the_crash_costs() -> None:
    arena = arena_of(load("chicken"), SEATS)
    firm = 0 if arena.mixture(0, 0)["stand firm"] else 1
    assert arena.regret(0, 1 - firm, "stand firm") == 9  # -1 rather than -10
    assert arena.regret(0, firm, "yield") == 1  # 1 rather than 0


@pytest.mark.parametrize("rounds", [1, 3, 30])
def test_a_game_without_a_last_round_is_worth_the_same_wherever_it_is_stopped(rounds: int) -> None:
    for name in ("war-of-attrition", "repeated-prisoners-dilemma"):
        arena = arena_of(load(name), SEATS, rounds=rounds)
        whole = arena_of(load(name), SEATS)
        assert arena.value(arena.start) == pytest.approx(whole.value(whole.start))
        if rounds < 5:
            assert expected(arena, equilibrium(arena), arena.start)[:2] == pytest.approx(arena.value(arena.start))


def test_a_record_that_breaks_the_rules_is_refused() -> None:
    arena, session = played(load("centipede"))
    odd = replace(session, turns=(MatchTurn(0, ("grab", "")),))
    with pytest.raises(PlayError, match="grab"):
        replay(arena, odd)
    with pytest.raises(PlayError, match="after the game is over"):
        replay(arena, replace(session, turns=(*session.turns, *session.turns)))
    with pytest.raises(PlayError, match="played to its end"):
        replay(arena, replace(session, turns=()))


def test_an_unfinished_game_has_decisions_but_no_account() -> None:
    arena, session = played(load("action-at-once"))
    told = replay(arena, replace(session, turns=session.turns[:2], finished=False))
    assert told.accounts is None
    assert len(told.decisions) == 4
    assert not math.isnan(told.given(0))


@pytest.mark.parametrize("name", ["battle-of-the-sexes", "chicken"])
def test_a_choice_of_any_equally_good_equilibrium_gives_nothing_away(name: str) -> None:
    """Both strict equilibria pay the same in sum (hand computation), so every choice belongs to one of them."""
    arena = arena_of(load(name), SEATS)
    for one in arena.options(0, 0):
        for two in arena.options(0, 1):
            match = Match(arena)
            match.play({0: one, 1: two})
            session = Session(load(name), SEATS, "payoff-dominant", None, 1, "", tuple(match.turns), True)
            told = replay(arena, session)
            assert told.given(0) == told.given(1) == 0
            assert all(d.expected for d in told.decisions)
            assert told.accounts is not None
            for account in told.accounts:
                total = account.equilibrium - account.given + account.other + account.chance
                assert total == pytest.approx(account.got, abs=1e-12)


def test_a_choice_of_an_equilibrium_that_is_worse_by_the_rule_gives_away_what_it_costs() -> None:
    """Stag hunt: (stag, stag) pays both 4, (hare, hare) 3; hare against stag pays 3."""
    arena = arena_of(load("stag-hunt"), SEATS)
    match = Match(arena)
    match.play({0: "hare", 1: "stag"})
    session = Session(load("stag-hunt"), SEATS, "payoff-dominant", None, 1, "", tuple(match.turns), True)
    assert replay(arena, session).given(0) == 1


def test_rounds_that_go_by_different_equally_good_equilibria_are_an_equilibrium() -> None:
    """Playing some equilibrium of a round in each round is an equilibrium of the repeated game (Benoit and Krishna)."""
    scenario = load("battle-of-the-sexes")
    arena = arena_of(scenario, SEATS, rounds=2)
    match = Match(arena)
    for k in (0, 1):
        match.play({s: arena.options(k, s)[k] for s in (0, 1)})
    told = replay(arena, Session(scenario, SEATS, "payoff-dominant", 2, 1, "", tuple(match.turns), True))
    assert told.accounts is not None
    for account in told.accounts:
        assert (account.equilibrium, account.given, account.other) == pytest.approx((1.5, 0, 0))
