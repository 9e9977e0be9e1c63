"""A game tree drawn in letters, with what is played in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.games.tree.game_tree import CHANCE
from sim.show.text.blocks import Lines, Paragraph
from sim.show.text.words import listed, number, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from sim.engine.tree.solution import TreeEquilibrium
    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block

MOST_LINES = 60
"""Longest tree that is drawn."""


def drawn(scenario: Scenario, game: GameTree, played: TreeEquilibrium | None) -> tuple[Block, ...]:
    """The tree with a line per node, indented by depth, and what its marks mean.

    Parameters
    ----------
    played : TreeEquilibrium, optional
        What is played in it.
    """
    if len(game.nodes) > MOST_LINES:
        return (Paragraph(f"The tree has {len(game.nodes):,} nodes, too many to print."),)
    blocks: list[Block] = [Lines(tuple(_lines(scenario, game, 0, "", "", played)))]
    shared = [name for name, members in game.infosets.items() if len(members) > 1]
    if shared:
        alike = listed([quoted(name) for name in shared])
        blocks.append(Paragraph(f"Nodes marked with the same name look alike to the player: {alike}."))
    if played:
        blocks.append(Paragraph("An arrow marks what is played; with a chance where actions are mixed."))
    return tuple(blocks)


def _lines(
    scenario: Scenario, game: GameTree, k: int, indent: str, label: str, played: TreeEquilibrium | None
) -> Iterator[str]:
    """A node and all below it."""
    node = game.nodes[k]
    if node.player is None:
        yield f"{indent}{label}({', '.join(number(v) for v in node.payoffs)})"
        return
    if node.player == CHANCE:
        who = "chance"
    else:
        mark = f" [{node.infoset}]" if len(game.infosets[node.infoset]) > 1 else ""
        who = scenario.players[node.player].name + mark
    yield f"{indent}{label}{who}"
    for a, (action, child) in enumerate(zip(node.actions, node.children, strict=True)):
        if node.player == CHANCE:
            text = f"{action} ({chance_of(node.chances[a])}): "
        else:
            p = played.profile.share(k, a) if played else None
            arrow = "" if not p else "\N{RIGHTWARDS ARROW} " if p == 1 else f"\N{RIGHTWARDS ARROW} ({chance_of(p)}) "
            text = f"{arrow}{action}: "
        yield from _lines(scenario, game, child, indent + "    ", text, played)


def chance_of(p: Fraction) -> str:
    """A chance as people read it: a small fraction, or in percent."""
    return str(p) if p.denominator <= 20 else percent(p)
