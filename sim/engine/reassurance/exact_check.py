"""First steps once more, in rationals: what each type's actions are worth, by code that had no part in judging them.

What is played once types are known is taken from the equilibria found; pure choices are taken as they are, so that all
that follows from them is exact. Mixed choices are known as floats only, and then so is the result.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.reassurance.first_round_game import START, in_order
from sim.engine.reassurance.solution import Margin
from sim.engine.reassurance.values import next_place, outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.courses.path import Place
    from sim.engine.reassurance.first_round_game import FirstRoundGame
    from sim.engine.reassurance.solution import Separation
    from sim.engine.reassurance.values import Truth
    from sim.games.concessions.stochastic_game import StochasticGame

    Run = dict[Place, tuple[Fraction, int]]


class FirstRoundReplay:
    """A first round played through in rationals.

    Parameters
    ----------
    found : Separation
        The first round.

    Attributes
    ----------
    exact : bool
        Whether no choice that was looked at so far is mixed.
    """

    def __init__(self, study: FirstRoundGame, found: Separation) -> None:
        self.study, self.found, self.steps = study, found, found.steps
        self.follower = study.opening.follower
        self.exact = True
        self._runs: dict[tuple[int, Truth, Truth, bool], Run] = {}

    def margins(self) -> Iterator[Margin]:
        """What every type loses by other courses, at every place in the opening."""
        for player in (0, 1):
            for kind in range(len(self.study.types[player])):
                for after in self._seen(player):
                    mine = self.taken(player, kind, after)
                    now = self._first(player, kind, mine, after, best=False)
                    others = [
                        self._first(player, kind, action, after, best=True)
                        for action in self._actions(player, after)
                        if action != mine
                    ]
                    later = self._first(player, kind, mine, after, best=True)
                    yield Margin(player, now - max(others) if others else None, now - later)

    def _seen(self, player: int) -> list[str]:
        """What a player may have seen before it moves in the opening."""
        return [action for action, _ in self.steps.replies] if player == self.follower else [""]

    def _actions(self, player: int, after: str) -> tuple[str, ...]:
        place = self.second(after) if after else START
        assert place is not None
        t, p, node = place
        return self.study.game.phases(t)[p].nodes[node].actions[player]

    def taken(self, player: int, kind: int, after: str = "") -> str:
        """What a type does when it first moves, after what the leader did for one who follows."""
        return self.steps.reply(after)[kind] if after else self.steps.actions[player][kind]

    def believed(self, player: int, action: str, after: str = "") -> int:
        """The type that a player is taken for after an action in the opening."""
        ids = [name for name, _ in self.study.types[player]]
        if len(ids) == 1:
            return 0
        taken = [self.taken(player, kind, after) for kind in range(len(ids))]
        if action in taken:
            return taken.index(action)
        (belief,) = (b for b in self.found.beliefs if (b.player, b.after, b.action) == (player, after, action))
        return ids.index(belief.type)

    def second(self, action: str) -> Place | None:
        """Where the follower moves after an action of the leader."""
        if self.follower is None:
            return None
        a = self._actions(1 - self.follower, "").index(action)
        return next_place(self.study.game, START, in_order(1 - self.follower, a, 0))

    def _first(self, player: int, kind: int, action: str, after: str, best: bool) -> Fraction:
        """What a type gets by an action in the opening, and by its best course or the one prescribed from then on."""
        if after:
            return self._following(kind, action, after, best)
        total = Fraction(0)
        a = self._actions(player, "").index(action)
        seen = self.believed(player, action)
        for j, (_, chance) in enumerate(self.study.types[1 - player]):
            truth, place = in_order(player, kind, j), self.second(action)
            if self.follower is None:
                b = self._actions(1 - player, "").index(self.taken(1 - player, j))
                value = self._step(player, truth, seen, START, in_order(player, a, b), best)
            elif place is None:
                value = self._step(player, truth, seen, START, in_order(player, a, 0), best)
            else:
                reply = self._actions(1 - player, action).index(self.taken(1 - player, j, action))
                later = self._step(player, truth, seen, place, in_order(player, 0, reply), best)
                value = _worth(self.study.play.game(truth), player, START, in_order(player, a, 0), later)
            total += chance * value
        return total

    def _following(self, kind: int, action: str, after: str, best: bool) -> Fraction:
        player, place = self.follower, self.second(after)
        assert player is not None
        assert place is not None
        truth = in_order(player, kind, self.believed(1 - player, after))
        pair = in_order(player, self._actions(player, after).index(action), 0)
        return self._step(player, truth, self.believed(player, action, after), place, pair, best)

    def _step(self, player: int, truth: Truth, seen: int, place: Place, pair: tuple[int, int], best: bool) -> Fraction:
        """The last actions of the opening, and what follows."""
        game = self.study.play.game(truth)
        to = next_place(game, place, pair)
        taken_for = (seen, truth[1]) if player == 0 else (truth[0], seen)
        if to is None:
            later = outcome_of(game, place, pair).ended[player]
        elif to[0] == game.rounds:
            later = game.final[to[2]][player]
        else:
            later = self.run(player, truth, taken_for, best)[to][0]
        return _worth(game, player, place, pair, later)

    def run(self, player: int, truth: Truth, seen: Truth, best: bool = True) -> Run:
        """Value and action of a player at every place after the opening.

        Parameters
        ----------
        truth, seen : pair of int
            Both types, and the types between which the other side believes to play.
        best : bool
            Its best reply; otherwise what its equilibrium prescribes, where the action is the likeliest.
        """
        key = player, truth, seen, best
        if key not in self._runs:
            self._runs[key] = self._induce(player, truth, seen, best)
        return self._runs[key]

    def _induce(self, player: int, truth: Truth, seen: Truth, best: bool) -> Run:
        game = self.study.play.game(truth)
        found: Run = {}
        reached = self.study.play.profile(truth).reached
        for t in reversed(range(game.rounds)):
            for p in reversed(range(len(game.phases(t)))):
                if (t, p) <= self.study.opening.stages[-1]:
                    return found
                for node in map(int, reached[t][p].nonzero()[0]):
                    place = t, p, node
                    values = self._action_values(game, player, place, seen, found)
                    top = max(range(len(values)), key=lambda a: values[a])
                    if not best:
                        mine = self.mixture(seen, place, player)
                        found[place] = sum((q * values[a] for a, q in mine), Fraction(0)), mine[0][0]
                    else:
                        found[place] = values[top], top
        return found

    def _action_values(
        self, game: StochasticGame, player: int, place: Place, seen: Truth, found: Run
    ) -> list[Fraction]:
        """What each action at a place is worth against what the other side plays there."""
        t, p, node = place
        theirs = self.mixture(seen, place, 1 - player)
        values = []
        for a in range(len(game.phases(t)[p].nodes[node].actions[player])):
            total = Fraction(0)
            for b, q in theirs:
                pair = in_order(player, a, b)
                to = next_place(game, place, pair)
                if to is None:
                    later = outcome_of(game, place, pair).ended[player]
                else:
                    later = game.final[to[2]][player] if to[0] == game.rounds else found[to][0]
                total += q * _worth(game, player, place, pair, later)
            values.append(total)
        return values

    def mixture(self, seen: Truth, place: Place, player: int) -> list[tuple[int, Fraction]]:
        """Numbers and chances of the actions that a player takes at a place between two types, likeliest first."""
        layer = self.study.play.profile(seen).layers[place[0]][place[1]]
        shares = (layer.row, layer.column)[player][place[2]]
        used = [(a, Fraction(float(q))) for a, q in enumerate(shares) if q > 0]
        self.exact &= len(used) == 1
        total = sum((q for _, q in used), Fraction(0))
        return sorted(((a, q / total) for a, q in used), key=lambda item: -item[1])


def _worth(game: StochasticGame, player: int, place: Place, pair: tuple[int, int], later: Fraction) -> Fraction:
    """What a pair of actions is worth to a player, exactly."""
    outcome = outcome_of(game, place, pair)
    if not game.phases(place[0])[place[1]].closes_round:
        return later
    d = game.discount[player]
    later = (1 - outcome.risk) * later + outcome.risk * outcome.ended[player]
    return (1 - d) * outcome.reward[player] + d * later
