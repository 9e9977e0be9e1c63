"""A study's points solved together, beside each point's stage games solved one after the other with plain nashpy."""

from __future__ import annotations

import warnings
from statistics import median

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import seconds, table
from sim.engine.concessions.subgame_perfect.backward_induction import PerfectProfile, subgame_perfect
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import StochasticGame
from sim.scenario import catalog
from sim.scenario.load import load_source
from sim.scenario.source import read
from sim.study.record import NEAR_TIE, SINGLY, StudyFile
from sim.study.single import settings_at, solve_points
from sim.study.vectorised.batch import CompiledStudy, compile_study, solve_chunk

Floats = NDArray[np.float64]
SCENARIOS = ("action-for-action", "stalled", "dismantle-first", "relief-first", "fading-hope")
POINTS, COMPARED, ROUNDS = 4000, 12, 3


def study(name: str) -> tuple[CompiledStudy, Floats]:
    """A scenario with all of its parameters drawn from their ranges."""
    path = catalog.find(name)
    assert path is not None
    file = StudyFile(name, path.read_text(encoding="utf-8"))
    parameters = load_source(read(name, file.text.encode())).parameters
    ranges = [(p.name, float(p.minimum), float(p.maximum)) for p in parameters if p.minimum is not None and p.maximum]
    low, high = np.array([r[1] for r in ranges]), np.array([r[2] for r in ranges])
    values = low + (high - low) * np.random.default_rng(1).random((POINTS, len(ranges)))
    return compile_study(file, [r[0] for r in ranges]), values


def stage_games(game: StochasticGame, profile: PerfectProfile) -> list[tuple[Floats, Floats]]:
    """Payoff tables of every stage game that backward induction meets, from the last round to the first."""
    broken = np.array([float(v) for v in game.breakdown])
    after = np.array([[float(v) for v in pair] for pair in game.final])
    found = []
    for t in reversed(range(game.rounds)):
        for p in reversed(range(len(game.phases(t)))):
            phase = game.phases(t)[p]
            worth = np.vstack([after, broken])[phase.successors]
            if phase.closes_round:
                risk = phase.risks[:, None]
                worth = (1 - game.rates) * phase.rewards + game.rates * ((1 - risk) * worth + risk * broken)
            for node in np.flatnonzero(profile.reached[t][p]):
                cells = np.array(phase.nodes[node].cells)
                found.append((worth[cells][..., 0], worth[cells][..., 1]))
            after = profile.layers[t][p].values
    return found


def with_nashpy(games: list[tuple[Floats, Floats]]) -> None:
    """All equilibria of each, by nashpy's support enumeration."""
    import nashpy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for one, two in games:
            list(nashpy.Game(one, two).support_enumeration())


def row(name: str) -> tuple[str, ...]:
    """One scenario: time per point of both, their ratio, and whether the answers are those of single solving."""
    compiled, values = study(name)
    source = read(name, compiled.file.text.encode())
    games = []
    for point in values[:: POINTS // ROUNDS]:
        game = compile_scenario(load_source(source, settings_at(compiled.file, compiled.names, point)))
        assert isinstance(game, StochasticGame)
        games.append(stage_games(game, subgame_perfect(game)))
    solve_chunk(compiled, values[:16])
    with_nashpy(games[0][:5])
    pairs = [
        (seconds(lambda: solve_chunk(compiled, values)) / POINTS, seconds(lambda k=k: with_nashpy(games[k])))  # type: ignore[misc]
        for k in range(ROUNDS)
    ]
    together = solve_chunk(compiled, values)
    alone = solve_points(compiled.file, compiled.names, values[:COMPARED])
    equal = np.allclose(together.payoffs[:COMPARED], alone.payoffs, rtol=0, atol=1e-9)
    equal &= together.ending[:COMPARED].tolist() == alone.ending.tolist()
    again = together.counts[NEAR_TIE] + together.counts[SINGLY]
    return (
        name,
        f"{len(games[0])}",
        f"{median(a for a, _ in pairs) * 1e3:.3f}",
        f"{median(b for _, b in pairs) * 1e3:.1f}",
        f"{median(b / a for a, b in pairs):.0f}",
        f"{again / POINTS:.2%}",
        "yes" if equal else "NO",
    )


def growth(name: str) -> list[tuple[str, ...]]:
    """Time per point as points grow in number."""
    compiled, values = study(name)
    many = np.vstack([values] * 4)
    solve_chunk(compiled, values[:16])
    sizes = (1000, 2000, 4000, 8000, 16000)
    return [(str(n), f"{seconds(lambda n=n: solve_chunk(compiled, many[:n])) / n * 1e6:.0f}") for n in sizes]  # type: ignore[misc]


def main() -> None:
    """Print both tables."""
    heading = ("scenario", "stage games", "ms a point", "nashpy, ms", "ratio", "solved again", "as single")
    table(f"{POINTS} points solved together against nashpy per stage", [heading, *(row(name) for name in SCENARIOS)])
    table("Growth in points, relief-first", [("points", "µs a point"), *growth("relief-first")])


if __name__ == "__main__":
    main()
