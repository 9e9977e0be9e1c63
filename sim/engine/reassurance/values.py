"""What first steps lead to once they have given the types away: everybody then plays as if types were known.

After a first round that tells all types apart, the game of the two types is played by its subgame-perfect equilibrium,
picked by the rule. Whoever was taken for another type makes the best of it: the other side plays on against the type
that it believes in, and the deviator answers with a dynamic programme in its own game.

References
----------
Kydd, A. H. (2000): Trust, reassurance, and cooperation. International Organization 54, 325-357.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.certificate import Deviations
from sim.engine.concessions.subgame_perfect.backward_induction import subgame_perfect
from sim.engine.concessions.subgame_perfect.solution import REGRET_LIMIT, REGRET_TOLERANCE
from sim.errors import CertificateError, UnstudiedError
from sim.exact.chances import as_float

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline
    from sim.engine.concessions.courses.path import Place
    from sim.engine.concessions.subgame_perfect.backward_induction import PerfectProfile
    from sim.engine.selection import Rule
    from sim.games.concessions.stochastic_game import Outcome, StochasticGame

    Types = tuple[tuple[str, Fraction], ...]
    Games = Sequence[Sequence[StochasticGame]]
    Truth = tuple[int, int]


@dataclass(frozen=True)
class Opening:
    """The phases in which types are told apart: up to the first move of the last player who has several types.

    Parameters
    ----------
    stages : tuple of (int, int)
        Round and phase; one if both move at once or only one mover has types, else that of the leader and that of the
        follower.
    movers : tuple of tuple of int
        Who moves in each.
    """

    stages: tuple[tuple[int, int], ...]
    movers: tuple[tuple[int, ...], ...]

    @property
    def follower(self) -> int | None:
        """Who moves second in the opening, having seen what the other did; None if nobody."""
        return self.movers[1][0] if len(self.movers) > 1 else None


def opening_of(types: tuple[Types, Types], game: StochasticGame) -> Opening:
    """The opening of a game with hidden types.

    Parameters
    ----------
    types : pair of tuple of (str, Fraction)
        Identifier and probability of each type, per player.
    game : StochasticGame
        The game between any two types.

    Raises
    ------
    UnstudiedError
        If no player has two types, or one that has never gets to move.
    """
    waiting = {player for player in (0, 1) if len(types[player]) > 1}
    if not waiting:
        raise UnstudiedError("no player has more than one type, so there is nothing to tell apart")
    phases = [(t, p) for t in range(min(2, game.rounds)) for p in range(len(game.phases(t)))]
    stages, movers = [], []
    for t, p in phases[:2]:
        moving = tuple(k for k in (0, 1) if any(node.actions[k] != ("",) for node in game.phases(t)[p].nodes))
        stages.append((t, p))
        movers.append(moving)
        waiting -= set(moving)
        if not waiting:
            return Opening(tuple(stages), tuple(movers))
    names = " and ".join(game.players[player] for player in sorted(waiting))
    raise UnstudiedError(f"{names} has hidden types but no move before the talks are over: make the horizon longer")


def check_input(types: tuple[Types, Types], games: Games) -> None:
    """Raise UnstudiedError unless the types have probabilities and all games have one structure.

    Parameters
    ----------
    types : pair of tuple of (str, Fraction)
        Identifier and probability of each type, per player.
    games : sequence of sequence of StochasticGame
        The game between type i of the first player and type j of the second, in row i and column j.
    """
    for own in types:
        chances = [chance for _, chance in own]
        if not own or min(chances) <= 0 or sum(chances) != 1:
            raise UnstudiedError(f"expected types with positive probabilities that sum to 1, found {dict(own)}")
    if len(games) != len(types[0]) or any(len(line) != len(types[1]) for line in games):
        raise UnstudiedError("expected a game for every pair of types")
    first = games[0][0]
    if first.horizon is None:
        raise UnstudiedError("expected games with a last round")
    if any(_structure(game) != _structure(first) for line in games for game in line):
        raise UnstudiedError("expected types that change numbers only: same steps, actions, moves and horizon")


def _structure(game: StochasticGame) -> tuple[object, ...]:
    """All that two types' games must have in common."""
    known: dict[int, object] = {}
    for phases in game.cycle:
        if id(phases) not in known:
            known[id(phases)] = tuple(
                (node.actions, tuple(tuple(_kind(phase.outcomes[cell]) for cell in line) for line in node.cells))
                for phase in phases
                for node in phase.nodes
            )
    # Round by round, since a hazard may be the same in all rounds for one type and not for another.
    ways = [known[id(game.phases(t))] for t in range(game.rounds)]
    return game.players, game.states, game.horizon, ways


def _kind(outcome: Outcome) -> tuple[int, bool]:
    return outcome.successor, outcome.risk == 1


def next_place(game: StochasticGame, place: Place, pair: tuple[int, int]) -> Place | None:
    """Where a pair of actions leads; None if the talks are over.

    Parameters
    ----------
    place : tuple of int
        Round, phase and node; the round after the last stands for all later ones.
    pair : tuple of int
        Numbers of the actions.
    """
    t, p, _ = place
    outcome = outcome_of(game, place, pair)
    if outcome.over:
        return None
    return (t + 1, 0, outcome.successor) if game.phases(t)[p].closes_round else (t, p + 1, outcome.successor)


