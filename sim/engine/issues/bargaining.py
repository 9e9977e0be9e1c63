"""Packages that nobody can improve for both, and those that bargaining solutions pick, with and without lots.

Without lots a package is picked among those that both like at least as much as walking away, which for all four
solutions is one of the frontier: whatever dominates a package does at least as well by each of them.

References
----------
Nash, J. F. (1950): The bargaining problem. Econometrica 18, 155-162. Kalai, E. and Smorodinsky, M. (1975): Other
solutions to Nash's bargaining problem. Econometrica 43, 513-518. Kalai, E. (1977): Proportional solutions to bargaining
situations. Econometrica 45, 1623-1630 (egalitarian).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import nan
from typing import TYPE_CHECKING, Literal

from sim.deadline import Deadline
from sim.engine.issues.certificate import is_frontier
from sim.engine.issues.frontier import frontier
from sim.engine.matrix.bargaining import above, bargaining, convex_hull
from sim.engine.solution import SELECTED, UNIQUE, Answer, Solution, floats
from sim.errors import CertificateError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sim.engine.issues.frontier import Efficient
    from sim.engine.matrix.bargaining import BargainingSolution
    from sim.engine.selection import Rule
    from sim.engine.solution import Request
    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Pair

Pick = Literal["nash", "kalai-smorodinsky", "egalitarian", "highest-sum"]

PICKS: tuple[Pick, ...] = ("nash", "kalai-smorodinsky", "egalitarian", "highest-sum")
"""All ways of picking a package."""

NO_AGREEMENT = "no agreement"
"""How a negotiation ends that studies count as without a package."""


@dataclass(frozen=True)
class PackagesSolution(Solution):
    """What can be agreed on, and what bargaining solutions pick of it.

    Parameters
    ----------
    frontier : tuple of Efficient
        Every payoff that no package improves for both, from the best for the first side on.
    room : tuple of Efficient
        Those that both like at least as much as walking away.
    picked : dict of str to tuple of Efficient
        For each solution the packages of `room` that it picks, all that tie, those that pay more together first; empty
        where there is no room.
    lots : BargainingSolution
        The same where lots may be drawn over packages, one of which may be to walk away.
    lots_agree : bool
        Whether some lot over packages is worth as much as walking away to both; there may be one where no package is.
    certified : bool
        Whether the frontier was found in a second way as well.
    """

    game: IssuesGame
    frontier: tuple[Efficient, ...]
    room: tuple[Efficient, ...]
    picked: dict[Pick, tuple[Efficient, ...]]
    lots: BargainingSolution
    lots_agree: bool
    certified: bool
    complete: bool = True
    concept: str = "bargaining"

    def answer(self, rule: Rule) -> Answer:
        """The package that Nash's solution picks; walking away where there is no room for a deal."""
        del rule
        best = self.picked["nash"]
        if not best:
            return Answer(floats(self.game.walk_away), NO_AGREEMENT, nan, UNIQUE)
        kind = UNIQUE if len(best) == 1 else SELECTED
        return Answer(floats(best[0].payoffs), self.game.label(best[0].package), nan, kind)

    def captured(self, payoffs: Pair) -> Fraction | None:
        """How much of what there is to gain a package captures: 1 on the frontier with lots.

        The gains over walking away are stretched until no lot over packages pays as much; this is the part of that
        length that the package has. None where it does not leave both better off than walking away.
        """
        gains = tuple(paid - floor for paid, floor in zip(payoffs, self.game.walk_away, strict=True))
        if min(gains) <= 0:
            return None
        corners = [
            (corner[0] - self.game.walk_away[0], corner[1] - self.game.walk_away[1]) for corner in self.lots.frontier
        ]
        lead = [corner[0] * gains[1] - corner[1] * gains[0] for corner in corners]
        reached = [min(corner[0] / gains[0], corner[1] / gains[1]) for corner in corners]
        for (here, there), (one, two) in zip(pairwise(corners), pairwise(lead), strict=True):
            if min(one, two) < 0 < max(one, two):  # the ray crosses the frontier between these corners
                share = one / (one - two)
                reached.append((here[0] + share * (there[0] - here[0])) / gains[0])
        return 1 / max(reached)


def solve(game: IssuesGame, ask: Request) -> PackagesSolution:
    """The frontier and the packages that are picked, as they are asked for."""
    return solve_packages(game, Deadline(ask.time_limit))


def solve_packages(game: IssuesGame, deadline: Deadline) -> PackagesSolution:
    """The frontier of packages, and those that bargaining solutions pick.

    Raises
    ------
    GameTooLargeError
        If more sums than can be held stay undominated.
    TimeLimitError
        If the time is up.
    CertificateError
        If the check finds another frontier, which would be an error of ours.
    """
    found = frontier(game, deadline)
    checked = is_frontier(game, found, deadline)
    if checked is False:
        raise CertificateError("the frontier of packages is not what is found by halves")
    floor = game.walk_away
    room = tuple(each for each in found if each.payoffs[0] >= floor[0] and each.payoffs[1] >= floor[1])
    picked = {pick: _best(room, _value(pick, room, floor)) for pick in PICKS}
    paid = [each.payoffs for each in found]
    agree = bool(above(convex_hull(paid), floor))
    return PackagesSolution(game, found, room, picked, bargaining(paid, floor), agree, bool(checked))


def _value(pick: Pick, room: tuple[Efficient, ...], floor: Pair) -> Callable[[Efficient], Fraction]:
    """What a solution has most of."""
    ideal = [max((each.payoffs[k] for each in room), default=floor[k]) - floor[k] for k in (0, 1)]

    def gains(each: Efficient) -> list[Fraction]:
        return [paid - least for paid, least in zip(each.payoffs, floor, strict=True)]

    def relative(each: Efficient) -> list[Fraction]:
        return [gain / most if most else Fraction(1) for gain, most in zip(gains(each), ideal, strict=True)]

    if pick == "nash":
        return lambda each: gains(each)[0] * gains(each)[1]
    if pick == "highest-sum":
        return lambda each: sum(each.payoffs, Fraction())
    measured = gains if pick == "egalitarian" else relative
    return lambda each: min(measured(each))


def _best(room: Iterable[Efficient], value: Callable[[Efficient], Fraction]) -> tuple[Efficient, ...]:
    """Those with the most, all that have it: those first that pay more together."""
    valued = [(value(each), each) for each in room]
    most = max((v for v, _ in valued), default=None)
    return tuple(sorted((each for v, each in valued if v == most), key=lambda each: -sum(each.payoffs)))
