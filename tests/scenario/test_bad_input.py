"""Every kind of bad file: one message per mistake, at its place, with what was expected and what to do."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import Problem, ScenarioError
from sim.scenario.catalog import entries
from sim.scenario.load import load

GOOD = """\
format: 1
title: Test
players:
  us: {name: United States, patience: 0.90}
  nk: {name: North Korea, patience: 0.85}
parameters:
  pressure: {value: 3.0, min: 0, max: 6, about: cost}
  leakage: 0.2
status_quo: {us: -3, nk: -pressure * (1 - leakage)}
concessions:
  us:
    - {id: declaration, effect: {us: -0.1, nk: 0.5}, after: [nk.freeze]}
    - {id: relief, effect: {us: -0.6, nk: 2}, reversible: true}
  nk:
    - {id: freeze, name: Testing freeze, effect: {us: 0.6, nk: -0.1}}
agreement: {us: 0.9, nk: 0.4}
breakdown: {payoff: {us: -4, nk: -4}, hazard: 0.05}
moves: simultaneous
horizon: 12
"""


def problems(text: str | bytes, **set_: str) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        load("bad.yaml", set_, text)
    return caught.value.problems


def edited(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


EDITS = [
    ("agreement", "agreemnt", 16, 1, "agreemnt", ("unknown key", "did you mean 'agreement'?")),
    ("hazard: 0.05", "hazzard: 0.05", 17, 39, "breakdown.hazzard", ("unknown key", "did you mean 'hazard'?")),
    ("horizon: 12", "horizon: 12\nhorizon: 13", 20, 1, "horizon", ("stands twice", "line 19")),
    ("{us: 0.9, nk: 0.4}", "{us: 0.9, us: 0.4}", 16, 22, "agreement.us", ("stands twice",)),
    ("effect: {us: -0.6", "effect: {usa: -0.6", 13, 29, "concessions.us[1].effect.usa", ("no player 'usa'", "'us'")),
    ("status_quo: {us: -3, ", "status_quo: {", 9, 13, "status_quo", ("none for 'us'",)),
    ("hazard: 0.05", "hazard: 1.5", 17, 47, "breakdown.hazard", ("from 0 to 1", "found 1.5")),
    ("hazard: 0.05", "hazard: -leakage", 17, 47, "breakdown.hazard", ("from 0 to 1", "found -0.2 (from '-leakage')")),
    ("0.85", "1.0", 5, 37, "players.nk.patience", ("not including 1", "found 1.0")),
    ("0.85", "-0.1", 5, 37, "players.nk.patience", ("from 0", "found -0.1")),
    ("us: 0.9,", "us: .nan,", 16, 17, "agreement.us", ("finite number", ".nan")),
    ("us: 0.9,", "us: -.inf,", 16, 17, "agreement.us", ("finite number", "-.inf")),
    ("- leakage", "- leakge", 9, 43, "status_quo.nk", ("no parameter 'leakge'", "'leakage'")),
    ("-pressure * (1 - leakage)", "1 / (leakage - 0.2)", 9, 30, "status_quo.nk", ("division by zero",)),
    ("-pressure *", "pressure.real *", 9, 34, "status_quo.nk", ("attributes",)),
    ("-pressure * (1 - leakage)", "system(1)", 9, 26, "status_quo.nk", ("no function 'system'",)),
    ("-pressure * (1 - leakage)", "pressure(1)", 9, 26, "status_quo.nk", ("cannot be called",)),
    ("-pressure * (1 - leakage)", "sqroot(4)", 9, 26, "status_quo.nk", ("no function 'sqroot'", "'sqrt'")),
    ("-pressure * (1 - leakage)", "9 ** 9 ** 9", 9, 26, "status_quo.nk", ("too large",)),
    ("-pressure * (1 - leakage)", "10 ** 200", 9, 26, "status_quo.nk", ("between", "choose another unit")),
    ("-pressure * (1 - leakage)", "log(0 - 1)", 9, 26, "status_quo.nk", ("above 0",)),
    ("nk.freeze", "nk.frieze", 12, 62, "concessions.us[0].after[0]", ("no step 'nk.frieze'", "'nk.freeze'")),
    ("nk.freeze", "freeze", 12, 62, "concessions.us[0].after[0]", ("player.step",)),
    ("id: freeze,", "id: freeze, after: [us.declaration],", 12, 61, "concessions.us[0].after", ("circle", "nk.freeze")),
    ("id: freeze,", "id: freeze, after: [us.relief],", 12, 61, "concessions.us[0].after", ("circle", "us.relief")),
    ("id: relief", "id: declaration", 13, 12, "concessions.us[1].id", ("stands twice",)),
    ("simultaneous", "simultanous", 18, 8, "moves", ("an order of moves", "'simultaneous'")),
    ("horizon: 12", "horizon: 1.5", 19, 10, "horizon", ("whole number", "1.5")),
    ("horizon: 12", "horizon: 0", 19, 10, "horizon", ("from 1",)),
    ("horizon: 12", "horizon:", 19, 9, "horizon", ("found nothing",)),
    ("horizon: 12", "horizon: infinit", 19, 10, "horizon", ("whole number of rounds", "did you mean 'infinite'?")),
    (
        "horizon: 12",
        "horizon: 12\nkind: matrx",
        20,
        7,
        "kind",
        ("expected one of concessions, matrix, tree, offers", "'matrix'"),
    ),
    ("horizon: 12", "horizon: 12\ntypes: {nl: {a: {probability: 1}}}", 20, 9, "types.nl", ("no player",)),
    ("horizon: 12", "horizon: 12\nroadmaps: {a: []}", 20, 15, "roadmaps.a", ("at least one round",)),
    ("horizon: 12", "horizon: 12\nroadmaps: {a: [nk.freze]}", 20, 16, "roadmaps.a[0][0]", ("no step", "'nk.freeze'")),
    ("horizon: 12", "horizon: 12\nroadmaps: {a: [[]]}", 20, 16, "roadmaps.a[0]", ("at least 1 entry",)),
    (
        "horizon: 12",
        "horizon: 12\nroadmaps: {a: [us.relief]}",
        20,
        16,
        "roadmaps.a[0]",
        ("expected 'us.declaration' before 'us.relief'", "climbed from its foot"),
    ),
    (
        "horizon: 12",
        "horizon: 12\nroadmaps: {a: [nk.freeze, nk.freeze]}",
        20,
        27,
        "roadmaps.a[1]",
        ("'nk.freeze' stands twice",),
    ),
    (
        "horizon: 12",
        "horizon: 12\nroadmaps: {a: [[us.declaration, us.relief]]}",
        20,
        16,
        "roadmaps.a[0]",
        ("at most one step in a round",),
    ),
    ("horizon: 12", "horizon: 12\npunishment: war", 20, 13, "punishment", ("expected a punishment", "'war'")),
    ("horizon: 12", "horizon: 12\nactions: [concede, wait]", 20, 20, "actions[1]", ("expected an action", "'wait'")),
    ("reversible: true", "reversible: yes", 13, 59, "concessions.us[1].reversible", ("true or false", "'yes'")),
    ("reversible: true", "verification: 7", 13, 61, "concessions.us[1].verification", ("from 0 to 1", "found 7")),
    ("effect: {us: -0.6, nk: 2}", "effect: [1, 2]", 13, 28, "concessions.us[1].effect", ("a mapping", "a list")),
    ("- {id: relief,", "- {id: 7x,", 13, 12, "concessions.us[1].id", ("identifier",)),
    ("value: 3.0", "value: 7", 7, 13, "parameters.pressure", ("at most its max 6", "found 7")),
    (
        "breakdown: {payoff: {us: -4, nk: -4}, hazard: 0.05}\n",
        "",
        1,
        1,
        "breakdown",
        ("walk away", "leave 'walk_away' out"),
    ),
    ("title: Test\n", "", 1, 1, "title", ("missing",)),
    ("format: 1", "format: 2", 1, 9, "format", ("format 1", "found 2")),
    (
        "nk: {name: North Korea, patience: 0.85}",
        "x: {patience: 0}\n  y: {patience: 0}",
        4,
        3,
        "players",
        ("exactly two", "3"),
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "key", "words"), EDITS, ids=[edit[1][:40] for edit in EDITS])
def test_a_mistake_is_told_once_at_its_place(
    old: str, new: str, line: int, column: int, key: str, words: tuple[str, ...]
) -> None:
    (problem,) = problems(edited(old, new))
    assert (problem.line, problem.column, problem.key) == (line, column, key)
    for word in words:
        assert word in str(problem)
    assert str(problem).startswith(f"bad.yaml:{line}:{column}: {key}: ")


def test_all_mistakes_of_a_file_come_at_once_in_order() -> None:
    text = GOOD
    for old, new in [
        ("0.90", "2"),
        ("- leakage", "- lekage"),
        ("nk.freeze", "nk.frieze"),
        ("hazard", "hazrd"),
        ("12", "no"),
    ]:
        text = text.replace(old, new, 1)
    found = problems(text)
    assert [p.key for p in found] == [
        "players.us.patience",
        "status_quo.nk",
        "concessions.us[0].after[0]",
        "breakdown.hazrd",
        "horizon",
    ]


WRECKS: list[tuple[str, str | bytes, str]] = [
    ("empty", "", "the file is empty"),
    ("only a comment", "# nothing\n", "the file is empty"),
    ("a list", "- a\n- b\n", "found a list"),
    ("a word", "hello", "found a single value"),
    ("a tab", "format: 1\n\ttitle: x\n", "not valid YAML"),
    ("an open quote", 'title: "abc\n', "not valid YAML"),
    ("an open bracket", "a: [1, 2\nb: 3\n", "not valid YAML"),
    ("two colons", "title: a: b\n", "put the text in quotes"),
    ("two documents", GOOD + "---\n" + GOOD, "one scenario"),
    ("an unknown alias", "a: *b\n", "needs an anchor"),
    ("bytes", bytes(range(256)), "binary"),
    ("a NUL", b"format: 1\x00", "control character"),
    ("latin-1", b"title: caf\xe9\n", "UTF-8"),
    ("10,000 nested brackets", "a: " + "[" * 10_000 + "]" * 10_000, "nested more than"),
    ("an alias of itself", "a: &a [*a]\n", "aliases inside aliases"),
    ("a key that is a list", "? [a]\n: b\n", "expected a word as key"),
    ("too many bytes", "title: " + "x" * 9_000_000, "bytes"),
]


@pytest.mark.parametrize(("text", "word"), [w[1:] for w in WRECKS], ids=[w[0] for w in WRECKS])
def test_what_is_no_scenario_is_refused_in_plain_words(text: str | bytes, word: str) -> None:
    found = problems(text)
    assert word in str(found[0])
    assert len(found) == 1


def test_an_alias_bomb_is_refused_before_it_goes_off() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{chr(98 + k)}: &{chr(98 + k)} [{', '.join(['*' + chr(97 + k)] * 9)}]" for k in range(20)]
    (problem,) = problems("\n".join(lines))
    assert "aliases inside aliases" in problem.message


def test_a_deeply_nested_expression_is_refused() -> None:
    (problem,) = problems(edited("horizon: 12", "horizon: '" + "(" * 90 + "1" + ")" * 90 + "'"))
    assert "nested more than" in problem.message


def test_a_setting_is_checked_like_the_file() -> None:
    (unknown,) = problems(GOOD, leekage="1")
    assert "did you mean 'leakage'?" in str(unknown)
    (outside,) = problems(GOOD, pressure="9")
    assert "at most its max 6" in str(outside)
    (broken,) = problems(GOOD, pressure="1 +")
    assert "the expression ends" in str(broken)


@pytest.mark.parametrize("name", ["no-such-file", "scenarios", "a\0b", "actin-for-action"])
def test_a_file_that_cannot_be_read_is_named(name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(name)
    assert caught.value.problems[0].file == name


def test_a_misspelt_bundled_name_is_corrected() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'action-for-action'"):
        load("actin-for-action")


BUNDLED = [entry.path.read_text(encoding="utf-8") for entry in entries()]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A bundled scenario with some of its characters cut out, doubled or replaced."""
    text = draw(st.sampled_from([*BUNDLED, GOOD]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text) - 1))
        stop = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.text(alphabet="{}[]:,-*&!|>'\"# \n\t0aé.", max_size=4)) + text[stop:] or "x"
    return text


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(damaged(), st.text(max_size=200)))
def test_any_text_is_a_scenario_or_is_refused(text: str) -> None:
    try:
        title = load("any", text=text).title
    except ScenarioError as error:
        title = str(error)
    assert title
