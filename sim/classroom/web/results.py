"""The results of a part: what you did, what theory says, what others did; for all once the teacher shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool as in_thread
from starlette.responses import Response

from sim.classroom.web.chapters import CHAPTERS, MAKERS, chapter_of, tabs_of
from sim.classroom.web.render import message, page

if TYPE_CHECKING:
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
        """To everybody, if the teacher has revealed them; else as if there were none."""
        part = request.path_params["part"]
        if part not in self.room.state.revealed:
            return message("Not yet", "The teacher has not shown these results yet.", 404)
        return await self._page(request, "/results", "/")

    async def preview(self, request: Request) -> Response:
        """To the teacher, at any time."""
        way = f"/teach/{request.path_params['secret']}"
        return await self._page(request, f"{way}/results", way)

    async def _page(self, request: Request, way: str, back: str) -> Response:
        part, chapter = request.path_params["part"], request.path_params.get("chapter", "done")
        if chapter not in MAKERS or part not in range(len(self.room.state.parts)):
            return message("No such page", "There is nothing here.", 404)
        body = await in_thread(chapter_of, chapter, self.room, part)
        title, heading = self.room.scenario(part).title, CHAPTERS[chapter]
        tabs = [(to, words, name == chapter) for name, words, to in tabs_of(way, part)]
        return page("results", title=title, tabs=tabs, body=body, back=back, heading=heading)
