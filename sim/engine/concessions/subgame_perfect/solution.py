"""From a stochastic game to everything that is said about it: solution, certificate, path and choices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.concessions.certificate import Deviations
from sim.engine.concessions.courses.course import WithCourse
from sim.engine.concessions.courses.ending_chances import layered_endings
from sim.engine.concessions.courses.ending_names import course_answer
from sim.engine.concessions.courses.first_step import first_step
from sim.engine.concessions.courses.likeliest_course import likeliest_course
from sim.engine.concessions.courses.path import path_nodes
from sim.engine.concessions.equilibrium_sets.agreement import SHARE, Agreement
from sim.engine.concessions.subgame_perfect.backward_induction import Layer, PerfectProfile, subgame_perfect
from sim.engine.concessions.subgame_perfect.walking import all_walk
from sim.engine.matrix.bimatrix import Equilibrium, bimatrix_equilibria
from sim.engine.selection import Reason, Rule
from sim.engine.solution import MIXED, SELECTED, UNIQUE, Answer
from sim.errors import CertificateError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.engine.concessions.courses.course import Course
    from sim.engine.concessions.courses.endings import Ending
    from sim.engine.concessions.courses.first_step import FirstStep
    from sim.engine.concessions.courses.path import PathRound
    from sim.engine.selection import Rule
    from sim.games.concessions.stochastic_game import StochasticGame

REGRET_TOLERANCE = 1e-9
"""Largest regret, as a share of the player's payoff range, that rounding may leave in a certified solution."""

REGRET_LIMIT = 1e-6
"""Share of the payoff range beyond which a regret is an error and not rounding that built up."""

MOST_EXAMINED = 40
"""Stage games on the path, most, whose other equilibria are listed."""


@dataclass(frozen=True)
class StageSelection:
    """A decision point at which the stage game has several equilibria.

    Parameters
    ----------
    round, phase, node : int
        Where.
    count : int
        Number of (extreme) equilibria of the stage game.
    reason : Reason
        What made the rule select the one that is played.
    walking_alone : bool
        Whether there are several for no reason but that both walking away at once is an equilibrium.
    others : tuple of Equilibrium
        The equilibria not selected but that both walk away, from the exact enumeration; listed on the path only.
    """

    round: int
    phase: int
    node: int
    count: int
    reason: Reason
    walking_alone: bool
    others: tuple[Equilibrium, ...] = ()


@dataclass(frozen=True)
class PerfectSolution(WithCourse):
    """A subgame-perfect equilibrium and what is known about it.

    Parameters
    ----------
    profile : PerfectProfile
        The strategies.
    values : tuple of float
        Both players' discounted average payoffs.
    regret : tuple of float
        Most that either player could gain by deviating anywhere that play can reach.
    course : Course
        The most likely play.
    endings : tuple of Ending
        How the talks end, with chances.
    choices : tuple of StageSelection
        Decision points with several equilibria.
    decisions : int
        Number of decision points that play can reach.
    uncertified : int
        How many of them hang on a comparison that could not be decided.
    on_path : tuple of StageSelection
        The decision points on the path that have several equilibria, each solved once more by the exact
        enumeration and nashpy.
    agreement : Agreement
        What all equilibria of the game agree on, found when it is first asked for.
    """

    game: StochasticGame
    profile: PerfectProfile
    values: tuple[float, float]
    regret: tuple[float, float]
    course: Course
    endings: tuple[Ending, ...]
    choices: tuple[StageSelection, ...]
    decisions: int
    uncertified: int
    on_path: tuple[StageSelection, ...]
    agreement: Agreement

    @property
    def concept(self) -> str:
        """Name of the solution concept."""
        return "subgame-perfect"

    @property
    def complete(self) -> bool:
        """Whether this is proven to be the only subgame-perfect equilibrium."""
        return not self.choices and not self.uncertified

    @property
    def first_step(self) -> FirstStep:
        """How the first step is most likely taken, over all courses."""
        return first_step(self.profile)

    @property
    def played(self) -> list[tuple[NDArray[np.bool_], ...]]:
        """Nodes reached with positive probability, per round and phase."""
        return self.profile.played

    @property
    def certified(self) -> bool:
        """Whether no deviation pays and no comparison was left undecided."""
        small = np.array(self.regret) <= REGRET_TOLERANCE * self.game.scale
        return bool(small.all()) and not self.uncertified

    def answer(self, rule: Rule) -> Answer:
        """The likeliest course."""
        del rule
        kind = UNIQUE if self.complete else SELECTED
        return course_answer(self, self.values, MIXED if self._mixes() else kind)

    def _mixes(self) -> bool:
        """Whether somebody mixes at a decision that play gets to."""
        return any(
            bool(mask.any()) and bool(min(layer.row[mask].max(axis=1).min(), layer.column[mask].max(axis=1).min()) < 1)
            for masks, layers in zip(self.played, self.profile.layers, strict=True)
            for mask, layer in zip(masks, layers, strict=True)
        )


