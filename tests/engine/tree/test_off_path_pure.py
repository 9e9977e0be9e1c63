"""Pure choices and beliefs where unreached information sets lie below each other."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.deadline import Deadline
from sim.engine.tree.assessments.certificate import check_assessment
from sim.engine.tree.assessments.off_path import OffPathAssessment
from sim.engine.tree.assessments.off_path_pure import fill_pure
from sim.engine.tree.assessments.path_outcome import Group, PathOutcome, is_flat
from sim.errors import TimeLimitError
from sim.games.tree.game_tree import GameTree
from tests.engine.tree.test_pbe import tree

F = Fraction


def challenge(spoils: int) -> GameTree:
    """A challenger of a hidden kind stays out (2) or comes in; the other yields or fights; the challenger, who
    does not see which, presses on or stops. Pressing on against a fight pays the strong ``spoils``, the weak -1.
    """

    def later(yielded: str, fought: str) -> str:
        ends = [
            f"{{player: a, infoset: KIND later, actions: {{on: {{payoffs: {on}}}, stop: {{payoffs: {stop}}}}}}}"
            for on, stop in (yielded.split("|"), fought.split("|"))
        ]
        return f"{{player: b, infoset: reply, actions: {{yield: {ends[0]}, fight: {ends[1]}}}}}"

    kinds = {
        "strong": later("[4, 0]|[3, 1]", f"[{spoils}, -1]|[0, 0]"),
        "weak": later("[4, 0]|[3, 1]", "[-1, 3]|[0, 2]"),
    }
    ways = [
        f"{kind}: {{probability: 1/2, then: {{player: a, infoset: {kind}, actions: "
        f"{{out: {{payoffs: [2, 2]}}, in: {below.replace('KIND', kind)}}}}}}}"
        for kind, below in kinds.items()
    ]
    return tree(f"{{chance: {{{', '.join(ways)}}}}}")


def staying_out(game: GameTree) -> tuple[PathOutcome, Group]:
    outcome = PathOutcome(game, {kind: {"out": F(1), "in": F(0)} for kind in ("strong", "weak")})
    (group,) = outcome.groups()
    assert not is_flat(game, group)
    return outcome, group


def test_what_is_found_passes_the_check_of_the_whole_assessment() -> None:
    game = challenge(spoils=1)
    outcome, group = staying_out(game)
    filling = fill_pure(outcome, group, Deadline())
    assert filling.choices is not None
    assert set(filling.choices) == {"reply", "strong later", "weak later"} == set(filling.beliefs)
    assert all(sorted(at.values()) == [0, 1] for at in filling.choices.values())
    assert filling.choices["reply"]["fight"] == 1  # else both kinds come in for 3 or more instead of 2
    everything = {**outcome.choices, **filling.choices}
    sides = {k: v for k, v in everything.items() if k != "reply"}, {"reply": everything["reply"]}
    assert check_assessment(game, sides, {**outcome.beliefs, **filling.beliefs}).passed


def test_a_reply_is_supported_by_a_belief_at_which_it_is_best() -> None:
    # Against the strong, who press on, fighting pays -1 and yielding 0; against the weak, who stop, 2 against 1.
    game = challenge(spoils=1)
    filling = fill_pure(*staying_out(game), Deadline())
    strong, weak = filling.beliefs["reply"]
    assert 2 * weak - strong >= 1 * weak
    # Bayes' rule passes a pure reply on to what the challenger makes of it later.
    assert filling.beliefs["strong later"] == (0, 1)


def test_where_every_reply_makes_coming_in_pay_nothing_is_found_and_nothing_proven() -> None:
    # With spoils of 5 the strong come in whatever the reply is.
    filling = fill_pure(*staying_out(challenge(spoils=5)), Deadline())
    assert filling == OffPathAssessment(None, proven=False)


def test_ways_beyond_the_most_are_not_tried_and_time_that_is_up_ends_the_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = challenge(spoils=1)
    with pytest.raises(TimeLimitError):
        fill_pure(*staying_out(game), Deadline(0.0))
    monkeypatch.setattr("sim.engine.tree.assessments.off_path_pure.MOST_WAYS", 1)
    assert fill_pure(*staying_out(game), Deadline()) == OffPathAssessment(None, proven=False)
