"""The results of a part: what you did, what theory says, what others did; each for all once the teacher shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool as in_thread
from starlette.responses import Response

from sim.classroom.session.commands import CHAPTERS as NAMES
from sim.classroom.web.chapters import CHAPTERS, tabs_of
from sim.classroom.web.render import message, page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from sim.classroom.web.desk import Desk


class Results:
    """Answers with results.

    Parameters
    ----------
    desk : Desk
        The class.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk, self.room = desk, desk.room

    async def shown(self, request: Request) -> Response:
        """To everybody, if the teacher has revealed the chapter; else as if there were none."""
        part, chapter = request.path_params["part"], request.path_params.get("chapter", "done")
        revealed = self.room.state.chapters(part)
        if chapter not in revealed:
            return message("Not yet", "The teacher has not shown these results yet.", 404)
        seat = self.desk.seat_of(request.cookies.get(self.desk.cookie, "")[:200])
        own = Markup("") if seat is None else await in_thread(self.desk.debrief.own, chapter, part, seat)
        return await self._page(part, chapter, "/results", "/" if seat is None else "/play", revealed, own)

    async def preview(self, request: Request) -> Response:
        """To the teacher, at any time."""
        part, chapter = request.path_params["part"], request.path_params.get("chapter", "done")
        if chapter not in CHAPTERS or part not in range(len(self.room.state.parts)):
            return message("No such page", "There is nothing here.", 404)
        way = f"/teach/{request.path_params['secret']}"
        return await self._page(part, chapter, f"{way}/results", way, NAMES, Markup(""))

    async def _page(self, part: int, chapter: str, way: str, back: str, names: Sequence[str], own: Markup) -> Response:
        body = await in_thread(self.desk.debrief.chapter, chapter, part)
        title, heading = self.room.scenario(part).title, CHAPTERS[chapter]
        tabs = [(to, words, name == chapter) for name, words, to in tabs_of(way, part, names)]
        return page("results", title=title, tabs=tabs, body=body, back=back, heading=heading, own=own)
