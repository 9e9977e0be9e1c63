"""Prices for a hidden value and demands at the deadline as they are played.

What a choice gives away is worked out anew here by walking through the rules with what the arena says that it does, and
with beliefs by Bayes' rule from those answers alone: the definition of a perfect Bayesian equilibrium, none of its
formulas.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest

from sim.agents.arenas.demands import DemandsArena
from sim.agents.arenas.match import Match, Seat, Session
from sim.agents.arenas.opponents import opponent
from sim.agents.arenas.replay import replay
from sim.agents.arenas.seating import arena_of
from sim.agents.arenas.values import TAKE, WAIT, ValuesArena
from sim.engine.offers.demands import demands
from sim.engine.offers.price_play import Priced
from sim.errors import NoQuantalResponseError, PlayError
from sim.scenario.load import load

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena
    from sim.scenario.scenario import Scenario

PEOPLE = Seat(""), Seat("")

VALUES = """
format: 1
kind: offers
title: t
players: {{s: {{patience: {e}}}, b: {{patience: {d}}}}}
values: {{s: {own}, b: [{lots}]}}
rounds: {rounds}
"""
GAMES = {
    "two": {"e": "0.9", "d": "0.8", "own": "0", "lots": "1:0.5, 0.4:0.5", "rounds": "2"},
    "three": {"e": "0.8", "d": "0.9", "own": "0", "lots": "1:0.3, 0.7:0.3, 0.5:0.4", "rounds": "3"},
    "some never": {"e": "0.7", "d": "0.95", "own": "0.3", "lots": "1:0.3, 0.6:0.3, 0.2:0.4", "rounds": "3"},
    "myopic": {"e": "0.9", "d": "0", "own": "0.1", "lots": "1:0.5, 0.4:0.5", "rounds": "3"},
    "patient": {"e": "0.9", "d": "1", "own": "0", "lots": "1:0.25, 0.8:0.25, 0.6:0.25, 0.4:0.25", "rounds": "4"},
    "long": {"e": "0.9", "d": "0.85", "own": "0", "lots": "1:0.2, 0.8:0.2, 0.6:0.2, 0.4:0.2, 0.2:0.2", "rounds": "6"},
    "endless": {"e": "0.9", "d": "0.8", "own": "0", "lots": "1:0.3, 0.7:0.3, 0.4:0.4", "rounds": "infinite"},
}


def values_scenario(name: str) -> Scenario:
    game = dict(GAMES[name])
    lots = ", ".join("{{value: {}, probability: {}}}".format(*lot.split(":")) for lot in game.pop("lots").split(", "))
    return load("t", text=VALUES.format(lots=lots, **game))


def takes(arena: ValuesArena, place: Priced) -> Fraction:
    """The chance that a price is taken, as people are told: a float next to the exact one."""
    return Fraction(arena.mixture(place, arena.game.buyer)[TAKE]).limit_denominator(10**9)


def played_on(arena: ValuesArena, place: Priced, depth: int = 0) -> tuple[Fraction, Fraction]:
    """What the seller and the buyer get from a place on, by the rules and the mixtures alone."""
    game = arena.game
    if place.price is None:
        one = two = Fraction(0)
        for price, p in arena.mixture(place, game.seller).items():
            worth = played_on(arena, place._replace(price=Fraction(price)), depth)
            one, two = one + Fraction(p) * worth[0], two + Fraction(p) * worth[1]
        return one, two
    assert place.value is not None
    yes = takes(arena, place)
    traded = place.price - game.own, place.value - place.price
    if place.round + 1 == game.horizon or depth > 60:
        return yes * traded[0], yes * traded[1]
    waits = (
        (Fraction(0), Fraction(0))
        if yes == 1
        else played_on(arena, arena.ways(place, ("", WAIT) if game.seller == 0 else (WAIT, ""))[0].to, depth + 1)
    )
    e, d = game.discount[game.seller], game.discount[game.buyer]
    return yes * traded[0] + (1 - yes) * e * waits[0], yes * traded[1] + (1 - yes) * d * waits[1]


def believed(arena: ValuesArena, prices: list[Fraction]) -> tuple[dict[Fraction, Fraction], Priced | None]:
    """Chances of the values after some refusals by Bayes' rule, and where the next price is named."""
    beliefs = dict(arena.game.values)
    at = arena.start
    for t, price in enumerate(prices):
        after = None
        for value in beliefs:
            here = Priced(0, value) if t == 0 else at._replace(value=value)
            answer = here._replace(price=price)
            beliefs[value] *= 1 - takes(arena, answer)
            after = arena.ways(answer, ("", WAIT) if arena.game.seller == 0 else (WAIT, ""))[0].to
        if after is None:
            return beliefs, None
        at = after
    return beliefs, at


