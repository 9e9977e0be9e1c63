"""How what was done changed from round to round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.concessions import ConcessionsArena
from sim.agents.arenas.issues import IssuesArena
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.offers import OffersArena
from sim.classroom.web.figures.drawing import NONE, WIDTH, Drawing, cut, figure, share_axis
from sim.classroom.web.figures.ladder_paths import steps_of
from sim.show.text.words import number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from sim.classroom.web.figures.games import Game, Played

    Line = dict[int, list[float]]  # what is averaged, by round from 0

STYLES = ("one", "two", "three", "four")
"""What the style calls the lines of a picture, of which there are no more than it has."""


def drift(play: Played) -> list[Markup]:
    """Lines over the rounds: inside the games where these have several, else over the rounds of the class.

    Parameters
    ----------
    play : Played
        The games of a part.
    """
    found = []
    for treatment, words in enumerate(play.treatments):
        games = play.of(treatment)
        inside = any(turn.round for game in games for _, turn in game.course)
        if not games or (not inside and play.rounds < 2):
            continue
        lines, caption, unit = _lines(play, games, inside)
        if any(len(line) > 1 for line in lines.values()):
            more = f" ({words})" if words else ""
            found.append(drift_lines(f"{caption}{more}", lines, unit))
    return found


def _lines(play: Played, games: Sequence[Game], inside: bool) -> tuple[dict[str, Line], str, str]:
    """What is averaged, by name; the caption; and what it is counted in: a share (``%``), or empty for a number."""
    arena = play.arena
    if isinstance(arena, ConcessionsArena):
        return _of_steps(play, games), "Steps that stand, on average", ""
    if isinstance(arena, OffersArena):
        return _of_offers(games), "What proposers ask for first, and whether it is accepted at once", "%"
    if isinstance(arena, IssuesArena):
        agreed = {"agreed on a package": _by(games, lambda game: float("accept" in (game.last or _NOTHING).moves))}
        return agreed, "Games that came to an agreement", "%"
    return _of_choices(play, games, inside and isinstance(arena, MatrixArena)), "Share of choices, round by round", "%"


class _Nothing:
    moves = ("", "")


_NOTHING = _Nothing()


def _by(games: Sequence[Game], value: object) -> Line:
    found: Line = {}
    for game in games:
        found.setdefault(game.round, []).append(value(game))  # type: ignore[operator]
    return found


def _of_steps(play: Played, games: Sequence[Game]) -> dict[str, Line]:
    lines: dict[str, Line] = {name: {} for name in play.names}
    longest = max(len(steps_of(game)) for game in games)
    for game in games:
        steps = steps_of(game)
        for t in range(longest):
            for side, name in enumerate(play.names):
                lines[name].setdefault(t, []).append(float(steps[min(t, len(steps) - 1)][side]))
    return lines


def _of_offers(games: Sequence[Game]) -> dict[str, Line]:
    asked: Line = {}
    accepted: Line = {}
    for game in games:
        for place, turn in game.course:
            if place.demand is not None and place.draw is not None:
                asked.setdefault(game.round, []).append(float(place.demand / place.draw.size))
                accepted.setdefault(game.round, []).append(float("accept" in turn.moves))
                break
    return {"asked for": asked, "accepted at once": accepted}


def _of_choices(play: Played, games: Sequence[Game], inside: bool) -> dict[str, Line]:
    """The share of each choice at the first decision of either side; of two choices the first is enough."""
    found: dict[str, Line] = {}
    arena, place = play.arena, play.arena.start
    while place is not None and not arena.movers(place):
        place = next(iter(arena.ways(place, ("", "")))).to
    movers = arena.movers(place) if place is not None else ()
    for side in movers:
        options = arena.options(place, side)
        if not 1 < len(options) <= len(STYLES):
            continue
        for option in options[:1] if len(options) == 2 or len(movers) == 2 else options:
            line: Line = {}
            for game in games:
                for at, who, choice, t in game.choices():
                    if who == side and (inside or game.arena.round(at) == 0) and option in arena.options(at, who):
                        line.setdefault(t if inside else game.round, []).append(float(choice == option))
            found[f"{play.names[side]}: {option}"] = line
    return dict(list(found.items())[: len(STYLES)])


def drift_lines(caption: str, lines: Mapping[str, Line], unit: str) -> Markup:
    """Draw averages over rounds.

    Parameters
    ----------
    lines : mapping of str to Line
        By name; no more than there are styles.
    unit : str
        ``%`` for shares, empty for numbers.
    """
    left, right, top, bottom = 44.0, WIDTH - 10.0, 12.0, 170.0
    rounds = sorted({t for line in lines.values() for t in line})
    means = {name: {t: sum(line[t]) / len(line[t]) for t in sorted(line)} for name, line in lines.items() if line}
    most = 1.0 if unit else max(1.0, *(v for line in means.values() for v in line.values()))
    step = (right - left) / max(1, len(rounds) - 1)
    written = percent if unit else number
    told = "; ".join(
        f"{name}: " + ", ".join(f"round {t + 1} {written(round(v, 3))}" for t, v in line.items())
        for name, line in means.items()
    )
    drawing = Drawing(bottom + 30 + 18 * len(means), f"{caption}. {told}")
    if unit:
        share_axis(drawing, left, right, top, bottom)
    else:
        for value in sorted({0.0, most / 2, most}):
            y = bottom - (bottom - top) * value / most
            drawing.line(left, y, right, y, "rule" if value else "axis")
            drawing.words(left - 5, y + 4, number(round(value, 2)), "small soft", "end")
    every = max(1, -(-len(rounds) // 10))
    for k, t in enumerate(rounds):
        if k % every == 0:
            drawing.words(left + step * k, bottom + 16, str(t + 1), "small soft", "middle")
    for k, (name, line) in enumerate(means.items()):
        style = STYLES[k % len(STYLES)]
        points = [(left + step * rounds.index(t), bottom - (bottom - top) * v / most) for t, v in line.items()]
        drawing.curve(points, style)
        y = bottom + 34 + 18 * k
        drawing.line(left, y - 4, left + 22, y - 4, f"line {style}")
        drawing.words(left + 30, y, cut(name, right - left - 30), "small")
    rows = [
        [str(t + 1), *(written(round(line[t], 3)) if t in line else NONE for line in means.values())] for t in rounds
    ]
    return figure(caption, drawing, ["round", *means], rows)
