"""What the best other choice would cost at each decision that play gets to, all else as it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.tree.reasons import completed

if TYPE_CHECKING:
    from sim.engine.tree.solution import TreeEquilibrium

ZERO = Fraction(0)


@dataclass(frozen=True)
class Margin:
    """A decision that play gets to.

    Parameters
    ----------
    name : str
        The information set.
    player : int
        Who decides there.
    played : dict of str to Fraction
        What is done, with its chance.
    value : Fraction
        What that is worth there.
    other : str or None
        The best action that is not played; None if all are.
    cost : Fraction
        By how much it is worth less; 0 where all are played.
    """

    name: str
    player: int
    played: dict[str, Fraction]
    value: Fraction
    other: str | None
    cost: Fraction

    @property
    def pure(self) -> bool:
        """Whether one action is played for certain, and there is another one."""
        return len(self.played) == 1 and self.other is not None


def margins(e: TreeEquilibrium) -> list[Margin]:
    """All decisions that play gets to, in the order of the tree.

    What would follow another choice is what the equilibrium has there; where the choices of the one who decides rule
    that out and it has nothing, that is a best choice.

    Parameters
    ----------
    e : TreeEquilibrium
        An equilibrium.
    """
    under, game = completed(e.profile), e.profile.game
    found = []
    for name in game.infosets:
        if name not in e.profile.reached:
            continue
        player, actions = game.owner(name), game.actions(name)
        at = under.behaviour[player][name]
        worth = dict(zip(actions, under.action_values(name), strict=True))
        played = {a: at[a] for a in actions if at.get(a)}
        value = max(worth[a] for a in played)
        others = [a for a in actions if a not in played]
        other = max(others, key=worth.__getitem__, default=None)
        found.append(Margin(name, player, played, value, other, value - worth[other] if other else ZERO))
    return found


def answers_off_path(e: TreeEquilibrium) -> list[str]:
    """Information sets that play does not get to and that one choice that nobody makes leads to at once."""
    game, profile = e.profile.game, e.profile
    found: dict[str, None] = {}
    for k, node in enumerate(game.nodes):
        if not profile.reach[k]:
            continue
        for child, share in zip(node.children, profile.shares(k), strict=True):
            name = game.nodes[child].infoset
            if not share and name and name not in profile.reached and name in e.behaviour[game.owner(name)]:
                found.setdefault(name)
    return list(found)
