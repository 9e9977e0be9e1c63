"""Prompts of conflicts over options: what stands, what a party can change, and how much it likes that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.conflicts.replay import place_of
from sim.show.options.words import deed_words, state_words
from sim.show.play.conflict import ConflictWords
from sim.show.play.prompts import Prompts
from sim.show.text.words import times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.agents.arenas.match import MatchTurn
    from sim.agents.conflicts.seated import SeatedConflict, Stand


def end_lines(seated: SeatedConflict, turns: Sequence[MatchTurn], you: int) -> list[str]:
    """How a match ended, and at which place of a party's order that is."""
    game = seated.solution.game
    end = seated.end(turns)
    stopped = f"It was stopped after {times(seated.rounds, 'round')}, and not at rest"
    told = "It came to rest, as all stayed" if seated.rests(turns) else stopped
    place, of = place_of(seated.solution, you, end)
    before, _ = place_of(seated.solution, you, game.start)
    return [
        f"{told}: {state_words(seated.scenario, game, end)}.",
        f"For you that is place {place} of {of}, the first being the best; at the start it was place {before}.",
    ]


class ConflictPrompts(Prompts):
    """Words for one conflict over options."""

    def __init__(self, seated: SeatedConflict) -> None:
        self.seated = seated

    def _words(self, place: Stand, you: int | None) -> ConflictWords:
        return ConflictWords(self.seated.scenario, self.seated.table(place), you)

    def rules(self, you: int | None) -> list[str]:
        """What can be taken, in which order it goes, and what each likes."""
        return self._words(self.seated.start, you).rules()

    def header(self, place: Stand) -> str:
        """The round."""
        return f"Round {self.seated.round(place) + 1} of {self.seated.rounds}"

    def situation(self, place: Stand, seat: int) -> list[str]:
        """What stands, and at which place of its order it is."""
        return self._words(place, seat).situation(seat)

    def options(self, place: Stand, seat: int, hints: bool) -> list[list[str]]:
        """Each change, whether it is liked, and its place."""
        return self._words(place, seat).rows(seat, hints)

    def action(self, place: Stand, seat: int, action: str, form: str) -> str:
        """What is changed."""
        told = deed_words(
            self.seated.scenario, self.seated.solution.game, place.state, self.seated.goes_to(place, seat, action)
        )
        if form == "take":
            return told
        verbs = {"takes": ("takes", "drops", "stays"), "taking": ("taking", "dropping", "staying")}[form]
        for plain, verb in zip(("take", "drop", "stay"), verbs, strict=True):
            told = told.replace(f"{plain} “", f"{verb} “") if "“" in told else verb if told == plain else told
        return told

    def happened(self, place: Stand, turn: MatchTurn, you: int | None) -> list[str]:
        """What a party did, and how whoever is spoken to likes it."""
        (side,) = self.seated.movers(place)
        return [self._words(place, you).happened(self.seated.turn(place, turn.moves[side]))]

    def hidden(self, place: Stand) -> bool:
        """Everything is open."""
        del place
        return False
