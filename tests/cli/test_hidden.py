"""Files with hidden types on the command line: stories, documents, pictures, exports and messages."""

from __future__ import annotations

import json
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.catalog import find
from tests.cli.terminal import Done, Run
from tests.cli.test_commands import compare_with_file

TREE = """format: 1
kind: tree
title: Beer or quiche
players: {stranger: {name: Stranger}, bully: {name: Bully}}
parameters: {likes_beer: 1, is_weak: 0, strong: 0.9}
tree: {player: stranger, infoset: breakfast, actions: {
  beer: {player: bully, infoset: sees beer,
    actions: {fight: {payoffs: [likes_beer, is_weak]}, leave: {payoffs: [2 + likes_beer, 1 - is_weak]}}},
  quiche: {player: bully, infoset: sees quiche,
    actions: {fight: {payoffs: [1 - likes_beer, is_weak]}, leave: {payoffs: [3 - likes_beer, 1 - is_weak]}}}}}
types: {stranger: {strong: {probability: strong},
                   weak: {name: a weakling, probability: 1 - strong, set: {likes_beer: 0, is_weak: 1}}}}
"""
MATRIX = """format: 1
kind: matrix
title: Trust or arm
parameters: {tempt: 2, x: {value: 0.6, min: 0, max: 1}}
players: {us: {name: US, actions: [trust, arm]}, nk: {name: NK, actions: [trust, arm]}}
payoffs: [[[3, 3], [0, tempt]], [[2, 0], [1, 1]]]
types: {nk: {sincere: {probability: x}, stalling: {probability: 1 - x, set: {tempt: 4}}}}
"""
GESTURE = """format: 1
title: A gesture and an answer
players: {us: {name: United States, patience: 0.9}, nk: {name: North Korea, patience: 0.8}}
parameters: {size: {value: 0.5, min: 0, max: 2}, back: 1, often: 0.4}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: relief, name: Relief, effect: {us: -back, nk: 2}, after: [nk.freeze]}]
  nk: [{id: freeze, name: Freeze, effect: {us: 0.5, nk: -size}}]
agreement: {us: 0.5, nk: 0}
actions: [concede, hold_out]
moves: alternating
first: nk
horizon: 2
types: {nk: {sincere: {probability: often, set: {back: -1}},
             stalling: {name: playing for time, probability: 1 - often, set: {size: 1.8}}}}
"""
FAKES = """format: 1
title: A freeze that may be faked
players: {us: {name: United States, patience: 0.9}, nk: {name: North Korea, patience: 0.8}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: relief, name: Relief, effect: {us: -1, nk: 2}, after: [nk.freeze]}]
  nk: [{id: freeze, name: Freeze, effect: {us: 2, nk: -1}, verification: 0.4}]
actions: [concede, hold_out]
moves: alternating
first: nk
horizon: 3
"""
FILES = {"tree": TREE, "matrix": MATRIX, "gesture": GESTURE, "fakes": FAKES}
TYPED = ["tree", "matrix", "gesture"]


@pytest.fixture(autouse=True)
def files(detente: Run) -> None:
    """Each file in the folder that commands run in."""
    for name, text in FILES.items():
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
    (Path("infinite.yaml")).write_text(GESTURE.replace("horizon: 2", "horizon: infinite"), encoding="utf-8")
    (Path("long.yaml")).write_text(GESTURE.replace("horizon: 2", "horizon: 150"), encoding="utf-8")
    large = GESTURE.replace("hold_out]", "hold_out, renege]").replace("horizon: 2", "horizon: 40")
    Path("large.yaml").write_text(large.replace("effect", "reversible: true, effect"), encoding="utf-8")


def document(detente: Run, *arguments: str) -> dict[str, Any]:
    done = detente("run", *arguments, "--json")
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


def posterior(prior: dict[str, float], chance: dict[str, float]) -> dict[str, float]:
    """Bayes' rule: what is believed after something that happens with these chances."""
    total = sum(prior[t] * chance[t] for t in prior)
    return {t: prior[t] * chance[t] / total for t in prior}


