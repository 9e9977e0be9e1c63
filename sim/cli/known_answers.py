"""Games whose answers are known in closed form, solved by the engines and compared: what ``detente selftest`` runs.

Each check solves a bundled scenario (most at numbers other than the file's) or a small game written here, through the
same functions as the commands, and works the expected numbers out of the closed form in exact fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sim.scenario.scenario import Scenario

    Numbers = tuple[Fraction, ...]

ROUNDING = Fraction(1, 10**9)
"""What floats may differ by where an engine computes in floats (linear programmes, discounting)."""


class NotCertifiedError(Exception):
    """An engine does not vouch for its own result."""


@dataclass(frozen=True)
class Check:
    """A game with a known answer.

    Parameters
    ----------
    name : str
        The game, and which numbers are compared.
    source : str
        Where the answer comes from.
    work : callable
        Solves it; returns the numbers expected and those found.
    tolerance : Fraction
        Largest difference that counts as equal; 0 where the engine is exact.
    """

    name: str
    source: str
    work: Callable[[], tuple[Iterable[Fraction | float], Iterable[Fraction | float]]]
    tolerance: Fraction = Fraction(0)


@dataclass(frozen=True)
class Outcome:
    """What came of a check; `error` says what went wrong if it did not come to numbers."""

    check: Check
    expected: Numbers
    found: Numbers
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether the answer found is the known one."""
        return (
            not self.error
            and len(self.expected) == len(self.found)
            and all(abs(a - b) <= self.check.tolerance for a, b in zip(self.expected, self.found, strict=True))
        )


def run_check(check: Check) -> Outcome:
    """Run one check; an engine that breaks down fails it and does not stop the others."""
    try:
        expected, found = check.work()
        return Outcome(check, tuple(Fraction(n) for n in expected), tuple(Fraction(n) for n in found))
    except Exception as error:
        return Outcome(check, (), (), f"{type(error).__name__}: {error}")


def _load(name: str, text: str | None = None, **settings: str) -> tuple[Scenario, dict[str, Fraction]]:
    """A scenario, and its parameters by name."""
    from sim.scenario.load import load

    scenario = load(name, settings, text)
    return scenario, {p.name: p.value for p in scenario.parameters}


def _solve(scenario: Scenario, concept: str) -> Any:
    from sim.engine.selection import Rule
    from sim.engine.solvers import SOLVERS, Request
    from sim.games import compile_scenario

    solution = SOLVERS[scenario.kind][concept](compile_scenario(scenario), Request(Rule()))
    if not solution.certified:
        raise NotCertifiedError(f"the solution of '{scenario.title}' is not certified")
    return solution


def _mixed(scenario: Scenario) -> Any:
    """The one equilibrium of a matrix game in which both sides mix over all their actions."""
    (found,) = (e for e in _solve(scenario, "nash").result.equilibria if all(p for side in e.strategies for p in side))
    return found


def _dilemma() -> Any:
    scenario, at = _load("prisoners-dilemma", punishment="2")
    (e,) = _solve(scenario, "nash").result.equilibria
    return (1, 1, at["punishment"], at["punishment"]), (e.strategies[0][1], e.strategies[1][1], *e.payoffs)


def _pennies() -> Any:
    scenario, _ = _load("matching-pennies", stake="3")
    e = _mixed(scenario)
    return (Fraction(1, 2), Fraction(1, 2), 0), (e.strategies[0][0], e.strategies[1][0], e.payoffs[0])


def _sexes() -> Any:
    scenario, at = _load("battle-of-the-sexes", best="3")
    e, total = _mixed(scenario), at["best"] + at["second"]
    return (at["best"] / total, at["best"] * at["second"] / total), (e.strategies[0][0], e.payoffs[0])


def _chicken() -> Any:
    scenario, at = _load("chicken", gain="2", crash="7")
    firm = at["gain"] / (at["gain"] + at["crash"] - at["loss"])
    return (firm, firm), tuple(side[1] for side in _mixed(scenario).strategies)


