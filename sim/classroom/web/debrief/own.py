"""Where one seat stands in what the class did: for its own phone alone, and only once results are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.agents.arenas.matrix import MatrixArena
from sim.classroom.web.debrief.theory import choice_words, told
from sim.show.play.choose import prompts_of
from sim.show.text.blocks import Paragraph, Table
from sim.show.text.scale import at_scale_of
from sim.show.text.words import amount, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.classroom.web.debrief.analysis import Analysis
    from sim.show.text.blocks import Block
    from sim.study.classroom.class_table import ClassTable, Student

MOST_ROWS = 12
"""Own choices, most, that are told."""


def own_place(found: Sequence[Analysis], seat: int, chapter: str) -> Markup:
    """Where a seat stands; nothing if it has played no game to its end.

    Parameters
    ----------
    found : sequence of Analysis
        The games of each treatment.
    seat : int
        The seat.
    chapter : str
        What is shown of the class: ``done`` or ``theory``; nothing beside others.
    """
    name, blocks = f"seat {seat}", []
    for analysis in found:
        table = analysis.table
        with at_scale_of(table.scenario):
            for student in table.students:
                if student.name == name:
                    blocks += _done(table, student) if chapter == "done" else _theory(analysis, student)
    if not blocks or chapter == "others":
        return Markup("")
    return Markup('<section class="own panel"><h3>You</h3>{}</section>').format(told(*blocks))


def _done(table: ClassTable, student: Student) -> list[Block]:
    """What it got among those on its side, and what it chose."""
    player = table.scenario.players[student.seat].name
    got = [other.got for other in table.students if other.seat == student.seat and other.got is not None]
    blocks: list[Block] = []
    if student.got is not None:
        less = sum(other < student.got for other in got)
        alike = sum(other == student.got for other in got) - 1
        told_ = f"As {player} you got {amount(student.got)} a game on average; the mean on that side is "
        told_ += f"{amount(sum(got) / len(got))}. Of the {len(got) - 1} others on it {less} got less"
        blocks.append(Paragraph(f"{told_}, {alike} as much, {len(got) - 1 - less - alike} more."))
    rows = _choices(table, student)
    if rows:
        blocks.append(Table("What you chose, and the class", ("", "you", "class"), tuple(rows[:MOST_ROWS])))
    return blocks


def _choices(table: ClassTable, student: Student) -> list[tuple[str, str, str]]:
    words = prompts_of(table.arena)
    own: dict[tuple[str, str], int] = {}
    told_: dict[tuple[str, str], str] = {}
    for played in table.replays:
        if played.session.seats[student.seat].person != student.name:
            continue
        for d in played.of(student.seat):
            key = d.point, table.arena.label(d.place, d.choice)
            own[key] = own.get(key, 0) + 1
            told_[key] = (
                words.action(d.place, d.seat, d.choice, "take") if d.options else choice_words(table.arena, key[1])
            )
    found = []
    for (point, label), count in own.items():
        at = next(p for p in table.points if (p.seat, p.name) == (student.seat, point))
        all_ = next((row.count for row in at.rows if row.action == label), count)
        mine = sum(n for (p, _), n in own.items() if p == point)
        where = "" if point == table.scenario.players[student.seat].id else f"{point}: "
        found.append((f"{where}{told_[point, label]}", f"{count} of {mine}", percent(all_ / at.count)))
    return found


def _theory(analysis: Analysis, student: Student) -> list[Block]:
    """How often it chose what answers this class best."""
    blocks: list[Block] = []
    arena = analysis.table.arena
    once = " in a single round" if isinstance(arena, MatrixArena) and arena.last > 1 else ""
    for reply in analysis.replies:
        if reply.side != student.seat:
            continue
        own = [
            d.choice
            for played in analysis.table.replays
            if played.session.seats[student.seat].person == student.name
            for d in played.of(student.seat)
            if reply.at in ("", d.point)
        ]
        if own:
            best = sum(choice in reply.best for choice in own)
            blocks.append(Paragraph(f"You chose what answers this class best{once} in {best} of {len(own)} decisions."))
    return blocks
