"""Conflicts over options in a class: groups of as many as there are parties, turns, records that are read back."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.agents.conflicts.seated import SeatedConflict
from sim.agents.conflicts.table import ConflictTable, computer
from sim.classroom.matching.groups import in_groups
from sim.classroom.matching.pairing import paired
from sim.classroom.matching.past import Past
from sim.classroom.matching.treatments import assigned
from sim.classroom.refused import RefusedError
from sim.classroom.rehearsal.rehearse import rehearse
from sim.classroom.rehearsal.report import rehearsal_document, rehearsal_text
from sim.classroom.session.commands import Finish, Next, Remove, Reveal
from sim.classroom.session.draft import question_of
from sim.classroom.session.parts import MATCHINGS, Matching
from sim.scenario.load import load
from sim.study.classroom.conflict_file import read_conflicts, stability_of
from tests.classroom.parts import TABLES, attempt, opened, part
from tests.classroom.web.phones import Pages

ELMIRA = part("elmira")


def seated(name: str = "elmira", rounds: int | None = None) -> SeatedConflict:
    scenario = load(name)
    return SeatedConflict(scenario, stability_of(scenario), rounds, "seq")


@settings(max_examples=60, deadline=None)
@given(
    matching=st.sampled_from(MATCHINGS),
    size=st.integers(2, 8),
    rounds=st.lists(st.sets(st.integers(1, 30), min_size=1), min_size=1, max_size=4),
    seed=st.integers(0, 99),
)
def test_each_seat_stands_once_and_one_match_at_most_lacks_sides(
    matching: Matching, size: int, rounds: list[set[int]], seed: int
) -> None:
    rng, past = np.random.default_rng(seed), Past()
    for present in rounds:
        found = paired(matching, sorted(present), past, rng, size)
        assert all(len(group) == size for group in found)
        assert sorted(seat for group in found for seat in group if seat is not None) == sorted(present)
        assert sum(None in group for group in found) <= 1
        assert len(found) == -(-len(present) // size)
        past = Past((*past.pairs, *found))


@pytest.mark.parametrize("size", [3, 4, 5])
def test_partners_stay_and_roles_go_around(size: int) -> None:
    seats, rng = list(range(1, 4 * size + 1)), np.random.default_rng(1)
    first = paired("swap", seats, Past(), rng, size)
    past = Past(tuple(first))
    for k in range(1, size + 1):
        found = paired("swap", seats, past, rng, size)
        turned = {tuple(group[(side - k) % size] for side in range(size)) for group in first}
        assert set(found) == turned  # everybody has had every role once after as many rounds as there are roles
        past = Past((*past.pairs, *found))
    kept = paired("partners", seats, Past(tuple(first)), rng, size)
    assert set(kept) == set(first)


@pytest.mark.parametrize(("size", "groups"), [(3, 10), (5, 6), (3, 7)])
def test_strangers_keep_their_side_and_meet_nobody_twice_where_latin_squares_allow_it(size: int, groups: int) -> None:
    # Two rounds of kept sides: shifting each side by another step is a way around every second meeting.
    seats, rng = list(range(1, size * groups + 1)), np.random.default_rng(2)
    first = paired("strangers", seats, Past(), rng, size)
    second = paired("strangers", seats, Past(tuple(first)), rng, size)
    met = [{frozenset(pair) for group in found for pair in combinations(group, 2)} for found in (first, second)]
    assert not met[0] & met[1]
    for seat in seats:
        assert Past(tuple(first)).side(seat) == Past(tuple(second)).side(seat)


def test_round_robin_shares_roles_out() -> None:
    seats, rng, past = list(range(1, 10)), np.random.default_rng(3), Past()
    for _ in range(9):
        past = Past((*past.pairs, *in_groups("round-robin", seats, past, 3, rng)))
    for seat in seats:
        played = [group.index(seat) for group in past.pairs if seat in group]
        assert max(played.count(side) for side in range(3)) <= 4  # 3 each if it can be had
        assert min(played.count(side) for side in range(3)) >= 2


@given(st.integers(1, 60), st.integers(2, 4), st.integers(2, 8), st.integers(0, 99))
def test_treatments_fill_their_matches(seats: int, count: int, size: int, seed: int) -> None:
    found = assigned(list(range(seats)), {}, count, np.random.default_rng(seed), size)
    sizes = [sum(t == k for t in found.values()) for k in range(count)]
    assert sum(each % size > 0 for each in sizes) <= 1
    assert max(sizes) - min(sizes) <= size


@pytest.mark.parametrize("name", ["elmira", "five-parties", "cuban-missiles"])
def test_a_seated_conflict_is_the_table_of_play(name: str) -> None:
    game = seated(name)
    table = ConflictTable(game.solution)
    players = [computer(game.solution, party, "seq") for party in range(game.sides)]
    place = game.start
    rng = np.random.default_rng(4)
    while place is not None:
        (side,) = game.movers(place)
        assert (side, place.state, game.open(place, side)) == (table.party, table.state, table.open)
        assert len(set(game.options(place, side))) == len(table.open)
        there = players[side](place.state)
        assert game.mixture(place, side) == {game.named(place.state, there): 1.0}
        choice = str(rng.choice(game.options(place, side))) if rng.random() < 0.5 else game.named(place.state, there)
        turn = table.move(game.goes_to(place, side, choice))
        assert game.turn(place, choice) == turn
        place = game.ways(place, tuple(choice if k == side else "" for k in range(game.sides)))[0].to
    assert table.over


def test_a_class_decides_in_turn_and_its_records_are_read_back(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, ELMIRA, seats=4)
    room.teach(Next())
    full, short = sorted(room.state.current, key=lambda m: m.seats.count(None))
    assert len(full.seats) == 3
    assert short.seats.count(None) == 2
    other = next(seat for seat in full.seats[1:] if seat is not None)
    refused = attempt(room, other, full.number, "0", "stay")
    assert isinstance(refused, RefusedError)
    assert refused.code == "not_due"
    while any(m.live for m in room.state.current):
        for m in room.state.current:
            for side, seat in enumerate(m.seats):
                question = question_of(room.state, room.state.matches[m.number], side, TABLES)
                if seat is not None and question is not None:
                    assert room.decide(seat, m.number, question, "stay").status == "counted"
    view = room.seat_view(other)
    assert view.phase == "round_over"
    assert view.paid is None
    assert view.total is None
    assert "place" in view.story[-1].lines[-1]
    room.teach(Next())
    room.close()
    (table,), troubles = read_conflicts(tmp_path / "records")
    assert not troubles
    assert len(table.replays) == 2
    assert all(played.rests for played in table.replays)  # the computer leaves what is stable for it, people stayed
    assert "payoffs" not in json.loads((tmp_path / "records" / "match-0001.json").read_text())


def test_a_decision_of_the_clock_is_not_counted_as_a_persons(tmp_path: Path) -> None:
    room, clock = opened(tmp_path, part("elmira", seconds=10.0), seats=3)
    room.teach(Next())
    (match,) = room.state.current
    first = match.seats[0]
    assert first is not None
    room.decide(first, match.number, "0", "stay")
    clock.time += 11
    assert room.tick()
    room.teach(Finish())
    room.close()
    (table,), _ = read_conflicts(tmp_path / "records")
    assert sum(sum(table.made(party).values()) for party in range(3)) == 1
    (played,) = table.replays
    assert [seat.human for seat in played.session.seats] == [True, False, False]
    assert played.session.stand_ins


def test_whoever_is_removed_is_played_on_for(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("five-parties"), seats=5)
    room.teach(Next())
    (match,) = room.state.current
    for seat in (1, 2, 3):
        room.teach(Remove(seat))
    match = room.state.matches[match.number]
    assert sum(map(bool, match.agents)) == 3
    room.teach(Finish())
    assert not any(m.live for m in room.state.current)


@pytest.mark.parametrize(("name", "sides"), [("elmira", 3), ("five-parties", 5), ("two-level-games", 0)])
def test_a_rehearsal_tells_places_and_no_sums(name: str, sides: int) -> None:
    found = rehearse([part(name, rounds=2)], 11, 1)
    document = rehearsal_document(found, 1)
    assert found.lost == 0
    assert document["payoffs"] == {}
    sides = sides or len(load(name).players)
    for match in document["matches"]:
        assert len(match["seats"]) == len(match["places"]) == sides
        assert all(1 <= place["end"] <= place["of"] for place in match["places"].values())
        assert "payoffs" not in match
    assert "payoff" not in rehearsal_text(found)


def test_what_does_not_fit_is_refused_in_words(tmp_path: Path) -> None:
    for k, changes in enumerate(({"in_advance": True}, {"agent": "tit_for_tat"})):
        with pytest.raises(RefusedError, match="Elmira"):
            opened(tmp_path / str(k), part("elmira", **changes))


def test_pages_of_a_conflict(tmp_path: Path) -> None:
    pages = Pages(tmp_path, ELMIRA)
    phones = [pages.phone() for _ in range(3)]
    assert "You are in" in phones[0].get("/play").text
    pages.room.teach(Next())
    (match,) = pages.room.state.current
    for _ in range(3):
        match = pages.room.state.matches[match.number]
        side = next(s for s in range(3) if question_of(pages.room.state, match, s, TABLES) is not None)
        seat = match.seats[side]
        assert seat is not None
        page = phones[seat - 1].get("/play").text
        assert "What stands" in page
        assert "first being the best" in page
        waiting = next(s for s in match.seats if s not in (None, seat))
        assert 'name="choice"' not in phones[waiting - 1].get("/play").text
        assert phones[seat - 1].choose("stay").status_code == 200
    over = phones[0].get("/play").text
    assert "Where it ended" in over
    assert "You got" not in over
    pages.room.teach(Next())
    pages.room.teach(Reveal(0))
    results = phones[0].get("/results/0")
    assert results.status_code == 200
    assert "came to rest" in results.text
    assert "place in your order" in results.text
    assert phones[0].get("/results/0/theory").status_code == 404
    for chapter, words in (("theory", "SEQ"), ("others", "no counts")):
        pages.room.teach(Reveal(0, chapter=chapter))
        assert words in phones[0].get(f"/results/0/{chapter}").text
    assert "You got" not in phones[0].get("/play").text
    assert phones[0].get(pages.teacher).status_code == 200
    assert phones[0].get("/").status_code == 200
