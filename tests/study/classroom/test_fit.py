"""The fitted precision against independent optimisation, and against choices drawn at a known precision."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from sim.agents.arenas.match import Seat
from sim.agents.arenas.seating import arena_of
from sim.scenario.load import load
from sim.study.classroom.fit import THRESHOLD, Fit, fit_precision

PENNIES = """
format: 1
kind: matrix
title: Asymmetric matching pennies
players: {a: {actions: [u, d]}, b: {actions: [l, r]}}
payoffs: [[[9, 0], [0, 1]], [[0, 1], [1, 0]]]
"""


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(min(x, 600), -600)))


def pennies(precision: float) -> tuple[float, float]:
    """The only logit equilibrium: p = F(t (9q - (1 - q))), q = F(t (1 - 2p)), where F is the logistic function.

    With p the chance of u and q that of l, u pays 9q and d pays 1 - q; l pays 1 - p and r pays p.
    """
    p = brentq(lambda p: p - logistic(precision * (10 * logistic(precision * (1 - 2 * p)) - 1)), 0, 1, xtol=1e-14)
    return float(p), logistic(precision * (1 - 2 * float(p)))


def fitted(text: str, choices: Sequence[tuple[int, str]], name: str = "game") -> Fit:
    """The fit to choices of a matrix game, as (seat, action)."""
    scenario = load(name, text=text) if text else load(name)
    arena = arena_of(scenario, (Seat("Anna"), Seat("Ben")))

    def likelihood(precisions: Sequence[float]) -> list[float | None]:
        rules = arena.responses(precisions)
        return [r and math.fsum(math.log(max(r(arena.start, s)[a], 1e-300)) for s, a in choices) for r in rules]  # type: ignore[misc]

    fit = fit_precision(likelihood, len(choices), arena.payoff_range)
    assert fit is not None
    return fit


def counted(u: int, d: int, left: int, right: int) -> list[tuple[int, str]]:
    return [(0, "u")] * u + [(0, "d")] * d + [(1, "l")] * left + [(1, "r")] * right


def test_the_precision_and_its_interval_are_those_of_an_independent_optimisation() -> None:
    """Asymmetric matching pennies (in the manner of Ochs 1995), with logit equations solved by bisection."""
    counts = (41, 9, 18, 32)

    def loglik(t: float) -> float:
        p, q = pennies(t)
        return sum(n * math.log(c) for n, c in zip(counts, (p, 1 - p, q, 1 - q), strict=True))

    fit = fitted(PENNIES, counted(*counts))
    best = minimize_scalar(lambda t: -loglik(t), bounds=(0.01, 1.5), method="bounded", options={"xatol": 1e-10})
    assert fit.precision == pytest.approx(best.x, rel=1e-4)
    assert fit.loglik == pytest.approx(-best.fun, abs=1e-8)

    def outside(t: float) -> float:
        return 2 * (-best.fun - loglik(t)) - THRESHOLD

    assert fit.low == pytest.approx(brentq(outside, 1e-6, best.x), rel=1e-4)
    upper = brentq(outside, best.x, 20)
    assert fit.high == pytest.approx(upper, rel=1e-4)
    assert fit.uniform == pytest.approx(-100 * math.log(2))
    assert fit.edge == "none"
    assert fit.beats_random


def test_a_decision_of_one_player_has_its_precision_in_closed_form() -> None:
    """One player of two actions that pay 1 and 0: the likeliest precision is the log of the odds, ln(3)."""
    text = """
