"""Many mutants, each known by the seed and its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from sim.errors import ScenarioError
from sim.scenario.source import read
from tests.fuzz.attempt import Fault, attempt
from tests.fuzz.lines import Line, command_line
from tests.fuzz.mutants import file_text


@dataclass(frozen=True)
class Mutant:
    """A file, and what is done with it."""

    line: Line
    text: str


def mutant(seed: int, number: int) -> Mutant:
    """The mutant of a number, the same on every machine."""
    draw = Random(f"{seed} {number}")
    text = file_text(draw)
    names: dict[str, tuple[str, ...]] = {"parameters": (), "players": ()}
    kind = "concessions"
    try:
        data = read("file.yaml", text.encode("utf-8", errors="surrogatepass")).data
        names = {key: tuple(data[key]) if isinstance(data.get(key), dict) else () for key in names}
        kind = str(data.get("kind", kind))
    except ScenarioError:
        pass
    return Mutant(command_line(draw, kind, names["parameters"], names["players"]), text)


def faults(seed: int, numbers: range) -> Iterator[tuple[int, Mutant, Fault]]:
    """Those of some mutants at which something goes wrong."""
    for number in numbers:
        tried = mutant(seed, number)
        fault = attempt(tried.line, tried.text).fault
        if fault:
            yield number, tried, fault
