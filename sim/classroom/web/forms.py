"""Forms as they come in: read within bounds, and only as text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_FIELDS = 100
"""Fields of a form, most."""

MOST_BYTES = 65_536
"""Bytes of a request, most."""


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of a form, the last of a name counting; empty if it is no form.

    Parameters
    ----------
    request : Request
        Its body is bounded by `sim.classroom.web.shield`.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return {}
    body = await request.body()
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace"
        )
    except ValueError:
        return {}
    return dict(pairs)


def whole(text: str, otherwise: int = -1) -> int:
    """A whole number that a form holds, of up to nine digits; what it is otherwise."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
