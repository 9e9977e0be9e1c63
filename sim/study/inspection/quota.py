"""A quota of inspections, asked of a file that has a single period of it as a matrix game."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import within
from sim.engine.matrix.quota import solve_quota
from sim.engine.matrix.quota_certificate import proven
from sim.errors import AskError
from sim.scenario.scenario import Matrix
from sim.study.options import TIME_LIMIT

if TYPE_CHECKING:
    from sim.engine.matrix.quota import Period, QuotaGame
    from sim.scenario.scenario import Scenario

MOST_ROUNDS, MOST_VIOLATIONS = 60, 12
"""Rounds and violations, most."""


@dataclass(frozen=True, eq=False)
class QuotaOptions:
    """How a quota of inspections is asked about.

    Parameters
    ----------
    rounds : int
        Periods.
    inspections : int
        How many of them can be inspected.
    violations : int
        How many violations the owner intends, most.
    loss : float, optional
        Also say the least quota with which the inspector loses no more than this.
    time_limit : float or None
        Seconds for the whole answer; None for no limit.
    """

    rounds: int = 8
    inspections: int = 2
    violations: int = 1
    loss: float | None = None
    time_limit: float | None = TIME_LIMIT

    def check(self) -> None:
        """Refuse numbers that make no game.

        Raises
        ------
        AskError
            For the first of them.
        """
        if not 1 <= self.rounds <= MOST_ROUNDS:
            raise AskError("rounds", f"expected 1 to {MOST_ROUNDS} rounds, found {self.rounds}")
        if not 0 <= self.inspections <= self.rounds:
            raise AskError("inspections", f"expected 0 to {self.rounds} inspections, found {self.inspections}")
        if not 1 <= self.violations <= min(self.rounds, MOST_VIOLATIONS):
            most = min(self.rounds, MOST_VIOLATIONS)
            raise AskError("violations", f"expected 1 to {most} violations, found {self.violations}")
        if self.loss is not None and not self.loss >= 0:
            raise AskError("loss", f"a loss is 0 or more, found {self.loss:g}")


@dataclass(frozen=True)
class Quota:
    """A quota of inspections.

    Parameters
    ----------
    game : QuotaGame
        All states, with every quota up to the number of rounds.
    state : (int, int, int)
        Where it begins: rounds, inspections and violations.
    actions : tuple of str
        What the inspector's and the owner's actions are called: inspect, wait, stay legal, violate.
    blind : bool
        Whether the inspector need not know what it has missed.
    confirmed : bool
        Whether each quota's value was proven by best replies.
    loss : Fraction or None
        What the inspector is to lose at most.
    least : int or None
        The least quota with which it does not lose more; None if it was not asked for.
    """

    game: QuotaGame
    state: tuple[int, int, int]
    actions: tuple[str, str, str, str]
    blind: bool
    confirmed: bool
    loss: Fraction | None
    least: int | None

    @property
    def first(self) -> Period:
        """The first round."""
        return self.game.periods[self.state]

    def with_quota(self, inspections: int) -> Period:
        """The first round with another quota."""
        rounds, _, violations = self.state
        return self.game.periods[rounds, inspections, violations]


def ask_quota(scenario: Scenario, options: QuotaOptions) -> Quota:
    """Solve the game of a quota.

    Raises
    ------
    AskError
        If the scenario is no single period of inspection, or the numbers make no game.
    TimeLimitError
        If the time is up.
    """
    options.check()
    actions, caught, harm = _period_of(scenario)
    rounds, violations = options.rounds, options.violations
    with within(options.time_limit):
        game = solve_quota(rounds, rounds, violations, caught, harm)
        confirmed = all(proven(game, (rounds, k, violations)) for k in range(rounds + 1))
        loss = None if options.loss is None else Fraction(str(options.loss))
        enough = (
            k for k in range(rounds + 1) if loss is not None and game.periods[rounds, k, violations].value >= -loss
        )
        state = rounds, options.inspections, violations
        return Quota(
            game, state, actions, game.blind((rounds, rounds, violations)), confirmed, loss, next(enough, None)
        )


def _period_of(scenario: Scenario) -> tuple[tuple[str, str, str, str], Fraction, Fraction]:
    """What the actions of a single period are called, what a caught violation is worth, and what a missed one costs."""
    game = scenario.game
    if not isinstance(game, Matrix) or scenario.variants or game.repeat is not None:
        form = scenario.form if scenario.kind == "matrix" else scenario.kind
        raise AskError("kind", f"quota is for a matrix game that is one period of inspection, not {form}")
    if [len(own) for own in game.actions] != [2, 2]:
        raise AskError(
            "kind", "one period of inspection has two actions on each side: inspect or wait, comply or violate"
        )
    cells = game.payoffs
    if any(a + b for row in cells for a, b in row):
        raise AskError(
            "kind", "quotas are solved where one side loses what the other gains; here payoffs do not sum to 0"
        )
    legal = next((j for j in (0, 1) if not any(cells[i][j][0] for i in (0, 1))), None)
    if legal is None:
        raise AskError("kind", "one of the owner's actions must pay nothing whatever the inspector does: to stay legal")
    look = max((0, 1), key=lambda i: cells[i][1 - legal][0])
    caught, missed = cells[look][1 - legal][0], cells[1 - look][1 - legal][0]
    if not missed < 0 <= caught:
        more = "a violation that is missed must cost the inspector something, and one that is caught must not"
        raise AskError("kind", f"{more}; here it gets {float(missed):g} and {float(caught):g}")
    rows, columns = game.actions
    return (rows[look], rows[1 - look], columns[legal], columns[1 - legal]), caught, -missed
