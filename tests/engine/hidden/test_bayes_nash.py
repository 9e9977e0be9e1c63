"""Bayes-Nash equilibria of games with hidden types, by the definition from the file's own numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.hidden.revelation import classes, payoffs_by_type
from sim.games.hidden.hidden_game import from_hidden
from sim.scenario.load import load
from tests.engine.hidden.solved import solve_hidden

F = Fraction


STAG = """format: 1
kind: matrix
title: t
parameters: {{tempt: 2, x: {x}}}
players: {{us: {{name: US, actions: [trust, arm]}}, nk: {{name: NK, actions: [trust, arm]}}}}
payoffs: [[[3, 3], [0, tempt]], [[2, 0], [1, 1]]]
types: {{nk: {{sincere: {{probability: x}}, stalling: {{probability: 1 - x, set: {{tempt: 4}}}}}}}}
"""


@pytest.mark.parametrize(("x", "trusts"), [("0.49", False), ("0.51", True)])
def test_trust_needs_a_share_of_the_sincere(x: str, trusts: bool) -> None:
    """Harsanyi 1967: with x sincere, trusting pays 3 x and arming 2 x + (1 - x), so x has to reach 1/2."""
    found = solve_hidden(from_hidden(load("t", text=STAG.format(x=x))), "bayes-nash")
    pure = [e for e in found.solution.equilibria if e.behaviour[0]["us"].get("trust") == 1]
    assert bool(pure) == trusts
    for e in pure:
        assert classes(found.game, e) == {"nk": "separating"}
        assert payoffs_by_type(found.game, e)[1] == {"sincere": 3, "stalling": 4}


NUMBERS = st.integers(min_value=-5, max_value=5)


@st.composite
def typed_matrices(draw: Any) -> str:
    rows = [[[draw(NUMBERS), draw(NUMBERS)] for _ in range(2)] for _ in range(2)]
    chance = draw(st.sampled_from(["1/2", "1/3", "1/5"]))
    changed, other = draw(NUMBERS), draw(NUMBERS)
    return f"""format: 1
kind: matrix
title: t
parameters: {{a: {rows[0][0][1]}, b: {rows[1][0][0]}}}
players: {{us: {{name: US, actions: [u, d]}}, nk: {{name: NK, actions: [l, r]}}}}
payoffs: [[[{rows[0][0][0]}, a], {rows[0][1]}], [[b, {rows[1][0][1]}], {rows[1][1]}]]
types: {{us: {{p: {{probability: {chance}}}, q: {{probability: 1 - {chance}, set: {{b: {changed}}}}}}},
        nk: {{s: {{probability: 1/4}}, t: {{probability: 3/4, set: {{a: {other}}}}}}}}}
"""


@settings(max_examples=40, deadline=None)
@given(typed_matrices())
def test_each_type_plays_a_best_reply_to_the_types_it_may_meet(text: str) -> None:
    """The definition of Bayes-Nash equilibrium (Harsanyi 1967), from the file's own numbers type by type."""
    scenario = load("t", text=text)
    found = solve_hidden(from_hidden(scenario), "bayes-nash")
    assert found.solution.equilibria
    for e in found.solution.equilibria:
        for player in (0, 1):
            for k, own in enumerate(scenario.types[player]):
                worth = [_against(scenario, e, player, k, a) for a in (0, 1)]
                played = e.behaviour[player][f"{scenario.players[player].id} {own.id}"]
                gets = sum(p * worth[("u", "d", "l", "r").index(a) % 2] for a, p in played.items())
                assert gets == max(worth)
                assert gets == payoffs_by_type(found.game, e)[player][own.id]


def _against(scenario: Any, e: Any, player: int, own: int, action: int) -> Fraction:
    total = F(0)
    for k, other in enumerate(scenario.types[1 - player]):
        variant = scenario.variants[own][k] if player == 0 else scenario.variants[k][own]
        reply = e.behaviour[1 - player][f"{scenario.players[1 - player].id} {other.id}"]
        for j, p in enumerate(reply.get(a, F(0)) for a in variant.game.actions[1 - player]):
            cell = variant.game.payoffs[action][j] if player == 0 else variant.game.payoffs[j][action]
            total += other.probability * p * cell[player]
    return total
