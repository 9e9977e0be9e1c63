"""Orders in the file's own game against brute force over its equilibria, and cases worked by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest

import sim
from sim.deadline import Deadline
from sim.engine.concessions.equilibrium_sets.inner import quick
from sim.engine.repeated.equilibrium_sets.certificate import faults_of_inner
from sim.engine.roadmaps.order_certificate import order_confirmed
from sim.engine.roadmaps.own_game import BLOCKED, FAILS, HOLDS, SHORT, OwnGame, all_orders, own_game
from sim.engine.roadmaps.threats import EndlessThreats
from sim.errors import AskError
from sim.exact.polygons import holds, hull
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.stochastic_game import BROKEN
from sim.games.roadmaps.ladders import from_ladders

if TYPE_CHECKING:
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Pair

LIMIT = Deadline(None)

FILE = """
format: 1
kind: concessions
title: Two steps
players:
  us: {{name: United States, patience: 0.8}}
  nk: {{name: North Korea, patience: 0.7}}
status_quo: {{us: 0, nk: 0}}
concessions:
  us:
    - {{id: relief, name: Relief, effect: {{us: -1, nk: 3}}{after}}}
  nk:
    - {{id: freeze, name: Freeze, effect: {{us: 3, nk: -1}}}}
agreement: {{us: {bonus}, nk: {bonus}}}
breakdown: {{payoff: {{us: -2, nk: -2}}}}
moves: {moves}
actions: [{actions}]
horizon: {horizon}
"""


def own(
    moves: str = "simultaneous",
    actions: str = "concede, hold_out, walk_away",
    horizon: int | str = 2,
    bonus: str = "1/2",
    after: str = "",
    punishment: str = "snapback",
) -> OwnGame:
    text = FILE.format(moves=moves, actions=actions, horizon=horizon, bonus=bonus, after=after)
    scenario = sim.loads(text).scenario
    return own_game(from_ladders(scenario, punishment), from_concessions(scenario), LIMIT)  # type: ignore[arg-type]


def courses(game: StochasticGame) -> set[tuple[Pair, tuple[tuple[int, int], ...]]]:
    """Payoffs and courses of all pure subgame-perfect equilibria without lots, by the definition.

    After every pair of actions some equilibrium of what follows is played, whichever it is.
    """
    later: dict[int, set[tuple[Pair, tuple[tuple[int, int], ...]]]] = {
        k: {(pair, ())} for k, pair in enumerate(game.final)
    }
    for t in reversed(range(game.rounds)):
        (phase,) = game.phases(t)
        here = {}
        for k, node in enumerate(phase.nodes):
            pairs = list(product(range(len(node.cells)), range(len(node.cells[0]))))
            options = []
            for i, j in pairs:
                outcome = phase.outcomes[node.cells[i][j]]
                over = outcome.successor == BROKEN
                follow = {(outcome.ended, ())} if over else later[outcome.successor]
                options.append(
                    [
                        (
                            tuple(
                                (1 - d) * r + d * v
                                for d, r, v in zip(game.discount, outcome.reward, value, strict=True)
                            ),
                            course,
                        )
                        for value, course in follow
                    ]
                )
            here[k] = set()
            for chosen in product(*options):
                table = dict(zip(pairs, chosen, strict=True))
                for (i, j), (worth, course) in table.items():
                    best_i = max(table[a, j][0][0] for a in range(len(node.cells)))
                    best_j = max(table[i, b][0][1] for b in range(len(node.cells[0])))
                    if worth[0] == best_i and worth[1] == best_j:
                        here[k].add((worth, ((i, j), *course)))
        later = here  # type: ignore[assignment]
    return later[0]


@pytest.mark.parametrize("horizon", [2, 3])
@pytest.mark.parametrize("bonus", ["-1", "0", "1/2", "2"])
def test_orders_hold_exactly_if_some_pure_equilibrium_plays_them(horizon: int, bonus: str) -> None:
    """In these files lots bring nothing that pure equilibria have not, so that brute force decides both ways."""
    found = own(horizon=horizon, bonus=bonus)
    played = {course for _, course in courses(found.game)}
    for rounds in all_orders(found.ladders) or []:
        order = found.held(rounds)
        assert (tuple(p.pair for p in order.course) in played) is (order.how == HOLDS)
        assert order.how in (HOLDS, FAILS)
        assert order_confirmed(found, order)


def test_both_at_once_in_the_last_round_pays_a_deviator_what_the_other_gives() -> None:
    """Worked by hand. Both step in round 1 of 2; from then on each round pays 3 - 1 + 1/2 = 5/2.

    If the United States holds out, the round pays it 3, the freeze of the other side, and its worst equilibrium in
    round 2 is that both walk away. The freeze cannot be undone and stays, so that it then gets -2 + 3 = 1:
    (1 - 0.8) 3 + 0.8 = 1.4, which is 1.1 less. North Korea gets (1 - 0.7) 3 + 0.7 = 1.6, which costs it 0.9; to walk
    away pays -2. So the least that a departure costs is 9/10.
    """
    order = own().held(((0, 1),))
    assert order.how == HOLDS
    assert order.payoffs == (Fraction(5, 2), Fraction(5, 2))
    assert order.weakest is not None
    assert (order.weakest.player, order.weakest.round, order.weakest.action) == (1, 0, "hold_out")
    assert order.weakest.cost == Fraction(9, 10)


def test_without_walking_away_nothing_holds_up_a_step_that_costs_its_owner() -> None:
    """A step costs its owner 1 for ever and nobody can answer: with a bonus below the cost no order is played."""
    found = own(actions="concede, hold_out", bonus="1/2")
    assert all(found.held(rounds).how == FAILS for rounds in all_orders(found.ladders) or [])


def test_orders_that_the_file_does_not_allow_or_has_no_rounds_for_say_so() -> None:
    assert own(after=", after: [nk.freeze]").held(((0, 1),)).how == BLOCKED
    assert own(horizon=1).held(((0,), (1,))).how == SHORT
    # Where turns alternate, the second step waits for its owner's turn.
    found = own(moves="alternating", horizon=3, bonus="2")
    turns = found.held(((0, 1),))
    nodes = [found.phase(played.layer).nodes[played.node] for played in turns.course]
    done = [
        tuple(node.actions[p][played.pair[p]] for p in (0, 1)) for node, played in zip(nodes, turns.course, strict=True)
    ]
    assert done == [("concede", ""), ("", "concede"), ("hold_out", "")]


def test_a_breakdown_is_an_equilibrium_where_both_can_walk_away_and_not_where_nobody_can() -> None:
    """That both walk away at once is an equilibrium of each round but the last; without walking away none pays -2."""
    rounds = ((0,), (1,))
    assert own(horizon=4, punishment="breakdown").credible(rounds) is True
    assert own(horizon=4, punishment="breakdown", actions="concede, hold_out").credible(rounds) is False


def test_the_second_opinion_finds_an_order_that_is_said_to_hold_and_does_not() -> None:
    found = own(actions="concede, hold_out")
    order = found.held(((0, 1),))
    assert order.how == FAILS
    assert not order_confirmed(found, replace(order, how=HOLDS))
    held = own().held(((0, 1),))
    assert not order_confirmed(own(), replace(held, payoffs=(Fraction(3), Fraction(3))))


def test_phased_is_held_up_in_action_for_action_and_the_story_says_so() -> None:
    found = sim.load("action-for-action").roadmaps(punishment="worst")
    phased = next(entry for entry in found.document["roadmaps"] if entry["name"] == "phased")
    assert phased["own_game"]["holds"] is True
    # The file's game has one equilibrium, by its sets from inside and from outside.
    verdict = sim.load("action-for-action").solve().verdict
    assert verdict is not None
    assert verdict["unique"]
    assert [phased["own_game"]["payoffs"]["us"]] * 2 == pytest.approx(verdict["payoffs"]["us"])
    # Where the two take turns orders that differ in who shares a round are one course.
    (held,) = found.document["worst"]["held"]
    assert held["payoffs"] == phased["own_game"]["payoffs"]
    assert found.document["worst"]["counts"]["holds"] > 1
    assert "holds up phased, simultaneous and together" in found.line
    assert "What the worst equilibrium can hold up" in found.story


def test_both_at_once_costs_a_deviator_as_much_where_rounds_never_end() -> None:
    """As worked by hand above: who holds out gets 3 once and is then left with what walking away pays and keeps.

    The other side alone can end the talks, so that nobody can be left with less and none needs to be left with more.
    """
    found = own(horizon="infinite")
    order = found.held(((0, 1),))
    assert order.how == HOLDS
    assert order.payoffs == (Fraction(5, 2), Fraction(5, 2))
    assert order.weakest is not None
    assert (order.weakest.player, order.weakest.round, order.weakest.action) == (1, 0, "hold_out")
    assert order.weakest.cost == Fraction(9, 10)
    assert order_confirmed(found, order)
    assert not order_confirmed(found, replace(order, how=FAILS))
    assert not order_confirmed(found, replace(order, payoffs=(Fraction(2), Fraction(5, 2))))
    assert not order_confirmed(found, replace(order, course=order.course[:1], payoffs=(Fraction(0), Fraction(0))))


REVERSIBLE = """
format: 1
kind: concessions
title: Two steps
players:
  us: {{name: United States, patience: {patience}}}
  nk: {{name: North Korea, patience: {patience}}}
