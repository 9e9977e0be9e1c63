"""Games whose answers are known in closed form, solved by the engines and compared: what ``detente selftest`` runs.

Each check solves a bundled scenario (most at numbers other than the file's) or a small game written here, through the
same functions as the commands, and works the expected numbers out of the closed form in exact fractions.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any

from sim.study.inspection.quota import QuotaOptions, ask_quota
from sim.study.known.check import ROUNDING, Check, loaded, mixed, solved
from sim.study.known.conflict_answers import CONFLICT
from sim.study.known.textbook_answers import TEXTBOOK


def _dilemma() -> Any:
    scenario, at = loaded("prisoners-dilemma", punishment="2")
    (e,) = solved(scenario, "nash").result.equilibria
    return (1, 1, at["punishment"], at["punishment"]), (e.strategies[0][1], e.strategies[1][1], *e.payoffs)


def _pennies() -> Any:
    scenario, _ = loaded("matching-pennies", stake="3")
    e = mixed(scenario)
    return (Fraction(1, 2), Fraction(1, 2), 0), (e.strategies[0][0], e.strategies[1][0], e.payoffs[0])


def _sexes() -> Any:
    scenario, at = loaded("battle-of-the-sexes", best="3")
    e, total = mixed(scenario), at["best"] + at["second"]
    return (at["best"] / total, at["best"] * at["second"] / total), (e.strategies[0][0], e.payoffs[0])


def _chicken() -> Any:
    scenario, at = loaded("chicken", gain="2", crash="7")
    firm = at["gain"] / (at["gain"] + at["crash"] - at["loss"])
    return (firm, firm), tuple(side[1] for side in mixed(scenario).strategies)


def _stag() -> Any:
    scenario, at = loaded("stag-hunt", stag="5")
    e = mixed(scenario)
    return (at["hare"] / at["stag"], at["hare"]), (e.strategies[0][0], e.payoffs[0])


def _inspection() -> Any:
    scenario, at = loaded("inspection", penalty="7")
    inspect = at["gain"] / (at["detection"] * (at["gain"] + at["penalty"]))
    violate = at["cost"] / (at["detection"] * (at["harm"] - at["caught"]))
    e = mixed(scenario)
    return (inspect, violate), (e.strategies[0][0], e.strategies[1][1])


def _attrition() -> Any:
    scenario, at = loaded("short-war-of-attrition", prize="5")
    q = at["cost"] / (at["prize"] + at["cost"])
    e = mixed(scenario)
    return (*((1 - q) ** t * q for t in range(3)), (1 - q) ** 3), e.strategies[1]


def _stengel() -> Any:
    scenario, _ = loaded("von-stengel")
    solution = solved(scenario, "nash")
    return (75,), (len({e.strategies for e in solution.result.equilibria}) if solution.complete else 0,)


def _indices() -> Any:
    names = ("chicken", "stag-hunt", "inspection", "von-stengel")
    sums = [sum(t.index for t in solved(loaded(name)[0], "nash").traits) for name in names]
    return (1,) * len(names), sums


def _identity() -> Any:
    n = 4
    rows = [[[int(i == j)] * 2 for j in range(n)] for i in range(n)]
    players = ", ".join(f"{p}: {{actions: [{', '.join(p + str(i) for i in range(n))}]}}" for p in ("a", "b"))
    text = f"format: 1\nkind: matrix\ntitle: Coordination\nplayers: {{{players}}}\npayoffs: {rows}\n"
    solution = solved(loaded("coordination", text)[0], "nash")
    return (2**n - 1,), (len(solution.result.equilibria) if solution.complete else 0,)


def _light() -> Any:
    scenario, at = loaded("traffic-intersection", crash="-3")
    r = (at["second"] - at["crash"]) / (at["first"] - at["both"])
    welfare = 2 * (r * at["both"] + at["first"] + at["second"]) / (r + 2)
    return (welfare,), (sum(map(Fraction, solved(scenario, "correlated").found[0].payoffs)),)


def _errors() -> Any:
    points = solved(loaded("matching-pennies")[0], "quantal").points
    return (Fraction(1, 2),) * len(points), [point.strategies[0][0] for point in points]


def _triangle() -> Any:
    text = (
        "format: 1\nkind: matrix\ntitle: Triangle\nplayers: {a: {actions: [x, y]}, b: {actions: [x, y]}}\n"
        "parameters: {one: 3, two: 5}\npayoffs: [[[one, 0], [0, 0]], [[0, 0], [0, two]]]\n"
    )
    scenario, at = loaded("triangle", text)
    found = solved(scenario, "bargaining").solution
    half = at["one"] / 2, at["two"] / 2
    return (*half, *half), (*found.nash, *found.kalai_smorodinsky)


def _poker() -> Any:
    (e,) = solved(loaded("stripped-down-poker")[0], "nash").equilibria
    # A raise stakes 2 in the place of 1. A call must be worth a fold: 2b - 2 = -(1 + b) for the chance b of a bluff. A
    # bluff must be worth a pass: -2c + (1 - c) = -1 for the chance c of a call. The king then wins 2c + (1 - c).
    ante, raised = 1, 2
    bluff, call = Fraction(raised - ante, raised + ante), Fraction(2 * ante, raised + ante)
    value = (raised * call + ante * (1 - call) - ante) / 2
    found = e.behaviour[0]["has the queen"]["raise"], e.behaviour[1]["sees a raise"]["call"], e.payoffs[0]
    return (bluff, call, value), found


def _entry() -> Any:
    scenario, at = loaded("entry-deterrence", shared="3")
    (perfect,) = solved(scenario, "subgame-perfect").equilibria
    threats = {e.payoffs for e in solved(scenario, "nash").equilibria} - {perfect.payoffs}
    (threat,) = threats
    return (at["shared"], at["shared"], at["outside"], at["monopoly"]), (*perfect.payoffs, *threat)


def _ultimatum() -> Any:
    (e,) = solved(loaded("ultimatum")[0], "subgame-perfect").equilibria
    return (4, 0), e.payoffs


def _centipede() -> Any:
    scenario, at = loaded("centipede", growth="3")
    (e,) = solved(scenario, "subgame-perfect").equilibria
    expected = (1, at["share"] * at["pile"], (1 - at["share"]) * at["pile"])
    return expected, (e.behaviour[0]["move 1"]["take"], *e.payoffs)


def _dresher() -> Any:
    (e,) = solved(loaded("inspection-recursive")[0], "subgame-perfect").equilibria
    periods, inspections = 2, 1
    value = Fraction(-comb(periods - 1, inspections), sum(comb(periods, i) for i in range(inspections + 1)))
    return (value, -value), e.payoffs


def _quota() -> Any:
    (scenario, _), shapes = loaded("inspection-quota"), ((6, 2), (8, 5))
    values = [ask_quota(scenario, QuotaOptions(n, k)).first.value for n, k in shapes]
    return [Fraction(-comb(n - 1, k), sum(comb(n, i) for i in range(k + 1))) for n, k in shapes], values


def _horse() -> Any:
    scenario, at = loaded("seltens-horse")
    equilibria = solved(scenario, "nash").equilibria
    refused = min(p for e in equilibria if (p := e.behaviour[1]["at the door"].get("refuse", 0)))
    return (max((3 - at["away"]) / 2, (4 - at["away"]) / 4),), (refused,)


CONCESSIONS = """
format: 1
title: Two steps in turn
players: {us: {patience: 3/4}, nk: {patience: 1/2}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: one, effect: {us: -1, nk: 3}}]
  nk: [{id: two, effect: {us: 3, nk: -1}, once: {nk: -1}}]
