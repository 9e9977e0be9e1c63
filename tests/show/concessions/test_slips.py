"""What is said of slips and of renegotiation: the same in the story, in one line, as data and in Python."""

from __future__ import annotations

from fractions import Fraction

import pytest

import sim
from sim.engine.concessions.equilibrium_sets import survivors
from sim.errors import AskError
from sim.show.concessions.whole_game.slips import rarer

MUTUAL_EXIT = """
format: 1
kind: concessions
title: Mutual exit
players:
  us: {name: United States, patience: 0.9}
  nk: {name: North Korea, patience: 0.9}
status_quo: {us: 0, nk: 0}
concessions:
  us:
    - {id: relief, name: Relief, effect: {us: 0.2, nk: 1}}
  nk:
    - {id: freeze, name: Freeze, effect: {us: 1, nk: 0.2}}
breakdown: {payoff: {us: -5, nk: -5}}
moves: simultaneous
actions: [concede, hold_out, walk_away]
horizon: 2
"""
"""Each step pays its owner too, so that nothing but walking away together keeps the sides from a deal."""


def test_a_deal_that_only_joint_walking_away_can_prevent_is_certain_under_slips() -> None:
    result = sim.loads(MUTUAL_EXIT).solve(slips="1/100")
    told = "At slips of 1 in 100, 1 in 1,000 and 1 in 10,000"
    assert result.slips is not None
    assert result.slips.plain.deal == "possible"
    assert result.slips.survives is False
    assert told in " ".join(result.story.split())
    assert told in result.line
    entry = result.document["slips"]
    assert [at["deal"] for at in entry["at"]] == ["certain"] * 3
    assert [at["chance"] for at in entry["at"]] == [0.01, 0.001, 0.0001]
    assert entry["survives"] is False
    assert "what else is an equilibrium then does not survive slips of this size" in result.line


def test_what_holds_at_every_small_chance_is_told_and_never_for_larger_ones_than_proven() -> None:
    """Each step pays its owner at once and for ever, so that taking it betters all else but where both walk away."""
    result = sim.loads(MUTUAL_EXIT).solve(slips="1/100")
    assert result.slips is not None
    entry = result.document["slips"]["limit"]
    assert (entry["deal"], entry["unique"]) == ("certain", True)
    assert entry["up_to"] == float(result.slips.limit.up_to) > 0
    odds = rarer(result.slips.limit.up_to)
    assert odds <= result.slips.limit.up_to < Fraction(11, 9) * odds
    told = f"At every chance of a slip above 0 and up to 1 in {odds.denominator:,} there is one equilibrium, and a deal"
    assert told in result.line
    assert told in " ".join(result.story.split())


def test_what_is_not_proven_of_small_chances_says_so() -> None:
    """A side that is indifferent between its step and none is so at every chance, and no word for a deal is proven."""
    even = MUTUAL_EXIT.replace("effect: {us: 0.2, nk: 1}", "effect: {us: 0, nk: 1}").replace(", walk_away", "")
    result = sim.loads(even).solve(slips="1/100")
    assert result.document["slips"]["limit"]["deal"] == "open"
    assert "What holds at every chance below 1 in 10,000 is not proven." in result.line


def test_chances_are_rounded_down_to_two_digits() -> None:
    assert [rarer(Fraction(n, d)).denominator for n, d in ((1, 100), (1, 101), (3, 1000), (1, 2899), (1, 7))] == [
        100,
        110,
        340,
        2900,
        7,
    ]


def test_the_verdict_says_whether_its_word_survives_one_rare_slip() -> None:
    result = sim.loads(MUTUAL_EXIT).solve()
    assert "slips" not in result.document
    assert result.document["verdict"]["survives_slips"] is False
    told = " ".join(result.story.split())
    assert "a chance of 1 in 100 and another is taken, a deal is certain as long as none fails." in told


def test_where_play_is_unique_the_story_does_not_speak_of_slips(monkeypatch: pytest.MonkeyPatch) -> None:
    # In turns nobody can walk away for company: each step pays its owner, and each is taken, slips or none.
    alone = MUTUAL_EXIT.replace("simultaneous", "alternating")
    result = sim.loads(alone).solve()
    assert result.verdict is not None
    assert (result.verdict["unique"], result.verdict["survives_slips"]) == (True, True)
    monkeypatch.setattr(survivors, "_at", None)
    assert "slip" not in sim.loads(alone).solve().story


def test_what_is_not_decided_in_time_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survivors, "PART", 0.0)
    result = sim.loads(MUTUAL_EXIT).solve()
    assert result.document["verdict"]["survives_slips"] is None
    assert "slip" not in result.story


def test_what_is_asked_for_besides_and_not_found_in_time_does_not_take_the_story_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sim.engine.ask_sets.PART", 0.0)
    result = sim.loads(MUTUAL_EXIT).solve(slips="1/100", renegotiation=True, time_limit=60)
    assert (result.document["slips"], result.document["renegotiation"]) == (None, None)
    told = " ".join(result.story.split())
    assert "What of this survives slips was not found out: the time was up." in told
    assert "Which equilibria are proof against renegotiation was not found out: the time was up." in told
    assert result.payoffs == sim.loads(MUTUAL_EXIT).solve().payoffs


@pytest.mark.parametrize("chance", ["0", "1/2", "-1", "many"])
def test_what_is_no_chance_of_a_slip_is_refused(chance: str) -> None:
    with pytest.raises(AskError) as caught:
        sim.loads(MUTUAL_EXIT).solve(slips=chance)
    assert caught.value.option == "slips"


def test_slips_are_for_concession_games_with_a_last_round() -> None:
    with pytest.raises(AskError, match="with a last round"):
        sim.load("chicken").solve(slips=0.01)


def test_nobody_stays_with_walking_away_where_both_would_rather_go_on() -> None:
    result = sim.loads(MUTUAL_EXIT).solve(renegotiation=True)
    entry = result.document["renegotiation"]
    assert (entry["deal"], entry["earliest"], entry["latest"]) == ("certain", 1, 1)
    # Each step pays both: 1.2 per round from the first round on.
    assert entry["payoffs"] == {"us": [1.2, 1.2], "nk": [1.2, 1.2]}
    told = "a deal is certain: they pay United States 1.2"
    assert told in result.line
    assert told in " ".join(result.story.split())
    with pytest.raises(AskError, match="with a last round"):
        sim.load("chicken").solve(renegotiation=True)
