"""What all equilibria agree on, where people see it: text, line, document, comparison and explanation say the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

import sim
from sim.deadline import Deadline
from sim.engine.concessions.corner_play.corners import CornersSolution
from sim.engine.concessions.equilibrium_sets.agreement import Agreement
from sim.engine.concessions.equilibrium_sets.inner import inner_sets
from sim.engine.concessions.equilibrium_sets.reach import reach
from sim.engine.concessions.equilibrium_sets.verdict import unfinished_verdict
from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
from sim.scenario.load import load
from sim.show.concessions.verdict import verdict_sentence
from sim.show.text.words import amount
from tests.engine.concessions.test_corner_play import THREAT
from tests.engine.concessions.test_equilibrium_sets import LIMIT, SEEDS, judged, random_game

UNIQUE = "This is the only way for play to go: every subgame-perfect equilibrium has the same course and payoffs."


def talks(**changes: Any) -> sim.Game:
    return sim.loads(json.dumps(THREAT | changes))


def flat(text: str) -> str:
    return " ".join(text.split())


def test_story_line_document_explanation_and_comparison_say_the_same() -> None:
    # By hand: both may walk away at once and get -9; with that as the threat both concede at once and get 1 for ever
    # (Benoit and Krishna 1985). In the last round nothing is left to threaten with, and nobody concedes.
    result = talks().solve()
    verdict = result.verdict
    assert verdict is not None
    assert verdict == result.document["verdict"]
    assert (verdict["deal"], verdict["breakdown"], verdict["settled"]) == ("possible", "possible", True)
    assert verdict["by_round"] == ["possible", "possible"]
    assert verdict["chance"] == [0, 1]
    assert (verdict["earliest"], verdict["latest"]) == (1, 1)
    # Where an action may fail nobody walks away for company (Selten 1975), and nothing else held the deal up.
    assert verdict["survives_slips"] is False
    assert "That a deal is possible does not survive slips: " in flat(result.story)
    assert "a chance of 1 in 100 and another is taken, a deal is impossible as long as none fails." in flat(
        result.story
    )
    low, high = verdict["payoffs"]["us"]
    assert low == -9
    for text in (result.story, str(result.explain("brief")), str(result.explain("full"))):
        assert "Over all subgame-perfect equilibria a deal is possible, not certain" in flat(text)
        assert f"us {amount(low)} to {amount(high)} and nk" in flat(text)
    assert result.line.endswith("Over all equilibria a deal is possible.")
    table = sim.compare(result)
    assert dict(zip(table["question"], table["threat"], strict=True))["a deal, over all equilibria"] == "possible"


def test_where_play_is_unique_that_is_said_and_nothing_else() -> None:
    result = talks(moves="alternating").solve()
    told = flat(result.story)
    assert result.verdict is not None
    assert result.verdict["unique"]
    assert UNIQUE in told
    assert "Over all subgame-perfect equilibria" not in told
    assert "that the rule" not in told
    # Off the path, after a step that never is taken, a step of no effect may be taken or not: several equilibria there,
    # and they change neither the course nor what it pays.
    steps = {"us": [{"id": "x", "effect": {"us": -1}}], "nk": [{"id": "y", "after": ["us.x"]}]}
    idle = talks(moves="alternating", concessions=steps, agreement={}, actions=["concede", "hold_out"]).solve()
    assert isinstance(idle.solution, PerfectSolution)
    assert idle.solution.choices
    assert UNIQUE in flat(idle.story)
    assert "The rule" not in flat(idle.story)


def test_the_headline_names_the_rule_only_where_there_is_something_to_choose() -> None:
    lead = "In the subgame-perfect equilibrium that the rule '{}' selects, stage game by stage game, "
    for rule in ("payoff-dominant", "welfare", "first-best:us"):
        assert lead.format(rule) + "nobody takes a step" in talks().solve(select=rule).headline
    assert talks(moves="alternating").solve().headline.startswith("Nobody")
    # Stage games off the path may have several equilibria that are worth the same, with nothing left to choose.
    assert talks(horizon=1, actions=["concede", "hold_out"]).solve().headline.startswith("Nobody")


def test_each_aim_says_in_its_headline_which_equilibrium_it_tells() -> None:
    leads = {
        "best:us": "In the subgame-perfect equilibrium that is best for us",
        "worst:nk": "In the subgame-perfect equilibrium that is worst for nk, nobody takes a step",
        "best-sum": "In the subgame-perfect equilibrium with the highest sum of payoffs, both sides take their first",
        "earliest-deal": "In the subgame-perfect equilibrium with the earliest deal that is certain, both sides",
        "corner:1": "In the subgame-perfect equilibrium that --all lists as corner 1, both sides",
    }
    for select, lead in leads.items():
        result = talks().solve(select=select)
        assert result.headline.startswith(lead)
        assert result.verdict == talks().solve().verdict
        assert result.certified


def test_other_concepts_have_no_verdict() -> None:
    for name, concept in (("sanctions-until-done", None), ("chicken", None)):
        result = sim.load(name).solve(concept)
        assert result.verdict is None
        assert "verdict" not in result.document
        assert "subgame-perfect equilibria" not in result.line
    assert talks().solve("nash").verdict is None


def test_what_was_not_found_in_time_is_open_and_says_why() -> None:
    game = load("threat", text=json.dumps(THREAT))
    solution = sim.loads(json.dumps(THREAT)).solve().solution
    assert isinstance(solution, PerfectSolution)
    late = Agreement(solution.game, 0.0).verdict
    assert {late.deal, late.breakdown, *late.by_round, *late.steps[0].values()} == {"open"}
    assert (late.payoffs, late.chance, late.lacks, late.settled, late.unique) == (None, None, "time", False, False)
    assert "the time for finding the set of all of them was up" in verdict_sentence(game, late)
    assert not replace(solution, agreement=Agreement(solution.game, 0.0)).agreement.alone


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_sets_from_inside_say_by_themselves_is_what_all_say(seed: int) -> None:
    game = random_game(seed)
    whole, half = judged(game), unfinished_verdict(game, reach(inner_sets(game, Deadline()), LIMIT))
    pairs = [
        (half.deal, whole.deal),
        (half.breakdown, whole.breakdown),
        *zip(half.by_round, whole.by_round, strict=True),
    ]
    pairs += [(half.steps[p][step], word) for p in (0, 1) for step, word in whole.steps[p].items()]
    assert {one for one, _ in pairs} <= {"open", "possible"}
    assert all(word == "possible" for one, word in pairs if one == "possible")


def test_the_list_of_corners_has_text_and_document_of_the_same_numbers() -> None:
    result = talks().solve(every=True)
    assert isinstance(result.solution, CornersSolution)
    document = result.document
    entries, told = document["equilibria"], flat(result.story)
    for entry in entries:
        opened = talks().solve(select=entry["attained_by"])
        assert opened.equilibria[0]["payoffs"] == entry["payoffs"]
        us, nk = (amount(entry["payoffs"][p]) for p in ("us", "nk"))
        assert f"{entry['number']} {us} {nk}" in told
    of = {group: [e["payoffs"] for e in entries if e["of"] == group] for group in ("all", "with_deal", "without_deal")}
    for group in ("with_deal", "without_deal"):
        assert sorted(map(str, document[group])) == sorted(map(str, of[group]))
    assert {"us": 1.0, "nk": 1.0} in document["with_deal"]
    assert {"us": -9.0, "nk": -9.0} in document["without_deal"]
    assert document["verdict"] == talks().solve().verdict
    assert [entry["ending"]["agreement"] for entry in entries if entry["of"] == "without_deal"].count("kept") == 0


def test_one_corner_is_all_that_is_paid_only_where_that_is_proven() -> None:
    """By hand: b's step pays b nothing and costs it 0.5 where a steps, so that one pair of pure actions is left in
    which a, who does not care, steps; where a mixes, b is paid less."""
    game = sim.loads(
        json.dumps(
            {
                "format": 1,
                "title": "Careless",
                "players": {"a": {"patience": 0.9}, "b": {"patience": 0.8}},
                "status_quo": {"a": 0, "b": 0.5},
                "concessions": {
                    "a": [{"id": "x", "effect": {"a": 0, "b": 2}}],
                    "b": [{"id": "y", "effect": {"a": 4, "b": 0.5}}],
                },
                "agreement": {"a": 1, "b": -1},
                "actions": ["concede", "hold_out"],
                "horizon": 1,
            }
        )
    )
    result = game.solve(every=True)
    assert [corner["payoffs"] for corner in result.equilibria] == [{"a": 0, "b": 2.5}]
    # a = 0 for sure; b holds out as long as a steps with chance 1/2 or more, and is then paid from 1.5 on.
    assert result.verdict is not None
    assert result.verdict["payoffs"]["b"] == [1.5, 2.5]
    assert "has 1 corner" in result.line
    assert "pay the same" not in result.line
