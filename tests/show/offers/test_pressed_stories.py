"""What is told of offers under pressure or by chance: why offers are taken, whether a deal elsewhere counts."""

from __future__ import annotations

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.shown import shown
from sim.show.text.blocks import as_text

PLAYERS = "format: 1, kind: offers, title: t, players: {a: {name: Ann, patience: 0.9}, b: {name: Bob, patience: 0.9}}"
FILES = {
    "out": "opt_out: {b: 0.6}, rounds: infinite",
    "leaves": "opt_out: {a: 0.6, b: 0.6}, rounds: 3",
    "risk": "breakdown: {hazard: 0.1, payoffs: {a: 0.2}}, inside: {a: 0.05}, cost: {b: 0.05}, rounds: infinite",
    "lots": "sizes: [{size: 1, probability: 0.5}, {size: 0.2, probability: 0.5}], proposer: 0.5, rounds: infinite",
    "once": "sizes: [{size: 1, probability: 0.5}, {size: 2, probability: 0.5}], drawn: once, rounds: 4",
    "melts": "surplus: 1 / round, rounds: 4",
}


def whole(told: str) -> str:
    """Every line in one."""
    return " ".join(told.split())


@pytest.mark.parametrize("name", FILES)
def test_every_telling_and_picture_is_there(name: str) -> None:
    scenario = load("t", text=f"{{{PLAYERS}, {FILES[name]}}}")
    told = shown(scenario, solve(scenario))
    for depth in ("brief", "full"):
        assert "None" not in as_text(told.explain(depth))  # type: ignore[arg-type]
    assert "What happens" in as_text(told.story())
    assert told.line()
    assert told.brief().answer
    for draw in told.pictures().values():
        assert draw().axes
    ends = told.entries()[0]["endings"]
    assert sum(ends[k] for k in ("agreement", "leaving", "breakdown", "never")) == pytest.approx(1)


def test_a_deal_elsewhere_binds_or_is_not_believed() -> None:
    binds, idle = load("outside-option"), load("outside-option", {"elsewhere": "0.3"})
    assert "0.6, binds" in whole(as_text(shown(binds, solve(binds)).story()))
    assert "nobody believes that it leaves" in whole(as_text(shown(idle, solve(idle)).story()))


def test_who_leaves_is_told_to_leave() -> None:
    scenario = load("t", text=f"{{{PLAYERS}, {FILES['leaves']}}}")
    assert "Bob leaves whatever it is offered" in as_text(shown(scenario, solve(scenario)).story())
