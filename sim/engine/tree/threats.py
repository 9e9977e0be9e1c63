"""Threats that are not credible, and equilibria that rest on none.

References
----------
Selten, R. (1965): Spieltheoretische Behandlung eines Oligopolmodells mit Nachfrageträgheit. Zeitschrift für die gesamte
Staatswissenschaft 121, 301-324.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.tree.certificate import subgame_regret, tree_regret
from sim.engine.tree.reasons import completed, places

if TYPE_CHECKING:
    from sim.engine.tree.profile import BehaviourProfile
    from sim.engine.tree.reasons import Place


@dataclass(frozen=True)
class Threat:
    """A choice that would hurt the one who makes it, where play does not get to.

    Parameters
    ----------
    place : Place
        The information set.
    threatened, better : str
        The action that is announced, and one that is better whatever node it is.
    loss : Fraction
        What carrying it out costs at least.
    kept : Fraction
        What the other side would gain by playing otherwise if the better action were taken; 0 if nothing.
    """

    place: Place
    threatened: str
    better: str
    loss: Fraction
    kept: Fraction


def empty_threats(profile: BehaviourProfile) -> list[Threat]:
    """Choices off the path that hurt who makes them: at every node of their set, or at its chances within a subgame.

    Parameters
    ----------
    profile : BehaviourProfile
        A Nash equilibrium.
    """
    game, full = profile.game, completed(profile)
    found = []
    for place in places(full):
        gain = mistake(place) or place.sure_gain
        if place.reached or place.name not in profile.behaviour[place.player] or gain is None:
            continue
        threatened, better, loss = gain
        at = {action: Fraction(int(action == better)) for action in game.actions(place.name)}
        kept = tree_regret(game, full.changed(place.name, at).behaviour)[1 - place.player]
        found.append(Threat(place, threatened, better, loss, kept))
    return found


def is_perfect(profile: BehaviourProfile) -> bool:
    """Whether no player gains in any subgame, with best choices where its own earlier ones rule a set out."""
    full = completed(profile)
    return not any(subgame_regret(full.game, full.behaviour))


def mistake(place: Place) -> tuple[str, str, Fraction] | None:
    """A choice, a better one, and what it costs at the chances that what is played gives the nodes; None if nothing.

    Parameters
    ----------
    place : Place
        An information set.
    """
    if place.decision is None or not place.by_bayes or not place.decision.regret:
        return None
    worst = max(place.decision.played, key=place.decision.behind)
    best = max(place.decision.choices, key=lambda choice: choice.value)
    return worst.action, best.action, Fraction(place.decision.regret)
