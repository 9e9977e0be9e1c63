"""All that is said about the roadmaps of a scenario: those it names, the standard ones, and the best of all orders."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from sim.engine.matrix.bargaining import BargainingSolution, bargaining
from sim.engine.roadmaps.best import BestRoadmap, best_roadmap, roadmap_at
from sim.engine.roadmaps.certificate import confirmed
from sim.engine.roadmaps.faking import least_verification
from sim.engine.roadmaps.thresholds import JudgedRoadmap, RoadmapCourse, judge
from sim.games.roadmaps.ladders import keeps_prerequisites, one_side_first, split, split_rounds, step_for_step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.deadline import Deadline
    from sim.engine.roadmaps.worst import WorstStudy
    from sim.games.roadmaps.ladders import Ladders, Rounds

CURVE = tuple(Fraction(k, 200) for k in range(1, 200))
"""Levels of patience at which the chance of discovery that is needed is worked out."""

MOST_PARTS = 4
"""Up to this number of parts every number is tried; beyond it only twice as many each time."""

Origin = Literal["file", "standard", "search"]
NamedRounds = tuple[str | None, "Rounds"]


@dataclass(frozen=True)
class Verified:
    """The chance of discovery that keeps a player from faking.

    Parameters
    ----------
    needed : Fraction or None
        Least chance per round, the same for all its steps that may be faked; None if no chance is enough, be it that
        faking pays even if it is discovered at once or that the player leaves in another way.
    step, round : int
        The step that asks for it, and when it is due.
    """

    needed: Fraction | None
    step: int
    round: int


@dataclass(frozen=True)
class StudiedRoadmap:
    """A roadmap of the study.

    Parameters
    ----------
    name : str or None
        Its name; None for one that has none.
    origin : str
        ``file``, ``standard`` or ``search``.
    roadmap : JudgedRoadmap
        What is found about it.
    shares : pair of (float or None)
        Each player's gain over the status quo, as a share of what Nash's bargaining solution gains it; None where that
        is nothing, or too little for a float to hold the share.
    keeps_prerequisites : bool
        Whether every step finds its prerequisites standing.
    verified : pair of (Verified or None)
        Per player; None for one that has no step to fake.
    confirmed : bool
        Whether the second opinion agrees.
    """

    name: str | None
    origin: Origin
    roadmap: JudgedRoadmap
    shares: tuple[float | None, float | None]
    keeps_prerequisites: bool
    verified: tuple[Verified | None, Verified | None]
    confirmed: bool


@dataclass(frozen=True)
class SplitRow:
    """What patience roadmaps need once each step is cut into equal parts."""

    parts: int
    listed: tuple[JudgedRoadmap, ...]
    best: BestRoadmap


@dataclass(frozen=True)
class RoadmapStudy:
    """The roadmaps of a scenario.

    Parameters
    ----------
    listed : tuple of StudiedRoadmap
        The roadmaps that the file names, then the standard ones.
    best : StudiedRoadmap or None
        The best of all orders; None if none is self-enforcing at any patience below 1.
    search : BestRoadmap
        How it was found.
    kept : StudiedRoadmap or None
        The best of those that keep to the prerequisites; None if there is none.
    kept_search : BestRoadmap or None
        How it was found; None if the file has no prerequisites.
    holding : StudiedRoadmap or None
        A complete order that holds at the players' own patience: the best or a listed one if they do, else one that a
        search at just that patience finds; None if none does.
    bargain : BargainingSolution
        The bargaining solutions over the places of the lattice.
    splits : tuple of SplitRow
        What cutting the steps does.
    worst : WorstStudy or None
        The orders in the file's own game; None where that was not looked at.
    """

    ladders: Ladders
    listed: tuple[StudiedRoadmap, ...]
    best: StudiedRoadmap | None
    search: BestRoadmap
    kept: StudiedRoadmap | None
    kept_search: BestRoadmap | None
    holding: StudiedRoadmap | None
    bargain: BargainingSolution
    splits: tuple[SplitRow, ...]
    worst: WorstStudy | None = None

    @property
    def entries(self) -> tuple[StudiedRoadmap, ...]:
        """All that are shown, each order once."""
        found = {entry.roadmap.rounds: entry for entry in self.listed}
        for entry in (self.best, self.kept, self.holding):
            if entry is not None:
                found.setdefault(entry.roadmap.rounds, entry)
        return tuple(found.values())

    @property
    def certified(self) -> bool:
        """Whether the second opinion agrees on every roadmap and the best are proven to be."""
        searches = [self.search, *([self.kept_search] if self.kept_search else [])]
        own = self.worst is None or self.worst.confirmed
        return own and all(entry.confirmed for entry in self.entries) and all(search.proven for search in searches)


def study_roadmaps(
    ladders: Ladders,
    named: Iterable[tuple[str, Rounds]] = (),
    parts: int = 1,
    most: int | None = None,
    deadline: Deadline | None = None,
) -> RoadmapStudy:
    """Judge named and standard roadmaps, and search for the best.

    Parameters
    ----------
    named : iterable of (str, rounds)
        Roadmaps with a name.
    parts : int
        Parts that steps are cut into, most.
    most : int, optional
        Points that a frontier of the search may hold.

    Raises
    ------
    FrontierTooLargeError
        If the frontiers outgrow memory.
    TimeLimitError
        If the time is up.
    """
    bargain = bargaining(_places(ladders), ladders.status_quo)

    def entry(name: str | None, origin: Origin, roadmap: JudgedRoadmap) -> StudiedRoadmap:
        return StudiedRoadmap(
            name,
            origin,
            roadmap,
            _shares(ladders, roadmap, bargain),
            keeps_prerequisites(ladders, roadmap.rounds),
            (_verified(ladders, roadmap, 0), _verified(ladders, roadmap, 1)),
            confirmed(ladders, roadmap),
        )

    candidates = listed_roadmaps(ladders, list(named))
    listed = tuple(entry(name, origin, judge(ladders, rounds)) for name, origin, rounds in candidates)

    def found(search: BestRoadmap) -> StudiedRoadmap | None:
        if search.roadmap is None:
            return None
        known = next((e for e in listed if e.roadmap.rounds == search.roadmap.rounds), None)
        return known or entry(None, "search", search.roadmap)

    search = best_roadmap(ladders, most=most, deadline=deadline)
    bound = any(step.after for ladder in ladders.steps for step in ladder)
    kept = best_roadmap(ladders, True, most, deadline) if bound else None
    best = found(search) or _least(ladders, listed)
    known = [e for e in (best, *listed) if e is not None and e.roadmap.self_enforcing and climbs_all(ladders, e)]
    rounds = None if known else roadmap_at(ladders, most)
    return RoadmapStudy(
        ladders=ladders,
        listed=listed,
        best=best,
        search=search,
        kept=found(kept) if kept else None,
        kept_search=kept,
        holding=known[0] if known else None if rounds is None else entry(None, "search", rounds),
        bargain=bargain,
        splits=tuple(_split_rows(ladders, listed, parts, most, deadline)) if parts > 1 else (),
    )


def climbs_all(ladders: Ladders, entry: StudiedRoadmap) -> bool:
    """Whether a roadmap takes every step, so that it ends with the agreement."""
    return sum(len(movers) for movers in entry.roadmap.rounds) == sum(ladders.size)


def _least(ladders: Ladders, listed: tuple[StudiedRoadmap, ...]) -> StudiedRoadmap | None:
    """The listed complete roadmap that needs least, where the search for the best looks no further."""
    able = [e for e in listed if e.roadmap.needed is not None and climbs_all(ladders, e)]
    return min(able, key=lambda e: e.roadmap.needed or 0, default=None)


def _places(ladders: Ladders) -> list[tuple[Fraction, Fraction]]:
    wide, high = ladders.size
    return [ladders.lasting((i, j)) for i in range(wide + 1) for j in range(high + 1)]


def listed_roadmaps(ladders: Ladders, named: list[tuple[str, Rounds]]) -> list[tuple[str | None, Origin, Rounds]]:
    """The file's roadmaps, then the standard ones that are not among them."""
    found: list[tuple[str | None, Origin, Rounds]] = [(name, "file", rounds) for name, rounds in named]
    standard = {
        f"{ladders.players[0]}_first": one_side_first(ladders, 0),
        f"{ladders.players[1]}_first": one_side_first(ladders, 1),
        "together": step_for_step(ladders),
    }
    taken = {name for name, _ in named}
    for name, rounds in standard.items():
        if all(rounds != other for _, _, other in found):
            found.append((None if name in taken else name, "standard", rounds))
    return found


