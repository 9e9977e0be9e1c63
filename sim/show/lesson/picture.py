"""What is drawn of a solved point: a matrix, a tree, a course by rounds, or shares; nothing for other solutions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.engine.issues.bargaining import PackagesSolution
from sim.scenario.scenario import Concessions, Matrix, Tree
from sim.show.concessions.courses.endings import brief_words, share_of
from sim.show.lesson.packages import packages_picture
from sim.show.lesson.picture_base import Picture
from sim.show.text.words import does, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.concessions.courses.path import PathRound
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.stackelberg.solution import AnnouncedSolution
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.engine.solution import Solution
    from sim.games.concessions.stochastic_game import State
    from sim.scenario.scenario import Scenario, Step

    CourseSolution = PerfectSolution | MarkovSolution | MediatedSolution | AnnouncedSolution
    Entries = Sequence[Mapping[str, Any]]

ROUNDS = 60
"""Rounds of a course that are drawn, most."""


MOST_CELLS = 400
"""Cells, most, of a table of payoffs on a page; what a larger game comes to is told without it."""


@dataclass(frozen=True)
class NoPicture(Picture):
    """Nothing that moves is drawn of the solution."""

    kind = "none"

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Its kind alone."""
        return {"kind": self.kind}


@dataclass(frozen=True)
class MatrixPicture(Picture):
    """A matrix with the equilibria of one round.

    Parameters
    ----------
    cells : tuple
        Payoffs of both by row and column.
    mixtures : tuple
        Per equilibrium, for both players, the chances of their actions.
    """

    kind = "matrix"
    cells: tuple[tuple[tuple[float, float], ...], ...]
    mixtures: tuple[tuple[tuple[float, ...], ...], ...]

    @property
    def played(self) -> object:
        """The mixtures."""
        return self.mixtures

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Cells and mixtures."""
        return {"kind": self.kind, "cells": self.cells, "played": self.mixtures}


@dataclass(frozen=True)
class TreePicture(Picture):
    """A game tree with its equilibria.

    Parameters
    ----------
    plays : tuple of mapping
        Per equilibrium, by information set, the chances of actions.
    ends : tuple of pair of float
        Payoffs of the ends, in the order of the file.
    chances : tuple of float
        Probabilities of what chance does, in the order of the file.
    reached : tuple of tuple of str
        Per equilibrium, the information sets that play gets to.
    """

    kind = "tree"
    plays: tuple[Mapping[str, Mapping[str, float]], ...]
    ends: tuple[tuple[float, float], ...]
    chances: tuple[float, ...] = ()
    reached: tuple[tuple[str, ...], ...] = ()

    @property
    def played(self) -> object:
        """The plays."""
        return self.plays

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Plays with the information sets that they get to, ends and chances."""
        return {
            "kind": self.kind,
            "plays": self.plays,
            "reached": self.reached,
            "ends": self.ends,
            "chances": self.chances,
        }


@dataclass(frozen=True)
class RoundShares:
    """What both get of the surplus by the offer of a round, counted from 1."""

    round: int
    shares: tuple[float, ...]


@dataclass(frozen=True)
class SharesPicture(Picture):
    """How a surplus is shared by the offers that are accepted; empty where none is."""

    kind = "shares"
    path: tuple[RoundShares, ...]

    @property
    def played(self) -> object:
        """The shares."""
        return self.path

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Shares by round."""
        return {"kind": self.kind, "path": [{"round": r.round, "shares": r.shares} for r in self.path]}


@dataclass(frozen=True)
class Act:
    """What somebody does in a round.

    Parameters
    ----------
    player : int
        Who.
    action : str
        What, as in files.
    words : str
        The same for readers, with its chance where it is not certain.
    sure : bool
        Whether it is certain.
    """

    player: int
    action: str
    words: str
    sure: bool


Standing = tuple[tuple[int, ...], tuple[int, ...]]
"""Places of the steps that stand on either ladder."""


@dataclass(frozen=True)
class CourseRound:
    """A round of a course.

    Parameters
    ----------
    round : int
        The round, counted from 1.
    acts : tuple of Act
        Who does what.
    pays : pair of float
        What it pays.
    at, to : Standing
        What stands before and after it; ``to`` is None where the talks are over.
    """

    round: int
    acts: tuple[Act, ...]
    pays: tuple[float, float]
    at: Standing
    to: Standing | None

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Itself as data for JSON."""
        acts = [[act.player, numbered(act.action), numbered(act.words)] for act in self.acts]
        return {"round": self.round, "acts": acts, "pays": self.pays, "at": self.at, "to": self.to}


