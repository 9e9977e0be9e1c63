"""What is told of learning: how it is measured, and how its numbers are said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.engine.matrix.learning.solution import LearningSolution
from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.matrix.learning_process import percentage_points
from sim.show.shown import shown
from tests.show.matrix.test_nash import STOPPED
from tests.show.media import seen


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "less than 0.1 percentage points"),
        (0.0009, "less than 0.1 percentage points"),
        (0.01, "1 percentage point"),
        (0.0123, "1.2 percentage points"),
        (0.5, "50 percentage points"),
    ],
)
def test_differences_of_chances_are_said_in_percentage_points(chance: float, words: str) -> None:
    assert percentage_points(chance) == words


def test_each_way_of_learning_has_its_section_and_its_entry() -> None:
    view = seen("textbook/shapley", "learning")
    titles = [section.title for section in view.story().sections]
    names = [entry["process"] for entry in view.document()["equilibria"]]
    assert names == ["fictitious play", "logit response", "replicator dynamics"]
    assert [title.partition(":")[0].lower() for title in titles[1:4]] == names
    assert "fictitious play cycles" in view.line()


def test_where_equilibria_may_lack_the_nearest_one_is_not_certain() -> None:
    scenario = load("stag-hunt")
    solution = solve(scenario, "learning")
    assert isinstance(solution, LearningSolution)
    stopped = solve(scenario, "nash", time_limit=0.0)
    notes = shown(scenario, replace(solution, nash=stopped)).notes()
    assert f"Not certified: {STOPPED[0].lower()}{STOPPED[1:]}, so a nearer equilibrium may be missing." in notes
