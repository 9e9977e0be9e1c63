"""One equilibrium of a game tree of any size: subgame by subgame from the leaves, each at the size of its tree.

It is subgame perfect, since each subgame is replaced by what its equilibrium pays.

References
----------
Selten, R. (1965): Spieltheoretische Behandlung eines Oligopolmodells mit Nachfrageträgheit. Zeitschrift für die gesamte
Staatswissenschaft 121, 301-324.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.tree.profile import BehaviourProfile
from sim.errors import TimeLimitError, TreeTooLargeError

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.engine.tree.sequence_form import SequenceForm
    from sim.games.tree.game_tree import GameTree, Sides
    from sim.types import Pair

TREMBLED = 100
"""Size of the sequence form up to which play is taken to tremble, so that nobody uses a dominated strategy."""


def one_equilibrium(game: GameTree, deadline: Deadline) -> Sides:
    """Behaviour in one equilibrium, where each player's own choices let it come.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.

    Raises
    ------
    TreeTooLargeError
        If none is found, since rounding led astray wherever it was looked for.
    TimeLimitError
        If the time is up.
    """
    worth: dict[int, Pair] = {}
    chosen: Sides = ({}, {})
    for root in game.subgames or [0]:
        deadline.check()
        part = game.part(root, worth)
        sides = equilibrium_of_part(part, deadline)
        worth[root] = BehaviourProfile(part, sides).payoffs
        for own, found in zip(chosen, sides, strict=True):
            own.update(found)
    return chosen


def equilibrium_of_part(part: GameTree, deadline: Deadline) -> Sides:
    """Behaviour in one equilibrium of a game that is not looked at by subgames.

    Parameters
    ----------
    part : GameTree
        A game with perfect recall.

    Raises
    ------
    TreeTooLargeError
        If none is found, since rounding led astray wherever it was looked for.
    TimeLimitError
        If the time is up.
    """
    if len(part.infosets) < 2:
        return best_choice(part)
    # Here only: trees in which everybody sees everything need no floats.
    from sim.engine.tree.quasi_perfect import quasi_perfect
    from sim.engine.tree.sequence_form import SequenceForm
    from sim.engine.tree.trembles import Trembling

    form = SequenceForm(part)
    if form.size <= TREMBLED and (trembled := quasi_perfect(Trembling(part), deadline)) is not None:
        return trembled.behaviour
    try:
        found = _large(form, deadline)
    except TimeLimitError as error:
        raise TimeLimitError(
            f"{error}, in which neither all equilibria were listed nor one was found of a part of the tree with "
            f"{len(part.infosets):,} information sets, by the sequence form of ever more of its actions"
        ) from None
    if found is None:
        raise TreeTooLargeError(
            f"no equilibrium was found in a part of the tree with {len(part.infosets):,} information sets, where "
            "rounding led the search astray; make the game smaller"
        )
    return found


def best_choice(part: GameTree) -> Sides:
    """What is best where one information set is all there is to decide at, or none.

    Parameters
    ----------
    part : GameTree
        A game with one information set at most.
    """
    sides: Sides = ({}, {})
    profile = BehaviourProfile(part, sides)
    for name, members in part.infosets.items():
        player = part.owner(name)
        values = profile.action_values(name, [profile.reach[k] for k in members])
        best = values.index(max(values))
        sides[player][name] = {a: Fraction(int(k == best)) for k, a in enumerate(part.actions(name))}
    return sides


def _large(form: SequenceForm, deadline: Deadline) -> Sides | None:
    from sim.engine.tree.growing import grown_equilibrium
    from sim.engine.tree.zero_sum import is_zero_sum, zero_sum_equilibrium

    if is_zero_sum(form.game) and (found := zero_sum_equilibrium(form, deadline)) is not None:
        return found
    return grown_equilibrium(form, deadline)
