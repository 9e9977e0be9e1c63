"""Pages of a phone: joining, the game as one seat sees it, its answers, and its link."""

from __future__ import annotations

import math
import time
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool as in_thread
from starlette.responses import JSONResponse, RedirectResponse, Response

from sim.classroom.refused import RefusedError
from sim.classroom.web.address import picture_of
from sim.classroom.web.desk import address_of
from sim.classroom.web.forms import fields_of, whole
from sim.classroom.web.ladders import ladders_of
from sim.classroom.web.questions import SIDES, answer_of, asked
from sim.classroom.web.render import message, page, render
from sim.classroom.web.stamps import counts_of, seat_stamp

if TYPE_CHECKING:
    from starlette.requests import Request

    from sim.classroom.views.seat_view import SeatView
    from sim.classroom.web.desk import Desk

KEEP = 12 * 3600
"""Seconds for which a phone keeps its seat's cookie."""

SPOKEN = {
    "ask": "It is your turn.",
    "sent": "Sent and saved.",
    "round_over": "The game is over.",
    "paused": "The class is paused.",
}
"""What is said aloud where the page has changed."""


class Phone:
    """Answers to phones.

    Parameters
    ----------
    desk : Desk
        The class.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk, self.room = desk, desk.room

    def seat(self, request: Request) -> int | None:
        """The seat that a request has the cookie of."""
        return self.desk.seat_of(request.cookies.get(self.desk.cookie, "")[:200])

    async def join(self, request: Request) -> Response:
        """The form, and what it brings: a seat, or why there is none."""
        self.desk.seen(request)
        seat = self.seat(request)
        if seat is not None:
            if request.method == "POST":  # the second tap of two
                return RedirectResponse("/play", 303)
            return page("join", trouble="", seated=self.room.names().get(seat, "your seat"), code="", name="")
        if request.method != "POST":
            return self._form(code=request.query_params.get("code", "")[:12])
        fields = await fields_of(request)
        code, name, came = fields.get("code", "")[:40], fields.get("name", "")[:200], address_of(request)
        wait = self.desk.guesses.wait(came)
        if wait:
            return _too_often(wait)
        if not self.room.same_code(code):
            self.desk.guesses.count(came)
            return self._form("That is not the code on the wall.", code, name, 403)
        if not self.desk.open_door:
            return self._form("Nobody can join any more; ask the teacher.", code, name, 403)
        wait = self.desk.joins.wait(came)
        if wait:
            return _too_often(wait)
        self.desk.joins.count(came)
        try:
            joined = await in_thread(self.room.join, name)
        except RefusedError as error:
            return self._form(str(error), code, name, 409)
        return self._seated(joined.token)

    def _form(self, trouble: str = "", code: str = "", name: str = "", status: int = 200) -> Response:
        return page("join", status, trouble=trouble, code=code, name=name, seated="")

    def _seated(self, token: str) -> Response:
        answer = RedirectResponse("/play", 303)
        answer.set_cookie(self.desk.cookie, token, max_age=KEEP, httponly=True, samesite="lax")
        return answer

    async def link(self, request: Request) -> Response:
        """A seat's own link was opened: this device has the seat now."""
        self.desk.seen(request)
        came, token = address_of(request), request.path_params["token"][:200]
        wait = self.desk.guesses.wait(came)
        if wait:
            return _too_often(wait)
        if self.desk.seat_of(token) is None:
            self.desk.guesses.count(came)
            return message("No seat", "This link leads to no seat of this class.", 404, "/join", "Join the class")
        return self._seated(token)

    async def own_link(self, request: Request) -> Response:
        """The seat's link, to go on with another device."""
        if self.seat(request) is None:
            return RedirectResponse("/join", 303)
        host = self.desk.address if self.desk.lan or self.desk.name else str(request.base_url).rstrip("/")
        link = f"{host}/seat/{request.cookies[self.desk.cookie]}"
        return page("link", link=link, picture=picture_of(link))

    async def play(self, request: Request) -> Response:
        """The game as the seat sees it, and its answers."""
        seat = self.seat(request)
        if seat is None:
            return RedirectResponse("/join", 303)
        if request.method != "POST":
            if "x-live" not in request.headers:
                self.desk.seen(request)
                await in_thread(self.room.here, seat)
            return self._shown(seat)
        fields = await fields_of(request)
        match, question = whole(fields.get("match", "")), fields.get("question", "")[:40]
        try:
            receipt = await in_thread(self.room.decide, seat, match, question, answer_of(fields)[:2_000])
        except RefusedError as error:
            return self._shown(seat, str(error), 409)
        if "x-live" in request.headers:
            return self._shown(seat, sent=receipt.choice)
        return RedirectResponse("/play", 303)

    async def here(self, request: Request) -> Response:
        """A seat that was taken for away is back."""
        seat = self.seat(request)
        if seat is not None:
            await in_thread(self.room.here, seat)
        return RedirectResponse("/join" if seat is None else "/play", 303)

    async def news(self, request: Request) -> Response:
        """Whether the seat would see something new, and how far the others are."""
        seat = self.seat(request)
        if seat is None:
            return Response(status_code=401)
        state = self.room.state
        return JSONResponse({"stamp": seat_stamp(state, seat), "counts": counts_of(self.room, state)})

    def _shares(self, view: SeatView) -> bool:
        """Whether a whole is shared out by offers."""
        return view.part is not None and self.room.scenario(view.part).kind == "offers"

    def _shown(self, seat: int, trouble: str = "", status: int = 200, sent: str = "") -> Response:
        state = self.room.state  # before the view: what happens between the two is news
        view = self.room.seat_view(seat)
        question = view.question
        key = f"{view.phase}/{view.part}/{view.round}/{view.match}/{question.id if question else ''}/{trouble}"
        return page(
            "play",
            status,
            view=view,
            stamp=seat_stamp(state, seat),
            counts=counts_of(self.room, state),
            key=key,
            say=trouble or SPOKEN.get(view.phase, ""),
            trouble=trouble,
            sent=sent,
            asking=view.phase == "ask",
            asked=asked(view, question, self._shares(view)) if question else None,
            mine=SIDES[view.side or 0],
            theirs=SIDES[1 - (view.side or 0)],
            left=left_of(view.deadline),
            ladders=ladders_of(self.room, view) if question else (),
            first=_begins(view),
            rules=_rules(view.rules),
        )


@lru_cache(maxsize=256)
def _rules(rules: tuple[str, ...]) -> Markup:
    """The rules as HTML; all seats of a side read the same."""
    return Markup(render("parts/rules", rules=rules))


def _begins(view: SeatView) -> bool:
    """Whether the rules are read for the first time: they stand open."""
    return view.phase == "ask" and view.round == 1 and not view.story


def left_of(deadline: float | None) -> int | None:
    """Whole seconds until a clock runs out; None without one."""
    return None if deadline is None else max(0, math.ceil(deadline - time.time()))


def _too_often(wait: float) -> Response:
    seconds = math.ceil(wait)
    answer = message("Too many tries", f"Wait {seconds} seconds, and try again.", 429, "/join", "Try again")
    answer.headers["retry-after"] = str(seconds)
    return answer
