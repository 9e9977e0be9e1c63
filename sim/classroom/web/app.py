"""All pages of a class, by their addresses."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool as in_thread
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from sim.classroom.refused import RefusedError
from sim.classroom.web.phone import Phone
from sim.classroom.web.render import asset_of, message, page
from sim.classroom.web.results import Results
from sim.classroom.web.shield import Shield
from sim.classroom.web.teacher import Teacher
from sim.classroom.web.wall import Wall

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from sim.classroom.web.desk import Desk

TICK = 1.0
"""Seconds between two looks at the clock."""

RECORDS_EVERY = 15
"""Looks at the clock between two looks for games that are over and have no record yet."""


def make_app(desk: Desk) -> Starlette:
    """The pages of a class.

    Parameters
    ----------
    desk : Desk
        The class.
    """
    phone, teacher, wall, results = Phone(desk), Teacher(desk), Wall(desk), Results(desk)
    both = ["GET", "POST"]
    taught = [
        Route("/teach/{secret}", teacher.only(teacher.main)),
        Route("/teach/{secret}/news", teacher.only(teacher.news)),
        Route("/teach/{secret}/do", teacher.only(teacher.do), methods=["POST"]),
        Route("/teach/{secret}/preflight", teacher.only(teacher.check)),
        Route("/teach/{secret}/decisions.csv", teacher.only(teacher.csv)),
        Route("/teach/{secret}/forget", teacher.only(teacher.forget), methods=["POST"]),
        Route("/teach/{secret}/delete", teacher.only(teacher.delete), methods=["POST"]),
        Route("/teach/{secret}/results/{part:int}", teacher.only(results.preview)),
        Route("/teach/{secret}/results/{part:int}/{chapter}", teacher.only(results.preview)),
    ]
    routes = [
        Route("/", wall.main),
        Route("/news", wall.news),
        Route("/hello", wall.hello),
        Route("/assets/{name}", _asset),
        Route("/join", phone.join, methods=both),
        Route("/seat/{token}", phone.link),
        Route("/play", phone.play, methods=both),
        Route("/play/here", phone.here, methods=["POST"]),
        Route("/play/link", phone.own_link),
        Route("/play/news", phone.news),
        Route("/results/{part:int}", results.shown),
        Route("/results/{part:int}/{chapter}", results.shown),
        *taught,
    ]

    @contextlib.asynccontextmanager
    async def alive(app: Starlette) -> AsyncIterator[None]:
        del app
        clock = asyncio.create_task(_tick(desk))
        yield
        clock.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await clock

    return Starlette(
        routes=routes,
        lifespan=alive,
        middleware=[Middleware(Shield, host=lambda: desk.host, gone=lambda: desk.gone)],
        exception_handlers={HTTPException: _missing, RefusedError: _refused, Exception: _broken},
    )


async def _asset(request: Request) -> Response:
    found = asset_of(request.path_params["name"])
    return found if found is not None else Response(status_code=404)


async def _missing(request: Request, error: Exception) -> Response:
    del request
    status = error.status_code if isinstance(error, HTTPException) else 404
    return message("No such page", "There is nothing here.", status)


async def _refused(request: Request, error: Exception) -> Response:
    """The class is closed, or has been deleted."""
    del request
    return message("Not now", str(error), 410)


async def _broken(request: Request, error: Exception) -> Response:
    """A fault of the program: nothing of it is told to a phone."""
    del request, error
    return page(
        "message",
        500,
        heading="Something went wrong",
        text="What was sent and saved is kept. Look again in a moment.",
        way="/play",
        label="Look again",
    )


async def _prepare(desk: Desk, part: int) -> None:
    """Work out results while the teacher talks."""
    try:
        await in_thread(desk.debrief.prepare, part)
    except Exception as error:  # whoever asks for the page is told
        desk.say(f"Results could not be worked out: {type(error).__name__}: {error}")
        await asyncio.sleep(TICK * RECORDS_EVERY)


async def _tick(desk: Desk) -> None:
    """Let clocks run out, and write the records of what is over, as long as the server runs."""
    looks, told = 0, ""
    ahead: asyncio.Task[None] | None = None
    while not desk.gone:
        await asyncio.sleep(TICK)
        looks += 1
        step = desk.room.state.step
        if step.name == "debrief" and (ahead is None or ahead.done()):
            ahead = asyncio.create_task(_prepare(desk, step.part))
        try:
            await in_thread(desk.room.tick)
            if looks % RECORDS_EVERY == 0:
                await in_thread(desk.room.write_records)
        except RefusedError as error:
            if error.code == "closed":
                return
            if str(error) != told:  # a disk that is full is full in the next second too
                desk.say(told := str(error))
        except Exception as error:  # the next second tries again; the class goes on
            desk.say(f"The clock stumbled: {type(error).__name__}: {error}")
