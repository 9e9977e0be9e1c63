"""Negotiations in XML become scenarios; files that are damaged, hostile or about something else are refused."""

from __future__ import annotations

import pytest

from sim.engine.issues.bargaining import PackagesSolution
from sim.engine.solve import solve
from sim.errors import ScenarioError
from sim.scenario.foreign.genius import imported
from sim.scenario.load import load


def profile(home: str, out: str, early: str, late: str, weights: tuple[str, str], reservation: str = "0") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<utility_space><objective index="0" name="Dinner">
<issue index="1" name="Where (to eat)" vtype="discrete">
<item index="1" value="Home" evaluation="{home}"/><item index="2" value="Out" evaluation="{out}"/></issue>
<issue index="2" name="18:00?" type="discrete">
<item index="1" value="yes" evaluation="{early}"/><item index="2" value="no" evaluation="{late}"/></issue>
<weight index="1" value="{weights[0]}"/><weight index="2" value="{weights[1]}"/></objective>
<reservation value="{reservation}"/></utility_space>""".encode()


ONE, TWO = profile("5", "2", "1", "4", ("0.6", "0.4"), "0.3"), profile("1", "4", "2", "1", ("0.5", "0.5"))


def packages(shares: bool = False) -> PackagesSolution:
    made = imported([("one.xml", ONE), ("two.xml", TWO)], shares)
    found = solve(load("t", text=made.text))
    assert isinstance(found, PackagesSolution)
    return found


def test_evaluations_count_as_written_or_as_shares() -> None:
    """By hand: home and late is 0.6 * 5 + 0.4 * 4 = 4.6, and as shares 0.6 + 0.4 = 1."""
    assert packages().frontier[0].payoffs[0] == pytest.approx(4.6)
    assert packages(shares=True).frontier[0].payoffs[0] == 1
    assert packages().game.walk_away[0] == pytest.approx(0.3)


def test_a_note_says_how_evaluations_are_read_where_that_matters() -> None:
    unit = profile("1", "0", "1", "0", ("0.5", "0.5"))
    assert not imported([("a.xml", unit), ("b.xml", unit)]).notes
    assert imported([("a.xml", ONE), ("b.xml", TWO)]).notes


HOSTILE = {
    "entities": b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY c "&b;&b;">]><utility_space>&c;</utility_space>',
    "another file": b'<!doctype a SYSTEM "file:///etc/passwd"><utility_space/>',
    "deep": b"<a>" * 3_000 + b"</a>" * 3_000,
    "many": b"<a>" + b"<b/>" * 200_000 + b"</a>",
    "cut off": ONE[:200],
    "empty": b"",
    "no text": b"\xff\xfe\x00",
    "html": b"<html></html>",
    "no number": profile("x", "1", "1", "1", ("1", "1")),
    "large number": profile("9e999999", "1", "1", "1", ("1", "1")),
    "negative weight": profile("1", "1", "1", "1", ("-1", "1")),
    "numeric issue": ONE.replace(b'vtype="discrete"', b'vtype="real"'),
    "other issues": ONE.replace(b"18:00?", b"19:00?"),
    "other values": ONE.replace(b'"Home"', b'"Homes"'),
    "twice": ONE.replace(b'"Out"', b'"Home"'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_profile_is_refused(name: str) -> None:
    with pytest.raises(ScenarioError) as told:
        imported([("one.xml", ONE), ("two.xml", HOSTILE[name])])
    assert len(str(told.value)) < 1_000
