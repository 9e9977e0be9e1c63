"""Equilibria of games with hidden types or hidden actions: Bayes-Nash and perfect Bayesian, and what they reveal.

References
----------
Harsanyi, J. C. (1967). Fudenberg, D., Tirole, J. (1991): Game Theory, chapters 6 and 8.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.solution import Solution
from sim.engine.tree.certificate import tree_value
from sim.engine.tree.pbe.off_path import shares
from sim.engine.tree.pbe.pbe import BayesSolution, solve_bayes_nash, solve_pbe
from sim.engine.tree.pbe.signalling import revealed

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from sim.engine.tree.pbe.pbe import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame

ZERO = Fraction(0)


@dataclass(frozen=True)
class HiddenSolution(Solution):
    """Equilibria with beliefs of a game with hidden information.

    Parameters
    ----------
    solution : BayesSolution
        The equilibria of its tree.
    """

    game: HiddenGame
    solution: BayesSolution

    @property
    def concept(self) -> str:
        """Name of the solution concept."""
        return self.solution.concept

    @property
    def complete(self) -> bool:
        """Whether it is proven that there are no others."""
        return self.solution.complete

    @property
    def certified(self) -> bool:
        """Whether no deviation pays in any equilibrium."""
        return self.solution.certified


def solve_hidden(game: HiddenGame, concept: str, time_limit: float | None = 60.0) -> HiddenSolution:
    """Bayes-Nash or perfect Bayesian equilibria, those first that pay both together most.

    Parameters
    ----------
    concept : str
        ``bayes-nash`` or ``pbe``.
    time_limit : float or None
        Seconds after which the search is given up.

    Raises
    ------
    TreeTooLargeError
        If the tree is beyond every method.
    TimeLimitError
        If the time is up before anything is found.
    """
    solution = (solve_pbe if concept == "pbe" else solve_bayes_nash)(game.tree, time_limit)
    ranked = sorted(solution.equilibria, key=lambda e: sum(e.payoffs), reverse=True)
    return HiddenSolution(game, replace(solution, equilibria=tuple(ranked)))


def reach(game: HiddenGame, e: BayesEquilibrium) -> list[Fraction]:
    """Chance with which play gets to each node of the tree."""
    everything = {**e.behaviour[0], **e.behaviour[1]}
    weights = [ZERO] * len(game.tree.nodes)
    weights[0] = Fraction(1)
    for k, node in enumerate(game.tree.nodes):
        if weights[k] and node.children:
            for child, p in zip(node.children, shares(game.tree, everything, k), strict=True):
                weights[child] = weights[k] * p
    return weights


def payoffs_by_type(game: HiddenGame, e: BayesEquilibrium) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """What each type of each player expects; empty for a player whose type is known."""
    tree = game.tree
    found: tuple[dict[str, Fraction], dict[str, Fraction]] = ({}, {})
    if not any(game.types):
        return found
    draws = zip(tree.nodes[0].chances, tree.nodes[0].children, strict=True)
    heads = [(p, k, tree_value(tree, e.behaviour, k)) for p, k in draws]
    for player in (0, 1):
        for t, kind in enumerate(game.types[player]):
            own = [(p, value[player]) for p, k, value in heads if game.draw(k)[player] == t]
            if total := sum((p for p, _ in own), ZERO):
                found[player][kind.id] = sum((p * v for p, v in own), ZERO) / total
    return found


def classes(game: HiddenGame, e: BayesEquilibrium) -> dict[str, str]:
    """What play reveals of each player's type: ``separating``, ``pooling`` or ``semi-separating``, by player."""
    weights = reach(game, e)
    found = {}
    for player in (0, 1):
        kinds = [t for t, kind in enumerate(game.types[player]) if kind.probability]
        if len(kinds) > 1:
            found[game.players[player]] = revealed([_plays(game, weights, player, t) for t in kinds])
    return found


def class_word(kinds: Mapping[str, str]) -> str | None:
    """One word if one player's type is hidden, or both reveal as much; else a word for each."""
    if len(set(kinds.values())) <= 1:
        return next(iter(kinds.values()), None)
    return ", ".join(f"{kind} ({player})" for player, kind in kinds.items())


def _plays(game: HiddenGame, weights: list[Fraction], player: int, kind: int) -> dict[Hashable, Fraction]:
    """Chance of each way of play as everybody sees it, given a player's type and that it comes to choose at all."""
    found: dict[Hashable, Fraction] = {}
    for k, node in enumerate(game.tree.nodes):
        chose = node.player is None and bool(game.tree.experience[k][player])
        if chose and weights[k] and game.draw(k)[player] == kind:
            key = _seen(game, k)
            found[key] = found.get(key, ZERO) + weights[k]
    total = sum(found.values())
    return {key: p / total for key, p in found.items()}


def _seen(game: HiddenGame, k: int) -> Hashable:
    if game.course is not None:
        return game.situations[k].public, game.situations[k].ending
    return tuple(game.tree.nodes[j].actions[a] for j, a in game.tree.above(k) if j)
