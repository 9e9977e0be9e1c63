"""Parameters: what they may be called, what they may use, and what may be set from outside."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.errors import Problem, ScenarioError
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from tests.scenario.attempt import attempt

GAME = """\
format: 1
kind: matrix
title: Test
parameters:
  gain: {value: 2, min: 0, max: 5, about: what is at stake}
  loss: gain / 2
  share: 0.25
players: {us: {actions: [a]}, nk: {actions: [b]}}
payoffs: [[[gain, loss]]]
"""


def loaded(text: str = GAME, **set_: str) -> Scenario:
    return load("p.yaml", set_, text)


def values(text: str = GAME, **set_: str) -> dict[str, Fraction]:
    return {p.name: p.value for p in loaded(text, **set_).parameters}


def problems(text: str = GAME, **set_: str) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        loaded(text, **set_)
    return caught.value.problems


def edited(old: str, new: str) -> str:
    assert old in GAME
    return GAME.replace(old, new, 1)


def test_a_parameter_has_value_range_and_meaning_exactly_as_written() -> None:
    gain, loss, share = loaded().parameters
    assert (gain.value, gain.minimum, gain.maximum, gain.about) == (2, 0, 5, "what is at stake")
    assert (loss.value, loss.minimum, loss.maximum, loss.about) == (1, None, None, "")
    assert share.value == Fraction(1, 4)


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "name"),
    [
        ("gain: {value: 2,", "gain: {value: share,", 5, 17, "share"),
        ("loss: gain / 2", "loss: gain / share", 6, 16, "share"),
        ("loss: gain / 2", "loss: loss", 6, 9, "loss"),
        ("loss: gain / 2", "loss: {value: 1 + loss}", 6, 21, "loss"),
        ("share: 0.25", "share: 2 * share", 7, 14, "share"),
    ],
    ids=["below, in a mapping", "below", "itself", "itself, in a mapping", "itself, the last"],
)
def test_a_parameter_may_not_use_itself_nor_one_written_below(
    old: str, new: str, line: int, column: int, name: str
) -> None:
    (problem,) = problems(edited(old, new))
    assert (problem.line, problem.column) == (line, column)
    assert f"'{name}'" in problem.message


@pytest.mark.parametrize(
    ("set_", "expected"),
    [
        ({"gain": "4"}, {"gain": Fraction(4), "loss": Fraction(2)}),
        ({"gain": "1/3"}, {"gain": Fraction(1, 3), "loss": Fraction(1, 6)}),
        ({"loss": "gain * gain"}, {"gain": Fraction(2), "loss": Fraction(4)}),
        ({"gain": "0", "loss": "0.1"}, {"gain": Fraction(0), "loss": Fraction(1, 10)}),
        ({"share": "loss + gain"}, {"share": Fraction(3)}),
        ({"gain": "0x5"}, {"gain": Fraction(5)}),
    ],
)
def test_a_setting_replaces_the_value_for_all_that_use_it(set_: dict[str, str], expected: dict[str, Fraction]) -> None:
    result = values(**set_)
    assert {name: result[name] for name in expected} == expected
    assert dict(loaded(**set_).settings) == set_


@pytest.mark.parametrize(
    ("set_", "words"),
    [
        ({"gian": "1"}, ("no parameter 'gian'", "did you mean 'gain'?")),
        ({"zzz": "1"}, ("no parameter 'zzz'", "known here: gain, loss, share")),
        ({"gain": ""}, ("expected a number or an expression, found ''",)),
        ({"gain": "nan"}, ("expected a finite number, found nan",)),
        ({"gain": "-inf"}, ("expected a finite number, found -inf",)),
        ({"gain": "1 +"}, ("the expression ends",)),
        ({"gain": "1/0"}, ("division by zero",)),
        ({"gain": "gain.real"}, ("gain",)),
        ({"gain": "1+" * 300 + "1"}, ("at most 500 characters",)),
    ],
)
def test_a_setting_that_cannot_be_is_told_by_its_name(set_: dict[str, str], words: tuple[str, ...]) -> None:
    (problem,) = problems(**set_)
    (name,) = set_
    assert problem.key == f"--set {name}"
    for word in words:
        assert word in str(problem)


def test_a_setting_that_uses_a_parameter_written_below_is_told_what_it_may_use() -> None:
    (problem,) = problems(loss="share")
    assert problem.key == "--set loss"
    assert "there is no parameter 'share'" in problem.message
    (first,) = problems(gain="share")
    assert "the file has no parameters" not in first.hint


@pytest.mark.parametrize(
    ("set_", "word"),
    [({"gain": "6"}, "at most its max 5, found 6"), ({"gain": "0 - 1"}, "at least its min 0, found -1")],
)
def test_a_setting_outside_the_range_is_told_where_the_range_stands(set_: dict[str, str], word: str) -> None:
    (problem,) = problems(**set_)
    assert (problem.line, problem.column, problem.key) == (5, 9, "parameters.gain")
    assert word in problem.message


def test_a_setting_may_lie_on_the_edge_of_the_range() -> None:
    assert values(gain="0")["gain"] == 0
    assert values(gain="5")["gain"] == 5


def test_all_settings_that_cannot_be_are_told_at_once() -> None:
    assert [p.key for p in problems(gian="1", gain="x", zzz="2")] == ["--set gain", "--set gian", "--set zzz"]


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "key", "word"),
    [
        ("min: 0, max: 5", "min: 6, max: 5", 5, 9, "parameters.gain", "min 6 is above max 5"),
        ("value: 2", "value: 5.5", 5, 9, "parameters.gain", "at most its max 5, found 5.5"),
        ("value: 2", "value: -1", 5, 9, "parameters.gain", "at least its min 0, found -1"),
        ("value: 2", "value: .nan", 5, 17, "parameters.gain.value", "finite number, found .nan"),
        ("value: 2", "valeu: 2", 5, 10, "parameters.gain.valeu", "did you mean 'value'?"),
        ("min: 0", "min: [0]", 5, 25, "parameters.gain.min", "found a list"),
        ("max: 5", "max: big", 5, 33, "parameters.gain.max", "no parameter 'big'"),
        ("share: 0.25", "share: [0.25]", 7, 10, "parameters.share.value", "found a list"),
        ("share: 0.25", "share: true", 7, 10, "parameters.share.value", "found true"),
        ("share: 0.25", "share:", 7, 9, "parameters.share.value", "found nothing"),
        ("share: 0.25", "min: 0.25", 7, 3, "parameters.min", "cannot name a parameter"),
        ("share: 0.25", "sh-are: 0.25", 7, 3, "parameters.sh-are", "cannot name a parameter"),
        ("share: 0.25", "7up: 0.25", 7, 3, "parameters.7up", "cannot name a parameter"),
        ("share: 0.25", '"share\\n": 0.25', 7, 3, "parameters.share\n", "cannot name a parameter"),
    ],
)
def test_a_parameter_that_cannot_be_is_told_at_its_place(
    old: str, new: str, line: int, column: int, key: str, word: str
) -> None:
    found = {(p.line, p.column, p.key): str(p) for p in problems(edited(old, new))}
    assert (line, column, key) in found
    assert word in found[line, column, key]


@pytest.mark.parametrize("value", ["1e400", "-1e400", "1e-400"])
@pytest.mark.parametrize("place", ["value", "min", "max", "set"])
def test_numbers_beyond_floats_are_compared_with_their_range_all_the_same(value: str, place: str) -> None:
    old = {"value": "value: 2", "min": "min: 0", "max": "max: 5", "set": "value: 2"}[place]
    text = GAME if place == "set" else edited(old, f"{place}: {value}")
    set_ = {"gain": value} if place == "set" else {}
    result = attempt(text, **set_)
    if isinstance(result, ScenarioError):
        assert all(p.key.startswith(("parameters.gain", "--set gain")) for p in result.problems)
    else:
        gain = result.parameters[0]
        assert gain.minimum is not None
        assert gain.maximum is not None
        assert gain.minimum <= gain.value <= gain.maximum


def test_a_faulty_number_is_told_even_where_a_setting_replaces_it() -> None:
    (only,) = problems(edited("share: 0.25", "share: oops"), share="0.5")
    assert (only.line, only.key) == (7, "parameters.share.value")
    assert "oops" in str(only)
