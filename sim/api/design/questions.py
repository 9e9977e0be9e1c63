"""What can be asked of a game by those who want to change it, or to know which numbers it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.study.design.options import DesignOptions
from sim.study.inspection.options import InspectionOptions
from sim.study.inspection.quota import QuotaOptions
from sim.study.options import takes
from sim.study.require.options import RequireOptions
from sim.study.seen.options import SeenOptions
from sim.study.uncertain.options import DrawsOptions

if TYPE_CHECKING:
    from pathlib import Path

    from sim.api.design.designed import Design
    from sim.api.design.draws import Draws
    from sim.api.design.explained import ChoicesExplained, CourseExplained
    from sim.api.design.inspected import Inspected
    from sim.api.design.quotas import InspectionQuota
    from sim.api.design.require import Requirement
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
        jointly: bool = RequireOptions.jointly,
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
        from sim.api.design.require import Requirement

        return Requirement.ask(
            self.scenario, claim, parameters, RequireOptions(be, points, two, jointly, time_limit, point_limit)
        )

    @takes(InspectionOptions)
    def inspection(
        self,
        *parameters: str,
        roadmap: str | None = InspectionOptions.roadmap,
        points: int = InspectionOptions.points,
        time_limit: float | None = InspectionOptions.time_limit,
    ) -> Inspected:
        """Say how much inspection a roadmap needs so that nobody fakes, and how much is accepted (concession games).

        Parameters
        ----------
        *parameters : str
            Parameters of inspection, each as NAME or NAME=FROM:TO; by default those with a range that a chance of
            discovery hangs on.

        Raises
        ------
        AskError
            If the game is no concession game, no step of it may be faked, or there is no such roadmap.
        RangeError
            If a parameter or its range cannot be used.
        TimeLimitError
            If the time is up.

        Examples
        --------
        >>> import sim
        >>> found = sim.load("intrusion").inspection()
        >>> [(round(low, 4), round(high, 4)) for low, high in found.window["intrusion"]]
        [(0.2218, 0.3375)]
        """
        from sim.api.design.inspected import Inspected

        return Inspected.ask(self.scenario, parameters, InspectionOptions(roadmap, points, time_limit))

    @takes(QuotaOptions)
    def quota(
        self,
        rounds: int = QuotaOptions.rounds,
        inspections: int = QuotaOptions.inspections,
        violations: int = QuotaOptions.violations,
        loss: float | None = QuotaOptions.loss,
        time_limit: float | None = QuotaOptions.time_limit,
    ) -> InspectionQuota:
        """Say what a quota of inspections over rounds is worth (a zero-sum matrix game as one round).

        Raises
        ------
        AskError
            If the game is no single round of inspection, or the numbers make no game.
        TimeLimitError
            If the time is up.

        Examples
        --------
        >>> import sim
        >>> sim.load("inspection-quota").quota(rounds=2, inspections=1).found.first.value
        Fraction(-1, 3)
        """
        from sim.api.design.quotas import InspectionQuota

        return InspectionQuota.ask(self.scenario, QuotaOptions(rounds, inspections, violations, loss, time_limit))

    @takes(DesignOptions)
    def design(
        self,
        *,
        by: Literal["patience", "margin", "sum"] = DesignOptions.by,
        parts: int = DesignOptions.parts,
        punishment: Literal["snapback", "breakdown"] | None = DesignOptions.punishment,
        walk_away: bool = DesignOptions.walk_away,
        any_order: bool = DesignOptions.any_order,
        wait: bool = DesignOptions.wait,
        time_limit: float | None = DesignOptions.time_limit,
    ) -> Design:
        """Find the best roadmap over orders of the steps and shares of the divisible ones (concession games).

        Raises
        ------
        AskError
            If the game is no concession game, a step may be faked, the file has no breakdown that could follow, or
            the roles cannot be exchanged where players are to wait for each other.
        TimeLimitError
            If the time is up before anything has been found.

        Examples
        --------
        >>> import sim
        >>> game = sim.load("small-steps")
        >>> found = game.design(parts=2)
        >>> round(found.document["needed"], 4), len(found.document["rounds"])
        (0.6236, 4)
        """
        from sim.api.design.designed import Design

        return Design.ask(self.scenario, DesignOptions(by, parts, punishment, walk_away, any_order, wait, time_limit))

    @takes(SeenOptions)
    def explain_data(
        self,
        observed: str | Path,
        *parameters: str,
        points: int = SeenOptions.points,
        two: tuple[str, str] | None = SeenOptions.two,
        draws: int = SeenOptions.draws,
        seed: int = SeenOptions.seed,
        time_limit: float | None = SeenOptions.time_limit,
        point_limit: float | None = SeenOptions.point_limit,
    ) -> CourseExplained | ChoicesExplained:
        """Say under which values of parameters what was seen is the course of an equilibrium, or likeliest.

        Parameters
        ----------
        observed : str or Path
            A file with a course of talks (concession games), the name of a bundled one, or a folder with the records
            of a class.
        *parameters : str
            Those that are moved, each as NAME or NAME=FROM:TO; by default all that have a range in the file.

        Raises
        ------
        ScenarioError
            If the course cannot be read, or the rules do not let it come about.
        AskError
            If the game is none in which this can be asked, or no record is of it.
        RangeError
            If a parameter or its range cannot be used.
        TimeLimitError
            If the time is not enough for the game itself.

        Examples
        --------
        >>> import sim
        >>> found = sim.load("stalled").explain_data("autumn-2018", "leakage", draws=0)
        >>> found.document["parameters"][0]["stretches"][1]["exactly"], found.document["consistent"]
        (['251/672', '1'], True)
        """
        from sim.api.design.explained import explain_data

        options = SeenOptions(points, two, draws, seed, time_limit, point_limit)
        return explain_data(self.scenario, observed, parameters, options)

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
        from sim.api.design.draws import Draws

        return Draws.ask(self.scenario, DrawsOptions(draws, seed, select, time_limit))