def solve_stochastic(
    game: StochasticGame, rule: Rule | None = None, time_limit: float | None = None
) -> PerfectSolution:
    """A subgame-perfect equilibrium of a stochastic game, checked and told as a path of play.

    Parameters
    ----------
    rule : Rule, optional
        Which equilibrium of a stage game is played where there are several.
    time_limit : float or None
        Seconds after which the solution is given up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If some player could gain by deviating, which would be an error of ours.
    """
    deadline = Deadline(time_limit)
    profile = subgame_perfect(game, rule, deadline)
    strategies = [[(layer.row, layer.column) for layer in layers] for layers in profile.layers]
    deviations = Deviations(game, strategies, deadline)
    regret = deviations.regret(profile.reached)
    if np.any(regret > REGRET_LIMIT * game.scale):
        raise CertificateError(f"a player could gain {regret.max():.3g} per round by deviating from the solution found")
    course = likeliest_course(profile, deadline)
    value = deviations.values[0][0][0]
    choices = tuple(_choices(profile))
    return PerfectSolution(
        game=game,
        profile=profile,
        values=(float(value[0]), float(value[1])),
        regret=(float(regret[0]), float(regret[1])),
        course=course,
        endings=layered_endings(profile, deadline),
        choices=choices,
        decisions=sum(int(mask.sum()) for masks in profile.reached for mask in masks),
        uncertified=sum(int((~layer.certified).sum()) for layers in profile.layers for layer in layers),
        on_path=tuple(_examined(game, profile, choices, course.path)),
        agreement=Agreement(game, None if deadline.left is None else SHARE * deadline.left),
    )


def _examined(
    game: StochasticGame, profile: PerfectProfile, choices: tuple[StageSelection, ...], path: tuple[PathRound, ...]
) -> Iterator[StageSelection]:
    """Solve the stage games on the path that have several equilibria once more, exactly and through nashpy."""
    here = set(path_nodes(path))
    on_path = [c for c in choices if (c.round, c.phase, c.node) in here]
    for k, choice in enumerate(on_path):
        t, p, node = choice.round, choice.phase, choice.node
        layer, label = profile.layers[t][p], game.phases(t)[p].nodes[node]
        number = t * len(game.phases(t)) + p
        exact = profile.exact.outcomes(number, label.cells) if k < MOST_EXAMINED else None
        if exact is None:
            yield choice
            continue
        found = bimatrix_equilibria(*exact).equilibria
        played = min(found, key=partial(_distance, layer=layer, node=node))
        if _distance(played, layer, node) > 1e-6 or len(found) != choice.count:
            raise CertificateError(f"the exact enumeration finds other equilibria in round {t + 1} than induction")
        others = (e for e in found if e is not played and not all_walk(label, e.strategies))
        yield replace(choice, others=tuple(others))


def _distance(equilibrium: Equilibrium, layer: Layer, node: int) -> float:
    """Largest difference between an equilibrium's probabilities and those played at a node."""
    return max(
        float(np.abs(np.array([float(p) for p in strategy]) - side[node, : len(strategy)]).max())
        for strategy, side in zip(equilibrium.strategies, (layer.row, layer.column), strict=True)
    )


def _choices(profile: PerfectProfile) -> Iterator[StageSelection]:
    for t, layers in enumerate(profile.layers):
        for p, layer in enumerate(layers):
            nodes = profile.game.phases(t)[p].nodes
            for node in map(int, np.flatnonzero(layer.count > 1)):
                count, both = int(layer.count[node]), all("walk_away" in own for own in nodes[node].actions)
                alone = both and int(layer.going[node]) <= 1
                yield StageSelection(t, p, node, count, Reason(int(layer.reason[node])), alone)
