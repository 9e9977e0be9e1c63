"""The situation, as a teacher would write it on the board: who, which steps, which numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.scenario import Concessions, Matrix, Offers
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table
from sim.show.text.words import amount, change, listed, number, percent, quoted, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.scenario import Scenario, Step
    from sim.show.text.blocks import Block


def situation(scenario: Scenario) -> Section:
    """Who plays, what they can do and what they want."""
    blocks: list[Block] = [Paragraph(scenario.summary)] if scenario.summary else []
    blocks += _rules(scenario)
    return Section("The situation", tuple(blocks))


def numbers(scenario: Scenario) -> Table | None:
    """The parameters with their values and ranges; None if there are none."""
    if not scenario.parameters:
        return None
    rows = []
    for p in scenario.parameters:
        known = p.minimum is not None and p.maximum is not None
        wide = (
            f"{number(p.minimum)} to {number(p.maximum)}"
            if known and p.minimum is not None and p.maximum is not None
            else ""
        )
        rows.append((p.name, number(p.value), wide, p.about))
    return Table("The numbers of the scenario", ("number", "value", "range", "what it stands for"), tuple(rows))


def _rules(scenario: Scenario) -> list[Block]:
    one, two = (player.name for player in scenario.players)
    game = scenario.game
    hidden = _hidden(scenario)
    if isinstance(game, Concessions):
        return [*_concessions(scenario, game), *hidden]
    if isinstance(game, Matrix):
        again = ""
        if game.repeat is not None:
            again = (
                " They meet again and again, without a last round."
                if game.repeat.rounds is None
                else f" They meet {times(game.repeat.rounds, 'time')}."
            )
        choices = [
            Item(f"chooses between {listed([quoted(a) for a in actions])}.", name)
            for name, actions in zip((one, two), game.actions, strict=True)
        ]
        order = "Both choose at once, neither knowing what the other does."
        if game.commit is not None:
            order = f"{(one, two)[game.commit]} announces its strategy first, and the other side replies."
        return [
            Paragraph(f"{order}{again}"),
            Points(tuple(choices)),
            *hidden,
        ]
    if isinstance(game, Offers):
        rounds = "for as long as it takes" if game.rounds is None else f"{times(game.rounds, 'round')} long"
        first = scenario.players[game.first].name
        patience = [
            Item(f"{number(p.patience or Fraction(0))} per round.", f"Patience of {p.name}:") for p in scenario.players
        ]
        told = f"There is a surplus of {number(game.surplus)} to share. "
        told += f"They take turns to make an offer, {rounds}; {first} begins."
        return [
            Paragraph(f"{told} What is agreed later is worth less, by each side's patience."),
            Points(tuple(patience)),
        ]
    return [Paragraph(f"{one} and {two} move one after the other, as the tree below shows."), *hidden]


def _concessions(scenario: Scenario, game: Concessions) -> list[Block]:
    one, two = scenario.players
    first, second = scenario.players[game.first].name, scenario.players[1 - game.first].name
    order = {
        "simultaneous": "In each round both choose at once",
        "alternating": f"They take turns, {first} first",
        "sequential": f"In each round {first} moves first and {second} answers",
    }[game.moves]
    rounds = (
        "there is no last round"
        if game.horizon is None
        else f"there {'is' if game.horizon == 1 else 'are'} {times(game.horizon, 'round')}"
    )
    now = [amount(value) for value in game.status_quo]
    quo = f"As things stand, a round pays {one.name} {now[0]} and {two.name} {now[1]}."
    blocks: list[Block] = [Paragraph(f"{order}; {rounds}. {quo}")]
    for player, ladder in zip(scenario.players, game.ladders, strict=True):
        if ladder:
            rows = tuple(_step(scenario, game, step) for step in ladder)
            head = (f"Steps of {player.name}", f"for {one.name}", f"for {two.name}", "can be taken back", "only after")
            blocks.append(
                Table(f"Steps that {player.name} can take, lowest first; what each adds to a round", head, rows)
            )
    deal = [f"{p.name} {change(v)}" for p, v in zip(scenario.players, game.agreement, strict=True) if v]
    if deal:
        blocks.append(
            Paragraph(f"Once every step stands the agreement is complete, which adds to each round: {listed(deal)}.")
        )
    if "walk_away" in game.actions or game.hazard:
        ended = listed([f"{p.name} {amount(v)}" for p, v in zip(scenario.players, game.breakdown, strict=True)])
        risk = (
            f" After a round in which nothing moves the talks break down with chance {percent(float(game.hazard))}."
            if game.hazard
            else ""
        )
        walk = " Either side can walk away." if "walk_away" in game.actions else ""
        blocks.append(Paragraph(f"If the talks end without an agreement, each round pays {ended}.{walk}{risk}"))
    told = [
        f"{p.name} counts the next round at {percent(float(p.patience or 0))} of this one" for p in scenario.players
    ]
    blocks.append(Paragraph(f"{listed(told)}."))
    return blocks


def _step(scenario: Scenario, game: Concessions, step: Step) -> tuple[str, ...]:
    after = [game.ladders[owner][k].name for owner, k in step.after]
    fake = (
        f" (may be faked; found out with chance {percent(float(step.verification))} a round)"
        if step.verification is not None
        else ""
    )
    return (
        step.name + fake,
        *_effects(step),
        "yes" if step.reversible else "no",
        listed([quoted(name) for name in after]) if after else "",
    )


def _effects(step: Step) -> list[str]:
    """What a step adds to a round for each side, and what it brings once."""
    return [f"{change(v)}{f' (once {change(o)})' if o else ''}" for v, o in zip(step.effect, step.once, strict=True)]


def _hidden(scenario: Scenario) -> list[Block]:
    blocks: list[Block] = []
    for player, other, types in zip(scenario.players, scenario.players[::-1], scenario.types, strict=True):
        if types:
            may = listed([f"{t.name} (chance {percent(float(t.probability))})" for t in types])
            blocks.append(Paragraph(f"{player.name} knows what it is, and {other.name} does not: {may}."))
    if isinstance(scenario.game, Concessions):
        blocks += _by_type(scenario)
    return blocks


def _by_type(scenario: Scenario) -> list[Block]:
    """What the tables above would say for each type, where that is something else."""
    blocks: list[Block] = []
    for side, types in enumerate(scenario.types):
        for k, kind in enumerate(types):
            variant = scenario.variants[k][0] if side == 0 else scenario.variants[0][k]
            told = list(_differences(scenario, variant))
            name = f"{scenario.players[side].name} ({kind.name})"
            if told:
                blocks.append(Paragraph(f"For {name} other numbers hold than in the tables: {'; '.join(told)}."))
    return blocks


def _differences(scenario: Scenario, variant: Scenario) -> Iterator[str]:
    game, other = scenario.game, variant.game
    assert isinstance(game, Concessions)
    assert isinstance(other, Concessions)
    names = [player.name for player in scenario.players]
    for ladder, changed in zip(game.ladders, other.ladders, strict=True):
        for step, moved in zip(ladder, changed, strict=True):
            if (step.effect, step.once) != (moved.effect, moved.once):
                adds = listed([f"{name} {effect}" for name, effect in zip(names, _effects(moved), strict=True)])
                yield f"{quoted(step.name)} adds {adds}"
    pairs = (
        ("a round as things stand pays", game.status_quo, other.status_quo, amount),
        ("the complete agreement adds", game.agreement, other.agreement, change),
        ("a breakdown pays", game.breakdown, other.breakdown, amount),
    )
    for words, before, after, told in pairs:
        if before != after:
            yield f"{words} {listed([f'{name} {told(value)}' for name, value in zip(names, after, strict=True)])}"
    for before_, after_ in zip(scenario.players, variant.players, strict=True):
        if before_.patience != after_.patience:
            yield f"{before_.name} counts the next round at {percent(float(after_.patience or 0))} of this one"
