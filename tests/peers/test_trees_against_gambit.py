"""Game trees against Gambit: its catalogue read, solved and judged, and our files read by it."""

from __future__ import annotations

import io
from collections.abc import Hashable
from fractions import Fraction
from random import Random

import pygambit
import pytest

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.tree.certificate import tree_regret, tree_value
from sim.engine.tree.extreme import behaviour_key, where_own_choices_lead
from sim.engine.tree.nash import tree_nash
from sim.engine.tree.one_equilibrium import one_equilibrium
from sim.engine.tree.pbe import solve_pbe
from sim.engine.tree.subgame_perfect import tree_perfect
from sim.errors import PerfectRecallError
from sim.games import compile_scenario
from sim.games.matrix.strategic_form import StrategicForm
from sim.games.tree.game_tree import GameTree
from sim.scenario.foreign.gambit import from_gambit
from sim.scenario.load import load
from sim.show.gambit import to_efg, to_nfg
from tests.engine.tree.large_trees import poker
from tests.peers.gambit import Behaviour, exact, extreme_equilibria, handed_over, pays, sets, taken_over

F = Fraction


def catalogue() -> list[str]:
    """Two-player games of Gambit's catalogue."""
    names = list(pygambit.catalog.games()["Game"])
    return [name for name in names if len(pygambit.catalog.load(name).players) == 2]


def imported(name: str) -> GameTree | StrategicForm:
    game = pygambit.catalog.load(name)
    text = game.to_efg() if hasattr(game, "get_infosets") else game.to_nfg()
    compiled = compile_scenario(load(name, text=from_gambit(name, text)))
    assert isinstance(compiled, (GameTree, StrategicForm))
    return compiled


def drawn(ours: GameTree, seed: int) -> tuple[Behaviour, Behaviour]:
    """Behaviour strategies that use every action."""
    draw = Random(seed)
    sides: tuple[Behaviour, Behaviour] = ({}, {})
    for own, names in zip(sides, sets(ours), strict=True):
        for name in names:
            weights = {a: draw.randint(1, 9) for a in ours.nodes[ours.infosets[name][0]].actions}
            own[name] = {a: F(w, sum(weights.values())) for a, w in weights.items()}
    return sides


def key_of(ours: GameTree, profile: pygambit.MixedBehaviorProfile) -> Hashable:
    """What a profile of Gambit's does wherever own choices lead."""
    return behaviour_key(where_own_choices_lead(ours, taken_over(ours, profile)))


def extensive(recall: bool) -> list[str]:
    """Two-player game trees of the catalogue, with perfect recall or without."""
    games = {name: pygambit.catalog.load(name) for name in catalogue()}
    trees = [name for name, game in games.items() if isinstance(game, pygambit.ExtensiveGame)]
    return [name for name in trees if games[name].is_perfect_recall == recall]


def test_the_catalogue_has_the_games_that_these_tests_are_about() -> None:
    assert len(extensive(recall=True)) >= 23
    assert extensive(recall=False)


@pytest.mark.parametrize("name", sorted(set(catalogue()) - set(extensive(True)) - set(extensive(False))))
def test_matrix_games_of_the_catalogue_have_gambits_extreme_equilibria(name: str) -> None:
    ours = imported(name)
    assert isinstance(ours, StrategicForm)
    found = bimatrix_equilibria(ours.row, ours.column)
    assert {e.strategies for e in found.equilibria} == extreme_equilibria(ours.row, ours.column)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", extensive(recall=False))
def test_games_of_the_catalogue_in_which_a_player_forgets_are_refused(name: str) -> None:
    ours = imported(name)
    assert isinstance(ours, GameTree)
    with pytest.raises(PerfectRecallError):
        tree_nash(ours)


@pytest.mark.parametrize("name", extensive(recall=True))
def test_payoffs_and_regrets_of_any_behaviour_are_gambits(name: str) -> None:
    """On the same tree, at strategies that use every action and at the first action everywhere: what they pay each
    player, and the most that either could gain, as our certificate and as Gambit count it. So a profile means the same
    on both sides, and a regret of 0 does as well.
    """
    theirs, ours = pygambit.catalog.load(name), imported(name)
    assert isinstance(ours, GameTree)
    for sides in (*(drawn(ours, seed) for seed in range(4)), ({}, {})):
        profile = handed_over(theirs, ours, sides)
        full = taken_over(ours, profile)
        assert all(full[player][n] == at for player in (0, 1) for n, at in sides[player].items())
        assert pays(profile) == tree_value(ours, full)
        assert exact(profile.max_regret()) == max(tree_regret(ours, full))


@pytest.mark.parametrize("name", extensive(recall=True))
def test_every_equilibrium_of_ours_is_one_to_gambit_and_every_one_of_gambits_is_one_to_us(name: str) -> None:
    """Every two-player game tree of the catalogue with perfect recall, in rationals and without exception.

    Ours to Gambit: every extreme Nash equilibrium, the subgame-perfect one and the perfect Bayesian ones, each as a
    behaviour profile on Gambit's tree, have the payoffs that we print, and Gambit finds no gain in them. Gambit's to
    us: all that its enumeration finds (mixed strategies, turned into behaviour by Gambit) and what its complementarity
    problem of the sequence form finds have the same payoffs by our reckoning, and our certificate finds no gain. What
    its list does wherever own choices lead is what ours does, each behaviour once; in zero-sum games all pay the value.
    """
    theirs, ours = pygambit.catalog.load(name), imported(name)
    assert isinstance(ours, GameTree)
    nash, perfect, bayes = tree_nash(ours), tree_perfect(ours), solve_pbe(ours)
    assert nash.complete
    for e in (*nash.equilibria, *perfect.equilibria, *bayes.equilibria):
        profile = handed_over(theirs, ours, e.behaviour)
        assert pays(profile) == e.payoffs
        assert profile.max_regret() == 0
    for e in (*perfect.equilibria, *bayes.equilibria):
        # these say what is done everywhere, so that each information set by itself has no gain either
        assert handed_over(theirs, ours, e.behaviour).agent_max_regret() == 0
    enumerated = [e.as_behavior() for e in pygambit.nash.enummixed_solve(theirs, rational=True).equilibria]
    listed = [behaviour_key(e.behaviour) for e in nash.equilibria]
    assert len(listed) == len(set(listed))
    assert set(listed) == {key_of(ours, profile) for profile in enumerated}
    solved = pygambit.nash.lcp_solve(theirs, rational=True, use_strategic=False).equilibrium
    for profile in (*enumerated, solved):
        sides = taken_over(ours, profile)
        assert tree_value(ours, sides) == pays(profile)
        assert tree_regret(ours, sides) == (0, 0)
    if theirs.is_const_sum:
        assert {pays(solved)} == {e.payoffs for e in (*nash.equilibria, *perfect.equilibria, *bayes.equilibria)}


