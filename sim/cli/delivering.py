"""Options of where an answer goes and in which form, for all commands that tell one."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from sim.cli.delivery import Delivery
from sim.cli.options import Brief, Color, Json, Out, Part, Quiet

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")

OPTIONS: dict[str, tuple[Any, Any]] = {
    "json": (Json, False),
    "out": (Out, None),
    "quiet": (Quiet, False),
    "brief": (Brief, None),
    "part": (Part, []),
    "color": (Color, "auto"),
}
"""Each by its name: what typer is told of it, and its default."""

PLAIN = Delivery()
"""The default of the argument that the options become."""


def delivering(command: Callable[P, None]) -> Callable[P, None]:
    """Give a command the options in place of its argument ``delivery``, which it is called with.

    Parameters
    ----------
    command : callable
        The command; its argument ``delivery`` stands where its help lists the options.
    """

    @wraps(command)
    def called(*args: P.args, **given: P.kwargs) -> None:
        asked: dict[str, Any] = {name: given.pop(name) for name in OPTIONS}
        given["delivery"] = Delivery(**asked)
        command(*args, **given)

    signature = inspect.signature(command, eval_str=True)
    parameters: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        parameters += _options() if parameter.name == "delivery" else [parameter]
    called.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return called


def _options() -> list[inspect.Parameter]:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return [
        inspect.Parameter(name, kind, default=default, annotation=about) for name, (about, default) in OPTIONS.items()
    ]
