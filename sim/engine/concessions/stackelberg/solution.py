"""Commitment in a concession game: the announced course, what holds the follower to it, and what tempts the leader."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.concessions.courses.course import Course, WithCourse
from sim.engine.concessions.courses.ending_chances import course_endings
from sim.engine.concessions.courses.ending_names import course_answer
from sim.engine.concessions.courses.first_step import first_step_on
from sim.engine.concessions.courses.outcome import path_outcome
from sim.engine.concessions.courses.path import PathStep, Turn, outcome_at, path_rounds
from sim.engine.concessions.stackelberg.announcement_search import best_announcement
from sim.engine.concessions.stackelberg.certificate import Reply, course_payoffs
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.solution import ANNOUNCED, Answer
from sim.errors import CertificateError
from sim.exact.chances import as_float
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.concessions.courses.endings import Ending
    from sim.engine.concessions.courses.first_step import FirstStep
    from sim.engine.concessions.courses.path import Over
    from sim.engine.concessions.stackelberg.announcement_search import AnnouncedDecision, Announcement
    from sim.engine.concessions.stackelberg.certificate import Decisions
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.engine.selection import Rule
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Pair


@dataclass(frozen=True)
class LeaderTemptation:
    """What the leader would gain by breaking its word at a decision of the course, if from then on nobody could commit.

    Parameters
    ----------
    round, phase, node : int
        Where.
    action : str
        What it would rather do.
    gain : Fraction
        What that brings, as a payoff per round from that round on; not positive if it would rather keep its word.
    """

    round: int
    phase: int
    node: int
    action: str
    gain: Fraction


@dataclass(frozen=True)
class AnnouncedSolution(WithCourse):
    """The best deterministic strategy to commit to in a concession game, and the game in which nobody can commit.

    Parameters
    ----------
    leader : int
        Who announces.
    announcement : Announcement
        The course, and what follows when it is left.
    exact : pair of Fraction
        What both players get, in their order.
    gain : Fraction
        Most that the follower could gain by another reply to the announced strategy.
    course : Course
        The announced course; the loss of a turn is what leaving the course there would cost the follower.
    endings : tuple of Ending
        How the talks end, with chances.
    temptations : tuple of LeaderTemptation
        Per decision of the leader on the course, where it was possible to work out.
    without : PerfectSolution
        The subgame-perfect equilibrium of the game in which nobody can commit.
    """

    game: StochasticGame
    leader: int
    announcement: Announcement
    exact: Pair
    gain: Fraction
    course: Course
    endings: tuple[Ending, ...]
    temptations: tuple[LeaderTemptation, ...]
    without: PerfectSolution
    concept: str = "stackelberg"
    complete: bool = False

    @property
    def certified(self) -> bool:
        """Whether the follower's best reply is worth what the course pays, and the replay pays what was promised."""
        one, two = self.announcement.value
        return self.gain == 0 and self.exact == ((one, two) if self.leader == 0 else (two, one))

    @property
    def values(self) -> tuple[float, float]:
        """What both players get."""
        return float(self.exact[0]), float(self.exact[1])

    @property
    def regret(self) -> tuple[float, float]:
        """The follower's regret, at its place; the leader is bound by its word."""
        gain = float(self.gain)
        return (0.0, gain) if self.leader == 0 else (gain, 0.0)

    @property
    def first_step(self) -> FirstStep:
        """How the first step is most likely taken, over all courses."""
        return first_step_on(self.path)

    def answer(self, rule: Rule) -> Answer:
        """The announced course."""
        del rule
        return course_answer(self, self.values, ANNOUNCED)


