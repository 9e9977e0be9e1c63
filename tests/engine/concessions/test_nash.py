"""Nash equilibria of concession games, on the tree of their histories."""

import random

import pytest

from sim.engine.concessions.nash import solve_unrolled
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.tree.reduced_form import strategies
from sim.games.concessions.unroll import unroll
from tests.games.concessions.test_unroll import MOVES, drawn


@pytest.mark.parametrize("moves", MOVES)
def test_a_subgame_perfect_equilibrium_is_a_nash_equilibrium(moves: str) -> None:
    # Selten 1965. The lattice's equilibrium need not be an extreme one where payoffs tie, so pure ones are looked for.
    draw = random.Random(f"nash {moves}")
    compared = 0
    while compared < 15:
        _, game = drawn(draw, moves, 2)
        tree = unroll(game).tree
        # Few plans, so that the enumeration takes no time.
        if max(len(own) for own in strategies(tree)) > 12:
            continue
        found = solve_unrolled(game)
        perfect = solve_stochastic(game)
        assert found.complete
        assert found.certified
        layers = [
            side[reached]
            for round_, flags in zip(perfect.profile.layers, perfect.profile.reached, strict=True)
            for layer, reached in zip(round_, flags, strict=True)
            for side in (layer.row, layer.column)
        ]
        pure = all((side.max(axis=1) == 1).all() for side in layers)
        if pure:
            payoffs = [tuple(map(float, e.payoffs)) for e in found.solution.equilibria]
            assert any(p == pytest.approx(perfect.values, abs=1e-9) for p in payoffs)
            compared += 1
