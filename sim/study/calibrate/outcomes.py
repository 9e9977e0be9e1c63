"""What a file pays in its outcomes, as the expressions that it states: states, cells of a matrix, ends of a tree."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sim.errors import AskError, nearest
from sim.scenario.options.conflict import Options
from sim.scenario.scenario import Concessions, Matrix, Tree
from sim.scenario.source import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.scenario.scenario import Scenario
    from sim.scenario.source import Source

STATUS_QUO, AGREEMENT, BREAKDOWN = "status_quo", "agreement", "breakdown"
"""Outcomes of concession games that have names: no step stands; every step does; the talks end with none standing."""

MOST_LISTED = 60
"""Outcomes, most, that are asked about."""

Pair = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Outcome:
    """An outcome, and what it pays.

    Parameters
    ----------
    parts : tuple of str
        What it is: a name; steps as ``player.step``; an action of each side; the labels on the way to an end.
    texts : pair of tuple of str
        Per player the expressions whose sum it pays, per round where there are rounds.
    """

    parts: tuple[str, ...]
    texts: Pair


class Outcomes:
    """The outcomes of a scenario.

    Parameters
    ----------
    scenario : Scenario
        A concession game, a matrix game or a tree.

    Raises
    ------
    AskError
        If it is something else.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.source: Source = read(scenario.file, scenario.text.encode(errors="replace"))
        self.data: dict[str, Any] = self.source.data
        self.ids = tuple(player.id for player in scenario.players)
        if isinstance(scenario.game, Options):
            raise AskError("kind", "a conflict over options has no payoffs, so that none have to be estimated")
        if not isinstance(scenario.game, (Concessions, Matrix, Tree)):
            told = {
                "offers": "what offers share is a number of the file, of which nothing has to be estimated",
                "issues": "what packages are worth is asked for issue by issue, as the points of options",
            }
            raise AskError("kind", told.get(scenario.kind, f"a scenario of kind {scenario.kind} is not calibrated"))
        if isinstance(scenario.game, Matrix) and scenario.game.formulas is not None:
            message = "payoffs that are one expression for all cells are not estimated; write them as a table of cells"
            raise AskError("kind", message)

    def named(self, what: str | Sequence[str]) -> Outcome:
        """The outcome of a name, of steps, of two actions, or of labels.

        Raises
        ------
        AskError
            If there is none, with the nearest words.
        """
        words = [w.strip() for w in what.split(",")] if isinstance(what, str) else [str(w).strip() for w in what]
        words = [word for word in words if word]
        game = self.scenario.game
        if isinstance(game, Concessions):
            return self._state(words)
        return self._cell(words) if isinstance(game, Matrix) else self._end(words)

    def listed(self) -> list[Outcome]:
        """Outcomes worth asking about: for a concession game the states on a way from the status quo to all steps."""
        game = self.scenario.game
        if isinstance(game, Concessions):
            return list(dict.fromkeys(self._state(words) for words in islice(self._way(), MOST_LISTED)))
        if isinstance(game, Matrix):
            cells = ([one, two] for one in game.actions[0] for two in game.actions[1])
            return [self._cell(words) for words in islice(cells, MOST_LISTED)]
        return [self._end(list(labels)) for labels in islice(self._ends(), MOST_LISTED)]

    def _state(self, words: list[str]) -> Outcome:
        steps = self._steps()
        if words in ([], [STATUS_QUO]):
            return Outcome((STATUS_QUO,), self._paid([], False))
        if words == [BREAKDOWN]:
            if "breakdown" not in self.data:
                raise AskError("answers", "the file has no breakdown")
            return Outcome((BREAKDOWN,), self._pair([self.data["breakdown"]["payoff"]]))
        if words == [AGREEMENT]:
            return Outcome((AGREEMENT,), self._paid(list(steps), True))
        for word in words:
            if word not in steps:
                known = [*steps, STATUS_QUO, AGREEMENT, BREAKDOWN]
                raise AskError("answers", f"there is no step '{word}' ({nearest(word, known)})")
        chosen = [step for step in steps if step in words]
        if len(chosen) == len(steps):
            return self._state([AGREEMENT])
        return Outcome(tuple(chosen), self._paid(chosen, False))

    def _steps(self) -> dict[str, dict[str, Any]]:
        ladders = self.data["concessions"]
        return {f"{p}.{step['id']}": step for p in self.ids for step in ladders.get(p) or []}

    def _paid(self, chosen: list[str], complete: bool) -> Pair:
        """What a round pays in which steps stand: the same sum that the rules of the game add up."""
        steps = self._steps()
        blocks = [self.data["status_quo"]]
        for name in chosen:
            blocks.append(steps[name].get("effect"))
            blocks += [e.get("effect") for e in steps[name].get("effects") or [] if set(e["when"]) <= set(chosen)]
        if complete:
            blocks.append(self.data.get("agreement"))
        return self._pair(blocks)

    def _pair(self, blocks: Iterable[dict[str, Any] | None]) -> Pair:
        found = [block for block in blocks if block]
        one, two = (tuple(str(block[p]) for block in found if block.get(p) is not None) for p in self.ids)
        return one, two

    def _way(self) -> list[list[str]]:
        """The ends first, then states a step more in each, in an order that the prerequisites allow."""
        steps, taken = self._steps(), list[str]()
        found: list[list[str]] = [[STATUS_QUO], [AGREEMENT]] + ([[BREAKDOWN]] if "breakdown" in self.data else [])
        found += [[name for name in steps if name.startswith(f"{p}.")] for p in self.ids]
        while len(taken) < min(len(steps), MOST_LISTED):
            open_ = [
                name
                for p in self.ids
                for name in [n for n in steps if n.startswith(f"{p}.") and n not in taken][:1]
                if set(steps[name].get("after") or []) <= set(taken)
            ]
            if not open_:
                break
            # Who has taken fewer steps goes on.
            taken.append(min(open_, key=lambda n: sum(t.partition(".")[0] == n.partition(".")[0] for t in taken)))
            found.append(list(taken))
        return [words for k, words in enumerate(found) if words and words not in found[:k]]

    def _cell(self, words: list[str]) -> Outcome:
        game = self.scenario.game
        assert isinstance(game, Matrix)
        if len(words) != 2:
            raise AskError("answers", f"expected an action of each side, found {', '.join(words) or 'nothing'}")
        places = []
        for word, known in zip(words, game.actions, strict=True):
            if word not in known:
                raise AskError("answers", f"there is no action '{word}' ({nearest(word, known)})")
            places.append(known.index(word))
        one, two = self.data["payoffs"][places[0]][places[1]]
        return Outcome((words[0], words[1]), ((str(one),), (str(two),)))

    def _end(self, words: list[str]) -> Outcome:
        node = self._node(self.data["tree"])
        for k, word in enumerate(words):
            ways = self._ways(node)
            if word not in ways:
                where = f" after {', '.join(words[:k])}" if k else ""
                raise AskError("answers", f"there is no way '{word}'{where} ({nearest(word, ways)})")
            node = ways[word]
        if "payoffs" not in node:
            raise AskError("answers", f"play goes on after {', '.join(words)}: {', '.join(self._ways(node))}")
        one, two = node["payoffs"]
        return Outcome(tuple(words), ((str(one),), (str(two),)))

    def _node(self, node: dict[str, Any]) -> dict[str, Any]:
        while node.get("to") is not None:
            node = self.data["nodes"][node["to"]]
        return node

    def _ways(self, node: dict[str, Any]) -> dict[str, dict[str, Any]]:
        chance = {label: branch["then"] for label, branch in (node.get("chance") or {}).items()}
        return {label: self._node(child) for label, child in (chance or node.get("actions") or {}).items()}

    def _ends(self) -> Iterable[tuple[str, ...]]:
        waiting: list[tuple[tuple[str, ...], dict[str, Any]]] = [((), self._node(self.data["tree"]))]
        while waiting:
            labels, node = waiting.pop()
            if "payoffs" in node:
                yield labels
            waiting += [((*labels, label), child) for label, child in self._ways(node).items()][::-1]
