"""Equilibria found one at a time by trembles: published results, backward induction, and the check of beliefs."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim.engine.tree.quasi_perfect as engine
from sim.deadline import Deadline
from sim.engine.tree.assessments.certificate import check_assessment
from sim.engine.tree.assessments.nash_outcomes import key_of, outcome_of
from sim.engine.tree.assessments.off_path import OffPathAssessment
from sim.engine.tree.bayes_nash import solve_bayes_nash
from sim.engine.tree.certificate import tree_value
from sim.engine.tree.pbe import solve_pbe
from sim.engine.tree.quasi_perfect import Assessment, limit_shares, quasi_perfect, quasi_perfect_equilibria
from sim.engine.tree.subgame_perfect import tree_perfect
from sim.engine.tree.trembles import Trembling
from sim.errors import TimeLimitError, TreeTooLargeError
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load
from sim.show.shown import story
from tests.engine.tree.large_trees import chain
from tests.engine.tree.test_limits import HUNT, PENNIES
from tests.engine.tree.test_pbe import bundled, tree
from tests.engine.tree.test_sequence_form import Growing, trees

F = Fraction


def found(game: GameTree, tries: int = 8) -> list[Assessment]:
    """What several ways of trembling lead to, each checked against the definition by separate code."""
    assessments = list(quasi_perfect_equilibria(game, Deadline(), tries))
    assert len(assessments) == tries
    assert all(check_assessment(game, a.behaviour, a.beliefs).passed for a in assessments)
    return assessments


def hidden_moves(depth: int, types: int, seed: int) -> GameTree:
    """A type that the first player knows, moves in turns, some of them unseen by the other side."""
    draw, g = Random(seed), Growing()
    hidden = [draw.random() > 0.5 for _ in range(depth)]

    def node(t: int, past: str) -> int:
        if len(past) == depth:
            return g.end(draw.randint(-20, 20), draw.randint(-20, 20))
        player = len(past) % 2
        view = "".join("?" if hidden[k] and k % 2 != player else move for k, move in enumerate(past))
        name = f"{'ab'[player]}{'' if player else t} {view}"
        return g.decision(player, name, {move: node(t, past + move) for move in "lr"})

    g.chance({f"type {t}": (F(1, types), node(t, "")) for t in range(types)})
    return g.game()


def test_in_seltens_horse_the_empty_threat_is_never_found() -> None:
    # Selten 1975, Kreps and Wilson 1982: no belief makes refusing best.
    game = bundled("seltens-horse")
    assert {tree_value(game, a.behaviour) for a in found(game)} == {(4, 3)}


@pytest.mark.parametrize("strong", ["0.9", "0.6", "0.4", "0.1"])
def test_with_beer_and_quiche_what_trembles_lead_to_is_in_the_list_of_all(strong: str) -> None:
    # Cho and Kreps 1987
    game = bundled("beer-quiche", strong=strong)
    listed = solve_pbe(game)
    assert listed.complete
    assert {tree_value(game, a.behaviour) for a in found(game)} <= {e.payoffs for e in listed.equilibria}


def test_an_equilibrium_in_a_weakly_dominated_strategy_is_not_found() -> None:
    # Selten 1975: (bottom, right) is a Nash equilibrium that no tremble leaves standing (van Damme 1984).
    game = tree(
        "{player: a, infoset: one, actions: {"
        "top: {player: b, infoset: two, actions: {left: {payoffs: [1, 1]}, right: {payoffs: [0, 0]}}}, "
        "bottom: {player: b, infoset: two, actions: {left: {payoffs: [0, 0]}, right: {payoffs: [0, 0]}}}}}"
    )
    assert len(solve_bayes_nash(game).equilibria) == 2
    assert {tree_value(game, a.behaviour) for a in found(game)} == {(1, 1)}


@pytest.mark.parametrize("strong", ["0", "1"])
def test_sets_that_chance_rules_out_get_choices_and_beliefs_that_pass_the_check(strong: str) -> None:
    game = bundled("beer-quiche", strong=strong)
    unseen = "is weak" if strong == "1" else "is strong"
    for assessment in found(game):
        # At a set of one node the choice is best at what the bully does, whether chance gets there or not.
        assert assessment.beliefs[unseen] == (1,)


def test_several_ways_of_trembling_find_several_equilibria() -> None:
    game = tree(
        "{player: a, infoset: one, actions: {"
        "opera: {player: b, infoset: two, actions: {opera: {payoffs: [2, 1]}, fight: {payoffs: [0, 0]}}}, "
        "fight: {player: b, infoset: two, actions: {opera: {payoffs: [0, 0]}, fight: {payoffs: [1, 2]}}}}}"
    )
    assert {(2, 1), (1, 2)} <= {tree_value(game, a.behaviour) for a in found(game, 12)}


@st.composite
def perfect_information(draw: st.DrawFn) -> GameTree:
    """A tree in which everything is seen and no player gets the same at two ends."""
    g, count = Growing(), [0]
    pays = [draw(st.permutations(range(40))) for _ in (0, 1)]

    def node(depth: int) -> int:
        count[0] += 1
        if depth == 0 or (depth < 3 and draw(st.booleans())):
            return g.end(pays[0][count[0]], pays[1][count[0]])
        name = str(count[0])
        return g.decision(draw(st.integers(0, 1)), name, {a: node(depth - 1) for a in "xyz"[: draw(st.integers(2, 3))]})

    node(3)
    return g.game()


@settings(max_examples=40, deadline=None)
@given(perfect_information(), st.booleans())
def test_where_everything_is_seen_it_is_backward_induction_at_every_node(game: GameTree, whole: bool) -> None:
    # Zermelo 1913, Kuhn 1953: with no ties there is one subgame-perfect equilibrium, and quasi-perfect ones are that.
    with pytest.MonkeyPatch.context() as patch:
        for bound in ("SMALL", "LARGEST_EXACT"):
            patch.setattr(engine, bound, 10**6 if whole else 0)
        assessment = quasi_perfect(Trembling(game), Deadline())
    assert assessment is not None
    value = [node.payoffs for node in game.nodes]
    for k in reversed(range(len(game.nodes))):
        node = game.nodes[k]
        if node.player is not None:
            best = max(range(len(node.children)), key=lambda a: value[node.children[a]][node.player or 0])
            value[k] = value[node.children[best]]
            assert assessment.behaviour[node.player][node.infoset][node.actions[best]] == 1


@settings(max_examples=30, deadline=None)
@given(trees())
def test_trembles_of_every_kind_lead_to_perfect_bayesian_equilibria(game: GameTree) -> None:
    # Miltersen and Sorensen 2010: quasi-perfect, hence sequential (Kreps and Wilson 1982).
    found(game, 3)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_tree_with_two_thousand_nodes_is_solved_and_every_set_passes_the_check(seed: int) -> None:
    game = hidden_moves(8, 4, seed)
    assert len(game.nodes) > 2000
    assert len(game.infosets) > 130
    (assessment,) = found(game, 1)
    assert set(assessment.beliefs) == set(game.infosets)


def test_shares_in_the_limit_are_those_of_the_lowest_terms() -> None:
    # e^2 + e^3, 3 e^2 and e^3 are to each other as 1, 3 and 0 when e is small.
    lines = [(F(0), F(1), F(1)), (F(0), F(3), F(0)), (F(0), F(0), F(1))]
    assert limit_shares(lines) == (F(1, 4), F(3, 4), 0)
    assert limit_shares([(F(0),), (F(0),)]) == (F(1, 2), F(1, 2))


def test_the_same_seed_finds_the_same() -> None:
    game = bundled("beer-quiche", strong="0.6")
    one, two = (list(quasi_perfect_equilibria(game, Deadline(), 6, seed=3)) for _ in (0, 1))
    assert one == two


@pytest.mark.parametrize("concept", ["pbe", "bayes-nash"])
def test_beyond_the_strategic_form_the_solvers_find_them_one_at_a_time_and_say_so(
    concept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = bundled("beer-quiche", strong="0.6")
    solve = {"pbe": solve_pbe, "bayes-nash": solve_bayes_nash}[concept]
    listed = {e.payoffs for e in solve(game).equilibria}
    monkeypatch.setattr("sim.engine.tree.reduced_form.MAX_STRATEGIES", 1)
    solution = solve(game)
    assert solution.equilibria
    assert {e.payoffs for e in solution.equilibria} <= listed
    assert (solution.method, solution.complete, solution.checked, solution.certified) == (
        "trembles",
        False,
        True,
        False,
    )
    keys = [key_of(outcome_of(e.profile)) for e in solution.equilibria]
    assert len(set(keys)) == len(keys)
    told = " ".join(story(load("beer-quiche", {"strong": "0.6"}), solution).split())
    assert "found one at a time" in told
    assert "There may be others." in told
    assert "proven complete" not in told


def test_trembles_settle_what_the_search_off_the_path_leaves_open(monkeypatch: pytest.MonkeyPatch) -> None:
    game = bundled("beer-quiche", strong="0.1")
    (known,) = solve_pbe(game).equilibria
    monkeypatch.setattr(
        "sim.engine.tree.assessments.nash_outcomes._fill",
        lambda outcome, deadline: OffPathAssessment(None, proven=False),
    )
    solution = solve_pbe(game)
    assert [e.payoffs for e in solution.equilibria] == [known.payoffs]
    assert (solution.method, solution.checked) == ("both", True)
    assert solution.complete == (solution.undecided == 0)


def test_a_search_that_takes_too_long_leaves_the_rest_of_the_time_to_trembles(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(game: GameTree, deadline: Deadline) -> None:
        raise TimeLimitError("stopped")

    monkeypatch.setattr("sim.engine.tree.pbe.search_outcomes", slow)
    solution = solve_pbe(bundled("seltens-horse"))
    assert [e.payoffs for e in solution.equilibria] == [(4, 3)]
    assert (solution.method, solution.complete) == ("trembles", False)


def test_a_tree_beyond_both_ways_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.engine.tree.reduced_form.MAX_STRATEGIES", 1)
    monkeypatch.setattr(engine, "LARGEST", 3)
    with pytest.raises(TreeTooLargeError, match="make the game smaller; nor was an equilibrium found one at a time"):
        solve_pbe(bundled("beer-quiche"))


def test_a_tree_of_many_subgames_beyond_the_size_of_one_has_an_equilibrium_put_together_from_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Selten (1965): what is an equilibrium in each subgame is one of the whole; the check of the whole says so."""
    monkeypatch.setattr("sim.engine.tree.reduced_form.MAX_STRATEGIES", 1)
    monkeypatch.setattr("sim.engine.tree.assessments.tremble_limits.LARGEST", 4)
    half = "{{chance: {{l: {{probability: 1/2, then: {0}}}, r: {{probability: 1/2, then: {1}}}}}}}"
    game = tree(half.format(PENNIES.format("l"), HUNT.format("r")))
    solution = solve_pbe(game)
    assert solution.method == "trembles"
    assert solution.checked
    assert not solution.certified
    (e,) = solution.equilibria
    assert set(e.behaviour[0]["la"].values()) == {F(1, 2)}  # matching pennies has no other (von Neumann 1928)
    assert e.payoffs in {(F(2), F(2)), (F(3, 2), F(3, 2))}  # the hunt pays 4 or 3 to both where nobody errs


def test_thousands_of_subgames_take_no_longer_than_their_nodes() -> None:
    """A chain of 1,500 moves, each known: one perfect Bayesian equilibrium, which is what looking ahead finds."""
    game = chain(1500)
    found = solve_pbe(game, 30.0)
    assert found.checked
    assert [e.payoffs for e in found.equilibria] == [e.payoffs for e in tree_perfect(game).equilibria]
