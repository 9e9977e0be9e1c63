"""Known answers of games with commitment, repetition, bargaining, concessions without end, or something hidden."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from sim.study.known.check import ROUNDING, Check, loaded, solved
from sim.study.known.waiting_answers import WAITED_FOR


def _commitment() -> Any:
    scenario, at = loaded("mixed-commitment", right="3")
    # The follower replies right as soon as down has this chance.
    down = at["left"] / (at["left"] + at["right"])
    found = solved(scenario).found
    expected = down, at["high"] - down * (at["high"] - at["low"]), at["low"]
    return expected, (found.mixed.mixture[1], found.mixed.payoffs[0], found.pure.payoffs[0])


def _bound() -> Any:
    scenario, at = loaded("entry-deterrence-commitment", shared="3")
    return (at["outside"], at["monopoly"]), solved(scenario).payoffs


def _shift() -> Any:
    # There is war if and only if the shift of power is greater than the cost of war.
    found, expected = [], []
    for cost in ("0.39", "0.41"):
        scenario, at = loaded("power-shift", cost=cost)
        (e,) = solved(scenario).equilibria
        strike = at["now"] - at["later"] > at["cost"]
        expected += [strike, at["now"] - at["cost"] if strike else at["later"]]
        found += [e.behaviour[0]["today"]["strike"], e.payoffs[0]]
    return expected, found


def _grim() -> Any:
    scenario, at = loaded("repeated-prisoners-dilemma", temptation="4")
    least = (at["temptation"] - at["reward"]) / (at["temptation"] - at["punishment"])
    return (least, least), solved(scenario).deals[0].critical


def _last_round() -> Any:
    scenario, at = loaded("known-last-round", punishment="2")
    solution = solved(scenario)
    (e,) = solution.stage.equilibria
    return (1, at["punishment"], at["punishment"]), (int(solution.unique), *e.payoffs)


def _dollar() -> Any:
    scenario, at = loaded("divide-the-dollar", much="5")
    demands = at["little"], (at["little"] + at["much"]) / 2, at["much"]
    # The other asks for no more than a demand leaves with chance least / demand, so that each demand pays the least.
    at_most = [demands[0] / demand for demand in reversed(demands)]
    chances = [at_most[0], at_most[1] - at_most[0], at_most[2] - at_most[1]]
    found = solved(scenario).result.equilibria
    (all_in,) = (e for e in found if all(p for side in e.strategies for p in side))
    return (2 ** len(demands) - 1, *chances), (len(found), *all_in.strategies[0])


def _chosen(scenario: Any, e: Any) -> tuple[Fraction, ...]:
    """The numbers that are played in a pure equilibrium."""
    return tuple(scale.values[side.index(1)] for scale, side in zip(scenario.game.scales, e.strategies, strict=True))


def _final_offer() -> Any:
    # Both are as far from the middle as the density there is low; that of the logistic distribution is 1 / (4 spread).
    scenario, at = loaded("final-offer", spread="1.5")
    (e,) = solved(scenario).result.equilibria
    return (2 * at["spread"], -2 * at["spread"]), _chosen(scenario, e)


def _uncertain_sum() -> Any:
    # One over the bold demand is the density over the chance at the sum of both, where the cautious side demands its
    # taste's share of that; the whole numbers next to this point, which a density without a kink has once.
    scenario, at = loaded("uncertain-sum", doubt="21")
    doubt, taste = float(at["doubt"]), float(at["taste"])
    low, high = 1.0, 100.0
    while high - low > 1e-9:
        bold = (low + high) / 2
        z = ((1 + taste) * bold - 100) / doubt
        chance = math.erfc(z / math.sqrt(2)) / 2
        density = math.exp(-z * z / 2) / (doubt * math.sqrt(2 * math.pi))
        low, high = (bold, high) if chance > bold * density else (low, bold)
    (e,) = solved(scenario).result.equilibria
    return (round(low), round(taste * low)), _chosen(scenario, e)


def _contest() -> Any:
    scenario, at = loaded("contest", prize="80", cost="1")
    (e,) = solved(scenario).result.equilibria
    return (at["prize"] / 4, at["prize"] / 4, at["prize"] / 4), (*_chosen(scenario, e), e.payoffs[0])


def _cournot() -> Any:
    scenario, at = loaded("cournot", demand="135", cost="15")
    (e,) = solved(scenario).result.equilibria
    third = (at["demand"] - at["cost"]) / 3
    return (third, third, third**2), (*_chosen(scenario, e), e.payoffs[0])


def _double_auction() -> Any:
    # They trade if the value is a quarter above the cost; what both gain is the sum over such pairs on the grid.
    scenario, at = loaded("double-auction", steps="4")
    found, n = solved(scenario), int(at["steps"])
    assert not any(found.stated.regret)
    (e,) = found.solution.equilibria
    gains = sum(Fraction(v - c, n) for v in range(n + 1) for c in range(n + 1) if Fraction(v - c, n) >= Fraction(1, 4))
    return (gains / (n + 1) ** 2 / 2,) * 2, e.payoffs


def _sealed_bids() -> Any:
    scenario, _ = loaded("first-price")
    found = solved(scenario)
    (e,) = found.solution.equilibria
    values = [Fraction(k, 8) for k in range(9)]
    bids = {Fraction(name.split()[1]): Fraction(next(iter(at))) for name, at in e.behaviour[0].items()}
    return tuple(v / 2 for v in values), tuple(bids[v] for v in values)


def _stahl() -> Any:
    scenario, at = loaded("last-offer", patience="0.8")
    d, rounds = at["patience"], 5
    share = (1 - (-d) ** rounds) / (1 + d)
    return (share, 1 - share), solved(scenario).payoffs


def _rubinstein() -> Any:
    scenario, at = loaded("alternating-offers", seller_patience="0.7", buyer_patience="0.95")
    d1, d2 = at["seller_patience"], at["buyer_patience"]
    share = (1 - d2) / (1 - d1 * d2)
    return (share, 1 - share), solved(scenario).payoffs


def _package() -> Any:
    """Three thirds of a pie: with lots half each; offered in turn two thirds to whoever is first, at patience 1/2."""
    from sim.engine.solve import solve
    from sim.scenario.load import load

    text = """format: 1
