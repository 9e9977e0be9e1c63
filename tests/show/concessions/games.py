"""Concession games whose courses take steps back: twice in sixteen rounds, by both at once, and over and over."""

from __future__ import annotations

import yaml

from sim.scenario.load import load
from sim.scenario.scenario import Scenario

Pays = tuple[float, float]


def _step(owner: str, name: str, effect: Pays, once: Pays, reversible: bool) -> dict[str, object]:
    us, nk = dict(zip(("us", "nk"), effect, strict=True)), dict(zip(("us", "nk"), once, strict=True))
    return {"id": name.split()[0].lower(), "name": name, "effect": us, "once": nk, "reversible": reversible}


COAL, OFFICE, FUEL = "Suspension of sanctions on coal exports", "Liaison office", "Deliveries of heavy fuel oil"
FREEZE, INSPECTORS = "Testing freeze", "Inspectors admitted to all declared sites"


def _game(us: list[dict[str, object]], nk: list[dict[str, object]], moves: str, horizon: int | str) -> Scenario:
    first = {} if moves == "simultaneous" else {"first": "us"}
    data = {
        "format": 1,
        "kind": "concessions",
        "title": "Promises taken back",
        "players": {"us": {"name": "United States", "patience": 0.9}, "nk": {"name": "North Korea", "patience": 0.9}},
        "status_quo": {"us": 0, "nk": 0},
        "concessions": {"us": us, "nk": nk},
        "agreement": {"us": 0.3, "nk": 0.3},
        "moves": moves,
        **first,
        "actions": ["concede", "hold_out", "renege"],
        "horizon": horizon,
    }
    return load("taken-back.yaml", text=yaml.safe_dump(data, sort_keys=False))


def two_breaches(horizon: int = 16) -> Scenario:
    """Both take a step back to be paid once more for taking it; the agreement is made and broken in turn."""
    us = [
        _step("us", COAL, (-0.4, 0.4), (0, 0), True),
        _step("us", OFFICE, (-0.1, 0.3), (0, 0), False),
        _step("us", FUEL, (-0.2, 0.3), (0.7, -0.1), False),
    ]
    nk = [
        _step("nk", FREEZE, (0.9, -0.1), (-0.4, -0.2), False),
        _step("nk", INSPECTORS, (0.9, -0.3), (0.0, 0.4), True),
    ]
    return _game(us, nk, "alternating", horizon)


def paid_again(moves: str, horizon: int | str) -> Scenario:
    """Every first step pays its owner each time that it is taken."""
    us = [
        _step("us", COAL, (-0.3, 0.6), (1.5, 0), True),
        _step("us", OFFICE, (-0.2, 0.4), (0, 0), False),
    ]
    nk = [
        _step("nk", FREEZE, (0.6, -0.2), (0, 1.2), True),
        _step("nk", INSPECTORS, (0.4, -0.1), (0, 0), True),
    ]
    return _game(us, nk, moves, horizon)
