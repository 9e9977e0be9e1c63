"""Points solved together have the answers of points solved one by one by the certified solver."""

import pickle
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.concessions.subgame_perfect.backward_induction import subgame_perfect
from sim.errors import ScenarioError
from sim.games.concessions.rounds import from_concessions
from sim.scenario import catalog
from sim.scenario.load import load
from sim.study.record import BATCH, FAILED, NEAR_TIE, SINGLY, Chunk, StudyFile
from sim.study.single import solve_points
from sim.study.vectorised import batch
from sim.study.vectorised.batch import CompiledStudy, compile_study, solve_chunk


def study(name: str) -> StudyFile:
    path = catalog.find(name)
    assert path is not None
    return StudyFile(name, Path(path).read_text(encoding="utf-8"))


def random_points(name: str, n: int, seed: int, decimals: int | None = None) -> tuple[CompiledStudy, np.ndarray]:
    """Points anywhere within the ranges that a file declares."""
    ranges = [(p.name, float(p.minimum), float(p.maximum)) for p in load(name).parameters if p.minimum is not None]  # type: ignore[arg-type]
    low, high = np.array([r[1] for r in ranges]), np.array([r[2] for r in ranges])
    values = low + (high - low) * np.random.default_rng(seed).random((n, len(ranges)))
    values = values if decimals is None else np.clip(np.round(values, decimals), low, high)
    return compile_study(study(name), [r[0] for r in ranges]), values


def agree(one: Chunk, two: Chunk) -> None:
    assert np.allclose(one.payoffs, two.payoffs, rtol=0, atol=1e-9, equal_nan=True)
    assert one.ending.tolist() == two.ending.tolist()
    assert np.array_equal(one.rounds, two.rounds, equal_nan=True)
    assert one.equilibrium.tolist() == two.equilibrium.tolist()


def compare(compiled: CompiledStudy, values: np.ndarray) -> Chunk:
    chunk = solve_chunk(compiled, values)
    agree(chunk, solve_points(compiled.file, compiled.names, values))
    return chunk


@pytest.mark.parametrize(
    "name", ["action-for-action", "dismantle-first", "relief-first", "fading-hope", "broken-promises", "blame"]
)
def test_korean_scenarios_anywhere_in_their_ranges(name: str) -> None:
    count = 10 if name == "action-for-action" else 25
    chunk = compare(*random_points(name, count, seed=3))
    assert chunk.counts[BATCH] >= 0.9 * count


def test_round_numbers_whose_payoffs_tie_exactly_are_no_doubt() -> None:
    compiled, values = random_points("relief-first", 30, seed=5, decimals=1)
    assert compare(compiled, values).counts[BATCH] >= 27


def test_few_points_are_solved_again() -> None:
    chunk = solve_chunk(*random_points("action-for-action", 300, seed=11))
    assert chunk.counts[NEAR_TIE] + chunk.counts[SINGLY] <= 6


@st.composite
def games(draw: st.DrawFn) -> str:
    """Small concession games in round numbers, so that ties of all kinds turn up, over three parameters."""
    number = st.integers(-4, 4).map(lambda k: f"{k / 4:g}")
    term = st.one_of(number, st.sampled_from(["a", "b", "a - b", "2 * a", "-b", "a * b", "min(a, b)", "(a < b) * a"]))
    pair = st.tuples(term, term).map(lambda p: f"{{us: '{p[0]}', nk: '{p[1]}'}}")

    def ladder(own: str, other: str, count: int, above: int) -> list[str]:
        lines = []
        for k in range(count):
            after = f", after: [{other}.s{draw(st.integers(0, above - 1))}]" if above and draw(st.booleans()) else ""
            once = f", once: {draw(pair)}" if draw(st.integers(0, 3)) == 0 else ""
            undone = draw(st.sampled_from(["true", "false", "a > 0"]))
            joint = f", effects: [{{when: [us.s0], effect: {draw(pair)}}}]" if draw(st.integers(0, 3)) == 0 else ""
            lines.append(f"    - {{id: s{k}, effect: {draw(pair)}, reversible: {undone}{once}{after}{joint}}}")
        return lines

    keeps = draw(st.sampled_from(["", ", keeps: nothing", ", keeps: all"]))
    stalls = draw(st.sampled_from(["", ", stalls: without_change"]))
    one, two = draw(st.integers(1, 2)), draw(st.integers(0, 2))
    actions = ["concede", "hold_out", *draw(st.sets(st.sampled_from(["walk_away", "renege"])))]
    mediator = f"mediator: {{delay: {{us: {draw(st.sampled_from(['0', 'h']))}}}}}\n" if draw(st.booleans()) else ""
    block = "\n".join(
        ["  us:", *ladder("us", "nk", one, 0), *(["  nk:", *ladder("nk", "us", two, one)] if two else [])]
    )
    rounds = draw(st.integers(1, 4))
    listed = "[" + ", ".join(draw(st.sampled_from(["h", "0", "0.5", "2 * h / 3"])) for _ in range(rounds)) + "]"
    hazard = draw(st.sampled_from(["h", "0", "0.5", "h / round", "h * (round > 2)", listed]))
    rests = draw(st.sampled_from(["", ", rests: [[us.s0]]"]))
    return f"""format: 1
title: Random
players: {{us: {{patience: {draw(st.sampled_from(["0.9", "0.5", "1 - h"]))}}}, nk: {{patience: 0.8}}}}
parameters: {{a: 0.5, b: 0.25, h: {{value: 0.1, min: 0.05, max: 0.9}}}}
status_quo: {draw(pair)}
concessions:
{block}
agreement: {draw(pair)}
breakdown: {{payoff: {draw(pair)}, hazard: {hazard}{keeps}{stalls}{rests}}}
moves: {draw(st.sampled_from(["simultaneous", "simultaneous", "alternating", "sequential"]))}
first: {draw(st.sampled_from(["us", "nk"]))}
actions: [{", ".join(actions)}]
horizon: {rounds}
{mediator}"""


