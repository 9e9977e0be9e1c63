"""Strategic forms of two players: the rest of an .nfg file, with the first player's strategy changing fastest."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.fields import MAX_ACTIONS
from sim.scenario.foreign.gambit.as_yaml import written
from sim.scenario.labels import given_or_told_apart

if TYPE_CHECKING:
    from sim.scenario.foreign.gambit.reader import Reader
    from sim.types import Pair

MAX_OUTCOMES = MAX_ACTIONS**2

Table = list[list[list[int | str]]]


def strategic(reader: Reader) -> tuple[Table, tuple[list[str], list[str]], int]:
    """Payoffs as a scenario states them, the labels of both players, and how many labels were changed."""
    one, two, changed = _strategies(reader)
    reader.maybe_text()
    count = len(one) * len(two)
    cells = _by_outcome(reader, count) if reader.sign() == "{" else _by_payoff(reader, count)
    table = [[[written(v) for v in cells[j * len(one) + i]] for j in range(len(two))] for i in range(len(one))]
    return table, (one, two), changed


def _strategies(reader: Reader) -> tuple[list[str], list[str], int]:
    """Labels of both players, given or counted; how many there are is looked at before any is made."""
    reader.mark("{")
    labelled = reader.sign() == "{"
    sides, changed = [], 0
    for _ in range(2):
        at = reader.at
        if labelled:
            given, at = reader.strings("the label of a strategy", MAX_ACTIONS)
            number = len(given)
        else:
            number = reader.whole("the number of a player's strategies")
        if not 1 <= number <= MAX_ACTIONS:
            found = "more" if labelled and number else f"{number:,}"
            raise reader.fault(at, f"expected from 1 to {MAX_ACTIONS} strategies of a player, found {found}")
        own, renamed = given_or_told_apart(given, "strategy") if labelled else (list(map(str, range(1, number + 1))), 0)
        sides.append(own)
        changed += renamed
    if reader.sign() != "}":
        raise reader.expected("'}' behind the strategies of two players")
    reader.mark("}")
    return sides[0], sides[1], changed


def _by_payoff(reader: Reader, count: int) -> list[Pair]:
    cells = []
    for k in range(count):
        if not reader.sign():
            raise reader.expected(f"{2 * count:,} payoffs", f"there are {2 * k:,}, two for each pair of strategies")
        cells.append((reader.number("a payoff")[1], reader.number("a payoff")[1]))
    if reader.sign():
        raise reader.expected(f"the end of the file behind {2 * count:,} payoffs")
    return cells


def _by_outcome(reader: Reader, count: int) -> list[Pair]:
    """Payoffs through a list of outcomes and an outcome's number per pair of strategies; 0 stands for no payoffs."""
    outcomes: list[Pair] = [(Fraction(0), Fraction(0))]
    reader.mark("{")
    while reader.sign() == "{":
        reader.mark("{")
        reader.string("the outcome's name")
        outcomes.append(reader.pair()[1])
        if len(outcomes) > MAX_OUTCOMES + 1:
            raise reader.fault(reader.last, f"expected at most {MAX_OUTCOMES:,} outcomes, found more")
    if reader.sign() != "}":
        raise reader.expected("'{' and an outcome, or '}' behind the last")
    reader.mark("}")
    cells = []
    for k in range(count):
        if not reader.sign():
            raise reader.expected(f"{count:,} numbers of outcomes", f"there are {k:,}, one for each pair of strategies")
        number = reader.whole("the number of an outcome")
        if not 0 <= number < len(outcomes):
            raise reader.fault(
                reader.last, f"expected the number of an outcome, 0 to {len(outcomes) - 1}, found {number}"
            )
        cells.append(outcomes[number])
    if reader.sign():
        raise reader.expected(f"the end of the file behind {count:,} numbers of outcomes")
    return cells
