"""The documentation says what the program does: every command in it is run, every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.scenario.load import load

ROOT = Path(__file__).resolve().parent.parent
SPEC = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
assert SPEC is not None
assert SPEC.loader is not None
generate = importlib.util.module_from_spec(SPEC)
sys.modules["generate"] = generate
SPEC.loader.exec_module(generate)

PAGES = generate.PAGES
figures = generate.figures
FIGURES = [figure for page in PAGES for figure in figures.figures_of(page)]
UNSEEN = {
    "README.md": "what a terminal shows stands in it; the site's first page has the picture",
    "docs/README.md": "a list of pages",
    "docs/api.md": "made from docstrings",
    "docs/cluster.md": "settings of schedulers, and a table of costs",
    "docs/commands.md": "options, one after the other",
    "docs/concepts/README.md": "a list of pages",
    "docs/dependencies.md": "a table of packages",
    "docs/examples/README.md": "a list of pages, each with its picture",
    "docs/format.md": "keys, one after the other",
    "docs/model.md": "symbols; what they come to is drawn on the pages of the concepts",
    "docs/otree.md": "files of another program, whose pages are not ours",
    "docs/programs.md": "lines that programs read and write",
    "docs/soak.md": "counts of what was tried",
    "docs/stability.md": "promises",
    "docs/teaching/security.md": "what is stored and who can read it",
    "docs/teaching/solutions.md": "solutions, whose pictures are on the pages of their games",
    "docs/textbook.md": "a list of pages, each with its picture",
    "docs/words.md": "a list of words",
}
"""Pages on which nobody would rather look than read, and why."""


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as they are made of their text."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands_on(page: Path) -> int:
    return page.read_text(encoding="utf-8").count("\n$ ")


@pytest.mark.parametrize("page", sorted(PAGES, key=commands_on, reverse=True), ids=name_of)
def test_every_output_and_figure_on_a_page_is_what_its_command_makes_today(page: Path, shell: Any) -> None:
    made = generate.remade(page, shell)
    assert made.text == page.read_text(encoding="utf-8"), "run: python docs/generate.py"
    for file, drawn in made.pictures.items():
        assert figures.same(drawn, file.read_bytes()), f"{file.name} is not current; run: python docs/generate.py"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_is_typed_on_a_page_every_shell_reads_alike(page: Path) -> None:
    """No pipe, loop, redirection, here-document, variable or other program, which PowerShell has otherwise."""
    text = page.read_text(encoding="utf-8")
    typed = [command for block in generate.BLOCK.findall(text) for command, _ in figures.pairs(block)]
    assert [command for command in typed if generate.stranger(command)] == []


@pytest.mark.parametrize(
    "command",
    [
        "detente run chicken | grep -A 2 '^  3'",
        "detente run chicken | sed -n '/^The game/,$p'",
        "for x in 5.9 6.1; do detente run stag-hunt --set stag=$x; done",
        "printf '1\\nwalk away\\n' | detente play action-for-action --as us",
        "detente catalog chicken > my.yaml",
        "detente run - < my.yaml",
        "detente run - <<EOF",
        "detente run chicken; detente run stag-hunt",
        "detente run chicken && detente run stag-hunt",
        "detente run $(detente catalog --quiet)",
        "detente run `detente catalog --quiet`",
        "detente run chicken --set crash=$x",
        'detente run chicken --set "crash=$x"',
        "NO_COLOR=1 detente run chicken",
        "detente run chicken \\",
        "detente check scenarios/*.yaml",
        "detente sweep stag-hunt stag=3,4",
        "detente sweep stag-hunt stag=uniform(3,4)",
        "detente compare chicken --with payoffs[0][0]=1",
        "detente compare chicken --with 'title=\"A game\"'",
        "detente run 'chicken",
        "detente run chicken --part \u201cEquilibria\u201d",
        "grep agreement korea.csv",
        "(detente catalog chicken; echo 'commit: one') > my.yaml",
    ],
)
def test_what_shells_read_otherwise_is_refused_on_pages(command: str) -> None:
    assert generate.stranger(command)


def test_words_and_signs_in_quotes_are_not_refused_on_pages() -> None:
    quoted = "detente compare chicken --with \"payoffs[0][0]=[1, 2]\" --with 'actions=[a, b]' -q --out a/b.svg"
    assert generate.stranger(quoted) == ""


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_every_image_is_made_by_a_command_directly_above_it_and_has_words(figure: Any) -> None:
    assert figure.command, f"{figure.path} needs a block above it with --out {figure.path}, or a line that saves it"
    assert figure.slow or figure.file.suffix == ".svg", "quick figures are compared as SVG"
    assert figure.file.is_file(), "run: python docs/generate.py"
    assert len(figure.words) > 20, "say in its alternative text what can be seen"


@pytest.mark.parametrize("figure", [f for f in FIGURES if f.slow], ids=lambda figure: figure.name)
def test_a_slow_figure_was_made_by_its_command_from_the_scenario_as_it_is(figure: Any) -> None:
    stale = f"run: python docs/generate.py --figures {figure.file.stem}"
    assert figures.lock().get(figure.name) == figures.entry(figure), stale


def test_no_page_shows_images_in_another_way_and_no_picture_is_left_over() -> None:
    assert not [page.name for page in PAGES if "<img" in page.read_text(encoding="utf-8")]
    shown = {figure.file.resolve() for figure in FIGURES}
    drawn = {file for name in ("figures", "maps") for file in (ROOT / "docs").glob(f"**/{name}/*.*")}
    assert drawn == shown
    assert set(figures.lock()) == {figure.name for figure in FIGURES if figure.slow}


def has_picture(page: Path) -> bool:
    text = page.read_text(encoding="utf-8")
    return bool(figures.images_of(text)) or re.search(r"^:+\{figure\} \S+$", text, re.MULTILINE) is not None


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_has_a_picture_or_a_reason_to_have_none(page: Path) -> None:
    assert has_picture(page) != (name_of(page) in UNSEEN), "draw it, or say in UNSEEN why there is nothing to look at"


def test_every_reason_is_that_of_a_page() -> None:
    assert set(UNSEEN) <= set(map(name_of, PAGES))


def test_a_picture_on_two_pages_is_made_by_one_command() -> None:
    made: dict[Path, set[str | None]] = {}
    for figure in FIGURES:
        made.setdefault(figure.file.resolve(), set()).add(figure.command)
    assert {file.name: commands for file, commands in made.items() if len(commands) > 1} == {}


def test_a_figure_can_be_made_by_a_line_of_python(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    saved = 'sim.load("chicken").solve().plot().save("figures/chicken.svg")'
    page.write_text(
        f"```pycon\n>>> import sim\n>>> {saved}\n```\n\n![Chicken as a table of cells.](figures/chicken.svg)\n",
        encoding="utf-8",
    )
    (figure,) = figures.figures_of(page)
    assert figure.command == saved
    with generate.Shell() as shell:
        made = generate.remade(page, shell)
    assert made.pictures[page.parent / "figures" / "chicken.svg"].startswith(b"<?xml")


@pytest.fixture
def page_with_a_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    for folder in ("docs/maps", "scenarios/a"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "scenarios/a/game.yaml").write_text("format: 1\nleakage: 0.2\n", encoding="utf-8")
    (tmp_path / "docs/maps/game.png").write_bytes(b"drawn")
    page = tmp_path / "docs" / "page.md"
    block = "```console\n$ detente map game x y --out maps/game.png\nGame: a deal.\n```\n\n![A map](maps/game.png)\n"
    page.write_text(block, encoding="utf-8")
    return page


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("scenarios/a/game.yaml", "0.2", "0.3"),
        ("docs/page.md", "x y", "x z"),
        ("docs/page.md", "a deal", "no deal"),
        ("docs/maps/game.png", "drawn", "drawn by hand"),
    ],
)
def test_a_map_goes_stale_with_its_scenario_command_words_or_picture(
    file: str, old: str, new: str, page_with_a_map: Path
) -> None:
    before = figures.entry(figures.figures_of(page_with_a_map)[0])
    changed = figures.ROOT / file
    changed.write_text(changed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert figures.entry(figures.figures_of(page_with_a_map)[0]) != before


def test_a_comment_or_a_lesson_in_a_scenario_makes_no_map_stale(page_with_a_map: Path) -> None:
    before = figures.entry(figures.figures_of(page_with_a_map)[0])
    scenario = figures.ROOT / "scenarios/a/game.yaml"
    scenario.write_text("# A comment.\n" + scenario.read_text() + "lesson: {topic: leaks}\n", encoding="utf-8")
    assert figures.entry(figures.figures_of(page_with_a_map)[0]) == before


def test_pictures_differ_if_a_word_or_a_line_does_and_not_by_a_hair() -> None:
    picture = b'<svg><path d="M 10 20 L 30.5 40" style="fill: #0072b2"/><text x="1">a deal</text></svg>'
    assert figures.same(picture, picture.replace(b"30.5", b"30.6"))
    assert not figures.same(picture, picture.replace(b"30.5", b"35.5"))
    assert not figures.same(picture, picture.replace(b"a deal", b"no deal"))
    assert not figures.same(picture, picture.replace(b"L", b"M"))
    assert not figures.same(picture, picture.replace(b"#0072b2", b"#b84e00"))


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=name_of)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith("http"):
            continue
        path, _, anchor = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_scenario_shown_on_a_page_loads(page: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    for block in blocks:
        if "format: 1" in block:
            assert load(page.name, text=block).title


def test_a_page_that_is_not_current_is_noticed(tmp_path: Path) -> None:
    page, version = tmp_path / "page.md", f"detente {sim.__version__}"
    page.write_text("```console\n$ detente --version\nold\n```\n", encoding="utf-8")
    assert generate.fresh(page) == f"```console\n$ detente --version\n{version}\n```\n"


def test_single_pages_can_be_asked_for_by_name() -> None:
    assert generate.chosen(["korea.md"]) == [ROOT / "docs" / "korea.md"]
    assert generate.chosen(["docs/README.md"]) == [ROOT / "docs" / "README.md"]
    assert generate.chosen([]) == PAGES
    with pytest.raises(SystemExit, match=r"there is no page 'chorea\.md'"):
        generate.chosen(["chorea.md"])


def test_the_picture_of_the_house_is_drawn_from_the_code_of_today() -> None:
    drawn = (ROOT / "docs" / "house.svg").read_text(encoding="utf-8")
    assert drawn == generate.house.picture(), "run: python docs/generate.py"


def test_every_word_says_where_it_lives() -> None:
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and "| --- |" not in line]
    places = [match[1] for row in rows if (match := re.search(r"`([a-z_/]+\.py)` \|$", row))]
    terms = [row.split(" | ")[0].strip("| ") for row in rows if not row.startswith("| term ")]
    assert len(places) == len(terms)
    assert len(set(terms)) == len(terms), "each term stands once"
    assert [place for place in places if not (ROOT / "sim" / place).is_file()] == []


FOLLOWED = """
import sys
met = {}
def note(frame, event, argument):
    if event == "call" and frame.f_code not in met:
        met[frame.f_code] = f"{frame.f_globals.get('__name__', '')} {frame.f_code.co_name}"
import sim.cli
sys.argv[0] = "detente"
sys.setprofile(note)
try:
    sim.cli.main()
except SystemExit:
    pass
sys.setprofile(None)
print("\\n".join(met.values()))
"""


def test_a_number_goes_the_way_that_the_page_says(tmp_path: Path) -> None:
    """The functions named under "One number" are entered in that order by the command named there."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = page.split("## One number\n")[1]
    command = re.findall(r"`detente ([^`]*)`", section)[0].split()
    rows = re.findall(r"^\| `(sim/[\w/]+)\.py` \| `(\w+)` \|", section, re.MULTILINE)
    words = [sys.executable, "-c", FOLLOWED, *command, "--out", str(tmp_path / "path.svg")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    met = done.stdout.splitlines()
    way = [met.index(f"{file.replace('/', '.')} {name}") for file, name in rows]
    assert len(way) > 8
    assert way == sorted(way)
    elsewhere = re.findall(r"`(sim/[\w/]+\.py)`", section)
    assert [file for file in elsewhere if not (ROOT / file).is_file()] == []
