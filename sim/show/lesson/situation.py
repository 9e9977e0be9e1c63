"""The situation, as a teacher would write it on the board: who, which steps, which numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.games.offers.values_game import from_values
from sim.scenario.issues.stated import Issues
from sim.scenario.options.conflict import Options
from sim.scenario.scenario import Concessions, Matrix, Offers
from sim.show.concessions.rules import class_rules
from sim.show.hidden.rules import class_types
from sim.show.issues.offer_words import class_rules as packages_rules
from sim.show.lesson.labels import told_formula
from sim.show.matrix.rules import class_choices, class_order
from sim.show.offers.rules import class_rules as offers_rules
from sim.show.offers.values_rules import class_rules as prices_rules
from sim.show.options.rules import class_rules as options_rules
from sim.show.repeated.rules import class_rounds
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table
from sim.show.text.parameters import heading
from sim.show.text.scale import scaled
from sim.show.text.words import number

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block


@scaled
def situation(scenario: Scenario) -> Section:
    """Who plays, what they can do and what they want."""
    blocks: list[Block] = [Paragraph(scenario.summary)] if scenario.summary else []
    blocks += _rules(scenario)
    return Section("The situation", tuple(blocks))


@scaled
def numbers(scenario: Scenario) -> Table | None:
    """The parameters with their values and ranges; None if there are none."""
    if not scenario.parameters:
        return None
    rows = []
    for p in scenario.parameters:
        wide = ""
        if p.minimum is not None and p.maximum is not None:
            wide = f"{number(p.minimum)} to {number(p.maximum)}"
        rows.append((heading(p), number(p.value), wide, p.about))
    return Table("The numbers of the scenario", ("number", "value", "range", "what it stands for"), tuple(rows))


def _rules(scenario: Scenario) -> list[Block]:
    game = scenario.game
    if isinstance(game, Concessions):
        return [*class_rules(scenario), *class_types(scenario)]
    if isinstance(game, Matrix):
        return [*_matrix(scenario, game), *class_types(scenario)]
    if isinstance(game, Issues):
        return packages_rules(scenario, game)
    if isinstance(game, Offers):
        return offers_rules(scenario, game) if not game.values else prices_rules(scenario, from_values(scenario))
    if isinstance(game, Options):
        return options_rules(scenario, game)
    one, two = (player.name for player in scenario.players)
    return [Paragraph(f"{one} and {two} move one after the other, as the tree below shows."), *class_types(scenario)]


def _matrix(scenario: Scenario, game: Matrix) -> list[Block]:
    again = "" if game.repeat is None else f" {class_rounds(game.repeat)}"
    choices = [
        Item(f"chooses {chosen}.", player.name)
        for player, chosen in zip(scenario.players, class_choices(game), strict=True)
    ]
    pays = [
        Item(f"gets {told_formula(scenario, k, text)}.", player.name)
        for k, (player, text) in enumerate(zip(scenario.players, game.formulas or (), strict=False))
    ]
    order = Paragraph(f"{class_order(scenario, game)}{again}")
    return [order, Points(tuple(choices)), *([Points(tuple(pays))] if pays else [])]
