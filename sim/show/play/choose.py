"""From a game to the prompts for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.concessions import ConcessionsArena
from sim.agents.arenas.demands import DemandsArena
from sim.agents.arenas.issues import IssuesArena
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.offers import OffersArena
from sim.agents.arenas.tree import TreeArena
from sim.agents.arenas.values import ValuesArena
from sim.show.play.prompts_concessions import ConcessionsPrompts
from sim.show.play.prompts_demands import DemandsPrompts
from sim.show.play.prompts_issues import IssuesPrompts
from sim.show.play.prompts_matrix import MatrixPrompts
from sim.show.play.prompts_offers import OffersPrompts
from sim.show.play.prompts_tree import TreePrompts
from sim.show.play.prompts_values import ValuesPrompts

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena, Place
    from sim.show.play.prompts import Prompts


def prompts_of(arena: Arena) -> Prompts:
    """What is said to those who play a game."""
    if isinstance(arena, ConcessionsArena):
        return ConcessionsPrompts(arena)
    if isinstance(arena, MatrixArena):
        return MatrixPrompts(arena)
    if isinstance(arena, IssuesArena):
        return IssuesPrompts(arena)
    if isinstance(arena, ValuesArena):
        return ValuesPrompts(arena)
    if isinstance(arena, DemandsArena):
        return DemandsPrompts(arena)
    if isinstance(arena, OffersArena):
        return OffersPrompts(arena)
    assert isinstance(arena, TreeArena)
    return TreePrompts(arena)


def keeps_secrets(prompts: Prompts) -> bool:
    """Whether what the other side got would tell what is hidden from one, even when the game is over."""
    return isinstance(prompts, ValuesPrompts) or (isinstance(prompts, TreePrompts) and not prompts.open)


def named_words(arena: Arena, place: Place, label: str) -> str:
    """What somebody does who names a number that is counted under a label: ``asks for 0.2 to 0.3``."""
    if isinstance(arena, ValuesArena):
        return f"names {label}"
    return f"{'demands' if isinstance(arena, DemandsArena) and arena.at_once(place) else 'asks for'} {label}"
