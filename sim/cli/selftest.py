"""The command that answers "are the results right?" on the user's own machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.cli.app import app
from sim.cli.delivery import as_json, deliver, hand_over
from sim.cli.failures import FailureError
from sim.cli.options import Json, Quiet

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.study.known.check import CheckOutcome


@app.command()
def selftest(json: Json = False, quiet: Quiet = False) -> None:
    """Solve games whose answers are known, and compare.

    \b
    detente selftest
    detente selftest --json
    """
    from sim.progress import steps
    from sim.show.progress import showing
    from sim.study.known.answers import CHECKS
    from sim.study.known.check import run_check

    outcomes = []
    with showing():
        for check in steps("known", CHECKS):
            outcome = run_check(check)
            outcomes.append(outcome)
            if not json and not (quiet and outcome.ok):
                deliver(_line(outcome))
    failed = sum(not outcome.ok for outcome in outcomes)
    if json:
        checks = [_entry(outcome) for outcome in outcomes]
        hand_over(as_json({"format": 1, "ok": not failed, "checks": checks}))
    elif not failed:
        deliver(f"All {len(outcomes)} known answers were found.")
    if failed:
        raise FailureError(f"{failed} of {len(outcomes)} known answers were not found: do not trust results here")


def _line(outcome: CheckOutcome) -> str:
    check = outcome.check
    exact = not check.tolerance
    told = outcome.error or f"expected {_told(outcome.expected, exact)}, found {_told(outcome.found, exact)}"
    return f"{'ok  ' if outcome.ok else 'FAIL'}  {check.name} ({check.source}): {told}"


def _told(numbers: tuple[Fraction, ...], exact: bool) -> str:
    """Numbers in a row: fractions, or decimals where an engine works in floats; four or more alike are said once."""
    told = [str(n) if exact else f"{float(n):.10g}" for n in numbers]
    return f"{told[0]} each" if len(told) > 3 and len(set(told)) == 1 else " ".join(told)


def _entry(outcome: CheckOutcome) -> dict[str, Any]:
    return {
        "name": outcome.check.name,
        "source": outcome.check.source,
        "scenario": outcome.check.scenario,
        "expected": [float(n) for n in outcome.expected],
        "found": [float(n) for n in outcome.found],
        "tolerance": float(outcome.check.tolerance),
        "ok": outcome.ok,
        "error": outcome.error,
    }
