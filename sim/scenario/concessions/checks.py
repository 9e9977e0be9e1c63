"""Checks of concession games that need a whole file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sim.scenario.fields import ID, no_identifier
from sim.scenario.kind import commits_with_types
from sim.scenario.observed.checks import late, observed_problems, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.concessions.model import ConcessionsModel
    from sim.scenario.kind import Found
    from sim.scenario.observed.model import StepsModel
    from sim.scenario.source import Path


def problems(model: ConcessionsModel) -> Iterator[Found]:
    """What only a whole file shows: prerequisites that block each other, missing blocks, roadmaps out of order."""
    if model.types and model.horizon is None:
        yield ("types",), "hidden types are solved for games with a last round", "give 'horizon' a number of rounds"
    yield from commits_with_types(model.commit, model.types)
    yield from _identifiers(model)
    repeated = list(_ladders(model))
    yield from repeated
    yield from _shares(model)
    yield from _breakdown(model)
    yield from _punishment(model)
    yield from _mediator(model)
    if model.commit and model.horizon is None:
        yield ("commit",), "commitment is solved for games with a last round", "give 'horizon' a number of rounds"
    if not repeated:
        yield from _circles(model)
        yield from _roadmaps(model)
    yield from observed_problems(model, lambda entry, path: _observed(model, entry, path))


def _observed(model: ConcessionsModel, entry: StepsModel, path: Path) -> Iterator[Found]:
    """What is wrong with actions that were counted."""
    known = list(dict.fromkeys([*model.actions, "hold_out", "fake"]))
    yield from unknown(entry.counts, known, "action that the rules allow", (*path, "counts"))
    yield from late(entry, model.horizon, path)


def _identifiers(model: ConcessionsModel) -> Iterator[Found]:
    for player, ladder in model.concessions.items():
        for k, step in enumerate(ladder):
            if not re.fullmatch(ID, step.id):
                yield ("concessions", player, k, "id"), *no_identifier(step.id)
    for name in model.roadmaps:
        if not re.fullmatch(ID, name):
            yield ("roadmaps", name), *no_identifier(name)


def _shares(model: ConcessionsModel) -> Iterator[Found]:
    for player, ladder in model.concessions.items():
        for k, step in enumerate(ladder):
            if step.shares is None:
                continue
            path = ("concessions", player, k, "shares")
            low, high = step.shares.min, step.shares.max
            if low > high:
                yield path, "the smallest share is larger than the largest", "make 'max' at least 'min'"
            elif not high or (low and 1 / low // 1 < -(-1 // high)):
                yield path, "no number of such shares adds up to the whole step", "lower 'min' or raise 'max'"


def _ladders(model: ConcessionsModel) -> Iterator[Found]:
    if not any(model.concessions.values()):
        yield ("concessions",), "there is not a single step to take", "give at least one player a step"
    for player, ladder in model.concessions.items():
        ids = [step.id for step in ladder]
        for k, step in enumerate(ladder):
            if step.id in ids[:k]:
                path = ("concessions", player, k, "id")
                yield (
                    path,
                    f"the step '{step.id}' stands twice on the ladder of '{player}'",
                    "rename one of them",
                )


def _breakdown(model: ConcessionsModel) -> Iterator[Found]:
    if model.breakdown is None and "walk_away" in model.actions:
        message = "players may walk away, but 'breakdown' does not say what they get then"
        yield ("breakdown",), message, "add 'breakdown: {payoff: {..}}', or leave 'walk_away' out of 'actions'"


def _punishment(model: ConcessionsModel) -> Iterator[Found]:
    if model.breakdown is None and model.punishment == "breakdown":
        message = "the punishment is a breakdown, but 'breakdown' does not say what players get then"
        yield ("punishment",), message, "add 'breakdown: {payoff: {..}}', or write 'punishment: snapback'"
    if model.breakdown is None and model.on_discovery == "breakdown":
        message = "a discovery is a breakdown, but 'breakdown' does not say what players get then"
        yield ("on_discovery",), message, "add 'breakdown: {payoff: {..}}', or write 'on_discovery: snapback'"


def _mediator(model: ConcessionsModel) -> Iterator[Found]:
    if model.mediator is not None:
        for player, entry in model.players.items():
            if model.mediator.name == (entry.name or player):
                message = f"the mediator is called '{model.mediator.name}' like a player"
                yield ("mediator", "name"), message, "give one of them another name"


def _roadmaps(model: ConcessionsModel) -> Iterator[Found]:
    """A roadmap climbs each ladder from its foot, at most one step of each player in a round.

    A roadmap with a step that stands on no ladder is left alone: that has been told where it is.
    """
    ladders = {player: [f"{player}.{step.id}" for step in ladder] for player, ladder in model.concessions.items()}
    owner = {step: player for player, ladder in ladders.items() for step in ladder}
    for name, rounds in model.roadmaps.items():
        left = {player: list(ladder) for player, ladder in ladders.items()}
        if not all(step in owner for steps in rounds for step in steps):
            continue
        if not rounds:
            yield ("roadmaps", name), "expected at least one round with a step", "list steps as player.step"
        for k, steps in enumerate(rounds):
            owners = [owner[step] for step in steps]
            path: Path = ("roadmaps", name, k)
            if len(set(owners)) < len(owners):
                yield path, "each player takes at most one step in a round", "give the steps a round of their own"
                break
            wrong = next((s for s, o in zip(steps, owners, strict=True) if left[o][:1] != [s]), None)
            if wrong is not None:
                yield path, *_out_of_order(wrong, left[owner[wrong]], ladders[owner[wrong]])
                break
            for player in owners:
                left[player].pop(0)


def _out_of_order(step: str, left: list[str], ladder: list[str]) -> tuple[str, str]:
    told = f"a ladder is climbed from its foot: {', '.join(ladder)}"
    if step not in left:
        return f"the step '{step}' stands twice in this roadmap", "remove one of them"
    return f"expected '{left[0]}' before '{step}'", told


def _circles(model: ConcessionsModel) -> Iterator[Found]:
    """Steps that wait for each other for ever; a step also waits for the one below it on its ladder.

    What waits for a step that stands on no ladder has been told where it is.
    """
    needs: dict[str, list[str]] = {}
    path: dict[str, Path] = {}
    known = {f"{player}.{step.id}" for player, ladder in model.concessions.items() for step in ladder}
    for player, ladder in model.concessions.items():
        for k, step in enumerate(ladder):
            below = [f"{player}.{ladder[k - 1].id}"] if k else []
            needs[f"{player}.{step.id}"] = [*(s for s in step.after if s in known), *below]
            path[f"{player}.{step.id}"] = ("concessions", player, k, *(("after",) if step.after else ()))
    taken: set[str] = set()
    while fresh := {step for step in needs if step not in taken and taken.issuperset(needs[step])}:
        taken |= fresh
    blocked = [step for step in needs if step not in taken]
    if blocked:
        circle = _circle({step: [n for n in needs[step] if n not in taken] for step in blocked}, blocked[0])
        start = next((step for step in circle if len(path[step]) > 3), circle[0])
        told = " -> ".join([*circle, circle[0]])
        hint = "each waits for the next; a step also waits for the one below it on its ladder"
        yield (
            path[start],
            f"these steps can never be taken, because their prerequisites form a circle: {told}",
            hint,
        )


def _circle(needs: dict[str, list[str]], start: str) -> list[str]:
    walk = [start]
    while walk[-1] not in walk[:-1]:
        walk.append(needs[walk[-1]][0])
    return walk[walk.index(walk[-1]) : -1]
