"""What people did, as files state it: what is refused, and that it changes nothing else."""

from __future__ import annotations

import pytest

from sim.errors import ScenarioError
from sim.scenario.idle import idle
from sim.scenario.load import load
from sim.scenario.observed.stated import Counted

MATRIX = """
format: 1
kind: matrix
title: Stag hunt
players:
  a: {actions: [stag, hare], patience: 0.5}
  b: {actions: [stag, hare], patience: 0.5}
parameters: {both: {value: 4, min: 3, max: 9}}
payoffs: [[[both, both], [0, 3]], [[3, 0], [3, 3]]]
"""
OTHER = MATRIX.replace("b: {actions: [stag, hare]", "b: {actions: [s, h]")
OFFERS = """
format: 1
kind: offers
title: Two offers
players: {a: {patience: 0.9}, b: {patience: 0.9}}
rounds: 2
"""
TREE = """
format: 1
kind: tree
title: An offer
players: {a: {}, b: {}}
tree:
  player: a
  actions:
    wait: {payoffs: [0, 0]}
    offer: {player: b, infoset: offered, actions: {accept: {payoffs: [2, 2]}, refuse: {payoffs: [-1, 0]}}}
"""


def observed(choices: str, file: str = MATRIX, more: str = "") -> str:
    return f"{file}observed:\n  - source: Somebody (2001)\n{more}    choices: [{choices}]\n"


def counted(choices: str, file: str = MATRIX, more: str = "") -> Counted:
    (study,) = load("x.yaml", text=observed(choices, file, more)).observed
    return study.choices[0]


def test_shares_are_those_of_the_counts() -> None:
    found = counted("{counts: {stag: 30, hare: 10}}")
    assert (found.sides, found.total) == ((0, 1), 40)
    assert {choice: str(share) for choice, share in found.shares.items()} == {"stag": "3/4", "hare": "1/4"}


def test_a_round_is_counted_from_one_in_the_file() -> None:
    repeated = f"{MATRIX}repeat: {{rounds: infinite}}\n"
    assert counted("{player: b, round: 1, counts: {stag: 1}}", repeated) == Counted((1,), (("stag", 1),), round=0)
    after = counted("{after: [stag, hare], counts: {stag: 1}}", repeated)
    assert (after.sides, after.after) == ((0, 1), ("stag", "hare"))


def test_choices_at_a_decision_belong_to_whoever_decides_there() -> None:
    assert counted("{at: offered, counts: {accept: 3}}", TREE).sides == (1,)
    assert counted("{at: start, counts: {wait: 3}}", TREE).sides == (0,)


def test_offers_may_be_counted_without_what_became_of_them() -> None:
    found = counted("{offered: {0.5: 3, 0.4: 1}, accepted: {0.5: 2}}", OFFERS)
    assert (found.counts, found.accepted) == ((("0.5", 3), ("0.4", 1)), (2, None))


@pytest.mark.parametrize(
    ("choices", "file", "told"),
    [
        ("{counts: {stag: 0, hare: 0}}", MATRIX, "nothing was counted here, every count is 0"),
        ("{counts: {}}", MATRIX, "expected at least 1 entry"),
        ("{counts: {stagg: 3}}", MATRIX, "'stagg' is no action of a"),
        ("{counts: {stag: -1}}", MATRIX, "expected a whole number from 0 to 1,000,000,000, found -1"),
        ("{counts: {stag: 1.5}}", MATRIX, "expected a whole number from 0"),
        ("{counts: {stag: both}}", MATRIX, "both"),
        ("{round: 1, counts: {stag: 1}}", MATRIX, "'round' is for games that are repeated"),
        ("{after: [stag, stag], counts: {stag: 1}}", MATRIX, "'after' is for games that are repeated"),
        ("{round: 4, counts: {stag: 1}}", f"{MATRIX}repeat: {{rounds: 3}}\n", "the game has 3 rounds, found round 4"),
        ("{after: [stag, no], counts: {stag: 1}}", f"{MATRIX}repeat: {{rounds: 3}}\n", "'no' is no action of b"),
        ("{at: nowhere, counts: {accept: 1}}", TREE, "there is no information set 'nowhere'"),
        ("{at: offered, counts: {take: 1}}", TREE, "'take' is no choice at 'offered'"),
        ("{offered: {0.5: 3}, accepted: {0.5: 4}}", OFFERS, "expected at most the 3 offers that were made, found 4"),
        ("{offered: {0.5: 3}, accepted: {0.4: 1}}", OFFERS, "the share 0.4 was accepted and is not under 'offered'"),
        ("{offered: {1.5: 3}}", OFFERS, "expected a share of the surplus from 0 to 1, found '1.5'"),
        ("{offered: {0.5: 0}}", OFFERS, "nothing was counted here"),
        ("{round: 3, offered: {0.5: 1}}", OFFERS, "the game has 2 rounds"),
    ],
)
def test_what_cannot_have_been_counted_is_refused_in_words(choices: str, file: str, told: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        load("x.yaml", text=observed(choices, file))
    assert told in str(raised.value)


def test_values_that_people_played_with_are_values_that_can_be_set() -> None:
    for settings, told in (
        ("{both: 12}", "expected at most its max 9"),
        ("{bot: 5}", "the file has no parameter 'bot'"),
    ):
        with pytest.raises(ScenarioError) as raised:
            load("x.yaml", text=observed("{counts: {stag: 1}}", more=f"    set: {settings}\n"))
        assert told in str(raised.value)


def test_two_sides_with_different_actions_are_not_counted_together() -> None:
    with pytest.raises(ScenarioError, match="the counts do not say whose they are"):
        load(
            "x.yaml",
            text=observed("{counts: {stag: 1}}", OTHER),
        )


def test_what_people_did_is_no_key_that_changes_nothing_and_uses_no_parameter() -> None:
    file = MATRIX.replace("[both, both]", "[4, 4]")
    told = idle(load("x.yaml", text=observed("{counts: {stag: 1}}", file, "    set: {both: 5}\n")))
    assert [problem.key for problem in told if "players" not in problem.key] == ["parameters.both"]


def test_no_one_is_observed_in_a_conflict_over_options() -> None:
    file = """
format: 1
kind: options
title: Two
players: {a: {options: {x: {}}, prefers: [x]}, b: {options: {y: {}}, prefers: [y]}}
"""
    with pytest.raises(ScenarioError, match="unknown key 'observed'"):
        load("x.yaml", text=observed("{counts: {x: 1}}", file))
