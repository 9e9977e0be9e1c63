"""Textbook games of hidden information against their published results, on both sides of every threshold."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from math import comb

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.engine.tree.assessments.certificate import check_assessment
from sim.engine.tree.assessments.signalling import class_of, intuitive_objection
from sim.engine.tree.pbe import solve_pbe
from sim.engine.tree.solution import BayesEquilibrium, BayesSolution
from sim.engine.tree.subgame_perfect import tree_perfect
from sim.games.tree.game_tree import GameTree
from tests.engine.tree.trees import bundled, tree

F = Fraction
Ways = set[tuple[Fraction, ...]]


def checked(game: GameTree) -> BayesSolution:
    solution = solve_pbe(game)
    assert solution.undecided == 0
    assert all(check_assessment(game, e.behaviour, e.beliefs).passed for e in solution.equilibria)
    return solution


def ways(solution: BayesSolution, action: str, *infosets: str) -> Ways:
    """How often the first player does something at its information sets, in each equilibrium."""
    return {tuple(e.behaviour[0][name][action] for name in infosets) for e in solution.equilibria}


chances = st.integers(1, 19).map(lambda k: F(k, 20))


# Job market: Spence 1973 with the jobs of Watson 2013, figure 29.1. The better job is worth 6 to a worker. The firm
# makes those managers that it holds for able with more than chance 4/10 = 2/5, for 10 mu > 4.


def studies(able: Fraction, able_cost: Fraction, other_cost: Fraction) -> Ways:
    """Chances with which the able and the others study, in each perfect Bayesian equilibrium; no number at a threshold.

    - Nobody: the job is that of the prior, and an education brings none that is better if it is taken for no sign.
    - The able only: the able want 10 - able_cost > 4, the others 4 > 10 - other_cost.
    - Everybody: only an education brings the better job, which the prior allows, and it is worth both costs.
    - If the prior is below 2/5: the able, and so many others that able / (able + (1 - able) x) = 2/5. The firm mixes
      so that the others are indifferent; then the able gain if it costs them less.
    - If the prior is above 2/5: so many of the able do without that without an education the belief is 2/5.
    """
    found = {(F(0), F(0))}
    if able_cost < 6 < other_cost:
        found.add((F(1), F(0)))
    if able > F(2, 5) and max(able_cost, other_cost) < 6:
        found.add((F(1), F(1)))
    if able < F(2, 5) and able_cost < other_cost < 6:
        found.add((F(1), 3 * able / (2 * (1 - able))))
    if able > F(2, 5) and able_cost < min(6, other_cost):
        found.add((1 - 2 * (1 - able) / (3 * able), F(0)))
    return found


@settings(max_examples=60, deadline=None)
@given(chances, st.integers(1, 23).map(lambda k: F(k, 2)), st.integers(1, 23).map(lambda k: F(k, 2)))
def test_who_studies_in_the_job_market_is_decided_by_the_costs_on_both_sides_of_six(p: F, able: F, other: F) -> None:
    assume(p != F(2, 5) and F(6) not in (able, other) and able != other)
    solution = checked(bundled("job-market", able=p, able_cost=able, other_cost=other))
    assert ways(solution, "study", "is able", "is not able") == studies(p, able, other)


@pytest.mark.parametrize("other", [F(13, 2), F(11, 2), F(2)])
def test_a_separating_education_must_cost_the_others_more_than_the_job_is_worth_and_the_able_less(other: F) -> None:
    # Spence 1973. With able_cost 4 the costs single-cross if other_cost > 4; without that nothing separates.
    solution = checked(bundled("job-market", other_cost=other))
    assert solution.complete
    classes = {class_of(solution.game, e) for e in solution.equilibria}
    assert classes == {F(13, 2): {"separating", "pooling"}, F(11, 2): {"semi-separating", "pooling"}}.get(
        other, {"pooling"}
    )


@pytest.mark.parametrize(("able", "other", "separates"), [(6, 6, True), (6, 7, True), (4, 6, True), (7, 6, False)])
def test_at_the_thresholds_themselves_separation_is_still_an_equilibrium(
    able: int, other: int, separates: bool
) -> None:
    solution = checked(bundled("job-market", able_cost=able, other_cost=other))
    assert ((F(1), F(0)) in ways(solution, "study", "is able", "is not able")) == separates


def test_the_intuitive_criterion_removes_the_pooling_of_the_job_market() -> None:
    # Cho and Kreps 1987: who is not able loses by studying whatever comes of it (3 < 4), who is able gains (6 > 4).
    game = bundled("job-market")
    objections = {class_of(game, e): intuitive_objection(game, e) for e in checked(game).equilibria}
    assert objections["separating"] is None
    assert objections["pooling"] is not None
    assert objections["pooling"].excluded == ("not able",)


# The Princess Bride: Watson 2013, exercise 29.6. The prince fights if mu < 1/3, from 1 - mu > 2 mu. A surrender is
# worth 2 to the weak, 1 to the strong.


def risers(strong: Fraction, effort: Fraction) -> Ways:
    """Chances with which the strong and the weak get up, in each extreme equilibrium; no number at a threshold.

    The strong get up and the weak do not if 1 - effort < -1. Both do if that does not hold and the prince surrenders to
    the two together; if he does not, weak ones get up until he is indifferent, strong / (strong + (1 - strong) x) =
    1/3. All stay in bed always; and if the prince surrenders anyway, to get up is no use and costs the strong nothing,
    so that they do so with any chance that leaves him at 1/3 or more before a man in bed.
    """
    found = {(F(0), F(0))}
    together = strong > F(1, 3)
    if together:
        found.add((1 - (1 - strong) / (2 * strong), F(0)))
    if effort > 2:
        found.add((F(1), F(0)))
    else:
        found.add((F(1), F(1) if together else 2 * strong / (1 - strong)))
    return found


@settings(max_examples=60, deadline=None)
@given(chances, st.integers(1, 39).map(lambda k: F(k, 10)))
def test_the_strong_alone_get_up_if_it_costs_the_weak_more_than_a_surrender_is_worth(strong: F, effort: F) -> None:
    assume(effort != 2)
    solution = checked(bundled("princess-bride", strong=strong, effort=effort))
    assert ways(solution, "get up", "is strong", "is weak") == risers(strong, effort)


def test_at_an_effort_of_two_the_weak_may_get_up_or_not() -> None:
    found = ways(checked(bundled("princess-bride", effort=2)), "get up", "is strong", "is weak")
    assert {(F(1), F(0)), (F(1), F(1))} <= found


def test_below_one_third_the_prince_fights_with_chance_one_less_half_the_effort() -> None:
    # The weak are indifferent: 1 - 2 f - effort = -1.
    for effort in (F(1, 2), F(3, 2)):
        solution = checked(bundled("princess-bride", strong=F(1, 5), effort=effort))
        (f,) = {
            e.behaviour[1]["sees him up"]["fight"] for e in solution.equilibria if e.behaviour[0]["is weak"]["get up"]
        }
        assert f == 1 - effort / 2


# The crisis: Fearon 1995. A demand of x is accepted if 1 - x is at least 1 - balance - own cost. With slices of any
# size the challenger takes balance + cheap, or the risk if is_dear (balance + dear) + (1 - is_dear) (balance - cost) is
# more.


def best_demand(balance: F, cost: F, cheap: F, dear: F, is_dear: F) -> tuple[Fraction, set[Fraction]]:
    """What the challenger gets at best, and by which demands, one by one."""
    pays = {}
    for x in (F(6, 10), F(7, 10), F(8, 10)):
        yes = sum((p for p, c in ((is_dear, dear), (1 - is_dear, cheap)) if x <= balance + c), F(0))
        pays[x] = yes * x + (1 - yes) * (balance - cost)
    best = max(pays.values())
    return best, {x for x, value in pays.items() if value == best}


@pytest.mark.parametrize("is_dear", [F(49, 100), F(51, 100)])
def test_war_has_a_chance_in_the_crisis_from_the_closed_form_on(is_dear: F) -> None:
    # accepted by all: 6/10; by those to whom war is dear: 8/10, else 1/2 - 1/10. So the threshold is (6 - 4) / (8 - 4).
    game = bundled("take-it-or-leave-it-crisis", is_dear=is_dear)
    solution = checked(game)
    (e,) = solution.equilibria
    assert solution.complete
    assert e.behaviour[0]["demands"]["0.8" if is_dear > F(1, 2) else "0.6"] == 1
    assert class_of(game, e) == ("separating" if is_dear > F(1, 2) else "pooling")


@settings(max_examples=80, deadline=None)
@given(
    st.integers(30, 70).map(lambda k: F(k, 100)),
    st.integers(0, 20).map(lambda k: F(k, 50)),
    st.integers(0, 19).map(lambda k: F(2 * k + 1, 200)),
    st.integers(20, 49).map(lambda k: F(2 * k + 1, 200)),
    chances,
)
def test_the_best_demand_in_the_crisis_is_that_of_brute_force(balance: F, cost: F, cheap: F, dear: F, q: F) -> None:
    # The defender's costs are odd numbers of two-hundredths: at no demand of a tenth is it indifferent to war.
    best, demands = best_demand(balance, cost, cheap, dear, q)
    numbers = {"balance": balance, "cost": cost, "cheap": cheap, "dear": dear, "is_dear": q}
    (e,) = tree_perfect(bundled("take-it-or-leave-it-crisis", **numbers)).equilibria
    assert e.payoffs[0] == best
    assert {F(x) for x, p in e.behaviour[0]["demands"].items() if p} <= demands


@pytest.mark.parametrize("cost", [F(0), F(1, 10), F(1, 5), F(3, 10), F(2, 5), F(3, 5)])
def test_with_uniform_costs_of_war_its_chance_is_half_of_one_less_the_ratio_of_the_costs(cost: F) -> None:
    """Fearon's challenger against costs spread evenly from 0 to C.

    A demand of balance + y is refused with chance y / C, so (1 - y / C) (balance + y) + (y / C) (balance - cost) is to
    be largest: y = (C - cost) / 2, and war has the chance (1 - cost / C) / 2; none if cost >= C. With costs in the
    middles of n equal cells, and demands at their ends, every demand has that chance, and nobody is indifferent.
    """
    top, n, balance = F(2, 5), 8, F(1, 2)
    best = max(F(0), (top - cost) / 2)
    types = []
    for k in range(n):
        war = f"[{balance - cost}, {1 - balance - (k + F(1, 2)) * top / n}]"
        demands = [balance + j * top / n for j in range(n + 1)]
        ends = [
            f"'{j}': {{player: b, infoset: {k} at {j}, actions: "
            f"{{yes: {{payoffs: ['{x}', '{1 - x}']}}, no: {{payoffs: {war}}}}}}}"
            for j, x in enumerate(demands)
        ]
        types.append(
            f"'{k}': {{probability: 1/{n}, then: {{player: a, infoset: demand, actions: {{{', '.join(ends)}}}}}}}"
        )
    game = tree(f"{{chance: {{{', '.join(types)}}}}}")
    (e,) = tree_perfect(game).equilibria
    (j,) = (int(x) for x, p in e.behaviour[0]["demand"].items() if p)
    war_chance = F(sum(e.behaviour[1][f"{k} at {j}"]["no"] for k in range(n)), n)
    assert (F(j) * top / n, war_chance) == (best, max(F(0), (1 - cost / top) / 2))
    assert e.payoffs[0] == (1 - best / top) * (balance + best) + best / top * (balance - cost)


# Chain store with doubt: Kreps and Wilson 1982, section 2. Stage payoffs of the entrant: 0, b - 1 if it is fought, b if
# not; of the weak store: a, -1, 0. With n markets to go and belief p the entrant stays out if p > b^n, enters if
# p < b^n, and stays out with chance 1 / a at p = b^n, which makes the store before it indifferent: -1 + a / a = 0. A
# weak store fights for certain if p >= b^(n - 1), else with chance (1 - b^(n - 1)) p / ((1 - p) b^(n - 1)), so that the
# belief after a fight is b^(n - 1). Entrants who look ahead gain nothing by learning: what is to come is linear in p up
# to b^(n - 1), and above that a fight says nothing.


def follows_kreps_and_wilson(e: BayesEquilibrium, markets: int, p: Fraction, b: Fraction, a: Fraction) -> bool:
    """Whether choices and beliefs are the published ones at every information set before the store gives way."""
    ordinals = ["first", "second", "third"]
    good = True
    for length in range(markets):
        for past in product(("no entry", "a fight"), repeat=length):
            belief = p
            for t, what in enumerate(past):
                if what == "a fight":
                    belief = max(belief, b ** (markets - t - 1))
            left = markets - length
            name = f"{ordinals[length]} market" + (f", after {' and '.join(past)}" if past else "")
            stays_out = F(1) if belief > b**left else F(0) if belief < b**left else 1 / a
            good &= e.behaviour[0][name]["stay out"] == stays_out
            good &= e.beliefs[name] == (belief, 1 - belief)
            if f"entry to the {name}" in e.behaviour[1]:
                goal = b ** (left - 1)
                fights = F(1) if belief >= goal else (1 - goal) * belief / ((1 - belief) * goal)
                good &= e.behaviour[1][f"entry to the {name}"]["fight"] == fights
    return good


@pytest.mark.parametrize("care", [F(1), F(1, 1000)])
@pytest.mark.parametrize(("b", "a"), [(F(1, 2), F(2)), (F(2, 3), F(5, 4)), (F(1, 4), F(6))])
def test_doubt_deters_entry_for_as_long_as_it_exceeds_the_powers_of_b(b: F, a: F, care: F) -> None:
    edges = [F(0), b**3, b**2, b, F(1)]
    for low, high in pairwise(edges):
        for part in (F(1, 50), F(1, 2), F(49, 50)):  # close to both thresholds, and between them
            p = low + part * (high - low)
            solution = checked(bundled("chain-store-doubt", tough=p, b=b, a=a, care=care))
            (e,) = solution.equilibria
            assert solution.complete
            assert follows_kreps_and_wilson(e, 3, p, b, a)


def two_markets(p: Fraction, b: Fraction, a: Fraction, care: Fraction) -> GameTree:
    """Two markets with every move of a weak store in the tree, as Kreps and Wilson have them."""

    def market(name: str, entry: str, entrants: Fraction, store: Fraction) -> str:
        out = f"stay out: {{payoffs: ['{entrants}', '{store + a}']}}"
        if not entry:
            enter = f"enter: {{payoffs: ['{entrants + care * (b - 1)}', 0]}}"
            return f"{{player: a, infoset: '{name}', actions: {{{out}, {enter}}}}}"
        fight = f"fight: {{payoffs: ['{entrants + care * (b - 1)}', '{store - 1}']}}"
        give = f"give way: {{payoffs: ['{entrants + care * b}', '{store}']}}"
        last = f"{{player: b, infoset: '{entry}', actions: {{{fight}, {give}}}}}"
        return f"{{player: a, infoset: '{name}', actions: {{{out}, enter: {last}}}}}"

    names = ["second market, after no entry", "second market, after a fight", "second market, after giving way"]
    tough = [market(names[0], "", F(0), a), market(names[1], "", b - 1, F(0))]
    weak = [
        market(name, f"last {name}", entrants, store)
        for name, entrants, store in zip(names, (F(0), b - 1, b), (a, F(-1), F(0)), strict=True)
    ]
    first = f"{{player: b, infoset: entry to the first market, actions: {{fight: {weak[1]}, give way: {weak[2]}}}}}"
    heads = [(p, tough[0], tough[1]), (1 - p, weak[0], first)]
    parts = [
        f"'{k}': {{probability: '{chance}', then: {{player: a, infoset: first market, actions: "
        f"{{stay out: {out}, enter: {enter}}}}}}}"
        for k, (chance, out, enter) in enumerate(heads)
    ]
    return tree(f"{{chance: {{{', '.join(parts)}}}}}")


@pytest.mark.parametrize("care", [F(1), F(1, 1000)])
@pytest.mark.parametrize("p", [F(1, 10), F(24, 100), F(26, 100), F(49, 100), F(51, 100), F(9, 10)])
def test_the_moves_that_the_file_leaves_out_are_what_it_says(p: F, care: F) -> None:
    solution = checked(two_markets(p, F(1, 2), F(2), care))
    assert solution.equilibria
    for e in solution.equilibria:
        assert follows_kreps_and_wilson(e, 2, p, F(1, 2), F(2))
        assert all(e.behaviour[1][name]["give way"] == 1 for name in e.behaviour[1] if name.startswith("last"))
        assert e.behaviour[0]["second market, after giving way"]["enter"] == 1


# Reassurance: Kydd 2000 and 2005, with payoffs of our own. Let t be trust, s the stake, l loss, g gain, x temptation.
# In the equilibrium that reassures the trustworthy help first, cheats do not, and those help again who both did.
# A cheat gets t s g; if it helps first to be trusted it gets t (s + (1 - s) g) - (1 - t) s l. So
#   s >= t g / (t (2 g - 1) + (1 - t) l).
# The trustworthy get t - (1 - t) s l; if they do not help they get t s x, for nobody helps one that did not. So
#   s <= t / (t x + (1 - t) l).
# The second bound is above the first iff t (2 g - 1 - g x) >= (g - 1) (1 - t) l.


def reassures(solution: BayesSolution, least: Fraction | int = 1) -> bool:
    """Whether in some equilibrium the first step tells the types apart and help follows, at least with some chance."""
    first, second = (f"{side} side, trustworthy" for side in ("first", "second"))
    return any(
        one[first]["help"] == two[second]["help"] == 1
        and one["first side, cheat"]["help"] == two["second side, cheat"]["help"] == 0
        and min(one[f"{first}, both helped"]["help"], two[f"{second}, both helped"]["help"]) >= least
        for one, two in (e.behaviour for e in solution.equilibria)
    )


def smallest(t: F, g: F, loss: F) -> Fraction:
    return t * g / (t * (2 * g - 1) + (1 - t) * loss)


def largest(t: F, x: F, loss: F) -> Fraction:
    return t / (t * x + (1 - t) * loss)


@pytest.mark.parametrize(
    ("t", "g", "x", "loss"),
    [(F(3, 5), F(3, 2), F(1, 2), F(1)), (F(1, 2), F(2), F(1, 4), F(1)), (F(4, 5), F(6, 5), F(4, 5), F(3))],
)
def test_a_first_step_reassures_if_it_is_neither_too_small_nor_too_large(t: F, g: F, x: F, loss: F) -> None:
    low, high = smallest(t, g, loss), largest(t, x, loss)
    assert 0 < low < high
    grain = F(1, 100)
    for s in (low - grain, low, low + grain, (low + min(high, F(1))) / 2, high - grain, high, high + grain):
        if 0 < s < 1:
            game = bundled("reassurance-kydd", trust=t, stake=s, gain=g, temptation=x, loss=loss)
            assert reassures(checked(game)) == (low <= s <= high)


def test_a_step_that_is_a_little_too_small_can_still_tell_if_it_is_answered_with_a_chance_only() -> None:
    # Between two who trust each other helping with chance q = l / (1 + l - x) = 2/3 leaves both indifferent. A cheat
    # that mimics then gets t (s + (1 - s) q g) - (1 - t) s l, at t = 3/5, s = 1/2 that is 2/5; without the step 9/20.
    solution = checked(bundled("reassurance-kydd", stake=F(1, 2)))
    assert not reassures(solution)
    assert reassures(solution, least=F(2, 3))


def test_below_the_least_trust_no_first_step_reassures() -> None:
    # (g - 1) l / (2 g - 1 - g x + (g - 1) l) with the numbers of the file: (1/2) / (5/4 + 1/2) = 2/7
    least = F(2, 7)
    assert smallest(least, F(3, 2), F(1)) == largest(least, F(1, 2), F(1))
    below = [bundled("reassurance-kydd", trust=least - F(1, 50), stake=F(k, 20)) for k in range(1, 20)]
    assert not any(reassures(checked(game), least=F(1, 1000)) for game in below)
    above = least + F(1, 50)
    stake = (smallest(above, F(3, 2), F(1)) + largest(above, F(1, 2), F(1))) / 2
    assert reassures(checked(bundled("reassurance-kydd", trust=above, stake=stake)))


# Recursive inspection: Dresher 1962. A violation that is caught ends the game with 1 for the inspector, one that is
# missed with -1; the owner learns after each period whether there was an inspection.


def inspection(periods: int, inspections: int, past: str = "") -> str:
    """The game tree, in which each period starts a subgame."""
    if not periods:
        return "{payoffs: [0, 0]}"

    def owner(looks: bool) -> str:
        rest = inspection(periods - 1, inspections - looks, past + "iw"[not looks])
        end = "[1, -1]" if looks else "[-1, 1]"
        return f"{{player: b, infoset: 'owner {past}', actions: {{violate: {{payoffs: {end}}}, comply: {rest}}}}}"

    ways = {"inspect": True, "wait": False} if inspections else {"wait": False}
    moves = ", ".join(f"{way}: {owner(looks)}" for way, looks in ways.items())
    return f"{{player: a, infoset: 'inspector {past}', actions: {{{moves}}}}}" if len(ways) > 1 else owner(False)


@pytest.mark.parametrize(
    ("periods", "inspections"), [(1, 0), (1, 1), (2, 1), (3, 1), (3, 2), (4, 2), (5, 2), (4, 4), (6, 3)]
)
def test_dreshers_value_of_every_recursive_inspection(periods: int, inspections: int) -> None:
    value = F(-comb(periods - 1, inspections), sum(comb(periods, i) for i in range(inspections + 1)))
    (e,) = tree_perfect(tree(inspection(periods, inspections))).equilibria
    assert e.payoffs == (value, -value)
    assert e.regret == (0, 0)
