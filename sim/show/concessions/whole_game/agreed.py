"""What is shown of all subgame-perfect equilibria of a concession game, whichever of them a solution is."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sim.engine.concessions.equilibrium_sets.survivors import beside, survives
from sim.show.concessions.verdict import verdict_entry, verdict_sentence, verdict_word
from sim.show.concessions.whole_game.slips import turned_by_slips
from sim.show.shown import Shown
from sim.show.text.blocks import Paragraph

if TYPE_CHECKING:
    from sim.engine.concessions.corner_play.corners import CornersSolution
    from sim.engine.concessions.corner_play.solution import CornerSolution
    from sim.engine.concessions.equilibrium_sets.survivors import UnderSlips
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.markov_perfect.unfound import UnfoundMarkov
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution

S = TypeVar("S", bound="PerfectSolution | CornerSolution | CornersSolution | MarkovSolution | UnfoundMarkov")


class SaysOfAll(Shown[S]):
    """A solution that knows what all equilibria of its game agree on, as people see it."""

    def of_all(self) -> str:
        """What all equilibria of the game agree on, in a sentence or two, and what of it does not survive slips.

        Where play is unique there is nothing more to say, and time is not taken for looking.
        """
        verdict = self.solution.agreement.verdict
        told = verdict_sentence(self.scenario, verdict)
        if verdict.unique or self.under_slips is None or self.survives is not False:
            return told
        return f"{told} {turned_by_slips(verdict, self.under_slips)}"

    def of_all_in_short(self) -> str:
        """The same in a few words, for one line of text."""
        return verdict_word(self.solution.agreement.verdict)

    def deal_of_all(self) -> str:
        """The word that they have for a deal."""
        return self.solution.agreement.verdict.deal

    def verdict(self) -> dict[str, Any] | None:
        """The same as plain data."""
        agreement = self.solution.agreement
        return verdict_entry(agreement.game.players, replace(agreement.verdict, survives_slips=self.survives))

    @cached_property
    def under_slips(self) -> UnderSlips | None:
        """What all equilibria agree on where actions rarely fail; None where that was not found out."""
        return beside(self.solution.agreement)

    @property
    def survives(self) -> bool | None:
        """Whether the word for a deal is the same then; None where that is not decided."""
        return survives(self.solution.agreement.verdict, [self.under_slips]) if self.under_slips else None

    @property
    def in_short(self) -> tuple[Paragraph, ...]:
        """The line that tells the solution, and below it what all equilibria agree on."""
        headline = self.line().removeprefix(f"{self.scenario.title}: ")
        return Paragraph(headline[:1].upper() + headline[1:]), Paragraph(self.of_all())
