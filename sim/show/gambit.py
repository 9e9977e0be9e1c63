"""Games written in Gambit's file formats, exact to the last digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import AskError
from sim.games.matrix.strategic_form import StrategicForm
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario


def to_nfg(scenario: Scenario, game: StrategicForm) -> str:
    """A game in strategic form as an .nfg file.

    Parameters
    ----------
    scenario : Scenario
        For title and names.
    """
    m, n = game.shape
    cells = " ".join(f"{game.row[i][j]} {game.column[i][j]}" for j in range(n) for i in range(m))
    names = " ".join(_quoted(p.name) for p in scenario.players)
    labels = " ".join(f"{{ {_quoted_all(own)} }}" for own in game.actions)
    return f"NFG 1 R {_quoted(scenario.title)} {{ {names} }}\n\n{{ {labels} }}\n\n{cells}\n"


def to_efg(scenario: Scenario, game: GameTree) -> str:
    """A game tree as an .efg file.

    Parameters
    ----------
    scenario : Scenario
        For title and names.
    """
    names = " ".join(_quoted(p.name) for p in scenario.players)
    lines = [f"EFG 2 R {_quoted(scenario.title)} {{ {names} }}", '""', ""]
    numbers: dict[str, int] = {}
    counts = [0, 0]
    for name in game.infosets:
        player = game.owner(name)
        counts[player] += 1
        numbers[name] = counts[player]
    chance = outcome = 0
    for node in game.nodes:
        if node.player is None:
            outcome += 1
            lines.append(f't "" {outcome} "" {{ {node.payoffs[0]}, {node.payoffs[1]} }}')
        elif node.player == CHANCE:
            chance += 1
            moves = " ".join(f"{_quoted(a)} {p}" for a, p in zip(node.actions, node.chances, strict=True))
            lines.append(f'c "" {chance} "" {{ {moves} }} 0')
        else:
            name = node.infoset
            actions = _quoted_all(node.actions)
            lines.append(f'p "" {node.player + 1} {numbers[name]} {_quoted(name)} {{ {actions} }} 0')
    return "\n".join(lines) + "\n"


def export(scenario: Scenario, game: StrategicForm | GameTree, suffix: str) -> str:
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
        return to_nfg(scenario, game)
    if suffix != ".efg":
        raise AskError("out", "a game tree is written as .efg")
    return to_efg(scenario, game)


def _quoted(text: str) -> str:
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


def _quoted_all(labels: Iterable[str]) -> str:
    return " ".join(_quoted(label) for label in labels)
