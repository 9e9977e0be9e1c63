"""What a check against a known answer is, how it is run, and how it gets at a scenario and its solution."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sim.scenario.scenario import Scenario

    Numbers = tuple[Fraction, ...]

ROUNDING = Fraction(1, 10**9)
"""What floats may differ by where an engine computes in floats (linear programmes, discounting)."""


class NotCertifiedError(Exception):
    """An engine does not vouch for its own result."""


@dataclass(frozen=True)
class Check:
    """A game with a known answer.

    Parameters
    ----------
    name : str
        The game, and which numbers are compared.
    source : str
        Where the answer comes from.
    work : callable
        Solves it; returns the numbers expected and those found.
    tolerance : Fraction
        Largest difference that counts as equal; 0 where the engine is exact.
    scenario : str
        The bundled scenario that the answer belongs to; empty if there is none.
    """

    name: str
    source: str
    work: Callable[[], tuple[Iterable[Fraction | float], Iterable[Fraction | float]]]
    tolerance: Fraction = Fraction(0)
    scenario: str = ""


@dataclass(frozen=True)
class CheckOutcome:
    """What came of a check; `error` says what went wrong if it did not come to numbers."""

    check: Check
    expected: Numbers
    found: Numbers
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether the answer found is the known one."""
        return (
            not self.error
            and len(self.expected) == len(self.found)
            and all(abs(a - b) <= self.check.tolerance for a, b in zip(self.expected, self.found, strict=True))
        )


def run_check(check: Check) -> CheckOutcome:
    """Run one check; an engine that breaks down fails it and does not stop the others."""
    try:
        expected, found = check.work()
        return CheckOutcome(check, tuple(Fraction(n) for n in expected), tuple(Fraction(n) for n in found))
    except Exception as error:
        return CheckOutcome(check, (), (), f"{type(error).__name__}: {error}")


def loaded(name: str, text: str | None = None, **settings: str) -> tuple[Scenario, dict[str, Fraction]]:
    """A scenario, and its parameters by name."""
    from sim.scenario.load import load

    scenario = load(name, settings, text)
    return scenario, {p.name: p.value for p in scenario.parameters}


def solved(scenario: Scenario, concept: str | None = None) -> Any:
    """A solution as the commands find it, which the engine vouches for."""
    from sim.engine.solve import solve

    solution = solve(scenario, concept)
    if not solution.checked:
        raise NotCertifiedError(f"the solution of '{scenario.title}' is not certified")
    return solution


def mixed(scenario: Scenario) -> Any:
    """The one equilibrium of a matrix game in which both sides mix over all their actions."""
    (found,) = (e for e in solved(scenario, "nash").result.equilibria if all(p for side in e.strategies for p in side))
    return found
