"""Which first steps tell the sincere from those who stall: first rounds in which no two types of a player act alike.

A first round tells types apart if each type has an action of its own and none gains by another one, taken as it would
then be for another type. What follows is played as if types were known (`sim.engine.reassurance.values`). Beliefs
follow Bayes' rule after an action that some type takes. After an action that no type takes the other side may believe
anything; only beliefs that are sure of one type are tried here, the same whatever the other side did itself (no
signalling what you do not know), and the one that deters best is taken. Where no such belief deters, the first round is
neither shown to be an equilibrium nor ruled out.

References
----------
Kydd, A. H. (2000): Trust, reassurance, and cooperation. International Organization 54, 325-357. Kydd, A. H. (2005):
Trust and mistrust in international relations. Princeton. Fudenberg, D., Tirole, J. (1991): Perfect Bayesian equilibrium
and sequential equilibrium. Journal of Economic Theory 53, 236-260.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product
from math import nan, prod
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.reassurance.certificate import certify
from sim.engine.reassurance.choices import Side, Weighed, weigh
from sim.engine.reassurance.first_round_game import START, FirstRoundGame, in_order
from sim.engine.reassurance.solution import EQUILIBRIUM, NONE, OPEN, FirstRound, Separation
from sim.errors import CertificateError, TooManyFirstStepsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.engine.concessions.courses.path import Place
    from sim.engine.reassurance.values import Games, Truth, Types
    from sim.engine.selection import Rule

MAX_FIRST_STEPS = 100_000
"""Most first rounds that are looked at."""


def separating_first_steps(
    types: tuple[Types, Types], games: Games, rule: Rule | None = None, time_limit: float | None = None
) -> tuple[Separation, ...]:
    """All first rounds that tell all types apart and are equilibria, each checked, and those that are not settled.

    Parameters
    ----------
    types : pair of tuple of (str, Fraction)
        Identifier and probability of each type, per player.
    games : sequence of sequence of StochasticGame
        The game between type i of the first player and type j of the second, in row i and column j, with a last round.
    rule : Rule, optional
        Which equilibrium is played once types are known where there are several.
    time_limit : float or None
        Seconds after which the search is given up.

    Raises
    ------
    ValueError
        If the types or games do not fit together, or nobody has a hidden type and a move.
    TooManyFirstStepsError
        If there are more than `MAX_FIRST_STEPS` first rounds.
    CertificateError
        If a check fails, which would be an error of ours.
    TimeLimitError
        If the time is up.
    """
    study = SeparationSearch(types, games, rule, Deadline(time_limit))
    every = (study.with_certificate(study.judge(steps)) for steps in study.candidates())
    return tuple(found for found in every if found.verdict != NONE)


class SeparationSearch(FirstRoundGame):
    """First rounds of one game with hidden types, judged one by one.

    Parameters
    ----------
    types, games, rule
        As for `separating_first_steps`.
    """

    def __init__(
        self, types: tuple[Types, Types], games: Games, rule: Rule | None = None, deadline: Deadline | None = None
    ) -> None:
        super().__init__(types, games, rule, deadline)
        last = self.opening.stages[-1]
        self._only = self.play.only_one(last[0], last[1] + 1)
        self._worth: dict[tuple[object, ...], float] = {}
        self._followers: dict[tuple[str, tuple[str, ...], int], Weighed] = {}

    def candidates(self) -> Iterator[FirstRound]:
        """First rounds with an action of its own for each type; replies that are never best are left out."""
        sizes = [len(own) for own in self.types]
        follower = self.opening.follower
        if follower is None:
            ways = [list(permutations(self.actions(player), sizes[player])) for player in (0, 1)]
            _check_number(len(ways[0]) * len(ways[1]))
            yield from (FirstRound((one, two)) for one, two in product(*ways))
            return
        for lead in permutations(self.actions(1 - follower), sizes[1 - follower]):
            yield from self._with_replies(follower, lead)

    def _with_replies(self, follower: int, lead: tuple[str, ...]) -> Iterator[FirstRound]:
        """First rounds in which the leader's types take given actions."""
        ways: list[list[tuple[str, tuple[str, ...]]]] = []
        for action in self.actions(1 - follower):
            if (place := self.after(action)) is None:
                continue
            every = permutations(self.actions(follower, place), len(self.types[follower]))
            best = [r for r in every if any(self._follow(action, r, b).deters for b in self._beliefs(lead, action))]
            if best:
                ways.append([(action, reply) for reply in best])
            elif action in lead:
                return
        _check_number(prod(len(way) for way in ways))
        if any(self.after(action) for action in lead):
            nothing: tuple[str, ...] = ()
            actions = in_order(follower, nothing, lead)
            yield from (FirstRound(actions, replies) for replies in product(*ways))

    def judge(self, steps: FirstRound) -> Separation:
        """Whether a first round is an equilibrium, with what each type gets and what its best other action is worth.

        Parameters
        ----------
        steps : FirstRound
            The first round.

        Raises
        ------
        ValueError
            If two types of a player act alike, or a type takes an action that is not open to it.
        """
        self.deadline.check()
        self._check_steps(steps)
        if self.opening.follower is not None:
            return self._judge_in_turn(steps, self.opening.follower)
        weighed = [self._weigh_at_once(steps, player) for player in (0, 1)]
        return self._separation(steps, weighed, (weighed[0].pays, weighed[1].pays), ())

    def with_certificate(self, found: Separation) -> Separation:
        """Check an equilibrium in rationals and in the game tree, where they are small enough; else return it as it is.

        Floats may have taken for indifferent a type that gains; where rationals show that, the verdict changes.

        Parameters
        ----------
        found : Separation
            A first round, as `judge` returns it.

        Raises
        ------
        CertificateError
            If a type gains by more than rounding could explain, which would be an error of ours.
        """
        if found.verdict != EQUILIBRIUM:
            return found
        certificate = certify(self, found)
        if certificate.checked and not certificate.passed:
            if certificate.faults or any(g > t for g, t in zip(certificate.gain, self.play.tolerance, strict=True)):
                raise CertificateError("a first round that was found to be an equilibrium failed its check")
            forced = all(m.forced for m in found.motives if m.knife_edge)
            return replace(found, verdict=NONE if forced else OPEN)
        return replace(found, certificate=certificate)

    def _weigh_at_once(self, steps: FirstRound, player: int) -> Weighed:
        """The choices of a player whose other side does not see them before it moves itself."""
        replies = [self.actions(1 - player).index(a) for a in steps.actions[1 - player]]
        chances = self._chances(1 - player)

        def worth(i: int, a: int, b: int) -> float:
            return sum(
                q * self._pays(player, in_order(player, i, j), b, START, in_order(player, a, replies[j]))
                for j, q in enumerate(chances)
            )

        return weigh(self._side(player, self.actions(player), steps.actions[player]), worth)

    def _judge_in_turn(self, steps: FirstRound, follower: int) -> Separation:
        leader = 1 - follower
        lead, own = steps.actions[leader], self.actions(leader)
        options, weighed = {}, {}
        unknown = tuple(a for a in own if self.after(a) is not None and not steps.reply(a))
        for action, reply in steps.replies:
            beliefs = self._beliefs(lead, action)
            weighed[action] = {b: self._follow(action, reply, b) for b in beliefs}
            options[action] = [b for b in beliefs if weighed[action][b].deters] or beliefs
        chances = self._chances(follower)

        def worth(i: int, a: int, b: int) -> float:
            return sum(q * self._lead(leader, (i, j), b, own[a], steps.reply(own[a])) for j, q in enumerate(chances))

        side = replace(self._side(leader, own, lead), options=options, unknown=unknown)
        leading = weigh(side, worth)
        following = []
        for action, by_belief in weighed.items():
            one = by_belief[leading.believed[action]]
            surely = len(by_belief) == 1
            motives = tuple(replace(m, forced=m.forced and surely) for m in one.motives)
            following.append(replace(one, motives=motives))
        expected = self._follower_pays(steps, follower, weighed)
        return self._separation(steps, [leading, *following], in_order(leader, leading.pays, expected), unknown)

    def _beliefs(self, lead: tuple[str, ...], action: str) -> list[int]:
        """Types that the leader may be taken for after an action."""
        return [lead.index(action)] if action in lead else list(range(len(lead)))

    def _follow(self, action: str, reply: tuple[str, ...], believed: int) -> Weighed:
        """The choices of a follower who takes the leader for some type."""
        key = action, reply, believed
        if key not in self._followers:
            follower, place = self.opening.follower, self.after(action)
            assert follower is not None
            assert place is not None

            def worth(j: int, c: int, b: int) -> float:
                return self._pays(follower, in_order(follower, j, believed), b, place, in_order(follower, c, 0))

            side = self._side(follower, self.actions(follower, place), reply)
            self._followers[key] = weigh(replace(side, after=action), worth)
        return self._followers[key]

    def _lead(self, leader: int, kinds: tuple[int, int], believed: int, action: str, reply: tuple[str, ...]) -> float:
        """What a type of the leader gets by an action from a type of the follower, whose reply gives it away."""
        truth = in_order(leader, *kinds)
        pair = in_order(leader, self.actions(leader).index(action), 0)
        place = self.after(action)
        if place is None:
            return self._pays(leader, truth, believed, START, pair)
        if not reply:
            return nan
        c = self.actions(1 - leader, place).index(reply[kinds[1]])
        later = self._pays(leader, truth, believed, place, in_order(leader, 0, c))
        return self.play.discounted(leader, truth, START, pair, later)

    def _follower_pays(
        self, steps: FirstRound, follower: int, weighed: dict[str, dict[int, Weighed]]
    ) -> tuple[float, ...]:
        """What the follower's types expect before the leader has moved."""
        leader = 1 - follower
        total = [0.0] * len(self.types[follower])
        for i, (chance, action) in enumerate(zip(self._chances(leader), steps.actions[leader], strict=True)):
            pair = in_order(leader, self.actions(leader).index(action), 0)
            for j in range(len(total)):
                truth = in_order(follower, j, i)
                if self.after(action) is None:
                    total[j] += chance * self._pays(follower, truth, j, START, pair)
                else:
                    later = weighed[action][i].pays[j]
                    total[j] += chance * self.play.discounted(follower, truth, START, pair, later)
        return tuple(total)

    def _pays(self, player: int, truth: Truth, believed: int, place: Place, pair: tuple[int, int]) -> float:
        key = player, truth, believed, place, pair
        if key not in self._worth:
            self._worth[key] = self.play.worth(player, truth, believed, place, pair)
        return self._worth[key]

    def _chances(self, player: int) -> list[float]:
        return [float(chance) for _, chance in self.types[player]]

    def _side(self, player: int, own: tuple[str, ...], taken: tuple[str, ...]) -> Side:
        return Side(player, tuple(name for name, _ in self.types[player]), own, taken, self.play.tolerance[player])

    def _separation(
        self,
        steps: FirstRound,
        weighed: Sequence[Weighed],
        pays: tuple[tuple[float, ...], tuple[float, ...]],
        unknown: tuple[str, ...],
    ) -> Separation:
        motives = tuple(m for part in weighed for m in part.motives if m.action)
        beliefs = tuple(b for part in weighed for b in part.beliefs)
        failing = [m for m in motives if m.gains]
        verdict = OPEN if failing or unknown else EQUILIBRIUM
        if any(m.forced for m in failing):
            verdict = NONE
        return Separation(steps, verdict, motives, beliefs, pays, unknown, self.rule, self._only, self.play.certified)

    def _check_steps(self, steps: FirstRound) -> None:
        follower = self.opening.follower
        for player in (0, 1):
            if player != follower:
                self._check_own(player, steps.actions[player], self.actions(player))
        for action, reply in steps.replies:
            place = self.after(action)
            if follower is None or place is None:
                raise ValueError(f"expected replies only where a player follows, found one to '{action}'")
            self._check_own(follower, reply, self.actions(follower, place))
        if follower is not None and any(self.after(a) and not steps.reply(a) for a in steps.actions[1 - follower]):
            raise ValueError("expected a reply to everything that the leader's types do")

    def _check_own(self, player: int, taken: tuple[str, ...], own: tuple[str, ...]) -> None:
        count = len(self.types[player])
        if len(taken) != count or len(set(taken)) != count or not set(taken) <= set(own):
            needed = f"{count} different actions of {', '.join(own)}"
            raise ValueError(f"expected {needed} for {self.game.players[player]}, found {', '.join(taken)}")


def _check_number(count: int) -> None:
    if count > MAX_FIRST_STEPS:
        raise TooManyFirstStepsError(f"there are {count:,} first rounds to look at, at most {MAX_FIRST_STEPS:,} are")