def solve_announced(
    game: StochasticGame, leader: int, rule: Rule | None = None, time_limit: float | None = 60.0
) -> AnnouncedSolution:
    """The best deterministic commitment in a concession game with a last round, certified.

    Parameters
    ----------
    leader : int
        Who announces.
    rule : Rule, optional
        Which equilibrium is played where nobody can commit and there are several.
    time_limit : float or None
        Seconds after which each of the two computations is given up.

    Raises
    ------
    GameTooLargeError, TimeLimitError
        If there is too much to compare.
    CertificateError
        If the follower could gain by another reply, which would be an error of ours.
    """
    found = best_announcement(game, leader, Deadline(time_limit))
    course = _decisions(found, leader)
    exact = course_payoffs(game, course)
    reply = Reply(game, leader, course, found.punishment)
    gain = reply.best() - exact[1 - leader]
    if gain:
        raise CertificateError("the follower would gain by another reply to the strategy announced")
    without = solve_stochastic(game, rule, time_limit)
    told = _course(game, found, leader, reply)
    return AnnouncedSolution(
        game=game,
        leader=leader,
        announcement=found,
        exact=exact,
        gain=gain,
        course=told,
        endings=course_endings(told.outcome, (state.complete for state in game.states)),
        temptations=tuple(_temptations(game, found, leader, without)),
        without=without,
    )


def _decisions(found: Announcement, leader: int) -> Decisions:
    """The course with actions in the order of the players."""
    return tuple(
        ((c.round, c.phase, c.node), (c.leader, c.follower) if leader == 0 else (c.follower, c.leader))
        for c in found.course
    )


def _course(game: StochasticGame, found: Announcement, leader: int, reply: Reply) -> Course:
    """The announced course, with what leaving it would cost the follower at each of its decisions."""
    choices = {(c.round, c.phase, c.node): c for c in found.course}
    steps = [PathStep(place, pair) for place, pair in _decisions(found, leader)]
    last = outcome_at(game, steps[-1])
    # The course goes on as announced for as long as it can.
    breaks: Over = "walk_away" if last.successor == BROKEN else "hazard" if last.over else ""

    def turn(step: PathStep, player: int) -> Turn:
        return _turn(game, reply, choices[step.place], player, leader)

    path = path_rounds(game, steps, breaks, turn)
    chance = prod(as_float(outcome_at(game, step).survival) for step in (steps[:-1] if breaks else steps))
    return Course(path, chance, None if breaks else last.successor, None, path_outcome(game, steps, breaks, chance))


def _turn(game: StochasticGame, reply: Reply, choice: AnnouncedDecision, player: int, leader: int) -> Turn:
    """A decision of the course; the follower's with what leaving the course would cost it."""
    node = game.phases(choice.round)[choice.phase].nodes[choice.node]
    taken = choice.leader if player == leader else choice.follower
    actions = node.actions[player]
    if player == leader or len(actions) == 1:
        return Turn(player, choice.phase, choice.node, actions[taken], 1.0, None, "")
    layer = reply.places.index((choice.round, choice.phase))
    cells = [node.cells[choice.leader][b] if leader == 0 else node.cells[b][choice.leader] for b in range(len(actions))]
    left = {b: reply.left(layer, cell) for b, cell in enumerate(cells) if b != taken}
    best = max(left, key=lambda b: left[b])
    loss = float(choice.value[1] - left[best])
    return Turn(player, choice.phase, choice.node, actions[taken], 1.0, loss, actions[best])


def _temptations(
    game: StochasticGame, found: Announcement, leader: int, without: PerfectSolution
) -> list[LeaderTemptation]:
    """Per decision of the leader: its best other action, if from the next decision on nobody could commit."""
    phases = [(t, p) for t in range(game.rounds) for p in range(len(game.phases(t)))]
    told = []
    for layer, choice in enumerate(found.course):
        t, p = phases[layer]
        node = game.phases(t)[p].nodes[choice.node]
        worth: dict[int, Fraction] = {}
        for a in range(len(node.actions[leader])):
            cell = node.cells[a][choice.follower] if leader == 0 else node.cells[choice.follower][a]
            value = without.profile.exact.outcome(layer, cell)
            if value is not None and a != choice.leader:
                worth[a] = value[leader]
        if worth:
            best = max(worth, key=lambda a: worth[a])
            told.append(LeaderTemptation(t, p, choice.node, node.actions[leader][best], worth[best] - choice.value[0]))
    return told
