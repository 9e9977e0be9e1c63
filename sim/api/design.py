"""What can be asked of a game by those who want to change it: what it would take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.study.options import takes
from sim.study.require.options import RequireOptions
from sim.study.uncertain.options import DrawsOptions

if TYPE_CHECKING:
    from sim.api.require import Requirement
    from sim.api.studies.draws import Draws
    from sim.scenario.scenario import Scenario


class DesignQuestions:
    """The questions; whoever has a scenario can be asked them."""

    scenario: Scenario

    @takes(RequireOptions)
    def require(
        self,
        claim: str,
        *parameters: str,
        be: Literal["certain", "possible"] | None = RequireOptions.be,
        points: int = RequireOptions.points,
        two: tuple[str, str] | None = RequireOptions.two,
        time_limit: float | None = RequireOptions.time_limit,
        point_limit: float | None = RequireOptions.point_limit,
    ) -> Requirement:
        """Say which smallest changes make a claim about all equilibria true, or undo it (concession games).

        Parameters
        ----------
        claim : str
            What is claimed: ``"deal"``, ``"no deal"``, ``"deal by 6"``, ``"breakdown"``, ``"no breakdown"``, a step as
            ``"us.step"``, ``"us.step before nk.other"`` or ``"payoff us >= -1"``.
        *parameters : str
            Those that are moved, each as NAME or NAME=FROM:TO; by default all that have a range in the file.

        Raises
        ------
        AskError
            If the game is no concession game, hides types, or the claim is none.
        RangeError
            If a parameter or its range cannot be used.
        TimeLimitError
            If the time is not enough for the game itself.

        Examples
        --------
        >>> import sim
        >>> found = sim.load("stalled").require("deal", "blame_us")
        >>> found.document["now"], found.document["changes"][0]["set"]
        ('impossible', {'blame_us': 2.94})
        """
        from sim.api.require import Requirement

        return Requirement.ask(
            self.scenario, claim, parameters, RequireOptions(be, points, two, time_limit, point_limit)
        )

    @takes(DrawsOptions)
    def draws(
        self,
        draws: int = DrawsOptions.draws,
        *,
        seed: int = DrawsOptions.seed,
        select: str = DrawsOptions.select,
        time_limit: float | None = DrawsOptions.time_limit,
    ) -> Draws:
        """Say how likely a deal is where numbers are uncertain, what that hangs on, and the worst case.

        Parameters are drawn as the file says under ``draw``; if it says nothing, evenly over the ranges that it gives.
        Those that have been set keep their values.

        Raises
        ------
        AskError
            If there is nothing to draw, or no draw could be solved.
        TimeLimitError
            If the time is up before the first draw.

        Examples
        --------
        >>> import sim
        >>> game = sim.load("action-for-action").with_({"parameters.leakage.draw": {"uniform": [0, 1]}})
        >>> found = game.draws(500)
        >>> found.document["verdicts"]["possible"], found.document["worst"]["everywhere"]
        (0, None)
        """
        from sim.api.studies.draws import Draws

        return Draws.ask(self.scenario, DrawsOptions(draws, seed, select, time_limit))
