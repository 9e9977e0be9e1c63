"""The numbers in the answers of the textbook files, read off payoffs and solutions: a list for each question."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from sim.engine.hidden.revelation import payoffs_by_type
from sim.engine.options.definitions import DEFINITIONS
from sim.engine.options.reasons import improvements
from sim.engine.solve import solve
from sim.engine.tree.assessments.signalling import intuitive_objection
from sim.scenario.load import load
from tests.textbook.conflict_numbers import CONFLICT, ultimatum_people
from tests.textbook.play import Number, at, document, equilibria, mixed, only, rounded_up, solved, table

Numbers = list[list[Number]]


def prisoners_dilemma() -> Numbers:
    ((reward, sucker), (temptation, punishment)) = ((cell[0] for cell in row) for row in table("prisoners-dilemma"))
    usual, smaller = only("prisoners-dilemma"), only("prisoners-dilemma", temptation=4)
    assert smaller.strategies == usual.strategies == ((0, 1), (0, 1))
    assert {*smaller.payoffs, *usual.payoffs} == {punishment}
    return [
        [temptation, reward, punishment, sucker],
        [temptation - reward, punishment - sucker],
        [4, temptation, punishment, reward],
    ]


def stag_hunt() -> Numbers:
    (stag, alone), (_, hare) = table("stag-hunt")
    pure = {e.payoffs for e in equilibria("stag-hunt") if e.pure}
    assert pure == {stag[0:2], hare}
    unsure = mixed("stag-hunt")
    return [
        [stag[0], alone[0], hare[0]],
        [unsure.strategies[0][0], *unsure.payoffs],
        [hare[0] - alone[0], stag[0] - hare[0]],
    ]


def battle_of_the_sexes() -> Numbers:
    cells = table("battle-of-the-sexes")
    best, second = cells[0][0]
    assert cells[1][1] == (second, best)
    unsure = mixed("battle-of-the-sexes")
    (own, other), (theirs, _) = unsure.strategies
    meet = own * theirs + other * (1 - theirs)
    return [[best, second, own], [*unsure.payoffs, second, meet], [(best + second) / 2]]


def chicken() -> Numbers:
    firm = mixed("chicken").strategies[0][1]
    worse = mixed("chicken", crash=20).strategies[0][1]
    cells = table("chicken")
    return [[firm, firm**2], [20, at("chicken")["crash"], worse], [-cells[0][1][0], -cells[1][1][0]]]


def matching_pennies() -> Numbers:
    usual, large = only("matching-pennies"), only("matching-pennies", stake=3)
    return [[usual.strategies[0][0], *usual.payoffs], [large.strategies[0][0], *large.payoffs]]


def inspection() -> Numbers:
    usual, strict, cheap = (only("inspection", **more) for more in ({}, {"penalty": 8}, {"cost": "0.5"}))
    (inspects, _), (_, violates) = usual.strategies
    assert strict.strategies[1] == usual.strategies[1]
    assert strict.payoffs == usual.payoffs
    return [
        [inspects, violates, -usual.payoffs[0], usual.payoffs[1]],
        [8, at("inspection")["penalty"], strict.strategies[0][0], violates, -strict.payoffs[0]],
        [0.5, at("inspection")["cost"], cheap.strategies[1][1]],
    ]


def stripped_down_poker() -> Numbers:
    e = only("stripped-down-poker", "nash")
    ends = {node.payoffs[1] for node in solved("stripped-down-poker").game.nodes if node.player is None}
    assert ends == {-2, -1, 1, 2}  # called or folded with the king; a pass; called with the queen
    bluff, call = e.behaviour[0]["has the queen"]["raise"], e.behaviour[1]["sees a raise"]["call"]
    always_called = Fraction(-2 + 2, 2)
    return [[bluff, call, e.payoffs[0]], [always_called, -1, 2, 1]]


def inspection_recursive() -> Numbers:
    usual, dear = only("inspection-recursive"), only("inspection-recursive", caught=2)
    first = usual.behaviour[0]["first period"]["inspect"], usual.behaviour[1]["first period, owner"]["violate"]
    second = dear.behaviour[0]["first period"]["inspect"], dear.behaviour[1]["first period, owner"]["violate"]
    assert first[0] == first[1]
    assert second[0] == second[1]
    missed = max(node.payoffs[1] for node in solved("inspection-recursive").game.nodes)
    return [[first[0], usual.payoffs[0]], [missed], [2, second[0], dear.payoffs[1]]]


def inspection_quota() -> Numbers:
    pays = {e.payoffs for e in equilibria("inspection-quota")}
    assert pays == {(0, 0)}
    two = document("quota", "inspection-quota", "--rounds=2", "--inspections=1")
    eight = document("quota", "inspection-quota", "--rounds=8", "--loss=0.1")
    worth = [Fraction(q["exactly"]) for q in eight["quotas"]]
    least = eight["least"]
    return [[8, 0.1, least, least - 1, -worth[least - 1]], [Fraction(two["exactly"]), two["inspect"]], [0]]


def von_stengel() -> Numbers:
    solution = solved("von-stengel")
    assert solution.complete
    signs = [trait.index for trait in solution.traits]
    conjecture = 2 ** len(solution.game.actions[0]) - 1  # Quint and Shubik 1997
    return [[len(signs), conjecture], [signs.count(1), 1, signs.count(-1), -1, sum(signs)]]


def entry_deterrence() -> Numbers:
    (perfect,) = equilibria("entry-deterrence")
    threats = [e for e in equilibria("entry-deterrence", "nash") if e.payoffs != perfect.payoffs]
    ((outside, monopoly),) = {e.payoffs for e in threats}
    least = min(e.behaviour[1]["after entry"]["fight"] for e in threats)
    return [[0, perfect.payoffs[1], perfect.payoffs[0], outside], [outside, 0, monopoly], [least, outside]]


def ultimatum() -> Numbers:
    perfect = {e.payoffs for e in solve(load("ultimatum"), every=True).equilibria}
    assert perfect == {(4, 0), (3, 1)}
    return [[only("ultimatum").payoffs[1], only("ultimatum").payoffs[0]], [3, 1], ultimatum_people()]


def centipede() -> Numbers:
    e, ends = only("centipede"), [n.payoffs for n in solved("centipede").game.nodes if n.player is None]
    numbers = at("centipede")
    factor = numbers["share"] / (1 - numbers["share"])
    assert only("centipede", growth=factor + Fraction(1, 10)).payoffs != e.payoffs
    return [[*e.payoffs, *max(ends)], [factor, numbers["growth"]]]


def seltens_horse() -> Numbers:
    kept = max(equilibria("seltens-horse", "nash"), key=lambda e: e.payoffs[0])
    empty = [e for e in equilibria("seltens-horse", "nash") if e.payoffs != kept.payoffs]
    numbers = at("seltens-horse")
    refusing = max(numbers["refuse_prepared"], numbers["refuse_unprepared"])
    least = min(e.behaviour[1]["at the door"]["refuse"] for e in empty)
    return [[empty[0].payoffs[0], numbers["welcome"], refusing, *kept.payoffs], [least]]


def entry_deterrence_commitment() -> Numbers:
    bound = solved("entry-deterrence-commitment")
    free = only("entry-deterrence-commitment", "subgame-perfect")
    (entrant, incumbent), fought = bound.payoffs, 0
    return [[incumbent, free.payoffs[1], entrant, free.payoffs[0]], [free.payoffs[1], fought]]


def mixed_commitment() -> Numbers:
    bound = solved("mixed-commitment").found
    free = only("mixed-commitment", "nash")
    assert bound.pure.mixture == (0, 1)
    return [
        [free.payoffs[0], bound.pure.payoffs[0], bound.mixed.payoffs[0]],
        [bound.mixed.mixture[1], table("mixed-commitment")[0][1][0]],
        [bound.mixed.temptation],
    ]


def power_shift() -> Numbers:
    numbers = at("power-shift")
    strike, costly = only("power-shift"), only("power-shift", cost="0.5")
    assert strike.behaviour[0]["today"]["strike"] == costly.behaviour[0]["today"]["wait"] == 1
    scenario = load("power-shift")
    bound = solve(load("power-shift", text=scenario.text + "commit: rising\n"))
    promise, later = numbers["promise"], numbers["later"]
    return [
        [promise, strike.payoffs[0], later, 1 - later, 1 - promise],
        [numbers["now"] - later, numbers["cost"], 0.5, costly.payoffs[0]],
        [bound.found.pure.payoffs[0], strike.payoffs[1], promise, *bound.payoffs],
    ]


def repeated_prisoners_dilemma() -> Numbers:
    solution = solved("repeated-prisoners-dilemma")
    deal, patience = solution.deals[0], solution.game.patience
    forgiving = next(s for s in solution.standings if s.name == "tit-for-tat")
    assert forgiving.perfect == ((), ())
    return [
        [deal.temptation[0], solution.stage.equilibria[0].payoffs[0], deal.payoffs[0], deal.critical[0], *patience],
        [forgiving.nash[0][0][0], patience[1]],
    ]


def known_last_round() -> Numbers:
    finite, endless = solved("known-last-round"), solved("repeated-prisoners-dilemma")
    assert finite.unique
    worst, best = finite.stage.equilibria[0].payoffs[0], finite.game.row[0][0]
    return [[finite.game.rounds, worst, best], [endless.deals[0].critical[0]]]


def divide_the_dollar() -> Numbers:
    found = equilibria("divide-the-dollar")
    pure = sorted(e.payoffs for e in found if e.pure)
    bold = next(e for e in found if e.strategies[0][1] == e.strategies[1][1] == 0 and not e.pure)
    little, _, much = bold.strategies[0]
    low, high = pure[0]
    nash = solved("divide-the-dollar", "bargaining").solution.nash
    assert bold.payoffs == (low, low)
    return [
        [len(pure), low, high, pure[1][0], len(found)],
        [low, little, high, much, *bold.payoffs, much * bold.strategies[1][2], high],
        [*nash],
    ]


def last_offer() -> Numbers:
    solution = solved("last-offer")
    shorter = {entry.rounds: entry.worth[0] for entry in solution.shorter}
    return [[5, solution.payoffs[0], 4, shorter[4]], [50, shorter[50], solution.limit[0]]]


def outside_option() -> Numbers:
    binds, idle = solved("outside-option"), solved("outside-option", elsewhere="0.3")
    elsewhere, d = at("outside-option")["elsewhere"], at("outside-option")["patience"]
    assert idle.payoffs[1] == d / (1 + d) > Fraction(3, 10)
    half = elsewhere + (1 - elsewhere) / 2
    return [[elsewhere, binds.payoffs[1], binds.payoffs[0], half], [0.3, idle.payoffs[1], idle.payoffs[0]]]


def coase() -> Numbers:
    one, two, ten = (solved("coase", prices=count) for count in (1, 2, 10))
    first, second = (named.price for named in two.path)
    assert second < first < one.path[0].price
    return [
        [one.path[0].price, one.payoffs[0], first, second, two.payoffs[0]],
        [ten.path[0].price, ten.payoffs[0], ten.payoffs[1], one.payoffs[1]],
    ]


def deadline_demands() -> Numbers:
    one, two = solved("deadline-demands", rounds=1), solved("deadline-demands")
    assert one.deal == "possible"
    assert two.deal == "certain"
    (low, high), (least, most) = one.payoffs(0), two.payoffs(0)
    assert (low, high) == one.payoffs(1)
    late = [way.share for way in two.in_round(1)]
    return [
        [low, high],
        [two.game.discount[1], two.game.discount[1], least, two.game.surplus / two.game.grid, most],
        [2, min(late), max(late)],
    ]


def stubborn() -> Numbers:
    usual, meek = only("stubborn"), only("stubborn", stubborn_two="0.05")
    numbers = at("stubborn")
    a, d, one, two = (numbers[name] for name in ("claim", "patience", "stubborn_one", "stubborn_two"))
    # Abreu and Gul (2000), round by round: each gives in with the chance that keeps the other indifferent, until only
    # the stubborn are left; who would be late gives in at once.
    chance = (1 - a) * (1 - d**2) / (a * d - (1 - a) * d**2)
    left = [1 - sum(usual.strategies[1][: t + 1]) * (1 - two) for t in (1, 3, 5)]
    assert left == [(1 - chance) ** k for k in (1, 2, 3)]
    assert usual.strategies[1][0] == 0
    rest = [1 - sum(usual.strategies[0][: t + 1]) * (1 - one) for t in (0, 2, 4, 6)]
    assert rest == [one / (1 - chance) ** k for k in (3, 2, 1, 0)]
    assert usual.payoffs[1] == a * (1 - rest[0]) + rest[0] * d * (a * 0 + (1 - a))
    return [
        [one, two, usual.strategies[0][0], 0],
        [usual.payoffs[1], usual.payoffs[0], Fraction(1, 20), meek.payoffs[1], meek.payoffs[0]],
    ]


def alternating_offers() -> Numbers:
    usual, patient = solved("alternating-offers"), solved("alternating-offers", buyer_patience="0.9")
    numbers = at("alternating-offers")
    mine, theirs = usual.offers[0].worth, usual.offers[1].worth
    second_asks = usual.offers[1].demand
    assert second_asks * numbers["buyer_patience"] == mine[1]
    return [
        [*usual.payoffs, second_asks],
        [numbers["seller_patience"], numbers["buyer_patience"], patient.payoffs[1]],
        [theirs[0] if theirs[0] != second_asks else theirs[1], mine[0] - (1 - second_asks)],
    ]


def small_steps() -> Numbers:
    numbers = at("small-steps")
    held = {}
    for row in document("roadmaps", "small-steps", "--split", "4")["split"]:
        (together,) = (entry["patience"].values() for entry in row["roadmaps"] if entry["name"] == "together")
        if None not in together:
            held[row["parts"]] = rounded_up(max(together))
    assert min(held) == math.ceil(numbers["cost"] / numbers["peace"])
    return [
        [numbers["peace"], numbers["cost"], min(held), held[min(held)]],
        [numbers["benefit"], numbers["cost"], numbers["peace"]],
    ]


def war_of_attrition() -> Numbers:
    pure, mixing = {}, {}
    for cost in (1, 2):
        found = solved("war-of-attrition", cost=cost).equilibria
        pure[cost] = {e.values for e in found if sum(e.values)}
        (mixing[cost],) = (e for e in found if not sum(e.values))
    assert pure[1] == {(0, 2), (2, 0)}
    chances = {cost: e.course.path[0].turns[0].chance for cost, e in mixing.items()}
    assert all(e.values == (0, 0) for e in mixing.values())
    return [[2, chances[1], 0], [2, at("war-of-attrition")["cost"], chances[2], 0]]


def short_war_of_attrition() -> Numbers:
    unsure = mixed("short-war-of-attrition")
    quits = unsure.strategies[0]
    others = [e for e in equilibria("short-war-of-attrition") if e.strategies != unsure.strategies]
    assert all(1 in (e.strategies[0][0], e.strategies[1][0]) for e in others)
    cells = table("short-war-of-attrition")
    return [[quits[0], *unsure.payoffs, max(others[0].payoffs)], [quits[3], -cells[3][3][0]]]


def job_market() -> Numbers:
    numbers = at("job-market")
    found = equilibria("job-market", "pbe")
    (apart,) = (e for e in found if e.behaviour[0]["is able"]["study"] == 1)
    (nobody,) = (e for e in found if e.behaviour[0]["is able"]["study"] == 0)
    assert apart.behaviour[0]["is not able"]["study"] == 0
    some = [e.behaviour[0]["is not able"]["study"] for e in equilibria("job-market", "pbe", other_cost="5.5")]
    manager, clerk = 10, 4
    return [
        [manager - clerk, numbers["able_cost"], numbers["other_cost"], manager - numbers["able_cost"], clerk],
        [apart.payoffs[1], nobody.payoffs[1]],
        [5.5, numbers["other_cost"], max(some)],
    ]


def princess_bride() -> Numbers:
    assert any(
        e.behaviour[0]["is strong"]["get up"] == 1 and e.behaviour[0]["is weak"]["get up"] == 0
        for e in equilibria("princess-bride", "pbe")
    )
    surrender = 1 - -1
    found = equilibria("princess-bride", "pbe", strong="1/5", effort=1)
    (some,) = (e for e in found if e.behaviour[0]["is weak"]["get up"])
    up, fight = some.behaviour[0]["is weak"]["get up"], some.behaviour[1]["sees him up"]["fight"]
    return [[at("princess-bride")["effort"], surrender], [1, Fraction(1, 5), up, fight]]


def beer_quiche() -> Numbers:
    found = equilibria("beer-quiche", "pbe")
    (quiche,) = (e for e in found if e.behaviour[0]["is weak"]["quiche"] == 1)
    assert intuitive_objection(solved("beer-quiche").game, quiche) is not None
    few = only("beer-quiche", "pbe", strong="1/3").behaviour[0]["is weak"]["beer"]
    ends = [[3, 2], [3, 2]]  # to the weak: quiche, beer at best; to the strong: beer at best, quiche
    return [[at("beer-quiche")["strong"], len(found)], [*ends[0], *ends[1]], [Fraction(1, 3), few]]


def take_it_or_leave_it_crisis() -> Numbers:
    bold, careful = only("take-it-or-leave-it-crisis"), only("take-it-or-leave-it-crisis", is_dear="0.45")
    assert bold.behaviour[0]["demands"]["0.8"] == careful.behaviour[0]["demands"]["0.6"] == 1
    numbers = at("take-it-or-leave-it-crisis")
    safe, high = Fraction(6, 10), Fraction(8, 10)
    war = numbers["balance"] - numbers["cost"]
    return [
        [high, 1 - numbers["is_dear"], bold.payoffs[0], safe],
        [(safe - war) / (high - war), 0.45, safe],
        [1 - safe, 1 - high],
    ]


def cheap_talk() -> Numbers:
    told = {e.payoffs[1] for e in equilibria("cheap-talk", "pbe")}
    far = {e.payoffs[1] for e in equilibria("cheap-talk", "pbe", bias="0.6")}
    ((loss,),) = (far,)
    last = Fraction(1, 2)
    assert 0 in {e.payoffs[1] for e in equilibria("cheap-talk", "pbe", bias=last)}
    assert 0 not in {e.payoffs[1] for e in equilibria("cheap-talk", "pbe", bias=last + Fraction(1, 100))}
    return [[last, at("cheap-talk")["bias"], max(told)], [-min(told)], [0.6, -loss]]


def chain_store_doubt() -> Numbers:
    numbers, e = at("chain-store-doubt"), only("chain-store-doubt", "pbe")
    assert e.behaviour[0]["first market"]["stay out"] == e.behaviour[0]["second market, after no entry"]["enter"] == 1
    fights = [
        e.behaviour[1][f"entry to the {market}"]["fight"]
        for market in ("first market", "second market, after no entry")
    ]
    return [[numbers["b"] ** 3, numbers["tough"], numbers["b"] ** 2], fights]


def reassurance_kydd() -> Numbers:
    # The bounds are compared with the engine's equilibria in tests/engine/tree/test_textbook_hidden.py.
    n = at("reassurance-kydd")
    t, g, loss, x = n["trust"], n["gain"], n["loss"], n["temptation"]
    low, high = t * g / (t * (2 * g - 1) + (1 - t) * loss), t / (t * x + (1 - t) * loss)
    least = (g - 1) * loss / (2 * g - 1 - g * x + (g - 1) * loss)
    paid = {e.payoffs for e in equilibria("reassurance-kydd", "pbe")}
    return [[low, high, n["stake"]], [least, t], [max(paid)[0], min(paid)[0]]]


def traffic_intersection() -> Numbers:
    light, unsure = solved("traffic-intersection", "correlated").found[0], mixed("traffic-intersection")
    (wait, east), (north, _) = light.distribution.tolist()
    assert east == north
    n = at("traffic-intersection")
    other_waits = wait / (wait + east)
    drive = other_waits * float(n["first"]) + (1 - other_waits) * float(n["crash"])
    assert drive == other_waits * float(n["both"]) + (1 - other_waits) * float(n["second"])
    return [[wait, east, light.payoffs[0], unsure.payoffs[0]], [other_waits, drive]]


def shapley() -> Numbers:
    e, zero_sum = only("shapley"), only("shapley", loser=-1)
    assert {*e.strategies[0], *e.strategies[1]} == {e.payoffs[0]}
    return [[e.strategies[0][0], e.payoffs[0]], [-1, at("shapley")["winner"], zero_sum.strategies[0][0]]]


def elmira() -> Numbers:
    solution = solved("elmira")
    count = {d: int(solution.equilibrium(d).sum()) for d in ("nash", "gmr", "smr", "seq")}
    abandoned = [s for s in range(solution.game.count) if "firm.abandon" in solution.game.taken(s)]
    assert all(solution.equilibrium("nash")[abandoned])
    running = {s: told for s, told in solution.joint.departures["nash"].items() if s not in abandoned}
    left = {s for s, told in running.items() if told}
    (departure,) = (d for s in left for d in running[s])
    assert departure.coalition == (0, 1)
    assert solution.game.start in set(solution.equilibrium("gmr").nonzero()[0])
    assert solution.game.start not in set(solution.equilibrium("seq").nonzero()[0])
    return [
        [count["nash"], solution.game.count, len(abandoned)],
        [count["gmr"], count["seq"]],
        [len(left), len(running)],
    ]


def cuban_missiles() -> Numbers:
    solution = solved("cuban-missiles")
    game = solution.game
    nash, gmr, seq = (solution.equilibrium(d) for d in ("nash", "gmr", "seq"))
    assert not nash.any()
    assert gmr[game.start]
    assert not seq[game.start]
    assert {game.taken(int(s)) for s in seq.nonzero()[0]} == {("ussr.withdraw",), ("us.blockade", "ussr.withdraw")}
    moves = improvements(game, 0, game.start)
    withdrawn = next(s for s in range(game.count) if game.taken(s) == ("ussr.withdraw",))
    assert all(game.levels[1][there] < game.levels[1][withdrawn] for there in moves)
    likes = [there for move in moves for there in (move, *improvements(game, 1, move))]
    assert all(game.levels[0][there] > game.levels[0][game.start] for there in likes)
    return [[int(seq.sum()), game.count, int(gmr.sum())], [len(moves)], [len(moves)]]


def two_level_games() -> Numbers:
    deep, shallow = ("government.sign", "other.insist", "parliament.ratify"), ("government.sign", "parliament.ratify")

    def kinds(solution: Any, taken: tuple[str, ...]) -> list[str]:
        state = next(s for s in range(solution.game.count) if solution.game.taken(s) == taken)
        return [d for d in DEFINITIONS if solution.equilibrium(d)[state]]

    def leaving(solution: Any) -> list[tuple[int, ...]]:
        return [departure.coalition for departure in solution.joint.departures["nash"][solution.game.start]]

    narrow, wide, none = (solved("two-level-games", **kw) for kw in ({}, {"demand": 0.5}, {"demand": 2.01}))
    assert kinds(narrow, shallow) == ["gmr", "smr", "seq"]
    assert kinds(wide, shallow) == ["gmr", "smr"]
    assert kinds(none, shallow) == kinds(none, deep) == []
    assert kinds(solved("two-level-games", demand=1.99), shallow)
    assert "nash" in kinds(narrow, ("other.insist",))
    assert leaving(narrow) == [(0, 1, 2)]
    assert min(leaving(wide), key=len) == (0, 2)
    return [
        [len(kinds(narrow, deep)), len(DEFINITIONS)],
        [len(kinds(wide, deep)), len(kinds(wide, shallow))],
        [2],
    ]


def final_offer() -> Numbers:
    usual, sure = only("final-offer"), only("final-offer", spread="0.5")
    (one, two), (near, far) = (offers(e) for e in (usual, sure))
    assert usual.payoffs == (0, 0)
    taken = 1 / (1 + math.exp((one + two) / 2))
    # The standard deviation of the logistic distribution of spread 1.
    deviation = math.pi / math.sqrt(3)
    return [[one, two, one - two, taken], [0.5, at("final-offer")["spread"], near, far], [0, deviation, one]]


def contest() -> Numbers:
    usual, dear = only("contest"), only("contest", cost=2)
    (one, two), (strong, weak) = (efforts(e) for e in (usual, dear))
    prize = at("contest")["prize"]
    assert (one, usual.payoffs[0]) == (two, usual.payoffs[1]) == (prize / 4, prize / 4)
    return [
        [one, prize, one / (one + two), usual.payoffs[0], prize / 2],
        [2, at("contest")["cost"], weak, strong, strong / (strong + weak)],
    ]


def cournot() -> Numbers:
    def told(**settings: int) -> tuple[Fraction, Fraction, Fraction]:
        e = only("cournot", **settings)
        first, second = Fraction(e.strategies[0].index(1)), Fraction(e.strategies[1].index(1), 2)
        assert (first, e.payoffs[0]) == (second, e.payoffs[1])
        return first, at("cournot")["demand"] - first - second, e.payoffs[0]

    each, price, profit = told()
    dear, _, less = told(cost=60)
    game = solved("cournot").game
    together = max(a + b for one, two in zip(game.row, game.column, strict=True) for a, b in zip(one, two, strict=True))
    alone = max(range(61), key=lambda i: game.row[i][0])
    reply = max(range(121), key=lambda j: game.column[alone][j])
    lead = (game.row[alone][reply], game.column[alone][reply])
    assert lead[0] == max(game.row[i][max(range(121), key=lambda j: game.column[i][j])] for i in range(61))
    return [
        [each, price, profit, alone, Fraction(alone, 2), together / 2],
        [dear, less],
        [alone, Fraction(reply, 2), lead[0], profit, lead[1]],
    ]


def double_auction() -> Numbers:
    solution = solved("double-auction")
    assert not any(solution.stated.regret)
    (e,) = solution.solution.equilibria
    high, low = (Fraction(next(iter(e.behaviour[k][name]))) for k, name in ((0, "buyer 1"), (1, "seller 0")))
    offers_of = [
        {Fraction(name.split()[1]): Fraction(next(iter(at_))) for name, at_ in e.behaviour[k].items()} for k in (0, 1)
    ]
    gap = min(v - c for v, b in offers_of[0].items() for c, s in offers_of[1].items() if b >= s)
    gains = [v - c for v in offers_of[0] for c in offers_of[1] if v > c]
    share = sum(e.payoffs) * 81 / sum(gains)
    limit = Fraction(9, 64) / Fraction(1, 6)
    return [[1, high, 0, low], [gap, Fraction(1, 8), 100 * share, 100 * limit, limit], [0, 1, limit]]


def first_price() -> Numbers:
    def told(rule: int) -> tuple[Fraction, Fraction]:
        solution = solved("first-price", rule=rule)
        assert not any(solution.stated.regret)
        (e,) = solution.solution.equilibria
        bids = {Fraction(name.split()[1]): Fraction(next(iter(at_))) for name, at_ in e.behaviour[0].items()}
        part = Fraction(1, 2 - rule)
        assert all(bid == value * part for value, bid in bids.items())
        return bids[Fraction(1)], payoffs_by_type(solution.game, e)[0]["1"]

    (half, gets), (full, other) = told(0), told(1)
    assert full == 1
    return [[1, half, gets], [other, 1]]


def offers(e: Any) -> list[Fraction]:
    """The offers of a pure equilibrium of the file of that name, from its lowest one on."""
    return [Fraction(-4) + Fraction(side.index(1), 10) for side in e.strategies]


def uncertain_sum() -> Numbers:
    """By SciPy's normal distribution, and all pairs of demands by brute force."""
    whole = np.arange(1, 101)

    def pays(doubt: float) -> tuple[Any, Any, Any]:
        chance = norm.sf(whole[:, None] + whole, 100, doubt)
        return whole[:, None] * chance, np.sqrt(whole) * chance, chance

    def pure(doubt: float) -> list[tuple[int, ...]]:
        bold, cautious, _ = pays(doubt)
        best = (bold == bold.max(axis=0)) & (cautious == cautious.max(axis=1)[:, None])
        pairs = [tuple(map(int, whole[list(pair)])) for pair in np.argwhere(best)]
        found = [e.strategies for e in equilibria("uncertain-sum", doubt=doubt)]
        assert pairs == sorted((1 + one.index(1), 1 + two.index(1)) for one, two in found if 1 in one and 1 in two)
        return pairs

    usual, less, (bold, cautious, chance) = only("uncertain-sum"), (53, 22), pays(20)
    ((one, two),) = pure(20)
    mine, lower = (one - 1, two - 1), (less[0] - 1, less[1] - 1)
    assert usual.payoffs == pytest.approx((bold[mine], cautious[mine]))
    better, worse = (bold[lower], cautious[lower]), (bold[mine], cautious[mine])
    assert all(a > b for a, b in zip(better, worse, strict=True))
    assert pure(10) == [(57, 29), (58, 28)]
    assert len(pure(5)) == 13
    return [
        [one, two, 100, chance[mine]],
        [one, two, 100, 200 / 3, 100 / 3],
        [*less, *better, *worse],
    ]


