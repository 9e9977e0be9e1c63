"""How the computer plays, told to those who play against it before the first move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.people import PEOPLE, PRECISION, Habitual
from sim.scenario.observed.here import played_here
from sim.show.text.words import number

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena
    from sim.agents.arenas.opponents import Opponent
    from sim.study.observed.people import People

ERRS = "It plays with errors, better choices more often than worse ones,"


def opponent_words(arena: Arena, agent: str, plays: Opponent, people: People | None, seed: int) -> str:
    """What is said of an agent beside its name; empty where the name says it.

    Parameters
    ----------
    agent : str
        As it is called on the command line.
    people : People or None
        Whom it was fitted to.
    seed : int
        What chance draws from.
    """
    name, _, options = (part.strip() for part in agent.partition(","))
    if name == "equilibrium" and (equal := len(arena.rivals())) > 1:
        return (
            f"The game has {equal} equilibria that are equally good; a lot has drawn which of them it plays "
            f"(seed {seed})."
        )
    if name != PEOPLE:
        return ""
    if isinstance(plays, Habitual):
        source = next(study.source for study in arena.scenario.observed if played_here(arena.scenario, study))
        return (
            "It does what people were counted to do, at first and after what both did in the round before "
            f"(source: {source.rstrip('.')})."
        )
    if people is not None:
        count = sum(entry.total for entry in people.study.choices)
        return (
            f"{ERRS} at the precision that fits {count:,} choices of people best ({number(people.precision)} per unit "
            f"of payoff; source: {people.study.source.rstrip('.')})."
        )
    if options:
        return f"{ERRS} at the precision that is asked for."
    return (
        f"{ERRS} at a precision of {number(PRECISION)} over the range of payoffs: no people are fitted in this game, "
        "and fits to the answers of 715 people in ultimatum games are 4.6 and 5.6 (Heffner and FeldmanHall 2022, "
        "Nature Communications 13)."
    )