def _stag() -> Any:
    scenario, at = _load("stag-hunt", stag="5")
    e = _mixed(scenario)
    return (at["hare"] / at["stag"], at["hare"]), (e.strategies[0][0], e.payoffs[0])


def _inspection() -> Any:
    scenario, at = _load("inspection", penalty="7")
    inspect = at["gain"] / (at["detection"] * (at["gain"] + at["penalty"]))
    violate = at["cost"] / (at["detection"] * (at["harm"] - at["caught"]))
    e = _mixed(scenario)
    return (inspect, violate), (e.strategies[0][0], e.strategies[1][1])


def _attrition() -> Any:
    scenario, at = _load("short-war-of-attrition", prize="5")
    q = at["cost"] / (at["prize"] + at["cost"])
    e = _mixed(scenario)
    return (*((1 - q) ** t * q for t in range(3)), (1 - q) ** 3), e.strategies[1]


def _stengel() -> Any:
    scenario, _ = _load("von-stengel")
    solution = _solve(scenario, "nash")
    return (75,), (len({e.strategies for e in solution.result.equilibria}) if solution.complete else 0,)


def _indices() -> Any:
    names = ("chicken", "stag-hunt", "inspection", "von-stengel")
    sums = [sum(t.index for t in _solve(_load(name)[0], "nash").traits) for name in names]
    return (1,) * len(names), sums


def _identity() -> Any:
    n = 4
    rows = [[[int(i == j)] * 2 for j in range(n)] for i in range(n)]
    players = ", ".join(f"{p}: {{actions: [{', '.join(p + str(i) for i in range(n))}]}}" for p in ("a", "b"))
    text = f"format: 1\nkind: matrix\ntitle: Coordination\nplayers: {{{players}}}\npayoffs: {rows}\n"
    solution = _solve(_load("coordination", text)[0], "nash")
    return (2**n - 1,), (len(solution.result.equilibria) if solution.complete else 0,)


def _light() -> Any:
    scenario, at = _load("traffic-intersection", crash="-3")
    r = (at["second"] - at["crash"]) / (at["first"] - at["both"])
    welfare = 2 * (r * at["both"] + at["first"] + at["second"]) / (r + 2)
    return (welfare,), (sum(map(Fraction, _solve(scenario, "correlated").found[0].payoffs)),)


def _errors() -> Any:
    points = _solve(_load("matching-pennies")[0], "quantal").points
    return (Fraction(1, 2),) * len(points), [point.strategies[0][0] for point in points]


def _triangle() -> Any:
    text = (
        "format: 1\nkind: matrix\ntitle: Triangle\nplayers: {a: {actions: [x, y]}, b: {actions: [x, y]}}\n"
        "parameters: {one: 3, two: 5}\npayoffs: [[[one, 0], [0, 0]], [[0, 0], [0, two]]]\n"
    )
    scenario, at = _load("triangle", text)
    found = _solve(scenario, "bargaining").solution
    half = at["one"] / 2, at["two"] / 2
    return (*half, *half), (*found.nash, *found.kalai_smorodinsky)


def _poker() -> Any:
    (e,) = _solve(_load("stripped-down-poker")[0], "nash").equilibria
    # A raise stakes 2 in the place of 1. A call must be worth a fold: 2b - 2 = -(1 + b) for the chance b of a bluff. A
    # bluff must be worth a pass: -2c + (1 - c) = -1 for the chance c of a call. The king then wins 2c + (1 - c).
    ante, raised = 1, 2
    bluff, call = Fraction(raised - ante, raised + ante), Fraction(2 * ante, raised + ante)
    value = (raised * call + ante * (1 - call) - ante) / 2
    found = e.behaviour[0]["has the queen"]["raise"], e.behaviour[1]["sees a raise"]["call"], e.payoffs[0]
    return (bluff, call, value), found


