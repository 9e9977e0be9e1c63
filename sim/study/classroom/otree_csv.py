"""The data that oTree leaves of an app of ours, as records of games: its table of all apps, or that of one app."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.agents.arenas.match import Match, Seat, Session
from sim.agents.arenas.seating import arena_of
from sim.errors import PlayError, UnansweredError
from sim.scenario.scenario import Matrix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.agents.arenas.arena import Arena
    from sim.scenario.scenario import Scenario

SELECT = "payoff-dominant"
"""The equilibrium that records are held against."""

FIELDS = ("decision", "asks", "answer", "pays")
"""What an app keeps of a player in a round, beside what oTree keeps."""

_WIDE = re.compile(r"(?P<app>.+)\.(?P<round>[1-9][0-9]{0,5})\.(?P<field>(?:player|group)\.[A-Za-z_]+)")


@dataclass(frozen=True)
class Cell:
    """What one participant did in one round; empty texts where nothing was done."""

    participant: str
    bot: bool
    began: str
    decision: str
    asks: str
    answer: str
    pays: str

    @property
    def idle(self) -> bool:
        """Whether nothing was chosen."""
        return not (self.decision or self.asks or self.answer)


@dataclass(frozen=True)
class Played:
    """A game that two participants played.

    Parameters
    ----------
    session : str
        The code of oTree's session.
    round : int
        The round in which it began, from 1: other than 1 only for a game of one round that was played again.
    group : str
        The number of the group.
    record : Session
        The game.
    """

    session: str
    round: int
    group: str
    record: Session


@dataclass(frozen=True)
class Imported:
    """The games of a table.

    Parameters
    ----------
    games : tuple of Played
        Those that were played to their end, in the order of the table.
    unfinished : int
        Groups that were not, or never began.
    """

    games: tuple[Played, ...]
    unfinished: int


Groups = dict[tuple[str, str], dict[int, dict[int, Cell]]]
"""By session and group: by round, by side, what was done."""


def read_otree(text: str, scenario: Scenario, app: str, time_limit: float | None = 60.0) -> Imported:
    """Read what oTree exports of an app as records of games.

    Parameters
    ----------
    text : str
        The table: comma-separated, with oTree's names of columns.
    scenario : Scenario
        What the app was written from, with the same settings.
    app : str
        The name of the app.
    time_limit : float or None
        Seconds for solving the scenario.

    Raises
    ------
    UnansweredError
        If the table is none of oTree, has no such app, or was not played by the scenario's rules.
    """
    groups = _groups(text, app)
    if not groups:
        raise UnansweredError("the table has no participants")
    reading = _Reading(scenario, time_limit)
    games: list[Played] = []
    unfinished = 0
    lengths = _lengths(groups)
    for (session, group), rounds in groups.items():
        for first, part in reading.games(rounds, lengths[session]):
            record = reading.record(part, len(games) + 1, f"session {session}, group {group}, round {first}")
            if record is None:
                unfinished += 1
            else:
                games.append(Played(session, first, group, record))
    return Imported(tuple(games), unfinished)


def _lengths(groups: Groups) -> dict[str, int]:
    """By session: the last round in which anybody chose."""
    found: dict[str, int] = defaultdict(int)
    for (session, _), rounds in groups.items():
        chosen = (t for t, sides in rounds.items() if any(not cell.idle for cell in sides.values()))
        found[session] = max(found[session], *chosen, 0)
    return found


def _groups(text: str, app: str) -> Groups:
    try:
        lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error as error:
        raise UnansweredError(f"the table cannot be read: {error}") from None
    lines = [line for line in lines if line]
    head = lines[0] if lines else []
    if "participant.code" not in head:
        raise UnansweredError(
            "this is no table of oTree: there is no column 'participant.code'; export 'All apps' or the app under "
            "'Data', as plain text"
        )
    rounds, wide = _columns(head, app)
    found: Groups = defaultdict(lambda: defaultdict(dict))
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(head):
            raise UnansweredError(f"line {number} of the table has {len(line)} cells, and its head {len(head)}")
        own = dict(zip(head, line, strict=True))
        for t, columns in rounds.items():
            group, side = own[columns["group.id_in_subsession"]], own[columns["player.id_in_group"]]
            if not group or not side:  # a session of another app, or one of fewer rounds
                continue
            at = t if wide else _number(own["subsession.round_number"], 1000, f"line {number}: the round")
            values = {name: own[columns[f"player.{name}"]] for name in FIELDS}
            cell = Cell(own["participant.code"], own.get("participant._is_bot") == "1", _began(own), **values)
            sides = found[own.get("session.code", ""), group][at]
            seat = _number(side, 2, f"line {number}: the side") - 1
            if seat not in (0, 1) or seat in sides:
                raise UnansweredError(f"line {number}: a group has two players, 1 and 2, each once")
            sides[seat] = cell
    return found


def _columns(head: Sequence[str], app: str) -> tuple[dict[int, dict[str, str]], bool]:
    """By round: the table's names of the app's columns; and whether each round has columns of its own."""
    apps: dict[str, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for name in head:
        match = _WIDE.fullmatch(name)
        if match:
            apps[match["app"]][int(match["round"])][match["field"]] = name
    wide = bool(apps)
    narrow = {name: name for name in head}
    rounds = apps.get(app, {}) if wide else {1: narrow}
    needed = ["player.id_in_group", "group.id_in_subsession", *(f"player.{name}" for name in FIELDS)]
    needed += [] if wide else ["subsession.round_number"]
    if not rounds:
        raise UnansweredError(f"the table has no app '{app}'; it has {', '.join(sorted(apps))}")
    for columns in rounds.values():
        for name in needed:
            if name not in columns:
                raise UnansweredError(f"the table lacks the column '{name}' of the app '{app}'")
    return rounds, wide


def _began(own: dict[str, str]) -> str:
    """When a participant began, as records have it; empty where that is not said."""
    when = own.get("participant.time_started_utc") or own.get("participant.time_started") or ""
    match = re.match(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)", when)
    return f"{match[1]}T{match[2]}Z" if match else ""


def _number(text: str, most: int, where: str) -> int:
    """A whole number of a cell, as oTree writes it or a spreadsheet saves it."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (0 <= value <= most and value == int(value)):
        raise UnansweredError(f"{where}: expected a whole number up to {most}, found '{text[:40]}'")
    return int(value)


