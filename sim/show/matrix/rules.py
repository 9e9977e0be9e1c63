"""The rules of a matrix game in words: for a class, and for those who play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.address import called
from sim.show.text.style import columns
from sim.show.text.words import number, there_are

if TYPE_CHECKING:
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.scenario.scenario import Matrix, Scenario


def class_order(scenario: Scenario, game: Matrix) -> str:
    """That both choose at once, or that one of them announces its strategy."""
    if game.commit is None:
        return "Both choose at once, neither knowing what the other does."
    return f"{scenario.players[game.commit].name} announces its strategy first, and the other side replies."


def player_order(rounds: int) -> str:
    """That both choose at once, and how often."""
    if rounds == 1:
        return "The game is played once. Both choose at once, without seeing the other's choice."
    return f"{there_are(rounds, 'round')}. In each both choose at once, and then see what the other has chosen."


def player_table(scenario: Scenario, form: StrategicForm, you: int | None) -> str:
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
