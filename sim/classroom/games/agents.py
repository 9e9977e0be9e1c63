"""Who plays for nobody: an equilibrium, play with errors, tit-for-tat, or what an earlier student did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.arenas.arena import Arena, check_choice
from sim.agents.arenas.opponents import known_opponents, opponent
from sim.classroom.refused import RefusedError
from sim.errors import PlayError

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Place, Seated
    from sim.classroom.games.tables import Tables
    from sim.classroom.session.state import MatchState, State

BOT = "bot"
"""Who plays a seat of nobody who has joined."""


def check_agent(arena: Seated, name: str, program: bool = False) -> None:
    """Refuse an agent that cannot play a game.

    Parameters
    ----------
    program : bool
        Whether the class was opened with a program.

    Raises
    ------
    RefusedError
        If it cannot.
    """
    if program and not isinstance(arena, Arena):
        raise RefusedError("agent", f"“{arena.scenario.title}”: programs play no conflicts over options.")
    if name == "program" and not program:
        raise RefusedError(
            "agent", "A program is named on the command line alone, when the class is opened: --program."
        )
    if name == "tit_for_tat" and not (isinstance(arena, Arena) and name in known_opponents(arena)):
        told = "tit-for-tat plays repeated dilemmas and concessions, and this is neither"
        raise RefusedError("agent", f"“{arena.scenario.title}”: {told}.")


def drawn_choice(state: State, match: MatchState, side: int, name: str, tables: Tables) -> str:
    """What an agent does in a match where it stands; the same draw whenever it is asked.

    Parameters
    ----------
    name : str
        Who it is.
    """
    chances = _chances(state, match, side, name, tables)
    rng = np.random.default_rng([state.seed, match.number, len(match.turns), 2 + side])
    return pick(chances, float(rng.random()))


def drawn_chance(state: State, match: MatchState, moves: tuple[str, ...], arena: Seated) -> str:
    """What chance does once both have moved."""
    ways = arena.ways(match.place, moves)
    rng = np.random.default_rng([state.seed, match.number, len(match.turns), 1])
    names = [str(k) for k in range(len(ways))]
    chances = dict(zip(names, (way.chance for way in ways), strict=True))
    return ways[int(pick(chances, float(rng.random())))].event


def pick(chances: dict[str, float], draw: float) -> str:
    """What a draw from 0 to 1 falls on."""
    total, last = 0.0, ""
    for name, p in chances.items():
        if p > 0:
            total, last = total + p, name
            if draw < total:
                break
    return last


def _chances(state: State, match: MatchState, side: int, name: str, tables: Tables) -> dict[str, float]:
    spec = state.parts[match.part]
    arena = tables.game(spec, match.treatment)
    if name in (BOT, "program") and tables.program is not None and isinstance(arena, Arena):
        return tables.program.chances(arena, match, side)
    if name in (BOT, "quantal_response"):
        return tables.erring(spec, match.treatment)(match.place, side)
    if name == "earlier_choices":
        found = _earlier(state, match, side, tables)
        if found is not None:
            return {found: 1.0}
    if name == "tit_for_tat" and isinstance(arena, Arena) and name in known_opponents(arena):
        return _tit_for_tat(arena, match, side)
    return arena.mixture(match.place, side)


def _tit_for_tat(arena: Arena, match: MatchState, side: int) -> dict[str, float]:
    """Shown the match so far, since an agent keeps its memory only while it sits."""
    player, place = opponent(arena, side, "tit_for_tat"), arena.start
    for turn in match.turns:
        player.saw(place, turn)
        place = next(way for way in arena.ways(place, turn.moves) if way.event == turn.event).to
    return player.chances(place)


def _earlier(state: State, match: MatchState, side: int, tables: Tables) -> str | None:
    """What one earlier student did at a point that looks the same; the same student through the match if possible."""
    arena = tables.game(state.parts[match.part], match.treatment)
    point = arena.point(match.place, side)
    donors: dict[int, list[str]] = {}
    for other in state.of_part(match.part):
        if other.number == match.number or other.treatment != match.treatment:
            continue
        for seat, choice in _done(arena, other, side, point):
            if _fits(arena, match.place, side, choice):
                donors.setdefault(seat, []).append(choice)
    if not donors:
        return None
    rng = np.random.default_rng([state.seed, match.number, 4 + side])
    order = [int(k) for k in rng.permutation(max(donors) + 1)]  # the same order at every turn of the match
    chosen = next(seat for seat in order if seat in donors)
    return donors[chosen][min(len(match.turns), len(donors[chosen]) - 1)]


def _done(arena: Seated, match: MatchState, side: int, point: str) -> list[tuple[int, str]]:
    """What people did in a match on a side at a point, with their seats; those given in advance as they counted."""
    seat, found, place = match.seats[side], [], arena.start
    if seat is None:
        return []
    for number, turn in enumerate(match.turns):
        made = match.made(side, number)
        own = turn.moves[side] and arena.movers(place) and len(arena.options(place, side)) != 1
        if own and (made is None or made.by == "person") and arena.point(place, side) == point:
            found.append((seat, turn.moves[side]))
        place = next(way for way in arena.ways(place, turn.moves) if way.event == turn.event).to
    return found


def _fits(arena: Seated, place: Place, side: int, choice: str) -> bool:
    try:
        check_choice(arena, place, side, choice)
    except PlayError:
        return False
    return True
