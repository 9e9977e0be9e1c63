"""Words for numbers, actions and states."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from sim.scenario.scenario import Concessions
from sim.show.text.scale import NEGLIGIBLE, current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.concessions.stochastic_game import State
    from sim.scenario.scenario import Scenario, Step


DEEPER = "With --depth full it also says"
"""How a sentence begins that only helps at a command line."""

HUGE = 1e15
"""From here on decimals say nothing, and numbers are written with powers of ten."""

MOST_DIGITS = 15
"""Digits that a float has for certain."""

KEEP = "keep to the agreement"
"""What holding out is once every step stands, and nothing is left to be held out."""

SETTLED = 12
"""Digits that do not hang on how a float was computed."""


NEARLY_ONE = 7
"""Digits with which a computed number that is nearly 1 is told apart from it."""

MOST_MORE = 6
"""Decimals more than others that payoffs have, most, to be told apart."""


def settled(value: float | Fraction) -> float:
    """A number without the last digits of floats, so that the same number is rounded alike however it was computed."""
    return float(f"{float(value):.{SETTLED}g}")


def amount(value: float | Fraction, more: int = 0) -> str:
    """A payoff with the decimals of its scenario's scale, or more, and a true minus sign; never a negative zero."""
    if abs(float(value)) >= HUGE or current().places > MOST_DIGITS:
        return _signed(_general(value, 3))
    text = f"{settled(value):.{current().places + more}f}"
    return _signed(text if text.strip("-0.") else text.removeprefix("-"))


def number(value: float | Fraction) -> str:
    """A number, short: four digits, or more where the scenario's payoffs take them to be told apart.

    What is nearly 1 is told apart from 1, as patience and chances must be.
    """
    text = _general(value, 4)
    if text == "1" and value != 1:
        text = _general(value, MOST_DIGITS if isinstance(value, Fraction) else NEARLY_ONE)
    return _signed(text)


def is_exact(value: float | Fraction, text: str) -> bool:
    """Whether a number is shown as it is."""
    return Fraction(text.replace("\N{MINUS SIGN}", "-").replace(",", "")) == Fraction(value)


def equals_sign(*values: float | Fraction) -> str:
    """The sign between numbers that are shown by `number`: equal, or nearly so where one of them is rounded."""
    return "=" if all(is_exact(value, number(value)) for value in values) else "\N{ALMOST EQUAL TO}"


def _general(value: float | Fraction, least: int) -> str:
    """Digits down to a hundredth of the difference that matters, at least so many; powers of ten where it is huge."""
    if not value:
        return "0"
    size, after = abs(float(value)), 2 - current().order
    if not size and isinstance(value, Fraction):  # what no float holds, as a share of a share of a share
        context = Context(prec=least)
        return str(context.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(context)).lower()
    digits = floor(log10(size)) + 1 + (after if size >= HUGE else max(after, 0))
    digits = min(max(least, digits), MOST_DIGITS)
    return f"{settled(value) if digits < SETTLED else float(value):.{digits}g}"


def _signed(text: str) -> str:
    """With a true minus sign; that of a power of ten stays as it is typed."""
    return "\N{MINUS SIGN}" + text[1:] if text.startswith("-") else text


def apart(*values: float | Fraction) -> list[str]:
    """Payoffs that a sentence compares, with as many decimals as it takes for different ones to look different."""
    different = len({float(value) for value in values})
    for more in range(MOST_MORE):
        told = [amount(value, more) for value in values]
        if len(set(told)) == different:
            return told
    return [amount(value) for value in values]


def change(value: float | Fraction) -> str:
    """A difference of payoffs, with its sign."""
    text = amount(value)
    return text if text.startswith("\N{MINUS SIGN}") or not text.strip("0.") else f"+{text}"


def small(value: float) -> str:
    """A cost: as other payoffs, or with a digit where they would show nothing."""
    scale, value = current(), settled(value)
    if value == 0 or value >= scale.least:
        return amount(value)
    return f"{value:.1g}" if value >= scale.nothing else f"less than {_plain(NEGLIGIBLE * 10.0**scale.order)}"


def same(one: float | Fraction, two: float | Fraction) -> bool:
    """Whether payoffs are equal as far as floats can tell at the scenario's scale."""
    return abs(float(one) - float(two)) < current().nothing