format: 1
kind: matrix
title: alone
players: {a: {actions: [u, d]}, b: {actions: [l]}}
payoffs: [[[1, 0]], [[0, 0]]]
"""
    fit = fitted(text, [(0, "u")] * 30 + [(0, "d")] * 10)
    assert fit.precision == pytest.approx(math.log(3), rel=1e-5)
    # The curvature of the log-likelihood is n p (1 - p), so for many choices the interval is about 1.96 / root of it.
    width = 1.96 / math.sqrt(40 * 0.75 * 0.25)
    assert fit.high is not None
    assert fit.high - fit.low == pytest.approx(2 * width, rel=0.05)


def test_the_precision_of_a_tree_is_that_of_an_independent_optimisation() -> None:
    """A proposer keeps 4, 3 or 2 of four parts; the responder accepts each with its own logistic chance."""
    observed = {"keep 4": 3, "keep 3": 10, "keep 2": 9}
    answers = {"offered 0": (1, 2), "offered 1": (7, 3), "offered 2": (9, 0)}

    def loglik(t: float) -> float:
        takes = [logistic(t * k) for k in range(3)]
        worth = [t * (4 - k) * takes[k] for k in range(3)]
        norm = math.log(sum(map(math.exp, worth)))
        total = sum(n * (w - norm) for n, w in zip(observed.values(), worth, strict=True))
        return total + sum(
            a * math.log(p) + r * math.log(1 - p) for (a, r), p in zip(answers.values(), takes, strict=True)
        )

    arena = arena_of(load("ultimatum"), (Seat("Anna"), Seat("Ben")))
    place = {node.infoset: k for k, node in enumerate(arena.game.nodes) if node.infoset}
    start = arena.start
    made = [(start, 0, action) for action, n in observed.items() for _ in range(n)]
    for name, counts in answers.items():
        made += [(place[name], 1, a) for a, n in zip(("accept", "reject"), counts, strict=True) for _ in range(n)]

    def likelihood(precisions: Sequence[float]) -> list[float | None]:
        return [
            r and math.fsum(math.log(max(r(k, s)[a], 1e-300)) for k, s, a in made) for r in arena.responses(precisions)
        ]  # type: ignore[misc]

    fit = fit_precision(likelihood, len(made), arena.payoff_range)
    assert fit is not None
    best = minimize_scalar(lambda t: -loglik(t), bounds=(0.01, 20), method="bounded", options={"xatol": 1e-10})
    assert fit.precision == pytest.approx(best.x, rel=1e-4)
    assert fit.loglik == pytest.approx(-best.fun, abs=1e-7)


@pytest.mark.parametrize("true", [0.3, 1.0, 3.0])
def test_the_precision_that_choices_were_drawn_at_lies_in_the_interval(true: float) -> None:
    draw = random.Random(7)
    p, q = pennies(true)
    made = [(0, "u" if draw.random() < p else "d") for _ in range(500)]
    made += [(1, "l" if draw.random() < q else "r") for _ in range(500)]
    fit = fitted(PENNIES, made)
    assert fit.low < true
    assert fit.high is not None
    assert true < fit.high
    assert fit.high - fit.low < 2.5 * true


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """95 % intervals of 200 samples: the count is binomial, so more than 8 of 60 misses has a chance below 1 in 300."""
    draw, true, misses = np.random.default_rng(1), 1.2, 0

    def loglik(counts: tuple[int, int]) -> Callable[[Sequence[float]], list[float | None]]:
        def at(precisions: Sequence[float]) -> list[float | None]:
            return [counts[0] * math.log(logistic(t)) + counts[1] * math.log(logistic(-t)) for t in precisions]

        return at

    for _ in range(60):
        hits = int(draw.binomial(200, logistic(true)))
        fit = fit_precision(loglik((hits, 200 - hits)), 200, 1.0)
        assert fit is not None
        misses += not fit.low <= true <= (fit.high or math.inf)
    assert misses <= 8


def test_choices_at_random_give_precision_zero_or_an_interval_that_holds_it() -> None:
    fit = fitted(PENNIES, counted(10, 40, 25, 25))
    assert fit.edge == "random"
    assert (fit.precision, fit.low) == (0, 0)
    assert fit.loglik == fit.uniform == pytest.approx(-100 * math.log(2))
    assert not fit.beats_random


def test_choices_without_an_error_have_no_upper_end() -> None:
    """In a prisoner's dilemma who always arms is the likelier the higher the precision."""
    fit = fitted("", [(0, "arm")] * 20 + [(1, "arm")] * 20, "prisoners-dilemma")
    assert fit.edge == "top"
    assert fit.high is None
    assert fit.low > 0
    assert fit.loglik == pytest.approx(0, abs=1e-6)


def test_choices_where_errors_make_no_difference_say_nothing() -> None:
    """In matching pennies everybody mixes evenly at every precision."""
    fit = fitted("", [(0, "east"), (0, "west"), (1, "east")] * 5, "matching-pennies")
    assert fit.edge == "flat"


def test_few_choices_are_called_few() -> None:
    assert fitted(PENNIES, counted(1, 0, 0, 1)).few
    assert not fitted(PENNIES, counted(41, 9, 18, 32)).few


def test_a_branch_that_ends_early_is_fitted_as_far_as_it_goes() -> None:
    def likelihood(precisions: Sequence[float]) -> list[float | None]:
        return [None if t > 2 else -((t - 1.5) ** 2) for t in precisions]

    fit = fit_precision(likelihood, 20, 1.0)
    assert fit is not None
    assert fit.precision == pytest.approx(1.5, abs=1e-4)
    assert fit.reached <= 2
    assert fit_precision(lambda ts: [None if t else -1.0 for t in ts], 20, 1.0) is None
