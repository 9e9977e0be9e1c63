"""One equilibrium of trees whose equilibria are too many to list: known values, exact regret, within the time limit."""

from __future__ import annotations

from fractions import Fraction
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from sim.deadline import Deadline
from sim.engine.tree.bayes_nash import solve_bayes_nash
from sim.engine.tree.certificate import subgame_regret, tree_regret, tree_value
from sim.engine.tree.growing import grown_equilibrium
from sim.engine.tree.nash import tree_nash
from sim.engine.tree.one_equilibrium import one_equilibrium
from sim.engine.tree.pbe import solve_pbe
from sim.engine.tree.sequence_form import SequenceForm
from sim.engine.tree.subgame_perfect import tree_all_perfect, tree_perfect
from sim.engine.tree.zero_sum import is_zero_sum, zero_sum_equilibrium
from sim.errors import TimeLimitError
from sim.exact.complementarity import basic_solution
from sim.exact.sparse_path import sparse_lemke
from tests.engine.tree.large_trees import chain, monty_hall, poker, talks, tic_tac_toe
from tests.engine.tree.test_limits import PENNIES, tree
from tests.engine.tree.test_sequence_form import trees

if TYPE_CHECKING:
    from sim.games.tree.game_tree import GameTree

F = Fraction


@pytest.mark.parametrize(
    ("game", "value"),
    [
        (poker(3), F(-1, 18)),  # Kuhn (1950)
        (monty_hall(), F(-2, 3)),  # the guest switches, and wins with chance 2/3 (Selvin 1975)
    ],
    ids=["kuhn", "monty hall"],
)
def test_published_zero_sum_trees_have_an_equilibrium_that_pays_the_value(game: GameTree, value: F) -> None:
    sides = one_equilibrium(game, Deadline(10.0))
    assert tree_regret(game, sides) == (0, 0)
    assert tree_value(game, sides)[0] == value


@pytest.mark.parametrize("board", ["xox.o....", "x...o....", "xo......."])
def test_tic_tac_toe_is_worth_what_looking_ahead_finds(board: str) -> None:
    # Zermelo (1913): the value is found from the ends, the better of what each move leads to.
    game = tic_tac_toe(board)
    worth = [node.payoffs[0] for node in game.nodes]
    for k in reversed(range(len(game.nodes))):
        node = game.nodes[k]
        if node.children:
            worth[k] = (max, min)[node.player or 0](worth[child] for child in node.children)
    sides = one_equilibrium(game, Deadline(10.0))
    assert tree_value(game, sides) == (worth[0], -worth[0])
    assert subgame_regret(game, sides) == (0, 0)


@pytest.mark.parametrize("game", [poker(4), poker(5, copies=2), poker(3, bets=(1, 2))], ids=["4", "5x2", "3 bets"])
def test_both_ways_to_solve_variants_of_kuhns_poker_agree_on_the_value(game: GameTree) -> None:
    # All equilibria of a zero-sum game pay the same (von Neumann 1928).
    form = SequenceForm(game)
    found = zero_sum_equilibrium(form, Deadline()), grown_equilibrium(form, Deadline())
    values = set()
    for sides in found:
        assert sides is not None
        assert tree_regret(game, sides) == (0, 0)
        values.add(tree_value(game, sides))
    assert len(values) == 1


@settings(max_examples=40, deadline=None)
@given(trees())
def test_growing_from_some_actions_ends_in_an_equilibrium_of_all(game: GameTree) -> None:
    sides = grown_equilibrium(SequenceForm(game), Deadline())
    assert sides is not None
    assert tree_regret(game, sides) == (0, 0)


@settings(max_examples=40, deadline=None)
@given(trees())
def test_what_is_found_subgame_by_subgame_is_subgame_perfect(game: GameTree) -> None:
    sides = one_equilibrium(game, Deadline())
    assert tree_regret(game, sides) == (0, 0)
    gains = [tree_regret(game, sides, root) for root in game.subgames]
    assert subgame_regret(game, sides) == (max(g[0] for g in gains), max(g[1] for g in gains)) == (0, 0)


