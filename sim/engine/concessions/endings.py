"""How the talks end when a profile is played: the chance of every kind of ending and of every fate of the agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.engine.concessions.courses.outcome import Fate, How, Kind
    from sim.engine.concessions.courses.path import Place
    from sim.games.concessions.stochastic_game import StochasticGame

Breaking = tuple["How", tuple[int, ...]]
"""How a complete agreement ends, and by whom."""


@dataclass(frozen=True)
class When:
    """The round of something that happens on many courses.

    Parameters
    ----------
    mean : float
        The mean, counted from 0.
    fixed : bool
        Whether it can be in that round only.
    """

    mean: float
    fixed: bool


@dataclass(frozen=True)
class Ending:
    """One way for the talks to end, and the chance of all courses that do.

    Parameters
    ----------
    kind : str
        As `CourseOutcome.kind`.
    fate : str
        What becomes of the agreement, as `CourseOutcome.fate`.
    chance : float
        Its probability.
    when : When
        When it happens, given that it does: for a complete agreement when it is made for the last time; for talks
        that go on, the number of rounds, or without a last round when play comes to where it stays.
    made : When or None
        When the agreement is made for the first time; None if it never is.
    broken : When or None
        When it is broken for the last time; None if it is not broken in the end.
    breaking : tuple of (str, tuple of int)
        In which ways, and by whom, it is then broken.
    by : tuple of tuple of int
        Who walks away, in each of the ways that are possible.
    """

    kind: Kind
    fate: Fate
    chance: float
    when: When
    made: When | None = None
    broken: When | None = None
    breaking: tuple[Breaking, ...] = ()
    by: tuple[tuple[int, ...], ...] = ()

    @property
    def rounds(self) -> float:
        """Mean round in which it happens, counted from 0."""
        return self.when.mean

    @property
    def fixed(self) -> bool:
        """Whether it can happen in that round only."""
        return self.when.fixed


def in_order(endings: Iterable[Ending]) -> tuple[Ending, ...]:
    """Endings, the likeliest first."""
    return tuple(sorted(endings, key=lambda e: (-e.chance, e.kind, e.fate)))


def breaking_of(acts: Iterable[tuple[int, str]], stands: bool, walked: bool) -> Breaking:
    """How an agreement ends in a round, by what is done in it; see `CourseOutcome`.

    Parameters
    ----------
    acts : iterable of (int, str)
        Players and what they do.
    stands : bool
        Whether every step stands after it.
    walked : bool
        Whether somebody walks away in it.
    """
    done = list(acts)
    back = who(done, "renege")
    if back and not stands:
        return "taken_back", back
    if walked:
        return "walked_away", who(done, "walk_away")
    return "chance", ()


def who(acts: Iterable[tuple[int, str]], action: str) -> tuple[int, ...]:
    """The players who take an action in a round, by what is done in it."""
    return tuple(sorted({player for player, done in acts if done == action}))


def acts_of(game: StochasticGame, place: Place, pair: tuple[int, int]) -> tuple[tuple[int, str], ...]:
    """Players and what they do in a round that a pair of actions ends, the leader of the round included."""
    node = game.phases(place[0])[place[1]].nodes[place[2]]
    acts = [(k, own[pair[k]]) for k, own in enumerate(node.actions) if own != ("",)]
    if node.leader:
        acts.append((1 - acts[0][0], node.leader))
    return tuple(acts)
