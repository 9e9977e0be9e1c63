"""From the state of a class to what everybody may see of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.classroom.session.draft import question_of
from sim.classroom.views.of_seat import decided_of
from sim.classroom.views.projector_view import ProjectorView

if TYPE_CHECKING:
    from sim.classroom.games.tables import Tables
    from sim.classroom.session.state import State


def projector_view(state: State, tables: Tables) -> ProjectorView:
    """What the wall shows: counts and the clock, no choice and no payoff."""
    step, spec = state.step, state.parts[state.step.part]
    decided, deciding = decided_of(state, tables)
    seats = [s for s in state.seats.values() if s.status != "removed"]
    known = step.name != "lobby"
    return ProjectorView(
        code=state.code,
        step=step.name,
        part=step.part if known else None,
        title=tables.scenario(spec, 0).title if known else "",
        round=step.round + 1 if step.name == "round" else 0,
        rounds=spec.rounds,
        joined=len(seats),
        present=sum(s.status == "here" for s in seats),
        decided=decided,
        deciding=deciding,
        matches=len(state.current),
        finished=sum(m.over for m in state.current),
        paused=state.paused,
        deadline=_deadline(state, tables),
        revealed=known and step.part in state.revealed,
    )


def _deadline(state: State, tables: Tables) -> float | None:
    """When the last clock runs out; None without one, or while nobody can decide."""
    limit = state.parts[state.step.part].seconds
    if limit is None or state.held is not None:
        return None
    open_ = [
        m.opened[s] + limit for m in state.current for s in range(len(m.seats)) if question_of(state, m, s, tables)
    ]
    return max(open_, default=None)
