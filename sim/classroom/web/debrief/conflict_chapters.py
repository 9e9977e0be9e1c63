"""The chapters of a conflict over options that a class has just played; nothing is paid, so nothing is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.classroom.web.debrief.conflicts import conflicts_of
from sim.classroom.web.debrief.others import NOBODY
from sim.classroom.web.debrief.theory import told
from sim.classroom.web.figures.conflicts import conflict_pictures
from sim.show.options.words import state_words
from sim.show.text.blocks import Table
from sim.study.classroom.conflict_file import grouped_conflicts

if TYPE_CHECKING:
    from sim.classroom.open_class import OpenClass


def conflict_chapter(name: str, room: OpenClass, part: int) -> Markup:
    """A chapter as HTML.

    Parameters
    ----------
    name : str
        ``done``, ``theory`` or ``others``.
    part : int
        Number of the part, which is a conflict over options.
    """
    if name == "done":
        return conflict_pictures(room, part)
    if name == "others":
        return Markup("<p>{}</p>").format(NOBODY)
    games = room.conflicts(part)
    return conflicts_of(grouped_conflicts(games)) if games else Markup("<p>No game is over yet.</p>")


def own_ends(room: OpenClass, part: int, seat: int) -> Markup:
    """Where the games of a seat ended, at which places of its own order; nothing if it has played none to its end."""
    rows = []
    for played in room.conflicts(part):
        sides = [side for side, own in enumerate(played.session.seats) if own.person == f"seat {seat}"]
        for side in sides:
            player = played.session.scenario.players[side].name
            place, of = played.place(side, played.end)
            ended = state_words(played.session.scenario, played.solution.game, played.end)
            rows.append((player, ended, f"{place} of {of}"))
    if not rows:
        return Markup("")
    table = Table("Where your games ended", ("you were", "it ended", "place in your order"), tuple(rows))
    return Markup('<section class="own panel"><h3>You</h3>{}</section>').format(told(table))
