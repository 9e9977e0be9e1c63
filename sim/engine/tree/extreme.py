"""Extreme Nash equilibria of a game tree, through its reduced strategic form, each behaviour once.

Plans that are mixed in different ways may do the same at every information set that their owner lets play come to
(Kuhn 1953), so that one equilibrium has several corners in the strategic form. In the list it stands once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.tree.reduced_form import both_behave, strategic_form, strategies

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from sim.deadline import Deadline
    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.engine.tree.reduced_form import Plan
    from sim.games.tree.game_tree import GameTree, Sides

LISTED = 1 / 10
"""Part of the time limit that a list of all equilibria may take; the rest is kept for finding one."""


@dataclass(frozen=True)
class ExtremeEquilibria:
    """What was found in the reduced strategic form.

    Parameters
    ----------
    sides : tuple of Sides
        Behaviour in each equilibrium; no two alike.
    components : tuple of frozenset of int
        The connected components of the strategic form's equilibria in which each has a corner.
    complete : bool
        Whether these are proven to be all.
    """

    sides: tuple[Sides, ...]
    components: tuple[frozenset[int], ...]
    complete: bool


def extreme_equilibria(game: GameTree, deadline: Deadline) -> ExtremeEquilibria:
    """All extreme equilibria of the reduced strategic form, or those that were found in time.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.

    Raises
    ------
    TreeTooLargeError
        If the strategic form is too large.
    TimeLimitError
        If the time is up before it is written down.
    """
    plans = strategies(game, deadline)
    solution = bimatrix_equilibria(*strategic_form(game, plans, deadline), time_limit=deadline.left)
    kept = distinct(game, plans, solution.equilibria)
    components = (frozenset(e.component for e in alike) for _, alike in kept)
    return ExtremeEquilibria(tuple(sides for sides, _ in kept), tuple(components), solution.complete)


def distinct(
    game: GameTree, plans: tuple[list[Plan], list[Plan]], found: Sequence[Equilibrium]
) -> list[tuple[Sides, list[Equilibrium]]]:
    """Behaviours, each with the equilibria of the strategic form that come to it.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    plans : pair of list of dict
        The players' reduced pure strategies.
    found : sequence of Equilibrium
        Equilibria of the strategic form.
    """
    kept: dict[Hashable, tuple[Sides, list[Equilibrium]]] = {}
    for e in found:
        sides = both_behave(game, plans, e.strategies)
        kept.setdefault(behaviour_key(sides), (sides, []))[1].append(e)
    return list(kept.values())


def behaviour_key(sides: Sides) -> Hashable:
    """What two behaviours share if and only if they do the same wherever their owners' own choices let them come.

    Parameters
    ----------
    sides : pair of dict
        Information set to action to probability, per player; sets that own choices rule out are absent.
    """
    return tuple(
        frozenset((name, frozenset((a, p) for a, p in at.items() if p)) for name, at in side.items()) for side in sides
    )


def where_own_choices_lead(game: GameTree, sides: Sides) -> Sides:
    """Behaviour without the sets that their owner's own choices rule out, as the strategic form has it.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    sides : pair of dict
        Information set to action to probability, per player.
    """
    kept: Sides = ({}, {})
    for name, members in game.infosets.items():
        player = game.owner(name)
        last = game.last_own[members[0]][player]
        if name in sides[player] and (last is None or kept[player].get(last[0], {}).get(last[1])):
            kept[player][name] = sides[player][name]
    return kept
