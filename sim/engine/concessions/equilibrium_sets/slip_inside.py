"""Some equilibria of a node at which actions may fail: what is meant, and what follows each pair that comes about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.stage import MixedPlay, mixed_plays
from sim.exact.polygons import EMPTY, at_least, holds, hull, image, smallest_face
from sim.exact.rationals import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.engine.concessions.equilibrium_sets.slip_stage import SlipStage
    from sim.exact.polygons import Polygon
    from sim.games.concessions.stochastic_game import Node
    from sim.types import Pair

    Points = list[list[Pair]]


@dataclass(frozen=True)
class SlipPlay:
    """A pair of actions that is meant for certain in some equilibria of a node.

    Parameters
    ----------
    pair : pair of int
        The actions.
    outcome : int
        Number of what they lead to if both come about.
    follows : tuple of tuple of Pair, shape (m, n)
        What each pair of actions is worth where it comes about; not for the pair that is meant.
    worth : Polygon
        What the pair that is meant can be worth where it comes about.
    kept : Polygon
        The part of it with which neither player would rather mean something else; not empty.
    payoffs : tuple of Pair
        What the node is then worth, for each corner of the part that is kept.
    """

    pair: tuple[int, int]
    outcome: int
    follows: tuple[tuple[Pair, ...], ...]
    worth: Polygon
    kept: Polygon
    payoffs: tuple[Pair, ...]

    def part(self, face: Polygon) -> list[Pair]:
        """Corners of what is kept with which the node is worth a point of a face of its polygon.

        A face with three corners is all of the polygon; payoffs that were left out of it lie between others as well.
        """
        return [v for v, u in zip(self.kept, self.payoffs, strict=True) if len(face) > 2 or holds(face, u)]


@dataclass(frozen=True)
class MixedSlipPlay:
    """A pair of actions that is meant with some chance in an equilibrium of a node in which somebody mixes.

    Parameters
    ----------
    pair, outcome, follows
        As of a `SlipPlay`, for all pairs.
    play : MixedPlay
        The equilibrium of the table of what pairs that are meant are worth.
    """

    pair: tuple[int, int]
    outcome: int
    follows: tuple[tuple[Pair, ...], ...]
    play: MixedPlay

    @property
    def payoffs(self) -> tuple[Pair, ...]:
        """What the node is then worth."""
        return (self.play.payoffs,)

    @property
    def worth(self) -> Polygon:
        """What the pair is worth where it comes about."""
        i, j = self.pair
        return (self.follows[i][j],)

    def part(self, face: Polygon) -> list[Pair]:
        """What the pair is worth, if the equilibrium is worth a point of a face."""
        return list(self.worth) if holds(face, self.play.payoffs) else []


@dataclass(frozen=True)
class PlaysOfPair:
    """All equilibria that were found at a node in which a pair of actions is meant with some chance.

    Parameters
    ----------
    plays : list of SlipPlay or of MixedSlipPlay
        At least one.
    """

    plays: list[SlipPlay | MixedSlipPlay]

    @property
    def pair(self) -> tuple[int, int]:
        """The actions."""
        return self.plays[0].pair

    @property
    def outcome(self) -> int:
        """Number of what they lead to if both come about."""
        return self.plays[0].outcome

    def within(self, face: Polygon) -> Polygon:
        """The smallest face of what the pair is worth that is had where the node is worth a face of its polygon."""
        part = [v for play in self.plays for v in play.part(face)]
        if isinstance(self.plays[0], MixedSlipPlay):
            return hull(part)
        return smallest_face(self.plays[0].worth, part) if part else EMPTY


def plays_at(stage: SlipStage, node: Node, directions: Sequence[Pair]) -> list[SlipPlay | MixedSlipPlay]:
    """Equilibria of a node in pure actions; where none is found, some in which somebody mixes.

    Parameters
    ----------
    directions : sequence of Pair
        What follows slips is the corner farthest in one of them; the slip of one player is answered by that, or by
        the worst for that player.
    """
    found: list[SlipPlay | MixedSlipPlay] = []
    options = list(_options(stage, directions))
    for i, j in stage.pairs():
        if not _can_be(stage, (i, j)):
            continue
        seen: list[Points] = []
        for far, punished in options:
            follows = _answers(stage, (i, j), far) if punished else far
            if follows in seen:
                continue
            seen.append(follows)
            kept, payoffs = _kept(stage, (i, j), follows)
            if kept:
                table = tuple(map(tuple, follows))
                cell = stage.table[i][j]
                found.append(SlipPlay((i, j), node.cells[i][j], table, cell, kept, payoffs))
    return found or list(_mixed(stage, node))


def worth_keeping(plays: Sequence[SlipPlay | MixedSlipPlay], corners: Polygon) -> list[SlipPlay | MixedSlipPlay]:
    """For each corner of a polygon a play that is worth it, and for each pair that is meant the one of most worths."""
    waiting = list(corners)
    widest: dict[tuple[int, int], SlipPlay | MixedSlipPlay] = {}
    kept = []
    for play in plays:
        if len(play.payoffs) > len(widest[play.pair].payoffs if play.pair in widest else ()):
            widest[play.pair] = play
        left = [corner for corner in waiting if corner not in play.payoffs]
        if isinstance(play, MixedSlipPlay) or len(left) < len(waiting):
            kept.append(play)
            waiting = left
    return kept + [play for play in widest.values() if not any(play is other for other in kept)]


def _options(stage: SlipStage, directions: Sequence[Pair]) -> Iterator[tuple[Points, bool]]:
    for x, y in directions[1::2]:
        far = [[max(cell, key=lambda v: (x * v[0] + y * v[1], v)) for cell in line] for line in stage.table]
        yield far, True
        yield far, False


def _can_be(stage: SlipStage, pair: tuple[int, int]) -> bool:
    """Whether a pair may be meant, if what follows were the best for whoever means it and the worst after all else."""
    i, j = pair
    m, n = len(stage.table), len(stage.table[0])
    best = [[max(v[0] for v in cell) for cell in stage.table[i]], [max(v[1] for v in r[j]) for r in stage.table]]
    for own, odds, rivals in (
        (best[0], stage.columns.of(n, j), [stage.kept[0][k][j] for k in range(m) if k != i]),
        (best[1], stage.rows.of(m, i), [stage.kept[1][i][k] for k in range(n) if k != j]),
    ):
        if rivals and sum((p * v for p, v in zip(odds, own, strict=True)), ZERO) < max(rivals):
            return False
    return True


def _answers(stage: SlipStage, pair: tuple[int, int], far: Points) -> Points:
    """What follows if the slips of one player are answered by the worst for it."""
    i, j = pair
    found = [list(line) for line in far]
    for k, line in enumerate(stage.table):
        for other, cell in enumerate(line):
            if (k == i) != (other == j):
                p = 0 if other == j else 1
                found[k][other] = min(cell, key=lambda v: (v[p], -v[1 - p]))
    return found


def _kept(stage: SlipStage, pair: tuple[int, int], follows: Points) -> tuple[Polygon, tuple[Pair, ...]]:
    """What of the pair that is meant is kept if so much follows the others, and what the node is then worth."""
    i, j = pair
    m, n = len(follows), len(follows[0])
    rows, columns = stage.rows.of(m, i), stage.columns.of(n, j)
    after = [
        [sum((q * follows[k][o][0] for o, q in enumerate(columns) if (k, o) != pair), ZERO) for k in range(m)],
        [sum((p * follows[o][k][1] for o, p in enumerate(rows) if (o, k) != pair), ZERO) for k in range(n)],
    ]
    kept = stage.table[i][j]
    for axis, own, share in ((0, i, columns[j]), (1, j, rows[i])):
        rivals = [v for k, v in enumerate(after[axis]) if k != own]
        if kept and rivals:
            kept = at_least(kept, axis, (max(rivals) - after[axis][own]) / share)
    if not kept:
        return EMPTY, ()
    odds = [(p * q, follows[k][o]) for k, p in enumerate(rows) for o, q in enumerate(columns) if (k, o) != pair]
    base = [sum((w * v[axis] for w, v in odds), ZERO) for axis in (0, 1)]
    share = rows[i] * columns[j]
    return kept, image(kept, (base[0], base[1]), (share, share))


def _mixed(stage: SlipStage, node: Node) -> Iterator[MixedSlipPlay]:
    """Equilibria in which somebody mixes, for some choices of what follows."""
    for k in range(max(len(cell) for line in stage.table for cell in line)):
        follows = tuple(tuple(cell[k % len(cell)] for cell in line) for line in stage.table)
        table = [[(_average(stage, pair, follows),) for pair in line] for line in _grid(stage)]
        for play in mixed_plays(table):
            for i, j in play.pairs:
                yield MixedSlipPlay((i, j), node.cells[i][j], follows, play)


def _grid(stage: SlipStage) -> list[list[tuple[int, int]]]:
    return [[(i, j) for j in range(len(stage.table[0]))] for i in range(len(stage.table))]


def _average(stage: SlipStage, meant: tuple[int, int], follows: tuple[tuple[Pair, ...], ...]) -> Pair:
    """What a pair that is meant is worth."""
    odds = stage.chances(meant)
    one, two = (
        sum((w * v[p] for line, row in zip(odds, follows, strict=True) for w, v in zip(line, row, strict=True)), ZERO)
        for p in (0, 1)
    )
    return one, two
