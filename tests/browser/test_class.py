"""A class in a real browser of a phone's width: what is cut, what goes on by itself, and what a lost network does."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.classroom.open_class import OpenClass
from sim.classroom.session.commands import Next, Reveal
from sim.classroom.web.address import listening
from sim.classroom.web.desk import Desk
from sim.classroom.web.serve import server_of
from tests.browser.conftest import complaints, requests
from tests.browser.test_lesson import contrast
from tests.classroom.parts import TABLES, part

pytestmark = pytest.mark.xdist_group("browser")

WIDE, PHONE = 1280, 390


class Served:
    """A class that is served in a thread, with a seat for the browser and one for the test."""

    def __init__(self, folder: Path, name: str, seats: int = 2, **changes: Any) -> None:
        self.room = OpenClass.begin(folder, [part(name, **changes)], seed=1, careful=False, tables=TABLES)
        self.socket: socket.socket = listening(False, 0)
        self.base = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.server = server_of(Desk(self.room, port=self.socket.getsockname()[1]))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]})
        self.thread.start()
        self.joined = [self.room.join(f"seat {k}") for k in range(1, seats + 1)]

    def ask(self, seat: int) -> Any:
        """What a seat is asked."""
        return self.room.seat_view(seat).question

    def answer(self, seat: int, number: int = 0, choice: str | None = None) -> None:
        """A seat of the test's answers."""
        question = self.ask(seat)
        self.room.decide(seat, question.match, question.id, choice or question.options[number].value)

    def close(self) -> None:
        """End it."""
        self.server.should_exit = True
        self.thread.join(10)
        self.room.close()
        self.socket.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    made: list[Served] = []

    def start(name: str, **more: Any) -> Served:
        made.append(Served(tmp_path / str(len(made)), name, **more))
        return made[-1]

    yield start
    for served in made:
        served.close()


@pytest.fixture
def screen(browser: Any) -> Iterator[Callable[..., Any]]:
    def show(width: int, scheme: str = "light") -> Any:
        metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        browser.delete_all_cookies()
        complaints(browser)
        requests(browser)
        return browser

    yield show
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    browser.get("about:blank")


def until(holds: Callable[[], Any], seconds: float = 8.0) -> Any:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := holds():
                return found
        except Exception:  # the page is changing
            pass
        time.sleep(0.05)
    raise AssertionError("it did not come")


def text(browser: Any) -> str:
    return str(browser.find_element("css selector", "main").text)


def tap(browser: Any, words: str) -> None:
    buttons = browser.find_elements("css selector", "main button")
    next(button for button in buttons if button.text.startswith(words)).click()


def cut(browser: Any) -> list[str]:
    """What stands out of the screen to the right, or is wider than where it stands."""
    script = """
      const wide = document.documentElement.clientWidth, out = [];
      for (const e of document.querySelectorAll('main *, header *, footer *')) {
        const box = e.getBoundingClientRect();
        if (e.closest('.spoken, .skip, svg') || getComputedStyle(e).position === 'absolute' || !box.width) continue;
        if (box.right > wide + 1 || box.left < -1) out.push(e.tagName + ': ' + e.textContent.slice(0, 40));
      }
      return out;
    """
    return list(browser.execute_script(script))


@pytest.mark.parametrize(
    "name", ["chicken", "action-for-action", "job-offer", "alternating-offers", "beer-quiche", "ultimatum"]
)
def test_nothing_is_cut_on_a_phone_and_the_console_is_silent(serve: Any, screen: Any, name: str) -> None:
    """About three seconds each."""
    served = serve(name)
    page = screen(PHONE, "dark")
    asks = [f"/seat/{served.joined[0].token}", f"/seat/{served.joined[1].token}", "/play/link", "/join", "/"]
    served.room.teach(Next())
    for way in asks:
        page.get(served.base + way)
        for folded in page.find_elements("css selector", "details:not([open]) > summary"):
            folded.click()
        assert cut(page) == [], way
    for _ in range(40):
        asked = [seat for seat in (1, 2) if served.ask(seat) is not None]
        if not asked:
            break
        question = served.ask(asked[0])
        last = {"number": "0.5", "package": "walk_away"}.get(
            question.kind, question.options[-1:] and question.options[-1].value
        )
        served.answer(asked[0], choice=last)
    served.room.teach(Next())
    served.room.teach(Reveal(0))
    for way in ("/play", "/results/0", "/", f"/teach/{served.room.teacher}", f"/teach/{served.room.teacher}/preflight"):
        page.get(served.base + way)
        assert cut(page) == [], way
    assert complaints(page) == []
    assert all(way.startswith((served.base, "about:", "data:")) for way in requests(page))


def test_what_is_cut_would_be_found(serve: Any, screen: Any) -> None:
    served = serve("chicken")
    page = screen(PHONE)
    page.get(f"{served.base}/join")
    assert cut(page) == []
    page.execute_script("document.querySelector('h1').style.setProperty('width', '30rem')")
    assert cut(page) == ["H1: Join the class"]


