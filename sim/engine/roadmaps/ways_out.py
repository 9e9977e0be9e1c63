"""All ways in which a player can leave a roadmap whose steps may be faked, with everything that may follow a fake.

The other side follows the roadmap and sees what seems to stand, so that a player who thinks of leaving has a decision
problem of its own. With patience d, in round t with a set F of own fakes that stand, going on is worth

    W(t, F) = (1 - d) r + d (Q P + (1 - Q) V(t + 1, F)),   Q = 1 - product over F of (1 - q),

where r is what the round pays with the fakes missing, q the chance that a round finds a fake, P what is left once one
is found, and V the best of going on, faking the step that is due, and leaving openly. After the last step nothing
changes any more, so that it is best to leave at once or never. `sim.engine.roadmaps.faking` looks at one fake, and
nothing after it; here further fakes and open departures count, so that what is enough here is enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from sim.deadline import check_time
from sim.engine.roadmaps.thresholds import RoadmapCourse
from sim.games.roadmaps.aftermath import departed, punished
from sim.games.roadmaps.ladders import NOTHING, advance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.games.roadmaps.ladders import Ladders, Rounds
    from sim.scenario.scenario import Punishment

Fakes = frozenset[int]
Act = Literal["follow", "fake", "hold_out", "renege"]

NO_FAKES: Fakes = frozenset()
MOST_FAKED = 10
"""Steps, most, of one player that may be faked; each doubles the work."""


@dataclass(frozen=True)
class WayOut:
    """A way in which a player can leave a roadmap.

    Parameters
    ----------
    round : int
        When; the round after the last step stands for all rounds from then on.
    acts : tuple of (int, str, int or None)
        What it does, as (round, act, number of the own step that is due): one open departure, or fakes and then
        perhaps one.
    margin : Fraction
        What that costs it, as a discounted average per round from that round on; negative if it pays.
    """

    round: int
    acts: tuple[tuple[int, Act, int | None], ...]
    margin: Fraction

    @property
    def step(self) -> int | None:
        """The own step that is due when it leaves."""
        return self.acts[0][2]


@dataclass(frozen=True)
class WaysOut:
    """The best ways in which one player can leave a roadmap.

    Parameters
    ----------
    openly : WayOut or None
        The one that costs least of those that fake nothing; None if there is none.
    faking : tuple of WayOut
        For each own step that may be faked the best way that begins with faking it, in the order of the roadmap.
    """

    openly: WayOut | None
    faking: tuple[WayOut, ...]

    @property
    def open_margin(self) -> Fraction | None:
        """What leaving openly costs at least."""
        return None if self.openly is None else self.openly.margin

    @property
    def fake_margin(self) -> Fraction | None:
        """What faking costs at least."""
        return min((way.margin for way in self.faking), default=None)


def ways_out(ladders: Ladders, rounds: Rounds, player: int, discovery: Punishment) -> WaysOut:
    """The best ways in which a player can leave a roadmap, at its own patience.

    Parameters
    ----------
    rounds : tuple of tuple of int
        The roadmap.
    player : int
        Who leaves.
    discovery : str
        What follows when a fake is found: ``snapback`` or ``breakdown``.

    Raises
    ------
    ValueError
        If the talks may break down by chance, or more than `MOST_FAKED` own steps may be faked.
    """
    if ladders.hazard:
        raise ValueError("ways out are known where talks do not break down by chance")
    faked = [k for k, step in enumerate(ladders.steps[player]) if step.verification is not None]
    if len(faked) > MOST_FAKED:
        raise ValueError(f"one player has {len(faked)} steps that may be faked; up to {MOST_FAKED} can be looked at")
    decided = _Decisions(ladders, rounds, player, discovery)
    openly, faking = [], []
    for t in range(len(rounds) + 1):
        follow = decided.course.worth(player, t, decided.patience)
        openly += [WayOut(t, ((t, act, due),), follow - worth) for act, due, worth in decided.departures(t, NO_FAKES)]
        for due in decided.may_fake(t):
            worth = decided.faking(t, NO_FAKES, due)
            after = decided.acts(t + 1, frozenset({due}))
            faking.append(WayOut(t, ((t, "fake", due), *after), follow - worth))
    return WaysOut(min(openly, key=lambda way: way.margin, default=None), tuple(faking))


class _Decisions:
    """What a player may do on a roadmap, and what that is worth, by round and own fakes that stand."""

    def __init__(self, ladders: Ladders, rounds: Rounds, player: int, discovery: Punishment) -> None:
        self.ladders, self.rounds, self.player, self.discovery = ladders, rounds, player, discovery
        self.patience = ladders.discount[player]
        self.course = RoadmapCourse(ladders, rounds)
        self._hollow: dict[Fakes, Ladders] = {}
        self._best: dict[tuple[int, Fakes], tuple[Fraction, Act, int | None]] = {}

    @cached_property
    def end(self) -> int:
        """The round that stands for all after the last step."""
        return len(self.rounds)

    def movers(self, t: int) -> tuple[int, ...]:
        """Who takes a step."""
        return self.rounds[t] if t < self.end else ()

    def due(self, t: int) -> int | None:
        """The number of the own step that is due."""
        return self.course.places[t][self.player] if self.player in self.movers(t) else None

    def may_fake(self, t: int) -> Iterator[int]:
        """The own step that is due, if it may be faked."""
        due = self.due(t)
        if due is not None and self.ladders.steps[self.player][due].verification is not None:
            yield due

    def hollow(self, fakes: Fakes) -> Ladders:
        """The ladders as they pay with some own steps faked: these, and what others add beside them, are missing."""
        if fakes not in self._hollow:
            check_time()
            missing = {(self.player, k) for k in fakes}
            one, two = (
                tuple(
                    replace(step, effect=NOTHING, once=NOTHING, joint=())
                    if (who, k) in missing
                    else replace(step, joint=tuple(j for j in step.joint if not missing.intersection(j.when)))
                    for k, step in enumerate(ladder)
                )
                for who, ladder in enumerate(self.ladders.steps)
            )
            self._hollow[fakes] = replace(self.ladders, steps=(one, two))
        return self._hollow[fakes]

    def best(self, t: int, fakes: Fakes) -> tuple[Fraction, Act, int | None]:
        """What the best act in a round is worth, and which it is; following where nothing is better."""
        key = t, fakes
        if key not in self._best:
            options: list[tuple[Fraction, Act, int | None]] = [(self._going_on(t, fakes), "follow", self.due(t))]
            options += [(self.faking(t, fakes, due), "fake", due) for due in self.may_fake(t)]
            options += [(worth, act, due) for act, due, worth in self.departures(t, fakes)]
            self._best[key] = max(options, key=lambda option: option[0])
        return self._best[key]

    def acts(self, t: int, fakes: Fakes) -> tuple[tuple[int, Act, int | None], ...]:
        """What is done from a round on besides following."""
        told: list[tuple[int, Act, int | None]] = []
        for now in range(t, self.end + 1):
            _, act, due = self.best(now, fakes)
            if act != "follow":
                told.append((now, act, due))
            if act == "fake" and due is not None:
                fakes |= {due}
            elif act != "follow":
                break
        return tuple(told)

    def faking(self, t: int, fakes: Fakes, due: int) -> Fraction:
        """What it is worth to fake the step that is due, and to do what is best afterwards."""
        return self._going_on(t, fakes | {due})

    def _going_on(self, t: int, fakes: Fakes) -> Fraction:
        """What a round in which everything seems to be done is worth, with what is best afterwards."""
        d, place, movers = self.patience, self.course.places[t], self.movers(t)
        hollow, after = self.hollow(fakes), advance(place, movers)
        paid = hollow.worth(after)[self.player] + hollow.once(place, movers)[self.player]
        silent = Fraction(1)
        for k in fakes:
            silent *= 1 - (self.ladders.steps[self.player][k].verification or 0)
        found = Fraction(0)
        if fakes:
            seen = replace(hollow, punishment=self.discovery)
            found = punished(seen, after, self.player, fake=(self.player, min(fakes))).stays
        if t == self.end:
            return ((1 - d) * paid + d * (1 - silent) * found) / (1 - d * silent)
        return (1 - d) * paid + d * ((1 - silent) * found + silent * self.best(t + 1, fakes)[0])

    def departures(self, t: int, fakes: Fakes) -> Iterator[tuple[Act, int | None, Fraction]]:
        """Ways to leave openly in a round, and what they are worth."""
        hollow, place, player, d = self.hollow(fakes), self.course.places[t], self.player, self.patience
        others = tuple(p for p in self.movers(t) if p != player)
        after, due = advance(place, others), self.due(t)
        once = hollow.once(place, others)[player]
        undone = player == 0, player == 1
        ways: list[tuple[Act, tuple[bool, bool]]] = [] if due is None else [("hold_out", (False, False))]
        ways += [("renege", undone)] if hollow.undoable(player, place[player]) else []
        for act, back in ways:
            now = hollow.worth(after, back)[player] + once
            yield act, due, (1 - d) * now + d * departed(hollow, after, player, back, bool(others)).stays
