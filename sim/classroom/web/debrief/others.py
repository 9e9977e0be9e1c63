"""What others did in the same game, as the file says it with its source, beside what this class did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.classroom.web.debrief.theory import told
from sim.show.observed.words import of, where
from sim.show.play.class_summary import people_of
from sim.show.text.blocks import Paragraph, Table
from sim.show.text.escapes import in_html
from sim.show.text.scale import at_scale_of
from sim.show.text.words import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.classroom.web.debrief.analysis import Analysis
    from sim.scenario.observed.stated import Counted
    from sim.show.text.blocks import Block
    from sim.study.classroom.class_table import ClassTable

NOBODY = "The file of this game has no counts of what others did."


def others_of(found: Sequence[Analysis], beside_only: bool = False) -> Markup:
    """What others did, for all treatments: what is the same for several stands once.

    Parameters
    ----------
    found : sequence of Analysis
        The games of each.
    beside_only : bool
        Whether only the class is told beside others, as what others did stands elsewhere.
    """
    known: dict[str, list[str]] = {}
    for analysis in found:
        html = _of(analysis, beside_only)
        if html:
            known.setdefault(html, []).append(analysis.words)
    if not known:
        return Markup("<p>{}</p>").format(
            NOBODY if found else "No game of people is over yet, or theory takes too long here."
        )
    parts = [(f"<h3>{in_html('; '.join(words))}</h3>" if any(words) else "") + html for html, words in known.items()]
    return Markup('<div class="sides">{}</div>').format(
        Markup("\n").join(Markup(f'<section class="side">{part}</section>') for part in parts)
    )


def _of(analysis: Analysis, beside_only: bool) -> str:
    if beside_only:
        with at_scale_of(analysis.table.scenario):
            return str(told(*_beside(analysis.table)))
    people = people_of(analysis.table)
    if people is None or not people.sections:
        return ""
    with at_scale_of(analysis.table.scenario):
        blocks: list[Block] = [block for section in people.sections for block in section.blocks]
        return str(told(*_beside(analysis.table), *blocks))


def _beside(table: ClassTable) -> list[Block]:
    """Shares of the class beside those of people whom a source counted at the same point, at the same values."""
    from sim.scenario.observed.here import played_here

    scenario = table.scenario
    rows = [
        row
        for study in scenario.observed
        if played_here(scenario, study)
        for counted in study.choices
        for row in _rows(table, counted, where(scenario, counted))
    ]
    if not rows:
        return [Paragraph("Others were counted at other values than this class had, or in other terms.")]
    return [Table("This class beside others", ("", "choice", "this class", "others"), tuple(rows))]


def _rows(table: ClassTable, counted: Counted, place: str) -> list[tuple[str, str, str, str]]:
    """The class's share of each choice that was counted; nothing where it was counted in other terms."""
    if table.scenario.kind not in ("matrix", "tree") or counted.after is not None:
        return []
    own: dict[str, int] = {}
    for played in table.replays:
        for seat in counted.sides:
            if not played.session.seats[seat].human:
                continue
            for d in played.of(seat):
                if counted.at in ("", d.point) and counted.round in (None, d.round):
                    own[d.choice] = own.get(d.choice, 0) + 1
    total = sum(own.values())
    return [
        (
            place,
            choice,
            f"{of(own.get(choice, 0), total)} ({percent(own.get(choice, 0) / total)})" if total else "\N{EN DASH}",
            f"{of(count, counted.total)} ({percent(float(counted.shares[choice]))})",
        )
        for choice, count in counted.counts
    ]
