"""Outcomes of the Nash equilibria of a game tree, and what can hold off the path of each.

Every Nash equilibrium of the reduced strategic form fixes what is done at the information sets that play reaches: its
outcome. It is that of a perfect Bayesian equilibrium if the rest can be filled in: choices and beliefs off the path
that are optimal there and make no departure from the path pay. Departures that share no information set below them are
apart from each other, so each group is treated alone:

- all below one action at one information set: a game of its own, whose chances are the beliefs there;
- groups in which no unreached set lies below another: `sim.engine.tree.assessments.off_path`;
- all others: every way to choose one action at each set (`sim.engine.tree.assessments.off_path_pure`); where none will
  do, the same as for groups in which no set lies below another, once choices that are best whatever is believed are
  taken as given (`sim.engine.tree.assessments.off_path_settled`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.tree.assessments.off_path import OffPathAssessment, fill_flat
from sim.engine.tree.assessments.off_path_pure import fill_pure
from sim.engine.tree.assessments.off_path_settled import fill_settled, settled
from sim.engine.tree.assessments.path_outcome import Group, PathOutcome, is_flat
from sim.engine.tree.extreme import extreme_equilibria
from sim.engine.tree.profile import BehaviourProfile
from sim.errors import TimeLimitError
from sim.games.tree.game_tree import CHANCE, GameTree, TreePosition
from sim.progress import steps

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.games.tree.game_tree import Behaviour, Beliefs

    OutcomeKey = tuple[tuple[str, tuple[Fraction, ...]], ...]

ZERO = Fraction(0)


@dataclass(frozen=True)
class OutcomeSearch:
    """Outcomes with what holds off their path, and how much of the question they answer.

    Parameters
    ----------
    found : list of (PathOutcome, OffPathAssessment)
        Outcomes that choices and beliefs support.
    listed : bool
        Whether all extreme Nash equilibria were looked at.
    rejected : int
        Outcomes that nothing can support.
    undecided : list of PathOutcome
        Outcomes of which neither was shown.
    several : bool
        Whether a connected set of Nash equilibria has more than one outcome.
    """

    found: list[tuple[PathOutcome, OffPathAssessment]]
    listed: bool
    rejected: int
    undecided: list[PathOutcome]
    several: bool

    @property
    def complete(self) -> bool:
        """Whether no other outcome is that of a perfect Bayesian equilibrium."""
        return self.listed and not self.several and not self.undecided


def outcome_of(profile: BehaviourProfile) -> PathOutcome:
    """What is done where play gets to.

    Parameters
    ----------
    profile : BehaviourProfile
        What is done.
    """
    game, reached = profile.game, profile.reached
    return PathOutcome(
        game, {name: profile.behaviour[game.owner(name)][name] for name in game.infosets if name in reached}
    )


def key_of(outcome: PathOutcome) -> OutcomeKey:
    """What two outcomes share if and only if they are the same."""
    game = outcome.game
    return tuple((name, tuple(at.get(a, ZERO) for a in game.actions(name))) for name, at in outcome.choices.items())


def search_outcomes(game: GameTree, deadline: Deadline) -> OutcomeSearch:
    """Look at the outcome of every extreme Nash equilibrium.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.

    Raises
    ------
    TreeTooLargeError
        If the strategic form is too large.
    TimeLimitError
        If the time is up.
    """
    extreme = extreme_equilibria(game, deadline)
    if not extreme.sides:
        raise TimeLimitError("no equilibrium was found in the time allowed")
    outcomes: dict[OutcomeKey, PathOutcome] = {}
    by_component: dict[int, set[OutcomeKey]] = {}
    for own, components in zip(extreme.sides, extreme.components, strict=True):
        outcome = outcome_of(BehaviourProfile(game, own))
        outcomes.setdefault(key_of(outcome), outcome)
        for component in components:
            by_component.setdefault(component, set()).add(key_of(outcome))
    # What an outcome gives each end is linear in either side's mixture, so corners with one outcome leave no other.
    several = any(len(keys) > 1 for keys in by_component.values())
    found, rejected, undecided = [], 0, []
    for outcome in steps("outcomes", outcomes.values()):
        filling = _fill(outcome, deadline)
        if filling.choices is not None:
            found.append((outcome, filling))
        elif filling.proven:
            rejected += 1
        else:
            undecided.append(outcome)
    return OutcomeSearch(found, extreme.complete, rejected, undecided, several)


def _fill(outcome: PathOutcome, deadline: Deadline) -> OffPathAssessment:
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
    return OffPathAssessment(None, proven=False) if open_question else OffPathAssessment(choices, beliefs)


def _fill_group(outcome: PathOutcome, group: Group, deadline: Deadline) -> OffPathAssessment:
    part = _part(outcome, group)
    if group.sets and part is not None:
        return _fill_part(outcome, group, part, deadline)
    if is_flat(outcome.game, group):
        return fill_flat(outcome, group)
    given = settled(outcome, group)
    pure = fill_pure(outcome, group, deadline, given)
    return pure if pure.choices is not None else fill_settled(outcome, group, given)


def _part(outcome: PathOutcome, group: Group) -> GameTree | None:
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
    root = TreePosition(CHANCE, "", labels, tuple(place[k] for k in departure.starts), chances, (ZERO, ZERO))
    nodes = [root]
    for k in inside:
        n = game.nodes[k]
        below = tuple(place[child] for child in n.children)
        nodes.append(TreePosition(n.player, n.infoset, n.actions, below, n.chances, n.payoffs))
    return GameTree(game.players, tuple(nodes))


def _fill_part(outcome: PathOutcome, group: Group, part: GameTree, deadline: Deadline) -> OffPathAssessment:
    """A perfect Bayesian equilibrium of a part of the game in which departing to it does not pay."""
    search = search_outcomes(part, deadline)
    (departure,) = group.departures
    allowed = outcome.allowance(departure, outcome.profile.values)
    for inner, filling in search.found:
        if inner.profile.payoffs[outcome.game.owner(departure.infoset or "")] <= allowed:
            choices = {**inner.choices, **(filling.choices or {})}
            return OffPathAssessment(choices, {**inner.beliefs, **filling.beliefs})
    return OffPathAssessment(None, proven=search.complete)
