"""Game trees at the edges: chance that never comes, sets that are hardly ever reached, time that is up."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from sim.deadline import Deadline
from sim.engine.tree.erring_choices import TreeChoices
from sim.engine.tree.quantal import tree_quantal
from sim.engine.tree.subgame_perfect import tree_all_perfect, tree_perfect
from sim.errors import TimeLimitError
from sim.games import compile_scenario
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load

F = Fraction


def tree(text: str) -> GameTree:
    head = "format: 1\ntitle: t\nkind: tree\nplayers: {a: {}, b: {}}\ntree: "
    game = compile_scenario(load("t", text=head + text + "\n"))
    assert isinstance(game, GameTree)
    return game


def test_where_chance_lets_nobody_come_errors_are_those_of_the_conditional_payoffs() -> None:
    game = tree(
        "{chance: {never: {probability: 0, then: {player: a, actions: {x: {payoffs: [1, 0]}, y: {payoffs: [0, 1]}}}},"
        " always: {probability: 1, then: {player: b, actions: {x: {payoffs: [1, 0]}, y: {payoffs: [0, 1]}}}}}}"
    )
    solution = tree_quantal(game, (2.0,))
    assert solution.certified
    ((one, two),) = [point.strategies for point in solution.points]
    assert one[0] == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert two[1] == pytest.approx(1 / (1 + np.exp(-2.0)))


@pytest.mark.parametrize("rounds", [3, 5])
def test_sets_that_are_hardly_ever_reached_are_answered_as_well_as_others(rounds: int) -> None:
    # In turn b stops or goes on, a punishes or forgives; what follows is worth the same however rarely it is reached,
    # so that each answer is the logit of its own two payoffs, worked out from the end.
    text = "{payoffs: [0, 0]}"
    for k in range(rounds, 0, -1):
        punish = f"{{player: a, infoset: a{k}, actions: {{punish: {{payoffs: [1, 0]}}, forgive: {text}}}}}"
        text = f"{{player: b, infoset: b{k}, actions: {{stop: {{payoffs: [0, 1]}}, go: {punish}}}}}"
    precision = 128.0
    solution = tree_quantal(tree(text), (precision,))
    assert solution.certified
    (point,) = solution.points
    one = two = 0.0
    expected: dict[str, float] = {}
    for k in range(rounds, 0, -1):
        a = 1 / (1 + np.exp(-precision * (1 - one)))
        one, two = a + (1 - a) * one, (1 - a) * two
        b = 1 / (1 + np.exp(-precision * (1 - two)))
        expected |= {f"a{k}": a, f"b{k}": b}
        one, two = (1 - b) * one, b + (1 - b) * two
    for name, shares in zip(solution.names, point.strategies, strict=True):
        assert shares[0] == pytest.approx(expected[name], abs=1e-9)


def test_the_slope_is_the_derivative_where_sets_are_hardly_ever_reached() -> None:
    game = tree(
        "{player: a, actions: {l: {player: b, infoset: s, actions: {x: {payoffs: [1, 3]}, y: {payoffs: [0, 1]}}},"
        " r: {player: b, infoset: s, actions: {x: {payoffs: [2, 0]}, y: {payoffs: [1, 2]}}}, o: {payoffs: [0, 0]}}}"
    )
    choices = TreeChoices(game)
    at = np.array([-400.0, -401.0, 0.0, -0.7, -0.7])
    numeric = np.array([(choices.worth(at + s) - choices.worth(at - s)) / 2e-6 for s in np.eye(5) * 1e-6]).T
    np.testing.assert_allclose(choices.slope(at), numeric, atol=1e-7)


PENNIES = (
    "{{player: a, infoset: {0}a, actions: {{h: {{player: b, infoset: {0}b, actions: {{h: {{payoffs: [1, -1]}}, "
    "t: {{payoffs: [-1, 1]}}}}}}, t: {{player: b, infoset: {0}b, actions: {{h: {{payoffs: [-1, 1]}}, "
    "t: {{payoffs: [1, -1]}}}}}}}}}}"
)
HUNT = (
    "{{player: a, infoset: {0}a, actions: {{s: {{player: b, infoset: {0}b, actions: {{s: {{payoffs: [4, 4]}}, "
    "h: {{payoffs: [0, 3]}}}}}}, h: {{player: b, infoset: {0}b, actions: {{s: {{payoffs: [3, 0]}}, "
    "h: {{payoffs: [3, 3]}}}}}}}}}}"
)


def test_a_subgame_that_is_not_solved_in_time_is_said() -> None:
    with pytest.raises(TimeLimitError):
        tree_perfect(tree(PENNIES.format("x")), None, 0.0)


class Patience(Deadline):
    """A deadline that is over at a given query."""

    def __init__(self, queries: int) -> None:
        super().__init__()
        self.queries = queries

    @property
    def over(self) -> bool:
        self.queries -= 1
        return self.queries < 0

    def check(self) -> None:
        if self.over:
            raise TimeLimitError("stopped")


@pytest.mark.parametrize("queries", range(1, 200, 3))
def test_a_list_cut_short_by_time_is_not_called_complete(queries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Two stag hunts, one of them drawn by chance: three equilibria in each, nine in all.
    monkeypatch.setattr("sim.engine.tree.subgame_perfect.Deadline", lambda _: Patience(queries))
    half = "{{chance: {{l: {{probability: 1/2, then: {0}}}, r: {{probability: 1/2, then: {1}}}}}}}"
    game = tree(half.format(HUNT.format("l"), HUNT.format("r")))
    try:
        found = tree_all_perfect(game)
    except TimeLimitError:
        return
    assert found.complete == (len(found.equilibria) == 9)
