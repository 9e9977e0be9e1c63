"""What several programs say of the game of a file: each comparison draws files, and judges any."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from importlib.util import find_spec
from random import Random
from typing import Any

import pygambit

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.tree.nash import tree_nash
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.reduced_form import strategies
from sim.engine.tree.solution import TreeSolution
from sim.errors import TreeTooLargeError
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import StochasticGame
from sim.games.concessions.unroll import unroll
from sim.games.issues.issues_game import IssuesGame
from sim.games.matrix.strategic_form import StrategicForm
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load
from sim.show.gambit import to_efg
from tests.peers import lrs, negmas_packages, openspiel, random_files
from tests.peers.gambit import extreme_equilibria, handed_over, pays
from tests.peers.test_concessions_against_gambit import judged

Table = list[list[Fraction]]
Drawn = Callable[[Random], random_files.Data]
Judge = Callable[[str], str]
"""What is wrong with our answer for the text of a file, in words that are the same for all that is wrong in this way;
empty if nothing is."""

CLOSE = 1e-8
"""How far floats may be from exact numbers, as a share of the largest payoff."""

MOST_CELLS = 100
"""Of a reduced form, for programs that enumerate."""

SECONDS = 10.0
"""For all equilibria of a tree; where they are not all found by then, only those are compared that are."""


@dataclass(frozen=True)
class Comparison:
    """Files that are drawn, and the judge of our answer for them.

    Parameters
    ----------
    words : str
        Under which they are counted.
    many : int
        Files that are drawn at once.
    draw, judge : callable
        One makes the data of a file, the other takes the text of any.
    absent : str
        The program that this takes and that is not installed; empty if nothing is missing.
    """

    words: str
    many: int
    draw: Drawn
    judge: Judge
    absent: str = ""


def _tables(text: str) -> tuple[Table, Table]:
    game = compile_scenario(load("drawn", text=text))
    assert isinstance(game, StrategicForm)
    row, column = ([[Fraction(v) for v in line] for line in table] for table in (game.row, game.column))
    return row, column


def _tree(text: str) -> GameTree:
    """The tree of a file, or that of its concession game."""
    game = compile_scenario(load("drawn", text=text))
    if isinstance(game, StochasticGame):
        return unroll(game).tree
    assert isinstance(game, GameTree)
    return game


def _gambits(tree: GameTree) -> pygambit.Game:
    return pygambit.read_efg(io.StringIO(to_efg(load("chicken"), tree)))


def _extreme(peer: Callable[[Table, Table], object], text: str) -> str:
    """All extreme equilibria of a bimatrix game."""
    row, column = _tables(text)
    found = bimatrix_equilibria(row, column, second_opinion=False)
    if not found.complete:
        return "our list is not complete"
    return "" if {e.strategies for e in found.equilibria} == peer(row, column) else "other equilibria"


def _pure(text: str) -> str:
    """Equilibria in pure strategies, by trying every cell."""
    row, column = _tables(text)
    tried = {
        (i, j)
        for i in range(len(row))
        for j in range(len(row[0]))
        if row[i][j] == max(line[j] for line in row) and column[i][j] == max(column[i])
    }
    found = (e.strategies for e in bimatrix_equilibria(row, column).equilibria)
    return "" if tried == {(p.index(1), q.index(1)) for p, q in found if 1 in p and 1 in q} else "other equilibria"


def _concessions(text: str) -> str:
    """Our equilibrium on the lattice, judged by Gambit on the tree."""
    game = compile_scenario(load("drawn", text=text))
    assert isinstance(game, StochasticGame)
    regret, _ = judged(game)
    return "a deviation pays" if regret > CLOSE * max(game.scale) else ""


def _equilibria(tree: GameTree) -> TreeSolution:
    return tree_nash(tree, SECONDS)


def _enumerated(text: str) -> str:
    """All Nash equilibria of a tree, by their payoffs."""
    tree = _tree(text)
    listed = _equilibria(tree)
    if not _few(tree) or not listed.complete:
        return ""
    found = pygambit.nash.enummixed_solve(_gambits(tree), rational=True).equilibria
    paid = {pays(profile.as_behavior()) for profile in found}
    return "" if {e.payoffs for e in listed.equilibria} == paid else "other equilibria"


def _few(tree: GameTree) -> bool:
    try:
        one, two = strategies(tree)
    except TreeTooLargeError:
        return False
    return len(one) * len(two) <= MOST_CELLS


def _behaviour(text: str) -> str:
    """What random behaviour in a tree pays; the same for the same file."""
    tree, draw = _tree(text), Random("behaviour")
    choices = {}
    for name in tree.infosets:
        weights = [draw.choice((0, 0, 1, 2, 5)) for _ in tree.actions(name)]
        weights[draw.randrange(len(weights))] += 1
        choices[name] = {a: Fraction(w, sum(weights)) for a, w in zip(tree.actions(name), weights, strict=True)}
    profile = BehaviourProfile.of(tree, choices)
    judge = handed_over(_gambits(tree), tree, profile.behaviour)
    return "" if profile.payoffs == pays(judge) else "other payoffs"


def _scale(tree: GameTree) -> float:
    return max(1.0, *(abs(float(v)) for k in tree.ends for v in tree.nodes[k].payoffs))


def _replies(text: str) -> str:
    """Every equilibrium of a tree: nobody gains by a deviation, and best replies get what it pays."""
    tree = _tree(text)
    close = CLOSE * _scale(tree)
    for equilibrium in _equilibria(tree).equilibria:
        sides = equilibrium.profile.behaviour
        if openspiel.nash_conv(tree, sides) > close:
            return "a deviation pays"
        replies = openspiel.best_replies(tree, sides)
        if any(abs(r - float(v)) > close for r, v in zip(replies, equilibrium.payoffs, strict=True)):
            return "other payoffs"
    return ""


def _values(tree: GameTree) -> set[Fraction]:
    return {e.payoffs[0] for e in _equilibria(tree).equilibria}


def _bounds(text: str) -> str:
    """The value of a zero-sum tree lies between what either side can secure by CFR+."""
    tree = _tree(text)
    low, high = openspiel.value_bounds(tree)
    close = CLOSE * _scale(tree)
    return "" if all(low - close <= float(v) <= high + close for v in _values(tree)) else "another value"


def _value(text: str) -> str:
    """The value of a zero-sum tree, by a linear programme in floats."""
    tree = _tree(text)
    if not tree.infosets:  # OpenSpiel's programme takes no game in which nobody decides
        return ""
    theirs = openspiel.value(tree)
    return "" if all(abs(float(v) - theirs) <= 1e-6 * _scale(tree) for v in _values(tree)) else "another value"


def _packages(text: str) -> str:
    """The frontier of packages and the Nash point."""
    game = compile_scenario(load("drawn", text=text))
    assert isinstance(game, IssuesGame)
    return negmas_packages.difference(game)


def _zero_sum(judge: Judge, text: str) -> str:
    """Nothing is said of other games, which a smaller file may hold."""
    tree = _tree(text)
    return judge(text) if all(sum(tree.nodes[k].payoffs) == 0 for k in tree.ends) else ""


def _drawn_tree(draw: Random) -> random_files.Data:
    return random_files.tree(draw, 5, zero_sum=False)


def _drawn_zero_sum(draw: Random) -> random_files.Data:
    return random_files.tree(draw, 5, zero_sum=True)


def _drawn_small(draw: Random) -> random_files.Data:
    """A concession game whose strategic form has some cells, but few."""
    while True:
        data = random_files.concessions(draw, 2)
        tree = _tree(random_files.text_of(data))
        one, two = strategies(tree)
        if 4 <= len(one) * len(two) <= MOST_CELLS:
            return data


def _matrices(most: int, number: random_files.Number) -> Drawn:
    return partial(random_files.matrix, most=most, number=number)


def _concession_games(draw: Random) -> random_files.Data:
    return random_files.concessions(draw, 3)


_SPIEL = "" if openspiel.pyspiel else "OpenSpiel"
_PROGRAMME = "" if openspiel.sequence_form_lp else "OpenSpiel with cvxpy and ecos"
_GAMBIT: Any = partial(_extreme, extreme_equilibria)

COMPARISONS = (
    Comparison("bimatrix games against Gambit", 25, _matrices(5, random_files.decimal), _GAMBIT),
    Comparison("bimatrix games with ties against Gambit", 25, _matrices(5, random_files.small), _GAMBIT),
    Comparison("bimatrix games against every cell tried", 25, _matrices(6, random_files.small), _pure),
    Comparison(
        "larger bimatrix games against lrsnash",
        3,
        _matrices(9, random_files.decimal),
        partial(_extreme, lrs.extreme_equilibria),
        "" if lrs.PROGRAM else "lrsnash",
    ),
    Comparison("concession games judged by Gambit", 4, _concession_games, _concessions),
    Comparison("concession games against Gambit's enumeration", 1, _drawn_small, _enumerated),
    Comparison("trees with hidden moves against Gambit's enumeration", 6, _drawn_tree, _enumerated),
    Comparison("behaviour in concession games against Gambit", 6, _concession_games, _behaviour),
    Comparison("behaviour in trees with hidden moves against Gambit", 6, _drawn_tree, _behaviour),
    Comparison("concession games whose equilibria OpenSpiel replies to", 2, _drawn_small, _replies, _SPIEL),
    Comparison("trees with hidden moves whose equilibria OpenSpiel replies to", 6, _drawn_tree, _replies, _SPIEL),
    Comparison("zero-sum trees within OpenSpiel's bounds", 6, _drawn_zero_sum, partial(_zero_sum, _bounds), _SPIEL),
    Comparison(
        "zero-sum trees against OpenSpiel's linear programme",
        6,
        _drawn_zero_sum,
        partial(_zero_sum, _value),
        _PROGRAMME,
    ),
    Comparison("packages against NegMAS", 6, random_files.packages, _packages, "" if find_spec("negmas") else "NegMAS"),
)
