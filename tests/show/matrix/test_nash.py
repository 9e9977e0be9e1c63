"""What is told of Nash equilibria where a list was stopped, a table is too wide, or a game has many."""

from __future__ import annotations

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.shown import shown
from sim.show.text.blocks import Table, as_text
from tests.show.media import seen

STOPPED = "the enumeration of all equilibria was stopped after 0 seconds; only the pure equilibria are listed"
COUNT = """
format: 1
kind: matrix
title: Whoever names the same number wins
players:
  one: {{name: One, actions: [{actions}]}}
  two: {{name: Two, actions: [{actions}]}}
payoffs:
{rows}
"""


def naming(count: int) -> str:
    """A file of the game in which both name a number and win one if it is the same."""
    rows = "\n".join(
        f"  - [{', '.join(f'[{int(i == j)}, {int(i == j)}]' for j in range(count))}]" for i in range(count)
    )
    return COUNT.format(actions=", ".join(f"n{k}" for k in range(count)), rows=rows)


def test_a_list_that_was_stopped_says_so_wherever_it_is_read() -> None:
    scenario = load("stag-hunt")
    nash = shown(scenario, solve(scenario, "nash", time_limit=0.0))
    assert nash.notes()[0] == f"{STOPPED}."
    assert nash.line().endswith("2 Nash equilibria found, perhaps not all.")
    assert "the list is not proven complete (2 equilibria listed)" in " ".join(as_text(nash.story()).split())
    assert nash.document()["complete"] is False
    assert nash.facts()["equilibria"] == "2 or more"


def test_a_table_that_is_too_wide_is_left_to_the_picture() -> None:
    scenario = load("naming.yaml", text=naming(9))
    game = shown(scenario, solve(scenario, "nash", time_limit=0.0)).story().sections[0]
    assert [block.text for block in game.blocks if not isinstance(block, Table)] == [
        "9 by 9 actions; too wide to print here, 'detente plot' draws it."
    ]
    assert len(game.blocks) == 1


def test_both_stars_stand_in_the_cells_that_are_equilibria() -> None:
    view = seen("textbook/stag-hunt", "nash")
    block = view.story().sections[0].blocks[0]
    assert isinstance(block, Table)
    both = [(row[0], block.head[k]) for row in block.rows for k, cell in enumerate(row) if cell.count("*") == 2]
    assert both == [("stag", "stag"), ("hare", "hare")]


def test_many_equilibria_are_summed_up_and_the_document_lists_them_all() -> None:
    view = seen("textbook/von-stengel", "nash")
    words = " ".join(as_text(view.story()).split())
    assert "There are 75 equilibria, too many to tell one by one" in words
    assert "38 have index +1 and 37 have index \N{MINUS SIGN}1; the sum is +1" in words
    assert len(view.document()["equilibria"]) == 75


def test_what_is_paid_at_the_highest_sum_is_a_range_where_several_equilibria_have_it() -> None:
    # In chicken the one who yields loses 1 to the other: both pure equilibria have the sum 0, the mixed one has less.
    scenario = load("chicken")
    facts = shown(scenario, solve(scenario)).facts()
    paid = {told for asked, told in facts.items() if asked.endswith("where the sum is highest")}
    assert paid == {"\N{MINUS SIGN}1.00 to 1.00"}
    assert not any(asked.endswith("best sum") for asked in facts)