def test_a_phone_joins_taps_once_and_goes_on_by_itself(serve: Any, screen: Any) -> None:
    served = serve("chicken", seats=1, rounds=2)
    page = screen(PHONE)
    page.get(f"{served.base}/join?code={served.room.code}")
    page.find_element("css selector", "#name").send_keys("Ada")
    tap(page, "Join")
    until(lambda: "2 here so far" in text(page))
    served.room.teach(Next())
    until(lambda: "yield" in text(page))
    first = page.find_element("css selector", "button.choice")
    page.execute_script("arguments[0].click(); arguments[0].click();", first)
    until(lambda: "Sent and saved: yield" in text(page))
    assert "1 of 2 have decided" in text(page)
    served.answer(1)
    until(lambda: "You got" in text(page))
    assert [d.choice for d in served.room.state.matches[1].decisions if d.seat == 2] == ["yield"]
    page.back()
    until(lambda: page.current_url.endswith(("/play", "/join", f"code={served.room.code}")))
    page.get(f"{served.base}/play")
    served.room.teach(Next())
    until(lambda: "Round 2 of 2" in page.find_element("css selector", "header").text)
    assert complaints(page) == []


def test_an_offer_is_made_with_a_slider_and_says_what_is_left(serve: Any, screen: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    served = serve("alternating-offers")
    served.room.teach(Next())
    first = next(seat for seat in (1, 2) if served.ask(seat) is not None)
    page = screen(PHONE)
    page.get(f"{served.base}/seat/{served.joined[first - 1].token}")
    slider = page.find_element("css selector", "[data-range]")
    slider.send_keys(Keys.RIGHT, Keys.RIGHT)
    assert page.find_element("css selector", "#choice").get_property("value") == "0.52"
    assert [o.text for o in page.find_elements("css selector", "output")] == ["0.52", "0.48"]
    tap(page, "Send")
    until(lambda: "Waiting" in text(page) or "Sent" in text(page))
    assert [d.choice for d in served.room.state.matches[1].decisions] == ["13/25"]


def test_a_package_is_built_with_sliders_and_its_points_add_up(serve: Any, screen: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    served = serve("job-offer")
    served.room.teach(Next())
    first = next(seat for seat in (1, 2) if served.ask(seat) is not None)
    question = served.ask(first)
    page = screen(PHONE)
    page.get(f"{served.base}/seat/{served.joined[first - 1].token}")
    sliders = page.find_elements("css selector", "[data-picks]")
    sliders[0].send_keys(Keys.END)
    points = [issue.options[0].points for issue in question.issues]
    points[0] = question.issues[0].options[-1].points
    assert float(page.find_element("css selector", "[data-sum]").text) == pytest.approx(sum(points))
    tap(page, "Offer this package")
    until(lambda: "Waiting" in text(page) or "Sent" in text(page))
    (decision,) = served.room.state.matches[1].decisions
    assert f"{question.issues[0].id}={question.issues[0].options[-1].id}" in decision.choice


def test_an_answer_given_without_a_network_is_sent_once_there_is_one(serve: Any, screen: Any) -> None:
    served = serve("chicken")
    served.room.teach(Next())
    page = screen(PHONE)
    page.get(f"{served.base}/seat/{served.joined[0].token}")
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    page.execute_cdp_cmd("Network.enable", {})
    page.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": True, **network})
    page.find_element("css selector", "button.choice").click()
    until(lambda: "No connection to the class" in text(page))
    assert not served.room.state.matches[1].decisions
    page.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": False, **network})
    until(lambda: "Sent and saved" in text(page))
    assert len(served.room.state.matches[1].decisions) == 1
    assert "No connection" not in text(page)
    complaints(page)  # the browser's own about the network


def test_the_teacher_runs_a_class_and_the_wall_follows(serve: Any, screen: Any) -> None:
    served = serve("chicken")
    page = screen(WIDE)
    page.get(f"{served.base}/teach/{served.room.teacher}")
    wall = page.current_window_handle
    tap(page, "Start round 1")
    until(lambda: "Chicken: round 1 of 1" in text(page))
    served.answer(1)
    until(lambda: "1 of 2 decided" in text(page))
    page.switch_to.new_window("tab")
    page.get(served.base)
    until(lambda: "1 of 2 decided" in text(page))
    served.answer(2)
    until(lambda: "2 of 2 decided" in text(page))
    served.room.teach(Next())
    until(lambda: "All games are over" in text(page))
    assert not page.find_elements("css selector", ".picture")
    served.room.teach(Reveal(0))
    until(lambda: page.find_elements("css selector", ".picture"))
    page.close()
    page.switch_to.window(wall)
    assert complaints(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_a_class_stands_out(serve: Any, screen: Any, scheme: str) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11: 4.5 to 1 for text, 3 to 1 for the frames of what can be tapped."""
    served = serve("chicken")
    page = screen(PHONE, scheme)
    page.get(f"{served.base}/join")
    script = "return getComputedStyle(document.documentElement).getPropertyValue(arguments[0])"
    names = (
        "--paper",
        "--card",
        "--ink",
        "--quiet",
        "--one",
        "--two",
        "--accent",
        "--warn-paper",
        "--on",
        "--frame",
        "--focus",
    )
    colour = {name: page.execute_script(script, name) for name in names}
    for ink in ("--ink", "--quiet", "--one", "--two", "--accent"):
        for paper in ("--paper", "--card"):
            assert contrast(colour[ink], colour[paper]) >= 4.5, (ink, paper)
    assert contrast(colour["--ink"], colour["--warn-paper"]) >= 4.5
    assert contrast(colour["--on"], colour["--accent"]) >= 4.5
    for line in ("--frame", "--focus"):
        assert contrast(colour[line], colour["--paper"]) >= 3
