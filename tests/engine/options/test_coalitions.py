"""What coalitions leave is what the definitions say, walked through state by state."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given, settings

from sim.deadline import Deadline
from sim.engine.options.coalition_check import coalition_fault
from sim.engine.options.coalitions import coalitions
from sim.engine.options.definitions import DEFINITIONS, stability
from tests.engine.options.conflicts import conflicts

if TYPE_CHECKING:
    from sim.games.options.options_game import OptionsGame


def leaves(game: OptionsGame, group: tuple[int, ...], s: int, definition: str) -> bool:
    """By the definitions in the module's words, with sets."""
    like = game.levels.tolist()
    others = [i for i in range(len(game.parties)) if i not in group]

    def chains(movers: tuple[int, ...] | list[int], start: int, liked: bool) -> set[int]:
        met = {start}
        while True:
            new = {t for x in met for i in movers for t in game.moves(i, x) if not liked or like[i][t] > like[i][x]}
            if new <= met:
                return met
            met |= new

    def better(t: int) -> bool:
        return all(like[i][t] > like[i][s] for i in group)

    for t in filter(better, chains(group, s, False)):
        answers = chains(others, t, definition == "seq")
        if definition == "smr":
            answers = {x for x in answers if not any(map(better, chains(group, x, False)))}
        elif definition == "nash":
            answers = set()
        else:
            answers = {x for x in answers if not better(x)}
        if not answers:
            return True
    return False


@given(conflicts())
@settings(max_examples=80, deadline=None)
def test_coalitions_leave_what_the_definitions_say(game: OptionsGame) -> None:
    single = stability(game, Deadline())
    found = coalitions(game, single, Deadline())
    assert found is not None
    parties = range(len(game.parties))
    every = [group for size in range(2, len(parties) + 1) for group in combinations(parties, size)]
    for definition in DEFINITIONS:
        equilibria = [s for s in range(game.count) if single.equilibrium(definition)[s]]
        assert sorted(found.departures[definition]) == equilibria
        for s in equilibria:
            expected = [group for group in every if leaves(game, group, s, definition)]
            assert sorted(d.coalition for d in found.departures[definition][s]) == sorted(expected)
    assert coalition_fault(game, found, Deadline()) == ""


@given(conflicts())
@settings(max_examples=80, deadline=None)
def test_the_check_finds_a_coalition_that_is_left_out(game: OptionsGame) -> None:
    found = coalitions(game, stability(game, Deadline()), Deadline())
    assert found is not None
    for definition in DEFINITIONS:
        for state, told in found.departures[definition].items():
            if told:
                wrong = {**found.departures, definition: {**found.departures[definition], state: told[1:]}}
                assert coalition_fault(game, replace(found, departures=wrong), Deadline())
                return
