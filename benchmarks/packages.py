"""Frontiers of packages over issues: ours, exact and checked, against NegMAS in floats where it is installed."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from benchmarks.timing import paired, table
from sim.deadline import Deadline
from sim.engine.issues.bargaining import solve_packages
from sim.games.issues.issues_game import IssuesGame
from tests.peers.negmas_packages import ufuns_of

SIZES = ((5, 5), (6, 5), (12, 8))
MOST_LISTED = 20_000
"""Packages that NegMAS goes through, most: it lists them all."""


def game_of(issues: int, options: int) -> IssuesGame:
    """A game with random whole points from 0 to 100."""
    draw = Random(1)
    points = tuple(
        tuple((Fraction(draw.randint(0, 100)), Fraction(draw.randint(0, 100))) for _ in range(options))
        for _ in range(issues)
    )
    names = tuple(tuple(f"o{j}" for j in range(options)) for _ in range(issues))
    return IssuesGame(("a", "b"), tuple(f"i{k}" for k in range(issues)), names, points, (), (Fraction(0), Fraction(0)))


def peer_of(game: IssuesGame) -> Any:
    """The same search with NegMAS; None where it is not installed or there are too many packages."""
    try:
        from negmas.preferences.ops import pareto_frontier
    except ImportError:
        return None
    if game.count > MOST_LISTED:
        return None
    ufuns, space = ufuns_of(game)
    outcomes = list(space.enumerate())
    return lambda: pareto_frontier(ufuns, outcomes)


def main() -> None:
    """Print seconds per frontier."""
    rows = [("issues x options", "packages", "ours", "NegMAS", "ours / NegMAS")]
    for issues, options in SIZES:
        game = game_of(issues, options)
        peer = peer_of(game)
        ours, theirs, ratio = paired(
            lambda game=game: solve_packages(game, Deadline()), peer or (lambda: None), rounds=3
        )
        told = (f"{theirs:.4f}", f"{ratio:.2f}") if peer else ("", "")
        rows.append((f"{issues} x {options}", f"{game.count:,}", f"{ours:.4f}", *told))
    table("Frontiers of packages, seconds", rows)


if __name__ == "__main__":
    main()
