"""A game with hidden types up to where its first rounds have told them apart: who moves where, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sim.deadline import Deadline
from sim.engine.reassurance.values import Opening, Revealed, check_input, next_place, opening_of
from sim.engine.selection import Rule

if TYPE_CHECKING:
    from sim.engine.concessions.courses.path import Place
    from sim.engine.reassurance.values import Games, Types

T = TypeVar("T")

START = (0, 0, 0)


class FirstRoundGame:
    """The game that first rounds are judged in, and that judgements are checked in.

    Parameters
    ----------
    types : pair of tuple of (str, Fraction)
        Identifier and probability of each type, per player.
    games : sequence of sequence of StochasticGame
        The game between type i of the first player and type j of the second, in row i and column j, with a last round.
    rule : Rule, optional
        Which equilibrium is played once types are known where there are several.

    Raises
    ------
    ValueError
        If the types or games do not fit together, or nobody has a hidden type and a move.

    Attributes
    ----------
    game : StochasticGame
        The game between the first types, whose structure all others share.
    opening : Opening
        The phases in which types are told apart.
    play : Revealed
        What is played once they are.
    """

    def __init__(
        self, types: tuple[Types, Types], games: Games, rule: Rule | None = None, deadline: Deadline | None = None
    ) -> None:
        check_input(types, games)
        self.types, self.rule, self.deadline = types, rule or Rule(), deadline or Deadline()
        self.game = games[0][0]
        self.opening: Opening = opening_of(types, self.game)
        self.play = Revealed(games, self.rule, self.deadline)

    def actions(self, player: int, place: Place = START) -> tuple[str, ...]:
        """Actions of a player at a place."""
        t, p, node = place
        return self.game.phases(t)[p].nodes[node].actions[player]

    def after(self, action: str) -> Place | None:
        """Where the follower moves after an action of the leader; None if it does not get to."""
        follower = self.opening.follower
        if follower is None:
            return None
        return next_place(self.game, START, in_order(1 - follower, self.actions(1 - follower).index(action), 0))


def in_order(player: int, own: T, other: T) -> tuple[T, T]:
    """What belongs to a player and to the other, in the order of the players."""
    return (own, other) if player == 0 else (other, own)
