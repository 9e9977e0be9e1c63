"""What each equilibrium pays as a table, and in games without a course of play also what each player does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.api.rows.strategies import is_mixture, mixture, recommended
from sim.api.table import Table, paid
from sim.show.text.scale import scaled

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

LABELS = ("solution", "aim", "precision", "process", "class")
"""What tells the entries of a document apart where they are not just several equilibria."""


@scaled
def payoffs(scenario: Scenario, entries: list[dict[str, Any]], caption: str, played: bool) -> Table:
    """A row for each equilibrium, and a column for each player.

    Parameters
    ----------
    entries : list of dict
        The equilibria of its document.
    played : bool
        Whether columns say what is played, where that can be said in one mixture.
    """
    players = scenario.players
    labels = [key for key in LABELS if entries and all(isinstance(e.get(key), str | float) for e in entries)]
    numbered = ["number"] if len(entries) > 1 else []
    plays = _plays(scenario, entries) if played else {}
    gets = " gets" if plays else ""
    cells = tuple(
        (
            *([k] if numbered else []),
            *(entry[label] for label in labels),
            *(column[k - 1] for _, column in plays.values()),
            *(paid(entry["payoffs"][p.id]) for p in players),
        )
        for k, entry in enumerate(entries, 1)
    )
    keys = (*numbered, *labels, *plays, *(p.id for p in players))
    heads = (*numbered, *labels, *(head for head, _ in plays.values()), *(f"{p.name}{gets}" for p in players))
    return Table(caption, keys, cells, heads)


def _plays(scenario: Scenario, entries: list[dict[str, Any]]) -> dict[str, tuple[str, list[str]]]:
    """Columns that say what is played, with their headings; none where a strategy is more than one mixture."""
    if entries and all("distribution" in entry for entry in entries):
        return {"recommended": ("recommended", [recommended(entry["distribution"]) for entry in entries])}
    if not entries or not all(e["strategies"] and all(map(is_mixture, e["strategies"].values())) for e in entries):
        return {}
    return {
        f"{p.id}_plays": (f"{p.name} plays", [mixture(entry["strategies"][p.id]) for entry in entries])
        for p in scenario.players
    }
