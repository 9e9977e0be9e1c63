"""Choices and beliefs off the path of an outcome, for departures below which no unreached set lies below another.

For each unreached set the largest sets of actions that some belief makes best are listed, and for each choice among
them a linear programme over the chances of the actions asks whether no departure pays. Beyond `MOST_ACTIONS` actions at
a set nothing is listed, and nothing is proven.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING

from sim.engine.tree.assessments.deterrence import Deterrence
from sim.engine.tree.assessments.path_outcome import Group, PathOutcome
from sim.engine.tree.profile import BehaviourProfile
from sim.exact.simplex import middle

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from sim.games.tree.game_tree import Behaviour, Beliefs

ZERO, ONE = Fraction(0), Fraction(1)

MOST_ACTIONS = 10
"""Actions at an unreached set up to which all sets of actions are looked at."""


@dataclass(frozen=True)
class OffPathAssessment:
    """Choices and beliefs at the unreached sets of a group; None for choices where there are none.

    ``proven`` says, where there are none, whether it is certain that there are none.
    """

    choices: Behaviour | None
    beliefs: Beliefs = field(default_factory=dict)
    proven: bool = True


def fill_flat(outcome: PathOutcome, group: Group) -> OffPathAssessment:
    """Choices and beliefs for a group in which no unreached set lies below another; the answer is proven either way."""
    game, worth = outcome.game, outcome.profile.values
    options: list[list[tuple[tuple[int, ...], tuple[Fraction, ...]]]] = []
    for name in group.sets:
        player = game.owner(name)
        table = [[worth[child][player] for child in game.nodes[k].children] for k in game.infosets[name]]
        options.append(_best_sets(table, forced(outcome, name)))
        if not options[-1]:
            return OffPathAssessment(None, proven=len(table[0]) <= MOST_ACTIONS)
    for way in product(*options):
        programme = Deterrence.of(outcome, group, [support for support, _ in way], worth)
        choices = programme.simplest()
        if choices is not None:
            return OffPathAssessment(choices, {name: belief for name, (_, belief) in zip(group.sets, way, strict=True)})
    return OffPathAssessment(None)


def _best_sets(
    table: list[list[Fraction]], belief: tuple[Fraction, ...] | None
) -> list[tuple[tuple[int, ...], tuple[Fraction, ...]]]:
    """Largest sets of actions that one belief makes best together, each with such a belief.

    ``table`` has a row per node; a belief that Bayes' rule gives leaves one set.
    """
    m, n = len(table), len(table[0])
    if belief is not None:
        expected = [sum((p * row[a] for p, row in zip(belief, table, strict=True)), ZERO) for a in range(n)]
        return [(tuple(a for a in range(n) if expected[a] == max(expected)), belief)]
    found: list[tuple[tuple[int, ...], tuple[Fraction, ...]]] = []
    if n > MOST_ACTIONS:
        return found
    for size in range(n, 0, -1):
        for support in combinations(range(n), size):
            if any(set(support) <= set(larger) for larger, _ in found):
                continue
            rows = [([row[b] - row[a] for row in table], ZERO) for a in support for b in range(n) if b != a]
            point = middle(m, rows, [([ONE] * m, ONE)])
            if point is not None:
                found.append((support, tuple(point)))
    return found


def forced(outcome: PathOutcome, name: str) -> tuple[Fraction, ...] | None:
    """Belief that Bayes' rule gives at an unreached set from the beliefs on the path; None if it is free."""
    for before, reach in sources(outcome.profile, outcome.beliefs, name):
        weights = [sum((p * r for p, r in zip(outcome.beliefs[before], line, strict=True)), ZERO) for line in reach]
        if sum(weights):
            return tuple(w / sum(weights) for w in weights)
    return None


def sources(profile: BehaviourProfile, known: Container[str], name: str) -> Iterator[tuple[str, list[list[Fraction]]]]:
    """Earlier sets that all nodes of a set lie below, the nearest first.

    Each comes with a row per node of the set: the chance to get there from each node of the earlier set. If all ways
    lead through one action of the earlier set, that action is taken as given.
    """
    game = profile.game
    ways = [game.above(k) for k in game.infosets[name]]
    for before in dict.fromkeys(game.nodes[j].infoset for j, _ in ways[0]):
        if before not in known:
            continue
        heads = game.infosets[before]
        depths = [next((i for i, (j, _) in enumerate(way) if j in heads), None) for way in ways]
        if None in depths:
            continue
        given = len({way[i][1] for way, i in zip(ways, depths, strict=True) if i is not None}) == 1
        reach = []
        for way, i in zip(ways, depths, strict=True):
            assert i is not None
            chance = ONE
            for j, a in way[:i] if given else way[: i + 1]:
                chance *= profile.share(j, a)
            reach.append([chance if head == way[i][0] else ZERO for head in heads])
        yield before, reach
