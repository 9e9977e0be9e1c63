"""Variants of a concession game: the same steps and payoffs under another rule, horizon or order of moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, get_args

from sim.engine.selection import rules_of
from sim.scenario.scenario import Concessions, Moves
from sim.study.options import SELECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.scenario import Player, Scenario, Step
    from sim.types import Pair

Group = Literal["file", "rule", "horizon", "moves", "rounds", "actions", "errors"]
"""What a variant is about."""

INFINITE = "infinite"
"""Name of the variant without a last round, of a file that has one."""

FEWER, MORE = 6, 12
"""Rounds by which horizons are shorter and longer than the file's, most."""

PRECISIONS = (4.0, 16.0, 64.0)
"""Precisions of quantal responses, per range of the payoffs."""

NINES = 4
"""Leading nines of a number below 1 from which on its root is taken to more digits."""

DIGITS = 12
"""Decimal digits to which square roots are taken; exact numbers of more digits grow long over many rounds."""


@dataclass(frozen=True)
class Variant:
    """A game that is solved beside the file's own.

    Parameters
    ----------
    group : str
        What is different.
    name : str
        What it is instead: a selection rule; a number of rounds, or ``infinite``; ``MOVES`` or ``MOVES:FIRST``;
        ``half``; ``+ACTION`` or ``-ACTION``.
    scenario : Scenario
        The game.
    select : str
        The selection rule.
    precisions : tuple of float
        Precisions of quantal responses per range of the payoffs; none for play without errors.
    """

    group: Group
    name: str
    scenario: Scenario
    select: str = SELECT
    precisions: tuple[float, ...] = ()


def variants(scenario: Scenario, select: str = SELECT) -> Iterator[Variant]:
    """The file's own game, and each that differs from it in one thing.

    Parameters
    ----------
    scenario : Scenario
        A concession game.
    select : str
        The selection rule of all variants but those that differ in it.
    """
    yield Variant("file", "", scenario, select)
    endless = _game(scenario).horizon is None
    for rule in rules_of((scenario.players[0].id, scenario.players[1].id)):
        if rule != select and not (endless and rule == "risk-dominant"):
            yield Variant("rule", rule, scenario, rule)
    for name, other in _horizons(scenario):
        if not (other.form != scenario.form and select == "risk-dominant"):
            yield Variant("horizon", name, other, select)
    for group, found in (("moves", _orders(scenario)), ("rounds", _halved(scenario)), ("actions", _actions(scenario))):
        for name, other in found:
            yield Variant(group, name, other, select)  # type: ignore[arg-type]
    if not endless:
        yield Variant("errors", "", scenario, select, PRECISIONS)


def _game(scenario: Scenario) -> Concessions:
    assert isinstance(scenario.game, Concessions)
    return scenario.game


def _horizons(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """Shorter and longer games, and the one without a last round."""
    game = _game(scenario)
    if game.horizon is None:
        return
    for rounds in range(max(1, game.horizon - FEWER), game.horizon + MORE + 1):
        if rounds != game.horizon:
            yield str(rounds), replace(scenario, game=replace(game, horizon=rounds))
    # A hazard that goes by the round stays as it is in the last one, and has no rounds to go by where they never end.
    if len(game.hazards) == 1:
        yield INFINITE, replace(scenario, game=replace(game, horizon=None))


def _orders(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """Other orders of moves."""
    game = _game(scenario)
    for moves in get_args(Moves):
        for first in (0, 1) if moves != "simultaneous" else (game.first,):
            if (moves, first) != (game.moves, game.first if moves == game.moves else first):
                name = moves if moves == "simultaneous" else f"{moves}:{scenario.players[first].id}"
                yield name, replace(scenario, game=replace(game, moves=moves, first=first))


def _actions(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """With and without walking away and taking back, as far as the file says what that would pay."""
    game = _game(scenario)
    for action in ("walk_away", "renege"):
        if action in game.actions:
            left = tuple(each for each in game.actions if each != action)
            if left:
                yield f"-{action}", replace(scenario, game=replace(game, actions=left))
        elif _could(scenario, action):
            yield f"+{action}", replace(scenario, game=replace(game, actions=(*game.actions, action)))


def _could(scenario: Scenario, action: str) -> bool:
    """Whether the file says enough for an action that it does not allow."""
    if action == "walk_away":
        return "breakdown" in scenario.places
    return any(step.reversible for ladder in _game(scenario).ladders for step in ladder)


def _halved(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """Rounds of half the length, twice as many of them."""
    game = _game(scenario)
    players = tuple(_shorter(player) for player in scenario.players)
    rates: Pair = tuple(player.patience or Fraction(0) for player in players)  # type: ignore[assignment]
    one, two = (tuple(_shorter_step(step, rates) for step in ladder) for ladder in game.ladders)
    shorter = replace(
        game,
        ladders=(one, two),
        hazard=_shorter_hazard(game.hazard),
        horizon=None if game.horizon is None else 2 * game.horizon,
    )
    yield "half", replace(scenario, players=players, game=shorter)


def _shorter(player: Player) -> Player:
    return replace(player, patience=None if player.patience is None else root(player.patience))


def _shorter_step(step: Step, rates: Pair) -> Step:
    """The step in rounds of half the length.

    What is paid once has the weight of one round in an average per round. Shorter rounds weigh less, 1 - sqrt(d) in the
    place of 1 - d, so that it has to be larger by 1 + sqrt(d) to be worth the same.
    """
    one, two = (paid * (1 + rate) for paid, rate in zip(step.once, rates, strict=True))
    found = None if step.verification is None else _shorter_chance(step.verification)
    return replace(step, once=(one, two), verification=found)


def _shorter_hazard(hazard: Fraction | tuple[Fraction, ...]) -> Fraction | tuple[Fraction, ...]:
    """The hazard per half round; one that goes by the round is that of both its halves."""
    if isinstance(hazard, tuple):
        return tuple(half for each in map(_shorter_chance, hazard) for half in (each, each))
    return _shorter_chance(hazard)


def _shorter_chance(chance: Fraction) -> Fraction:
    """The chance per half round of what happens with a given chance per round."""
    return 1 - root(1 - chance)


def root(x: Fraction) -> Fraction:
    """A square root, exact where it is rational with few digits and else to `DIGITS` decimal digits.

    Of a number right below 1 there are more, so that its root is as well, and half of a small chance is still one.
    """
    lacks = 1 - x
    nines = max(0, len(str(lacks.denominator // lacks.numerator)) - NINES) if 0 < lacks < 1 else 0
    with localcontext() as context:
        context.prec = DIGITS + nines
        return Fraction((Decimal(x.numerator) / Decimal(x.denominator)).sqrt())
