"""The key `commit`: who announces first, and where it is refused."""

from __future__ import annotations

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load


@pytest.mark.parametrize("name", ["chicken", "entry-deterrence", "dismantle-first"])
def test_who_commits_is_read_in_every_kind_that_is_solved_for_it(name: str) -> None:
    scenario = load(name)
    assert scenario.leader is None
    for k, player in enumerate(scenario.players):
        assert load(name, text=f"{scenario.text}\ncommit: {player.id}\n").leader == k


REFUSED = [
    ("chicken", "nobody", "nobody"),
    ("repeated-prisoners-dilemma", "one", "played once"),
    ("dismantle-first", "us", "last round"),
    ("ultimatum", "3", "3"),
]


@pytest.mark.parametrize(("name", "who", "told"), REFUSED)
def test_a_commitment_that_is_not_solved_is_refused_with_a_reason(name: str, who: str, told: str) -> None:
    text = load(name).text.replace("horizon: 12 ", "horizon: infinite ")
    with pytest.raises(ScenarioError, match=told):
        load(name, text=f"{text}\ncommit: {who}\n")