@dataclass(frozen=True)
class CoursePicture(Picture):
    """The likeliest course of a concession game.

    Parameters
    ----------
    rounds : tuple of CourseRound
        Its rounds.
    ending : str
        How it most likely ends: what becomes of the agreement, and if it is never complete how the talks end.
    words : str
        The same in words, after ``the agreement is``.
    """

    kind = "course"
    rounds: tuple[CourseRound, ...]
    ending: str
    words: str

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Rounds and ending."""
        rounds = [r.plain(numbered) for r in self.rounds]
        return {"kind": self.kind, "rounds": rounds, "ending": self.ending}


def picture(scenario: Scenario, solution: Solution, entries: Entries) -> Picture:
    """What is drawn of a solution.

    Parameters
    ----------
    entries : sequence of mapping
        The ``equilibria`` of its document.
    """
    game = scenario.game
    if isinstance(game, Concessions) and (course := course_of(solution)) is not None:
        return _course(scenario, course, game.ladders) if course.path else NoPicture()
    if isinstance(game, Matrix) and len(game.actions[0]) * len(game.actions[1]) > MOST_CELLS:
        return NoPicture()
    if isinstance(game, Matrix) and not scenario.variants:
        return _matrix(scenario, game, entries)
    if isinstance(game, Tree):
        told = () if scenario.variants else entries
        plays = tuple({at: plan for side in e["strategies"].values() for at, plan in side.items()} for e in told)
        return TreePicture(
            plays,
            tuple((float(n.payoffs[0]), float(n.payoffs[1])) for n in game.nodes if n.payoffs is not None),
            tuple(float(b.probability) for n in game.nodes for b in n.branches if b.probability is not None),
            tuple(_reached(game, play) for play in plays),
        )
    if scenario.form == "offers" and entries and "path" in entries[0]:
        # In rounds in which no offer is accepted nothing is shared.
        path = [r for r in entries[0]["path"] if r["accepted"]][:ROUNDS]
        return SharesPicture(tuple(RoundShares(r["round"] + 1, tuple(r["shares"].values())) for r in path))
    if isinstance(solution, PackagesSolution):
        return packages_picture(solution)
    return NoPicture()


def _reached(game: Tree, play: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """Information sets that play gets to with some chance."""
    found, ahead = [], [0]
    while ahead:
        node = game.nodes[ahead.pop()]
        at = play.get(node.infoset, {})
        if node.player is not None:
            found.append(node.infoset)
        ahead += [b.to for b in node.branches if (at.get(b.label) if b.probability is None else b.probability)]
    return tuple(dict.fromkeys(found))


def course_of(solution: Solution) -> CourseSolution | None:
    """A solution of a concession game that has a likeliest course; None if it is another."""
    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.stackelberg.solution import AnnouncedSolution
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution

    one_course = PerfectSolution | MarkovSolution | MediatedSolution | AnnouncedSolution
    return solution if isinstance(solution, one_course) else None


def _matrix(scenario: Scenario, game: Matrix, entries: Entries) -> MatrixPicture:
    cells = tuple(tuple((float(cell[0]), float(cell[1])) for cell in row) for row in game.payoffs)
    plans = [[entry["strategies"].get(player.id) for player in scenario.players] for entry in entries]
    mixed = [sides for sides in plans if all(isinstance(plan, dict) for plan in sides)]
    mixtures = tuple(
        tuple(
            tuple(float(plan.get(action, 0.0)) for action in actions)
            for plan, actions in zip(sides, game.actions, strict=True)
        )
        for sides in mixed
    )
    return MatrixPicture(cells, mixtures)


def _course(
    scenario: Scenario, solution: CourseSolution, ladders: tuple[tuple[Step, ...], tuple[Step, ...]]
) -> CoursePicture:
    path, states = solution.path, solution.game.states
    rounds = []
    for k, r in enumerate(path[:ROUNDS]):
        after = path[k + 1].state if k + 1 < len(path) else solution.final_state
        rounds.append(
            CourseRound(
                r.round + 1,
                tuple(_acts(scenario, states[r.state], r)),
                (short(r.payoffs[0]), short(r.payoffs[1])),
                _standing(ladders, states[r.state]),
                None if after is None else _standing(ladders, states[after]),
            )
        )
    ending = solution.endings[0]
    return CoursePicture(tuple(rounds), share_of(ending), brief_words(scenario, solution.game, ending))


def _standing(ladders: tuple[tuple[Step, ...], tuple[Step, ...]], state: State) -> Standing:
    one, two = (
        tuple(k for k, step in enumerate(ladder) if step.id in stands)
        for ladder, stands in zip(ladders, state.stands, strict=True)
    )
    return one, two


def _acts(scenario: Scenario, state: State, r: PathRound) -> Iterator[Act]:
    for turn in r.turns:
        told = does(scenario, turn.player, turn.action, state)
        if r.in_vain(turn):
            told = f"would {does(scenario, turn.player, turn.action, state, 'take')}, but the talks are over"
        sure = turn.chance == 1
        words = told if sure else f"{told} (with chance {percent(turn.chance)})"
        yield Act(turn.player, turn.action, words, sure)


def short(value: float) -> float:
    """A number that is as exact as a plot can show, and no longer."""
    return float(f"{value:.7g}")
