"""The line at fault is shown with a caret under its column, on terminals of any width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import Problem, ScenarioError
from sim.show.output import print_problems
from sim.show.text.letters import width

LINES = st.text(st.sampled_from("ab :{}#-"), min_size=1, max_size=150)


@given(LINES, st.data(), st.integers(20, 120))
def test_the_caret_stands_under_the_column_and_nothing_is_wider_than_the_terminal(
    line: str, data: st.DataObject, columns: int
) -> None:
    at = data.draw(st.integers(1, len(line)))
    with pytest.MonkeyPatch.context() as patch:
        said: list[str] = []
        patch.setenv("COLUMNS", str(columns))
        patch.setattr("sim.show.output.complain", said.append)
        print_problems(ScenarioError([Problem("f.yaml", 1, at, "key", "wrong")], line))
    shown, caret = said[1:]
    assert max(map(width, said[1:])) <= columns
    assert caret.strip() == "^"
    assert shown[len(caret) - 1] == line[at - 1]
    assert shown[4:].removeprefix("...").removesuffix("...") in line


def test_letters_of_two_columns_are_counted_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sim.show.output.complain", said.append)
    print_problems(ScenarioError([Problem("f.yaml", 1, 31, "key", "wrong")], "제재" * 15 + "!" + "한" * 9))
    shown, caret = said[1:]
    assert width(shown.partition("!")[0]) == caret.index("^")
    assert width(shown) <= 40
