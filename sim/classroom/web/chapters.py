"""The three chapters of a debrief, each made once for the games that are over, however many ask for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.classroom.session.commands import CHAPTERS as NAMES
from sim.classroom.web.debrief.analysis import analyses
from sim.classroom.web.debrief.conflict_chapters import conflict_chapter, own_ends
from sim.classroom.web.debrief.others import others_of
from sim.classroom.web.debrief.own import own_place
from sim.classroom.web.debrief.theory import theory_of
from sim.classroom.web.figures.games import played
from sim.classroom.web.figures.shown import pictures_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.classroom.open_class import OpenClass
    from sim.classroom.web.debrief.analysis import Analysis
    from sim.classroom.web.figures.games import Played

CHAPTERS = dict(zip(NAMES, ("What you did", "What theory says", "What others did"), strict=True))
"""Chapters by what their addresses end in, with their headings."""


LATER = Markup('<p class="note">Where you stand in this is being worked out; look again in a moment.</p>')


@dataclass
class _Made:
    """What has been made of a part as it stood."""

    stood: tuple[object, ...]
    play: Played
    done: Markup
    chapters: dict[str, Markup] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    found: list[Analysis] | None = None

    def analyses(self) -> list[Analysis]:
        """Its treatments beside theory, worked out once; by whoever holds the lock."""
        if self.found is None:
            self.found = analyses(self.play)
        return self.found


class Debrief:
    """The results of a class. What is made is kept until another game is over.

    Parameters
    ----------
    room : OpenClass
        The class.
    """

    def __init__(self, room: OpenClass) -> None:
        self.room, self._lock = room, Lock()
        self._made: dict[int, _Made] = {}
        self._conflicts: dict[tuple[int, str], tuple[tuple[object, ...], Markup]] = {}

    def chapter(self, name: str, part: int) -> Markup:
        """A chapter as HTML.

        Parameters
        ----------
        name : str
            One of `CHAPTERS`.
        part : int
            Number of the part.
        """
        if self.room.conflict(part) is not None:
            return self._of_conflict(name, part)
        made = self._of(part)
        if name == "done":
            return made.done
        with made.lock:
            if name not in made.chapters:
                make = theory_of if name == "theory" else others_of
                made.chapters[name] = make(made.analyses())
            return made.chapters[name]

    def own(self, name: str, part: int, seat: int) -> Markup:
        """Where a seat stands in a chapter; a sentence as long as that is being worked out."""
        if self.room.conflict(part) is not None:
            return own_ends(self.room, part, seat) if name == "done" else Markup("")
        made = self._of(part)
        if not made.lock.acquire(blocking=name != "done"):
            return LATER
        try:
            return own_place(made.analyses(), seat, name)
        finally:
            made.lock.release()

    def prepare(self, part: int) -> None:
        """Make all chapters of a part before anybody asks for them."""
        for name in CHAPTERS:
            self.chapter(name, part)

    def _of_conflict(self, name: str, part: int) -> Markup:
        """A chapter of a conflict over options, which pays nothing and is told by itself."""
        with self._lock:
            stood = self._stood(part)
            known = self._conflicts.get((part, name))
            if known is None or known[0] != stood:
                known = self._conflicts[part, name] = stood, conflict_chapter(name, self.room, part)
            return known[1]

    def _stood(self, part: int) -> tuple[object, ...]:
        """What a part's chapters depend on."""
        state = self.room.state
        return state.parts[part], *(match.number for match in state.of_part(part) if match.over)

    def _of(self, part: int) -> _Made:
        with self._lock:
            stood = self._stood(part)
            if part not in self._made or self._made[part].stood != stood:
                play = played(self.room, part)
                self._made[part] = _Made(stood, play, pictures_of(play))
            return self._made[part]


def tabs_of(way: str, part: int, names: Sequence[str] = NAMES) -> list[tuple[str, str, str]]:
    """The chapters that can be read: name, heading and address, in their order.

    Parameters
    ----------
    way : str
        Where results are.
    part : int
        Number of the part.
    names : sequence of str
        Which of them.
    """
    ends = {name: "" if name == "done" else f"/{name}" for name in CHAPTERS}
    return [(name, words, f"{way}/{part}{ends[name]}") for name, words in CHAPTERS.items() if name in names]
