"""What stands on the pages: names as they are typed and no more, questions of every kind, tables that fit a phone."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from sim.classroom.session.commands import Next, Reveal
from sim.classroom.web.questions import answer_of
from sim.classroom.web.told import ToldTable, told
from tests.classroom.parts import part, typed_part
from tests.classroom.web.phones import Device, Pages, main_of

HOSTILE = "<script>alert(1)</script>'\"&lt;{{7*7}}"
RIGHT_TO_LEFT = "\u202eevil\u2066\u200f"
NAMES = (HOSTILE, RIGHT_TO_LEFT, "x" * 10_000, "\u0301" * 500, "a\x00b\n\rc", "=1+1", "\U0001d54f" * 300)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_does_harm(tmp_path: Path, name: str) -> None:
    pages = Pages(tmp_path, part("chicken"))
    phone = pages.phone(name)
    texts = [phone.get("/play").text, phone.get("/join").text, pages.device().get(pages.teacher).text]
    for text in texts:
        assert "<script>alert" not in text
        assert "49" not in main_of(text).replace(pages.room.teacher, "") or "{{7*7}}" not in name
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200f\x00]", text)
        assert len(text) < 30_000
    assert all(len(kept) <= 24 for kept in pages.room.names().values())


def test_a_name_with_markup_is_shown_as_it_was_typed(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"))
    phone = pages.phone("<b>Ada</b>")
    assert "<b>Ada</b>" not in phone.get("/play").text
    assert "<b>Ada</b>" in html.unescape(phone.get("/play").text)


def test_nothing_in_a_scenario_becomes_part_of_a_page(tmp_path: Path) -> None:
    evil = "</td><img src=x onerror=alert(1)>"
    text = (
        f"format: 1\nkind: matrix\ntitle: '{evil}'\nplayers: {{a: {{name: '{evil}', actions: ['{evil}', 'no']}}, "
        f"b: {{name: 'B {evil}', actions: ['left {evil}', '&amp;']}}}}\npayoffs: [[[1, 1], [0, 0]], [[0, 0], [1, 1]]]\n"
    )
    pages = Pages(tmp_path, typed_part(text))
    phones = [pages.phone(), pages.phone()]
    pages.room.teach(Next())
    seen = [phones[0].get("/play").text]
    for phone in phones:
        seats = pages.room.state.current[0].seats
        side = seats.index(phones.index(phone) + 1)
        seen.append(phone.choose((evil, "&amp;")[side]).text)
    pages.room.teach(Next())
    pages.room.teach(Reveal(0))
    seen += [phones[0].get(way).text for way in ("/", "/results/0", "/play")] + [phones[0].get(pages.teacher).text]
    for page in seen:
        assert "<img" not in page
    assert "onerror" in seen[0]


def test_a_file_of_decisions_cannot_start_a_formula(tmp_path: Path) -> None:
    text = (
        "format: 1\nkind: matrix\ntitle: '=cmd()'\n"
        "players: {a: {actions: ['=1+1', 'no']}, b: {actions: ['@x', 'no']}}\n"
        "payoffs: [[[1, 1], [0, 0]], [[0, 0], [1, 1]]]\n"
    )
    pages = Pages(tmp_path, typed_part(text))
    phones = [pages.phone(), pages.phone()]
    pages.room.teach(Next())
    seats = pages.room.state.current[0].seats
    phones[(seats[0] or 1) - 1].choose("=1+1")
    phones[(seats[1] or 1) - 1].choose("@x")
    table = pages.device().get(f"{pages.teacher}/decisions.csv").text
    assert len(table.splitlines()) == 3
    assert not re.search(r'(^|,)"?[=@+]', table, re.MULTILINE)


def played_out(pages: Pages, phones: list[Device], answers: dict[str, str], most: int = 40) -> list[str]:
    """Answer until nothing is asked; what was read. An answer is picked by what the page's form has."""
    seen = []
    for _ in range(most):
        asked = [phone for phone in phones if 'name="question"' in phone.get("/play").text]
        if not asked:
            return seen
        for phone in asked:
            page = phone.get("/play").text
            if 'name="question"' not in page:
                continue
            seen.append(page)
            fields = phone.form()
            if "data-issue" in page:
                fields |= dict(re.findall(r'name="(issue\.[^"]+)">\s*<option value="([^"]+)"', page))
            else:
                choices = re.findall(r'name="choice" value="([^"]+)"', page)
                wanted = [html.unescape(c) for c in choices if html.unescape(c) in answers.values()]
                fields["choice"] = wanted[0] if wanted else html.unescape(choices[0]) if choices else answers["number"]
            assert phone.post("/play", **fields).status_code == 200
    raise AssertionError("still asked")


