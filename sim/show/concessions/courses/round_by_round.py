"""A course of play as a table with a column for each round: what each does, gets, and would lose by doing otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.show.concessions.courses.acts import in_signs, in_words, key
from sim.show.concessions.courses.endings import until
from sim.show.concessions.courses.folds import circle, folded, lots
from sim.show.text.blocks import Look, Table
from sim.show.text.words import amount, percent, small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.engine.concessions.courses.path import PathRound, Turn
    from sim.scenario.scenario import Scenario
    from sim.show.concessions.courses.course import Course
    from sim.show.concessions.courses.folds import Fold

MOST, FIRST, LAST = 16, 9, 5
"""Columns, most; of longer courses so many of the first and of the last are shown, and the thinnest margin."""

LEFT_OUT = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True)
class Margin:
    """A decision on a course, and what doing otherwise would cost.

    Parameters
    ----------
    round : PathRound
        Its round.
    turn : Turn
        The decision.
    loss : float
        What the best other action would cost, as a payoff per round.
    """

    round: PathRound
    turn: Turn
    loss: float


def thinnest(solution: Course) -> Margin | None:
    """The decision on the course that hangs by the least; None where nobody decides anything for certain."""
    found = [
        Margin(r, turn, turn.loss)
        for r in solution.path
        for turn in r.turns
        if turn.loss is not None and turn.chance == 1 and not r.in_vain(turn)
    ]
    return min(found, key=lambda margin: margin.loss, default=None)


@dataclass(frozen=True)
class _Row:
    """A row: its heading, at length and in short, its cells, and whose it is."""

    label: str
    brief: str
    cells: tuple[str, ...]
    signs: tuple[str, ...] = ()
    player: int | None = None
    margins: bool = False


def round_by_round(scenario: Scenario, solution: Course) -> Table:
    """The likeliest course, a column for each round or for rounds in which nothing changes."""
    folds, thin = folded(solution), thinnest(solution)
    shown = _shown(folds, thin)
    rows = [row for row in _rows(scenario, solution, shown) if any(row.cells)]
    marked = {
        (i, 1 + k)
        for i, row in enumerate(rows)
        for k, fold in enumerate(shown)
        if thin is not None and row.margins and row.player == thin.turn.player and fold and thin.round in fold.rounds
    }
    after = ("then",) if folds[-1].rounds[-1].breaks else ()
    look = Look(
        rows={i: row.player for i, row in enumerate(rows) if row.player is not None},
        marked=frozenset(marked),
        short=tuple((row.brief, *(row.signs or row.cells)) for row in rows),
        key=key(scenario, solution, [fold for fold in shown if fold is not None]),
    )
    head = ("", *(_number(fold) for fold in shown), *after)
    return Table(_caption(solution), head, tuple((row.label, *row.cells) for row in rows), look)


def _rows(scenario: Scenario, solution: Course, shown: Sequence[Fold | None]) -> Iterator[_Row]:
    last = [fold for fold in shown if fold is not None][-1].rounds[-1]

    def cells(tell: Callable[[Fold], str], after: str = "") -> tuple[str, ...]:
        told = (LEFT_OUT if fold is None else tell(fold) for fold in shown)
        return (*told, *([after] if last.breaks else []))

    for k, player in enumerate(scenario.players):
        words = cells(lambda fold, k=k: in_words(scenario, solution, fold, k))  # type: ignore[misc]
        signs = cells(lambda fold, k=k: in_signs(scenario, solution, fold, k))  # type: ignore[misc]
        yield _Row(player.name, player.name, words, signs, k)
        gets = cells(lambda fold, k=k: amount(fold.rounds[0].payoffs[k]), amount(last.ended[k]))  # type: ignore[misc]
        yield _Row(f"{player.name} gets", "  gets", gets, player=k)
        loses = cells(lambda fold, k=k: _loss(fold, k))  # type: ignore[misc]
        yield _Row(f"{player.name} loses by deviating", "  else loses", loses, player=k, margins=True)
    risks = cells(lambda fold: percent(fold.risk) if fold.risk > 0 else "")
    yield _Row("the talks break down", "talks end", risks)
    drawn = lots(solution)
    yield _Row("a lot says so", "by lot", cells(lambda fold: _drawn(drawn.get(fold.rounds[-1].round))))


def _drawn(chance: float | None) -> str:
    return "" if chance is None else percent(chance)


def _shown(folds: list[Fold], thin: Margin | None) -> list[Fold | None]:
    """The folds that have a column; None for those between that have none."""
    if len(folds) <= MOST:
        return list(folds)
    kept = [*range(FIRST), *range(len(folds) - LAST, len(folds))]
    kept += [k for k, fold in enumerate(folds) if thin is not None and thin.round in fold.rounds]
    shown: list[Fold | None] = []
    for k, fold in enumerate(folds):
        if k in kept:
            shown.append(fold)
        elif shown[-1] is not None:
            shown.append(None)
    return shown


def _number(fold: Fold | None) -> str:
    if fold is None:
        return LEFT_OUT
    return f"{fold.numbers} on" if fold.for_ever else fold.numbers


def _caption(solution: Course) -> str:
    """What is shown; of a course that is not certain its chance, and what repeats."""
    told, cycle = "Round by round", solution.outcome.cycle
    if solution.path_chance < 1:
        what = "course" if cycle is None else "way to what repeats"
        told = f"The most likely {what}, round by round (chance {percent(solution.path_chance)})"
    if (again := circle(solution)) and cycle is not None and cycle.sure:
        told += f"; then as from round {again[0].round + 1}, {until(cycle)}"
    return told


def _loss(fold: Fold, player: int) -> str:
    """What doing otherwise would cost; of several rounds the least."""
    losses = fold.losses(player)
    if not losses or any(r.in_vain(turn) for r, turn in fold.acts if turn.player == player):
        return ""
    least = "\N{GREATER-THAN OR EQUAL TO}" if max(losses) > min(losses) else ""
    return least + small(min(losses))