def rows() -> list[tuple[str, list[Fraction]]]:
    """Games, with prices named in their first rounds that nobody would name in equilibrium among them."""
    named = [Fraction(k, 20) for k in (5, 8, 11, 13, 17)]
    found: list[tuple[str, list[Fraction]]] = []
    for name in GAMES:
        found += [(name, [])] + [(name, [p]) for p in named]
        found += [(name, [p, q]) for p, q in product(named[1::2], named[:2])] if name not in ("two",) else []
    return found


@pytest.fixture(scope="module")
def arenas() -> dict[str, ValuesArena]:
    found = {name: arena_of(values_scenario(name), PEOPLE, rounds=40 if name == "endless" else None) for name in GAMES}
    assert all(isinstance(arena, ValuesArena) for arena in found.values())
    return found  # type: ignore[return-value]


@pytest.mark.parametrize(("name", "prices"), rows())
def test_no_price_and_no_answer_pays_more_than_the_equilibriums_after_any_prices(
    arenas: dict[str, ValuesArena], name: str, prices: list[Fraction]
) -> None:
    arena = arenas[name]
    game = arena.game
    beliefs, at = believed(arena, prices)
    mass = sum(beliefs.values())
    if at is None or not mass:
        return
    start = Priced(0, None) if not prices else at

    def brings(price: Fraction | None) -> Fraction:
        total = Fraction(0)
        for value, chance in beliefs.items():
            place = start._replace(value=value, price=price)
            total += chance * played_on(arena, place)[0] if chance else 0
        return total / mass

    best = brings(None)
    for k in range(-1, 24):
        price = Fraction(k, 21)
        if not arena.least <= price <= arena.most:
            continue
        lost = best - brings(price)
        assert lost >= -1e-7
        place = start._replace(value=game.values[0][0])
        assert arena.regret(place, game.seller, str(price)) == pytest.approx(float(lost), abs=1e-7)
        for value in dict(game.values):
            answer = place._replace(value=value, price=price)
            gain = value - price
            after = arena.ways(answer, ("", WAIT) if game.seller == 0 else (WAIT, ""))[0].to
            waits = Fraction(0) if after is None else game.discount[game.buyer] * played_on(arena, after)[1]
            top = max(gain, waits)
            for choice, worth in ((TAKE, gain), (WAIT, waits)):
                assert arena.regret(answer, game.buyer, choice) == pytest.approx(float(top - worth), abs=1e-7)
                if arena.mixture(answer, game.buyer)[choice] > 1e-9:
                    assert top - worth <= 1e-7


@pytest.mark.parametrize("name", list(GAMES))
def test_the_worth_of_a_place_is_what_playing_on_pays(arenas: dict[str, ValuesArena], name: str) -> None:
    arena = arenas[name]
    for value, _ in arena.game.values:
        worth = played_on(arena, Priced(0, value))
        expected = worth if arena.game.seller == 0 else worth[::-1]
        assert arena.value(Priced(0, value)) == pytest.approx([float(v) for v in expected], abs=1e-7)


def test_two_prices_for_any_value_are_those_of_fudenberg_and_tirole() -> None:
    """With values uniform from 0 to 1 and d = 0.9: first price (2 - d)^2 / (8 - 6 d), second half of what is left."""
    arena = arena_of(load("coase"), PEOPLE)
    (price,) = arena.mixture(Priced(0, Fraction(1)), 0)
    d = 0.9
    assert float(Fraction(price)) == pytest.approx((2 - d) ** 2 / (8 - 6 * d), abs=0.01)


def test_errors_are_worked_out_for_one_price_and_refused_for_several() -> None:
    with pytest.raises(NoQuantalResponseError, match="one price only"):
        arena_of(load("coase"), PEOPLE).responses([1.0])
    arena = arena_of(load("coase", {"prices": "1"}), PEOPLE)
    (rule,) = arena.responses([200.0])
    assert rule is not None
    chances = rule(Priced(0, Fraction(1)), 0)
    mean = sum(float(Fraction(price)) * p for price, p in chances.items())
    assert mean == pytest.approx(0.5, abs=0.03)  # of values from 0.01 to 1 the best one price is 0.5 or 0.51
    assert rule(Priced(0, Fraction(1), price=Fraction(1, 2)), 1)[TAKE] == pytest.approx(1)
    (blind,) = arena.responses([0.0])
    assert blind is not None
    assert set(blind(Priced(0, Fraction(1), price=Fraction(1, 2)), 1).values()) == {0.5}


def test_a_price_is_read_as_a_number_and_nothing_else() -> None:
    arena = arena_of(load("coase"), PEOPLE)
    assert [arena.read(text) for text in ("0.5", "1/2", "50%", "0,5")] == ["1/2"] * 4
    for text in ("", "x", "1.2", "-0.1", "1/0", "1e3"):
        with pytest.raises(PlayError, match="expected a number from 0 to 1"):
            arena.read(text)


DEMANDS = """
format: 1
kind: offers
title: t
players: {{a: {{patience: {d}}}, b: {{patience: {e}}}}}
rounds: {rounds}
deadline: demands
outside: {{a: {one}, b: {two}}}
grid: 20
"""


