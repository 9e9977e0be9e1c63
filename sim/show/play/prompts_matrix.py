"""What is said to people who play a matrix game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.scenario import Matrix
from sim.show.matrix.rules import MOST_PLAYED, player_order, player_table
from sim.show.play.prompts import NO_RIVALRY
from sim.show.repeated.rules import player_score
from sim.show.text.address import called, pays, seats_for
from sim.show.text.scale import told_at_scale
from sim.show.text.words import number, quoted

if TYPE_CHECKING:
    from sim.agents.arenas.match import MatchTurn
    from sim.agents.arenas.matrix import MatrixArena


@told_at_scale
class MatrixPrompts:
    """Words for a matrix game."""

    def __init__(self, arena: MatrixArena) -> None:
        self.arena, self.scenario = arena, arena.scenario

    def rules(self, you: int | None) -> list[str]:
        """The table of payoffs, and how rounds add up."""
        table = player_table(self.scenario, self.arena.form, you)
        return [player_order(self.arena.last), table, f"{self.score(you)} {NO_RIVALRY}".strip()]

    def score(self, you: int | None) -> str:
        """How rounds add up, if there are several."""
        del you
        assert isinstance(self.scenario.game, Matrix)
        repeat = self.scenario.game.repeat
        if self.arena.last == 1 and not self.arena.endless:
            return ""
        return (
            "The score is the average of what the rounds pay."
            if repeat is None
            else player_score(self.scenario, repeat)
        )

    def reminder(self, seat: int) -> list[str]:
        """The payoffs."""
        return [player_table(self.scenario, self.arena.form, seat)]

    def header(self, place: int) -> str:
        """The round, if there are several."""
        return "" if self.arena.last == 1 else f"Round {place + 1} of {self.arena.last}"

    def situation(self, place: int, seat: int) -> list[str]:
        """Nothing but the table, which has been shown."""
        del place, seat
        return []

    def options(self, place: int, seat: int, hints: bool) -> list[list[str]]:
        """The actions; with hints, what each pays against each of the other side's."""
        own, other = self.arena.options(place, seat), self.arena.options(place, 1 - seat)
        if max(len(own), len(other)) > MOST_PLAYED:
            # Hints would be a table of thousands of numbers.
            return [[""], *([action] for action in own)]
        if not hints:
            return [[""], *([action] for action in own)]
        head = ["", *(f"you, if it chooses {quoted(action)}" for action in other)]
        side = self.arena.form.row if seat == 0 else tuple(zip(*self.arena.form.column, strict=True))
        return [head, *([action, *map(number, line)] for action, line in zip(own, side, strict=True))]

    def action(self, place: int, seat: int, action: str, form: str) -> str:
        """The action's name."""
        del place, seat, form
        return quoted(action)

    def happened(self, place: int, turn: MatchTurn, you: int | None) -> list[str]:
        """Both choices and what they pay."""
        del place
        assert turn.shown is not None
        told = [
            f"{called(self.scenario, s, you, True)} {'choose' if s == you else 'chooses'} {quoted(turn.moves[s])}."
            for s in seats_for(you)
        ]
        return [f"{' '.join(told)} That pays {pays(self.scenario, turn.shown, you)}."]

    def hidden(self, place: int) -> bool:
        """Choices are made at once."""
        del place
        return True
