"""From a game to the prompts for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.concessions import ConcessionsArena
from sim.agents.arenas.issues import IssuesArena
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.offers import OffersArena
from sim.agents.arenas.tree import TreeArena
from sim.show.play.prompts_concessions import ConcessionsPrompts
from sim.show.play.prompts_issues import IssuesPrompts
from sim.show.play.prompts_matrix import MatrixPrompts
from sim.show.play.prompts_offers import OffersPrompts
from sim.show.play.prompts_tree import TreePrompts

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena
    from sim.show.play.prompts import Prompts


def prompts_of(arena: Arena) -> Prompts:
    """What is said to those who play a game."""
    if isinstance(arena, ConcessionsArena):
        return ConcessionsPrompts(arena)
    if isinstance(arena, MatrixArena):
        return MatrixPrompts(arena)
    if isinstance(arena, IssuesArena):
        return IssuesPrompts(arena)
    if isinstance(arena, OffersArena):
        return OffersPrompts(arena)
    assert isinstance(arena, TreeArena)
    return TreePrompts(arena)
