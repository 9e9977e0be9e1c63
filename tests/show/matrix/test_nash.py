"""What is told of Nash equilibria where a list was stopped, a table is too wide, or a game has many."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sim.engine.matrix.bimatrix import BimatrixSolution
from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.matrix.many_equilibria import stopped
from sim.show.shown import shown
from sim.show.text.blocks import Table, as_text
from tests.show.media import seen

STOPPED = "The enumeration of all equilibria was stopped after 0 seconds; there may be others than those listed"
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


BETTER = COUNT.format(actions="a, b", rows="  - [[4, 4], [0, 3]]\n  - [[3, 0], [3, 3]]")


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


def test_what_a_rule_says_of_a_list_that_was_stopped_is_said_of_what_is_listed() -> None:
    scenario = load("naming.yaml", text=BETTER)
    story = " ".join(as_text(shown(scenario, solve(scenario, "nash", time_limit=0.0)).story()).split())
    assert "better for both sides than any other that is listed" in story
    story = " ".join(as_text(shown(scenario, solve(scenario, "nash")).story()).split())
    assert "better for both sides than any other (payoff dominance)" in story


def test_many_equilibria_of_a_list_that_was_stopped_are_not_told_to_be_all() -> None:
    scenario = load("naming.yaml", text=naming(14))
    view = shown(scenario, solve(scenario, "nash", time_limit=0.0))
    words = " ".join(as_text(view.story()).split())
    assert "There are at least 14 equilibria" in words
    assert "--json lists those that were found" in words
    assert view.document()["complete"] is False


def test_where_nothing_was_found_it_is_not_said_that_there_is_nothing() -> None:
    scenario = load("stag-hunt")
    solution = solve(scenario, "nash")
    empty = replace(solution, result=BimatrixSolution((), False, None, 3.0, "time"), traits=())
    view = shown(scenario, empty)
    assert view.line().endswith("no Nash equilibrium was found in the time allowed, though there is one.")
    words = " ".join(as_text(view.story()).split())
    assert "though every game has one" in words
    assert "Nothing is certified" in words
    assert not empty.certified


def test_why_a_list_may_lack_some_is_told_for_each_reason() -> None:
    for reason, words in (
        ("time", "was stopped after 3 seconds"),
        ("memory", "more memory than it may (DETENTE_MEMORY)"),
        ("size", "by an estimate, 3 seconds are too few"),
    ):
        assert words in stopped(BimatrixSolution((), False, None, 3.0, reason))


def test_the_only_equilibrium_of_a_large_zero_sum_game_is_told_with_its_own_proof() -> None:
    # Twelve times matching pennies beside each other, with a bonus where both are in the same one: by symmetry all
    # actions are played alike.
    size = 24
    cells = [[30 + (1 if i % 2 == j % 2 else -1) if i // 2 == j // 2 else 0 for j in range(size)] for i in range(size)]
    rows = "\n".join(f"  - [{', '.join(f'[{v}, {-v}]' for v in line)}]" for line in cells)
    text = COUNT.format(actions=", ".join(f"n{k}" for k in range(size)), rows=rows)
    scenario = load("pennies.yaml", text=text)
    view = shown(scenario, solve(scenario, "nash"))
    words = " ".join(as_text(view.story()).split())
    assert "This is the only Nash equilibrium: the equilibria of a zero-sum game form a convex set" in words
    assert view.solution.complete
    assert {p for side in view.solution.result.equilibria[0].strategies for p in side} == {Fraction(1, size)}


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
