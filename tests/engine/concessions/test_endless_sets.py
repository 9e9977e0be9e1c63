"""Sets and verdicts without a last round: against brute force, Markov perfect equilibria and textbooks."""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest

import sim
from sim.deadline import Deadline
from sim.engine.concessions.equilibrium_sets.agreement import every_subgame_perfect
from sim.engine.concessions.equilibrium_sets.endless import EndlessGame
from sim.engine.concessions.equilibrium_sets.known_mixing import comes_to_a_deal, holds_up, known_mixing
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, POSSIBLE
from sim.engine.concessions.markov_perfect import solve
from sim.engine.concessions.markov_perfect.solution import solve_markov
from sim.engine.concessions.markov_perfect.unfound import UnfoundMarkov
from sim.engine.repeated.equilibrium_sets.certificate import faults_of_inner
from sim.engine.selection import Rule, parse_rule
from sim.engine.solution import Request
from sim.errors import TimeLimitError
from sim.exact.polygons import holds
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.stochastic_game import BROKEN
from tests.engine.concessions.test_equilibrium_sets import random_game
from tests.show.concessions.games import paid_again

if TYPE_CHECKING:
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Pair

AGREEMENT = "sim.engine.concessions.equilibrium_sets.agreement.FIRST_ROUNDS"


def stationary_equilibria(game: StochasticGame) -> list[tuple[Pair, bool]]:
    """Payoffs of all equilibria in which a pair of actions per state is played whenever it stands, and whether the
    state in which the agreement is complete is played in for ever; by the definition, with values by iteration."""
    (phase,) = game.cycle[0]
    found = []
    sizes = [[(i, j) for i in range(len(n.cells)) for j in range(len(n.cells[0]))] for n in phase.nodes]
    for chosen in product(*sizes):
        values = _values(game, chosen)

        def worth(outcome: int, values: list[list[Fraction]] = values) -> list[Fraction]:
            return _worth(game, outcome, values)

        good = all(
            worth(node.cells[a][j])[0] <= worth(node.cells[i][j])[0] + Fraction(1, 10**9)
            for node, (i, j) in zip(phase.nodes, chosen, strict=True)
            for a in range(len(node.cells))
        ) and all(
            worth(node.cells[i][b])[1] <= worth(node.cells[i][j])[1] + Fraction(1, 10**9)
            for node, (i, j) in zip(phase.nodes, chosen, strict=True)
            for b in range(len(node.cells[0]))
        )
        if good:
            here, seen = 0, set()
            while here != BROKEN and here not in seen:
                seen.add(here)
                (i, j) = chosen[here]
                outcome = phase.outcomes[phase.nodes[here].cells[i][j]]
                after = BROKEN if outcome.over else outcome.successor
                stays, here = after == here, after
            kept = here != BROKEN and stays and game.states[here].complete
            found.append(((values[0][0], values[0][1]), kept))
    return found


def _worth(game: StochasticGame, number: int, values: list[list[Fraction]]) -> list[Fraction]:
    outcome = game.cycle[0][0].outcomes[number]
    risk = Fraction(1) if outcome.over else outcome.risk
    after = outcome.ended if outcome.over else values[outcome.successor]
    return [
        (1 - d) * r + d * ((1 - risk) * v + risk * b)
        for d, r, v, b in zip(game.discount, outcome.reward, after, outcome.ended, strict=True)
    ]


def _values(game: StochasticGame, chosen: tuple[tuple[int, int], ...]) -> list[list[Fraction]]:
    nodes = game.cycle[0][0].nodes
    values = [[Fraction(0), Fraction(0)] for _ in nodes]
    for _ in range(120):
        values = [
            [v.limit_denominator(10**12) for v in _worth(game, node.cells[i][j], values)]
            for node, (i, j) in zip(nodes, chosen, strict=True)
        ]
    return values


def near(polygon: tuple[Pair, ...], point: Pair) -> bool:
    """Whether a polygon holds a point but for what iteration leaves."""
    hair = Fraction(1, 10**6)
    return any(holds(polygon, (point[0] + a * hair, point[1] + b * hair)) for a in (0, 1, -1) for b in (0, 1, -1)) or (
        min(abs(x - point[0]) + abs(y - point[1]) for x, y in polygon) < 2 * hair
    )


@pytest.mark.parametrize(
    ("seed", "backwards"),
    [*((seed, 2.0) for seed in (0, 1, 2, 5, 6, 8)), *((seed, 0.0) for seed in (0, 1, 2, 3, 5, 6, 8, 9))],
)
def test_sets_and_verdicts_hold_for_every_stationary_equilibrium(
    monkeypatch: pytest.MonkeyPatch, seed: int, backwards: float
) -> None:
    """Both where the first rounds are worked out backwards and where they are told by the sets of all rounds alone."""
    monkeypatch.setattr(AGREEMENT, backwards)
    game = replace(random_game(seed), horizon=None)
    found = every_subgame_perfect(game, Deadline(None))
    assert found.endless is not None
    inner, outer = found.endless.inner[0], found.endless.outer[0]
    assert all(holds(outer, corner) for corner in inner)
    for payoffs, kept in stationary_equilibria(game):
        assert near(outer, payoffs)
        assert found.verdict.deal != (IMPOSSIBLE if kept else CERTAIN)


