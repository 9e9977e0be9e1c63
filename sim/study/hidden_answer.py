"""What a study keeps of a game with hidden information: its first equilibrium, on the likeliest course."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from sim.engine.hidden.revelation import class_word, classes
from sim.engine.hidden.trust import trust
from sim.study.record import BREAKS, HOLDS, MIXED, RENEGES, SELECTED, UNFINISHED, UNIQUE, WALKS, endings_of

if TYPE_CHECKING:
    from sim.engine.hidden.solution import HiddenSolution
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame


def ending_of(solution: HiddenSolution) -> tuple[str, float]:
    """How the first equilibrium ends, and the round of the agreement; NaN where there is none.

    Concession games end as `endings_of` has it, on the likeliest course; where a fake is discovered for certain the
    agreement is incomplete. Other kinds end in the class of the equilibrium.

    Parameters
    ----------
    solution : HiddenSolution
        A solution with an equilibrium.
    """
    game, e = solution.game, solution.solution.equilibria[0]
    if game.course is None:
        return class_word(classes(game, e)) or "types are known", nan
    place, rounds = _course_ending(game, e)
    return endings_of(game.players)[place], rounds


def kind_of(solution: HiddenSolution) -> str:
    """What the first equilibrium reveals of types, if there are any; else ``unique``, ``selected`` or ``mixed``."""
    found = solution.solution.equilibria
    if told := class_word(classes(solution.game, found[0])):
        return told
    if found[0].profile.mixed:
        return MIXED
    return UNIQUE if solution.complete and len(found) == 1 else SELECTED


def _course_ending(game: HiddenGame, e: BayesEquilibrium) -> tuple[int, float]:
    """Place of the ending in `endings_of`, and the round of the agreement."""
    end = _likeliest_end(game, e)
    at = game.situations[end]
    last: dict[int, tuple[int, str, bool]] = {}
    made = 0
    for k, a in game.tree.above(end):
        node = game.tree.nodes[k]
        if node.player in (0, 1):
            done = game.situations[k].round, node.actions[a], "concede" in node.actions
            last.setdefault(node.player, done)
            made = max(made, done[0] + 1) if done[1] in ("concede", "fake") else made
    if at.ending == "walk_away":
        return WALKS + sum(p + 1 for p, done in last.items() if done[1] == "walk_away") - 1, nan
    if at.ending == "hazard":
        return BREAKS, nan
    if at.ending == "discovery":
        return UNFINISHED, nan
    i, j = at.draw
    if game.games[i][j].states[at.state].complete:
        return 0, float(max(made, 1))
    reneged = sum(p + 1 for p, done in last.items() if done[1] == "renege")
    held = sum(p + 1 for p, done in last.items() if done[1] == "hold_out" and done[2])
    if reneged:
        return RENEGES + reneged - 1, nan
    return (HOLDS + held - 1 if held else UNFINISHED), nan


def _likeliest_end(game: HiddenGame, e: BayesEquilibrium) -> int:
    """The likeliest end of the likeliest course, of those that end as the course does."""
    course, reach = trust(game, e).courses[0], e.profile.reach
    same = course.public, course.ending
    ends = [k for k, at in enumerate(game.situations) if reach[k] and (at.public, at.ending) == same]
    return e.profile.likeliest_end(ends)
