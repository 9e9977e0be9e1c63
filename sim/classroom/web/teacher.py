"""The teacher's pages, behind a secret link: what the class does now, who is there, and what becomes of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool as in_thread
from starlette.responses import JSONResponse, RedirectResponse, Response

from sim.classroom.refused import RefusedError
from sim.classroom.session.commands import Add, command_of
from sim.classroom.session.parts import AGENTS, MATCHINGS
from sim.classroom.web.changes import changes_of, settings_words, spec_of
from sim.classroom.web.chapters import CHAPTERS
from sim.classroom.web.forms import fields_of, whole
from sim.classroom.web.preflight import preflight
from sim.classroom.web.render import message, page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from sim.classroom.views.teacher_view import TeacherView
    from sim.classroom.web.desk import Desk

STEPS = ("next", "back", "redo", "finish")
"""Commands that a second tap must not give twice: their form says where the class stood."""


class Teacher:
    """Answers to whoever has the teacher's link.

    Parameters
    ----------
    desk : Desk
        The class.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk, self.room = desk, desk.room

    def only(self, answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """An answer that only the teacher's link leads to; for others there is no such page.

        Parameters
        ----------
        answer : callable
            The answer to the teacher.
        """

        async def guarded(request: Request) -> Response:
            if not self.room.is_teacher(request.path_params["secret"][:200]):
                return message("No such page", "There is nothing here.", 404)
            return await answer(request)

        return guarded

    @property
    def way(self) -> str:
        """Where the teacher's pages are."""
        return f"/teach/{self.room.teacher}"

    async def main(self, request: Request) -> Response:
        """The page from which the class is run."""
        del request
        return self._shown()

    def _shown(self, trouble: str = "", status: int = 200) -> Response:
        stamp = self.room.stamp(None)
        view = self.room.teacher_view()
        return page(
            "teacher",
            status,
            view=view,
            chapters=CHAPTERS,
            shown={part.part: self.room.state.chapters(part.part) for part in view.parts},
            names={row.seat: row.name for row in view.seats},
            at=_at(view),
            wall=view.projector,
            way=self.way,
            stamp=stamp,
            trouble=trouble,
            next_words=_next_words(view),
            left=self.room.seconds_until(view.projector.deadline),
            matchings=MATCHINGS,
            agents=AGENTS,
            settings_words=settings_words,
            door=self.desk.open_door,
            address=self.desk.address,
            lan=self.desk.lan,
            named=sum(not row.bot for row in view.seats),
        )

    async def news(self, request: Request) -> Response:
        """Whether the teacher would see something new."""
        del request
        return JSONResponse({"stamp": self.room.stamp(None)})

    async def do(self, request: Request) -> Response:
        """A command."""
        fields = await fields_of(request)
        word = fields.get("do", "")
        try:
            if word in STEPS and fields.get("at", "") != _at(self.room.teacher_view()):
                return RedirectResponse(self.way, 303)  # done already, by the first of two taps
            if word == "add":
                spec = await in_thread(spec_of, fields)
                await in_thread(self.room.teach, Add(spec))
            elif word == "door":
                self.desk.open_door = not self.desk.open_door
            elif word == "address":
                self.desk.name = _host(fields.get("address", ""))
            else:
                await in_thread(self.room.teach, command_of(_document(word, fields)))
        except RefusedError as error:
            return self._shown(str(error), 409)
        return RedirectResponse(f"{self.way}/preflight" if word == "address" else self.way, 303)

    async def check(self, request: Request) -> Response:
        """Before the bell: whether phones can reach this machine, and whether it can keep what they send."""
        del request
        found = await in_thread(preflight, self.desk)
        return page("preflight", way=self.way, found=found, address=self.desk.name)

    async def csv(self, request: Request) -> Response:
        """A row for each decision, without names."""
        del request
        text = await in_thread(self.room.csv)
        name = f'attachment; filename="class-{self.room.code.lower()}.csv"'
        return Response(text, media_type="text/csv; charset=utf-8", headers={"content-disposition": name})

    async def forget(self, request: Request) -> Response:
        """Delete all names."""
        await fields_of(request)
        await in_thread(self.room.forget_names)
        return RedirectResponse(self.way, 303)

    async def delete(self, request: Request) -> Response:
        """Delete the whole class, if the word for it was typed."""
        fields = await fields_of(request)
        if fields.get("sure", "").strip().lower() != "delete":
            return self._shown("Nothing was deleted: type the word delete into the field beside the button.", 409)
        self.desk.gone = True
        await in_thread(self.room.delete_all)
        self.desk.stop()
        return message("Deleted", "Decisions, records and names of this class are deleted.", 200, "/", "Close")


def _at(view: TeacherView) -> str:
    """Where the class stands, as forms say it."""
    wall = view.projector
    return f"{wall.step}.{wall.part}.{wall.round}"


def _next_words(view: TeacherView) -> str:
    """What the button for the next step is called."""
    wall = view.projector
    if wall.step == "lobby":
        return "Start round 1"
    if wall.step == "round":
        return "Next round" if wall.round < wall.rounds else "To the results"
    last = wall.part is None or wall.part + 1 >= len(view.parts)
    return "End the class" if last else f"Next: {view.parts[(wall.part or 0) + 1].title}"


def _document(word: str, fields: dict[str, str]) -> dict[str, Any]:
    """A form as plain data of a command."""
    document: dict[str, Any] = {"do": word, "on": fields.get("on", "yes") == "yes"}
    document |= {name: whole(fields[name]) for name in ("part", "seat", "count") if name in fields}
    if "chapter" in fields:
        document["chapter"] = fields["chapter"]
    if word == "change":
        document["changes"] = changes_of(fields)
    return document


def _host(text: str) -> str:
    """A host with or without a port, as the teacher typed it; empty for none.

    Raises
    ------
    RefusedError
        If it is none.
    """
    name = text.strip().removeprefix("http://").rstrip("/")
    host, _, port = name.partition(":")
    fits = host.replace(".", "").replace("-", "").isalnum() and host.isascii() and len(host) < 100
    if name and not (fits and (not port or 0 < whole(port) < 65_536)):
        raise RefusedError("address", "An address is a name or a number such as 192.168.0.5, with or without :8000.")
    return name
