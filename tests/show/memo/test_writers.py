"""A memo says the same in Markdown, HTML and Word's format: every word of it, and none of them a mark."""

from __future__ import annotations

import re
from base64 import b64decode
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from matplotlib.figure import Figure

from sim.api.game import Game
from sim.api.memo import Memorandum
from sim.errors import AskError
from sim.show.memo.docx import memo_docx
from sim.show.memo.html import memo_html
from sim.show.memo.markdown import memo_markdown
from sim.show.memo.memo import Chapter, Drawing, Memo
from sim.show.memo.writers import content
from sim.show.text.blocks import Item, Lines, Look, Paragraph, Points, Section, Table, Text
from sim.show.text.escapes import unmarked
from sim.show.text.letters import MARK
from sim.show.text.style import one_line
from tests.show.labels import BREAKS, GAMES, MARKS, ORDERS, SCRIPTS, UNSEEN, game, mixed
from tests.show.media import blocks_of, letters, pieces

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
HOSTILE = [*MARKS, *SCRIPTS, *ORDERS, *UNSEEN, *BREAKS, "\x00", "\x0b", "\ud800", "x" * 400]


def memo_of(*words: str, drawing: Drawing | None = None) -> Memo:
    """A memo that has these words in every place that words can stand in."""
    title, about, text, cell, line = words
    table = Table(
        about, ("", text), ((cell, "1.5"), (text, "\N{MINUS SIGN}2")), Look(marked=frozenset({(1, 1)}), rows={0: 1})
    )
    points = Points((Item(text, about, (Item(cell),)), Item(cell, number=0), Item(text, number=7)), numbered=True)
    blocks = Paragraph(text), table, points, Points((Item(cell),)), Lines((line, "  " + line))
    chapter = Text(title, (Section(about, blocks), Section("", (Paragraph(cell),))), (Paragraph(text),))
    return Memo(title, (Chapter(chapter, drawing), Chapter(Text(text, (), (Paragraph(line),)), fresh=True)), "", True)


def told(memo: Memo) -> list[str]:
    """All words below the headings, in order, without what is no letter."""
    texts = [chapter.text for chapter in memo.chapters]
    return [unmarked(one_line(word)) for text in texts for block in blocks_of(text) for word in pieces(block)]


def headings(memo: Memo) -> list[str]:
    found = [title for c in memo.chapters for title in (c.text.title, *(s.title for s in c.text.sections))]
    return [letters([unmarked(one_line(title))]) for title in found if unmarked(one_line(title)).strip()]


def opened(memo: Memo) -> Document:
    return Document(BytesIO(memo_docx(memo)[0]))


def words_of(document: Document) -> str:
    """All words of a file in Word's format in order, tables included, without headings, captions and contents."""
    found = []
    for element in document.element.body.iterchildren():
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        kind = "" if style is None else str(style.get(qn("w:val")))
        skipped = kind.startswith(("Heading", "Title", "Caption")) or element.find(qn("w:hyperlink")) is not None
        if not skipped:
            found += [text.text or "" for text in element.iter(qn("w:t"))]
    return letters(found)


class Page(HTMLParser):
    """What a browser makes of a page: its tags with their attributes, its headings and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself, as those of pictures do."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the words by where they stand."""
        place = next(
            (tag for tag in ("title", "style", "h1", "h2", "h3", "caption", "nav", "figure") if tag in self.open), ""
        )
        self.words.setdefault(place, []).append(data)


