"""Claims about how a concession game ends: ``deal``, ``deal by 6``, ``us.x before nk.y``, ``payoff us >= -1``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.errors import AskError, nearest
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.scenario.scenario import Scenario

SHORT = "deal", "no deal", "breakdown", "no breakdown"
"""Claims that name nothing of the file."""

_BY = re.compile(r"deal by (?:round )?([0-9]+)")
_BEFORE = re.compile(r"(\S+) before (\S+)")
_PAYOFF = re.compile(r"payoff (\S+?) *(>=|<=|>(?!=)|<(?!=)) *(.+)")


@dataclass(frozen=True)
class Deal:
    """The agreement is complete at the end; by the end of a round, counted from 1, if one is named."""

    by: int | None = None


@dataclass(frozen=True)
class Breakdown:
    """The talks break down, by a player or by chance."""


@dataclass(frozen=True)
class Taken:
    """A step, by its owner and its identifier, is taken; before another one, if one is named.

    Before: at some time the one stands and the other has not stood yet.
    """

    step: tuple[int, str]
    before: tuple[int, str] | None = None


@dataclass(frozen=True)
class Pays:
    """An equilibrium is worth at least, or more than, a number to a player, as a discounted average per round."""

    player: int
    least: Fraction
    strictly: bool = False


@dataclass(frozen=True)
class Claim:
    """What is said to happen.

    Parameters
    ----------
    text : str
        The claim as it is written, with single blanks.
    about : Deal, Breakdown, Taken or Pays
        What it is about.
    denied : bool
        Whether it says that this does not happen.
    """

    text: str
    about: Deal | Breakdown | Taken | Pays
    denied: bool = False


def parse_claim(text: str, scenario: Scenario) -> Claim:
    """The claim that a text makes of a concession game.

    Parameters
    ----------
    text : str
        The claim.
    scenario : Scenario
        A concession game.

    Raises
    ------
    AskError
        If it is no claim, or about a player, a step or a round that there is not.
    """
    words = " ".join(text.split())
    denied = words.startswith("no ") and words[3:] in ("deal", "breakdown")
    plain = words[3:] if denied else words
    if plain == "deal":
        return Claim(words, Deal(), denied)
    if plain == "breakdown":
        return Claim(words, Breakdown(), denied)
    if found := _BY.fullmatch(words):
        return Claim(f"deal by {int(found[1])}", Deal(_round(int(found[1]), scenario)))
    if found := _BEFORE.fullmatch(words):
        one, two = _step(found[1], scenario), _step(found[2], scenario)
        if one == two:
            raise AskError("claim", f"a step is not taken before itself: '{words}'")
        return Claim(words, Taken(one, two))
    if found := _PAYOFF.fullmatch(words):
        least, sign = _number(found[3]), found[2]
        about = Pays(_player(found[1], scenario), least, sign in (">", "<="))
        return Claim(f"payoff {found[1]} {sign} {found[3].strip()}", about, sign in ("<", "<="))
    if "." in words and " " not in words:
        return Claim(words, Taken(_step(words, scenario)))
    verdict = [word for word in words.split() if word in ("certain", "possible")]
    if len(verdict) == 1:
        rest = " ".join(word for word in words.split() if word not in verdict)
        raise AskError("claim", f"'{words}' says a verdict as well (write '{rest}' with --be {verdict[0]})")
    near = nearest(words, SHORT) if words else ""
    hint = "" if near.startswith("known here") else f"{near}; "  # those are told anyway
    raise AskError("claim", f"'{words}' is no claim ({hint if near else ''}claims are {_forms(scenario)})")


def _forms(scenario: Scenario) -> str:
    """What claims look like, with players and steps of the file."""
    ids, game = [player.id for player in scenario.players], _game(scenario)
    steps = [f"{ids[p]}.{ladder[0].id}" for p, ladder in enumerate(game.ladders) if ladder]
    of_steps = [*steps[:1], *([" before ".join(steps)] if len(steps) > 1 else [])]
    return ", ".join([*SHORT[:2], f"deal by {game.horizon or 6}", *SHORT[2:], *of_steps, f"payoff {ids[0]} >= -1"])


def _game(scenario: Scenario) -> Concessions:
    assert isinstance(scenario.game, Concessions)
    return scenario.game


def _round(number: int, scenario: Scenario) -> int:
    last = _game(scenario).horizon
    if number < 1 or (last is not None and number > last):
        rounds = "rounds are counted from 1" if last is None else f"the game has rounds 1 to {last}"
        raise AskError("claim", f"there is no round {number}; {rounds}")
    return number


def _player(name: str, scenario: Scenario) -> int:
    ids = [player.id for player in scenario.players]
    if name not in ids:
        raise AskError("claim", f"there is no player '{name}' ({nearest(name, ids) or ', '.join(ids)})")
    return ids.index(name)


def _step(name: str, scenario: Scenario) -> tuple[int, str]:
    ids = [player.id for player in scenario.players]
    known = {f"{ids[p]}.{step.id}": (p, step.id) for p in (0, 1) for step in _game(scenario).ladders[p]}
    if name not in known:
        near = nearest(name, list(known)) or f"the file has {', '.join(known)}"
        raise AskError("claim", f"there is no step '{name}' ({near})")
    return known[name]


def _number(text: str) -> Fraction:
    try:
        return evaluate(text.strip(), {})
    except ExpressionError:
        raise AskError("claim", f"expected a number, found '{text.strip()}'") from None
