"""What a teacher can do with a class, and what becomes of those who are left over, leave, or let the time run out."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from sim.classroom.open_class import OpenClass
from sim.classroom.refused import RefusedError
from sim.classroom.session.commands import (
    Add,
    AddBots,
    Back,
    Change,
    Drop,
    Finish,
    Go,
    Merge,
    Next,
    Pause,
    Readmit,
    Redo,
    Remove,
    command_of,
)
from sim.study.classroom.classroom import tabulate
from sim.study.classroom.collection import read_folder
from tests.classroom.parts import TABLES, attempt, opened, part, typed_part


def answer(room: OpenClass, seat: int, number: int = 0) -> bool:
    """Answer what a seat is asked; whether it was asked anything."""
    question = room.seat_view(seat).question
    if question is None:
        return False
    choice = question.options[min(number, len(question.options) - 1)].value if question.options else "0.5"
    room.decide(seat, question.match, question.id, choice)
    return True


def answer_all(room: OpenClass, number: int = 0) -> None:
    while any(answer(room, seat, number) for seat, kept in room.state.seats.items() if not kept.bot):
        pass


def codes(room: OpenClass, command: object) -> str:
    with pytest.raises(RefusedError) as refused:
        room.teach(command)  # type: ignore[arg-type]
    return refused.value.code


def test_a_class_goes_through_its_rounds_and_parts(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken", rounds=2), part("ultimatum"), seats=4)
    steps = []
    while room.state.step.name != "end":
        room.teach(Next())
        steps.append(tuple(room.state.step)[:3])
        if room.state.step.name == "round":
            assert codes(room, Next()) == "open_round"
            answer_all(room)
    assert steps == [
        ("round", 0, 0),
        ("round", 0, 1),
        ("debrief", 0, 0),
        ("round", 1, 0),
        ("debrief", 1, 0),
        ("end", 1, 0),
    ]
    assert codes(room, Next()) == "last"
    room.teach(Add(part("stag-hunt")))
    room.teach(Next())
    assert room.state.step == ("round", 2, 0)
    answer_all(room)
    room.close()
    assert len(list((tmp_path / "records").glob("*.json"))) == 2 * 2 + 2 + 2


def test_nobody_can_begin_without_anybody_and_who_comes_late_waits_for_a_round(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken", rounds=2))
    assert codes(room, Next()) == "nobody"
    first = room.join().seat
    room.teach(Next())
    late = room.join().seat
    assert room.seat_view(late).phase == "wait"
    answer(room, first)
    room.teach(Next())
    assert room.seat_view(late).phase == "ask"
    assert None not in room.state.current[0].seats
    room.abandon()


def test_a_look_back_undoes_nothing_and_holds_the_clock(tmp_path: Path) -> None:
    room, clock = opened(tmp_path, part("chicken", rounds=2, seconds=10.0), seats=2)
    room.teach(Next())
    answer_all(room)
    room.teach(Next())
    answer(room, 1)
    clock.time += 9
    room.teach(Back())
    assert room.seat_view(2).phase == "round_over"
    question = next(m for m in room.state.under_way).number
    refused = attempt(room, 2, question, "0", "swerve")
    assert isinstance(refused, RefusedError)
    clock.time += 100
    assert not room.tick()
    assert len(room.state.matches) == 2
    room.teach(Next())
    clock.time += 0.5
    assert not room.tick()
    view = room.seat_view(2)
    assert view.deadline == pytest.approx(clock.time + 0.5)
    answer(room, 2)
    assert sum(len(m.decisions) for m in room.state.matches.values()) == 4
    room.abandon()


def test_a_round_that_begins_anew_leaves_its_answers_marked_and_out_of_the_records(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken"), seats=2)
    room.teach(Next())
    answer_all(room)
    room.write_records()
    room.teach(Redo())
    answer_all(room, 1)
    room.close()
    records = sorted(p.name for p in (tmp_path / "records").glob("*.json"))
    assert records == ["match-0002.json"]
    rows = [line.split(",") for line in (tmp_path / "decisions.csv").read_text().splitlines()]
    counts = rows[0].index("counts")
    assert [row[counts] for row in rows[1:]] == ["", "", "yes", "yes"]
    assert room.seat_view(1).total == room.state.matches[2].paid[room.state.matches[2].side_of(1) or 0]


def test_the_clock_decides_once_and_takes_over_whoever_misses_it_twice(tmp_path: Path) -> None:
    room, clock = opened(tmp_path, part("repeated-prisoners-dilemma", stop=4, seconds=10.0), seats=2)
    room.teach(Next())
    answer(room, 1)
    clock.time += 9.9
    assert not room.tick()
    clock.time += 0.2
    assert room.tick()
    (match,) = room.state.current
    assert (len(match.turns), match.decisions[-1].by, room.state.seats[2].status) == (1, "clock", "here")
    assert "chose for you" in room.seat_view(2).note
    late = attempt(room, 2, match.number, "0", "cooperate")
    assert isinstance(late, RefusedError)
    assert late.code == "late"
    answer(room, 1)
    clock.time += 11
    room.tick()
    assert room.state.seats[2].status == "away"
    answer_all(room)
    (match,) = room.state.current
    assert match.over
    assert [d.by for d in match.decisions if d.side == match.side_of(2)] == ["clock", "agent", "agent", "agent"]
    room.here(2)
    assert room.state.seats[2].status == "here"
    room.close()
    records, troubles = read_folder(tmp_path / "records")
    assert not troubles
    table, odd = tabulate(records)
    assert not odd
    assert table is not None
    assert table.count == 4  # those of the seat that was there, none that an agent made for the other


def test_an_answer_in_time_makes_up_for_one_that_was_missed(tmp_path: Path) -> None:
    room, clock = opened(tmp_path, part("repeated-prisoners-dilemma", stop=6, seconds=10.0), seats=2)
    room.teach(Next())
    for k in range(6):
        answer(room, 1)
        if k % 2:
            answer(room, 2)
            continue
        clock.time += 11
        room.tick()
    assert room.state.seats[2].status == "here"
    room.abandon()


def test_whoever_leaves_is_played_for_and_the_partner_plays_on(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("repeated-prisoners-dilemma", stop=3, rounds=2), seats=2)
    room.teach(Next())
    answer(room, 1)
    room.leave(2)
    answer_all(room)
    assert room.state.current[0].over
    room.teach(Next())
    (match,) = room.state.current
    assert set(match.seats) == {1, None}
    room.abandon()


def test_whoever_is_removed_cannot_decide_until_readmitted(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken", rounds=3), seats=2)
    room.teach(Next())
    room.teach(Remove(2))
    assert room.seat_view(2).phase == "removed"
    refused = attempt(room, 2, 1, "0", "swerve")
    assert isinstance(refused, RefusedError)
    assert refused.code == "removed"
    room.here(2)
    room.leave(2)
    assert room.state.seats[2].status == "removed"
    answer_all(room)
    room.teach(Readmit(2))
    room.teach(Next())
    assert room.seat_view(2).phase == "ask"
    room.abandon()


def test_finish_closes_a_round_for_all(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("repeated-prisoners-dilemma", stop=5), part("job-offer"), seats=5)
    room.teach(Next())
    answer(room, 1)
    room.teach(Finish())
    assert all(m.over for m in room.state.current)
    assert sum(d.by == "person" for m in room.state.current for d in m.decisions) == 1
    room.abandon()


def test_treatments_are_played_among_themselves_until_they_are_merged(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken", {"crash": "10"}, {"crash": "20"}, rounds=3), seats=10)
    room.teach(Next())
    groups = {seat: m.treatment for m in room.state.current for seat in m.seats if seat is not None}
    assert sorted(groups.values()).count(0) in (4, 6)
    crash = {m.treatment: TABLES.arena(room.state.parts[0], m.treatment).form.row[1][1] for m in room.state.current}  # type: ignore[attr-defined]
    assert crash == {0: Fraction(-10), 1: Fraction(-20)}
    answer_all(room, 1)
    room.teach(Next())
    assert groups == {seat: m.treatment for m in room.state.current for seat in m.seats if seat is not None}
    answer_all(room)
    room.teach(Merge(0))
    room.teach(Next())
    assert {m.treatment for m in room.state.current} == {0}
    answer_all(room)
    room.close()
    records = [json.loads(p.read_text()) for p in sorted((tmp_path / "records").glob("*.json"))]
    assert {r["treatment"] for r in records} == {"crash=10", "crash=20"}
    assert all(r["settings"]["crash"] == r["treatment"].partition("=")[2] for r in records)


def test_answers_in_advance_are_given_while_the_offer_is_made_and_do_what_they_say(tmp_path: Path) -> None:
    """Selten's strategy method: the responder answers each offer, and the one that is made is answered so."""
    room, _ = opened(tmp_path, part("ultimatum", in_advance=True), seats=2)
    room.teach(Next())
    (match,) = room.state.current
    proposer, responder = (s for s in match.seats if s is not None)
    asked = []
    while (question := room.seat_view(responder).question) is not None:
        asked.append((question.number, question.of, question.id))
        assert question.situation == (f"Suppose that this has happened: Proposer: “keep {5 - question.number}”.",)
        room.decide(responder, 1, question.id, "reject" if question.number == 2 else "accept")
    assert asked == [(1, 3, "a1"), (2, 3, "a2"), (3, 3, "a3")]
    assert room.seat_view(responder).phase == "sent"
    room.decide(proposer, 1, "0", "keep 3")
    (match,) = room.state.current
    assert (match.over, match.paid) == (True, (0.0, 0.0))
    room.close()
    ((session,), _) = read_folder(tmp_path / "records")
    assert [turn.moves for turn in session.turns] == [("keep 3", ""), ("", "reject")]


