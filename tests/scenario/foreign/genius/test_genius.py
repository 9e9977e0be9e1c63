"""Negotiations in XML become scenarios; files that are damaged, hostile or about something else are refused."""

from __future__ import annotations

from fractions import Fraction

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
    "another kind of issue": ONE.replace(b'vtype="discrete"', b'vtype="objective"'),
    "other issues": ONE.replace(b"18:00?", b"19:00?"),
    "other values": ONE.replace(b'"Home"', b'"Homes"'),
    "twice": ONE.replace(b'"Out"', b'"Home"'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_profile_is_refused(name: str) -> None:
    with pytest.raises(ScenarioError) as told:
        imported([("one.xml", ONE), ("two.xml", HOSTILE[name])])
    assert len(str(told.value)) < 1_000


def ranged(kind: str, evaluator: str, span: str = '<range lowerbound="0" upperbound="100"/>') -> bytes:
    """A profile of a range and a list."""
    return f"""<utility_space><objective index="0" name="Sale">
<issue index="1" name="price" type="{kind}" vtype="{kind}">{span}{evaluator}</issue>
<issue index="2" name="paid" type="discrete"><item index="1" value="now" evaluation="1"/>
<item index="2" value="later" evaluation="0.5"/></issue>
<weight index="1" value="0.5"/><weight index="2" value="0.5"/></objective></utility_space>""".encode()


RISES = '<evaluator ftype="linear" offset="0" slope="0.01"/>'
FALLS = '<evaluator ftype="linear" parameter0="1" parameter1="-0.01"/>'
TENT = '<evaluator ftype="triangular" parameter0="0" parameter1="100" parameter2="33"/>'


def test_a_range_is_read_at_some_of_its_values_and_a_note_names_them() -> None:
    """By hand: 0.5 * 0.01 * 35 + 0.5 = 0.675 for whom it rises, and 0.5 * 0.65 + 0.5 = 0.825 for whom it falls."""
    made = imported([("a.xml", ranged("integer", RISES)), ("b.xml", ranged("real", FALLS))])
    assert any("'price' is read at 21 of its whole numbers from 0 to 100 (0, 5, 10 …)" in note for note in made.notes)
    found = solve(load("t", text=made.text))
    assert isinstance(found, PackagesSolution)
    assert found.game.count == 42
    at = found.game.options[0].index("option_35")
    assert found.game.pays((at, 0)) == (Fraction(27, 40), Fraction(33, 40))


def test_the_top_of_a_triangle_is_read_whatever_lies_between_the_other_values() -> None:
    """By hand: 1 at 33, and at 30 it is 30 / 33 of that."""
    made = imported([("a.xml", ranged("integer", TENT)), ("b.xml", ranged("integer", FALLS))])
    found = solve(load("t", text=made.text))
    assert isinstance(found, PackagesSolution)
    worth = {name: found.game.pays((k, 0))[0] for k, name in enumerate(found.game.options[0])}
    assert worth["option_33"] == 1
    assert float(worth["option_30"]) == pytest.approx(0.5 + 0.5 * 30 / 33)


def test_few_whole_numbers_are_all_read_and_nothing_is_noted() -> None:
    span = '<range lowerbound="2" upperbound="6"/>'
    made = imported([("a.xml", ranged("integer", RISES, span)), ("b.xml", ranged("integer", FALLS, span))])
    found = solve(load("t", text=made.text))
    assert isinstance(found, PackagesSolution)
    assert found.game.options[0] == tuple(f"option_{k}" for k in range(2, 7))
    assert not any("price" in note for note in made.notes)


REFUSED = {
    "another evaluator": (ranged("real", '<evaluator ftype="cos" parameter0="0"/>'), "cos"),
    "no evaluator": (ranged("real", ""), "no evaluator"),
    "no range": (ranged("real", RISES, ""), "no file states its range"),
    "no end": (ranged("real", RISES, '<range lowerbound="5" upperbound="1"/>'), "expected its range"),
    "half numbers": (ranged("integer", RISES, '<range lowerbound="0.5" upperbound="9"/>'), "expected its range"),
    "no triangle": (ranged("real", TENT.replace("33", "133")), "middle of its triangle"),
    "half a triangle": (ranged("real", '<evaluator ftype="triangular" start="0"/>'), "has no 'end'"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_range_that_cannot_be_read_is_refused_by_its_name_with_what_to_do(name: str) -> None:
    profile_, why = REFUSED[name]
    with pytest.raises(ScenarioError) as told:
        imported([("a.xml", profile_), ("b.xml", profile_)])
    assert "'price'" in str(told.value)
    assert why in str(told.value)
    assert "replace the issue by some of its values" in str(told.value)


def test_a_range_for_one_side_and_a_list_for_the_other_are_refused() -> None:
    listed = ranged("discrete", '<item index="1" value="5" evaluation="1"/>', "")
    with pytest.raises(ScenarioError, match="to the other side it is a list of values"):
        imported([("a.xml", ranged("integer", RISES)), ("b.xml", listed)])
