"""The rules of a concession game applied to symbols: payoffs as sums of the file's own numbers.

What a round pays is a sum of numbers of the file, and which of them depends on the structure alone. So the structure is
compiled once, with a symbol for each number, by the same code that compiles a single scenario.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from sim.scenario.concessions.breakdown import of_round
from sim.scenario.scenario import Concessions, Mediator, Scenario

if TYPE_CHECKING:
    from sim.scenario.source import Source
    from sim.types import Pair


Hazard = tuple[str, int | None]
"""An expression of the chance of a breakdown, and the round that it is for where it speaks of the round."""


def placeholder(number: int) -> Fraction:
    """Stands for a hazard while the structure is compiled: neither impossible nor certain, and not that of another."""
    return Fraction(1, 2 + number)


@dataclass(frozen=True)
class Affine:
    """A sum of symbols with whole coefficients.

    Parameters
    ----------
    terms : tuple of (int, int)
        Symbols in rising order, each with its coefficient, which is not 0.
    """

    terms: tuple[tuple[int, int], ...] = ()

    def _plus(self, other: Affine | Fraction | int, sign: int) -> Affine:
        if not isinstance(other, Affine):
            if other:
                raise TypeError(f"a number was added that is no symbol: {other}")
            return self
        sums = Counter(dict(self.terms))
        for symbol, factor in other.terms:
            sums[symbol] += sign * factor
        return Affine(tuple(sorted((symbol, factor) for symbol, factor in sums.items() if factor)))

    def __add__(self, other: Affine | Fraction | int) -> Affine:
        return self._plus(other, 1)

    def __radd__(self, other: Affine | Fraction | int) -> Affine:
        return self._plus(other, 1)

    def __sub__(self, other: Affine | Fraction | int) -> Affine:
        return self._plus(other, -1)


def with_symbols(scenario: Scenario, source: Source) -> tuple[Scenario, tuple[str, ...]]:
    """A concession scenario whose payoffs are symbols, and the expression that each symbol stands for.

    Parameters
    ----------
    scenario : Scenario
        The checked scenario.
    source : Source
        The data of its file.
    """
    game, data = scenario.game, source.data
    assert isinstance(game, Concessions)
    known: dict[str, int] = {}
    players = [player.id for player in scenario.players]

    def pair(block: dict[str, Any] | None) -> Pair:
        texts = [(block or {}).get(player) for player in players]
        one, two = (
            Affine() if text is None else Affine(((known.setdefault(str(text), len(known)), 1),)) for text in texts
        )
        return cast("Pair", (one, two))

    breakdown, mediator = data.get("breakdown"), data.get("mediator")
    entries_of = [data["concessions"].get(player) or [] for player in players]
    ladders = [
        tuple(
            replace(
                step,
                effect=pair(entry.get("effect")),
                once=pair(entry.get("once")),
                joint=tuple(
                    replace(joint, effect=pair(own.get("effect")))
                    for own, joint in zip(entry.get("effects") or [], step.joint, strict=True)
                ),
            )
            for entry, step in zip(entries, ladder, strict=True)
        )
        for entries, ladder in zip(entries_of, game.ladders, strict=True)
    ]
    symbolic = replace(
        game,
        status_quo=pair(data["status_quo"]),
        ladders=(ladders[0], ladders[1]),
        agreement=pair(data.get("agreement")),
        breakdown=pair(breakdown["payoff"] if breakdown else data["status_quo"]),
        hazard=placeholder(0) if breakdown else Fraction(0),
        mediator=mediator and game.mediator and Mediator(game.mediator.name, pair(mediator.get("delay"))),
    )
    return replace(scenario, game=symbolic), tuple(known)


def hazards(source: Source, rounds: int) -> tuple[Hazard, ...]:
    """The hazard of each round as the file has it, or a single one for all rounds.

    Parameters
    ----------
    source : Source
        The data of a checked file.
    rounds : int
        How many there are.
    """
    written = (source.data.get("breakdown") or {}).get("hazard")
    if isinstance(written, list):
        return tuple((str(text), None) for text in written)
    if of_round(written, source.data.get("parameters")):
        return tuple((str(written), t) for t in range(1, rounds + 1))
    return (("0" if written is None else str(written), None),)


def structural(source: Source) -> tuple[str, ...]:
    """Expressions that the structure of a concession game hangs on: its horizon, and which steps can be undone.

    Parameters
    ----------
    source : Source
        The data of a checked file.
    """
    ladders = source.data["concessions"]
    undone = [step.get("reversible", False) for player in ladders for step in ladders[player] or []]
    return (str(source.data["horizon"]), *(str(int(text)) if isinstance(text, bool) else str(text) for text in undone))


def bounded(source: Source) -> dict[str, tuple[float, float]]:
    """Expressions of a concession game that have to lie in a range, and the strictest range of each.

    Parameters
    ----------
    source : Source
        The data of a checked file.
    """
    data = source.data
    found: dict[str, tuple[float, float]] = {}

    def within(text: Any, low: float, high: float) -> None:
        if text is not None:
            before = found.get(str(text), (low, high))
            found[str(text)] = max(low, before[0]), min(high, before[1])

    for ladder in data["concessions"].values():
        for step in ladder or []:
            within(step.get("verification"), 0.0, 1.0)
    # What speaks of the round is looked at round by round.
    for text, round_ in hazards(source, 0):
        within(text if round_ is None else None, 0.0, 1.0)
    for delay in ((data.get("mediator") or {}).get("delay") or {}).values():
        within(delay, 0.0, float("inf"))
    for player in data["players"].values():
        within(player["patience"], 0.0, 1.0)
    return found
