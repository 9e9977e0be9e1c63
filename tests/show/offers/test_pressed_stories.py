"""What is told of offers under pressure or by chance: why offers are taken, whether a deal elsewhere counts."""

from __future__ import annotations

import pytest

from sim.engine.offers.reasons import offer_reasons
from sim.engine.offers.subgame_perfect import OffersSolution
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
    "drawn": "sizes: [{size: 1, probability: 0.5}, {size: 2, probability: 0.5}], drawn: once, proposer: 0.6, rounds: 7",
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


@pytest.mark.parametrize("name", FILES)
def test_what_refusing_is_said_to_be_worth_is_what_is_accepted(name: str) -> None:
    scenario = load("t", text=f"{{{PLAYERS}, {FILES[name]}}}")
    solution = solve(scenario)
    assert isinstance(solution, OffersSolution)
    for one in offer_reasons(solution):
        assert one.accepts_from == max(0, one.otherwise[1 - one.proposer])


def test_rounds_are_left_out_whole_and_counted_as_rounds() -> None:
    """Seven rounds of four draws each, in all of which any draw leads to an agreement, as waiting only costs."""
    scenario = load("t", text=f"{{{PLAYERS}, {FILES['drawn']}}}")
    told = whole(as_text(shown(scenario, solve(scenario)).explain("full")))
    for k in (1, 6, 7):
        assert told.count(f"Round {k}, ") == 4
    assert "(Rounds 2 to 5 are left out; in each of them an offer would be accepted, whatever is drawn.)" in told
    brief = whole(as_text(shown(scenario, solve(scenario)).explain("brief")))
    assert "(Rounds 2 to 6 are left out; in each of them" in brief


def test_where_some_draws_are_not_worth_agreeing_on_that_is_said() -> None:
    few = "sizes: [{size: 1, probability: 0.5}, {size: 0.2, probability: 0.5}], rounds: 8"
    scenario = load("t", text=f"{{{PLAYERS}, {few}}}")
    told = whole(as_text(shown(scenario, solve(scenario)).explain("full")))
    assert "are left out; in each of them an offer would be accepted, at some draws.)" in told
