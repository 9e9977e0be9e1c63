"""Bayes-Nash and perfect Bayesian equilibria of game trees.

Every Nash equilibrium of the reduced strategic form fixes what is done at the information sets that play reaches: its
outcome. Every perfect Bayesian equilibrium has such an outcome, so for each of them the rest is looked for: choices and
beliefs off the path that make every choice optimal (`sim.engine.offpath`). What is found is checked by
`sim.engine.bayes_certificate`.

References
----------
Fudenberg, D., Tirole, J. (1991): Perfect Bayesian equilibrium and sequential equilibrium. Journal of Economic Theory
53, 236-260. Kreps, D. M., Wilson, R. (1982): Sequential equilibria. Econometrica 50, 863-894.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.bayes_certificate import BayesCheck, check_assessment
from sim.engine.bimatrix import bimatrix_equilibria
from sim.engine.deadline import Deadline, TimeLimitError
from sim.engine.offpath import Filling, Group, Outcome, fill_flat, is_flat, shares, values
from sim.engine.offpath_pure import fill_pure
from sim.engine.tree import behaviour, strategic_form, strategies
from sim.engine.tree_certificate import tree_regret, tree_value
from sim.games.tree import CHANCE, GameTree, TreePosition

if TYPE_CHECKING:
    from sim.engine.bimatrix import BimatrixSolution

    Pair = tuple[Fraction, Fraction]
    Behaviour = dict[str, dict[str, Fraction]]
    Beliefs = dict[str, tuple[Fraction, ...]]


@dataclass(frozen=True)
class BayesEquilibrium:
    """An equilibrium with beliefs.

    Parameters
    ----------
    behaviour : pair of dict
        Per player: information set to action to probability; for ``bayes-nash`` sets that the player's own choices
        rule out may be absent.
    beliefs : dict of str to tuple of Fraction
        Per information set the probability of each of its nodes; for ``bayes-nash`` only where play gets to.
    payoffs : pair of Fraction
        Expected payoffs.
    regret : pair of Fraction
        Most that each player could gain: by another strategy, and for ``pbe`` at any information set.
    reached : frozenset of str
        Information sets that play reaches.
    """

    behaviour: tuple[Behaviour, Behaviour]
    beliefs: Beliefs
    payoffs: Pair
    regret: Pair
    reached: frozenset[str]


@dataclass(frozen=True)
class BayesSolution:
    """Equilibria with beliefs of a game tree.

    Parameters
    ----------
    game : GameTree
        The game.
    concept : str
        ``bayes-nash``: all extreme Nash equilibria. ``pbe``: one perfect Bayesian equilibrium for each outcome that is
        that of one.
    equilibria : tuple of BayesEquilibrium
        Those found.
    complete : bool
        Whether it is proven that there are no other extreme equilibria (``bayes-nash``), or no perfect Bayesian
        equilibria with another outcome (``pbe``).
    rejected : int
        Outcomes of Nash equilibria proven to be of no perfect Bayesian equilibrium.
    undecided : int
        Outcomes of which neither was shown.
    several : bool
        Whether a connected set of Nash equilibria has more than one outcome, between which there are more.
    """

    game: GameTree
    concept: str
    equilibria: tuple[BayesEquilibrium, ...]
    complete: bool
    rejected: int = 0
    undecided: int = 0
    several: bool = False

    @property
    def certified(self) -> bool:
        """Whether no deviation pays in any equilibrium."""
        return all(not any(e.regret) for e in self.equilibria)


def solve_bayes_nash(game: GameTree, time_limit: float | None = 60.0) -> BayesSolution:
    """All extreme Nash equilibria of the reduced strategic form, with the beliefs on the path.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    time_limit : float or None
        Seconds after which the enumeration is given up.

    Raises
    ------
    PerfectRecallError
        If a player forgets.
    TreeTooLargeError
        If the strategic form is too large.
    """
    game.check_perfect_recall()
    solution, sides = _nash(game, time_limit)
    found = []
    for e, own in zip(solution.equilibria, sides, strict=True):
        outcome = _outcome(game, own)
        reached = frozenset(outcome.choices)
        found.append(BayesEquilibrium(own, outcome.beliefs, e.payoffs, tree_regret(game, own), reached))
    return BayesSolution(game, "bayes-nash", tuple(found), solution.complete)


def solve_pbe(game: GameTree, time_limit: float | None = 60.0) -> BayesSolution:
    """A perfect Bayesian equilibrium for each outcome that is found to be that of one.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    time_limit : float or None
        Seconds after which the search is given up.

    Raises
    ------
    PerfectRecallError
        If a player forgets.
    TreeTooLargeError
        If the strategic form is too large.
    TimeLimitError
        If the time is up.
    """
    game.check_perfect_recall()
    search = _search(game, Deadline(time_limit))
    found, undecided = [], search.undecided
    for outcome, filling in search.found:
        assert filling.choices is not None
        choices = {**outcome.choices, **filling.choices}
        beliefs = {name: {**outcome.beliefs, **filling.beliefs}[name] for name in game.infosets}
        sides: tuple[Behaviour, Behaviour] = ({}, {})
        for name in game.infosets:
            sides[game.nodes[game.infosets[name][0]].player or 0][name] = choices[name]
        check = check_assessment(game, sides, beliefs)
        if check.passed:
            pays = tree_value(game, sides)
            found.append(BayesEquilibrium(sides, beliefs, pays, check.regret, frozenset(outcome.choices)))
        else:
            undecided += 1
    complete = search.complete and not undecided
    return BayesSolution(game, "pbe", tuple(found), complete, search.rejected, undecided, search.several)


def verdict(game: GameTree, e: BayesEquilibrium) -> BayesCheck:
    """Check an equilibrium against the definition once more."""
    return check_assessment(game, e.behaviour, e.beliefs)


@dataclass(frozen=True)
class _Search:
    """Outcomes with what holds off their path, and how much of the question they answer."""

    found: list[tuple[Outcome, Filling]]
    complete: bool
    rejected: int
    undecided: int
    several: bool


def _nash(game: GameTree, time_limit: float | None) -> tuple[BimatrixSolution, list[tuple[Behaviour, Behaviour]]]:
    plans = strategies(game, 0)
    solution = bimatrix_equilibria(*strategic_form(game, 0, plans), time_limit=time_limit, second_opinion=False)
    if not solution.equilibria:
        raise TimeLimitError("no equilibrium was found in the time allowed")
    sides = []
    for e in solution.equilibria:
        one, two = (behaviour(game, 0, player, plans[player], e.strategies[player]) for player in (0, 1))
        sides.append((one, two))
    return solution, sides


def _outcome(game: GameTree, sides: tuple[Behaviour, Behaviour]) -> Outcome:
    """What is done where play gets to."""
    everything = {**sides[0], **sides[1]}
    reached: Behaviour = {}
    waiting = [0]
    while waiting:
        k = waiting.pop()
        node = game.nodes[k]
        if node.player is not None:
            if node.infoset:
                reached[node.infoset] = everything[node.infoset]
            parts = zip(shares(game, everything, k), node.children, strict=True)
            waiting += [child for p, child in parts if p]
    return Outcome(game, {name: reached[name] for name in game.infosets if name in reached})


def _search(game: GameTree, deadline: Deadline) -> _Search:
    solution, sides = _nash(game, deadline.left)
    outcomes: dict[tuple[tuple[str, tuple[Fraction, ...]], ...], Outcome] = {}
    by_component: dict[int, set[object]] = {}
    for e, own in zip(solution.equilibria, sides, strict=True):
        outcome = _outcome(game, own)
        key = tuple((name, tuple(at.values())) for name, at in outcome.choices.items())
        outcomes.setdefault(key, outcome)
        by_component.setdefault(e.component, set()).add(key)
    # What an outcome gives each end is linear in either side's mixture, so corners with one outcome leave no other.
    several = any(len(keys) > 1 for keys in by_component.values())
    found, rejected, undecided = [], 0, 0
    for outcome in outcomes.values():
        filling = _fill(outcome, deadline)
        if filling.choices is not None:
            found.append((outcome, filling))
        elif filling.proven:
            rejected += 1
        else:
            undecided += 1
    return _Search(found, solution.complete and not several, rejected, undecided, several)


def _fill(outcome: Outcome, deadline: Deadline) -> Filling:
    """Choices and beliefs off the path of an outcome, group by group."""
    choices: Behaviour = {}
    beliefs: Beliefs = {}
    open_question = False
    for group in outcome.groups():
        deadline.check()
        filling = _fill_group(outcome, group, deadline)
        if filling.choices is None and filling.proven:
            return filling
        open_question |= filling.choices is None
        choices.update(filling.choices or {})
        beliefs.update(filling.beliefs)
    return Filling(None, proven=False) if open_question else Filling(choices, beliefs)


def _fill_group(outcome: Outcome, group: Group, deadline: Deadline) -> Filling:
    part = _part(outcome, group)
    if group.sets and part is not None:
        return _fill_part(outcome, group, part, deadline)
    return fill_flat(outcome, group) if is_flat(outcome.game, group) else fill_pure(outcome, group, deadline)


def _part(outcome: Outcome, group: Group) -> GameTree | None:
    """All below a single departure as a game that starts with the beliefs; None if it is not cut off from the rest."""
    game = outcome.game
    if len(group.departures) != 1 or group.departures[0].infoset is None:
        return None
    (departure,) = group.departures
    inside = sorted(k for start in departure.starts for k in game.below(start))
    place = {k: number + 1 for number, k in enumerate(inside)}
    names = {game.nodes[k].infoset for k in inside} - {""}
    if any(name in outcome.choices or not all(k in place for k in game.infosets[name]) for name in names):
        return None
    chances = outcome.beliefs[departure.infoset or ""]
    labels = tuple(map(str, range(len(chances))))
    root = TreePosition(
        CHANCE, "", labels, tuple(place[k] for k in departure.starts), chances, (Fraction(0), Fraction(0))
    )
    nodes = [root]
    for k in inside:
        n = game.nodes[k]
        below = tuple(place[child] for child in n.children)
        nodes.append(TreePosition(n.player, n.infoset, n.actions, below, n.chances, n.payoffs))
    return GameTree(game.players, tuple(nodes))


def _fill_part(outcome: Outcome, group: Group, part: GameTree, deadline: Deadline) -> Filling:
    """A perfect Bayesian equilibrium of a part of the game in which departing to it does not pay."""
    search = _search(part, deadline)
    (departure,) = group.departures
    player = outcome.game.nodes[outcome.game.infosets[departure.infoset or ""][0]].player or 0
    allowed = outcome.allowance(departure, values(outcome.game, outcome.choices, player))
    for inner, filling in search.found:
        if values(part, inner.choices, player)[0] <= allowed:
            choices = {**inner.choices, **(filling.choices or {})}
            return Filling(choices, {**inner.beliefs, **filling.beliefs})
    return Filling(None, proven=search.complete and not search.undecided)
