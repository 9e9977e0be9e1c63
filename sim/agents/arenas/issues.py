"""Offers of packages over issues as people play them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from sim.agents.arenas.arena import Arena, Way
from sim.deadline import Deadline
from sim.engine.issues.erring_play import package_quantal
from sim.engine.issues.frontier import frontier
from sim.engine.issues.packages import every_package, read_package, typed
from sim.engine.issues.subgame_perfect import solve_package_offers
from sim.errors import AskError, NoQuantalResponseError, PlayError
from sim.games.issues.issues_game import from_issues
from sim.scenario.issues.stated import Issues, PackageOffers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.agents.arenas.arena import Behaviour, Note, Wishes
    from sim.engine.issues.package_offer import PackageOffer
    from sim.games.issues.issues_game import IssuesGame
    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair, Pair

    Place = tuple[int, tuple[int, ...] | None]  # the round, and the package that is offered once one is

ROUNDS = 20
"""Rounds that are played where the file states none, or no last one, unless another number is asked for."""

ACCEPT, WAIT, WALK = "accept", "wait", "walk_away"

ANSWERS = (ACCEPT, WAIT, WALK)
"""What can be done about a package that is offered."""

BREAKDOWN = "breakdown"

USUAL_PRECISION = 20.0
"""Precision of play with errors times the range of points, where none is asked for."""


def as_played(game: IssuesGame, rounds: int | None = None) -> IssuesGame:
    """The game with rounds of offers: those of the file, or such in which waiting costs nothing.

    Parameters
    ----------
    rounds : int, optional
        How many, where the file states none.
    """
    if game.offers is not None:
        return game
    nothing = PackageOffers(rounds or ROUNDS, 0, Fraction(0))
    return replace(game, offers=nothing, discount=(Fraction(1), Fraction(1)))


class IssuesArena(Arena):
    """Offers of packages. Without a last round, what follows the last one played is paid as in equilibrium.

    A choice of whoever offers is a package as it is typed, ``wait`` or ``walk_away``.

    Parameters
    ----------
    scenario : Scenario
        A scenario of kind ``issues``.
    rounds : int, optional
        After how many rounds play is stopped, where the file does not say.
    time_limit : float or None
        Seconds for solving.
    """

    def __init__(self, scenario: Scenario, rounds: int | None = None, time_limit: float | None = 60.0) -> None:
        self.scenario, self.game, self.concept = scenario, as_played(from_issues(scenario), rounds), "subgame-perfect"
        self.solution = solve_package_offers(self.game, Deadline(time_limit))
        assert self.game.offers is not None
        assert self.game.discount is not None
        self.horizon, self.discount = self.game.offers.rounds, self.game.discount
        self.last = self.horizon or rounds or ROUNDS
        self.notes: tuple[Note, ...] = ()
        self._erring: dict[float, Behaviour] = {}

    @property
    def frontier(self) -> tuple[Pair, ...]:
        """What the packages pay that nobody can improve for both."""
        return tuple(each.payoffs for each in frontier(self.game, Deadline()))

    @classmethod
    def of(cls, scenario: Scenario, wishes: Wishes) -> IssuesArena:
        """The game, held against the equilibrium that is told."""
        return cls(scenario, wishes.rounds, wishes.time_limit)

    @staticmethod
    def own_rounds(scenario: Scenario) -> int | None:
        """The rounds of offers."""
        assert isinstance(scenario.game, Issues)
        return None if scenario.game.offers is None else scenario.game.offers.rounds

    @property
    def start(self) -> Place:
        """The first offer."""
        return 0, None

    def round(self, place: Place) -> int:
        """The round."""
        return place[0]

    def proposer(self, t: int) -> int:
        """Whose turn it is to offer."""
        assert self.game.offers is not None
        return (self.game.offers.first + t) % 2

    def movers(self, place: Place) -> tuple[int, ...]:
        """Who offers, or whoever answers."""
        proposer = self.proposer(place[0])
        return (proposer,) if place[1] is None else (1 - proposer,)

    def options(self, place: Place, seat: int) -> tuple[str, ...]:
        """The answers; none where a package is named."""
        del seat
        return () if place[1] is None else ANSWERS

    def point(self, place: Place, seat: int) -> str:
        """Round, and whether a package is offered or answered."""
        del seat
        return f"round {place[0] + 1}, {'offers' if place[1] is None else 'is offered a package'}"

    def knows(self, choice: str) -> bool:
        """Whether an offer is known to be written as the arena writes it, without reading it; False decides nothing."""
        return choice in (WAIT, WALK) or ("packages" in vars(self) and choice in self.packages)

    def read(self, text: str, place: Place | None = None) -> str:
        """A package as it is typed, or that none is offered, or that the talks are left.

        Raises
        ------
        PlayError
            If it is none of these.
        """
        del place
        word = text.strip().lower().replace(" ", "_")
        if word in (WAIT, "none", "pass"):
            return WAIT
        if word in (WALK, "walk"):
            return WALK
        try:
            return typed(self.game, read_package(self.game, text))
        except AskError as error:
            raise PlayError(str(error)) from None

    def package(self, choice: str) -> tuple[int, ...]:
        """The package that a choice names."""
        return read_package(self.game, choice)

    def plan(self, t: int) -> PackageOffer:
        """What the equilibrium does in a round."""
        rounds = self.solution.rounds
        return rounds[t % len(rounds)]

    def mixture(self, place: Place, seat: int) -> dict[str, float]:
        """The offer of the equilibrium, or its answer."""
        t, package = place
        plan = self.plan(t)
        if package is None:
            if plan.offer is not None:
                return {typed(self.game, plan.offer.package): 1.0}
            return {WALK if plan.walker == seat else WAIT: 1.0}
        best = self._answer(place, seat)
        return {answer: float(answer == best) for answer in ANSWERS}

    def _answer(self, place: Place, seat: int) -> str:
        t, package = place
        assert package is not None
        plan = self.plan(t)
        if self.game.pays(package)[seat] >= max(plan.waits[seat], self.game.walk_away[seat]):
            return ACCEPT
        return WALK if self.game.walk_away[seat] > plan.waits[seat] else WAIT

    def _left(self, t: int) -> Pair:
        """What both have if a package of a round is not accepted, or none is offered."""
        return self.plan(t).refused

    def _worth(self, place: Place, choice: str) -> Pair:
        """What a choice is worth to both if the equilibrium is played afterwards, in the round's terms."""
        t, package = place
        if choice == WALK:
            return self.game.walk_away
        if package is not None:
            return self.game.pays(package) if choice == ACCEPT else self.plan(t).waits
        if choice == WAIT:
            return self.plan(t).waits
        offered = self.package(self.read(choice))
        pays, other = self.game.pays(offered), 1 - self.proposer(t)
        return pays if pays[other] >= self._left(t)[other] else self._left(t)

    def regret(self, place: Place, seat: int, choice: str) -> float:
        """In points, from there on."""
        if place[1] is None:
            best = max(self.plan(place[0]).worth[seat], self.plan(place[0]).waits[seat], self.game.walk_away[seat])
        else:
            best = max(self._worth(place, answer)[seat] for answer in ANSWERS)
        return float(max(Fraction(0), best - self._worth(place, choice)[seat]))

    def weight(self, place: Place, seat: int) -> float:
        """The discount factor to the power of the round."""
        return float(self.discount[seat] ** place[0])

    def value(self, place: Place | None) -> FloatPair:
        """The equilibrium's worth from there on."""
        if place is None:
            return 0.0, 0.0
        t, package = place
        worth = self.plan(t).worth
        if package is not None:
            worth = self._worth(place, self._answer(place, 1 - self.proposer(t)))
        return self._from(t, worth)

    def _from(self, t: int, worth: Pair) -> FloatPair:
        one, two = (float(d**t * v) for d, v in zip(self.discount, worth, strict=True))
        return one, two

    @cached_property
    def packages(self) -> dict[str, int]:
        """All packages as they are typed, with their numbers in the order of `every_package`."""
        return {typed(self.game, package): k for k, package in enumerate(every_package(self.game))}

    def responses(self, precisions: Sequence[float], time_limit: float | None = 60.0) -> list[Behaviour | None]:
        """An error in every offer, among all packages, and in every answer.

        Raises
        ------
        GameTooLargeError
            If there are too many packages to err among.
        TimeLimitError
            If the time is up.
        """
        deadline = Deadline(time_limit)
        return [self._response(precision, deadline) for precision in precisions]

    def _response(self, precision: float, deadline: Deadline) -> Behaviour | None:
        try:
            rounds = package_quantal(self.game, precision, deadline)
        except NoQuantalResponseError:
            return None
        known: dict[Place, dict[str, float]] = {}

        def behaviour(place: Place, seat: int) -> dict[str, float]:
            del seat
            if place not in known:
                t, package = place
                own = rounds[t % len(rounds)]
                if package is None:
                    known[place] = dict(zip((*self.packages, WAIT, WALK), own.offers.tolist(), strict=True))
                else:
                    at = self.packages[typed(self.game, package)]
                    known[place] = dict(zip(ANSWERS, own.answers[at].tolist(), strict=True))
            return known[place]

        return behaviour

    def erring(self, precision: float) -> Behaviour:
        """Play with errors at a precision, worked out once.

        Raises
        ------
        PlayError
            If it does not settle.
        """
        if precision not in self._erring:
            (found,) = self.responses([precision])
            if found is None:
                raise PlayError(f"play with errors does not settle at a precision of {precision:g}; try a lower one")
            self._erring[precision] = found
        return self._erring[precision]

    @property
    def usual_precision(self) -> float:
        """The precision of play with errors where none is asked for: a share of the range of points."""
        return USUAL_PRECISION / self.payoff_range

    @property
    def payoff_range(self) -> float:
        """The wider of both ranges of points; 1 if nothing is at stake."""
        wide = [
            sum((max(pair[k] for pair in row) - min(pair[k] for pair in row) for row in self.game.points), Fraction())
            for k in (0, 1)
        ]
        return float(max(wide)) or 1.0

    def ways(self, place: Place, choices: tuple[str, ...]) -> tuple[Way, ...]:
        """A package stands; an answer ends the talks, or the next round begins unless they break down."""
        t, package = place
        choice = choices[0] or choices[1]
        if choice == WALK:
            return (self._end(t, self.game.walk_away),)
        if package is None and choice != WAIT:
            return (Way(1.0, "", (t, self.package(self.read(choice))), (0.0, 0.0)),)
        if choice == ACCEPT:
            assert package is not None
            return (self._end(t, self.game.pays(package)),)
        if t + 1 == self.horizon:
            return (self._end(t + 1, self.game.walk_away),)
        if t + 1 >= self.last:
            return (Way(1.0, "", None, self._from(t, self.plan(t).waits)),)
        assert self.game.offers is not None
        p = self.game.offers.breakdown
        goes_on = Way(float(1 - p), "", (t + 1, None), (0.0, 0.0))
        if not p:
            return (goes_on,)
        broken = replace(self._end(t + 1, self.game.walk_away), chance=float(p), event=BREAKDOWN)
        return (broken,) if p == 1 else (goes_on, broken)

    def _end(self, t: int, pays: Pair) -> Way:
        return Way(1.0, "", None, self._from(t, pays), (float(pays[0]), float(pays[1])))
