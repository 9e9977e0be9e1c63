"""What is said to people who play a matrix game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.scenario import Matrix
from sim.show.play.prompts import called, pays
from sim.show.text.style import columns
from sim.show.text.words import number, quoted, times

if TYPE_CHECKING:
    from sim.agents.arenas.match import MatchTurn
    from sim.agents.arenas.matrix import MatrixArena
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.scenario.scenario import Scenario


class MatrixTalk:
    """Words for a matrix game."""

    def __init__(self, arena: MatrixArena) -> None:
        self.arena, self.scenario = arena, arena.scenario

    def rules(self, you: int | None) -> list[str]:
        """The table of payoffs, and how rounds add up."""
        return [self._order(), payoff_table(self.scenario, self.arena.form, you), self._score()]

    def _order(self) -> str:
        if self.arena.last == 1:
            return "The game is played once. Both choose at once, without seeing the other's choice."
        rounds = times(self.arena.last, "round")
        return f"There are {rounds}. In each both choose at once, and then see what the other has chosen."

    def _score(self) -> str:
        alone = "Getting more than the other side is worth nothing in itself."
        if self.arena.last == 1 and not self.arena.endless:
            return alone
        assert isinstance(self.scenario.game, Matrix)
        if self.scenario.game.repeat is None:
            return f"The score is the average of what the rounds pay. {alone}"
        rates = " and ".join(f"{float(p.patience or 0):g} ({p.name})" for p in self.scenario.players)
        rest = (
            " The file lets the game go on for ever; after these rounds it is stopped, and what follows is paid as if "
            "both played the equilibrium of a single round."
            if self.arena.endless
            else ""
        )
        return (
            "The score is the average of what the rounds pay, in which each round counts less than the one before it "
            f"by a factor of {rates}.{rest} {alone}"
        )

    def reminder(self, seat: int) -> list[str]:
        """The payoffs."""
        return [payoff_table(self.scenario, self.arena.form, seat)]

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
        order = (1, 0) if you == 1 else (0, 1)
        told = [
            f"{called(self.scenario, s, you, True)} {'choose' if s == you else 'chooses'} {quoted(turn.moves[s])}."
            for s in order
        ]
        return [f"{' '.join(told)} That pays {pays(self.scenario, turn.shown, you)}."]

    def hidden(self, place: int) -> bool:
        """Choices are made at once."""
        del place
        return True


def payoff_table(scenario: Scenario, form: StrategicForm, you: int | None) -> str:
    """A matrix as it is read by a player: its own actions down, the other's across, its own payoff first.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    you : int or None
        Who is spoken to.
    """
    seat = you or 0
    one, two = (called(scenario, s, you) for s in (seat, 1 - seat))
    rows = [[f"{one} \\ {two}", *form.actions[1 - seat]]]
    for i, action in enumerate(form.actions[seat]):
        cells = []
        for j in range(len(form.actions[1 - seat])):
            r, c = (i, j) if seat == 0 else (j, i)
            pair = number(form.row[r][c]), number(form.column[r][c])
            cells.append(", ".join(pair if seat == 0 else pair[::-1]))
        rows.append([action, *cells])
    first = "yours" if you is not None else f"{scenario.players[0].name}'s"
    return f"{columns(rows)}\n  (in each cell {first} first, then {scenario.players[1 - seat].name}'s)"