agreement: {us: 2, nk: 2}
breakdown: {payoff: {us: -9, nk: -9}, keeps: nothing}
moves: alternating
first: us
horizon: 2
"""


def _concessions() -> Any:
    # The second to move answers a step with its own: 3 - 1 + 2 for ever beats 3, less the single payment. So the first
    # moves at once; round 0 pays (-1, 3), every later one (4, 4), and round 1 costs nk its payment.
    scenario, _ = loaded("two steps in turn", CONCESSIONS)
    d, e = Fraction(3, 4), Fraction(1, 2)
    expected = (1 - d) * -1 + d * 4, (1 - e) * 3 + e * 4 + (1 - e) * e * -1
    return expected, solved(scenario, "subgame-perfect").values


CHECKS = (
    Check(
        "Prisoner's dilemma: chances to arm, payoffs", "Luce and Raiffa 1957", _dilemma, scenario="prisoners-dilemma"
    ),
    Check("Matching pennies: chances, value", "von Neumann 1928", _pennies, scenario="matching-pennies"),
    Check(
        "Battle of the sexes: chance of the own place, payoff",
        "Luce and Raiffa 1957",
        _sexes,
        scenario="battle-of-the-sexes",
    ),
    Check("Chicken: chances to stand firm", "Rapoport and Chammah 1966", _chicken, scenario="chicken"),
    Check("Stag hunt: chance of the stag, payoff", "indifference", _stag, scenario="stag-hunt"),
    Check("Inspection: chances to inspect, to violate", "Avenhaus et al. 2002", _inspection, scenario="inspection"),
    Check(
        "War of attrition: chances to quit, never",
        "induction, in the file",
        _attrition,
        scenario="short-war-of-attrition",
    ),
    Check("Coordination on one of 4: equilibria", "Quint and Shubik 1997", _identity),
    Check("Von Stengel's game: equilibria", "von Stengel 1999", _stengel, scenario="von-stengel"),
    Check("Index sums of four matrix games", "Shapley 1974", _indices),
    Check("Traffic light: sum of payoffs", "Aumann 1974", _light, ROUNDING, "traffic-intersection"),
    Check("Matching pennies with errors: chances", "McKelvey and Palfrey 1995", _errors, ROUNDING),
    Check("Bargaining in a triangle: two solutions", "Nash 1950, Kalai and Smorodinsky 1975", _triangle),
    Check("Stripped-down poker: bluff, call, value", "Reiley et al. 2008", _poker, scenario="stripped-down-poker"),
    Check("Entry deterrence: perfect, by empty threat", "Selten 1978", _entry, scenario="entry-deterrence"),
    Check("Ultimatum: payoffs", "backward induction", _ultimatum, scenario="ultimatum"),
    Check("Centipede: chance to take, payoffs", "Rosenthal 1981", _centipede, scenario="centipede"),
    Check("Recursive inspection: value", "Dresher 1962", _dresher, scenario="inspection-recursive"),
    Check("Quotas of inspections: values", "Dresher 1962", _quota, scenario="inspection-quota"),
    Check("Selten's horse for two: least refusal that deters", "Selten 1975", _horse, scenario="seltens-horse"),
    Check("Two concessions in turn: payoffs", "hand computation", _concessions, ROUNDING),
    *TEXTBOOK,
    *CONFLICT,
)
"""All checks: matrix games, trees, concessions; then what needs time, bargaining or hidden types."""