def demands_scenario(rounds: int, d: str = "0.9", e: str = "0.8", one: str = "0", two: str = "0") -> Scenario:
    return load("t", text=DEMANDS.format(rounds=rounds, d=d, e=e, one=one, two=two))


def demands_arena(rounds: int, select: str = "payoff-dominant", **more: str) -> DemandsArena:
    found = arena_of(demands_scenario(rounds, **more), PEOPLE, select)
    assert isinstance(found, DemandsArena)
    return found


@pytest.mark.parametrize("rounds", [1, 2, 3])
@pytest.mark.parametrize("outside", [("0", "0"), ("0.4", "0.1"), ("1.5", "1.5")])
def test_what_is_held_against_is_an_equilibrium_of_the_last_round_and_of_the_offers_before(
    rounds: int, outside: tuple[str, str]
) -> None:
    arena = demands_arena(rounds, one=outside[0], two=outside[1])
    game = arena.whole
    one, two = arena.demanded(0), arena.demanded(1)
    none = game.discount[0] * game.outside[0], game.discount[1] * game.outside[1]
    paid = (one, two) if one + two <= 1 else none
    # Nash's definition: no other demand pays more against the other's.
    for k in range(21):
        for mine, other, seat in ((Fraction(k, 20), two, 0), (Fraction(k, 20), one, 1)):
            assert (mine if mine + other <= 1 else none[seat]) <= paid[seat]
    assert paid in {way.payoffs for way in demands(game, rounds - 1)}
    # One before gets what the other would wait for, and keeps the rest (Ståhl 1972), if that is better than waiting.
    for t in range(rounds - 1)[::-1]:
        i = t % 2
        waits = game.discount[0] * paid[0], game.discount[1] * paid[1]
        shares = [Fraction(0), Fraction(0)]
        shares[1 - i], shares[i] = waits[1 - i], 1 - waits[1 - i]
        paid = (shares[0], shares[1]) if shares[i] >= waits[i] else waits
    assert arena.value(arena.start) == pytest.approx([float(v) for v in paid])


def test_a_rule_that_favours_a_side_holds_against_what_is_best_for_it() -> None:
    assert demands_arena(1).kept == (Fraction(1, 2), Fraction(1, 2))
    assert demands_arena(1, "first-best:a").kept == (Fraction(1), Fraction(0))
    assert demands_arena(1, "first-best:b", one="0.4").kept == (Fraction(2, 5), Fraction(3, 5))
    assert len(demands_arena(1).benchmarks()) == 3
    assert len(demands_arena(1, one="1.5", two="1.5").benchmarks()) == 1


def test_demands_that_are_too_high_pay_what_is_outside_a_round_later() -> None:
    arena = demands_arena(1, one="0.2")
    (way,) = arena.ways(arena.start, ("3/5", "1/2"))
    assert way.to is None
    assert way.paid == pytest.approx((0.9 * 0.2, 0))
    (way,) = arena.ways(arena.start, ("2/5", "1/2"))
    assert way.paid == pytest.approx((0.4, 0.5))


def test_errors_in_demands_are_random_at_precision_0_and_near_the_middle_at_some() -> None:
    arena = demands_arena(2)
    blind, other = arena.responses([0.0, 10.0])
    assert blind is not None
    assert other is not None
    last = arena.start._replace(round=1)
    assert list(blind(last, 0).values()) == pytest.approx([1 / 21] * 21)
    # A logit response: chances are proportional to exp(precision * worth), against the other's own chances.
    own, against = other(last, 0), other(last, 1)
    worth = {
        x: sum(p * (Fraction(x) if Fraction(x) + Fraction(y) <= 1 else 0) for y, p in against.items()) for x in own
    }
    weights = {x: 2.718281828459045 ** float(10 * w) for x, w in worth.items()}
    total = sum(weights.values())
    assert list(own.values()) == pytest.approx([w / total for w in weights.values()], abs=1e-6)
    assert sum(other(arena.start, 0).values()) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "arena", [arena_of(load("coase"), PEOPLE), demands_arena(3), demands_arena(1, one="0.3")], ids=["prices", "3", "1"]
)
def test_a_replay_adds_up_and_the_equilibrium_gives_nothing_away(arena: Arena, seed: int) -> None:
    match = Match(arena, seed)
    players = [opponent(arena, seat, "equilibrium") for seat in (0, 1)]
    while not match.over:
        match.play({seat: match.drawn(players[seat].chances(match.place)) for seat in match.choosing()})
    session = Session(
        arena.scenario, (Seat("a"), Seat("b")), "payoff-dominant", None, seed, "", tuple(match.turns), True
    )
    played = replay(arena, session)
    assert played.accounts is not None
    for seat, account in enumerate(played.accounts):
        assert played.given(seat) == pytest.approx(0)
        total = account.equilibrium - account.given + account.other + account.chance
        assert account.got == pytest.approx(total)
        assert account.got == pytest.approx(match.paid[seat])
