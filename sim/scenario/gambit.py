"""Gambit's file formats, read into scenario files: .efg game trees and .nfg strategic forms of two players.

References
----------
Savani, R. and Turocy, T. L., Gambit: the package for computation in game theory; its description of file formats.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from fractions import Fraction
from typing import Any

from sim.errors import Problem, ScenarioError
from sim.scenario.source import MAX_BYTES

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([{},])|([^\s{},"]+)', re.DOTALL)
MAX_TOKENS = 400_000


class _Reader:
    """Tokens of a file: (kind, text, line); kinds are string, mark and word."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.tokens: list[tuple[str, str, int]] = []
        line, last = 1, 0
        for match in _TOKEN.finditer(text):
            line += text.count("\n", last, match.start())
            last = match.start()
            kind = "string" if match.group(1) is not None else "mark" if match.group(2) else "word"
            value = match.group(1) if kind == "string" else match.group()
            self.tokens.append((kind, value.replace('\\"', '"'), line))
            if len(self.tokens) > MAX_TOKENS:
                raise ScenarioError(
                    [Problem(file, line, 1, "", f"the file has more than {MAX_TOKENS:,} words, too many to import")]
                )
        self.at = 0

    def fail(self, expected: str) -> ScenarioError:
        kind, value, line = self.tokens[min(self.at, len(self.tokens) - 1)] if self.tokens else ("", "nothing", 1)
        found = f"'{value}'" if self.at < len(self.tokens) and kind else "the end of the file"
        return ScenarioError([Problem(self.file, line, 1, "", f"expected {expected}, found {found}")])

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at][:2] if self.at < len(self.tokens) else ("end", "")

    def string(self, what: str) -> str:
        if self.peek()[0] != "string":
            raise self.fail(f"{what} in quotes")
        self.at += 1
        return self.tokens[self.at - 1][1]

    def maybe_string(self) -> str | None:
        return self.string("") if self.peek()[0] == "string" else None

    def word(self, what: str) -> str:
        if self.peek()[0] != "word":
            raise self.fail(what)
        self.at += 1
        return self.tokens[self.at - 1][1]

    def mark(self, sign: str) -> None:
        if self.peek() != ("mark", sign):
            raise self.fail(f"'{sign}'")
        self.at += 1

    def is_mark(self, sign: str) -> bool:
        return self.peek() == ("mark", sign)

    def number(self) -> Fraction:
        text = self.word("a number")
        try:
            return Fraction(text)
        except (ValueError, ZeroDivisionError):
            self.at -= 1
            raise self.fail("a number") from None

    def numbers(self) -> list[Fraction]:
        self.mark("{")
        found = []
        while not self.is_mark("}"):
            if self.is_mark(","):
                self.at += 1
                continue
            found.append(self.number())
        self.mark("}")
        return found

    def strings(self) -> list[str]:
        self.mark("{")
        found = []
        while not self.is_mark("}"):
            found.append(self.string("a label"))
        self.mark("}")
        return found


def from_gambit(file: str, text: str) -> str:
    """Text of a scenario file for a game in one of Gambit's formats.

    Parameters
    ----------
    file : str
        Name to show in messages.
    text : str
        The content of an .efg or .nfg file.

    Raises
    ------
    ScenarioError
        If it is neither, is not a game of two players, or is damaged.
    """
    reader = _Reader(file, text)
    kind = reader.word("'EFG' or 'NFG'")
    if kind not in ("EFG", "NFG"):
        reader.at -= 1
        raise reader.fail("'EFG' or 'NFG'")
    reader.word("a version")
    reader.word("'R' or 'D'")
    title = reader.string("a title") or "Imported game"
    players = reader.strings()
    if len(players) != 2:
        raise ScenarioError([Problem(file, 1, 1, "", f"expected a game of two players, found {len(players)}")])
    ids = ["one", "two"]
    names = {key: {"name": name or key} for key, name in zip(ids, players, strict=True)}
    scenario: dict[str, Any] = {"format": 1, "kind": "tree", "title": title, "players": names}
    if kind == "EFG":
        reader.maybe_string()
        scenario["tree"] = _Tree(reader, ids).read()
    else:
        scenario |= _strategic(reader, names, ids)
    return _as_yaml(file, scenario)


def _as_yaml(file: str, scenario: dict[str, Any]) -> str:
    """JSON is YAML, and quotes every label. Deep trees are mostly indentation, so large ones go without."""
    for indent in (1, None):
        text = json.dumps(scenario, indent=indent, ensure_ascii=False) + "\n"
        size = len(text.encode())
        if size <= MAX_BYTES:
            return text
    message = f"the scenario would have {size:,} bytes; a scenario has at most {MAX_BYTES:,}"
    raise ScenarioError([Problem(file, 1, 1, "", message)])


def _written(value: Fraction) -> float | int | str:
    """A number as a file states it: whole if it is, else as an expression."""
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


