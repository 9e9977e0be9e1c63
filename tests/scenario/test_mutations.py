"""Whatever is done to a file, loading it gives a scenario or a scenario error and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sim.scenario.catalog import entries
from sim.scenario.kind import templates
from sim.scenario.scenario import Scenario
from tests.scenario.attempt import attempt
from tests.scenario.test_bad_input import GOOD

TEMPLATES = templates()

BASES = [*(e.path.read_text(encoding="utf-8") for e in entries()), *TEMPLATES.values(), GOOD]
VALUES = [
    "[a]",
    "{a: b}",
    "[]",
    "{}",
    "",
    "~",
    "true",
    "no",
    "0",
    "-1",
    "1.5",
    "1e400",
    "10 ** 400",
    "1 / 0",
    ".nan",
    ".inf",
    "infinite",
    "us",
    "nk.freeze",
    "leakage",
    "'x",
    "&a 1",
    "*a",
    "!x 1",
    "|",
    "2018-10-01",
    "sqrt(-1)",
    "(1 / 10 ** 400) ** -0.5",
]


def outcome(text: str | bytes) -> str:
    """The title, or the message of a scenario error, with what holds for every message."""
    result = attempt(text)
    if isinstance(result, Scenario):
        return result.title
    length = len(text.splitlines())
    for problem in result.problems:
        assert problem.file == "any"
        assert problem.message
        assert 0 <= problem.line <= length + 1
        assert (problem.line == 0) == (problem.column == 0)
    assert list(result.problems) == sorted(set(result.problems))
    return str(result)


@st.composite
def edited(draw: st.DrawFn) -> str:
    """A scenario with characters deleted, inserted or replaced."""
    text = draw(st.sampled_from(BASES))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(text)))
        gone = draw(st.sampled_from([0, 0, 1, 1, 2, 8]))
        put = draw(st.text(alphabet=st.characters(), max_size=2) | st.sampled_from([*"{}[]:,-&*!|>'\"%@`#\n\t .", ""]))
        text = text[:at] + put + text[at + gone :]
    return text


@st.composite
def rearranged(draw: st.DrawFn) -> str:
    """A scenario with lines dropped, doubled, exchanged, or indented otherwise."""
    lines = draw(st.sampled_from(BASES)).splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        i, j = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        what = draw(st.sampled_from(["drop", "double", "exchange", "indent"]))
        if what == "drop" and len(lines) > 1:
            del lines[i]
        elif what == "double":
            lines.insert(j, lines[i])
        elif what == "exchange":
            lines[i], lines[j] = lines[j], lines[i]
        else:
            lines[i] = draw(st.sampled_from([" ", "  ", "    "])) + lines[i].lstrip()
    return "".join(lines)


@st.composite
def revalued(draw: st.DrawFn) -> str:
    """A scenario with values exchanged for values of other types, or keys for other keys."""
    text = draw(st.sampled_from(BASES))
    for _ in range(draw(st.integers(1, 3))):
        places = [k for k, c in enumerate(text[:-1]) if c in ":-[," and text[k + 1] in " \n"]
        if not places:
            break
        start = draw(st.sampled_from(places)) + 1
        stop = min((k for k in (text.find(c, start + 1) for c in ",}]\n") if k > 0), default=len(text))
        text = text[:start] + " " + draw(st.sampled_from(VALUES)) + text[stop:]
    return text


MUCH = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@MUCH
@given(edited())
def test_characters_may_be_changed_at_will(text: str) -> None:
    assert outcome(text)


@MUCH
@given(rearranged())
def test_lines_may_be_moved_at_will(text: str) -> None:
    assert outcome(text)


@MUCH
@given(revalued())
@example(GOOD.replace("horizon: 12", "horizon: 10 ** 400"))
@example(GOOD + "kind: [a]\n")
def test_values_may_be_exchanged_at_will(text: str) -> None:
    assert outcome(text)


@settings(max_examples=150)
@given(st.text(max_size=120))
def test_any_text_may_be_given(text: str) -> None:
    assert outcome(text)


@settings(max_examples=100)
@given(st.binary(max_size=120))
def test_any_bytes_may_be_given(raw: bytes) -> None:
    assert outcome(raw)


@pytest.mark.parametrize("base", BASES, ids=range(len(BASES)))
def test_a_file_cut_short_anywhere_is_a_scenario_or_is_refused(base: str) -> None:
    for stop in range(0, len(base), max(1, len(base) // 25)):
        assert outcome(base[:stop])
