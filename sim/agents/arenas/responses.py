"""Points of a logit path as they are asked for: the branch of play with errors that starts from play at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.logit import follow
from sim.errors import TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.alike import Choices
    from sim.engine.logit import QuantalPoint


def along(choices: Choices, precisions: Sequence[float], time_limit: float | None) -> list[QuantalPoint | None]:
    """Points of a path, in the order asked for; None where it could not be followed so far.

    Parameters
    ----------
    precisions : sequence of float
        Where, in any order.
    time_limit : float or None
        Seconds for all of them.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    wanted = sorted({float(p) for p in precisions})
    path = follow(choices, wanted, Deadline(time_limit))
    if path.late:
        raise TimeLimitError(f"stopped after {time_limit:g} seconds")
    found = {p.precision: p for p in path.points}
    return [_near(found, float(p)) for p in precisions]


def _near(found: dict[float, QuantalPoint], precision: float) -> QuantalPoint | None:
    for at, point in found.items():
        if abs(at - precision) <= 1e-9 * max(1.0, precision):
            return point
    return None
