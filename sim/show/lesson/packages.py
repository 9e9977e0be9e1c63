"""What packages pay, as a picture that moves: some or all of them, the frontier, walking away, and what is picked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.issues.bargaining import PICKS
from sim.engine.issues.packages import cloud
from sim.show.issues.words import PICKED
from sim.show.lesson.picture_base import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.engine.issues.bargaining import PackagesSolution
    from sim.types import FloatPair

MOST_DOTS = 150
"""Packages of the cloud at each point, most: a page has up to 125 points."""

MOST_CORNERS = 150
"""Packages of the frontier that are drawn, most."""

DIGITS = 5


@dataclass(frozen=True)
class PackagesPicture(Picture):
    """What packages pay both sides.

    Parameters
    ----------
    dots : tuple of pair of float
        What packages pay, drawn at random where there are many.
    frontier : tuple of pair of float
        What those pay that nobody can improve for both, from the best for the first side on.
    floor : pair of float
        What both have without an agreement.
    picked : tuple of (str, float, float)
        What solutions pick, by their names.
    note : str
        What the picture leaves out.
    """

    kind = "packages"
    dots: tuple[FloatPair, ...]
    frontier: tuple[FloatPair, ...]
    floor: FloatPair
    picked: tuple[tuple[str, float, float], ...]
    note: str

    @property
    def played(self) -> object:
        """What is picked, without what it pays."""
        return tuple(name for name, *_ in self.picked)

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Points by what they are."""
        return {
            "kind": self.kind,
            "dots": self.dots,
            "frontier": self.frontier,
            "floor": self.floor,
            "picked": [[numbered(name), one, two] for name, one, two in self.picked],
            "note": numbered(self.note),
        }


def packages_picture(solution: PackagesSolution) -> PackagesPicture:
    """The picture of packages and of what bargaining solutions pick.

    Parameters
    ----------
    solution : PackagesSolution
        The solution.
    """
    found = cloud(solution.game, most=MOST_DOTS)
    efficient = solution.frontier
    kept = [efficient[round(k * (len(efficient) - 1) / (MOST_CORNERS - 1))] for k in range(MOST_CORNERS)]
    drawn = kept if len(efficient) > MOST_CORNERS else efficient
    names: dict[tuple[float, float], list[str]] = {}
    for pick in PICKS:
        if solution.picked[pick]:
            names.setdefault(_short(solution.picked[pick][0].payoffs), []).append(PICKED[pick])
    told = (
        "Grey: all packages."
        if found.whole
        else f"Grey: {MOST_DOTS} of {solution.game.count:,} packages, drawn at random."
    )
    edge = "Black: those that nobody can improve for both"
    told += f" {edge}{f', {MOST_CORNERS} of {len(efficient):,}' if len(efficient) > MOST_CORNERS else ''}."
    return PackagesPicture(
        tuple(_short(point) for point in found.points.tolist()),
        tuple(_short(each.payoffs) for each in drawn),
        _short(solution.game.walk_away),
        tuple((", ".join(who), *at) for at, who in names.items()),
        f"{told} Dashed: walking away.",
    )


def _short(pair: Sequence[object]) -> FloatPair:
    """A pair of numbers as exact as a picture can show."""
    one, two = (float(f"{float(value):.{DIGITS}g}") for value in pair)  # type: ignore[arg-type]
    return one, two
