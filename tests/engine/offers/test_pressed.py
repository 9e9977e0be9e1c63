"""Offers with somewhere else to go, breakdown, payoffs in between, chance: closed forms of the papers, brute force."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.offers.bounds import one_payoff
from sim.engine.offers.certificate import Planned, offers_regret
from sim.engine.offers.subgame_perfect import plan_of, planned, solve_offers
from sim.games.offers.offers_game import OffersGame

F = Fraction
Pair = tuple[Fraction, Fraction]
NOTHING = F(0), F(0)
ALWAYS = F(1), F(1)
PATIENT = F(9, 10), F(9, 10)

patience = st.integers(1, 19).map(lambda k: F(k, 20))


def game(rounds: int | None = None, discount: Pair = PATIENT, **more: Any) -> OffersGame:
    return OffersGame(("a", "b"), discount, more.pop("surplus", F(1)), 4, more.pop("first", 0), rounds, NOTHING, **more)


def first_offer(g: OffersGame) -> Pair:
    """What the endless game pays, after the certificate; with the proof that nothing else does."""
    offers, proven = plan_of(g)
    assert offers_regret(g, planned(offers)) == (0, 0)
    assert proven
    return offers[0].worth


@given(d=patience, w=st.integers(0, 24).map(lambda k: F(k, 25)))
def test_an_outside_option_counts_only_once_it_binds(d: Fraction, w: Fraction) -> None:
    # Binmore, Shaked and Sutton (1989): the responder gets the larger of d / (1 + d) and w, not half of what is over.
    if w == d / (1 + d):
        return
    assert first_offer(game(None, (d, d), opt_out=(None, w)))[0] == 1 - max(w, d / (1 + d))


def test_who_leaves_for_more_than_there_is_leaves_at_once() -> None:
    solution = solve_offers(game(opt_out=(F(7, 10), F(6, 10))))
    assert (solution.endings.name, solution.endings.leaving) == ("leaving", 1)
    assert solution.payoffs == (F(7, 10), F(6, 10))


@given(h=st.integers(1, 19).map(lambda k: F(k, 20)), a=st.integers(0, 9), b=st.integers(0, 9))
def test_breakdown_alone_divides_what_is_above_it(h: Fraction, a: int, b: int) -> None:
    # Osborne and Rubinstein (1990), 4.2: with patience 1 the first gets b1 + (1 - b1 - b2) / (2 - h).
    broken = F(a, 20), F(b, 20)
    left = 1 - sum(broken)
    assert first_offer(game(None, ALWAYS, hazard=h, broken=broken))[0] == broken[0] + left / (2 - h)


def test_as_breakdown_grows_rare_the_division_is_nashs_with_what_it_pays() -> None:
    # Binmore, Rubinstein and Wolinsky (1986): d + (1 - d1 - d2) / 2.
    pays = first_offer(game(None, ALWAYS, hazard=F(1, 100), broken=(F(1, 5), F(1, 10))))
    assert abs(pays[0] - F(11, 20)) < F(1, 200)


@given(d=st.tuples(patience, patience), h=st.integers(0, 10).map(lambda k: F(k, 20)))
def test_a_breakdown_that_pays_nothing_is_impatience(d: Pair, h: Fraction) -> None:
    one, two = (own * (1 - h) for own in d)
    assert first_offer(game(None, d, hazard=h))[0] == (1 - two) / (1 - one * two)


@pytest.mark.parametrize(("costs", "pays"), [((F(1, 20), F(1, 10)), F(1)), ((F(1, 10), F(1, 20)), F(1, 20))])
def test_whose_rounds_cost_less_takes_all(costs: Pair, pays: Fraction) -> None:
    # Rubinstein (1982): with costs c1 < c2 the first gets 1, with c1 > c2 it gets c2.
    meanwhile = -costs[0], -costs[1]
    assert first_offer(game(None, ALWAYS, meanwhile=meanwhile))[0] == pays


def test_with_equal_costs_there_are_many() -> None:
    # Rubinstein (1982): every share from c to 1.
    solution = solve_offers(game(None, ALWAYS, meanwhile=(F(-1, 10), F(-1, 10))))
    assert not solution.complete
    assert F(1, 10) <= solution.payoffs[0] <= 1


@given(d=patience, m=st.integers(-4, 8).map(lambda k: F(k, 100)), n=st.integers(-4, 8).map(lambda k: F(k, 100)))
def test_payoffs_in_between_are_shared_as_the_rest_is(d: Fraction, m: Fraction, n: Fraction) -> None:
    # x solves 1 - x = n + d y and 1 - y = m + d x, as long as both wait for something.
    if not (m + n < 1 - d and n + d * (1 - m - d) / (1 + d) > 0 and m + d * (1 - n - d) / (1 + d) > 0):
        return
    x = (1 - n - d * (1 - m)) / (1 - d * d)
    y = (1 - m - d * (1 - n)) / (1 - d * d)
    if not (0 <= x <= 1 and 0 <= y <= 1 and n + d * y > 0 and m + d * x > 0):
        return
    assert first_offer(game(None, (d, d), meanwhile=(m, n)))[0] == x


@given(d=st.tuples(patience, patience), p=st.integers(1, 9).map(lambda k: F(k, 10)))
def test_who_proposes_by_chance_shares_by_chance_and_patience(d: Pair, p: Fraction) -> None:
    # Binmore (1987): before the draw i expects p_i (1 - d_j) / (p_i (1 - d_j) + p_j (1 - d_i)).
    g = game(None, d, proposing=(p,))
    own, other = p * (1 - d[1]), (1 - p) * (1 - d[0])
    assert solve_offers(g).payoffs[0] == own / (own + other)
    assert one_payoff(g, Deadline())


def test_a_small_surplus_is_let_pass() -> None:
    # Merlo and Wilson (1995): with 1 or 1/5 to share and d = 9/10 both wait for 1: v = (1 / 2) / (1 - 9/20) in sum.
    solution = solve_offers(game(None, sizes=((F(1, 2), F(1)), (F(1, 2), F(1, 5))), proposing=(F(1, 2),)))
    assert sum(solution.payoffs) == F(10, 11)
    assert solution.endings.mean_round == 2
    assert solution.complete


@given(sizes=st.lists(st.integers(1, 10), min_size=1, max_size=6))
def test_a_surplus_that_melts_pays_what_melts_with_each_offer(sizes: list[int]) -> None:
    # With patience 1 the first gets s1 - s2 + s3 - ..., as long as it melts: what each refusal destroys.
    melting = sorted(map(F, sizes), reverse=True)
    g = game(len(melting), ALWAYS, by_round=tuple(melting), surplus=melting[0])
    share = sum(((-1) ** t * size for t, size in enumerate(melting)), F(0))
    assert solve_offers(g).payoffs == (share, melting[0] - share)


def test_a_draw_before_the_first_offer_is_an_average() -> None:
    sizes = ((F(1, 4), F(1)), (F(3, 4), F(3)))
    each = [solve_offers(game(4, surplus=size)).payoffs for _, size in sizes]
    drawn = solve_offers(game(4, sizes=sizes, once=True, surplus=F(3))).payoffs
    assert drawn == tuple(sum(p * pays[k] for (p, _), pays in zip(sizes, each, strict=True)) for k in (0, 1))


def exactly(g: OffersGame, t: int) -> Pair:
    """What a game with a last round pays, by trying all, nothing, and what is just taken."""
    if t == g.horizon:
        return g.outside
    later = exactly(g, t + 1)
    hazard = F(0) if t + 1 == g.horizon else g.hazard
    wait = [g.meanwhile[k] + g.discount[k] * (later[k] * (1 - hazard) + g.broken[k] * hazard) for k in (0, 1)]
    total = [F(0), F(0)]
    for draw in g.draws(t):
        i, j = draw.proposer, 1 - draw.proposer
        no = list(wait)
        if (away := g.opt_out[j]) is not None and away > wait[j]:
            no = [v or F(0) for v in g.opt_out]
        tried = [y for y in (no[j], F(0), draw.size) if 0 <= y <= draw.size and y >= no[j]]
        ends = [no]
        for y in tried:
            end = [F(0), F(0)]
            end[i], end[j] = draw.size - y, y
            ends.append(end)
        best = max(end[i] for end in ends)
        found = [end for end in ends if end[i] == best][-1]  # ties go to agreement
        total = [a + draw.chance * b for a, b in zip(total, found, strict=True)]
    return total[0], total[1]


fifth = st.integers(-3, 5).map(lambda k: F(k, 5))


@settings(max_examples=40, deadline=None)
@given(
    d=st.tuples(patience, patience),
    out=st.tuples(st.none() | fifth, st.none() | fifth),
    h=st.integers(0, 4).map(lambda k: F(k, 4)),
    broken=st.tuples(fifth, fifth),
    inside=st.tuples(fifth, fifth),
    p=st.none() | st.integers(0, 4).map(lambda k: F(k, 4)),
    rounds=st.integers(1, 4),
)
def test_every_game_with_a_last_round_is_what_trying_all_offers_finds(
    d: Pair, out: Any, h: Fraction, broken: Pair, inside: Pair, p: Fraction | None, rounds: int
) -> None:
    more = {"opt_out": out, "hazard": h, "broken": broken, "meanwhile": inside, "proposing": () if p is None else (p,)}
    g = game(rounds, d, **more)
    solution = solve_offers(g)
    assert solution.regret == (0, 0)
    chances = solution.endings
    assert chances.agreement + chances.leaving + chances.breakdown + chances.never == 1
    assert exactly(g, 0) == solution.payoffs


def test_a_plan_that_stays_where_leaving_pays_more_has_regret() -> None:
    g = game(1, opt_out=(None, F(1, 2)))
    assert offers_regret(g, [[Planned(0, F(1), F(0))]]) == (0, F(1, 2))
    assert offers_regret(g, [[Planned(0, F(1, 2), F(1, 2), leaves=False)]]) == (0, F(1, 2))
    assert offers_regret(g, [[Planned(0, F(1, 2), F(1, 2), leaves=True)]]) == (0, 0)
    with pytest.raises(ValueError, match="who cannot"):
        offers_regret(game(1), [[Planned(0, F(1), F(0), leaves=True)]])
