"""The story of a game tree: the tree with the moves that are played, and the equilibria in words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.games.tree.game_tree import CHANCE
from sim.show.shown import Presenter, opening
from sim.show.text.selection_words import BECAUSE
from sim.show.text.style import heading, paragraph
from sim.show.text.words import amount, listed, number, percent, quoted, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.tree.tree import TreeEquilibrium, TreeSolution
    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario

MOST_LINES = 60
"""Longest tree that is printed."""

MOST_EQUILIBRIA = 12

MOST_DECISIONS = 24
"""Decision points of both players up to which an equilibrium is told whole, and not only where play gets to."""

MOST_CHOICES = 6


def tree_story(scenario: Scenario, solution: TreeSolution) -> str:
    """Tell the equilibria of a game tree.

    Parameters
    ----------
    solution : TreeSolution
        Its equilibria.
    """
    found = solution.equilibria
    title = "The game, and what is played in it" if len(found) == 1 else "The game"
    parts = [
        opening(scenario),
        heading(title) + "\n" + drawn(scenario, solution.game, found[0] if len(found) == 1 else None),
    ]
    lines = [_told(scenario, solution, k, e) for k, e in enumerate(found[:MOST_EQUILIBRIA])]
    if len(found) > MOST_EQUILIBRIA:
        lines.append(paragraph(f"... and {len(found) - MOST_EQUILIBRIA} more; --json has them all."))
    name = "Subgame-perfect equilibri" if solution.concept == "subgame-perfect" else "Nash equilibri"
    name += "um" if solution.concept == "subgame-perfect" and len(found) == 1 else "a"
    parts.append(heading(name) + "\n" + "\n".join(lines))
    parts.append(heading("How sure this is") + "\n" + "\n".join(paragraph(note) for note in _sure(scenario, solution)))
    return "\n\n".join(parts) + "\n"


def tree_line(scenario: Scenario, solution: TreeSolution) -> str:
    """A solution in one line."""
    if solution.concept == "nash":
        return f"{scenario.title}: {times(len(solution.equilibria), 'Nash equilibrium', 'Nash equilibria')}."
    if len(solution.equilibria) > 1:
        more = "" if solution.complete else " or more"
        return f"{scenario.title}: {len(solution.equilibria)} subgame-perfect equilibria{more}."
    pays = solution.equilibria[0].payoffs
    names = [p.name for p in scenario.players]
    return f"{scenario.title}: subgame-perfect play pays {names[0]} {number(pays[0])} and {names[1]} {number(pays[1])}."


def tree_entries(solution: TreeSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    players = solution.game.players
    return [
        {
            "payoffs": dict(zip(players, map(float, e.payoffs), strict=True)),
            "strategies": {
                player: {name: {a: float(p) for a, p in at.items() if p} for name, at in e.behaviour[k].items()}
                for k, player in enumerate(players)
            },
            "regret": float(max(e.regret)),
            "path": [],
        }
        for e in solution.equilibria
    ]


def drawn(scenario: Scenario, game: GameTree, played: TreeEquilibrium | None) -> str:
    """The tree as text, with what is played in it."""
    if len(game.nodes) > MOST_LINES:
        return paragraph(f"The tree has {len(game.nodes):,} nodes, too many to print.")
    lines: list[str] = []
    _draw(scenario, game, 0, "  ", "", played, lines)
    shared = [name for name, members in game.infosets.items() if len(members) > 1]
    if shared:
        lines.append(
            paragraph(
                f"Nodes marked with the same name look alike to the player: {listed([quoted(s) for s in shared])}."
            )
        )
    if played:
        lines.append(paragraph("An arrow marks what is played; with a chance where actions are mixed."))
    return "\n".join(lines)


def _draw(
    scenario: Scenario,
    game: GameTree,
    k: int,
    indent: str,
    label: str,
    played: TreeEquilibrium | None,
    lines: list[str],
) -> None:
    """A line per node, indented by depth."""
    node = game.nodes[k]
    if node.player is None:
        ends = ", ".join(number(v) for v in node.payoffs)
        lines.append(f"{indent}{label}({ends})")
        return
    if node.player == CHANCE:
        who = "chance"
    else:
        mark = f" [{node.infoset}]" if len(game.infosets[node.infoset]) > 1 else ""
        who = scenario.players[node.player].name + mark
    lines.append(f"{indent}{label}{who}")
    for a, (action, child) in enumerate(zip(node.actions, node.children, strict=True)):
        if node.player == CHANCE:
            text = f"{action} ({chance_of(node.chances[a])}): "
        else:
            p = played.behaviour[node.player].get(node.infoset, {}).get(action) if played else None
            arrow = "" if not p else "\N{RIGHTWARDS ARROW} " if p == 1 else f"\N{RIGHTWARDS ARROW} ({chance_of(p)}) "
            text = f"{arrow}{action}: "
        _draw(scenario, game, child, indent + "    ", text, played, lines)


def chance_of(p: Fraction) -> str:
    """A chance as people read it: a small fraction, or in percent."""
    return str(p) if p.denominator <= 20 else percent(float(p))


def _told(scenario: Scenario, solution: TreeSolution, k: int, e: TreeEquilibrium) -> str:
    brief = len(e.behaviour[0]) + len(e.behaviour[1]) > MOST_DECISIONS
    reached = _reached(solution.game, e) if brief else set(solution.game.infosets)
    sides = []
    for player in (0, 1):
        behaviour = e.behaviour[player]
        choices = [
            f"at {quoted(name)} " + listed([a if p == 1 else f"{a} ({chance_of(p)})" for a, p in at.items() if p], "or")
            for name, at in ((name, behaviour[name]) for name in solution.game.infosets if name in behaviour)
            if name in reached
        ]
        rest = len(behaviour) - len(choices)
        if brief and rest:
            choices.append(f"and its choices at {rest} decision points that play does not reach (--json has them)")
        sides.append(f"{scenario.players[player].name}: {', '.join(choices) or 'has no choice'}")
    pays = " and ".join(f"{p.name} {number(v)}" for p, v in zip(scenario.players, e.payoffs, strict=True))
    label = f"{k + 1}. " if len(solution.equilibria) > 1 or solution.concept == "nash" else ""
    return paragraph(f"{label}{'. '.join(sides)}. It pays {pays}.", "  ", "   ")


def _reached(game: GameTree, e: TreeEquilibrium) -> set[str]:
    """Information sets that play reaches with positive probability."""
    found: set[str] = set()
    waiting = [0]
    while waiting:
        node = game.nodes[waiting.pop()]
        if node.player is None:
            continue
        chances: Sequence[Fraction] = node.chances
        if node.player != CHANCE:
            found.add(node.infoset)
            at = e.behaviour[node.player].get(node.infoset, {})
            chances = [at.get(a, Fraction(0)) for a in node.actions]
        waiting += [child for child, p in zip(node.children, chances, strict=True) if p]
    return found


def _sure(scenario: Scenario, solution: TreeSolution) -> list[str]:
    if not solution.certified:
        return ["Not certified: a deviation pays."]
    where = "in no subgame" if solution.concept == "subgame-perfect" else "nowhere"
    told = [f"Checked on the tree itself, {where} does another strategy pay (regret 0)."]
    if solution.alone:
        told.append(
            "This is one equilibrium, found by the sequence form, since the strategic form would be too large. There "
            "may be others."
        )
    elif solution.complete:
        if solution.concept == "nash":
            told.append("The list of extreme equilibria of the reduced strategic form is proven complete.")
        elif len(solution.equilibria) == 1:
            told.append("It is the only subgame-perfect equilibrium.")
        else:
            told.append("These are all subgame-perfect equilibria.")
    elif len(solution.equilibria) > 1 and solution.concept == "subgame-perfect":
        told.append(
            "Listed is every combination of the subgames' extreme equilibria that was found; where a subgame has a "
            "whole set of them there may be more."
        )
    return [*told, *tree_notes(scenario, solution)]


def tree_notes(scenario: Scenario, solution: TreeSolution) -> list[str]:
    """What must be known before the solution is believed."""
    del scenario
    if not solution.choices:
        return []
    told = [
        f"{times(count, 'equilibrium', 'equilibria')} at {quoted(at)} ({BECAUSE[reason]})"
        for at, count, reason in solution.choices
    ]
    if len(told) > MOST_CHOICES:
        told[MOST_CHOICES:] = [f"several at {len(told) - MOST_CHOICES} more"]
    notes = [f"The rule '{solution.rule.name}' selected one of several in these subgames: {listed(told)}."]
    if solution.game.subgames in ([], [0]):
        notes.append(
            "The whole tree is its only subgame, so every Nash equilibrium is subgame perfect here, even one that "
            "rests on an empty threat; --solve nash lists them."
        )
    ends = [node.payoffs for node in solution.game.nodes if node.player is None]
    if len({a + b for a, b in ends}) == 1:
        notes.append("What one side wins the other loses, so all equilibria pay the same: it is the value of the game.")
    return notes


def tree_facts(scenario: Scenario, solution: TreeSolution) -> dict[str, str]:
    """Answers by question, for comparisons."""
    pays = solution.equilibria[0].payoffs
    return {f"{p.name} gets": amount(v) for p, v in zip(scenario.players, pays, strict=True)}


PRESENTER = Presenter(
    story=tree_story,
    line=tree_line,
    entries=tree_entries,
    notes=tree_notes,
    facts=tree_facts,
    views={"tree": "sim.show.tree.draw_tree:game_tree"},
)
