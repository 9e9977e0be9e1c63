"""Known answers of games of threats, trust and help from outside, and of those that people were observed to play."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from sim.study.known.check import ROUNDING, Check, loaded, solved


def _audience() -> Any:
    # So many bluff that resisting pays nothing more than giving in; the defender gives in as often as a bluff needs.
    scenario, at = loaded("audience-costs", audience="0.8", resolved="0.2")
    (e,) = solved(scenario, "pbe").equilibria
    expected = at["resolved"] / (1 - at["resolved"]), at["audience"] / (1 + at["audience"])
    return expected, (e.behaviour[0]["is unresolved"]["threaten"], e.behaviour[1]["is threatened"]["give in"])


def _brink() -> Any:
    scenario, at = loaded("brinkmanship", risk="0.05", disaster="6")
    at_risk = at["patience"] * at["risk"] * at["disaster"]
    (e,) = (e for e in solved(scenario).equilibria if not sum(e.values))
    return (at_risk / (at["prize"] + at_risk), 0, 0), (e.course.path[0].turns[0].chance, *e.values)


def _trust() -> Any:
    # Nothing is returned, so nothing is sent; a trustee that can bind itself returns what was sent.
    scenario, at = loaded("trust-game", growth="4")
    (e,) = solved(scenario).equilibria
    game: Any = scenario.game
    bound = solved(replace(scenario, game=replace(game, commit=1)), "stackelberg").found.pure.payoffs
    return (10, 10, 10, 10 * at["growth"]), (*e.payoffs, *bound[::-1])


def _dictator() -> Any:
    found, expected = [], []
    for guilt in ("0.45", "0.55"):
        scenario, at = loaded("dictator", guilt=guilt)
        (e,) = solved(scenario).equilibria
        given = 5 if at["guilt"] > Fraction(1, 2) else 0
        expected.append(given)
        found.append(e.payoffs[1])
    return expected, found


def _envious() -> Any:
    found, expected = [], []
    for envy in ("0.4", "1.2"):
        scenario, at = loaded("ultimatum-responders", envy=envy)
        (e,) = solved(scenario).equilibria
        least = 100 * at["envy"] / (1 + 2 * at["envy"])
        expected.append(100 - next(offer for offer in range(5, 55, 5) if offer >= least))
        found.append(e.payoffs[0])
    return expected, found


def _transfer() -> Any:
    found, expected = [], []
    for transfer in ("0.69", "0.71"):
        scenario, at = loaded("power-shift-transfer", transfer=transfer)
        e = solved(scenario).equilibria[0]
        peace = at["transfer"] >= 2 * (at["now"] - at["cost"]) - at["later"]
        expected.append((at["transfer"] + at["later"]) / 2 if peace else at["now"] - at["cost"])
        found.append(e.payoffs[1])
    return expected, found


def _partisan() -> Any:
    found, expected = [], []
    for bias in ("0.21", "0.22"):
        scenario, at = loaded("biased-mediator", bias=bias)
        believed = at["bias"] * (at["pressed"] - Fraction(1, 2)) >= at["slip"] * at["cost"]
        informed = (1 - at["strong"]) * at["pressed"] + at["strong"] / 2
        expected.append(informed if believed else Fraction(1, 2))
        found.append(max(e.payoffs[1] for e in solved(scenario, "pbe").equilibria))
    return expected, found


def _laboratory() -> Any:
    scenario, at = loaded("laboratory-dilemma", reward="48")
    solution = solved(scenario)
    least = (at["temptation"] - at["reward"]) / (at["temptation"] - at["punishment"])
    return (least, least), solution.deals[0].critical


CONFLICT = (
    Check("Audience costs: who bluffs, who gives in", "Fearon 1994", _audience, scenario="audience-costs"),
    Check("Brinkmanship: chance to give in, payoffs", "Nalebuff 1986", _brink, ROUNDING, "brinkmanship"),
    Check("Trust game: payoffs", "Berg, Dickhaut and McCabe 1995", _trust, scenario="trust-game"),
    Check("Dictator: what is given, at two guilts", "Fehr and Schmidt 1999", _dictator, scenario="dictator"),
    Check(
        "Envious responders: what is kept, at two envies",
        "Fehr and Schmidt 1999",
        _envious,
        scenario="ultimatum-responders",
    ),
    Check("A transfer today: payoff, at two sizes", "Powell 2006", _transfer, scenario="power-shift-transfer"),
    Check("Biased mediator: payoff, at two biases", "Kydd 2003", _partisan, scenario="biased-mediator"),
    Check("Repeated dilemma in the laboratory: patience", "Friedman 1971", _laboratory, scenario="laboratory-dilemma"),
)
"""Checks that stand at the end."""
