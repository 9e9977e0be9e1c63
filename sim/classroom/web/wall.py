"""The page on the wall: how to join, how far the class is, and the results once the teacher shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool as in_thread
from starlette.responses import JSONResponse, Response

from sim.classroom.web.address import picture_of
from sim.classroom.web.chapters import CHAPTERS, tabs_of
from sim.classroom.web.render import page

if TYPE_CHECKING:
    from starlette.requests import Request

    from sim.classroom.web.desk import Desk


class Wall:
    """Answers to the projector, and to whoever else looks: nothing here is secret.

    Parameters
    ----------
    desk : Desk
        The class.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk, self.room = desk, desk.room

    async def main(self, request: Request) -> Response:
        """Where the class stands."""
        del request
        stamp, view = self.room.stamp(None), self.room.projector_view()
        address = self.desk.address
        done, chapters = "", self.room.state.chapters(view.part) if view.part is not None else ()
        if chapters and view.part is not None and view.step in ("debrief", "end"):
            done = await in_thread(self.desk.debrief.chapter, chapters[-1], view.part)
        return page(
            "projector",
            view=view,
            stamp=stamp,
            address=f"{address.removeprefix('http://')}/join",
            picture=picture_of(f"{address}/join?code={view.code}"),
            left=self.room.seconds_until(view.deadline),
            local=not self.desk.lan and not self.desk.name,
            done=done,
            heading=CHAPTERS[chapters[-1]] if chapters else "",
            tabs=tabs_of("/results", view.part, chapters) if done and view.part is not None else [],
        )

    async def news(self, request: Request) -> Response:
        """Whether something has happened."""
        del request
        return JSONResponse({"stamp": self.room.stamp(None)})

    async def hello(self, request: Request) -> Response:
        """A phone got here: the teacher's page says so."""
        self.desk.seen(request)
        return page("hello")
