"""Conflicts over options as they are played, against the definitions of stability.

Definitions: Fang, Hipel and Kilgour (1993), Interactive Decision Making.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.agents.conflicts.replay import place_of
from sim.agents.conflicts.table import COMPUTERS, ConflictTable, computer, free_improvements
from sim.deadline import Deadline
from sim.engine.options.definitions import DEFINITIONS, stability
from sim.engine.options.stability import StabilitySolution
from sim.errors import AgentError, PlayError
from sim.games.options.options_game import OptionsGame
from tests.engine.options.conflicts import conflicts


def solution_of(game: OptionsGame) -> StabilitySolution:
    found = stability(game, Deadline())
    return StabilitySolution(game, found, (found,) * len(game.parties), certified=False)


@given(conflicts())
@settings(max_examples=60, deadline=None)
def test_a_computer_moves_just_where_a_state_is_not_stable_for_it(game: OptionsGame) -> None:
    solution = solution_of(game)
    for definition in COMPUTERS:
        for party in range(len(game.parties)):
            goes = computer(solution, party, definition)
            for state in range(game.count):
                there = goes(state)
                assert (there == state) == bool(solution.stable(party, definition)[state])
                assert there == state or game.levels[party][there] > game.levels[party][state]


@given(conflicts(), st.sampled_from(COMPUTERS))
@settings(max_examples=60, deadline=None)
def test_where_computers_come_to_rest_is_an_equilibrium_by_their_definition(game: OptionsGame, name: str) -> None:
    solution = solution_of(game)
    table = ConflictTable(solution, rounds=30)
    players = [computer(solution, party, name) for party in range(len(game.parties))]
    while not table.over:
        table.move(players[table.party](table.state))
    (definition,) = (d for d in DEFINITIONS if d == name)
    if table.rests:
        assert solution.equilibrium(definition)[table.state]
    else:
        assert len(table.turns) == 30 * table.parties


@given(conflicts())
@settings(max_examples=40, deadline=None)
def test_all_that_is_open_is_a_move_and_nothing_else_is_taken(game: OptionsGame) -> None:
    table = ConflictTable(solution_of(game))
    assert set(table.open) == {game.start, *game.moves(0, game.start)}
    for state in set(range(game.count)) - set(table.open):
        with pytest.raises(PlayError):
            table.move(state)


@given(conflicts())
@settings(max_examples=40, deadline=None)
def test_the_best_state_stands_at_place_one_and_places_follow_the_order(game: OptionsGame) -> None:
    solution = solution_of(game)
    for party in range(len(game.parties)):
        level = game.levels[party].tolist()
        for state in range(game.count):
            better = {each for each in level if each > level[state]}
            assert place_of(solution, party, state) == (len(better) + 1, len(set(level)))


@given(conflicts())
@settings(max_examples=40, deadline=None)
def test_what_is_free_by_a_wide_definition_is_so_by_the_narrow_ones(game: OptionsGame) -> None:
    solution = solution_of(game)
    for party in range(len(game.parties)):
        for state in range(game.count):
            free = {d: set(free_improvements(solution, party, state, d)) for d in DEFINITIONS}
            assert free["gmr"] <= free["smr"] <= free["nash"]
            assert free["gmr"] <= free["seq"] <= free["nash"]


def test_an_unknown_computer_is_refused_by_name() -> None:
    import numpy as np

    game = OptionsGame(("a", "b"), (0,), ("a.x",), 0, np.arange(2), np.zeros((2, 2), dtype=np.int32), 0)
    with pytest.raises(AgentError, match="nobody is called 'grit'"):
        computer(solution_of(game), 0, "grit")
