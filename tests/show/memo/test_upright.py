"""A table with more columns than fit a page stands upright: every cell is where its row and its column say."""

from __future__ import annotations

from sim.show.memo.upright import upright
from sim.show.text.blocks import Lines, Look, Table

ROUNDS = tuple(str(k) for k in range(1, 13))
WIDE = Table(
    "The course",
    ("round", *ROUNDS),
    (("United States", *(f"u{k}" for k in ROUNDS)), ("North Korea", *(f"n{k}" for k in ROUNDS))),
    Look(rows={0: 0, 1: 1}, marked=frozenset({(1, 7)})),
)


def test_rounds_become_rows_and_each_cell_keeps_its_round_its_player_and_its_mark() -> None:
    table = upright(WIDE)
    assert isinstance(table, Table)
    assert table.head == ("round", "United States", "North Korea")
    assert table.rows == tuple((k, f"u{k}", f"n{k}") for k in ROUNDS)
    assert table.look.columns == {1: 0, 2: 1}
    assert [table.rows[row][column] for row, column in table.look.marked] == ["n7"]


def test_what_fits_or_is_no_table_stays_as_it_is() -> None:
    narrow = Table("t", WIDE.head[:8], tuple(row[:8] for row in WIDE.rows))
    long = Table("t", WIDE.head, WIDE.rows * 6)
    for block in (narrow, long, Lines(("a" * 200,)), Table("t", (), WIDE.rows)):
        assert upright(block) is block
