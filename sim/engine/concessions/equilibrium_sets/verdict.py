"""What all subgame-perfect equilibria of a game agree on, in three words: certain, possible, impossible.

Something is impossible if play comes to it in no equilibrium that a mediator could bring about, which are all of them
and more; certain if what excludes it is impossible; possible if, among equilibria in pure actions with public lots,
some come to it with a positive chance and some fail to. What chance does to the talks is nobody's choice: words about a
deal and about steps say what comes of the talks unless chance ends them, and bounds on how likely a deal is stand
beside them. Where the two sets leave a question between them it is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.exact.rationals import ONE, ZERO, fraction
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from sim.engine.concessions.equilibrium_sets.reach import Place, Reach, Sets
    from sim.exact.polygons import Polygon
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Pair

CERTAIN, POSSIBLE, IMPOSSIBLE, OPEN = "certain", "possible", "impossible", "open"
"""In every equilibrium, unless chance ends the talks; in some, with a positive chance; in none; not decided by what was
computed."""


@dataclass(frozen=True)
class Verdict:
    """What all equilibria of a game agree on.

    Parameters
    ----------
    deal : str
        Whether play ends with the agreement complete, or has it complete from some round on for good: `CERTAIN`,
        `POSSIBLE`, `IMPOSSIBLE` or `OPEN`.
    by_round : tuple of str
        The same for an agreement that is complete at the end of round 1, 2, ... or of one before; without a last
        round for some rounds.
    steps : pair of dict of str to str
        For each player's steps, whether a step is taken at some time.
    breakdown : str
        Whether the talks break down, by a player or by chance.
    payoffs : pair of (Fraction, Fraction), or None
        Least and most that each player gets in any equilibrium, as discounted averages per round; None where the set
        from outside was not found.
    earliest, latest : int or None
        First and last round, from 1, in which the agreement is complete for the first time in any equilibrium; None
        where it never is, or the set from outside was not found. Without a last round no latest where it may be later
        than the rounds that are told.
    chance : pair of Fraction, or None
        The chance of a deal is not below the first and not above the second in any equilibrium.
    attained : pair of bool
        Whether some equilibrium is known that has just the first chance, and one that has just the second.
    settled : bool
        Whether the sets from inside and from outside give the same words, rounds and payoffs.
    has_deal : bool
        Whether some equilibrium is known that comes to a deal with a positive chance, be the word open or not.
    unique : bool
        Whether there is one payoff and one way for play to go, chance apart.
    survives_slips : bool or None
        Whether the word for a deal stays as it is where actions rarely fail; None where that was not found out.
    lacks : {"", "time"}
        Why some words are open that sets found in full would decide: the time was up. Empty if both were found.
    """

    deal: str
    by_round: tuple[str, ...]
    steps: tuple[dict[str, str], dict[str, str]]
    breakdown: str
    payoffs: tuple[Pair, Pair] | None
    earliest: int | None
    latest: int | None
    chance: Pair | None
    settled: bool
    unique: bool
    has_deal: bool = False
    survives_slips: bool | None = None
    lacks: Literal["", "time"] = ""
    attained: tuple[bool, bool] = (False, False)


def verdict(inner: Sets, inside: Reach, outer: Sets, outside: Reach) -> Verdict:
    """The verdict on a game.

    Parameters
    ----------
    inner, outer : Sets
        Its sets of equilibria, from inside and from outside.
    inside, outside : Reach
        Where play gets to in them.
    """
    game = inner.game
    one, two = Courses(game, inside), Courses(game, outside)
    words = [_words(found, found) for found in (one, two)]
    ranges = [payoff_ranges(sets.values[0][0]) for sets in (inner, outer)]
    firsts = two.first_completions()
    ways = all(len(steps) < 2 for steps in outside.steps.values())
    return told(
        game,
        _words(one, two),
        payoffs=ranges[1],
        firsts=firsts,
        chance=two.chance(),
        settled=words[0] == words[1] and ranges[0] == ranges[1] and firsts == one.first_completions(),
        has_deal=one.events()["deal"][0],
        unique=len(outer.values[0][0]) == 1 and ways,
    )


def unfinished_verdict(game: StochasticGame, inside: Reach | None = None) -> Verdict:
    """What is known of a game where the time was up: what happens in some equilibria and not in others is possible.

    Parameters
    ----------
    inside : Reach, optional
        Where play gets to in the sets from inside, if these were found.
    """
    if inside is None:
        words = dict.fromkeys(_names(game), OPEN)
    else:
        found = Courses(game, inside).events()
        words = {name: POSSIBLE if all(both) else OPEN for name, both in found.items()}
    return told(game, words, has_deal=inside is not None and found["deal"][0], lacks="time")


def told(
    game: StochasticGame,
    words: Mapping[str, str],
    *,
    payoffs: tuple[Pair, Pair] | None = None,
    firsts: Collection[int] = (),
    chance: Pair | None = None,
    settled: bool = False,
    has_deal: bool = False,
    unique: bool = False,
    open_end: bool = False,
    lacks: Literal["", "time"] = "",
) -> Verdict:
    """A verdict with its words in their places."""
    return Verdict(
        deal=words["deal"],
        by_round=tuple(words[f"by {t + 1}"] for t in range(game.rounds)),
        steps=(
            {step: words[f"step 0 {step}"] for step in steps_of(game, 0)},
            {step: words[f"step 1 {step}"] for step in steps_of(game, 1)},
        ),
        breakdown=words["breakdown"],
        payoffs=payoffs,
        earliest=min(firsts, default=None),
        latest=None if open_end else max(firsts, default=None),
        chance=chance,
        settled=settled,
        has_deal=has_deal,
        unique=unique,
        lacks=lacks,
    )


def _names(game: StochasticGame) -> list[str]:
    """Events that a verdict has a word for."""
    steps = [f"step {player} {step}" for player in (0, 1) for step in steps_of(game, player)]
    return ["deal", "breakdown", *(f"by {t + 1}" for t in range(game.rounds)), *steps]


def steps_of(game: StochasticGame, player: int) -> list[str]:
    """Identifiers of a player's steps that can stand, in the order in which states first have them."""
    return list(dict.fromkeys(step for state in game.states for step in state.stands[player]))


