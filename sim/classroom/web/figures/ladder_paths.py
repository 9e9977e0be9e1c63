"""The ways that games took over the steps of both ladders, the thicker the more often."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sim.agents.arenas.concessions import ConcessionsArena
from sim.classroom.web.figures.drawing import WIDTH, Drawing, cut, figure
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from markupsafe import Markup

    from sim.classroom.web.figures.games import Game, Played

    Steps = tuple[int, int]  # how many steps stand, of the one and of the other

THICKEST = 14.0
"""Units across the line of a move that all games made."""


def ladder_paths(play: Played) -> list[Markup]:
    """Draw how many steps of both stood, from one round to the next; nothing for other kinds.

    Parameters
    ----------
    play : Played
        The games of a part.
    """
    if not isinstance(play.arena, ConcessionsArena):
        return []
    found = []
    for treatment, words in enumerate(play.treatments):
        games = play.of(treatment)
        if games:
            caption = "How far the concessions went" + (f" ({words})" if words else "")
            found.append(_drawn(caption, play, [steps_of(game) for game in games]))
    return found


def steps_of(game: Game) -> list[Steps]:
    """How many steps of both stand before each round, and after the last."""
    arena = game.arena
    assert isinstance(arena, ConcessionsArena)
    rules = arena.scenario.game
    assert isinstance(rules, Concessions)
    found: list[Steps] = []
    stands: list[set[str]] = [set(), set()]
    for place, turn in game.course:
        t, phase, k = arena.seen(place)
        node = arena.base.phases(t)[phase].nodes[k]
        if phase == 0:
            stands = [set(own) for own in arena.base.states[node.state].stands]
            found.append((len(stands[0]), len(stands[1])))
        if "walk_away" in turn.moves:
            continue
        for side, move in enumerate(turn.moves):
            ladder = rules.ladders[side]
            if move in ("concede", "fake"):
                stands[side] |= {step.id for step in [s for s in ladder if s.id not in stands[side]][:1]}
            elif move == "renege":
                stands[side] -= {step.id for step in ladder if step.reversible}
    return [*found, (len(stands[0]), len(stands[1]))]


def _drawn(caption: str, play: Played, courses: list[list[Steps]]) -> Markup:
    rules = play.arena.scenario.game
    assert isinstance(rules, Concessions)
    most = [len(ladder) for ladder in rules.ladders]
    left, right, top = 40.0, WIDTH - 34.0, 22.0
    wide = (right - left) / max(1, most[0])
    high = min(70.0, max(34.0, 240.0 / max(1, most[1])))
    bottom = top + high * most[1]
    moves: dict[tuple[Steps, Steps], int] = {}
    ends: dict[Steps, int] = {}
    for course in courses:
        for way in pairwise(course):
            if way[0] != way[1]:
                moves[way] = moves.get(way, 0) + 1
        ends[course[-1]] = ends.get(course[-1], 0) + 1

    def at(steps: Steps) -> tuple[float, float]:
        return left + wide * steps[0], bottom - high * steps[1]

    told = "; ".join(f"{n} ended with {a} and {b} steps" for (a, b), n in sorted(ends.items()))
    drawing = Drawing(bottom + 46, f"{caption}, of {len(courses)} games. {told}")
    for i in range(most[0] + 1):
        drawing.line(*at((i, 0)), *at((i, most[1])), "rule")
        drawing.words(at((i, 0))[0], bottom + 22, str(i), "small soft", "middle")
    for j in range(most[1] + 1):
        drawing.line(*at((0, j)), *at((most[0], j)), "rule")
        drawing.words(left - 14, at((0, j))[1] + 4, str(j), "small soft", "end")
    for (before, after), count in moves.items():
        drawing.line(*at(before), *at(after), "path", stroke_width=max(1.5, THICKEST * count / len(courses)))
    for steps, count in ends.items():
        x, y = at(steps)
        drawing.put("circle", cx=x, cy=y, r=10.0, class_="node")
        drawing.words(x, y + 4, str(count), "small strong", "middle")
    one, two = play.names
    drawing.words(0, 10, cut(f"steps of {two}", WIDTH), "small two")
    drawing.words(WIDTH, bottom + 38, cut(f"steps of {one}", WIDTH), "small one", "end")
    head = [f"steps of {one}", f"steps of {two}", "games that ended so"]
    return figure(
        f"{caption} (numbers in circles: games that ended there)",
        drawing,
        head,
        [[str(a), str(b), str(n)] for (a, b), n in sorted(ends.items())],
    )