def _entry() -> Any:
    scenario, at = _load("entry-deterrence", shared="3")
    (perfect,) = _solve(scenario, "subgame-perfect").equilibria
    threats = {e.payoffs for e in _solve(scenario, "nash").equilibria} - {perfect.payoffs}
    (threat,) = threats
    return (at["shared"], at["shared"], at["outside"], at["monopoly"]), (*perfect.payoffs, *threat)


def _ultimatum() -> Any:
    (e,) = _solve(_load("ultimatum")[0], "subgame-perfect").equilibria
    return (4, 0), e.payoffs


def _centipede() -> Any:
    scenario, at = _load("centipede", growth="3")
    (e,) = _solve(scenario, "subgame-perfect").equilibria
    expected = (1, at["share"] * at["pile"], (1 - at["share"]) * at["pile"])
    return expected, (e.behaviour[0]["move 1"]["take"], *e.payoffs)


def _dresher() -> Any:
    (e,) = _solve(_load("inspection-recursive")[0], "subgame-perfect").equilibria
    periods, inspections = 2, 1
    value = Fraction(-comb(periods - 1, inspections), sum(comb(periods, i) for i in range(inspections + 1)))
    return (value, -value), e.payoffs


def _horse() -> Any:
    scenario, at = _load("seltens-horse")
    equilibria = _solve(scenario, "nash").equilibria
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
breakdown: {payoff: {us: -9, nk: -9}}
moves: alternating
first: us
horizon: 2
"""


def _concessions() -> Any:
    # The second to move answers a step with its own: 3 - 1 + 2 for ever beats 3, less the single payment. So the first
    # moves at once; round 0 pays (-1, 3), every later one (4, 4), and round 1 costs nk its payment.
    scenario, _ = _load("two steps in turn", CONCESSIONS)
    d, e = Fraction(3, 4), Fraction(1, 2)
    expected = (1 - d) * -1 + d * 4, (1 - e) * 3 + e * 4 + (1 - e) * e * -1
    return expected, _solve(scenario, "subgame-perfect").values


CHECKS = (
    Check("Prisoner's dilemma: chances to arm, payoffs", "Luce and Raiffa 1957", _dilemma),
    Check("Matching pennies: chances, value", "von Neumann 1928", _pennies),
    Check("Battle of the sexes: chance of the own place, payoff", "Luce and Raiffa 1957", _sexes),
    Check("Chicken: chances to stand firm", "Rapoport and Chammah 1966", _chicken),
    Check("Stag hunt: chance of the stag, payoff", "indifference", _stag),
    Check("Inspection: chances to inspect, to violate", "Avenhaus et al. 2002", _inspection),
    Check("War of attrition: chances to quit, never", "induction, in the file", _attrition),
    Check("Coordination on one of 4: equilibria", "Quint and Shubik 1997", _identity),
    Check("Von Stengel's game: equilibria", "von Stengel 1999", _stengel),
    Check("Index sums of four matrix games", "Shapley 1974", _indices),
    Check("Traffic light: sum of payoffs", "Aumann 1974", _light, ROUNDING),
    Check("Matching pennies with errors: chances", "McKelvey and Palfrey 1995", _errors, ROUNDING),
    Check("Bargaining in a triangle: two solutions", "Nash 1950, Kalai and Smorodinsky 1975", _triangle),
    Check("Stripped-down poker: bluff, call, value", "Reiley et al. 2008", _poker),
    Check("Entry deterrence: perfect, by empty threat", "Selten 1978", _entry),
    Check("Ultimatum: payoffs", "backward induction", _ultimatum),
    Check("Centipede: chance to take, payoffs", "Rosenthal 1981", _centipede),
    Check("Recursive inspection: value", "Dresher 1962", _dresher),
    Check("Selten's horse for two: least refusal that deters", "Selten 1975", _horse),
    Check("Two concessions in turn: payoffs", "hand computation", _concessions, ROUNDING),
)
"""All checks, matrix games first, then trees, then concessions."""
