"""Templates of pages, filled in: whatever is no HTML already is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sim.show.text.escapes import in_html
from sim.show.text.parameters import heading

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def render(template: str, **values: object) -> Markup:
    """A template filled in.

    Parameters
    ----------
    template : str
        Its path below ``templates``, without the endings.
    values : object
        What it names; a name that is missing raises.
    """
    from markupsafe import Markup

    return Markup(_templates().get_template(f"{template}.html.j2").render(values))


def asset(name: str) -> Markup:
    """A style or a script as it stands in its file."""
    from markupsafe import Markup

    return Markup(files("sim.show.lesson").joinpath("assets", name).read_text(encoding="utf-8"))


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("sim.show.lesson"),
        autoescape=True,
        finalize=_escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.globals |= {"asset": asset, "heading": heading}
    return found


def _escaped(value: object) -> object:
    """A value escaped as the blocks of texts are, so that a page writes quotes in one way."""
    from markupsafe import Markup

    return value if isinstance(value, Markup) else Markup(in_html(str(value)))