@settings(max_examples=60, deadline=None)
@given(games(), st.integers(0, 1000))
def test_random_games(text: str, seed: int) -> None:
    draw = np.random.default_rng(seed)
    coarse = draw.integers(-4, 5, (3, 2)) / 4
    values = np.column_stack([np.concatenate([coarse, draw.normal(size=(3, 2))]), draw.uniform(0.05, 0.9, 6)])
    try:
        compiled = compile_study(StudyFile("random", text), ("a", "b", "h"))
    except ScenarioError:
        return
    compare(compiled, values)


def test_the_horizon_may_differ_from_point_to_point() -> None:
    file = study("relief-first")
    file = StudyFile(
        file.file,
        file.text.replace("horizon: 12", "horizon: rounds").replace("parameters:\n", "parameters:\n  rounds: 12\n"),
    )
    values = np.array([[4.0, 3.0], [9.0, 3.0], [4.0, 2.0], [2.5, 3.0], [0.0, 3.0]])
    chunk = compare(compile_study(file, ("rounds", "pressure")), values)
    assert list(chunk.how) == [BATCH, BATCH, BATCH, FAILED, FAILED]


def test_a_parameter_that_decides_what_can_be_undone_changes_the_structure() -> None:
    values = np.array([[0.0, 0.1], [1.0, 0.1], [0.5, 0.2], [0.0, 0.3]])
    chunk = compare(compile_study(study("broken-promises"), ("for_good", "leakage")), values)
    assert chunk.counts == (4, 0, 0, 0, 0)


def test_points_out_of_range_fail_as_they_do_alone_and_stop_no_other() -> None:
    values = np.array([[0.05], [0.7], [1.0], [np.inf], [0.0]])
    chunk = compare(compile_study(study("fading-hope"), ("impatience",)), values)
    assert list(chunk.how) == [BATCH, FAILED, FAILED, FAILED, BATCH]


def test_what_cannot_be_solved_together_is_solved_singly_and_says_why() -> None:
    compiled = compile_study(study("prisoners-dilemma"), ())
    assert not compiled.batch
    assert compiled.why_not
    assert solve_chunk(compiled, np.zeros((1, 0))).counts == (0, 0, 1, 0, 0)


def test_a_file_without_parameters_has_the_same_answer_at_all_points() -> None:
    text = """format: 1
title: Two steps
players: {us: {patience: 0.9}, nk: {patience: 0.8}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: a, effect: {us: -1, nk: 2}}]
  nk: [{id: b, effect: {us: 2, nk: -1}, after: [us.a]}]
actions: [concede, hold_out]
horizon: 3
"""
    chunk = compare(compile_study(StudyFile("two", text), ()), np.zeros((3, 0)))
    assert chunk.counts[BATCH] == 3
    assert len(set(chunk.ending)) == 1


def test_a_parameter_that_the_file_does_not_have_is_refused() -> None:
    with pytest.raises(ScenarioError, match="presure"):
        compile_study(study("fading-hope"), ("presure",))


def test_the_answer_does_not_depend_on_how_points_are_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled, values = random_points("fading-hope", 50, seed=2)
    whole = solve_chunk(compiled, values)
    monkeypatch.setattr(batch, "MOST_POINTS", 16)
    agree(whole, solve_chunk(pickle.loads(pickle.dumps(compiled)), values))


def test_the_plan_has_as_many_decisions_as_the_game() -> None:
    file = study("action-for-action")
    source = batch.source_of(file)
    reached = subgame_perfect(from_concessions(load("action-for-action"))).reached
    assert source.plan(source.key).decisions == sum(int(mask.sum()) for masks in reached for mask in masks)


def test_memory_is_bounded_by_the_part_and_not_by_the_number_of_points() -> None:
    compiled = compile_study(study("relief-first"), ("pressure", "leakage"))
    values = np.column_stack([np.linspace(0, 6, 4096), np.linspace(0, 1, 4096)])
    solve_chunk(compiled, values[:10])
    peaks = []
    for n in (2048, 4096):
        tracemalloc.start()
        solve_chunk(compiled, values[:n])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0] + 200 * 2048
    assert peaks[1] < 256 << 20
