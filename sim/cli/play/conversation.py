"""The conversation with those who play: ask, make the move, tell what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.agents.arenas.demands import DemandsArena
from sim.agents.arenas.issues import IssuesArena
from sim.agents.arenas.values import ValuesArena
from sim.engine.issues.packages import typed
from sim.errors import PlayError
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.show.play.prompts_tree import TreePrompts
from sim.show.text.letters import width
from sim.show.text.plain import plain
from sim.show.text.style import columns, heading, inline, left, paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.agents.arenas.arena import Arena, Place
    from sim.agents.arenas.match import Match, MatchTurn, Seat
    from sim.agents.arenas.opponents import Opponent
    from sim.cli.play.console import Console
    from sim.show.play.prompts import Prompts

HELP = (
    "Type the number of a choice, or the beginning of its name. h tells what has happened so far, r tells the rules "
    "once more, q leaves the game."
)


class Naming(NamedTuple):
    """What is asked where a number or a package is named, and how it is typed."""

    asked: str
    help: str


KEYS = "h tells what has happened so far, r tells the rules once more, q leaves the game."
PACKAGE = Naming(
    "You offer",
    "Type an option of each issue, as in salary=high+start=june, or the options alone in the order of the issues; wait "
    f"to offer nothing, walk to leave the talks. {KEYS}",
)
PRICE = Naming("You name the price", f"Type a price, as in 0.6, 3/5 or 60% of the highest value. {KEYS}")
DEMAND = Naming("You demand", f"Type how much you demand, as in 0.6, 3/5 or 60%. {KEYS}")
SHARE = Naming("You ask for", f"Type how much you ask for yourself, as in 0.6, 3/5 or 60%. {KEYS}")


def _naming(arena: Arena, place: Place) -> Naming:
    if isinstance(arena, IssuesArena):
        return PACKAGE
    if isinstance(arena, ValuesArena):
        return PRICE
    return DEMAND if isinstance(arena, DemandsArena) and arena.at_once(place) else SHARE


MOST_LISTED = 31
"""Choices from which on they are not listed one by one."""


class LeftError(Exception):
    """Somebody has left the game."""


class Conversation:
    """One game at a keyboard.

    Parameters
    ----------
    seats : pair of Seat
        Who plays.
    opponents : mapping of int to Opponent
        Who plays the seats of nobody at the keyboard.
    console : Console
        Where people read and type.
    hints : bool
        Whether it is shown what each choice leads to.
    about : str
        How the computer plays, where there is something to say of it.
    """

    def __init__(
        self,
        match: Match,
        prompts: Prompts,
        seats: tuple[Seat, Seat],
        opponents: Mapping[int, Opponent],
        console: Console,
        hints: bool = False,
        about: str = "",
    ) -> None:
        self.match, self.prompts, self.seats, self.console, self.hints = match, prompts, seats, console, hints
        self.opponents, self.about = opponents, about
        self.people = [seat for seat in (0, 1) if seats[seat].human]
        self.you = self.people[0] if len(self.people) == 1 else None
        self.history: list[str] = []
        self._header = ""
        self._quiet: list[tuple[Place, MatchTurn]] = []

    @property
    def arena(self) -> Arena:
        """The game."""
        return self.match.arena

    def introduce(self) -> None:
        """Say what is played, by whom, and how it pays."""
        scenario = self.arena.scenario
        told = [heading(scenario.title)]
        if scenario.summary:
            told.append(paragraph(scenario.summary))
        told += ["", heading("How it is played"), paragraph(self._who())]
        told.append(self._rules())
        told.append(paragraph("At every question, ? tells what can be typed."))
        self.console.say("\n".join(told))

    def _rules(self) -> str:
        """The rules, with room around tables."""
        texts = [*self.prompts.rules(self.you), *self._keys()]
        roomy = [f"\n{block}\n" if "\n" in block else paragraph(block) for block in texts]
        return "\n".join(roomy).replace("\n\n\n", "\n\n")

    def _keys(self) -> list[str]:
        """What is typed where choices are not listed, and what shows more of them."""
        if isinstance(self.arena, IssuesArena):
            example = typed(self.arena.game, [0] * len(self.arena.game.issues))
            return [f"A package is typed as {example}; 'wait' offers none, 'walk' leaves the talks."]
        if isinstance(self.prompts, TreePrompts) and self.prompts.many and not self.hints:
            return ["Add --hints to see what each choice can lead to."]
        return []

    def _who(self) -> str:
        names = [player.name for player in self.arena.scenario.players]
        if self.you is not None:
            other = 1 - self.you
            computer = f"{names[other]} is played by the computer ({self.seats[other].agent})."
            return f"You play {names[self.you]}. {computer} {self.about}".rstrip()
        played = " and ".join(
            f"{names[s]} is played by {self.seats[s].person or ('one of you' if s == 0 else 'the other')}"
            for s in self.people
        )
        return f"{played}, at this keyboard."

    def run(self) -> None:
        """Play to the end.

        Raises
        ------
        LeftError
            If somebody leaves.
        EOFError, KeyboardInterrupt
            If the input ends, or is interrupted.
        """
        while not self.match.over:
            place, choosing = self.match.place, self.match.choosing()
            choices = {s: self._asked(place, s) for s in choosing if s in self.people}
            for s in choosing:
                if s not in choices:
                    choices[s] = self.match.drawn(self.opponents[s].chances(place))
            turn = self.match.play(choices)
            for other in self.opponents.values():
                other.saw(place, turn)
            self._tell(place, turn, bool(choosing))
        self._flush()

    def _tell(self, place: Place, turn: MatchTurn, chosen: bool) -> None:
        if not chosen:
            if self.arena.movers(place):
                self._quiet.append((place, turn))
            return
        self._flush()
        told = self.prompts.happened(place, turn, self.you)
        self._say(self.prompts.header(place), told)

    def _flush(self) -> None:
        """Rounds in which nobody had a choice are told as one."""
        if not self._quiet:
            return
        (first, _), (last, turn) = self._quiet[0], self._quiet[-1]
        header = self.prompts.header(first)
        one, two = self.arena.round(first) + 1, self.arena.round(last) + 1
        if two > one:
            header = f"Rounds {one} to {two}, with nothing left to choose"
        self._quiet = []
        self._say(header, self.prompts.happened(last, turn, self.you))

    def _say(self, header: str, told: list[str]) -> None:
        if not told:
            return
        self._head(header)
        self.console.say("\n".join(_block(text) for text in told))
        self.history += [f"{header}. {' '.join(told)}" if header else " ".join(told)]

    def _head(self, header: str) -> None:
        if header and header != self._header:
            self.console.say(f"\n{heading(header)}")
        elif not header:
            self.console.say("")
        self._header = header

    def _asked(self, place: Place, seat: int) -> str:
        """What a person chooses; out of the other's sight where that matters."""
        self._flush()
        secret = self.you is None and self.prompts.hidden(place)
        if secret:
            self._handed_over(seat)
        self._head(self.prompts.header(place))
        self._show(place, seat)
        while True:
            try:
                choice = self._understood(place, seat, self.console.ask(self._prompt(place, seat), secret).strip())
            except PlayError as error:
                self.console.say(paragraph(f"{error}; ? tells what can be typed."))
                continue
            if choice is not None:
                break
        if secret:
            self._header = ""
            self.console.clear()
        return choice

    def _handed_over(self, seat: int) -> None:
        name = self.seats[seat].person or self.arena.scenario.players[seat].name
        self.console.say("")
        self.console.ask(f"  {name}, the keyboard is yours; nobody else may look. Press Enter. ")
        self._header = ""

    def _show(self, place: Place, seat: int) -> None:
        told = list(self.prompts.situation(place, seat))
        if self.you is None:
            name = self.arena.scenario.players[seat].name
            person = self.seats[seat].person
            told.insert(0, f"{name}{f' ({person})' if person else ''} is to choose.")
        if self.you is None and self.prompts.hidden(place):
            told += self.prompts.reminder(seat)  # the screen has been cleared
        lines = [_block(text) for text in told]
        rows = self.prompts.options(place, seat, self.hints)
        if len(rows) > MOST_LISTED:
            self.console.say("\n".join(line for line in lines if line))
            return
        if rows:
            numbered = [["", *rows[0]], *([str(k), *row] for k, row in enumerate(rows[1:], 1))]
            lines.append(_options(numbered))
        self.console.say("\n".join(line for line in lines if line))

    def _prompt(self, place: Place, seat: int) -> str:
        options = self.arena.options(place, seat)
        if len(options) >= MOST_LISTED:
            return f"  Your choice ({options[0]} to {options[-1]}): "
        return f"  Your choice (1 to {len(options)}): " if options else f"  {_naming(self.arena, place).asked}: "

    def _understood(self, place: Place, seat: int, typed: str) -> str | None:
        """The choice that was typed; None if it was something else, which has been dealt with."""
        options = self.arena.options(place, seat)
        word = typed.lower()
        if word in ("?", "help"):
            self.console.say(paragraph(HELP if options else _naming(self.arena, place).help))
        elif word in ("h", "history"):
            self.console.say("\n".join(map(paragraph, self.history or ["Nothing has happened yet."])))
        elif word in ("r", "rules"):
            self.console.say(self._rules())
        elif word in ("q", "quit"):
            if self.console.ask("  Leave the game? (y or n): ").strip().lower() in ("y", "yes"):
                raise LeftError
        elif not options:
            return self.arena.read(typed, place)
        else:
            return self._option(place, seat, options, word)
        return None

    def _option(self, place: Place, seat: int, options: tuple[str, ...], word: str) -> str:
        if len(options) >= MOST_LISTED:
            return self._of_many(options, typed=word)
        if word.isdecimal() and 1 <= int(word) <= len(options):
            return options[int(word) - 1]
        names = [(a, {a.lower(), a.lower().replace("_", " "), row[0].lower()}) for a, row in self._named(place, seat)]
        exact = [a for a, own in names if word in own]
        found = exact or [a for a, own in names if word and any(name.startswith(word) for name in own)]
        if len(found) == 1 and not (word.isdecimal() and not exact):
            return found[0]
        told = f"'{word}' fits {len(found)} of the choices" if found else f"'{word}' is none of the choices"
        raise PlayError(f"{told}; type a number from 1 to {len(options)}" if word else "nothing was typed")

    @staticmethod
    def _of_many(options: tuple[str, ...], typed: str) -> str:
        """One of many choices, which are not listed and so are called by what they are, not by where they stand."""
        found = next((a for a in options if a.lower() == typed or _same_number(a, typed)), None)
        if found is None:
            told = f"'{typed}' is none of the choices" if typed else "nothing was typed"
            raise PlayError(f"{told}; there are {options[0]}, {options[1]} and so on to {options[-1]}")
        return found

    def _named(self, place: Place, seat: int) -> list[tuple[str, list[str]]]:
        rows = self.prompts.options(place, seat, False)[1:]
        return list(zip(self.arena.options(place, seat), rows, strict=True))


