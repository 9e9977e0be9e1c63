"""Backward induction: small games solved by hand, and answers that must not hang on how a game is written."""

import itertools
import random
from fractions import Fraction

import pytest

from sim.engine.concessions.subgame_perfect.backward_induction import subgame_perfect
from sim.engine.concessions.subgame_perfect.solution import PerfectSolution, solve_stochastic
from sim.engine.selection import Reason, Rule, parse_rule, select
from sim.games import compile_scenario
from sim.scenario.load import load

F = Fraction


def scenario(**changes: object) -> str:
    fields: dict[str, object] = {
        "players": "{us: {patience: 0.9}, nk: {patience: 0.8}}",
        "status_quo": "{us: 0, nk: 0}",
        "concessions": "{us: [{id: a, effect: {us: -1, nk: 3}}], nk: [{id: b, effect: {us: 3, nk: -1}}]}",
        "breakdown": "{payoff: {us: -2, nk: -2}, hazard: 0}",
        "actions": "[concede, hold_out]",
        "horizon": 1,
    }
    fields |= changes
    return "format: 1\ntitle: test\n" + "\n".join(f"{key}: {value}" for key, value in fields.items())


def solve(text: str, rule: Rule | None = None) -> PerfectSolution:
    return solve_stochastic(compile_scenario(load("test", text=text)), rule)  # type: ignore[arg-type]


def test_without_a_bonus_the_last_costly_step_is_never_taken_and_so_none_is() -> None:
    # A prisoner's dilemma in every round: conceding costs 1 for ever whatever the other does (backward induction).
    for horizon in (1, 2, 7):
        solution = solve(scenario(horizon=horizon))
        assert solution.values == (0.0, 0.0)
        assert solution.complete


def test_a_bonus_above_the_cost_of_the_last_step_completes_the_agreement_in_one_round() -> None:
    # (concede, concede) pays -1 + 3 + 2 each; alone conceding pays -1: a stag hunt, the best equilibrium is taken.
    solution = solve(scenario(agreement="{us: 2, nk: 2}"))
    assert solution.values == (4.0, 4.0)
    assert [t.action for t in solution.path[0].turns] == ["concede", "concede"]
    (choice,) = solution.on_path
    # Both hold out; both concede; and each concedes with chance 1/2, where conceding pays -p(-1..) the same as waiting.
    assert choice.count == 3
    assert choice.reason == Reason.PAYOFF_DOMINANT


def test_in_a_stag_hunt_the_mixed_equilibrium_makes_both_indifferent() -> None:
    # Conceding against chance q: q * 4 - (1 - q); holding out: 3q. Equal at q = 1/2.
    solution = solve(scenario(agreement="{us: 2, nk: 2}"))
    mixed = [e for e in solution.on_path[0].others if not e.pure]
    assert [e.strategies for e in mixed] == [((F(1, 2), F(1, 2)), (F(1, 2), F(1, 2)))]
    assert [e.payoffs for e in mixed] == [(F(3, 2), F(3, 2))]


def test_a_breakdown_after_a_stalled_last_round_is_weighed_with_its_chance() -> None:
    # Nobody has a step worth taking: value = (1 - d) * 0 + d * h * (-2), for d = 0.9 and 0.8 and h = 1/4.
    solution = solve(scenario(breakdown="{payoff: {us: -2, nk: -2}, hazard: 0.25}", horizon=1))
    assert solution.values == pytest.approx((-0.45, -0.4), abs=1e-15)
    assert {e.kind: e.chance for e in solution.endings} == {"unfinished": 0.75, "hazard": 0.25}


