"""Explaining a course: closed forms, courses that chance ends, and refusals with their places."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.deadline import Deadline
from sim.errors import AskError, RangeError, ScenarioError
from sim.scenario.course.file import bundled, read_course
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.study.require.judge import Judged
from sim.study.seen.explained import Explained, explain
from sim.study.seen.judged import judge_course
from sim.study.seen.legal import refuse_what_cannot_be
from sim.study.seen.options import SeenOptions
from tests.study.pay_first import PAY_FIRST

F = Fraction
PAID = "kind: course\ntitle: Paid\ncourse: [{round: 1, step: us.pay}, {round: 2, step: nk.repay}]\n"


def explained(text: str, course: str, *parameters: str, **options: object) -> Explained:
    scenario = load("test.yaml", text=text)
    found, raw = read_course("seen.yaml", scenario, course.encode())
    return explain(scenario, found, raw, parameters, SeenOptions(**options))  # type: ignore[arg-type]


def judged(text: str, course: str) -> Judged:
    scenario = load("test.yaml", text=text)
    return judge_course(scenario, read_course("seen.yaml", scenario, course.encode())[0], Deadline(None))


def test_paying_first_was_seen_if_the_cost_is_at_most_what_it_brings() -> None:
    """It is paid if cost < patience * gain = 1.6; just there to pay and to wait are as good (closed form)."""
    found = explained(PAY_FIRST, PAID, draws=200)
    by_name = {line.range.name: line for line in found.lines}
    cost, patience = by_name["cost"], by_name["patience"]
    assert cost.exact
    assert [(s.low, s.high, s.answer) for s in cost.stretches] == [(0, F("1.6"), "yes"), (F("1.6"), 2, "no")]
    assert [(t.value, t.at is not None and t.at.some) for t in cost.edges] == [(F("1.6"), True)]
    assert cost.share == F("0.8")
    assert not patience.exact  # payoffs are not linear in patience; the change is still at cost / gain
    assert [t.value for t in patience.edges] == [F("0.5")]
    assert found.certified
    # Of the box [0, 0.96] x [0, 2] what lies below cost = 2 * patience is 0.96**2 / 1.92 = 0.48.
    assert found.box is not None
    assert found.box.low < 0.48 < found.box.high
    assert found.plane is not None
    assert float(found.plane.share) == pytest.approx(0.48, abs=1e-3)


def test_nothing_done_is_a_course_too() -> None:
    nothing = "kind: course\ntitle: Nothing\ncourse: []\nthrough: 2\nthen: no_deal\n"
    found = explained(PAY_FIRST, nothing, "cost", draws=0)
    assert [(s.high, s.answer) for s in found.lines[0].stretches] == [(F("1.6"), "no"), (2, "yes")]


def test_talks_that_chance_ended_are_the_course_of_talks_that_stall() -> None:
    """With cost 2 nobody pays, and after each round without a step the talks end with a chance of a quarter."""
    text = PAY_FIRST.replace("value: 1,", "value: 2,") + "breakdown: {payoff: {us: -1, nk: -1}, hazard: 1 / 4}\n"
    broken = "kind: course\ntitle: Broken\ncourse: []\nthrough: {}\nthen: breakdown\n"
    assert judged(text, broken.format(1)).some
    assert judged(text, broken.format(2)).some
    assert not judged(text.replace("1 / 4", "0"), broken.format(1)).some


def test_without_rounds_the_order_is_what_was_seen() -> None:
    order = "kind: course\ntitle: Order\ncourse: [{step: us.pay}, {step: nk.repay}]\nthen: deal\n"
    assert judged(PAY_FIRST, order).word == "certain"
    longer = PAY_FIRST.replace("horizon: 2", "horizon: 6")
    assert judged(longer, order).word == "certain"
    # From round 1 on it is known what each does: in round 3 nobody pays for the first time.
    late = "kind: course\ntitle: Late\ncourse: [{round: 3, step: us.pay}]\n"
    assert judged(longer, late).word == "impossible"


def test_an_endless_game_is_followed_through_its_first_rounds() -> None:
    endless = PAY_FIRST.replace("horizon: 2", "horizon: infinite")
    assert judged(endless, PAID).some
    assert judged(endless.replace("value: 1,", "value: 2,"), PAID).some is False


@pytest.mark.parametrize("name", sorted(bundled()))
@pytest.mark.parametrize("of", ["stalled", "gestures"])
def test_bundled_courses_fit_their_scenarios(name: str, of: str) -> None:
    if (name == "singapore-to-hanoi") == (of == "gestures"):
        course, raw = read_course(name, load(of))
        refuse_what_cannot_be(course, load(of), raw)
        assert course.sources


def test_standing_still_in_autumn_2018_takes_leakage_or_dear_weapons() -> None:
    """The place where action for action stops being every equilibrium's deal, as `require` finds it: 251/672."""
    scenario = load("action-for-action")
    course, raw = read_course("autumn-2018", scenario)
    found = explain(scenario, course, raw, ["leakage"], SeenOptions(draws=0))
    assert found.now.word == "impossible"
    assert [(s.low, s.answer) for s in found.lines[0].stretches] == [(0, "no"), (F(251, 672), "yes")]


