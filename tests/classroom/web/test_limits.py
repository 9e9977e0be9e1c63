"""What the server refuses: guesses, what is too large, what comes for another host or from another site's form."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sim.classroom.session.commands import Next
from sim.classroom.web.address import listening
from sim.classroom.web.desk import GUESS_EVERY, GUESSES, Desk
from sim.classroom.web.forms import MOST_BYTES
from sim.classroom.web.serve import greeting
from sim.classroom.web.shield import HEADERS
from sim.classroom.web.throttle import Throttle
from tests.classroom.parts import part
from tests.classroom.web.phones import BASE, Pages

OWN = ("127.0.0.1:8000", "192.168.0.5:8000", "[::1]:8000", "localhost")
STUDENT = ("/", "/join", "/hello", "/news", "/play", "/play/link", "/play/news", "/nowhere", "/results/0")
TEACHER = ("", "/preflight", "/decisions.csv", "/results/0", "/results/0/done")
NO_FILES = (
    "/assets/../app.py",
    "/assets/..%2fapp.py",
    "/assets/%2e%2e/class.sqlite",
    "/assets/class.sqlite",
    "/../class.sqlite",
    "/class.sqlite",
    "/records/match-0001.json",
)
NO_GAMES = ("../../etc/passwd", "/etc/passwd", "chicken/../chicken", "chicken.yaml", "", "no-such-scenario", "a" * 500)


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path, part("chicken"), code="ABCD")


def test_a_guessed_code_is_throttled_for_whoever_guesses_and_for_nobody_else(pages: Pages) -> None:
    guesser, other = pages.device("192.0.2.66"), pages.device("192.0.2.7")
    told = []
    for k in range(GUESSES + 5):
        headers = {"x-forwarded-for": f"10.0.0.{k}"}
        told.append(guesser.http.post("/join", data={"code": f"AB{k:02}"}, headers=headers))
    assert [answer.status_code for answer in told] == [403] * GUESSES + [429] * 5
    assert int(told[-1].headers["retry-after"]) <= GUESS_EVERY
    assert guesser.post("/join", code="ABCD").status_code == 429, "the right code must not stand out while one waits"
    assert other.post("/join", code=" abcd ").url.path == "/play"
    assert len(pages.room.state.seats) == 1


def test_guessed_links_are_throttled_too(pages: Pages) -> None:
    guesser = pages.device("192.0.2.66")
    told = [guesser.get(f"/seat/{k}").status_code for k in range(GUESSES + 2)]
    assert told == [404] * GUESSES + [429] * 2


def test_an_allowance_comes_back_with_time_and_one_network_has_one() -> None:
    now = [0.0]
    throttle = Throttle(2, 6.0, 5, lambda: now[0])
    for address in ("2001:db8::1", "2001:db8::2"):
        assert throttle.wait(address) == 0
        throttle.count(address)
    assert throttle.wait("2001:db8::3") == pytest.approx(6.0)
    assert throttle.wait("2001:db8:0:1::3") == 0
    now[0] = 6.0
    assert throttle.wait("2001:db8::3") == 0
    for k in range(6):
        throttle.count(f"192.0.2.{k}")
    assert throttle.wait("198.51.100.1") > 0, "all together have an allowance too"
    now[0] = 100.0
    assert throttle.wait("198.51.100.1") == 0


def test_the_door_can_be_closed(pages: Pages) -> None:
    pages.phone()
    pages.teach("door")
    assert pages.device().post("/join", code="ABCD").status_code == 403
    pages.teach("door")
    assert pages.device().post("/join", code="ABCD").status_code == 200


@pytest.mark.parametrize("way", ["/join", "/play", "/teach/x/do", "/nowhere"])
def test_a_request_that_is_too_large_is_refused(pages: Pages, way: str) -> None:
    device = pages.device()
    large = "name=" + "x" * MOST_BYTES
    assert device.http.post(way, content=large).status_code == 413
    assert device.http.post(way, content=(part for part in [large.encode()])).status_code == 413, "in chunks too"
    assert device.http.post(way, content="", headers={"content-length": "-1"}).status_code == 413
    assert device.http.post(way, content="", headers={"content-length": "9" * 30}).status_code == 413


def test_long_addresses_and_other_methods_are_refused(pages: Pages) -> None:
    device = pages.device()
    assert device.get("/join?code=" + "x" * 3000).status_code == 414
    assert device.http.put("/play").status_code == 405
    assert device.http.delete(pages.teacher).status_code == 405
    assert device.http.post("/join", content="&".join(f"f{k}=1" for k in range(500))).status_code in (403, 429)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("192.168.0.5:8000", 200),
        ("[::1]:8000", 200),
        ("localhost", 200),
        ("evil.example", 421),
        ("", 421),
        ("a@127.0.0.1", 421),
        ("[::1", 421),
        ("]", 421),
    ],
)
def test_only_own_names_are_answered(pages: Pages, host: str, status: int) -> None:
    """Against pages elsewhere whose name is made to lead here (DNS rebinding)."""
    assert pages.device().http.get("/", headers={"host": host}).status_code == status


def test_the_name_that_the_teacher_gave_is_answered(pages: Pages) -> None:
    assert pages.teach("address", address="class.school.example").status_code == 200
    assert pages.device().http.get("/", headers={"host": "class.school.example:8000"}).status_code == 200
    assert "class.school.example:8000/join" in pages.device().get("/").text
    for wrong in ("a b", "javascript:alert(1)", "x/../y", "host:99999", "<b>"):
        assert pages.teach("address", address=wrong).status_code == 409


def test_forms_of_other_sites_are_refused(pages: Pages) -> None:
    device = pages.device()
    data = {"code": "ABCD"}
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"origin": f"{BASE}@evil.example"},
        {"origin": BASE.replace("http", "https") + "1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert device.http.post("/join", data=data, headers=headers).status_code == 403
    assert not pages.room.state.seats
    assert (
        device.http.post("/join", data=data, headers={"origin": BASE, "sec-fetch-site": "same-origin"}).status_code
        == 200
    )


def every_page(pages: Pages) -> list[Any]:
    """An answer of every kind."""
    phone = pages.phone()
    pages.phone()
    found = [phone.get(way) for way in STUDENT]
    pages.room.teach(Next())
    found += [phone.get("/play"), phone.choose("wrong"), phone.choose("yield"), phone.get("/assets/live.js")]
    found += [
        phone.get(pages.teacher + way) for way in ("", "/preflight", "/decisions.csv", "/results/0", "/results/0/done")
    ]
    found += [phone.http.post("/join", content="x" * 100_000), phone.http.put("/"), phone.get("/teach/wrong")]
    return found


def test_every_answer_carries_the_policy_and_no_page_holds_a_script_or_a_style(pages: Pages) -> None:
    for answer in every_page(pages):
        for name, value in HEADERS.items():
            if name != "cache-control":
                assert answer.headers[name] == value
        if "/assets/" not in str(answer.url):
            assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers
        if answer.headers["content-type"].startswith("text/html"):
            assert not re.search(r"<script(?![^>]*\bsrc=\"/assets/)", answer.text)
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", answer.text)
            assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//(?!127\.0\.0\.1)", answer.text)


def test_the_seats_cookie_is_the_only_one_and_no_script_reads_it(pages: Pages) -> None:
    device = pages.device()
    answer = device.http.post("/join", data={"code": "ABCD"}, follow_redirects=False)
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("seat_abcd=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    token = re.match(r"seat_abcd=([^;]+)", cookie)
    assert token is not None
    assert len(token.group(1)) >= 22, "128 bits at least"
    for other in every_page(pages):
        assert "set-cookie" not in other.headers


@pytest.mark.parametrize("way", NO_FILES)
def test_no_address_leads_to_a_file_that_is_not_meant(pages: Pages, way: str) -> None:
    assert pages.device().get(way).status_code == 404


@pytest.mark.parametrize("name", NO_GAMES)
def test_a_game_is_added_by_its_name_alone(pages: Pages, name: str) -> None:
    answer = pages.teach("add", scenario=name, rounds="1")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert len(pages.room.state.parts) == 1


def test_only_this_machine_is_served_unless_lan_is_asked_for(pages: Pages) -> None:
    with listening(False, 0) as near, listening(True, 0) as far:
        assert near.getsockname()[0] == "127.0.0.1"
        assert far.getsockname()[0] == "0.0.0.0"
    assert any("Only this machine" in line for line in greeting(Desk(pages.room)))
    assert any("--lan" in line for line in greeting(Desk(pages.room, lan=True)))
    assert "Phones need <code>--lan</code>" in pages.device().get("/").text


def test_a_port_that_is_taken_is_refused_in_words() -> None:
    from sim.classroom.refused import RefusedError

    with listening(False, 0) as taken, pytest.raises(RefusedError, match=r"Port \d+ is not to be had"):
        listening(False, taken.getsockname()[1])


def test_a_class_has_so_many_seats_and_no_more(pages: Pages) -> None:
    for _ in range(200):
        pages.room.join()
    answer = pages.device().post("/join", code="ABCD")
    assert answer.status_code == 409
    assert "full" in answer.text


def test_who_is_removed_leaves_room_so_that_nobody_fills_a_class_for_good(pages: Pages) -> None:
    for _ in range(200):
        pages.room.join()
    assert pages.device().post("/join", code="ABCD").status_code == 409
    pages.teach("remove", seat="17")
    assert pages.device().post("/join", code="ABCD").status_code == 200
    assert pages.device().post("/join", code="ABCD").status_code == 409
