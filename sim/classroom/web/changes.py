"""What a teacher's form says of a part: rounds, who meets whom, treatments, answers in advance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.classroom.refused import RefusedError
from sim.classroom.session.parts import PartSpec
from sim.scenario.catalog import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.classroom.session.parts import Treatment


def treatments_of(text: str) -> tuple[Treatment, ...]:
    """Treatments as they are typed: settings parted by commas, treatments by semicolons, as in ``crash=10; crash=20``.

    Parameters
    ----------
    text : str
        What was typed; empty for one treatment without settings.

    Raises
    ------
    RefusedError
        If a setting is no pair of a parameter and a value.
    """
    found = []
    for treatment in text.split(";"):
        pairs = []
        for setting in filter(None, (part.strip() for part in treatment.split(","))):
            name, sign, value = setting.partition("=")
            if not sign or not name.strip() or not value.strip():
                raise RefusedError(
                    "part", f"A setting is a parameter and its value, as in crash=10; found '{setting}'."
                )
            pairs.append((name.strip(), value.strip()))
        found.append(tuple(pairs))
    return tuple(found)


def settings_words(treatments: tuple[Treatment, ...]) -> str:
    """Treatments as they would be typed."""
    return "; ".join(", ".join(f"{name}={value}" for name, value in pairs) for pairs in treatments)


def changes_of(fields: Mapping[str, str]) -> dict[str, Any]:
    """What a form changes of a part: the keys that it holds.

    Parameters
    ----------
    fields : mapping of str to str
        What the form holds.

    Raises
    ------
    RefusedError
        If a number is none.
    """
    changes: dict[str, Any] = {name: fields[name] for name in ("matching", "agent") if name in fields}
    if "rounds" in fields:
        changes["rounds"] = _count(fields["rounds"], "Rounds")
    if "seconds" in fields:
        typed = fields["seconds"].strip()
        changes["seconds"] = float(_count(typed, "The time for a decision")) if typed else None
    if "stop" in fields:
        typed = fields["stop"].strip()
        changes["stop"] = _count(typed, "The number of rounds inside a game") if typed else None
    if "treatments" in fields:
        changes["treatments"] = treatments_of(fields["treatments"])
        changes["in_advance"] = fields.get("in_advance") == "yes"
    return changes


def spec_of(fields: Mapping[str, str]) -> PartSpec:
    """A further part from a form.

    Parameters
    ----------
    fields : mapping of str to str
        What the form holds.

    Raises
    ------
    RefusedError
        If there is no such scenario, or it cannot be played so.
    """
    name = fields.get("scenario", "").strip()
    if not name or len(name) > 100 or not name.replace("-", "").replace("_", "").isalnum():
        raise RefusedError("part", "Name one of the scenarios that come with the program, such as chicken.")
    path = find(name)
    if path is None:
        raise RefusedError("part", f"There is no scenario '{name}' among those that come with the program.")
    return PartSpec.read({"file": path.name, "text": path.read_text(encoding="utf-8"), **changes_of(fields)})


def _count(text: str, what: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 7):
        raise RefusedError("part", f"{what}: expected a whole number, found '{text[:40]}'.")
    return int(text)
