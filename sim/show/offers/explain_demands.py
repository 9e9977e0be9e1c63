"""Why demands at the deadline leave much open, and what that does to the offers before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.offers.rules import setting_words
from sim.show.text.blocks import Paragraph, Section, Text
from sim.show.text.words import number

if TYPE_CHECKING:
    from sim.engine.offers.demands import DemandsSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth


def explanation(scenario: Scenario, solution: DemandsSolution, depth: Depth) -> Text:
    """Why the last round has many equilibria, and why offers before it may be accepted or refused.

    Parameters
    ----------
    depth : {"brief", "full"}
        Both tell the same.
    """
    del depth
    game = solution.game
    one, two = (player.name for player in scenario.players)
    none = [number(d * outside) for d, outside in zip(game.discount, game.outside, strict=True)]
    last = [
        f"If {one} demands x and {two} the rest, neither gains by another demand: less is less, and more leaves both "
        f"with what is outside, worth {none[0]} to {one} and {none[1]} to {two} by then. So every division that pays "
        "both at least that is an equilibrium of the last round.",
    ]
    if solution.in_round(-1):
        last.append(
            "If both demand everything neither can change that alone but by asking for nothing, so that no agreement "
            "is an equilibrium, too."
        )
    parts = [Section("The last round", tuple(map(Paragraph, last)))]
    if game.horizon is not None and game.horizon > 1:
        before = [
            "Before it an offer is accepted if what is expected after a refusal is worth no more. What is expected may "
            "differ with what was refused: after a mean offer that the proposer will get little, after a fair one that "
            "it will get much. That holds up many offers; no proposer can be held below what the best offer brings it "
            "whatever the other expects.",
        ]
        parts.append(Section("The offers before it", tuple(map(Paragraph, before))))
    rules = Section("The rules", (Paragraph(setting_words(scenario, game)),))
    return Text(f"{scenario.title}: why so much can happen", (rules, *parts))
