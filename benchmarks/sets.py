"""Sets of all subgame-perfect equilibria: their time beside backward induction, and how corners grow over rounds."""

from __future__ import annotations

from statistics import median

from benchmarks.games import ladder_game
from benchmarks.timing import seconds, table
from sim.deadline import Deadline
from sim.engine.concessions.equilibrium_sets.agreement import every_subgame_perfect
from sim.engine.concessions.equilibrium_sets.inner import InnerSets, inner_sets
from sim.engine.concessions.equilibrium_sets.outer import OuterSets, outer_sets
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import StochasticGame
from sim.scenario.load import load

FILES = ("action-at-once", "action-for-action", "stalled", "gestures", "relief-first", "dismantle-first")


def game(name: str, text: str | None = None) -> StochasticGame:
    """A compiled scenario."""
    compiled = compile_scenario(load(name, text=text))
    assert isinstance(compiled, StochasticGame)
    return compiled


def beside_induction(name: str) -> tuple[str, ...]:
    """The verdict with all its certificates against the solution with its certificate."""
    one = game(name)
    solved = median(seconds(lambda: solve_stochastic(one)) for _ in range(5))
    judged = median(seconds(lambda: every_subgame_perfect(one, Deadline(None))) for _ in range(5))
    return name, f"{solved * 1e3:.0f}", f"{judged * 1e3:.0f}", f"{judged / solved:.1f}"


def growth(rounds: int, longest_outside: int = 200) -> tuple[str, ...]:
    """Corners of four by four steps, from inside and from outside."""
    one = game("benchmark", ladder_game(4, rounds, "simultaneous"))
    found: list[InnerSets | OuterSets] = []
    near = seconds(lambda: found.append(inner_sets(one, Deadline(None))))
    far = None
    if rounds <= longest_outside:
        far = seconds(lambda: found.append(outer_sets(one, Deadline(None))))
    most = [str(max(len(p) for layer in sets.values for p in layer.values())) for sets in found]
    digits = max(v.denominator.bit_length() for corner in found[0].payoffs for v in corner)
    return (
        str(rounds),
        str(len(found[0].payoffs)),
        most[0],
        str(digits),
        f"{near:.2f}",
        *((most[1], f"{far:.2f}") if far is not None else ("-", "-")),
    )


def main() -> None:
    """Print both tables."""
    beside_induction("dismantle-first")
    heading = ("file", "backward induction, ms", "verdict, ms", "times")
    table("Verdict over all equilibria, certified", [heading, *map(beside_induction, FILES)])
    head = ("rounds", "corners", "most at a node", "bits", "s", "most from outside", "s")
    table("Corners of 4x4 steps, simultaneous", [head, *(growth(t) for t in (6, 12, 25, 50, 100, 200))])


if __name__ == "__main__":
    main()
