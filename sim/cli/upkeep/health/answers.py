"""A short self-test: one known answer from each part of the engine, and the files that come along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.cli.upkeep.health.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

AREA = "Answers"
REPAIR = "do not trust results here; install detente again, and if that does not help, report it"

ASKED = (
    "Matching pennies: chances, value",
    "Traffic light: sum of payoffs",
    "Stripped-down poker: bluff, call, value",
    "Two concessions in turn: payoffs",
    "Offers with a last round: shares",
    "Beer and quiche: weak who have beer",
    "Repeated dilemma: patience for grim trigger",
    "Elmira: equilibria by four definitions",
)
"""Of the answers of ``detente selftest`` one for each kind of game; they take two seconds together."""


def files() -> Iterator[Row]:
    """Whether the bundled scenarios are there."""
    from sim.scenario.catalog import entries

    count = len(list(entries()))
    if count:
        yield Row(AREA, "bundled scenarios", "ok", f"{count} found")
    else:
        yield Row(AREA, "bundled scenarios", "fails", "none found", "install detente again")


def known() -> Iterator[Row]:
    """A row for each known answer that is worked out here."""
    from sim.study.known.answers import CHECKS
    from sim.study.known.check import run_check

    for check in CHECKS:
        if check.name not in ASKED:
            continue
        outcome = run_check(check)
        if outcome.ok:
            yield Row(AREA, check.name.partition(":")[0], "ok", "found as known")
        else:
            broken = outcome.error.partition(":")[0]
            told = f"not found ({broken})" if broken else "another answer was found"
            yield Row(AREA, check.name.partition(":")[0], "fails", told, REPAIR)
