"""A lesson in a real browser: what moves, what is hidden, what is printed, and that nothing is asked of the network."""

from __future__ import annotations

import base64
import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.cli.upkeep.commands import app
from sim.show.lesson.course import CoursePicture
from sim.show.lesson.point import point
from tests.browser.conftest import complaints, opened, requests

pytestmark = pytest.mark.xdist_group("browser")

DARK, LIGHT = "dark", "light"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lessons of one scenario of each kind, with few points."""
    folder = tmp_path_factory.mktemp("lessons")
    for name, more in {
        "action-for-action": ["--sliders", "leakage,relief_cost", "--points", "3"],
        "chicken": ["--sliders", "crash", "--answers"],
        "beer-quiche": [],
        "alternating-offers": ["--sliders", "seller_patience"],
        "repeated-prisoners-dilemma": ["--sliders", "temptation"],
        "mixed-signals": ["--sliders", "trust"],
        "outside-option": ["--sliders", "elsewhere"],
        "water-treaty": [],
        "contest": ["--sliders", "prize", "--points", "3"],
    }.items():
        make(name, folder / f"{name}.html", *([] if "--points" in more else ["--points", "5"]), *more)
    return folder


def make(name: str, page: Path, *more: str) -> None:
    app(["lesson", name, "--quiet", "--out", str(page), *more], standalone_mode=False)


def by(browser: Any, selector: str) -> Any:
    return browser.find_element("css selector", selector)


def keys(element: Any, *names: str) -> None:
    from selenium.webdriver.common.keys import Keys

    element.send_keys(*(getattr(Keys, name) for name in names))


def money(value: float) -> str:
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


@pytest.mark.parametrize(
    "name",
    [
        "action-for-action",
        "chicken",
        "beer-quiche",
        "alternating-offers",
        "repeated-prisoners-dilemma",
        "mixed-signals",
        "water-treaty",
        "contest",
    ],
)
def test_a_page_asks_the_network_for_nothing_and_its_console_is_silent(browser: Any, pages: Path, name: str) -> None:
    page = opened(browser, pages / f"{name}.html")
    for slider in page.find_elements("css selector", "input[type=range]"):
        keys(slider, "RIGHT", "LEFT", "END", "HOME")
    for button in page.find_elements(
        "css selector", "[data-answers], [data-theme-switch], [data-as-list], [data-tree], .sliders [data-reset]"
    ):
        button.click()
    assert complaints(page) == []
    asked = [address for address in requests(page) if not address.startswith("file:")]
    assert asked == []


def test_a_slider_shows_what_the_solver_says_at_each_computed_point(browser: Any, pages: Path) -> None:
    page = opened(browser, pages / "action-for-action.html")
    slider = by(page, "#slider-0")
    keys(slider, "HOME")
    last = int(slider.get_attribute("max")) // 4  # four places from one computed point to the next
    for step in range(last + 1):
        if step:
            keys(slider, "RIGHT")
        value = by(page, ".slider output").text.split(" ")[0]
        found = sim.load("action-for-action", leakage=value).solve()
        told = point(found.scenario, found.solution)
        assert by(page, ".result .how").text == "Computed at this point; long numbers are rounded."
        assert by(page, ".result .told").text == told.line
        rows = [row.text for row in page.find_elements("css selector", "table.rounds tbody tr")]
        assert isinstance(told.picture, CoursePicture)
        assert len(rows) == len(told.picture.rounds)
        for row, r in zip(rows, told.picture.rounds, strict=True):
            assert row.endswith(" ".join(money(value) for value in r.pays))
            assert all(act.words in row for act in r.acts)
        facts = [row.text for row in page.find_elements("css selector", ".facts tbody tr")]
        assert facts == [" ".join(fact) for fact in told.facts]


def test_between_computed_points_the_page_says_so_and_stays_between_them(browser: Any, pages: Path) -> None:
    page = opened(browser, pages / "chicken.html")
    data = json.loads(by(page, "#lesson-data").get_attribute("textContent"))
    slider = by(page, "#slider-0")
    by(page, "input[name=equilibrium][value='2']").click()
    keys(slider, "HOME")
    keys(slider, "SHIFT", "RIGHT")
    assert by(page, ".result .how").text.startswith("Interpolated between computed points")
    assert "between" in by(page, ".result").get_attribute("class")
    one, two = (data["points"][k]["curves"][2]["payoffs"][0] for k in (0, 1))
    assert f"Driver A about {money(0.75 * one + 0.25 * two)}" in by(page, ".result .told").text
    assert by(page, "svg.chart .mark.between").tag_name == "polygon"
    assert "between computed points" in slider.get_attribute("aria-valuetext")
    assert "nearest computed point" in by(page, ".board-note").text


def test_where_what_is_played_changes_nothing_is_invented_between(browser: Any, pages: Path) -> None:
    page = opened(browser, pages / "beer-quiche.html")
    slider = by(page, "#slider-0")
    keys(slider, "HOME")
    keys(slider, "SHIFT", "RIGHT")  # at strong = 0 the bully fights whoever has beer, above he mixes
    assert "changes somewhere between" in by(page, ".result .how").text
    told = by(page, ".result .told").text.splitlines()
    assert len(told) == 2
    assert told[0].startswith("At chance of a strong stranger 0: ")
    assert page.find_elements("css selector", "svg.chart .mark") == []


def test_the_matrix_marks_best_responses_and_the_equilibrium_that_is_chosen(browser: Any, pages: Path) -> None:
    page = opened(browser, pages / "chicken.html")
    framed = [cell.get_attribute("data-cell") for cell in page.find_elements("css selector", "td.equilibrium")]
    assert framed == ["0,1", "1,0"]  # the pure equilibria of chicken: one yields, the other stands firm
    by(page, "input[name=equilibrium][value='2']").click()
    mix = [badge.text for badge in page.find_elements("css selector", "th .mix")]
    assert mix == ["90%", "10%", "90%", "10%"]  # stand firm with gain / (gain + crash - loss) = 1/10
    keys(by(page, "#slider-0"), "END")
    assert by(page, "td[data-cell='1,1'] .one").text == "\N{MINUS SIGN}100"


def test_the_tree_opens_and_closes_by_keyboard(browser: Any, pages: Path) -> None:
    page = opened(browser, pages / "beer-quiche.html")
    assert by(page, "svg.gametree").is_displayed()
    by(page, "[data-as-list]").click()
    items = page.find_elements("css selector", "[role=treeitem]")
    assert [item.get_attribute("tabindex") for item in items].count("0") == 1
    keys(items[0], "LEFT")
    assert items[0].get_attribute("aria-expanded") == "false"
    assert not items[1].is_displayed()
    keys(items[0], "RIGHT")
    assert items[1].is_displayed()
    keys(items[0], "RIGHT")
    assert page.switch_to.active_element == items[1]
    played, planned = (
        [move.text.split("\n")[-1] for move in page.find_elements("css selector", f".tree .move.{kind}")]
        for kind in ("played", "planned")
    )
    # Cho and Kreps (1987): both types have beer, after which the bully leaves; after quiche, which nobody has, he
    # fights with chance one half at least, so that fighting for certain will do. His places after each breakfast look
    # alike, one for each type.
    assert played == []  # of several equilibria none is marked before one is chosen
    by(page, "input[name=equilibrium][value='0']").click()
    played, planned = (
        [move.text.split("\n")[-1] for move in page.find_elements("css selector", f".tree .move.{kind}")]
        for kind in ("played", "planned")
    )
    assert played == ["beer", "leave"] * 2
    assert planned == ["fight"] * 2


def test_the_course_can_be_walked_round_by_round(browser: Any, pages: Path) -> None:
    page = opened(browser, pages / "action-for-action.html")
    assert by(page, ".now").text.startswith("Round 1: United States takes the step “Pause of joint exercises”")
    by(page, "[data-step='1']").click()
    assert by(page, ".now").text.startswith("Round 2: ")
    assert by(page, "tr.current th").text == "2"
    assert "round 1, 0 and 0 steps stand; round 2, 1 and 0 steps stand" in by(page, "svg.map").get_attribute(
        "aria-label"
    )


def test_answers_are_hidden_until_they_are_asked_for(browser: Any, pages: Path) -> None:
    page = opened(browser, pages / "chicken.html")
    answers = page.find_elements("css selector", "details.answer")
    assert len(answers) >= 4
    assert not any(answer.find_element("css selector", "p").is_displayed() for answer in answers)
    keys(answers[0].find_element("css selector", "summary"), "ENTER")
    assert answers[0].find_element("css selector", "p").is_displayed()
    by(page, "[data-answers]").click()
    assert all(answer.find_element("css selector", "p").is_displayed() for answer in answers)


def printed(browser: Any, page: Path) -> str:
    """Words of a page as it is printed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("there is no pdftotext on this machine")
    pdf = base64.b64decode(opened(browser, page).print_page())
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_a_printed_lesson_has_questions_and_answers_only_on_a_page_of_their_own(browser: Any, pages: Path) -> None:
    without = squeezed(printed(browser, pages / "action-for-action.html"))
    assert "Which steps can never be taken back?" in without
    assert "Do they come to a complete agreement, and does it last?" not in without  # paper has no solver
    assert "it is complete in round 6 and kept" not in without
    assert "Move the numbers" not in without
    assert "takes the first step at once" not in without  # what is played is the answer
    pages_ = printed(browser, pages / "chicken.html").split("\f")
    first = next(k for k, text in enumerate(pages_) if text.strip().startswith("Answers"))
    key = squeezed(" ".join(pages_[first:]))
    question = "In which cells does nobody want to change alone?"
    assert "Where between" not in squeezed(" ".join(pages_))  # no sliders on paper
    answer = "“yield” with “stand firm” and “stand firm” with “yield”."
    assert question in squeezed(" ".join(pages_[:first]))
    assert answer not in squeezed(" ".join(pages_[:first]))
    assert answer in key


