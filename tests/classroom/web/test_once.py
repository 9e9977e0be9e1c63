"""Double taps, the back button, two tabs, reloads, clocks: an answer counts once, and is kept before it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.classroom.session.commands import Next
from tests.classroom.parts import part
from tests.classroom.web.phones import Device, Pages, main_of


def begun(folder: Path, name: str = "chicken", **changes: object) -> tuple[Pages, list[Device]]:
    pages = Pages(folder, part(name, **changes))
    phones = [pages.phone(), pages.phone()]
    pages.room.teach(Next())
    return pages, phones


def test_two_taps_on_join_take_one_seat(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"))
    phone = pages.phone("Ada")
    assert phone.post("/join", code=pages.room.code, name="Ada").url.path == "/play"
    assert len(pages.room.state.seats) == 1
    assert "Go on as Ada" in phone.get("/join").text


def test_a_second_tap_changes_nothing(tmp_path: Path) -> None:
    pages, (phone, _) = begun(tmp_path)
    form = phone.form()
    for choice in ("yield", "yield", "stand firm"):
        answer = phone.post("/play", **form, choice=choice)
        assert answer.status_code == 200
        assert "Sent and saved" in answer.text
    assert [d.choice for m in pages.room.state.current for d in m.decisions] == ["yield"]


def test_the_back_button_and_a_second_tab_count_nothing_twice(tmp_path: Path) -> None:
    pages, (phone, other) = begun(tmp_path, rounds=2)
    old = phone.form()
    token = phone.http.cookies[pages.desk.cookie]
    tab = pages.device()
    assert tab.get(f"/seat/{token}").url.path == "/play"
    tab.choose("stand firm")
    other.choose("yield")
    assert "You choose “stand firm”" in phone.post("/play", **old, choice="yield").text
    pages.room.teach(Next())
    again = phone.post("/play", **old, choice="yield")  # the form of the first round, sent in the second
    assert again.status_code == 200
    assert [d.choice for m in pages.room.state.matches.values() for d in m.decisions] == ["stand firm", "yield"]
    assert 'name="question"' in again.text


def test_a_link_takes_the_seat_to_another_phone(tmp_path: Path) -> None:
    pages, (phone, _) = begun(tmp_path)
    link = phone.get("/play/link").text
    token = phone.http.cookies[pages.desk.cookie]
    assert f"/seat/{token}" in link
    moved = pages.device("192.0.2.99")
    moved.get(f"/seat/{token}")
    assert main_of(moved.get("/play").text) == main_of(phone.get("/play").text)
    assert pages.device().get("/seat/made-up").status_code == 404


def test_nobody_answers_for_another(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"))
    phones = [pages.phone() for _ in range(4)]
    pages.room.teach(Next())
    forms = {phone.form()["match"]: phone.form() for phone in phones}
    assert len(forms) == 2
    for phone in phones:
        foreign = next(form for match, form in forms.items() if match != phone.form()["match"])
        assert phone.post("/play", **foreign, choice="yield").status_code == 409
    for fields in ({}, {"match": "1"}, {"match": "-1", "question": "0"}, {"match": "9" * 40, "question": "0"}):
        assert phones[0].post("/play", choice="yield", **fields).status_code == 409
    assert not any(m.decisions for m in pages.room.state.current)


def test_a_choice_that_is_not_open_is_refused_in_words_and_the_question_stays(tmp_path: Path) -> None:
    pages, (phone, _) = begun(tmp_path)
    answer = phone.choose("<b>all of it</b>")
    assert answer.status_code == 409
    assert "is not open" in answer.text
    assert "<b>all" not in answer.text
    assert 'name="question"' in answer.text
    assert not pages.room.state.current[0].decisions


def test_what_comes_after_the_clock_does_not_count(tmp_path: Path) -> None:
    pages, (phone, _) = begun(tmp_path, seconds=30.0)
    form = phone.form()
    assert "data-left" in phone.get("/play").text
    pages.clock.time += 31
    assert pages.room.tick()
    late = phone.post("/play", **form, choice="yield")
    assert late.status_code == 409
    assert "The time was up" in late.text
    assert {d.by for m in pages.room.state.matches.values() for d in m.decisions} == {"clock"}


def test_while_the_class_is_paused_nothing_is_taken_and_nothing_lost(tmp_path: Path) -> None:
    pages, (phone, _) = begun(tmp_path)
    form = phone.form()
    pages.teach("pause")
    assert "paused" in phone.post("/play", **form, choice="yield").text
    assert not pages.room.state.current[0].decisions
    pages.teach("go")
    assert "Sent and saved" in phone.post("/play", **form, choice="yield").text


def test_an_answer_that_the_disk_refuses_is_not_told_as_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages, (own, _) = begun(tmp_path)
    phone = pages.device(raises=False)
    phone.http.cookies.update(own.http.cookies)
    monkeypatch.setattr(type(pages.room), "decide", _full_disk)
    answer = phone.post("/play", match="1", question="0", choice="yield")
    assert answer.status_code == 500
    assert "Sent and saved" not in answer.text
    assert "disk" not in answer.text


def _full_disk(*_: object) -> None:
    raise OSError("disk full at /secret/place")


def test_two_taps_of_the_teacher_are_one_step(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"), part("ultimatum"))
    phones = [pages.phone(), pages.phone()]
    teacher = pages.device()
    page = teacher.get(pages.teacher).text
    assert "Start round 1" in page
    for _ in range(2):
        teacher.post(f"{pages.teacher}/do", do="next", at="lobby.None.0")
    assert (pages.room.state.step.name, pages.room.state.step.round) == ("round", 0)
    assert pages.teach("next").status_code == 409, "the round is still played"
    for phone in phones:
        phone.choose("yield")
    assert pages.teach("next").status_code == 200
    assert pages.room.state.step.name == "debrief"
    at = pages.room.state.cursor
    teacher.post(f"{pages.teacher}/do", do="back", at="lobby.None.0")
    assert pages.room.state.cursor == at


def test_a_phone_that_slept_goes_on_by_itself(tmp_path: Path) -> None:
    pages, (phone, other) = begun(tmp_path, rounds=2)
    before = phone.stamp()
    assert phone.stamp() == before
    other.choose("yield")
    assert phone.stamp() == before, "what the other does before it is due is no news"
    phone.choose("yield")
    assert phone.stamp() != before
    assert "2 of 2 have decided." in phone.get("/play/news").text
    over = phone.stamp()
    pages.room.teach(Next())
    assert phone.stamp() != over
    assert 'name="question"' in phone.get("/play").text


def test_a_seat_that_is_away_comes_back_by_looking_and_not_by_polling(tmp_path: Path) -> None:
    pages, (phone, other) = begun(tmp_path, rounds=3, seconds=10.0)
    for _ in range(2):
        other.choose("yield")
        pages.clock.time += 11
        pages.room.tick()
        pages.room.teach(Next())
    assert pages.room.state.seats[1].status == "away"
    phone.get("/play/news")
    phone.get("/play", x_live="1")
    assert pages.room.state.seats[1].status == "away"
    phone.get("/play")
    assert pages.room.state.seats[1].status == "here"