def test_with_the_status_quo_worse_than_a_breakdown_somebody_walks_away_at_once() -> None:
    solution = solve(scenario(status_quo="{us: -5, nk: -5}", actions="[hold_out, walk_away]"))
    assert solution.values == (-2.0, -2.0)
    assert solution.path[0].breaks == "walk_away"


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
def test_swapping_the_players_swaps_the_answer(moves: str) -> None:
    draw = random.Random(3)
    for _ in range(25):
        one, two, own, other = random_sides(draw)
        straight = solve(both(("us", one, own), ("nk", two, other), moves))
        turned = solve(both(("nk", two, other), ("us", one, own), moves))
        assert turned.values[::-1] == pytest.approx(straight.values, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_the_order_in_which_actions_are_listed_changes_no_value(seed: int) -> None:
    actions = ["concede", "hold_out", "walk_away", "renege"]
    one, two, own, other = random_sides(random.Random(seed))
    base = both(("us", one, own), ("nk", two, other), "simultaneous", horizon=20)
    values = solve(base).values
    assert str(actions).replace("'", "") in base
    for order in list(itertools.permutations(actions))[5::5]:
        listed = base.replace(str(actions).replace("'", ""), f"[{', '.join(order)}]")
        assert solve(listed).values == pytest.approx(values, abs=1e-9)


def random_sides(draw: random.Random) -> tuple[str, str, int, int]:
    """Two ladders of small integers, so that ties abound, and the status quo of each."""

    def ladder(player: str, other: str) -> str:
        steps = (
            f"{{id: s{k}, reversible: {draw.choice(['true', 'false'])}, "
            f"effect: {{{player}: {draw.randint(-2, 0)}, {other}: {draw.randint(0, 3)}}}}}"
            for k in range(draw.randint(1, 2))
        )
        return f"[{', '.join(steps)}]"

    return ladder("us", "nk"), ladder("nk", "us"), draw.randint(-2, 0), draw.randint(-2, 0)


def both(first: tuple[str, str, int], second: tuple[str, str, int], moves: str, horizon: int = 5) -> str:
    patience = {"us": "0.9", "nk": "0.75"}
    sides = (first, second)
    return scenario(
        players="{" + ", ".join(f"{p}: {{patience: {patience[p]}}}" for p, _, _ in sides) + "}",
        status_quo="{" + ", ".join(f"{p}: {quo}" for p, _, quo in sides) + "}",
        concessions="{" + ", ".join(f"{p}: {ladder}" for p, ladder, _ in sides) + "}",
        agreement="{us: 1, nk: 1}",
        breakdown="{payoff: {us: -1.5, nk: -2}, hazard: 0.125}",
        actions="[concede, hold_out, walk_away, renege]",
        moves=moves,
        first="nk",
        horizon=horizon,
    )


def test_every_comparison_of_tied_integers_is_certified() -> None:
    draw = random.Random(5)
    for _ in range(10):
        one, two, own, other = random_sides(draw)
        solution = solve(both(("us", one, own), ("nk", two, other), "simultaneous", horizon=12))
        assert max(solution.regret) <= 1e-9


def test_one_third_added_up_in_floats_does_not_decide_a_tie() -> None:
    # 0.1 + 0.2 - 0.3 is 0 in decimals and 5.6e-17 in floats; holding out must not win or lose by it.
    steps = "{us: [{id: a, effect: {us: 0.1}}, {id: b, effect: {us: 0.2}}, {id: c, effect: {us: -0.3, nk: 1}}], nk: []}"
    solution = solve(scenario(concessions=steps, horizon=3))
    assert [r.turns[0].action for r in solution.path] == ["concede", "concede", "hold_out"]
    tied = solve(
        scenario(concessions=steps.replace("c, effect: {us: -0.3", "c, effect: {us: 0.1 + 0.2 - 0.3"), horizon=3)
    )
    # Indifferent about the last step, the mover is given the equilibrium that is best for the other side.
    assert tied.path[2].turns[0].action == "concede"
    assert tied.path[2].turns[0].loss == 0


@pytest.mark.parametrize(
    ("payoffs", "picked", "reason"),
    [
        ([(1, 1), (2, 2), (2, 1)], 1, Reason.PAYOFF_DOMINANT),
        ([(3, 0), (1, 1), (0, 2)], 0, Reason.RELATIVE_WELFARE),
        ([(3, 0), (0, 3)], 1, Reason.ORDER),
        ([(3, 0)], 0, Reason.ONLY),
    ],
)
def test_the_rule_takes_dominance_then_welfare_then_the_stated_order(
    payoffs: list[tuple[int, int]], picked: int, reason: Reason
) -> None:
    pairs = [(F(a), F(b)) for a, b in payoffs]
    keys = [(F(k),) for k in range(len(pairs))]
    assert select(pairs, keys, Rule()) == (picked, reason)


def test_a_rule_can_favour_a_player() -> None:
    rule = parse_rule("first-best:nk", ("us", "nk"))
    assert select([(F(3), F(0)), (F(0), F(1))], [(F(1),), (F(0),)], rule) == (1, Reason.FAVOURED)
    with pytest.raises(ValueError, match="first-best:us, first-best:nk"):
        parse_rule("best", ("us", "nk"))


def test_a_bundled_scenario_is_solved_the_same_from_any_start_of_its_rounds() -> None:
    # Subgame perfection: from round t on the profile is the solution of the game that starts there (Selten 1965).
    game = compile_scenario(load("action-at-once"))
    short = compile_scenario(
        load("action-at-once", text=load("action-at-once").text.replace("horizon: 12", "horizon: 5"))
    )
    whole, rest = subgame_perfect(game), subgame_perfect(short)  # type: ignore[arg-type]
    for t in range(5):
        reached = rest.reached[t][0]
        late = whole.layers[t + 7][0].values[reached]
        assert late == pytest.approx(rest.layers[t][0].values[reached], abs=1e-12)


def test_a_leader_who_can_only_walk_away_leaves_the_follower_nothing_to_decide() -> None:
    steps = "{us: [{id: a, after: [nk.b], effect: {us: 1}}], nk: [{id: b, effect: {us: 1}}]}"
    solution = solve(scenario(concessions=steps, actions="[concede, walk_away]", moves="sequential", first="us"))
    assert solution.values == (-2.0, -2.0)


def test_two_equilibria_that_nearly_coincide_are_told_apart() -> None:
    # Both concede: 1 - 1 + 4 - e + 1 + e each; the mixed equilibrium lies within 1e-8 of it.
    give = "3.99999999"
    solution = solve(
        scenario(
            players="{us: {patience: 0.5}, nk: {patience: 0.5}}",
            status_quo="{us: 1, nk: 1}",
            concessions=(
                f"{{us: [{{id: a, effect: {{us: -1, nk: {give}}}}}], nk: [{{id: b, effect: {{us: {give}, nk: -1}}}}]}}"
            ),
            agreement="{us: 1.00000001, nk: 1.00000001}",
        )
    )
    assert solution.values == pytest.approx((5.0, 5.0))
    assert [len(c.others) for c in solution.on_path] == [2]


def test_after_a_certain_breakdown_no_decision_point_is_counted() -> None:
    # Holding out ends the talks with certainty: of round 1 only what follows a step is reached.
    solution = solve(scenario(breakdown="{payoff: {us: -2, nk: -2}, hazard: 1}", horizon=2))
    assert solution.decisions == 1 + 3


def test_very_patient_players_are_solved_in_floats() -> None:
    patience = "{us: {patience: 0.9999999999}, nk: {patience: 0.9999999999}}"
    solution = solve(scenario(players=patience, agreement="{us: 2, nk: 2}", horizon=60))
    assert solution.values == pytest.approx((4.0, 4.0))
    assert solution.certified


def test_the_course_goes_on_where_that_is_likelier_than_a_breakdown() -> None:
    still = {"actions": "[hold_out]", "horizon": 6}
    solution = solve(scenario(breakdown="{payoff: {us: -2, nk: -2}, hazard: 0.3}", **still))
    assert len(solution.path) == 6
    assert solution.path_chance == pytest.approx(0.7**6)
    kinds = {e.kind: e.chance for e in solution.endings}
    assert kinds == pytest.approx({"unfinished": 0.7**6, "hazard": 1 - 0.7**6})
    ends = solve(scenario(breakdown="{payoff: {us: -2, nk: -2}, hazard: 0.6}", **still)).path
    assert [r.breaks for r in ends] == ["hazard"]
