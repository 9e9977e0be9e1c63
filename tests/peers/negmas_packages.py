"""Packages over issues handed to NegMAS (Mohammad, Nakadai and Greenwald 2021), where it is installed.

References
----------
Mohammad, Y., Nakadai, S. and Greenwald, A. (2021): NegMAS: A platform for automated negotiations. PRIMA 2020, 343-351.
"""

from __future__ import annotations

from typing import Any

from sim.deadline import Deadline
from sim.engine.issues.bargaining import solve_packages
from sim.games.issues.issues_game import IssuesGame


def ufuns_of(game: IssuesGame) -> tuple[Any, Any]:
    """Both sides' points as utility functions, and the space of packages.

    Parameters
    ----------
    game : IssuesGame
        A game without points for pairs of options.
    """
    from negmas import make_issue, make_os
    from negmas.preferences import LinearAdditiveUtilityFunction

    issues = [make_issue(list(options), name) for name, options in zip(game.issues, game.options, strict=True)]
    values = [
        [
            {name: float(pair[k]) for name, pair in zip(options, row, strict=True)}
            for options, row in zip(game.options, game.points, strict=True)
        ]
        for k in (0, 1)
    ]
    ufuns = [
        LinearAdditiveUtilityFunction(values=each, issues=issues, reserved_value=float(floor))
        for each, floor in zip(values, game.walk_away, strict=True)
    ]
    return ufuns, make_os(issues)


def difference(game: IssuesGame) -> str:
    """What NegMAS says otherwise of the frontier or of the package with the largest product of gains; empty if nothing.

    Parameters
    ----------
    game : IssuesGame
        Nothing is said of a game with points for pairs of options, or in which the worst package is not worth as much
        as walking away: NegMAS reckons gains from there if it is worth more.
    """
    from negmas.preferences.ops import nash_points, pareto_frontier

    worst = tuple(sum(min(pair[k] for pair in row) for row in game.points) for k in (0, 1))
    if game.extras or game.discount or worst != game.walk_away:
        return ""
    ufuns, space = ufuns_of(game)
    ours = solve_packages(game, Deadline())
    frontier, _ = pareto_frontier(ufuns, list(space.enumerate()))
    found = {(round(float(a), 6), round(float(b), 6)) for a, b in frontier}
    if found != {(round(float(a), 6), round(float(b), 6)) for a, b in (each.payoffs for each in ours.frontier)}:
        return "another frontier"
    products = {round(float(a) * float(b), 4) for (a, b), _ in nash_points(ufuns, frontier, outcome_space=space)}
    best = {round(float(each.payoffs[0] * each.payoffs[1]), 4) for each in ours.picked["nash"]}
    return "" if products <= best else "another Nash point"
