"""What an agent that bargains over packages sees when it is its turn: its own points, and all that was offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.issues.packages import typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.agents.arenas.issues import IssuesArena

    Package = tuple[int, ...]


class PackageView:
    """What an agent sees: the issues, its own points, and the offers so far, but not the other side's points.

    Attributes
    ----------
    round : int
        The round, from 0.
    rounds : int
        How many rounds are played at most.
    offer : tuple of int or None
        The package that it is offered, by the numbers of options; None where it is to offer one itself.
    mine, theirs : list of tuple of int
        What it and the other side have offered so far.
    """

    def __init__(
        self,
        arena: IssuesArena,
        seat: int,
        round_: int,
        offer: Package | None,
        mine: list[Package],
        theirs: list[Package],
    ) -> None:
        self._arena, self._seat = arena, seat
        self.round, self.rounds, self.offer, self.mine, self.theirs = round_, arena.last, offer, mine, theirs

    @property
    def me(self) -> str:
        """Identifier of the player that the agent plays."""
        return self._arena.game.players[self._seat]

    @property
    def issues(self) -> Mapping[str, tuple[str, ...]]:
        """The options of each issue."""
        return dict(zip(self._arena.game.issues, self._arena.game.options, strict=True))

    @property
    def points(self) -> dict[str, dict[str, float]]:
        """Its own points by issue and option."""
        rows = zip(self.issues.items(), self._arena.game.points, strict=True)
        return {
            issue: {option: float(pair[self._seat]) for option, pair in zip(options, row, strict=True)}
            for (issue, options), row in rows
        }

    @property
    def walk_away(self) -> float:
        """What it has without an agreement."""
        return float(self._arena.game.walk_away[self._seat])

    @property
    def patience(self) -> float:
        """What counts of something that comes a round later."""
        return float(self._arena.discount[self._seat])

    @property
    def time(self) -> float:
        """How much of the talks is over: 0 in the first round, 1 in the last."""
        return min(1.0, self.round / (self.rounds - 1)) if self.rounds > 1 else 1.0

    @property
    def best(self) -> Package:
        """The package that is worth most to it, pairs of options left aside."""
        return tuple(max(range(len(row)), key=lambda k: row[k][self._seat]) for row in self._arena.game.points)

    @property
    def worst(self) -> Package:
        """The package that is worth least to it, pairs of options left aside."""
        return tuple(min(range(len(row)), key=lambda k: row[k][self._seat]) for row in self._arena.game.points)

    @property
    def equilibrium(self) -> dict[str, float]:
        """What the equilibrium does here, which knows both sides' points."""
        found = self._arena.mixture((self.round, self.offer), self._seat)
        return {choice: chance for choice, chance in found.items() if chance}

    def errs(self, precision: float | None = None) -> dict[str, float]:
        """Play with errors here: packages, or answers, with their chances in the logit quantal response equilibrium.

        It knows both sides' points, as the equilibrium does.

        Parameters
        ----------
        precision : float, optional
            Per unit of payoff; by default 20 over the range of points.
        """
        wanted = self._arena.usual_precision if precision is None else precision
        found = self._arena.erring(wanted)((self.round, self.offer), self._seat)
        return {choice: chance for choice, chance in found.items() if chance}

    def worth(self, package: Sequence[int]) -> float:
        """What a package is worth to it."""
        return float(self._arena.game.pays(package)[self._seat])

    def says(self, package: Sequence[int]) -> str:
        """A package as what `act` returns to offer it: ``salary=high,start=june``."""
        return typed(self._arena.game, package)

    def near(self, target: float) -> Package:
        """A package that is worth at least a target to it, and meets what the other side asked for last.

        From its best package on it gives way issue by issue, the cheapest first, to what the other side asked for, as
        far as the target allows; where that is too much, by the largest step that it does allow.

        Parameters
        ----------
        target : float
            Points.
        """
        at = list(self.best)
        if not self.theirs:
            return self._down(at, target)
        asked = self.theirs[-1]
        order = sorted(range(len(at)), key=lambda k: self._costs(at, k, asked[k]))
        for k in order:
            now = at[k]
            row = [self.worth([*at[:k], option, *at[k + 1 :]]) for option in range(len(self._arena.game.points[k]))]
            if row[asked[k]] >= target:
                at[k] = asked[k]
                continue
            fit = [
                option for option in range(len(row)) if target <= row[option] and row[asked[k]] < row[option] < row[now]
            ]
            at[k] = min(fit, key=lambda option: row[option], default=now)
        return tuple(at)

    def _costs(self, at: list[int], issue: int, option: int) -> float:
        return self.worth(at) - self.worth([*at[:issue], option, *at[issue + 1 :]])

    def _down(self, at: list[int], target: float) -> Package:
        """Nothing is known yet of what the other side wants: the last issues are given way on first."""
        for k in reversed(range(len(at))):
            row = [self.worth([*at[:k], option, *at[k + 1 :]]) for option in range(len(self._arena.game.points[k]))]
            fit = [option for option in range(len(row)) if target <= row[option] < row[at[k]]]
            at[k] = min(fit, key=lambda option: row[option], default=at[k])
        return tuple(at)