def outcome_of(game: StochasticGame, place: Place, pair: tuple[int, int]) -> Outcome:
    """What a pair of actions at a place leads to.

    Parameters
    ----------
    place : tuple of int
        Round, phase and node.
    pair : tuple of int
        Numbers of the actions.
    """
    t, p, node = place
    phase = game.phases(t)[p]
    return phase.outcomes[phase.nodes[node].cells[pair[0]][pair[1]]]


class Revealed:
    """Play after the types have been given away, rightly or wrongly.

    Parameters
    ----------
    games : sequence of sequence of StochasticGame
        The game per pair of types.
    rule : Rule
        Which equilibrium is played where a stage game has several.

    Raises
    ------
    CertificateError
        If some player could gain by deviating from a continuation, which would be an error of ours.
    TimeLimitError
        If the time is up.

    Attributes
    ----------
    profiles : list of list of PerfectProfile
        The subgame-perfect equilibrium per pair of types.
    scale : pair of float
        Width of each player's payoffs, the widest over all pairs of types.
    tolerance : pair of float
        Differences of payoffs, per player, that rounding can make.
    certified : bool
        Whether each profile's regret is below tolerance and no comparison in it was left undecided.
    """

    def __init__(self, games: Games, rule: Rule, deadline: Deadline) -> None:
        self.games, self.deadline = games, deadline
        self.profiles = [[subgame_perfect(game, rule, deadline) for game in line] for line in games]
        self._replies: dict[tuple[Truth, Truth], Deviations] = {}
        scales = np.array([game.scale for line in games for game in line]).max(axis=0)
        self.scale = float(scales[0]), float(scales[1])
        self.tolerance = REGRET_TOLERANCE * self.scale[0], REGRET_TOLERANCE * self.scale[1]
        checks = [self._check((i, j)) for i, line in enumerate(games) for j in range(len(line))]
        self.certified = all(checks)

    def _check(self, truth: Truth) -> bool:
        """Whether the profile of two types is an equilibrium of their game to within rounding."""
        profile, game = self.profile(truth), self.game(truth)
        regret = self._against(truth, truth).regret(profile.reached)
        if np.any(regret > REGRET_LIMIT * game.scale):
            raise CertificateError(
                f"a player could gain {regret.max():.3g} per round by deviating once types are known"
            )
        decided = all(layer.certified.all() for layers in profile.layers for layer in layers)
        return decided and bool((regret <= REGRET_TOLERANCE * game.scale).all())

    def game(self, truth: Truth) -> StochasticGame:
        """The game between two types."""
        return self.games[truth[0]][truth[1]]

    def profile(self, truth: Truth) -> PerfectProfile:
        """What two types play who know each other."""
        return self.profiles[truth[0]][truth[1]]

    def only_one(self, round_: int, phase: int) -> bool:
        """Whether every game has one equilibrium only in every stage game from a phase on."""
        return all(
            bool((layer.count <= 1).all())
            for line in self.profiles
            for profile in line
            for t, layers in enumerate(profile.layers)
            for p, layer in enumerate(layers)
            if (t, p) >= (round_, phase)
        )

    def after(self, player: int, truth: Truth, believed: int, place: Place) -> float:
        """What a player gets from a place on.

        Parameters
        ----------
        truth : pair of int
            Both players' types.
        believed : int
            The type that the other side takes the player for.
        place : tuple of int
            Round, phase and node; the talks go on there.
        """
        game = self.game(truth)
        t, p, node = place
        if t == game.rounds:
            return float(game.final[node][player])
        seen = (believed, truth[1]) if player == 0 else (truth[0], believed)
        run = self._against(truth, seen)
        return float((run.values if seen == truth else run.replies)[t][p][node, player])

    def worth(self, player: int, truth: Truth, believed: int, place: Place, pair: tuple[int, int]) -> float:
        """What a player gets if a pair of actions is taken at a place and then types are taken for known.

        Parameters
        ----------
        player, truth, believed
            As for `after`.
        place : tuple of int
            Round, phase and node.
        pair : pair of int
            The actions.
        """
        game = self.game(truth)
        to = next_place(game, place, pair)
        later = float(outcome_of(game, place, pair).ended[player])
        if to is not None:
            later = self.after(player, truth, believed, to)
        return self.discounted(player, truth, place, pair, later)

    def discounted(self, player: int, truth: Truth, place: Place, pair: tuple[int, int], later: float) -> float:
        """What a pair of actions at a place is worth to a player, given what it gets from the next place on."""
        game = self.game(truth)
        outcome = outcome_of(game, place, pair)
        if not game.phases(place[0])[place[1]].closes_round:
            return later
        # Where the talks are over, what comes later is the breakdown's payoff with or without the hazard.
        later = as_float(outcome.survival) * later + as_float(outcome.risk) * float(outcome.ended[player])
        return float(game.impatience[player] * float(outcome.reward[player]) + game.rates[player] * later)

    def _against(self, truth: Truth, seen: Truth) -> Deviations:
        """Best replies in the game of two types to what is played between the types that they are taken for."""
        if (truth, seen) not in self._replies:
            self.deadline.check()
            layers = self.profile(seen).layers
            mixtures = [[(layer.row, layer.column) for layer in line] for line in layers]
            self._replies[truth, seen] = Deviations(self.game(truth), mixtures)
        return self._replies[truth, seen]
