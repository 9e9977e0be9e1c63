"""What a study keeps of a game with hidden information: its first equilibrium, on the likeliest course."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from sim.engine.concessions.ending_names import course_ending, endings_of
from sim.engine.concessions.outcome import Act, CourseRound, course_outcome
from sim.engine.hidden.revelation import class_word, classes
from sim.engine.hidden.trust import trust
from sim.engine.solution import MIXED, SELECTED, UNIQUE
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from sim.engine.concessions.outcome import CourseOutcome
    from sim.engine.concessions.path import Over
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame


def ending_of(game: HiddenGame, e: BayesEquilibrium) -> tuple[str, float]:
    """How the first equilibrium ends, and the round of the agreement; NaN where there is none.

    Concession games end as `endings_of` has it, on the likeliest course; where a fake is discovered for certain the
    agreement is incomplete. Other kinds end in the class of the equilibrium.

    Parameters
    ----------
    e : BayesEquilibrium
        One of its equilibria.
    """
    if game.course is None:
        return class_word(classes(game, e)) or "types are known", nan
    place, rounds = course_ending(_outcome(game, _likeliest_end(game, e)))
    return endings_of(game.players)[place], rounds


def kind_of(game: HiddenGame, e: BayesEquilibrium, alone: bool) -> str:
    """What an equilibrium reveals of types, if there are any; else what it is among the equilibria.

    Parameters
    ----------
    alone : bool
        Whether it is proven to be the only one.
    """
    if told := class_word(classes(game, e)):
        return told
    if e.profile.mixed:
        return MIXED
    return UNIQUE if alone else SELECTED


def _outcome(game: HiddenGame, end: int) -> CourseOutcome:
    """What becomes of the agreement on the way to an end of the tree, where only choices are nodes."""
    at = game.situations[end]
    stage = game.games[at.draw[0]][at.draw[1]]
    way = ((game.tree.nodes[k], a) for k, a in reversed(game.tree.above(end)))
    choices = (node.actions[a] for node, a in way if node.player in (0, 1))
    rounds: list[CourseRound] = []
    state = 0
    for t in range(at.round + 1):
        acts: list[Act] = []
        to = state
        for phase in stage.phases(t):
            label = phase.nodes[to]
            pair = []
            for player, own in enumerate(label.actions):
                pair.append(own.index(next(choices)) if len(own) > 1 else 0)
                if len(own) > 1:
                    acts.append(Act(player, own[pair[player]], "concede" in own))
            to = phase.outcomes[label.cells[pair[0]][pair[1]]].successor
            if to == BROKEN:
                break
        ends = t == at.round and at.ending != "over"
        over: Over = "walk_away" if to == BROKEN else "discovery" if at.ending == "discovery" else "hazard"
        rounds.append(CourseRound(t, state, tuple(acts), None if to == BROKEN else to, over if ends else ""))
        state = to
    return course_outcome(rounds, [s.complete for s in stage.states])


def _likeliest_end(game: HiddenGame, e: BayesEquilibrium) -> int:
    """The likeliest end of the likeliest course, of those that end as the course does."""
    course, reach = trust(game, e).courses[0], e.profile.reach
    same = course.public, course.ending
    ends = [k for k, at in enumerate(game.situations) if reach[k] and (at.public, at.ending) == same]
    return e.profile.likeliest_end(ends)
