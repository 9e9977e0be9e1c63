"""Game trees: the rest of an .efg file, whose nodes stand in the order of play, each before those below it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.scenario.chances import added_up, in_digits
from sim.scenario.foreign.gambit.as_yaml import written
from sim.scenario.labels import given_or_told_apart, set_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.foreign.gambit.reader import Reader
    from sim.types import Pair

Key = tuple[int, int]
CHANCE = 0
MAX_NODES = 60_000
DEEPEST = 16
"""Moves that stand within each other in a scenario file, most; what is further down gets a name and stands below."""


@dataclass
class _Set:
    """An information set or a move of chance, as it was first met."""

    name: str
    labels: list[str]
    chances: list[Fraction]
    given: tuple[list[str], list[str]]
    """Labels and chances as they were written."""


@dataclass
class _Outcome:
    name: str
    texts: tuple[str, str]
    payoffs: Pair
    at: int


@dataclass
class _Node:
    """A node: its information set, or None at an end; what has been paid up to it; and the nodes below it."""

    key: Key | None
    paid: Pair
    at: int
    below: list[int] = field(default_factory=list)


class Extensive:
    """Reads the nodes of an .efg file.

    Parameters
    ----------
    reader : Reader
        Stands in front of the first node.
    ids : pair of str
        Identifiers of the players in the scenario file.

    Attributes
    ----------
    renamed : int
        Labels that were missing or are not the only ones of their kind.
    """

    def __init__(self, reader: Reader, ids: tuple[str, str]) -> None:
        self.reader, self.ids = reader, ids
        self.sets: dict[Key, _Set] = {}
        self.outcomes: dict[int, _Outcome] = {}
        self.nodes: list[_Node] = []
        self.renamed = 0

    def read(self) -> None:
        """Read all nodes; a list of those that wait for nodes below them stands for the depth of the tree."""
        waiting: list[_Node] = []
        while not self.nodes or waiting:
            if waiting and not self.reader.sign():
                missing = sum(len(self._actions(node)) - len(node.below) for node in waiting)
                hint = f"{missing:,} of the actions lead to a node that is not there"
                raise self.reader.expected("another node", hint)
            node = self._node(waiting[-1].paid if waiting else (Fraction(0), Fraction(0)))
            if waiting:
                waiting[-1].below.append(len(self.nodes))
            self.nodes.append(node)
            if len(self.nodes) > MAX_NODES:
                raise self.reader.fault(node.at, f"expected at most {MAX_NODES:,} nodes, found more")
            if node.key is not None:
                waiting.append(node)
            while waiting and len(waiting[-1].below) == len(self._actions(waiting[-1])):
                waiting.pop()

    def _actions(self, node: _Node) -> list[str]:
        assert node.key is not None
        return self.sets[node.key].labels

    def _node(self, paid: Pair) -> _Node:
        reader = self.reader
        at = reader.at
        kind = reader.symbol(("p", "c", "t"))
        reader.text("the node's label")
        if kind == "t":
            return _Node(None, self._outcome(paid), at)
        player = CHANCE
        if kind == "p":
            player = reader.whole("the player's number")
            if player not in (1, 2):
                raise reader.fault(reader.last, f"expected player 1 or 2, found {player}")
        key = player, reader.whole("the information set's number")
        self._information_set(key)
        return _Node(key, self._outcome(paid), at)

    def _information_set(self, key: Key) -> None:
        """Name, actions and chances of a set, as given here or where it was first met."""
        reader, at = self.reader, self.reader.at
        if reader.sign() != '"':
            if key not in self.sets:
                hint = "a set has its name and its actions where it first stands"
                raise reader.expected("the name of the information set in quotes", hint)
            return
        name = reader.string("the name of the information set")
        given, chances = self._moves(key[0] == CHANCE)
        known = self.sets.get(key)
        if known is not None:
            if (known.name, known.given) != (name, given):
                raise reader.fault(at, f"the information set {key[1]} is stated otherwise where it stands first")
            return
        if key[0] == CHANCE and min(chances) < 0:
            raise reader.fault(at, "a chance is below 0")
        if key[0] == CHANCE and (total := added_up(chances)) != 1:
            message = f"the chances add up to {in_digits(total)}, not to 1"
            raise reader.fault(at, message, "chances are exact: write 1/3 rather than 0.333")
        labels, renamed = given_or_told_apart(given[0], "action")
        self.renamed += renamed
        self.sets[key] = _Set(name, labels, chances, given)

    def _moves(self, chance: bool) -> tuple[tuple[list[str], list[str]], list[Fraction]]:
        """Actions in braces, with their chances if chance moves, as they are written; and the chances."""
        reader = self.reader
        reader.mark("{")
        labels: list[str] = []
        texts: list[str] = []
        chances: list[Fraction] = []
        while reader.sign() == '"':
            if len(labels) == MAX_NODES:
                raise reader.fault(reader.at, f"expected at most {MAX_NODES:,} actions, found more")
            labels.append(reader.key("an action"))
            if chance:
                text, value = reader.number("the chance of the action")
                texts.append(text)
                chances.append(value)
        if reader.sign() != "}" or not labels:
            raise reader.expected("an action in quotes, or '}'" if labels else "at least one action in quotes")
        reader.mark("}")
        return (labels, texts), chances

    def _outcome(self, paid: Pair) -> Pair:
        """What has been paid so far and at this node; an outcome is stated where it first stands."""
        reader = self.reader
        number = reader.whole("the outcome's number")
        where = reader.last
        if reader.sign() == '"':
            if number == 0:
                raise reader.expected("nothing behind outcome 0, which pays nothing", "give the outcome a number")
            name = reader.string("the outcome's name")
            reader.mark("{")
            texts, payoffs = reader.pair()
            known = self.outcomes.setdefault(number, _Outcome(name, texts, payoffs, where))
            if (known.name, known.texts) != (name, texts):
                line = reader.line(known.at)
                message = f"the outcome {number} is stated otherwise in line {line}"
                raise reader.fault(where, message, "give one of them another number")
        elif number and number not in self.outcomes:
            hint = 'write for example: 1 "" { 2, 3 }; outcome 0 pays nothing'
            raise reader.fault(where, f"the outcome {number} has no payoffs, here or before", hint)
        if not number:
            return paid
        pay = self.outcomes[number].payoffs
        return reader.bounded(paid[0] + pay[0], where), reader.bounded(paid[1] + pay[1], where)

    def scenario(self) -> dict[str, Any]:
        """The tree as a scenario file states it, and the nodes that are too far down to stand within it."""
        given = {key: found.name for key, found in self.sets.items() if key[0] != CHANCE}
        names, renamed = set_names(given)
        self.renamed += renamed
        depths = [0] * len(self.nodes)
        tops = [0]
        for k, node in enumerate(self.nodes):
            for child in node.below:
                deep = depths[k] + 1 == DEEPEST and self.nodes[child].key is not None
                depths[child] = 0 if deep else depths[k] + 1
                if deep:
                    tops.append(child)
        titles = dict(zip(tops[1:], self._titles(len(tops) - 1), strict=True))
        found = {top: self._below(top, names, titles) for top in reversed(tops)}
        nodes = {titles[top]: found[top] for top in tops[1:]}
        return {"tree": found[0]} | ({"nodes": nodes} if nodes else {})

    def _titles(self, count: int) -> Iterator[str]:
        return (f"node {k + 1}" for k in range(count))

    def _below(self, k: int, names: dict[Key, str], titles: dict[int, str]) -> dict[str, Any]:
        """A node and what stands within it; no deeper than `DEEPEST`."""
        node = self.nodes[k]
        if node.key is None:
            return {"payoffs": [written(node.paid[0]), written(node.paid[1])]}
        below = [{"to": titles[j]} if j in titles else self._below(j, names, titles) for j in node.below]
        moves = self.sets[node.key]
        if node.key[0] == CHANCE:
            ways = zip(moves.labels, moves.chances, below, strict=True)
            return {"chance": {label: {"probability": written(p), "then": then} for label, p, then in ways}}
        actions = dict(zip(moves.labels, below, strict=True))
        return {"player": self.ids[node.key[0] - 1], "infoset": names[node.key], "actions": actions}
