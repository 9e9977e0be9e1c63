"""Which first steps tell a scenario's hidden types apart, and how large they have to be.

References
----------
Kydd, A. H. (2000): Trust, reassurance, and cooperation. International Organization 54, 325-357.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.reassurance.separation import separating_first_steps
from sim.engine.reassurance.step_sizes import smallest_separating
from sim.errors import UnstudiedError
from sim.games.concessions.rounds import from_concessions
from sim.scenario.load import load_source
from sim.scenario.scenario import Concessions
from sim.scenario.source import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.reassurance.solution import Separation
    from sim.engine.reassurance.step_sizes import Sizes
    from sim.engine.reassurance.values import Games
    from sim.engine.selection import Rule
    from sim.scenario.scenario import Scenario
    from sim.types import Pair

LARGEST = Fraction(3)
"""Largest multiple of a first step that is looked at."""

Types = tuple[tuple[tuple[str, Fraction], ...], tuple[tuple[str, Fraction], ...]]


@dataclass(frozen=True)
class Sized:
    """The sizes of one player's first step at which it tells types apart.

    Parameters
    ----------
    player : int or None
        Whose first step is made smaller and larger; None where a parameter stands for the size.
    name : str
        The step's identifier, or the parameter's name.
    now : Fraction
        Its present size: 1, or the parameter's value.
    sizes : Sizes
        What was found.
    """

    player: int | None
    name: str
    now: Fraction
    sizes: Sizes


@dataclass(frozen=True)
class ReassuranceStudy:
    """First rounds that tell types apart.

    Parameters
    ----------
    found : tuple of Separation
        First rounds that are equilibria, or of which that is open.
    sized : tuple of Sized
        For each player with hidden types, or for the parameter that was asked for.
    """

    scenario: Scenario
    found: tuple[Separation, ...]
    sized: tuple[Sized, ...]


def study_reassurance(
    scenario: Scenario, by: str | None = None, rule: Rule | None = None, time_limit: float | None = 60.0
) -> ReassuranceStudy:
    """First rounds that tell hidden types apart, and from which size of the first step on.

    Parameters
    ----------
    scenario : Scenario
        A concession scenario with hidden types; steps are taken at their word, faked ones left out.
    by : str, optional
        Parameter that stands for the size, over its range; otherwise the first step's effects are multiplied.
    rule : Rule, optional
        Which equilibrium is played once types are known.
    time_limit : float or None
        Seconds after which the search is given up.

    Raises
    ------
    UnstudiedError
        If the scenario has no hidden types or no rounds, or the parameter no range, or it moves the types' chances.
    TimeLimitError
        If the time is up.
    """
    if not isinstance(scenario.game, Concessions) or not scenario.variants:
        raise UnstudiedError("first steps are studied in concession games with hidden types; the file has none")
    if never := [t.id for side in scenario.types for t in side if not t.probability]:
        raise UnstudiedError(f"first steps are studied for types that may occur; the chance of '{never[0]}' is 0")
    deadline = Deadline(time_limit)
    types = _types(scenario)
    found = separating_first_steps(types, _games(scenario), rule, deadline.left)
    if by is not None:
        low, high, now = _range(scenario, by)
        ends = [_at(scenario, by, value) for value in (low, high)]
        if any(end.types != scenario.types for end in ends):
            raise UnstudiedError(
                f"the parameter '{by}' moves how likely the types are; whether a first step tells them apart is looked "
                "at for given chances, so vary what the step does instead"
            )
        made = smallest_separating(types, _by_parameter(scenario, by), low, high, rule=rule, time_limit=deadline.left)
        return ReassuranceStudy(scenario, found, (Sized(None, by, now, made),))
    sized = []
    for player in (0, 1):
        ladder = scenario.game.ladders[player]
        if len(scenario.types[player]) > 1 and ladder:
            build = _scaled(scenario, player)
            made = smallest_separating(types, build, Fraction(0), LARGEST, rule=rule, time_limit=deadline.left)
            sized.append(Sized(player, ladder[0].id, Fraction(1), made))
    return ReassuranceStudy(scenario, found, tuple(sized))


def _types(scenario: Scenario) -> Types:
    one, two = (
        tuple((t.id, t.probability) for t in side) or ((player.id, Fraction(1)),)
        for side, player in zip(scenario.types, scenario.players, strict=True)
    )
    return one, two


def _games(scenario: Scenario) -> Games:
    return tuple(tuple(from_concessions(variant) for variant in row) for row in scenario.variants)


def _scaled(scenario: Scenario, player: int) -> Callable[[Fraction], Games]:
    """The games with the player's first step made smaller or larger."""

    def build(size: Fraction) -> Games:
        return tuple(tuple(from_concessions(_resized(v, player, size)) for v in row) for row in scenario.variants)

    return build


def _resized(scenario: Scenario, player: int, size: Fraction) -> Scenario:
    game = scenario.game
    assert isinstance(game, Concessions)
    first, *rest = game.ladders[player]
    joint = tuple(replace(entry, effect=_times(entry.effect, size)) for entry in first.joint)
    step = replace(first, effect=_times(first.effect, size), once=_times(first.once, size), joint=joint)
    ladders = list(game.ladders)
    ladders[player] = (step, *rest)
    return replace(scenario, game=replace(game, ladders=(ladders[0], ladders[1])))


def _times(pair: Pair, size: Fraction) -> Pair:
    return pair[0] * size, pair[1] * size


def _by_parameter(scenario: Scenario, name: str) -> Callable[[Fraction], Games]:
    """The games with a parameter set to a size."""
    return lambda size: _games(_at(scenario, name, size))


def _at(scenario: Scenario, name: str, value: Fraction) -> Scenario:
    """The scenario with another value of a parameter."""
    source = read(scenario.file, scenario.text.encode(errors="replace"))
    return load_source(source, dict(scenario.settings) | {name: str(value)})


def _range(scenario: Scenario, name: str) -> tuple[Fraction, Fraction, Fraction]:
    for parameter in scenario.parameters:
        if parameter.name == name:
            if parameter.range is None:
                raise UnstudiedError(f"the parameter '{name}' needs a min and a max between which sizes are looked for")
            return *parameter.range, parameter.value
    raise UnstudiedError(f"the file has no parameter '{name}'")
