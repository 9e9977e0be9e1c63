"""A question as a seat sees it: what it knows, what it can do, and what each choice pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.agents.arenas.arena import Arena
from sim.agents.arenas.demands import DemandsArena
from sim.agents.arenas.issues import WAIT, WALK, IssuesArena
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.tree import TreeArena
from sim.agents.arenas.values import ValuesArena
from sim.classroom.games.numbered import scale_of
from sim.classroom.views.seat_view import Issue, IssueOption, Option, PayoffTable, Question
from sim.scenario.issues.stated import Issues
from sim.show.play.prompts_tree import TreePrompts
from sim.show.text.words import number

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Place, Seated
    from sim.classroom.games.tables import Tables
    from sim.classroom.session.state import MatchState, State
    from sim.show.play.prompts import Prompts

LARGEST_TABLE = 12
"""Rows and columns of a matrix, most, that is laid out as a table."""

STEPS = 100
"""Steps of a slider from nothing to all."""


def question_view(
    state: State, tables: Tables, match: MatchState, side: int, asked: str, deadline: float | None
) -> Question:
    """What a side is asked, in its own words.

    Parameters
    ----------
    asked : str
        Number of the question.
    deadline : float or None
        When the clock runs out.
    """
    spec = state.parts[match.part]
    arena, prompts = tables.game(spec, match.treatment), tables.prompts(spec, match.treatment)
    place, k, of, threshold = match.place, 1, 1, False
    if asked.startswith("a"):
        ahead = tables.advance(spec, match.treatment)[side]
        k, of = int(asked[1:]), len(ahead)
        place, threshold = ahead[k - 1].place, ahead[k - 1].threshold
    fields = _threshold(arena, place) if threshold else _fields(arena, prompts, place, side)
    if asked.startswith("a") and isinstance(prompts, TreePrompts) and prompts.open:
        fields["situation"] = (f"Suppose that this has happened: {', '.join(prompts.seen(place, side))}.",)
    return Question(
        id=asked,
        match=match.number,
        heading=prompts.header(place),
        number=k,
        of=of,
        deadline=deadline,
        **fields,  # type: ignore[arg-type]
    )


def _threshold(arena: Seated, place: Place) -> dict[str, object]:
    size = float(place.draw.size)
    other = arena.scenario.players[place.draw.proposer].name
    told = f"Of {number(size)}, what is the least that you accept? Whatever {other} offers below it is refused."
    return {"kind": "threshold", "situation": (told,), "high": size, "step": size / STEPS}


def _fields(arena: Seated, prompts: Prompts, place: Place, side: int) -> dict[str, object]:
    told: dict[str, Any] = {"situation": tuple(line for line in prompts.situation(place, side) if line)}
    options = arena.options(place, side)
    if not options and isinstance(arena, Arena) and (span := arena.span(place)) is not None:
        low, high = span
        number_ = {"kind": "number", "low": low, "high": high, "step": (high - low) / STEPS}
        return {**told, **number_, "label": _label(arena, place)}
    if not options and isinstance(arena, IssuesArena):
        return {**told, "kind": "package", "issues": _issues(arena, side), "options": _beside(arena, side)}
    if (scale := scale_of(options)) is not None:
        low, high, step = map(float, scale)
        return {**told, "kind": "number", "low": low, "high": high, "step": step}
    # What a choice leads to is told where that is the rules alone; elsewhere hints say what an equilibrium does.
    rows = prompts.options(place, side, isinstance(arena, (MatrixArena, TreeArena)))
    found = tuple(Option(value, row[0], tuple(row[1:])) for value, row in zip(options, rows[1:], strict=True))
    columns = tuple(rows[0][1:]) if any(rows[0][1:]) else ()
    if isinstance(prompts, TreePrompts) and (leads := prompts.leads(place, side)):
        found = tuple(
            Option(option.value, option.label, tuple(lines)) for option, lines in zip(found, leads, strict=True)
        )
        columns = ()
    if rows[0][0] and columns:  # what the numbers are, and what of the other side they suppose
        told["situation"] = *told["situation"], f"Below each choice stands {rows[0][0]}."
    return {**told, "kind": "choice", "options": found, "columns": columns, "payoffs": _table(arena, side)}


def _label(arena: Arena, place: Place) -> str:
    """What a number is; empty for what one asks for of a whole."""
    if isinstance(arena, ValuesArena):
        return "The price that you name"
    return "What you demand" if isinstance(arena, DemandsArena) and arena.at_once(place) else ""


def _table(arena: Seated, side: int) -> PayoffTable | None:
    if not isinstance(arena, MatrixArena):
        return None
    own, other = arena.form.actions[side], arena.form.actions[1 - side]
    if max(len(own), len(other)) > LARGEST_TABLE:
        return None
    cells = tuple(
        tuple(_cell(arena, (i, j) if side == 0 else (j, i), side) for j in range(len(other))) for i in range(len(own))
    )
    return PayoffTable(own, other, cells)


def _cell(arena: MatrixArena, at: tuple[int, int], side: int) -> tuple[float, float]:
    pair = float(arena.form.row[at[0]][at[1]]), float(arena.form.column[at[0]][at[1]])
    return pair if side == 0 else (pair[1], pair[0])


def _issues(arena: IssuesArena, side: int) -> tuple[Issue, ...]:
    stated = arena.scenario.game
    assert isinstance(stated, Issues)
    return tuple(
        Issue(
            name,
            getattr(entry, "name", name) or name,
            tuple(IssueOption(c.id, c.name, float(c.points[side])) for c in entry.choices),
        )
        for name, entry in zip(arena.game.issues, stated.issues, strict=True)
    )


def _beside(arena: IssuesArena, side: int) -> tuple[Option, ...]:
    """What can be done in place of an offer."""
    walk = f"you get {number(arena.game.walk_away[side])} now, and the talks are over"

    return Option(WAIT, "offer nothing in this round"), Option(WALK, "walk away", (walk,))
