"""What the sides do not know of each other, in words: for stories, for a class, and for those who play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.scenario import Concessions
from sim.show.concessions.rules import class_effects, class_patience, game_of, with_words
from sim.show.hidden.on_a_scale import range_facts
from sim.show.text.blocks import Paragraph
from sim.show.text.parameters import called, with_unit
from sim.show.text.words import amount, change, listed, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.scenario import PlayerType, Scenario, Step
    from sim.show.text.blocks import Block

FOR_SHOW = (
    "A step that may be faked can be for show. What a round pays is told as if every step were real; what it has "
    "really paid shows in the end."
)
"""What those who play are told of fakes."""


# In stories


def hidden_facts(scenario: Scenario) -> list[str]:
    """What the sides do not know of each other, a sentence or two for each."""
    told = []
    for player in (0, 1):
        name, other = scenario.players[player].name, scenario.players[1 - player].name
        types = scenario.types[player]
        if ranged := range_facts(scenario, player):
            told.append(ranged)
        elif types:
            may_be = listed([f"{t.name} (chance {percent(t.probability)})" for t in types], "or")
            told.append(f"{name} is {may_be}. It knows which; {other} knows the chances alone.")
            told += [line for k, t in enumerate(types) if (line := _differs(scenario, player, k, t))]
        told += _may_fake(scenario, player)
    return told


def _differs(scenario: Scenario, player: int, k: int, kind: PlayerType) -> str:
    """What a type changes."""
    variant = _variant(scenario, player, k)
    own = dict(variant.settings).items() - dict(scenario.settings).items()
    names = {name for name, _ in own}
    changes = []
    for here, there in zip(scenario.parameters, variant.parameters, strict=True):
        if here.name in names and here.value != there.value:
            about = f" ({here.about})" if here.about and not here.label else ""
            value = with_unit(amount(there.value), here)
            changes.append(f"{called(here)}{about} is {value} instead of {amount(here.value)}")
    return f"{kind.name[0].upper() + kind.name[1:]}: {listed(changes)}." if changes else ""


def _variant(scenario: Scenario, player: int, k: int) -> Scenario:
    """The scenario as it is for a type of a player, and for the other side's first."""
    return scenario.variants[k][0] if player == 0 else scenario.variants[0][k]


def fake_facts(scenario: Scenario) -> list[str]:
    """Which steps may be faked, and what follows when that is found out; empty where none may."""
    return [told for player in (0, 1) for told in _may_fake(scenario, player)]


def _may_fake(scenario: Scenario, player: int) -> list[str]:
    game = scenario.game
    if not isinstance(game, Concessions):
        return []
    steps = [step for step in game.ladders[player] if step.verification is not None]
    if not steps:
        return []
    chances = [f"{quoted(s.name)} (discovered with chance {percent(s.verification or 0)} a round)" for s in steps]
    after = {
        "snapback": "all reversible steps are undone and nothing moves again",
        "breakdown": "the talks break down",
    }[game.on_discovery]
    return [
        f"{scenario.players[player].name} may fake {listed(chances)}: the step then seems to stand and has no effect. "
        f"Once a fake is discovered, {after}."
    ]


# For a class


def class_types(scenario: Scenario) -> list[Block]:
    """What each may be, and for concession games what other numbers hold then."""
    blocks: list[Block] = []
    for player, other, types in zip(scenario.players, scenario.players[::-1], scenario.types, strict=True):
        if ranged := range_facts(scenario, scenario.players.index(player)):
            blocks.append(Paragraph(ranged))
        elif types:
            may = listed([f"{t.name} (chance {percent(t.probability)})" for t in types])
            blocks.append(Paragraph(f"{player.name} knows what it is, and {other.name} does not: {may}."))
    return blocks + _class_numbers(scenario) if isinstance(scenario.game, Concessions) else blocks


def _class_numbers(scenario: Scenario) -> list[Block]:
    """What the tables of the rules would say for each type, where that is something else."""
    blocks: list[Block] = []
    for side, types in enumerate(scenario.types):
        for k, kind in enumerate(types):
            told = list(_class_differences(scenario, _variant(scenario, side, k)))
            name = f"{scenario.players[side].name} ({kind.name})"
            if told:
                blocks.append(Paragraph(f"For {name} other numbers hold than in the tables: {'; '.join(told)}."))
    return blocks


def _class_differences(scenario: Scenario, variant: Scenario) -> Iterator[str]:
    game, other = game_of(scenario), game_of(variant)
    names = [player.name for player in scenario.players]
    for ladder, changed in zip(game.ladders, other.ladders, strict=True):
        for step, moved in zip(ladder, changed, strict=True):
            yield from _changed_joint(game, step, moved, names)
            if (step.effect, step.once) != (moved.effect, moved.once):
                adds = listed([f"{name} {effect}" for name, effect in zip(names, class_effects(moved), strict=True)])
                yield f"{quoted(step.name)} adds {adds}"
    pairs = (
        ("a round as things stand pays", game.status_quo, other.status_quo, amount),
        ("the complete agreement adds", game.agreement, other.agreement, change),
        ("a breakdown pays", game.breakdown, other.breakdown, amount),
    )
    for words, before, after, told in pairs:
        if before != after:
            yield f"{words} {listed([f'{name} {told(value)}' for name, value in zip(names, after, strict=True)])}"
    for here, there in zip(scenario.players, variant.players, strict=True):
        if here.patience != there.patience:
            yield f"{here.name} {class_patience(there.patience)}"


def _changed_joint(game: Concessions, step: Step, moved: Step, names: list[str]) -> Iterator[str]:
    """What a step adds while others stand, where a type changes that."""
    for joint, other in zip(step.joint, moved.joint, strict=True):
        if joint != other:
            adds = listed([f"{name} {change(v)}" for name, v in zip(names, other.effect, strict=True)])
            yield f"{quoted(step.name)} adds {adds} while {with_words(game, other)}"


# For those who play


def player_types(scenario: Scenario) -> str:
    """What each may be, and who is told."""
    told = []
    for player, types in zip(scenario.players, scenario.types, strict=True):
        if ranged := range_facts(scenario, scenario.players.index(player)):
            told.append(f"{ranged} Chance draws it.")
        elif types:
            kinds = listed([f"{quoted(t.name)} ({percent(t.probability)})" for t in types], "or")
            told.append(f"{player.name} is {kinds}. Chance draws which, and only {player.name} is told.")
    return " ".join(told)
