"""The pictures of the program's pages: ``python docs/screens.py`` takes them with Chromium, or some: ``… lesson memo``.

Bots sit in the seats of a class that plays the ultimatum game, all but one; the results are those of a rehearsal. The
lesson and the memo are made by the commands of their pages. What pages look like hangs on their templates and styles,
whose sums stand beside the pictures in `screens.json`: a test notices when they have changed since.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import subprocess
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
SIZES = {
    "class": {
        "wall": (1100, 420),
        "teacher": (1100, 560),
        "phone": (390, 580),
        "results": (1100, 580),
        "theory": (1100, 1020),
    },
    "lesson": {"lesson": (1100, 820), "lesson-phone": (390, 820)},
    "memo": {"memo": (900, 860)},
}
"""Pictures of each kind of page, with the size of the window in points."""

LOOKS = {
    "class": ("classroom/web/templates", "classroom/web/assets"),
    "lesson": ("show/lesson/templates", "show/lesson/assets"),
    "memo": ("show/memo/memo.css", "show/memo/html.py"),
}
"""What says what the pages look like."""

MADE = {"lesson": ("lesson", "chicken"), "memo": ("run", "action-for-action")}
"""Commands that make the pages that are files."""

PART = {"lesson": "#game"}
"""Where a page that is a file is looked at; else at its top."""


def seen() -> dict[str, str]:
    """For each kind of page the sum of all that says what it looks like."""
    return {kind: _sum([ROOT / "sim" / path for path in paths]) for kind, paths in LOOKS.items()}


def _sum(paths: list[Path]) -> str:
    files = [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*.*")))]
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


def take(browser: Any, address: str, kind: str, name: str) -> None:
    """Take the picture of a page."""
    width, height = SIZES[kind][name]
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(address)
    time.sleep(2)
    browser.save_screenshot(str(SCREENS / f"{name}.png"))


def take_class(browser: Any, folder: Path) -> None:
    """Play the class and take its pages."""
    from sim.classroom.open_class import OpenClass
    from sim.classroom.rehearsal.rehearse import rehearse
    from sim.classroom.session.commands import Next

    room = OpenClass.begin(folder / "open", [part()], seed=1, bots=23, code="KWFM")
    with served(room) as base:
        seat = room.join("Ana")
        take(browser, f"{base}/", "class", "wall")
        room.teach(Next())
        time.sleep(2)
        take(browser, f"{base}/seat/{seat.token}", "class", "phone")
        take(browser, f"{base}/teach/{room.teacher}", "class", "teacher")
    rehearse([part()], 24, 1, folder=folder / "played")
    room = OpenClass.resume(folder / "played")
    with served(room) as base:
        take(browser, f"{base}/teach/{room.teacher}/results/0", "class", "results")
        take(browser, f"{base}/teach/{room.teacher}/results/0/theory", "class", "theory")


def take_file(browser: Any, folder: Path, kind: str) -> None:
    """Make a page that is a file by its command, and take it."""
    page = folder / f"{kind}.html"
    command = [sys.executable, "-m", "sim", *MADE[kind], "--quiet", "--out", str(page)]
    subprocess.run(command, cwd=ROOT, check=True)
    for name in SIZES[kind]:
        take(browser, page.as_uri() + PART.get(kind, ""), kind, name)


def main() -> None:
    """Take the pictures, of all kinds of pages or of those named."""
    kinds = sys.argv[1:] or list(SIZES)
    if unknown := set(kinds) - set(SIZES):
        raise SystemExit(f"there are no pages of a kind '{min(unknown)}'; the kinds are {', '.join(SIZES)}")
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        for kind in kinds:
            if kind == "class":
                take_class(browser, Path(name))
            else:
                take_file(browser, Path(name), kind)
    now, before = seen(), known() if LOCK.exists() else {}
    kept = {kind: now[kind] if kind in kinds else before.get(kind, "") for kind in SIZES}
    LOCK.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
