"""The story of a concession game's Nash equilibria: those of its tree, with states in place of node names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.concessions.entries import decision_entry
from sim.show.shown import Presenter
from sim.show.text.style import paragraph
from sim.show.tree.nash import tree_facts, tree_line, tree_story

if TYPE_CHECKING:
    from sim.engine.concessions.nash import UnrolledSolution
    from sim.engine.tree.solution import TreeEquilibrium
    from sim.scenario.scenario import Scenario


def unrolled_story(scenario: Scenario, solution: UnrolledSolution) -> str:
    """Tell the Nash equilibria of a concession game.

    Parameters
    ----------
    solution : UnrolledSolution
        Its equilibria.
    """
    notes = "\n".join(paragraph(note) for note in _notes(scenario, solution))
    return tree_story(scenario, solution.solution) + notes + "\n"


def _notes(scenario: Scenario, solution: UnrolledSolution) -> list[str]:
    del scenario
    return [
        f"Found on the tree of all histories, which has {len(solution.unrolled.tree.nodes):,} nodes. A name tells the "
        "round and, in brackets, the steps of either side that stand then.",
        "A Nash equilibrium may rest on empty threats; --solve subgame-perfect rules them out.",
    ]


def _entries(solution: UnrolledSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of the document; a state that several histories lead to has an entry for each of them."""
    del all_states
    players = solution.game.players
    return [
        {
            "payoffs": dict(zip(players, map(float, e.payoffs), strict=True)),
            "strategies": {player: _side(solution, e, k) for k, player in enumerate(players)},
            "regret": float(max(e.regret)),
            "path": [],
        }
        for e in solution.solution.equilibria
    ]


def _side(solution: UnrolledSolution, e: TreeEquilibrium, player: int) -> list[dict[str, Any]]:
    """Where a player's own strategy lets it come to a decision, and what it does there."""
    game, told = solution.game, []
    for name in solution.unrolled.tree.infosets:
        at = e.behaviour[player].get(name)
        if at is None:
            continue
        round_, phase, k = solution.unrolled.origins[name]
        chances = ((a, float(p)) for a, p in at.items())
        entry = decision_entry(game, round_, game.phases(round_)[phase].nodes[k], chances)
        told.append(entry | {"history": name})
    return told


PRESENTER = Presenter(
    story=unrolled_story,
    line=lambda scenario, solution: tree_line(scenario, solution.solution),
    entries=_entries,
    notes=_notes,
    facts=lambda scenario, solution: tree_facts(scenario, solution.solution),
    views={},
    no_view="Nash equilibria of a concession game have no picture; plot its subgame-perfect equilibrium",
)