@pytest.mark.parametrize("answers", [False, True])
def test_a_handout_leaves_room_to_write_and_keeps_the_answers_for_the_key(
    browser: Any, tmp_path: Path, answers: bool
) -> None:
    page = tmp_path / "handout.html"
    make("chicken", page, "--handout", "--points", "3", *(["--answers"] if answers else []))
    words = squeezed(printed(browser, page))
    assert "In which cells does nobody want to change alone?" in words
    assert ("“yield” with “stand firm” and “stand firm” with “yield”." in words) is answers
    assert page.read_text(encoding="utf-8").count('class="ruled"') >= 4
    assert "<script" not in page.read_text(encoding="utf-8")


def test_nothing_in_a_file_becomes_part_of_the_page(browser: Any, tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)><b>"
    text = (
        f"format: 1\nkind: matrix\ntitle: '{evil}'\nsummary: '{evil}'\nsources: ['{evil}']\n"
        f"lesson: {{topic: '{evil}', questions: [{{question: '{evil}', answer: '{evil}'}}]}}\n"
        f"parameters: {{x: {{value: 1, min: 0, max: 2, about: '{evil}'}}}}\n"
        f"players: {{a: {{name: '{evil}', actions: ['{evil}', 'no']}}, b: {{actions: ['left', '&amp;']}}}}\n"
        "payoffs: [[[x, 1], [0, 0]], [[0, 0], [1, 1]]]\n"
    )
    (tmp_path / "evil.yaml").write_text(text, encoding="utf-8")
    page = tmp_path / "evil.html"
    make(str(tmp_path / "evil.yaml"), page, "--points", "3")
    opened(browser, page)
    assert by(browser, "h1").text == evil
    assert browser.find_elements("css selector", "img, h1 b") == []
    assert complaints(browser) == []


