"""The conversation with those who play a conflict over options: two to eight parties, in turn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sim.agents.arenas.match import Seat
from sim.agents.conflicts.replay import replay_conflict
from sim.agents.conflicts.table import ConflictSession, ConflictTable, computer
from sim.cli.delivery import as_json
from sim.cli.failures import FailureError, answering, say
from sim.cli.play.console import Terminal
from sim.cli.play.session_folder import now, ready, save
from sim.errors import PlayError, nearest
from sim.scenario.options.conflict import Options
from sim.show.options.words import option_names
from sim.show.play.conflict import ConflictWords
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import listed
from sim.study.classroom.conflict_file import conflict_document, stability_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sim.agents.conflicts.table import ConflictTurn
    from sim.cli.play.console import Console
    from sim.scenario.scenario import Scenario

HELP = (
    "Type the number of a choice; or stay, or the options that you change, joined by +, such as relief+strike. h tells "
    "what has happened so far, r tells the rules once more, q leaves."
)

MOST_LISTED = 32
"""Choices, most, that are listed; beyond, the options that are changed are typed."""

DEFAULT = "seq"
"""Who plays the seats of nobody if nothing is said."""


class LeftError(Exception):
    """Somebody has left."""


def seats_of(scenario: Scenario, party: str | None, against: str | None, two: bool, names: list[str]) -> list[Seat]:
    """Who plays which party.

    Parameters
    ----------
    party : str or None
        The person's; by default the first.
    against : str or None
        Who plays all others; ``human`` for people at the same keyboard.
    """
    ids = [player.id for player in scenario.players]
    if party is not None and party not in ids:
        raise FailureError(f"--as: there is no player '{party}' ({nearest(party, ids)})", 2)
    if two and against not in (None, "human"):
        raise FailureError("--two and --against name two different opponents; leave one out", 2)
    if two and len(ids) != 2:
        raise FailureError(f"--two: there are {len(ids)} parties; --against human seats people at all of them", 2)
    people = two or against == "human"
    if len(names) > (len(ids) if people else 1):
        raise FailureError(f"--name: there {'are ' + str(len(ids)) if people else 'is one'} to name", 2)
    if any(len(name) > 80 for name in names):
        raise FailureError("--name: expected at most 80 characters", 2)
    own = 0 if party is None else ids.index(party)
    called = [name.strip() for name in names]
    if people:
        order = [own, *(k for k in range(len(ids)) if k != own)]
        return [Seat((called + [""] * len(ids))[order.index(k)]) for k in range(len(ids))]
    return [Seat((called or [""])[0]) if k == own else Seat(None, against or DEFAULT) for k in range(len(ids))]


def play_conflict(
    scenario: Scenario,
    seats: Sequence[Seat],
    rounds: int | None,
    seed: int,
    time_limit: float,
    *,
    hints: bool,
    folder: Path | None,
    answers: list[str],
) -> None:
    """Play a conflict at a keyboard, tell what it came to, and keep a record."""
    with answering(scenario, options=False):
        solution = stability_of(scenario, time_limit)
        others = {k: computer(solution, k, seat.agent) for k, seat in enumerate(seats) if not seat.human}
    if folder is not None:
        ready(folder)
    table, console = ConflictTable(solution, rounds), Terminal(answers)

    def session() -> ConflictSession:
        return ConflictSession(scenario, tuple(seats), rounds, seed, now(), tuple(table.turns), table.over)

    conversation = _Conversation(scenario, table, seats, others, console, hints)
    try:
        conversation.introduce()
        conversation.run()
    except (LeftError, EOFError):
        console.say("\n  You leave before the end.")
    except KeyboardInterrupt:
        console.say("\n  You leave before the end.")
        _save(session(), table, folder)
        raise
    else:
        console.say("\n" + conversation.words.replay(replay_conflict(solution, session())))
    _save(session(), table, folder)


def _save(session: ConflictSession, table: ConflictTable, folder: Path | None) -> None:
    if folder is None:
        return
    played = replay_conflict(table.solution, session)
    if not any(seat.human and played.of(k) for k, seat in enumerate(session.seats)):
        say("nothing was decided, so nothing is saved")
        return
    path = save(folder, session, as_json(conflict_document(played)))
    say(f"saved as {path}{'' if table.over else ', as a game that was left'}")


class _Conversation:
    """One conflict at a keyboard."""

    def __init__(
        self,
        scenario: Scenario,
        table: ConflictTable,
        seats: Sequence[Seat],
        others: dict[int, Callable[[int], int]],
        console: Console,
        hints: bool,
    ) -> None:
        self.scenario, self.table, self.seats, self.others = scenario, table, seats, others
        self.console, self.hints = console, hints
        people = [k for k, seat in enumerate(seats) if seat.human]
        self.you = people[0] if len(people) == 1 else None
        self.words = ConflictWords(scenario, table, self.you)
        self.history: list[str] = []
        self._round = -1

    def introduce(self) -> None:
        """Say what is played, by whom, and how."""
        told = [heading(self.scenario.title)]
        told += [paragraph(self.scenario.summary)] if self.scenario.summary else []
        told += ["", heading("How it is played"), paragraph(self._who()), *map(paragraph, self.words.rules())]
        told.append(paragraph("At every question, ? tells what can be typed."))
        self.console.say("\n".join(told))

    def _who(self) -> str:
        names = [player.name for player in self.scenario.players]
        if self.you is None:
            return f"{listed(names)} are played by people at this keyboard."
        rest = [name for k, name in enumerate(names) if k != self.you]
        by = next(seat.agent for seat in self.seats if not seat.human)
        verb = "is" if len(rest) == 1 else "are"
        return f"You play {names[self.you]}. {listed(rest)} {verb} played by the computer ({by})."

    def run(self) -> None:
        """Play to the end.

        Raises
        ------
        LeftError
            If somebody leaves.
        EOFError, KeyboardInterrupt
            If the input ends, or is interrupted.
        """
        while not self.table.over:
            party = self.table.party
            if len(self.table.open) == 1:
                self._tell(self.table.move(self.table.state), quiet=True)
            elif party in self.others:
                self._tell(self.table.move(self.others[party](self.table.state)))
            else:
                self._tell(self.table.move(self._asked(party)))

    def _head(self, round: int) -> None:
        if round != self._round:
            self._round = round
            self.console.say("\n" + heading(f"Round {round + 1}"))

    def _tell(self, turn: ConflictTurn, quiet: bool = False) -> None:
        told = self.words.happened(turn)
        if quiet:
            told = told.rstrip(".") + ", having nothing else to do."
        self.history.append(f"Round {turn.round + 1}. {told}")
        self._head(turn.round)
        self.console.say(paragraph(told))

    def _asked(self, party: int) -> int:
        """Where a person goes."""
        self._head(self.table.round)
        self.console.say("\n".join(map(paragraph, self.words.situation(party))))
        open_ = self.table.open
        if len(open_) <= MOST_LISTED:
            rows = self.words.rows(party, self.hints)
            numbered = [[row[0] if not k else f"{k}  {row[0]}", *row[1:]] for k, row in enumerate(rows)]
            self.console.say(columns(numbered))
            prompt = f"  Your choice (1 to {len(open_)}): "
        else:
            prompt = "  The options that you change, joined by +, or stay: "
        while True:
            typed = self.console.ask(prompt).strip().lower()
            try:
                there = self._understood(party, typed)
            except PlayError as error:
                self.console.say(paragraph(f"{error}; ? tells what can be typed."))
                continue
            if there is not None:
                return there

    def _understood(self, party: int, typed: str) -> int | None:
        """Where to go, by what was typed; None if it was something else, which has been dealt with."""
        open_ = self.table.open
        if typed in ("?", "help"):
            self.console.say(paragraph(HELP))
        elif typed in ("h", "history"):
            self.console.say("\n".join(map(paragraph, self.history or ["Nothing has happened yet."])))
        elif typed in ("r", "rules"):
            self.console.say("\n".join(map(paragraph, self.words.rules())))
        elif typed in ("q", "quit"):
            if self.console.ask("  Leave the game? (y or n): ").strip().lower() in ("y", "yes"):
                raise LeftError
        elif typed == "stay":
            return self.table.state
        elif typed.isdecimal() and len(open_) <= MOST_LISTED:
            if not 1 <= int(typed) <= len(open_):
                raise PlayError(f"there are choices from 1 to {len(open_)}")
            return open_[int(typed) - 1]
        else:
            return self._changed(party, typed)
        return None

    def _changed(self, party: int, typed: str) -> int:
        """The state in which the named options are changed."""
        if not typed:
            raise PlayError("nothing was typed")
        game, options = self.scenario.game, self.table.game
        assert isinstance(game, Options)
        known: dict[str, int] = {}
        for bit, (option, name) in enumerate(zip(game.options, option_names(self.scenario), strict=True)):
            if option.owner == party:
                known |= {option.id.lower(): bit, options.options[bit].lower(): bit, name.lower(): bit}
        number = int(options.states[self.table.state])
        for word in filter(None, (re.sub(r"^(take|drop) ", "", part.strip()) for part in typed.split("+"))):
            if word not in known:
                raise PlayError(f"'{word}' is none of your options ({nearest(word, list(known)) or ', '.join(known)})")
            number ^= 1 << known[word]
        there = int(options.index[number])
        if there not in self.table.open:
            raise PlayError("these cannot be changed together here")
        return there
