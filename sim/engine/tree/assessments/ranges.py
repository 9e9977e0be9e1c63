"""How far choices and beliefs off the path may vary, one information set at a time, with all else as it is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.tree.assessments.certificate import check_assessment
from sim.engine.tree.assessments.deterrence import Deterrence
from sim.engine.tree.assessments.nash_outcomes import outcome_of
from sim.engine.tree.assessments.off_path import forced
from sim.engine.tree.assessments.path_outcome import is_flat
from sim.errors import TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline
    from sim.engine.tree.assessments.path_outcome import Group
    from sim.engine.tree.solution import BayesEquilibrium, BeliefRanges, Ranges
    from sim.games.tree.game_tree import Behaviour
    from sim.types import Pair

ZERO, ONE = Fraction(0), Fraction(1)


def with_ranges(e: BayesEquilibrium, deadline: Deadline) -> BayesEquilibrium:
    """The equilibrium with the chances and beliefs that will do as well at information sets that play does not reach.

    Both ends of a range are checked against the definition, and what is between them then holds as well: with beliefs
    and all other choices fixed, what a player could gain is convex in the chances at one set; with the choices fixed,
    it is so in the belief there. Beliefs are ranged where they are of two nodes and Bayes' rule leaves them open. Sets
    that lie below other unreached ones are left out, and so is the rest when the time is up.

    Parameters
    ----------
    e : BayesEquilibrium
        A perfect Bayesian equilibrium.
    deadline : Deadline
        When to leave out the rest.
    """
    game, outcome = e.profile.game, outcome_of(e.profile)
    found: Ranges = {}
    believed: BeliefRanges = {}
    try:
        for group in outcome.groups():
            if group.sets and is_flat(game, group):
                supports = [_optimal(e, name) for name in group.sets]
                programme = Deterrence.of(outcome, group, supports, e.profile.values)
                for name, support in zip(group.sets, supports, strict=True):
                    deadline.check()
                    if len(support) > 1 and (ranges := _ranges(e, group, programme, name)):
                        found[name] = ranges
                    if forced(outcome, name) is None and (span := _believed(e, name)):
                        believed[name] = span
    except TimeLimitError:
        pass  # what is not said to vary is not said to be fixed
    return replace(e, ranges=found, belief_ranges=believed)


def _believed(e: BayesEquilibrium, name: str) -> tuple[Pair, ...]:
    """Least and greatest chance of each of two nodes of a set; empty if one alone will do, or the check refuses one."""
    game, worth, members = e.profile.game, e.profile.values, e.profile.game.infosets[name]
    if len(members) != 2:
        return ()
    player, actions = game.owner(name), game.actions(name)
    pays = [[worth[child][player] for child in game.nodes[k].children] for k in members]
    low, high = ZERO, ONE
    for a, action in enumerate(actions):
        if not e.behaviour[player][name].get(action):
            continue
        for b in range(len(actions)):
            # Action b must pay no more than a: first + p (second - first) <= 0, with p the chance of the second node.
            first, second = (line[b] - line[a] for line in pays)
            if first == second:
                continue
            edge = first / (first - second)
            low, high = (low, min(high, edge)) if second > first else (max(low, edge), high)
    if low >= high or not all(_believable(e, name, p) for p in (low, high)):
        return ()
    return (ONE - high, ONE - low), (low, high)


def _believable(e: BayesEquilibrium, name: str, second: Fraction) -> bool:
    """Whether the equilibrium stays one with this chance of the second node of a set."""
    beliefs = {**e.beliefs, name: (ONE - second, second)}
    return check_assessment(e.profile.game, e.behaviour, beliefs).passed


def _optimal(e: BayesEquilibrium, name: str) -> tuple[int, ...]:
    """Numbers of the actions that are best at the belief at a set."""
    game, worth = e.profile.game, e.profile.values
    player, members = game.owner(name), list(zip(game.infosets[name], e.beliefs[name], strict=True))
    pays = [
        sum((p * worth[game.nodes[k].children[a]][player] for k, p in members), ZERO)
        for a in range(len(game.actions(name)))
    ]
    return tuple(a for a, value in enumerate(pays) if value == max(pays))


def _ranges(
    e: BayesEquilibrium, group: Group, programme: Deterrence, name: str
) -> dict[str, tuple[Fraction, Fraction]]:
    """Least and greatest chance of each action at a set that may vary; empty if none may, or the check refuses one."""
    actions = e.profile.game.actions(name)
    fixed = {j: _share(e, at, a) for j, (at, a) in enumerate(programme.variables) if at != name}
    ranges = {}
    for j, (at, a) in enumerate(programme.variables):
        if at != name:
            continue
        ends = [programme.best(_unit(programme, j, sign), fixed) for sign in (-1, 1)]
        if any(end is None or not _holds(e, group, programme.choices(end)) for end in ends):
            return {}
        low, high = (end[j] for end in ends if end is not None)
        if low < high:
            ranges[actions[a]] = low, high
    return ranges


def _share(e: BayesEquilibrium, name: str, action: int) -> Fraction:
    game = e.profile.game
    return e.behaviour[game.owner(name)][name].get(game.actions(name)[action], ZERO)


def _unit(programme: Deterrence, coordinate: int, sign: int) -> Sequence[Fraction]:
    return [sign * ONE if j == coordinate else ZERO for j in range(len(programme.variables))]


def _holds(e: BayesEquilibrium, group: Group, choices: Behaviour) -> bool:
    """Whether the equilibrium stays one with these choices at the sets of a group."""
    game = e.profile.game
    one, two = (dict(side) for side in e.behaviour)
    for name in group.sets:
        (one, two)[game.owner(name)][name] = choices[name]
    return check_assessment(game, (one, two), e.beliefs).passed
