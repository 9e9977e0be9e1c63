"""Unreached sets at which one action is best whatever is believed, and what holds above them.

Where one action pays strictly more at every node of a set than all others, all that follows being settled likewise, no
belief makes another one best: it is what every perfect Bayesian equilibrium does there. With such choices taken as
given, from the last ones up, fewer sets are left to choose at, and often none of them lies below another.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from sim.engine.tree.assessments.off_path import OffPathAssessment, fill_flat, sources
from sim.engine.tree.assessments.path_outcome import Group, PathOutcome, is_flat
from sim.engine.tree.profile import BehaviourProfile

if TYPE_CHECKING:
    from sim.games.tree.game_tree import Behaviour, Beliefs

ZERO, ONE = Fraction(0), Fraction(1)


def settled(outcome: PathOutcome, group: Group) -> Behaviour:
    """The choices at unreached sets of a group that no belief makes another one better than.

    Parameters
    ----------
    outcome : PathOutcome
        The way of play.
    group : Group
        Departures, with the unreached sets below them.
    """
    game = outcome.game
    found: Behaviour = {}
    left = set(group.sets)
    below = {name: {j for k in game.infosets[name] for j in islice(game.below(k), 1, None)} for name in group.sets}
    while left:
        profile = BehaviourProfile.of(game, {**outcome.choices, **found})
        undone = {k for name in left for k in game.infosets[name]}
        fresh = {}
        for name in group.sets:
            if name in left and undone.isdisjoint(below[name]):
                best = _best_everywhere(profile, name)
                if best is not None:
                    fresh[name] = {a: ONE if k == best else ZERO for k, a in enumerate(game.actions(name))}
        if not fresh:
            break
        found |= fresh
        left -= fresh.keys()
    return found


def fill_settled(outcome: PathOutcome, group: Group, given: Behaviour) -> OffPathAssessment:
    """Choices and beliefs for a group some of whose choices are settled, mixed ones included.

    The answer is proven either way, unless an unreached set that is not settled lies below another: then there is none.

    Parameters
    ----------
    given : dict
        What `settled` finds.
    """
    game = outcome.game
    rest = Group(group.departures, tuple(name for name in group.sets if name not in given))
    if not given or not is_flat(game, rest):
        return OffPathAssessment(None, proven=False)
    found = fill_flat(PathOutcome(game, {**outcome.choices, **given}), rest)
    if found.choices is None:
        return found
    choices = {**given, **found.choices}
    profile = BehaviourProfile.of(game, {**outcome.choices, **choices})
    beliefs = {**outcome.beliefs, **found.beliefs}
    for name in sorted(given, key=lambda name: game.infosets[name][0]):
        beliefs[name] = _belief(profile, beliefs, name)
    return OffPathAssessment(choices, {name: beliefs[name] for name in group.sets})


def _best_everywhere(profile: BehaviourProfile, name: str) -> int | None:
    """The action that pays its owner strictly more than each other at every node of a set; None if there is none."""
    game, player = profile.game, profile.game.owner(name)
    table = [[profile.value(child)[player] for child in game.nodes[k].children] for k in game.infosets[name]]
    best = max(range(len(table[0])), key=table[0].__getitem__)
    strict = all(row[best] > v for row in table for a, v in enumerate(row) if a != best)
    return best if strict else None


def _belief(profile: BehaviourProfile, known: Beliefs, name: str) -> tuple[Fraction, ...]:
    """What Bayes' rule makes of the beliefs above a set; all of its nodes alike where it says nothing."""
    for before, reach in sources(profile, known, name):
        weights = [sum((p * r for p, r in zip(known[before], line, strict=True)), ZERO) for line in reach]
        if total := sum(weights):
            return tuple(w / total for w in weights)
    size = len(profile.game.infosets[name])
    return (Fraction(1, size),) * size
