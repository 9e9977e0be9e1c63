"""Data of random files whose games several programs solve: numbers with few digits, so that ties are common."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from sim.scenario.source import read
from tests.fuzz.mutants import as_yaml
from tests.games.concessions.test_unroll import MOVES
from tests.games.concessions.test_unroll import drawn as drawn_concessions

Data = dict[str, Any]
Number = Callable[[Random], Fraction]


def as_read(data: Data) -> Data:
    """Data as they are read from a file: numbers are the text that they are written with."""
    return dict(read("drawn", json.dumps(data).encode()).data)


def text_of(data: Data) -> str:
    """The text of a file, a line for each key."""
    return as_yaml(data)


def decimal(draw: Random) -> Fraction:
    """A number of which no two are alike."""
    return Fraction(round(draw.gauss(0, 1) * 1000), 1000)


def small(draw: Random) -> Fraction:
    """A number of which many are alike."""
    return Fraction(draw.randint(-2, 2))


def plain(number: Fraction) -> int | float:
    """The same number as JSON writes it; it has few digits."""
    return number.numerator if number.denominator == 1 else float(number)


def matrix(draw: Random, most: int, number: Number) -> Data:
    """A bimatrix game of up to so many actions for each side."""
    m, n = draw.randint(1, most), draw.randint(1, most)
    players = {"a": {"actions": [f"r{k}" for k in range(m)]}, "b": {"actions": [f"c{k}" for k in range(n)]}}
    payoffs = [[[plain(number(draw)), plain(number(draw))] for _ in range(n)] for _ in range(m)]
    return as_read({"format": 1, "title": "Drawn", "kind": "matrix", "players": players, "payoffs": payoffs})


def concessions(draw: Random, rounds: int) -> Data:
    """A concession game of up to so many rounds, small enough to be a tree."""
    return as_read(drawn_concessions(draw, draw.choice(MOVES), rounds)[0])


@dataclass(frozen=True)
class _Move:
    """A move of a tree: whose it is, between how many actions, and whether the other side sees which was taken."""

    who: str
    actions: int
    seen: bool


def tree(draw: Random, moves: int, zero_sum: bool) -> Data:
    """A tree in which both remember all that they have seen and done; chance moves are seen by one side or by nobody.

    Parameters
    ----------
    moves : int
        How many there are in a row, most.
    """
    number = draw.choice((decimal, small))
    plan = [
        _Move(draw.choice("ccaabb"), draw.choice((2, 2, 2, 3)), draw.random() < 0.5)
        for _ in range(draw.randint(2, moves))
    ]
    eyes = [draw.choice("ab ") for _ in plan]

    def end() -> Data:
        one = number(draw)
        return {"payoffs": [plain(one), plain(-one if zero_sum else number(draw))]}

    def node(k: int, knows: dict[str, str]) -> Data:
        if k == len(plan) or (k and draw.random() < 0.1):
            return end()
        move = plan[k]
        eye = eyes[k] if move.who == "c" else "ab".replace(move.who, "") if move.seen else ""
        below = {}
        for action in "lmr"[: move.actions]:
            below[action] = node(k + 1, {s: own + (action if s in (move.who, eye) else "") for s, own in knows.items()})
        if move.who == "c":
            shares = {2: ("1/2", "1/2"), 3: ("1/4", "1/4", "1/2")}[move.actions]
            return {
                "chance": {a: {"probability": p, "then": t} for (a, t), p in zip(below.items(), shares, strict=True)}
            }
        return {"player": move.who, "infoset": f"{move.who}{k}{knows[move.who]}", "actions": below}

    root = node(0, {"a": "", "b": ""})
    return as_read({"format": 1, "title": "Drawn", "kind": "tree", "players": {"a": {}, "b": {}}, "tree": root})


def packages(draw: Random) -> Data:
    """Issues with whole points, of which the first option has none; walking away is worth nothing, too."""

    def options() -> dict[str, list[int]]:
        rest = range(1, draw.choice((2, 3, 4)))
        return {"o0": [0, 0], **{f"o{j}": [draw.randint(0, 20), draw.randint(0, 20)] for j in rest}}

    issues = {f"i{k}": {"options": options()} for k in range(draw.choice((1, 2, 3, 4)))}
    players = {name: {"walk_away": 0} for name in "ab"}
    return as_read({"format": 1, "title": "Drawn", "kind": "issues", "players": players, "issues": issues})
