"""The rules of a matrix game in words: for a class, and for those who play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.expressions.grammar import names_in
from sim.show.text.address import called
from sim.show.text.style import columns, paragraph
from sim.show.text.words import listed, number, quoted, there_are

if TYPE_CHECKING:
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.scenario.scenario import Matrix, Scenario


MOST_PLAYED = 30
"""Actions of either side, most, for which a player sees the whole table."""


def class_order(scenario: Scenario, game: Matrix) -> str:
    """That both choose at once, or that one of them announces its strategy."""
    if game.commit is None:
        return "Both choose at once, neither knowing what the other does."
    return f"{scenario.players[game.commit].name} announces its strategy first, and the other side replies."


def class_choices(game: Matrix) -> list[str]:
    """What either side chooses among, behind "chooses"."""
    told = []
    for actions, scale in zip(game.actions, game.scales, strict=True):
        if scale and len(actions) > 1:
            step = number(scale.values[1] - scale.values[0])
            told.append(f"{scale.name} from {actions[0]} to {actions[-1]} in steps of {step}")
        elif len(actions) > MOST_PLAYED:
            told.append(f"among {len(actions):,} actions, from {quoted(actions[0])} to {quoted(actions[-1])}")
        else:
            told.append(f"between {listed([quoted(action) for action in actions])}")
    return told


def player_order(rounds: int) -> str:
    """That both choose at once, and how often."""
    if rounds == 1:
        return "The game is played once. Both choose at once, without seeing the other's choice."
    return f"{there_are(rounds, 'round')}. In each both choose at once, and then see what the other has chosen."


def _known(scenario: Scenario, formulas: str) -> list[str]:
    """The parameters in payoffs that everybody knows, with their values."""
    typed = {types[0].parameter for types in scenario.types if types}
    return [
        f"{p.name} is {number(p.value)}"
        for p in scenario.parameters
        if p.name in names_in(formulas) and p.name not in typed
    ]


def in_formulas(scenario: Scenario, form: StrategicForm, you: int | None) -> str:
    """A matrix that is not read as a table: what is chosen among, what it pays, and what the numbers in it are.

    Parameters
    ----------
    scenario : Scenario
        For the names, the expressions, and the parameters that are the same for all types.
    you : int or None
        Who is spoken to.
    """
    lines = []
    for seat, (labels, scale) in enumerate(zip(form.actions, form.scales, strict=True)):
        name = called(scenario, seat, you)
        what = f"{scale.name} " if scale else ""
        few = len(labels) <= MOST_PLAYED
        told = ", ".join(labels) if few else f"{labels[0]}, {labels[1]}, ... {labels[-1]} ({len(labels):,} choices)"
        lines.append(paragraph(f"{name}: {what}{told}", hanging="  "))
    game = scenario.game
    formulas = getattr(game, "formulas", None)
    for player, text in zip(scenario.players, formulas or (), strict=False):
        lines.append(paragraph(f"{player.name} gets {text}", hanging="  "))
    if formulas is None:
        lines.append("  (what every pair of choices pays stands in the file)")
    elif known := _known(scenario, " ".join(formulas)):
        lines.append(paragraph(f"Here {listed(known)}."))
    return "\n".join(lines)


def player_table(scenario: Scenario, form: StrategicForm, you: int | None) -> str:
    """A matrix as it is read by a player: its own actions down, the other's across, its own payoff first.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    you : int or None
        Who is spoken to.
    """
    if max(form.shape) > MOST_PLAYED:
        return in_formulas(scenario, form, you)
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
    said = paragraph(f"(in each cell {first} first, then {scenario.players[1 - seat].name}'s)")
    return f"{columns(rows)}\n{said}"
