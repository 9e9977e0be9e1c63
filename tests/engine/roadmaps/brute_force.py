"""Roadmaps once more, from the text of the design alone: slow, plain, and in fractions.

Nothing here comes from `sim`. Play is a set of steps that stand, and goes round by round; who leaves a roadmap is
played out, and both plays are added up. A fake is played out once for each round in which it may be discovered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

F = Fraction
Pair = tuple[Fraction, Fraction]
Order = tuple[tuple[int, ...], ...]
Standing = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Rung:
    """One step: what it pays for ever and once, whether it can be undone, whether and how well it is verified."""

    effect: Pair
    once: Pair = (F(0), F(0))
    reversible: bool = False
    verification: Fraction | None = None
    after: tuple[tuple[int, int], ...] = ()
    joint: tuple[tuple[Pair, Standing], ...] = ()


@dataclass(frozen=True)
class Game:
    """Two ladders and what stands around them."""

    ladders: tuple[tuple[Rung, ...], tuple[Rung, ...]]
    status_quo: Pair = (F(0), F(0))
    agreement: Pair = (F(0), F(0))
    breakdown: Pair = (F(0), F(0))
    punishment: str = "snapback"
    keeps: str = "nothing"
    hazard: Fraction = Fraction()
    stalls: str = "without_progress"
    rests: tuple[Standing, ...] = ()
    walk_away: bool = False

    def risk(self, before: Standing, after: Standing) -> Fraction:
        """The chance that the talks break down after a round, by what stands before and after it."""
        if after == self.all_steps or after in self.rests:
            return F(0)
        moved = bool(after - before) if self.stalls == "without_progress" else after != before
        return F(0) if moved else self.hazard

    @cached_property
    def all_steps(self) -> Standing:
        return frozenset((p, k) for p in (0, 1) for k in range(len(self.ladders[p])))

    def pays(self, standing: Standing, player: int, agreed: bool | None = None) -> Fraction:
        """A round's payoff; `agreed` overrules whether the agreement counts as complete."""
        complete = standing == self.all_steps if agreed is None else agreed
        key = (standing, player, complete)
        if key not in self._paid:
            steps = self.effects(standing, player) + self.status_quo[player]
            self._paid[key] = steps + (self.agreement[player] if complete else 0)
        return self._paid[key]

    @cached_property
    def _paid(self) -> dict[tuple[Standing, int, bool], Fraction]:
        """Payoffs that were asked for: all orders go through the same few standings."""
        return {}

    def broken(self, standing: Standing, player: int) -> Fraction:
        """A round's payoff once the talks have broken down: what is kept has its effects on top."""
        kept = {"nothing": frozenset[tuple[int, int]](), "all": standing}.get(self.keeps, self.undone(standing, [0, 1]))
        return self.effects(kept, player) + self.breakdown[player]

    def effects(self, standing: Standing, player: int) -> Fraction:
        """What steps add that stand, alone and with others."""
        total = F(0)
        for p, k in standing:
            rung = self.ladders[p][k]
            total += rung.effect[player] + sum(pay[player] for pay, with_ in rung.joint if with_ <= standing)
        return total

    def undone(self, standing: Standing, whose: Iterable[int]) -> Standing:
        """What is left when some players' reversible steps are undone."""
        owners = tuple(whose)
        return frozenset((p, k) for p, k in standing if not (p in owners and self.ladders[p][k].reversible))

    def once(self, steps: Iterable[tuple[int, int]], player: int) -> Fraction:
        return sum((self.ladders[p][k].once[player] for p, k in steps), F(0))


def orders(wide: int, high: int) -> Iterator[Order]:
    """Every way to climb two ladders with a step by one side or by both in each round."""
    if not wide and not high:
        yield ()
    for movers, left in (((0,), (wide - 1, high)), ((1,), (wide, high - 1)), ((0, 1), (wide - 1, high - 1))):
        if min(left) >= 0:
            yield from ((movers, *rest) for rest in orders(*left))


def keeps_prerequisites(game: Game, order: Order) -> bool:
    standing: set[tuple[int, int]] = set()
    for movers in order:
        new = {(p, sum(owner == p for owner, _ in standing)) for p in movers}
        if any(set(game.ladders[p][k].after) - standing for p, k in new):
            return False
        standing |= new
    return True


def average(rounds: list[Fraction], ever_after: Fraction, patience: Fraction) -> Fraction:
    """(1 - d) sum d^t u_t of some rounds and one payoff for ever after them."""
    total, weight = F(0), F(1)
    for pay in rounds:
        total += (1 - patience) * weight * pay
        weight *= patience
    return total + weight * ever_after


@dataclass(frozen=True)
class Leaving:
    """What leaving gains: in which round, how, and how much at the patience that was asked."""

    round: int
    kind: str
    gain: Fraction


