"""A claim judged at values of parameters, each point once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline, check_time, own_time
from sim.engine.concessions.equilibrium_sets.verdict import OPEN
from sim.errors import AskError, TimeLimitError
from sim.scenario.load import load_source
from sim.scenario.source import read
from sim.study.require.judge import Judged, judge
from sim.study.single import TROUBLE, message_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from sim.scenario.scenario import Scenario
    from sim.study.require.claim import Claim
    from sim.study.require.options import Wanted


class Solver:
    """Judges a claim in a scenario with other values, and in other scenarios.

    Parameters
    ----------
    scenario : Scenario
        A concession game.
    claim : Claim
        The claim.
    be : {"certain", "possible"}, optional
        What it is to be, which is then all that is told apart.
    each : float or None
        Seconds that one judgement may take; what takes longer is open.
    """

    def __init__(self, scenario: Scenario, claim: Claim, be: Wanted | None, each: float | None) -> None:
        self.scenario, self.claim, self.be, self.each = scenario, claim, be, each
        self.solved = 0
        self._source = read(scenario.file, scenario.text.encode(errors="replace"))
        self._known: dict[tuple[tuple[str, Fraction], ...], Judged] = {}

    def at(self, values: Mapping[str, Fraction], *, certify: bool = False) -> Judged:
        """What holds at values of some parameters, all others as they are.

        Raises
        ------
        TimeLimitError
            If the time for all points is up.
        """
        key = tuple(sorted(values.items()))
        known = self._known.get(key)
        if known is None or (certify and not known.certified):
            settings = dict(self.scenario.settings) | {name: str(value) for name, value in values.items()}
            self._known[key] = self._guarded(lambda: load_source(self._source, settings), certify)
        return self._known[key]

    def of(self, scenario: Scenario, *, certify: bool = False) -> Judged:
        """What holds in another scenario."""
        return self._guarded(lambda: scenario, certify)

    def answer(self, judged: Judged) -> str:
        """What is told apart of a judgement."""
        return judged.answer(self.be)

    def _guarded(self, made: object, certify: bool) -> Judged:
        check_time()
        self.solved += 1
        try:
            with own_time():
                return judge(made(), self.claim, Deadline(self.each), certify=certify)  # type: ignore[operator]
        except AskError:
            raise
        except TimeLimitError:
            check_time()  # it may be that of all points
            return Judged(OPEN, problem="the time for one point was up")
        except TROUBLE as error:
            return Judged("", problem=message_of(error))
