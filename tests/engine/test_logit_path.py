"""What the path of play with errors does not depend on, and that it keeps a game's symmetries where branches cross."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from sim.deadline import Deadline
from sim.engine.alike import Folded
from sim.engine.concessions.quantal.solution import solve_lattice_quantal
from sim.engine.logit import logit
from sim.engine.matrix.quantal import TableChoices, solve_quantal
from sim.engine.tree.quantal import TreeChoices, tree_quantal
from sim.errors import TimeLimitError
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import StochasticGame
from sim.games.matrix.strategic_form import StrategicForm
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.logit import QuantalPoint

    Table = tuple[tuple[Fraction, ...], ...]

F = Fraction

HALVES = (F(0), F(1, 2), F(1))
PAYOFFS = st.integers(-4, 4).map(lambda v: F(v, 2))
MOVED = st.sampled_from([F(10**6), F(-(10**9)), F(10**15), F(1, 3), F(10**12, 7)])
SCALED = st.sampled_from([F(1, 10**6), F(1, 3), F(1000), F(10**12)])


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, Table]:
    m, n = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    one, two = (tuple(tuple(draw(PAYOFFS) for _ in range(n)) for _ in range(m)) for _ in (0, 1))
    return one, two


def form(row: Table, column: Table) -> StrategicForm:
    labels = tuple(f"r{k}" for k in range(len(row))), tuple(f"c{k}" for k in range(len(row[0])))
    return StrategicForm(("a", "b"), labels, row, column)


def alike(one: tuple[QuantalPoint, ...], two: tuple[QuantalPoint, ...]) -> bool:
    """Whether two paths have the same points to the last bit, whatever the unit of their precisions."""
    pairs = [pair for p, q in zip(one, two, strict=True) for pair in zip(p.strategies, q.strategies, strict=True)]
    return all(np.array_equal(*pair) for pair in pairs)


@settings(max_examples=8, deadline=None)
@given(tables(), MOVED, MOVED, SCALED)
def test_a_constant_and_the_unit_of_payoffs_do_not_change_the_path_of_a_matrix_game(
    game: tuple[Table, Table], one: Fraction, two: Fraction, unit: Fraction
) -> None:
    """By definition: the odds of two actions are exp(t * the difference of what they pay)."""
    row, column = game
    assume(len({v for line in row for v in line}) > 1)
    before = solve_quantal(form(row, column), (1.0, 10.0))
    moved = solve_quantal(form(changed(row, one), changed(column, two)), (1.0, 10.0))
    assert alike(before.path, moved.path)
    assert before.missing == moved.missing
    scaled = solve_quantal(
        form(changed(row, one, unit), changed(column, two, unit)), (1 / float(unit), 10 / float(unit))
    )
    assert len(before.missing) == len(scaled.missing)
    for p, q in zip(before.points, scaled.points, strict=True):
        assert p.precision == pytest.approx(float(unit) * q.precision)
        for x, y in zip(p.strategies, q.strategies, strict=True):
            np.testing.assert_allclose(x, y, atol=1e-9)


def changed(table: Table, by: Fraction, unit: Fraction | int = 1) -> Table:
    return tuple(tuple(unit * v + by for v in line) for line in table)


@settings(max_examples=15, deadline=None)
@given(tables(), st.lists(MOVED, min_size=3, max_size=3), st.lists(MOVED, min_size=3, max_size=3))
def test_what_the_other_sides_action_pays_whatever_oneself_does_does_not_change_the_response(
    game: tuple[Table, Table], by_column: list[Fraction], by_row: list[Fraction]
) -> None:
    row, column = game
    before = TableChoices(row, column)
    moved = TableChoices(
        tuple(tuple(v + by_column[j] for j, v in enumerate(line)) for line in row),
        tuple(tuple(v + by_row[i] for v in line) for i, line in enumerate(column)),
    )
    logs = np.log(np.concatenate([np.full(size, 1 / size) for size in before.sizes]))
    # Both are over ranges that differ by much, so that a few digits are lost in the product alone.
    np.testing.assert_allclose(before.scale * before.worth(logs), moved.scale * moved.worth(logs), atol=1e-12)


def tree(text: str) -> GameTree:
    game = compile_scenario(
        load("t", text=f"format: 1\ntitle: t\nkind: tree\nplayers: {{a: {{}}, b: {{}}}}\ntree: {text}\n")
    )
    assert isinstance(game, GameTree)
    return game


def stage(name: str, then: Callable[[str], str]) -> str:
    """Both choose l or r at once; what follows is made from what both did."""
    return (
        f"{{player: a, infoset: a{name}, actions: {{"
        + ", ".join(
            f"{i}: {{player: b, infoset: b{name}, actions: {{{', '.join(f'{j}: {then(i + j)}' for j in 'lr')}}}}}"
            for i in "lr"
        )
        + "}}"
    )


def end(one: float | Fraction, two: float | Fraction) -> str:
    return f'{{payoffs: ["{one}", "{two}"]}}'


@settings(max_examples=6, deadline=None)
@given(st.lists(PAYOFFS, min_size=12, max_size=12), MOVED, MOVED)
def test_a_constant_does_not_change_the_path_of_a_tree(payoffs: list[Fraction], one: Fraction, two: Fraction) -> None:
    def game(move: Callable[[int, Fraction], Fraction]) -> GameTree:
        cells = dict(zip(("ll", "lr", "rl", "rr"), range(0, 8, 2), strict=True))
        base = stage("x", lambda way: end(move(0, payoffs[cells[way]]), move(1, payoffs[cells[way] + 1])))
        out = end(move(0, payoffs[8]), move(1, payoffs[9]))
        chance = f"{{chance: {{u: {{probability: 1/3, then: {base}}}, v: {{probability: 2/3, then: {out}}}}}}}"
        stay = end(move(0, payoffs[10]), move(1, payoffs[11]))
        return tree(f"{{player: b, infoset: start, actions: {{in: {chance}, out: {stay}}}}}")

    before = tree_quantal(game(lambda _, v: v), (1.0, 8.0))
    moved = tree_quantal(game(lambda k, v: v + (one, two)[k]), (1.0, 8.0))
    assert alike(before.path, moved.path)


LADDERS = {
    "format": 1,
    "title": "Offsets",
    "players": {"us": {"patience": 0.75}, "nk": {"patience": 0.5}},
    "concessions": {
        "us": [{"id": "a", "effect": {"us": -1, "nk": 3}}, {"id": "c", "effect": {"us": -1, "nk": 2}}],
        "nk": [{"id": "b", "effect": {"us": 2, "nk": "-3/2"}}],
    },
    "agreement": {"us": 1, "nk": "1/2"},
    "horizon": 5,
}


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize("offset", ["1000000", "-1000000000000", "1/3"])
def test_a_constant_in_every_outcome_does_not_change_the_responses_of_a_concession_game(
    moves: str, offset: str
) -> None:
    def game(by: Fraction) -> StochasticGame:
        said = {
            "moves": moves,
            "status_quo": {"us": str(by), "nk": str(-by)},
            "breakdown": {"payoff": {"us": str(by - 2), "nk": str(-by - 1)}, "hazard": "1/8"},
        }
        compiled = compile_scenario(load("offsets", text=json.dumps(LADDERS | said)))
        assert isinstance(compiled, StochasticGame)
        return compiled

    by = F(offset)
    before, moved = (solve_lattice_quantal(game(v), (0.5, 4.0, 20.0)) for v in (F(0), by))
    assert before.certified
    assert moved.certified
    for one, two in zip(before.points, moved.points, strict=True):
        for rounds, others in zip(one.response.layers, two.response.layers, strict=True):
            for layer, other in zip(rounds, others, strict=True):
                assert np.array_equal(layer.row, other.row)
                assert np.array_equal(layer.column, other.column)
        assert one.regret == two.regret
        assert two.values == pytest.approx((one.values[0] + float(by), one.values[1] - float(by)))


SEXES = {"ll": (2, 1), "lr": (0, 0), "rl": (0, 0), "rr": (1, 2)}


def twice(first: dict[str, tuple[int, int]], second: dict[str, tuple[int, int]]) -> GameTree:
    return tree(
        stage(
            "",
            lambda way: stage(way, lambda last: end(first[way][0] + second[last][0], first[way][1] + second[last][1])),
        )
    )


@pytest.mark.parametrize("precision", [0.5, 1.08, 2.0, 30.0])
def test_the_symmetric_branch_of_two_battles_of_the_sexes_goes_on_where_five_branches_cross(precision: float) -> None:
    """All sets play their own way with the p of ln(p / (1 - p)) = t (2 (1 - p) - p), of which there is one."""
    p = brentq(lambda p: np.log(p / (1 - p)) - precision * (2 - 3 * p), 1e-12, 1 - 1e-12, xtol=1e-15)
    solution = tree_quantal(twice(SEXES, SEXES), (precision,))
    assert solution.certified
    (point,) = solution.points
    for name, shares in zip(solution.names, point.strategies, strict=True):
        assert shares[0] == pytest.approx(p if name.startswith("a") else 1 - p, abs=1e-9)


def test_stages_keep_their_own_symmetry_where_the_game_before_them_has_none() -> None:
    """Behind an uneven first round the four battles are symmetric all the same, and cross at the same precision."""
    uneven = {"ll": (3, 1), "lr": (0, 2), "rl": (-1, 0), "rr": (1, 1)}
    solution = tree_quantal(twice(uneven, SEXES), (20.0,))
    assert solution.certified
    p = brentq(lambda p: np.log(p / (1 - p)) - 20 * (2 - 3 * p), 1e-12, 1 - 1e-12, xtol=1e-15)
    shares = dict(zip(solution.names, solution.points[0].strategies, strict=True))
    for way in SEXES:
        assert shares[f"a{way}"][0] == pytest.approx(p, abs=1e-9)


@pytest.mark.parametrize("size", [3, 6])
def test_equal_actions_stay_equally_likely_at_every_precision(size: int) -> None:
    """In a game of pure coordination every branch but the uniform one prefers some action (Turocy 2005)."""
    identity = tuple(tuple(F(i == j) for j in range(size)) for i in range(size))
    solution = solve_quantal(form(identity, identity), (1.0, float(size), 500.0))
    assert solution.certified
    for point in solution.points:
        np.testing.assert_allclose(point.strategies, 1 / size, atol=1e-12)


def test_actions_that_differ_in_the_last_digit_are_told_apart() -> None:
    tiny = F(1, 10**15)
    for change, classes in ((F(0), 1), (tiny, 2)):
        table = ((F(1), F(0)), (F(0), 1 + change))
        assert sum(Folded(TableChoices(table, table), Deadline()).sizes) == classes


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 3).flatmap(
        lambda n: st.lists(st.lists(st.sampled_from(HALVES), min_size=n, max_size=n), min_size=2, max_size=3)
    )
)
def test_the_response_to_play_that_keeps_the_classes_keeps_them(rows: list[list[Fraction]]) -> None:
    """So that the path from the uniform point, which keeps them, never leaves such play."""
    choices = TableChoices(tuple(map(tuple, rows)), tuple(tuple(-v for v in line) for line in rows))
    folded = Folded(choices, Deadline())
    classes = folded.unfolded(np.arange(sum(folded.sizes), dtype=float))
    raw = folded.unfolded(np.random.default_rng(3).normal(size=sum(folded.sizes)))
    parts = np.split(raw, [choices.sizes[0]])
    worth = choices.worth(np.concatenate([part - np.log(np.exp(part).sum()) for part in parts]))
    response = np.concatenate([logit(3 * part) for part in np.split(worth, [choices.sizes[0]])])
    for one in set(classes):
        assert np.ptp(response[classes == one]) < 1e-12


def test_a_tree_of_chance_alone_has_an_answer_at_every_precision() -> None:
    game = tree(
        f"{{chance: {{x: {{probability: 1/2, then: {end(1, 2)}}}, y: {{probability: 1/2, then: {end(0, 0)}}}}}}}"
    )
    solution = tree_quantal(game, (0.0, 3.0))
    assert solution.certified
    assert [solution.judged(point) for point in solution.points] == [((0.5, 1.0), 0.0)] * 2


def test_behind_a_move_of_probability_0_the_conditional_payoffs_decide_and_before_it_they_do_not() -> None:
    """The limit of ever smaller probabilities, in which the set is reached by a subgame of its own."""
    never = "{player: a, infoset: a2, actions: {x: {payoffs: [3, 0]}, y: {payoffs: [0, 1]}}}"
    chance = f"{{chance: {{never: {{probability: 0, then: {never}}}, always: {{probability: 1, then: {end(1, 1)}}}}}}}"
    game = tree(f"{{player: a, infoset: a1, actions: {{in: {chance}, out: {end(0, 0)}}}}}")
    solution = tree_quantal(game, (2.0,))
    shares = dict(zip(solution.names, solution.points[0].strategies, strict=True))
    assert shares["a2"][0] == pytest.approx(1 / (1 + np.exp(-6.0)), abs=1e-12)
    assert shares["a1"][0] == pytest.approx(1 / (1 + np.exp(-2.0)), abs=1e-12)
    assert solution.assumed == ()


@pytest.mark.parametrize("small", ["1e-7", "1e-10"])
def test_a_probability_of_0_is_the_limit_of_small_ones(small: str) -> None:
    def game(chance: str, rest: str) -> GameTree:
        inside = stage("s", lambda way: end(*SEXES[way]) if way != "lr" else end(3, -1))
        likely = f"y: {{probability: {rest}, then: {end(1, 1)}}}"
        return tree(f"{{chance: {{n: {{probability: {chance}, then: {inside}}}, {likely}}}}}")

    rest = str(1 - F(small))
    near, there = (tree_quantal(game(*chances), (3.0,)).points[0] for chances in ((small, f'"{rest}"'), ("0", "1")))
    for one, two in zip(near.strategies, there.strategies, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-6)


def test_a_set_behind_several_moves_of_probability_0_is_named_where_the_game_does_not_say_which_is_likelier() -> None:
    inside = "{{player: a, infoset: s, actions: {{x: {0}, y: {1}}}}}"
    ways = [inside.format(end(1, 0), end(0, 0)), inside.format(end(0, 0), end(3, 0))]
    game = tree(
        f"{{chance: {{m: {{probability: 0, then: {ways[0]}}}, n: {{probability: 0, then: {ways[1]}}}, "
        f"o: {{probability: 1, then: {end(0, 0)}}}}}}}"
    )
    assert TreeChoices(game).assumed == ("s",)
    (point,) = tree_quantal(game, (1.0,)).points
    assert point.strategies[0][1] == pytest.approx(1 / (1 + np.exp(-1.0)), abs=1e-12)


class Moment(Deadline):
    """A deadline that is over at a given query."""

    def __init__(self, queries: int) -> None:
        super().__init__()
        self.queries = queries

    def check(self) -> None:
        self.queries -= 1
        if self.queries < 0:
            raise TimeLimitError("stopped")


@pytest.mark.parametrize("queries", [1, 30, 100, 200, 400])
def test_a_path_cut_by_time_names_what_it_has_not_reached(queries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.engine.matrix.quantal.Deadline", lambda _: Moment(queries))
    table = ((F(4), F(0)), (F(3), F(3)))
    try:
        solution = solve_quantal(form(table, tuple(zip(*table, strict=True))), (0.0, 0.1, 1.0, 50.0))
    except TimeLimitError:
        assert queries < 100
        return
    assert solution.late == bool(solution.missing)
    assert solution.certified == (not solution.missing)
    assert {p.precision for p in solution.points} | set(solution.missing) == {0.0, 0.1, 1.0, 50.0}


@pytest.mark.parametrize("precision", [1.0, 1.5, 3.0])
def test_the_battle_of_the_sexes_keeps_its_symmetry_and_its_neighbours_take_sides(precision: float) -> None:
    """Of the branches that meet, neighbouring games have one or its mirror image as principal branch (Turocy 2005).

    The symmetric branch has a closed form, and branches meet where the logit response of each to the other has slope
    1, which is where 3 t p (1 - p) = 1. Beyond, a millionth more for one side's way decides for it.
    """

    def played(more: F, less: F) -> list[float]:
        row, column = ((2 + more, F(0)), (F(0), F(1))), ((F(1), F(0)), (F(0), 2 + less))
        (point,) = solve_quantal(form(row, column), (precision,)).points
        return [float(shares[0]) for shares in point.strategies]

    p = brentq(lambda p: np.log(p / (1 - p)) - precision * (2 - 3 * p), 1e-12, 1 - 1e-12, xtol=1e-15)
    tiny = F(1, 10**6)
    one, two = played(tiny, F(0)), played(F(0), tiny)
    assert played(F(0), F(0)) == pytest.approx([p, 1 - p], abs=1e-9)
    assert one == pytest.approx([1 - two[1], 1 - two[0]], abs=1e-9)
    if 3 * precision * p * (1 - p) < 1:
        assert one == pytest.approx([p, 1 - p], abs=1e-5)
    else:
        assert min(one) > 0.6
        assert max(two) < 0.4
