"""Explanations of courses of concessions: their sentences say what their numbers say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from sim.engine.concessions.reasons import Alternative, Decision
from sim.engine.solve import solve
from sim.errors import NoExplanationError
from sim.scenario.load import load
from sim.show.concessions.courses.reason_words import compared
from sim.show.text.blocks import Item, Points, Text
from tests.engine.concessions.talks import talks
from tests.engine.concessions.test_reasons import CHASE
from tests.show.explanations import explained, explanation, said, solved

if TYPE_CHECKING:
    from collections.abc import Iterator


COURSES = [
    "action-for-action",
    "blame",
    "broken-promises",
    "dismantle-first",
    "fading-hope",
    "relief-first",
    "stalled",
    "small-steps",
    "war-of-attrition",
]


def items(text: Text) -> Iterator[Item]:
    def below(several: tuple[Item, ...]) -> Iterator[Item]:
        for item in several:
            yield item
            yield from below(item.below)

    for section in text.sections:
        for block in section.blocks:
            if isinstance(block, Points):
                yield from below(block.items)


@pytest.mark.parametrize("name", COURSES)
def test_now_and_later_come_to_what_is_said_of_them_in_all(name: str) -> None:
    scenario, _ = solved(name)
    players = {p.name: float(p.patience) for p in scenario.players}
    part = r"(?:(the same)|([\d.e-]+) (more|less))"
    checked = 0
    for item in items(explained(name)):
        if item.about not in players:
            continue
        d = players[item.about]
        numbers = re.findall("(\N{MINUS SIGN}?[\\d.]+) (?:now|later|in all)", item.text)
        now, later, total = (float(x.replace("\N{MINUS SIGN}", "-")) for x in numbers[:3])
        assert total == pytest.approx((1 - d) * now + d * later, abs=0.0101)
        for other in item.below:
            found = re.match(rf"{part} now(?:,| but) {part} later; {part} in all\.", other.text)
            if found is None:
                continue
            signed = [
                0.0 if found[k] else float(found[k + 1]) * (1 if found[k + 2] == "more" else -1) for k in (1, 4, 7)
            ]
            assert signed[2] <= 0, "another choice would pay more"
            assert signed[2] == pytest.approx((1 - d) * signed[0] + d * signed[1], abs=0.0101)
            # "but" where one part pays and the other costs, and only there.
            assert (" but " in found[0]) == (signed[0] * signed[1] < 0)
            checked += 1
    assert checked >= 1


@pytest.mark.parametrize("name", COURSES)
def test_every_open_action_of_the_course_is_named_with_its_numbers(name: str) -> None:
    scenario, solution = solved(name)
    text = explained(name)
    names = {p.name for p in scenario.players}
    told = [item for item in items(text) if item.about in names]
    # One point for each decision with a choice, and below it one for each other action.
    nodes = {(r.round, t.player) for r in solution.path for t in r.turns if t.loss is not None}
    assert 1 <= len(told) <= len(nodes)
    assert all(any(other.about for other in item.below) for item in told)


def decision(chosen: tuple[float, float], other: tuple[float, float]) -> Decision:
    both = [
        Alternative(action, k, 1.0 - k, now, later, (now + later) / 2)
        for k, (action, (now, later)) in enumerate((("a", chosen), ("b", other)))
    ]
    return Decision((0, 0, 0), 0, 0, tuple(both), 0, 1e-9)


@pytest.mark.parametrize(
    ("chosen", "other", "told"),
    [
        ((0, 0), (0, 0), "the same now and later"),
        ((0, 0), (1e-12, 0), "the same now and later"),
        ((0, 0), (1, -1), "1.00 more now but 1.00 less later; the same in all"),
        ((0, 0), (-1, 0), "1.00 less now, the same later; 0.50 less in all"),
        ((0, 2), (1, -1), "1.00 more now but 3.00 less later; 1.00 less in all"),
        ((0, 0), (-0.002, 0), "0.002 less now, the same later; 0.001 less in all"),
    ],
)
def test_a_comparison_says_less_only_of_what_is_less(chosen: Any, other: Any, told: str) -> None:
    one = decision(chosen, other)
    assert compared(one, one.others[0]) == told


def test_where_a_side_mixes_it_is_told_what_makes_it_indifferent() -> None:
    scenario = load("chase", text=CHASE)
    text = said(explanation(scenario, solve(scenario), "full"))
    assert "taking the step “a” 33.3% and holding out 66.7%: each pays it 0.00 in all." in text
    assert "if nk takes the step “b” (33.3%), taking the step “a” pays 2.00 and holding out pays 0.00" in text
    assert "if nk holds out (66.7%), taking the step “a” pays \N{MINUS SIGN}1.00 and holding out pays 0.00" in text


def test_of_a_very_long_course_the_middle_is_left_out_and_its_closest_choice_named() -> None:
    scenario = talks(leakage="0.7", horizon=60)
    solution: Any = solve(scenario)
    text = said(explanation(scenario, solution, "brief"))
    assert "Rounds 16 to 45. They are left out here. What comes closest to another choice is" in text
    (loss, where) = min((t.loss, r.round + 1) for r in solution.path[15:45] for t in r.turns if t.loss is not None)
    found = re.search(r"in round (\d+): [^:]* pays ([\d.]+) less", text)
    assert found is not None
    assert float(found[2]) == pytest.approx(loss, abs=0.005)
    assert 16 <= where <= 45


def test_a_concept_without_explanation_is_refused_with_one_to_try() -> None:
    scenario, _ = solved("small-steps")
    with pytest.raises(NoExplanationError, match="no explanation of 'quantal' for kind concessions; try --solve"):
        explanation(scenario, solve(scenario, "quantal"))
