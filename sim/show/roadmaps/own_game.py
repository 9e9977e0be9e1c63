"""Orders in the file's own game, in words and as plain data: what the worst equilibrium holds up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.roadmaps.own_game import BLOCKED, FAILS, HOLDS, OPEN, SHORT
from sim.show.concessions.rules import game_of
from sim.show.roadmaps.words import label, reference, steps_taken
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table
from sim.show.text.words import amount, listed, times

if TYPE_CHECKING:
    from sim.engine.roadmaps.own_game import HeldOrder
    from sim.engine.roadmaps.study import RoadmapStudy, StudiedRoadmap
    from sim.engine.roadmaps.worst import WorstStudy
    from sim.games.roadmaps.ladders import Ladders, Rounds
    from sim.scenario.scenario import Scenario

_HOW = {
    HOLDS: "yes",
    FAILS: "in no equilibrium",
    OPEN: "open",
    BLOCKED: "not allowed",
    SHORT: "too few rounds",
}


def own_game_sections(scenario: Scenario, study: RoadmapStudy) -> list[Section]:
    """What is said of the file's own game; nothing where that was not looked at."""
    if study.worst is None:
        return []
    return [
        _credible(scenario, study, study.worst),
        *([_held(scenario, study, study.worst)] if study.worst.every else []),
    ]


def own_game_line(study: RoadmapStudy) -> str:
    """Which of the orders that are told of the worst equilibrium holds up, in a sentence, if all were to be tried."""
    if study.worst is None or not study.worst.every:
        return ""
    held = [label(study, e) for e in study.entries if study.worst.orders[e.roadmap.rounds].how == HOLDS]
    return f"Of those that are shown the worst equilibrium of the file's own game holds up {listed(held) or 'none'}."


def _credible(scenario: Scenario, study: RoadmapStudy, worst: WorstStudy) -> Section:
    """Whether the punishment is an equilibrium itself."""
    has = "its hazard, prerequisites and walking away"
    if game_of(scenario).horizon is not None:
        has = "its last round, hazard, prerequisites and walking away"
    found = {
        answer: [label(study, e) for e in study.entries if worst.credible[e.roadmap.rounds] is answer]
        for answer in (True, False, None)
    }
    told = {
        True: f"some equilibrium of the file's own game, with {has}, leaves whoever departs no more than the "
        "punishment does.",
        False: "it is none: in no equilibrium of the file's own game is somebody who departs left with as little.",
        None: "that is open, or a departure leads to where the file's own game does not get.",
    }
    items = tuple(Item(f"{listed(names)}: {told[answer]}") for answer, names in found.items() if names)
    return Section("Whether the punishment is an equilibrium itself", (Points(items),))


def _held(scenario: Scenario, study: RoadmapStudy, worst: WorstStudy) -> Section:
    """Which orders the worst equilibrium holds up."""
    one, two = (p.name for p in scenario.players)
    head = ("", "holds", one, two, "slack")
    rows = tuple(_row(label(study, e), worst.orders[e.roadmap.rounds]) for e in study.entries)
    table = Table("Orders as courses of the file's own game", head, rows)
    told = (
        "Each order is played in the file's own game, a step as soon as it is its owner's turn, and whoever departs is "
        "answered by the equilibrium that is worst for it. Holds: in some equilibrium. Not allowed: a step is due "
        "before its prerequisites stand, or both at once where one moves. Slack: the least that a departure costs, "
        f"which pays where it is negative. {_counted(worst)}"
    )
    if game_of(scenario).horizon is None:
        told = (
            f"{told} The game has no last round: once the order is through, nothing moves any more. What holds is held "
            "up by equilibria of sets that are worth themselves, and what holds in no equilibrium fails against sets "
            "that leave no equilibrium out; where the two are too far apart it is open."
        )
    known = {order.course for order in worst.orders.values()}
    items = tuple(
        Item(f"{_spelled(study.ladders, o.rounds)} ({listed([amount(v) for v in o.payoffs or ()])})")
        for o in worst.held
        if o.course not in known
    )
    more = (Paragraph("Also held up, with what they pay:"), Points(items)) if items else ()
    return Section("What the worst equilibrium can hold up", (table, Paragraph(told.rstrip()), *more))


def _row(name: str, order: HeldOrder) -> tuple[str, ...]:
    pays = ["-", "-"] if order.payoffs is None else [amount(v) for v in order.payoffs]
    return name, _HOW[order.how], *pays, "-" if order.weakest is None else amount(order.weakest.cost)


def _spelled(ladders: Ladders, rounds: Rounds) -> str:
    """An order that has no name, by its steps."""
    return ", ".join(" + ".join(step.id for step in steps) for steps in steps_taken(ladders, rounds))


def _counted(worst: WorstStudy) -> str:
    if worst.counts is None:
        return "There are too many orders to try them all."
    total = sum(worst.counts.values())
    told = [
        f"{count:,} {one if count == 1 else many}"
        for how, one, many in (
            (HOLDS, "holds", "hold"),
            (FAILS, "holds in no equilibrium", "hold in no equilibrium"),
            (OPEN, "is open", "are open"),
            (BLOCKED, "is not allowed", "are not allowed"),
            (SHORT, "takes more rounds than there are", "take more rounds than there are"),
        )
        if (count := worst.counts.get(how, 0))
    ]
    same = len(worst.held) < worst.counts.get(HOLDS, 0)
    aside = f" (as {times(len(worst.held), 'different course')})" if same else ""
    return f"Of {times(total, 'order')} that take all steps {listed(told)}{aside}."


def worst_entry(scenario: Scenario, study: RoadmapStudy) -> dict[str, Any]:
    """The ``worst`` of a document: of all orders those that the worst equilibrium holds up, if all were to be tried."""
    if study.worst is None or not study.worst.every:
        return {}
    held = [
        {"order": [[reference(study.ladders, s) for s in steps] for steps in steps_taken(study.ladders, order.rounds)]}
        | held_entry(scenario, order)
        for order in study.worst.held
    ]
    return {"worst": {"counts": study.worst.counts, "held": held}}


def held_entry(scenario: Scenario, order: HeldOrder) -> dict[str, Any]:
    """An order in the file's own game."""
    ids = [player.id for player in scenario.players]
    way = order.weakest
    return {
        "holds": {HOLDS: True, OPEN: None}.get(order.how, False),
        "how": order.how,
        "payoffs": None if order.payoffs is None else dict(zip(ids, map(float, order.payoffs), strict=True)),
        "cheapest_departure": None
        if way is None
        else {"player": ids[way.player], "round": way.round, "action": way.action, "cost": float(way.cost)},
    }


def of_entry(scenario: Scenario, study: RoadmapStudy, entry: StudiedRoadmap) -> dict[str, Any]:
    """What is said of a roadmap in the file's own game; nothing where that was not looked at."""
    if study.worst is None:
        return {}
    rounds = entry.roadmap.rounds
    return {
        "punishment_is_equilibrium": study.worst.credible[rounds],
        "own_game": held_entry(scenario, study.worst.orders[rounds]),
    }