@pytest.fixture
def theme(browser: Any) -> Iterator[Any]:
    def prefer(name: str, width: int = 1280) -> None:
        features = [{"name": "prefers-color-scheme", "value": name}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    yield prefer
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("name", [LIGHT, DARK])
def test_every_text_stands_out_from_what_is_behind_it(browser: Any, pages: Path, theme: Any, name: str) -> None:
    """WCAG 2.2, success criteria 1.4.3 and 1.4.11: 4.5 to 1 for text, 3 to 1 for lines of a picture."""
    theme(name)
    page = opened(browser, pages / "chicken.html")
    colour = {
        key: page.execute_script(
            "return getComputedStyle(document.documentElement).getPropertyValue(arguments[0])", key
        )
        for key in (
            "--paper",
            "--card",
            "--ink",
            "--quiet",
            "--one",
            "--two",
            "--accent",
            "--warn",
            "--warn-paper",
            "--frame",
        )
    }
    for ink in ("--ink", "--quiet", "--one", "--two", "--accent"):
        for paper in ("--paper", "--card"):
            assert contrast(colour[ink], colour[paper]) >= 4.5, (ink, paper)
    assert contrast(colour["--warn"], colour["--warn-paper"]) >= 4.5
    assert contrast(colour["--ink"], colour["--warn-paper"]) >= 4.5
    assert contrast(colour["--frame"], colour["--paper"]) >= 3
    behind = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", behind)[:3])) < 200) is (name == DARK)


def contrast(one: str, two: str) -> float:
    """Contrast ratio of two colours as WCAG 2.2 defines it."""
    lights = sorted((luminance(one), luminance(two)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def luminance(colour: str) -> float:
    text = colour.strip().lstrip("#")
    parts = [int(text[k : k + 2], 16) / 255 for k in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


CUT = """
const width = innerWidth, found = [];
const seen = (e) => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && getComputedStyle(e).visibility !== "hidden";
};
if (document.documentElement.scrollWidth > width) found.push("the page");
for (const e of document.body.querySelectorAll("*")) {
  if (!seen(e) || e.closest(".spoken, .said, .skip, details:not([open]) > :not(summary)")) continue;
  const box = e.getBoundingClientRect();
  if (!e.closest("svg") && (box.right > width + 1 || box.left < -1)) found.push(e.outerHTML.slice(0, 90));
  if (e instanceof SVGTextElement) {
    const picture = e.ownerSVGElement.getBoundingClientRect();
    const scale = picture.width / e.ownerSVGElement.viewBox.baseVal.width;
    if (parseFloat(getComputedStyle(e).fontSize) * scale < 10) found.push(`small: ${e.textContent}`);
    if (box.right > picture.right + 2 || box.left < picture.left - 2) found.push(`cut: ${e.textContent}`);
  }
}
return found;
"""


@pytest.mark.parametrize(
    "name",
    ["action-for-action", "chicken", "beer-quiche", "mixed-signals", "outside-option", "water-treaty", "contest"],
)
def test_on_a_phone_nothing_is_cut_off_screen_or_too_small(browser: Any, pages: Path, theme: Any, name: str) -> None:
    theme(DARK, 390)
    page = opened(browser, pages / f"{name}.html")
    assert page.execute_script(CUT) == []
    sliders = by(page, ".sliders")
    page.execute_script("document.querySelector('.result').scrollIntoView()")
    assert page.execute_script("return arguments[0].getBoundingClientRect().top", sliders) >= -1  # still in reach
    assert page.execute_script("return arguments[0].getBoundingClientRect().height", sliders) < 250


def test_the_table_of_a_conflict_fits_a_phone_and_is_not_scrolled(browser: Any, tmp_path: Path, theme: Any) -> None:
    make("elmira", tmp_path / "elmira.html", "--points", "3")
    theme(DARK, 390)
    page = opened(browser, tmp_path / "elmira.html")
    assert page.execute_script(CUT) == []
    box = by(page, ".still-picture .scroll")
    assert page.execute_script("return arguments[0].scrollWidth - arguments[0].clientWidth", box) == 0


def test_no_equilibrium_is_chosen_at_first_and_a_choice_goes_along_with_what_is_played(
    browser: Any, pages: Path
) -> None:
    page = opened(browser, pages / "chicken.html")
    assert by(page, "input[name=equilibrium]:checked").get_attribute("value") == "-1"
    assert page.find_elements("css selector", "svg.chart .faint") == []
    by(page, "input[name=equilibrium][value='2']").click()
    keys(by(page, "#slider-0"), "END")
    assert by(page, "input[name=equilibrium]:checked").get_attribute("value") == "2"
    assert by(page, ".mixing h3").text == "How likely each action is"


def test_a_button_goes_to_the_value_at_which_play_changes_and_the_why_is_folded_there(
    browser: Any, pages: Path
) -> None:
    page = opened(browser, pages / "outside-option.html")
    assert by(page, "details.at-file").get_attribute("open") is not None
    by(page, ".stops button").click()
    assert by(page, ".slider output").text == "0.473684 (a turn)"  # d / (1 + d) with a patience of 0.9
    assert by(page, "details.at-file").get_attribute("open") is None
    assert len(page.find_elements("css selector", "svg.stairs .step")) == 12  # six rounds, two sides
    by(page, ".sliders [data-reset]").click()
    assert by(page, "details.at-file").get_attribute("open") is not None


def test_the_page_can_be_switched_to_dark_by_keyboard(browser: Any, pages: Path, theme: Any) -> None:
    theme(LIGHT)
    page = opened(browser, pages / "chicken.html")
    before = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    keys(by(page, "[data-theme-switch]"), "ENTER")
    assert page.execute_script("return getComputedStyle(document.body).backgroundColor") != before


@pytest.mark.parametrize("name", ["action-for-action", "chicken", "beer-quiche", "alternating-offers", "contest"])
def test_every_picture_has_words_and_every_control_a_name(browser: Any, pages: Path, name: str) -> None:
    page = opened(browser, pages / f"{name}.html")
    pictures = page.find_elements("css selector", "svg[role=img]")
    assert pictures
    assert all(len(picture.get_attribute("aria-label")) > 30 for picture in pictures)
    for control in page.find_elements("css selector", ":is(input, button, summary):not([hidden] *)"):
        assert not control.is_displayed() or control.accessible_name.strip()
    levels = [int(h.tag_name[1]) for h in page.find_elements("css selector", "h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_dark_screen_leaves_paper_white(browser: Any, pages: Path, theme: Any) -> None:
    theme(DARK)
    page = opened(browser, pages / "chicken.html")
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "print", "features": [{"name": "prefers-color-scheme", "value": DARK}]},
    )
    colour = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(255, 255, 255)"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
