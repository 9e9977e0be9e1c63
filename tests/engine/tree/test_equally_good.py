"""Equilibria of a tree that only their names set apart: a player who plays for one of them makes no mistake."""

from __future__ import annotations

import pytest

from sim.agents.arenas.match import Match, Seat, Session
from sim.agents.arenas.opponents import drawn_equilibrium
from sim.agents.arenas.replay import replay
from sim.agents.arenas.seating import arena_of
from sim.agents.arenas.tree import TreeArena
from sim.engine.tree.certificate import subgame_regret
from sim.scenario.load import load

DOORS = """
format: 1
kind: tree
title: Two doors
players:
  a: {name: Ann}
  b: {name: Bob}
tree:
  player: a
  actions:
    stay: {payoffs: [0.5, 0.5]}
    come:
      player: a
      infoset: Ann's door
      actions:
        left:
          player: b
          infoset: Bob's door
          actions: {west: {payoffs: [1, 1]}, east: {payoffs: [0, 0]}}
        right:
          player: b
          infoset: Bob's door
          actions: {west: {payoffs: [0, 0]}, east: {payoffs: [1, 1]}}
"""
"""Whoever comes meets at either door: two equilibria that pay alike, by symmetry, and a mixed one that pays half."""


def game(text: str = DOORS) -> TreeArena:
    arena = arena_of(load("doors.yaml", {}, text), (Seat(""), Seat("")))
    assert isinstance(arena, TreeArena)
    return arena


def session(arena: TreeArena, moves: list[tuple[int, str]]) -> Session:
    match = Match(arena)
    for seat, action in moves:
        match.play({seat: action})
    assert match.over
    return Session(arena.scenario, (Seat(""), Seat("")), "payoff-dominant", None, 1, "", tuple(match.turns), True)


def test_both_doors_are_equally_good_and_the_mixed_one_is_not() -> None:
    rivals = game().rivals()
    assert len(rivals) == 2
    assert {max(r.mixture(2, 0), key=lambda action: r.mixture(2, 0)[action]) for r in rivals} == {"left", "right"}
    for rival in rivals:
        assert rival.value(0) == (1, 1)
        assert subgame_regret(rival.game, rival.profile.behaviour) == (0, 0)


@pytest.mark.parametrize("doors", [("left", "west"), ("right", "east")])
def test_no_door_is_a_mistake_where_both_meet(doors: tuple[str, str]) -> None:
    arena = game()
    found = replay(arena, session(arena, [(0, "come"), (0, doors[0]), (1, doors[1])]))
    assert [d.given for d in found.decisions] == [0, 0, 0]


def test_who_misses_the_other_made_no_mistake_but_staying_is_one() -> None:
    arena = game()
    missed = replay(arena, session(arena, [(0, "come"), (0, "left"), (1, "east")]))
    assert [d.given for d in missed.decisions] == [0, 0, 0]
    assert missed.accounts is not None
    for account in missed.accounts:
        assert account.got == pytest.approx(account.equilibrium - account.given + account.other + account.chance)
    stayed = replay(arena, session(arena, [(0, "stay")]))
    assert [d.given for d in stayed.decisions] == [0.5]


def test_the_computer_plays_for_each_of_them() -> None:
    arena = game()
    drawn = {tuple(drawn_equilibrium(arena, seed).mixture(2, 0).values()) for seed in range(20)}
    assert drawn == {(1.0, 0.0), (0.0, 1.0)}


def test_words_that_swap_their_meaning_are_equally_good() -> None:
    # Crawford and Sobel (1982): what is said tells the states apart as well whichever word stands for which.
    arena = arena_of(load("cheap-talk"), (Seat(""), Seat("")))
    one, two = arena.rivals()
    assert one.value(arena.start) == two.value(arena.start)


def test_where_one_is_best_there_is_no_other() -> None:
    better = DOORS.replace("payoffs: [1, 1]}, east", "payoffs: [2, 2]}, east")
    assert len(game(better).rivals()) == 1
