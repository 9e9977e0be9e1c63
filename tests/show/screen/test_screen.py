"""Answers laid out for a terminal: any width, any letters, with colours and without."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from sim.show.screen.screen import as_screen
from sim.show.text.blocks import Lines, Look, Table
from sim.show.text.brief import Brief, Next
from sim.show.text.letters import harmless

WIDTHS = (40, 60, 80, 100)
SGR = re.compile(r"\x1b\[[0-9;]*m")

ROUNDS = Table(
    "Round by round",
    ("", *map(str, range(1, 13))),
    (
        ("United States", *["Suspension of sanctions"] * 12),
        ("United States gets", *["\N{MINUS SIGN}12.34"] * 12),
    ),
    Look(
        rows={0: 0, 1: 0},
        marked=frozenset({(1, 2)}),
        short=(("United States", *"123456789abc"), ("  gets", *["\N{MINUS SIGN}12.34"] * 12)),
        key=(("United States", "1 Suspension of sanctions on coal, 2 Liaison office"),),
    ),
)
BRIEF = Brief(
    "A title that says what it is about",
    "Certified: nobody gains by deviating.",
    ("United States takes the first step at once; North Korea answers it.", "It is the only one."),
    (ROUNDS, Lines(("a line", "  another"))),
    "It hangs on North Korea in round 2.",
    (Next("detente explain a.yaml", "why"), Next("detente plot a.yaml", "a picture")),
    players=("United States", "North Korea"),
)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("encoding", [None, "ascii", "cp437", "utf-8"])
def test_no_line_is_wider_than_the_terminal_and_the_console_has_every_letter(width: int, encoding: str | None) -> None:
    shown = as_screen(BRIEF, encoding, width, colour=False)
    assert "\x1b" not in shown
    assert max(map(cell_len, shown.splitlines())) <= width
    shown.encode(encoding or "utf-8")


@pytest.mark.parametrize("width", WIDTHS)
def test_colours_change_no_letter(width: int) -> None:
    plain, coloured = (as_screen(BRIEF, None, width, colour) for colour in (False, True))
    assert "\x1b[" in coloured
    assert [line.rstrip() for line in SGR.sub("", coloured).splitlines()] == plain.splitlines()


def test_columns_that_have_no_room_stand_below_each_other_each_once_and_evenly() -> None:
    lines = as_screen(BRIEF, None, 60, colour=False).splitlines()
    heads = [line.split() for line in lines if re.fullmatch(r"[\d ]+", line.replace("Round by round", ""))]
    numbers = [[int(word) for word in head if word.isdigit()] for head in heads if head]
    assert [n for part in numbers for n in part] == list(range(1, 13))
    assert len(numbers) > 1
    assert len({len(part) for part in numbers}) == 1
    assert "1 Suspension of sanctions on coal" in " ".join(" ".join(lines).split())  # the key of the numbers


def test_with_room_cells_say_all_themselves_and_need_no_key() -> None:
    few = Table("", ("", "1"), (("us", "a long step"),), Look(short=(("us", "1"),), key=(("us", "1 a long step"),)))
    shown = as_screen(Brief("t", "", (), (few,)), None, 80, colour=False)
    assert shown.count("a long step") == 1
    assert "us: 1" not in shown


def test_the_mark_of_what_matters_most_does_not_hang_on_colour() -> None:
    assert as_screen(BRIEF, None, 80, colour=False).count("\N{BLACK RIGHT-POINTING SMALL TRIANGLE}") == 1
    assert "*-12.34" in as_screen(BRIEF, "ascii", 80, colour=False)


def test_labels_are_no_markup_and_no_orders() -> None:
    label = "[bold red]x[/] :smile: \x1b[31mA \x1b]8;;http://a\x07\u202e\u200b\x9b1m [link=http://a]b[/link]\r\n\tend"
    table = Table(label, (label, label), ((label, label),), Look(words=frozenset({1})))
    brief = Brief(label, label, (label,), (table, Lines((label,))), label, (Next(label, label),), players=(label,))
    for colour in (False, True):
        shown = SGR.sub("", as_screen(brief, None, 400, colour))
        assert harmless(shown) == shown
        assert "[bold red]x[/] :smile:" in shown
        assert "[link=http://a]b[/link]" in shown
    assert "\x1b[31mA" not in as_screen(brief, None, 400, colour=True)


def test_a_name_within_a_word_or_a_pattern_has_no_colour_of_its_own() -> None:
    brief = Brief("t", "", ("us trusts us.", "a.b and axb"), players=("us", "a.b"))
    shown = as_screen(brief, None, 80, colour=True)
    assert len(re.findall(r"m(us)\x1b", shown)) == 1 + 1
    assert "axb" in shown
    assert not re.search(r"\[[\d;]+maxb", shown)


@pytest.mark.parametrize("width", WIDTHS)
def test_wide_letters_line_up(width: int) -> None:
    name = "대한민국"
    rows = ((name, "1.00", "2.00"), ("us", "\N{MINUS SIGN}1.00", "12.00"))
    table = Table("", ("", "현재상태", "합의"), rows, Look(rows={0: 0, 1: 1}))
    brief = Brief("회담", "", ("대한민국이 첫 걸음을 내딛는다 " * 6,), (table,), players=(name, "us"))
    lines = as_screen(brief, "utf-8", width, colour=False).splitlines()
    assert max(map(cell_len, lines)) <= width
    one, two = (next(line for line in lines if line.endswith(end)) for end in (" 2.00", "12.00"))
    assert cell_len(one) == cell_len(two)
    assert cell_len(one[: one.index("1.00")]) == cell_len(two[: two.index("1.00")])


def test_on_a_low_terminal_empty_lines_go_first() -> None:
    long = as_screen(BRIEF, None, 80, colour=False)
    assert as_screen(BRIEF, None, 80, colour=False, height=200) == long
    short = as_screen(BRIEF, None, 80, colour=False, height=10)
    assert "" not in short.splitlines()
    assert "Next: detente explain a.yaml" in short
    assert [word for word in short.split() if word in ("Certified:", "It", "hangs")] == [
        "Certified:",
        "It",
        "It",
        "hangs",
    ]


def test_commands_stay_whole_where_they_fit() -> None:
    command = "detente run " + "x" * 50 + " --detail"
    brief = Brief("t", "", (), then=(Next(command, "all of it at length"),))
    assert any(line.strip() == command for line in as_screen(brief, None, 80, colour=False).splitlines())


def test_in_a_low_window_the_answer_stands_and_the_last_tables_go() -> None:
    tables = tuple(Table(f"Table {k}", ("", "x"), tuple((str(n), "1") for n in range(8))) for k in (1, 2, 3))
    brief = replace(BRIEF, tables=(tables[0], Lines(("what its letters mean",)), *tables[1:]))
    for height in (24, 30, 60):
        lines = as_screen(brief, None, 80, colour=False, height=height).splitlines()
        assert len(lines) < height
        assert lines[0] == brief.title
        assert "  what its letters mean" in lines
    low = as_screen(brief, None, 80, colour=False, height=24)
    assert "Table 1" in low
    assert "Table 2" not in low
    assert "(2 more tables in a taller window)" in low
    # Where nothing helps, nothing is left out.
    assert all(f"Table {k}" in as_screen(brief, None, 80, colour=False, height=6) for k in (1, 2, 3))
