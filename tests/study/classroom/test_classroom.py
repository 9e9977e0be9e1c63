"""A class's choices counted, beside what equilibria and play with errors do there."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from pathlib import Path

import pytest

from sim.agents.arenas.match import Match, Seat, Session
from sim.agents.arenas.opponents import opponent
from sim.agents.arenas.replay import replay
from sim.agents.arenas.seating import arena_of
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.study.classroom.class_table import ClassTable
from sim.study.classroom.classroom import tabulate
from sim.study.classroom.collection import grouped, read_folder, without_people
from sim.study.classroom.session_file import session_document
from tests.agents.helpers import ladders

TWO = (Seat("Anna"), Seat("Ben"))


def game(scenario: Scenario, *moves: dict[int, str], seats: tuple[Seat, Seat] = TWO, played: str = "now") -> Session:
    """A game of given choices; what is not given is done as in equilibrium."""
    arena = arena_of(scenario, seats)
    match, left = Match(arena, 1), list(moves)
    while not match.over:
        place = match.place
        own = left.pop(0) if left and match.choosing() else {}
        match.play({s: own.get(s) or match.drawn(dict(arena.mixture(place, s))) for s in match.choosing()})
    return Session(scenario, seats, "payoff-dominant", None, 1, played, tuple(match.turns), True)


def table(sessions: list[Session]) -> ClassTable:
    found, troubles = tabulate(sessions)
    assert not troubles
    assert found is not None
    return found


def chicken(counts: dict[tuple[str, str], int]) -> list[Session]:
    scenario = load("chicken")
    return [game(scenario, {0: one, 1: two}) for (one, two), n in counts.items() for _ in range(n)]


def test_choices_are_counted_beside_every_nash_equilibrium() -> None:
    """Chicken has two pure equilibria and one in which both stand firm with chance 1 / (1 + 10 - 1) = 0.1."""
    found = table(chicken({("yield", "yield"): 3, ("yield", "stand firm"): 4, ("stand firm", "stand firm"): 1}))
    one, two = found.points
    assert [(row.action, row.count) for row in one.rows] == [("yield", 7), ("stand firm", 1)]
    assert [(row.action, row.count) for row in two.rows] == [("yield", 3), ("stand firm", 5)]
    assert found.labels == ("Nash", "Nash 2", "Nash 3")
    mixed = [row.equilibria for row in one.rows]
    assert sorted(mixed[1]) == pytest.approx([0, 0.1, 1])
    assert [sum(column) for column in zip(*mixed, strict=True)] == pytest.approx([1, 1, 1])


def test_the_likelihood_is_that_of_all_choices_at_the_fitted_precision() -> None:
    found = table(chicken({("yield", "yield"): 12, ("yield", "stand firm"): 3, ("stand firm", "yield"): 2}))
    assert found.fit is not None
    by_hand = math.fsum(
        row.count * math.log(row.quantal) for point in found.points for row in point.rows if row.count and row.quantal
    )
    assert found.fit.loglik == pytest.approx(by_hand)
    assert found.fit.uniform == pytest.approx(-34 * math.log(2))
    firm = found.points[0].rows[1].quantal
    assert firm is not None
    # On the symmetric branch stand firm pays 1 - 11 s and yield -s against s: the logit of s is t (1 - 10 s).
    assert math.log(firm / (1 - firm)) == pytest.approx(found.fit.precision * (1 - 10 * firm), abs=1e-6)


def test_a_precision_at_which_concession_games_were_played_lies_in_its_interval() -> None:
    scenario = load("relief-first")
    arena = arena_of(scenario, TWO)
    rule, made = arena.responses([12.0])[0], []
    assert rule is not None
    for seed in range(12):
        match = Match(arena, seed)
        while not match.over:
            place = match.place
            match.play({s: match.drawn(rule(place, s)) for s in match.choosing()})
        made.append(Session(scenario, TWO, "payoff-dominant", None, seed, "now", tuple(match.turns), True))
    fit = table(made).fit
    assert fit is not None
    assert fit.low < 12 < (fit.high or math.inf)
    assert fit.beats_random


def test_a_decision_of_a_tree_counts_at_its_information_set() -> None:
    scenario = load("centipede")
    found = table([game(scenario, {0: "pass"}, {1: "pass"}, {0: "take"}), game(scenario, {0: "take"})])
    assert [(p.name, p.count, [row.count for row in p.rows]) for p in found.points] == [
        ("move 1", 2, [1, 1]),
        ("move 2", 1, [0, 1]),
        ("move 3", 1, [1, 0]),
    ]
    assert found.points[0].given == pytest.approx(0.2 / 2)
    assert found.impossible == (2,)


def test_offers_are_counted_by_the_tenth_that_they_lie_in() -> None:
    scenario = load("alternating-offers")
    found = table([game(scenario, {0: "0.62"}, {1: "accept"}), game(scenario, {0: "0.69"}, {1: "refuse"})])
    asks = next(p for p in found.points if p.name == "asks" and p.seat == 0)
    assert {row.action: row.count for row in asks.rows if row.count} == {"0.6 to 0.7": 2}
    assert {row.action: row.equilibria for row in asks.rows if row.equilibria[0]} == {"0.7 to 0.8": (1.0,)}
    assert sum(row.quantal or 0 for row in asks.rows) == pytest.approx(1)


def test_choices_of_agents_are_not_counted() -> None:
    seats = (Seat("Anna"), Seat(None, "equilibrium"))
    found = table([game(load("chicken"), {0: "yield"}, seats=seats)])
    assert [point.seat for point in found.points] == [0]
    assert [(s.name, s.seat) for s in found.students] == [("Anna", 0)]


def test_an_agent_that_fakes_changes_nothing_about_where_people_chose() -> None:
    """The salami slicer fakes its last step, which people see as a step; the points are those of the game they see."""
    scenario = ladders("alternating", chance=0)
    seats = (Seat("Anna"), Seat(None, "salami_slicer"))
    arena = arena_of(scenario, seats)
    match, other = Match(arena, 1), opponent(arena, 1, "salami_slicer")
    while not match.over:
        place = match.place
        options = {s: arena.options(place, s) for s in match.choosing()}
        own = {0: "concede" if "concede" in options.get(0, ()) else "hold_out"} if 0 in options else {}
        other.saw(place, match.play(own | ({1: match.drawn(other.chances(place))} if 1 in options else {})))
    assert any(turn.moves[1] == "fake" for turn in match.turns)
    faked = Session(scenario, seats, "payoff-dominant", None, 1, "now", tuple(match.turns), True)
    found = table([faked, game(scenario, {0: "hold_out"})])
    fair = arena_of(scenario, TWO)
    for point in found.points:
        mixture = fair.mixture(point.place, point.seat)
        assert fair.point(point.place, point.seat) == point.name
        assert [row.equilibria[0] for row in point.rows] == pytest.approx([mixture[r.action] for r in point.rows])


def test_who_gave_away_less_comes_first_and_games_of_a_person_are_added_up() -> None:
    # The only equilibrium is to arm, which pays 1; to disarm against it pays 0.
    scenario = load("prisoners-dilemma")
    good, bad = {0: "arm", 1: "arm"}, {0: "disarm", 1: "arm"}
    anna, cleo = (Seat("Anna"), Seat("Ben")), (Seat("Cleo"), Seat("Ben"))
    found = table([game(scenario, m, seats=s) for m, s in ((good, anna), (bad, anna), (bad, cleo))])
    own = {s.name: (s.games, s.given, s.got) for s in found.students if s.seat == 0}
    assert own == {"Anna": (2, 1, 0.5), "Cleo": (1, 1, 0.0)}
    assert [s.name for s in found.students if s.seat == 0] == ["Anna", "Cleo"]


def test_games_are_grouped_by_file_and_settings() -> None:
    one, two = load("chicken"), load("chicken", {"gain": "2"})
    made = [game(s) for s in (one, two, one, load("stag-hunt"))]
    assert [len(group) for group in grouped(made)] == [2, 1, 1]


def test_names_can_be_left_out_and_people_still_be_told_apart() -> None:
    made = [game(load("chicken")), game(load("chicken"), seats=(Seat("Ben"), Seat("")))]
    people = [[seat.person for seat in s.seats] for s in without_people(made)]
    assert people == [["student 1", "student 2"], ["student 2", ""]]


def test_a_folder_gives_its_records_and_says_what_is_none(tmp_path: Path) -> None:
    session = game(load("chicken"))
    record = session_document(replay(arena_of(session.scenario, session.seats), session))
    (tmp_path / "a.json").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    (tmp_path / "c.txt").write_text("no record", encoding="utf-8")
    nobody = record | {"players": {"one": {"agent": "equilibrium"}, "two": {"agent": "equilibrium"}}}
    (tmp_path / "d.json").write_text(json.dumps(nobody), encoding="utf-8")
    (tmp_path / "e.json").write_text(json.dumps(record), encoding="utf-8")
    found, troubles = read_folder(tmp_path)
    assert [s.turns for s in found] == [session.turns]
    assert [Path(t.partition(": ")[0]).name for t in troubles] == ["b.json", "d.json", "e.json"]
    assert troubles[2].endswith(f"the same game as {tmp_path / 'a.json'}")


def test_a_record_that_breaks_the_rules_is_left_out_and_told() -> None:
    good = game(load("chicken"))
    turn = replace(good.turns[0], moves=("yield", "surrender"))
    found, troubles = tabulate([good, replace(good, turns=(turn,), played="later")])
    assert found is not None
    assert len(found.replays) == 1
    assert len(troubles) == 1
    assert "surrender" in troubles[0]
    assert tabulate([replace(good, turns=(turn,))])[0] is None


def test_what_everybody_chose_at_random_is_told_so() -> None:
    draw = random.Random(3)
    counts: dict[tuple[str, str], int] = {}
    for _ in range(40):
        pair = draw.choice(["yield", "stand firm"]), draw.choice(["yield", "stand firm"])
        counts[pair] = counts.get(pair, 0) + 1
    fit = table(chicken(counts)).fit
    assert fit is not None
    assert fit.low == 0
