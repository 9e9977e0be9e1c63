"""No label is ever a mark: not on a terminal, in a picture, in HTML, SVG, Markdown, or in rows for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as Tree
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sim.api.game import Game
from sim.api.lessons import make_lesson
from sim.engine.solve import solve
from sim.scenario.scenario import Scenario
from sim.show.pictures import as_svg, in_legend, styled
from sim.show.shown import shown, story
from sim.show.text.blocks import Item, Lines, Paragraph, Points, Section, Table, Text, as_html, as_markdown
from sim.show.text.escapes import in_csv, in_html, in_markdown, unmarked
from sim.show.text.style import bare, one_line, paragraph
from tests.show.labels import BREAKS, MARKS, ORDERS, SCRIPTS, SETS, UNSEEN, game, mixed
from tests.show.media import check_media, letters

HOUSE = Path(__file__).resolve().parents[2] / "sim"
FIRST = {
    "matrix": "nash",
    "tree": "subgame-perfect",
    "concessions": "subgame-perfect",
    "concessions with types": "pbe",
    "offers": "subgame-perfect",
}
DRAWN = [
    *FIRST.items(),
    ("matrix", "quantal"),
    ("matrix", "bargaining"),
    ("tree", "quantal"),
    ("concessions", "quantal"),
]
PLAIN = [f"Label{chr(97 + k)}" for k in range(12)]
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
HOSTILE = st.lists(st.sampled_from([*MARKS, *SCRIPTS, *ORDERS, *UNSEEN, *BREAKS, " ", "a", "1"]), max_size=6).map(
    "".join
)
SVG = "{http://www.w3.org/2000/svg}"


class Tags(HTMLParser):
    """The tags of a page with their attributes but for texts, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag} {[name for name, _ in attrs]}")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def seen(kind: str, concept: str, told: list[str]) -> str:
    """The story of a small game with these labels."""
    scenario = game(kind, told)
    return story(scenario, solve(scenario, concept))


@pytest.mark.parametrize("told", SETS, ids=range(len(SETS)))
def test_an_explanation_has_every_label_in_markdown_and_html_and_no_mark_but_its_own(told: list[str]) -> None:
    for kind, concept in FIRST.items() if told is SETS[0] else [("matrix", "nash")]:
        scenario = game(kind, told)
        check_media(shown(scenario, solve(scenario, concept)).explain("full"))


@pytest.mark.parametrize("pieces", [ORDERS, UNSEEN, BREAKS], ids=["orders", "unseen", "breaks"])
@pytest.mark.parametrize(("kind", "concept"), FIRST.items())
def test_a_story_has_as_many_parts_whatever_the_labels_and_nothing_that_a_terminal_obeys(
    kind: str, concept: str, pieces: tuple[str, ...]
) -> None:
    told, plain = seen(kind, concept, mixed(*pieces)), seen(kind, concept, PLAIN)
    assert not {c for c in told if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")}
    assert not set(told) & set("".join(UNSEEN))
    assert told.count("\n\n") == plain.count("\n\n")


def words(scenario: Scenario, concept: str) -> str:
    """All texts of a picture, as a reader of its SVG finds them, without spaces."""
    root = Tree.fromstring(as_svg(shown(scenario, solve(scenario, concept)).picture(), scenario.title))
    return letters(["".join(text.itertext()) for text in root.iter(f"{SVG}text")])


@cache
def drawn(kind: str, concept: str) -> list[int]:
    """Which labels a picture shows."""
    plain = words(game(kind, PLAIN), concept)
    return [k for k, label in enumerate(PLAIN) if label in plain]


@pytest.mark.parametrize(
    ("kind", "concept", "told"),
    [*((*pair, SETS[0]) for pair in DRAWN), *(("matrix", "nash", told) for told in SETS[1:])],
    ids=[*map(" ".join, DRAWN), *map(str, range(1, len(SETS)))],
)
def test_a_picture_shows_every_label_as_it_is(kind: str, concept: str, told: list[str]) -> None:
    found = words(game(kind, told), concept)
    assert drawn(kind, concept)[0] == 0
    for k in drawn(kind, concept):
        assert letters([told[k]]) in found


def test_a_picture_has_a_mark_for_what_is_no_letter() -> None:
    told = mixed(*ORDERS)
    found = words(game("matrix", told), "nash")
    for k in drawn("matrix", "nash"):
        assert letters([unmarked(told[k])]) in found


def test_a_legend_has_labels_that_begin_with_an_underscore() -> None:
    from matplotlib.figure import Figure

    def make() -> Figure:
        figure = Figure()
        axes = figure.subplots()
        for label in ("_one", "__two", "$3$"):
            axes.plot([0, 1], label=in_legend(label))
        axes.legend()
        return figure

    legend = styled(make).axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["_one", "__two", "$3$"]


@pytest.mark.parametrize(("kind", "concept"), DRAWN)
def test_a_picture_draws_words_and_no_formulas(kind: str, concept: str) -> None:
    from matplotlib.text import Text as Drawn

    scenario = game(kind, PLAIN)
    texts = styled(shown(scenario, solve(scenario, concept)).picture()).findobj(Drawn)
    assert not [t.get_text() for t in texts if isinstance(t, Drawn) and (t.get_parse_math() or t.get_usetex())]


@given(told=HOSTILE, about=HOSTILE)
def test_blocks_of_any_words_are_the_same_blocks_in_markdown_and_html(told: str, about: str) -> None:
    def text(told: str, about: str) -> Text:
        points = Points((Item(told, about, (Item(told),)), Item(told)))
        part = Section(
            f"h {told}", (Paragraph(f"x {told}"), points, Lines((f"x{told}",)), Table(told, ("", told), ((told, "1"),)))
        )
        return Text(f"t {told}", (part, Section("", (Paragraph(told),))))

    hostile, plain = text(f"x{told}", f"y{about}"), text("x", "y")
    assert Tags(as_html(hostile)).tags == Tags(as_html(plain)).tags
    assert letters(Tags(as_html(Text("", (Section("", (Paragraph(told),)),)))).words) == letters([unmarked(told)])
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    assert [t.type for t in parser.parse(as_markdown(hostile))] == [t.type for t in parser.parse(as_markdown(plain))]


@given(told=HOSTILE | ANY)
def test_words_in_markdown_are_read_as_these_words(told: str) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(in_markdown(told, start=True))
    inline = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for child in inline} <= {"text", "text_special"}
    assert letters([child.content for child in inline]) == letters([unmarked(one_line(told))])


