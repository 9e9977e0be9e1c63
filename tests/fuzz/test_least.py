"""What fails is made as small as still fails: nothing more of it can go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.source import read
from tests.fuzz.least import least, smaller_data, smaller_lines

Data = dict[str, Any]


def data_of(text: str) -> Data:
    return dict(read("t", text.encode()).data)


def numbers_in(data: Any) -> list[str]:
    if isinstance(data, (dict, list)):
        return [n for value in (data.values() if isinstance(data, dict) else data) for n in numbers_in(value)]
    return [data]


@given(st.lists(st.integers(0, 9), max_size=24), st.sets(st.integers(0, 9), min_size=1, max_size=3))
def test_of_a_list_that_fails_by_some_of_its_items_these_alone_are_left(items: list[int], needed: set[int]) -> None:
    """Each of them once: Zeller and Hildebrandt (2002) call such a list 1-minimal."""

    def without(thing: tuple[int, ...], k: int) -> tuple[int, ...]:
        return thing[:k] + thing[k + 1 :]

    def ways(thing: tuple[int, ...]) -> Iterator[Callable[[], tuple[int, ...]]]:
        return (partial(without, thing, k) for k in range(len(thing)))

    small = least((*items, *needed), lambda thing: needed <= set(thing), ways)
    assert sorted(small) == sorted(needed)


@given(st.lists(st.sampled_from("abcdef"), max_size=30))
def test_of_lines_that_fail_by_two_of_them_two_are_left(lines: list[str]) -> None:
    small = least(("x", *lines, "y"), lambda some: {"x", "y"} <= set(some), smaller_lines)
    assert small == ("x", "y")


def test_a_table_of_payoffs_loses_rows_and_columns_with_the_names_of_their_actions() -> None:
    data = data_of(
        "players: {a: {actions: [u, m, d]}, b: {actions: [l, r]}}\n"
        "payoffs: [[[1, 2], [3, 4]], [[5, 6], [7.25, 8]], [[9, 1], [2, 3]]]\n"
    )

    def fails(some: Data) -> bool:
        """A table whose names fit, with a number above 7."""
        try:
            sides = [side["actions"] for side in some["players"].values()]
            fits = len(sides) == 2 and [len(sides[1])] * len(sides[0]) == [len(line) for line in some["payoffs"]]
            return fits and all(len(c) == 2 for r in some["payoffs"] for c in r) and "7.25" in numbers_in(some)
        except (KeyError, TypeError, AttributeError):
            return False

    assert least(data, fails, smaller_data) == data_of(
        "players: {a: {actions: ['0']}, b: {actions: ['0']}}\npayoffs: [[[7.25, 0]]]\n"
    )


def test_a_node_of_a_tree_gives_way_to_one_behind_chance() -> None:
    node = "{player: a, actions: {x: {payoffs: [1, 2]}, y: {payoffs: [3, 5]}}}"
    chance = (
        f"{{chance: {{h: {{probability: 1/2, then: {node}}}, t: {{probability: 1/2, then: {{payoffs: [0, 0]}}}}}}}}"
    )

    def fails(some: Data) -> bool:
        """Chances that sum to 1 wherever there are any, and a payoff of 5."""
        text = str(some)
        return text.count("1/2") == (2 if "chance" in text else 0) and "'5'" in text

    small = least(data_of(f"tree: {chance}\n"), fails, smaller_data)
    assert "chance" not in small["tree"]
    assert "1/2" not in str(small)


def test_numbers_become_plain_ones_and_stay_numbers() -> None:
    data = data_of("a: 12.75\nb: [0.3, -4.5, x]\n")
    small = least(data, lambda some: len(some.get("b", ())) == 3 and float(some.get("a", 0)) > 11, smaller_data)
    assert small == data_of("a: 12\nb: [0, 0, '0']\n")


def test_the_time_for_it_is_kept() -> None:
    text = "".join(f"k{k}: {k + 10}\n" for k in range(50))
    data = data_of(text)
    assert least(data, lambda some: True, smaller_data, seconds=0.0) == data