def _plain(value: float) -> str:
    return f"{value:.0e}" if current().places > MOST_DIGITS else f"{Decimal(f'{value:.0e}'):f}"


def percent(chance: float | Fraction) -> str:
    """A probability as people say it; never rounded to certain or impossible, which floats of exact ones may be."""
    if chance in (0, 1):
        return f"{float(chance):.0%}"
    chance = float(chance)
    if chance > 0.9995:
        return "more than 99.9%"
    if chance < 0.0005:
        return "less than 0.1%"
    text = f"{settled(100 * chance):.1f}"
    return text.removesuffix(".0") + "%"


def at_most(chance: Fraction) -> str:
    """A chance that is not passed, as people say it: never rounded to less than it is."""
    return f"{_tenths(ceil(chance * 1_000))} at the most"


def or_more(chance: Fraction) -> str:
    """A chance that is not missed: never rounded to more than it is."""
    return f"{_tenths(floor(chance * 1_000))} or more"


def _tenths(count: int) -> str:
    return f"{count / 10:.1f}".removesuffix(".0") + "%"


def percent_cell(chance: float) -> str:
    """The same in a cell of a table, where there is less room and where it stands as a number does."""
    return percent(chance).replace("less than ", "<").replace("more than ", ">")


def times(count: int, noun: str, plural: str = "") -> str:
    """A number with its noun: ``1 round``, ``3 rounds``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def there_are(count: int, noun: str, plural: str = "") -> str:
    """How a sentence about so many begins: ``There is 1 round``, ``There are 3 rounds``."""
    return f"There {'is' if count == 1 else 'are'} {times(count, noun, plural)}"


def round_number(value: float) -> str:
    """A mean round: whole if it is, else with one decimal."""
    return f"{value:,.1f}".removesuffix(".0")


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def numbered(names: Sequence[str]) -> list[str]:
    """Names with their number behind those that are not told apart."""
    return [f"{name} ({names[: k + 1].count(name)})" if names.count(name) > 1 else name for k, name in enumerate(names)]


def quoted(label: str) -> str:
    """A label in quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{label}\N{RIGHT DOUBLE QUOTATION MARK}"


def next_step(scenario: Scenario, player: int, state: State) -> Step | None:
    """The lowest step of a player that does not stand."""
    game = scenario.game
    assert isinstance(game, Concessions)
    return next((step for step in game.ladders[player] if step.id not in state.stands[player]), None)


def step_names(scenario: Scenario, state: State) -> list[str]:
    """Names of the steps that stand, each with its owner."""
    game = scenario.game
    assert isinstance(game, Concessions)
    return [
        f"{step.name} ({scenario.players[player].name})"
        for player in (0, 1)
        for step in game.ladders[player]
        if step.id in state.stands[player]
    ]


def does(scenario: Scenario, player: int, action: str, state: State, form: str = "takes") -> str:
    """What an action in a state is, as a verb phrase.

    Parameters
    ----------
    scenario : Scenario
        For the names of steps.
    player : int
        Who acts.
    action : str
        One of the format's actions.
    state : State
        What the player sees.
    form : str
        ``takes`` for the third person, ``taking`` for the gerund, ``take`` for the plain form.
    """
    verbs = {
        "takes": ("takes", "holds out", "keeps to the agreement", "walks away", "takes back"),
        "taking": ("taking", "holding out", "keeping to the agreement", "walking away", "taking back"),
        "take": ("take", "hold out", KEEP, "walk away", "take back"),
    }
    takes, holds, keeps, walks, back = verbs[form]
    if action == "concede":
        step = next_step(scenario, player, state)
        return f"{takes} the step {quoted(step.name if step else '')}"
    if action == "renege":
        game = scenario.game
        assert isinstance(game, Concessions)
        gone = [s.name for s in game.ladders[player] if s.reversible and s.id in state.stands[player]]
        return f"{back} {listed([quoted(name) for name in gone])}"
    if action == "walk_away":
        return walks
    return keeps if state.complete else holds


def type_name(scenario: Scenario, player: int, kind: str) -> str:
    """What people read for a type."""
    return next(t.name for t in scenario.types[player] if t.id == kind)
