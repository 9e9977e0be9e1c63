"""Parts of classes, and classes, for tests."""

from pathlib import Path
from typing import Any

from sim.classroom.games.tables import Tables
from sim.classroom.open_class import OpenClass
from sim.classroom.refused import RefusedError
from sim.classroom.rehearsal.rehearse import Clock
from sim.classroom.session.answers import Receipt
from sim.classroom.session.parts import PartSpec
from sim.scenario.load import load

TABLES = Tables()
"""Games of all tests, each solved once."""


def part(name: str, *settings: dict[str, str], **changes: Any) -> PartSpec:
    """A bundled scenario as a part, with settings for each treatment."""
    scenario = load(name)
    treatments = tuple(tuple(own.items()) for own in settings) or ((),)
    return PartSpec(scenario.file, scenario.text, treatments, **changes)


def typed_part(text: str, **changes: Any) -> PartSpec:
    """A scenario that a test has written."""
    return PartSpec("own.yaml", text, **changes)


def attempt(room: OpenClass, seat: int, match: int, question: str, choice: str) -> Receipt | RefusedError:
    """What a phone gets to read when it sends an answer."""
    try:
        return room.decide(seat, match, question, choice)
    except RefusedError as error:
        return error


def opened(folder: Path, *parts: PartSpec, seats: int = 0, **more: Any) -> tuple[OpenClass, Clock]:
    """A class with people in some seats, and its clock."""
    clock = Clock()
    room = OpenClass.begin(folder, parts, seed=1, clock=clock, careful=False, tables=TABLES, **more)
    for _ in range(seats):
        room.join()
    return room, clock
