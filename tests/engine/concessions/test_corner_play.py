"""Equilibria that attain corners of the sets: against brute force, a best-reply programme, and known games."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from sim.engine.aims import Aim, chosen, parse_aim
from sim.engine.concessions.corner_play.corners import solve_corners
from sim.engine.concessions.corner_play.expanded import PlannedProfile
from sim.engine.concessions.corner_play.plan import Planner
from sim.engine.concessions.corner_play.replay import faults_of_plan
from sim.engine.concessions.corner_play.selected import solve_corner
from sim.engine.concessions.equilibrium_sets.inner import inner_sets
from sim.engine.concessions.equilibrium_sets.verdict import POSSIBLE
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.selection import parse_rule
from sim.errors import AskError, ScenarioError, TimeLimitError
from sim.exact.polygons import holds
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import BROKEN, Outcome, StochasticGame
from sim.scenario.load import load
from tests.engine.concessions.test_equilibrium_sets import LIMIT
from tests.engine.concessions.test_equilibrium_sets import random_game as random_stochastic
from tests.engine.concessions.test_subgame_perfect_against_the_rules import random_game

if TYPE_CHECKING:
    from sim.types import Pair

F = Fraction
IDS = ("us", "nk")
AIMS = [Aim("best", 0), Aim("best", 1), Aim("worst", 0), Aim("worst", 1), Aim("best-sum")]

Played = tuple["Pair", tuple[bool, ...]]
"""What an equilibrium pays, and whether the agreement is complete at the end of each round that is left."""


def compiled(data: dict[str, Any]) -> StochasticGame | None:
    try:
        game = compile_scenario(load("random", text=json.dumps(data)))
    except ScenarioError:
        return None
    assert isinstance(game, StochasticGame)
    return game


def small_talks(seed: int, moves: str) -> StochasticGame | None:
    """Talks of one step or two with something to gain and a breakdown to fear, so that many have several equilibria."""
    draw = random.Random(seed)

    def ladder(own: str, other: str, size: int) -> list[dict[str, Any]]:
        return [
            {
                "id": f"s{k}",
                "effect": {own: -draw.choice([0, 1, 2]), other: draw.choice([1, 2, 3])},
                "reversible": draw.random() < 0.3,
            }
            for k in range(size)
        ]

    data = random_game(draw, moves) | {
        "horizon": 2,
        "players": {p: {"patience": draw.choice([0.5, 0.8, 0.9])} for p in IDS},
        "status_quo": {"us": 0, "nk": 0},
        "concessions": {"us": ladder("us", "nk", 1), "nk": ladder("nk", "us", draw.randint(0, 1))},
        "agreement": {p: draw.choice([0, 0, 1]) for p in IDS},
        "breakdown": {"payoff": {p: -draw.randint(0, 4) for p in IDS}, "hazard": draw.choice([0, 0, 0.5])},
        "actions": ["concede", "hold_out", "walk_away", *draw.choice([[], ["renege"]])],
    }
    return compiled(data)


def pure_equilibria(game: StochasticGame, round_: int = 0, phase_number: int = 0, node: int = 0) -> set[Played]:
    """All equilibria in pure actions without lots, by trying every continuation after every pair of actions."""
    phases = game.phases(round_)
    phase, label = phases[phase_number], phases[phase_number].nodes[node]
    following = (round_, phase_number + 1) if phase_number + 1 < len(phases) else (round_ + 1, 0)
    cells = [(i, j, o) for i, line in enumerate(label.cells) for j, o in enumerate(line)]
    options: list[list[Played]] = []
    for _, _, o in cells:
        outcome = phase.outcomes[o]
        left = game.rounds - round_
        after: set[Played]
        if outcome.successor == BROKEN or outcome.risk == 1:
            after = {(outcome.ended, (False,) * (left - phase.closes_round))}
        elif following[0] == game.rounds:
            after = {(game.final[outcome.successor], ())}
        else:
            after = pure_equilibria(game, *following, outcome.successor)
        if phase.closes_round:
            stands = outcome.successor != BROKEN and game.states[outcome.successor].complete
            after = {(_now(game, outcome, later), (stands, *course)) for later, course in after}
        options.append(sorted(after))
    found = set()
    for follows in product(*options):
        table = {(i, j): played for (i, j, _), played in zip(cells, follows, strict=True)}
        for (i, j), played in table.items():
            others = [(0, (a, j)) for a in range(len(label.cells))] + [(1, (i, b)) for b in range(len(label.cells[0]))]
            if all(table[pair][0][p] <= played[0][p] for p, pair in others):
                found.add(played)
    return found


def _now(game: StochasticGame, outcome: Outcome, later: Pair) -> Pair:
    one, two = (
        (1 - d) * r + d * ((1 - outcome.risk) * v + outcome.risk * b)
        for d, r, v, b in zip(game.discount, outcome.reward, later, outcome.ended, strict=True)
    )
    return one, two


def best_replies(profile: PlannedProfile) -> tuple[list[float], list[float]]:
    """What the profile pays each player at the start, and what its best strategy against the other's would pay.

    A programme of its own, over the branches of the profile, so that a gain is found however many deviations it takes.
    """
    game = profile.game
    after = {p: {k: (float(v[p]), float(v[p])) for k, v in enumerate(game.final)} for p in (0, 1)}
    for t in reversed(range(game.rounds)):
        for number in reversed(range(len(game.phases(t)))):
            phase, here = game.phases(t)[number], {p: {} for p in (0, 1)}  # type: ignore[var-annotated]
            for node in profile.reached[t][number].nonzero()[0].tolist():
                label, layer = phase.nodes[node], profile.layers[t][number]
                for p in (0, 1):
                    own, other = (layer.row, layer.column)[p][node], (layer.column, layer.row)[p][node]
                    worth = [[0.0, 0.0] for _ in label.actions[p]]
                    for i, j in product(range(len(label.cells)), range(len(label.cells[0]))):
                        mine, theirs = (i, j) if p == 0 else (j, i)
                        outcome = phase.outcomes[label.cells[i][j]]
                        drawn = layer.lots.get((node, i, j), ((outcome, 1.0),))
                        for to, chance in drawn:
                            for k in (0, 1):
                                later = float(to.ended[p])
                                if to.successor != BROKEN and to.risk != 1:
                                    later = after[p][to.successor][k]
                                    if phase.closes_round:
                                        later = float(1 - to.risk) * later + float(to.risk * to.ended[p])
                                if phase.closes_round:
                                    d = float(game.discount[p])
                                    later = (1 - d) * float(to.reward[p]) + d * later
                                worth[mine][k] += float(other[theirs]) * chance * later
                    kept = sum(float(own[a]) * both[0] for a, both in enumerate(worth))
                    here[p][node] = kept, max(both[1] for both in worth)
            after = here
    return [after[p][0][0] for p in (0, 1)], [after[p][0][1] for p in (0, 1)]


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize("seed", range(15))
def test_aims_go_at_least_as_far_as_every_pure_equilibrium_of_brute_force(seed: int, moves: str) -> None:
    game = small_talks(seed, moves)
    if game is None:
        return
    brute = [payoffs for payoffs, _ in pure_equilibria(game)]
    polygon = inner_sets(game, LIMIT).payoffs
    assert all(holds(polygon, payoffs) for payoffs in brute)
    for player in (0, 1):
        most, least = (solve_corner(game, Aim(kind, player)).payoffs[player] for kind in ("best", "worst"))  # type: ignore[arg-type]
        assert all(least <= payoffs[player] <= most for payoffs in brute)
    highest = sum(solve_corner(game, Aim("best-sum")).payoffs)
    assert all(sum(payoffs) <= highest for payoffs in brute)


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize("seed", range(15))
def test_no_pure_equilibrium_of_brute_force_has_a_kept_deal_before_the_earliest(seed: int, moves: str) -> None:
    game = small_talks(seed, moves)
    if game is None:
        return
    courses = [course for _, course in pure_equilibria(game) if course[-1]]
    kept = [len(course) - course[::-1].index(False) if False in course else 0 for course in courses]
    try:
        found = solve_corner(game, Aim("earliest-deal"))
    except AskError:
        assert not courses
        return
    rounds = [r.after is not None and found.game.states[r.after].complete for r in found.outcome.rounds]
    if found.outcome.kind == "agreement":
        first = len(rounds) - rounds[::-1].index(False) if False in rounds else 0
        assert all(first <= other for other in kept)
    # Play ends with the agreement complete, or by chance, and in no other way.
    assert {ending.kind for ending in found.endings} <= {"agreement", "hazard"}


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize("seed", range(40, 46))
def test_corners_pay_what_they_say_and_no_strategy_pays_a_player_more(seed: int, moves: str) -> None:
    draw = random.Random(seed)
    game = compiled(random_game(draw, moves) | {"horizon": draw.randint(2, 4)})
    if game is None:
        return
    for corner in solve_corners(game, None).corners:
        told = corner.solution
        kept, best = best_replies(told.profile)
        assert kept == pytest.approx(told.values, abs=1e-9)
        assert best == pytest.approx(told.values, abs=1e-9)
        assert sum(ending.chance for ending in told.endings) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(20))
def test_corners_of_any_stochastic_game_are_attained(seed: int) -> None:
    """Games in which whatever leads to whatever, so that lots and mixing at nodes without pure equilibria turn up."""
    game = random_stochastic(seed, horizon=3, actions=(2, 3))
    for corner in solve_corners(game, None).corners:
        kept, best = best_replies(corner.solution.profile)
        assert kept == pytest.approx(corner.solution.values, abs=1e-9)
        assert best == pytest.approx(corner.solution.values, abs=1e-9)


def test_the_replay_finds_plans_that_are_no_equilibria_or_pay_something_else() -> None:
    game = compiled(THREAT)
    assert game is not None
    sets = inner_sets(game, LIMIT)
    plan = Planner(sets).plan((F(1), F(1)), LIMIT)
    assert faults_of_plan(game, plan) == []
    (start,), second = plan.layers
    one, two = start.strategies
    for changed, fault in (
        (replace(start, worth=(F(2), F(1))), "worth 0 0"),
        (replace(start, strategies=((*one[1:], one[0]), two)), "worth 0 0"),
        (replace(start, strategies=((F(1), F(1), F(-1)), two)), "strategy 0 0"),
        # Whoever holds out is answered as if it had conceded: then holding out once pays.
        (replace(start, then=dict.fromkeys(start.then, ((0, F(1)),))), "strategy 0 0"),
    ):
        assert fault in faults_of_plan(game, replace(plan, layers=((changed,), second)))
    walks = next(k for k, post in enumerate(second) if post.worth == (-9, -9))
    kind = replace(second[walks], worth=(F(0), F(0)))
    assert f"worth 1 {walks}" in faults_of_plan(
        game, replace(plan, layers=((start,), (*second[:walks], kind, *second[walks + 1 :])))
    )


THREAT: dict[str, Any] = {
    "format": 1,
    "title": "threat",
    "players": {"us": {"patience": 0.9}, "nk": {"patience": 0.9}},
    "status_quo": {"us": 0, "nk": 0},
    "concessions": {
        "us": [{"id": "a", "effect": {"us": -1, "nk": 2}}],
        "nk": [{"id": "b", "effect": {"us": 2, "nk": -1}}],
    },
    "breakdown": {"payoff": {"us": -9, "nk": -9}},
    "actions": ["concede", "hold_out", "walk_away"],
    "horizon": 2,
}


def test_a_worse_end_holds_a_deal_that_no_single_rule_plays() -> None:
    # Benoit and Krishna (1985): with two equilibria in the last round the better one rewards what pays nobody in the
    # round before. Walking away (-9 for both) is an equilibrium of every simultaneous round and the punishment here.
    game = compiled(THREAT)
    assert game is not None
    # The rule's answer: nobody concedes, for conceding costs 1 per round for ever and no rule punishes holding out.
    assert solve_stochastic(game).values == (0, 0)
    # Both concede at once: with both steps standing each gets 2 - 1 for ever.
    assert solve_corner(game, Aim("best-sum")).payoffs == (1, 1)
    assert solve_corner(game, Aim("worst", 0)).payoffs == (-9, -9)
    # In the first round, the earliest that there is.
    assert solve_corner(game, Aim("earliest-deal")).outcome.first_made == 0


def test_without_a_threat_no_deal_is_certain_and_the_earliest_one_is_refused() -> None:
    # In the one round left conceding costs 1 for ever, whatever the other does.
    game = compiled(THREAT | {"horizon": 1, "actions": ["concede", "hold_out"]})
    assert game is not None
    with pytest.raises(AskError, match="none was found"):
        solve_corner(game, Aim("earliest-deal"))
    assert solve_corner(game, Aim("best-sum")).complete


def test_corners_keep_their_numbers_and_a_list_that_is_not_so_long_says_so() -> None:
    game = compiled(THREAT)
    assert game is not None
    listed = solve_corners(game).corners
    assert [corner.number for corner in listed] == list(range(1, len(listed) + 1))
    for corner in listed:
        assert solve_corner(game, Aim("corner", number=corner.number)).payoffs == corner.solution.payoffs
    with pytest.raises(AskError, match=f"{len(listed)} corners"):
        solve_corner(game, Aim("corner", number=len(listed) + 1))


def test_the_search_ends_when_the_time_is_up() -> None:
    game = compile_scenario(load("stalled"))
    assert isinstance(game, StochasticGame)
    for solve in (solve_corners, lambda game, limit: solve_corner(game, Aim("best-sum"), limit)):
        with pytest.raises(TimeLimitError):
            solve(game, 0.0)


def test_corners_are_listed_where_the_set_from_outside_is_not_found_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are known without it; that nothing lies beyond them is not."""
    game = compiled(THREAT)
    assert game is not None
    in_full = solve_corners(game)

    def too_long(*_: object) -> None:
        raise TimeLimitError

    monkeypatch.setattr("sim.engine.concessions.corner_play.corners.every_subgame_perfect", too_long)
    found = solve_corners(game)
    assert [c.solution.payoffs for c in found.corners] == [c.solution.payoffs for c in in_full.corners]
    assert (found.outer, found.with_deal_bounds, found.without_deal_bounds) == (None, None, None)
    assert not found.complete
    # Both concede in one equilibrium and in another both walk away: possible, whatever mixing adds.
    assert found.agreement.verdict.deal == POSSIBLE
    assert found.agreement.verdict.lacks == "time"


