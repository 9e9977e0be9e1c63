"""What would have made a deal hold, in little time, for lessons and debriefs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import own_time
from sim.errors import DetenteError
from sim.scenario.scenario import Concessions
from sim.study.require.options import RequireOptions
from sim.study.require.require import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.scenario import Scenario
    from sim.study.require.required import Required

POINTS = 5
"""Values that are looked at first along each range."""

NEEDED = {"mesh", "rules", "certificates"}
"""What has to be looked at in full for an answer to be told."""


def would_hold(scenario: Scenario, parameters: Sequence[str], seconds: float) -> Required | None:
    """Which smallest change of a parameter or a rule makes a deal hold, or undoes it.

    Parameters
    ----------
    parameters : sequence of str
        Those that are moved, as NAME or NAME=FROM:TO; all that have a range in the file if there are none.
    seconds : float
        Time that this process may compute for it.

    Returns
    -------
    Required or None
        None where no verdict over all equilibria is known in the time, or the file is no concession game with a last
        round in which nothing is hidden.
    """
    game = scenario.game
    if not isinstance(game, Concessions) or scenario.variants or game.horizon is None or game.commit is not None:
        return None
    if any(step.verification is not None for ladder in game.ladders for step in ladder):
        return None  # the verdict takes steps at their word, and play need not
    try:
        with own_time():
            found = require(
                scenario, "deal", parameters, RequireOptions(points=POINTS, jointly=False, time_limit=seconds)
            )
    except DetenteError:
        return None
    return None if NEEDED & set(found.late) or not found.changes else found
