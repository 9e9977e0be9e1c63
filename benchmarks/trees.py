"""The same concession game as a lattice, solved by us, and unrolled into a game tree, solved by Gambit."""

from __future__ import annotations

import io
import multiprocessing
from itertools import count
from multiprocessing.connection import Connection
from statistics import median

import pygambit

from benchmarks.games import ladder_game
from benchmarks.growth import game
from benchmarks.timing import seconds, table
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.errors import GameTooLargeError
from sim.games.concessions.stochastic_game import StochasticGame
from sim.games.concessions.unroll import tree_sizes, unroll
from sim.scenario.load import load
from sim.show.gambit import to_efg

STEPS = 2
LIMIT = 30.0
"""Seconds after which a tree counts as infeasible."""

LONGER = (20, 50, 100, 200)
"""Rounds that only the lattice is solved for."""


def _solve(text: str, pipe: Connection) -> None:
    """One equilibrium of the tree by Lemke's algorithm on the sequence form, timed without reading the file."""
    tree = pygambit.read_efg(io.StringIO(text))
    pipe.send(seconds(lambda: pygambit.nash.lcp_solve(tree, rational=False)))


def gambit(one: StochasticGame) -> float | None:
    """Seconds that Gambit takes, in a process of its own that can be ended; None beyond the limit."""
    text = to_efg(load("benchmark", text=ladder_game(STEPS, one.rounds)), unroll(one).tree)
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_solve, args=(text, there))
    process.start()
    there.close()
    try:
        return float(here.recv()) if here.poll(LIMIT) else None
    except EOFError:
        return None
    finally:
        process.terminate()
        process.join()


def ours(one: StochasticGame) -> float:
    """Seconds of our whole solution, certificate and all."""
    return median(seconds(lambda: solve_stochastic(one)) for _ in range(3))


def row(rounds: int, tried: bool) -> tuple[tuple[str, ...], bool]:
    """A line of the table, and whether Gambit solved the tree."""
    one = game(STEPS, rounds, "simultaneous")
    sizes = tree_sizes(one)
    nodes = f"{sizes[-1]:,}" if len(sizes) == rounds else f"over {sizes[-1]:.0e}"
    points = sum(int(mask.sum()) for masks in one.reachable() for mask in masks)
    own = ours(one)
    theirs = None
    if tried:
        try:
            theirs = gambit(one)
        except GameTooLargeError:
            tried = False
    told = f"{theirs * 1e3:.1f}" if theirs else f"none in {LIMIT:.0f} s" if tried else "-"
    ratio = f"{theirs / own:,.1f}" if theirs else "-"
    return (str(rounds), str(points), f"{own * 1e3:.1f}", nodes, told, ratio), theirs is not None


def main() -> None:
    """Print the table and the round at which the tree stops being feasible."""
    rows = [("rounds", "decision points", "lattice ms", "tree nodes", "Gambit lcp ms", "times as fast")]
    solve_stochastic(game(STEPS, 2, "simultaneous"))
    for rounds in count(1):
        line, solved = row(rounds, tried=True)
        rows.append(line)
        if not solved:
            break
    rows += [row(longer, tried=False)[0] for longer in LONGER]
    table(f"{STEPS} by {STEPS} steps, both at once: the lattice and the tree", rows)
    print(f"  The tree stops being feasible at {rounds} rounds; Gambit finds one equilibrium, we check all deviations.")


if __name__ == "__main__":
    main()
