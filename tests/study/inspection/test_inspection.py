"""How much inspection a roadmap needs, and how much is accepted: closed forms, a grid, and both sides of each end."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim import load, loads
from sim.errors import AskError, RangeError
from sim.exact.spacing import spread
from sim.scenario.load import load as load_scenario
from sim.study.inspection.inspection import inspect
from sim.study.inspection.options import InspectionOptions
from sim.study.inspection.sides import Viewer
from sim.study.inspection.stretches import End, Stretch, common, stretches

EXCHANGE = """\
format: 1
title: Exchange
players:
  us: {name: United States, patience: 0.8}
  nk: {name: North Korea, patience: 0.8}
parameters:
  seen: {value: 0.3, min: 0, max: 1}
  exposure: {value: 1, min: 0, max: 8}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: relief, effect: {us: -1, nk: 3}, reversible: true}]
  nk:
    - {id: access, effect: {us: 0, nk: -exposure * seen}, reversible: true}
    - {id: freeze, effect: {us: 3, nk: -1}, reversible: true, verification: seen}
roadmaps:
  together: [nk.access, [us.relief, nk.freeze]]
moves: alternating
first: us
actions: [concede, hold_out]
horizon: 4
"""
"""With d = 4/5 and s = exposure * q: keeping pays 2 - s from round 2 on, and so it must pay