def _paid(text: str) -> float:
    """What a cell says that a round paid; nothing known where it is empty."""
    try:
        return float(text or "nan")
    except ValueError:
        raise UnansweredError(f"what a round paid is no number: '{text[:40]}'") from None


class _Reading:
    """What a scenario's rules say of the cells of a group."""

    def __init__(self, scenario: Scenario, time_limit: float | None) -> None:
        self.scenario, self.time_limit = scenario, time_limit
        game = scenario.game
        repeat = game.repeat if isinstance(game, Matrix) else None
        self.endless = repeat is not None and repeat.rounds is None
        self.once = scenario.kind == "tree" or (isinstance(game, Matrix) and repeat is None)
        self.arenas: dict[int | None, Arena] = {}

    def arena(self, rounds: int | None) -> Arena:
        """The game, stopped after a number of rounds where its file leaves that open."""
        if rounds not in self.arenas:
            self.arenas[rounds] = arena_of(self.scenario, (Seat(""), Seat("")), SELECT, rounds, self.time_limit)
        return self.arenas[rounds]

    def games(self, rounds: dict[int, dict[int, Cell]], length: int) -> Iterator[tuple[int, list[dict[int, Cell]]]]:
        """The games of a group: where each begins, and its rounds; a game of one round may be played again."""
        if self.once:
            yield from ((t, [rounds[t]]) for t in sorted(rounds))
        else:
            last = length if self.endless else max(rounds)
            yield 1, [rounds.get(t, {}) for t in range(1, last + 1)]

    def record(self, rounds: Sequence[dict[int, Cell]], number: int, where: str) -> Session | None:
        """The record of a game; None if it was not played to its end."""
        if not rounds or any(set(sides) != {0, 1} for sides in rounds):
            return None
        if len({tuple(sides[s].participant for s in (0, 1)) for sides in rounds}) > 1:
            raise UnansweredError(f"{where}: other participants from round to round, so that there is no one game")
        stop = len(rounds) if self.endless else None
        match = Match(self.arena(stop))
        earned = [0.0, 0.0]
        try:
            for sides in rounds:
                if not match.over and not self._played(match, sides):
                    return None
                for s in (0, 1):
                    earned[s] += _paid(sides[s].pays)
        except PlayError as error:
            raise UnansweredError(f"{where}: {error}") from None
        if not match.over:
            return None
        self._held(match, earned, where)
        one, two = (rounds[0][s] for s in (0, 1))
        return Session(
            scenario=self.scenario,
            seats=(_seat(one), _seat(two)),
            select=SELECT,
            rounds=stop,
            seed=number,
            played=min(one.began, two.began),
            turns=tuple(match.turns),
            finished=True,
            rehearsal=one.bot and two.bot,
        )

    def _played(self, match: Match, sides: dict[int, Cell]) -> bool:
        """Play a round; whether all was chosen that had to be."""
        movers = match.arena.movers(match.place)
        if any(not (sides[s].decision or sides[s].asks) for s in movers):
            return False
        match.play({s: self._choice(match, s, sides[s].decision, sides[s].asks) for s in movers})
        if match.over or len(movers) == 2:
            return True
        (answering,) = match.arena.movers(match.place)
        if not sides[answering].answer:
            return False
        match.play({answering: self._choice(match, answering, sides[answering].answer, "")})
        return True

    @staticmethod
    def _choice(match: Match, seat: int, text: str, asks: str) -> str:
        options = match.arena.options(match.place, seat)
        if not options:
            return match.arena.read(asks, match.place)
        return options[_number(text, len(options) - 1, "a choice")]

    def _held(self, match: Match, earned: Sequence[float], where: str) -> None:
        """Check what the app paid against the rules: a scenario of other numbers was not played."""
        due = list(match.paid)
        if self.endless:
            due = [sum(turn.shown[s] for turn in match.turns if turn.shown) for s in (0, 1)]
        for has, owed in zip(earned, due, strict=True):
            if not math.isnan(has) and not math.isclose(has, owed, rel_tol=1e-6, abs_tol=1e-6):
                raise UnansweredError(
                    f"{where}: the app paid {has:g} where the scenario pays {owed:g}; name the scenario and the "
                    "settings that the app was written from"
                )


def _seat(cell: Cell) -> Seat:
    return Seat(None, "bot") if cell.bot else Seat(cell.participant)