def test_where_play_is_unique_both_sets_are_the_markov_perfect_equilibrium_and_agree_exactly() -> None:
    """With prerequisites on both sides and no way back each step is taken at once; nothing else is an equilibrium."""
    game = replace(from_concessions(sim.load("covert-production").scenario), horizon=None)
    found = every_subgame_perfect(game, Deadline(None))
    assert found.endless is not None
    assert found.endless.inner == found.endless.outer
    assert found.verdict.unique
    assert found.verdict.settled
    assert found.verdict.deal == CERTAIN
    assert found.verdict.by_round[:3] == (IMPOSSIBLE, IMPOSSIBLE, CERTAIN)
    assert found.verdict.latest == 3
    assert found.verdict.payoffs is not None
    markov = solve_markov(game, parse_rule("payoff-dominant", game.players))
    assert [float(low) for low, _ in found.verdict.payoffs] == pytest.approx(markov.values)


def test_in_a_war_of_attrition_everything_between_giving_in_at_once_and_winning_at_once_is_an_equilibrium() -> None:
    """Maynard Smith (1974): whoever gives in at once gets 0, and the other then the prize of 2."""
    game = from_concessions(sim.load("war-of-attrition").scenario)
    assert game.horizon is None
    found = every_subgame_perfect(game, Deadline(None))
    assert found.verdict.payoffs == ((0, 2), (0, 2))
    assert found.verdict.latest is None, "there is no round in which it must be over"


def test_in_a_war_of_attrition_a_deal_is_possible_because_both_may_give_in_at_once_where_they_mix() -> None:
    """Hendricks, Weiss and Wilson (1988): in the mixed equilibrium each gives in with chance 1/21 per round.

    So both do at the same moment with some chance, which is the deal, and no equilibrium in pure actions has one.
    """
    game = from_concessions(sim.load("war-of-attrition").scenario)
    endless = EndlessGame(game)
    (strategies,) = known_mixing(endless, Deadline(None))
    assert {min(side) for side in strategies[0]} == {Fraction(1, 21)}
    assert comes_to_a_deal(endless, strategies) == (True, True)
    verdict = every_subgame_perfect(game, Deadline(None)).verdict
    assert (verdict.deal, verdict.has_deal) == (POSSIBLE, True)


def test_strategies_that_somebody_gains_by_leaving_do_not_hold_up() -> None:
    endless = EndlessGame(from_concessions(sim.load("war-of-attrition").scenario))
    (strategies,) = known_mixing(endless, Deadline(None))
    here = strategies[0]
    nothing, prize = (Fraction(0), Fraction(0)), Fraction(2)
    values = [nothing, nothing, (Fraction(0), prize), (prize, Fraction(0))]
    assert holds_up(endless.graph, strategies, values)
    assert not holds_up(endless.graph, [((Fraction(1, 20), Fraction(19, 20)), here[1]), *strategies[1:]], values)
    assert not holds_up(endless.graph, strategies, [(Fraction(1), Fraction(0)), *values[1:]])


def test_the_certificate_finds_a_payoff_that_no_play_leads_to() -> None:
    game = replace(from_concessions(sim.load("covert-production").scenario), horizon=None)
    found = every_subgame_perfect(game, Deadline(None)).endless
    assert found is not None
    wrong = {**found.inner, 0: ((found.inner[0][0][0] + 1, found.inner[0][0][1]),)}
    assert "inner 0" in faults_of_inner(EndlessGame(game).graph, wrong, Deadline(None))


def test_sets_from_inside_are_found_in_full_where_payoffs_are_moved_inward_many_times() -> None:
    """Each step inward added digits of all corners to each; rounds of seconds followed. Now it takes three in all."""
    game = from_concessions(paid_again("alternating", "infinite"))
    found = every_subgame_perfect(game, Deadline(30)).endless
    assert found is not None
    assert not found.stopped
    digits = [value.denominator.bit_length() for polygon in found.inner.values() for pair in polygon for value in pair]
    assert max(digits) < 2_000


def test_what_all_agree_on_takes_half_of_the_time_limit_at_most() -> None:
    game = from_concessions(paid_again("alternating", "infinite"))
    solved = solve(game, Request(Rule(), time_limit=4.0))
    assert solved.agreement.limit is not None
    assert solved.agreement.limit <= 2
    start = time.process_time()
    assert solved.agreement.verdict.lacks == "time"
    assert time.process_time() - start < 3, "no step looks at the time too seldom"


def test_where_the_search_among_circles_runs_out_of_time_what_all_agree_on_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object) -> None:
        raise TimeLimitError

    monkeypatch.setattr("sim.engine.concessions.markov_perfect.solution.search", never)
    solved = solve(from_concessions(paid_again("alternating", "infinite")), Request(Rule(), time_limit=4.0))
    assert isinstance(solved, UnfoundMarkov)
    assert "found in time" in str(solved.error)
    assert solved.agreement.verdict.by_round[:3] == (IMPOSSIBLE,) * 3


def test_with_the_time_up_what_is_said_is_still_true() -> None:
    """Relief first without a last round and few seconds: bounds, words that are open, and no word too many."""
    game = replace(from_concessions(sim.load("relief-first").scenario), horizon=None)
    found = every_subgame_perfect(game, Deadline(6))
    assert found.verdict.lacks == "time"
    assert not found.verdict.unique
    assert found.verdict.deal not in (CERTAIN, IMPOSSIBLE)