def check(memo: Memo) -> None:
    """Hold that each of the three has all words and headings, and takes no word for a mark."""
    body = letters(told(memo))
    page = Page(memo_html(memo)[0])
    # HTML has a sign for a line end that no keyboard makes, where the others have a space.
    assert letters(page.words[""]).replace(MARK, "") == body.replace(MARK, "")
    assert not {tag for tag, _ in page.tags} & {"script", "iframe", "link", "img", "object"}
    document = opened(memo)
    assert words_of(document) == body
    found = [letters([p.text]) for p in document.paragraphs if p.style.name.startswith("Heading") and p.text.strip()]
    assert found == headings(memo)
    tokens = MarkdownIt("commonmark").enable("table").parse(memo_markdown(memo)[0])
    titles = [tokens[k + 1] for k, token in enumerate(tokens) if token.type == "heading_open"]
    assert [letters([t.content for t in title.children or ()]) for title in titles if title.content.strip()] == [
        letters([unmarked(one_line(memo.title))]),
        *headings(memo),
    ]
    rest = [token for token in tokens if token.type in ("inline", "fence") and token not in titles]
    said = letters([t.content for token in rest for t in token.children or (token,)])
    assert said.endswith(body)


@pytest.mark.parametrize("word", HOSTILE, ids=ascii)
def test_no_word_is_a_mark_in_any_of_the_three(word: str) -> None:
    check(memo_of(*(f"a{word}a",) * 5))


@settings(max_examples=25)
@given(st.lists(ANY, min_size=5, max_size=5))
def test_whatever_a_file_holds_can_be_written(words: list[str]) -> None:
    check(memo_of(*(f"a{word}a" for word in words)))


@pytest.mark.parametrize("kind", GAMES)
def test_memos_of_games_with_hostile_names_can_be_opened(kind: str) -> None:
    """Names of control characters, of tags, of pipes, of Korean letters, of 400 letters, and of orders."""
    names = mixed("\x1b[1m", "<script>", " | ", "\uc81c\uc7ac", "x" * 400, "\u202e", "**")
    answer = Game(game(kind, names)).solve()
    memo = Memorandum((answer,)).memo()
    for suffix in (".md", ".html", ".docx"):
        assert content(memo, suffix)[0]
    check(Memo(memo.title, tuple(Chapter(chapter.text) for chapter in memo.chapters)))


def test_the_same_memo_gives_the_same_bytes_and_no_clock_is_asked() -> None:
    memo = Memorandum((Game(game("matrix", mixed("a"))).solve(),)).memo()
    for suffix in (".md", ".html", ".docx"):
        assert content(memo, suffix) == content(memo, suffix)
    with ZipFile(BytesIO(content(memo, ".docx")[0])) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name]
    about = opened(memo).core_properties
    assert (about.title, about.author, about.comments) == (memo.title, "", "")
    assert (about.created, about.modified) == (None, None)


def test_a_date_that_is_asked_for_stands_below_the_title_and_in_the_properties() -> None:
    memo = Memo("A title", (), "2026-11-30")
    document = opened(memo)
    assert [p.text for p in document.paragraphs[:2]] == ["A title", "2026-11-30"]
    assert str(document.core_properties.created) in ("2026-11-30 00:00:00", "2026-11-30 00:00:00+00:00")
    assert "<h1>A title</h1>\n<p>2026-11-30</p>" in memo_html(memo)[0]
    assert opened(Memo("A title", (), "last week")).core_properties.created is None


def drawn() -> Drawing:
    picture = Game(game("matrix", mixed("\uc81c"))).solve().plot()
    return Drawing(picture.title, picture.about, picture.make)


def test_a_picture_stands_in_each_of_the_three_with_words_for_who_cannot_see_it() -> None:
    drawing = drawn()
    memo = memo_of(*"abcde", drawing=drawing)
    (shape,) = opened(memo).inline_shapes
    assert shape._inline.docPr.get("descr") == drawing.about
    assert shape.width.cm <= 17.0
    page = Page(memo_html(memo)[0])
    (svg,) = [attributes for tag, attributes in page.tags if tag == "svg"]
    assert svg["aria-label"] == drawing.about
    text = memo_markdown(memo)[0]
    (tokens,) = [t.children for t in MarkdownIt().parse(text) if t.children and t.children[0].type == "image"]
    assert tokens[0].content.replace("\\", "") == drawing.about.replace("\\", "")
    data = str(tokens[0].attrs["src"])
    assert data.startswith("data:image/png;base64,")
    assert b64decode(data.partition(",")[2]).startswith(b"\x89PNG")


