"""Which orders of preference of a party make a state stable for it, while the others prefer what the file says."""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.options.conditions import conditions, share
from sim.engine.options.definitions import DEFINITIONS, stability
from sim.errors import AskError, nearest
from sim.games.options.options_game import from_options
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.options.statements import option_named

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.options.conditions import Condition
    from sim.engine.options.definitions import Definition
    from sim.games.options.options_game import OptionsGame
    from sim.scenario.scenario import Scenario
    from sim.study.preferences.options import PreferencesOptions

NOTHING = "nothing"
"""What stands for the state in which nothing is taken."""


@dataclass(frozen=True)
class Asked:
    """What one definition asks of one party.

    Parameters
    ----------
    party : int
        Whose order it is.
    definition : str
        The definition.
    conditions : tuple of Condition
        What the order must fulfil, all of it; nothing if the state is stable whatever the party prefers.
    holds : bool
        Whether the order of the file does.
    share : Fraction or None
        Of all strict orders, those that do; None if there are too many cases to tell apart.
    """

    party: int
    definition: Definition
    conditions: tuple[Condition, ...]
    holds: bool
    share: Fraction | None


@dataclass(frozen=True)
class Inverse:
    """What was found.

    Parameters
    ----------
    game : OptionsGame
        The conflict.
    state : int
        Index of the state in question.
    asked : tuple of Asked
        By party and definition.
    """

    game: OptionsGame
    state: int
    asked: tuple[Asked, ...]

    @property
    def orders(self) -> int:
        """Strict orders of the feasible states."""
        return factorial(self.game.count)


def inverse(scenario: Scenario, options: PreferencesOptions) -> Inverse:
    """Conditions on the order of each party, or of one.

    Raises
    ------
    AskError
        If there is no such state or party.
    TimeLimitError
        If the time is up.
    """
    deadline = Deadline(options.time_limit)
    game = from_options(scenario)
    state = state_named(game, options.stable or NOTHING)
    parties = range(len(game.parties)) if options.party is None else [_party(game, options.party)]
    found = stability(game, deadline)
    asked = []
    for party in parties:
        for definition in DEFINITIONS:
            told = conditions(game, party, state, definition, deadline)
            holds = bool(found.stable[definition][party][state])
            asked.append(Asked(party, definition, told, holds, share(told, state)))
    return Inverse(game, state, tuple(asked))


def state_named(game: OptionsGame, text: str) -> int:
    """The state in which some options are taken, behind commas: ``us.relief, nk.freeze``.

    Raises
    ------
    AskError
        If an option is unknown, or the state cannot be.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    words = [] if words == [NOTHING] else words
    number = 0
    for word in words:
        try:
            number |= 1 << game.options.index(option_named(word, game.options))
        except ExpressionError as error:
            hint = error.hint if isinstance(error.hint, str) else error.hint()
            raise AskError("stable", f"{error.message} ({hint})") from None
    place = int(game.index[number])
    if place < 0:
        raise AskError("stable", f"the state with '{', '.join(words) or NOTHING}' taken is not feasible")
    return place


def _party(game: OptionsGame, name: str) -> int:
    if name not in game.parties:
        raise AskError("party", f"there is no player '{name}' ({nearest(name, game.parties)})")
    return game.parties.index(name)