class _Tree:
    """Reads the nodes of an .efg file, which stand in the order of play."""

    def __init__(self, reader: _Reader, ids: list[str]) -> None:
        self.reader, self.ids = reader, ids
        self.outcomes: dict[str, list[Fraction]] = {}
        self.actions: dict[tuple[str, str], tuple[list[str], list[Fraction]]] = {}
        self.names: dict[tuple[str, str], str] = {}
        self.met: list[tuple[dict[str, Any], tuple[str, str]]] = []

    def read(self) -> dict[str, Any]:
        """The whole tree, with a name of its own for each information set."""
        tree = self.node((Fraction(0), Fraction(0)))
        often = Counter(self.names.values())
        for node, key in self.met:
            # Names may repeat in a file; the player's and the set's number then tell them apart.
            name, (player, number) = self.names[key], key
            node["infoset"] = name if name and often[name] == 1 else f"{name or 'set'} ({player}.{number})"
        return tree

    def node(self, paid: tuple[Fraction, Fraction], depth: int = 0) -> dict[str, Any]:
        reader = self.reader
        if depth > 50:
            raise reader.fail("a tree of at most 50 moves on a path")
        kind = reader.word("'p', 'c' or 't'")
        if kind not in ("p", "c", "t"):
            reader.at -= 1
            raise reader.fail("'p', 'c' or 't'")
        reader.string("the node's label")
        if kind == "t":
            one, two = self._outcome(paid)
            return {"payoffs": [_written(one), _written(two)]}
        player = reader.word("the player's number") if kind == "p" else "0"
        if player not in ("0", "1", "2"):
            reader.at -= 1
            raise reader.fail("player 1 or 2")
        labels, chances = self._moves(player, reader.word("the information set's number"))
        key = (player, self.last)
        paid = self._outcome(paid)
        below = [self.node(paid, depth + 1) for _ in labels]
        if kind == "c":
            moves = zip(labels, chances, below, strict=True)
            return {"chance": {a: {"probability": _written(p), "then": child} for a, p, child in moves}}
        node = {"player": self.ids[int(player) - 1], "infoset": "", "actions": dict(zip(labels, below, strict=True))}
        self.met.append((node, key))
        return node

    def _moves(self, player: str, number: str) -> tuple[list[str], list[Fraction]]:
        """Labels (and chances) at an information set, as given here or where it was first met."""
        reader, key = self.reader, (player, number)
        self.last = number
        name = reader.maybe_string()
        if player != "0":
            self.names.setdefault(key, name or "")
        if reader.is_mark("{"):
            reader.mark("{")
            labels: list[str] = []
            chances: list[Fraction] = []
            while not reader.is_mark("}"):
                labels.append(reader.string("an action"))
                if player == "0":
                    chances.append(reader.number())
            reader.mark("}")
            self.actions[key] = _told_apart(labels, "action"), chances
        if key not in self.actions:
            raise reader.fail("the actions of the information set")
        return self.actions[key]

    def _outcome(self, paid: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
        """What has been paid so far and at this node; payoffs of an outcome are given where it is first met."""
        reader = self.reader
        number = reader.word("the outcome's number")
        reader.maybe_string()
        if reader.is_mark("{"):
            self.outcomes[number] = reader.numbers()
        pay = self.outcomes.get(number, [Fraction(0), Fraction(0)])
        if len(pay) != 2:
            raise reader.fail("two payoffs")
        return paid[0] + pay[0], paid[1] + pay[1]


def _told_apart(labels: list[str], word: str) -> list[str]:
    """Labels with a number behind those that are missing or stand there already."""
    told: list[str] = []
    for k, label in enumerate(labels):
        new = label
        while not new or new in told or (new != label and new in labels):
            new = f"{new or label or word} {k + 1}"
        told.append(new)
    return told


def _strategic(reader: _Reader, names: dict[str, dict[str, Any]], ids: list[str]) -> dict[str, Any]:
    """The rest of an .nfg file: sizes or labels, then payoffs with the first player's strategy changing fastest."""
    reader.mark("{")
    labelled = reader.is_mark("{")
    labels: list[list[str]] = []
    for _ in ids:
        if labelled:
            labels.append(_told_apart(reader.strings(), "strategy"))
        else:
            labels.append([str(k + 1) for k in range(int(reader.number()))])
    reader.mark("}")
    reader.maybe_string()
    m, n = len(labels[0]), len(labels[1])
    cells = _outcome_cells(reader, m * n) if reader.is_mark("{") else _payoff_cells(reader, m * n)
    payoffs = [[[_written(v) for v in cells[j * m + i]] for j in range(n)] for i in range(m)]
    players = {key: names[key] | {"actions": own} for key, own in zip(ids, labels, strict=True)}
    return {"kind": "matrix", "players": players, "payoffs": payoffs}


def _payoff_cells(reader: _Reader, count: int) -> list[list[Fraction]]:
    return [[reader.number(), reader.number()] for _ in range(count)]


def _outcome_cells(reader: _Reader, count: int) -> list[list[Fraction]]:
    """Payoffs through a list of outcomes and an outcome number per cell; 0 stands for no payoffs."""
    outcomes = [[Fraction(0), Fraction(0)]]
    reader.mark("{")
    while reader.is_mark("{"):
        reader.mark("{")
        reader.string("the outcome's name")
        pay = []
        while not reader.is_mark("}"):
            if reader.is_mark(","):
                reader.at += 1
                continue
            pay.append(reader.number())
        reader.mark("}")
        outcomes.append(pay)
    reader.mark("}")
    found = []
    for _ in range(count):
        number = int(reader.number())
        if not 0 <= number < len(outcomes):
            raise reader.fail("the number of an outcome")
        found.append(outcomes[number])
    return found
