"""The sequence form: games of poker with known values, and random trees judged by regret."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sim.deadline import Deadline
from sim.engine.tree.certificate import tree_regret, tree_value
from sim.engine.tree.nash import tree_nash
from sim.engine.tree.quasi_perfect import quasi_perfect
from sim.engine.tree.reduced_form import strategic_form, strategies
from sim.engine.tree.sequence_form import sequences
from sim.engine.tree.trembles import Trembling
from sim.errors import TimeLimitError
from sim.exact.complementarity import Complementarity, basic_solution, lemke
from sim.games.tree.game_tree import CHANCE, GameTree, TreePosition

F = Fraction
ZERO = (F(0), F(0))
Pair = tuple[dict[str, dict[str, F]], dict[str, dict[str, F]]]


class Growing:
    """A tree put together node by node."""

    def __init__(self) -> None:
        self.nodes: list[TreePosition] = []

    def end(self, one: Fraction | int, two: Fraction | int) -> int:
        self.nodes.append(TreePosition(None, "", (), (), (), (F(one), F(two))))
        return len(self.nodes) - 1

    def decision(self, player: int, infoset: str, ways: dict[str, int]) -> int:
        self.nodes.append(TreePosition(player, infoset, tuple(ways), tuple(ways.values()), (), ZERO))
        return len(self.nodes) - 1

    def chance(self, ways: dict[str, tuple[Fraction, int]]) -> int:
        children = tuple(child for _, child in ways.values())
        chances = tuple(p for p, _ in ways.values())
        self.nodes.append(TreePosition(CHANCE, "", tuple(ways), children, chances, ZERO))
        return len(self.nodes) - 1

    def game(self) -> GameTree:
        """The tree with the root, which was made last, first."""
        last = len(self.nodes) - 1
        turned = [
            TreePosition(n.player, n.infoset, n.actions, tuple(last - c for c in n.children), n.chances, n.payoffs)
            for n in reversed(self.nodes)
        ]
        return GameTree(("a", "b"), tuple(turned))


def kuhn_poker() -> GameTree:
    """Kuhn's poker: three cards, an ante of one, one bet of one."""
    g = Growing()

    def deal(one: int, two: int) -> int:
        def show(stake: int) -> int:
            won = stake if one > two else -stake
            return g.end(won, -won)

        after_check_bet = g.decision(0, f"{one} checked, b bet", {"fold": g.end(-1, 1), "call": show(2)})
        after_check = g.decision(1, f"{two} after a check", {"check": show(1), "bet": after_check_bet})
        after_bet = g.decision(1, f"{two} after a bet", {"fold": g.end(1, -1), "call": show(2)})
        return g.decision(0, f"{one}", {"check": after_check, "bet": after_bet})

    g.chance({f"{one}{two}": (F(1, 6), deal(one, two)) for one, two in permutations((1, 2, 3), 2)})
    return g.game()


def solved(game: GameTree, whole: bool = True) -> Pair:
    """Behaviour of the equilibrium that even trembles lead to, with the basis found in whole numbers or in floats."""
    with pytest.MonkeyPatch.context() as patch:
        for bound in ("SMALL", "LARGEST_EXACT"):
            patch.setattr(f"sim.engine.tree.quasi_perfect.{bound}", 10**6 if whole else 0)
        found = quasi_perfect(Trembling(game), Deadline())
    assert found is not None
    return found.behaviour


@pytest.mark.parametrize("whole", [True, False])
def test_kuhn_poker_is_worth_minus_one_eighteenth_to_the_first_player(whole: bool) -> None:
    # Kuhn (1950): the value is -1/18; with the middle card b calls a bet with chance 1/3.
    game = kuhn_poker()
    behaviour = solved(game, whole)
    assert tree_value(game, behaviour) == (F(-1, 18), F(1, 18))
    assert behaviour[1]["2 after a bet"]["call"] == F(1, 3)
    assert tree_regret(game, behaviour) == (0, 0)


def test_sequences_are_as_many_as_actions_and_one_more() -> None:
    # von Stengel (1996): each player has one sequence per action at each of its information sets, and the empty one.
    game = kuhn_poker()
    assert len(sequences(game, 0).number) == 1 + 2 * 6
    assert len(sequences(game, 1).number) == 1 + 2 * 6


