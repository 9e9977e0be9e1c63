"""Words for what choices are worth: numbers, expected values spelled out, and how far one choice is behind another."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.games.tree.game_tree import CHANCE
from sim.show.text.blocks import Item, Lines, Paragraph, Points, Table
from sim.show.text.words import is_exact, listed, quoted, settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.engine.matrix.reasons import ActionReason, DecisionReasons, Number, Part
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block

LARGEST_BELOW, IN_SUMS = 60, 999
"""Largest number below the line of a fraction that is written as one: by itself, and for chances and within sums."""

GAP = "\N{NO-BREAK SPACE}"

LINE = 80

LONG = {"brief": 35, "full": 75}
"""Lines from which on no further equilibrium is told."""

MOST_STEPS = 4
"""Moves after a choice up to which each is told."""

MOST_CHOICES = 8
"""Choices up to which each has its line; beyond, those that are played and the best others."""

SMALLEST = 1e-9
"""Smallest number that is written without a power of ten."""

MOST_SPELLED = 6
"""Parts of a sum up to which it is written out."""


def length(blocks: Iterable[Block]) -> int:
    """Lines that blocks take, about."""
    return sum(_lines(item) for block in blocks for item in (block.items if isinstance(block, Points) else (block,)))


def _lines(told: Item | Paragraph | Table | Lines) -> int:
    if isinstance(told, Table):
        return 1 + len(told.rows)
    if isinstance(told, Lines):
        return len(told.lines)
    if isinstance(told, Paragraph):
        return 1 + len(told.text) // LINE
    return 1 + len(told.about + told.text) // LINE + sum(map(_lines, told.below))


def figure(value: Number, below: int = LARGEST_BELOW) -> str:
    """A number as it is said: a short decimal if it is one, else a small fraction, else rounded to four digits."""
    minus = "\N{MINUS SIGN}" if value < 0 else ""
    size: Number = -value if value < 0 else value
    return minus + _positive(size, below)


def _positive(value: Number, below: int) -> str:
    if isinstance(value, Fraction):
        if (value * 10_000).denominator == 1:
            return f"{float(value):,.4f}".rstrip("0").rstrip(".")
        if value.denominator <= below:
            return f"{value.numerator}/{value.denominator}"
    text = f"{settled(value):.4g}"
    if text == "1":  # a chance that is nearly certain is told apart from one that is
        text = f"{float(value):.7g}"
    if "e" not in text or value < SMALLEST:
        return text
    return f"{Decimal(text):f}" if value < 1 else f"{float(value):,.0f}"


def share(value: Number) -> str:
    """A chance; as it may stand in a sum, it is written as a fraction if need be."""
    return figure(value, IN_SUMS)


def factor(value: Number) -> str:
    """A number within a sum: in brackets if it is negative."""
    return f"({share(value)})" if value < 0 else share(value)


def equals(parts: Sequence[Number], result: Number | None = None) -> str:
    """The sign between a sum and its result: equal, or nearly so where a number that is shown is rounded.

    Parameters
    ----------
    parts : sequence of Fraction or float
        Numbers in the sum, shown as `share` does.
    result : Fraction or float, optional
        What it comes to, shown as `figure` does.
    """
    same = all(is_exact(v, share(v)) for v in parts) and (result is None or is_exact(result, figure(result)))
    return "=" if same else "\N{ALMOST EQUAL TO}"


def worth(choice: ActionReason, scenario: Scenario | None = None, labels: dict[int, str] | None = None) -> str:
    """What a choice pays, spelled out as an expected value where it is one, with the cause of each part in brackets.

    Parameters
    ----------
    scenario : Scenario, optional
        For the players' names; without it no causes are told.
    labels : dict of int to str, optional
        What tells the nodes of an information set apart.
    """
    parts = [part for part in choice.parts if part.weight]
    if len(parts) == 1:
        then = follows(scenario, parts[0].after) if scenario is not None and parts[0].node is not None else ""
        average = "" if parts[0].ended else "on average"
        more = ", ".join(filter(None, [then, average]))
        return figure(choice.value) + (f" ({more})" if more else "")
    if len({part.value for part in parts}) == 1 or len(parts) > MOST_SPELLED:
        return figure(choice.value)
    shown = [v for part in parts for v in (part.weight, part.value)]
    cross = f"{GAP}\N{MULTIPLICATION SIGN}{GAP}"
    told = " + ".join(
        f"{share(part.weight)}{cross}{factor(part.value)}{_cause(scenario, part, labels or {})}" for part in parts
    )
    return f"{told} {equals(shown, choice.value)} {figure(choice.value)}"


def _cause(scenario: Scenario | None, part: Part, labels: dict[int, str]) -> str:
    """What a part of a sum comes from: the node, and what is done after the choice; on average if more follows."""
    if scenario is None or part.node is None:
        return ""
    told = [quoted(labels[part.node])] if len(labels) > 1 else []
    told += [f"{_who(scenario, player)} {quoted(action)}" for player, action in part.after[:MOST_STEPS]]
    told += ["and so on"] if len(part.after) > MOST_STEPS else []
    told += [] if part.ended else ["on average"]
    return f" ({', '.join(told)})" if told else ""


def _who(scenario: Scenario, player: int) -> str:
    return "chance" if player == CHANCE else scenario.players[player].name


def chances(pairs: Sequence[tuple[str, Number]]) -> str:
    """Actions with the chances with which they are played: one alone, or each with its chance."""
    taken = [(label, p) for label, p in pairs if p]
    if len(taken) == 1:
        return quoted(taken[0][0])
    return listed([f"{quoted(label)} with chance {share(p)}" for label, p in taken])


def follows(scenario: Scenario, after: Sequence[tuple[int, str]]) -> str:
    """What is done after a choice: ``then A plays “x”, then B plays “y”``; of a long course only the start."""
    told = ", ".join(
        f"then chance draws {quoted(action)}"
        if player == CHANCE
        else f"then {scenario.players[player].name} plays {quoted(action)}"
        for player, action in after[:MOST_STEPS]
    )
    return f"{told}, and so on" if len(after) > MOST_STEPS else told


def choice_items(scenario: Scenario, decision: DecisionReasons, labels: dict[int, str] | None = None) -> list[Item]:
    """A line for each choice: what it leads to, what it pays, and by how much it is behind the best.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    labels : dict of int to str, optional
        What tells the nodes of an information set apart.
    """
    ordered = sorted(decision.choices, key=lambda c: (decision.behind(c), not c.chance))
    shown, rest = ordered, []
    if len(ordered) > MOST_CHOICES:
        best = ordered[:MOST_CHOICES]
        shown = [c for c in ordered if c in best or c.chance]
        rest = [c for c in ordered if c not in shown]
    items = [
        Item(f"{quoted(c.action)} pays {worth(c, scenario, labels)}{_standing(decision, c, c is ordered[0])}")
        for c in shown
    ]
    if rest:
        least = decision.behind(rest[0])
        how = f"are worse by {figure(least)} or more" if least else "pay as much or less"
        items.append(Item(f"{len(rest)} more choices {how}."))
    return items


def _standing(decision: DecisionReasons, choice: ActionReason, is_first: bool) -> str:
    behind = decision.behind(choice)
    if behind:
        return f": worse by {figure(behind)}."
    return "." if is_first else ", the same."


def verdict(scenario: Scenario, decision: DecisionReasons) -> str:
    """What the comparison says of the choice that is played."""
    name = scenario.players[decision.player].name
    played = decision.played
    if decision.regret:
        return f"What {name} plays is not its best reply."
    if len(played) > 1:
        which = "both" if len(played) == 2 else "these"
        return f"Nothing pays {name} more, so any mixture of {which} is a best reply."
    same = [quoted(c.action) for c in decision.others if not decision.behind(c)]
    if same:
        return f"{name} could play {listed(same, 'or')} just as well; it does not gain by it."
    if len(decision.choices) == 1:
        return f"{name} has no other choice."
    return f"So {name} plays {quoted(played[0].action)}."


def in_one_line(scenario: Scenario, decision: DecisionReasons) -> str:
    """The choice that is played and the best alternative: ``“a” pays 3; the best alternative, “b”, pays the same``."""
    played, others = decision.played, decision.others
    told = listed([quoted(c.action) for c in played])
    told += f" pays {_in_short(scenario, played[0])}" if len(played) == 1 else ""
    told += f" pay the same, {figure(played[0].value)}" if len(played) > 1 else ""
    if not others:
        return f"{told}." if len(played) > 1 else f"{told}; there is no other choice."
    best = others[0]
    behind = decision.behind(best)
    gap = f"pays {_in_short(scenario, best)}: worse by {figure(behind)}" if behind else "pays the same"
    return f"{told}; the best alternative, {quoted(best.action)}, {gap}."


def _in_short(scenario: Scenario, choice: ActionReason) -> str:
    """What a choice pays, with what follows if that is one thing alone."""
    return worth(choice, scenario) if len(choice.parts) == 1 else figure(choice.value)
