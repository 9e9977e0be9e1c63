"""What the intuitive criterion holds against an equilibrium of a signalling game, in words and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.tree.assessments.signalling import informed_player, intuitive_objection, is_signalling
from sim.games.concessions.stochastic_game import State
from sim.show.text.words import does, listed, quoted, type_name

if TYPE_CHECKING:
    from sim.engine.tree.assessments.signalling import Objection
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario


def intuitive_words(scenario: Scenario, concept: str, game: GameTree, e: BayesEquilibrium) -> str:
    """A sentence on why the criterion removes an equilibrium; empty if it does not, or is not for this game.

    Parameters
    ----------
    scenario : Scenario
        For the names of types and steps.
    concept : str
        Name of the solution concept; the criterion is for ``pbe``.
    """
    if concept != "pbe" or not is_signalling(game) or (objection := intuitive_objection(game, e)) is None:
        return ""
    message, (kind, *excluded) = _names(scenario, game, objection)
    why = f"{listed(excluded)} could only lose by {message}, so it" if excluded else "it"
    return (
        f"The intuitive criterion removes it: {why} should be taken for a sign of another type, and then {kind} gains "
        "by it."
    )


def _names(scenario: Scenario, game: GameTree, objection: Objection) -> tuple[str, list[str]]:
    """The message; the type that gains by it and those that could not, as people read them."""
    sender = informed_player(game) or 0
    message, types = quoted(objection.message), [objection.type, *objection.excluded]
    if scenario.kind == "concessions":
        message = does(scenario, sender, objection.message, State(((), ())), "taking")
    if not scenario.types[sender]:
        return message, [quoted(kind) for kind in types]
    return message, [quoted(type_name(scenario, sender, kind)) for kind in types]


def intuitive_entry(concept: str, game: GameTree, e: BayesEquilibrium) -> dict[str, Any]:
    """The key ``intuitive_criterion`` of an equilibrium's document; nothing where the criterion is not for the game."""
    if concept != "pbe" or not is_signalling(game):
        return {}
    objection = intuitive_objection(game, e)
    told = None if objection is None else {"message": objection.message, "type": objection.type}
    return {"intuitive_criterion": {"keeps": objection is None, "objection": told}}
