"""Under which numbers a course that was seen is that of an equilibrium, told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.course.stated import BREAKDOWN, DEAL, GOES_ON, NO_DEAL, STALLS
from sim.scenario.scenario import Concessions
from sim.show.studies.briefs import SOLVED, cut, in_brief
from sim.show.studies.require.words import exact, step_name
from sim.show.studies.seen.words import alone_sentence, box_sentence, in_full, kept_words, now_sentence
from sim.show.studies.uncertain.words import draw_words
from sim.show.text.blocks import Item, Look, Paragraph, Points, Section, Table, Text
from sim.show.text.parameters import called
from sim.show.text.scale import scaled
from sim.show.text.words import listed, percent, times

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.text.brief import Brief
    from sim.study.seen.box import Box, Plane
    from sim.study.seen.explained import Explained
    from sim.study.seen.lines import SeenLine

MISSING = {
    "lines": "not all ranges were looked at as a whole",
    "ties": "not all single values at which somebody is indifferent were looked at",
    "map": "the map lacks its upper rows",
    "draws": "not all points were drawn",
}
"""What the time was not enough for."""

ENDED = {
    GOES_ON: "nothing is said of what came then",
    STALLS: "then no step more, to the last round",
    BREAKDOWN: "then the talks ended",
    DEAL: "at the end the agreement was complete",
    NO_DEAL: "at the end the agreement was not complete",
}

DID = {"renege": "takes its steps back", "walk_away": "walks away"}


@scaled
def seen_text(scenario: Scenario, found: Explained) -> Text:
    """The answer at length."""
    sections = [Section("What was seen", (course_points(scenario, found),))]
    if found.lines:
        sections.append(Section("Each parameter by itself", (lines_table(found),)))
    if found.plane is not None:
        sections.append(Section("Two together", (Paragraph(plane_sentence(found.plane)),)))
    if found.box is not None:
        told = (Paragraph(box_sentence(found)), *((spread_table(found.box),) if found.box.spread else ()))
        sections.append(Section("All ranges together", told))
    sections.append(Section("How sure this is", (Points(tuple(map(Item, seen_notes(scenario, found)))),)))
    return Text(scenario.title, tuple(sections), tuple(Paragraph(told) for told in answer(found)))


def answer(found: Explained) -> list[str]:
    """The answer in up to three sentences."""
    return [told for told in (now_sentence(found), alone_sentence(found), box_sentence(found)) if told]


@scaled
def seen_line(scenario: Scenario, found: Explained) -> str:
    """The answer in one line."""
    return f"{scenario.title}: {' '.join(answer(found))}"


@scaled
def seen_brief(scenario: Scenario, found: Explained) -> Brief:
    """The answer on one screen."""
    count = times(found.solved, "game")
    sure = f"{count} solved by all their equilibria; each stretch of a range has certified sets in its middle."
    if not all(line.exact for line in found.lines):
        sure = f"{count} solved by all their equilibria; ranges that are not gone through exactly are marked."
    if found.late:
        sure = f"{count} solved; the time was up: {'; '.join(MISSING[what] for what in found.late)}."
    tables = [cut(lines_table(found))] if found.lines else []
    return in_brief(
        scenario, sure, answer(found), tables, _caveat(), ("require", "what it would take for a deal", ("deal",)),
        SOLVED, certified=found.certified,
    )  # fmt: skip


def _caveat() -> str:
    return (
        "Consistent means: some equilibrium has the course with a positive chance. It need not be the likeliest reason."
    )


def course_points(scenario: Scenario, found: Explained) -> Points:
    """What was seen, one by one."""
    course, names = found.course, [player.name for player in scenario.players]
    told = []
    for each in course.seen:
        what = DID.get(each.action) or f"takes the step {step_name(scenario, each.player, each.step)}"
        told.append(f"{'' if each.round is None else f'round {each.round}: '}{names[each.player]} {what}")
    if course.through is not None:
        seen = times(course.through, "round") + " seen"
        told.append(f"{seen}, in which nothing else was done" if told else f"{seen}, in which nobody took a step")
    told.append(ENDED[course.then])
    return Points(tuple(map(Item, told)))


def lines_table(found: Explained) -> Table:
    """With which values of each parameter it is consistent."""
    rows = tuple(
        (
            called(line.range),
            exact(line.range.own),
            kept_words(line, in_full) + _open(line) if line.stretches else line.problem,
            percent(line.share) if line.stretches else "",
            "exactly" if line.exact else "looked at",
        )
        for line in found.lines
    )
    head = ("parameter", "now", "consistent", "of its range", "how")
    return Table("Each parameter by itself", head, rows, Look(words=frozenset({2, 4})))


def _open(line: SeenLine) -> str:
    """What is not known of a range."""
    told = ["some are open"] if any(s.answer not in ("yes", "no") for s in line.stretches) else []
    single = len(line.ties) + line.undecided
    told += [f"{times(single, 'single value')} open"] if single else []
    told += [f"{times(line.unsolved, 'value')} without an answer"] if line.unsolved else []
    return "".join(f"; {each}" for each in told)


def spread_table(box: Box) -> Table:
    """From where to where the points that survive lie."""
    assert box.spread is not None
    rows = tuple(
        (
            called(each.range),
            f"{float(low):.3g} to {float(high):.3g}",
            draw_words(each.draw) if each.draw else f"evenly from {exact(each.range.low)} to {exact(each.range.high)}",
        )
        for each, (low, high) in zip(box.those, box.spread, strict=True)
    )
    return Table(
        "The points that survive", ("parameter", "they lie from", "drawn"), rows, Look(words=frozenset({1, 2}))
    )


def plane_sentence(plane: Plane) -> str:
    """How much of the map survives."""
    return (
        f"{called(plane.across)} and {called(plane.up)}: {percent(plane.share)} of the map is consistent, the other "
        "numbers as in the file."
    )


def seen_notes(scenario: Scenario, found: Explained) -> list[str]:
    """What must be known before it is believed."""
    game = scenario.game
    assert isinstance(game, Concessions)
    notes = [
        "Consistent: some subgame-perfect equilibrium has the course with a positive chance: in pure actions with "
        "public lots, mixed ones only where there are none in pure actions. Not consistent: no equilibrium has it, "
        "mixed ones and a mediator's included.",
        "Whoever is not named in a round that was seen did nothing in it.",
    ]
    if any(line.exact for line in found.lines):
        notes.append(
            "Exactly: one side moves at a time and payoffs are linear in the parameter, so that the range is gone "
            "through without gaps and ends are fractions. Each stretch was solved anew in its middle with certified "
            "sets, and so was each single value at which somebody is indifferent."
        )
    if not all(line.exact for line in found.lines):
        notes.append(
            f"Looked at: {found.points} values along the range were solved and changes bracketed; what comes and goes "
            "between two of them is not seen."
        )
    for line in found.lines:
        if line.unsolved and line.stretches:
            notes.append(f"{called(line.range)}: no answer at {times(line.unsolved, 'value')}: {line.problem}.")
    if found.plane is not None:
        gone = sum(row.exact for row in found.plane.rows)
        how = "each row is gone through exactly" if found.plane.exact else "each cell was solved in its middle"
        if 0 < gone < len(found.plane.rows):
            how = f"{gone} are gone through exactly, and each cell of the others was solved in its middle"
        notes.append(f"The map has {times(len(found.plane.rows), 'row')}; {how}.")
    if found.box is not None:
        notes += box_notes(found.box, found.seed)
    if any(step.verification is not None for ladder in game.ladders for step in ladder):
        notes.append("All steps are taken at their word.")
    notes += [f"Known from: {source}." for source in found.course.sources]
    notes += [f"The time was up: {MISSING[what]}." for what in found.late]
    return notes


def box_notes(box: Box, seed: int) -> list[str]:
    """How points are drawn, and which of them have no answer."""
    by_file = [called(each.range) for each in box.those if each.draw]
    how = "with equal chances from the ranges"
    if by_file:
        others = ", and all others with equal chances from their ranges" if len(by_file) < len(box.those) else ""
        how = f"as the file's draws of {listed(by_file)} say{others}"
    notes = [
        f"Points are drawn {how} (seed {seed}), independently; the interval is that of Clopper and Pearson. That none "
        "of them has the course does not prove that none does."
    ]
    if box.open:
        notes.append(f"{times(box.open, 'point')} stay open; they are not counted as consistent.")
    if box.unsolved:
        notes.append(
            f"{times(box.unsolved, 'point')} more that were drawn have no answer, and are left out: {box.why}."
        )
    return notes
