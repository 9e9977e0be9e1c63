"""Inspection by design, told: what is needed, what is accepted, the window between the two, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.studies.briefs import SOLVED, cut, in_brief
from sim.show.studies.inspection.words import (
    doing,
    end_words,
    least_words,
    now_sentence,
    step_called,
    stretches_words,
    who,
    who_alone,
)
from sim.show.studies.require.words import exact
from sim.show.text.blocks import Item, Look, Paragraph, Points, Section, Table, Text
from sim.show.text.parameters import called
from sim.show.text.scale import scaled
from sim.show.text.words import amount, listed, times

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.scenario.scenario import Scenario
    from sim.show.text.brief import Brief
    from sim.study.inspection.inspection import Inspection, Level
    from sim.study.inspection.stretches import End

KINDS = {"faking": "does not fake", "leaving": "does not leave openly"}


@scaled
def inspection_text(scenario: Scenario, found: Inspection) -> Text:
    """The answer at length."""
    sections = []
    if found.levels:
        sections.append(Section("The window", (window_table(found), *_reasons(scenario, found))))
        sections.append(Section("Side by side", (sides_table(scenario, found),)))
    if found.hidden:
        sections.append(Section("Steps that may be faked", (hidden_table(scenario, found),)))
    sections.append(Section("How sure this is", (Points(tuple(map(Item, inspection_notes(scenario, found)))),)))
    return Text(scenario.title, tuple(sections), tuple(map(Paragraph, answers(scenario, found))))


@scaled
def inspection_line(scenario: Scenario, found: Inspection) -> str:
    """The answer in one line."""
    return f"{scenario.title}: {' '.join(answers(scenario, found))}"


@scaled
def inspection_brief(scenario: Scenario, found: Inspection) -> Brief:
    """The answer on one screen."""
    tables = [cut(window_table(found))] if found.levels else []
    tables += [cut(hidden_table(scenario, found))] if found.hidden else []
    caveat = _missed(found)
    steps = (("roadmaps", "all orders, and the patience that they need", ()), SOLVED)
    return in_brief(
        scenario, _certificate(found), answers(scenario, found), tables, caveat, *steps, certified=found.confirmed
    )


def _certificate(found: Inspection) -> str:
    solved = f"{times(found.solved, 'point')} solved"
    if found.confirmed:
        return f"{solved}; at each end and just beside it every plan was played by code that did not find it."
    return f"{solved}; not all of what is told could be checked by playing every plan."


def answers(scenario: Scenario, found: Inspection) -> tuple[str, ...]:
    """Whether the roadmap holds, and for each parameter what is needed and what is accepted."""
    told = [now_sentence(scenario, found)]
    told += [level_sentence(scenario, level) for level in found.levels]
    if not found.levels and found.hidden:
        told.append(_least_sentence(scenario, found))
    return tuple(told)


def _least_sentence(scenario: Scenario, found: Inspection) -> str:
    parts = []
    for action in found.hidden:
        if action.step is not None:
            name = step_called(scenario, action.side, action.step)
            parts.append(f"{least_words(action.enough)} for {name} ({who_alone(scenario, action.side)})")
    return f"The least chance of discovery with which it does not pay to begin with faking a step: {listed(parts)}."


def level_sentence(scenario: Scenario, level: Level) -> str:
    """The window of a parameter, or that there is none."""
    name = _subject(level)
    if level.window:
        first, last = level.window[0], level.window[-1]
        several = len(level.window) > 1 or first.low == first.high
        told = f"{name}: it holds {'' if several else 'from '}{stretches_words(level.window)}."
        return " ".join([told, *_beyond(scenario, level, first.start, last.stop, ("Below,", "Above,"))])
    if not level.needed and not level.accepted:
        return f"{name}: no value that was looked at keeps everybody from faking, and none from leaving openly."
    if not level.needed:
        more = f"Nobody leaves openly at {stretches_words(level.accepted)}."
        return f"{name}: no value that was looked at keeps everybody from faking. {more}"
    if not level.accepted:
        more = f"Nobody fakes at {stretches_words(level.needed)}."
        return f"{name}: no value that was looked at keeps everybody from leaving openly. {more}"
    if len(level.needed) == len(level.accepted) == 1:
        need, may = level.needed[0], level.accepted[0]
        if may.high < need.low:
            least, most = end_words(need.low, need.start), end_words(may.high, may.stop)
            where = "Below what is needed,", "Above what is accepted,"
            why = " ".join(_beyond(scenario, level, need.start, may.stop, where))
            return f"{name}: no window was found. {least} is needed, {most} is accepted. {why}"
    needed, accepted = stretches_words(level.needed), stretches_words(level.accepted)
    return f"{name}: no window was found. Nobody fakes at {needed}; nobody leaves openly at {accepted}."


def _subject(level: Level) -> str:
    told = called(level.range)
    return told[:1].upper() + told[1:]


def _beyond(scenario: Scenario, level: Level, start: End | None, stop: End | None, words: tuple[str, str]) -> list[str]:
    """Who would leave below and above."""
    told = []
    for end, where in zip((start, stop), words, strict=True):
        if end is not None and end.fails in level.breaks:
            side, way = level.breaks[end.fails]
            told.append(f"{where} {who(scenario, side)} gains by {doing(scenario, side, way)}.")
    return told


def window_table(found: Inspection) -> Table:
    """For each parameter where nobody fakes, where nobody leaves openly, and where both hold."""
    rows = tuple(
        (
            called(level.range),
            exact(level.range.own),
            stretches_words(level.needed),
            stretches_words(level.accepted),
            stretches_words(level.window),
        )
        for level in found.levels
    )
    head = ("parameter", "now", "nobody fakes at", "nobody leaves at", "window")
    return Table("The window", head, rows, Look(words=frozenset({2, 3, 4})))


def sides_table(scenario: Scenario, found: Inspection) -> Table:
    """Of each side by itself."""
    rows = tuple(
        (
            called(level.range),
            who_alone(scenario, curve.side),
            KINDS[curve.kind],
            stretches_words(curve.holds),
        )
        for level in found.levels
        for curve in level.curves
    )
    return Table("Side by side", ("parameter", "side", "", "at"), rows, Look(words=frozenset({1, 2, 3})))


def hidden_table(scenario: Scenario, found: Inspection) -> Table:
    """Steps that may be faked, and the least chance of discovery that is enough for each."""
    rows = []
    for action in found.hidden:
        alone = action.step is not None
        name = step_called(scenario, action.side, action.step) if action.step is not None else "all with one chance"
        rows.append(
            (
                name,
                who_alone(scenario, action.side),
                str(action.round + 1) if alone else "",
                "" if action.chance is None else exact(action.chance),
                least_words(action.enough),
                amount(action.margin),
            )
        )
    head = ("step", "by", "round", "chance now", "least that is enough", "a fake now costs")
    return Table("Steps that may be faked", head, tuple(rows), Look(words=frozenset({1, 4})))


def _reasons(scenario: Scenario, found: Inspection) -> tuple[Points, ...]:
    """Who leaves in which way just beside the ends."""
    told = [
        Item(f"{_subject(level)} at {_digits(value)}: {who(scenario, side)} gains by {doing(scenario, side, way)}.")
        for level in found.levels
        for value, (side, way) in sorted(level.breaks.items())
    ]
    return (Points(tuple(told)),) if told else ()


def _digits(value: Fraction) -> str:
    return f"{float(value):.12g}".replace("-", "\N{MINUS SIGN}")


def _missed(found: Inspection) -> str:
    return (
        f"{found.points} values along each range were looked at first; what comes and goes between two of them and is "
        "alike at both is not seen."
    )


def inspection_notes(scenario: Scenario, found: Inspection) -> list[str]:
    """What must be known before it is believed."""
    notes = [
        "A roadmap is an agreed order over rounds without end; the prerequisites, turns, actions and last round of the "
        "file do not bind it. Whoever leaves it openly is punished from the next round on, and a fake is followed by "
        "what 'on_discovery' says once it is found.",
        "Needed: so much that nobody gains by anything that begins with a fake, further fakes and a later departure "
        "included. Accepted: nobody gains by leaving openly, by never beginning above all.",
        _missed(found),
        _certificate(found),
        "An end that is written as a fraction or in full is where both sides of the inequality are equal, exactly; "
        "another one is rounded to the side on which it holds, and known to a millionth of a millionth of the range.",
    ]
    if any(action.step is None for action in found.hidden):
        notes.append(
            "The chance for one step is enough against what begins with faking it, the others being discovered as the "
            "file has it; the chance for all is enough against every fake, if all have it."
        )
    if "breakdown" in scenario.places:
        notes.append("On a roadmap talks do not break down by chance, and nobody walks away.")
    if any(scenario.types):
        notes.append("Each type is looked at by itself: all of them must prefer to keep to the roadmap.")
    if not found.hidden:
        notes.append("No step of this roadmap can be faked.")
    notes += [f"There is no game with {where}: {why}." for where, why in found.problems[:3]]
    return notes
