"""Trust over time: what is believed of each side, round by round, along all that everybody can see.

Types are drawn independently, and what a player does hangs on its own secrets and on what everybody has seen; so what
the other side believes of it is what an onlooker believes, and hangs on what everybody has seen alone. It follows by
Bayes' rule wherever play gets to; elsewhere it is a part of the equilibrium.

References
----------
Kydd, A. H. (2005): Trust and Mistrust in International Relations. Princeton University Press.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.hidden.outcomes import outcome_at
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from sim.engine.concessions.courses.outcome import CourseOutcome
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame, Secret

    Belief = dict[Secret, Fraction]

ZERO = Fraction(0)
BY_CHANCE = ("discovery", "hazard")
"""Endings that nobody chooses."""


@dataclass(frozen=True)
class Moment:
    """What everybody sees at one point of a course, and what is believed after it.

    Parameters
    ----------
    round, phase : int
        When, both counted from 0.
    seen : tuple of str
        What each player is seen to do; empty for one that does not move.
    stands : tuple of tuple of str
        The steps that seemed to stand before.
    beliefs : pair of dict
        What is believed of each player once this has been seen and nothing was discovered; empty for a player that
        hides nothing.
    """

    round: int
    phase: int
    seen: tuple[str, str]
    stands: tuple[tuple[str, ...], tuple[str, ...]]
    beliefs: tuple[Belief, Belief]


@dataclass(frozen=True)
class Aside:
    """A choice that nobody makes, and what would be believed of it.

    Parameters
    ----------
    player, round : int
        Who would make it, and when; both counted from 0.
    action : str
        What would be seen.
    belief : dict of Secret to Fraction
        What would then be believed of the player.
    stands : pair of tuple of str
        The steps that seemed to stand before.
    """

    player: int
    round: int
    action: str
    belief: Belief
    stands: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class BeliefCourse:
    """One way for everything that is seen to go.

    Parameters
    ----------
    chance : Fraction
        Chance that play goes this way, as far as the talks last.
    moments : tuple of Moment
        What is seen, in order.
    public : int
        Number of the history that all of it makes.
    ending : str
        ``over`` or ``walk_away``, or ``hazard`` or ``discovery`` if that comes for certain.
    shares : pair of dict
        Chance of this course for each type of each player; empty for a player whose type is known.
    outcome : CourseOutcome
        What becomes of the agreement on it, if the talks last.
    cut_short : tuple of str
        In which other ways they may end on it: ``hazard`` or ``discovery``.
    """

    chance: Fraction
    moments: tuple[Moment, ...]
    public: int
    ending: str
    shares: tuple[dict[str, Fraction], dict[str, Fraction]]
    outcome: CourseOutcome
    cut_short: tuple[str, ...]


@dataclass(frozen=True)
class Trust:
    """What happens and what is believed in an equilibrium of a concession game with hidden information.

    Parameters
    ----------
    prior : pair of dict
        What is believed of each player at the start.
    courses : tuple of BeliefCourse
        All courses that play may take, the likeliest first.
    asides : tuple of Aside
        Single choices that nobody makes, one step away from a course, with what would be believed of them.
    endings : dict of str to Fraction
        Chance of each ending.
    """

    prior: tuple[Belief, Belief]
    courses: tuple[BeliefCourse, ...]
    asides: tuple[Aside, ...]
    endings: dict[str, Fraction]

    @property
    def on_the_way(self) -> Fraction:
        """Chance that the talks end by chance before all choices of a course are made."""
        return 1 - sum((course.chance for course in self.courses), ZERO)

    @property
    def at_its_end(self) -> Fraction:
        """Chance that they end by chance after the last choices of a course, which else is played to its end."""
        by_chance = sum((self.endings.get(kind, ZERO) for kind in BY_CHANCE), ZERO)
        sure = sum((course.chance for course in self.courses if course.ending in BY_CHANCE), ZERO)
        return by_chance - sure - self.on_the_way


def trust(game: HiddenGame, e: BayesEquilibrium) -> Trust:
    """Follow an equilibrium along all that can be seen.

    Parameters
    ----------
    game : HiddenGame
        A concession game.
    e : BayesEquilibrium
        An equilibrium of its tree, with beliefs at every information set.
    """
    return _Follower(game, e).trust()


class _Follower:
    """One equilibrium being followed."""

    def __init__(self, game: HiddenGame, e: BayesEquilibrium) -> None:
        assert game.course is not None
        self.game, self.e, self.course = game, e, game.course
        self.weights = e.profile.reach
        self.later: dict[int, list[int]] = {}
        for k, (above, _) in enumerate(self.course.histories[1:], start=1):
            self.later.setdefault(above, []).append(k)
        self.nodes: dict[int, list[int]] = {}
        self.members: dict[int, list[int]] = {}
        for k, at in enumerate(game.situations):
            self.nodes.setdefault(at.public, []).append(k)
            if self._tells(k):
                self.members.setdefault(at.public, []).append(k)

    def trust(self) -> Trust:
        endings: dict[str, Fraction] = {}
        for k in self.game.tree.ends:
            if self.weights[k]:
                ending = self.game.situations[k].ending
                endings[ending] = endings.get(ending, ZERO) + self.weights[k]
        courses = self._courses()
        prior = self._belief(0, 0) or {}, self._belief(0, 1) or {}
        return Trust(prior, courses, self._asides(), endings)

    def _tells(self, k: int) -> bool:
        """Whether a node is one at which the last choices have been seen and nothing was discovered."""
        node, at = self.game.tree.nodes[k], self.game.situations[k]
        if node.player is None:
            return at.ending in ("over", "walk_away")
        if node.player == CHANCE:
            return False
        above = self.game.tree.nodes[self.game.tree.parents[k][0]] if k else None
        same = self.game.situations[self.game.tree.parents[k][0]].public == at.public
        return above is None or above.player == CHANCE or not same

    def _courses(self) -> tuple[BeliefCourse, ...]:
        """Ends by what was seen on the way to them; discoveries and breakdowns on a longer way belong to that one."""
        groups: dict[int, list[int]] = {}
        for k in self.game.tree.ends:
            if self.weights[k]:
                groups.setdefault(self.game.situations[k].public, []).append(k)
        longer = set()
        for public in groups:
            above = self.course.histories[public][0]
            while above:
                longer.add(above)
                above = self.course.histories[above][0]
        found = [self._course(public, ends) for public, ends in groups.items() if public not in longer]
        return tuple(sorted(found, key=lambda course: -course.chance))

    def _course(self, public: int, ends: list[int]) -> BeliefCourse:
        moments: list[Moment] = []
        at = public
        while at:
            moments.insert(0, self._moment(at))
            at = self.course.histories[at][0]
        kinds = [self.game.situations[k].ending for k in ends]
        ending = next((kind for kind in ("over", "walk_away") if kind in kinds), kinds[0])
        chance = sum((self.weights[k] for k in ends), ZERO)
        shares = self._shares(ends, 0), self._shares(ends, 1)
        outcome = outcome_at(self.game, next(k for k in ends if self.game.situations[k].ending == ending))
        return BeliefCourse(chance, tuple(moments), public, ending, shares, outcome, tuple(sorted({*kinds} - {ending})))

    def _shares(self, ends: list[int], player: int) -> dict[str, Fraction]:
        """Chance of a course for each type of a player."""
        found = {}
        for t, kind in enumerate(self.game.types[player]):
            if kind.probability:
                own = sum((self.weights[k] for k in ends if self.game.draw(k)[player] == t), ZERO)
                found[kind.id] = own / kind.probability
        return found

    def _moment(self, public: int) -> Moment:
        round_, phase, one, two = self.course.histories[public][1]
        beliefs = self._belief(public, 0) or {}, self._belief(public, 1) or {}
        return Moment(round_, phase, (one, two), self._stands(public), beliefs)

    def _stands(self, public: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Steps that seemed to stand when the last choices of a history were made."""
        game = self.game.games[0][0]
        place = self.game.situations[self._chooser(self.nodes[public][0])]
        node = game.phases(place.round)[place.phase].nodes[place.node]
        return game.states[node.state].stands

    def _chooser(self, k: int) -> int:
        """The decision above a node after which it became public what had been done."""
        public = self.game.situations[k].public
        while k and self.game.situations[k].public == public:
            k = self.game.tree.parents[k][0]
        return k

    def _belief(self, public: int, player: int) -> Belief | None:
        """What is believed of a player after a history; None if nothing is said of it, empty if it hides nothing."""
        nodes = self.members.get(public, [])
        if nodes and not self.game.secret(nodes[0], player):
            return {}
        total = sum((self.weights[k] for k in nodes), ZERO)
        if not total:
            return self._assessed(public, player)
        return self._held([(k, self.weights[k] / total) for k in nodes], player)

    def _held(self, parts: list[tuple[int, Fraction]], player: int) -> Belief:
        """What is held possible of a player, and how likely."""
        return {secret: p for secret, p in self.game.belief(parts, player).items() if p}

    def _assessed(self, public: int, player: int) -> Belief | None:
        """What the equilibrium assumes where play does not get to; None where the other side's types would differ."""
        found: list[Belief] = []
        for name, belief in self.e.beliefs.items():
            members = self.game.tree.infosets[name]
            if self.game.situations[members[0]].public == public and self.game.tree.owner(name) != player:
                found.append(self._held(list(zip(members, belief, strict=True)), player))
        return found[0] if found and all(other == found[0] for other in found) else None

    def _asides(self) -> tuple[Aside, ...]:
        """Choices one step off what is played, of players who hide something."""
        found = []
        for public in range(1, len(self.course.histories)):
            above, (round_, _, one, two) = self.course.histories[public]
            if public not in self.members or any(self.weights[k] for k in self.members[public]):
                continue
            before = self.members.get(above, [])
            if not any(self.weights[k] for k in before):
                continue
            for player, action in ((0, one), (1, two)):
                other = (two, one)[player]
                belief = self._belief(public, player)
                if belief and action and not self._done(above, player, action) and self._done(above, 1 - player, other):
                    found.append(Aside(player, round_, action, belief, self._stands(public)))
        return tuple(found)

    def _done(self, public: int, player: int, action: str) -> bool:
        """Whether a player is seen to do something after a history with positive chance, or has nothing to do there."""
        for later in self.later.get(public, []):
            does = self.course.histories[later][1][2 + player]
            if does == action and any(self.weights[k] for k in self.nodes.get(later, [])):
                return True
        return False
