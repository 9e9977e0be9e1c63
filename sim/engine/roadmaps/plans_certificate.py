"""A second opinion on ways to leave a roadmap: every plan played forward, with sets of steps and shares of silence.

It shares nothing with `sim.engine.roadmaps.ways_out` but the steps: no decisions are taken, no worth is handed back
from round to round, and nothing is known of ladders made hollow.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from sim.deadline import check_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.games.roadmaps.ladders import Ladders, Rounds
    from sim.scenario.scenario import Punishment, Step

MOST_PLANS = 20_000
"""Plans, most, that are played."""

Margins = tuple[Fraction | None, dict[str, Fraction]]


def margins_of_plans(ladders: Ladders, rounds: Rounds, player: int, discovery: Punishment) -> Margins | None:
    """What leaving openly costs at least, and by the identifier of each step what faking it first does.

    Parameters
    ----------
    rounds : tuple of tuple of int
        The roadmap.
    player : int
        Who leaves.
    discovery : str
        What follows when a fake is found.

    Returns
    -------
    tuple or None
        None where there are too many plans to play.
    """
    taken = _taken(ladders, rounds)
    fakeable = [s for steps in taken for s in steps if s.owner == player and s.verification is not None]
    if 2 ** len(fakeable) * (2 * len(rounds) + 3) > MOST_PLANS:
        return None
    tale = _Tale(ladders, taken, player, discovery)
    opened: Fraction | None = None
    faked: dict[str, Fraction] = {}
    for fakes, leaving, back in _plans(taken, fakeable, player):
        check_time()
        dated = [t for t, steps in enumerate(taken) if fakes.intersection(steps)]
        start = min(dated, default=len(taken) if leaving is None else leaving)
        worth = tale.worth(start, fakes, leaving, back)
        if worth is None:
            continue
        margin = tale.worth(start, frozenset(), None, False) - worth  # type: ignore[operator]
        if fakes:
            first = next(s.id for s in taken[start] if s in fakes)
            faked[first] = min(faked.get(first, margin), margin)
        else:
            opened = margin if opened is None else min(opened, margin)
    return opened, faked


def _taken(ladders: Ladders, rounds: Rounds) -> list[tuple[Step, ...]]:
    left = [list(ladder) for ladder in ladders.steps]
    return [tuple(left[p].pop(0) for p in movers) for movers in rounds]


def _plans(
    taken: list[tuple[Step, ...]], fakeable: list[Step], player: int
) -> Iterator[tuple[frozenset[Step], int | None, bool]]:
    """Which steps are faked, in which round it is left openly if ever, and whether steps are taken back then."""
    for count in range(len(fakeable) + 1):
        for chosen in combinations(fakeable, count):
            fakes = frozenset(chosen)
            last = max((t for t, steps in enumerate(taken) if fakes.intersection(steps)), default=-1)
            if fakes:
                yield fakes, None, False
            for leaving in range(last + 1, len(taken) + 1):
                yield fakes, leaving, True
                if leaving < len(taken) and any(s.owner == player for s in taken[leaving]):
                    yield fakes, leaving, False


class _Tale:
    """Play from a round on, told forward."""

    def __init__(self, ladders: Ladders, taken: list[tuple[Step, ...]], player: int, discovery: Punishment) -> None:
        self.ladders, self.taken, self.player, self.discovery = ladders, taken, player, discovery
        self.every = frozenset(step for ladder in ladders.steps for step in ladder)

    def worth(self, start: int, fakes: frozenset[Step], leaving: int | None, back: bool) -> Fraction | None:
        """Discounted average from a round on; None for a plan that takes back where nothing can be."""
        d = self.ladders.discount[self.player]
        stands = frozenset(s for steps in self.taken[:start] for s in steps)
        weight, total, t = Fraction(1), Fraction(0), start  # weight: of the rounds from t on, times chance of silence
        while t < len(self.taken) and t != leaving:
            steps = self.taken[t]
            stands |= set(steps)
            total += weight * (1 - d) * self.pays(stands, fakes, steps)
            found = 1 - self.silence(stands & fakes)
            total += weight * d * found * self.caught(stands, fakes)
            weight, t = weight * d * (1 - found), t + 1
        if leaving is None:
            stay = d * self.silence(stands & fakes)
            rest = (1 - d) * self.pays(stands, fakes, ()) + (d - stay) * self.caught(stands, fakes)
            return total + weight * rest / (1 - stay)
        own = {s for s in stands if s.owner == self.player and s.reversible}
        if back and not own:
            return None
        others = tuple(s for s in (self.taken[t] if t < len(self.taken) else ()) if s.owner != self.player)
        stands = stands.union(others) - (own if back else set())
        total += weight * (1 - d) * self.pays(stands, fakes, others)
        return total + weight * d * self.over(stands, fakes, self.ladders.punishment)

    def silence(self, fakes: frozenset[Step]) -> Fraction:
        """Chance that no fake is found."""
        chance = Fraction(1)
        for step in fakes:
            chance *= 1 - (step.verification or 0)
        return chance

    def effects(self, there: frozenset[Step]) -> Fraction:
        who, ladders = self.player, self.ladders.steps
        joint = (
            j.effect[who] for s in there for j in s.joint if all(ladders[owner][k] in there for owner, k in j.when)
        )
        return sum((*(s.effect[who] for s in there), *joint), Fraction(0))

    def pays(self, stands: frozenset[Step], fakes: frozenset[Step], now: tuple[Step, ...]) -> Fraction:
        """A round while the talks go on; what seems to stand counts for the agreement."""
        who = self.player
        extra = self.ladders.agreement[who] if stands == self.every else -self.ladders.delay[who]
        once = sum((s.once[who] for s in now if s not in fakes), Fraction(0))
        return self.ladders.status_quo[who] + self.effects(stands - fakes) + once + extra

    def caught(self, stands: frozenset[Step], fakes: frozenset[Step]) -> Fraction:
        return self.over(stands - fakes, frozenset(), self.discovery) if stands & fakes else Fraction(0)

    def over(self, stands: frozenset[Step], fakes: frozenset[Step], how: Punishment) -> Fraction:
        """Every round once it has been left or a fake has been found."""
        who, real = self.player, stands - fakes
        lasting = frozenset(s for s in real if not s.reversible)
        if how == "snapback":
            return self.ladders.status_quo[who] + self.effects(lasting)
        kept = {"nothing": frozenset(), "all": real}.get(self.ladders.keeps, lasting)
        return self.ladders.breakdown[who] + self.effects(kept)
