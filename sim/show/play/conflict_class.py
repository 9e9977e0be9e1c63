"""A class's games of a conflict over options put together, in words, as plain data, as rows and as a picture."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, get_args

from sim.agents.conflicts.replay import Made
from sim.engine.options.definitions import DEFINITIONS
from sim.show.options.words import SHORT, state_words
from sim.show.pictures import COLOURS, GREY
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import percent, times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from sim.agents.conflicts.replay import ConflictReplay
    from sim.study.classroom.conflict_file import ConflictClass

READING = (
    "A move is held against its mover's own likings; nothing is counted in points. An improvement is undeterred if "
    "no moves that the others like lead from it to something that its mover likes no more than what it had (SEQ). "
    "Choices of computers are not counted."
)
"""How the tables are to be read."""

MADE: tuple[Made, ...] = get_args(Made)

HEADS = {"improvement": "liked more", "alike": "as much", "worse": "liked less", "stayed": "stayed"}

MOST_ENDS = 12
"""Ends, most, that are told of a scenario."""


def conflict_title(table: ConflictClass) -> str:
    """The scenario with what was set."""
    told = [f"{name}={value}" for name, value in table.scenario.settings]
    told += [] if table.rounds is None else [f"{table.rounds} rounds"]
    return f"{table.scenario.title} ({', '.join(told)})" if told else table.scenario.title


def conflicts_story(tables: Sequence[ConflictClass]) -> str:
    """Tell what a class did in conflicts, scenario by scenario."""
    parts = [part for table in tables for part in _told(table)]
    return "\n\n".join([*parts, f"{heading('How to read this')}\n{paragraph(READING)}"]) + "\n"


def _told(table: ConflictClass) -> list[str]:
    return [
        f"{heading(conflict_title(table))}\n{paragraph(_counts(table))}",
        f"{heading('Where it ended')}\n{_ends(table)}",
        f"{heading('What was done')}\n{_made(table)}",
    ]


def _counts(table: ConflictClass) -> str:
    people = {seat.person for r in table.replays for seat in r.session.seats if seat.person}
    left = sum(not r.session.finished for r in table.replays)
    who = f" by {times(len(people), 'person', 'people')}" if people else ""
    count = sum(sum(table.made(party).values()) for party in range(len(table.scenario.players)))
    stopped = f", {left} of them left before the end" if left else ""
    rehearsed = rehearsal_words(sum(r.session.rehearsal for r in table.replays), len(table.replays))
    return f"{times(len(table.replays), 'game')}{who}{stopped}; {times(count, 'decision')}.{rehearsed}"


def rehearsal_words(rehearsed: int, games: int) -> str:
    """That games are of a rehearsal, so that nobody takes what bots did for what people do; empty if none is."""
    if not rehearsed:
        return ""
    which = "All of them are" if rehearsed == games > 1 else "It is" if games == 1 else f"{rehearsed} of them are"
    which = "1 of them is" if rehearsed == 1 < games else which
    return f" {which} of a rehearsal: bots answered there, and no people did."


def _ends(table: ConflictClass) -> str:
    ends, game = table.ends, table.replays[0].solution.game
    if not ends:
        return paragraph("No game was played to its end.")
    rows = [["options taken", "games", "at rest", *(SHORT[d] for d in DEFINITIONS)]]
    for state, count, rests in ends[:MOST_ENDS]:
        rows.append(
            [state_words(table.scenario, game, state), f"{count}", f"{rests}", *_kinds(table.replays[0], state)]
        )
    more = len(ends) - MOST_ENDS
    told = [columns(rows)]
    if more > 0:
        told.append(
            paragraph(f"{times(more, 'other end')} of fewer games {'is' if more == 1 else 'are'} left out here.")
        )
    return "\n".join(told)


def _kinds(played: ConflictReplay, state: int) -> list[str]:
    return ["yes" if played.solution.equilibrium(d)[state] else "no" for d in DEFINITIONS]


def _made(table: ConflictClass) -> str:
    rows = [["", *(HEADS[made] for made in MADE), "of the improvements undeterred"]]
    for party, player in enumerate(table.scenario.players):
        made, (free, all_) = table.made(party), table.undeterred(party)
        if made:
            share = f"{free} of {all_}" if all_ else "\N{EN DASH}"
            rows.append([player.name, *(f"{made[each]}" for each in MADE), share])
    return columns(rows) if len(rows) > 1 else paragraph("Nobody has decided anything yet.")


def conflict_entry(table: ConflictClass) -> dict[str, Any]:
    """The games of one scenario as plain data."""
    scenario, first = table.scenario, table.replays[0]
    return {
        "scenario": scenario.title,
        "file": scenario.file,
        "sha256": scenario.sha256,
        "settings": dict(scenario.settings),
        "kind": scenario.kind,
        "concept": "stability",
        "rounds": table.rounds,
        "games": len(table.replays),
        "finished": sum(r.session.finished for r in table.replays),
        "rehearsed": sum(r.session.rehearsal for r in table.replays),
        "ends": [
            {
                "taken": list(first.solution.game.taken(state)),
                "games": count,
                "rests": rests,
                "equilibrium": [d for d in DEFINITIONS if first.solution.equilibrium(d)[state]],
            }
            for state, count, rests in table.ends
        ],
        "made": {
            player.id: {**{made: table.made(k)[made] for made in MADE}, "undeterred": table.undeterred(k)[0]}
            for k, player in enumerate(scenario.players)
        },
    }


def conflict_rows(table: ConflictClass) -> Iterator[list[object]]:
    """What was done as rows of the class's comma-separated values, without an equilibrium to hold it against."""
    for party, player in enumerate(table.scenario.players):
        made = table.made(party)
        count = sum(made.values())
        for each in MADE if count else ():
            yield [conflict_title(table), player.id, "", each, made[each], count, made[each] / count, None, None]


def draw_ends(table: ConflictClass, axes: Axes) -> None:
    """Draw the ends of a class's games as bars, with the definitions by which each is an equilibrium."""
    ends, first = table.ends[:MOST_ENDS], table.replays[0]
    games = sum(count for _, count, _ in table.ends) or 1
    names = []
    for state, _, _ in ends:
        kinds = [SHORT[d] for d in DEFINITIONS if first.solution.equilibrium(d)[state]]
        words = textwrap.fill(state_words(table.scenario, first.solution.game, state), 46)
        names.append(f"{words}\n({', '.join(kinds) or 'no equilibrium'})")
    axes.barh(range(len(ends)), [count / games for _, count, _ in ends], 0.5, color=COLOURS[0])
    for y, (_, count, _) in enumerate(ends):
        axes.text(count / games, y, f" {count} ({percent(count / games)})", va="center", fontsize=9)
    axes.set_yticks(range(len(ends)), names, fontsize=8.5)
    axes.set_ylim(max(len(ends), 1) - 0.4, -0.6)
    axes.set_xlim(0, 1.15)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}" if value <= 1 else "")
    axes.tick_params(axis="y", length=0)
    axes.set_title(f"{conflict_title(table)}: where {times(len(table.replays), 'game')} ended", loc="left", fontsize=12)
    axes.set_xlabel("share of the games that were played to their end", fontsize=9, color=GREY, loc="left")
