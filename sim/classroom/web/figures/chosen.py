"""What was chosen at each decision of a part, as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.issues import WAIT, WALK, IssuesArena
from sim.agents.arenas.offers import OffersArena
from sim.classroom.web.figures.bars import Bar, bars
from sim.classroom.web.figures.drawing import unquoted
from sim.show.issues.words import package_words
from sim.show.play.choose import named_words, prompts_of
from sim.show.text.words import KEEP

if TYPE_CHECKING:
    from markupsafe import Markup

    from sim.agents.arenas.arena import Arena, Place
    from sim.classroom.web.figures.games import Played

MOST_POINTS = 8
"""Decisions, most, that have bars; those at which most was chosen."""

MOST_BARS = 12
"""Choices of a decision, most, that have a bar; the rarest are left out, and said to be."""

ALL_STEPS = {"concede": "take the next step", "renege": "take steps back", "hold_out": "hold out"}
ALL_STEPS |= {"walk_away": "walk away", "fake": "take the next step for show"}
"""Actions of a concession game whatever the step."""


def chosen(play: Played) -> list[Markup]:
    """Bars for each decision that came up.

    Parameters
    ----------
    play : Played
        The games of a part.
    """
    counts: dict[tuple[int, str], dict[str, list[int]]] = {}
    first: dict[tuple[int, str], tuple[int, Place]] = {}
    steps = play.arena.scenario.kind == "concessions"
    for game in play.games:
        for place, side, choice, _ in game.choices():
            if isinstance(play.arena, OffersArena) and game.arena.options(place, side):
                continue  # answers to offers have a curve of their own
            name = "" if steps else game.arena.point(place, side)
            at = (side, name)
            label = _whatever_step(game.arena, place, side, choice) if steps else game.arena.label(place, choice)
            row = counts.setdefault(at, {}).setdefault(label, [0] * len(play.treatments))
            row[game.treatment] += 1
            first.setdefault(at, (game.arena.round(place), place))
    often = sorted(counts, key=lambda at: -sum(map(sum, counts[at].values())))[:MOST_POINTS]
    shown = sorted(often, key=lambda at: (first[at][0], at[0], at[1]))
    found = [_bars(play, at, counts[at], first[at][1]) for at in shown]
    return found


def _bars(play: Played, at: tuple[int, str], counts: dict[str, list[int]], place: Place) -> Markup:
    side, name = at
    arena = play.arena
    options = arena.options(place, side) if name else tuple(counts)
    order = [o for o in options if o in counts or len(options) <= MOST_BARS]
    order += sorted((label for label in counts if label not in order), key=_by_number)
    left_out = 0
    if len(order) > MOST_BARS:
        kept = sorted(order, key=lambda label: -sum(counts.get(label, (0,))))[:MOST_BARS]
        left_out = sum(sum(counts[label]) for label in order if label not in kept and label in counts)
        order = [label for label in order if label in kept]
    none = [0] * len(play.treatments)
    rows = [Bar(_words(arena, place, side, label, name), tuple(counts.get(label, none))) for label in order]
    player = arena.scenario.players[side]
    caption = player.name if name in ("", player.id) else f"{player.name}, {name}"
    if left_out:
        caption += f" ({left_out} rarer choices left out)"
    return bars(caption, side, rows, play.treatments)


def _whatever_step(arena: Arena, place: Place, side: int, choice: str) -> str:
    """An action of a concession game, as it is counted."""
    keeps = choice == "hold_out" and prompts_of(arena).action(place, side, choice, "take") == KEEP
    return KEEP if keeps else choice


def _words(arena: Arena, place: Place, side: int, label: str, name: str) -> str:
    if arena.scenario.kind == "concessions" and not name:
        return ALL_STEPS.get(label, label)
    if isinstance(arena, IssuesArena) and not arena.options(place, side) and label not in (WAIT, WALK):
        return package_words(arena.scenario, arena.package(label))
    if not arena.options(place, side) and arena.span(place) is not None:
        return named_words(arena, place, label)
    if arena.options(place, side) and label in arena.options(place, side):
        return unquoted(prompts_of(arena).action(place, side, label, "take"))
    return label


def _by_number(label: str) -> tuple[float, str]:
    try:
        return float(label.partition(" ")[0]), label
    except ValueError:
        return 0.0, label
