"""Offers of packages as they are told: the course, the rounds, ties, and talks that end without an agreement."""

from __future__ import annotations

import sim

HEAD = """format: 1
kind: issues
title: A deal
players: {a: {name: Ann, walk_away: %s, patience: 0.5}, b: {name: Bob, walk_away: %s, patience: 0.5}}
issues: {share: {options: {all: [3, 0], most: [2, 1], least: [1, 2], none: [0, 3]}}}
offers: {rounds: %s, first: a}
"""


def test_rubinsteins_division_is_told() -> None:
    """Rubinstein (1982): with patience 1/2 for both, who offers first keeps 2/3."""
    result = sim.loads(HEAD % (0, 0, "infinite")).solve("subgame-perfect")
    assert {"a": 2, "b": 1} in [entry["payoffs"] for entry in result.document["equilibria"]]
    assert "The two rounds that repeat for ever" in str(result.story)
    assert str(result.explain())
    assert result.plot().svg


def test_talks_that_cannot_end_well_end_by_walking_away() -> None:
    result = sim.loads(HEAD % (4, 4, 3)).solve("subgame-perfect")
    assert "walks away in round 1" in result.line
    assert result.document["equilibria"][0]["payoffs"] == {"a": 4, "b": 4}
    assert result.document["equilibria"][0]["path"][0]["package"] is None


def test_a_tie_is_told_with_its_round() -> None:
    """One round: Bob is as well off with nothing as by waiting for nothing."""
    result = sim.loads(HEAD % (0, 0, 1)).solve("subgame-perfect")
    assert any("somebody is indifferent" in note for note in result.document["notes"])
    assert result.document["ties"] == [0]
