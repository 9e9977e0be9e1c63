"""One text, shown three ways: nothing in it may be taken for a mark of the medium."""

from __future__ import annotations

from html.parser import HTMLParser

from sim.show.text.blocks import (
    Item,
    Look,
    Paragraph,
    Points,
    Section,
    Table,
    Text,
    as_html,
    as_markdown,
    as_text,
    word_columns,
)

SAMPLE = Text(
    "Who goes first",
    (
        Section(
            "Round 1",
            (
                Paragraph("A <b> & a *star* | a bar."),
                Points((Item("it takes the step.", "United States:", (Item("Holding out pays 0.64 less."),)),), True),
                Table("What each gets", ("", "now", "then"), (("a | b", "1", "2"),)),
            ),
        ),
    ),
)


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words, self.open, self.tags = "", 0, []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        self.open += 1

    def handle_endtag(self, tag: str) -> None:
        self.open -= 1

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_terminal_gets_plain_lines_with_points_below_points() -> None:
    assert as_text(SAMPLE).splitlines() == [
        "Who goes first",
        "",
        "Round 1",
        "  A <b> & a *star* | a bar.",
        "  1. United States: it takes the step.",
        "     Holding out pays 0.64 less.",
        "         now  then",
        "  a | b    1     2",
    ]


def test_markdown_takes_nothing_in_the_words_for_a_mark() -> None:
    lines = as_markdown(SAMPLE).splitlines()
    assert r"A \<b\> & a \*star\* | a bar." in lines
    assert "1. **United States:** it takes the step." in lines
    assert "   - Holding out pays 0.64 less." in lines
    assert r"| a \| b | 1 | 2 |" in lines


def test_html_is_well_formed_and_keeps_every_word() -> None:
    reader = Words()
    reader.feed(as_html(SAMPLE))
    assert reader.open == 0
    assert "A <b> & a *star* | a bar." in reader.words
    assert reader.tags.count("li") == 2
    assert "caption" in reader.tags


def test_columns_of_numbers_ranges_and_pairs_stand_to_the_right_and_words_to_the_left() -> None:
    rows = (("a", "\N{MINUS SIGN}1.5", "1 to 2", "0, \N{MINUS SIGN}10", "84% \N{MINUS SIGN}40%", "yes", "", "1"),)
    rows += (("b", "", "\N{EN DASH}", "3, 3", "\N{GREATER-THAN OR EQUAL TO}0.29 1e-05", "no", "", "one"),)
    assert word_columns(Table("t", ("",) * 8, rows)) == (True, False, False, False, False, True, True, True)
    assert word_columns(Table("t", ("", "number"), ())) == (True, True)
    assert as_html(Text("", (Section("", (Table("t", ("", "number"), ()),)),))).count("<th ") == 2


def test_what_matters_most_is_strong() -> None:
    table = Table("t", ("", "now"), (("a", "1"), ("b", "2")), Look(rows={1: 1}, marked=frozenset({(1, 1)})))
    told = Text("", (Section("", (table,)),))
    assert as_markdown(told).endswith("| a | 1 |\n| b | **2** |\n")
    assert '<tr><th scope="row" class="two">b</th><td class="two"><strong>2</strong></td></tr>' in as_html(told)
