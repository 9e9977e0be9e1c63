"""Whether offers without a last round have one equilibrium payoff: bounds on all of them that close in on it.

Whatever the equilibrium, what follows a refusal lies between bounds on all equilibria; so the other side accepts more
than the upper one is worth to it and refuses less than the lower one is, and that bounds the round before (Shaked and
Sutton 1984). Where these bounds, drawn in again and again, come so close that it is the same in all that they hold
who agrees, refuses or leaves, the next step of drawing in is a contraction, and they hold one point alone.

References
----------
Shaked, A. and Sutton, J. (1984): Involuntary unemployment as a perfect equilibrium in a bargaining model. Econometrica
52, 1351-1364.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.games.offers.offers_game import OffersGame

    Range = tuple[float, float]
    Box = list[tuple[Range, Range]]

MOST_STEPS = 20_000
"""Steps of drawing the bounds in, most."""

PAD = 1e-13
"""By how much of what is at stake bounds are widened at each step, which is more than floats err by."""


def one_payoff(game: OffersGame, deadline: Deadline) -> bool:
    """Whether it is proven that all subgame-perfect equilibria of an endless game pay the same.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    keep = [float(d) * (1 - float(game.hazard)) for d in game.discount]
    if max(keep) >= 1:
        return False
    stake = max(
        float(game.surplus),
        *(abs(float(v)) for pair in (game.left, game.broken) for v in pair),
        *(abs(float(v)) / (1 - k) for v, k in zip(game.meanwhile, keep, strict=True)),
    )
    pad = PAD * stake
    # Per round what passes, and a break-up, and in the end the most or the least that anything pays.
    far = 3 * stake / (1 - max(keep))
    box: Box = [((-far, far), (-far, far)) for _ in range(game.period)]
    for step in range(MOST_STEPS):
        if not step % 100:
            deadline.check()
        new, steady = [], True
        for t in range(game.period):
            ranges, same = _round(game, t, box[(t + 1) % game.period], keep)
            steady &= same
            new.append(ranges)
        if steady:
            return True
        widened: Box = [
            (
                (max(a[0] - pad, old[0][0]), min(a[1] + pad, old[0][1])),
                (max(b[0] - pad, old[1][0]), min(b[1] + pad, old[1][1])),
            )
            for (a, b), old in zip(new, box, strict=True)
        ]
        if all(
            abs(n[k][s] - o[k][s]) <= pad for n, o in zip(widened, box, strict=True) for k in (0, 1) for s in (0, 1)
        ):
            return False
        box = widened
    return False


def _round(game: OffersGame, t: int, later: tuple[Range, Range], keep: list[float]) -> tuple[tuple[Range, Range], bool]:
    """Bounds of a round, and whether all within the later ones do the same in it."""
    wait = []
    for k in (0, 1):
        base = float(game.meanwhile[k]) + float(game.discount[k] * game.hazard * game.broken[k])
        wait.append((base + keep[k] * later[k][0], base + keep[k] * later[k][1]))
    low, high, steady = [0.0, 0.0], [0.0, 0.0], True
    for draw in game.draws(t):
        i = draw.proposer
        own, other, same = _draw(game, i, float(draw.size), wait[i], wait[1 - i])
        steady &= same
        for k, (a, b) in ((i, own), (1 - i, other)):
            low[k] += float(draw.chance) * a
            high[k] += float(draw.chance) * b
    return ((low[0], high[0]), (low[1], high[1])), steady


def _draw(game: OffersGame, i: int, size: float, own: Range, other: Range) -> tuple[Range, Range, bool]:
    """Bounds for the proposer and the other side, given those on waiting."""
    j = 1 - i
    left = (float(game.left[i]), float(game.left[j]))
    may = game.may_leave(j)
    leaving, refusing = may and left[1] >= other[0], not may or left[1] <= other[1]
    answer = (max(other[0], left[1]), max(other[1], left[1])) if may else other
    least = max(answer[0], 0.0), max(answer[1], 0.0)
    otherwise = [*([own] if refusing else []), *([(left[0], left[0])] if leaving else [])]
    worst, best = min(a for a, _ in otherwise), max(b for _, b in otherwise)
    if least[1] <= size and size - least[1] > best:
        return (size - least[1], size - least[0]), least, True
    if least[0] > size or size - least[0] < worst:
        return (worst, best), answer, len(otherwise) == 1
    sure = size - least[1] if least[1] <= size else worst
    return (max(sure, worst), max(size - least[0], best)), (answer[0], least[1]), False
