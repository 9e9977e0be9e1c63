"""The likeliest play of an equilibrium with hidden information, round by round, fakes shown as what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.games.concessions.stochastic_game import BROKEN
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.concessions.stochastic_game import Node
    from sim.games.hidden.hidden_game import HiddenGame
    from sim.types import Pair


@dataclass(frozen=True)
class PlayedRound:
    """One round: the state it starts from, what each player really does in it, and what it pays.

    Parameters
    ----------
    round, state : int
        When, and the number of the state in the stochastic game.
    actions : dict of int to str
        By player; nothing for one who does not move.
    payoffs : pair of Fraction
        Payoffs of the round.
    """

    round: int
    state: int
    actions: dict[int, str]
    payoffs: Pair


def likeliest_play(game: HiddenGame, e: BayesEquilibrium) -> tuple[tuple[int, int], list[PlayedRound]]:
    """Types and rounds of the end of the tree that is reached with most chance; of equals, the first.

    Parameters
    ----------
    game : HiddenGame
        A concession game.
    e : BayesEquilibrium
        An equilibrium of its tree.
    """
    end = e.profile.likeliest_end()
    at = game.situations[end]
    stage = game.games[at.draw[0]][at.draw[1]]
    choices, node = _choices(game, end), 0
    rounds: list[PlayedRound] = []
    for t in range(stage.rounds):
        state = node
        actions: dict[int, str] = {}
        for phase in stage.phases(t):
            label = phase.nodes[node]
            i, j = (_chosen(label, player, choices, actions) for player in (0, 1))
            outcome = phase.outcomes[label.cells[i][j]]
            node = outcome.successor
            if node == BROKEN:
                break
        rounds.append(PlayedRound(t, state, actions, outcome.reward))
        if node == BROKEN or (at.ending in ("hazard", "discovery") and at.round == t):
            break
    return at.draw, rounds


def _choices(game: HiddenGame, end: int) -> Iterator[str]:
    """Actions of both players on the way to an end, in the order in which they are taken."""
    way = ((game.tree.nodes[j], a) for j, a in reversed(game.tree.above(end)))
    return (node.actions[a] for node, a in way if node.player != CHANCE)


def _chosen(label: Node, player: int, choices: Iterator[str], actions: dict[int, str]) -> int:
    """Number of a player's action, which is noted; where there is only one, the tree has no choice of it."""
    own = label.actions[player]
    action = next(choices) if len(own) > 1 else own[0]
    if action:
        actions[player] = action
    return own.index(action)
