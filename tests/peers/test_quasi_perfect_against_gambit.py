"""Equilibria found one at a time against Gambit: values of zero-sum trees, and its lists of all equilibria."""

from __future__ import annotations

import io
from fractions import Fraction
from itertools import permutations

import pygambit
import pytest

from sim.deadline import Deadline
from sim.engine.tree.assessments.certificate import check_assessment
from sim.engine.tree.assessments.nash_outcomes import key_of, outcome_of
from sim.engine.tree.certificate import tree_value
from sim.engine.tree.pbe import solve_pbe
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.quasi_perfect import quasi_perfect, quasi_perfect_equilibria
from sim.engine.tree.trembles import Trembling
from sim.games import compile_scenario
from sim.games.tree.game_tree import GameTree
from sim.scenario.foreign.gambit import from_gambit
from sim.scenario.load import load
from tests.peers.test_signalling_against_gambit import signalling

F = Fraction


def poker(cards: int) -> tuple[pygambit.Game, GameTree]:
    """Kuhn's poker with more cards, in Gambit's format and in ours."""
    numbers: dict[str, int] = {}

    def at(player: int, label: str, actions: str) -> str:
        number = numbers.setdefault(label, len(numbers) + 1)
        return f'p "" {player} {number} "{label}" {{ {actions} }} 0'

    ends = [0]

    def end(pay: int) -> str:
        ends[0] += 1
        return f't "" {ends[0]} "" {{ {pay}, {-pay} }}'

    deals = list(permutations(range(cards), 2))
    chances = " ".join(f'"{one}-{two}" 1/{len(deals)}' for one, two in deals)
    lines = ['EFG 2 R "poker" { "a" "b" }', "", f'c "" 1 "" {{ {chances} }} 0']
    for one, two in deals:
        won = 1 if one > two else -1
        lines += [
            at(1, f"{one}", '"check" "bet"'),
            at(2, f"{two} after check", '"check" "bet"'),
            end(won),
            at(1, f"{one} after check and bet", '"fold" "call"'),
            end(-1),
            end(2 * won),
            at(2, f"{two} after bet", '"fold" "call"'),
            end(1),
            end(2 * won),
        ]
    # Numbers of information sets are per player in this format, and none is used twice here.
    text = "\n".join(lines) + "\n"
    game = compile_scenario(load("poker", text=from_gambit("poker", text)))
    assert isinstance(game, GameTree)
    return pygambit.read_efg(io.StringIO(text)), game


@pytest.mark.parametrize("cards", [3, 5, 8])
def test_poker_is_worth_what_gambits_linear_programme_says(cards: int) -> None:
    # von Neumann 1928: all equilibria of a zero-sum game pay the same.
    theirs, ours = poker(cards)
    profile = pygambit.nash.lp_solve(theirs, rational=True).equilibrium
    (value,) = (v for player, v in profile.payoffs if player == "a")
    found = quasi_perfect(Trembling(ours), Deadline())
    assert found is not None
    assert check_assessment(ours, found.behaviour, found.beliefs).passed
    assert tree_value(ours, found.behaviour)[0] == Fraction(int(value.numerator), int(value.denominator))


@pytest.mark.parametrize("seed", range(12))
def test_in_signalling_trees_with_two_types_trembles_lead_to_what_is_listed(seed: int) -> None:
    _, game = signalling(seed)
    listed = solve_pbe(game)
    keys = {key_of(outcome_of(e.profile)) for e in listed.equilibria}
    for a in quasi_perfect_equilibria(game, Deadline(), 6):
        assert check_assessment(game, a.behaviour, a.beliefs).passed
        assert key_of(outcome_of(BehaviourProfile(game, a.behaviour))) in keys or listed.several