@pytest.mark.parametrize("name", extensive(recall=True))
def test_the_one_equilibrium_of_a_tree_that_is_not_listed_is_one_to_gambit(name: str) -> None:
    theirs, ours = pygambit.catalog.load(name), imported(name)
    assert isinstance(ours, GameTree)
    assert handed_over(theirs, ours, one_equilibrium(ours, Deadline(10.0))).max_regret() == 0


@pytest.mark.parametrize("bets", [(1,), (1, 2)])
def test_kuhns_poker_is_to_gambit_what_it_is_to_us(bets: tuple[int, ...]) -> None:
    """Ours, by subgames and a linear programme, has no gain to Gambit; Gambit's own value of the tree is ours."""
    text = to_efg(load("entry-deterrence"), poker(3, bets=bets))  # the scenario lends the players' names
    theirs, ours = (
        pygambit.read_efg(io.StringIO(text)),
        compile_scenario(load("poker", text=from_gambit("poker", text))),
    )
    assert isinstance(ours, GameTree)
    profile = handed_over(theirs, ours, one_equilibrium(ours, Deadline(10.0)))
    assert profile.max_regret() == 0
    assert pays(profile) == pays(pygambit.nash.lp_solve(theirs, rational=True, use_strategic=False).equilibrium)


@pytest.mark.parametrize(
    ("name", "theirs", "numbers"),
    [
        ("job-market", "books/watson2013/fig29_1", {}),
        ("princess-bride", "books/watson2013/exercise29_6", {"effort": "2"}),
    ],
)
def test_watsons_games_are_those_of_the_catalogue(name: str, theirs: str, numbers: dict[str, str]) -> None:
    game, other = compile_scenario(load(name, numbers)), imported(theirs)
    assert isinstance(game, GameTree)
    assert isinstance(other, GameTree)
    assert [(n.player, n.chances, n.payoffs) for n in game.nodes] == [
        (n.player, n.chances, n.payoffs) for n in other.nodes
    ]
    assert list(game.infosets.values()) == list(other.infosets.values())


def test_bagwells_game_has_exactly_three_equilibria() -> None:
    # Bagwell 1995, Commitment and observability in games; the count is Gambit's catalogue's.
    game = imported("journals/geb/bagwell1995")
    assert isinstance(game, GameTree)
    assert len(tree_nash(game).equilibria) == 3


@pytest.mark.parametrize("name", ["stripped-down-poker", "entry-deterrence", "ultimatum"])
def test_gambit_reads_our_trees_and_finds_our_equilibria(name: str) -> None:
    scenario = load(name)
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    text = to_efg(scenario, game)
    theirs = pygambit.read_efg(io.StringIO(text))
    found = pygambit.nash.enummixed_solve(theirs, rational=True).equilibria
    listed = [behaviour_key(e.behaviour) for e in tree_nash(game).equilibria]
    assert len(listed) == len(set(listed))
    assert set(listed) == {key_of(game, e.as_behavior()) for e in found}
    again = compile_scenario(load(name, text=from_gambit(name, text)))
    assert isinstance(again, GameTree)
    assert [(n.player, n.actions, n.chances, n.payoffs) for n in again.nodes] == [
        (n.player, n.actions, n.chances, n.payoffs) for n in game.nodes
    ]


@pytest.mark.parametrize("name", ["stag-hunt", "chicken"])
def test_a_matrix_game_survives_the_round_trip_exactly(name: str) -> None:
    scenario = load(name, {"hare": "1/3"} if name == "stag-hunt" else {"gain": "1/7"})
    game = compile_scenario(scenario)
    assert isinstance(game, StrategicForm)
    text = to_nfg(scenario, game)
    again = compile_scenario(load(name, text=from_gambit(name, text)))
    assert isinstance(again, StrategicForm)
    assert (again.row, again.column, again.actions) == (game.row, game.column, game.actions)
    assert len(pygambit.nash.enummixed_solve(pygambit.read_nfg(io.StringIO(text)), rational=True).equilibria) == 3


def test_labels_that_stand_twice_are_told_apart_and_no_way_is_lost() -> None:
    head = 'EFG 2 R "t" { "P1" "P2" }\n""\np "" 1 1 "" { "a 3" "a" "a" } 0\n'
    text = head + "".join(f't "" {k} "" {{ {k}, 0 }}\n' for k in (9, 1, 2))
    game = compile_scenario(load("twice", text=from_gambit("twice", text)))
    assert isinstance(game, GameTree)
    assert [node.payoffs[0] for node in game.nodes[1:]] == [9, 1, 2]
    assert len(set(game.nodes[0].actions)) == 3
