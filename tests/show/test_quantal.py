"""What is said of quantal responses: where there is no answer it is said in the story, the line and the data alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import sim
from sim.api.result import Result

if TYPE_CHECKING:
    pass


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["stag-hunt", "stripped-down-poker", "relief-first"])
@pytest.mark.parametrize(("late", "why"), [(True, "within the time limit"), (False, "the way to it was lost")])
def test_a_precision_without_an_answer_is_named_wherever_the_solution_is_told(name: str, late: bool, why: str) -> None:
    found = sim.load(name).solve("quantal", precision=1.0)
    cut = replace(found.solution, missing=(7.5,), late=late)  # type: ignore[type-var]
    told = Result(found.scenario, cut)
    assert not told.certified
    for said in (flat(told.story), told.line, " ".join(told.document["notes"])):
        assert "no answer was found at precision 7.5" in said
        assert why in said
    assert found.certified
    assert found.document["notes"] == []
    assert "no answer" not in found.story + found.line


@pytest.mark.parametrize("name", ["stag-hunt", "stripped-down-poker", "relief-first"])
def test_without_any_answer_nothing_is_claimed(name: str) -> None:
    found = sim.load(name).solve("quantal", precision=1.0)
    empty = Result(found.scenario, replace(found.solution, points=(), missing=(1.0,)))  # type: ignore[type-var]
    assert empty.document["equilibria"] == []
    assert "own logit response" not in flat(empty.story)
    assert "no answer was found at precision 1" in empty.line


@pytest.mark.parametrize(("name", "at"), [("stag-hunt", 0.0), ("stag-hunt", 2.0), ("relief-first", 3.0)])
def test_one_precision_is_one_answer_in_text_line_and_data_and_can_be_drawn(name: str, at: float) -> None:
    found = sim.load(name).solve("quantal", precision=at)
    (entry,) = found.document["equilibria"]
    assert entry["precision"] == at
    assert f"at precision {at:.3g}" in found.line
    found.plot()
