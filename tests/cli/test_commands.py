"""The commands as a user meets them: output, messages, exit codes, files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.scenario.catalog import TOPICS, entries, find
from tests.cli.terminal import Done, Run

STORIES = Path(__file__).parent / "stories"
NAMES = [entry.name.rpartition("/")[2] for entry in entries()]
# Scenarios whose point, or half of it, is another concept than the first of their kind.
OTHER_CONCEPTS = [
    ("traffic-intersection", "correlated"),
    ("stag-hunt", "quantal"),
    ("battle-of-the-sexes", "bargaining"),
    ("prisoners-dilemma", "bargaining"),
    ("action-for-action", "bargaining"),
    ("chicken", "correlated"),
    ("seoul", "correlated"),
    ("entry-deterrence", "nash"),
    ("prisoners-dilemma", "learning"),
    ("stripped-down-poker", "quantal"),
    ("alternating-offers", "bargaining"),
    ("war-of-attrition", "bargaining"),
    ("repeated-prisoners-dilemma", "nash"),
    ("seltens-horse", "nash"),
    ("beer-quiche", "pbe"),
]


def process(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sim", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("name", NAMES)
def test_the_story_of_a_bundled_scenario_is_the_one_on_file(detente: Run, name: str) -> None:
    """Set DETENTE_UPDATE_STORIES=1 to write the stories anew, and read the difference before you commit it."""
    compare_with_file(detente("run", name).out, name)


@pytest.mark.parametrize(("name", "concept"), OTHER_CONCEPTS)
def test_the_story_for_another_concept_is_the_one_on_file(detente: Run, name: str, concept: str) -> None:
    compare_with_file(detente("run", name, "--solve", concept).out, f"{name}-{concept}")


def compare_with_file(story: str, name: str) -> None:
    file = STORIES / f"{name}.txt"
    if os.environ.get("DETENTE_UPDATE_STORIES"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(story, encoding="utf-8")
    assert story == file.read_text(encoding="utf-8")


def test_one_file_gives_one_document_and_several_give_a_list(detente: Run) -> None:
    one = json.loads(detente("run", "chicken", "--json").out)
    assert {"format", "scenario", "file", "kind", "concept", "complete", "equilibria", "notes"} <= one.keys()
    assert one["format"] == 1
    assert [e["strategies"]["one"] for e in one["equilibria"] if len(e["strategies"]["one"]) == 1] == [
        {"yield": 1.0},
        {"stand firm": 1.0},
    ]
    several = json.loads(detente("run", "chicken", "stag-hunt", "--json").out)
    assert [d["scenario"] for d in several] == ["Chicken", "Stag hunt"]


def test_the_document_of_a_concession_game_has_path_and_strategies(detente: Run) -> None:
    document = json.loads(detente("run", "action-at-once", "--json").out)
    (equilibrium,) = document["equilibria"]
    first = equilibrium["path"][0]
    assert first["round"] == 0
    assert first["state"] == {"us": [], "nk": []}
    assert first["actions"] == {"us": "concede", "nk": "hold_out"}
    assert equilibrium["strategies"]["us"][0] == {"round": 0, "state": first["state"], "actions": {"concede": 1.0}}
    everywhere = json.loads(detente("run", "action-at-once", "--json", "--all-states").out)["equilibria"][0]
    assert len(everywhere["strategies"]["us"]) > len(equilibrium["strategies"]["us"])
    assert everywhere["payoffs"] == equilibrium["payoffs"]


def test_in_sequential_moves_an_answer_names_what_it_answers(detente: Run) -> None:
    text = find("action-at-once").read_text(encoding="utf-8").replace("moves: simultaneous", "moves: sequential")
    Path("s.yaml").write_text(text, encoding="utf-8")
    (equilibrium,) = json.loads(detente("run", "s.yaml", "--json").out)["equilibria"]
    assert {entry["leader"] for entry in equilibrium["strategies"]["nk"]} <= {"concede", "hold_out", "renege"}
    assert all("leader" not in entry for entry in equilibrium["strategies"]["us"])


def test_a_parameter_can_be_set(detente: Run) -> None:
    assert "agreement is complete" in detente("run", "action-for-action", "-q").out
    assert "run out" in detente("run", "action-for-action", "-q", "--set", "leakage=0.5").out


def test_a_rule_can_be_chosen_and_a_wrong_one_is_refused(detente: Run) -> None:
    assert detente("run", "action-for-action", "-q", "--select", "first-best:nk").code == 0
    refused = detente("run", "action-for-action", "--select", "best")
    assert refused.code == 2
    assert "first-best:us" in refused.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["run", "no-such-scenario"], 1),
        (["run", "chicken", "--set", "gane=1"], 1),
        (["run", "chicken", "--set", "gain"], 2),
        (["run", "chicken", "--solve", "subgame-perfect"], 2),
        (["run", "chicken", "--no-such-option"], 2),
        (["plot", "chicken", "--view", "path"], 2),
        (["plot", "chicken", "--out", "picture.doc"], 2),
        (["catalog", "chiken"], 1),
        (["new", "--kind", "auction"], 2),
        (["nothing"], 2),
    ],
)
def test_failures_speak_on_standard_error_alone_and_leave_no_file(
    detente: Run, arguments: list[str], code: int
) -> None:
    done = detente(*arguments)
    assert done.code == code
    assert done.out == ""
    assert done.err
    assert not list(Path.cwd().iterdir())


def test_what_can_be_solved_is_printed_though_another_file_fails(detente: Run) -> None:
    done = detente("run", "chicken", "no-such-scenario", "stag-hunt", "-q")
    assert done.code == 1
    assert done.out.count("Nash equilibria") == 2
    assert "no-such-scenario" in done.err


def test_a_message_shows_the_line_and_a_caret(detente: Run) -> None:
    Path("bad.yaml").write_text("format: 1\nkind: matrx\n", encoding="utf-8")
    done = detente("check", "bad.yaml")
    assert done.err.splitlines() == [
        "bad.yaml:2:7: kind: expected one of concessions, matrix, tree, offers, options, issues, found 'matrx' "
        "(did you mean 'matrix'?)",
        "    kind: matrx",
        "          ^",
    ]


def test_a_state_space_too_large_says_how_large_and_what_to_change(detente: Run) -> None:
    steps = "".join(f"    - {{id: s{k}, reversible: {str(k % 2 == 0).lower()}}}\n" for k in range(120))
    text = find("action-at-once").read_text(encoding="utf-8").replace("horizon: 12", "horizon: 1000")
    text = text.replace("    # What is taken down", steps + "    # What is taken down").partition("\nroadmaps:")[0]
    Path("large.yaml").write_text(text, encoding="utf-8")
    done = detente("check", "large.yaml")
    assert done.code == 1
    assert "large.yaml:" in done.err
    assert "decision points; at most 1,000,000 are solved" in done.err
    assert "Shorten the horizon" in done.err
    rounds = text.replace(steps, "").replace("horizon: 1000", "horizon: 500000")
    Path("long.yaml").write_text(rounds, encoding="utf-8")
    assert "500,000 rounds are too many: at most 20,000 are solved" in detente("run", "long.yaml").err


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
@pytest.mark.parametrize(
    ("name", "view"),
    [("relief-first", "path"), ("stalled", "lattice"), ("chicken", "matrix"), ("chicken", "best-responses")],
)
def test_every_view_is_drawn_in_every_format(detente: Run, name: str, view: str, suffix: str) -> None:
    done = detente("plot", name, "--view", view, "--out", f"picture{suffix}")
    assert done == Done(0, f"picture{suffix}\n", "")
    start = Path(f"picture{suffix}").read_bytes()[:200]
    assert {".png": b"\x89PNG", ".svg": b"<svg", ".pdf": b"%PDF"}[suffix] in start + Path(
        f"picture{suffix}"
    ).read_bytes()[:1500]


def test_the_same_picture_is_the_same_bytes(detente: Run) -> None:
    for file in ("one.svg", "two.svg"):
        detente("plot", "stalled", "--out", file)
    assert Path("one.svg").read_bytes() == Path("two.svg").read_bytes()


@pytest.mark.parametrize(
    ("name", "concept"),
    [("chicken", "correlated"), ("stag-hunt", "quantal"), ("chicken", "bargaining"), ("relief-first", "bargaining")],
)
def test_every_concept_has_a_story_a_document_and_a_line(detente: Run, name: str, concept: str) -> None:
    assert detente("run", name, "--solve", concept).out.count("\n") > 8
    document = json.loads(detente("run", name, "--solve", concept, "--json").out)
    assert document["concept"] == concept
    assert all(set(e["payoffs"]) == set(sim.load(name).players["id"]) for e in document["equilibria"])
    assert detente("run", name, "--solve", concept, "-q").out.count("\n") == 1
    drawn = detente("plot", name, "--solve", concept, "--out", "picture.png")
    assert drawn.code == 0


def test_a_game_goes_to_gambits_format_and_back(detente: Run) -> None:
    for name, suffix in (("stag-hunt", "nfg"), ("stripped-down-poker", "efg")):
        assert detente("export", name, "--out", f"game.{suffix}") == Done(0, f"game.{suffix}\n", "")
        assert detente("import", f"game.{suffix}", "--out", f"{suffix}.yaml") == Done(0, f"{suffix}.yaml\n", "")
        ours, again = (json.loads(detente("run", file, "--json").out) for file in (name, f"{suffix}.yaml"))
        assert [sorted(e["payoffs"].values()) for e in ours["equilibria"]] == [
            sorted(e["payoffs"].values()) for e in again["equilibria"]
        ]
    assert detente("export", "action-at-once").code == 1
    assert detente("export", "stag-hunt", "--out", "game.efg", "--force").code == 2


@pytest.mark.parametrize(
    "text", ["", "EFG", "EFG 2 R", 'NFG 1 R "x" { "a" "b" } { 2 2 }\n1 2 x', 'EFG 2 R "t" { "a" "b" } q', "\x00"]
)
def test_a_damaged_gambit_file_is_refused_in_plain_words(detente: Run, text: str) -> None:
    Path("bad.efg").write_text(text, encoding="utf-8")
    done = detente("import", "bad.efg")
    assert (done.code, done.out) == (1, "")
    assert "expected" in done.err


def test_a_tree_has_a_document_with_behaviour_per_information_set(detente: Run) -> None:
    document = json.loads(detente("run", "stripped-down-poker", "--json").out)
    (equilibrium,) = document["equilibria"]
    assert equilibrium["strategies"]["alice"]["has the queen"] == {"raise": 1 / 3, "pass": 2 / 3}
    assert document["complete"]


def test_an_existing_file_is_replaced_with_force_alone(detente: Run) -> None:
    Path("out.json").write_text("mine", encoding="utf-8")
    refused = detente("run", "chicken", "--out", "out.json")
    assert refused.code == 1
    assert "--force" in refused.err
    assert Path("out.json").read_text(encoding="utf-8") == "mine"
    assert detente("run", "chicken", "--out", "out.json", "--force").code == 0
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["scenario"] == "Chicken"
    assert [p.name for p in Path.cwd().iterdir()] == ["out.json"]


def test_new_files_check_and_run(detente: Run) -> None:
    for kind in ("concessions", "matrix", "tree"):
        assert detente("new", f"{kind}.yaml", "--kind", kind).code == 0
        assert detente("check", f"{kind}.yaml").code == 0
        assert detente("run", f"{kind}.yaml", "-q").code == 0
    assert detente("new", "matrix.yaml").code == 1


def test_compare_puts_scenarios_side_by_side(detente: Run) -> None:
    done = detente("compare", "action-for-action", "dismantle-first", "relief-first")
    heading = done.out.splitlines()[0]
    assert heading.split("  ")[0] == ""
    assert [word in heading for word in ("Action for action", "Dismantle first", "Relief first")] == [True] * 3
    document = json.loads(detente("compare", "chicken", "stag-hunt", "--json").out)
    assert [s["scenario"] for s in document["scenarios"]] == ["Chicken", "Stag hunt"]


def test_the_catalogue_lists_and_prints_every_scenario(detente: Run) -> None:
    listed = re.findall(r"^  ([a-z]\S*) ", detente("catalog").out, re.MULTILINE)
    assert sorted(listed) == sorted(entry.name.partition("/")[2] for entry in entries())
    assert detente("catalog", "chicken").out.startswith("format: 1\n")


def test_the_catalogue_writes_a_scenario_to_a_file(detente: Run, tmp_path: Path) -> None:
    copy = tmp_path / "my.yaml"
    assert detente("catalog", "stag-hunt", "--out", str(copy)).code == 0
    assert copy.read_text(encoding="utf-8") == detente("catalog", "stag-hunt").out
    assert detente("catalog", "stag-hunt", "--out", str(copy)).code == 1
    assert detente("catalog", "--out", str(copy), "--force").code == 2


def test_the_catalogue_lists_by_topic_in_the_order_of_a_course(detente: Run) -> None:
    lines = detente("catalog").out.splitlines()
    assert [line for line in lines if line[:1].strip()] == list(TOPICS)
    assert all(len(line) <= 88 for line in lines)
    one = detente("catalog", "--topic", "SIGNALS").out
    assert one.startswith("Hidden types and signals\n  audience-costs ")
    assert "\n  beer-quiche                  What does a breakfast tell" in one
    assert "stag-hunt" not in one
    assert detente("catalog", "--topic", "repeated", "-q").out.split() == [
        "textbook/known-last-round",
        "textbook/laboratory-dilemma",
        "textbook/repeated-prisoners-dilemma",
    ]
    listed = json.loads(detente("catalog", "--topic", "bargaining", "--json").out)["scenarios"]
    assert {entry["topic"] for entry in listed} == {"Bargaining"}
    assert [e["question"] for e in listed if e["name"] == "textbook/last-offer"] == ["What is the last offer worth?"]


def test_a_topic_that_is_none_or_several_is_refused_with_the_list(detente: Run) -> None:
    for topic in ("chess", "e", ""):
        done = detente("catalog", "--topic", topic)
        assert (done.code, done.out) == (2, "")
        assert f"no one topic is meant by '{topic}'; the topics are: One-shot games, Mixed strategies" in done.err
    assert detente("catalog", "chicken", "--topic", "trust").code == 2


def test_standard_input_is_read_for_a_dash() -> None:
    done = process("run", "-", "-q", input=find("action-at-once").read_text(encoding="utf-8"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Action at once")
    bad = process("run", "-", input="just: this")
    assert bad.returncode == 1
    assert bad.stderr.startswith("<stdin>:1:1: ")


def test_a_closed_pipe_is_no_error() -> None:
    done = subprocess.run(
        [
            "bash",
            "-c",
            f'set -o pipefail; "{sys.executable}" -m sim run stalled dismantle-first relief-first | head -1',
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "Stalled\n"
    assert done.stderr == ""


def test_the_program_runs_from_any_folder_and_says_its_version(tmp_path: Path) -> None:
    root = str(Path(__file__).resolve().parents[2])
    done = process("--version", cwd=tmp_path, env=os.environ | {"PYTHONPATH": root})
    assert done.stdout.startswith("detente 0.")


def test_an_error_of_our_own_is_told_and_nothing_is_printed(detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import sim.engine.concessions.subgame_perfect.solution

    monkeypatch.setattr(sim.engine.concessions.subgame_perfect.solution, "REGRET_LIMIT", -1.0)
    done = detente("run", "stalled")
    assert (done.code, done.out) == (1, "")
    assert "an error in detente itself" in done.err


def test_nash_equilibria_of_a_small_concession_game_are_listed_by_state(detente: Run) -> None:
    text = detente("catalog", "action-at-once").out
    Path("two.yaml").write_text(re.sub(r"(?m)^horizon: .*", "horizon: 2", text), encoding="utf-8")
    found = json.loads(detente("run", "two.yaml", "--solve", "nash", "--json").out)
    assert (found["concept"], found["complete"]) == ("nash", True)
    # Both walking away at once is always one: against someone who walks nothing matters.
    walk = {"round": 0, "state": {"us": [], "nk": []}, "actions": {"walk_away": 1.0}}
    assert any(
        all(len(side) == 1 and walk.items() <= side[0].items() for side in e["strategies"].values())
        for e in found["equilibria"]
    )
    done = detente("run", "action-at-once", "--solve", "nash")
    assert (done.code, done.out) == (1, "")
    assert "horizon: the game tree would have" in done.err


def test_the_document_of_a_degenerate_game_has_the_sets_that_combine_freely(detente: Run) -> None:
    # Two segments that meet in (d, l): each side's mixtures go with the other side's within a segment only.
    rows = "[[[1, 1], [0, 1]], [[1, 1], [2, 1]]]"
    text = "format: 1\nkind: matrix\ntitle: Two segments\n"
    text += f"players: {{a: {{actions: [u, d]}}, b: {{actions: [l, r]}}}}\npayoffs: {rows}\n"
    Path("segments.yaml").write_text(text, encoding="utf-8")
    found = json.loads(detente("run", "segments.yaml", "--json").out)
    assert found["complete"]
    sets = {
        (tuple(sorted(str(x) for x in s["a"])), tuple(sorted(str(y) for y in s["b"]))) for s in found["nash_subsets"]
    }
    only_l, only_d = "{'l': 1.0}", "{'d': 1.0}"
    assert sets == {
        (("{'d': 1.0}", "{'u': 1.0}"), (only_l,)),
        ((only_d,), ("{'l': 1.0}", "{'r': 1.0}")),
    }
    assert "nash_subsets" not in json.loads(detente("run", "chicken", "--json").out)


IDLE = """\
format: 1
kind: offers
title: Offers
players: {a: {patience: 0.9}, b: {patience: 0.8}}
parameters: {x: 1}
rounds: infinite
outside: {a: 0}
"""


def test_check_warns_of_what_changes_nothing_and_strict_fails(detente: Run) -> None:
    Path("idle.yaml").write_text(IDLE, encoding="utf-8")
    done = detente("check", "idle.yaml")
    assert (done.code, done.out) == (0, "idle.yaml: ok (offers; 100 slices)\n")
    assert "warning: idle.yaml:5:14: parameters.x: changes nothing: nothing uses it" in done.err
    assert "warning: idle.yaml:7:1: outside: changes nothing: without a last round" in done.err
    strict = detente("check", "idle.yaml", "--strict")
    assert strict.code == 1
    assert "2 keys change nothing (--strict)" in strict.err
    (listed,) = json.loads(detente("check", "idle.yaml", "--json").out)["files"]
    assert [(w["line"], w["column"], w["key"]) for w in listed["warnings"]] == [
        (5, 14, "parameters.x"),
        (7, 1, "outside"),
    ]


@pytest.mark.parametrize("option", ["--json", "--quiet", ""])
def test_run_mentions_what_changes_nothing_in_a_line(detente: Run, option: str) -> None:
    Path("idle.yaml").write_text(IDLE, encoding="utf-8")
    done = detente("run", "idle.yaml", *filter(None, [option]))
    assert done.code == 0
    assert done.err == "detente: idle.yaml: 'parameters.x', 'outside' change nothing; 'detente check' says why\n"


def test_run_is_silent_on_what_only_a_parameter_that_was_set_makes_idle(detente: Run) -> None:
    """With nothing on top for a tied price the file is as much in order as before; a key of one's own is mentioned."""
    assert detente("run", "merger", "-q", "--set", "doubt=0").err == ""
    assert detente("run", "tariff-truce", "-q", "--with", "moves=simultaneous").err == ""
    told = detente("run", "tariff-truce", "-q", "--with", "moves=simultaneous,first=exporter").err
    assert "'first' changes nothing" in told
    Path("idle.yaml").write_text(IDLE, encoding="utf-8")
    assert "'parameters.x', 'outside' change nothing" in detente("run", "idle.yaml", "-q", "--set", "x=2").err


def test_outside_payoffs_that_nobody_would_get_are_refused(detente: Run) -> None:
    Path("idle.yaml").write_text(IDLE.replace("outside: {a: 0}", "outside: {a: 0.3}"), encoding="utf-8")
    done = detente("run", "idle.yaml")
    assert done.code == 1
    assert "outside: without a last round nobody ever gets what is outside after it" in done.err