@st.composite
def trees(draw: st.DrawFn) -> GameTree:
    """Two moves of each side after chance; whether a move is seen is drawn, and what is not seen is not remembered."""
    g = Growing()
    pays = st.integers(-4, 4)
    sees = draw(st.booleans()), draw(st.booleans())
    zero_sum = draw(st.booleans())

    def end() -> int:
        one = draw(pays)
        return g.end(one, -one if zero_sum else draw(pays))

    def second(deal: str, first: str) -> int:
        seen = f"{deal if sees[0] else ''}/{first if sees[1] else ''}"
        later = {
            reply: g.decision(0, f"a again {deal}{first}{reply}", {"x": end(), "y": end()}) for reply in ("l", "r")
        }
        return g.decision(1, f"b {seen}", later)

    def opening(deal: str) -> int:
        return g.decision(0, f"a {deal}", {first: second(deal, first) for first in ("u", "d")})

    p = F(draw(st.integers(1, 3)), 4)
    g.chance({"h": (p, opening("h")), "t": (1 - p, opening("t"))})
    return g.game()


def value_by_linear_programme(game: GameTree) -> float:
    """Value of a zero-sum game to the first player, from its strategic form (Dantzig 1951)."""
    table = np.array(strategic_form(game, strategies(game))[0], dtype=float)
    m, n = table.shape
    best = linprog(
        np.append(np.zeros(m), -1.0),
        A_ub=np.hstack([-table.T, np.ones((n, 1))]),
        b_ub=np.zeros(n),
        A_eq=[[1.0] * m + [0.0]],
        b_eq=[1.0],
        bounds=[(0, None)] * m + [(None, None)],
    )
    return float(-best.fun)


@settings(max_examples=40, deadline=None)
@given(trees())
def test_what_it_finds_is_an_equilibrium_and_in_zero_sum_games_pays_the_value(game: GameTree) -> None:
    behaviour = solved(game)
    assert tree_regret(game, behaviour) == (0, 0)
    if all(node.payoffs[0] == -node.payoffs[1] for node in game.nodes):
        # von Neumann (1928): all equilibria of a zero-sum game pay the same.
        assert float(tree_value(game, behaviour)[0]) == pytest.approx(value_by_linear_programme(game), abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(trees())
def test_a_basis_found_in_floats_gives_exact_numbers_too(game: GameTree) -> None:
    assert tree_regret(game, solved(game, whole=False)) == (0, 0)


def test_a_tree_beyond_the_strategic_form_is_solved_for_one_equilibrium(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.engine.tree.reduced_form.MAX_STRATEGIES", 10)
    solution = tree_nash(kuhn_poker())
    assert not solution.complete
    assert solution.checked
    assert not solution.certified  # all were asked for, and there may be others
    (one,) = solution.equilibria
    assert one.payoffs[0] == F(-1, 18)


def test_time_that_is_up_ends_the_pivots() -> None:
    with pytest.raises(TimeLimitError):
        quasi_perfect(Trembling(kuhn_poker()), Deadline(0.0))


@pytest.mark.parametrize("exact", [True, False])
def test_a_complementarity_problem_worked_by_hand(exact: bool) -> None:
    # w = 2 z - 4 with w z = 0 and both not negative: z = 2. In two unknowns that do not meet the answers stand apart.
    # The second constant is -e, negative however small e is, and 3 z = e solves it.
    def answer(matrix: list[dict[int, F]], constants: list[tuple[F, ...]]) -> list[tuple[F, ...]] | None:
        problem = Complementarity(tuple(matrix), tuple(constants))
        basis = lemke(problem, [F(1)] * len(matrix), exact, Deadline())
        return basic_solution(problem, basis, Deadline())

    assert answer([{0: F(2)}], [(F(-4),)]) == [(F(2),)]
    assert answer([{0: F(2)}, {1: F(3)}], [(F(-4),), (F(5),)]) == [(F(2),), (F(0),)]
    assert answer([{0: F(2)}, {1: F(3)}], [(F(-4), F(0)), (F(0), F(-1))]) == [(F(2), F(0)), (F(0), F(1, 3))]


def test_a_basis_that_is_not_a_solutions_is_refused() -> None:
    # With w = z - 4 the basis without z leaves w = -4; with w = z + e, that with z makes z = -e.
    short = Complementarity(({0: F(1)},), ((F(-4), F(0)),))
    below = Complementarity(({0: F(1)},), ((F(0), F(1)),))
    assert basic_solution(short, frozenset(), Deadline()) is None
    assert basic_solution(short, frozenset({0}), Deadline()) == [(F(4), F(0))]
    assert basic_solution(below, frozenset({0}), Deadline()) is None
