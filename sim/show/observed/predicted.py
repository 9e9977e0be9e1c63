"""What equilibria say of choices that were counted, read off their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.concepts import concept_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.scenario.observed.stated import Counted
    from sim.scenario.scenario import Scenario

    Entry = Mapping[str, Any]
    Chances = Mapping[str, float]


def predicted(scenario: Scenario, concept: str, entries: Sequence[Entry], counted: Counted) -> list[Chances]:
    """For each equilibrium the chance of each choice at the point where people were counted.

    Equilibria that say nothing of it are left out, and so are solutions that are no equilibria.

    Parameters
    ----------
    concept : str
        What was solved for.
    entries : sequence of mapping
        The ``equilibria`` of the document.
    counted : Counted
        What was counted.
    """
    if concept_named(concept).entries not in ("equilibria", "outcomes", "solutions") or counted.after is not None:
        return []
    found = (_chances(scenario, entry, counted) for entry in entries)
    return [chances for chances in found if chances is not None]


def _chances(scenario: Scenario, entry: Entry, counted: Counted) -> Chances | None:
    """The chances in one equilibrium; those of both sides on average where both were counted together."""
    if "package" in entry:
        option = (entry["package"] or {}).get(counted.at)
        return None if option is None else {option: 1.0}
    each = [_of_side(scenario, entry.get("strategies") or {}, side, counted) for side in counted.sides]
    sure = [chances for chances in each if chances is not None]
    if not sure or len(sure) < len(each):
        return None
    return {choice: sum(one.get(choice, 0.0) for one in sure) / len(sure) for choice, _ in counted.counts}


def _of_side(scenario: Scenario, strategies: Entry, side: int, counted: Counted) -> Chances | None:
    plan = strategies.get(scenario.players[side].id)
    if scenario.kind == "tree" and isinstance(plan, dict):
        found = plan.get(counted.at)
        return found if isinstance(found, dict) else None
    if scenario.kind == "matrix" and isinstance(plan, dict):
        return _over_types(scenario, plan, side) if scenario.variants else plan
    if scenario.kind == "concessions" and isinstance(plan, list):
        round_ = counted.round or 0
        there = [step["actions"] for step in plan if step.get("round") == round_ and "actions" in step]
        return there[0] if there and all(one == there[0] for one in there) else None
    return None


def _over_types(scenario: Scenario, plan: Entry, side: int) -> Chances | None:
    """What a player does on average over its types, each of which has a plan of its own."""
    player, types = scenario.players[side].id, scenario.types[side]
    if not types:
        found = plan.get(player)
        return found if isinstance(found, dict) else None
    total: dict[str, float] = {}
    for one in types:
        own = plan.get(f"{player} {one.id}")
        if not isinstance(own, dict):
            return None
        for action, chance in own.items():
            total[action] = total.get(action, 0.0) + chance * float(one.probability)
    return total


def offered(scenario: Scenario, concept: str, entries: Sequence[Entry], round_: int) -> list[float]:
    """The share of the surplus that each equilibrium offers the other side in a round.

    Parameters
    ----------
    round_ : int
        The round, from 0.
    """
    if scenario.kind != "offers" or concept_named(concept).entries != "equilibria":
        return []
    found = []
    for entry in entries:
        for plan in (entry.get("strategies") or {}).values():
            steps = [step for step in plan if isinstance(step, dict)] if isinstance(plan, list) else []
            found += [step["accepts_from"] for step in steps if step.get("round") == round_ and "accepts_from" in step]
    return [float(share) for share in found if isinstance(share, int | float)]
