"""What the intuitive criterion holds against an equilibrium of a signalling game, in words and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.tree.assessments.signalling import informed_player, intuitive_objection, is_signalling
from sim.show.text.words import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.tree.assessments.signalling import Objection
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.tree.game_tree import GameTree

    Naming = Callable[[int, Objection], tuple[str, list[str]]]
    """From the sender and an objection to the message, and to the type that gains and those that could not."""


def labels(sender: int, objection: Objection) -> tuple[str, list[str]]:
    """Messages and types by the labels of the tree."""
    del sender
    return quoted(objection.message), [quoted(kind) for kind in (objection.type, *objection.excluded)]


def intuitive_words(concept: str, game: GameTree, e: BayesEquilibrium, naming: Naming = labels) -> str:
    """A sentence on why the criterion removes an equilibrium; empty if it does not, or is not for this game.

    Parameters
    ----------
    concept : str
        Name of the solution concept; the criterion is for ``pbe``.
    naming : callable
        What people read for the message and the types.
    """
    if concept != "pbe" or not is_signalling(game) or (objection := intuitive_objection(game, e)) is None:
        return ""
    message, (kind, *excluded) = naming(informed_player(game) or 0, objection)
    why = f"{listed(excluded)} could only lose by {message}, so it" if excluded else "it"
    return (
        f"The intuitive criterion removes it: {why} should be taken for a sign of another type, and then {kind} gains "
        "by it."
    )


def intuitive_entry(concept: str, game: GameTree, e: BayesEquilibrium) -> dict[str, Any]:
    """The key ``intuitive_criterion`` of an equilibrium's document; nothing where the criterion is not for the game."""
    if concept != "pbe" or not is_signalling(game):
        return {}
    objection = intuitive_objection(game, e)
    told = None if objection is None else {"message": objection.message, "type": objection.type}
    return {"intuitive_criterion": {"keeps": objection is None, "objection": told}}