def same(one: dict[str, float], other: dict[str, float]) -> bool:
    return all(isclose(one.get(t, 0), other.get(t, 0), abs_tol=1e-12) for t in {*one, *other})


@pytest.mark.parametrize("prior", ["0.9", "0.3"])
def test_beliefs_of_a_tree_follow_from_the_printed_strategies_by_bayes_rule(detente: Run, prior: str) -> None:
    found = document(detente, "tree.yaml", "--set", f"strong={prior}")
    assert (found["kind"], found["concept"]) == ("tree", "pbe")
    start = {"strong": float(prior), "weak": 1 - float(prior)}
    for e in found["equilibria"]:
        sends = {t: e["strategies"]["stranger"][f"{t}: breakfast"] for t in start}
        reached = {m: {t: sends[t].get(m, 0.0) for t in start} for m in ("beer", "quiche")}
        for message, chance in reached.items():
            if any(chance.values()):
                assert same(e["beliefs"][f"sees {message}"], posterior(start, chance))
        shapes = {tuple(sorted(at.items())) for at in sends.values()}
        assert e["class"] == e["classes"]["stranger"]
        assert (e["class"] == "pooling") == (len(shapes) == 1)


def test_the_intuitive_criterion_keeps_beer_and_removes_quiche(detente: Run) -> None:
    """Cho and Kreps 1987, section II, with the type as a type of the file."""
    kept = {}
    for e in document(detente, "tree.yaml")["equilibria"]:
        (message,) = e["strategies"]["stranger"]["strong: breakfast"]
        kept[message] = e["intuitive_criterion"]
    assert kept == {
        "beer": {"keeps": True, "objection": None},
        "quiche": {"keeps": False, "objection": {"message": "beer", "type": "strong"}},
    }
    story = " ".join(detente("run", "tree.yaml").out.split())
    assert "“a weakling” could only lose by “beer”" in story
    assert "intuitive" not in detente("run", "tree.yaml", "--solve", "bayes-nash").out
    assert "intuitive_criterion" not in document(detente, "tree.yaml", "--solve", "bayes-nash")["equilibria"][0]


def test_the_intuitive_criterion_is_for_concession_games_of_one_step_each_as_well(detente: Run) -> None:
    """The freeze costs those who play for time 1.8 and relief brings them at most 0.8 * 2, so that it is no sign of
    them; the sincere gain 1.6 - 0.5 by it, and for them relief pays the United States."""
    removed = {e["class"]: e["intuitive_criterion"] for e in document(detente, "gesture.yaml")["equilibria"]}
    assert removed["separating"]["keeps"]
    assert removed["pooling"]["objection"] == {"message": "concede", "type": "sincere"}
    story = " ".join(detente("run", "gesture.yaml").out.split())
    assert "“playing for time” could only lose by taking the step “Freeze”" in story
    assert "intuitive_criterion" not in document(detente, "korea/reassurance")["equilibria"][0]


@pytest.mark.parametrize(
    ("name", "hides"), [("korea/reassurance", "nk"), ("korea/mixed-signals", "us"), ("gesture.yaml", "nk")]
)
def test_trust_follows_from_the_printed_strategies_by_bayes_rule(detente: Run, name: str, hides: str) -> None:
    found = document(detente, name)
    assert (found["concept"], found["kind"]) == ("pbe", "concessions")
    assert {"first_steps", "notes", "complete"} <= found.keys()
    for e in found["equilibria"]:
        does = {(s["type"], s["round"], str(s["state"])): s["actions"] for s in e["strategies"][hides]}
        assert len(does) == len(e["strategies"][hides])
        start = e["trust"]["prior"][hides]
        assert sum(start.values()) == pytest.approx(1)
        chances = 0.0
        for course in e["trust"]["courses"]:
            chances += course["chance"]
            belief, ways = dict(start), dict.fromkeys(start, 1.0)
            for seen in course["rounds"]:
                if hides in seen["actions"]:
                    at = {t: does[t, seen["round"], str(seen["state"])].get(seen["actions"][hides], 0.0) for t in start}
                    belief = posterior(belief, at)
                    ways = {t: ways[t] * at[t] for t in start}
                assert same(seen["beliefs"][hides], belief)
            assert same(posterior(start, course["types"][hides]), posterior(start, ways))
        assert chances == pytest.approx(1)
        assert sum(e["trust"]["endings"].values()) == pytest.approx(1)
        expected = sum(start[t] * v for t, v in e["payoffs_by_type"][hides].items())
        assert expected == pytest.approx(e["payoffs"][hides])