def _shares(ladders: Ladders, roadmap: JudgedRoadmap, bargain: BargainingSolution) -> tuple[float | None, float | None]:
    one, two = (
        _share(stand.payoff - base, nash - base)
        for stand, base, nash in zip(roadmap.stands, ladders.status_quo, bargain.nash, strict=True)
    )
    return one, two


def _share(gain: Fraction, of: Fraction) -> float | None:
    """A gain as a share of another; None of one that is nothing, or so little that no float holds the share."""
    try:
        return float(gain / of)
    except (ZeroDivisionError, OverflowError):
        return None


def _verified(ladders: Ladders, roadmap: JudgedRoadmap, player: int) -> Verified | None:
    return verification_needed(RoadmapCourse(ladders, roadmap.rounds), player, ladders.discount[player])


def verification_needed(course: RoadmapCourse, player: int, patience: Fraction) -> Verified | None:
    """The chance of discovery that a roadmap needs to keep one player from faking and from leaving otherwise.

    Parameters
    ----------
    course : RoadmapCourse
        The roadmap.
    patience : Fraction
        Its discount factor.

    Returns
    -------
    Verified or None
        None if the player has no step on the roadmap that may be faked.
    """
    ways = list(course.temptations(player))
    fakes = [way for way in ways if way.kind == "fake"]
    if not fakes:
        return None
    stays = all(way.loss(patience) >= 0 for way in ways if way.kind != "fake")
    found = []
    for way in fakes:
        follow = course.worth(player, way.round, patience)
        need = least_verification(course.ladders, course.rounds, player, way.round, patience, follow)
        found.append(Verified(need if stays else None, way.step or 0, way.round))
    return max(found, key=lambda v: Fraction(2) if v.needed is None else v.needed)


def verification_curve(
    ladders: Ladders, rounds: Rounds, player: int, levels: Iterable[Fraction] = CURVE
) -> list[tuple[float, float | None]]:
    """Chance of discovery that is needed at each level of patience; None where none is enough.

    Parameters
    ----------
    rounds : tuple of tuple of int
        The roadmap.
    levels : iterable of Fraction
        Discount factors, between 0 and 1.
    """
    course = RoadmapCourse(ladders, rounds)
    found = [(float(d), verification_needed(course, player, d)) for d in levels]
    return [(d, None if v is None or v.needed is None else float(v.needed)) for d, v in found]


def _split_rows(
    ladders: Ladders, listed: tuple[StudiedRoadmap, ...], parts: int, most: int | None, deadline: Deadline | None
) -> Iterable[SplitRow]:
    sizes = [n for n in range(1, MOST_PARTS + 1) if n < parts]
    while sizes[-1] * 2 < parts:
        sizes.append(sizes[-1] * 2)
    for n in [*sizes, parts]:
        small = split(ladders, n)
        roadmaps = tuple(judge(small, split_rounds(e.roadmap.rounds, n)) for e in listed)
        yield SplitRow(n, roadmaps, best_roadmap(small, most=most, deadline=deadline))
