"""The rules of a conflict over options in words, as a teacher would write them on the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.blocks import Item, Paragraph, Points
from sim.show.text.words import listed, quoted

if TYPE_CHECKING:
    from sim.scenario.options.conflict import Option, Options
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block


def class_rules(scenario: Scenario, game: Options) -> list[Block]:
    """Who has which options, what cannot be undone, and where it starts."""
    items = []
    for party, player in enumerate(scenario.players):
        own = [option for option in game.options if option.owner == party]
        told = listed([_option(option) for option in own]) if own else "no options"
        items.append(Item(f"{told}.", f"{player.name}:"))
    taken = [quoted(o.name) for bit, o in enumerate(game.options) if game.status_quo >> bit & 1]
    start = f"At the start {listed(taken)} {'is' if len(taken) == 1 else 'are'} taken." if taken else ""
    lead = "Each party takes its options or leaves them, any number of its own at once, in no fixed order."
    left_out = f"Of the combinations of options, {len(game.states):,} can be." if game.infeasible else ""
    return [
        Paragraph(" ".join(filter(None, [lead, left_out, start or "At the start nothing is taken."]))),
        Points(tuple(items)),
    ]


def _option(option: Option) -> str:
    bars = [
        *(["cannot be dropped"] if option.irreversible else []),
        *(["cannot be taken anew"] if option.lapses else []),
    ]
    return f"{quoted(option.name)}{f' ({listed(bars)})' if bars else ''}"
