"""The two ladders of a concession scenario, as roadmaps climb them: what each rung pays, and what is left of it.

A roadmap says who takes its next step in which round, and the prerequisites of the game do not bind it: it is an
agreement on the order. A place is the number of steps that each player has taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from sim.scenario.scenario import Concessions, JointEffect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.scenario.scenario import Keeps, Punishment, Scenario, Stalls, Step
    from sim.types import Pair

    Place = tuple[int, int]
    Rounds = tuple[tuple[int, ...], ...]

NOTHING = (Fraction(0), Fraction(0))


@dataclass(frozen=True)
class Ladders:
    """What roadmaps are made of.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    discount : pair of Fraction
        Each player's discount factor per round.
    status_quo, agreement, breakdown : pair of Fraction
        Payoffs per round with no step taken; added once every step stands; once the talks have broken down and nothing
        is kept.
    steps : pair of tuple of Step
        The ladders, lowest step first.
    punishment : str
        What follows when somebody leaves a roadmap: ``snapback`` or ``breakdown``.
    delay : pair of Fraction
        What a mediator makes a round cost that ends, the talks still going on, before the agreement is complete.
    keeps : str
        Which steps stay given up when the talks break down: ``irreversible``, ``nothing`` or ``all``.
    hazard : Fraction
        Chance that the talks break down after a round that stalls.
    stalls : str
        Which rounds stall: those ``without_progress`` or ``without_change``; none at which the agreement stands.
    rests : tuple of frozenset of (int, int)
        Sets of steps, as (player, number), at which talks rest without hazard.
    walk_away : bool
        Whether players may end the talks as long as the agreement is not complete.
    waits : bool
        Whether a side that does not take the step that is due is waited for: nothing moves in that round, and from the
        next one on all that is still to come is taken with the roles exchanged. In such roadmaps one side moves at a
        time, and no step is reversible or adds something beside others.
    shared : tuple of (int, int)
        Numbers of steps on the first and on the second ladder that are both sides' parts of the same step.
    """

    players: tuple[str, str]
    discount: Pair
    status_quo: Pair
    agreement: Pair
    breakdown: Pair
    steps: tuple[tuple[Step, ...], tuple[Step, ...]]
    punishment: Punishment = "snapback"
    delay: Pair = NOTHING
    keeps: Keeps = "nothing"
    hazard: Fraction = Fraction(0)
    stalls: Stalls = "without_progress"
    rests: tuple[frozenset[tuple[int, int]], ...] = ()
    walk_away: bool = False
    waits: bool = False
    shared: tuple[tuple[int, int], ...] = ()

    @property
    def size(self) -> Place:
        """Number of steps on each ladder."""
        return len(self.steps[0]), len(self.steps[1])

    @cached_property
    def _sums(self) -> tuple[tuple[list[Pair], list[Pair]], tuple[list[Pair], list[Pair]]]:
        """Per player, summed effects of the lowest steps: of all, and of those that nobody can undo."""
        one, two = (
            (
                list(accumulate((s.effect for s in ladder), _add, initial=NOTHING)),
                list(accumulate((NOTHING if s.reversible else s.effect for s in ladder), _add, initial=NOTHING)),
            )
            for ladder in self.steps
        )
        return one, two

    def undoable(self, player: int, count: int) -> tuple[int, ...]:
        """Numbers of the reversible steps among the lowest ones of a player."""
        return tuple(k for k in range(count) if self.steps[player][k].reversible)

    def worth(self, place: Place, undone: tuple[bool, bool] = (False, False)) -> Pair:
        """Payoffs of a round that ends at a place with the talks going on.

        Parameters
        ----------
        place : pair of int
            Number of steps that each player has taken.
        undone : pair of bool
            Whether each player's reversible steps have been undone.
        """
        value = self.lasting(place, undone)
        return value if self._stands(place, undone) else _less(value, self.delay)

    def lasting(
        self, place: Place, undone: tuple[bool, bool] = (False, False), fake: tuple[int, int] | None = None
    ) -> Pair:
        """Payoffs per round at a place where nothing moves any more; a fake that was found out was never there."""
        value = _add(self.status_quo, self._effects(place, undone, fake))
        return _add(value, self.agreement) if fake is None and self._stands(place, undone) else value

    def calm(
        self, place: Place, undone: tuple[bool, bool] = (False, False), fake: tuple[int, int] | None = None
    ) -> bool:
        """Whether talks that rest at a place are without hazard; a fake that was found out was never there."""
        if fake is None and self._stands(place, undone):
            return True
        there = {
            (p, k)
            for p in (0, 1)
            for k in range(place[p])
            if (p, k) != fake and not (undone[p] and self.steps[p][k].reversible)
        }
        return there in self.rests

    @cached_property
    def _joint(self) -> tuple[tuple[tuple[tuple[int, int], ...], Pair], ...]:
        """What some steps add together, with all that have to stand for it."""
        return tuple(
            (((player, k), *joint.when), joint.effect)
            for player, ladder in enumerate(self.steps)
            for k, step in enumerate(ladder)
            for joint in step.joint
        )

    def _effects(self, place: Place, undone: tuple[bool, bool], fake: tuple[int, int] | None = None) -> Pair:
        """What the steps add that have been taken and not undone, one of them perhaps a fake."""

        def stands(player: int, k: int) -> bool:
            taken = k < place[player] and (player, k) != fake
            return taken and not (undone[player] and self.steps[player][k].reversible)

        value = _add(self._sums[0][undone[0]][place[0]], self._sums[1][undone[1]][place[1]])
        if fake is not None:
            player, k = fake
            if k < place[player] and not (undone[player] and self.steps[player][k].reversible):
                value = _less(value, self.steps[player][k].effect)
        for needs, effect in self._joint:
            if all(stands(player, k) for player, k in needs):
                value = _add(value, effect)
        return value

    def missing(self, place: Place, player: int, number: int) -> Pair:
        """What a faked step of a player leaves out of the payoffs of a round that ends at a place."""
        both = False, False
        return _less(self._effects(place, both), self._effects(place, both, (player, number)))

    def broken(
        self, place: Place, undone: tuple[bool, bool] = (False, False), fake: tuple[int, int] | None = None
    ) -> Pair:
        """Payoffs per round at a place once the talks have broken down: what is kept is added for ever after."""
        if self.keeps == "nothing":
            return self.breakdown
        return _add(self.breakdown, self._effects(place, undone if self.keeps == "all" else (True, True), fake))

    def _stands(self, place: Place, undone: tuple[bool, bool]) -> bool:
        """Whether the agreement is complete."""
        return place == self.size and not any(undone[p] and self.undoable(p, place[p]) for p in (0, 1))

    def once(self, place: Place, movers: Iterable[int]) -> Pair:
        """What the steps that some players take at a place pay in their round alone."""
        value = NOTHING
        for player in movers:
            value = _add(value, self.steps[player][place[player]].once)
        return value


def from_ladders(
    scenario: Scenario,
    punishment: Punishment | None = None,
    hazard: Fraction = Fraction(0),
    walk_away: bool = False,
    waits: bool = False,
) -> Ladders:
    """The ladders of a concession scenario.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario of kind ``concessions``.
    punishment : str, optional
        Replaces the punishment that the file names.
    hazard : Fraction
        Chance that the talks break down after a round that stalls; not that of the file, unless it is handed over.
    walk_away : bool
        Whether players may end the talks.
    waits : bool
        Whether a side that does not take its step is waited for.
    """
    game = scenario.game
    if not isinstance(game, Concessions):
        raise TypeError(f"expected a scenario of kind concessions, found {scenario.kind}")
    first, second = scenario.players
    if first.patience is None or second.patience is None:
        raise TypeError("a concession scenario needs both players' patience")
    return Ladders(
        players=(first.id, second.id),
        discount=(first.patience, second.patience),
        status_quo=game.status_quo,
        agreement=game.agreement,
        breakdown=game.breakdown,
        steps=game.ladders,
        punishment=punishment or game.punishment,
        delay=game.mediator.delay if game.mediator else NOTHING,
        keeps=game.keeps,
        hazard=hazard,
        stalls=game.stalls,
        rests=game.rests,
        walk_away=walk_away,
        waits=waits,
    )


def turned(step: Step) -> Step:
    """A step as the other side takes it: it does to that side what it did to the first."""
    joint = tuple(JointEffect(e.effect[::-1], e.when) for e in step.joint)
    return replace(step, effect=step.effect[::-1], once=step.once[::-1], joint=joint)


def exchanged(ladders: Ladders) -> Ladders:
    """The ladders with all steps taken by the other side; each keeps its place, on the ladder of who else takes it."""
    one, two = (tuple(map(turned, ladder)) for ladder in ladders.steps)
    return replace(ladders, steps=(one, two))


def same_rules(scenario: Scenario, ladders: Ladders | None) -> Ladders:
    """The ladders of a scenario under the rules that roadmaps of another one were judged by; the file's if of none."""
    if ladders is None:
        return from_ladders(scenario)
    return from_ladders(scenario, ladders.punishment, ladders.hazard, ladders.walk_away)


