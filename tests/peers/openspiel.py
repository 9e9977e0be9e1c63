"""Game trees handed to OpenSpiel, where it is installed: what behaviour leaves to be gained, and what a game is worth.

References
----------
Lanctot, M. et al. (2019): OpenSpiel: A framework for reinforcement learning in games. arXiv:1908.09453. Tammelin, O.
(2014): Solving large imperfect information games using CFR+. arXiv:1407.5042. Koller, D., Megiddo, N. and von Stengel,
B. (1994): Fast algorithms for finding randomized strategies in game trees. STOC 26, 750-759.
"""

from __future__ import annotations

import importlib
from typing import Any

from sim.games.tree.game_tree import CHANCE, GameTree, Sides
from sim.scenario.load import load
from sim.show.gambit import to_efg

try:
    pyspiel: Any = importlib.import_module("pyspiel")
except ImportError:
    pyspiel = None

try:
    importlib.import_module("ecos")
    sequence_form_lp: Any = importlib.import_module("open_spiel.python.algorithms.sequence_form_lp")
except ImportError:  # cvxpy and ecos, which solve its linear programmes, are none of its own dependencies
    sequence_form_lp = None

ROUNDS = 300
"""Of CFR+, whose bounds of a value come together with the number of rounds."""

Policy = dict[str, list[tuple[int, float]]]
"""For each information set, by the name that it has there, the chance of each action."""


def game_of(tree: GameTree) -> Any:
    """The same tree, as OpenSpiel reads it from our file for Gambit."""
    return pyspiel.load_efg_game(to_efg(load("chicken"), tree))


def policy_of(tree: GameTree, theirs: Any, sides: Sides) -> Policy:
    """Behaviour strategies under OpenSpiel's names; the first action where a side is left open.

    Raises
    ------
    AssertionError
        If the trees are not the same, node by node.
    """
    policy: Policy = {}
    waiting = [(theirs.new_initial_state(), 0)]
    while waiting:
        state, k = waiting.pop()
        node = tree.nodes[k]
        if node.player is None:
            assert state.is_terminal()
            continue
        legal = state.legal_actions()
        assert len(legal) == len(node.actions)
        assert state.is_chance_node() == (node.player == CHANCE)
        if node.player != CHANCE:
            assert state.current_player() == node.player
            at = sides[node.player].get(node.infoset, {node.actions[0]: 1})
            chances = [float(at.get(action, 0)) for action in node.actions]
            policy[state.information_state_string()] = list(zip(legal, chances, strict=True))
        waiting += [(state.child(a), child) for a, child in zip(legal, node.children, strict=True)]
    return policy


def best_replies(tree: GameTree, sides: Sides) -> tuple[float, float]:
    """What each side gets at most against the other's behaviour: in an equilibrium, what the equilibrium pays."""
    theirs = game_of(tree)
    one, two = _replies(theirs, policy_of(tree, theirs, sides))
    return one, two


def _replies(theirs: Any, policy: Any) -> list[float]:
    root = theirs.new_initial_state().history_str()
    return [pyspiel.TabularBestResponse(theirs, k, policy).value(root) for k in (0, 1)]


def nash_conv(tree: GameTree, sides: Sides) -> float:
    """What both sides together could gain, each by itself (NashConv)."""
    theirs = game_of(tree)
    return float(pyspiel.nash_conv(theirs, policy_of(tree, theirs, sides)))


def value_bounds(tree: GameTree) -> tuple[float, float]:
    """Bounds of what a zero-sum game is worth to the first side, by replies to what CFR+ comes to."""
    theirs = game_of(tree)
    solver = pyspiel.CFRPlusSolver(theirs)
    for _ in range(ROUNDS):
        solver.evaluate_and_update_policy()
    one, two = _replies(theirs, solver.average_policy())
    return -two, one


def value(tree: GameTree) -> float:
    """What a zero-sum game is worth to the first side, by a linear programme."""
    return float(sequence_form_lp.solve_zero_sum_game(game_of(tree))[0])
