"""What becomes of the agreement in an equilibrium with hidden information; a fake counts as a step until discovered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.courses.ending_chances import outcome_endings
from sim.engine.concessions.courses.outcome import Act, CourseRound, course_outcome
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from sim.engine.concessions.courses.endings import Ending
    from sim.engine.concessions.courses.outcome import CourseOutcome
    from sim.engine.concessions.courses.path import Over
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame


def outcome_at(game: HiddenGame, end: int) -> CourseOutcome:
    """What becomes of the agreement on the way to an end of the tree, where only choices are nodes.

    Parameters
    ----------
    game : HiddenGame
        A concession game.
    end : int
        Number of the end.
    """
    at = game.situations[end]
    stage = game.games[at.draw[0]][at.draw[1]]
    way = ((game.tree.nodes[k], a) for k, a in reversed(game.tree.above(end)))
    choices = (node.actions[a] for node, a in way if node.player in (0, 1))
    rounds: list[CourseRound] = []
    state = 0
    # After the last choice of talks that are not cut short, rounds may be left in which there is none.
    for t in range(stage.rounds if at.ending == "over" else at.round + 1):
        acts: list[Act] = []
        to = state
        for phase in stage.phases(t):
            label = phase.nodes[to]
            pair = []
            for player, own in enumerate(label.actions):
                pair.append(own.index(next(choices)) if len(own) > 1 else 0)
                if own != ("",):
                    acts.append(Act(player, own[pair[player]], "concede" in own))
            to = phase.outcomes[label.cells[pair[0]][pair[1]]].successor
            if to == BROKEN:
                break
        ends = t == at.round and at.ending != "over"
        over: Over = "walk_away" if to == BROKEN else "discovery" if at.ending == "discovery" else "hazard"
        rounds.append(CourseRound(t, state, tuple(acts), None if to == BROKEN else to, over if ends else ""))
        state = to
    return course_outcome(rounds, [s.complete for s in stage.states])


def hidden_endings(game: HiddenGame, e: BayesEquilibrium) -> tuple[Ending, ...]:
    """Chances of all endings of an equilibrium of a concession game, likeliest first."""
    reach = e.profile.reach
    return outcome_endings((reach[k], outcome_at(game, k)) for k in game.tree.ends if reach[k])
