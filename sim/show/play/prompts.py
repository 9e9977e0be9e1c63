"""What is said to people who play: who they are, what stands, what they can do, and what has just happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from sim.show.text.words import percent

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Place
    from sim.agents.arenas.match import MatchTurn


NO_RIVALRY = "Getting more than the other side is worth nothing in itself."
"""What a score is not about."""


class Prompts(Protocol):
    """Words for one game.

    In all of them ``you`` is the seat that is spoken to; None where both people read it.
    """

    def rules(self, you: int | None) -> list[str]:
        """What there is to know before the first move: paragraphs, and tables that are not to be filled."""

    def score(self, you: int | None) -> str:
        """How what the rounds pay adds up; empty where a score is what the last turn was said to pay, or nothing is."""
        del you
        return ""

    def reminder(self, seat: int) -> list[str]:
        """What of the rules a seat needs before its eyes when the screen has been cleared; nothing where none is."""
        del seat
        return []

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


def mixed(prompts: Prompts, place: Place, seat: int, chances: Sequence[tuple[str, float]], form: str = "take") -> str:
    """What a mixture does: ``hold out``, or ``hold out (60%) or walk away (40%)``.

    Parameters
    ----------
    prompts : Prompts
        Words for the game.
    seat : int
        Who acts.
    chances : sequence of (str, float)
        Actions and probabilities.
    form : str
        Form of the verb.
    """
    played = [(action, p) for action, p in chances if p > 1e-9]
    if len(played) == 1:
        return prompts.action(place, seat, played[0][0], form)
    return " or ".join(f"{prompts.action(place, seat, action, form)} ({percent(p)})" for action, p in played)