@given(told=HOSTILE | ANY)
def test_words_in_html_are_read_as_these_words_in_texts_and_attributes(told: str) -> None:
    class Reader(HTMLParser):
        found = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            Reader.found = dict(attrs)["title"] or ""

    Reader().feed(f'<p title="{in_html(told)}">')
    assert Reader.found == unmarked(told)
    root = Tree.fromstring(f"<p title='{in_html(told)}'>{in_html(told)}</p>")
    assert "".join((root.text or "").split()) == letters([unmarked(told)])


@given(rows=st.lists(st.tuples(HOSTILE | ANY, st.floats(allow_nan=False), HOSTILE), max_size=4))
def test_no_cell_of_a_row_is_a_formula_and_every_label_comes_back(rows: list[tuple[str, float, str]]) -> None:
    back = list(csv.reader(io.StringIO(in_csv(rows), newline="")))
    assert len(back) == len(rows)
    for cells, row in zip(back, rows, strict=True):
        assert float(cells[1]) == row[1]
        for cell, label in ((cells[0], row[0]), (cells[2], row[2])):
            assert cell in (label, f"'{label}")
            assert not re.match(r"[\s\x00-\x1f]*[=+@-]", cell)
            assert (cell == label) == (
                not re.match(r"[\s\x00-\x20\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]", label)
            )


@given(told=HOSTILE)
def test_a_paragraph_in_a_terminal_has_no_line_but_its_own(told: str) -> None:
    lines = paragraph(f"a {told} b").splitlines()
    assert all(line.startswith("  ") for line in lines)
    assert bare("\n".join(lines)) == "\n".join(lines)


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        (r"html import escape|html\.escape|from markupsafe import escape", "show/text/escapes.py"),
        (r"csv\.writer|csv\.DictWriter", "show/text/escapes.py"),
        (r"rc_context|rcParams|parse_math|matplotlib\.(rc|use|style)", "show/pictures.py"),
        (r"typer\.echo|click\.echo|[^.\w]print\(", ""),
    ],
)
def test_each_medium_has_one_place_that_knows_its_marks(words: str, owner: str) -> None:
    found = {
        path.relative_to(HOUSE).as_posix()
        for path in HOUSE.rglob("*.py")
        if re.search(words, re.sub(r"(?m)^\s*(>>>|\.\.\.).*|``.*?``", "", path.read_text(encoding="utf-8")), re.M)
    }
    allowed = {"", "show/output.py", "cli/play/console.py", "cli/app.py", "api/picture.py"} if not owner else {owner}
    assert found <= allowed


def test_a_lesson_has_the_same_elements_whatever_the_labels() -> None:
    told = mixed(*MARKS[:6], "</script>", "-->", *ORDERS)
    alike = [chr(97 + k) * len(label) for k, label in enumerate(told)]  # of one length: explanations are cut by length
    made, plain = (make_lesson(Game(game("matrix", names)), points=3) for names in (told, alike))
    assert Tags(made.page).tags == Tags(plain.page).tags
    assert Tags(made.handout).tags == Tags(plain.handout).tags
    words = "".join(Tags(made.page).words)
    assert all(unmarked(label) in words for label in told[:11])
    script = json.loads(words[words.index('{"players"') :].partition("\n")[0])
    assert script["players"] == [unmarked(told[2]), unmarked(told[3])]
