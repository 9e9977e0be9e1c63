"""One layout for all files: what a file says and its comments stay, and what is laid out stays as it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario.changes.edit import edited
from sim.scenario.changes.layout import formatted
from sim.scenario.kind import templates
from sim.scenario.source import NumberText, read

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = sorted((ROOT / "scenarios").glob("*/*.yaml"))


def laid(text: str) -> str:
    return formatted("a.yaml", text.encode())


@pytest.mark.parametrize("file", BUNDLED, ids=lambda file: file.stem)
def test_bundled_files_are_in_the_layout_and_come_back_to_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert laid(text) == text
    wide = re.sub(r"^( *)((?:- )*)", _wider, text, flags=re.MULTILINE).replace("\n", "\r\n")
    assert read("a", wide.encode()).data == read("a", text.encode()).data
    assert laid(wide) == text


def _wider(start: re.Match[str]) -> str:
    return start[1] * 2 + start[2].replace("- ", "-   ")


@pytest.mark.parametrize("kind", templates())
def test_what_new_writes_is_in_the_layout(kind: str) -> None:
    assert laid(templates()[kind]) == templates()[kind]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:   1", "a: 1\n"),
        ("a: 1\n\n\n", "a: 1\n"),
        ("\n\na: 1\n\n\n\nb: 2", "a: 1\n\nb: 2\n"),
        ("a: 1   \nb: 2\t\n", "a: 1\nb: 2\n"),
        ("\ufeffa: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
        ("a: {b:   1,c: [ 1,2 ] , d : {}}", "a: {b: 1, c: [1, 2], d: {}}\n"),
        ('a: {"b":1}', 'a: {"b": 1}\n'),
        ("a: {b: , c}", "a: {b: , c}\n"),
        ("a:\n- 1\n-   2\nb:\n- c:  1\n  d: 2\n", "a:\n  - 1\n  - 2\nb:\n  - c: 1\n    d: 2\n"),
        ("a:\n- - 1\n  - 2\n- []\n", "a:\n  - - 1\n    - 2\n  - []\n"),
        ("a:\n     b:\n           c: 1\n     d: 2\n", "a:\n  b:\n    c: 1\n  d: 2\n"),
        ("a:\n    b\n", "a:\n  b\n"),
        ("a:\n  -\n     b: 1\n", "a:\n  -\n    b: 1\n"),
        ("a: &x   {b: 1}\nc:   *x\nd: {<<:  *x}\n", "a: &x {b: 1}\nc: *x\nd: {<<: *x}\n"),
        ("*x : 1", None),
        ("---\na: 1\n...\n", "---\na: 1\n...\n"),
        ("%YAML 1.2\n---\na:  1\n", "%YAML 1.2\n---\na: 1\n"),
    ],
)
def test_blanks_and_indentation(before: str, after: str | None) -> None:
    if after is None:
        with pytest.raises(ScenarioError):
            laid(before)
    else:
        assert laid(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: >-\n        one\n        two\n\n\nb: 1\n", "a: >-\n  one\n  two\n\nb: 1\n"),
        ("a:\n- |\n    one\n      two\n", "a:\n  - |\n    one\n      two\n"),
        ("a: |+\n   one\n\n\nb: 1\n", "a: |+\n  one\n\n\nb: 1\n"),
        ("a: |+\n   one\n\n", "a: |+\n  one\n\n"),
        ("a: |2-\n     one\n   two\n", "a: |2-\n     one\n   two\n"),
        ("a:\n      b: |1\n         one\n       two\n", "a:\n  b: |1\n     one\n   two\n"),
        ("a: | # why\n # no comment\n", "a: | # why\n  # no comment\n"),
        ("a: one\n      two\n", "a: one\n  two\n"),
        ('a: "one  \n\n      two \\\n   \\ three"\n', 'a: "one\n\n  two \\\n  \\ three"\n'),
        ("a: 'one\n     two'\nb: [one\n  two]\n", "a: 'one\n  two'\nb: [one\n    two]\n"),
    ],
)
def test_texts_of_several_lines_move_as_a_whole(before: str, after: str) -> None:
    assert laid(before) == after
    assert read("a", before.encode()).data == read("a", after.encode()).data


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: [[1,2],\n [3,4]]\n", "a: [[1, 2],\n    [3, 4]]\n"),
        ("a: [\n 1,\n       2 ]\n", "a: [\n  1,\n  2]\n"),
        (
            "a:\n - {\n b: 1, # one\n c: {\n d: 1\n }\n }\n",
            "a:\n  - {\n    b: 1,  # one\n    c: {\n      d: 1\n    }\n  }\n",
        ),
        ("{a: 1,\n   b: 2\n}\n", "{a: 1,\n b: 2\n}\n"),
    ],
)
def test_brackets_of_several_lines(before: str, after: str) -> None:
    assert laid(before) == after


COMMENTED = """\
# at the top


