"""What holds the follower to an announced course, against its best reply worked out once more."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from sim.engine.concessions.stackelberg.reasons import kept_decisions
from sim.engine.solve import solve
from sim.games.concessions.stochastic_game import BROKEN
from sim.scenario.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.concessions.stackelberg.solution import AnnouncedSolution

F = Fraction


def punished(solution: AnnouncedSolution) -> Callable[[int, int, int], Fraction]:
    """What the follower gets at best from a node on once the leader punishes."""
    game, leader = solution.game, solution.leader
    me, d = 1 - leader, game.discount[1 - leader]
    places = [(t, p) for t in range(game.rounds) for p in range(len(game.phases(t)))]

    def outcome_worth(n: int, number: int) -> Fraction:
        t, p = places[n]
        outcome = game.phases(t)[p].outcomes[number]
        if outcome.successor == BROKEN:
            if not game.phases(t)[p].closes_round:
                return outcome.ended[me]
            return (1 - d) * outcome.reward[me] + d * outcome.ended[me]
        if not game.phases(t)[p].closes_round:
            return at(n + 1, outcome.successor)
        if n + 1 == len(places):
            after = game.final[outcome.successor][me]
        else:
            after = at(n + 1, outcome.successor) if outcome.risk < 1 else F(0)
        return (1 - d) * outcome.reward[me] + d * (outcome.risk * outcome.ended[me] + (1 - outcome.risk) * after)

    @cache
    def at(n: int, k: int) -> Fraction:
        t, p = places[n]
        node, held = game.phases(t)[p].nodes[k], solution.announcement.punishment[n][k]
        cells = node.cells[held] if leader == 0 else [line[held] for line in node.cells]
        return max(outcome_worth(n, cell) for cell in cells)

    def leaving(n: int, k: int, number: int) -> Fraction:
        del k
        return outcome_worth(n, number)

    return leaving


@pytest.mark.parametrize("settings", [{}, {"leakage": "0.4"}, {"blame_nk": "2.7"}])
def test_leaving_pays_what_the_best_reply_to_the_punishment_pays_and_never_more_than_staying(settings: Any) -> None:
    solution: AnnouncedSolution = solve(load("sanctions-until-done", settings))  # type: ignore[assignment]
    game, leaving = solution.game, punished(solution)
    places = [(t, p) for t in range(game.rounds) for p in range(len(game.phases(t)))]
    on = {(c.round, c.phase, c.node): c for c in solution.announcement.course}
    kept = kept_decisions(solution)
    assert kept
    for decision in kept:
        t, p, k = decision.place
        node, c = game.phases(t)[p].nodes[k], on[decision.place]
        assert {a.action for a in decision.leavings} | {decision.action} == set(node.actions[1 - solution.leader])
        for a in decision.leavings:
            b = node.actions[1 - solution.leader].index(a.action)
            cell = node.cells[c.leader][b] if solution.leader == 0 else node.cells[b][c.leader]
            assert a.value == leaving(places.index((t, p)), k, cell)
            assert a.loss == decision.value - a.value >= 0


def test_the_cheapest_way_out_costs_what_the_story_of_the_course_says() -> None:
    solution: AnnouncedSolution = solve(load("sanctions-until-done"))  # type: ignore[assignment]
    told = {r.round: t.loss for r in solution.path for t in r.turns if t.loss is not None}
    assert {d.place[0]: float(min(a.loss for a in d.leavings)) for d in kept_decisions(solution)} == told