def test_payoffs_by_type_of_a_matrix_game_are_those_against_the_printed_strategies(detente: Run) -> None:
    found = document(detente, "matrix.yaml")
    assert (found["concept"], len(found["equilibria"])) == ("bayes-nash", 3)
    for e in found["equilibria"]:
        trust = e["strategies"]["us"]["us"].get("trust", 0.0)
        for kind, tempt in (("sincere", 2), ("stalling", 4)):
            own = e["strategies"]["nk"][f"nk {kind}"].get("trust", 0.0)
            worth = own * 3 * trust + (1 - own) * (tempt * trust + 1 - trust)
            assert e["payoffs_by_type"]["nk"][kind] == pytest.approx(worth)
        assert e["beliefs"]["us"] == {"sincere": 0.6, "stalling": 0.4}


@pytest.mark.parametrize("name", ["korea/reassurance", "korea/mixed-signals"])
def test_the_stories_about_first_steps_are_those_on_file(detente: Run, name: str) -> None:
    compare_with_file(detente("reassurance", name).out, f"{name.rpartition('/')[2]}-first-steps")


def test_first_steps_have_a_line_a_document_and_a_file(detente: Run) -> None:
    assert detente("reassurance", "gesture.yaml", "--quiet").out.count("\n") == 1
    told = json.loads(detente("reassurance", "gesture.yaml", "--by", "size", "--json").out)
    assert {"format", "scenario", "separating", "sizes"} <= told.keys()
    assert [sized["name"] for sized in told["sizes"]] == ["size"]
    assert detente("reassurance", "gesture.yaml", "--out", "told.txt").code == 0
    assert Path("told.txt").read_text(encoding="utf-8") == detente("reassurance", "gesture.yaml").out


@pytest.mark.parametrize("name", FILES)
def test_run_is_strict_quiet_and_checked(detente: Run, name: str) -> None:
    assert detente("run", f"{name}.yaml", "--strict", "--quiet").out.count("\n") == 1
    assert detente("check", f"{name}.yaml").out.startswith(f"{name}.yaml: ok")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_every_kind_has_a_picture(detente: Run, name: str, suffix: str) -> None:
    view = "beliefs" if name in ("tree", "matrix") else "trust"
    assert detente("plot", f"{name}.yaml", "--view", view, "--out", f"p.{suffix}") == Done(0, f"p.{suffix}\n", "")
    assert detente("plot", f"{name}.yaml", "--out", f"q.{suffix}").code == 0
    assert Path(f"p.{suffix}").read_bytes() == Path(f"q.{suffix}").read_bytes()


