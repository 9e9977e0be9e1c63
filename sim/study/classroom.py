"""A class's games of one scenario put together: what was chosen where, beside equilibrium and play with errors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.match import Seat, Session
from sim.agents.matrix_arena import MatrixArena
from sim.agents.offers_arena import OffersArena
from sim.agents.replay import replay
from sim.agents.responses import responses, slices
from sim.agents.seating import arena_of
from sim.study.fit import Fit, fit_precision
from sim.study.session_file import FAULTS, SessionFileError, read_session

if TYPE_CHECKING:
    from pathlib import Path

    from sim.agents.arena import Arena, Place
    from sim.agents.replay import Decision, Replay
    from sim.agents.responses import Behaviour
    from sim.scenario.scenario import Scenario

MOST_OTHERS = 3
"""Further equilibria of a matrix game, most, that choices are held against."""

SMALLEST = 1e-300
"""Probability that is taken for an action which an equilibrium with errors rounds to never."""


@dataclass(frozen=True)
class Row:
    """An action at a decision point.

    Parameters
    ----------
    action : str
        The action; for numbers that are named, the range that they lie in.
    count : int
        How often it was chosen.
    equilibria : tuple of float
        Probability in each equilibrium that the choices are held against.
    quantal : float or None
        Probability in play with errors at the fitted precision.
    """

    action: str
    count: int
    equilibria: tuple[float, ...]
    quantal: float | None


@dataclass(frozen=True)
class PointTable:
    """What was chosen at a decision point.

    Parameters
    ----------
    seat : int
        Whose decision.
    name : str
        The point.
    count : int
        How often somebody chose there.
    given : float
        What a choice there gave away on average, from there on.
    rows : tuple of Row
        The actions.
    place : Place
        One of the places that the point stands for.
    """

    seat: int
    name: str
    count: int
    given: float
    rows: tuple[Row, ...]
    place: Place = None


@dataclass(frozen=True)
class Student:
    """One person's games in one seat.

    Parameters
    ----------
    name : str
        The person; empty if no name was given.
    seat : int
        The side.
    games, finished : int
        Games, and those played to their end.
    decisions : int
        Choices in all of them.
    given : float
        What they gave away in all games together, as it counts in the payoff of a game.
    got : float or None
        Mean payoff of the finished games; None if there is none.
    """

    name: str
    seat: int
    games: int
    finished: int
    decisions: int
    given: float
    got: float | None

    @property
    def given_per_game(self) -> float:
        """What a game gave away on average."""
        return self.given / self.games


@dataclass(frozen=True)
class ClassTable:
    """All games of one scenario with the same settings.

    Parameters
    ----------
    scenario : Scenario
        What was played.
    select : str
        The selection rule of the equilibrium.
    rounds : int or None
        After how many rounds play was to stop, where that was asked for.
    arena : Arena
        The game.
    labels : tuple of str
        Name of each equilibrium that choices are held against; the first is the one that mistakes are measured by.
    replays : tuple of Replay
        The games.
    points : tuple of PointTable
        Decision points, in the order in which play comes to them.
    overall : tuple of PointTable
        All decisions of a side together, by action, where the same actions come up at many points; else empty.
    students : tuple of Student
        Who played, the one who gave away least per game first.
    fit : Fit or None
        The fitted precision; None if there is none.
    why_no_fit : str
        Why there is none.
    impossible : tuple of int
        Per equilibrium, how many of the choices it gives no chance.
    equilibrium : pair of float
        What the first equilibrium pays.
    """

    scenario: Scenario
    select: str
    rounds: int | None
    arena: Arena
    labels: tuple[str, ...]
    replays: tuple[Replay, ...]
    points: tuple[PointTable, ...]
    overall: tuple[PointTable, ...]
    students: tuple[Student, ...]
    fit: Fit | None
    why_no_fit: str
    impossible: tuple[int, ...]
    equilibrium: tuple[float, float]

    @property
    def count(self) -> int:
        """Number of choices."""
        return sum(point.count for point in self.points)


def read_folder(folder: Path) -> tuple[list[Session], list[str]]:
    """The records of games in a folder, by name of file, and what is wrong with files that hold none.

    Parameters
    ----------
    folder : Path
        The folder; files whose names end in ``.json`` are read.
    """
    sessions: dict[tuple[object, ...], tuple[Session, Path]] = {}
    troubles = []
    for path in sorted(folder.glob("*.json")):
        try:
            s = read_session(path)
        except SessionFileError as error:
            troubles.append(str(error))
            continue
        key = s.scenario.sha256, s.scenario.settings, s.seats, s.select, s.rounds, s.seed, s.played, s.turns
        if not any(seat.human for seat in s.seats):
            troubles.append(f"{path}: no person plays in it")
        elif key in sessions:
            troubles.append(f"{path}: the same game as {sessions[key][1]}")
        else:
            sessions[key] = s, path
    return [s for s, _ in sessions.values()], troubles


def grouped(sessions: Sequence[Session]) -> list[list[Session]]:
    """Games of the same file with the same settings, in the order in which they are first met."""
    groups: dict[tuple[object, ...], list[Session]] = {}
    for s in sessions:
        key = s.scenario.sha256, s.scenario.settings, s.select, s.rounds
        groups.setdefault(key, []).append(s)
    return list(groups.values())


def class_table(sessions: Sequence[Session], time_limit: float | None = 60.0) -> tuple[ClassTable | None, list[str]]:
    """Put the games of one scenario together; and what is wrong with records that do not fit it.

    Parameters
    ----------
    sessions : sequence of Session
        Games of the same file with the same settings.
    time_limit : float or None
        Seconds for solving, and for play with errors.
    """
    played: list[Replay] = []
    troubles: list[str] = []
    arenas: dict[tuple[str, str], Arena] = {}
    arena: Arena | None = None
    for s in sessions:
        key = s.seats[0].agent, s.seats[1].agent
        try:
            if key not in arenas:
                arenas[key] = arena_of(s.scenario, s.seats, s.select, s.rounds, time_limit)
            played.append(replay(arenas[key], s))
            arena = arena or arenas[key]
        except FAULTS as error:
            troubles.append(f"the game played {s.played} does not fit its scenario: {error}")
    if arena is None:
        return None, troubles
    return _Class(arena, played, time_limit).table(), troubles


def without_people(sessions: Sequence[Session]) -> list[Session]:
    """The games with numbers in place of the names of people.

    Parameters
    ----------
    sessions : sequence of Session
        The games.
    """
    names = dict.fromkeys(seat.person for s in sessions for seat in s.seats if seat.person)
    numbers = {name: f"student {k}" for k, name in enumerate(names, 1)}

    def masked(seat: Seat) -> Seat:
        return replace(seat, person=numbers.get(seat.person, "")) if seat.person is not None else seat

    return [replace(s, seats=(masked(s.seats[0]), masked(s.seats[1]))) for s in sessions]


class _Class:
    def __init__(self, arena: Arena, played: list[Replay], time_limit: float | None) -> None:
        self.arena, self.played, self.time_limit = arena, played, time_limit
        self.made = [d for r in played for s in (0, 1) if r.session.seats[s].human for d in r.of(s)]

    def table(self) -> ClassTable:
        first = self.played[0].session
        fit, why, rule = self._fitted()
        rules = self._equilibria()
        return ClassTable(
            scenario=first.scenario,
            select=first.select,
            rounds=first.rounds,
            arena=self.arena,
            labels=tuple(rules),
            replays=tuple(self.played),
            points=tuple(self._points(list(rules.values()), rule)),
            overall=tuple(self._overall(list(rules.values()), rule)),
            students=tuple(self._students()),
            fit=fit,
            why_no_fit=why,
            impossible=tuple(sum(self.chance(d, own) < 1e-9 for d in self.made) for own in rules.values()),
            equilibrium=self.arena.value(self.arena.start),
        )

    def _equilibria(self) -> dict[str, Behaviour]:
        """What choices are held against: the equilibrium of the replays, and a matrix game's others."""
        arena = self.arena

        def selected(place: object, seat: int) -> dict[str, float]:
            return dict(arena.mixture(place, seat))

        word = "Nash" if isinstance(arena, MatrixArena) else "equilibrium"
        found: dict[str, Behaviour] = {word: selected}
        if isinstance(arena, MatrixArena):
            for number, other in enumerate(arena.others[:MOST_OTHERS], 2):
                found[f"Nash {number}"] = _constant(arena, other.strategies)
        return found

    def chance(self, d: Decision, rule: Behaviour) -> float:
        """Chance of a choice that was made."""
        chances = rule(d.place, d.seat)
        if d.options or not isinstance(self.arena, OffersArena):
            return chances.get(d.choice, 0.0)
        if len(chances) == 1:  # an equilibrium names one number; whoever names another, however near, does not play it
            return float(abs(Fraction(next(iter(chances))) - Fraction(d.choice)) <= self._slice / 2)
        return list(chances.values())[slices(self.arena, Fraction(d.choice))]

    @property
    def _slice(self) -> Fraction:
        assert isinstance(self.arena, OffersArena)
        return self.arena.game.surplus / self.arena.game.grid

    def _fitted(self) -> tuple[Fit | None, str, Behaviour | None]:
        from sim.engine.deadline import TimeLimitError
        from sim.engine.tree import TreeTooLargeError

        if not self.made:
            return None, "nobody has chosen anything yet", None
        try:
            model = responses(self.arena, self.time_limit)

            def likelihood(precisions: Sequence[float]) -> list[float | None]:
                return [None if rule is None else self._loglik(rule) for rule in model(precisions)]

            fit = fit_precision(likelihood, len(self.made), self._scale())
        except (TimeLimitError, TreeTooLargeError) as error:
            return None, f"play with errors could not be computed: {error}", None
        if fit is None:
            return None, "play with errors could not be followed beyond play at random", None
        return fit, "", model([fit.precision])[0]

    def _loglik(self, rule: Behaviour) -> float:
        return math.fsum(math.log(max(self.chance(d, rule), SMALLEST)) for d in self.made)

    def _scale(self) -> float:
        """Range of the payoffs that errors are about."""
        return payoff_range(self.arena)

    def _points(self, rules: list[Behaviour], quantal: Behaviour | None) -> list[PointTable]:
        at: dict[tuple[int, str], list[Decision]] = {}
        for d in self.made:
            at.setdefault((d.seat, d.point), []).append(d)
        order = sorted(at.items(), key=lambda item: (min((d.round, d.turn) for d in item[1]), item[0]))
        return [self._point(seat, name, made, rules, quantal) for (seat, name), made in order]

    def _overall(self, rules: list[Behaviour], quantal: Behaviour | None) -> list[PointTable]:
        if self.arena.scenario.kind != "concessions":
            return []
        sides = [[d for d in self.made if d.seat == seat] for seat in (0, 1)]
        return [self._point(made[0].seat, "", made, rules, quantal) for made in sides if made]

    def _point(
        self, seat: int, name: str, made: list[Decision], rules: list[Behaviour], quantal: Behaviour | None
    ) -> PointTable:
        def mean(rule: Behaviour) -> dict[str, float]:
            total: dict[str, float] = {}
            for d in made:
                for action, p in rule(d.place, d.seat).items():
                    label = self.label(d, action)
                    total[label] = total.get(label, 0.0) + p
            return {label: round(p / len(made), 12) for label, p in total.items()}

        means, erring = [mean(rule) for rule in rules], None if quantal is None else mean(quantal)
        counts: dict[str, int] = {}
        for d in made:
            counts[self.label(d, d.choice)] = counts.get(self.label(d, d.choice), 0) + 1
        same = len({d.options for d in made}) == 1 and bool(made[0].options)
        options = made[0].options if same else tuple(sorted({*counts, *means[0], *(erring or {})}))
        rows = [
            Row(
                action=action,
                count=counts.get(action, 0),
                equilibria=tuple(m.get(action, 0.0) for m in means),
                quantal=None if erring is None else erring.get(action, 0.0),
            )
            for action in options
        ]
        return PointTable(seat, name, len(made), float(np.mean([d.local for d in made])), tuple(rows), made[0].place)

    def label(self, d: Decision, action: str) -> str:
        """An action as it is counted: numbers by the tenth that they lie in."""
        if d.options or not isinstance(self.arena, OffersArena):
            return action
        return self.arena.tenth(Fraction(action))

    def _students(self) -> list[Student]:
        games: dict[tuple[str, int], list[Replay]] = {}
        for number, r in enumerate(self.played):
            for seat in (0, 1):
                if r.session.seats[seat].human:
                    name = r.session.seats[seat].person or f"game {number + 1}"
                    games.setdefault((name, seat), []).append(r)
        found = []
        for (name, seat), own in games.items():
            got = [r.accounts[seat].got for r in own if r.accounts is not None]
            found.append(
                Student(
                    name=name,
                    seat=seat,
                    games=len(own),
                    finished=len(got),
                    decisions=sum(len(r.of(seat)) for r in own),
                    given=sum(r.given(seat) for r in own),
                    got=float(np.mean(got)) if got else None,
                )
            )
        return sorted(found, key=lambda s: (s.seat, s.given_per_game, s.name))


def _constant(arena: MatrixArena, strategies: tuple[Sequence[Fraction], Sequence[Fraction]]) -> Behaviour:
    def rule(place: object, seat: int) -> dict[str, float]:
        return dict(zip(arena.options(0, seat), map(float, strategies[seat]), strict=True))

    return rule


def payoff_range(arena: Arena) -> float:
    """The wider of both players' ranges of payoffs in a game; 1 if nothing is at stake.

    Parameters
    ----------
    arena : Arena
        The game.
    """
    from sim.agents.lattice_arena import LatticeArena
    from sim.agents.tree_arena import TreeArena

    if isinstance(arena, LatticeArena):
        return float(arena.base.scale.max())
    if isinstance(arena, OffersArena):
        return float(arena.game.surplus)
    if isinstance(arena, MatrixArena):
        return max(float(np.ptp(side)) for side in arena.form.arrays) or 1.0
    assert isinstance(arena, TreeArena)
    ends = np.array([[float(v) for v in node.payoffs] for node in arena.game.nodes if node.player is None])
    return float(np.ptp(ends, axis=0).max()) or 1.0
