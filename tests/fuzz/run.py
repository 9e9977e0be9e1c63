"""Many mutants, each known by the seed and its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from sim.errors import ScenarioError
from sim.scenario.source import read
from tests.fuzz.attempt import Fault, attempt
from tests.fuzz.cells import GAMBIT, Cell, cells
from tests.fuzz.gambit_files import gambit_text
from tests.fuzz.lines import Line, command_line
from tests.fuzz.mutants import changed_text, file_text
from tests.scenario.test_schema_agrees import agree


@dataclass(frozen=True)
class Mutant:
    """A file, and what is done with it."""

    line: Line
    text: str


def mutant(seed: int, number: int) -> Mutant:
    """The mutant of a number, the same on every machine; numbers in a row go through all cells in turn."""
    draw = Random(f"{seed} {number}")
    cell = _shuffled(seed)[number % len(cells())]
    if cell.form == GAMBIT:
        text = gambit_text(draw)
        return Mutant(command_line(draw, cell, (), ()), text if draw.random() < 0.4 else changed_text(draw, text))
    text = file_text(draw, cell.form)
    names: dict[str, tuple[str, ...]] = {"parameters": (), "players": ()}
    try:
        data = read("file.yaml", text.encode("utf-8", errors="surrogatepass")).data
        names = {key: tuple(data[key]) if isinstance(data.get(key), dict) else () for key in names}
    except ScenarioError:
        pass
    return Mutant(command_line(draw, cell, names["parameters"], names["players"]), text)


@cache
def _shuffled(seed: int) -> tuple[Cell, ...]:
    """The cells in an order that puts those of a form apart."""
    order = list(cells())
    Random(seed).shuffle(order)
    return tuple(order)


def faults(seed: int, numbers: range) -> Iterator[tuple[int, Mutant, Fault]]:
    """Those of some mutants at which something goes wrong."""
    for number in numbers:
        tried = mutant(seed, number)
        fault = fault_of(tried)
        if fault:
            yield number, tried, fault


def fault_of(tried: Mutant) -> Fault | None:
    """What goes wrong at a mutant; of a file that is only checked, also whether the JSON Schema says the same of it."""
    fault = attempt(tried.line, tried.text).fault
    if fault is None and tried.line[0] == "check":
        try:
            agree(tried.text)
        except AssertionError as error:
            return Fault(f"schema: {str(error)[:60]}", str(error))
    return fault
