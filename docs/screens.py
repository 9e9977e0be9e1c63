"""The pictures of a class's pages: ``python docs/screens.py`` plays a class and takes them with Chromium.

Bots sit in the seats of a class that plays the ultimatum game, all but one; the results are those of a rehearsal.
What the pages look like hangs on their templates and styles, whose sum stands beside the pictures in
`screens.json`: a test notices when they have changed since.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from sim.classroom.open_class import OpenClass
    from sim.classroom.session.parts import PartSpec

SCREENS = ROOT / "docs" / "teaching" / "screens"
LOCK = ROOT / "docs" / "screens.json"
PAGES = ROOT / "sim" / "classroom" / "web"
SIZES = {"wall": (1100, 420), "teacher": (1100, 560), "phone": (390, 580), "results": (1100, 580)}
"""Pictures, with the size of the window in points."""


def seen() -> str:
    """The sum of all that says what the pages look like."""
    files = [file for name in ("templates", "assets") for file in sorted((PAGES / name).rglob("*.*"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def known() -> dict[str, str]:
    """What the pictures were taken of."""
    found: dict[str, str] = json.loads(LOCK.read_text(encoding="utf-8"))
    return found


def part() -> PartSpec:
    """The game that the class of the pictures plays."""
    from sim.classroom.session.parts import PartSpec
    from sim.scenario.load import load

    scenario = load("ultimatum")
    return PartSpec(scenario.file, scenario.text, rounds=3)


@contextlib.contextmanager
def served(room: OpenClass) -> Iterator[str]:
    """The pages of a class, on a port of this machine."""
    from sim.classroom.web.address import listening
    from sim.classroom.web.desk import Desk
    from sim.classroom.web.serve import server_of

    with listening(lan=False, port=0) as listener:
        port = listener.getsockname()[1]
        server = server_of(Desk(room, lan=True, port=port, name="192.168.0.5:8000"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()
            room.close()


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A browser without a window."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(option)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        yield browser
    finally:
        browser.quit()


def take(browser: Any, address: str, name: str) -> None:
    """Take the picture of a page."""
    width, height = SIZES[name]
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": name == "phone"}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(address)
    time.sleep(2)
    browser.save_screenshot(str(SCREENS / f"{name}.png"))


def main() -> None:
    """Play the class and take the pictures."""
    from sim.classroom.open_class import OpenClass
    from sim.classroom.rehearsal.rehearse import rehearse
    from sim.classroom.session.commands import Next

    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        room = OpenClass.begin(Path(name) / "open", [part()], seed=1, bots=23, code="KWFM")
        with served(room) as base:
            seat = room.join("Ana")
            take(browser, f"{base}/", "wall")
            room.teach(Next())
            time.sleep(2)
            take(browser, f"{base}/seat/{seat.token}", "phone")
            take(browser, f"{base}/teach/{room.teacher}", "teacher")
        rehearse([part()], 24, 1, folder=Path(name) / "played")
        room = OpenClass.resume(Path(name) / "played")
        with served(room) as base:
            take(browser, f"{base}/teach/{room.teacher}/results/0", "results")
    LOCK.write_text(json.dumps({"pages": seen()}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
