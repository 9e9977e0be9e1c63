"""What is told of talks with demands at the deadline: all of them, and none as the one that happens."""

from __future__ import annotations

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.shown import shown
from sim.show.text.blocks import as_text
from tests.scenario.test_bad_input import problems

HEAD = "format: 1, kind: offers, title: t, players: {a: {name: Ann, patience: 0.5}, b: {name: Bob, patience: 0.5}}"
FILES = {
    "one": ("rounds: 1, deadline: demands", "possible"),
    "two": ("rounds: 2, deadline: demands", "certain"),
    "none": ("rounds: 1, deadline: demands, outside: {a: 1.5, b: 1.5}", "impossible"),
    "long": ("rounds: 9, deadline: demands, grid: 20, surplus: 3", "certain"),
}


@pytest.mark.parametrize("name", FILES)
def test_every_telling_and_picture_is_there_and_says_one_word(name: str) -> None:
    file, word = FILES[name]
    scenario = load("t", text=f"{{{HEAD}, {file}}}")
    told = shown(scenario, solve(scenario))
    story = as_text(told.story())
    for text in (story, as_text(told.explain("full"))):
        assert "None" not in text
    assert f"agreement is {word}" in " ".join(story.split())
    assert f"an agreement is {word}" in told.line()
    assert told.extras()["agreement"] == told.facts()["an agreement is"] == word
    assert told.brief().answer
    for draw in told.pictures().values():
        assert draw().axes


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("rounds: infinite", "deadline"),
        ("rounds: 2, opt_out: {a: 0.1}", "opt_out"),
        ("rounds: 2, breakdown: {hazard: 0.1}", "breakdown"),
        ("rounds: 2, proposer: 0.5", "proposer"),
        ("rounds: 2, surplus: 3 - round", "surplus"),
        ("rounds: 2, cost: {a: 0.1}", "cost"),
    ],
)
def test_what_does_not_go_with_demands_is_refused_at_its_place(more: str, key: str) -> None:
    found = problems(f"{{{HEAD}, deadline: demands, {more}}}")
    assert [problem.key for problem in found] == [key]
