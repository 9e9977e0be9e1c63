"""What programs read: one document on standard output, with the documented keys and no others."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sim.scenario.catalog import entries
from sim.scenario.load import load
from sim.scenario.schema import json_schema
from tests.cli.terminal import ROOT, Run

CLASS = ROOT / "docs" / "examples" / "class"
NAMES = [entry.name.rpartition("/")[2] for entry in entries()]
DOCUMENT = {"format", "scenario", "file", "sha256", "settings", "kind", "concept", "complete", "equilibria", "notes"}
PERFECT = {"payoffs", "strategies", "regret", "path", "path_chance", "ending", "endings"}
NASH = {"payoffs", "strategies", "regret", "path", "component", "index", "strict", "admissible"}
TREE = {"payoffs", "strategies", "regret", "path"}
REPEATED = {"payoffs", "strategies", "threat", "critical_patience", "regret", "path"}
CORNER = PERFECT | {"number", "of", "attained_by"}
VERDICT = {"deal", "by_round", "steps", "breakdown", "payoffs", "earliest", "latest", "chance", "survives_slips"} | {
    "settled",
    "unique",
    "has_deal",
    "lacks",
    "chance_attained",
}
WORDS = {"certain", "possible", "impossible", "open"}
PLAYED = TREE | {"next_best"}
HIDDEN = PLAYED | {"payoffs_by_type", "class", "classes", "beliefs", "trust", "ending", "endings"}
HIDDEN_NAMES = {"covert-production", "hostage-exchange", "intrusion", "mixed-signals", "reassurance"}
PROFILE = PLAYED | {"payoffs_by_type", "class", "classes", "beliefs", "outcome"}
DEMANDS = TREE | {"agreement", "shares"}
KINDS = {
    "issues": ("bargaining", {"solution", "package", "payoffs", "strategies", "path"}),
    "options": ("stability", {"taken", "stable", "equilibrium"}),
    "concessions": ("subgame-perfect", PERFECT),
    "matrix": ("nash", NASH),
    "tree": ("subgame-perfect", PLAYED),
    "offers": ("subgame-perfect", TREE | {"grid"}),
}

COMMITMENT = {
    "concessions": {"leader", "without_commitment", "punishment", "temptations"},
    "matrix": {"leader", "without_commitment", "pure", "temptation"},
    "tree": {"leader", "without_commitment"},
}


def document(detente: Run, *arguments: str) -> Any:
    done = detente(*arguments, "--json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


OF_KIND = {
    "issues": {"frontier", "packages", "solutions", "walk_away", "with_lots"},
    "options": {"states", "coalitions"},
}
"""What documents of a kind have besides."""


@pytest.mark.parametrize("name", NAMES)
def test_a_document_has_the_documented_keys_and_no_others(detente: Run, name: str) -> None:
    found = document(detente, "run", name)
    repeated = found["concept"] == "repeated"
    degenerate = found["kind"] == "matrix" and any("degenerate" in note for note in found["notes"])
    more = {"repeated"} if repeated else {"nash_subsets"} if degenerate else set()
    bound = found["concept"] == "stackelberg"
    priced = name in ("coase", "strike")
    hidden = found["concept"] == "pbe" and not priced
    assert hidden == (name in HIDDEN_NAMES)
    if priced:
        more = {"committed", "by_rounds", "any_value"}
    demands = name == "deadline-demands"
    if demands:
        more = {"agreement", "rounds", "payoffs", "payoff_pairs"}
    if hidden and "\ntypes:" in Path(found["file"]).read_text(encoding="utf-8"):
        more = {"first_steps"}
    if found["concept"] == "subgame-perfect" and "beside" in found:
        assert found["kind"] == "concessions"
        assert not found["beside"]["agree"] or "roadmaps:" in Path(found["file"]).read_text(encoding="utf-8")
        more = {"beside"}
    if bound:
        more = COMMITMENT[found["kind"]]
    if found["kind"] == "concessions" and found["concept"] in ("subgame-perfect", "markov-perfect"):
        more = more | {"verdict"}
        assert found["verdict"].keys() == VERDICT
        assert found["verdict"]["payoffs"].keys() == found["equilibria"][0]["payoffs"].keys()
        words = [found["verdict"]["deal"], found["verdict"]["breakdown"], *found["verdict"]["by_round"]]
        words += [word for own in found["verdict"]["steps"].values() for word in own.values()]
        assert set(words) <= WORDS
    text = Path(found["file"]).read_text(encoding="utf-8")
    more = more | {key for key in ("observed", "profile") if f"\n{key}:" in text}
    assert found.keys() == DOCUMENT | more | OF_KIND.get(found["kind"], set())
    assert found["format"] == 1
    assert found["settings"] == {}
    assert isinstance(found["complete"], bool)
    assert all(isinstance(note, str) for note in found["notes"])
    assert found["equilibria"]
    concept, keys = ("repeated", REPEATED) if repeated else KINDS[found["kind"]]
    if bound:
        concept, keys = "stackelberg", PERFECT if found["kind"] == "concessions" else TREE
    if hidden:
        concept, keys = "pbe", HIDDEN
    if priced:
        concept, keys = "pbe", TREE | {"trade", "mean_round"}
    if name == "outside-option":
        keys = keys | {"endings"}
    if demands:
        keys = DEMANDS
    if found["concept"] == "bayes-nash":
        concept, keys = "bayes-nash", PROFILE
        assert name in ("double-auction", "first-price")
    endless = found["concept"] == "markov-perfect"
    assert endless == (name in ("war-of-attrition", "brinkmanship"))
    assert found["concept"] == ("markov-perfect" if endless else concept)
    if found["kind"] == "options":
        assert all(state.keys() == keys for state in found["equilibria"])
        return  # nothing is paid
    for equilibrium in found["equilibria"]:
        assert equilibrium.keys() - {"off_path_ranges", "off_path_beliefs"} == keys  # only where they may vary
        assert len(equilibrium["payoffs"]) == 2
        if found["kind"] == "issues":  # a division is no play: it has no strategies and no regret
            assert equilibrium["strategies"] == {}
            continue
        assert demands or equilibrium["payoffs"].keys() == equilibrium["strategies"].keys()
        assert 0 <= equilibrium["regret"] < 1e-9


TALKS = [
    name
    for name, entry in zip(NAMES, entries(), strict=True)
    if "korea" in entry.name and load(entry.path).kind == "concessions"
]


@pytest.mark.parametrize("name", TALKS)
def test_rounds_states_and_chances_of_a_document_fit_together(detente: Run, name: str) -> None:
    equilibrium, *others = document(detente, "run", name, "--all-states")["equilibria"]
    for k, step in enumerate(equilibrium["path"]):
        assert step.keys() - {"costs"} == {"round", "state", "actions", "payoffs"}
        assert step["round"] == k
        assert name in HIDDEN_NAMES or step["costs"].keys() == step["actions"].keys()
    if name in HIDDEN_NAMES:
        return  # what else they have is tested where hidden games are
    assert not others
    for entries_ in equilibrium["strategies"].values():
        for entry in entries_:
            assert entry.keys() - {"leader"} == {"round", "state", "actions"}
            assert entry["state"].keys() == {"us", "nk"}
            assert math.isclose(sum(entry["actions"].values()), 1, abs_tol=1e-9)
    keys = {"kind", "chance", "mean_round", "agreement", "by", "complete", "broken"}
    assert all(ending.keys() == keys for ending in equilibrium["endings"])
    assert math.isclose(sum(ending["chance"] for ending in equilibrium["endings"]), 1, abs_tol=1e-9)
    assert 0 < equilibrium["path_chance"] <= 1


@pytest.mark.parametrize("name", ["chicken", "battle-of-the-sexes", "matching-pennies"])
def test_mixed_strategies_add_up_to_one(detente: Run, name: str) -> None:
    for equilibrium in document(detente, "run", name)["equilibria"]:
        for strategy in equilibrium["strategies"].values():
            assert math.isclose(sum(strategy.values()), 1, abs_tol=1e-12)


def test_a_document_names_the_file_its_hash_and_what_was_set(detente: Run) -> None:
    path = next(entry.path for entry in entries() if entry.name == "textbook/chicken")
    text = path.read_bytes()
    Path("my.yaml").write_bytes(text)
    found = document(detente, "run", "my.yaml", "--set", "gain=1/2", "-s", "crash = 20")
    assert found["file"] == "my.yaml"
    assert found["sha256"] == hashlib.sha256(text).hexdigest()
    assert found["settings"] == {"crash": "20", "gain": "1/2"}


def test_the_later_of_two_settings_counts(detente: Run) -> None:
    assert document(detente, "run", "chicken", "--set", "gain=1", "--set", "gain=2")["settings"] == {"gain": "2"}


def test_several_files_are_one_list_in_the_order_given(detente: Run) -> None:
    found = document(detente, "run", "stag-hunt", "chicken", "stag-hunt")
    assert [d["scenario"] for d in found] == ["Stag hunt", "Chicken", "Stag hunt"]


def test_the_documents_of_all_equilibria_and_of_one_of_them_have_their_keys(detente: Run) -> None:
    found = document(detente, "run", "small-steps", "--all")
    assert found.keys() == DOCUMENT | {
        "verdict",
        "with_deal",
        "without_deal",
        "bounds",
        "with_deal_bounds",
        "without_deal_bounds",
    }
    assert [corner.keys() for corner in found["equilibria"]] == [CORNER]
    opened = document(detente, "run", "small-steps", "--show", "1")
    assert opened.keys() == DOCUMENT | {"verdict"}
    (entry,) = opened["equilibria"]
    assert entry.keys() == PERFECT
    assert all(d.keys() == {"round", "state", "actions", "worth"} for own in entry["strategies"].values() for d in own)
    assert entry["payoffs"] == found["equilibria"][0]["payoffs"]
    refused = detente("run", "small-steps", "--show", "1", "--select", "welfare")
    assert (refused.code, refused.out) == (2, "")


def test_other_commands_give_one_document_with_a_version(detente: Run) -> None:
    checked = document(detente, "check", "chicken", "stalled")
    assert checked.keys() == {"format", "files"}
    assert [f.keys() for f in checked["files"]] == [
        {"file", "valid", "kind", "rows", "columns", "errors", "warnings"},
        {"file", "valid", "kind", "states", "rounds", "decision points", "errors", "warnings"},
    ]
    compared = document(detente, "compare", "chicken", "stalled")
    assert compared.keys() == {"format", "scenarios"}
    assert [d.keys() for d in compared["scenarios"]] == [DOCUMENT, DOCUMENT | {"verdict"}]
    listed = document(detente, "catalog")
    assert listed.keys() == {"format", "scenarios"}
    assert [d["name"] for d in listed["scenarios"]] == [entry.name for entry in entries()]
    assert all(d.keys() == {"name", "title", "kind", "summary", "topic", "question"} for d in listed["scenarios"])


def test_a_check_that_fails_still_gives_its_document(detente: Run) -> None:
    Path("bad.yaml").write_text("format: 1\n", encoding="utf-8")
    done = detente("check", "chicken", "bad.yaml", "none.yaml", "--json")
    assert done.code == 1
    good, bad, none = json.loads(done.out)["files"]
    assert (good["valid"], good["errors"]) == (True, [])
    assert not bad["valid"]
    assert not none["valid"]
    assert {(e["line"], e["column"], e["message"]) for e in bad["errors"]} >= {(1, 1, "this key is missing")}
    assert [e["line"] for e in none["errors"]] == [0]
    assert none["errors"][0]["message"].startswith("there is no such file")
    assert "bad.yaml:1:1: " in done.err
    assert "none.yaml: there is no such file" in done.err


def test_the_schema_that_is_printed_is_the_one_that_validates(detente: Run) -> None:
    done = detente("schema")
    assert (done.code, done.err) == (0, "")
    schema = json.loads(done.out)
    assert schema == json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert detente("schema", "--out", "s.json") == (0, "", "")
    assert json.loads(Path("s.json").read_text(encoding="utf-8")) == schema


def test_numbers_are_never_nan_or_infinite(detente: Run) -> None:
    text = next(e.path for e in entries() if e.name == "textbook/chicken").read_text(encoding="utf-8")
    Path("large.yaml").write_text(text.replace("[[0, 0]", "[[1e300, 0]"), encoding="utf-8")
    done = detente("run", "large.yaml", "--json")
    if done.code == 0:
        json.loads(done.out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    else:
        assert done.out == ""
        assert done.err


def test_joint_recommendations_are_listed_where_they_are_joint(detente: Run) -> None:
    # Aumann 1974 as talks of one round: half the weight on both conceding, a quarter on either alone.
    text = (
        "format: 1\ntitle: Aumann\nplayers: {a: {patience: 0.9}, b: {patience: 0.8}}\nstatus_quo: {a: 0, b: 0}\n"
        "concessions: {a: [{id: x, effect: {a: 2, b: 7}}], b: [{id: y, effect: {a: 7, b: 2}}]}\n"
        "agreement: {a: -3, b: -3}\nactions: [concede, hold_out]\nhorizon: 1\n"
    )
    Path("talks.yaml").write_text(text, encoding="utf-8")
    document = json.loads(detente("run", "talks.yaml", "--solve", "correlated", "--json").out)
    assert (document["concept"], document["complete"]) == ("correlated", False)
    (entry,) = document["equilibria"]
    assert entry["payoffs"] == pytest.approx({"a": 5.25, "b": 5.25})
    for player in ("a", "b"):
        (decision,) = entry["strategies"][player]
        assert decision["actions"] == {"concede": 0.75, "hold_out": 0.25}
        assert decision["recommendations"] == [
            {"actions": {"a": "concede", "b": "concede"}, "chance": 0.5},
            {"actions": {"a": "concede", "b": "hold_out"}, "chance": 0.25},
            {"actions": {"a": "hold_out", "b": "concede"}, "chance": 0.25},
        ]
    assert document["without_recommendations"] == pytest.approx({"a": 14 / 3, "b": 14 / 3})
    seoul = json.loads(detente("run", "seoul", "--solve", "correlated", "--json").out)
    assert all("recommendations" not in d for d in seoul["equilibria"][0]["strategies"]["us"])
    assert detente("plot", "seoul", "--solve", "correlated", "--out", "p.png").code == 0
    assert detente("plot", "seoul", "--solve", "correlated", "--view", "lattice", "--out", "l.png").code == 0


def test_the_document_of_a_class_has_the_documented_keys_and_no_others(detente: Run) -> None:
    found = document(detente, "play", "--summary", str(CLASS))
    assert found.keys() == {"format", "version", "scenarios"}
    assert found["format"] == 1
    for scenario in found["scenarios"]:
        assert scenario.keys() == {
            *("scenario", "file", "sha256", "settings", "kind", "concept", "select", "rounds", "games", "finished"),
            *("rehearsed", "decisions", "points", "students", "fit", "note"),
        }
        assert scenario["fit"].keys() == {
            *("precision", "interval", "log_likelihood", "log_likelihood_at_random", "choices", "edge"),
            *("searched_up_to", "never_in_equilibrium"),
        }
        for point in scenario["points"]:
            assert point.keys() == {"player", "point", "decisions", "given_away", "actions"}
            assert sum(action["count"] for action in point["actions"]) == point["decisions"]
            for action in point["actions"]:
                assert action.keys() == {"action", "count", "share", "equilibria", "quantal"}
        for student in scenario["students"]:
            assert student.keys() == {
                *("name", "player", "games", "finished", "decisions", "given_away", "mean_payoff"),
            }


def test_equilibria_of_a_tree_that_differ_off_the_path_alone_have_one_outcome(detente: Run) -> None:
    """Entry deterrence (Selten 1978, one stage): out under a fight for certain or with chance 1/2, or in and shared."""
    for concept in ("nash", "bayes-nash"):
        found = document(detente, "run", "entry-deterrence", "--solve", concept)
        assert [e["outcome"] for e in found["equilibria"]] == [0, 0, 1]
