"""Why a state is stable for a party, move by move, and which ways out of a state nobody can stop."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.options.definitions import Definition
    from sim.engine.options.stability import StabilitySolution
    from sim.games.options.options_game import OptionsGame

    Way = tuple[tuple[int, int], ...]


def improvements(game: OptionsGame, party: int, state: int) -> list[int]:
    """States that a party can move to and likes more, the one it likes most first."""
    own = game.levels[party]
    better = [there for there in game.moves(party, state) if own[there] > own[state]]
    return sorted(better, key=lambda there: (-int(own[there]), there))


def deterrent(game: OptionsGame, party: int, state: int, there: int, definition: Definition) -> Way | None:
    """The shortest answer of the others to an improvement that makes it not worth while.

    Parameters
    ----------
    party, state, there : int
        Who moves, from which state to which.
    definition : {"gmr", "smr", "seq"}
        Which answers count: any moves; any after which the party has no way to get more than it had; improvements only.

    Returns
    -------
    tuple of (int, int) or None
        Who moves where, in order; None if nothing deters.
    """
    own = game.levels[party]
    moves: Callable[[int, int], list[int]] = (
        (lambda i, s: improvements(game, i, s)) if definition == "seq" else game.moves
    )

    def deters(where: int) -> bool:
        replies = game.moves(party, where) if definition == "smr" else []
        return all(own[reply] <= own[state] for reply in (where, *replies))

    todo: deque[tuple[int, Way]] = deque([(there, ())])
    met = {there}
    while todo:
        where, way = todo.popleft()
        for other in range(len(game.parties)):
            for new in moves(other, where) if other != party else ():
                if new not in met:
                    longer = (*way, (other, new))
                    if deters(new):
                        return longer
                    met.add(new)
                    todo.append((new, longer))
    return None


def ways_on(solution: StabilitySolution, definition: Definition) -> dict[int, Way]:
    """The states that a chain of moves leads to from the status quo, each of which its mover likes and nothing deters.

    By general metarationality these are moves that the others cannot answer at all so that the mover regrets them; by
    sequential stability moves that they would not.

    Returns
    -------
    dict of int to tuple of (int, int)
        By state the shortest chain, as who moves where.
    """
    game = solution.game
    worst = None if definition == "nash" else solution.found.sanctions[definition]
    found: dict[int, Way] = {game.start: ()}
    todo = deque([game.start])
    while todo:
        state = todo.popleft()
        for party in range(len(game.parties)):
            for there in improvements(game, party, state):
                deterred = worst is not None and worst[party].worst[there] <= game.levels[party][state]
                if not deterred and there not in found:
                    found[there] = (*found[state], (party, there))
                    todo.append(there)
    return found
