"""Reasons under hidden information: beliefs by Bayes' rule, and values by playing a deviation out in the whole tree."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from sim.engine.hidden.reasons import HiddenReasons, Weighing
from sim.engine.solve import solve
from sim.engine.tree.certificate import tree_value
from sim.scenario.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.hidden.solution import HiddenSolution

F = Fraction
FILES = [
    ("reassurance", {}),
    ("reassurance", {"size": "0.42"}),
    ("mixed-signals", {}),
]


@cache
def solved(name: str, *settings: tuple[str, str]) -> HiddenSolution:
    solution: HiddenSolution = solve(load(name, dict(settings)))  # type: ignore[assignment]
    return solution


def followed(name: str, **settings: str) -> Iterator[HiddenReasons]:
    solution = solved(name, *settings.items())
    for e in solution.solution.equilibria:
        yield HiddenReasons(solution.game, e)


def deviating(beliefs: HiddenReasons, w: Weighing, action: str) -> tuple[Any, Any]:
    one, two = (dict(side) for side in beliefs.equilibrium.behaviour)
    (one, two)[w.player][w.name] = {action: F(1)}
    return one, two


@pytest.mark.parametrize(("name", "settings"), FILES)
def test_a_choice_changes_the_payoff_of_the_whole_game_by_what_it_is_said_to(name: str, settings: Any) -> None:
    checked = 0
    for beliefs in followed(name, **settings):
        tree = beliefs.game.tree
        for w in beliefs.on_path():
            chance = sum((beliefs.profile.reach[k] for k in w.members), F(0))
            played = sum((o.chance * o.value for o in w.options), F(0))
            for o in w.options:
                value = tree_value(tree, deviating(beliefs, w, o.action))[w.player]
                # Only what follows the set changes, and it is reached with the same chance as before.
                assert value - beliefs.equilibrium.payoffs[w.player] == chance * (o.value - played)
                assert o.value <= w.chosen.value
                assert o.chance == 0 or o.value == w.chosen.value
                checked += 1
    assert checked > 10


@pytest.mark.parametrize(("name", "settings"), FILES)
def test_beliefs_are_those_of_bayes_rule_with_the_numbers_shown(name: str, settings: Any) -> None:
    for beliefs in followed(name, **settings):
        for w in beliefs.on_path():
            total = sum((h.prior * h.coming for h in w.held), F(0))
            for h in w.held:
                assert h.belief * total == h.prior * h.coming
            for o in w.options:
                if w.held:
                    assert o.value == sum((h.belief * v for h, v in zip(w.held, o.by_secret, strict=True)), F(0))


def test_a_first_step_that_only_the_sincere_take_is_believed_whatever_the_trust_was() -> None:
    # Kydd 2005: in a separating equilibrium the step alone tells; 1/4 x 1 / (1/4 x 1 + 3/4 x 0) = 1.
    beliefs = next(followed("reassurance"))
    after = next(w for w in beliefs.on_path() if w.player == 0 and w.chosen.action == "concede")
    told = {h.secret.type: (h.belief, h.prior, h.coming) for h in after.held}
    assert told == {"sincere": (1, F(1, 4), 1), "stalling": (0, F(3, 4), 0)}


def test_beside_the_course_the_answer_is_best_at_the_belief_and_no_longer_beyond_where_it_turns() -> None:
    turns = 0
    for name in ("reassurance", "mixed-signals"):
        for beliefs in followed(name):
            for w in beliefs.on_path():
                for option, there in beliefs.beside(w):
                    assert option.chance == 0
                    assert not there.reached
                    assert all(o.value <= there.chosen.value for o in there.options)
                    for other in there.options:
                        at = there.turning(other)
                        if other is not there.chosen and at is not None:
                            mixed = [at * o.by_secret[0] + (1 - at) * o.by_secret[1] for o in (other, there.chosen)]
                            assert mixed[0] == mixed[1]
                            turns += 1
    assert turns > 0


def test_what_follows_a_choice_is_what_is_likeliest_at_each_set() -> None:
    for beliefs in followed("reassurance"):
        for w in beliefs.on_path():
            for o in w.options:
                after = beliefs.aftermath(w.node, o.number)
                for move in after.moves:
                    node = beliefs.game.tree.nodes[move.node]
                    assert node.player in (0, 1)
                    at = beliefs.equilibrium.behaviour[node.player][node.infoset]
                    assert at[move.action] == max(at.values())
                assert beliefs.game.tree.nodes[after.end].player is None