def _same_number(label: str, typed: str) -> bool:
    """Whether two words are the same number, such as 0.5 and .50."""
    try:
        return evaluate(label, {}) == evaluate(typed, {})
    except ExpressionError:
        return False


def _block(text: str) -> str:
    """A paragraph is filled to the width; a table, which has line breaks, is left as it is."""
    return text if "\n" in text else paragraph(text)


def _options(rows: list[list[str]]) -> str:
    """The choices with their numbers; words stand to the left, numbers to the right."""
    rows = [list(map(inline, row)) for row in rows]
    if plain():
        named = [[f"{row[0]}, {row[1]}" if row[0].strip() else row[1], *row[2:]] for row in rows]
        return columns(named, headed=any(rows[0][1:])) if any(rows[0][1:]) else columns(named[1:], headed=False)
    room = max(width(row[1]) for row in rows)
    if len(rows[0]) == 3 and not rows[0][2]:
        apart = " " * (width(rows[-1][0]) + room + 4)
        lead = [f"  {row[0]}  {left(row[1], room)}  " for row in rows[1:]]
        if len(apart) < 40:
            filled = [paragraph(row[2], apart).lstrip() for row in rows[1:]]
            return "\n".join(f"{one}{told}".rstrip() for one, told in zip(lead, filled, strict=True))
        return "\n".join(f"{one}{row[2]}".rstrip() for one, row in zip(lead, rows[1:], strict=True))
    body = [[f"{row[0]:1}  {left(row[1], room)}", *row[2:]] for row in rows]
    table = columns(body)
    return table if any(rows[0][1:]) else table.partition("\n")[2]
