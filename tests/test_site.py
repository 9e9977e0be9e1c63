"""The pages build into a site without a warning, and the site asks nothing of a network."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent
FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data", "link": "href"}
PHONE = 360
THEMES_AND_WIDTHS = [("light", 390), ("light", 820), ("light", 1440), ("dark", 390), ("dark", 820), ("dark", 1440)]
UNREADABLE = (ROOT / "tests" / "site_script.js").read_text(encoding="utf-8")
SAMPLE = (
    "index", "ready", "start", "gallery", "textbook", "textbook/elmira", "commands", "api", "format", "python", "play",
    "concepts/every-equilibrium", "teaching/first-class", "teaching/session-01", "teaching/notebooks/order-of-moves",
    "search", "genindex", "lessons/chicken",
)  # fmt: skip
"""A page of each kind; with ``SITE=all`` in the environment all pages are looked at, which takes minutes."""

pytest.importorskip("sphinx")


class Tags(HTMLParser):
    """Collects the tags of a page, and the anchors in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        self.tags.append((tag, values))
        self.anchors |= {values[key] for key in ("id", "name") if key in values}


def build(source: Path, target: Path, *options: str) -> str:
    """Build a site, every warning an error, and return the messages."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", *options, "-d", f"{target}.trees"]
    done = subprocess.run([*command, str(source), str(target)], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode == 0 else f"exit {done.returncode}: {done.stderr}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "html"
    messages = build(ROOT / "docs", target, "-D", "nb_execution_mode=off", "-D", "lesson_points=3")
    assert not messages.strip(), messages
    return target


def parsed(site: Path) -> dict[Path, Tags]:
    pages = {}
    for file in site.rglob("*.html"):
        pages[file] = Tags()
        pages[file].feed(file.read_text(encoding="utf-8"))
    return pages


def test_the_site_has_every_page_and_every_link_and_picture_in_it_is_whole(site: Path) -> None:
    pages = parsed(site)
    written = {file.relative_to(ROOT / "docs").with_suffix(".html") for file in (ROOT / "docs").rglob("*.md")}
    assert written - {Path("README.html")} <= {file.relative_to(site) for file in pages}
    for file, page in pages.items():
        for tag, values in page.tags:
            target = values.get("href" if tag in {"a", "link"} else "src", "")
            parts = urlsplit(target)
            if target and not parts.scheme and not target.startswith("#"):
                reached = (file.parent / unquote(parts.path)).resolve()
                assert reached.exists(), (file.name, target)
                if parts.fragment and reached.suffix == ".html":
                    assert unquote(parts.fragment) in pages[reached].anchors, (file.name, target)
            if tag == "img":
                assert values.get("alt"), (file.name, target)


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    for file, page in parsed(site).items():
        for tag, values in page.tags:
            if tag in FETCHED and values.get("rel", "") not in {"search", "canonical"}:
                assert not re.match(r"(https?:)?//", values.get(FETCHED[tag], "")), (file.name, tag, values)
    for style in site.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", style.read_text(encoding="utf-8")), style.name


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    webdriver = pytest.importorskip("selenium.webdriver")
    driver = shutil.which("chromedriver")
    if driver is None:
        pytest.skip("chromedriver is not installed")
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield started
    started.quit()


@pytest.mark.parametrize("name", ["index", "korea", "commands", "api", "concepts/roadmaps"])
def test_on_a_phone_nothing_is_wider_than_the_screen_and_the_console_is_clean(
    name: str, site: Path, browser: object
) -> None:
    metrics = {"width": PHONE, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)  # type: ignore[attr-defined]
    browser.get((site / f"{name}.html").as_uri())  # type: ignore[attr-defined]
    width = browser.execute_script("return document.documentElement.scrollWidth")  # type: ignore[attr-defined]
    assert width <= PHONE
    assert browser.get_log("browser") == []  # type: ignore[attr-defined]
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]  # type: ignore[attr-defined]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert asked
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]


def test_every_text_can_be_read_at_every_width_in_light_and_dark(site: Path, browser: Any) -> None:
    """Contrast is at least that of WCAG 2.1, level AA: 4.5 to 1, and 3 to 1 for large text; also in the lessons."""
    every = os.environ.get("SITE") == "all"
    pages = sorted(site.rglob("*.html")) if every else [site / f"{name}.html" for name in SAMPLE]
    browser.get_log("browser")
    for page in pages:
        browser.get(page.as_uri())
        for theme, width in THEMES_AND_WIDTHS:
            metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
            features = [{"name": "prefers-color-scheme", "value": theme}]
            browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
            assert browser.execute_script(UNREADABLE) == [], (page, theme, width)
            if "_downloads" in page.parts:
                continue  # cards to print are black on white in any theme
            light = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
            assert (sum(map(int, re.findall(r"\d+", light)[:3])) < 200) is (theme == "dark"), (page, theme, width)
        assert browser.get_log("browser") == [], page


def test_the_script_notices_what_cannot_be_read(browser: Any, tmp_path: Path) -> None:
    page = tmp_path / "pale.html"
    page.write_text("<body style='background: #fff'><p style='color: #777'>4.48 to 1</p><p style='color: #767676'>4.54")
    browser.get(page.as_uri())
    (found,) = browser.execute_script(UNREADABLE)
    assert found.startswith("4.48: rgb(119, 119, 119) on 255,255,255")


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_a_sentence_a_picture_and_three_doors_are_on_the_first_screen(width: int, site: Path, browser: Any) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get((site / "index.html").as_uri())
    script = "return [...document.querySelectorAll('h1, h1 + p, article img, .door')].map(e => [e.tagName, %s])"
    ends = browser.execute_script(script % "e.getBoundingClientRect().bottom")
    assert [tag for tag, _ in ends] == ["H1", "P", "IMG", "DIV", "DIV", "DIV"]
    assert max(end for _, end in ends) <= 900


def test_who_goes_by_keyboard_sees_where_they_are(site: Path, browser: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.get((site / "index.html").as_uri())
    for _ in range(6):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        style = "const s = getComputedStyle(document.activeElement); return [document.activeElement.tagName, "
        tag, outline, shadow = browser.execute_script(style + "s.outlineStyle, s.boxShadow]")
        assert tag != "BODY"
        assert (outline, shadow) != ("none", "none"), browser.switch_to.active_element.get_attribute("outerHTML")


def test_the_site_can_be_searched_from_its_files_alone(site: Path, browser: Any) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get((site / "search.html").as_uri() + "?q=elmira")
    found = "return [...document.querySelectorAll('#search-results li a')].map(link => link.getAttribute('href'))"
    hits = WebDriverWait(browser, 20).until(lambda driver: driver.execute_script(found))
    assert any("textbook/elmira.html" in hit for hit in hits)


def test_every_page_has_one_title_its_language_and_headings_in_order(site: Path) -> None:
    for file, page in parsed(site).items():
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        # The page of search results gets its title from the script that searches.
        assert levels.count(1) == (file.name != "search.html"), file
        assert all(low <= high + 1 for high, low in pairwise(levels)), (file, levels)
        assert next(values.get("lang") for tag, values in page.tags if tag == "html") == "en", file


def test_no_page_says_how_pages_are_made(site: Path) -> None:
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8").lower()
        assert not re.search(r"docs/generate\.py|make docs|sphinx-build|pull request|/work/", text), file


NOTEBOOK = {
    "cells": [{"cell_type": "markdown", "metadata": {}, "source": "# A notebook"}],
    "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    "nbformat": 4,
    "nbformat_minor": 4,
}


@pytest.mark.parametrize(("source", "works"), [("print(6 * 7)", True), ("1 / 0", False)])
def test_notebooks_are_run_and_one_that_fails_stops_the_build(source: str, works: bool, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
    notebook = NOTEBOOK | {"cells": [*NOTEBOOK["cells"], cell]}  # type: ignore[misc]
    (folder / "index.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    messages = build(folder, tmp_path / "html", "-c", str(ROOT / "docs"), "-D", f"html_static_path={folder}")
    if works:
        assert "exit" not in messages
        assert "WARNING: " not in messages
        assert ">42\n" in (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
    else:
        assert messages.startswith("exit 1")
        assert "division by zero" in messages