ONE_OFFER = """
format: 1
kind: offers
title: One offer
players:
  a: {name: Ann, patience: 1/2}
  b: {name: Bob, patience: 1/2}
surplus: 10
first: a
rounds: 1
"""


@pytest.mark.parametrize(("least", "paid"), [("4", (6.0, 4.0)), ("41%", (0.0, 0.0))])
def test_the_least_offer_that_is_accepted_is_one_answer(tmp_path: Path, least: str, paid: tuple[float, float]) -> None:
    room, _ = opened(tmp_path, typed_part(ONE_OFFER, in_advance=True), seats=2)
    room.teach(Next())
    (match,) = room.state.current
    ann, bob = (s for s in match.seats if s is not None)
    question = room.seat_view(bob).question
    assert question is not None
    assert (question.kind, question.high) == ("threshold", 10.0)
    room.decide(bob, 1, "a1", least)
    room.decide(ann, 1, "0", "6")
    assert room.state.current[0].paid == paid
    room.abandon()


def test_answers_in_advance_are_refused_where_they_make_no_sense(tmp_path: Path) -> None:
    for k, name in enumerate(("chicken", "alternating-offers", "action-for-action", "job-offer")):
        with pytest.raises(RefusedError):
            opened(tmp_path / str(k), part(name, in_advance=True))


