"""What is shown of all subgame-perfect equilibria of a concession game, whichever of them a solution is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sim.show.concessions.verdict import verdict_entry, verdict_sentence, verdict_word
from sim.show.shown import Shown
from sim.show.text.blocks import Paragraph

if TYPE_CHECKING:
    from sim.engine.concessions.corner_play.corners import CornersSolution
    from sim.engine.concessions.corner_play.solution import CornerSolution
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.markov_perfect.unfound import UnfoundMarkov
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution

S = TypeVar("S", bound="PerfectSolution | CornerSolution | CornersSolution | MarkovSolution | UnfoundMarkov")


class SaysOfAll(Shown[S]):
    """A solution that knows what all equilibria of its game agree on, as people see it."""

    def of_all(self) -> str:
        """What all equilibria of the game agree on, in a sentence or two."""
        return verdict_sentence(self.scenario, self.solution.agreement.verdict)

    def of_all_in_short(self) -> str:
        """The same in a few words, for one line of text."""
        return verdict_word(self.solution.agreement.verdict)

    def verdict(self) -> dict[str, Any] | None:
        """The same as plain data."""
        agreement = self.solution.agreement
        return verdict_entry(agreement.game.players, agreement.verdict)

    @property
    def in_short(self) -> tuple[Paragraph, ...]:
        """The line that tells the solution, and below it what all equilibria agree on."""
        headline = self.line().removeprefix(f"{self.scenario.title}: ")
        return Paragraph(headline[:1].upper() + headline[1:]), Paragraph(self.of_all())
