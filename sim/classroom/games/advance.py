"""The strategy method: who answers gives an answer to everything that it may be asked, before it is asked.

References
----------
Selten, R. (1967): Die Strategiemethode zur Erforschung des eingeschränkt rationalen Verhaltens im Rahmen eines
Oligopolexperiments. In: Sauermann (ed.), Beiträge zur experimentellen Wirtschaftsforschung, 136-168.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.agents.arenas.demands import DemandsArena
from sim.agents.arenas.offers import OffersArena
from sim.agents.arenas.tree import TreeArena
from sim.classroom.refused import RefusedError
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Place, Seated

MOST_ANSWERS = 16
"""Answers given in advance, most."""


@dataclass(frozen=True)
class AdvanceQuestion:
    """Something that is answered in advance.

    Parameters
    ----------
    point : str
        Name of the decision as the player sees it; empty for the least offer that is accepted.
    place : Place
        One of the places that it stands for.
    """

    point: str
    place: Place

    @property
    def threshold(self) -> bool:
        """Whether the answer is the least offer that is accepted."""
        return not self.point


def advance_questions(arena: Seated) -> dict[int, tuple[AdvanceQuestion, ...]]:
    """What is answered in advance, by side; a side that moves first is not among them.

    Raises
    ------
    RefusedError
        If nobody answers in this game, or there would be too many questions.
    """
    if isinstance(arena, TreeArena):
        found = _in_tree(arena)
        if any(len(arena.scenario.types[side]) > 1 for side in found if arena.scenario.types):
            told = "whoever answers has a hidden type, and would have to answer for types that are not its own"
            raise RefusedError("advance", f"“{arena.scenario.title}”: {told}.")
    elif isinstance(arena, OffersArena):
        found = _of_one_offer(arena)
    else:
        raise RefusedError(
            "advance", f"“{arena.scenario.title}”: answers in advance are for trees and for games of one offer."
        )
    if not any(found.values()):
        raise RefusedError("advance", f"“{arena.scenario.title}”: nobody answers anything that is done before.")
    if any(len(questions) > MOST_ANSWERS for questions in found.values()):
        told = f"“{arena.scenario.title}”: there would be more than {MOST_ANSWERS} answers to give in advance."
        raise RefusedError("advance", told)
    return found


def _in_tree(arena: TreeArena) -> dict[int, tuple[AdvanceQuestion, ...]]:
    """Every information set of a side that moves only after somebody else has, one that has a choice."""
    first: int | None = None
    nodes = [arena.game.nodes[0]]
    while nodes and first is None:
        movers = {n.player for n in nodes if n.player is not None and n.player != CHANCE}
        first = min(movers) if movers else None
        nodes = [arena.game.nodes[c] for n in nodes for c in n.children]
    found: dict[int, list[AdvanceQuestion]] = {}
    for name, members in arena.game.infosets.items():
        side = arena.game.owner(name)
        if side != first and len(arena.game.nodes[members[0]].actions) > 1:
            found.setdefault(side, []).append(AdvanceQuestion(name, members[0]))
    return {side: tuple(questions) for side, questions in found.items()}


def _of_one_offer(arena: OffersArena) -> dict[int, tuple[AdvanceQuestion, ...]]:
    place = arena.start
    if isinstance(arena, DemandsArena):
        raise RefusedError("advance", f"“{arena.scenario.title}”: demands at the deadline are made at once.")
    if arena.last != 1 or place.draw is None or arena.game.may_leave(1 - place.draw.proposer):
        told = "answers in advance are for a single offer of a known surplus, with nothing but yes or no to say"
        raise RefusedError("advance", f"“{arena.scenario.title}”: {told}.")
    return {1 - place.draw.proposer: (AdvanceQuestion("", place._replace(demand=Fraction(0))),)}


def answered(arena: Seated, place: Place, question: AdvanceQuestion, choice: str) -> str:
    """What an answer given in advance does at a place.

    Parameters
    ----------
    choice : str
        The answer: an action, or the least offer that is accepted.
    """
    if not question.threshold:
        return choice
    return "accept" if place.draw.size - place.demand >= Fraction(choice) else "refuse"
