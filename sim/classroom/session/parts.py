"""A part of a class: one scenario, and how it is played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sim.classroom.refused import RefusedError

Matching = Literal["strangers", "partners", "swap", "round-robin"]

MATCHINGS: tuple[Matching, ...] = ("strangers", "partners", "swap", "round-robin")
"""Strangers anew each round; the same two in every round; the same two in changing roles; everybody meets everybody."""

AGENTS = ("equilibrium", "quantal_response", "tit_for_tat", "earlier_choices", "program")
"""Who may sit in for nobody."""

MOST_ROUNDS = 100
"""Rounds of a part, most."""

MOST_SECONDS = 3600.0
"""Seconds for a decision, most."""

Treatment = tuple[tuple[str, str], ...]
"""Settings of a scenario, as pairs of a parameter and its value."""


@dataclass(frozen=True)
class PartSpec:
    """One scenario as a class plays it.

    Parameters
    ----------
    file, text : str
        Name and content of the scenario's file.
    treatments : tuple of Treatment
        Settings for each share of the class.
    rounds : int
        Matches that everybody plays.
    matching : {"strangers", "partners", "swap", "round-robin"}
        Who meets whom.
    agent : str
        Who sits in for nobody, and decides where the clock has run out.
    seconds : float or None
        Time for a decision.
    in_advance : bool
        Whether those who answer give all answers in advance (strategy method).
    stop : int or None
        Rounds inside a match after which a game without a last one is stopped.
    """

    file: str
    text: str
    treatments: tuple[Treatment, ...] = ((),)
    rounds: int = 1
    matching: Matching = "strangers"
    agent: str = "equilibrium"
    seconds: float | None = None
    in_advance: bool = False
    stop: int | None = None

    def document(self) -> dict[str, Any]:
        """The part as plain data."""
        return asdict(self)

    @staticmethod
    def read(document: Mapping[str, Any]) -> PartSpec:
        """A part from plain data, checked.

        Raises
        ------
        RefusedError
            If a value is none that a part can have.
        """
        known = dict(document)
        text, file = known.get("text"), known.get("file")
        if not isinstance(text, str) or not isinstance(file, str):
            raise RefusedError("part", "A part needs the content of a scenario's file.")
        rounds, stop, seconds = known.get("rounds", 1), known.get("stop"), known.get("seconds")
        matching, agent = known.get("matching", "strangers"), known.get("agent", "equilibrium")
        in_advance = known.get("in_advance", False)
        if not _whole(rounds) or not 1 <= rounds <= MOST_ROUNDS:
            raise RefusedError("part", f"Rounds are a whole number from 1 to {MOST_ROUNDS}.")
        if stop is not None and (not _whole(stop) or not 1 <= stop <= 1000):
            raise RefusedError("part", "A game is stopped after 1 to 1000 rounds.")
        if seconds is not None and not (_number(seconds) and 1 <= seconds <= MOST_SECONDS):
            raise RefusedError("part", f"The time for a decision is from 1 to {MOST_SECONDS:g} seconds.")
        if matching not in MATCHINGS:
            raise RefusedError("part", f"Who meets whom is one of: {', '.join(MATCHINGS)}.")
        if agent not in AGENTS:
            raise RefusedError("part", f"Who sits in for nobody is one of: {', '.join(AGENTS)}.")
        if not isinstance(in_advance, bool):
            raise RefusedError("part", "Answers are given in advance or not.")
        limit = None if seconds is None else float(seconds)
        treatments = _treatments(known.get("treatments", [[]]))
        return PartSpec(file, text, treatments, rounds, matching, agent, limit, in_advance, stop)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _treatments(found: Any) -> tuple[Treatment, ...]:
    wrong = RefusedError("part", "A treatment is a list of pairs: a parameter and its value.")
    if not isinstance(found, (list, tuple)) or not 1 <= len(found) <= 8:
        raise RefusedError("part", "There are from 1 to 8 treatments.")
    treatments = []
    for entry in found:
        if not isinstance(entry, (list, tuple)) or len(entry) > 50:
            raise wrong
        pairs = []
        for pair in entry:
            if not isinstance(pair, (list, tuple)) or len(pair) != 2 or not all(isinstance(v, str) for v in pair):
                raise wrong
            pairs.append((pair[0][:200], pair[1][:200]))
        treatments.append(tuple(pairs))
    return tuple(treatments)
