"""Pure choices and beliefs where unreached information sets lie below each other.

Every way to choose one action at each set is tried, with the beliefs by linear programming. Mixtures are not tried, so
where nothing is found nothing is proven.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from typing import TYPE_CHECKING

from sim.engine.tree.assessments.off_path import OffPathAssessment, sources
from sim.engine.tree.profile import BehaviourProfile
from sim.exact.simplex import middle

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.engine.tree.assessments.path_outcome import Group, PathOutcome
    from sim.games.tree.game_tree import Behaviour, Beliefs

    Row = list[Fraction]

ZERO, ONE = Fraction(0), Fraction(1)

MOST_WAYS = 3000
"""Ways to choose an action at each unreached set that are tried for one group of departures."""


def fill_pure(
    outcome: PathOutcome, group: Group, deadline: Deadline, given: Behaviour | None = None
) -> OffPathAssessment:
    """Pure choices with beliefs at which they are optimal and no departure pays; if there are none nothing is proven.

    Parameters
    ----------
    outcome : PathOutcome
        The way of play.
    group : Group
        Departures, with the unreached sets below them.
    deadline : Deadline
        Checked once per way.
    given : dict, optional
        Pure choices at some of the sets, beside which no others are tried there.
    """
    game, given = outcome.game, given or {}
    names = sorted(group.sets, key=lambda name: game.infosets[name][0])
    actions = [[a for a in game.actions(name) if name not in given or given[name][a]] for name in names]
    for way in islice(product(*actions), MOST_WAYS):
        deadline.check()
        choices = {
            name: {a: Fraction(int(a == chosen)) for a in game.actions(name)}
            for name, chosen in zip(names, way, strict=True)
        }
        profile = BehaviourProfile.of(game, {**outcome.choices, **choices})
        if not _pays(outcome, group, profile):
            beliefs = _Believer(outcome, profile).beliefs(names)
            if beliefs is not None:
                return OffPathAssessment(choices, beliefs)
    return OffPathAssessment(None, proven=False)


def _pays(outcome: PathOutcome, group: Group, profile: BehaviourProfile) -> bool:
    """Whether a departure of the group pays."""
    for departure in group.departures:
        if departure.infoset is not None:
            player = outcome.game.owner(departure.infoset)
            parts = zip(outcome.beliefs[departure.infoset], departure.starts, strict=True)
            got = sum((p * profile.value(k)[player] for p, k in parts if p), ZERO)
            if got > outcome.allowance(departure, profile.values):
                return True
    return False


class _Believer:
    """Beliefs from the top down: fixed by Bayes' rule, or weights that are linear in the free beliefs above them."""

    def __init__(self, outcome: PathOutcome, profile: BehaviourProfile) -> None:
        self.game, self.profile = outcome.game, profile
        # Per set: the set whose free belief its weights are linear in (none if they are numbers), and a row per node.
        self.weights: dict[str, tuple[str, list[Row]]] = {
            name: ("", [[p] for p in belief]) for name, belief in outcome.beliefs.items()
        }

    def beliefs(self, names: list[str]) -> Beliefs | None:
        """Beliefs at sets at which the choices are optimal; None if none are found."""
        needs: dict[str, list[tuple[Row, Fraction]]] = {}
        for name in names:
            base, rows = self._weights(name)
            self.weights[name] = base, rows
            gaps = [self._gap(name, rows, other) for other in self._others(name)]
            if not base and any(gap[0] > 0 for gap in gaps):
                return None
            needs.setdefault(base, []).extend((gap, ZERO) for gap in gaps)
        free: dict[str, Row] = {"": [ONE]}
        for base in needs.keys() - {""}:
            size = len(self.game.infosets[base])
            point = middle(size, needs[base], [([ONE] * size, ONE)])
            if point is None:
                return None
            free[base] = point
        found = {}
        for name in names:
            base, rows = self.weights[name]
            own = [sum((v * p for v, p in zip(row, free[base], strict=True)), ZERO) for row in rows]
            if not sum(own):
                return None
            found[name] = tuple(w / sum(own) for w in own)
        return found

    def _weights(self, name: str) -> tuple[str, list[Row]]:
        for before, reach in sources(self.profile, self.weights, name):
            base, heads = self.weights[before]
            width = len(heads[0])
            rows = [
                [sum((r * head[j] for r, head in zip(line, heads, strict=True)), ZERO) for j in range(width)]
                for line in reach
            ]
            if any(map(any, rows)):
                return base, rows
        size = len(self.game.infosets[name])
        return name, [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]

    def _others(self, name: str) -> list[int]:
        first = self.game.infosets[name][0]
        return [a for a, p in enumerate(self.profile.shares(first)) if not p]

    def _gap(self, name: str, rows: list[Row], other: int) -> Row:
        """What another action pays more than the one chosen, as coefficients of the free belief."""
        player, members = self.game.owner(name), self.game.infosets[name]
        chosen = next(a for a, p in enumerate(self.profile.shares(members[0])) if p)
        value = self.profile.values
        gains = [
            value[self.game.nodes[k].children[other]][player] - value[self.game.nodes[k].children[chosen]][player]
            for k in members
        ]
        return [sum((g * row[j] for g, row in zip(gains, rows, strict=True)), ZERO) for j in range(len(rows[0]))]
