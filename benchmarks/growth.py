"""How the time of backward induction grows with rounds and with states."""

from __future__ import annotations

from statistics import median

from benchmarks.games import ladder_game
from benchmarks.timing import seconds, table
from sim.engine.concessions.subgame_perfect.backward_induction import subgame_perfect
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import StochasticGame
from sim.scenario.load import load


def game(steps: int, rounds: int, moves: str) -> StochasticGame:
    """A compiled ladder game."""
    compiled = compile_scenario(load("benchmark", text=ladder_game(steps, rounds, moves)))
    assert isinstance(compiled, StochasticGame)
    return compiled


def row(steps: int, rounds: int, moves: str) -> tuple[str, ...]:
    """Size and time of one game."""
    one = game(steps, rounds, moves)
    points = sum(int(mask.sum()) for masks in one.reachable() for mask in masks)
    time = median(seconds(lambda: subgame_perfect(one)) for _ in range(3))
    return (
        moves,
        f"{steps}x{steps}",
        str(rounds),
        str(len(one.states)),
        str(points),
        f"{time * 1e3:.0f}",
        f"{time / points * 1e6:.1f}",
    )


def main() -> None:
    """Print the tables of growth."""
    heading = ("moves", "steps", "rounds", "states", "points", "ms", "µs per point")
    for moves in ("simultaneous", "alternating", "sequential"):
        subgame_perfect(game(2, 5, moves))
        table(f"Growth in rounds, {moves}", [heading, *(row(4, t, moves) for t in (50, 100, 200, 400, 800))])
        table(f"Growth in states, {moves}", [heading, *(row(k, 40, moves) for k in (2, 4, 8, 16, 32))])


if __name__ == "__main__":
    main()
