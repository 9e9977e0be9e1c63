"""Random games, solved here and by other programs."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random

import pygambit

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.tree.nash import tree_nash
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.reduced_form import strategic_form, strategies
from tests.games.concessions.test_unroll import MOVES, drawn
from tests.peers import lrs
from tests.peers.gambit import extreme_equilibria, handed_over, pays
from tests.peers.test_concessions_against_gambit import as_efg, judged
from tests.soak.outcome import Finding, Outcome

Table = list[list[Fraction]]
Peer = Callable[[Table, Table], object]


def once(seed: str, number: int, folder: Path) -> Outcome:
    """Compare some games of one sort; the sorts take turns."""
    del folder
    sorts = [_matrices, _ties, _pure, _concessions, _enumerated, _profiles, *([_large] if lrs.PROGRAM else [])]
    return sorts[number % len(sorts)](Random(f"games {seed} {number}"))


def _matrices(draw: Random) -> Outcome:
    return _compared(draw, "bimatrix games against Gambit", 25, 5, extreme_equilibria, _decimal)


def _ties(draw: Random) -> Outcome:
    return _compared(draw, "bimatrix games with ties against Gambit", 25, 5, extreme_equilibria, _small)


def _large(draw: Random) -> Outcome:
    return _compared(draw, "larger bimatrix games against lrsnash", 3, 9, lrs.extreme_equilibria, _decimal)


def _pure(draw: Random) -> Outcome:
    """Equilibria in pure strategies, by trying every cell."""

    def peer(row: Table, column: Table) -> object:
        return {
            (i, j)
            for i in range(len(row))
            for j in range(len(row[0]))
            if row[i][j] == max(line[j] for line in row) and column[i][j] == max(column[i])
        }

    def ours(row: Table, column: Table) -> object:
        found = (e.strategies for e in bimatrix_equilibria(row, column).equilibria)
        return {(one.index(1), two.index(1)) for one, two in found if 1 in one and 1 in two}

    return _compared(draw, "bimatrix games against every cell tried", 25, 6, peer, _small, ours)


def _decimal(draw: Random) -> Fraction:
    return Fraction(round(draw.gauss(0, 1) * 1000), 1000)


def _small(draw: Random) -> Fraction:
    return Fraction(draw.randint(-2, 2))


def _all(row: Table, column: Table) -> object:
    found = bimatrix_equilibria(row, column, second_opinion=False)
    return {e.strategies for e in found.equilibria} if found.complete else None


def _compared(
    draw: Random,
    words: str,
    many: int,
    most: int,
    peer: Peer,
    number: Callable[[Random], Fraction],
    ours: Peer = _all,
) -> Outcome:
    outcome = Outcome()
    for _ in range(many):
        m, n = draw.randint(1, most), draw.randint(1, most)
        row, column = ([[number(draw) for _ in range(n)] for _ in range(m)] for _ in (0, 1))
        outcome.counts[words] += 1
        if differs(row, column, peer, ours):
            outcome.findings.append(Finding(f"differs: {words}", as_file(*smallest(row, column, peer, ours)), "yaml"))
    return outcome


def differs(row: Table, column: Table, peer: Peer, ours: Peer) -> bool:
    """Whether two programs say different things of a game; an error of ours is something different, too."""
    try:
        return ours(row, column) != peer(row, column)
    except Exception:
        return True


def smallest(row: Table, column: Table, peer: Peer, ours: Peer) -> tuple[Table, Table]:
    """A game with fewer strategies and plainer numbers of which they still say different things."""
    smaller = True
    while smaller:
        smaller = False
        for one, two in _less(row, column):
            if differs(one, two, peer, ours):
                row, column, smaller = one, two, True
                break
    return row, column


def _less(row: Table, column: Table) -> list[tuple[Table, Table]]:
    """The same game without a strategy, and with a number that is plainer."""
    found = []
    if len(row) > 1:
        found += [(row[:i] + row[i + 1 :], column[:i] + column[i + 1 :]) for i in range(len(row))]
    if len(row[0]) > 1:
        found += [
            ([line[:j] + line[j + 1 :] for line in row], [line[:j] + line[j + 1 :] for line in column])
            for j in range(len(row[0]))
        ]
    for side in (0, 1):
        for i, line in enumerate((row, column)[side]):
            for j, value in enumerate(line):
                plain = Fraction(int(value)) if value.denominator > 1 else Fraction(0)
                if plain != value:
                    both = ([list(r) for r in row], [list(r) for r in column])
                    both[side][i][j] = plain
                    found.append(both)
    return found


def as_file(row: Table, column: Table) -> str:
    """The game as a scenario file."""
    cells = [
        "[" + ", ".join(f"[{a}, {b}]" for a, b in zip(*lines, strict=True)) + "]"
        for lines in zip(row, column, strict=True)
    ]
    names = [[f"{side}{k}" for k in range(size)] for side, size in (("r", len(row)), ("c", len(row[0])))]
    players = "".join(f"  {name}: {{actions: [{', '.join(own)}]}}\n" for name, own in zip("ab", names, strict=True))
    return f"format: 1\nkind: matrix\ntitle: Found\nplayers:\n{players}payoffs:\n" + "".join(
        f"  - {c}\n" for c in cells
    )


def _concessions(draw: Random) -> Outcome:
    """Our equilibrium on the lattice, judged by Gambit on the tree."""
    outcome = Outcome()
    for _ in range(4):
        data, game = drawn(draw, draw.choice(MOVES), 3)
        regret, _ = judged(game)
        outcome.counts["concession games judged by Gambit"] += 1
        if regret > 1e-8 * max(game.scale):
            outcome.findings.append(Finding("Gambit finds a deviation that pays", json.dumps(data), "yaml"))
    return outcome


def _enumerated(draw: Random) -> Outcome:
    """All Nash equilibria of the tree of a small game, by their payoffs."""
    outcome = Outcome()
    while not outcome.counts:
        data, game = drawn(draw, draw.choice(MOVES), 2)
        text, tree = as_efg(game)
        table, _ = strategic_form(tree, strategies(tree))
        if not 4 <= len(table) * len(table[0]) <= 100:
            continue
        listed = tree_nash(tree)
        found = pygambit.nash.enummixed_solve(pygambit.read_efg(io.StringIO(text)), rational=True).equilibria
        paid = {pays(profile.as_behavior()) for profile in found}
        outcome.counts["trees against Gambit's enumeration"] += 1
        if not listed.complete or {e.payoffs for e in listed.equilibria} != paid:
            outcome.findings.append(Finding("other equilibria than Gambit's in a tree", json.dumps(data), "yaml"))
    return outcome


def _profiles(draw: Random) -> Outcome:
    """What random behaviour in a tree pays."""
    outcome = Outcome()
    for _ in range(6):
        data, game = drawn(draw, draw.choice(MOVES), 3)
        text, tree = as_efg(game)
        choices = {}
        for name in tree.infosets:
            weights = [draw.choice((0, 0, 1, 2, 5)) for _ in tree.actions(name)]
            weights[draw.randrange(len(weights))] += 1
            choices[name] = {a: Fraction(w, sum(weights)) for a, w in zip(tree.actions(name), weights, strict=True)}
        profile = BehaviourProfile.of(tree, choices)
        judge = handed_over(pygambit.read_efg(io.StringIO(text)), tree, profile.behaviour)
        outcome.counts["behaviour in trees against Gambit"] += 1
        if profile.payoffs != pays(judge):
            outcome.findings.append(Finding("behaviour pays what it does not to Gambit", json.dumps(data), "yaml"))
    return outcome
