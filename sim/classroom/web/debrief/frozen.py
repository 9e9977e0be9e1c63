"""The debrief of a class as it stays: on the page of a lesson and on its handout, without names."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.agents.arenas.match import Seat, followed
from sim.agents.arenas.seating import arena_of
from sim.classroom.games.tables import SELECT
from sim.classroom.records.collected import collected, records_folder
from sim.classroom.refused import RefusedError
from sim.classroom.web.debrief.analysis import LIMIT, analyses
from sim.classroom.web.debrief.conflicts import conflicts_of
from sim.classroom.web.debrief.others import others_of
from sim.classroom.web.debrief.theory import theory_of
from sim.classroom.web.figures.games import Game, Played, told_treatments
from sim.classroom.web.figures.shown import pictures_of
from sim.show.lesson.page import Frozen
from sim.show.text.escapes import in_html
from sim.show.text.words import times
from sim.study.classroom.conflict_file import read_conflicts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sim.classroom.records.collected import Collected
    from sim.scenario.scenario import Scenario


def freeze(folder: Path, scenario: Scenario, limit: float = LIMIT) -> Frozen:
    """The debrief of the games of a scenario that a class has played.

    Parameters
    ----------
    folder : Path
        Of the class; its records are read, and nothing is written.
    scenario : Scenario
        What was played; treatments are those of the class.
    limit : float
        Seconds for each thing that is worked out.

    Raises
    ------
    RefusedError
        If there is nothing of it in the folder.
    """
    if scenario.kind == "options":
        found, _ = read_conflicts(records_folder(folder), anonymous=True)
        own = [conflict for conflict in found if conflict.scenario.sha256 == scenario.sha256]
        if not own:
            raise RefusedError("records", f"In {folder} there are no records of games of “{scenario.title}”.")
        return _frozen(conflicts_of(own))
    matches = collected(folder, scenario)
    play = played_of(matches, limit)
    beside = analyses(play, limit)
    lead = _lead(matches)
    parts = [("What the class did", pictures_of(play)), ("What theory says of it", theory_of(beside))]
    if scenario.observed:
        parts.append(("This class beside others", others_of(beside, beside_only=True)))
    told = "".join(f"<h3>{words}</h3>\n{html}\n" for words, html in parts)
    return _frozen(Markup(f"<p>{in_html(lead)}</p>\n{told}"))


def _frozen(html: Markup) -> Frozen:
    style = files("sim.classroom.web").joinpath("assets", "pictures.css").read_text(encoding="utf-8")
    return Frozen(html, Markup(style))


def played_of(matches: Sequence[Collected], limit: float = LIMIT) -> Played:
    """The games of a class from its records; games with the same settings are of one treatment."""
    treatments = list(dict.fromkeys((m.session.scenario.settings, m.session.rounds) for m in matches))
    rounds = sorted({(m.part, m.round) for m in matches})
    people = Seat(""), Seat("")
    arenas = []
    for settings, stop in treatments:
        first = next(m.session for m in matches if (m.session.scenario.settings, m.session.rounds) == (settings, stop))
        arenas.append(arena_of(first.scenario, people, SELECT, stop, limit))
    games = []
    for m in matches:
        k = treatments.index((m.session.scenario.settings, m.session.rounds))
        course = tuple((place, turn) for place, turn, _ in followed(arenas[k], m.session))
        games.append(Game(rounds.index((m.part, m.round)), k, m.session, course, arenas[k], m.decisions))
    words = told_treatments([tuple(settings) for settings, _ in treatments])
    return Played(tuple(games), arenas[0], words, len(rounds))


def _lead(matches: Sequence[Collected]) -> str:
    """When it was, and how many took part."""
    days = sorted({m.session.played[:10] for m in matches})
    seats = {seat.person for m in matches for seat in m.session.seats if seat.person}
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    if any(m.rehearsal for m in matches):
        bots = f"bots in {times(len(seats), 'seat')}, which err as people do"
        return f"A rehearsal: {times(len(matches), 'game')}, with {bots}."
    return f"Played on {when}: {times(len(matches), 'game')} by {times(len(seats), 'person', 'people')}."
