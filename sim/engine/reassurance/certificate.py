"""Whether a first round is what it is said to be: recomputed in rationals, and checked in the whole game tree.

In the tree chance draws both types and every information set has a choice and a belief; `check_assessment` then knows
nothing of first steps and of what was assumed to follow them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.reassurance.exact_check import FirstRoundReplay
from sim.engine.reassurance.first_round_game import START
from sim.engine.reassurance.solution import EQUILIBRIUM, Certificate
from sim.engine.tree.assessments.certificate import check_assessment
from sim.errors import GameTooLargeError
from sim.games.concessions.unroll import unroll_hidden

if TYPE_CHECKING:
    from sim.engine.reassurance.first_round_game import FirstRoundGame
    from sim.engine.reassurance.solution import Separation
    from sim.games.concessions.histories import Unrolled
    from sim.games.tree.game_tree import Beliefs, Sides

MAX_CHECKED = 600
"""Largest number of nodes of a tree in which a first round is checked."""

MAX_REPLAYED = 20_000
"""Most decision points per pair of types with which a first round is recomputed in rationals."""


def certify(study: FirstRoundGame, found: Separation) -> Certificate:
    """Check a first round that was found to be an equilibrium.

    Parameters
    ----------
    found : Separation
        The first round, as the search has judged it.

    Raises
    ------
    ValueError
        If it is not said to be an equilibrium.
    """
    if found.verdict != EQUILIBRIUM:
        raise ValueError(f"expected a first round that is an equilibrium, found one that is: {found.verdict}")
    reached = study.play.profile((0, 0)).reached
    replay = FirstRoundReplay(study, found)
    margins = None
    if sum(int(flags.sum()) for layer in reached for flags in layer) <= MAX_REPLAYED:
        margins = tuple(replay.margins())
    tree, faults = _in_tree(study, replay)
    zero = Fraction(0)
    one, two = (zero if replay.exact else Fraction(t) for t in study.play.tolerance)
    exact = replay.exact and margins is not None
    return Certificate(margins, exact, tree, faults, (one, two))


def _in_tree(
    study: FirstRoundGame, replay: FirstRoundReplay
) -> tuple[tuple[Fraction, Fraction] | None, tuple[str, ...]]:
    """Most that each player could gain in the tree, and its faults."""
    try:
        whole = in_full(study, MAX_CHECKED)
    except GameTooLargeError:
        return None, ()
    behaviour, beliefs = assessment(study, replay, whole)
    check = check_assessment(whole.tree, behaviour, beliefs)
    return check.regret, check.faults


def in_full(study: FirstRoundGame, most: int) -> Unrolled:
    """The whole game tree with its hidden types; `GameTooLargeError` if it has more nodes than allowed."""
    one, two = (tuple((p, name if len(side) > 1 else "") for name, p in side) for side in study.types)
    return unroll_hidden(tuple(tuple(line) for line in study.play.games), (one, two), most)


def assessment(study: FirstRoundGame, replay: FirstRoundReplay, whole: Unrolled) -> tuple[Sides, Beliefs]:
    """Choices and beliefs at every information set that a first round and what follows it come to.

    Parameters
    ----------
    replay : FirstRoundReplay
        The first round.
    whole : Unrolled
        The whole game tree.
    """
    readings = {name: _Reading(study, replay, whole, name) for name in whole.tree.infosets}
    sides: Sides = ({}, {})
    for name, reading in readings.items():
        sides[reading.player][name] = reading.choice()
    beliefs = {name: _belief(study, whole, readings[name], sides) for name in whole.tree.infosets}
    return sides, beliefs


class _Reading:
    """What the owner of an information set of the tree has seen in the opening, and makes of it."""

    def __init__(self, study: FirstRoundGame, replay: FirstRoundReplay, whole: Unrolled, name: str) -> None:
        self.name, self.replay, self.study = name, replay, study
        first = whole.tree.infosets[name][0]
        self.player, self.place = whole.tree.nodes[first].player or 0, whole.origins[name]
        self.type = whole.situations[first].draw[self.player]
        self.stages = study.opening.stages
        pasts = [whole.tree.experience(first, player) for player in (0, 1)]
        self.seen = [self._opening_move(whole, past, player) for player, past in enumerate(pasts)]
        self.actions = whole.tree.nodes[first].actions

    def _opening_move(self, whole: Unrolled, past: tuple[tuple[str, str], ...], player: int) -> str:
        """What a player did in the opening; where it had one action only the tree has no node for it."""
        for at, action in past:
            if whole.origins[at][:2] in self.stages:
                return action
        return self.study.actions(player)[0]

    @property
    def first(self) -> bool:
        """Whether this is the start of play, where nothing has been seen."""
        return self.place == START

    @property
    def in_opening(self) -> bool:
        """Whether the owner moves for the first time here."""
        return self.place[:2] in self.stages

    def believed(self, player: int) -> int:
        """The type that a player is taken for after its move in the opening."""
        follows = player == self.replay.follower
        return self.replay.believed(player, self.seen[player], self.seen[1 - player] if follows else "")

    def choice(self) -> dict[str, Fraction]:
        """What the owner does here."""
        player, own, place = self.player, self.type, self.place
        if self.in_opening:
            after = self.seen[1 - player] if player == self.replay.follower else ""
            return {self.replay.taken(player, own, after): Fraction(1)}
        one, two = self.believed(0), self.believed(1)
        if (one, two)[player] == own:
            return {self.actions[a]: q for a, q in self.replay.mixture((one, two), place, player)}
        truth = (own, two) if player == 0 else (one, own)
        return {self.actions[self.replay.run(player, truth, (one, two))[place][1]]: Fraction(1)}


def _belief(study: FirstRoundGame, whole: Unrolled, reading: _Reading, sides: Sides) -> tuple[Fraction, ...]:
    """What the owner of an information set believes: the other's type, and its move where both choose at once."""
    tree, other = whole.tree, 1 - reading.player
    weights = []
    for k in tree.infosets[reading.name]:
        kind = whole.situations[k].draw[other]
        weight = study.types[other][kind][1] if reading.first else Fraction(kind == reading.believed(other))
        parent, a = tree.parents[k]
        above = tree.nodes[parent]
        if above.player == other and whole.origins[above.infoset] == reading.place:
            weight *= sides[other][above.infoset].get(above.actions[a], Fraction(0))
        weights.append(weight)
    return tuple(weights)
