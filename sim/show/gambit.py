"""Games written in Gambit's file formats, exact to the last digit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import category

from sim.deadline import check_time
from sim.errors import AskError, GameTooLargeError
from sim.games.matrix.strategic_form import StrategicForm
from sim.games.tree.game_tree import CHANCE
from sim.scenario.labels import apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario

_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_SLASHES = re.compile(r'(?:\\{2,}|\\(?=["\\]|$))')
_LOOKALIKE = "\N{FULLWIDTH REVERSE SOLIDUS}"
_CHANCE = "Chance"

MOST_CELLS = 250_000
"""Cells, most, of a table that is written."""
"""What Gambit calls the player that moves at random, so that nobody else is called so."""


@dataclass(frozen=True)
class Exported:
    """A game in another program's format.

    Parameters
    ----------
    text : str
        The file.
    changed : dict of str to str
        Labels that the format cannot hold, with what stands there instead.
    """

    text: str
    changed: dict[str, str]


@dataclass
class _Labels:
    """Labels as Gambit takes them: it knows no backslash at the end, and no blanks at the ends or side by side."""

    changed: dict[str, str] = field(default_factory=dict)

    def of(self, labels: Iterable[str], reserved: tuple[str, ...] = ()) -> list[str]:
        """Labels of one kind, of which no two are alike afterwards, ready to be written."""
        given = list(labels)
        fit = [_fit(label) for label in given]
        kept = dict.fromkeys(reserved, -1)
        for k, label in enumerate(given):
            if label == fit[k]:
                kept.setdefault(label, k)
        others = [k for k, label in enumerate(fit) if kept.get(label) != k]
        for k, name in zip(others, apart([fit[k] for k in others], list(kept)), strict=True):
            fit[k] = self.changed[given[k]] = name
        return [_quoted(label) for label in fit]

    def title(self, text: str) -> str:
        """A title, which may hold any blanks."""
        return _quoted(_SLASHES.sub(_lookalikes, text))


def _fit(label: str) -> str:
    single = _BLANKS.sub(lambda blanks: blanks.group() if _is_space(blanks.group()) else " ", label).strip()
    return _SLASHES.sub(_lookalikes, single) or "blank"


def _is_space(blanks: str) -> bool:
    """Whether this is a single space, of whatever width."""
    return len(blanks) == 1 and category(blanks) == "Zs"


def _lookalikes(slashes: re.Match[str]) -> str:
    return _LOOKALIKE * len(slashes.group())


def _quoted(text: str) -> str:
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


def to_nfg(scenario: Scenario, game: StrategicForm) -> str:
    """A game in strategic form as an .nfg file.

    Parameters
    ----------
    scenario : Scenario
        For title and names.
    """
    return _nfg(scenario, game).text


def to_efg(scenario: Scenario, game: GameTree) -> str:
    """A game tree as an .efg file.

    Parameters
    ----------
    scenario : Scenario
        For title and names.
    """
    return _efg(scenario, game).text


def _nfg(scenario: Scenario, game: StrategicForm) -> Exported:
    labels = _Labels()
    m, n = game.shape
    if m * n > MOST_CELLS:
        message = f"the game has {m:,} by {n:,} cells, {m * n:,} in all; at most {MOST_CELLS:,} are written as .nfg"
        raise GameTooLargeError(f"{message} (take larger steps)")
    cells = " ".join(f"{game.row[i][j]} {game.column[i][j]}" for j in range(n) for i in range(m))
    actions = " ".join(f"{{ {' '.join(labels.of(own))} }}" for own in game.actions)
    head = _head("NFG 1", scenario, labels)
    return Exported(f"{head}\n\n{{ {actions} }}\n\n{cells}\n", labels.changed)


def _efg(scenario: Scenario, game: GameTree) -> Exported:
    labels = _Labels()
    lines = [_head("EFG 2", scenario, labels), '""', ""]
    names = dict(zip(game.infosets, labels.of(game.infosets), strict=True))
    numbers: dict[str, int] = {}
    counts = [0, 0]
    for name in game.infosets:
        player = game.owner(name)
        counts[player] += 1
        numbers[name] = counts[player]
    actions = {name: " ".join(labels.of(game.actions(name))) for name in game.infosets}
    chance = outcome = 0
    for node in game.nodes:
        check_time()
        if node.player is None:
            outcome += 1
            lines.append(f't "" {outcome} "" {{ {node.payoffs[0]}, {node.payoffs[1]} }}')
        elif node.player == CHANCE:
            chance += 1
            moves = " ".join(f"{a} {p}" for a, p in zip(labels.of(node.actions), node.chances, strict=True))
            lines.append(f'c "" {chance} "" {{ {moves} }} 0')
        else:
            name = node.infoset
            lines.append(f'p "" {node.player + 1} {numbers[name]} {names[name]} {{ {actions[name]} }} 0')
    return Exported("\n".join(lines) + "\n", labels.changed)


def _head(form: str, scenario: Scenario, labels: _Labels) -> str:
    names = labels.of([p.name for p in scenario.players], reserved=(_CHANCE,))
    return f"{form} R {labels.title(scenario.title)} {{ {' '.join(names)} }}"


def export(scenario: Scenario, game: StrategicForm | GameTree, suffix: str) -> Exported:
    """A game in the format that a file's suffix names.

    Parameters
    ----------
    suffix : str
        ``.nfg`` or ``.efg``.

    Raises
    ------
    AskError
        If the game cannot be written in that format.
    """
    if isinstance(game, StrategicForm):
        if suffix != ".nfg":
            raise AskError("out", "a matrix game is written as .nfg")
        return _nfg(scenario, game)
    if suffix != ".efg":
        raise AskError("out", "a game tree is written as .efg")
    return _efg(scenario, game)
