"""What is said to people who play: who they are, what stands, what they can do, and what has just happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from sim.show.text.words import amount, percent

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena, Place
    from sim.agents.arenas.match import MatchTurn
    from sim.scenario.scenario import Scenario


class Talk(Protocol):
    """Words for one game.

    In all of them ``you`` is the seat that is spoken to; None where both people read it.
    """

    def rules(self, you: int | None) -> list[str]:
        """What there is to know before the first move: paragraphs, and tables that are not to be filled."""

    def reminder(self, seat: int) -> list[str]:
        """What of the rules a seat needs before its eyes when the screen has been cleared."""

    def header(self, place: Place) -> str:
        """The heading of a decision; empty if there is nothing to count."""

    def situation(self, place: Place, seat: int) -> list[str]:
        """What a seat sees before it decides: paragraphs."""

    def options(self, place: Place, seat: int, hints: bool) -> list[list[str]]:
        """Rows of a table, a heading first: each option with what it does now."""

    def action(self, place: Place, seat: int, action: str, form: str) -> str:
        """An action as a verb phrase; ``form`` is ``take``, ``takes`` or ``taking``."""

    def happened(self, place: Place, turn: MatchTurn, you: int | None) -> list[str]:
        """What a turn brought, as far as everybody has seen it: paragraphs."""

    def hidden(self, place: Place) -> bool:
        """Whether the one who decides here must not be watched by the other."""


def talk_of(arena: Arena) -> Talk:
    """The words for a game."""
    from sim.agents.arenas.concessions import LatticeArena
    from sim.agents.arenas.matrix import MatrixArena
    from sim.agents.arenas.offers import OffersArena
    from sim.agents.arenas.tree import TreeArena
    from sim.show.play.prompts_concessions import LatticeTalk
    from sim.show.play.prompts_matrix import MatrixTalk
    from sim.show.play.prompts_offers import OffersTalk
    from sim.show.play.prompts_tree import TreeTalk

    if isinstance(arena, LatticeArena):
        return LatticeTalk(arena)
    if isinstance(arena, MatrixArena):
        return MatrixTalk(arena)
    if isinstance(arena, OffersArena):
        return OffersTalk(arena)
    assert isinstance(arena, TreeArena)
    return TreeTalk(arena)


def called(scenario: Scenario, seat: int, you: int | None, start: bool = False) -> str:
    """A side as it is called: ``you``, or its name.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    seat : int
        The side.
    you : int or None
        Who is spoken to.
    start : bool
        Whether a sentence starts with it.
    """
    if seat == you:
        return "You" if start else "you"
    return scenario.players[seat].name


def pays(scenario: Scenario, pair: Sequence[float], you: int | None) -> str:
    """What both get: ``you 3.10 and North Korea 2.30``.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    pair : pair of float
        What they get.
    you : int or None
        Who is spoken to, and is named first.
    """
    order = (1, 0) if you == 1 else (0, 1)
    return " and ".join(f"{called(scenario, s, you)} {amount(pair[s])}" for s in order)


def mixed(talk: Talk, place: Place, seat: int, chances: Sequence[tuple[str, float]], form: str = "take") -> str:
    """What a mixture does: ``hold out``, or ``hold out (60%) or walk away (40%)``.

    Parameters
    ----------
    talk : Talk
        Words for the game.
    place : Place
        Where.
    seat : int
        Who acts.
    chances : sequence of (str, float)
        Actions and probabilities.
    form : str
        Form of the verb.
    """
    played = [(action, p) for action, p in chances if p > 1e-9]
    if len(played) == 1:
        return talk.action(place, seat, played[0][0], form)
    return " or ".join(f"{talk.action(place, seat, action, form)} ({percent(p)})" for action, p in played)
