"""What holds of every text that is shown: each medium has all of its words, and takes none of them for a mark."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from sim.concepts import place_of
from sim.engine.solve import concepts, solve
from sim.errors import NoExplanationError
from sim.scenario.catalog import entries
from sim.scenario.load import load
from sim.show.shown import shown
from sim.show.text.blocks import Item, Lines, Paragraph, Points, Table, Text, as_html, as_markdown
from sim.show.text.words import amount, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.scenario import Scenario
    from sim.show.shown import Shown
    from sim.show.text.blocks import Block

VOID = "br"
MARKS = {"text", "text_special", "softbreak", "strong_open", "strong_close"}
BLOCKS = (
    "paragraph",
    "heading",
    "bullet_list",
    "ordered_list",
    "list_item",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
)


@cache
def loaded(name: str) -> Scenario:
    """A bundled scenario, read once."""
    return load(name)


@cache
def seen(name: str, concept: str) -> Shown[Any]:
    """A bundled scenario as people see it, solved once."""
    scenario = loaded(name)
    return shown(scenario, solve(scenario, concept))


def marked(scenario: Scenario) -> Scenario:
    """The same with names that any medium would take for marks if it did not take care."""
    one, two, *others = scenario.players
    players = replace(one, name="*One* <b>& co</b>"), replace(two, name="[Two](#two) `2` _|_"), *others
    return replace(scenario, players=players, title="# A \\ title", summary="<script>a && b</script>")


def with_marks(view: Shown[Any]) -> Shown[Any]:
    """A solution of the same scenario with such names."""
    return shown(marked(view.scenario), view.solution)


def shown_in(room: str) -> list[tuple[str, str]]:
    """Bundled scenarios and the concepts of theirs that a room of the show tells."""
    return [
        (entry.name, concept)
        for entry in entries()
        for concept in concepts(loaded(entry.name))
        if place_of(loaded(entry.name).form, concept).path.startswith(f"{room}.")
    ]


def blocks_of(text: Text) -> list[Block]:
    """All blocks in order."""
    return [*text.lead, *(block for section in text.sections for block in section.blocks)]


def pieces(block: Block) -> Iterator[str]:
    """The words of a block, piece by piece."""
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Lines):
        yield from block.lines
    elif isinstance(block, Table):
        for row in (block.head, *block.rows):
            yield from row
    elif isinstance(block, Points):
        yield from below(block.items)


def below(items: tuple[Item, ...]) -> Iterator[str]:
    """The words of points and of what stands below them."""
    for item in items:
        yield from (item.about, item.text)
        yield from below(item.below)


def letters(words: Iterator[str] | list[str]) -> str:
    """Words without the space between them, which each medium fills in its own way."""
    return "".join("".join(words).split())


class Page(HTMLParser):
    """What a browser makes of a page: its words but for captions, its headings, and whether its tags match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.headings: list[str] = []
        self.captions: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Open a tag."""
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        inside = self.open[-1] if self.open else ""
        kept = {"h2": self.headings, "caption": self.captions}.get(inside, self.words)
        kept.append(data)


def check_media(text: Text) -> None:
    """Hold that Markdown and HTML have the title, every heading and every word, and no mark but those of blocks."""
    titles = [section.title for section in text.sections if section.title]
    body = letters([piece for block in blocks_of(text) for piece in pieces(block)])
    page = Page(as_html(text))
    assert page.headings == titles
    assert letters(page.words) == body
    assert page.captions == [block.caption for block in blocks_of(text) if isinstance(block, Table)]
    tokens = MarkdownIt("commonmark").enable("table").parse(as_markdown(text))
    headings = [tokens[k + 1] for k, token in enumerate(tokens) if token.type == "heading_open"]
    rest = [token for token in tokens if token.type in ("inline", "fence") and token not in headings]
    assert [letters([t.content for t in token.children or ()]) for token in headings] == [
        letters([title]) for title in (text.title, *titles)
    ]
    assert letters([t.content for token in rest for t in token.children or (token,)]) == body
    assert {t.type for token in rest for t in token.children or ()} <= MARKS
    known = {f"{kind}_{end}" for kind in BLOCKS for end in ("open", "close")} | {"inline", "fence"}
    assert {token.type for token in tokens} <= known


def check_shown(view: Shown[Any]) -> None:
    """Hold that what is told is whole in every medium, that a lack of pictures is said, and that data are plain."""
    for one in (view, with_marks(view)):
        texts = [one.story()]
        with suppress(NoExplanationError):
            texts += [one.explain("brief"), one.explain("full")]
        for text in texts:
            assert all(section.blocks for section in text.sections)
            check_media(text)
    assert bool(view.pictures()) != bool(view.no_picture)
    json.dumps(view.document(), allow_nan=False)


def check_payoffs(view: Shown[Any]) -> bool:
    """Hold that what the story says is paid stands in the document; say whether it says so of anything."""
    known = {form(value) for value in numbers_of(view.document()) for form in (amount, number)}
    words = " ".join(piece for block in blocks_of(view.story()) for piece in pieces(block))
    one, two = (re.escape(player.name) for player in view.scenario.players)
    value = "(\N{MINUS SIGN}?[0-9][0-9.e+]*[0-9]|[0-9])"
    told = re.findall(rf"pays {one} {value} and {two} {value}", words)
    assert {each for pair in told for each in pair} <= known
    return bool(told)


def numbers_of(document: Any) -> Iterator[float]:
    """All numbers in a document."""
    if isinstance(document, dict):
        for value in document.values():
            yield from numbers_of(value)
    elif isinstance(document, list):
        for value in document:
            yield from numbers_of(value)
    elif isinstance(document, (int, float)):
        yield float(document)
