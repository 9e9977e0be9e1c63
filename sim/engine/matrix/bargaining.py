"""The cooperative benchmark: Nash's and Kalai and Smorodinsky's bargaining solutions, and the price of holding out.

The feasible set is the convex hull of the payoffs that can be agreed on; its efficient corners are found and the
solutions worked out on its edges in exact rationals (Nash's product is a quadratic on each edge).

References
----------
Nash, J. F. (1950): The bargaining problem. Econometrica 18, 155-162. Kalai, E. and Smorodinsky, M. (1975): Other
solutions to Nash's bargaining problem. Econometrica 43, 513-518.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from sim.deadline import Deadline
from sim.engine.matrix.certificate import Certificate
from sim.engine.matrix.nash import best_nash_payoffs
from sim.engine.matrix.whole_game import whole_game
from sim.engine.matrix.zero_sum import optimal_strategies
from sim.engine.solution import Solution
from sim.errors import CertificateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.engine.solution import Request
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.types import Pair


@dataclass(frozen=True)
class BargainingSolution:
    """Solutions of a bargaining problem.

    Parameters
    ----------
    disagreement : tuple of Fraction
        What the players get without an agreement.
    frontier : tuple of points
        Corners of the Pareto frontier above the disagreement point, from the first player's worst to its best.
    hull : tuple of points
        Corners of the feasible set, counterclockwise.
    nash, kalai_smorodinsky : tuple of Fraction
        The two solutions; the disagreement point itself if nothing improves on it for both.
    """

    disagreement: Pair
    frontier: tuple[Pair, ...]
    hull: tuple[Pair, ...]
    nash: Pair
    kalai_smorodinsky: Pair

    def price(self, payoffs: Sequence[float]) -> float:
        """Welfare that an outcome falls short of Nash's solution by, in the units of the payoffs."""
        return float(sum(self.nash)) - float(sum(payoffs))

    def slack(self, payoffs: Sequence[float]) -> tuple[float, float]:
        """Most that some outcome gives each player beyond some payoffs without giving the other less.

        Parameters
        ----------
        payoffs : sequence of float
            Payoffs of an outcome.
        """
        one, two = map(Fraction, payoffs)
        corners = above(self.hull, (one, two))
        # Rounding can put an outcome on the rim a little outside: then nothing is beyond it.
        gains = [float(max((c[k] for c in corners), default=v) - v) for k, v in enumerate((one, two))]
        return gains[0], gains[1]


def bargaining(points: Iterable[Pair], disagreement: Pair, feasible: bool = True) -> BargainingSolution:
    """Solve a bargaining problem.

    Parameters
    ----------
    points : iterable of pairs of Fraction
        Payoffs that can be agreed on; lotteries over them can be too.
    disagreement : pair of Fraction
        What the players get without an agreement.
    feasible : bool
        Whether the disagreement point can itself be agreed on.
    """
    hull = convex_hull([*points, disagreement] if feasible else points)
    frontier = _above(_efficient(hull), disagreement)
    if not frontier:
        return BargainingSolution(disagreement, (disagreement,), tuple(hull), disagreement, disagreement)
    return BargainingSolution(
        disagreement, tuple(frontier), tuple(hull), _nash(frontier, disagreement), _kalai(frontier, disagreement)
    )


def above(polygon: Sequence[Pair], floor: Pair) -> list[Pair]:
    """The part of a convex polygon that gives both players at least a floor (Sutherland and Hodgman 1974).

    Parameters
    ----------
    polygon : sequence of points
        Corners in order; one corner is a point, two are a segment.
    floor : pair of Fraction
        The least for each player.
    """
    kept = list(polygon)
    for axis in (0, 1):
        kept = _clip(kept, axis, floor[axis])
    return convex_hull(kept)


def _clip(polygon: list[Pair], axis: int, least: Fraction) -> list[Pair]:
    """Corners with a coordinate of at least a number, and where edges cross it."""
    kept: list[Pair] = []
    for k, b in enumerate(polygon):
        a = polygon[k - 1]
        if min(a[axis], b[axis]) < least < max(a[axis], b[axis]):
            share = (least - a[axis]) / (b[axis] - a[axis])
            kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        if b[axis] >= least:
            kept.append(b)
    return kept


