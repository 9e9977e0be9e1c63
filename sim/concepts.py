"""The table of solution concepts, which every floor reads: what they are called and for which games they are solved.

A row names for each form of game the room and the file of the concept, and the same path leads to it on every floor:
``matrix.nash`` is found in `sim.engine.matrix.nash` by its function ``solve``, and told in `sim.show.matrix.nash` by
its function ``shown``. A concept that is added is its files and its row here. Files are opened when they are first
asked for, so that a command pays for what it shows alone; `tests/test_concepts.py` keeps that all of them are there and
of the types that `sim.engine.solution` and `sim.show.shown` state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Option = Literal["select", "aim", "all", "seed", "commit", "precision"]
"""What a solver looks at: the selection rule, which equilibrium of the whole game is told, whether all equilibria are
asked for, what chance draws, who commits, how surely the better action is taken."""


@dataclass(frozen=True)
class Place:
    """Where a concept is solved and told for one form of game.

    Parameters
    ----------
    form : str
        The form, as `sim.scenario.scenario.Scenario.form` has it.
    path : str
        Room and file, the same on every floor.
    options : tuple of str
        The options that it takes there.
    """

    form: str
    path: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Concept:
    """A solution concept.

    Parameters
    ----------
    name : str
        What files, the command line and documents call it.
    one, many : str
        What people read of one equilibrium of it, and of several.
    places : tuple of Place
        Where it is solved and told.
    entries : str
        What the entries of its document are.
    first_for : tuple of str
        Forms that it is the default of although it is not the first in the table.
    sees_fakes : bool
        Whether it takes concession games as what each player knows of them, with the steps that may be faked.
    """

    name: str
    one: str
    many: str
    places: tuple[Place, ...]
    entries: str = "equilibria"
    first_for: tuple[str, ...] = ()
    sees_fakes: bool = False

    def place(self, form: str) -> Place | None:
        """Where it is solved and told for a form; None if it is not."""
        return next((place for place in self.places if place.form == form), None)


CONCEPTS = (
    Concept(
        "subgame-perfect",
        "subgame-perfect equilibrium",
        "subgame-perfect equilibria",
        (
            Place("concessions", "concessions.subgame_perfect", ("select", "aim", "all")),
            Place("tree", "tree.subgame_perfect", ("select", "all")),
            Place("offers", "offers.subgame_perfect"),
            Place("offers with demands at the deadline", "offers.demands"),
            Place("issues with offers", "issues.subgame_perfect"),
        ),
    ),
    Concept(
        "markov-perfect",
        "Markov perfect equilibrium",
        "Markov perfect equilibria",
        (Place("concessions without a last round", "concessions.markov_perfect", ("select",)),),
    ),
    Concept(
        "repeated",
        "outcome that holds itself",
        "outcomes that hold themselves",
        (Place("repeated matrix", "repeated.repeated"),),
        entries="outcomes",
    ),
    Concept(
        "nash",
        "Nash equilibrium",
        "Nash equilibria",
        (
            Place("matrix", "matrix.nash"),
            Place("repeated matrix", "matrix.nash"),
            Place("tree", "tree.nash"),
            Place("concessions", "concessions.nash"),
        ),
    ),
    Concept(
        "correlated",
        "correlated equilibrium",
        "correlated equilibria",
        (
            Place("matrix", "matrix.correlated"),
            Place("repeated matrix", "matrix.correlated"),
            Place("concessions", "concessions.correlated", ("select",)),
        ),
        entries="aims",
    ),
    Concept(
        "quantal",
        "quantal response equilibrium",
        "quantal response equilibria",
        (
            Place("matrix", "matrix.quantal", ("precision",)),
            Place("repeated matrix", "matrix.quantal", ("precision",)),
            Place("tree", "tree.quantal", ("precision",)),
            Place("concessions", "concessions.quantal", ("precision",)),
        ),
        entries="points",
    ),
    Concept(
        "bargaining",
        "bargaining solution",
        "bargaining solutions",
        (
            Place("matrix", "matrix.bargaining"),
            Place("repeated matrix", "matrix.bargaining"),
            Place("concessions", "concessions.bargaining", ("select",)),
            Place("concessions without a last round", "concessions.bargaining", ("select",)),
            Place("offers", "offers.bargaining"),
            Place("issues", "issues.bargaining"),
            Place("issues with offers", "issues.bargaining"),
        ),
        entries="solutions",
        first_for=("issues with offers",),
    ),
    Concept(
        "learning",
        "learning process",
        "learning processes",
        (Place("matrix", "matrix.learning", ("seed",)), Place("repeated matrix", "matrix.learning", ("seed",))),
        entries="processes",
    ),
    # A word that binds for one round only is no commitment in a repeated game.
    Concept(
        "stackelberg",
        "Stackelberg equilibrium",
        "Stackelberg equilibria",
        (
            Place("matrix", "matrix.stackelberg", ("commit",)),
            Place("tree", "tree.stackelberg", ("select", "commit")),
            Place("concessions", "concessions.stackelberg", ("select", "commit")),
        ),
    ),
    Concept(
        "pbe",
        "perfect Bayesian equilibrium",
        "perfect Bayesian equilibria",
        (
            Place("tree", "tree.pbe"),
            Place("concessions", "hidden.pbe"),
            Place("concessions with hidden types", "hidden.pbe"),
            Place("tree with hidden types", "hidden.pbe"),
            Place("matrix with hidden types", "hidden.pbe"),
            Place("issues with hidden types", "hidden.pbe"),
            Place("offers with hidden values", "offers.pbe"),
        ),
        sees_fakes=True,
    ),
    Concept("stability", "stable state", "stable states", (Place("options", "options.stability"),), entries="states"),
    Concept(
        "bayes-nash",
        "Bayes-Nash equilibrium",
        "Bayes-Nash equilibria",
        (
            Place("tree", "tree.bayes_nash"),
            Place("concessions", "hidden.bayes_nash"),
            Place("concessions with hidden types", "hidden.bayes_nash"),
            Place("tree with hidden types", "hidden.bayes_nash"),
            Place("matrix with hidden types", "hidden.bayes_nash"),
            Place("issues with hidden types", "hidden.bayes_nash"),
        ),
        first_for=("matrix with hidden types",),
        sees_fakes=True,
    ),
)
"""All concepts; the first that a form has is its default, unless another one says that it is."""

NAMES = tuple(concept.name for concept in CONCEPTS)
"""Names of all concepts."""

_BY_NAME = {concept.name: concept for concept in CONCEPTS}


def concept_named(name: str) -> Concept:
    """The concept of a name.

    Raises
    ------
    KeyError
        If there is none.
    """
    return _BY_NAME[name]


def concepts_of(form: str) -> tuple[Concept, ...]:
    """The concepts that a form of game is solved for, its default first.

    Parameters
    ----------
    form : str
        The form, as `sim.scenario.scenario.Scenario.form` has it.
    """
    known = [concept for concept in CONCEPTS if concept.place(form)]
    return tuple(sorted(known, key=lambda concept: form not in concept.first_for))


def place_of(form: str, name: str) -> Place:
    """Where a concept is solved and told for a form of game.

    Raises
    ------
    KeyError
        If it is not.
    """
    place = _BY_NAME[name].place(form)
    if place is None:
        raise KeyError((form, name))
    return place


def forms() -> tuple[str, ...]:
    """All forms of games that some concept is for, in the order of the table."""
    return tuple(dict.fromkeys(place.form for concept in CONCEPTS for place in concept.places))
