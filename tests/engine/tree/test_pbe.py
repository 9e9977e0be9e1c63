"""Perfect Bayesian equilibria: published results, and a check that can fail."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.tree.assessments.certificate import check_assessment
from sim.engine.tree.assessments.signalling import Objection, class_of, intuitive_objection, is_signalling
from sim.engine.tree.bayes_nash import solve_bayes_nash
from sim.engine.tree.pbe import solve_pbe
from sim.engine.tree.solution import BayesSolution
from sim.exact.simplex import maximise, middle
from sim.games.tree.game_tree import GameTree
from tests.engine.textbook import solved
from tests.engine.tree.trees import bundled, tree

F = Fraction


def checked(game: GameTree) -> BayesSolution:
    solution = solve_pbe(game)
    assert all(check_assessment(game, e.behaviour, e.beliefs).passed for e in solution.equilibria)
    return solution


def test_with_a_strong_stranger_both_poolings_are_equilibria_and_the_intuitive_criterion_keeps_beer() -> None:
    # Cho and Kreps 1987: a weak stranger who has quiche and is left alone (3) cannot gain by beer (at most 2), a strong
    # one who has quiche (2) gains by beer (3) if the bully understands.
    game = bundled("beer-quiche")
    solution = checked(game)
    assert (solution.complete, solution.rejected, len(solution.equilibria)) == (True, 0, 2)
    assert is_signalling(game)
    kept = {}
    for e in solution.equilibria:
        (breakfast,) = (a for a, p in e.behaviour[0]["is strong"].items() if p)
        assert e.behaviour[0]["is weak"][breakfast] == 1
        assert class_of(game, e) == "pooling"
        kept[breakfast] = intuitive_objection(game, e)
        other = {"beer": "sees quiche", "quiche": "sees beer"}[breakfast]
        assert e.beliefs[other][1] >= F(1, 2)  # the bully must hold the other breakfast for a sign of weakness
    assert kept == {"beer": None, "quiche": Objection("beer", "strong", ("weak",))}


@pytest.mark.parametrize("q", [F(1, 10), F(1, 3), F(2, 5)])
def test_with_a_weak_stranger_the_weak_drink_beer_with_chance_q_over_one_minus_q(q: F) -> None:
    # Cho and Kreps 1987: after beer the bully must be indifferent, so as many weak as strong drink it; a fight after
    # beer with chance 1/2 makes the weak indifferent between 2 (1 - f) and 1.
    game = bundled("beer-quiche", strong=str(q))
    solution = checked(game)
    (e,) = solution.equilibria
    assert solution.complete
    assert e.behaviour[0]["is strong"]["beer"] == 1
    assert e.behaviour[0]["is weak"]["beer"] == q / (1 - q)
    assert e.behaviour[1]["sees beer"]["fight"] == F(1, 2)
    assert class_of(game, e) == "semi-separating"


def test_seltens_horse_for_two_keeps_only_the_equilibrium_without_the_threat() -> None:
    # Selten 1975, Kreps and Wilson 1982: no belief makes refusing best.
    solution = checked(bundled("seltens-horse"))
    assert solution.complete
    assert [e.payoffs for e in solution.equilibria] == [(4, 3)]
    assert solution.rejected == 1


def test_an_empty_threat_is_no_perfect_bayesian_equilibrium() -> None:
    # Selten 1978
    solution = checked(bundled("entry-deterrence"))
    assert ([e.payoffs for e in solution.equilibria], solution.rejected) == ([(2, 2)], 1)


def test_a_mixed_equilibrium_off_the_path_is_found_inside_the_game_that_a_departure_starts() -> None:
    # Staying out pays 1; entering starts matching pennies, whose value 0 no pure choices off the path can support.
    solution = checked(
        tree(
            "{player: a, infoset: door, actions: {out: {payoffs: [1, 0]}, in: {player: a, infoset: coin, actions: {"
            "h: {player: b, infoset: guess, actions: {h: {payoffs: [2, -2]}, t: {payoffs: [-2, 2]}}}, "
            "t: {player: b, infoset: guess, actions: {h: {payoffs: [-2, 2]}, t: {payoffs: [2, -2]}}}}}}}"
        )
    )
    (e,) = solution.equilibria
    assert solution.complete
    assert e.behaviour[1]["guess"] == {"h": F(1, 2), "t": F(1, 2)}
    assert e.beliefs["guess"] == (F(1, 2), F(1, 2))


def test_separating_equilibria_of_job_market_signalling_need_schooling_that_costs_the_less_able_more() -> None:
    # Spence 1973 with two jobs: the good job pays a worker 10, the other 4; schooling costs the able 4 and others c.
    # Separating needs 10 - 4 > 4 > 10 - c. Pooling without it stays: the firm may take schooling for no sign.
    def market(cost: int) -> GameTree:
        def worker(able: int, pay: int) -> str:
            jobs = f"actions: {{good: {{payoffs: [10 - {{c}}, {10 * able}]}}, other: {{payoffs: [4 - {{c}}, 4]}}}}"
            sides = [("school", pay), ("none", 0)]
            ways = ", ".join(f"{m}: {{player: b, infoset: {m}, {jobs.replace('{c}', str(c))}}}" for m, c in sides)
            return f"{{player: a, infoset: able {able}, actions: {{{ways}}}}}"

        able, other = worker(1, 4), worker(0, cost)
        return tree(
            f"{{chance: {{able: {{probability: 1/3, then: {able}}}, not: {{probability: 2/3, then: {other}}}}}}}"
        )

    dear, cheap = market(7), market(5)
    classes = [class_of(dear, e) for e in checked(dear).equilibria]
    assert sorted(map(str, classes)) == ["pooling", "separating"]
    objections = [intuitive_objection(dear, e) for e in checked(dear).equilibria if class_of(dear, e) == "pooling"]
    assert objections == [Objection("school", "able", ("not",))]
    assert "separating" not in [class_of(cheap, e) for e in checked(cheap).equilibria]


@pytest.mark.parametrize("belief", [(F(1), F(0)), (F(2, 3), F(1, 3))])
def test_the_check_refuses_beliefs_at_which_a_threat_is_not_best(belief: tuple[F, F]) -> None:
    game = bundled("beer-quiche")
    e = next(e for e in solve_pbe(game).equilibria if e.behaviour[0]["is strong"]["beer"])
    threat = {**e.behaviour[1], "sees quiche": {"fight": F(1), "leave": F(0)}}
    assert check_assessment(game, (e.behaviour[0], threat), {**e.beliefs, "sees quiche": (F(0), F(1))}).passed
    assert check_assessment(game, (e.behaviour[0], threat), {**e.beliefs, "sees quiche": belief}).regret[1] > 0


def test_the_check_refuses_beliefs_that_break_bayes_rule_on_the_path() -> None:
    game = bundled("beer-quiche")
    e = next(e for e in solve_pbe(game).equilibria if e.behaviour[0]["is strong"]["beer"])
    wrong = {**e.beliefs, "sees beer": (F(4, 5), F(1, 5))}
    assert check_assessment(game, e.behaviour, wrong).faults == ("sees beer",)


def test_bayes_nash_lists_what_the_strategic_form_has_with_beliefs_where_play_gets_to() -> None:
    game = bundled("beer-quiche")
    solution = solve_bayes_nash(game)
    assert solution.complete
    assert solution.checked
    for e in solution.equilibria:
        assert set(e.beliefs) == e.reached


def test_exact_linear_programmes_find_the_best_point_or_say_that_there_is_none() -> None:
    # max x + y with x + 2y <= 4, 3x + y <= 6: the corner (8/5, 6/5)
    rows = [([F(1), F(2)], F(4)), ([F(3), F(1)], F(6))]
    assert maximise([F(1), F(1)], rows, []) == [F(8, 5), F(6, 5)]
    assert maximise([F(1)], [([F(1)], F(-1))], []) is None
    assert middle(2, [], [([F(1), F(1)], F(1))]) == [F(1, 2), F(1, 2)]
    with pytest.raises(ValueError, match="no bound"):
        maximise([F(1)], [], [])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 40).map(lambda k: F(k, 20)), st.sampled_from([F(k, 20) for k in range(1, 20) if k % 5]))
def test_words_that_cost_nothing_tell_something_up_to_a_bias_of_one_half(bias: Fraction, large: Fraction) -> None:
    # Cheap talk: Crawford and Sobel 1982, with two states and three responses; derived in the file.
    uninformed = max(-((a**2) * (1 - large) + (1 - a) ** 2 * large) for a in (F(0), F(1, 2), F(1)))
    payoffs = {e.payoffs[1] for e in solved("cheap-talk", concept="pbe", bias=bias, large=large).equilibria}
    assert uninformed in payoffs
    assert (0 in payoffs) == (bias <= F(1, 2))
    if bias > F(1, 2):
        assert payoffs == {uninformed}
