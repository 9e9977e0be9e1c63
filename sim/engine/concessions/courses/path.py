"""A course of play as it is shown: round by round, who decides what with what chance, and what else would cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.exact.chances import as_float
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.games.concessions.stochastic_game import Outcome, StochasticGame

Place = tuple[int, int, int]
"""A decision point: round, phase and node."""

Over = Literal["", "walk_away", "hazard", "discovery"]
"""What ends the talks in a round; empty where they go on."""


@dataclass(frozen=True)
class Turn:
    """One player's decision on the path.

    Parameters
    ----------
    player : int
        Who decides.
    phase, node : int
        Where, in the game's own numbering.
    action : str
        What is done on the path.
    chance : float
        With what probability.
    loss : float or None
        What the best other action would cost the player, as a payoff per round; 0 where it mixes, None where it
        has no other action.
    alternative : str
        That other action.
    """

    player: int
    phase: int
    node: int
    action: str
    chance: float
    loss: float | None
    alternative: str


@dataclass(frozen=True)
class PathRound:
    """One round of the path: the state it starts from, the decisions, what it pays, and how it ends.

    ``breaks`` is empty, or says why the talks end here: ``walk_away`` or ``hazard``; ``risk`` is the chance that they
    break down after it; ``ended`` is what every later round pays if the talks end with it.
    """

    round: int
    state: int
    turns: tuple[Turn, ...]
    payoffs: tuple[float, float]
    ended: tuple[float, float]
    breaks: Over = ""
    risk: float = 0.0

    def in_vain(self, turn: Turn) -> bool:
        """Whether a decision came to nothing, since the other side walked away at the same time."""
        left = self.breaks == "walk_away" and turn.phase == self.turns[-1].phase
        return left and turn.action != "walk_away"


@dataclass(frozen=True)
class PathStep:
    """What is done at one decision point of a course: the numbers of both players' actions, 0 for who has none."""

    place: Place
    pair: tuple[int, int]


def breaks_off(outcome: Outcome) -> Over:
    """What ends a course at an outcome: a breakdown does where it is likelier than that the talks go on."""
    if outcome.successor == BROKEN:
        return "walk_away"
    return "hazard" if outcome.risk > 0.5 else ""


def outcome_at(game: StochasticGame, step: PathStep) -> Outcome:
    """What a step of a course leads to."""
    t, p, node = step.place
    phase = game.phases(t)[p]
    return phase.outcomes[phase.nodes[node].cells[step.pair[0]][step.pair[1]]]


def path_rounds(
    game: StochasticGame, steps: Sequence[PathStep], breaks: Over, turn: Callable[[PathStep, int], Turn]
) -> tuple[PathRound, ...]:
    """The rounds of a course; one that it does not play to its end is left out.

    Parameters
    ----------
    steps : sequence of PathStep
        What is done, from the first decision point of the game on.
    breaks : str
        What ends the talks at the last step.
    turn : callable
        The decision of a player at a step.
    """
    rounds: list[PathRound] = []
    turns: list[Turn] = []
    start = 0
    for number, step in enumerate(steps, 1):
        t, p, k = step.place
        phase = game.phases(t)[p]
        node = phase.nodes[k]
        if p == 0:
            turns, start = [], node.state
        turns += [turn(step, player) for player in (0, 1) if node.actions[player] != ("",)]
        outcome = outcome_at(game, step)
        over = outcome.successor == BROKEN
        if phase.closes_round or over:
            ends = breaks if number == len(steps) else ""
            both = float(outcome.reward[0]), float(outcome.reward[1])
            after = float(outcome.ended[0]), float(outcome.ended[1])
            rounds.append(PathRound(t, start, tuple(turns), both, after, ends, as_float(outcome.risk)))
    return tuple(rounds)


def path_nodes(path: Sequence[PathRound]) -> list[Place]:
    """Decision points on a path, each once."""
    return list(dict.fromkeys((r.round, turn.phase, turn.node) for r in path for turn in r.turns))
