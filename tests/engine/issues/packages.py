"""Random bargaining over issues, small enough to list all packages."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from sim.games.issues.issues_game import IssuesGame
from sim.scenario.issues.stated import PairOfChoices

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.types import Pair

NUMBERS = st.one_of(
    st.integers(-5, 5).map(Fraction), st.fractions(-9, 9, max_denominator=7), st.just(Fraction(10**30 + 1, 3))
)
PAIRS = st.tuples(NUMBERS, NUMBERS)


@st.composite
def games(draw: Callable[..., object]) -> IssuesGame:
    """One to five issues of one to four options, some with points on top for pairs of options."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    points = tuple(tuple(draw(PAIRS) for _ in range(size)) for size in sizes)
    pairs = [(a, b) for b in range(len(sizes)) for a in range(b)]
    extras = tuple(
        PairOfChoices(
            pair, (draw(st.integers(0, sizes[pair[0]] - 1)), draw(st.integers(0, sizes[pair[1]] - 1))), draw(PAIRS)
        )
        for pair in draw(st.lists(st.sampled_from(pairs), max_size=6) if pairs else st.just([]))
    )
    names = tuple(tuple(f"o{j}" for j in range(size)) for size in sizes)
    return IssuesGame(("a", "b"), tuple(f"i{k}" for k in range(len(sizes))), names, points, extras, draw(PAIRS))


def every_package(game: IssuesGame) -> dict[tuple[int, ...], Pair]:
    """What each package pays."""
    return {package: game.pays(package) for package in product(*(range(len(options)) for options in game.options))}
