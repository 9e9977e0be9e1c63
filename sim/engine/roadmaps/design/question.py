"""What is asked of a design; what cannot be asked is refused in words, with its place in the file if it has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.roadmaps.design.aims import AIMS
from sim.engine.roadmaps.design.owners import count_assignments
from sim.errors import AskError
from sim.games.roadmaps.ladders import from_ladders
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.roadmaps.design.aims import By
    from sim.games.roadmaps.ladders import Ladders
    from sim.scenario.scenario import Punishment, Scenario, Step

MOST_PARTS = 12
"""Pieces, most, of a step."""

MOST_CUTTINGS = 5_000
"""Ways to cut the steps, most."""


@dataclass(frozen=True)
class Question:
    """What is asked of the designs of a scenario.

    Parameters
    ----------
    by : {"patience", "margin", "sum"}
        What the roadmap is to be best at.
    parts : int
        Pieces, most, of a divisible step.
    punishment : {"snapback", "breakdown"}, optional
        What follows when somebody leaves; by default what the file says.
    walk_away : bool
        Whether players may also end the talks.
    wait : bool
        Whether a side that does not take its piece is waited for: the other side takes it a round later, and all that
        is still to come is taken with the roles exchanged.
    """

    scenario: Scenario
    by: By
    parts: int
    punishment: Punishment | None
    walk_away: bool
    wait: bool

    def ladders(self) -> Ladders:
        """The ladders that designs are made of.

        Raises
        ------
        AskError
            If what is asked is not offered for the scenario.
        """
        scenario = self.scenario
        if not isinstance(scenario.game, Concessions):
            raise AskError("kind", f"roadmaps are designed for scenarios of kind concessions, not {scenario.kind}")
        self._check_words()
        if (self.punishment == "breakdown" or self.walk_away) and "breakdown" not in scenario.places:
            why = "the punishment is to be a breakdown" if self.punishment == "breakdown" else "players may walk away"
            raise AskError("breakdown", f"{why}, but the file has no 'breakdown' that says what players get then")
        for step in _steps(scenario.game):
            if step.verification is not None:
                message = f"'{self._name(step)}' may be faked, and designs are made of steps that are what they seem"
                what = f"{message}; remove its 'verification', and ask 'roadmaps' about fakes"
                raise AskError("verification", what, self._path(step, "verification"))
        if self.wait:
            self._check_waits(scenario.game)
        ladders = from_ladders(scenario, self.punishment, walk_away=self.walk_away, waits=self.wait)
        self._check_size(ladders)
        return ladders

    def _check_words(self) -> None:
        if self.by not in AIMS:
            raise AskError("by", f"expected patience, margin or sum, found '{self.by}'")
        if not 1 <= self.parts <= MOST_PARTS:
            raise AskError("parts", f"a step is cut into 1 to {MOST_PARTS} parts, not {self.parts}")
        if self.punishment not in (None, "snapback", "breakdown"):
            raise AskError("punishment", f"expected snapback or breakdown, found '{self.punishment}'")
        if not self.wait:
            return
        waited = "nobody leaves where who does not take a piece is waited for"
        if self.punishment is not None:
            raise AskError("punishment", f"{waited}, so that nothing is punished; leave out 'punishment' or 'wait'")
        if self.walk_away:
            raise AskError("walk-away", f"{waited}; leave out 'walk_away' or 'wait'")
        if self.by == "margin":
            why = "an error in a payoff may count for waiting as well as against it, so that no margin is worked out"
            raise AskError("by", f"{why}; ask for patience or sum")

    def _check_waits(self, game: Concessions) -> None:
        """That the roles can be exchanged at every place, and that what stands already changes nothing by that."""
        for step in _steps(game):
            name = f"'{self._name(step)}'"
            if not step.either:
                why = f"{name} is taken by its own side alone, and whoever waits leaves its steps to the other"
                raise AskError("owner", f"{why}; write 'owner: either' in it", self._path(step))
            if step.reversible:
                why = f"{name} is reversible, and where players wait for each other what is taken stays taken"
                raise AskError("reversible", f"{why}; remove 'reversible'", self._path(step, "reversible"))
            if step.joint:
                why = f"{name} adds something beside others, which then hangs on who took them"
                raise AskError("effects", f"{why}; put it into 'effect' or 'agreement'", self._path(step, "effects"))

    def _check_size(self, ladders: Ladders) -> None:
        divisible = sum(step.divisible for ladder in ladders.steps for step in ladder)
        cut = self.parts**divisible
        if cut > MOST_CUTTINGS:
            ways = f"{divisible} divisible steps in up to {self.parts} parts can be cut in {cut:,} ways"
            what = "name fewer parts, or make fewer steps divisible"
            raise AskError("parts", f"{ways}, more than {MOST_CUTTINGS:,}; {what}")
        count = count_assignments(ladders, self.parts)
        if count * cut > MOST_CUTTINGS:
            ways = f"steps that either side may take can be placed in {count:,} ways or more, cut in {cut:,}"
            most = f"together more than {MOST_CUTTINGS:,}"
            raise AskError("owner", f"{ways}, {most}; remove 'owner' from some of them")

    def _name(self, step: Step) -> str:
        return f"{self.scenario.players[step.owner].id}.{step.id}"

    def _path(self, step: Step, *key: str) -> tuple[str | int, ...]:
        """Where a step, or a key of it, stands in the file."""
        assert isinstance(self.scenario.game, Concessions)
        number = self.scenario.game.ladders[step.owner].index(step)
        return ("concessions", self.scenario.players[step.owner].id, number, *key)


def _steps(game: Concessions) -> Iterator[Step]:
    for ladder in game.ladders:
        yield from ladder
