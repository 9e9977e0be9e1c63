"""``detente roadmaps``: the document that other programs read, the story, the picture, and what is refused."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.cli.terminal import Run
from tests.study.test_two_games import SWAP

# The example of the format's design, with numbers of its own.
TEXT = """\
format: 1
title: Two and two
players:
  us: {name: United States, patience: 0.90}
  nk: {name: North Korea, patience: 0.85}
status_quo: {us: -3, nk: -2.4}
concessions:
  us:
    - {id: declaration, effect: {us: -0.1, nk: 0.5}, once: {us: -0.2}, after: [nk.freeze]}
    - {id: relief, effect: {us: -0.8, nk: 2}, reversible: true}
  nk:
    - {id: freeze, effect: {us: 0.6, nk: -0.1}, reversible: true}
    - {id: dismantle, effect: {us: 1.5, nk: -0.8}}
agreement: {us: 0.9, nk: 0.4}
breakdown: {payoff: {us: -4, nk: -4}, hazard: 0.05}
horizon: 12
roadmaps:
  dismantle_first: [nk.freeze, nk.dismantle, us.declaration, us.relief]
  hand_in_hand: [[us.declaration, nk.freeze], [us.relief, nk.dismantle]]
  start: [nk.freeze]
"""
PLAYERS = {"us", "nk"}


@pytest.fixture(autouse=True)
def file(detente: Run) -> None:
    Path("two.yaml").write_text(TEXT, encoding="utf-8")


def document(detente: Run, *arguments: str) -> Any:
    done = detente("roadmaps", *arguments, "--json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_the_document_has_the_promised_keys(detente: Run) -> None:
    found = document(detente, "two.yaml")
    assert found["format"] == 1
    assert found["punishment"] == "snapback"
    assert found["certified"] is True
    for entry in [*found["roadmaps"], found["best"]]:
        assert {"name", "order", "patience", "self_enforcing", "binding"} <= entry.keys()
        assert entry["patience"].keys() == entry["binding"].keys() == entry["slack"].keys() == PLAYERS
        for player, binding in entry["binding"].items():
            assert (binding is None) == (entry["patience"][player] == 0)
            assert binding is None or {"round", "step", "deviation"} <= binding.keys()


def test_the_roadmaps_of_the_file_come_first_then_the_standard_ones_that_are_new(detente: Run) -> None:
    found = document(detente, "two.yaml")
    names = [entry["name"] for entry in found["roadmaps"]]
    # nk_first and together are the file's own under other names.
    assert names == ["dismantle_first", "hand_in_hand", "start", "us_first"]
    order = {entry["name"]: entry["order"] for entry in found["roadmaps"]}
    assert order["dismantle_first"] == [["nk.freeze"], ["nk.dismantle"], ["us.declaration"], ["us.relief"]]
    assert [set(steps) for steps in order["hand_in_hand"]] == [
        {"us.declaration", "nk.freeze"},
        {"us.relief", "nk.dismantle"},
    ]
    assert order["start"] == [["nk.freeze"]]


def test_a_standard_roadmap_gives_way_to_a_name_in_the_file(detente: Run) -> None:
    Path("two.yaml").write_text(TEXT.replace("start:", "us_first:"), encoding="utf-8")
    found = document(detente, "two.yaml")["roadmaps"]
    assert [entry["name"] for entry in found] == ["dismantle_first", "hand_in_hand", "us_first", None]


def test_self_enforcing_goes_by_the_players_own_patience(detente: Run) -> None:
    patience = {"us": 0.90, "nk": 0.85}
    for entry in document(detente, "two.yaml")["roadmaps"]:
        held = all(need is not None and need <= patience[p] for p, need in entry["patience"].items())
        assert entry["self_enforcing"] == held
        losses = [slack["value"] for slack in entry["slack"].values() if slack is not None]
        assert entry["self_enforcing"] == (min(losses) >= 0)


def test_the_best_needs_no_more_than_any_that_is_listed(detente: Run) -> None:
    found = document(detente, "two.yaml")
    needs = [max(e["patience"].values()) for e in found["roadmaps"][:2] if None not in e["patience"].values()]
    assert max(found["best"]["patience"].values()) <= min(needs)
    within = found["best_within_prerequisites"]
    assert within["prerequisites_kept"]
    assert max(within["patience"].values()) >= max(found["best"]["patience"].values())
    when = {step: k for k, steps in enumerate(within["order"]) for step in steps}
    assert when["nk.freeze"] < when["us.declaration"]


def test_a_breakdown_instead_of_a_snapback(detente: Run) -> None:
    found = document(detente, "two.yaml", "--punishment", "breakdown")
    assert found["punishment"] == "breakdown"
    # A breakdown pays less than any state, so it threatens more than a snapback.
    softer = document(detente, "two.yaml")
    assert max(found["best"]["patience"].values()) <= max(softer["best"]["patience"].values())
    Path("two.yaml").write_text(TEXT + "punishment: breakdown\n", encoding="utf-8")
    assert document(detente, "two.yaml")["roadmaps"] == found["roadmaps"]


def test_a_hazard_and_walking_away_are_told_everywhere_alike(detente: Run) -> None:
    found = document(detente, "two.yaml", "--hazard", "file", "--walk-away")
    assert (found["hazard"], found["walk_away"], found["certified"]) == (0.05, True, True)
    assert found["roadmaps"] == document(detente, "two.yaml", "--hazard", "1/20", "--walk-away")["roadmaps"]
    assert "hazard" not in found["beside"]["differences"]
    assert "walk_away" not in found["beside"]["differences"]
    plain = document(detente, "two.yaml")
    assert (plain["hazard"], plain["walk_away"]) == (0, False)
    assert {"hazard", "walk_away"} <= set(plain["beside"]["differences"])
    # A breakdown pays less than any state, so that no threshold rises where it is only a threat.
    threatened = document(detente, "two.yaml", "--hazard", "0.3")
    for soft, hard in zip(plain["roadmaps"][:2], threatened["roadmaps"][:2], strict=True):
        assert all(hard["patience"][p] <= soft["patience"][p] for p in PLAYERS)
    story = " ".join(detente("roadmaps", "two.yaml", "--hazard", "0.3", "--walk-away").out.split())
    assert "a round in which nobody takes a step ends the talks with chance 30%" in story
    assert "either side may also walk away" in story
    assert "there is no hazard" not in story


def test_a_hazard_that_is_none_is_refused(detente: Run) -> None:
    for chance, message in (("2", "between 0 and 1"), ("wage", "neither a chance nor 'file'"), ("-1", "between 0 and")):
        done = detente("roadmaps", "two.yaml", f"--hazard={chance}")
        assert done.code != 0
        assert message in done.err
    rounds = TEXT.replace("hazard: 0.05", "hazard: 1/(20 + round)")
    Path("rounds.yaml").write_text(rounds, encoding="utf-8")
    assert "changes from round to round" in detente("roadmaps", "rounds.yaml", "--hazard", "file").err
    Path("none.yaml").write_text(TEXT.replace("breakdown: {", "actions: [concede, hold_out] # {"), encoding="utf-8")
    for option in (("--hazard", "0.1"), ("--walk-away",)):
        assert "the file has no 'breakdown'" in detente("roadmaps", "none.yaml", *option).err


def test_one_reversible_step_each_needs_cost_over_benefit(detente: Run) -> None:
    # (1 - d) b <= b - c, which is d >= c / b; without a snapback's bite no patience is enough.
    text = detente("catalog", "small-steps").out.replace("divisible: true", "reversible: true")
    Path("s.yaml").write_text(text, encoding="utf-8")
    for cost, benefit in [("1", "2"), ("1", "8"), ("3/4", "1")]:
        found = document(detente, "s.yaml", "--set", "peace=0", "--set", f"cost={cost}", "--set", f"benefit={benefit}")
        entry = next(e for e in found["roadmaps"] if e["name"] == "together")
        assert entry["patience"] == dict.fromkeys(("sanctioning", "armed"), float(Fraction(cost) / Fraction(benefit)))
    entry = next(e for e in document(detente, "small-steps")["roadmaps"] if e["name"] == "together")
    assert entry["patience"] == {"sanctioning": None, "armed": None}


def test_small_steps_hold_a_deal_that_one_exchange_cannot(detente: Run) -> None:
    # The last of n parts costs 1/n and completes the agreement, worth 0.3: enough from n = 4 on (derived in the docs).
    rows = document(detente, "small-steps", "--split", "5")["split"]
    assert [row["parts"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["best"] is not None for row in rows] == [False, False, False, True, True]
    story = detente("roadmaps", "small-steps", "--split", "5").out
    assert "in whole steps it cannot" in story


def test_verification_comes_with_the_least_chance_and_its_curve(detente: Run) -> None:
    Path("two.yaml").write_text(TEXT.replace("nk: -0.8}}", "nk: -0.8}, verification: 0.4}"), encoding="utf-8")
    for entry in document(detente, "two.yaml")["roadmaps"][:2]:
        (player,) = entry["verification"]
        assert player == "nk"
        found = entry["verification"]["nk"]
        assert found["step"] == "nk.dismantle"
        needs = [point["needed"] for point in found["curve"] if point["needed"] is not None]
        assert needs == sorted(needs, reverse=True)  # the more the future counts, the less has to be watched
    assert "How well steps must be verified" in detente("roadmaps", "two.yaml").out


def ladders_of_seven() -> str:
    """Seven steps a side, whose frontiers hold more than a point."""
    drawn = Random(0)
    ladders = []
    for own, other in (("us", "nk"), ("nk", "us")):
        steps = [
            f"{{id: s{k}, effect: {{{own}: {-drawn.randint(0, 100) / 100}, {other}: {drawn.randint(0, 200) / 100}}}, "
            f"reversible: {str(drawn.random() < 0.7).lower()}}}"
            for k in range(7)
        ]
        ladders.append(f"{own}: [{', '.join(steps)}]")
    head, _, rest = TEXT.partition("concessions:")
    text = head + f"concessions: {{{', '.join(ladders)}}}\nagreement" + rest.partition("agreement")[2]
    return text.partition("roadmaps:")[0].replace("us: 0.9, nk: 0.4", "us: 1, nk: 1")


def test_a_cut_frontier_is_told(detente: Run) -> None:
    Path("big.yaml").write_text(ladders_of_seven(), encoding="utf-8")
    whole, cut = detente("roadmaps", "small-steps"), detente("roadmaps", "big.yaml", "--frontier", "1")
    assert "left out none of the orders" in whole.out
    assert "cut for size" in cut.out
    assert "left out none" not in cut.out
    assert document(detente, "big.yaml", "--frontier", "1")["certified"] is False
    assert detente("roadmaps", "big.yaml", "--frontier", "1", "--strict", "--quiet").code == 1
    assert document(detente, "big.yaml")["certified"] is True


def test_pictures_and_files_are_written_once(detente: Run) -> None:
    done = detente("roadmaps", "two.yaml", "--split", "2", "--out", "two.svg")
    assert done.code == 0
    drawn = Path("two.svg").read_text(encoding="utf-8")
    for word in ("dismantle_first", "hand_in_hand", "Steps that United States has taken", "Small steps"):
        assert word in drawn
    again = detente("roadmaps", "two.yaml", "--out", "two.svg")
    assert (again.code, again.out) == (1, "")
    assert "--force" in again.err
    assert detente("roadmaps", "two.yaml", "--out", "two.json").code == 0
    assert json.loads(Path("two.json").read_text(encoding="utf-8"))["format"] == 1


def test_the_same_study_draws_the_same_bytes(detente: Run) -> None:
    for name in ("a.png", "b.png"):
        detente("roadmaps", "two.yaml", "--out", name, "--quiet")
    assert Path("a.png").read_bytes() == Path("b.png").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("stag-hunt",), 1, "kind concessions"),
        (("two.yaml", "--punishment", "war"), 2, "snapback, breakdown or worst"),
        (("none.yaml",), 1, "no such file"),
        (("two.yaml", "--out", "x.gif"), 2, "expected a name that ends in"),
        (("two.yaml", "two.yaml", "--out", "x.png"), 2, "takes one file"),
    ],
)
def test_what_cannot_be_done_is_said(detente: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = detente("roadmaps", *arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_a_breakdown_without_its_payoff_cannot_punish(detente: Run) -> None:
    text = TEXT.replace("breakdown: {payoff: {us: -4, nk: -4}, hazard: 0.05}\n", "").replace(
        "horizon: 12", "horizon: 12\nactions: [concede, hold_out]"
    )
    Path("two.yaml").write_text(text, encoding="utf-8")
    done = detente("roadmaps", "two.yaml", "--punishment", "breakdown")
    assert (done.code, done.out) == (1, "")
    assert "'breakdown'" in done.err


def test_several_files_are_one_list_and_quiet_is_a_line_each(detente: Run) -> None:
    found = document(detente, "two.yaml", "small-steps")
    assert [d["scenario"] for d in found] == ["Two and two", "A deal in small steps"]
    lines = detente("roadmaps", "two.yaml", "small-steps", "--quiet").out.splitlines()
    assert len([line for line in lines if line]) == 2


def test_run_and_roadmaps_say_the_same_of_their_two_games_in_text_and_data(detente: Run) -> None:
    """The hazard alone keeps both to the order (see tests/study/test_two_games.py, by hand)."""
    Path("swap.yaml").write_text(SWAP.replace("HAZARD", "0.3"), encoding="utf-8")
    solved, agreed = (json.loads(detente(c, "swap.yaml", "--json").out) for c in ("run", "roadmaps"))
    assert solved["beside"] == agreed["beside"]
    assert solved["beside"]["solved"] == {"complete_at_end": True, "order": [["a.x"], ["b.y"]]}
    assert solved["beside"]["agree_without"] == [["hazard"]]
    assert not solved["beside"]["agree"]
    assert set(agreed["notes"]) <= set(solved["notes"])
    for command in ("run", "roadmaps"):
        told = " ".join(detente(command, "swap.yaml").out.split())
        assert all(note in told for note in agreed["notes"])
    assert any("gains by taking back “x” in round 2. Without the hazard" in note for note in agreed["notes"])