@pytest.mark.parametrize(
    ("course", "place", "message"),
    [
        ("", "1:1", "the file is empty"),
        ("- a\n", "1:1", "expected a mapping with keys such as 'kind' and 'course'"),
        ("title: It\n", "1:1", "expected 'kind: course'"),
        ("kind: concessions\n", "1:1", "found 'concessions'"),
        ("kind: course\ntitle: T\ncurse: []\nthrough: 1\n", "3:1", "there is no such key (did you mean 'course'"),
        ("kind: course\ncourse: []\nthrough: 1\n", "1:1", "expected a text for 'title'"),
        ("kind: course\ntitle: T\ncourse: []\n", "3:1", "nothing was seen"),
        ("kind: course\ntitle: T\ncourse: 3\n", "3:1", "expected a list"),
        ("kind: course\ntitle: T\ncourse: [3]\n", "3:10", "expected a mapping such as"),
        (
            "kind: course\ntitle: T\ncourse: [{round: 1, step: us.pai}]\n",
            "3:21",
            "no step 'us.pai' (did you mean 'us.pay'",
        ),
        ("kind: course\ntitle: T\ncourse: [{round: 0, step: us.pay}]\n", "3:11", "expected a round"),
        ("kind: course\ntitle: T\ncourse: [{round: 3, step: us.pay}]\n", "3:11", "rounds 1 to 2, found round 3"),
        ("kind: course\ntitle: T\ncourse: [{round: 1}]\n", "3:10", "expected either a step"),
        ("kind: course\ntitle: T\ncourse: [{action: us.wait}]\n", "3:11", "expected a player and an action"),
        ("kind: course\ntitle: T\ncourse: [{action: us.renege}]\n", "3:11", "nobody can renege"),
        ("kind: course\ntitle: T\ncourse: [{action: us.hold_out}]\n", "3:11", "holding out needs its round"),
        (
            "kind: course\ntitle: T\ncourse: [{round: 2, step: nk.repay}, {round: 1, step: us.pay}]\n",
            "3:39",
            "round 1 stands",
        ),
        (
            "kind: course\ntitle: T\ncourse: [{round: 1, step: us.pay}]\nthrough: 1\nthen: peace\n",
            "5:1",
            "what came then",
        ),
        ("kind: course\ntitle: T\ncourse: [{step: us.pay}]\nthen: breakdown\n", "4:1", "a breakdown needs its round"),
    ],
)
def test_what_is_wrong_with_a_file_has_its_place(course: str, place: str, message: str) -> None:
    with pytest.raises(ScenarioError) as failure:
        explained(PAY_FIRST, course)
    assert f"seen.yaml:{place}:" in str(failure.value)
    assert message in str(failure.value)


@pytest.mark.parametrize(
    ("course", "message"),
    [
        ("[{round: 2, step: us.pay}]", "in round 2 it is the turn of North Korea"),
        ("[{round: 2, step: nk.repay}]", "the step 'nk.repay' waits for 'us.pay'"),
        ("[{step: us.pay}, {step: us.pay}]", "United States has taken all its steps by then"),
    ],
)
def test_what_the_rules_exclude_is_refused_at_its_place(course: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=r"seen.yaml:3:\d+: course\[\d\]") as failure:
        explained(PAY_FIRST, f"kind: course\ntitle: T\ncourse: {course}\n")
    assert message in str(failure.value)


def test_steps_come_in_the_order_of_their_ladder() -> None:
    scenario = load("stalled")
    told = b"kind: course\ntitle: T\ncourse: [{round: 1, step: us.declaration}]\n"
    course, raw = read_course("seen.yaml", scenario, told)
    with pytest.raises(ScenarioError, match=r"the next step of United States is then 'us.exercises'"):
        refuse_what_cannot_be(course, scenario, raw)


def refused(name: str, *parameters: str, **options: object) -> None:
    scenario: Scenario = load(name)
    course, raw = read_course("autumn-2018", load("stalled"))
    explain(scenario, course, raw, parameters, SeenOptions(**options))  # type: ignore[arg-type]


def test_other_questions_are_refused() -> None:
    with pytest.raises(AskError, match="of kind concessions, not matrix"):
        refused("chicken")
    with pytest.raises(AskError, match="this file has types"):
        refused("covert-production")
    with pytest.raises(RangeError, match="a parameter is named twice"):
        refused("stalled", "leakage", "leakage")
    with pytest.raises(AskError, match="two different parameters"):
        refused("stalled", "leakage", two=("threat", "threat"))
    with pytest.raises(AskError, match="0 to 100,000 draws"):
        refused("stalled", draws=-1)


def test_numbers_of_rounds_are_not_moved_and_said_to_be_whole() -> None:
    text = PAY_FIRST.replace("parameters:\n", "parameters:\n  last: {value: 3, min: 2, max: 5}\n")
    text = text.replace("horizon: 2", "horizon: last")
    found = explained(text, PAID, draws=5)
    assert [line.range.name for line in found.lines] == ["patience", "cost"]
    assert found.box is not None
    assert found.box.done == 5
    told = r"it has to be a whole number.*--set last=2"
    with pytest.raises(RangeError, match=told):
        explained(text, PAID, "last")
    with pytest.raises(RangeError, match=told):
        explained(text, PAID, two=("cost", "last"))