def efforts(e: Any) -> list[Fraction]:
    """The efforts of a pure equilibrium of the file of that name, from 1 on."""
    return [Fraction(1 + side.index(1)) for side in e.strategies]


NUMBERS: dict[str, Callable[[], Numbers]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        prisoners_dilemma,
        stag_hunt,
        battle_of_the_sexes,
        chicken,
        matching_pennies,
        inspection,
        stripped_down_poker,
        inspection_recursive,
        inspection_quota,
        von_stengel,
        entry_deterrence,
        ultimatum,
        centipede,
        seltens_horse,
        entry_deterrence_commitment,
        mixed_commitment,
        power_shift,
        repeated_prisoners_dilemma,
        known_last_round,
        divide_the_dollar,
        last_offer,
        outside_option,
        coase,
        deadline_demands,
        alternating_offers,
        small_steps,
        war_of_attrition,
        short_war_of_attrition,
        stubborn,
        job_market,
        princess_bride,
        beer_quiche,
        take_it_or_leave_it_crisis,
        cheap_talk,
        chain_store_doubt,
        reassurance_kydd,
        traffic_intersection,
        shapley,
        elmira,
        cuban_missiles,
        two_level_games,
        final_offer,
        uncertain_sum,
        contest,
        cournot,
        double_auction,
        first_price,
    )
} | CONFLICT
"""By scenario: the numbers in its answers, question by question; how often one is said does not matter."""
