"""What a study keeps of a game with hidden information: its first equilibrium, on the likeliest course."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from sim.engine.concessions.courses.ending_names import course_ending, endings_of
from sim.engine.hidden.outcomes import outcome_at
from sim.engine.hidden.revelation import class_word, classes
from sim.engine.hidden.trust import trust
from sim.engine.solution import MIXED, SELECTED, UNIQUE

if TYPE_CHECKING:
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame


def ending_of(game: HiddenGame, e: BayesEquilibrium) -> tuple[str, float]:
    """How the first equilibrium ends, and the round of the agreement; NaN where there is none.

    Concession games end as `endings_of` has it, on the likeliest course; others in the class of the equilibrium.

    Parameters
    ----------
    e : BayesEquilibrium
        One of its equilibria.
    """
    if game.course is None:
        return class_word(classes(game, e)) or "types are known", nan
    place, rounds = course_ending(outcome_at(game, _likeliest_end(game, e)))
    return endings_of(game.players)[place], rounds


def kind_of(game: HiddenGame, e: BayesEquilibrium, alone: bool) -> str:
    """What an equilibrium reveals of types, if there are any; else what it is among the equilibria.

    Parameters
    ----------
    alone : bool
        Whether it is proven to be the only one.
    """
    if told := class_word(classes(game, e)):
        return told
    if e.profile.mixed:
        return MIXED
    return UNIQUE if alone else SELECTED


def _likeliest_end(game: HiddenGame, e: BayesEquilibrium) -> int:
    """The likeliest end of the likeliest course, of those that end as the course does."""
    course, reach = trust(game, e).courses[0], e.profile.reach
    same = course.public, course.ending
    ends = [k for k, at in enumerate(game.situations) if reach[k] and (at.public, at.ending) == same]
    return e.profile.likeliest_end(ends)