- (1 - d) (3 - s) / (1 - d (1 - q)), a fake that is never given up: d q (2 - s) >= 1 - d;
- (1 - d) (3 - s) + d (1 - q) (1 - d) 3, a fake and then taking everything back;
- (1 - d) 3, taking back, inspectors thrown out: s <= 7/5. In round 1 access asks for s <= 2 d, which is less.
"""


def scenario(text: str = EXCHANGE, **settings: str):
    return load_scenario("exchange.yaml", settings, text)


def test_the_window_in_closed_form() -> None:
    """With exposure 1: q (2 - q) = 1/4 at q = 1 - sqrt(3)/2, and every q up to 1 is accepted."""
    found = inspect(scenario())
    (level,) = found.levels
    assert found.confirmed
    assert found.holds
    (window,) = level.window
    assert (window.high, window.stop) == (1, None)
    assert window.start is not None
    assert not window.start.exact
    # q is below the root if and only if 1 - q is above sqrt(3)/2.
    assert (1 - window.start.holds) ** 2 < Fraction(3, 4) < (1 - window.start.fails) ** 2
    assert window.start.holds - window.start.fails <= Fraction(1, 10**12)


def test_both_ends_are_exact_where_they_are_fractions() -> None:
    """With exposure 3: 12 q^2 - 8 q + 1 <= 0 from 1/6 on; a fake taken back pays from 23/48 on; 7/15 is accepted."""
    (level,) = inspect(scenario(exposure="3")).levels
    (needed,), (accepted,), (window,) = level.needed, level.accepted, level.window
    assert (needed.low, needed.high) == (Fraction(1, 6), Fraction(23, 48))
    assert (accepted.low, accepted.high) == (0, Fraction(7, 15))
    assert (window.low, window.high) == (Fraction(1, 6), Fraction(7, 15))
    assert all(end is not None and end.exact for end in (needed.start, needed.stop, accepted.stop))
    side, way = level.breaks[window.stop.fails]  # type: ignore[union-attr]
    assert (side.player, way.acts[0][1]) == (1, "renege")


def test_a_window_may_be_a_single_value() -> None:
    """With exposure 4: 16 q^2 - 8 q + 1 <= 0 at q = 1/4 alone."""
    (level,) = inspect(scenario(exposure="4")).levels
    assert [(s.low, s.high) for s in level.window] == [(Fraction(1, 4), Fraction(1, 4))]


def test_no_inspection_is_enough_where_being_seen_costs_too_much() -> None:
    """With exposure 7: 28 q^2 - 8 q + 1 has no root; accepted up to 1/5."""
    (level,) = inspect(scenario(exposure="7")).levels
    assert level.needed == level.window == ()
    assert [(s.low, s.high) for s in level.accepted] == [(0, Fraction(1, 5))]


@pytest.mark.parametrize("exposure", ["0", "1", "2", "5/2", "3", "7/2"])
def test_a_grid_agrees(exposure: str) -> None:
    """Where the inequalities of `EXCHANGE` hold on a grid is where the window is."""
    (level,) = inspect(scenario(exposure=exposure), options=InspectionOptions(points=9)).levels
    d, cost = Fraction(4, 5), Fraction(exposure)
    for k in range(201):
        q = Fraction(k, 200)
        s = cost * q
        fakes = max((1 - d) * (3 - s) / (1 - d * (1 - q)), (1 - d) * (3 - s) + d * (1 - q) * (1 - d) * 3)
        holds = 2 - s >= max(fakes, (1 - d) * 3) and s <= 2 * d
        assert any(stretch.low <= q <= stretch.high for stretch in level.window) == holds


def test_each_end_holds_on_one_side_and_fails_on_the_other() -> None:
    found = inspect(load("intrusion").scenario)
    (level,) = found.levels
    viewer = Viewer(load("intrusion").scenario, found.rounds)
    for curve in level.curves:
        for stretch in curve.holds:
            for end in (stretch.start, stretch.stop):
                if end is None:
                    continue
                margins = []
                for value in (end.holds, end.fails):
                    outlooks = viewer.at({"intrusion": value})
                    assert outlooks is not None
                    way = outlooks.worst_fake(curve.side) if curve.kind == "faking" else outlooks.worst_open(curve.side)
                    assert way is not None
                    margins.append(way.margin)
                assert margins[0] >= 0 > margins[1]
                assert (margins[0] == 0) == end.exact


def test_the_korean_file_has_a_window_and_none_if_being_seen_costs_twice_as_much() -> None:
    """The least that is needed stays: once inspectors are in, what they have seen is borne with a fake as well."""
    game = load("intrusion")
    own, dear = inspect(game.scenario), inspect(game.set(exposure=3).scenario)
    assert own.holds
    assert own.levels[0].window[0].high == Fraction(3164, 9375)
    # What is accepted hangs on exposure times intrusion alone.
    assert dear.levels[0].accepted[0].high == Fraction(3164, 9375) / 2
    assert dear.levels[0].needed[0].low == own.levels[0].needed[0].low
    assert dear.levels[0].window == ()


def test_what_is_accepted_in_the_korean_file_by_hand() -> None:
    """Round 2: access; freeze, relief and site follow. Never beginning keeps the pause of exercises for that round."""
    d, e = Fraction(4, 5), Fraction(3, 10)
    freeze, site, relief = Fraction(96, 100), Fraction(48, 100), Fraction(2)
    keeping = e - d * freeze + d**2 * relief - d**3 * site
    assert (keeping - (1 - d) * e) / Fraction(3, 2) == Fraction(3164, 9375)


def test_types_are_looked_at_one_by_one() -> None:
    game = load("covert-production")
    found = inspect(game.scenario, options=InspectionOptions("nk.freeze, us.relief, nk.site"))
    enough = {(a.side.type, a.step): a.enough for a in found.hidden}
    assert enough["covert", 0] == ()
    # A real site pays 1 less per round (aid 0.8 of the 1.8 of production). Keeping: -3 - 1.2 + 2 - 1 = -3.2; a fake:
    # -2.2 until it is found, then -4.2. They are alike at 3.2 = 0.15 * 2.2 + 0.85 (3.2 + q), q = 3/17.
    assert enough["covert", 1][0].low == Fraction(3, 17)
    assert found.confirmed


@pytest.mark.parametrize(
    ("name", "parameters", "roadmap", "why"),
    [
        ("chicken", (), None, "kind concessions"),
        ("stalled", (), None, "can be faked"),
        ("intrusion", (), "phasde", "did you mean 'phased'"),
        ("intrusion", (), "nk.freeze, us.relief", "out of order"),
        ("intrusion", (), "nk.fridge", "no step 'nk.fridge'"),
        ("intrusion", (), "us.exercises + us.relief", "one step in a round"),
    ],
)
def test_what_cannot_be_asked_is_refused(name: str, parameters: tuple[str, ...], roadmap: str | None, why: str) -> None:
    with pytest.raises(AskError, match=why):
        inspect(load(name).scenario, parameters, InspectionOptions(roadmap))


def test_a_parameter_named_twice_is_refused() -> None:
    with pytest.raises(RangeError, match="twice"):
        inspect(load("intrusion").scenario, ("intrusion", "intrusion=0:0.5"))


def test_ends_are_exact_where_the_margin_is_zero_and_brackets_elsewhere() -> None:
    """(3 x - 1) (2 - x^2): positive between 1/3 and the root of 2."""
    found = stretches(lambda x: (3 * x - 1) * (2 - x * x), spread(Fraction(0), Fraction(3), 9))
    (only,) = found
    assert only.start is not None
    assert only.stop is not None
    assert (only.low, only.start.exact) == (Fraction(1, 3), True)
    assert not only.stop.exact
    assert only.stop.holds**2 < 2 < only.stop.fails**2
    assert only.stop.fails - only.stop.holds <= Fraction(3, 10**12)


def test_whole_numbers_have_whole_ends() -> None:
    """n^2 - 10 of whole n: negative from -3 to 3, and nowhere zero."""

    def margin(value: Fraction) -> Fraction | None:
        return value**2 - 10 if value.denominator == 1 else None

    one, two = stretches(margin, [Fraction(-20), Fraction(1), Fraction(40)], whole=True)
    assert (one.low, one.high, two.low, two.high) == (-20, -4, 4, 40)
    assert [end and end.fails for end in (one.stop, two.start)] == [-3, 3]


def test_stretches_meet() -> None:
    end = End(Fraction(1), Fraction(2), exact=True)
    one = (Stretch(Fraction(0), Fraction(1), None, end), Stretch(Fraction(3), Fraction(4)))
    two = (Stretch(Fraction(1), Fraction(7, 2)),)
    assert [(s.low, s.high) for s in common(one, two)] == [(1, 1), (3, Fraction(7, 2))]


DUMP = """\
format: 1
title: Arms dump
players: {reg: {patience: 0.9}, mil: {patience: 0.75}}
parameters: {q: {value: 0.4, min: 0, max: 1}}
status_quo: {reg: -3000, mil: -500}
concessions:
  reg: [{id: aid, effect: {reg: -500, mil: 2500}, reversible: true}]
  mil: [{id: seal, effect: {reg: 2000, mil: -1000 - 1000 * q}, verification: q, reversible: true}]
on_discovery: snapback
roadmaps: {swap: [[reg.aid, mil.seal]]}
moves: alternating
actions: [concede, hold_out]
horizon: 6
"""


def test_being_seen_and_faking_bound_a_chance_from_both_sides_in_closed_form() -> None:
    """Keeping pays 1500 - 1000 q, a fake 625 / (0.25 + 0.75 q) until it is found, leaving 625: aid for a dump."""
    found = loads(DUMP).inspection()
    (parameter,) = found.document["parameters"]
    ends = {key: [(e["from"], e["to"]) for e in parameter[key]] for key in ("needed", "accepted", "window")}
    assert ends["needed"] == ends["window"] == [(0.5, pytest.approx(2 / 3))]
    assert ends["accepted"] == [(0, 0.875)]
    assert found.document["hidden"][0]["enough"][0]["from"] == pytest.approx(14 / 33)
