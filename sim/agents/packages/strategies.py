"""Agents that bargain over packages: those of Faratin, Sierra and Jennings (1998), a hard-liner, and the equilibrium.

References
----------
Faratin, P., Sierra, C. and Jennings, N. R. (1998): Negotiation decision functions for autonomous agents. Robotics and
Autonomous Systems 24, 159-182.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.agents.agent import Agent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.agents.packages.view import PackageView


class PackageAgent(Agent):
    """A strategy for bargaining over packages; derive a class from it and write ``act``.

    ``act`` gets a `PackageView` and returns ``accept``, ``wait``, ``walk_away``, or a package to offer, such as
    ``salary=high,start=june`` (`PackageView.says`); or such texts with probabilities.
    """

    def act(self, view: PackageView) -> str | Mapping[str, float]:  # type: ignore[override]
        """What to do now.

        Parameters
        ----------
        view : PackageView
            What the player sees.
        """
        raise NotImplementedError(f"{type(self).__name__} has no method 'act'")


class Aspiring(PackageAgent):
    """Aims at some worth, offers what has it, and accepts what is worth as much as its own next offer."""

    def target(self, view: PackageView) -> float:
        """What it aims at now, in points."""
        raise NotImplementedError

    def act(self, view: PackageView) -> str:  # type: ignore[override]
        """Offer the target, or accept what is worth it."""
        aim = max(self.target(view), view.walk_away)
        if view.offer is None:
            found = view.near(aim)
            return view.says(found) if view.worth(found) >= view.walk_away else "walk_away"
        last = view.round + 1 >= view.rounds
        least = view.walk_away if last else min(aim, view.worth(view.near(aim)))
        return "accept" if view.worth(view.offer) >= least else "wait"


def _conceded(view: PackageView, exponent: float) -> float:
    """What a time-dependent tactic aims at: from the best package down to walking away, by the share of time."""
    best = view.worth(view.best)
    return best - (best - view.walk_away) * float(view.time ** (1 / exponent))


@dataclass(frozen=True)
class Boulware(Aspiring):
    """Keeps its demands up and gives way only close to the last round.

    What is given is (t / T) to the power of 1 / exponent of the way from its best package to walking away.
    """

    exponent: float = 0.2

    name: ClassVar[str] = "boulware"
    source: ClassVar[str] = "Faratin, Sierra and Jennings (1998)"

    def target(self, view: PackageView) -> float:
        """By the share of time that is over."""
        return _conceded(view, max(self.exponent, 1e-3))


@dataclass(frozen=True)
class PackageConceder(Aspiring):
    """Gives way early, and little later on.

    What is given is (t / T) to the power of 1 / exponent of the way from its best package to walking away.
    """

    exponent: float = 3.0

    name: ClassVar[str] = "conceder"
    source: ClassVar[str] = "Faratin, Sierra and Jennings (1998)"

    def target(self, view: PackageView) -> float:
        """By the share of time that is over."""
        return _conceded(view, max(self.exponent, 1e-3))


class PackageTitForTat(Aspiring):
    """Gives way by as much of its own points as the other side's last two offers have brought it.

    That is the absolute tit-for-tat of Faratin, Sierra and Jennings, on whole packages; it starts with its best one.
    """

    name = "tit_for_tat"
    source = "Faratin, Sierra and Jennings (1998)"

    def target(self, view: PackageView) -> float:
        """Its last offer less what the other side's last move brought it."""
        last = view.worth(view.mine[-1] if view.mine else view.best)
        if len(view.theirs) < 2:
            return last
        brought = view.worth(view.theirs[-1]) - view.worth(view.theirs[-2])
        return min(view.worth(view.best), last - max(brought, 0.0))


class PackageHardLiner(PackageAgent):
    """Asks for its best package in every round, and accepts nothing less before the last."""

    name = "hard_liner"
    source = "the take-it-or-leave-it strategy, as in Raiffa (1982)"

    def act(self, view: PackageView) -> str:  # type: ignore[override]
        """The best package, or what is better than walking away once there is no other round."""
        if view.offer is None:
            return view.says(view.best)
        least = view.walk_away if view.round + 1 >= view.rounds else view.worth(view.best)
        return "accept" if view.worth(view.offer) >= least else "wait"


class PackageEquilibrium(PackageAgent):
    """Plays its part of the subgame-perfect equilibrium of the offers, which knows both sides' points."""

    name = "equilibrium"
    source = "Rubinstein (1982)"

    def act(self, view: PackageView) -> Mapping[str, float]:  # type: ignore[override]
        """What the equilibrium does here."""
        return view.equilibrium


@dataclass(frozen=True)
class PackageQuantal(PackageAgent):
    """Takes better packages and answers more often: the odds of two grow with what one is worth more than the other.

    Everybody, the player itself later on included, is taken to err likewise; it knows both sides' points. Without a
    precision it is 20 over the range of points.
    """

    precision: float = -1.0  # below 0: by the range of points

    name: ClassVar[str] = "quantal_response"
    source: ClassVar[str] = "McKelvey and Palfrey (1998)"

    def act(self, view: PackageView) -> Mapping[str, float]:  # type: ignore[override]
        """The logit mixture."""
        return view.errs(None if self.precision < 0 else float(self.precision))


PACKAGE_AGENTS = {
    agent.name: agent for agent in (PackageEquilibrium, Boulware, PackageConceder, PackageTitForTat, PackageHardLiner)
}
"""Classes of the agents that come along by their names, and meet in a tournament."""

ERRING_AGENTS = {PackageQuantal.name: PackageQuantal}
"""Those that take part only where they are named, as they need a list of all packages."""
