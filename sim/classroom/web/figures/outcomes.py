"""How games ended: pairs of choices in a matrix, packages, and what both got on average."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.issues import IssuesArena
from sim.agents.arenas.matrix import MatrixArena
from sim.classroom.web.figures.bars import Bar, bars
from sim.classroom.web.figures.drawing import NONE
from sim.show.issues.words import package_words
from sim.show.text.words import amount

if TYPE_CHECKING:
    from markupsafe import Markup

    from sim.classroom.web.figures.games import Game, Played

MOST = 12
"""Outcomes, most, that have a bar."""


def outcomes(play: Played) -> list[Markup]:
    """Bars of pairs of choices, or of packages; nothing for other kinds.

    Parameters
    ----------
    play : Played
        The games of a part.
    """
    counts: dict[str, list[int]] = {}
    for game in play.games:
        if not all(seat.human for seat in game.session.seats):
            continue
        for words in _ends(game):
            counts.setdefault(words, [0] * len(play.treatments))[game.treatment] += 1
    if not counts:
        return []
    kept = sorted(counts, key=lambda words: -sum(counts[words]))
    left_out = sum(sum(counts[words]) for words in kept[MOST:])
    one, two = play.names
    caption = f"Both together: {one}, then {two}" if isinstance(play.arena, MatrixArena) else "How the talks ended"
    if left_out:
        caption += f" ({left_out} rarer ones left out)"
    return [bars(caption, -1, [Bar(words, tuple(counts[words])) for words in kept[:MOST]], play.treatments)]


def _ends(game: Game) -> list[str]:
    if isinstance(game.arena, MatrixArena):
        return [f"{turn.moves[0]}, {turn.moves[1]}" for _, turn in game.course]
    if isinstance(game.arena, IssuesArena) and game.course:
        place, turn = game.course[-1]
        if "accept" in turn.moves and place[1] is not None:
            return [package_words(game.arena.scenario, place[1])]
        return ["no agreement"]
    return []


def mean_payoffs(play: Played) -> list[tuple[str, str, str, int]]:
    """What people got on either side on average, by treatment: its words, two amounts, and how many games.

    Parameters
    ----------
    play : Played
        The games of a part.
    """
    rows = []
    for treatment, words in enumerate(play.treatments):
        games = play.of(treatment)
        if games:
            own = [[_paid(game)[side] for game in games if game.session.seats[side].human] for side in (0, 1)]
            means = [amount(sum(got) / len(got)) if got else NONE for got in own]
            rows.append((words or "all games", means[0], means[1], len(games)))
    return rows


def _paid(game: Game) -> tuple[float, float]:
    one = two = 0.0
    for place, turn in game.course:
        way = next(w for w in game.arena.ways(place, turn.moves) if w.event == turn.event)
        one, two = one + way.paid[0], two + way.paid[1]
    return one, two