# of the file
a:      # behind a key
     # above the first
     b: 1 # one blank
     c:
         - 1
         # below the first entry

         - {d: 1,   # in brackets
            # on its own
            e: 2}
     # after the list
# before f
f: 1
# at the end
   # and further in
"""

LAID = """\
# at the top

# of the file
a:      # behind a key
  # above the first
  b: 1  # one blank
  c:
    - 1
    # below the first entry

    - {d: 1,   # in brackets
       # on its own
       e: 2}
  # after the list
# before f
f: 1
# at the end
# and further in
"""


def test_comments_stay_with_what_they_stand_by() -> None:
    assert laid(COMMENTED) == LAID
    assert laid(LAID) == LAID


_TEXTS = st.text("ab :#-[]{},'\"\\\n\t\u00e9\ubd81?|>&*!%@~ 01.", max_size=12)
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(_TEXTS, _PLAIN, min_size=1, max_size=4),
    st.sampled_from([True, False, None]),
    st.sampled_from([None, '"', "'", "|", ">"]),
    st.integers(2, 7),
    st.sampled_from([20, 80]),
)
def test_whatever_is_written_says_the_same_and_stays_as_it_is(
    data: dict[str, Any], flow: bool | None, style: str | None, indent: int, width: int
) -> None:
    """Files as PyYAML writes them, in all its styles."""
    text = yaml.safe_dump(
        data, default_flow_style=flow, default_style=style, indent=indent, width=width, allow_unicode=True
    )
    try:
        before = read("a", text.encode())
    except ScenarioError:  # YAML 1.1 writes what 1.2 does not read
        return
    try:
        after = laid(text)
    except ScenarioError:
        assert style in ("|", ">"), text  # blanks at the ends of texts as blocks are part of them
        return
    assert read("a", after.encode()).data == before.data
    assert laid(after) == after
    assert after.endswith("\n")


def test_a_file_that_was_edited_in_place_is_laid_out_like_others() -> None:
    source = read("a", b"a:\n- {b: 1}\n# why\nc:  2\n")
    changed = edited(source, ("c",), NumberText("3"))
    assert laid(changed.text) == "a:\n  - {b: 1}\n# why\nc: 3\n"


@pytest.mark.parametrize("text", ["- 1\n", "a: 1\na: 2\n", "a: [1\n", "", "a: !x 1\n"])
def test_what_is_no_file_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError):
        laid(text)


def test_a_layout_that_would_change_what_is_said_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.scenario.changes.layout._laid_out", lambda text: (text.replace("1", "2"), []))
    with pytest.raises(ScenarioError, match="without changing what it says"):
        laid("a: 1\n")
    monkeypatch.setattr(
        "sim.scenario.changes.layout._laid_out", lambda text: ("a: 1\n", [] if "#" not in text else ["#"])
    )
    with pytest.raises(ScenarioError, match="without changing what it says"):
        laid("a: 1 # lost\n")
