"""Games in which one side moves at a time and whose payoffs are linear in a parameter: what is played, value by value.

Backward induction is done with sums ``c + s * value`` instead of numbers. What it chooses stays best up to the nearest
value at which somebody is indifferent; from there it is done anew. So a whole range is gone through, and no stretch
between two values is missed, however short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.exact.rationals import ONE, ZERO, Rational, fraction
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.stochastic_game import BROKEN
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.load import load_source
from sim.scenario.source import read
from sim.study.calibrate.affine import Affine, CurvedError, affine
from sim.study.seen.follow import YES, Follower
from sim.study.vectorised.affine import hazards, structural, with_symbols

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from sim.games.concessions.stochastic_game import Outcome, Phase, StochasticGame
    from sim.scenario.course.stated import Course
    from sim.scenario.scenario import Scenario
    from sim.scenario.source import Source

    Line = tuple[Fraction, Fraction]
    Lines = tuple[Line, Line]

AT = Rational(317, 1009), Rational(701, 1009)
"""Where in a range payoffs are taken from which their lines are drawn; nothing is special there, as a rule."""

NOTHING = (ZERO, ZERO), (ZERO, ZERO)


def linear_in(scenario: Scenario, name: str) -> bool:
    """Whether all payoffs of a concession game are linear in a parameter, and nothing else hangs on it.

    Parameters
    ----------
    name : str
        The parameter.
    """
    source = read(scenario.file, scenario.text.encode(errors="replace"))
    settings = dict(scenario.settings)
    try:
        values: dict[str, Affine] = {}
        for known, entry in (source.data.get("parameters") or {}).items():
            text = settings.get(known, str(entry.get("value") if isinstance(entry, dict) else entry))
            values[known] = Affine.of(name) if known == name else affine(text, values)
        for text in with_symbols(scenario, source)[1]:
            affine(text, values)
        return not any(affine(text, own).factors for text, own in _fixed(source, values))
    except (CurvedError, ExpressionError, TypeError, KeyError):
        return False


def _fixed(source: Source, values: Mapping[str, Affine]) -> Iterator[tuple[str, Mapping[str, Affine]]]:
    """Expressions that must not hang on the parameter."""
    for player in source.data["players"].values():
        yield str(player["patience"]), values
    for text in structural(source):
        yield text, values
    for text, round_ in hazards(source, 1):
        yield text, {**values, "round": Affine(fraction(ONE) * (round_ or 1))} if round_ else values


@dataclass(frozen=True)
class GoneThrough:
    """A range that was gone through without gaps.

    Parameters
    ----------
    ends : tuple of (Fraction, bool)
        Where each stretch ends, and whether its only equilibrium has the course; in order, two neighbours differ.
    ties : tuple of Fraction
        The values of the range at which somebody is indifferent somewhere, so that there may be several equilibria.
    """

    ends: tuple[tuple[Fraction, bool], ...]
    ties: tuple[Fraction, ...]


@dataclass(frozen=True)
class _Way:
    """What an action leads to: where, and what it is worth: ``base + gain * value`` of that."""

    pair: tuple[int, int]
    outcome: Outcome
    to: int
    base: Lines
    gain: tuple[Fraction, Fraction]


@dataclass(frozen=True)
class _Solved:
    """What is chosen just above a value, up to where that stays best, and whether somebody is indifferent at either."""

    chosen: dict[tuple[int, int], _Way]
    end: Fraction
    tied: bool
    crossed: bool


class LinearGame:
    """A game in which one side moves at a time, with payoffs that are linear in a parameter.

    Parameters
    ----------
    scenario : Scenario
        A concession game with a last round, of which `linear_in` holds.
    name : str
        The parameter.
    low, high : Fraction
        The range.
    """

    def __init__(self, scenario: Scenario, name: str, low: Fraction, high: Fraction) -> None:
        source = read(scenario.file, scenario.text.encode(errors="replace"))
        self.at = tuple(Rational(low) + share * Rational(high - low) for share in AT)

        def game(value: Fraction) -> StochasticGame:
            return from_concessions(load_source(source, dict(scenario.settings) | {name: str(fraction(value))}))

        self.game, self.other = game(self.at[0]), game(self.at[1])
        self.low, self.high = Rational(low), Rational(high)
        self.movers: dict[tuple[int, int], int] = {}
        self.ways: dict[tuple[int, int], tuple[_Way, ...]] = {}
        self.alone = all(
            min(len(node.actions[0]), len(node.actions[1])) == 1
            for phases in self.game.cycle
            for phase in phases
            for node in phase.nodes
        )
        self.reached = [flags.nonzero()[0].tolist() for each in self.game.reachable() for flags in each]
        self.final = [self._lines(one, two) for one, two in zip(self.game.final, self.other.final, strict=True)]
        known: dict[tuple[int, int], tuple[_Way, ...]] = {}
        layers = list(zip(self.game.layers, self.other.layers, strict=True))
        for layer, nodes in enumerate(self.reached):
            one, two = layers[layer]
            for k in nodes:
                key = id(one), k
                if key not in known:
                    known[key] = tuple(self._ways(one, two, k))
                self.ways[layer, k] = known[key]
                self.movers[layer, k] = 0 if len(one.nodes[k].actions[0]) > 1 else 1

    def _lines(self, one: tuple[Fraction, Fraction], two: tuple[Fraction, Fraction]) -> Lines:
        return self._line(one[0], two[0]), self._line(one[1], two[1])

    def _line(self, one: Fraction, two: Fraction) -> Line:
        """The line through what two values of the parameter pay."""
        slope = (Rational(two) - Rational(one)) / (self.at[1] - self.at[0])
        return Rational(one) - slope * self.at[0], slope

    def _ways(self, one: Phase, two: Phase, k: int) -> Iterator[_Way]:
        node, other = one.nodes[k], two.nodes[k]
        for i, row in enumerate(node.cells):
            for j, cell in enumerate(row):
                yield self._way(one, (i, j), one.outcomes[cell], two.outcomes[other.cells[i][j]])

    def _way(self, phase: Phase, pair: tuple[int, int], one: Outcome, two: Outcome) -> _Way:
        to = BROKEN if one.over else one.successor
        ended = self._lines(one.ended, two.ended)
        if not phase.closes_round:
            gain = (ZERO, ZERO) if one.over else (ONE, ONE)
            return _Way(pair, one, to, ended if one.over else NOTHING, gain)
        risk = ONE if one.over else Rational(one.risk)
        paid = self._lines(one.reward, two.reward)
        base, gains = [], []
        for p in (0, 1):
            d = Rational(self.game.discount[p])
            now, then = paid[p], ended[p]
            base.append(((1 - d) * now[0] + d * risk * then[0], (1 - d) * now[1] + d * risk * then[1]))
            gains.append(d * (1 - risk))
        return _Way(pair, one, to, (base[0], base[1]), (gains[0], gains[1]))

    def gone_through(self, course: Course) -> GoneThrough | None:
        """Where along the range the only equilibrium has a course, and at which values there may be several.

        Returns
        -------
        GoneThrough or None
            None where somebody is indifferent all along a stretch, or more than one side moves at a time.
        """
        if not self.alone:
            return None
        found: list[tuple[Fraction, bool]] = []
        ties: list[Fraction] = []
        here = self.low
        while here < self.high:
            check_time()
            solved = self._solved(here)
            if solved is None:
                return None
            has = self._has(course, solved.chosen)
            if found and found[-1][1] == has:
                found.pop()
            found.append((fraction(solved.end), has))
            if solved.tied and here == self.low:
                ties.append(fraction(here))
            if solved.crossed:
                ties.append(fraction(solved.end))
            here = solved.end
        return GoneThrough(tuple(found), tuple(ties))

    def _solved(self, here: Fraction) -> _Solved | None:
        """What is chosen everywhere just above a value, and up to which value that stays best."""
        end, tied, crossed = self.high, False, False
        chosen: dict[tuple[int, int], _Way] = {}
        later: Mapping[int, Lines] = dict(enumerate(self.final))
        for layer in reversed(range(len(self.reached))):
            now: dict[int, Lines] = {}
            for k in self.reached[layer]:
                p = self.movers[layer, k]
                worths = [(way, _worth(way, later)) for way in self.ways[layer, k]]
                best, lines = max(worths, key=lambda e, p=p: (e[1][p][0] + e[1][p][1] * here, e[1][p][1]))  # type: ignore[misc]
                c, s = lines[p]
                for way, each in worths:
                    if way is best:
                        continue
                    up = each[p][1] - s
                    if up == 0 and each[p][0] == c:
                        return None
                    tied = tied or each[p][0] + each[p][1] * here == c + s * here
                    if up > 0 and (place := (c - each[p][0]) / up) <= end:
                        end, crossed = place, True
                chosen[layer, k], now[k] = best, lines
            later = now
        return _Solved(chosen, end, tied, crossed)

    def _has(self, course: Course, chosen: Mapping[tuple[int, int], _Way]) -> bool:
        """Whether play that is chosen so has a course with a positive chance."""
        follower = Follower(course, self.game)
        layer, k, spot = 0, 0, follower.start
        while layer < len(self.reached) and k != BROKEN:
            way = chosen[layer, k]
            if way.outcome.risk > 0 and follower.after(spot, layer, k, way.pair, BROKEN) == YES:
                return True
            spot = follower.after(spot, layer, k, way.pair, way.to)
            layer, k = layer + 1, way.to
        broken = k == BROKEN
        return follower.at_end(spot, not broken and self.game.states[k].complete, broken)


def _worth(way: _Way, later: Mapping[int, Lines]) -> Lines:
    if way.to == BROKEN:
        return way.base
    one, two = later[way.to]
    (a, b), (c, d) = way.base
    g, h = way.gain
    return (a + g * one[0], b + g * one[1]), (c + h * two[0], d + h * two[1])