def payoff_ranges(polygon: Polygon) -> tuple[Pair, Pair]:
    """Least and most that each player gets in a polygon of payoffs."""
    one, two = zip(*polygon, strict=True)
    return (fraction(min(one)), fraction(max(one))), (fraction(min(two)), fraction(max(two)))


def _words(inside: Courses, outside: Courses) -> dict[str, str]:
    """One word per event: what comes about inside is possible, what does not outside is not."""
    here, there = inside.events(), outside.events()
    return {name: word(here[name], there[name]) for name in here}


def word(inside: tuple[bool, bool], outside: tuple[bool, bool]) -> str:
    """The word for what some course has, and some course lacks, from inside and from outside.

    What all courses inside have and some outside lack is not called possible: it may be certain.
    """
    can_be, can_fail = outside
    if not can_be:
        return IMPOSSIBLE
    if not can_fail:
        return CERTAIN
    return POSSIBLE if all(inside) else OPEN


class Courses:
    """The courses that play can take through a reach."""

    def __init__(self, game: StochasticGame, reach: Reach) -> None:
        self.game, self.reach = game, reach
        self.width = len(game.cycle[0])
        self.last = game.rounds * self.width

    def events(self) -> dict[str, tuple[bool, bool]]:
        """Per event, whether some course has it, and whether some course does not."""
        ends = [p for p, steps in self.reach.steps.items() if not steps]
        final = [p for p in ends if p.node != BROKEN]
        deals = [p for p in final if self.complete(p)]
        found = {
            "deal": (bool(deals), len(deals) < len(ends)),
            "breakdown": (len(final) < len(ends) or self.risky, bool(final)),
        }
        firsts, without = self.first_completions(), self.avoiding(self.complete)
        unfinished = {self.rounds(place) for place in without if place.node != BROKEN and self.closed(place)}
        over = {self.rounds(place) for place in without if place.node == BROKEN}
        for t in range(1, self.game.rounds + 1):
            can_fail = t in unfinished or any(end <= t for end in over)
            found[f"by {t}"] = any(first <= t for first in firsts), can_fail
        for player in (0, 1):
            for step in steps_of(self.game, player):
                found[f"step {player} {step}"] = self._of_step(player, step)
        return found

    def first_completions(self) -> set[int]:
        """Rounds, from 1, at whose end the agreement can be complete for the first time."""
        before = self.avoiding(self.complete)
        after = {step.to for place in before for step in self.reach.steps[place]}
        return {self.rounds(place) for place in after if self.complete(place)}

    def chance(self) -> Pair:
        """Bounds on the chance that play ends with the agreement complete, whichever way players choose to go."""
        found: dict[Place, Pair] = {}
        for place in sorted(self.reach.steps, key=lambda p: -p.layer):
            steps = self.reach.steps[place]
            if not steps:
                deal = ONE if place.node != BROKEN and self.complete(place) else ZERO
                found[place] = deal, deal
                continue
            phase = self.game.phases(place.layer // self.width)[place.layer % self.width]
            each = [[(ONE - phase.outcomes[step.outcome].risk) * found[step.to][p] for p in (0, 1)] for step in steps]
            found[place] = min(low for low, _ in each), max(high for _, high in each)
        low, high = found[self.reach.start]
        return fraction(low), fraction(high)

    @property
    def risky(self) -> bool:
        """Whether chance may end the talks on some course."""
        return any(step.risk for steps in self.reach.steps.values() for step in steps)

    def _of_step(self, player: int, step: str) -> tuple[bool, bool]:
        without = self.avoiding(lambda place: self.stands(place, player, step))
        taken = any(self.stands(place, player, step) for place in self.reach.steps)
        return taken, any(not self.reach.steps[place] for place in without)

    def stands(self, place: Place, player: int, step: str) -> bool:
        """Whether a step of a player stands at a place; between a leader's move and the answer to it as well."""
        if place.node == BROKEN:
            return False
        state = place.node
        if not self.closed(place):
            phase = self.game.phases(place.layer // self.width)[place.layer % self.width]
            state = phase.nodes[place.node].state
        return step in self.game.states[state].stands[player]

    def avoiding(self, what: Callable[[Place], bool]) -> set[Place]:
        """Places that some course gets to without anything of a kind on its way or there."""
        found: set[Place] = set()
        waiting = [self.reach.start]
        while waiting:
            place = waiting.pop()
            if place not in found and not what(place):
                found.add(place)
                waiting.extend(step.to for step in self.reach.steps[place])
        return found

    def closed(self, place: Place) -> bool:
        """Whether a place stands between rounds, so that its node is a state."""
        return place.layer % self.width == 0

    def rounds(self, place: Place) -> int:
        """Rounds that have been played, in part or whole."""
        return -(-place.layer // self.width)

    def complete(self, place: Place) -> bool:
        """Whether the agreement is complete at a place between rounds."""
        return place.node != BROKEN and self.closed(place) and self.game.states[place.node].complete
