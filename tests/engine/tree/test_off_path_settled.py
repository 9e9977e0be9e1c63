"""Choices off the path that hold whatever is believed, and what is proven with them."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from sim.deadline import Deadline
from sim.engine.tree.assessments.certificate import check_assessment
from sim.engine.tree.assessments.nash_outcomes import key_of, search_outcomes
from sim.engine.tree.assessments.off_path import OffPathAssessment
from sim.engine.tree.assessments.off_path_pure import fill_pure
from sim.engine.tree.assessments.off_path_settled import fill_settled, settled
from sim.engine.tree.assessments.path_outcome import Group, PathOutcome, is_flat
from sim.engine.tree.assessments.tremble_limits import one_at_a_time, outcome_key
from sim.games import compile_scenario
from sim.games.hidden.hidden_game import HiddenGame
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load
from tests.engine.tree.trees import tree

F = Fraction


def staying_out(strong: tuple[int, int], weak: tuple[int, int]) -> tuple[PathOutcome, Group]:
    """A challenger of a hidden kind stays out (2) or comes in; the other yields or fights, which pays each kind as
    given if it then presses on, and 1 less if it stops. Against the strong it is better to yield, against the weak to
    fight, by 1. Both kinds stay out.
    """

    def kind(name: str, gets: tuple[int, int], other: tuple[int, int]) -> str:
        later = [
            f"on: {{payoffs: [{g}, {o}]}}, stop: {{payoffs: [{g - 1}, 9]}}" for g, o in zip(gets, other, strict=True)
        ]
        ends = [f"{{player: a, infoset: {name} later, actions: {{{each}}}}}" for each in later]
        reply = f"{{player: b, infoset: reply, actions: {{yield: {ends[0]}, fight: {ends[1]}}}}}"
        begin = f"{{player: a, infoset: {name}, actions: {{out: {{payoffs: [2, 2]}}, in: {reply}}}}}"
        return f"{name}: {{probability: 1/2, then: {begin}}}"

    game = tree(f"{{chance: {{{kind('strong', strong, (1, 0))}, {kind('weak', weak, (0, 1))}}}}}")
    outcome = PathOutcome(game, {name: {"out": F(1), "in": F(0)} for name in ("strong", "weak")})
    (group,) = outcome.groups()
    assert not is_flat(game, group)
    return outcome, group


def test_pressing_on_is_settled_since_it_pays_more_after_either_reply_and_the_reply_is_not() -> None:
    assert settled(*staying_out((4, -1), (0, 4))) == {
        f"{kind} later": {"on": F(1), "stop": F(0)} for kind in ("strong", "weak")
    }


def test_only_a_mixed_reply_keeps_both_kinds_out_and_it_is_found() -> None:
    # With a chance p of yielding the strong get 4 p - (1 - p) and the weak 4 (1 - p); neither is above 2 for p from 1/2
    # to 3/5 alone.
    outcome, group = staying_out((4, -1), (0, 4))
    assert fill_pure(outcome, group, Deadline()).choices is None
    found = fill_settled(outcome, group, settled(outcome, group))
    assert found.choices is not None
    assert F(1, 2) <= found.choices["reply"]["yield"] <= F(3, 5)
    assert found.beliefs["reply"] == (F(1, 2), F(1, 2))  # who replies is indifferent there alone
    everything = {**outcome.choices, **found.choices}
    sides = {k: v for k, v in everything.items() if k != "reply"}, {"reply": everything["reply"]}
    assert check_assessment(outcome.game, sides, {**outcome.beliefs, **found.beliefs}).passed


@pytest.mark.parametrize("strong", [(4, 3), (4, -1), (4, 1), (2, 5)])
@pytest.mark.parametrize("weak", [(0, 4), (1, 6), (3, 3), (-1, 2)])
def test_an_outcome_is_refused_just_where_no_chance_of_yielding_deters_both_kinds(
    strong: tuple[int, int], weak: tuple[int, int]
) -> None:
    # What coming in pays is linear in the chance of yielding: where two inequalities hold together somewhere, they do
    # at 0, at 1, or where one of them is an equality. Some belief makes any reply one of the best.
    ends = [F(0), F(1), *(F(2 - fight, give - fight) for give, fight in (strong, weak) if give != fight)]
    kept_out = any(0 <= p <= 1 and all(p * give + (1 - p) * fight <= 2 for give, fight in (strong, weak)) for p in ends)
    outcome, group = staying_out(strong, weak)
    found = fill_settled(outcome, group, settled(outcome, group))
    assert found.proven
    assert (found.choices is not None) == kept_out


def test_nothing_is_said_where_a_set_that_is_not_settled_lies_below_another() -> None:
    outcome, group = staying_out((4, -1), (0, 4))
    assert fill_settled(outcome, group, {}) == OffPathAssessment(None, proven=False)


def random_hostages(draw: Random) -> GameTree:
    """The exchange of hostages with other numbers."""
    settings = {
        "size": F(draw.randint(1, 19), 20),
        "ground": F(draw.randint(1, 60), 10),
        "ground_going_on": F(draw.randint(1, 60), 10),
        "trust": F(draw.randint(1, 9), 10),
        "patience": F(draw.randint(50, 99), 100),
    }
    game = compile_scenario(load("hostage-exchange", {name: str(value) for name, value in settings.items()}))
    assert isinstance(game, HiddenGame)
    return game.tree


@pytest.mark.parametrize("seed", range(8))
def test_no_limit_of_trembles_has_an_outcome_that_is_refused(seed: int) -> None:
    """Limits of play with trembles are sequential equilibria (Kreps and Wilson 1982), found by another way."""
    game = random_hostages(Random(seed))
    search = search_outcomes(game, Deadline())
    possible = {key_of(outcome) for outcome, _ in search.found} | {key_of(outcome) for outcome in search.undecided}
    assert search.listed
    assert not search.undecided
    if not search.several:
        assert {outcome_key(e) for e in one_at_a_time(game, Deadline())} <= possible