def test_the_left_over_seat_meets_who_the_part_names(tmp_path: Path) -> None:
    found = {}
    for agent in ("equilibrium", "quantal_response", "tit_for_tat", "earlier_choices"):
        room, _ = opened(tmp_path / agent, part("repeated-prisoners-dilemma", stop=3, agent=agent), seats=1)
        room.teach(Next())
        answer_all(room)
        (match,) = room.state.current
        side = match.seats.index(None)
        found[agent] = [turn.moves[side] for turn in match.turns]
        room.abandon()
    assert found["equilibrium"] == ["arm"] * 3
    assert found["tit_for_tat"] == ["disarm"] * 3  # the seat disarmed throughout
    with pytest.raises(RefusedError, match="tit-for-tat"):
        opened(tmp_path / "no", part("ultimatum", agent="tit_for_tat"))


def test_earlier_choices_are_those_of_a_student_who_sat_there_before(tmp_path: Path) -> None:
    """Everybody keeps 2, which the equilibrium never does: so does the agent once somebody has sat there."""
    room, _ = opened(tmp_path, part("ultimatum", rounds=6, agent="earlier_choices", matching="round-robin"), seats=3)
    made = []
    for _ in range(6):
        room.teach(Next())
        answer_all(room, 2)
        made += [d.choice for m in room.state.current for d in m.decisions if d.by == "agent" and d.side == 0]
    assert made.count("keep 2") >= len(made) - 1
    assert "keep 2" in made
    room.abandon()


