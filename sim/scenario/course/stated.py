"""What a file says that was seen of talks: steps with their rounds, how long they were watched, and what came then."""

from __future__ import annotations

from dataclasses import dataclass

GOES_ON, STALLS, BREAKDOWN, DEAL, NO_DEAL = "goes_on", "stalls", "breakdown", "deal", "no_deal"
THEN = (GOES_ON, STALLS, BREAKDOWN, DEAL, NO_DEAL)
"""What came after the last round that was seen: nothing is said; no step more; the talks ended in it; the agreement
was complete at the end, or was not."""


@dataclass(frozen=True)
class Seen:
    """Something that a player did.

    Parameters
    ----------
    player : int
        Who.
    action : str
        ``concede``, ``renege``, ``walk_away`` or ``hold_out``.
    step : str
        The step, where one was taken.
    round : int or None
        The round, from 1; None where only the order was seen.
    place : int
        Number of the entry in the file.
    """

    player: int
    action: str
    step: str = ""
    round: int | None = None
    place: int = 0


@dataclass(frozen=True)
class Course:
    """What was seen of talks. Whoever is not named in a round that was seen did nothing in it.

    Parameters
    ----------
    file, title : str
        Where it stands and what it is called.
    summary : str
        What it is about; may be empty.
    sources : tuple of str
        Where it is known from.
    seen : tuple of Seen
        What was done, in order; holding out is left out.
    through : int or None
        The last round that was seen; None where the rounds are not known.
    then : str
        What came after it, one of `THEN`.
    """

    file: str
    title: str
    summary: str
    sources: tuple[str, ...]
    seen: tuple[Seen, ...]
    through: int | None
    then: str
