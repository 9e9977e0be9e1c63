"""Every solution concept by the kind of scenario that it is offered for: from a compiled game to a solution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.solution import Request, Solution
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.games.hidden.hidden_game import HiddenGame
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.games.offers.offers_game import OffersGame
    from sim.games.repeated.repeated_game import RepeatedGame
    from sim.games.tree.game_tree import GameTree


def _nash(game: StrategicForm, ask: Request) -> Solution:
    from sim.engine.matrix.nash import solve_matrix

    return solve_matrix(game, ask.time_limit)


def _repeated(game: RepeatedGame, ask: Request) -> Solution:
    from sim.engine.repeated.repeated import solve_repeated

    return solve_repeated(game, ask.time_limit)


def _correlated(game: StrategicForm, ask: Request) -> Solution:
    from sim.engine.matrix.correlated import solve_correlated

    return solve_correlated(game, ask.time_limit)


def _quantal(game: StrategicForm, ask: Request) -> Solution:
    from sim.engine.matrix.quantal import solve_quantal

    return solve_quantal(game, time_limit=ask.time_limit)


def _bargaining_matrix(game: StrategicForm, ask: Request) -> Solution:
    from sim.engine.matrix.bargaining import cooperative_matrix

    return cooperative_matrix(game, ask.time_limit)


def _learning(game: StrategicForm, ask: Request) -> Solution:
    from sim.engine.matrix.learning.learning import solve_learning

    return solve_learning(game, ask.time_limit, ask.seed)


def _perfect(game: StochasticGame, ask: Request) -> Solution:
    from sim.engine.concessions.all_subgame_perfect import solve_all
    from sim.engine.concessions.subgame_perfect import solve_stochastic

    return solve_all(game, ask.time_limit) if ask.every else solve_stochastic(game, ask.rule, ask.time_limit)


def _nash_concessions(game: StochasticGame, ask: Request) -> Solution:
    from sim.engine.concessions.nash import solve_unrolled

    return solve_unrolled(game, ask.time_limit)


def _quantal_concessions(game: StochasticGame, ask: Request) -> Solution:
    from sim.engine.concessions.quantal.solution import solve_lattice_quantal

    return solve_lattice_quantal(game, time_limit=ask.time_limit)


def _bargaining_concessions(game: StochasticGame, ask: Request) -> Solution:
    from sim.engine.concessions.bargaining import cooperative_concessions
    from sim.engine.concessions.subgame_perfect import solve_stochastic

    return cooperative_concessions(game, solve_stochastic(game, ask.rule, ask.time_limit).values)


def _mediated(game: StochasticGame, ask: Request) -> Solution:
    from sim.engine.concessions.correlated.solution import solve_mediated

    return solve_mediated(game, ask.rule, ask.time_limit)


def _markov(game: StochasticGame, ask: Request) -> Solution:
    from sim.engine.concessions.markov_perfect.solution import solve_markov

    return solve_markov(game, ask.rule, ask.time_limit)


def _bargaining_endless(game: StochasticGame, ask: Request) -> Solution:
    from sim.engine.concessions.bargaining import cooperative_concessions
    from sim.engine.concessions.markov_perfect.solution import solve_markov

    return cooperative_concessions(game, solve_markov(game, ask.rule, ask.time_limit).values)


def _perfect_tree(game: GameTree, ask: Request) -> Solution:
    from sim.engine.tree.subgame_perfect import tree_all_perfect, tree_perfect

    return tree_all_perfect(game, ask.time_limit) if ask.every else tree_perfect(game, ask.rule, ask.time_limit)


def _nash_tree(game: GameTree, ask: Request) -> Solution:
    from sim.engine.tree.nash import tree_nash

    return tree_nash(game, ask.time_limit)


def _bayes_nash(game: GameTree, ask: Request) -> Solution:
    from sim.engine.tree.bayes_nash import solve_bayes_nash

    return solve_bayes_nash(game, ask.time_limit)


def _pbe(game: GameTree, ask: Request) -> Solution:
    from sim.engine.tree.pbe import solve_pbe

    return solve_pbe(game, ask.time_limit)


def _bayes_nash_hidden(game: HiddenGame, ask: Request) -> Solution:
    from sim.engine.hidden.bayes_nash import solve

    return solve(game, ask)


def _pbe_hidden(game: HiddenGame, ask: Request) -> Solution:
    from sim.engine.hidden.pbe import solve

    return solve(game, ask)


def _quantal_tree(game: GameTree, ask: Request) -> Solution:
    from sim.engine.tree.quantal import tree_quantal

    return tree_quantal(game, time_limit=ask.time_limit)


def _offers(game: OffersGame, ask: Request) -> Solution:
    from sim.engine.offers.subgame_perfect import solve_offers

    return solve_offers(game, ask.time_limit)


def _bargaining_offers(game: OffersGame, ask: Request) -> Solution:
    from sim.engine.offers.bargaining import cooperative_offers
    from sim.engine.offers.subgame_perfect import solve_offers

    return cooperative_offers(game, solve_offers(game, ask.time_limit).payoffs)


def _stackelberg_matrix(game: StrategicForm, ask: Request) -> Solution:
    from sim.engine.matrix.stackelberg import solve_stackelberg

    assert ask.leader is not None
    return solve_stackelberg(game, ask.leader, ask.time_limit)


def _stackelberg_tree(game: GameTree, ask: Request) -> Solution:
    from sim.engine.tree.stackelberg import solve_tree_stackelberg

    assert ask.leader is not None
    return solve_tree_stackelberg(game, ask.leader, ask.rule, ask.time_limit)


def _stackelberg_concessions(game: StochasticGame, ask: Request) -> Solution:
    from sim.engine.concessions.stackelberg.solution import solve_announced

    assert ask.leader is not None
    return solve_announced(game, ask.leader, ask.rule, ask.time_limit)


SOLVERS: dict[str, dict[str, Callable[[Any, Request], Solution]]] = {
    "concessions": {
        "subgame-perfect": _perfect,
        "nash": _nash_concessions,
        "quantal": _quantal_concessions,
        "correlated": _mediated,
        "bargaining": _bargaining_concessions,
        "stackelberg": _stackelberg_concessions,
        "pbe": _pbe_hidden,
        "bayes-nash": _bayes_nash_hidden,
    },
    "matrix": {
        "nash": _nash,
        "correlated": _correlated,
        "quantal": _quantal,
        "bargaining": _bargaining_matrix,
        "learning": _learning,
        "stackelberg": _stackelberg_matrix,
    },
    "offers": {"subgame-perfect": _offers, "bargaining": _bargaining_offers},
    "tree": {
        "subgame-perfect": _perfect_tree,
        "nash": _nash_tree,
        "quantal": _quantal_tree,
        "stackelberg": _stackelberg_tree,
        "bayes-nash": _bayes_nash,
        "pbe": _pbe,
    },
}
SOLVERS["concessions without a last round"] = {"markov-perfect": _markov, "bargaining": _bargaining_endless}
# What can be asked of a matrix game can be asked of a repeated one, about a single round of it.
SOLVERS["repeated matrix"] = {"repeated": _repeated, **SOLVERS["matrix"]}
SOLVERS["concessions with hidden types"] = {"pbe": _pbe_hidden, "bayes-nash": _bayes_nash_hidden}
SOLVERS["tree with hidden types"] = SOLVERS["concessions with hidden types"]
SOLVERS["matrix with hidden types"] = {"bayes-nash": _bayes_nash_hidden, "pbe": _pbe_hidden}
del SOLVERS["repeated matrix"]["stackelberg"]  # a word that binds for one round only is no commitment in the long game
"""Solvers per form of scenario and concept; the first concept of a form is the default."""