def test_why_there_is_no_picture_is_said_where_it_shows_only_when_it_is_drawn() -> None:
    def refuse() -> Figure:
        raise AskError("view", "there are no beliefs to draw")

    memo = memo_of(*"abcde", drawing=Drawing("a picture", "of nothing", refuse))
    told = "There is no picture: there are no beliefs to draw."
    assert told in [p.text for p in opened(memo).paragraphs]
    assert f"<p>{told}</p>" in memo_html(memo)[0]
    assert f"\n\n{told}\n\n" in memo_markdown(memo)[0]
    assert "picture-1" not in memo_markdown(memo)[0]


def test_a_page_refers_to_nothing_outside_of_itself() -> None:
    html = memo_html(memo_of("a", "b", "http://a.b/c", "d", "e", drawing=drawn()))[0]
    page = Page(html)
    referring = ("src", "href", "xlink:href", "action", "data", "poster", "srcset")
    led = [value for _, attributes in page.tags for key, value in attributes.items() if key in referring]
    assert led
    assert all(str(value).startswith("#") for value in led)
    styles = [*page.words["style"], *(str(a.get("style", "")) for _, a in page.tags)]
    assert not [style for style in styles if "@import" in style or re.search(r"url\((?!#)", style)]
    policy = next(a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a)
    assert str(policy).startswith("default-src 'none'")
    names = [a["id"] for _, a in page.tags if "id" in a]
    assert len(names) == len(set(names))
    assert {str(value)[1:] for value in led} <= set(names)


def test_heads_of_tables_repeat_on_each_page_and_rows_are_not_cut() -> None:
    rows = tuple((f"row {k}", str(k)) for k in range(40))
    memo = Memo("t", (Chapter(Text("c", (Section("s", (Table("a caption", ("", "number"), rows),)),))),))
    (table,) = opened(memo).tables
    marks = [row._tr.trPr for row in table.rows]
    assert [mark.find(qn("w:tblHeader")) is not None for mark in marks] == [True, *(False,) * 40]
    assert all(mark.find(qn("w:cantSplit")) is not None for mark in marks)
    assert [c.paragraphs[0].alignment for c in table.rows[1].cells] == [
        None,
        2,
    ]  # words to the left, numbers to the right
    css = "".join(Page(memo_html(memo)[0]).words["style"])
    assert "table-header-group" in css
    assert "tr { break-inside: avoid; }" in css


def test_each_numbered_list_begins_with_its_own_number() -> None:
    lists = Points((Item("one"), Item("two")), numbered=True), Points((Item("five", number=5),), numbered=True)
    document = opened(Memo("t", (Chapter(Text("c", (Section("s", lists),))),)))
    numbers = document.part.numbering_part.element
    starts = {
        num.numId: [int(s.get(qn("w:val"))) for s in num.iter(qn("w:startOverride"))]
        for num in numbers.findall(qn("w:num"))
    }
    own = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    assert [starts[number] for number in own] == [[1], [1], [5]]
    assert own[0] == own[1] != own[2]


def test_what_matters_most_is_strong_and_players_have_their_colours() -> None:
    memo = memo_of(*"abcde")
    (table,) = opened(memo).tables
    runs = [[cell.paragraphs[0].runs[0] for cell in row.cells] for row in table.rows]
    assert [[bool(run.bold) for run in row] for row in runs] == [[True, True], [False, False], [False, True]]
    assert [[str(run.font.color.rgb) for run in row] for row in runs[1:]] == [["A83E00"] * 2, ["None"] * 2]
    assert "<strong>\N{MINUS SIGN}2</strong>" in memo_html(memo)[0]
    assert "**\N{MINUS SIGN}2**" in memo_markdown(memo)[0]


def test_contents_lead_to_the_chapters() -> None:
    memo = memo_of(*"abcde")
    document = opened(memo)
    links = [link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert links == marks == ["part-1", "part-2"]
