"""Conflicts over options that were played: which of the states that ended them are equilibria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.classroom.web.debrief.theory import told
from sim.engine.options.definitions import DEFINITIONS
from sim.show.options.words import SHORT, state_words
from sim.show.play.conflict_class import HEADS, MADE, READING, conflict_title
from sim.show.text.blocks import Paragraph, Table
from sim.show.text.escapes import in_html
from sim.show.text.words import times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.show.text.blocks import Block
    from sim.study.classroom.conflict_file import ConflictClass

MOST_ENDS = 20
"""States that ended games, most, that are told."""


def conflicts_of(found: Sequence[ConflictClass]) -> Markup:
    """What a class did in a conflict, and what theory says of where it ended, for all settings side by side."""
    parts = []
    for conflict in found:
        head = f"<h3>{in_html(conflict_title(conflict))}</h3>" if len(found) > 1 else ""
        parts.append(Markup(f'<section class="side">{head}{told(*_blocks(conflict))}</section>'))
    return Markup('<div class="sides">{}</div>').format(Markup("\n").join(parts))


def _blocks(conflict: ConflictClass) -> list[Block]:
    done = sum(played.session.finished for played in conflict.replays)
    blocks: list[Block] = [
        Paragraph(
            f"{times(len(conflict.replays), 'game')}, {done} of them played to the end. Where they ended, and whether "
            "that state is an equilibrium by each definition:"
        )
    ]
    solution, scenario = conflict.replays[0].solution, conflict.scenario
    rows = tuple(
        (
            state_words(scenario, solution.game, state),
            str(count),
            str(rests),
            *("yes" if solution.equilibrium(each)[state] else "no" for each in DEFINITIONS),
        )
        for state, count, rests in conflict.ends[:MOST_ENDS]
    )
    head = ("options taken", "games", "at rest", *(SHORT[each] for each in DEFINITIONS))
    blocks.append(Table("Where games ended", head, rows))
    every = [int(solution.equilibrium(each).sum()) for each in DEFINITIONS]
    counts = ", ".join(f"{SHORT[each]} {count}" for each, count in zip(DEFINITIONS, every, strict=True))
    blocks.append(Paragraph(f"Of {solution.game.count} states equilibria are, by definition: {counts}."))
    made = tuple(
        (player.name, *(str(conflict.made(party)[each]) for each in MADE))
        for party, player in enumerate(scenario.players)
    )
    blocks.append(Table("What was done", ("", *(HEADS[each] for each in MADE)), made))
    blocks.append(Paragraph(READING))
    return blocks
