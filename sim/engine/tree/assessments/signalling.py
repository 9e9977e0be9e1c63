"""Games in which chance gives one player a type: what equilibria reveal of it, and the intuitive criterion.

References
----------
Cho, I.-K., Kreps, D. M. (1987): Signaling games and stable equilibria. Quarterly Journal of Economics 102, 179-221.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.exact.simplex import maximise
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from sim.engine.tree.profile import BehaviourProfile
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.tree.game_tree import GameTree

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Objection:
    """Why the intuitive criterion removes an equilibrium: a type that gains by a message if it is understood."""

    message: str
    type: str
    excluded: tuple[str, ...]


def informed_player(game: GameTree) -> int | None:
    """Who alone learns what chance draws at the start; None if nobody, or both, or chance does not start."""
    if game.nodes[0].player != CHANCE:
        return None
    branch = {k: b for b, child in enumerate(game.nodes[0].children) for k in game.below(child)}
    knows, moves = [True, True], [False, False]
    for name, members in game.infosets.items():
        player = game.owner(name)
        moves[player] = True
        knows[player] &= len({branch[k] for k in members}) == 1
    informed = [player for player in (0, 1) if knows[player] and moves[player]]
    return informed[0] if len(informed) == 1 and moves[1 - informed[0]] else None


def class_of(game: GameTree, e: BayesEquilibrium) -> str | None:
    """``separating``, ``pooling`` or ``semi-separating``, by what play reveals of the informed player's type.

    All types alike is pooling, no two types with a way of play in common is separating, anything else semi-separating;
    play that is over before the informed player has a choice does not count. None where no single player is informed.
    """
    informed = informed_player(game)
    if informed is None:
        return None
    heads = zip(game.nodes[0].chances, game.nodes[0].children, strict=True)
    return revealed([_plays(e.profile, child, informed) for chance, child in heads if chance])


def revealed(plays: Sequence[Mapping[Hashable, Fraction]]) -> str:
    """Class of an equilibrium, from the chance of each way of play for each type."""
    if all(one == other for one, other in pairwise(plays)):
        return "pooling"
    apart = all(not set(one) & set(other) for k, one in enumerate(plays) for other in plays[:k])
    return "separating" if apart else "semi-separating"


def _plays(profile: BehaviourProfile, root: int, informed: int) -> dict[Hashable, Fraction]:
    """Chance of each way from a node that play gets to, on which the informed player has a choice, to an end."""
    game, reach = profile.game, profile.reach
    ends = [k for k in game.below(root) if game.nodes[k].player is None]
    return {game.labels(k)[1:]: reach[k] / reach[root] for k in ends if reach[k] and game.last_own[k][informed]}


def is_signalling(game: GameTree) -> bool:
    """Whether chance draws a type, its owner sends a message, the other side replies, and that is all."""
    sender = informed_player(game)
    if sender is None:
        return False
    heads = [game.nodes[k] for k in game.nodes[0].children]
    if any(node.player != sender or node.actions != heads[0].actions for node in heads):
        return False
    for column in zip(*(node.children for node in heads), strict=True):
        names = {game.nodes[k].infoset for k in column}
        if len(names) != 1 or (names != {""} and game.infosets[min(names)] != sorted(column)):
            return False
        if any(game.nodes[j].player is not None for k in column for j in game.nodes[k].children):
            return False
    return True


def intuitive_objection(game: GameTree, e: BayesEquilibrium) -> Objection | None:
    """What the intuitive criterion holds against an equilibrium of a signalling game; None if nothing.

    A message that nobody sends is looked at. Types that get less by it than in the equilibrium whatever reply is a best
    one for some belief are excluded. If then a type gets more by it than in the equilibrium from every reply that is a
    best one for some belief in the types that are left, the equilibrium fails.
    """
    sender = informed_player(game)
    assert sender is not None
    types, heads = game.nodes[0].actions, game.nodes[0].children
    now = [e.profile.value(k)[sender] for k in heads]
    for m, message in enumerate(game.nodes[heads[0]].actions):
        if any(e.behaviour[sender][game.nodes[k].infoset].get(message) for k in heads):
            continue
        after = [game.nodes[k].children[m] for k in heads]
        everybody = list(range(len(types)))
        all_replies = _replies(game, after, everybody, 1 - sender)
        left = [t for t in everybody if now[t] <= max(_pays(game, after[t], r, sender) for r in all_replies)]
        replies = _replies(game, after, left, 1 - sender) if left else []
        for t in left:
            if min(_pays(game, after[t], r, sender) for r in replies) > now[t]:
                return Objection(message, types[t], tuple(types[s] for s in everybody if s not in left))
    return None


@dataclass(frozen=True)
class Prospect:
    """What a type has in an equilibrium, and what a message that nobody sends could bring it.

    Parameters
    ----------
    now : Fraction
        What it gets in the equilibrium.
    least, most : Fraction
        What it gets at least and at most by the message, if the reply is a best one for some belief.
    """

    type: str
    now: Fraction
    least: Fraction
    most: Fraction


def prospects(game: GameTree, e: BayesEquilibrium, message: str, believed: Sequence[str]) -> list[Prospect]:
    """What a message could bring each type, if the other side believes in some of the types alone.

    Parameters
    ----------
    game : GameTree
        A signalling game.
    believed : sequence of str
        The types that the other side believes in, at least one.
    """
    sender = informed_player(game)
    assert sender is not None
    types, heads = game.nodes[0].actions, game.nodes[0].children
    m = game.nodes[heads[0]].actions.index(message)
    after = [game.nodes[k].children[m] for k in heads]
    replies = _replies(game, after, [types.index(t) for t in believed], 1 - sender)
    found = []
    for t, head, k in zip(types, heads, after, strict=True):
        pays = [_pays(game, k, r, sender) for r in replies]
        found.append(Prospect(t, e.profile.value(head)[sender], min(pays), max(pays)))
    return found


def _pays(game: GameTree, k: int, reply: int, player: int) -> Fraction:
    node = game.nodes[k]
    return (game.nodes[node.children[reply]] if node.children else node).payoffs[player]


def _replies(game: GameTree, after: list[int], types: list[int], player: int) -> list[int]:
    """Replies that are best for some belief in some types."""
    count = max(1, len(game.nodes[after[0]].children))
    found = []
    for r in range(count):
        worth = [[_pays(game, after[t], a, player) for a in range(count)] for t in types]
        rows = [([line[a] - line[r] for line in worth], ZERO) for a in range(count) if a != r]
        if maximise([ZERO] * len(types), rows, [([ONE] * len(types), ONE)]) is not None:
            found.append(r)
    return found
