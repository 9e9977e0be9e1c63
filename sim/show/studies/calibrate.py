"""What the answers of an analyst come to, in words and as data, and the note above the file with the values."""

from __future__ import annotations

from fractions import Fraction
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from sim.show.document_head import document_head
from sim.show.studies.calibrate_questions import answer_words, in_rounds
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table, Text, as_text
from sim.show.text.parameters import called_in
from sim.show.text.style import inline
from sim.show.text.words import listed, number, percent, times
from sim.study.calibrate.answers import answer_entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.study.calibrate.result import Calibration, Found

WIDTH = 110
"""Letters, most, of a line of the note."""

OPEN = "open"
"""Stands for an end that a range has not."""


def calibrate_text(found: Calibration) -> Text:
    """The calibration as a text."""
    rows = tuple((_called(found, f), number(f.sought.value), number(f.value), range_words(f)) for f in found.found)
    head = ("", "file", "found", "range")
    sections = [
        Section("Parameters", (Table("Parameters before and after", head, rows),)),
        Section("Answers", (_answers(found),)),
    ]
    if told := [*free_words(found), *anchor_words(found)]:
        sections.append(Section("What stays free", tuple(map(Paragraph, told))))
    if told := clash_words(found):
        sections.append(Section("What does not fit", tuple(map(Paragraph, told))))
    sections.append(Section("How sure this is", tuple(map(Paragraph, sure_words(found)))))
    return Text(found.scenario.title, tuple(sections), (Paragraph(answer_line(found)),))


def calibrate_story(found: Calibration) -> str:
    """The calibration as the terminal tells it."""
    return as_text(calibrate_text(found))


def answer_line(found: Calibration) -> str:
    """What comes out, in a sentence or two."""
    own = [f for f in found.found if not f.free]
    fixed = [f"{f.sought.name} = {number(f.value)}" for f in own]
    free = [f.sought.name for f in found.found if f.free]
    count = times(len(found.answers), "answer")
    every = {1: "the answer", 2: "both answers"}.get(len(found.answers), f"all {count}")
    parts = []
    if found.agree:
        one = len(found.answers) == 1
        sure = all(f.least == f.most for f in own)
        verb = ("fixes" if one else "fix") if sure else ("comes to" if one else "come to")
        parts.append(f"{count} {verb} {listed(fixed)}." if fixed else "")
    else:
        parts.append(f"No values agree with {every}. Those that fit best have {listed(fixed)}." if fixed else "")
        parts += [] if fixed else [f"No values agree with {every}."]
    if free:
        parts.append(f"Not fixed by {'itself' if len(free) == 1 else 'themselves'}: {listed(free)}.")
    return " ".join(filter(None, parts))


def _called(found: Calibration, entry: Found) -> str:
    """What a parameter is called, with its name in the file where that is another."""
    name = entry.sought.name
    called = called_in(found.scenario, name)
    return name if called == name else f"{called} ({name})"


def range_words(found: Found) -> str:
    """The range of a parameter: nothing where it is one value."""
    if found.least is not None and found.least == found.most:
        return "fixed"
    if found.least is None and found.most is None:
        return OPEN
    least, most = (OPEN if end is None else number(end) for end in (found.least, found.most))
    return f"{least} to {most}"


def _answers(found: Calibration) -> Points:
    return Points(
        tuple(
            Item(f"{answer_words(found.scenario, answer)}{_comes_to(found, k)}")
            for k, answer in enumerate(found.answers)
        ),
        numbered=True,
    )


def _comes_to(found: Calibration, k: int) -> str:
    """What an answer comes to at the values found, where it is not what was said."""
    answer, implied, lack = found.answers[k], found.implied[k], found.surpluses[k]
    if found.agree or not lack:
        return ""
    ahead = f" With these values the first pays {number(abs(lack))} {'more' if lack > 0 else 'less'}"
    if answer.how == "share" and not answer.is_plain and implied is not None and 0 <= implied <= 1:
        what = "share of the rounds" if in_rounds(found.scenario) else "chance"
        return f"{ahead}; they would be as good at a {what} of {percent(implied)}."
    return f"{ahead}."


def free_words(found: Calibration) -> list[str]:
    """What the answers leave open, a sentence for each direction."""
    about = "" if found.linear else ", to first order"
    exact = all(answer.least == answer.most for answer in found.answers)
    kept = {each.sought.name for each in found.found if each.value == each.sought.value}
    return [_direction(direction, found.values, about, exact, kept) for direction in found.directions]