@pytest.mark.parametrize(
    ("name", "answers", "shown"),
    [
        ("chicken", {"a": "yield"}, "if Driver B chooses “yield”: you <b"),
        ("ultimatum", {"a": "keep 3", "b": "accept"}, "keep 3"),
        ("alternating-offers", {"number": "0.5", "b": "accept"}, 'type="range"'),
        ("contest", {"number": "10"}, "Your number"),
        ("job-offer", {"b": "accept"}, "points for you"),
        ("action-for-action", {"a": "walk_away"}, 'class="ladder"'),
        ("mixed-signals", {"a": "walk_away"}, "the other side does not know it"),
        ("beer-quiche", {"a": "beer", "b": "leave"}, "What you know"),
        ("repeated-prisoners-dilemma", {"a": "disarm"}, "Round 1 of 10"),
    ],
)
def test_every_kind_is_played_by_forms_alone(tmp_path: Path, name: str, answers: dict[str, str], shown: str) -> None:
    """Forms are sent as a browser without scripts does."""
    pages = Pages(tmp_path, part(name))
    phones = [pages.phone(), pages.phone()]
    pages.room.teach(Next())
    seen = played_out(pages, phones, answers)
    assert any(shown in page for page in seen)
    assert all(match.over for match in pages.room.state.current)
    for phone in phones:
        assert "You got" in phone.get("/play").text
    pages.room.teach(Next())
    pages.room.teach(Reveal(0))
    results = phones[0].get("/results/0").text
    assert 'class="picture"' in results
    assert pages.device().get("/").text.count('class="picture"') == results.count('class="picture"')


def test_answers_in_advance_are_asked_one_by_one(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("ultimatum", in_advance=True))
    phones = [pages.phone(), pages.phone()]
    pages.room.teach(Next())
    seen = played_out(pages, phones, {"a": "keep 3", "b": "accept"})
    assert [k for k in (1, 2, 3) if any(f"Answer {k} of 3" in page for page in seen)] == [1, 2, 3]


def test_a_phone_without_scripts_looks_again_by_itself_while_it_waits(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"))
    phones = [pages.phone(), pages.phone()]
    again = '<noscript><meta http-equiv="refresh"'
    assert again in phones[0].get("/play").text
    pages.room.teach(Next())
    assert again not in phones[0].get("/play").text, "nobody is interrupted while choosing"
    phones[0].choose("yield")
    assert again in phones[0].get("/play").text


def test_every_control_has_a_name_and_every_picture_words(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("alternating-offers"), part("job-offer"))
    phones = [pages.phone(), pages.phone()]
    pages.room.teach(Next())
    texts = played_out(pages, phones, {"number": "0.5", "b": "accept"})
    pages.room.teach(Next())
    texts += [phones[0].get(way).text for way in ("/join", "/", pages.teacher, f"{pages.teacher}/preflight")]
    texts.append(phones[0].get(f"{pages.teacher}/results/0").text)
    for text in texts:
        labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', text))
        for tag in re.findall(r"<(?:input|select)\b[^>]*>", text):
            if 'type="hidden"' in tag or 'type="checkbox"' in tag:
                continue
            name = re.search(r' id="([^"]+)"', tag)
            assert "aria-label=" in tag or (name is not None and name.group(1) in labelled), tag
        for tag in re.findall(r"<svg\b[^>]*>", text):
            assert re.search(r'aria-label="[^"]{10,}"', tag), tag
        assert len(re.findall("<h1", text)) == 1


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"choice": "yield"}, "yield"),
        ({"choice": "0.30000000000000004"}, "0.3"),
        ({"choice": "1/3"}, "1/3"),
        ({"issue.salary": "high", "issue.start": "june", "send": "package"}, "salary=high+start=june"),
        ({}, ""),
    ],
)
def test_a_form_is_read_as_the_choice_that_it_means(fields: dict[str, str], answer: str) -> None:
    assert answer_of(fields) == answer


def test_tables_of_letters_become_tables_of_the_page() -> None:
    lines = [
        "you \\ them     yield  stand firm",
        "yield           0, 0       -1, 1",
        "stand firm     1, -1    -10, -10",
    ]
    found = told("\n".join([*lines, "(yours first)"]))
    assert isinstance(found, ToldTable)
    assert found.head == ("you \\ them", "yield", "stand firm")
    assert found.rows == (("yield", "0, 0", "-1, 1"), ("stand firm", "1, -1", "-10, -10"))
    assert found.notes == ("(yours first)",)
    assert told("A sentence.") == "A sentence."
    assert told("One line.\nAnother line.") == "One line.\nAnother line."
