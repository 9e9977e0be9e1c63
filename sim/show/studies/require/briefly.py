"""What would have made a deal hold, as a question and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE
from sim.show.studies.require.text import change_sentence
from sim.show.studies.require.words import now_sentence

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.require.required import Required

ASKED = {
    IMPOSSIBLE: "What would have made a deal hold? Look for the smallest change of one number, and for a rule.",
    CERTAIN: "By how much does the deal hold? Look for the smallest change of one number, or a rule, that undoes it.",
}
"""What is asked, by what holds; of what is possible or open something else."""

OTHERWISE = "What would have made a deal certain, or impossible? Look for the smallest change of one number or rule."


def would_hold_asked(found: Required) -> str:
    """The question."""
    return ASKED.get(found.now.word, OTHERWISE)


def would_hold_told(scenario: Scenario, found: Required) -> str:
    """The answer."""
    return f"{now_sentence(scenario, found)} {change_sentence(scenario, found)}"
