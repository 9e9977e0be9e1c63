"""Strategies of a document in words and in rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.api.table import LabelledNumber, Table
from sim.show.text.words import number, percent

if TYPE_CHECKING:
    from collections.abc import Iterator


def strategies(entries: list[dict[str, Any]]) -> Table:
    """Who does what where, and how likely: a row for each action that is played.

    Parameters
    ----------
    entries : list of dict
        The equilibria of a document.
    """
    rows = tuple(
        (k, player, at, action, LabelledNumber(chance, percent(chance)))
        for k, entry in enumerate(entries, 1)
        for player, strategy in entry.get("strategies", {}).items()
        for at, action, chance in moves(strategy)
    )
    return Table("Strategies", ("number", "player", "at", "action", "probability"), rows)


def is_mixture(strategy: Any) -> bool:
    """Whether a strategy is a single mixture of actions."""
    return isinstance(strategy, dict) and bool(strategy) and all(isinstance(p, float) for p in strategy.values())


def recommended(distribution: list[dict[str, Any]]) -> str:
    """What a mediator recommends to both sides together, and how often."""
    return mixture({" / ".join(pair["actions"].values()): pair["probability"] for pair in distribution})


def mixture(strategy: dict[str, float]) -> str:
    """The actions that a strategy may take, each with its chance unless it is certain."""
    return ", ".join(action if p == 1 else f"{action} {percent(p)}" for action, p in strategy.items() if p)


def moves(strategy: Any) -> Iterator[tuple[str, str, float]]:
    """What is done where: place, action and probability."""
    if is_mixture(strategy):
        yield from (("", action, p) for action, p in strategy.items() if p)
    elif isinstance(strategy, dict):
        yield from ((place, action, p) for place, mixed in strategy.items() for action, p in mixed.items() if p)
    else:
        for decision in strategy:
            place = _place(decision)
            if "actions" in decision:
                yield from ((place, action, p) for action, p in decision["actions"].items() if p)
            else:
                yield from ((place, f"{key} {number(value)}", 1.0) for key, value in decision.items() if key != "round")


def _place(decision: dict[str, Any]) -> str:
    """Where a decision is taken: the round, counted from 1, what stands, and what else is known there."""
    told = ["never reached" if decision["round"] is None else f"round {decision['round'] + 1}"]
    told += [f"{player}.{step}" for player, steps in decision.get("state", {}).items() for step in steps]
    told += [f"as {decision['type']}"] if "type" in decision else []
    told += [f"after {decision['leader']}"] if "leader" in decision else []
    return ", ".join(told)