def _direction(
    direction: Mapping[str, Fraction], values: Mapping[str, Fraction], about: str, exact: bool, kept: set[str]
) -> str:
    names = list(direction)
    if len(names) == 1 and names[0] not in kept:
        return f"Near these values no answer bears on {names[0]}{about}; other values of it would do as well."
    if len(names) == 1:
        return f"No answer bears on {names[0]}{about}; it stays as the file has it."
    first = names[0]
    if all(direction[n] * values[first] == values[n] * direction[first] for n in names):
        if len(names) == 2:
            one, two = names
            if values[two] and exact:
                return f"Only the ratio of {one} to {two} is fixed: {number(values[one] / values[two])}."
            return f"Only the ratio of {one} to {two} is fixed."
        return f"Only the ratios of {listed(names)} are fixed."
    lead = max(names, key=lambda n: direction[n] == 1)
    others = [f"{n} by {number(direction[n] / direction[lead])}" for n in names if n != lead]
    return f"Raising {lead} by 1 together with {listed(others)} changes no answer{about}."


def anchor_words(found: Calibration) -> list[str]:
    """That the unit of payoffs was kept."""
    return [
        f"The answers say nothing of the unit of payoffs, so {name} stays as the file has it and sets the unit."
        for name in found.anchors
    ]


def clash_words(found: Calibration) -> list[str]:
    """Which answers contradict each other, or which range keeps them from holding."""
    if found.contradiction:
        which = [str(k + 1) for k in found.contradiction]
        if len(which) == 1:
            return [f"Answer {which[0]} holds for no values of these parameters."]
        return [f"Answers {listed(which)} contradict each other: any of them left out, the others can hold."]
    if found.beyond:
        ranges = {f.sought.name: f.sought for f in found.found}
        told = [
            f"{name} would have to be {number(value)}, and the file has it between {_bound(ranges[name].minimum)} and "
            f"{_bound(ranges[name].maximum)}."
            for name, value in found.beyond
        ]
        return ["Within the ranges of the file not all answers can hold.", *told]
    return [] if found.agree else ["No values were found at which all answers hold."]


def _bound(value: Fraction | None) -> str:
    return OPEN if value is None else number(value)


def sure_words(found: Calibration) -> list[str]:
    """How the values were found, and what the ranges are."""
    if found.linear:
        how = "The payoffs asked about are linear in these parameters, and the equations are solved exactly."
    else:
        fewer = " Name fewer parameters to have them solved for exactly." if len(found.found) > 1 else ""
        how = (
            "The answers are not linear in these parameters: this is a best fit near the values of the file, found in "
            f"floats, and another start may lead to another.{fewer}"
        )
    if found.agree and found.linear:
        ranges = "The ranges hold all values within those of the file that agree with every answer."
    elif not found.agree:
        ranges = (
            "Fitted by least squares over the payoffs that the answers call equal; the ranges are those of the fits "
            "without one of the answers."
        )
    else:
        ranges = "What is not fixed has no range." if found.directions else ""
    kept = "What stays free was left near the values of the file." if found.directions and found.agree else ""
    return [" ".join(filter(None, [how, ranges, kept]))]


def calibrate_note(found: Calibration) -> list[str]:
    """Lines of the comment above the file that the values are written to."""
    lines = [f"Calibrated with 'detente calibrate': {answer_line(found)}"]
    lines += [f"  {k}. {answer_words(found.scenario, answer)}" for k, answer in enumerate(found.answers, 1)]
    lines += [*free_words(found), *anchor_words(found), *clash_words(found)]
    # A line of a comment ends where YAML says, which is not at line feeds alone.
    return [part for line in lines for part in wrap(inline(line), WIDTH, subsequent_indent="     ")]


def calibrate_document(found: Calibration) -> dict[str, Any]:
    """The calibration as data."""
    ids = [player.id for player in found.scenario.players]
    return {
        **document_head(found.scenario),
        "parameters": {f.sought.name: _parameter(f) for f in found.found},
        "linear": found.linear,
        "agree": found.agree,
        "answers": [answer_entry(answer, ids) for answer in found.answers],
        "residuals": [float(lack) for lack in found.surpluses],
        "implied": [None if share is None else float(share) for share in found.implied],
        "contradiction": list(found.contradiction),
        "beyond": {name: float(value) for name, value in found.beyond},
        "free": [{name: float(v) for name, v in direction.items()} for direction in found.directions],
        "unit_kept_by": list(found.anchors),
        "notes": [*free_words(found), *anchor_words(found), *clash_words(found)],
    }


def _parameter(found: Found) -> dict[str, Any]:
    ends: Sequence[Fraction | None] = (found.least, found.most)
    least, most = (None if end is None else float(end) for end in ends)
    return {
        "before": float(found.sought.value),
        "value": float(found.value),
        "exact": str(found.value),
        "min": least,
        "max": most,
        "free": found.free,
    }
