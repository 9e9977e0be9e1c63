"""Equilibria of one bimatrix game: closed forms, known counts, and what nashpy loses."""

import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.dominance import undominated
from sim.engine.matrix.nash import solve_matrix
from sim.engine.selection import parse_rule
from sim.errors import ListCutError
from sim.games.matrix.strategic_form import StrategicForm

F = Fraction
Table = list[list[Fraction]]


def table(*rows: tuple[float | int | str, ...]) -> Table:
    return [[F(str(cell)) for cell in row] for row in rows]


@st.composite
def games(draw: st.DrawFn, most: int = 4) -> tuple[Table, Table]:
    m, n = draw(st.integers(1, most)), draw(st.integers(1, most))
    cells = st.integers(-3, 3).map(Fraction)
    one, two = ([[draw(cells) for _ in range(n)] for _ in range(m)] for _ in (0, 1))
    return one, two


def test_the_prisoners_dilemma_has_one_equilibrium_by_dominance() -> None:
    row, column = table((3, 0), (5, 1)), table((3, 5), (0, 1))
    assert undominated(row, column) == ([1], [1])
    solution = bimatrix_equilibria(row, column)
    assert [e.strategies for e in solution.equilibria] == [((0, 1), (0, 1))]
    assert solution.complete


@pytest.mark.parametrize(("gain", "loss", "crash"), [(1, 1, 10), (2, 1, 5), (3, 2, 7)])
def test_in_chicken_each_stands_firm_with_chance_gain_over_gain_plus_crash_minus_loss(
    gain: int, loss: int, crash: int
) -> None:
    # Indifference: -loss * q = gain * (1 - q) - crash * q for the chance q that the other stands firm.
    row, column = table((0, -loss), (gain, -crash)), table((0, gain), (-loss, -crash))
    mixed = [e for e in bimatrix_equilibria(row, column).equilibria if not e.pure]
    firm = F(gain, gain + crash - loss)
    assert [e.strategies for e in mixed] == [((1 - firm, firm), (1 - firm, firm))]


def test_matching_pennies_is_solved_by_even_chances_and_worth_nothing() -> None:
    # von Neumann 1928
    solution = bimatrix_equilibria(table((1, -1), (-1, 1)), table((-1, 1), (1, -1)))
    (only,) = solution.equilibria
    assert only.strategies == ((F(1, 2), F(1, 2)), (F(1, 2), F(1, 2)))
    assert only.payoffs == (0, 0)


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_a_coordination_game_of_n_actions_has_two_to_the_n_minus_one_equilibria(n: int) -> None:
    # Quint and Shubik 1997: the identity game has an equilibrium for every nonempty set of actions.
    identity = [[F(int(i == j)) for j in range(n)] for i in range(n)]
    solution = bimatrix_equilibria(identity, identity)
    assert len(solution.equilibria) == 2**n - 1
    assert solution.complete
    assert not solution.degenerate


def test_what_nashpy_loses_is_counted() -> None:
    # The row player is indifferent throughout, so its mixtures with a pure answer are equilibria as well; support
    # enumeration looks at supports of equal size and finds the two pure corners of four extreme equilibria.
    solution = bimatrix_equilibria(table((1, 0), (1, 0)), table((1, 0), (0, 1)), second_opinion=True)
    assert solution.degenerate
    assert len(solution.equilibria) == 4
    assert solution.nashpy_found == 2


def test_extreme_points_that_share_a_strategy_form_one_component() -> None:
    # The second player is indifferent; two pure equilibria are the ends of a segment (Jansen 1981).
    solution = bimatrix_equilibria(
        table(
            (1, 1),
        ),
        table(
            (2, 2),
        ),
    )
    assert [e.strategies[1] for e in solution.equilibria] == [(1, 0), (0, 1)]
    assert {e.component for e in solution.equilibria} == {0}
    assert solution.degenerate


@given(games())
def test_every_pure_equilibrium_seen_in_the_table_is_found(game: tuple[Table, Table]) -> None:
    row, column = game
    seen = {
        (i, j)
        for i in range(len(row))
        for j in range(len(row[0]))
        if row[i][j] == max(line[j] for line in row) and column[i][j] == max(column[i])
    }
    found = bimatrix_equilibria(row, column, second_opinion=False).equilibria
    assert {(e.strategies[0].index(1), e.strategies[1].index(1)) for e in found if e.pure} == seen


@given(games(), st.randoms(use_true_random=False), st.integers(1, 5), st.integers(-3, 3))
def test_order_seat_and_scale_change_no_equilibrium(
    game: tuple[Table, Table], shuffle: object, factor: int, shift: int
) -> None:
    row, column = game
    m, n = len(row), len(row[0])
    p, q = list(range(m)), list(range(n))
    shuffle.shuffle(p)  # type: ignore[attr-defined]
    shuffle.shuffle(q)  # type: ignore[attr-defined]
    turned_row = [[factor * column[i][j] + shift for i in p] for j in q]
    turned_column = [[row[i][j] / 7 for i in p] for j in q]
    straight = {e.strategies for e in bimatrix_equilibria(row, column, second_opinion=False).equilibria}
    turned = {e.strategies for e in bimatrix_equilibria(turned_row, turned_column, second_opinion=False).equilibria}
    back = {(tuple(y[p.index(i)] for i in range(m)), tuple(x[q.index(j)] for j in range(n))) for x, y in turned}
    assert back == straight


@given(games(3))
def test_there_is_always_an_equilibrium(game: tuple[Table, Table]) -> None:
    # Nash 1951
    assert bimatrix_equilibria(*game, second_opinion=False).equilibria


def test_out_of_time_the_answer_is_partial_and_says_so() -> None:
    identity = [[F(int(i == j)) for j in range(9)] for i in range(9)]
    solution = bimatrix_equilibria(identity, identity, time_limit=0.0)
    assert not solution.complete
    assert solution.cut == 0.0
    assert len(solution.equilibria) == 9


def test_a_game_whose_list_was_stopped_has_no_answer_and_workers_can_say_why() -> None:
    game = StrategicForm(
        ("one", "two"), (("a", "b"), ("a", "b")), ((F(1), F(0)), (F(0), F(1))), ((F(1), F(0)), (F(0), F(1)))
    )
    with pytest.raises(ListCutError, match="stopped after 0 seconds; there may be others") as raised:
        solve_matrix(game, 0.0).answer(parse_rule("welfare", game.players))
    assert raised.value.seconds == 0.0
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