def advance(place: Place, movers: Iterable[int]) -> Place:
    """The place after some players have taken their next step."""
    movers = tuple(movers)
    return place[0] + (0 in movers), place[1] + (1 in movers)


def one_side_first(ladders: Ladders, player: int) -> Rounds:
    """The roadmap on which one player takes all its steps before the other begins."""
    return ((player,),) * ladders.size[player] + ((1 - player,),) * ladders.size[1 - player]


def step_for_step(ladders: Ladders) -> Rounds:
    """The roadmap on which both take a step in each round, until the shorter ladder is climbed."""
    wide, high = ladders.size
    longer = 0 if wide > high else 1
    return ((0, 1),) * min(wide, high) + ((longer,),) * abs(wide - high)


def split(ladders: Ladders, parts: int) -> Ladders:
    """The ladders with each step cut into equal small ones.

    Parameters
    ----------
    parts : int
        Number of small steps for each step, at least 1.
    """
    if parts < 1:
        raise ValueError("a step is split into at least one part")

    def small(step: Step, k: int) -> Step:
        one, two = ((v[0] / parts, v[1] / parts) for v in (step.effect, step.once))
        told = f" ({k + 1} of {parts})" if parts > 1 else ""
        label = f"{step.id}.{k + 1}" if parts > 1 else step.id
        joint = tuple(
            JointEffect(
                (entry.effect[0] / parts, entry.effect[1] / parts),
                tuple((who, (m + 1) * parts - 1) for who, m in entry.when),
            )
            for entry in step.joint
        )
        return replace(step, id=label, name=step.name + told, effect=one, once=two, after=(), joint=joint)

    one, two = (tuple(small(step, k) for step in ladder for k in range(parts)) for ladder in ladders.steps)
    rests = tuple(frozenset((p, k * parts + m) for p, k in deal for m in range(parts)) for deal in ladders.rests)
    return replace(ladders, steps=(one, two), rests=rests)


def split_rounds(rounds: Rounds, parts: int) -> Rounds:
    """A roadmap over split ladders: each of its rounds becomes as many as a step has parts."""
    return tuple(movers for movers in rounds for _ in range(parts))


def keeps_prerequisites(ladders: Ladders, rounds: Rounds) -> bool:
    """Whether every step of a roadmap finds its prerequisites standing at the start of its round."""
    place = (0, 0)
    for movers in rounds:
        for player in movers:
            if any(place[who] <= step for who, step in ladders.steps[player][place[player]].after):
                return False
        place = advance(place, movers)
    return True


def _add(one: Pair, two: Pair) -> Pair:
    return one[0] + two[0], one[1] + two[1]


def _less(one: Pair, two: Pair) -> Pair:
    return one[0] - two[0], one[1] - two[1]
