"""The games of a class, each made and solved once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.match import Seat
from sim.agents.arenas.seating import ARENAS, arena_of
from sim.classroom.games.advance import AdvanceQuestion, advance_questions
from sim.classroom.games.people_like import people_like
from sim.classroom.refused import RefusedError
from sim.errors import DetenteError, PlayError, ScenarioError
from sim.scenario.load import load

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena, Behaviour
    from sim.classroom.session.parts import PartSpec, Treatment
    from sim.classroom.session.state import MatchState
    from sim.scenario.scenario import Scenario
    from sim.show.play.prompts import Prompts

    Key = tuple[str, str, Treatment, int | None]

SELECT = "payoff-dominant"
"""The equilibrium that records are held against."""


class Tables:
    """The games of a class by part and treatment; what was made once is kept.

    Parameters
    ----------
    time_limit : float
        Seconds for solving each of them.
    """

    def __init__(self, time_limit: float = 60.0) -> None:
        self.time_limit = time_limit
        self._scenarios: dict[Key, Scenario] = {}
        self._arenas: dict[Key, Arena] = {}
        self._prompts: dict[Key, Prompts] = {}
        self._rules: dict[tuple[Key, int], tuple[str, ...]] = {}
        self._erring: dict[Key, Behaviour] = {}
        self.counted: dict[int, tuple[MatchState, int, int]] = {}  # of a match, who waits and who plays, by its number
        self._questions: dict[Key, dict[int, tuple[AdvanceQuestion, ...]]] = {}

    @staticmethod
    def _key(spec: PartSpec, treatment: int) -> Key:
        return spec.file, spec.text, spec.treatments[treatment], spec.stop

    def scenario(self, spec: PartSpec, treatment: int) -> Scenario:
        """The scenario of a part under a treatment.

        Raises
        ------
        RefusedError
            If the file or a setting of it is broken.
        """
        key = self._key(spec, treatment)
        if key not in self._scenarios:
            try:
                found = load(spec.file, dict(spec.treatments[treatment]), spec.text)
            except ScenarioError as error:
                raise RefusedError("part", f"{spec.file}: {error.problems[0].message}") from None
            self._scenarios[key] = found
        return self._scenarios[key]

    def arena(self, spec: PartSpec, treatment: int) -> Arena:
        """The game of a part under a treatment.

        Raises
        ------
        RefusedError
            If nobody can play it, or it cannot be solved in time.
        """
        key = self._key(spec, treatment)
        if key not in self._arenas:
            scenario = self.scenario(spec, treatment)
            people = Seat(""), Seat("")
            try:
                self._arenas[key] = arena_of(scenario, people, SELECT, spec.stop, self.time_limit)
            except (DetenteError, ValueError) as error:
                told = str(error)
                name = "" if spec.file in told else f"{spec.file}: "
                raise RefusedError("part", f"{name}{told}") from None
        return self._arenas[key]

    def prompts(self, spec: PartSpec, treatment: int) -> Prompts:
        """Words for the game."""
        from sim.show.play.choose import prompts_of

        key = self._key(spec, treatment)
        if key not in self._prompts:
            self._prompts[key] = prompts_of(self.arena(spec, treatment))
        return self._prompts[key]

    def rules(self, spec: PartSpec, treatment: int, side: int) -> tuple[str, ...]:
        """What a side needs to know before it plays."""
        key = self._key(spec, treatment), side
        if key not in self._rules:
            self._rules[key] = tuple(text for text in self.prompts(spec, treatment).rules(side) if text)
        return self._rules[key]

    def erring(self, spec: PartSpec, treatment: int) -> Behaviour:
        """How bots play: with errors, as people do."""
        key = self._key(spec, treatment)
        if key not in self._erring:
            self._erring[key] = people_like(self.arena(spec, treatment), self.time_limit)
        return self._erring[key]

    def advance(self, spec: PartSpec, treatment: int) -> dict[int, tuple[AdvanceQuestion, ...]]:
        """What is answered in advance, by side; nothing where nobody is to do so."""
        if not spec.in_advance:
            return {}
        key = self._key(spec, treatment)
        if key not in self._questions:
            self._questions[key] = advance_questions(self.arena(spec, treatment))
        return self._questions[key]

    def check(self, spec: PartSpec) -> None:
        """Refuse a part that cannot be played.

        Raises
        ------
        RefusedError
            With the reason.
        """
        for k in range(len(spec.treatments)):
            self.arena(spec, k)
            self.advance(spec, k)


def without_last_round(scenario: Scenario) -> bool:
    """Whether a match can be stopped after a number of rounds: the file does not say when it ends."""
    kind = "tree" if scenario.variants else scenario.kind
    arena = ARENAS.get(kind)
    if arena is None:
        return False
    try:
        return arena.own_rounds(scenario) is None
    except PlayError:
        return False
