"""The picture of a commitment: replies over all announcements, the best of them, and what equilibria pay without."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from sim.engine.solve import solve
from sim.errors import AskError
from sim.scenario.load import load
from sim.show.matrix.stackelberg.draw_stackelberg import replies
from sim.show.pictures import styled
from sim.show.shown import shown
from tests.engine.matrix.test_bimatrix import Table, games
from tests.show.media import seen
from tests.show.overlaps import outside, overlaps

if TYPE_CHECKING:
    from sim.show.shown import Shown

HALF = Fraction(1, 2)


def test_the_reply_changes_where_the_follower_is_indifferent() -> None:
    # Conitzer and Sandholm 2006: right is best up to an even chance of up, left from there on.
    solution = seen("textbook/mixed-commitment", "stackelberg").solution
    assert replies(solution.game.row, solution.game.column) == [(0, HALF, 1), (HALF, 1, 0)]


@given(games(3))
def test_a_reply_is_the_best_at_every_announcement_of_its_stretch(tables: tuple[Table, Table]) -> None:
    own, other = ([*table, table[0]][:2] for table in tables)
    stretches = replies(own, other)
    assert (stretches[0][0], stretches[-1][1]) == (0, 1)
    for low, high, reply in stretches:
        for share in (Fraction(1, 7), HALF, Fraction(6, 7)):
            p = low + share * (high - low)
            pays = [
                tuple(p * table[0][j] + (1 - p) * table[1][j] for table in (other, own)) for j in range(len(own[0]))
            ]
            assert pays[reply] == max(pays)


def test_the_star_stands_at_what_is_announced_and_a_line_at_what_equilibria_pay() -> None:
    figure = styled(seen("textbook/mixed-commitment", "stackelberg").picture())
    (legend,), (axes,) = figure.legends, figure.axes
    told = [text.get_text() for text in legend.get_texts()]
    assert "best to announce, 50%: 3.50" in told
    assert "without commitment: every Nash equilibrium pays 2.00" in told
    (star,) = [line for line in axes.lines if line.get_marker() == "*"]
    assert star.get_xydata().tolist() == [[0.5, 3.5]]


def committed(name: str, leader: str) -> Shown[Any]:
    """A bundled matrix game in which a player can commit, solved for that."""
    text = load(name).text + f"\ncommit: {leader}\n"
    scenario = load(f"{name}.yaml", text=text)
    return shown(scenario, solve(scenario, "stackelberg"))


@pytest.mark.parametrize(("name", "leader"), [("inspection", "owner"), ("inspection", "inspector"), ("chicken", "two")])
def test_no_word_lies_on_another_or_leaves_the_picture(name: str, leader: str) -> None:
    figure = styled(committed(name, leader).picture())
    assert overlaps(figure) == []
    assert outside(figure) == []


def test_where_equilibria_pay_differently_their_range_is_told() -> None:
    """Chicken has three equilibria, which pay -1, -0.1 and 1."""
    (legend,) = styled(committed("chicken", "two").picture()).legends
    told = [text.get_text().replace("\N{MINUS SIGN}", "-") for text in legend.get_texts()]
    assert "without commitment: Nash equilibria pay -1.00 to 1.00" in told


def test_a_leader_of_many_actions_has_no_picture_and_it_is_said_why() -> None:
    with pytest.raises(AskError, match="drawn where the leader has two actions"):
        committed("divide-the-dollar", "one").picture()
