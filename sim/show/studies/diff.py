"""What two scenarios differ in, and how their answers differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.document_head import document_head
from sim.show.studies.comparison import facts_of
from sim.show.studies.differences import NONE
from sim.show.studies.key_differences import difference_entry, key_words, told, told_leaf
from sim.show.text.blocks import Paragraph, Section, Table, Text, as_text
from sim.show.text.words import listed, number, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.study.difference import KeyDifference

    Solved = tuple[Scenario, Solution]
    Found = Sequence[KeyDifference]

_SAME = ("before", "after")
"""Columns of scenarios that are called alike."""

MOST_NAMED = 6
"""Keys, most, that a sentence lists."""


def changed_facts(before: Solved, after: Solved) -> list[tuple[str, str, str]]:
    """Answers that two solved scenarios do not have alike: the question, and what each answers."""
    one, two = facts_of(*before), facts_of(*after)
    return [
        (question, one.get(question, NONE), two.get(question, NONE))
        for question in dict.fromkeys([*one, *two])
        if one.get(question) != two.get(question)
    ]


def diff_text(before: Solved, after: Solved, found: Found, heads: tuple[str, str] | None = None) -> Text:
    """The differences as a text: what matters in two sentences, then the keys, then the answers.

    Parameters
    ----------
    before, after : (Scenario, Solution)
        What is compared.
    found : sequence of KeyDifference
        In what the scenarios differ.
    heads : pair of str, optional
        What the columns are called; by default the titles, or the files where these are the same.
    """
    names = heads or _heads(before[0], after[0])
    title = after[0].title if names == _SAME or heads else " and ".join(names)
    head = ("", *names)
    answers = changed_facts(before, after)
    sections = []
    if rows := key_rows(found):
        sections.append(Section("In the files", (Table("What the files say", head, rows),)))
    follows = tuple((key_words(d.key), _number(d.before), _number(d.after)) for d in found if d.how == "follows")
    if follows:
        sections.append(Section("What follows from that", (Table("Numbers that follow", head, follows),)))
    silent = [key_words(d.key) for d in found if d.silent]
    if silent:
        sections.append(Section("What changes no result", (Paragraph(f"{_some(silent)}."),)))
    if answers:
        rows = tuple((question.strip(), one, two) for question, one, two in answers)
        sections.append(Section("In the answers", (Table("How the answers differ", head, rows),)))
    lead = tuple(map(Paragraph, diff_sentences(found, bool(answers))))
    return Text(title, tuple(sections), lead)


def key_rows(found: Found) -> tuple[tuple[str, str, str], ...]:
    """A row for each key that bears on results and is not alike: the key, and what each file has."""
    return tuple((key_words(d.key), told_leaf(d.before), told_leaf(d.after)) for d in told(found))


def diff_sentences(found: Found, answers: bool) -> list[str]:
    """What matters of the differences."""
    own = told(found)
    if not found:
        return ["To the format they are the same, and so is the answer."]
    if not own:
        return ["They differ in words only, and have the same answer."]
    keys = _some([key_words(d.key) for d in own])
    same = "The answers differ." if answers else "The answers are the same, to the digits that are told."
    rewritten = [d for d in own if d.how == "rewritten"]
    if len(rewritten) == len(own):
        return [f"They differ in how {keys} {'is' if len(own) == 1 else 'are'} worked out, to the same number.", same]
    return [f"They differ in {times(len(own), 'key')}: {keys}.", same]


def diff_line(before: Solved, after: Solved, found: Found) -> str:
    """The differences in one line."""
    return " ".join(diff_sentences(found, bool(changed_facts(before, after))))


def diff_story(before: Solved, after: Solved, found: Found) -> str:
    """The differences as the terminal tells them."""
    return as_text(diff_text(before, after, found))


def save_story(before: Solved, after: Solved, found: Found) -> str:
    """What a save of a file has changed in it and in its answer."""
    return as_text(diff_text(before, after, found, ("before", "now")))


def diff_document(before: Solved, after: Solved, found: Found) -> dict[str, Any]:
    """The differences as data."""
    answers = [{"question": q.strip(), "before": a, "after": b} for q, a, b in changed_facts(before, after)]
    return {
        "format": 1,
        "scenarios": [document_head(scenario) for scenario, _ in (before, after)],
        "same": not found,
        "differences": [difference_entry(d) | {"changes_results": not d.silent} for d in found],
        "answers": answers,
    }


def _heads(one: Scenario, two: Scenario) -> tuple[str, str]:
    """What the columns are called: titles if they differ, else files, else with what was changed."""
    if one.title != two.title:
        return one.title, two.title
    if one.file != two.file:
        return one.file, two.file
    return _SAME


def _some(words: Sequence[str]) -> str:
    more = len(words) - MOST_NAMED
    return listed(list(words)) if more <= 0 else f"{', '.join(words[:MOST_NAMED])} and {more} more"


def _number(leaf: Any) -> str:
    return number(leaf.value)