kind: issues
title: Thirds
players: {a: {walk_away: 0, patience: 1/2}, b: {walk_away: 0, patience: 1/2}}
issues: {pie: {options: {all: [3, 0], most: [2, 1], least: [1, 2], none: [0, 3]}}}
offers: {rounds: 9}
"""
    scenario = load("<thirds>", text=text)
    picked: Any = solve(scenario, "bargaining")
    offers: Any = solve(scenario, "subgame-perfect")
    return (Fraction(3, 2), Fraction(3, 2), 2), (*picked.lots.nash, offers.payoffs[0])


def _outside() -> Any:
    expected, found = [], []
    for elsewhere in ("0.3", "0.7"):
        scenario, at = loaded("outside-option", elsewhere=elsewhere, patience="0.8")
        d = at["patience"]
        expected.append(max(at["elsewhere"], d / (1 + d)))
        found.append(solved(scenario).payoffs[1])
    return expected, found


def _pieces() -> Any:
    from sim.engine.roadmaps.study import study_roadmaps
    from sim.games.roadmaps.ladders import from_ladders

    scenario, at = loaded("small-steps", peace="0.4")
    rows = study_roadmaps(from_ladders(scenario), parts=4).splits
    held = [row.parts for row in rows if row.best.roadmap is not None]
    return (math.ceil(at["cost"] / at["peace"]),), (min(held),)


def _giving_in() -> Any:
    scenario, at = loaded("war-of-attrition", prize="5", cost="2", patience="0.8")
    k = (1 - at["patience"]) * at["cost"]
    (e,) = (e for e in solved(scenario).equilibria if not sum(e.values))
    return (k / (at["prize"] + k), 0, 0), (e.course.path[0].turns[0].chance, *e.values)


def _study() -> Any:
    scenario, at = loaded("job-market", able="1/4", other_cost="5")
    # So many of the others study that the firm holds an education for able with chance 2/5.
    some = 3 * at["able"] / (2 * (1 - at["able"]))
    return (some,), (max(e.behaviour[0]["is not able"]["study"] for e in solved(scenario, "pbe").equilibria),)


def _bride() -> Any:
    scenario, at = loaded("princess-bride", strong="1/4", effort="1")
    (e,) = (e for e in solved(scenario, "pbe").equilibria if e.behaviour[0]["is weak"]["get up"])
    expected = 2 * at["strong"] / (1 - at["strong"]), 1 - at["effort"] / 2
    return expected, (e.behaviour[0]["is weak"]["get up"], e.behaviour[1]["sees him up"]["fight"])


def _breakfast() -> Any:
    scenario, at = loaded("beer-quiche", strong="1/4")
    (e,) = solved(scenario, "pbe").equilibria
    return (at["strong"] / (1 - at["strong"]),), (e.behaviour[0]["is weak"]["beer"],)


def _crisis() -> Any:
    expected, found = [], []
    for is_dear in ("0.45", "0.7"):
        scenario, at = loaded("take-it-or-leave-it-crisis", is_dear=is_dear)
        war = at["balance"] - at["cost"]
        risky = at["is_dear"] * Fraction(8, 10) + (1 - at["is_dear"]) * war
        (e,) = solved(scenario).equilibria
        expected.append(max(Fraction(6, 10), risky))
        found.append(e.payoffs[0])
    return expected, found


def _talk() -> Any:
    # Up to a bias of 1/2 words can tell everything; beyond it nothing that is said changes what is done.
    found = []
    for bias in ("0.5", "0.51"):
        scenario, _ = loaded("cheap-talk", bias=bias)
        found.append(max(e.payoffs[1] for e in solved(scenario, "pbe").equilibria))
    return (0, Fraction(-1, 4)), found


def _doubt() -> Any:
    scenario, at = loaded("chain-store-doubt", tough="0.1")
    p, b = at["tough"], at["b"]
    fights = [(1 - b**left) * p / ((1 - p) * b**left) for left in (2, 1)]
    (e,) = solved(scenario, "pbe").equilibria
    names = "entry to the first market", "entry to the second market, after no entry"
    return fights, [e.behaviour[1][name]["fight"] for name in names]


def _reassuring() -> Any:
    expected, found = [], []
    for stake in ("9/16", "11/20"):
        scenario, at = loaded("reassurance-kydd", stake=stake)
        t, g = at["trust"], at["gain"]
        expected.append(at["stake"] >= t * g / (t * (2 * g - 1) + (1 - t) * at["loss"]))
        found.append(any(map(_reassures, solved(scenario, "pbe").equilibria)))
    return map(int, expected), map(int, found)


def _reassures(e: Any) -> bool:
    """Whether the trustworthy take the first step, the others do not, and who has seen it answered helps again."""
    one, two = e.behaviour
    yes = [*((one[f"first side, trustworthy{seen}"], two[f"second side, trustworthy{seen}"]) for seen in SEEN)]
    cheats = one["first side, cheat"]["help"], two["second side, cheat"]["help"]
    return all(side["help"] == 1 for pair in yes for side in pair) and cheats == (0, 0)


SEEN = ("", ", both helped")


def _circles() -> Any:
    scenario, at = loaded("shapley", winner="2")
    (e,) = solved(scenario, "nash").result.equilibria
    return (*[Fraction(1, 3)] * 3, (at["winner"] + at["loser"]) / 3), (*e.strategies[0], e.payoffs[0])


def _elmira() -> Any:
    # Three states with a running plant or an abandoned one by all definitions, and two more by the wider ones; what
    # the others do about an abandoned plant, which nobody minds, counts four times here.
    scenario, _ = loaded("elmira")
    solution = solved(scenario)
    counts = [int(solution.equilibrium(d).sum()) for d in ("nash", "gmr", "smr", "seq")]
    same = sum("firm.abandon" in solution.game.taken(s) for s in range(solution.game.count)) - 1
    return (3, 5, 5, 3), [count - same for count in counts]


def _cuba() -> Any:
    # States by their number, with 1 for the strike, 2 for the blockade, 4 for withdrawal: 4 and 6.
    scenario, _ = loaded("cuban-missiles")
    solution = solved(scenario)
    resting = solution.game.states[solution.equilibrium("seq")]
    return (0, 4, 6), (int(solution.equilibrium("nash").sum()), *map(int, resting))


def _two_levels() -> Any:
    # By demands of 1/2, 3/2 and 5/2 the deal that rests by sequential stability: 7 the deep one, 5 the shallow one.
    found = []
    for demand in ("0.5", "1.5", "2.5"):
        scenario, _ = loaded("two-level-games", demand=demand)
        solution = solved(scenario)
        found += [int(n) for n in solution.game.states[solution.equilibrium("seq")] if int(n) & 4]
    return (7, 5), tuple(found)


TEXTBOOK = (
    Check(
        "Mixed commitment: chance, what it pays, the best action",
        "Conitzer and Sandholm 2006",
        _commitment,
        scenario="mixed-commitment",
    ),
    Check(
        "Entry deterrence, bound to fight: payoffs", "Schelling 1960", _bound, scenario="entry-deterrence-commitment"
    ),
    Check("Power shift: war, payoff, at two costs", "Fearon 1995", _shift, scenario="power-shift"),
    Check("Repeated dilemma: patience for grim trigger", "Friedman 1971", _grim, scenario="repeated-prisoners-dilemma"),
    Check(
        "A known last round: one equilibrium, payoffs",
        "Benoit and Krishna 1985",
        _last_round,
        scenario="known-last-round",
    ),
    Check(
        "Divide the dollar: equilibria, chances of the demands",
        "indifference; Nash 1953",
        _dollar,
        scenario="divide-the-dollar",
    ),
    Check("Final offers: offers", "Farber 1980", _final_offer, scenario="final-offer"),
    Check("Demands on an uncertain sum: demands", "Nash 1953", _uncertain_sum, scenario="uncertain-sum"),
    Check("Contest: efforts, payoff", "Tullock 1980", _contest, scenario="contest"),
    Check("Two firms: outputs, profit", "Cournot 1838", _cournot, scenario="cournot"),
    Check(
        "Double auction: gains of the linear equilibrium",
        "Chatterjee and Samuelson 1983",
        _double_auction,
        scenario="double-auction",
    ),
    Check("Sealed bids: half the value", "Vickrey 1961", _sealed_bids, scenario="first-price"),
    Check("Offers with a last round: shares", "Ståhl 1972", _stahl, scenario="last-offer"),
    Check("Alternating offers: shares", "Rubinstein 1982", _rubinstein, scenario="alternating-offers"),
    *WAITED_FOR,
    Check("Thirds of a pie: Nash's solution, the first offer", "Nash 1950; Rubinstein 1982", _package),
    Check(
        "An outside option that is idle, and one that binds",
        "Binmore, Shaked and Sutton 1989",
        _outside,
        scenario="outside-option",
    ),
    Check("Small steps: pieces that a deal needs", "induction, in the docs", _pieces, scenario="small-steps"),
    Check(
        "War of attrition without end: chance, payoffs",
        "Hendricks et al. 1988",
        _giving_in,
        ROUNDING,
        "war-of-attrition",
    ),
    Check("Job market: who else studies", "Spence 1973", _study, scenario="job-market"),
    Check("The Princess Bride: weak who get up, fights", "Watson 2013", _bride, scenario="princess-bride"),
    Check("Beer and quiche: weak who have beer", "Cho and Kreps 1987", _breakfast, scenario="beer-quiche"),
    Check("Crisis: what the best demand pays, twice", "Fearon 1995", _crisis, scenario="take-it-or-leave-it-crisis"),
    Check("Cheap talk: the receiver's payoff, twice", "Crawford and Sobel 1982", _talk, scenario="cheap-talk"),
    Check("Chain store with doubt: chances to fight", "Kreps and Wilson 1982", _doubt, scenario="chain-store-doubt"),
    Check("Reassurance: whether a step reassures, twice", "Kydd 2000", _reassuring, scenario="reassurance-kydd"),
    Check("Elmira: equilibria by four definitions", "Fang, Hipel and Kilgour 1993", _elmira, scenario="elmira"),
    Check("Two-level games: which deal rests", "Putnam 1988", _two_levels, scenario="two-level-games"),
    Check("Cuban missiles: equilibria", "Fraser and Hipel 1984", _cuba, scenario="cuban-missiles"),
    Check("Shapley's game: chances, payoff", "Shapley 1964", _circles, scenario="shapley"),
)
"""Checks that stand after those of simple games, in the order of a course."""
