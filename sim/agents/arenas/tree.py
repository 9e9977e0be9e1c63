"""Game trees as people play them, those of hidden types among them: each sees what its information sets tell it."""

from __future__ import annotations

from copy import copy
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from sim.agents.arenas.arena import Arena, Way
from sim.agents.arenas.responses import along
from sim.deadline import Deadline
from sim.engine.selection import equally_good, parse_rule, select
from sim.engine.tree.erring_choices import TreeChoices
from sim.engine.tree.pbe import solve_pbe
from sim.engine.tree.subgame_perfect import equally_good_perfect, tree_perfect
from sim.errors import PlayError
from sim.games.hidden.hidden_game import from_hidden
from sim.games.tree.game_tree import CHANCE, from_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.agents.arenas.arena import Behaviour, Note, Wishes
    from sim.engine.logit import QuantalPoint
    from sim.engine.selection import Rule
    from sim.engine.tree.profile import BehaviourProfile
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame
    from sim.games.tree.game_tree import Beliefs, GameTree
    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair


MOST_EQUALS = 24
"""Equally good equilibria, most, that a game is held against."""


class TreeArena(Arena):
    """A game tree; chance draws the types if some are hidden.

    The equilibrium is subgame perfect where everybody sees everything, and perfect Bayesian elsewhere, so that it says
    what to do, and what to believe, at information sets that it never reaches.

    Parameters
    ----------
    scenario : Scenario
        A tree, or a scenario with hidden types.
    rule : str
        Which equilibrium, as in ``--select``.
    time_limit : float or None
        Seconds for making the tree and for the search.

    Raises
    ------
    TimeLimitError
        If the time is up.
    PlayError
        If nobody decides anything, or no equilibrium is found.
    """

    def __init__(self, scenario: Scenario, rule: str = "payoff-dominant", time_limit: float | None = 60.0) -> None:
        self.scenario = scenario
        deadline = Deadline(time_limit)
        self.hidden: HiddenGame | None = from_hidden(scenario, deadline=deadline) if scenario.variants else None
        self.game: GameTree = self.hidden.tree if self.hidden is not None else from_tree(scenario)
        if not self.game.infosets:
            raise PlayError("nobody decides anything in this tree, so there is nothing to play")
        parsed = parse_rule(rule, self.game.players)
        self.notes: tuple[Note, ...] = ()
        if all(len(members) == 1 for members in self.game.infosets.values()):
            self.concept = "subgame-perfect"
            solution = tree_perfect(self.game, parsed, deadline.left)
            sure: Beliefs = {name: (Fraction(1),) for name in self.game.infosets}
            profiles = [solution.equilibria[0].profile]
            if not solution.complete:  # some subgame has several
                profiles += equally_good_perfect(self.game, parsed, MOST_EQUALS, deadline.left)
            self.equals = _distinct([(profile, sure) for profile in profiles])
        else:
            self.concept = "pbe"
            self.equals = self._selected(solve_pbe(self.game, deadline.left).equilibria, parsed)
        self.profile, self.beliefs = self.equals[0]

    @classmethod
    def of(cls, scenario: Scenario, wishes: Wishes) -> TreeArena:
        """The game; whoever plays does not change it."""
        return cls(scenario, wishes.select, wishes.time_limit)

    @staticmethod
    def own_rounds(scenario: Scenario) -> int | None:
        """A tree has an end of its own."""
        del scenario
        raise PlayError("--rounds is for games that can go on for ever and for matrix games; this one ends by itself")

    def _selected(self, found: Sequence[BayesEquilibrium], rule: Rule) -> tuple[tuple[BehaviourProfile, Beliefs], ...]:
        """The equilibrium that the rule selects, and after it those that only their names set apart from it."""
        if not found:
            raise PlayError("no perfect Bayesian equilibrium was found, so there is nothing to hold the game against")
        sets = [(self.game.owner(name), name) for name in self.game.infosets]
        keys = [tuple(p for player, name in sets for p in e.behaviour[player][name].values()) for e in found]
        payoffs, within = [e.payoffs for e in found], rule.within(self.game.ranges)
        own, pool = select(payoffs, keys, within)[0], equally_good(payoffs, within)[0]
        return _distinct([(found[k].profile, found[k].beliefs) for k in (own, *pool)])

    @property
    def start(self) -> int:
        """The root."""
        return 0

    def round(self, place: int) -> int:
        """The round of a concession game; otherwise there are none."""
        return self.hidden.situations[place].round if self.hidden is not None else 0

    def movers(self, place: int) -> tuple[int, ...]:
        """Whoever decides at the node; nobody where chance does."""
        player = self.game.nodes[place].player
        return () if player in (None, CHANCE) else (player,)

    def options(self, place: int, seat: int) -> tuple[str, ...]:
        """The actions at the node."""
        del seat
        return self.game.nodes[place].actions

    def point(self, place: int, seat: int) -> str:
        """The information set."""
        del seat
        return self.game.nodes[place].infoset

    def mixture(self, place: int, seat: int) -> dict[str, float]:
        """The equilibrium's probabilities."""
        return dict(zip(self.options(place, seat), map(float, self.profile.shares(place)), strict=True))

    def regret(self, place: int, seat: int, choice: str) -> float:
        """At what the equilibrium believes at the information set."""
        name = self.point(place, seat)
        worths = self.profile.action_values(name, self.beliefs[name])
        return float(max(worths) - worths[self.options(place, seat).index(choice)])

    def weight(self, place: int, seat: int) -> float:
        """Ends pay what the whole game pays."""
        del place, seat
        return 1.0

    def value(self, place: int | None) -> FloatPair:
        """The equilibrium's worth at the node, which a player need not know to be there."""
        if place is None:
            return 0.0, 0.0
        one, two = self.profile.value(place)
        return float(one), float(two)

    def rivals(self) -> tuple[TreeArena, ...]:
        """The game with each equilibrium that is as good by the rule."""
        return tuple(self._with(profile, beliefs) for profile, beliefs in self.equals)

    def _with(self, profile: BehaviourProfile, beliefs: Beliefs) -> TreeArena:
        other = copy(self)
        other.profile, other.beliefs = profile, beliefs
        return other

    def responses(self, precisions: Sequence[float], time_limit: float | None = 60.0) -> list[Behaviour | None]:
        """An error at every information set."""
        number = {name: k for k, name in enumerate(self._choices.names)}

        def rule(point: QuantalPoint) -> Behaviour:
            def behaviour(place: int, seat: int) -> dict[str, float]:
                shares = point.strategies[number[self.point(place, seat)]]
                return dict(zip(self.options(place, seat), map(float, shares), strict=True))

            return behaviour

        return [None if point is None else rule(point) for point in along(self._choices, precisions, time_limit)]

    @cached_property
    def _choices(self) -> TreeChoices:
        return TreeChoices(self.game)

    @property
    def payoff_range(self) -> float:
        """Of the ends."""
        ends = [node.payoffs for node in self.game.nodes if node.player is None]
        return max(float(max(e[s] for e in ends)) - float(min(e[s] for e in ends)) for s in (0, 1)) or 1.0

    def ways(self, place: int, choices: tuple[str, ...]) -> tuple[Way, ...]:
        """The node that the action leads to, or the draws of chance."""
        node = self.game.nodes[place]
        if node.player == CHANCE:
            draws = zip(node.chances, node.actions, node.children, strict=True)
            return tuple(self._to(float(p), label, child) for p, label, child in draws if p)
        choice = choices[node.player or 0]
        return (self._to(1.0, "", node.children[node.actions.index(choice)]),)

    def _to(self, chance: float, event: str, child: int) -> Way:
        end = self.game.nodes[child]
        if end.player is None:
            pays = float(end.payoffs[0]), float(end.payoffs[1])
            return Way(chance, event, None, pays, pays)
        return Way(chance, event, child, (0.0, 0.0))


def _distinct(found: Sequence[tuple[BehaviourProfile, Beliefs]]) -> tuple[tuple[BehaviourProfile, Beliefs], ...]:
    """Each behaviour once, with the first beliefs that go with it."""
    kept: dict[tuple[tuple[Fraction, ...], ...], tuple[BehaviourProfile, Beliefs]] = {}
    for profile, beliefs in found:
        kept.setdefault(tuple(tuple(profile.shares(k)) for k in _deciding(profile)), (profile, beliefs))
    return tuple(kept.values())[:MOST_EQUALS]


def _deciding(profile: BehaviourProfile) -> list[int]:
    return [members[0] for members in profile.game.infosets.values()]
