"""Stability of random conflicts is what the definitions say, move by move.

Definitions: Fang, Hipel and Kilgour (1993), Interactive Decision Making, with sequences of the others' moves in which
nobody moves twice in a row.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.options.certificate import fault
from sim.engine.options.definitions import DEFINITIONS, stability
from sim.games.options.options_game import OptionsGame
from tests.engine.options.conflicts import conflicts


def by_definition(game: OptionsGame) -> dict[str, list[list[bool]]]:
    """Stability by going through moves, counter-moves and replies one after the other."""
    parties, states = range(len(game.parties)), range(game.count)
    like = game.levels.tolist()
    moves = [[game.moves(i, s) for s in states] for i in parties]
    better = [[[t for t in moves[i][s] if like[i][t] > like[i][s]] for s in states] for i in parties]

    def reached(start: int, movers: list[int], ways: list[list[list[int]]]) -> set[int]:
        met = {(t, j) for j in movers for t in ways[j][start]}
        todo = list(met)
        while todo:
            state, last = todo.pop()
            new = {(t, j) for j in movers if j != last for t in ways[j][state]} - met
            met |= new
            todo += new
        return {state for state, _ in met}

    def stable(i: int, s: int, definition: str) -> bool:
        others = [j for j in parties if j != i]

        def deters(t: int) -> bool:
            replies = moves[i][t] if definition == "smr" else []
            return all(like[i][x] <= like[i][s] for x in [t, *replies])

        ways = better if definition == "seq" else moves
        return all(definition != "nash" and any(map(deters, reached(a, others, ways))) for a in better[i][s])

    return {each: [[stable(i, s, each) for s in states] for i in parties] for each in DEFINITIONS}


@given(conflicts())
@settings(max_examples=150, deadline=None)
def test_stability_is_what_the_definitions_say(game: OptionsGame) -> None:
    found, expected = stability(game, Deadline()), by_definition(game)
    for definition in DEFINITIONS:
        assert found.stable[definition].tolist() == expected[definition]
    assert fault(game, found, Deadline()) == ""


@given(conflicts())
@settings(max_examples=80, deadline=None)
def test_nash_implies_all_and_symmetric_and_sequential_imply_general(game: OptionsGame) -> None:
    """Fang, Hipel and Kilgour (1993), theorem 5.1 (the relations between the solution concepts)."""
    found = stability(game, Deadline()).stable
    for narrow, wide in (("nash", "smr"), ("nash", "seq"), ("smr", "gmr"), ("seq", "gmr")):
        assert (found[narrow] <= found[wide]).all()


@given(conflicts(), st.data())
@settings(max_examples=80, deadline=None)
def test_the_check_finds_a_state_that_is_told_wrongly(game: OptionsGame, data: st.DataObject) -> None:
    found = stability(game, Deadline())
    definition = data.draw(st.sampled_from(DEFINITIONS))
    wrong = found.stable[definition].copy()
    place = data.draw(st.integers(0, wrong.size - 1))
    wrong.flat[place] ^= True
    assert fault(game, replace(found, stable={**found.stable, definition: wrong}), Deadline())


@given(conflicts(), st.data())
@settings(max_examples=80, deadline=None)
def test_the_check_finds_replies_that_are_told_wrongly(game: OptionsGame, data: st.DataObject) -> None:
    found = stability(game, Deadline())
    definition = data.draw(st.sampled_from(("gmr", "smr", "seq")))
    party = data.draw(st.integers(0, len(game.parties) - 1))
    own = list(found.sanctions[definition])
    worst = own[party].worst.copy()
    worst[data.draw(st.integers(0, game.count - 1))] -= 1
    own[party] = replace(own[party], worst=worst)
    assert fault(game, replace(found, sanctions={**found.sanctions, definition: tuple(own)}), Deadline())


def test_as_many_states_as_a_file_may_have_are_solved() -> None:
    count = 16
    draw = np.random.default_rng(1)
    game = OptionsGame(
        parties=("a", "b"),
        owners=tuple(k % 2 for k in range(count)),
        options=tuple(f"{'ab'[k % 2]}.o{k}" for k in range(count)),
        irreversible=5,
        states=np.arange(1 << count, dtype=np.int64),
        levels=draw.integers(0, 1000, (2, 1 << count), dtype=np.int32),
        start=0,
    )
    assert stability(game, Deadline()).stable["nash"].any()
