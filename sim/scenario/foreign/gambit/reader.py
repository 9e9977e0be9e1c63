"""The words of Gambit's file formats, one after the other, and what is said of a place where another was expected."""

from __future__ import annotations

import re
from fractions import Fraction

from sim.deadline import check_time
from sim.errors import Problem, ScenarioError
from sim.scenario.encoding import refuse_wide
from sim.scenario.expressions.exact import MAX_LENGTH
from sim.scenario.fields import LARGEST
from sim.scenario.foreign.gambit.as_yaml import fits, quoted

_SPACE = re.compile(r"[ \t\n\v\f\r]*")
_WORD = re.compile(r'[^ \t\n\v\f\r{},"]+')
_STRING = re.compile(r'"([^"]*+(?:(?<=\\)"[^"]*+)*+)"')
"""A quote ends a label unless a backslash stands before it, and be it the second of two: so Gambit reads."""
_SLASHES = re.compile(r'(\\+)("?)')
_NUMBER = re.compile(r"-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|-?\.\d+|-\.\d+[eE][-+]?\d+|-?\d+/\d+", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_OTHER_BREAKS = re.compile(r"[\v\f\x1c-\x1e\x85\u2028\u2029]")

MAX_WHOLE = 9
"""Digits of a whole number, most."""
MAX_KEY = 1000
"""Characters of an action's label, most, as it is written: YAML reads no longer keys."""


def decoded(file: str, raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Text of a file that is in UTF-8 or, as older ones are, in the letters of Western Europe; and notes on that.

    Raises
    ------
    ScenarioError
        If it is in UTF-16 or UTF-32.
    """
    refuse_wide(file, raw)
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return text, ("the file is not in UTF-8; its letters were read as those of Western Europe (Windows-1252)",)


class Reader:
    """A file from its start to its end.

    Parameters
    ----------
    file : str
        Name to show in messages.
    text : str
        The content.

    Attributes
    ----------
    at : int
        Where the next word starts.
    last : int
        Where the last one started.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file, self.content = file, text
        self.at = self.last = 0
        self._skip()

    def _skip(self) -> None:
        space = _SPACE.match(self.content, self.at)
        self.at = space.end() if space else self.at

    def _take(self, end: int) -> None:
        check_time()
        self.last, self.at = self.at, end
        self._skip()

    def fault(self, at: int, message: str, hint: str = "") -> ScenarioError:
        """What is wrong at a place of the file, for raising."""
        start = max(self.content.rfind(sign, 0, at) for sign in "\r\n")
        column = at - start
        text = _OTHER_BREAKS.sub(" ", self.content)  # so that whoever shows the line counts as is counted here
        return ScenarioError([Problem(self.file, self.line(at), column, "", message, hint)], text)

    def line(self, at: int) -> int:
        """The line of a place, from 1."""
        ends = [self.content.count(sign, 0, at) for sign in ("\n", "\r", "\r\n")]
        return 1 + ends[0] + ends[1] - ends[2]

    def expected(self, what: str, hint: str = "") -> ScenarioError:
        """That something else comes next than was expected, for raising."""
        return self.fault(self.at, f"expected {what}, found {self._found()}", hint)

    def _found(self) -> str:
        if self.at == len(self.content):
            return "the end of the file"
        found = _WORD.match(self.content, self.at) or _STRING.match(self.content, self.at)
        text = found.group() if found else self.content[self.at]
        text = _CONTROL.sub(" ", text if len(text) <= 40 else f"{text[:39]}…")
        return text if text[0] == '"' else f"'{text}'"

    def sign(self) -> str:
        """The character that comes next; empty at the end."""
        return self.content[self.at : self.at + 1]

    def mark(self, sign: str) -> None:
        """Go past a brace."""
        if self.sign() != sign:
            raise self.expected(f"'{sign}'")
        self._take(self.at + 1)

    def word(self, what: str) -> str:
        """What stands without quotes up to the next space, brace, comma or quote."""
        found = _WORD.match(self.content, self.at)
        if found is None:
            raise self.expected(what)
        self._take(found.end())
        return found.group()

    def symbol(self, known: tuple[str, ...]) -> str:
        """One of a few words, with a space behind it."""
        *others, last = (f"'{name}'" for name in known)
        what = f"{', '.join(others)} or {last}"
        found = _WORD.match(self.content, self.at)
        if found is None or found.group() not in known:
            raise self.expected(what)
        if self.content[found.end() : found.end() + 1] in ("{", "}", ",", '"') and found.end() < len(self.content):
            raise self.fault(found.end(), f"expected a space behind '{found.group()}'")
        self._take(found.end())
        return found.group()

    def text(self, what: str) -> str:
        """Text in quotes, of whatever length."""
        if self.sign() != '"':
            raise self.expected(f"{what} in quotes")
        found = _STRING.match(self.content, self.at)
        if found is None:
            raise self.fault(self.at, "the quote that opens here is not closed", f"{what} ends with a quote")
        self._take(found.end())
        return _SLASHES.sub(_as_gambit_reads, found.group(1))

    def maybe_text(self) -> str | None:
        """Text in quotes if there is any."""
        return self.text("text") if self.sign() == '"' else None

    def string(self, what: str) -> str:
        """A label in quotes, on one line."""
        label = self.text(what)
        if _CONTROL.search(label):
            raise self.fault(self.last, f"expected {what} on one line", "is its closing quote missing?")
        return label

    def key(self, what: str) -> str:
        """A label in quotes that will be a key of the scenario file."""
        label = self.string(what)
        if len(quoted(label)) > MAX_KEY:
            raise self.fault(self.last, f"expected {what} of at most {MAX_KEY} characters, found {len(label):,}")
        return label

    def strings(self, what: str, most: int) -> tuple[list[str], int]:
        """Labels in braces, and where they stand; of more than are wanted one too many."""
        at = self.at
        self.mark("{")
        found: list[str] = []
        while self.sign() == '"' and len(found) <= most:
            found.append(self.string(what))
        if self.sign() != "}" and len(found) <= most:
            raise self.expected(f"{what} in quotes, or '}}'")
        if self.sign() == "}":
            self.mark("}")
        return found, at

    def whole(self, what: str) -> int:
        """A whole number that counts or names something."""
        text = self.word(what)
        if not _WHOLE.fullmatch(text):
            raise self.fault(self.last, f"expected {what}, a whole number, found '{_short(text)}'")
        if len(text) > MAX_WHOLE:
            raise self.fault(self.last, f"expected {what} of at most {MAX_WHOLE} digits, found '{_short(text)}'")
        return int(text)

    def number(self, what: str) -> tuple[str, Fraction]:
        """A number as it is written, and its exact value."""
        text = self.word(what)
        return text, self._value(text, what)

    def _value(self, text: str, what: str) -> Fraction:
        """Value of a number, looked at before anything is computed with it."""
        if not _NUMBER.fullmatch(text):
            hint = "write it as 1/2, 0.5 or 5e-1"
            raise self.fault(self.last, f"expected {what}, found '{_short(text)}'", hint)
        head, _, exponent = text.lower().partition("e")
        power = exponent.lstrip("+-").lstrip("0")
        if len(head) > 2 * MAX_LENGTH or len(power) > 3:
            raise self._unusable(self.last)
        try:
            return self.bounded(Fraction(text), self.last)
        except ZeroDivisionError:
            raise self.fault(self.last, f"expected {what}, found a division by zero, '{_short(text)}'") from None

    def bounded(self, value: Fraction, at: int) -> Fraction:
        """A number that a scenario file can hold."""
        if abs(value) > LARGEST or not fits(value):
            raise self._unusable(at)
        return value

    def _unusable(self, at: int) -> ScenarioError:
        message = f"a number here is not between -1e100 and 1e100, or has more than {MAX_LENGTH} digits as a fraction"
        return self.fault(at, message, "choose another unit")

    def pair(self) -> tuple[tuple[str, str], tuple[Fraction, Fraction]]:
        """Two payoffs in front of a closing brace, each with a comma behind it or none; as written, and their values.

        Raises
        ------
        ScenarioError
            If there are fewer or more.
        """
        texts, values = [], []
        for which in ("the first player's payoff", "the second player's payoff"):
            if self.sign() in ("}", ""):
                raise self.expected(which, "an outcome has one payoff per player")
            text, value = self.number(which)
            texts.append(text)
            values.append(value)
            if self.sign() == ",":
                self._take(self.at + 1)
        if self.sign() != "}":
            raise self.expected("'}' behind two payoffs", "an outcome has one payoff per player")
        self.mark("}")
        return (texts[0], texts[1]), (values[0], values[1])

    def end(self) -> None:
        """Refuse whatever comes behind the game."""
        if self.at < len(self.content):
            raise self.expected("the end of the file behind the game")


def _as_gambit_reads(match: re.Match[str]) -> str:
    """What backslashes stand for: one stands for itself, or with a quote for the quote; each further one for two."""
    further = "\\\\" * (len(match.group(1)) - 1)
    return further + (match.group(2) or "\\")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
