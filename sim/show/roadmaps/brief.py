"""Roadmaps on one screen: which orders hold, how patient both must be, and the best order round by round."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.show.roadmaps.roadmaps import orders_table, roadmap_answer, sure_words
from sim.show.roadmaps.words import label, steps_taken
from sim.show.text.blocks import Look, Table
from sim.show.text.brief import Brief
from sim.show.text.typed import nexts

if TYPE_CHECKING:
    from sim.engine.roadmaps.study import RoadmapStudy
    from sim.scenario.scenario import Scenario

MOST_ORDERS, MOST_ROUNDS = 8, 8
"""Rows, most, of each table."""


def roadmap_brief(scenario: Scenario, study: RoadmapStudy) -> Brief:
    """A study on one screen."""
    orders = orders_table(scenario, study)
    if len(orders.rows) > MOST_ORDERS:
        orders = replace(orders, rows=orders.rows[:MOST_ORDERS])
    if not all(entry.keeps_prerequisites for entry in study.entries):
        orders = replace(orders, caption=f"{orders.caption} (*: takes steps before their prerequisites stand)")
    orders = replace(orders, look=Look(columns={1: 0, 2: 1}))
    *checked, judged = sure_words(study)
    word = "" if checked[0].startswith("Not certified") else "Certified. " if study.certified else "Not certified. "
    best = _best(scenario, study)
    return Brief(
        scenario.title,
        word + " ".join(checked),
        (roadmap_answer(scenario, study),),
        (orders, *([best] if best else [])),
        judged,
        nexts(
            scenario,
            ("run", "what happens in the game itself", ()),
            ("roadmaps", "the orders as a picture", ("--out", "roadmaps.png")),
        ),
        certified=study.certified,
        players=tuple(player.name for player in scenario.players),
    )


def _best(scenario: Scenario, study: RoadmapStudy) -> Table | None:
    """The order that holds at the players' own patience, else the best that was found, round by round."""
    entry = study.holding or study.best
    if entry is None:
        return None
    which = "An order that holds" if entry is study.holding else "The order that asks for the least patience"
    taken = list(steps_taken(study.ladders, entry.roadmap.rounds))
    rows = [
        (f"Round {k}", *("; ".join(s.name for s in steps if s.owner == player) for player in (0, 1)))
        for k, steps in enumerate(taken[:MOST_ROUNDS], 1)
    ]
    left = f" (the first {MOST_ROUNDS} of {len(taken)} rounds)" if len(taken) > MOST_ROUNDS else ""
    names = [player.name for player in scenario.players]
    look = Look(columns={1: 0, 2: 1}, words=frozenset({1, 2}))
    return Table(f"{which}, {label(study, entry)}{left}", ("", *names), tuple(rows), look)
