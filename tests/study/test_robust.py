"""Variants of a file are the files that say so, draws are around the file's numbers, and sentences count rows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
from sim.engine.solve import solve
from sim.errors import AskError
from sim.scenario.load import load
from sim.show.studies.robust import hangs_sentence, holds_sentence, robust_document, robust_notes, table_rows
from sim.study.options import RobustOptions
from sim.study.robust import robust
from sim.study.robust.draws import draw_payoffs, with_factors
from sim.study.robust.robust import robustness
from sim.study.robust.variants import root, variants

if TYPE_CHECKING:
    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.study.robust.robust import Robustness

SWAP = """\
format: 1
title: Swap
players: {a: {patience: PATIENCE}, b: {patience: 0.81}}
parameters: {worth: 2.3}
status_quo: {a: 0, b: 0}
concessions:
  a: [{id: x, effect: {a: -1, b: worth}, once: {a: -0.1, b: 0.2}, reversible: true}]
  b: [{id: y, effect: {a: worth, b: -1}}]
breakdown: {payoff: {a: -1.3, b: -1.7}, hazard: 0.19}
moves: MOVES
first: FIRST
actions: [concede, hold_out, walk_away, renege]
horizon: HORIZON
"""


def text(patience: str = "0.64", moves: str = "alternating", first: str = "a", horizon: str = "8") -> str:
    words = {"PATIENCE": patience, "MOVES": moves, "FIRST": first, "HORIZON": horizon}
    found = SWAP
    for word, value in words.items():
        found = found.replace(word, value)
    return found


def scenario(told: str) -> Scenario:
    return load("test.yaml", text=told)


def own_payoffs(told: Scenario, select: str = "payoff-dominant") -> tuple[float, float]:
    found = solve(told, "subgame-perfect", select)
    assert isinstance(found, PerfectSolution)
    return found.values[0], found.values[1]


def rows(found: Robustness) -> dict[tuple[str, str], tuple[float, float]]:
    return {(row.group, row.name): row.payoffs for row in found.rows}


FOUND = robustness(scenario(text()), RobustOptions(draws=40))


@pytest.mark.parametrize("horizon", ["2", "7", "20"])
def test_a_horizon_is_that_of_a_file_which_states_it(horizon: str) -> None:
    assert rows(FOUND)["horizon", horizon] == own_payoffs(scenario(text(horizon=horizon)))


def test_horizons_are_six_shorter_to_twelve_longer_and_none() -> None:
    names = [row.name for row in FOUND.of("horizon")]
    assert names == [*(str(rounds) for rounds in range(2, 21) if rounds != 8), "infinite"]


@pytest.mark.parametrize(
    ("name", "moves", "first"),
    [
        ("simultaneous", "simultaneous", "a"),
        ("alternating:b", "alternating", "b"),
        ("sequential:a", "sequential", "a"),
        ("sequential:b", "sequential", "b"),
    ],
)
def test_an_order_of_moves_is_that_of_a_file_which_states_it(name: str, moves: str, first: str) -> None:
    assert rows(FOUND)["moves", name] == own_payoffs(scenario(text(moves=moves, first=first)))


@pytest.mark.parametrize("action", ["walk_away", "renege"])
def test_an_action_is_ruled_out_and_allowed_again(action: str) -> None:
    without = text().replace(f", {action}", "")
    assert rows(FOUND)["actions", f"-{action}"] == own_payoffs(scenario(without))
    assert rows(robustness(scenario(without), RobustOptions(draws=0)))["actions", f"+{action}"] == FOUND.own.payoffs


def test_rules_are_all_rules_but_the_files_own() -> None:
    assert [row.name for row in FOUND.of("rule")] == ["risk-dominant", "welfare", "first-best:a", "first-best:b"]
    for row in FOUND.of("rule"):
        assert row.payoffs == own_payoffs(scenario(text()), row.name)


def test_half_rounds_take_square_roots() -> None:
    # Patience 0.64 and 0.81 per round are 0.8 and 0.9 per half round, a hazard of 0.19 is one of 0.1. What is paid once
    # keeps its present value: (1 - 0.8) * 1.8 x = (1 - 0.64) x, and (1 - 0.9) * 1.9 y = (1 - 0.81) y.
    half = text("0.8", horizon="16").replace("0.81", "0.9").replace("0.19", "0.1")
    half = half.replace("once: {a: -0.1, b: 0.2}", "once: {a: -0.18, b: 0.38}")
    assert rows(FOUND)["rounds", "half"] == own_payoffs(scenario(half))


def test_roots_are_exact_where_they_can_be_written() -> None:
    assert root(Fraction(81, 100)) == Fraction(9, 10)
    assert abs(float(root(Fraction(1, 2))) - 0.5**0.5) < 1e-11
    # sqrt(1 - x) is 1 - x / 2 but for x^2: neither a patience next to 1 nor a small chance is lost.
    small = Fraction(1, 10**17)
    assert abs((1 - root(1 - small)) / small - Fraction(1, 2)) < Fraction(1, 10**8)


@settings(max_examples=10)
@given(st.integers(0, 3))
def test_draws_are_solved_as_files_with_those_numbers_are(seed: int) -> None:
    told = scenario(text())
    drawn = draw_payoffs(told, "payoff-dominant", 3, 0.1, seed, Deadline(None))
    made, names = with_factors(told)
    factors = np.random.default_rng(seed).uniform(0.9, 1.1, (3, len(names))).round(6)
    # Two of the status quo, two effects and two payments of x, two effects of y, and two of a breakdown.
    assert len(names) == 10
    for k in range(3):
        point = load("test.yaml", {name: repr(float(v)) for name, v in zip(names, factors[k], strict=True)}, made)
        assert drawn.chunk.payoffs[k] == pytest.approx(own_payoffs(point), abs=1e-9)
    assert factors.min() >= 0.9
    assert factors.max() <= 1.1


def test_with_all_factors_at_1_the_file_is_as_it_was() -> None:
    for name in ("action-for-action", "seoul"):
        told = load(name)
        made, _ = with_factors(told)
        assert load("test.yaml", text=made).game == told.game


def test_draws_take_steps_at_their_word_and_nobody_is_bound() -> None:
    bound = load("test.yaml", text=text() + "commit: a\n")
    made, _ = with_factors(bound)
    assert load("test.yaml", text=made).game == scenario(text()).game


def test_draws_too_small_to_matter_end_as_the_file_does() -> None:
    drawn = draw_payoffs(scenario(text()), "payoff-dominant", 20, 1e-5, 1, Deadline(None))
    assert drawn.solved == 20
    assert drawn.deals == (20 if FOUND.own.agreed else 0)


def test_sentences_count_the_rows() -> None:
    told, found = scenario(text()), FOUND
    said = holds_sentence(told, found) + " " + hangs_sentence(told, found)
    agreed = [row.agreed for row in found.solved]
    likely = "" if all(row.deal in (0, 1) for row in found.solved) else "most likely "
    assert (f"rows there is {likely}a deal" in said) == (all(agreed) and f"In all {len(agreed)}" in said)
    for group, words in (("moves", "the order of moves"), ("horizon", "the number of rounds")):
        turned = any(row.agreed != found.own.agreed for row in found.solved if row.group == group)
        assert (words in hangs_sentence(told, found)) == turned
    document = robust_document(told, found)
    assert [entry["deal"] for entry in document["rows"]] == [row.deal for row in found.rows]
    assert document["holds"] in said


def test_no_deal_is_said_of_all_rows_only_where_none_has_a_chance_of_one() -> None:
    told, own = scenario(text()), replace(FOUND.own, deal=0.0)
    never = replace(FOUND, rows=(own, replace(own, group="errors", name="4")), drawn=None)
    rarely = replace(FOUND, rows=(own, replace(own, group="errors", name="4", deal=0.36)), drawn=None)
    often = replace(FOUND, rows=(own, replace(own, group="errors", name="4", deal=0.64)), drawn=None)
    assert "In all 2 rows there is no deal" in holds_sentence(told, never)
    assert "In all 2 rows there is most likely no deal" in holds_sentence(told, rarely)
    assert "(most likely a deal with errors at precision 4)" in hangs_sentence(told, often)


def test_a_line_stands_for_each_number_of_rounds_once() -> None:
    cells = [line[0] for line in table_rows(scenario(text()), FOUND)]
    covered: set[int] = set()
    for cell in cells:
        if "round" in cell and cell[0].isdigit():
            for part in cell.split(" and "):
                numbers = [int(word) for word in part.split() if word.isdigit()]
                covered |= set(range(numbers[0], numbers[-1] + 1))
    assert covered >= set(range(2, 21)) - {8}


@pytest.mark.parametrize("time_limit", [None, 60.0])
def test_the_files_own_game_has_all_the_time_and_variants_have_five_seconds(
    time_limit: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[float | None] = []

    def noted(told: Scenario, concept: str, select: str, limit: float | None) -> Solution:
        given.append(limit)
        return solve(told, concept, select, limit)

    monkeypatch.setattr(robust, "solve", noted)
    robustness(scenario(text(horizon="2")), RobustOptions(draws=0, time_limit=time_limit))
    own, *others = given
    assert own is None if time_limit is None else own is not None and 5 < own <= 60
    assert all(limit is not None and limit <= 5 for limit in others)


def test_a_hazard_that_goes_by_the_round_has_no_row_without_a_last_round_and_the_notes_say_why() -> None:
    by_round = scenario(text(horizon="3").replace("hazard: 0.19", "hazard: round/10"))
    found = robustness(by_round, RobustOptions(draws=0))
    assert "infinite" not in [row.name for row in found.rows]
    (note,) = [note for note in robust_notes(by_round, found) if "no row without a last round" in note]
    assert "the hazard goes by the round" in note
    assert "infinite" in [row.name for row in FOUND.rows]
    assert not any("no row without a last round" in note for note in robust_notes(scenario(text()), FOUND))


def test_games_of_other_kinds_are_refused() -> None:
    with pytest.raises(AskError, match="kind concessions"):
        robustness(load("stag-hunt"))
    with pytest.raises(AskError, match="between 0 and 1"):
        robustness(scenario(text()), RobustOptions(spread=1.5))


def test_variants_differ_from_the_file_in_one_thing() -> None:
    told = scenario(text())
    for variant in variants(told):
        changed = sum(
            (
                variant.select != "payoff-dominant",
                variant.scenario != told,
                bool(variant.precisions),
            )
        )
        assert changed == (variant.group != "file")
