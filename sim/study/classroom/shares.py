"""What people chose in a class's games, and what some rule of play would have done at the same places."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.deadline import within
from sim.errors import GameTooLargeError, TimeLimitError, TreeTooLargeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.agents.arenas.arena import Arena, Behaviour
    from sim.agents.arenas.replay import Replay, ReplayedDecision
    from sim.study.classroom.class_table import ClassTable

    Span = tuple[float, float]

BETWEEN = 7
"""Precisions, ends included, at which the shares of play with errors are worked out over an interval."""


def made_by_people(replays: Sequence[Replay]) -> list[ReplayedDecision]:
    """The decisions of people; neither those of agents, nor those that one made in a person's place."""
    return [d for r in replays for s in (0, 1) if r.session.seats[s].human for d in r.of(s)]


def mean_shares(arena: Arena, made: Sequence[ReplayedDecision], rule: Behaviour) -> dict[str, float]:
    """The share of each action, if a rule had decided where people did.

    Parameters
    ----------
    made : sequence of ReplayedDecision
        Where people decided; at least one.
    rule : Behaviour
        What is done at each place.
    """
    total: dict[str, float] = {}
    for d in made:
        for action, p in rule(d.place, d.seat).items():
            label = arena.label(d.place, action)
            total[label] = total.get(label, 0.0) + p
    return {label: round(p / len(made), 12) for label, p in total.items()}


def band_rules(table: ClassTable, time_limit: float | None = 60.0) -> list[Behaviour]:
    """Play with errors at precisions over the whole interval that the choices do not speak against.

    Parameters
    ----------
    time_limit : float or None
        Seconds for all of them.

    Returns
    -------
    list of Behaviour
        Empty where no precision is fitted, or the choices say nothing about it.
    """
    fit = table.fit
    if fit is None or fit.edge == "flat":
        return []
    high = fit.reached if fit.high is None else fit.high
    steps = [fit.low + (high - fit.low) * k / (BETWEEN - 1) for k in range(BETWEEN)]
    if fit.low > 0:
        steps = [fit.low * math.pow(high / fit.low, k / (BETWEEN - 1)) for k in range(BETWEEN)]
    try:
        with within(time_limit):
            found = table.arena.responses(sorted({*steps, fit.precision}), time_limit)
    except (GameTooLargeError, TimeLimitError, TreeTooLargeError):
        return []
    return [rule for rule in found if rule is not None]


def spans(arena: Arena, made: Sequence[ReplayedDecision], rules: Sequence[Behaviour]) -> dict[str, Span]:
    """The least and the greatest share of each action over some rules of play.

    Parameters
    ----------
    made : sequence of ReplayedDecision
        Where people decided; at least one.
    rules : sequence of Behaviour
        The rules.
    """
    each = [mean_shares(arena, made, rule) for rule in rules]
    labels = dict.fromkeys(label for one in each for label in one)
    return {
        label: (min(one.get(label, 0.0) for one in each), max(one.get(label, 0.0) for one in each)) for label in labels
    }