def convex_hull(points: Iterable[Pair]) -> list[Pair]:
    """Corners of the convex hull, counterclockwise from the lowest left (Andrew's monotone chain, 1979)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def chain(sequence: Iterable[Pair]) -> list[Pair]:
        kept: list[Pair] = []
        for p in sequence:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], p) <= 0:
                kept.pop()
            kept.append(p)
        return kept[:-1]

    return chain(ordered) + chain(reversed(ordered))


def _turn(a: Pair, b: Pair, c: Pair) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _efficient(hull: list[Pair]) -> list[Pair]:
    """Corners that no feasible point improves on, from the first player's worst to its best.

    A corner may be bettered by a point within an edge and by no other corner, so it is not enough to compare corners:
    they are those from the first player's best counterclockwise to the second's.
    """
    first = hull.index(max(hull, key=lambda p: (p[0], p[1])))
    last = hull.index(max(hull, key=lambda p: (p[1], p[0])))
    around = hull[first:] + hull[:first]
    return around[: (last - first) % len(hull) + 1][::-1]


def _above(frontier: list[Pair], floor: Pair) -> list[Pair]:
    """The part of a frontier that gives both players at least a floor."""
    kept = [p for p in frontier if p[0] >= floor[0] and p[1] >= floor[1]]
    for a, b in pairwise(frontier):
        for axis in (0, 1):
            low, high = sorted((a[axis], b[axis]))
            if low < floor[axis] < high:
                share = (floor[axis] - a[axis]) / (b[axis] - a[axis])
                cut = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
                if cut[1 - axis] >= floor[1 - axis]:
                    kept.append(cut)
    return sorted(set(kept))


def _nash(frontier: list[Pair], d: Pair) -> Pair:
    """Largest product of gains, corner by corner and edge by edge."""
    candidates = list(frontier)
    for a, b in pairwise(frontier):
        slopes = b[0] - a[0], b[1] - a[1]
        gains = a[0] - d[0], a[1] - d[1]
        if slopes[0] * slopes[1]:
            share = -(gains[0] * slopes[1] + gains[1] * slopes[0]) / (2 * slopes[0] * slopes[1])
            if 0 < share < 1:
                candidates.append((a[0] + share * slopes[0], a[1] + share * slopes[1]))
    return max(candidates, key=lambda p: ((p[0] - d[0]) * (p[1] - d[1]), p[0] + p[1]))


def _kalai(frontier: list[Pair], d: Pair) -> Pair:
    """Where the line from the disagreement point to both players' best gains meets the frontier."""
    ideal = max(p[0] for p in frontier) - d[0], max(p[1] for p in frontier) - d[1]
    if not ideal[0] or not ideal[1]:
        return max(frontier, key=sum)
    lead = [(p[0] - d[0]) / ideal[0] - (p[1] - d[1]) / ideal[1] for p in frontier]
    for (a, b), (one, two) in zip(pairwise(frontier), pairwise(lead), strict=True):
        if one <= 0 <= two:
            share = -one / (two - one) if two != one else Fraction(0)
            return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
    return frontier[0]


def security_levels(
    row: Sequence[Sequence[Fraction]], column: Sequence[Sequence[Fraction]], time_limit: float | None = 60.0
) -> Pair:
    """What each player can secure against the worst the other may do, in mixed strategies (von Neumann 1928).

    The value of a zero-sum game, by a linear programme; that neither side can do better is checked.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    time_limit : float or None
        Seconds for both zero-sum games together.

    Raises
    ------
    TimeLimitError
        If the time is up first.
    """
    deadline, game = Deadline(time_limit), whole_game(row, column)
    turned = list(zip(*column, strict=True))
    values = []
    for own, table in ((row, game.row), (turned, game.column)):
        strategies = optimal_strategies(table, deadline)
        payoffs, gain = Certificate(own, [[-v for v in line] for line in own]).judge(*strategies)
        if any(gain):
            raise CertificateError("a strategy of a zero-sum game does not secure its value")
        values.append(payoffs[0])
    return values[0], values[1]


Reference = Literal["alone", "status_quo", "better", "outside"]


@dataclass(frozen=True)
class CooperativeSolution(Solution):
    """Bargaining solutions, and what an equilibrium falls short of them.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    reference : {"alone", "status_quo", "better", "outside"}
        What the disagreement point is: what each can secure alone, the status quo, the better of that and a breakdown,
        or what each gets outside.
    equilibrium : tuple of float or None
        Payoffs of the equilibrium that is compared.
    """

    solution: BargainingSolution
    players: tuple[str, str]
    reference: Reference
    equilibrium: tuple[float, float] | None
    concept: str = "bargaining"
    certified: bool = True
    complete: bool = True


def solve(game: StrategicForm, ask: Request) -> CooperativeSolution:
    """Bargaining solutions, as they are asked for."""
    return cooperative_matrix(game, ask.time_limit)


def cooperative_matrix(game: StrategicForm, time_limit: float | None = 60.0) -> CooperativeSolution:
    """Bargaining over the cells of a matrix game, from what each player can secure alone.

    Raises
    ------
    TimeLimitError
        If that is not found in time.
    """
    deadline = Deadline(time_limit)
    cells = [(a, b) for one, two in zip(game.row, game.column, strict=True) for a, b in zip(one, two, strict=True)]
    solution = bargaining(cells, security_levels(game.row, game.column, time_limit))
    return CooperativeSolution(solution, game.players, "alone", best_nash_payoffs(game, deadline.left))