def leavings(game: Game, order: Order, player: int, patience: Fraction) -> list[Leaving]:
    """Every single deviation of a player, played out against the roadmap."""
    before, taken = _played(game, order)
    found = []
    for t in range(len(order) + 1):
        kept = average(*_kept(game, before, taken, player, t, patience), patience)
        mine = {s for s in taken[t] if s[0] == player}
        others = taken[t] - mine
        theirs = game.once(others, player)
        for kind, standing in (
            ("hold_out", before[t] | others),
            ("renege", game.undone(before[t], [player]) | others),
        ):
            if (kind == "hold_out" and not mine) or (kind == "renege" and standing == before[t] | others):
                continue
            now = game.pays(standing, player) + theirs
            later = _left(game, standing, player, patience)
            risk = game.risk(before[t], standing)
            over, goes_on = (average([now], v, patience) for v in (game.broken(standing, player), later))
            found.append(Leaving(t, kind, risk * over + (1 - risk) * goes_on - kept))
        if game.walk_away and before[t] != game.all_steps:
            found.append(Leaving(t, "walk_away", game.broken(before[t], player) - kept))
        for _, k in mine:
            if game.ladders[player][k].verification is not None:
                worth = _faked(game, order, player, t, k, patience)
                found.append(Leaving(t, "fake", worth - kept))
    return found


def _left(game: Game, standing: Standing, player: int, patience: Fraction, agreed: bool | None = None) -> Fraction:
    """What is left for ever after a departure that the talks have survived."""
    if game.punishment == "breakdown":
        return game.broken(standing, player)
    # The agreement stays complete only where nothing was ever taken back.
    back = game.undone(standing, [0, 1])
    paid = game.pays(back, player, agreed)
    ended, risk = game.broken(back, player), game.risk(standing, back)
    later = _stalled(game, back, paid, ended, patience)
    return risk * average([paid], ended, patience) + (1 - risk) * average([paid], later, patience)


def _stalled(game: Game, standing: Standing, paid: Fraction, ended: Fraction, patience: Fraction) -> Fraction:
    """Rounds in which nothing moves: the sum over n of the chance h (1 - h)^n that they end after n + 1 of them."""
    h = game.risk(standing, standing)
    over = patience * h / (1 - patience * (1 - h))  # what discounting leaves of the time after that
    return over * ended + (1 - over) * paid


def most_gained(game: Game, order: Order, player: int, patience: Fraction) -> Fraction:
    """Most that a player gains by one deviation; minus one if it has none."""
    return max((way.gain for way in leavings(game, order, player, patience)), default=F(-1))


def holds(game: Game, order: Order, player: int, patience: Fraction) -> bool:
    return most_gained(game, order, player, patience) <= 0


def _played(game: Game, order: Order) -> tuple[list[Standing], list[Standing]]:
    """What stands before each round, and which steps each round takes; nothing in the round after the last."""
    before: list[Standing] = [frozenset()]
    taken: list[Standing] = []
    for movers in order:
        new = frozenset((p, sum(owner == p for owner, _ in before[-1])) for p in movers)
        taken.append(new)
        before.append(before[-1] | new)
    return before, [*taken, frozenset()]


def _kept(
    game: Game, before: list[Standing], taken: list[Standing], player: int, start: int, patience: Fraction
) -> tuple[list[Fraction], Fraction]:
    rounds = [
        game.pays(before[t] | taken[t], player) + game.once(taken[t], player) for t in range(start, len(taken) - 1)
    ]
    last = before[-1]
    return rounds, _stalled(game, last, game.pays(last, player), game.broken(last, player), patience)


def _faked(game: Game, order: Order, player: int, start: int, number: int, patience: Fraction) -> Fraction:
    """What a fake is worth: over all rounds after which it is first discovered, and over never."""
    q = game.ladders[player][number].verification
    assert q is not None
    fake = (player, number)
    before, taken = _played(game, order)
    everything = game.all_steps
    paid: list[Fraction] = []  # undiscovered so far; the last entry stands for all rounds after the last step
    caught: list[Fraction] = []
    for t in range(start, len(order) + 1):
        seen = before[t] | taken[t]
        real = seen - {fake}
        paid.append(game.pays(real, player, agreed=seen == everything) + game.once(taken[t] - {fake}, player))
        caught.append(_left(game, real, player, patience, agreed=False))
    total, unseen = F(0), F(1)
    for n in range(len(paid) - 1):
        total += unseen * q * average(paid[: n + 1], caught[n], patience)
        unseen *= 1 - q
    # From here on every round is like the last. With chance q (1 - q)^k (1 - h)^k it is discovered after k more of
    # them, and with chance (1 - q)^(k + 1) (1 - h)^k h the talks break down; the sums over k of these chances times
    # d^(k + 1) are what discounting leaves of the time after either.
    h = game.risk(before[-1], before[-1])
    still = 1 - patience * (1 - q) * (1 - h)
    discovered, over = patience * q / still, patience * (1 - q) * h / still
    ended = game.broken(before[-1] - {fake}, player)
    end = discovered * caught[-1] + over * ended + (1 - discovered - over) * paid[-1]
    return total + unseen * average(paid[:-1], end, patience)