def test_aims_have_names_of_their_own() -> None:
    assert parse_aim("best:nk", IDS) == Aim("best", 1)
    assert parse_aim("corner:3", IDS) == Aim("corner", number=3)
    assert [parse_aim(name, IDS) for name in ("first-best:us", "payoff-dominant", "welfare", "best")] == [None] * 4
    for aim in (*AIMS, Aim("earliest-deal"), Aim("corner", number=12)):
        assert parse_aim(aim.named(IDS), IDS) == aim
        with pytest.raises(AskError, match="whole game"):
            parse_rule(aim.named(IDS), IDS)
    for wrong in ("best:cn", "worst:", "corner:0", "corner:x", "corner:1.5"):
        with pytest.raises(AskError):
            parse_aim(wrong, IDS)


def test_ties_are_broken_by_names_and_not_by_the_order_in_which_players_are_written() -> None:
    polygon = ((F(0), F(2)), (F(2), F(0)))
    assert chosen(Aim("best-sum"), polygon, ("a", "b")) == (2, 0)
    assert chosen(Aim("best-sum"), polygon, ("b", "a")) == (0, 2)
    # Of those that are as good for one player, the best is the best for the other, and the worst the worst.
    square = ((F(0), F(0)), (F(1), F(0)), (F(1), F(1)), (F(0), F(1)))
    assert chosen(Aim("best", 0), square, ("a", "b")) == (1, 1)
    assert chosen(Aim("worst", 0), square, ("a", "b")) == (0, 0)
