"""What share of people chose what, at the values that a scenario has: for tables of several scenarios and for trees."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sim.scenario.observed.here import played_here
from sim.show.observed.words import of, where
from sim.show.text.words import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.observed.stated import Counted
    from sim.scenario.scenario import Scenario


MOST_POINTS = 3
"""Points, most, that a table of several scenarios tells of."""


def counted_here(scenario: Scenario) -> Iterator[Counted]:
    """Every point at which people were counted who played with the values that the scenario has."""
    for study in scenario.observed:
        if played_here(scenario, study):
            yield from study.choices


def shares_here(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Where people chose what, and how many of them did, at the first points of a file that were counted.

    Of two choices the first is told, since the second is the rest.
    """
    for counted in islice(counted_here(scenario), MOST_POINTS):
        kept = counted.counts[:1] if len(counted.counts) == 2 else counted.counts
        for choice, count in kept:
            named = f"offers {choice}" if scenario.kind == "offers" else f"“{choice}”"
            yield (
                f"{where(scenario, counted)}: {named}",
                f"{percent(counted.shares[choice])} ({of(count, counted.total)})",
            )


def shares_of_tree(scenario: Scenario) -> dict[str, dict[str, float]]:
    """By information set of a tree: what share of the people observed chose each action."""
    return {
        counted.at: {choice: float(share) for choice, share in counted.shares.items()}
        for counted in counted_here(scenario)
        if counted.at
    }