@pytest.mark.parametrize("name", [*FILES, "reassurance"])
def test_games_of_hidden_information_are_exported_as_trees(detente: Run, name: str) -> None:
    file = f"{name}.yaml" if name in FILES else name
    done = detente("export", file, "--out", "game.efg")
    assert done == Done(0, "game.efg\n", "")
    text = Path("game.efg").read_text(encoding="utf-8")
    assert text.startswith("EFG 2 R")
    assert text == detente("export", file).out
    refused = detente("export", file, "--out", "game.nfg")
    assert (refused.code, refused.out) == (2, "")
    assert "written as .efg" in refused.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        *[(["run", f"{name}.yaml", "--solve", "subgame-perfect"], 2, "is solved for") for name in TYPED],
        *[(["run", f"{name}.yaml", "--solve", "stackelberg"], 2, "with hidden types is solved for") for name in TYPED],
        (["run", "gesture.yaml", "--all"], 2, "--all: it is for subgame-perfect equilibria"),
        (["plot", "gesture.yaml", "--view", "lattice"], 2, "its views are trust"),
        (["plot", "matrix.yaml", "--view", "trust"], 2, "its views are beliefs"),
        (["reassurance", "fakes.yaml"], 1, "the file has none"),
        (["reassurance", "matrix.yaml"], 1, "concession games with hidden types"),
        (["reassurance", "gesture.yaml", "--by", "back"], 1, "'back' needs a min and a max"),
        (["reassurance", "gesture.yaml", "--by", "bakc"], 1, "no parameter 'bakc'"),
        (["reassurance", "gesture.yaml", "--set", "often=0"], 1, "the chance of 'sincere' is 0"),
        (["reassurance", "gesture.yaml", "--select", "best"], 2, "--select"),
        (["run", "infinite.yaml"], 1, "infinite.yaml:14:8: types: hidden types are solved for games with a last round"),
        (["run", "long.yaml"], 1, "long.yaml:13:1: horizon: 150 rounds are too many"),
        (["run", "large.yaml"], 1, "large.yaml:13:1: horizon: the game tree would have"),
        (["plot", "large.yaml"], 1, "large.yaml:13:1: horizon: the game tree would have"),
        (["check", "large.yaml"], 1, "large.yaml:13:1: horizon: the game tree would have"),
        (["export", "large.yaml"], 1, "large.yaml:13:1: horizon: the game tree would have"),
        (["simulate", "matrix.yaml"], 1, "not of kind matrix"),
        (["roadmaps", "tree.yaml"], 1, "not tree"),
        (["tournament", "tree.yaml"], 1, "not of kind tree"),
    ],
)
def test_what_cannot_be_done_is_said_on_standard_error(
    detente: Run, arguments: list[str], code: int, message: str
) -> None:
    done = detente(*arguments)
    assert (done.code, done.out) == (code, "")
    assert message in " ".join(done.err.split())


@pytest.mark.parametrize("arguments", [("--set", "often=0"), ("--set", "often=1"), ("--set", "size=0")])
def test_chances_of_zero_and_one_are_solved(detente: Run, arguments: tuple[str, str]) -> None:
    found = document(detente, "gesture.yaml", *arguments)
    assert all(e["regret"] == 0 for e in found["equilibria"])
    if arguments[1] != "size=0":
        assert all(e["class"] is None for e in found["equilibria"])
    assert detente("plot", "gesture.yaml", *arguments, "--out", "p.png").code == 0


@pytest.mark.parametrize("command", [["simulate", "--runs", "10"], ["tournament", "--runs", "2"], ["roadmaps"]])
def test_agents_and_roadmaps_say_that_they_leave_types_out(detente: Run, command: list[str]) -> None:
    said = "The file has hidden types. They are left out here"
    assert said in " ".join(detente(*command, "gesture.yaml").out.split())
    assert said not in " ".join(detente(*command, "fakes.yaml").out.split())


def test_compare_takes_games_of_hidden_information_with_others(detente: Run) -> None:
    done = detente("compare", "gesture.yaml", "fakes.yaml", "chicken")
    assert done.code == 0
    assert "A gesture and an answer" in done.out.splitlines()[0]
    several = json.loads(detente("compare", "tree.yaml", "matrix.yaml", "--json").out)
    assert [s["scenario"] for s in several["scenarios"]] == ["Beer or quiche", "Trust or arm"]


def test_bundled_games_of_hidden_information_are_found_by_name() -> None:
    assert find("reassurance") == find("korea/reassurance")
