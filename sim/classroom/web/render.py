"""Templates of the pages of a class, filled in: whatever is no HTML already is escaped."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from sim.classroom.web.questions import plain
from sim.classroom.web.told import told
from sim.show.text.escapes import in_html
from sim.show.text.words import amount, number, percent

if TYPE_CHECKING:
    from jinja2 import Environment

ASSETS = {
    "class.css": "text/css; charset=utf-8",
    "pictures.css": "text/css; charset=utf-8",
    "live.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""Files that pages load, with what they are."""

KEPT = "public, max-age=31536000, immutable"
"""For how long a browser keeps them: their address changes with what stands in them."""


def render(template: str, **values: object) -> str:
    """A template filled in.

    Parameters
    ----------
    template : str
        Its path below ``templates``, without the endings.
    values : object
        What it names; a name that is missing raises.
    """
    return _templates().get_template(f"{template}.html.j2").render(values)


def page(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page as an answer.

    Parameters
    ----------
    status : int
        Status of HTTP.
    """
    return HTMLResponse(render(template, **values), status)


def message(heading: str, text: str, status: int, way: str = "/", label: str = "To the front page") -> HTMLResponse:
    """A page that says one thing and leads on.

    Parameters
    ----------
    way, label : str
        Where it leads, and what that is called.
    """
    return page("message", status, heading=heading, text=text, way=way, label=label)


def asset_of(name: str) -> Response | None:
    """A file that pages load, if there is one of that name; the name is not a path, and is only compared."""
    if name not in ASSETS:
        return None
    return Response(_asset(name), media_type=ASSETS[name], headers={"cache-control": KEPT})


@cache
def _asset(name: str) -> bytes:
    return files("sim.classroom.web").joinpath("assets", name).read_bytes()


@cache
def asset_path(name: str) -> str:
    """Where a page finds a file: an address that changes with what stands in it."""
    return f"/assets/{name}?{hashlib.sha256(_asset(name)).hexdigest()[:12]}"


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("sim.classroom.web"),
        autoescape=True,
        finalize=_escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {"asset_path": asset_path}
    found.filters |= {"told": told, "plain": plain, "number": number, "amount": amount, "percent": percent}
    return found


def _escaped(value: object) -> object:
    """A value escaped as the blocks of texts are: quotes too, and marks of direction are shown as marks."""
    from markupsafe import Markup

    return value if isinstance(value, Markup) else Markup(in_html(str(value)))
