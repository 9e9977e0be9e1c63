"""Something judged at values of parameters, each point once: a claim, or whatever else a game can be asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from sim.deadline import Deadline, check_time, own_time
from sim.engine.concessions.equilibrium_sets.verdict import OPEN
from sim.errors import AskError, TimeLimitError
from sim.scenario.load import load_source
from sim.scenario.source import read
from sim.study.require.judge import Judged, judge
from sim.study.single import TROUBLE, message_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from sim.scenario.scenario import Scenario
    from sim.study.require.claim import Claim
    from sim.study.require.options import Wanted


class Points(ABC):
    """Judges something of a scenario with other values, and of other scenarios.

    Parameters
    ----------
    scenario : Scenario
        A concession game.
    be : {"certain", "possible"}, optional
        What is asked is to be that, which is then all that is told apart.
    each : float or None
        Seconds that one judgement may take; what takes longer is open.
    """

    def __init__(self, scenario: Scenario, be: Wanted | None, each: float | None) -> None:
        self.scenario, self.be, self.each = scenario, be, each
        self.solved = 0
        self._source = read(scenario.file, scenario.text.encode(errors="replace"))
        self._known: dict[tuple[tuple[str, Fraction], ...], Judged] = {}

    @abstractmethod
    def judged(self, scenario: Scenario, deadline: Deadline, *, certify: bool) -> Judged:
        """What holds in one scenario, as it is found out."""

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

    def _guarded(self, made: Callable[[], Scenario], certify: bool) -> Judged:
        check_time()
        self.solved += 1
        try:
            with own_time():
                return self.judged(made(), Deadline(self.each), certify=certify)
        except AskError:
            raise
        except TimeLimitError:
            check_time()  # it may be that of all points
            return Judged(OPEN, problem="the time for one point was up")
        except TROUBLE as error:
            return Judged("", problem=message_of(error))


class Solver(Points):
    """Judges a claim.

    Parameters
    ----------
    claim : Claim
        The claim.
    """

    def __init__(self, scenario: Scenario, claim: Claim, be: Wanted | None, each: float | None) -> None:
        super().__init__(scenario, be, each)
        self.claim = claim

    def judged(self, scenario: Scenario, deadline: Deadline, *, certify: bool) -> Judged:
        """What holds of the claim."""
        return judge(scenario, self.claim, deadline, certify=certify)
