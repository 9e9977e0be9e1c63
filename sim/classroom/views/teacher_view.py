"""What the teacher sees: who is there, who meets whom, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass

from sim.classroom.session.parts import PartSpec
from sim.classroom.views.projector_view import ProjectorView


@dataclass(frozen=True)
class SeatRow:
    """A seat in the teacher's list."""

    seat: int
    name: str
    status: str
    bot: bool
    side: int | None
    role: str
    treatment: int | None
    match: int | None
    decided: bool
    last_seconds: float | None
    total: float | None


@dataclass(frozen=True)
class MatchRow:
    """A match of the round."""

    match: int
    treatment: int
    seats: tuple[int | None, ...]
    agents: tuple[str, ...]
    turns: int
    over: bool
    void: bool


@dataclass(frozen=True)
class PartView:
    """A part in the teacher's list."""

    part: int
    title: str
    treatments: tuple[str, ...]
    rounds: int
    begun: int
    current: bool
    revealed: bool
    merged: bool
    spec: PartSpec


@dataclass(frozen=True)
class TeacherView:
    """Everything that the teacher's page shows.

    Parameters
    ----------
    projector : ProjectorView
        What the wall shows.
    can : tuple of str
        Words of the commands that make sense now.
    warnings : tuple of str
        Sentences about what needs to be looked at.
    """

    projector: ProjectorView
    parts: tuple[PartView, ...]
    seats: tuple[SeatRow, ...]
    matches: tuple[MatchRow, ...]
    can: tuple[str, ...]
    warnings: tuple[str, ...]
