"""Nobody reads another's hidden type, another's choice before it is due, or the teacher's page without its link.

The first two are tested as non-interference (Goguen and Meseguer 1982): of two classes that differ only in what a seat
must not know, that seat is answered the same, byte for byte, by every page that it can ask.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.routing import Route

from sim.agents.arenas.tree import TreeArena
from sim.classroom.session.commands import Next
from sim.classroom.web.chapters import MAKERS
from tests.classroom.parts import part
from tests.classroom.web.phones import Device, Pages

RESULTS = ("/results/0", *(f"/results/0/{chapter}" for chapter in MAKERS))
OPEN = ("/", "/news", "/hello", "/join", "/play", "/play/news", *RESULTS)
"""Pages that a phone can ask for by itself; its own link holds a secret that is drawn anew in each class."""

STAMP = re.compile(r'(?<=data-news="/news" data-stamp=")\w+|(?<=^{"stamp":")\w+(?="}$)')
"""Whether the wall has news is told by a hash with the teacher's secret, which is drawn anew in each class as well."""


def all_that(phone: Device) -> list[tuple[int, str]]:
    """Everything that a phone can read."""
    answers = [phone.get(way) for way in OPEN] + [phone.get("/play", x_live="1")]
    return [(answer.status_code, STAMP.sub("", answer.text)) for answer in answers]


def pair(folder: Path, name: str) -> tuple[Pages, dict[int, Device]]:
    """A class of two in its first round, with the phones by side."""
    pages = Pages(folder, part(name), code="ABCD")
    phones = [pages.phone("one"), pages.phone("two")]
    pages.room.teach(Next())
    match = pages.room.state.current[0]
    return pages, {match.side_of(seat): phone for seat, phone in zip((1, 2), phones, strict=True)}  # type: ignore[misc]


@pytest.mark.parametrize("name", ["chicken", "prisoners-dilemma", "repeated-prisoners-dilemma"])
def test_a_choice_made_at_once_is_read_by_nobody_before_both_have_chosen(tmp_path: Path, name: str) -> None:
    read = []
    for k in (0, 1):
        pages, phones = pair(tmp_path / str(k), name)
        options = pages.room.arena(0).options(pages.room.arena(0).start, 0)
        assert phones[0].choose(options[k]).status_code == 200
        assert len(pages.room.state.current[0].decisions) == 1
        read.append(all_that(phones[1]))
    assert read[0] == read[1]


def test_choices_that_are_due_are_read(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    read = []
    for k in (0, 1):
        _, phones = pair(tmp_path / str(k), "chicken")
        phones[0].choose(("yield", "stand firm")[k])
        phones[1].choose("yield")
        read.append(all_that(phones[1]))
    assert read[0] != read[1]


def test_a_hidden_type_is_read_by_nobody_else(tmp_path: Path) -> None:
    """Chance draws the type by the seed; with two in the class all else may be alike under two seeds."""
    read: dict[str, list[tuple[int, str]]] = {}
    own: dict[str, str] = {}
    for seed in range(40):
        pages = Pages(tmp_path / str(seed), part("mixed-signals"), seed=seed, code="ABCD")
        phones = [pages.phone("one"), pages.phone("two")]
        pages.room.teach(Next())
        match = pages.room.state.current[0]
        arena = pages.room.arena(0)
        assert isinstance(arena, TreeArena)
        assert arena.hidden is not None
        if match.seats != (1, 2):
            continue
        drawn = str(arena.hidden.draw(match.place))
        knower = next(side for side in (0, 1) if len(arena.scenario.types[side]) > 1)
        if drawn not in read:
            read[drawn] = all_that(phones[1 - knower])
            own[drawn] = phones[knower].get("/play").text
        if len(read) == 2:
            break
    assert len(read) == 2
    one, two = read.values()
    assert one == two
    assert len(set(own.values())) == 2


def test_the_teachers_pages_are_there_for_the_link_alone(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"))
    phone, teacher = pages.phone(), pages.device()
    nothing = phone.get("/nothing-here")
    assert nothing.status_code == 404
    secret = pages.room.teacher
    for wrong in ("x", secret[:-1], secret + "x", secret.swapcase(), "%00", "a" * 300):
        for way in taught(pages):
            method, path = way
            path = path.format(secret=wrong)
            answer = phone.get(path) if method == "GET" else phone.post(path, do="next", sure="delete")
            assert answer.status_code == 404, path
            assert answer.text == nothing.text
    assert pages.room.state.step.name == "lobby"
    assert teacher.get(pages.teacher).status_code == 200


def taught(pages: Pages) -> list[tuple[str, str]]:
    """Method and address of every page of the teacher."""
    routes = [r for r in pages.app.routes if isinstance(r, Route) and r.path.startswith("/teach")]
    ways = [
        (m, r.path.replace("{part:int}", "0").replace("{chapter}", "done")) for r in routes for m in r.methods or ()
    ]
    found = [way for way in ways if way[0] in ("GET", "POST")]
    assert len(found) >= 8
    return found


def test_no_page_of_a_phone_or_of_the_wall_holds_the_teachers_secret_or_a_name(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("ultimatum"))
    ada, bo = pages.phone("Ada Q"), pages.phone("Bo Q")
    for _ in range(3):
        for device, other in ((ada, "Bo Q"), (bo, "Ada Q")):
            for _, text in all_that(device):
                assert pages.room.teacher not in text
                assert other not in text
        if pages.room.state.step.name == "lobby":
            pages.room.teach(Next())
        else:
            for device in (ada, bo):
                if 'name="question"' in device.get("/play").text:
                    device.choose("keep 3" if "keep 3" in device.get("/play").text else "accept")
    assert "Ada Q" in pages.device().get(pages.teacher).text


def test_nothing_is_said_of_results_before_the_teacher_shows_them(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"))
    phones = [pages.phone(), pages.phone()]
    pages.room.teach(Next())
    for phone in phones:
        text = phone.get("/play").text
        assert "equilibri" not in text.lower()
        phone.choose("yield")
    pages.room.teach(Next())
    for way in RESULTS:
        assert phones[0].get(way).status_code == 404
        assert pages.device().get(pages.teacher + way).status_code == 200
    assert "/results/0" not in phones[0].get("/play").text + phones[0].get("/").text
    pages.teach("reveal", part="0", on="yes")
    assert phones[0].get("/results/0").status_code == 200
    assert "/results/0" in phones[0].get("/play").text
    pages.teach("reveal", part="0", on="no")
    assert phones[0].get("/results/0").status_code == 404
    assert phones[0].get("/results/7").status_code == 404


def test_the_file_of_decisions_has_no_names(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"))
    phones = [pages.phone("Ada Q"), pages.phone("Bo Q")]
    pages.room.teach(Next())
    for phone in phones:
        phone.choose("yield")
    text = pages.device().get(f"{pages.teacher}/decisions.csv").text
    assert len(text.splitlines()) == 3
    assert "Q" not in text.replace("question", "").replace(pages.room.code, "")