def test_bots_take_empty_seats_and_are_no_people(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken"), seats=1, bots=2)
    room.teach(AddBots(2))
    room.teach(Next())
    answer_all(room)
    assert all(m.over for m in room.state.current)
    room.close()
    records = [json.loads(p.read_text()) for p in (tmp_path / "records").glob("*.json")]
    people = [p for r in records for p in r["players"].values() if "person" in p]
    assert people == [{"person": "seat 3"}]
    assert len(records) == 3


@pytest.mark.parametrize("name", ["chicken", "ultimatum", "alternating-offers", "action-for-action", "job-offer"])
@pytest.mark.parametrize("agent", ["earlier_choices", "quantal_response"])
def test_records_with_agents_in_them_are_put_together_in_every_kind(tmp_path: Path, name: str, agent: str) -> None:
    """Two people and a bot: agents sit in at least one match of a round; only people's choices count."""
    room, _ = opened(tmp_path, part(name, rounds=3, agent=agent), seats=2, bots=1)
    for _ in range(3):
        room.teach(Next())
        answer_all(room)
    made = [d.by for m in room.state.matches.values() for d in m.decisions]
    room.close()
    records, _ = read_folder(tmp_path / "records")
    table, odd = tabulate(records, 5.0)
    assert not odd
    assert table is not None
    people = {seat.person for r in records for seat in r.seats if seat.human}
    assert people == {"seat 2", "seat 3"}
    assert table.count == made.count("person")
    assert "agent" in made


def test_parts_change_before_they_begin_and_less_of_them_after(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken", rounds=2), part("ultimatum"), seats=2)
    room.teach(Change(0, {"matching": "partners", "treatments": [[["crash", "20"]]]}))
    assert room.state.parts[0].treatments == ((("crash", "20"),),)
    for changes in ({"rounds": 0}, {"matching": "x"}, {"text": "x"}, {"treatments": [[["crush", "1"]]]}, {"agent": 3}):
        with pytest.raises(RefusedError):
            room.teach(Change(0, changes))
    room.teach(Next())
    assert codes(room, Change(0, {"matching": "swap"})) == "begun"
    assert codes(room, Drop(0)) == "begun"
    room.teach(Change(0, {"seconds": 30, "rounds": 1}))
    room.teach(Drop(1))
    answer_all(room)
    room.teach(Next())
    assert room.state.step.name == "debrief"
    room.abandon()


def test_commands_come_as_plain_data(tmp_path: Path) -> None:
    assert command_of({"do": "next"}) == Next()
    assert command_of({"do": "remove", "seat": 3}) == Remove(3)
    assert command_of({"do": "change", "part": 0, "changes": {"rounds": 2}}) == Change(0, {"rounds": 2})
    assert command_of({"do": "add", "spec": part("chicken").document()}) == Add(part("chicken"))
    for wrong in (
        {},
        {"do": 3},
        {"do": "remove"},
        {"do": "remove", "seat": True},
        {"do": "add", "spec": 1},
        {"do": ["x"]},
    ):
        with pytest.raises(RefusedError):
            command_of(wrong)
    room, _ = opened(tmp_path, part("chicken"), seats=2)
    for command in (Remove(99), Merge(7), Drop(-1), Drop(0)):
        with pytest.raises(RefusedError):
            room.teach(command)
    room.teach(Pause())
    room.teach(Next())
    assert room.seat_view(1).phase == "paused"
    room.teach(Go())
    assert room.seat_view(1).phase == "ask"
    room.abandon()


def test_a_class_has_two_hundred_seats(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken"))
    for _ in range(199):
        room.join("x" * 10_000)
    room.teach(AddBots(1))
    with pytest.raises(RefusedError, match="full"):
        room.join()
    room.teach(Next())
    assert len(room.state.current) == 100
    room.abandon()
