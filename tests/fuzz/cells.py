"""What mutants go through: every command with every concept on a file of every form, some oftener, none never."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sim.concepts import CONCEPTS, NAMES, concepts_of

SOLVING = {"run": 4, "explain": 2, "plot": 1, "lesson": 1}
"""Commands that take a concept, by how often they come; pictures, which take long, seldom."""

OTHERS = {
    "run": 2, "check": 3, "compare": 2, "diff": 1, "calibrate": 2,
    "explain": 1, "plot": 1, "map": 1, "sensitivity": 1, "robust": 1, "sweep": 1,
    "roadmaps": 1, "reassurance": 1, "report": 1, "simulate": 2, "tournament": 1, "play": 3, "class": 2,
    "export": 2, "preferences": 1, "require": 1, "explain-data": 1, "design": 1, "inspection": 1, "quota": 1, "fmt": 1,
}  # fmt: skip
"""Commands without a concept, or with the default one."""

ODD = 3
"""Times that a form meets a concept which is not solved for it."""

IMPORTS = 12
"""Times that a file of Gambit's is read in."""

GAMBIT = "Gambit's"
"""In the place of a form, that the file is one of Gambit's."""

FORMS = tuple(dict.fromkeys(place.form for concept in CONCEPTS for place in concept.places))


@dataclass(frozen=True)
class Cell:
    """A form of game, and the command that its file is tried with.

    Parameters
    ----------
    form : str
        The form that the file has before it is changed, or `GAMBIT`.
    command : str
        The command.
    concept : str
        What is asked for; empty for the default.
    """

    form: str
    command: str
    concept: str = ""


@cache
def cells() -> tuple[Cell, ...]:
    """All of them; one that comes oftener stands there as often."""
    found = [Cell(GAMBIT, "import")] * IMPORTS
    for form in FORMS:
        fit = [concept.name for concept in concepts_of(form)]
        found += [Cell(form, c, name) for name in fit for c, often in SOLVING.items() for _ in range(often)]
        found += [Cell(form, "run", name) for name in [n for n in NAMES if n not in fit][:ODD]]
        found += [Cell(form, c) for c, often in OTHERS.items() for _ in range(often)]
    return tuple(found)
