"""The rules of a concession game: what may be done in a state, where it leads, and what it pays."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.games.concessions.stochastic_game import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.scenario import Concessions, Step
    from sim.types import Pair

Stands = tuple[int, ...]
"""Steps that stand, as one bit mask per player: bit k is step k of the ladder. Where steps may be faked, two more masks
say which of them are faked."""

CONCEDE, HOLD_OUT, RENEGE, WALK_AWAY = "concede", "hold_out", "renege", "walk_away"


class Rules:
    """What may be done in a state, where it leads, and what it pays."""

    start: Stands = (0, 0)

    def __init__(self, game: Concessions) -> None:
        self.game = game
        self.rests = frozenset(
            (sum(1 << k for who, k in deal if who == 0), sum(1 << k for who, k in deal if who == 1))
            for deal in game.rests
        )
        self._ended: dict[Stands, Pair] = {}
        self._paid: dict[Stands, Pair] = {}
        self.full = (mask(len(game.ladders[0])), mask(len(game.ladders[1])))
        self.reversible = tuple(
            sum(1 << k for k, step in enumerate(ladder) if step.reversible) for ladder in game.ladders
        )

    def complete(self, stands: Stands) -> bool:
        """Whether every step stands, or is believed to."""
        return stands[:2] == self.full

    def real(self, stands: Stands) -> Stands:
        """Steps that have their effect."""
        return stands

    def kept(self, stands: Stands) -> Stands:
        """Steps that stay given up when the talks end in a state: a fake was never there."""
        one, two = self.real(stands)[:2]
        if self.game.keeps == "nothing":
            return 0, 0
        if self.game.keeps == "all":
            return one, two
        return one & ~self.reversible[0], two & ~self.reversible[1]

    def ended(self, stands: Stands) -> Pair:
        """What every round pays once the talks have ended in a state: the breakdown, and what is kept."""
        kept = self.kept(stands)
        if kept not in self._ended:
            self._ended[kept] = _total([self.game.breakdown, *self._effects(kept)])
        return self._ended[kept]

    def discovery(self, stands: Stands) -> tuple[Fraction, Pair | None]:
        """Chance that a fake is discovered after a round, and what every later round then pays."""
        del stands
        return Fraction(0), None

    def lowest_missing(self, stands: Stands, player: int) -> int | None:
        """The next step of a player's ladder; None at its top."""
        missing = self.full[player] & ~stands[player]
        return (missing & -missing).bit_length() - 1 if missing else None

    def open(self, stands: Stands, player: int) -> tuple[str, ...]:
        """Actions open to a player; holding out is always left when nothing else is."""
        open_ = {
            CONCEDE: self._may_concede(stands, player),
            HOLD_OUT: True,
            RENEGE: bool(stands[player] & self.reversible[player]),
            WALK_AWAY: not self.complete(stands),
        }
        return tuple(a for a in self.game.actions if open_[a]) or (HOLD_OUT,)

    def _may_concede(self, stands: Stands, player: int) -> bool:
        k = self.lowest_missing(stands, player)
        if k is None:
            return False
        return all(stands[who] >> step & 1 for who, step in self.game.ladders[player][k].after)

    def move(self, stands: Stands, player: int, action: str) -> Stands:
        """State after one player's action, the other player's steps left as they are."""
        own = stands[player]
        if action == CONCEDE:
            k = self.lowest_missing(stands, player)
            assert k is not None
            own |= 1 << k
        elif action == RENEGE:
            own &= ~self.reversible[player]
        return (own, stands[1]) if player == 0 else (stands[0], own)

    def taken(self, stands: Stands, player: int, action: str) -> tuple[Step, ...]:
        """The step that an action takes, if any."""
        k = self.lowest_missing(stands, player) if action == CONCEDE else None
        return () if k is None else (self.game.ladders[player][k],)

    def pays(self, stands: Stands, taken: tuple[Step, ...] = ()) -> Pair:
        """Payoffs of a round that ends in a state and in which some steps were taken."""
        paid = self._paid.get(stands)
        if paid is None:
            agreed = (self.game.agreement,) if self.complete(stands) else ()
            paid = self._paid[stands] = _total([self.game.status_quo, *self._effects(self.real(stands)), *agreed])
        return _total([paid, *(step.once for step in taken)]) if taken else paid

    def _effects(self, real: Stands) -> Iterator[Pair]:
        """What the steps add to each round that have their effect."""
        for player in (0, 1):
            for k, step in enumerate(self.game.ladders[player]):
                if real[player] >> k & 1:
                    yield step.effect
                    yield from (e.effect for e in step.joint if all(real[who] >> m & 1 for who, m in e.when))

    def stalled(self, before: Stands, after: Stands) -> bool:
        """Whether the talks may break down after a round that led from one state to another.

        A fake looks like a step, and so does one that is taken again; a deal that seems to stand is one at which talks
        may rest.
        """
        if self.complete(after) or after[:2] in self.rests:
            return False
        if self.game.stalls == "without_change":
            return before == after
        return not any(now & ~then for then, now in zip(before[:2], after[:2], strict=True))

    def round_pays(self, stands: Stands, taken: tuple[Step, ...]) -> Pair:
        """Payoffs of a round that ends in a state with the talks going on: a mediator makes delay cost something."""
        one, two = self.pays(stands, taken)
        if self.game.mediator is None or self.complete(stands):
            return one, two
        delay = self.game.mediator.delay
        return one - delay[0], two - delay[1]

    def state(self, stands: Stands) -> State:
        """The state as others read it."""
        ids = [
            tuple(step.id for k, step in enumerate(self.game.ladders[player]) if stands[player] >> k & 1)
            for player in (0, 1)
        ]
        return State((ids[0], ids[1]), self.complete(stands))

    def successors(self, stands: Stands) -> Iterator[Stands]:
        """States one round later, whoever moves (a superset where only one player does)."""
        for one in self.open(stands, 0):
            for two in self.open(stands, 1):
                if WALK_AWAY in (one, two):
                    continue
                yield self.move(self.move(stands, 0, one), 1, two)


def _total(effects: list[Pair]) -> Pair:
    return sum((e[0] for e in effects), Fraction(0)), sum((e[1] for e in effects), Fraction(0))


def mask(steps: int) -> int:
    """The mask in which all steps of a ladder stand."""
    return (1 << steps) - 1
