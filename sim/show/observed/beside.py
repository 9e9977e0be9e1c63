"""What people did at the values that they played with, beside what the same concept says there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.engine.repeated.repeated import RepeatedSolution
from sim.engine.solve import solve
from sim.errors import DetenteError
from sim.scenario.observed.here import played_here
from sim.scenario.scenario import Matrix, Offers
from sim.show.observed.predicted import offered, predicted
from sim.show.shown import shown
from sim.study.observed.best_reply import best_replies
from sim.study.observed.fitted import fitted
from sim.study.observed.settings import at_their_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.engine.repeated.grim_trigger import Deal
    from sim.engine.solution import Solution
    from sim.scenario.observed.stated import Counted, Observed
    from sim.scenario.scenario import Scenario
    from sim.study.classroom.fit import Fit
    from sim.study.observed.best_reply import Reply

    Entries = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Beside:
    """What one source counted, beside theory.

    Parameters
    ----------
    study : Observed
        What was counted.
    scenario : Scenario
        The scenario at the values that people played with; as it is where these cannot be had.
    concept : str
        What it was solved for.
    here : bool
        Whether these are the values that the scenario has.
    solution : Solution or None
        What was found at them; None where nothing was.
    entries : sequence of mapping
        The equilibria of its document.
    limit : float or None
        Seconds for fitting.
    """

    study: Observed
    scenario: Scenario
    concept: str
    here: bool
    solution: Solution | None
    entries: Entries
    limit: float | None = 60.0

    def chances(self, counted: Counted) -> list[Mapping[str, float]]:
        """For each equilibrium the chance of each choice."""
        return predicted(self.scenario, self.concept, self.entries, counted)

    def deal(self, counted: Counted, choice: str) -> Deal | None:
        """In a game without end, the outcome in which every round goes as people began it; None elsewhere."""
        game = self.scenario.game
        first = counted.after is None and counted.round in (None, 0) and counted.sides == (0, 1)
        if not first or not isinstance(self.solution, RepeatedSolution) or not isinstance(game, Matrix):
            return None
        cell = tuple(actions.index(choice) for actions in game.actions)
        return next((deal for deal in self.solution.deals if deal.cell == cell), None)

    def holds(self, deal: Deal) -> bool:
        """Whether an outcome holds itself at the values that people played with."""
        assert isinstance(self.solution, RepeatedSolution)
        return not any(self.solution.gains[self.solution.deals.index(deal)])

    def impossible(self, deal: Deal) -> bool:
        """Whether no equilibrium of any kind keeps to an outcome."""
        pairs = zip(self.scenario.players, deal.bound, strict=True)
        return any(bound is None or (player.patience or 0) < bound for player, bound in pairs)

    def offers(self, counted: Counted) -> list[float]:
        """The least share that is accepted in each equilibrium, which is what is offered there."""
        game, round_ = self.scenario.game, counted.round or 0
        if not isinstance(game, Offers) or game.sizes:
            return []
        size = game.by_round[round_] if round_ < len(game.by_round) else game.surplus
        return [share / float(size) for share in offered(self.scenario, self.concept, self.entries, round_)]

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What answers these people best."""
        return best_replies(self.scenario, self.study)

    def fit(self) -> Fit | None:
        """The precision of play with errors that fits these people best; None where none is fitted."""
        return fitted(self.scenario, self.study, self.limit) if self.solution is not None else None


def beside(
    scenario: Scenario, solution: Solution, entries: Entries, limit: float | None = 60.0, *, only_here: bool = False
) -> tuple[Beside, ...]:
    """What people did, beside what a solution says, and what the same concept says at other values.

    Parameters
    ----------
    entries : sequence of mapping
        The ``equilibria`` of the solution's document.
    limit : float or None
        Seconds for each solution at other values.
    only_here : bool
        Leave out what people did at other values.
    """
    found = []
    for study in scenario.observed:
        if played_here(scenario, study):
            found.append(Beside(study, scenario, solution.concept, True, solution, entries, limit))
        elif not only_here:
            found.append(_elsewhere(scenario, study, solution.concept, limit))
    return tuple(found)


def _elsewhere(scenario: Scenario, study: Observed, concept: str, limit: float | None) -> Beside:
    other = at_their_values(scenario, study)
    if other is None:
        return Beside(study, scenario, concept, False, None, (), limit)
    try:
        solution = solve(other, concept, time_limit=limit)
        return Beside(study, other, concept, False, solution, shown(other, solution).entries(), limit)
    except DetenteError:
        return Beside(study, other, concept, False, None, (), limit)
