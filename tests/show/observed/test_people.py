"""What people did beside every prediction: numbers by hand from the counts, and sentences that no counts break."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.api.lessons import make_lesson
from sim.scenario.load import load
from sim.show.observed.beside import Beside, beside
from sim.show.shown import shown
from sim.study.observed.best_reply import best_replies
from tests.scenario.test_observed import MATRIX, OFFERS, TREE, observed


def found(text: str, **values: object) -> tuple[Beside, ...]:
    game = sim.loads(text, **values)
    result = game.solve()
    return beside(game.scenario, result.solution, shown(game.scenario, result.solution).entries())


def test_the_best_offer_to_observed_responders_is_worked_out_from_their_counts() -> None:
    # 3 of four parts taken by 1013 of 1430, or 2 taken by 1417 of 1430.
    (reply,) = best_replies(load("ultimatum"), load("ultimatum").observed[0])
    assert reply.worths == {
        "keep 4": None,
        "keep 3": Fraction(3 * 1013, 1430),
        "keep 2": Fraction(2 * 1417, 1430),
    }
    assert (reply.best, reply.unknown) == (("keep 3",), ("keep 4",))


def test_stag_pays_four_times_its_share_against_people() -> None:
    scenario = load("x.yaml", text=observed("{counts: {stag: 30, hare: 10}}"))
    one, two = best_replies(scenario, scenario.observed[0])
    assert one.worths == two.worths == {"stag": 3, "hare": 3}
    assert one.best == ("stag", "hare")


def test_who_was_not_met_tells_nothing() -> None:
    scenario = load("x.yaml", text=observed("{at: start, counts: {offer: 3}}", TREE))
    assert best_replies(scenario, scenario.observed[0]) == ()


# (50 - reward) / (50 - 25), Friedman (1971); counts of Dal Bó and Fréchette (2011).
@pytest.mark.parametrize(
    ("reward", "patience", "held", "began"),
    [
        (40, "0.5", "can hold itself from a patience of 0.4 on, and here it is 0.5", "21.9% (134 of 612)"),
        (32, "0.5", "cannot hold itself, since it takes a patience of 0.72, and here it is 0.5", "6% (22 of 364)"),
        (48, "0.75", "can hold itself from a patience of 0.08 on, and here it is 0.75", "97.6% (367 of 376)"),
    ],
)
def test_a_treatment_stands_beside_its_threshold(reward: int, patience: str, held: str, began: str) -> None:
    told = f"“cooperate, cooperate” {held}; of the people observed {began} began so."
    result = sim.load("laboratory-dilemma", reward=reward, patience=patience).solve()
    assert told in result.brief.answer
    assert told in " ".join(result.story.split())
    (here,) = (one for one in result.document["observed"] if one["at_these_values"])
    assert here["settings"] == {"patience": float(patience), "reward": reward}
    assert here["choices"][0]["held"]["cooperate"]["critical_patience"] == [(50 - reward) / 25] * 2


def test_at_values_that_nobody_played_with_that_is_said() -> None:
    result = sim.load("laboratory-dilemma", reward=44).solve()
    assert "People were observed at other values" in " ".join(result.story.split())
    assert not any("observed" in told for told in result.brief.answer)
    assert not any(one["at_these_values"] for one in result.document["observed"])


def test_all_equilibria_stand_beside_a_share() -> None:
    text = observed("{player: a, counts: {stag: 30, hare: 10}}")
    told = " ".join(sim.loads(text).solve().story.split())
    assert "75% (30 of 40) chose “stag”; in the equilibria the chance of it is 0%, 75% or 100%" in told


def test_an_offer_stands_beside_the_share_that_is_accepted() -> None:
    text = observed("{offered: {0.5: 30, 0.4: 10}, accepted: {0.5: 29}}", OFFERS)
    result = sim.loads(text).solve()
    # The second offers nothing, so the first leaves the other side 0.9 of what it waits for.
    assert result.document["observed"][0]["choices"][0]["predicted"] == pytest.approx([0.9])
    assert "offered 47.5% of the surplus on average in 40 offers; in equilibrium it is 90%" in " ".join(
        result.story.split()
    )


def test_people_stand_in_explanations_lessons_and_memos() -> None:
    game = sim.load("ultimatum")
    told = "70.8% (1,013 of 1,430)"
    result = game.solve()
    assert told in " ".join(str(result.explain("brief")).split())
    assert told in " ".join(answer for answer in result.in_memo.answer)
    lesson = make_lesson(game)
    assert told in lesson.page
    assert told not in lesson.handout


def test_a_class_is_told_what_others_did_in_its_game(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from sim.cli.upkeep.commands import app  # type: ignore[attr-defined]

    run = CliRunner()
    played = ["play", "ultimatum", "--as", "proposer", "--sessions", str(tmp_path)]
    assert run.invoke(app, played, input="keep 3\n").exit_code == 0
    told = run.invoke(app, ["play", "--summary", str(tmp_path)]).output
    assert "What others did" in told
    assert "70.8% (1,013 of 1,430)" in " ".join(told.split())
    (summary,) = json.loads(run.invoke(app, ["play", "--summary", str(tmp_path), "--json"]).stdout)["scenarios"]
    assert summary["observed"][0]["best_replies"][0]["best"] == ["keep 3"]


def test_counts_change_no_result() -> None:
    with_people, without = (
        sim.loads(text).solve().document for text in (observed("{counts: {stag: 3, hare: 1}}"), MATRIX)
    )
    assert {key: with_people[key] for key in without if key not in ("sha256", "file")} == {
        key: value for key, value in without.items() if key not in ("sha256", "file")
    }


def test_the_precision_that_fits_matching_shares_is_that_of_play_with_errors() -> None:
    # At precision 1 in a symmetric stag hunt with 4, 0, 3, 3 play with errors p solves p = 1 / (1 + exp(3 - 4 p)).
    from math import exp

    p = 0.5
    for _ in range(200):
        p = 1 / (1 + exp(3 - 4 * p))
    text = observed(f"{{counts: {{stag: {round(p * 10**8)}, hare: {round((1 - p) * 10**8)}}}}}")
    quantal = sim.loads(text).solve().document["observed"][0]["quantal"]
    assert quantal["precision"] == pytest.approx(1, abs=1e-3)


REPEATED = f"{MATRIX}repeat: {{rounds: infinite}}\n"
COUNTS = st.integers(0, 10**9)


@settings(max_examples=40, deadline=None)
@given(one=COUNTS, two=COUNTS, which=st.sampled_from(["matrix", "tree", "offers", "repeated"]))
def test_no_counts_break_a_sentence(one: int, two: int, which: str) -> None:
    text = {
        "matrix": observed(f"{{player: a, counts: {{stag: {one}, hare: {two}}}}}"),
        "tree": observed(f"{{at: offered, counts: {{accept: {one}, refuse: {two}}}}}", TREE),
        "offers": observed(f"{{offered: {{0.5: {one}, 0: {two}}}, accepted: {{0.5: {one // 2}}}}}", OFFERS),
        "repeated": observed(f"{{round: 1, counts: {{stag: {one}, hare: {two}}}}}", REPEATED),
    }[which]
    if one + two == 0:
        with pytest.raises(sim.ScenarioError, match="nothing was counted"):
            sim.loads(text)
        return
    told = " ".join(one.study.source for one in found(text)) + sim.loads(text).solve().story
    assert "What people did" in told
    assert not re.search(r"nan|None|inf\b|  \.|\(\)|“”", told.partition("What people did")[2])
    shares = sim.loads(text).solve().document["observed"][0]["choices"][0]["shares"]
    assert sum(shares.values()) == pytest.approx(1)


def test_scenarios_side_by_side_have_what_people_did_there() -> None:
    found = sim.compare("ultimatum", "chicken")
    (row,) = (row for row in found if row["question"] == "people: Responder, offered 1: “accept”")
    assert row["Ultimatum"] == "70.8% (1,013 of 1,430)"  # the counts of Heffner and FeldmanHall (2022)
    assert row["Chicken"] == ""


def test_a_tree_has_the_shares_on_its_branches() -> None:
    drawn = sim.load("ultimatum").solve().plot().svg
    assert "accept, people 70.8%" in drawn
    assert "share of those observed there" in drawn