status_quo: {{us: 0, nk: 0}}
concessions:
  us:
    - {{id: relief, name: Relief, effect: {{us: -1, nk: 2}}, reversible: true}}
  nk:
    - {{id: freeze, name: Freeze, effect: {{us: 2, nk: -1}}, reversible: true}}
moves: simultaneous
actions: [concede, hold_out, renege]
horizon: infinite
"""


@pytest.mark.parametrize(("patience", "how"), [("0.55", HOLDS), ("0.45", FAILS)])
def test_without_a_last_round_the_worst_equilibrium_is_the_snapback_of_reversible_steps(
    patience: str, how: str
) -> None:
    """Each order holds from d = c / b on (see the thresholds), here 1/2: nobody can be left with less than 0 for ever.

    That nothing moves again is an equilibrium, so the snapback is one, and the loss is b - c - (1 - d) b both times.
    """
    scenario = sim.loads(REVERSIBLE.format(patience=patience)).scenario
    found = own_game(from_ladders(scenario), from_concessions(scenario), LIMIT)
    order = found.held(((0, 1),))
    assert order.how == how
    assert order.weakest is not None
    assert order.weakest.cost == 1 - 2 * (1 - Fraction(patience))
    assert order_confirmed(found, order)
    assert found.credible(((0, 1),)) is True


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize("bonus", ["1/2", "2"])
def test_orders_that_hold_without_end_generate_themselves_beside_the_known_equilibria(moves: str, bonus: str) -> None:
    """Abreu, Pearce and Stacchetti (1990): what a course is worth at its nodes, put to sets that are worth themselves,
    is worth itself with them exactly if it is played in an equilibrium; and outer sets hold all equilibria.
    """
    found = own(moves=moves, horizon="infinite", bonus=bonus)
    assert isinstance(found.inner, EndlessThreats)
    assert isinstance(found.outer, EndlessThreats)
    endless, sets = found.inner.endless, found.inner.sets
    held = 0
    for rounds in all_orders(found.ladders) or []:
        order = found.held(rounds)
        assert order_confirmed(found, order)
        if order.how != HOLDS:
            continue
        held += 1
        with_it = dict(sets)
        for played, value in zip(order.course, found.worth(list(order.course)), strict=False):
            node = endless.node(played.layer, played.node)
            assert node is not None
            with_it[node] = hull((*with_it[node], quick(value)))
            assert holds(found.outer.sets[node], quick(value))
        assert faults_of_inner(endless.graph, with_it, LIMIT) == []
    assert held or bonus == "1/2"


def test_orders_that_a_certain_hazard_cuts_off_are_short() -> None:
    """With turns, the round in which the first has no step to take stalls, and the talks are over after it."""
    text = FILE.format(moves="alternating", actions="concede, hold_out", horizon="infinite", bonus="2", after="")
    scenario = sim.loads(
        text.replace("nk: -2}}}}", "nk: -2}}, hazard: 1}}").replace("{us: -2, nk: -2}}", "{us: -2, nk: -2}, hazard: 1}")
    ).scenario
    found = own_game(from_ladders(scenario), from_concessions(scenario), LIMIT)
    assert found.held(((1,), (0,))).how == SHORT
    assert found.held(((0,), (1,))).how == HOLDS


def test_games_without_a_last_round_tell_what_the_worst_equilibrium_holds_up() -> None:
    found = sim.loads(REVERSIBLE.format(patience="0.55")).roadmaps(punishment="worst")
    together = next(entry for entry in found.document["roadmaps"] if entry["name"] == "together")
    assert together["own_game"]["holds"] is True
    assert together["punishment_is_equilibrium"] is True
    assert found.document["worst"]["counts"] == {"holds": 3}
    assert found.certified
    assert "The game has no last round: once the order is through" in " ".join(found.story.split())


def test_the_worst_equilibrium_is_for_games_in_which_nothing_is_hidden() -> None:
    with pytest.raises(AskError, match="nothing is hidden"):
        sim.load("covert-production").roadmaps(punishment="worst")


def test_orders_are_as_many_as_delannoy_numbers() -> None:
    """Paths with steps right, up and diagonal (Banderier and Schwer 2005): 129 of 4 by 3, 3 of 1 by 1."""
    ladders = from_ladders(sim.load("action-for-action").scenario)
    assert len(all_orders(ladders) or []) == 129
    assert len(all_orders(own().ladders) or []) == 3
    assert all_orders(ladders, most=100) is None
