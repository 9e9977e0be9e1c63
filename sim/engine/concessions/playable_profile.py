"""Solutions of concession games as profiles that can be followed from any decision point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.markov.markov_perfect import MarkovSolution
from sim.engine.concessions.markov.stationary import judge
from sim.engine.concessions.subgame_perfect import PerfectSolution

if TYPE_CHECKING:
    from sim.engine.concessions.mediated.mediated import MediatedSolution
    from sim.engine.concessions.reasons import Followed, Place
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Floats


class LayeredPlay:
    """A profile in layers: a subgame-perfect equilibrium, or a mediator's plan that is obeyed."""

    def __init__(self, solution: PerfectSolution | MediatedSolution) -> None:
        self.solution = solution

    @property
    def game(self) -> StochasticGame:
        """The game."""
        return self.solution.game

    def chances(self, place: Place) -> Floats:
        """Chance of each pair of actions (of recommendations, in a plan) at a decision point, shape (m, n)."""
        return self.solution.profile.layers[place[0]][place[1]].chances(place[2])

    def other(self, place: Place, player: int, action: int) -> Floats:
        """Chances of what the other player does; in a plan they may hang on what one is told oneself."""
        return self.solution.profile.layers[place[0]][place[1]].other(place[2], player, action)

    def value(self, place: Place) -> Floats:
        """What the profile is worth from a decision point on, shape (2,)."""
        round_, phase, node = place
        worth: Floats
        if isinstance(self.solution, PerfectSolution):
            worth = self.solution.profile.layers[round_][phase].values[node]
        else:
            worth = self.solution.obedience.values[round_][phase][node]
        return worth


class MarkovPlay:
    """A Markov perfect equilibrium, the selected one."""

    def __init__(self, solution: MarkovSolution) -> None:
        self.solution = solution
        self._profile = solution.first.play.profile
        self._values = judge(list(solution.points), self._profile).values
        self._index = {point.place: k for k, point in enumerate(solution.points)}

    @property
    def game(self) -> StochasticGame:
        """The game."""
        return self.solution.game

    def _at(self, place: Place) -> int:
        return self._index[place[0] % len(self.game.cycle), place[1], place[2]]

    def chances(self, place: Place) -> Floats:
        """Chance of each pair of actions at a decision point, shape (m, n)."""
        chances: Floats = np.outer(*self._profile[self._at(place)])
        return chances

    def other(self, place: Place, player: int, action: int) -> Floats:
        """Chances of the other player's actions; they do not hang on one's own."""
        del action
        return self._profile[self._at(place)][1 - player]

    def value(self, place: Place) -> Floats:
        """What the profile is worth from a decision point on, shape (2,)."""
        worth: Floats = self._values[self._at(place)]
        return worth


def followed(solution: PerfectSolution | MediatedSolution | MarkovSolution) -> Followed:
    """A solution as a profile that can be followed."""
    return MarkovPlay(solution) if isinstance(solution, MarkovSolution) else LayeredPlay(solution)
