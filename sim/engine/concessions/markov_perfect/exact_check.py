"""Stationary strategies judged in rationals, where floats would lose themselves.

A player for whom the next round counts almost as much as this one, 1 - 1e-15 of it, adds up some 1e15 rounds, and
floats are exact to 1 in 1e16: a system of linear equations for its worth has no float solution to speak of. The same is
solved here in exact numbers, and policy iteration compares them exactly, so that it needs no tolerance.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.errors import CertificateError
from sim.exact.elimination import solve
from sim.exact.rationals import ONE, ZERO, Rational
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.deadline import Deadline
    from sim.games.concessions.decision_graph import Point

    Exact = list[Fraction]
    Choice = tuple[Exact, list[dict[int, Fraction]]]
    """What each action of a player pays by itself, and how much it counts where play goes on, by point."""

CLOSE = Fraction(1, 10**6)
"""Nearness to 1 of a share of later worth below which floats do not judge."""


def demanding(points: Sequence[Point], player: int) -> bool:
    """Whether what is to come counts for so much to a player that floats cannot tell what a profile is worth to it."""
    gains = (e.gain[player] for point in points for line in point.exits for e in line if e.to != BROKEN)
    return any(1 - CLOSE < gain < 1 for gain in gains)


def worth_and_reply(
    points: Sequence[Point],
    profile: Sequence[tuple[Iterable[Any], Iterable[Any]]],
    player: int,
    deadline: Deadline | None,
) -> tuple[list[float], list[float]]:
    """What a profile is worth to a player at each point, and what a best reply to the other's part of it is worth.

    Parameters
    ----------
    points : sequence of Point
        The graph.
    profile : sequence of pair of sequence
        Both players' probabilities per decision point, exact or floats; floats are taken for what they are, but made to
        add up to 1.
    player : int
        Whose worth.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    sides = [(_shares(one), _shares(two)) for one, two in profile]
    choices = [_choice(point, pair[1 - player], player) for point, pair in zip(points, sides, strict=True)]
    policy = [pair[player] for pair in sides]
    worth = _worth(choices, policy, deadline)
    reply = worth
    while (better := _better(choices, policy, reply)) != policy:
        policy = better
        reply = _worth(choices, policy, deadline)
    return [float(v) for v in worth], [float(v) for v in reply]


def _shares(mixture: Iterable[Any]) -> Exact:
    exact = [Rational(p if isinstance(p, Fraction) else float(p)) for p in mixture]
    total = sum(exact, ZERO)
    return [p / total for p in exact]


def _choice(point: Point, other: Exact, player: int) -> Choice:
    size = len(point.node.actions[player])
    base, gain = [ZERO] * size, [dict[int, Fraction]() for _ in range(size)]
    for i, line in enumerate(point.exits):
        for j, e in enumerate(line):
            own, weight = (i, other[j]) if player == 0 else (j, other[i])
            if not weight:
                continue
            base[own] += weight * Rational(e.base[player])
            if e.to != BROKEN and e.gain[player]:
                gain[own][e.to] = gain[own].get(e.to, ZERO) + weight * Rational(e.gain[player])
    return base, gain


def _worth(choices: list[Choice], policy: list[Exact], deadline: Deadline | None) -> Exact:
    """Worth of following mixtures: the solution of V = base + gain V."""
    system: list[dict[int, Fraction]] = []
    right: list[list[Fraction]] = []
    for k, ((base, gain), mixture) in enumerate(zip(choices, policy, strict=True)):
        row = {k: ONE}
        for p, ways in zip(mixture, gain, strict=True):
            for to, v in ways.items():
                row[to] = row.get(to, ZERO) - p * v
        system.append({to: v for to, v in row.items() if v})
        right.append([sum((p * b for p, b in zip(mixture, base, strict=True)), ZERO)])
    found = solve(system, right, deadline)
    if found is None:
        raise CertificateError("a profile has no worth, although later rounds count for less")
    return [found[k][0] for k in range(len(choices))]


def _better(choices: list[Choice], policy: list[Exact], worth: Exact) -> list[Exact]:
    """The policy with a better action wherever there is one."""
    better = []
    for (base, gain), mixture in zip(choices, policy, strict=True):
        pays = [b + sum((v * worth[to] for to, v in ways.items()), ZERO) for b, ways in zip(base, gain, strict=True)]
        best = max(range(len(pays)), key=pays.__getitem__)
        gains = pays[best] > sum((p * v for p, v in zip(mixture, pays, strict=True)), ZERO)
        better.append([ONE if a == best else ZERO for a in range(len(pays))] if gains else mixture)
    return better
