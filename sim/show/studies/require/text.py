"""What it would take, told: a sentence, a ranked table, all places where the answer changes, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.scenario.scenario import Concessions
from sim.show.studies.briefs import SOLVED, cut, in_brief
from sim.show.studies.require.least import least_notes, least_section, least_sentence
from sim.show.studies.require.verification import verification_notes, verification_section
from sim.show.studies.require.words import (
    by_how_much,
    change_words,
    exact,
    now_sentence,
    outcome,
    place_words,
    size_words,
    subject_words,
    verb,
)
from sim.show.text.blocks import Item, Look, Paragraph, Points, Section, Table, Text
from sim.show.text.parameters import called
from sim.show.text.scale import scaled
from sim.show.text.words import listed, percent, times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from sim.scenario.scenario import Scenario
    from sim.show.text.brief import Brief
    from sim.study.require.changes import Change
    from sim.study.require.judge import Judged
    from sim.study.require.paths import Threshold
    from sim.study.require.required import Line, Required
    from sim.study.require.two import Together

MOST_IN_SENTENCE = 4
"""Changes, most, that the sentence names."""

MISSING = {
    "rules": "not all changes of rules were tried",
    "mesh": "not all values along the ranges were looked at; those nearest to the file's own were",
    "brackets": "some changes are known to lie between two values that are far apart",
    "two": "the two parameters together were not looked at everywhere",
    "least": "all parameters together were not looked at to the end",
    "verification": "what verification the orders of the steps need was not found",
    "certificates": "some changes were solved and not checked",
}
"""What the time was not enough for."""

TURNED = {CERTAIN: "It holds by", IMPOSSIBLE: "It fails by", POSSIBLE: "It changes by", OPEN: "It changes by"}
"""How the sentence on the smallest change begins."""


@scaled
def require_text(scenario: Scenario, found: Required) -> Text:
    """The answer at length."""
    sections = [Section("What changes it", (changes_table(scenario, found),))] if found.changes else []
    if found.lines:
        sections.append(Section("Each parameter over its range", (lines_table(scenario, found),)))
    sections += least_section(found)
    if found.together is not None:
        sections.append(Section("Two together", (_boundary(scenario, found),)))
    sections += verification_section(scenario, found)
    sections.append(Section("How sure this is", (Points(tuple(map(Item, require_notes(scenario, found)))),)))
    lead = tuple(map(Paragraph, require_answer(scenario, found)))
    return Text(scenario.title, tuple(sections), lead)


@scaled
def require_line(scenario: Scenario, found: Required) -> str:
    """The answer in one line."""
    return f"{scenario.title}: {' '.join(require_answer(scenario, found))}"


@scaled
def require_brief(scenario: Scenario, found: Required) -> Brief:
    """The answer on one screen."""
    count = times(found.solved, "game")
    checked = all(change.certified for change in found.changes)
    sure = f"{count} solved; each change and the game just before it have certified sets of equilibria."
    if not checked or found.late:
        sure = f"{count} solved; the time was up: {'; '.join(MISSING[what] for what in found.late)}."
    tables = [cut(changes_table(scenario, found))] if found.changes else []
    names = tuple(name for change in found.changes[:1] for name in change.values)
    steps = (("sensitivity", "what else the ending hangs on", ()), SOLVED)
    if names:
        both = list(dict.fromkeys([*names, *(n for c in found.changes for n in c.values)]))[:2]
        if len(both) == 2:
            steps = (("map", "the two that matter most, together", (*both, "--every")), *steps)  # type: ignore[assignment]
    return in_brief(
        scenario, sure, require_answer(scenario, found), tables, _missed(found), *steps, certified=found.certified
    )


def require_answer(scenario: Scenario, found: Required) -> tuple[str, ...]:
    """What holds now, which changes make it otherwise, and how much of all together does."""
    told = now_sentence(scenario, found), change_sentence(scenario, found), least_sentence(found)
    return tuple(filter(None, told))


def change_sentence(scenario: Scenario, found: Required) -> str:
    """Which smallest changes make it otherwise, one for each way in which it can be."""
    told = _told(found)
    if not told:
        more = " in the time that there was" if found.late else ""
        looked = "no parameter by itself, and no single rule" if found.lines else "no single rule"
        return f"Nothing that was looked at changes that{more}: {looked}."
    listing = "; ".join(f"{subject_words(scenario, c)} {verb(c.judged, found.be)}" for c in told)
    shares = [c.share for c in told if c.share is not None]
    if not shares:
        return f"It hangs on {'a rule' if len(told) == 1 else 'rules'}: {listing}."
    how = by_how_much(min(shares))
    return f"{TURNED[found.now.word] if found.be is None else 'It changes by'} {how}: {listing}."


def _told(found: Required) -> list[Change]:
    """For each answer the smallest move of a parameter, then the first rule."""
    chosen: dict[tuple[str, bool], Change] = {}
    for change in found.changes:
        if found.least is not None and change is found.least.change:
            continue  # it has a sentence of its own
        chosen.setdefault((change.judged.answer(found.be), change.structure is None), change)
    return list(chosen.values())[:MOST_IN_SENTENCE]


def changes_table(scenario: Scenario, found: Required) -> Table:
    """All changes, ranked: parameters by the share of their range, then rules."""
    rows = tuple(
        (
            change_words(scenario, c),
            size_words(c),
            outcome(c.judged, found.be) + ("" if c.certified else " (not checked)"),
            "" if c.threshold is None else place_words(c.threshold, found.be),
        )
        for c in found.changes
    )
    head = ("change", "by", "then it is", "it changes at")
    return Table("What changes it", head, rows, Look(words=frozenset({1, 2, 3})))


def lines_table(scenario: Scenario, found: Required) -> Table:
    """Stretch by stretch what holds along each range."""
    rows = tuple(
        (
            called(line.range),
            exact(line.range.own),
            stretches(line, found),
            _every(line),
        )
        for line in found.lines
    )
    head = ("parameter", "now", "over its range", "looked at every")
    return Table("Each parameter over its range", head, rows, Look(words=frozenset({2})))


def _every(line: Line) -> str:
    """How far apart the values are that were looked at."""
    if line.range.whole and line.walked.widest <= 1:
        return "whole number"
    return percent(line.walked.widest / line.range.span)


def stretches(line: Line, found: Required) -> str:
    """What holds from where to where along a range."""
    solved = [(place, judged) for place, judged in line.walked.found.items() if judged.word]
    if not solved:
        return "not looked at"
    if not line.walked.thresholds:
        ends = f"{exact(solved[0][0])} to {exact(solved[-1][0])}"
        return f"{ends}: {outcome(solved[0][1], found.be)} at every value looked at"
    pieces = list(_pieces(line.walked.thresholds, solved[0], solved[-1][0]))
    wide = {(end, judged.answer(found.be)) for low, high, judged in pieces if low < high for end in (low, high)}
    told = [
        f"{exact(low)} to {exact(high)}: {outcome(judged, found.be)}"
        if low < high
        else f"at {exact(low)}: {outcome(judged, found.be)}"
        for low, high, judged in pieces
        if low < high or (low, judged.answer(found.be)) not in wide
    ]
    return "; ".join(dict.fromkeys(told))


def _pieces(
    thresholds: Sequence[Threshold], first: tuple[Fraction, Judged], last: Fraction
) -> Iterator[tuple[Fraction, Fraction, Judged]]:
    """From where to where what holds, and what holds just where it changes; the same place may come several times."""
    start, here = first
    for t in thresholds:
        yield start, t.low if t.value is None else t.value, here
        if t.value is not None and t.at is not None:
            yield t.value, t.value, t.at
        start, here = t.high if t.value is None else t.value, t.above
    yield start, last, here


def _of_two(together: Together) -> str:
    """How the smallest move of two parameters was looked for."""
    if whole := [called(r) for r in together.ranges if r.whole]:
        return f"Two together: the smallest move of both is not looked for, since {_have_to(whole)}."
    return (
        "Two together: the smallest move of both is looked for where both move by the same share of their ranges; "
        "where a parameter turns the answer and back again, a smaller move may exist."
    )


def _have_to(whole: Sequence[str]) -> str:
    return f"{listed(whole)} {'has to be a whole number' if len(whole) == 1 else 'have to be whole numbers'}"


def _boundary(scenario: Scenario, found: Required) -> Table:
    """Points of the boundary of two parameters."""
    assert found.together is not None
    one, two = found.together.ranges
    rows = tuple((exact(c.low[0]), exact(c.low[1]), c.below, c.above) for c in found.together.crossings)
    return cut(Table("The boundary", (called(one), called(two), "before", "beyond"), rows), 60)


def _missed(found: Required) -> str:
    """What may have been missed."""
    return (
        f"{found.points} values along each range were looked at first; what comes and goes between two of them and is "
        "alike at both is not seen."
    )


def require_notes(scenario: Scenario, found: Required) -> list[str]:
    """What must be known before it is believed."""
    game = scenario.game
    assert isinstance(game, Concessions)
    notes = [
        "Certain: in every subgame-perfect equilibrium, unless chance ends the talks; possible: in some; impossible: "
        "in none. Each row was solved anew, and so was the game just before it; their sets of equilibria were checked "
        "by code that did not find them.",
        _missed(found),
        "A value at which it changes is named where that was shown to within a millionth of a millionth of the range; "
        "else the two values between which it changes.",
    ]
    if found.rules:
        notes.append(
            f"{times(found.rules, 'rule')} were changed one at a time: each step made irreversible or reversible, each "
            "prerequisite dropped, each step taken in two halves and before the one below it, other orders of moves, "
            "the other side beginning."
        )
    if found.together is not None:
        notes.append(_of_two(found.together))
    if any(step.verification is not None for ladder in game.ladders for step in ladder):
        apart = "how well they have to be verified is told apart from that"
        more = "'detente inspection' says how well they have to be verified" if found.verification is None else apart
        notes.append(f"All steps are taken at their word; {more}.")
    notes += verification_notes(found)
    notes += least_notes(found)
    if whole := [called(line.range) for line in found.lines if line.range.whole]:
        told = f"{_have_to(whole)}, and so moved alone and not together with others."
        notes.append(told[:1].upper() + told[1:])
    notes += [f"The time was up: {MISSING[what]}." for what in found.late]
    notes += [f"With {key} otherwise there is no answer: {why}." for key, why in found.failed[:5]]
    failed = [
        f"{called(line.range)} at {exact(place)}: {judged.problem}"
        for line in found.lines
        for place, judged in line.walked.found.items()
        if judged.problem
    ]
    if failed:
        more = f"; and {len(failed) - 3} more" if len(failed) > 3 else ""
        notes.append(f"Values without an answer: {'; '.join(failed[:3])}{more}.")
    open_ = [c for c in found.changes if c.judged.word == OPEN]
    if open_:
        notes.append("Open: what was computed does not decide it, so that the verdict may be the same there.")
    if game.horizon is None:
        notes.append(
            "The game has no last round: its sets are found as near as the time allows, and more time may decide more."
        )
    return notes