@settings(max_examples=40, deadline=None)
@given(trees())
def test_the_regret_in_all_subgames_at_once_is_the_largest_of_each(game: GameTree) -> None:
    first = ({}, {})  # type: tuple[dict[str, dict[str, F]], dict[str, dict[str, F]]]
    for name in game.infosets:
        actions = game.actions(name)
        first[game.owner(name)][name] = {a: F(int(a == actions[0])) for a in actions}
    gains = [tree_regret(game, first, root) for root in game.subgames]
    assert max(g[0] for g in gains) <= subgame_regret(game, first)[0]
    assert any(subgame_regret(game, first)) == any(any(g) for g in gains)


@settings(max_examples=40, deadline=None)
@given(trees())
def test_the_sparse_path_ends_where_a_solution_is(game: GameTree) -> None:
    # The solution is judged twice: its signs by `basic_solution`, the behaviour by its regret on the tree.
    form = SequenceForm(game)
    z = basic_solution(form.problem, sparse_lemke(form.problem, form.cover(), 0, 50, Deadline()), Deadline())
    assert z is not None
    assert tree_regret(game, form.behaviour(z)) == (0, 0)


def test_what_is_zero_sum_in_other_units_is_zero_sum() -> None:
    ends = "{{player: a, infoset: s, actions: {{x: {{payoffs: [{0}, {1}]}}, y: {{payoffs: [{2}, {3}]}}, z: {4}}}}}"
    assert is_zero_sum(tree(ends.format(0, 30, 1, 20, "{payoffs: [2, 10]}")))
    assert not is_zero_sum(tree(ends.format(0, 30, 1, 20, "{payoffs: [2, 11]}")))
    assert not is_zero_sum(tree(ends.format(1, 30, 1, 20, "{payoffs: [1, 10]}")))


@pytest.mark.parametrize("solver", [tree_nash, solve_bayes_nash, solve_pbe])
def test_a_list_that_is_not_finished_is_no_certificate_and_one_equilibrium_is_there(solver: object) -> None:
    # The list of all equilibria of Kuhn's poker is far from done in its tenth of the time.
    assert callable(solver)
    solution = solver(poker(3), 8.0)
    assert solution.cut
    assert not solution.complete
    assert not solution.certified
    assert {e.payoffs[0] for e in solution.equilibria} == {F(-1, 18)}
    assert all(e.regret == (0, 0) for e in solution.equilibria)


@pytest.mark.parametrize("solver", [tree_nash, tree_all_perfect, solve_bayes_nash, solve_pbe])
def test_without_any_time_nothing_is_claimed(solver: object) -> None:
    assert callable(solver)
    with pytest.raises(TimeLimitError):
        solver(tree(PENNIES.format("x")), 0.0)


def test_a_tree_two_thousand_moves_deep_is_solved_as_backward_induction_does() -> None:
    game = chain(2000)
    worth = game.nodes[len(game.nodes) - 1].payoffs  # written out: the one who moves takes what is better for it
    for k in range(2000, 0, -1):
        stop = F(k * 37 % 1009), F(k * 53 % 1013)
        worth = stop if stop[k % 2] >= worth[k % 2] else worth
    for solution in (tree_nash(game), tree_perfect(game)):
        assert solution.checked
        assert [e.payoffs for e in solution.equilibria] == [worth]


@pytest.mark.parametrize(
    "game", [talks(7, 7, zero_sum=True), chain(10_000)], ids=["zero-sum, hidden types", "subgames"]
)  # seconds: trees of 12,000 and of 20,000 nodes
def test_trees_of_thousands_of_nodes_have_a_certified_equilibrium(game: GameTree) -> None:
    start = process_time()
    sides = one_equilibrium(game, Deadline(60.0))
    assert tree_regret(game, sides) == (0, 0)
    assert process_time() - start < 20


def test_where_nothing_is_zero_sum_types_are_answered_all_the_same() -> None:
    game = talks(4, 5, zero_sum=False)
    assert not is_zero_sum(game)
    assert tree_regret(game, one_equilibrium(game, Deadline())) == (0, 0)
