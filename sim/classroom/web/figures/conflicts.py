"""What a class did in a conflict over options: where it ended, and what each party's moves were to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.classroom.web.figures.bars import Bar, bars
from sim.classroom.web.figures.games import told_treatments
from sim.show.options.words import state_words
from sim.show.play.conflict_class import HEADS, MADE
from sim.show.text.escapes import in_html
from sim.show.text.words import times

if TYPE_CHECKING:
    from sim.agents.conflicts.replay import ConflictReplay
    from sim.classroom.open_class import OpenClass

MOST_ENDS = 12
"""States that ended matches, most, that have a bar; the rarest are left out, and said to be."""


def conflict_pictures(room: OpenClass, part: int) -> Markup:
    """Bars of where matches of a conflict ended, and of what people did in each party's seat.

    Parameters
    ----------
    room : OpenClass
        The class.
    part : int
        Number of the part, which is a conflict over options.
    """
    shares = len(room.state.parts[part].treatments)
    groups: list[list[ConflictReplay]] = [[] for _ in range(shares)]
    over = [match for match in room.state.of_part(part) if match.over]
    for match, played in zip(over, room.conflicts(part), strict=False):
        groups[match.treatment].append(played)
    if not over:
        return Markup("<p>No game is over yet.</p>")
    words = told_treatments(room.state.parts[part].treatments)
    pictures = [_ends(groups, words), *_made(groups, words)]
    return Markup('<div class="pictures">{}</div>').format(Markup("\n").join([_in_short(groups), *pictures]))


def _in_short(groups: list[list[ConflictReplay]]) -> Markup:
    """How many matches, and how many of them came to rest."""
    games = [played for own in groups for played in own]
    rests = sum(played.rests for played in games)
    agents = sum(not seat.human for played in games for seat in played.session.seats)
    told = f"{times(len(games), 'game')}, {rests} of which came to rest, as all stayed"
    told += f"; {times(agents, 'side')} in them played by an agent, which is not counted" if agents else ""
    return Markup(
        f"<section><p>{in_html(told)}. There are no points: each party only likes some states more.</p></section>"
    )


def _ends(groups: list[list[ConflictReplay]], words: tuple[str, ...]) -> Markup:
    counts: dict[str, list[int]] = {}
    for k, own in enumerate(groups):
        for played in own:
            told = state_words(played.session.scenario, played.solution.game, played.end)
            counts.setdefault(told, [0] * len(groups))[k] += 1
    order = sorted(counts, key=lambda told: -sum(counts[told]))
    left_out = sum(sum(counts[told]) for told in order[MOST_ENDS:])
    caption = "Where it ended" + (f" ({left_out} rarer ends left out)" if left_out else "")
    return bars(caption, -1, [Bar(told, tuple(counts[told])) for told in order[:MOST_ENDS]], words)


def _made(groups: list[list[ConflictReplay]], words: tuple[str, ...]) -> list[Markup]:
    """What moves of people were to their party, by its own likings."""
    first = next(own[0] for own in groups if own)
    found = []
    for party, player in enumerate(first.session.scenario.players):
        done = [
            [d.made for played in own if played.session.seats[party].human for d in played.of(party)] for own in groups
        ]
        if any(done):
            rows = [Bar(HEADS[made], tuple(own.count(made) for own in done)) for made in MADE]
            found.append(bars(f"What {player.name} did, by its own likings", -1, rows, words))
    return found
