"""A part of an answer is what the whole answer has under that heading, and games can be played from a list of moves."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.terminal import Run


@pytest.mark.parametrize(
    "command",
    ["run chicken", "run beer-quiche --solve pbe", "roadmaps action-for-action", "robust small-steps --draws 0"],
)
def test_parts_stand_in_the_whole_in_its_order(detente: Run, command: str) -> None:
    whole = detente(*command.split()).out
    refused = detente(*command.split(), "--part", "no such heading")
    headings = refused.err.partition("(")[2].rstrip(")\n").split("; ")
    assert refused.code == 2
    assert len(headings) > 1
    parts = [detente(*command.split(), "--part", heading).out.rstrip("\n") for heading in headings]
    places = [whole.index(f"\n{part}\n") for part in parts]
    assert places == sorted(places)
    assert all(part.startswith(heading) for part, heading in zip(parts, headings, strict=True))
    several = [word for heading in headings for word in ("--part", heading.upper())]
    assert detente(*command.split(), *several).out.rstrip("\n") == "\n\n".join(parts)


def test_a_part_goes_with_no_other_form_of_the_answer(detente: Run) -> None:
    for other in ("--json", "--quiet", "--brief"):
        refused = detente("run", "chicken", "--part", "equilibria", other)
        assert refused.code == 2
        assert "--part" in refused.err


def test_where_no_heading_begins_so_points_and_paragraphs_do_with_their_numbers(detente: Run) -> None:
    whole = detente("run", "chicken").out
    part = detente("run", "chicken", "--part", "3.", "--part", "neither").out
    start = whole.index("\n  3. ") + 1
    assert part == "Equilibria\n" + whole[start : whole.index("\n\n", start)] + "\n"
    within = detente("run", "chicken", "--part", "equilibria", "--part", "how sure").out
    assert detente("run", "chicken", "--part", "equilibria", "--part", "these are all").out == within


def test_an_explanation_has_parts_and_points_below_points(detente: Run) -> None:
    whole = detente("explain", "small-steps").out
    part = detente("explain", "small-steps", "--part", "round 8").out
    heading, point = part.split("\n", 1)
    assert heading == "From the last round back to the first"
    assert point.startswith("  Round 8, the last.\n")
    assert point in whole
    assert "Rounds 1 to 7" not in part
    assert detente("explain", "small-steps", "--part", "round 8", "--markdown").code == 2


def test_moves_are_played_in_order_and_the_rest_is_asked_for(detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["play", "centipede", "--two", "--name", "Anna", "--name", "Ben", "--no-save"]
    played = detente(*words, "--moves", "pass, pass, take")
    assert played.code == 0
    for first, typed in (("pass", "pass\ntake\n"), ("", "pass\npass\ntake\n")):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        assert detente(*words, "--moves", first).out == played.out


def test_a_paragraph_that_ends_with_a_colon_brings_along_what_stands_below_it(detente: Run) -> None:
    whole = detente("run", "mixed-signals", "--set", "blocked_words_cost=1", "--detail").out
    part = detente("run", "mixed-signals", "--set", "blocked_words_cost=1", "--part", "With chance").out
    lines = part.splitlines()
    assert sum("With chance 50%:" in line for line in lines) == 2
    assert sum("By type:" in line for line in lines) == 2
    assert not [line for line in lines if line not in whole.splitlines()]
