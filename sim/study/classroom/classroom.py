"""A class's games of one scenario put together: what was chosen where, beside equilibrium and play with errors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.arenas.match import Seat, Session
from sim.agents.arenas.replay import replay
from sim.agents.arenas.seating import arena_of
from sim.deadline import within
from sim.errors import GameTooLargeError, NoQuantalResponseError, TimeLimitError, TreeTooLargeError
from sim.study.classroom.agreements import agreements
from sim.study.classroom.class_table import ClassTable, PointTable, Row, Student
from sim.study.classroom.fit import Fit, fit_precision
from sim.study.classroom.session_file import FAULTS
from sim.study.classroom.shares import made_by_people, mean_shares

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena, Behaviour
    from sim.agents.arenas.replay import Replay, ReplayedDecision
    from sim.scenario.scenario import Scenario

MOST_OTHERS = 3
"""Further equilibria of a matrix game, most, that choices are held against."""

MOST_ROWS = 40
"""Actions at a decision point, most, that are told one by one though nobody chose them."""

OTHERS = "any other"
"""What actions are called together that neither anybody nor an equilibrium chose."""

SMALLEST = 1e-300
"""Probability that is taken for an action which an equilibrium with errors rounds to never."""


def tabulate(sessions: Sequence[Session], time_limit: float | None = 60.0) -> tuple[ClassTable | None, list[str]]:
    """Put the games of one scenario together; and what is wrong with records that do not fit it.

    Parameters
    ----------
    sessions : sequence of Session
        Games of the same file with the same settings.
    time_limit : float or None
        Seconds for solving, and for play with errors.
    """
    played, troubles = replayed(sessions, time_limit)
    if not played:
        return None, troubles
    return _Tabulation(
        people_at(played[0].session.scenario, played[0], time_limit), played, time_limit
    ).table(), troubles


def replayed(sessions: Sequence[Session], time_limit: float | None = 60.0) -> tuple[list[Replay], list[str]]:
    """The games of one scenario replayed; and what is wrong with records that do not fit it.

    Parameters
    ----------
    sessions : sequence of Session
        Games of the same file with the same settings.
    time_limit : float or None
        Seconds for solving.
    """
    played: list[Replay] = []
    troubles: list[str] = []
    arenas: dict[tuple[str, str], Arena] = {}
    for s in sessions:
        key = s.seats[0].agent, s.seats[1].agent
        try:
            if key not in arenas:
                arenas[key] = arena_of(s.scenario, s.seats, s.select, s.rounds, time_limit)
            played.append(_as_seen(arenas[key], replay(arenas[key], s)))
        except FAULTS as error:
            troubles.append(f"the game played {s.played} does not fit its scenario: {error}")
    return played, troubles


def people_at(scenario: Scenario, played: Replay, time_limit: float | None) -> Arena:
    """A scenario with people on both sides, played by the rules of a game."""
    return arena_of(scenario, (Seat(""), Seat("")), played.session.select, played.session.rounds, time_limit)


def fit_choices(arena: Arena, made: Sequence[ReplayedDecision], time_limit: float | None) -> tuple[Fit | None, str]:
    """The precision of play with errors that fits choices of people; None, and why, if there is none."""
    if not made:
        return None, "nobody has chosen anything yet"
    try:

        def likelihood(precisions: Sequence[float]) -> list[float | None]:
            found = arena.responses(precisions, time_limit)
            return [None if rule is None else _loglik(arena, made, rule) for rule in found]

        with within(time_limit):
            fit = fit_precision(likelihood, len(made), arena.payoff_range)
    except (GameTooLargeError, NoQuantalResponseError, TimeLimitError, TreeTooLargeError) as error:
        return None, f"play with errors could not be computed: {error}"
    return fit, "" if fit is not None else "play with errors could not be followed beyond play at random"


def _loglik(arena: Arena, made: Sequence[ReplayedDecision], rule: Behaviour) -> float:
    chances = (arena.chance(d.place, d.choice, rule(d.place, d.seat)) for d in made)
    return math.fsum(math.log(max(chance, SMALLEST)) for chance in chances)


def _as_seen(arena: Arena, played: Replay) -> Replay:
    """The replay with its decisions at the places that people saw, which agents who fake do not change."""
    return replace(played, decisions=tuple(replace(d, place=arena.seen(d.place)) for d in played.decisions))


class _Tabulation:
    """The games of one scenario, with each choice counted and held against what equilibrium does at its place."""

    def __init__(self, arena: Arena, played: list[Replay], time_limit: float | None) -> None:
        self.arena, self.played, self.time_limit = arena, played, time_limit
        self.made = made_by_people(played)

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
            agreements=agreements(self.arena, self.played, self.time_limit),
        )

    def _equilibria(self) -> dict[str, Behaviour]:
        """What choices are held against: the equilibrium of the replays, and a matrix game's others."""
        word = "Nash" if self.arena.concept == "nash" else "equilibrium"
        found = self.arena.benchmarks()[: MOST_OTHERS + 1]
        return {word if k == 1 else f"{word} {k}": benchmark.rule for k, benchmark in enumerate(found, 1)}

    def chance(self, d: ReplayedDecision, rule: Behaviour) -> float:
        """Chance of a choice that was made."""
        return self.arena.chance(d.place, d.choice, rule(d.place, d.seat))

    def _fitted(self) -> tuple[Fit | None, str, Behaviour | None]:
        fit, why = fit_choices(self.arena, self.made, self.time_limit)
        rule = None if fit is None else self.arena.responses([fit.precision], self.time_limit)[0]
        return fit, why, rule

    def _points(self, rules: list[Behaviour], quantal: Behaviour | None) -> list[PointTable]:
        at: dict[tuple[int, str], list[ReplayedDecision]] = {}
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
        self, seat: int, name: str, made: list[ReplayedDecision], rules: list[Behaviour], quantal: Behaviour | None
    ) -> PointTable:
        means = [mean_shares(self.arena, made, rule) for rule in rules]
        erring = None if quantal is None else mean_shares(self.arena, made, quantal)
        counts: dict[str, int] = {}
        for d in made:
            counts[self.arena.label(d.place, d.choice)] = counts.get(self.arena.label(d.place, d.choice), 0) + 1
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
        if len(rows) > MOST_ROWS:
            rows = _merged(rows)
        return PointTable(seat, name, len(made), float(np.mean([d.local for d in made])), tuple(rows), made[0].place)

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


def _merged(rows: Sequence[Row]) -> list[Row]:
    """The actions that somebody or an equilibrium chose, and all others together."""
    kept = [row for row in rows if row.count or max(row.equilibria) > 0]
    rest = [row.quantal for row in rows if not (row.count or max(row.equilibria) > 0)]
    quantal = None if any(p is None for p in rest) else math.fsum(p for p in rest if p is not None)
    return [*kept, Row(OTHERS, 0, tuple(0.0 for _ in rows[0].equilibria), quantal)]
