"""What is told of well-known strategies, and how the patience that they need is said."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.repeated.dilemma import known_strategies
from sim.show.repeated.words import needs, patience
from sim.show.text.blocks import Paragraph, Table
from tests.show.media import seen

F = Fraction
HUNT = """
format: 1
kind: matrix
title: Hunting every day
players:
  one: {name: One, actions: [stag, hare], patience: 0.9}
  two: {name: Two, actions: [stag, hare], patience: 0.9}
payoffs:
  - [[4, 4], [0, 3]]
  - [[3, 0], [3, 3]]
repeat: {rounds: infinite}
"""


def test_a_dilemma_names_its_actions_and_has_a_row_for_each_strategy() -> None:
    view = seen("textbook/repeated-prisoners-dilemma", "repeated")
    lead, table, *_ = known_strategies(view.scenario, view.solution)
    assert isinstance(lead, Paragraph)
    assert lead.text.startswith("The payoffs say that \N{LEFT DOUBLE QUOTATION MARK}disarm")
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == [standing.name for standing in view.solution.standings]
    assert ("tit-for-tat", "0.6667, 0.6667") in [row[:2] for row in table.rows]


def test_a_game_that_is_no_dilemma_has_no_tit_for_tat() -> None:
    scenario = load("hunt.yaml", text=HUNT)
    (only,) = known_strategies(scenario, solve(scenario))
    assert isinstance(only, Paragraph)
    assert "this game is none" in only.text


@pytest.mark.parametrize(
    ("need", "words"),
    [
        (None, "never"),
        (F(0), "0"),
        (F(2, 3), "0.6667"),
        (1 - F(1, 10**6), "0.999999"),
        (1 - F(1, 10**12), "just below 1"),
    ],
)
def test_no_patience_reads_as_one(need: Fraction | None, words: str) -> None:
    assert patience(need) == words


@pytest.mark.parametrize(
    ("intervals", "words"),
    [
        ((), "never"),
        (((F(1, 2), F(1)),), "0.5"),
        (((F(1, 2), F(1, 2)),), "only 0.5"),
        (((F(1, 4), F(1, 2)), (F(3, 4), F(1))), "0.25 to 0.5 or 0.75"),
    ],
)
def test_ranges_of_patience_are_said_from_where_to_where(
    intervals: tuple[tuple[Fraction, Fraction], ...], words: str
) -> None:
    assert needs(intervals) == words
