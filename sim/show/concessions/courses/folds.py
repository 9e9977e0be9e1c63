"""A course of play with rounds in which nothing changes told together, for timelines and stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.corner_play.solution import CornerSolution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.concessions.courses.course import WithCourse
    from sim.engine.concessions.courses.path import PathRound, Turn


@dataclass(frozen=True)
class Fold:
    """Rounds of a course that are told together.

    Parameters
    ----------
    rounds : tuple of PathRound
        One or more; of several only who moves differs.
    for_ever : bool
        Whether it goes on like this after them.
    """

    rounds: tuple[PathRound, ...]
    for_ever: bool = False

    @property
    def many(self) -> bool:
        """Whether there is more than one round."""
        return self.for_ever or len(self.rounds) > 1

    @property
    def numbers(self) -> str:
        """Numbers of the rounds, counted from 1; of what goes on for ever that of the first."""
        first, last = self.rounds[0].round + 1, self.rounds[-1].round + 1
        return str(first) if first == last or self.for_ever else f"{first}\N{EN DASH}{last}"

    @property
    def acts(self) -> tuple[tuple[PathRound, Turn], ...]:
        """What is decided in them, with its round: all of a single round, or the last decision of each player."""
        if len(self.rounds) == 1:
            return tuple((self.rounds[0], turn) for turn in self.rounds[0].turns)
        return tuple({turn.player: (r, turn) for r in self.rounds for turn in r.turns}.values())

    def losses(self, player: int) -> list[float]:
        """What the best other actions of a player would cost it, where it has any."""
        turns = (turn for r in self.rounds for turn in r.turns if turn.player == player)
        return [turn.loss for turn in turns if turn.loss is not None]

    @property
    def risk(self) -> float:
        """Chance that the talks break down after each of them although they need not; 0 where they end anyway."""
        return 0.0 if self.rounds[-1].breaks else self.rounds[0].risk


def folded(solution: WithCourse) -> list[Fold]:
    """The likeliest course in as few pieces as it can be told in."""
    found: list[Fold] = []
    waiting = list(solution.path)
    again = solution.again
    while waiting:
        same = 1
        while same < len(waiting) and _alike(solution, waiting[:same], waiting[same]):
            same += 1
        # Without a last round the course ends with what then goes on for ever, or over and over.
        for_ever = again is not None and waiting[0].round <= again and same == len(waiting) and not waiting[-1].breaks
        found.append(Fold(tuple(waiting[:same]), for_ever))
        waiting = waiting[same:]
    return found


def circle(solution: WithCourse) -> list[PathRound]:
    """The rounds that repeat, where more than one thing is done in them; else none."""
    if solution.again is None or folded(solution)[-1].for_ever:
        return []
    return [r for r in solution.path[solution.again :] if not r.breaks]


def lots(solution: WithCourse) -> Mapping[int, float]:
    """Rounds of the course after which lots are drawn, with the chance that play goes on as on the course."""
    return solution.lots if isinstance(solution, CornerSolution) else {}


def _alike(solution: WithCourse, group: list[PathRound], new: PathRound) -> bool:
    """Whether a round can be told together with those before it: nobody moves, and for the same reasons."""
    quiet = all(turn.action == "hold_out" and turn.chance == 1 for r in (group[-1], new) for turn in r.turns)
    states = solution.game.states
    if not quiet or states[group[-1].state] != states[new.state] or new.breaks or group[-1].breaks:
        return False
    if group[-1].round in lots(solution):
        return False
    last = {turn.player: turn for r in group for turn in r.turns}
    # In alternating moves the mover changes; each is compared with what it did before.
    return all(_reason(last.get(turn.player, turn)) == _reason(turn) for turn in new.turns)


def _reason(turn: Turn) -> tuple[str, bool]:
    return turn.alternative, not turn.loss
