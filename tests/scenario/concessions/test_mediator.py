"""The mediator's block: what it may hold, what is refused and with which words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.scenario.load import load
from sim.scenario.scenario import Concessions, Mediator
from tests.scenario.test_bad_input import GOOD, problems

F = Fraction


def mediator(block: str) -> Mediator | None:
    game = load("test.yaml", text=GOOD + block).game
    assert isinstance(game, Concessions)
    return game.mediator


def test_a_file_may_have_no_mediator_and_a_mediator_may_only_recommend() -> None:
    assert mediator("") is None
    assert mediator("mediator: {}\n") == Mediator("the mediator", (F(0), F(0)))
    assert mediator("mediator: {name: Seoul}\n") == Mediator("Seoul", (F(0), F(0)))


def test_the_cost_of_delay_may_be_an_expression_and_may_fall_on_one_side_alone() -> None:
    block = "mediator: {name: Seoul, delay: {nk: pressure * leakage / 2}}\n"
    assert mediator(block) == Mediator("Seoul", (F(0), F(3, 10)))


@pytest.mark.parametrize(
    ("block", "key", "words"),
    [
        ("{delay: {us: -0.1}}", "mediator.delay.us", ("a cost, which is 0 or more", "found -0.1")),
        ("{delay: {us: leakage - 1}}", "mediator.delay.us", ("0 or more", "found -0.8 (from 'leakage - 1')")),
        ("{delay: {cn: 1}}", "mediator.delay.cn", ("no player 'cn'",)),
        ("{delay: 0.1}", "mediator.delay", ("expected a mapping",)),
        ("{dealy: {us: 1}}", "mediator.dealy", ("unknown key", "did you mean 'delay'?")),
        ("{name: North Korea}", "mediator.name", ("like a player", "another name")),
        ("Seoul", "mediator", ("expected a mapping",)),
    ],
)
def test_what_is_wrong_is_told_at_its_place(block: str, key: str, words: tuple[str, ...]) -> None:
    (problem,) = problems(GOOD + f"mediator: {block}\n")
    assert problem.key == key
    assert problem.line == 20
    assert all(word in str(problem) for word in words), str(problem)
