"""Whether strategies and beliefs are a perfect Bayesian equilibrium, checked against the definition alone.

Where play gets to is worked out here once more, and not read off the profile that is judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.engine.tree.certificate import continuation_regret
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from sim.games.tree.game_tree import Beliefs, GameTree, Sides
    from sim.types import Pair


@dataclass(frozen=True)
class BayesCheck:
    """What the check of an assessment found.

    Parameters
    ----------
    regret : pair of Fraction
        Most that each player could gain at any of its information sets, at its belief there.
    faults : tuple of str
        Information sets without a choice or a belief, or whose belief breaks Bayes' rule.
    """

    regret: Pair
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every choice is optimal and every belief as Bayes' rule has it."""
        return not self.faults and not any(self.regret)


def check_assessment(game: GameTree, behaviour: Sides, beliefs: Beliefs) -> BayesCheck:
    """Check sequential rationality at every information set, and Bayes' rule wherever it can be applied.

    Bayes' rule is applied from the start of play, from every information set and from every action at one: if all nodes
    of a later information set lie below, and the strategies lead to it with positive probability given the belief
    there, the later belief must follow. Where beliefs obey this along a player's own information sets, no gain from one
    changed choice means no gain from any (Hendon, Jacobsen and Sloth 1996); gains from any are what is computed here.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    behaviour : pair of dict
        Information set to action to probability, per player, at every information set.
    beliefs : dict of str to tuple of Fraction
        Per information set the probability of each of its nodes, in the order of ``game.infosets``.

    References
    ----------
    Hendon, E., Jacobsen, H. J., Sloth, B. (1996): The one-shot-deviation principle for sequential rationality. Games
    and Economic Behavior 12, 274-282.
    """
    faults = [name for name in game.infosets if not _valid(game, behaviour, beliefs, name)]
    if faults:
        return BayesCheck((Fraction(0), Fraction(0)), tuple(faults))
    regret = [Fraction(0), Fraction(0)]
    for name, members in game.infosets.items():
        check_time()
        player = game.owner(name)
        at = dict(zip(members, beliefs[name], strict=True))
        regret[player] = max(regret[player], continuation_regret(game, behaviour, player, at))
    return BayesCheck((regret[0], regret[1]), tuple(sorted(_broken(game, behaviour, beliefs))))


def _valid(game: GameTree, behaviour: Sides, beliefs: Beliefs, name: str) -> bool:
    members = game.infosets[name]
    at = behaviour[game.owner(name)].get(name, {})
    belief = beliefs.get(name, ())
    lists = [list(at.values()), list(belief)]
    return (
        set(at) <= set(game.actions(name))
        and len(belief) == len(members)
        and all(sum(values) == 1 and min(values) >= 0 for values in lists if values)
        and all(lists)
    )


def _broken(game: GameTree, behaviour: Sides, beliefs: Beliefs) -> set[str]:
    """Information sets whose belief does not follow from an earlier belief from which they can be reached."""
    starts: list[dict[int, Fraction]] = [{0: Fraction(1)}]
    for name, members in game.infosets.items():
        starts.append(dict(zip(members, beliefs[name], strict=True)))
        for a in range(len(game.actions(name))):
            starts.append({game.nodes[k].children[a]: w for k, w in starts[-1 - a].items()})
    broken = set()
    # Of a set with one node there is nothing to believe but that it is this one.
    several = {members[0]: name for name, members in game.infosets.items() if len(members) > 1}
    for start in starts if several else ():
        check_time()
        arrive = _spread(game, behaviour, start)
        for name in [several[k] for k in arrive.keys() & several.keys()]:
            members = game.infosets[name]
            if all(k in arrive for k in members):
                total = sum((arrive[k] for k in members), Fraction(0))
                if total and any(arrive[k] != total * p for k, p in zip(members, beliefs[name], strict=True)):
                    broken.add(name)
    return broken


def _spread(game: GameTree, behaviour: Sides, start: dict[int, Fraction]) -> dict[int, Fraction]:
    """Probability with which each node below a weighted set of nodes is reached."""
    arrive = dict(start)
    for k in sorted(j for root in start for j in game.below(root)):
        node = game.nodes[k]
        if node.player is None:
            continue
        shares = list(node.chances)
        if node.player != CHANCE:
            at = behaviour[node.player][node.infoset]
            shares = [at.get(action, Fraction(0)) for action in node.actions]
        for child, p in zip(node.children, shares, strict=True):
            arrive[child] = arrive[k] * p
    return arrive
