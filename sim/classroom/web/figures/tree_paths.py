"""The ways that games took through a tree, the thicker the more often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.tree import TreeArena
from sim.classroom.web.figures.drawing import NONE, SIDES, WIDTH, Drawing, cut, figure, unquoted
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from markupsafe import Markup

    from sim.classroom.web.figures.games import Played

ROW, INDENT, END = 24.0, 15.0, 34.0
"""Units from one move to the next, to the right for each move before it, and right of the words for counts."""

MOST_MOVES = 40
"""Moves, most, that are drawn."""

THICKEST = 11.0
"""Units across the line of a move that all games made."""


def tree_paths(play: Played) -> list[Markup]:
    """Draw the ways through the tree, for each treatment; nothing for other kinds.

    Parameters
    ----------
    play : Played
        The games of a part.
    """
    if not isinstance(play.arena, TreeArena):
        return []
    found = []
    for treatment, words in enumerate(play.treatments):
        games = play.of(treatment)
        if not games:
            continue
        arena = games[0].arena
        assert isinstance(arena, TreeArena)
        counts: dict[int, int] = {}
        for game in games:
            for place, turn in game.course:
                node = arena.game.nodes[place]
                move = turn.event if node.player == CHANCE else next(filter(None, turn.moves))
                child = node.children[node.actions.index(move)]
                counts[child] = counts.get(child, 0) + 1
        caption = "Ways that the games took" + (f" ({words})" if words else "")
        found.append(_drawn(caption, arena, counts, len(games)))
    return found


def _drawn(caption: str, arena: TreeArena, counts: dict[int, int], games: int) -> Markup:
    rows = _rows(arena, counts)
    told = "; ".join(f"{words}: {counts.get(k, 0)}" for k, _, words, _ in rows)
    drawing = Drawing(ROW * len(rows) + 12, f"{caption}, of {games} games. {told}")
    at: dict[int, tuple[float, float]] = {}
    for number, (k, depth, words, side) in enumerate(rows):
        x, y = 8.0 + INDENT * depth, ROW * number + 14.0
        count = counts.get(k, 0)
        px, py = at.get(arena.game.parents[k][0], (x - INDENT, 4.0))
        class_ = f"path {side}" if count else "never"
        thick = max(1.5, THICKEST * count / games) if count else 1.2
        drawing.put("path", d=f"M{px:.1f} {py:.1f} V{y:.1f} H{x:.1f}", class_=class_, stroke_width=thick)
        at[k] = (x, y)
        drawing.words(x + 8, y + 4, cut(words, WIDTH - END - x - 8), "" if count else "soft")
        drawing.words(WIDTH, y + 4, str(count), "strong" if count else "soft", "end")
    lines = [[f"{NONE} " * depth + words, str(counts.get(k, 0))] for k, depth, words, _ in rows]
    return figure(caption, drawing, ["", "games"], lines)


def _rows(arena: TreeArena, counts: dict[int, int]) -> list[tuple[int, int, str, str]]:
    """Moves in the order of the tree: the node that each leads to, how deep, in words, and whose it is."""
    nodes, names = arena.game.nodes, [player.name for player in arena.scenario.players]
    found: list[tuple[int, int, str, str]] = []
    everything = len(nodes) - 1 <= MOST_MOVES
    waiting = [(child, 0) for child in reversed(nodes[0].children)]
    while waiting and len(found) < MOST_MOVES:
        k, depth = waiting.pop()
        if not everything and k not in counts:
            continue
        j, a = arena.game.parents[k]
        player = nodes[j].player
        label = arena_words(arena, j, nodes[j].actions[a])
        who = "chance" if player == CHANCE else names[player or 0]
        found.append((k, depth, f"{who}: {label}", "" if player == CHANCE else SIDES[player or 0]))
        waiting += [(child, depth + 1) for child in reversed(nodes[k].children)]
    return found


def arena_words(arena: TreeArena, place: int, action: str) -> str:
    """A move as it was read when it was made."""
    from sim.show.play.choose import prompts_of

    if arena.game.nodes[place].player == CHANCE:
        return action
    side = arena.game.nodes[place].player or 0
    return unquoted(prompts_of(arena).action(place, side, action, "take"))
