"""The games of a class, each made and solved once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.arena import Arena
from sim.agents.arenas.match import Seat
from sim.agents.arenas.people import SHARE, people_like
from sim.agents.arenas.seating import ARENAS, arena_of, played_as
from sim.agents.conflicts.seated import SeatedConflict
from sim.agents.conflicts.table import COMPUTERS
from sim.classroom.games.advance import AdvanceQuestion, advance_questions
from sim.classroom.games.programmed import ClassProgram
from sim.classroom.refused import RefusedError
from sim.errors import DetenteError, PlayError, ScenarioError
from sim.scenario.load import load
from sim.study.classroom.conflict_file import stability_of
from sim.study.observed.people import people_of

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Behaviour, Seated
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
    program : str, optional
        The command of a program that plays for nobody.
    """

    def __init__(self, time_limit: float = 60.0, program: str | None = None) -> None:
        self.time_limit = time_limit
        self.program = None if program is None else ClassProgram(program)
        self._scenarios: dict[Key, Scenario] = {}
        self._games: dict[Key, Seated] = {}
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

    def game(self, spec: PartSpec, treatment: int) -> Seated:
        """The game of a part under a treatment, whatever its kind.

        Raises
        ------
        RefusedError
            If nobody can play it, or it cannot be solved in time.
        """
        key = self._key(spec, treatment)
        if key not in self._games:
            scenario = self.scenario(spec, treatment)
            try:
                self._games[key] = self._made(scenario, spec.stop)
            except (DetenteError, ValueError) as error:
                told = str(error)
                name = "" if spec.file in told else f"{spec.file}: "
                raise RefusedError("part", f"{name}{told}") from None
        return self._games[key]

    def _made(self, scenario: Scenario, stop: int | None) -> Seated:
        if scenario.kind == "options":
            return SeatedConflict(scenario, stability_of(scenario, self.time_limit), stop, COMPUTERS[0])
        return arena_of(scenario, (Seat(""), Seat("")), SELECT, stop, self.time_limit)

    def arena(self, spec: PartSpec, treatment: int) -> Arena:
        """The game of a part that pays two sides.

        Raises
        ------
        RefusedError
            As for `game`, and where nothing is paid.
        """
        found = self.game(spec, treatment)
        if not isinstance(found, Arena):
            raise RefusedError("part", f"“{found.scenario.title}”: nothing is paid in a conflict over options.")
        return found

    def conflict(self, spec: PartSpec, treatment: int) -> SeatedConflict | None:
        """The conflict over options of a part; None if it is a game of two sides that pays."""
        found = self.game(spec, treatment)
        return found if isinstance(found, SeatedConflict) else None

    def sides(self, spec: PartSpec) -> int:
        """How many sides a match of a part has."""
        return self.game(spec, 0).sides

    def prompts(self, spec: PartSpec, treatment: int) -> Prompts:
        """Words for the game."""
        from sim.show.play.choose import prompts_of
        from sim.show.play.prompts_conflict import ConflictPrompts

        key = self._key(spec, treatment)
        if key not in self._prompts:
            conflict = self.conflict(spec, treatment)
            self._prompts[key] = (
                prompts_of(self.arena(spec, treatment)) if conflict is None else ConflictPrompts(conflict)
            )
        return self._prompts[key]

    def rules(self, spec: PartSpec, treatment: int, side: int) -> tuple[str, ...]:
        """What a side needs to know before it plays."""
        key = self._key(spec, treatment), side
        if key not in self._rules:
            self._rules[key] = tuple(text for text in self.prompts(spec, treatment).rules(side) if text)
        return self._rules[key]

    def score(self, spec: PartSpec, treatment: int, side: int) -> str:
        """How what the rounds of a match pay adds up, for a side."""
        return self.prompts(spec, treatment).score(side)

    def erring(self, spec: PartSpec, treatment: int) -> Behaviour:
        """How bots play: with errors, as people do."""
        key = self._key(spec, treatment)
        if key not in self._erring:
            conflict = self.conflict(spec, treatment)
            if conflict is None:
                precision = self._precision(spec, treatment)
                self._erring[key] = people_like(self.arena(spec, treatment), self.time_limit, precision)
            else:
                self._erring[key] = conflict.erring
        return self._erring[key]

    def _precision(self, spec: PartSpec, treatment: int) -> float | None:
        found = people_of(self.scenario(spec, treatment), SHARE * self.time_limit)
        return None if found is None else found.precision

    def advance(self, spec: PartSpec, treatment: int) -> dict[int, tuple[AdvanceQuestion, ...]]:
        """What is answered in advance, by side; nothing where nobody is to do so."""
        if not spec.in_advance:
            return {}
        key = self._key(spec, treatment)
        if key not in self._questions:
            self._questions[key] = advance_questions(self.game(spec, treatment))
        return self._questions[key]

    def check(self, spec: PartSpec) -> None:
        """Refuse a part that cannot be played.

        Raises
        ------
        RefusedError
            With the reason.
        """
        for k in range(len(spec.treatments)):
            self.game(spec, k)
            self.advance(spec, k)


def without_last_round(scenario: Scenario) -> bool:
    """Whether a match can be stopped after a number of rounds: the file does not say when it ends."""
    if scenario.kind == "options":
        return True
    arena = ARENAS.get(played_as(scenario))
    if arena is None:
        return False
    try:
        return arena.own_rounds(scenario) is None
    except PlayError:
        return False
