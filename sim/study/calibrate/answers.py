"""What an analyst has said: one outcome is as good for a player as another, or as some rounds of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from sim.errors import AskError, Problem, ScenarioError, nearest
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.source import dotted, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.source import Path, Source
    from sim.study.calibrate.outcomes import Outcome, Outcomes

How = Literal["share", "after"]

MOST_ANSWERS = 200
MOST_ROUNDS = 1000
"""Rounds, most, that are waited for."""
KEYS = ("player", "this", "as_good_as", "share", "after", "otherwise")
"""Keys of an answer."""


@dataclass(frozen=True)
class Answer:
    """One outcome throughout is as good for a player as another in a share of the rounds, or after some rounds.

    Parameters
    ----------
    player : int
        For whom.
    this, that, otherwise : Outcome
        The one outcome; the other; and what holds in the other rounds, or until then.
    how : str
        ``share``: the other holds in a share of the rounds; ``after``: from some round on.
    least, most : Fraction
        Between which the share, or the number of rounds, lies; the same where the answer is one number.
    """

    player: int
    this: Outcome
    that: Outcome
    otherwise: Outcome
    how: How = "share"
    least: Fraction = Fraction(1)
    most: Fraction = Fraction(1)

    @property
    def is_plain(self) -> bool:
        """Whether the other outcome holds throughout as well."""
        return self.how == "share" and self.least == self.most == 1

    def weights(self, patience: Fraction) -> tuple[Fraction, Fraction]:
        """Least and largest weight of the other outcome in the player's average over all rounds.

        What holds from round n + 1 on has the weight ``patience ** n`` in a discounted average.
        """
        if self.how == "share":
            return self.least, self.most
        return _power(patience, self.most), _power(patience, self.least)


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    return Fraction(base) ** int(exponent) if exponent.denominator == 1 else Fraction(float(base) ** float(exponent))


def read_answers(file: str, raw: bytes, outcomes: Outcomes) -> tuple[Answer, ...]:
    """The answers in a file: YAML or JSON, a list or a mapping with the list under ``answers``.

    Parameters
    ----------
    file : str
        Name to show.
    raw : bytes
        Its content.
    outcomes : Outcomes
        What the answers can be about.

    Raises
    ------
    ScenarioError
        If something in it is wrong, with the line.
    """
    start = next((line for line in raw.splitlines() if line.strip() and not line.lstrip().startswith(b"#")), b"")
    shift = start.startswith(b"- ")
    lead = b"answers:\n" if shift else b"answers: " if start.startswith(b"[") else b""
    source = read(file, lead + raw)
    entries = source.data.get("answers")
    problems: list[Problem] = []

    def problem(path: Path, message: str, hint: str = "") -> None:
        while path not in source.values:
            path = path[:-1]
        line, column = source.values[path]
        problems.append(Problem(file, line - shift, column, dotted(path), message, hint))

    if source.data.get("format", "1") != "1":
        problem(("format",), f"expected format 1, the one this version reads, found {source.data['format']}")
    if not isinstance(entries, list) or not entries:
        problem((), "expected a list of answers under 'answers'", "each has player, this and as_good_as")
        entries = []
    if len(entries) > MOST_ANSWERS:
        problem(("answers",), f"there are {len(entries):,} answers; at most {MOST_ANSWERS} are used")
        entries = []
    found = []
    for k, entry in enumerate(entries):
        try:
            found.append(answer_from(entry, outcomes))
        except _AnswerError as error:
            problem(("answers", k, *error.path), str(error), error.hint)
    if problems:
        raise ScenarioError(problems, _text(source, shift))
    return tuple(found)


def _text(source: Source, shift: bool) -> str:
    return source.text.partition("\n")[2] if shift else source.text


class _AnswerError(AskError):
    def __init__(self, path: Path, message: str, hint: str = "") -> None:
        super().__init__("answers", message)
        self.path, self.hint = path, hint


def answer_from(entry: Any, outcomes: Outcomes) -> Answer:
    """An answer from its data: ``player``, ``this``, ``as_good_as``, and ``share`` or ``after`` with ``otherwise``.

    Raises
    ------
    AskError
        If it is none.
    """
    if not isinstance(entry, dict):
        raise _AnswerError((), "expected a mapping with player, this and as_good_as")
    for key in entry:
        if key not in KEYS:
            raise _AnswerError((key,), f"unknown key '{key}'", nearest(str(key), KEYS))
    for key in KEYS[:3]:
        if key not in entry:
            raise _AnswerError((), f"the key '{key}' is missing")
    if entry["player"] not in outcomes.ids:
        known = nearest(str(entry["player"]), outcomes.ids)
        raise _AnswerError(("player",), f"there is no player '{entry['player']}'", known)
    how: How = "after" if "after" in entry else "share"
    if "after" in entry and "share" in entry:
        raise _AnswerError(("share",), "an answer has 'share' or 'after', not both")
    least, most = _span(entry[how], how) if how in entry else (Fraction(1), Fraction(1))
    if how in entry and "otherwise" not in entry:
        rest = "in the other rounds" if how == "share" else "until then"
        raise _AnswerError((), f"the key 'otherwise' is missing: the outcome {rest}")
    this, that = (_outcome(entry, key, outcomes) for key in ("this", "as_good_as"))
    otherwise = _outcome(entry, "otherwise", outcomes) if "otherwise" in entry else that
    player = outcomes.ids.index(entry["player"])
    if how == "after" and outcomes.scenario.players[player].patience is None:
        raise _AnswerError(("after",), "there are no rounds to wait for in this game")
    return Answer(player, this, that, otherwise, how, least, most)


def _outcome(entry: dict[str, Any], key: str, outcomes: Outcomes) -> Outcome:
    held = entry[key]
    if not isinstance(held, (str, list)) or (isinstance(held, list) and not all(isinstance(w, str) for w in held)):
        raise _AnswerError((key,), "expected an outcome: a name, or a list of steps, actions or labels")
    try:
        return outcomes.named(held)
    except AskError as error:
        raise _AnswerError((key,), str(error)) from None


def _span(held: Any, how: How) -> tuple[Fraction, Fraction]:
    ends = held if isinstance(held, list) else [held]
    if len(ends) not in (1, 2):
        raise _AnswerError((how,), "expected a number, or a list of two: from and to")
    numbers = []
    for end in ends:
        try:
            numbers.append(evaluate(str(end), {}))
        except ExpressionError as error:
            raise _AnswerError((how,), error.message) from None
    least, most = min(numbers), max(numbers)
    if least < 0 or most > (1 if how == "share" else MOST_ROUNDS):
        told = "a share from 0 to 1" if how == "share" else f"a number of rounds from 0 to {MOST_ROUNDS:,}"
        raise _AnswerError((how,), f"expected {told}, found {', '.join(map(str, ends))}")
    return least, most


def answer_entry(answer: Answer, ids: Sequence[str]) -> dict[str, Any]:
    """An answer as data, in the form that `read_answers` takes."""

    def named(outcome: Outcome) -> str | list[str]:
        one = len(outcome.parts) == 1 and not set(".,") & set(outcome.parts[0])
        return outcome.parts[0] if one else list(outcome.parts)

    entry: dict[str, Any] = {"player": ids[answer.player], "this": named(answer.this)}
    entry["as_good_as"] = named(answer.that)
    if not answer.is_plain:
        span = [answer.least] if answer.least == answer.most else [answer.least, answer.most]
        told = [str(end) for end in span]
        entry |= {answer.how: told if len(told) > 1 else told[0], "otherwise": named(answer.otherwise)}
    return entry


def as_answers(entries: Any, outcomes: Outcomes) -> tuple[Answer, ...]:
    """Answers from data of Python, as `read_answers` reads them from a file."""
    return read_answers("answers", json.dumps({"answers": entries}, default=str).encode(), outcomes)
