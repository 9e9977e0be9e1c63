"""Questions on a matrix: best replies, dominance, equilibria, and whether both could do better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.lesson.questions.asked import Asked
from sim.show.text.words import listed, number, quoted, same

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from sim.scenario.scenario import Matrix, Scenario
    from sim.show.lesson.picture import MatrixPicture


MOST_REPLIES = 5
"""Actions of a side, most, against each of which the best reply is asked for."""


def matrix_questions(scenario: Scenario, game: Matrix, picture: MatrixPicture, complete: bool) -> Iterator[Asked]:
    """Questions that the table of payoffs answers.

    Parameters
    ----------
    picture : MatrixPicture
        Its equilibria.
    complete : bool
        Whether these are proven to be all.
    """
    names = [player.name for player in scenario.players]
    if complete and len(picture.mixtures) == 1:
        yield _better(game, picture.mixtures[0])
    yield _pure(game)
    yield _dominance(game, names)
    if max(map(len, game.actions)) <= MOST_REPLIES:
        for mover in (0, 1):
            yield _best_replies(game, names, mover)


def _best_replies(game: Matrix, names: list[str], mover: int) -> Asked:
    told = [
        f"against {quoted(game.actions[1 - mover][k])}: {' or '.join(map(quoted, best))}"
        for k, best in enumerate(_replies(game, mover))
    ]
    asked = f"What is the best reply of {names[mover]} to each action of {names[1 - mover]}?"
    return Asked(asked, f"A{'; '.join(told)[1:]}.")


def _dominance(game: Matrix, names: list[str]) -> Asked:
    told = [f"{names[player]}: {quoted(action)}" for player in (0, 1) for action in _dominant(game, player)]
    return Asked(
        "Has either side an action that pays more than any other, whatever the other side does?",
        f"Yes. {listed(told)}: strictly dominant."
        if told
        else "No: neither has one that is strictly better against everything.",
    )


def _pure(game: Matrix) -> Asked:
    replies = list(_replies(game, 0)), list(_replies(game, 1))
    cells = [
        f"{quoted(one)} with {quoted(two)}"
        for i, one in enumerate(game.actions[0])
        for j, two in enumerate(game.actions[1])
        if one in replies[0][j] and two in replies[1][i]
    ]
    return Asked(
        "In which cells does nobody want to change alone?",
        f"{listed(cells)}."
        if cells
        else "In none: wherever they are, one of them would rather be elsewhere. So actions are mixed.",
    )


def _replies(game: Matrix, mover: int) -> Iterator[list[str]]:
    """Best replies of a player to each action of the other."""
    own, others = game.actions[mover], game.actions[1 - mover]
    for k in range(len(others)):
        paid = [_paid(game, mover, a, k) for a in range(len(own))]
        yield [action for action, value in zip(own, paid, strict=True) if value == max(paid)]


def _paid(game: Matrix, mover: int, own: int, other: int) -> Fraction:
    cell = game.payoffs[own][other] if mover == 0 else game.payoffs[other][own]
    return cell[mover]


def _dominant(game: Matrix, mover: int) -> list[str]:
    own, others = range(len(game.actions[mover])), range(len(game.actions[1 - mover]))
    if len(own) < 2:
        return []
    return [
        game.actions[mover][a]
        for a in own
        if all(_paid(game, mover, a, k) > _paid(game, mover, b, k) for b in own if b != a for k in others)
    ]


def _better(game: Matrix, played: tuple[tuple[float, ...], ...]) -> Asked:
    """Whether some cell is better for both than the only equilibrium; such a cell is then none."""
    rows, columns = played
    value = [
        sum(rows[i] * columns[j] * float(game.payoffs[i][j][p]) for i in range(len(rows)) for j in range(len(columns)))
        for p in (0, 1)
    ]
    cells = [
        f"{quoted(game.actions[0][i])} with {quoted(game.actions[1][j])} ({number(cell[0])}, {number(cell[1])})"
        for i, row in enumerate(game.payoffs)
        for j, cell in enumerate(row)
        if all(float(cell[p]) > value[p] and not same(cell[p], value[p]) for p in (0, 1))
    ]
    paid = f"({number(value[0])}, {number(value[1])})"
    return Asked(
        "Is there a cell that both would like better than what they get in the equilibrium? Why do they not go there?",
        f"Yes: {listed(cells)}, where the equilibrium pays {paid}. It is no equilibrium: one of them would do still "
        "better by leaving it."
        if cells
        else f"No: no cell pays both more than {paid}.",
    )
