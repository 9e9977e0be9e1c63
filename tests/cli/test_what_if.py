"""Variants of a file side by side, what two files differ in, and a file that is solved again on every save."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import sim
from sim.cli.watch import saves
from sim.scenario.catalog import find
from tests.cli.terminal import ROOT, Run, environment

TEXT = (find("stag-hunt") or Path()).read_text(encoding="utf-8")


def rows(table: str) -> dict[str, list[str]]:
    """Rows of a table by what they are about; columns are two blanks apart."""
    lines = [[cell for cell in line.split("  ") if cell.strip()] for line in table.splitlines() if line.strip()]
    return {line[0].strip(): [cell.strip() for cell in line[1:]] for line in lines}


def test_run_roadmaps_and_explain_solve_a_variant_as_compare_does(detente: Run) -> None:
    """A deal needs no walking away and no taking back; with half the pressure leaking there is none."""
    variant = ("--with", "actions=[concede, hold_out]", "--with", "leakage=0.5")
    columns = json.loads(detente("compare", "action-for-action", "--with", ", ".join(variant[1::2]), "--json").out)
    compared = columns["scenarios"][1]
    alone = json.loads(detente("run", "action-for-action", *variant, "--json").out)
    assert alone["changes"] == {"actions": "[concede, hold_out]", "parameters.leakage.value": "0.5"}
    assert [alone["equilibria"], alone["verdict"]] == [compared["equilibria"], compared["verdict"]]
    assert "Walking away" not in detente("explain", "action-for-action", *variant).out
    assert "Verification" in detente("roadmaps", "action-for-action", "--with", "weapons.verification=0.3").out
    refused = detente("run", "chicken", "--with", "crush=20")
    assert refused.code == 1
    assert "--with" in refused.err


def test_variants_of_a_file_stand_beside_it_and_what_differs_is_marked(detente: Run) -> None:
    done = detente("compare", "action-for-action", "--with", "leakage=0.4", "--with", "moves=simultaneous, first=nk")
    assert done.code == 0
    table = rows(done.out)
    assert table["leakage"] == ["0.2", "0.4 *", "0.2"]
    assert table["moves"] == ["alternating", "alternating", "simultaneous *"]
    assert table["first"] == ["us", "us", "nk *"]
    assert table["first step"][1] == "nobody's *"
    assert "* is not as in the file." in done.out


@pytest.mark.parametrize(
    ("change", "edit"),
    [
        ("leakage=0.4", ("leakage: {value: 0.2", "leakage: {value: 0.4")),
        (
            "actions=[concede, hold_out]",
            ("actions: [concede, hold_out, walk_away, renege]", "actions: [concede, hold_out]"),
        ),
        ("horizon=9, hazard=0.05", ("hazard: impatience}\nmoves", "hazard: 0.05}\nmoves")),
    ],
)
def test_a_variant_is_solved_as_the_file_edited_by_hand(detente: Run, change: str, edit: tuple[str, str]) -> None:
    text = sim.load("action-for-action").text.replace(*edit)
    Path("by-hand.yaml").write_text(
        text.replace("horizon: 12 ", "horizon: 9 " if "horizon" in change else "horizon: 12 ")
    )
    by_hand = json.loads(detente("run", "by-hand.yaml", "--json").out)
    document = json.loads(detente("compare", "action-for-action", "--with", change, "--json").out)["scenarios"][1]
    assert document["changes"]
    for key in by_hand.keys() - {"file", "sha256"}:
        assert document[key] == by_hand[key], key


def test_what_is_wrong_with_a_variant_is_shown_with_a_caret(detente: Run) -> None:
    done = detente("compare", "action-for-action", "--with", "horizon=8, moves=foo")
    assert done.code == 1
    known = "known here: simultaneous, alternating, sequential"
    assert done.err.splitlines() == [
        f"--with:1:18: moves: expected an order of moves, found 'foo' ({known})",
        "    horizon=8, moves=foo",
        "                     ^",
    ]


def test_on_one_screen_columns_are_called_after_what_was_changed(detente: Run) -> None:
    told = " ".join(detente("compare", "stag-hunt", "--with", "hare=2", "--brief", "--set", "stag=6").out.split())
    assert "as it is hare=2" in told
    assert "hare 3 2 *" in told
    assert "* is not as in the file." in told


def test_no_command_is_proposed_that_would_solve_the_file_in_the_place_of_a_variant() -> None:
    game = sim.load("stag-hunt")
    assert game.solve().brief.then
    assert not game.with_(hare=2).solve().brief.then


def test_variants_are_of_one_file(detente: Run) -> None:
    assert detente("compare", "stag-hunt", "chicken", "--with", "hare=2").code == 2


def test_python_has_the_same_variants() -> None:
    game = sim.load("action-for-action")
    table = sim.compare(game, game.with_({"concessions.us.partial_relief.reversible": False}, horizon=8))
    assert table.columns[1:] == (
        "Action for action",
        "Action for action, concessions.us.partial_relief.reversible=false, horizon=8",
    )
    assert table["question"][:2] == ("concessions.us.partial_relief.reversible", "horizon")
    with pytest.raises(sim.ScenarioError, match="with_:1:7: moves: expected an order of moves"):
        game.with_(moves="foo")


def test_what_was_changed_stays_changed_in_what_is_asked_of_it() -> None:
    game = sim.load("action-for-action").with_(horizon=8)
    assert game.set(leakage=0.4).changes == {"horizon": "8"}
    assert game.set(leakage=0.4).scenario.game.horizon == 8  # type: ignore[union-attr]


def test_a_file_does_not_differ_from_itself(detente: Run) -> None:
    done = detente("diff", "stag-hunt", "stag-hunt", "--exit-code")
    assert done.code == 0
    assert "To the format they are the same" in done.out
    document = json.loads(detente("diff", "stag-hunt", "stag-hunt", "--json").out)
    assert (document["same"], document["differences"], document["answers"]) == (True, [], [])


def test_differences_of_keys_and_of_answers_are_told(detente: Run) -> None:
    Path("other.yaml").write_text(
        TEXT.replace("title: Stag hunt", "title: Another hunt").replace("value: 3,", "value: 2,")
    )
    done = detente("diff", "stag-hunt", "other.yaml", "--exit-code")
    assert done.code == 1
    assert done.err == ""
    table = rows(done.out)
    assert table["hare"] == ["3", "2"]
    assert table["payoffs[1][1][0]"] == ["3", "2"]
    assert "They differ in 1 key: hare. The answers are the same" in " ".join(done.out.split())
    assert detente("diff", "stag-hunt", "other.yaml").code == 0
    document = json.loads(detente("diff", "stag-hunt", "other.yaml", "--json").out)
    own = next(d for d in document["differences"] if d["key"] == "parameters.hare.value")
    assert own == {
        "key": "parameters.hare.value",
        "how": "changed",
        "before": {"text": "3", "value": 3.0},
        "after": {"text": "2", "value": 2.0},
        "changes_results": True,
    }


def test_answers_that_differ_are_told(detente: Run) -> None:
    done = detente("diff", "action-for-action", "dismantle-first")
    table = rows(done.out)
    assert table["a deal, over all equilibria"] == ["certain", "impossible"]
    assert table["ends"] == ["complete in round 7, kept", "never complete"]


class Hand:
    """What happens to a file while somebody waits: a step at each wait, and then an interrupt."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self.steps = list(steps)

    def __call__(self, seconds: float) -> None:
        assert 0 < seconds < 1
        if not self.steps:
            raise KeyboardInterrupt
        self.steps.pop(0)()


def nothing() -> None:
    """Time passes."""


def seen(path: Path, *steps: Callable[[], object]) -> list[bytes | None]:
    """What is seen of a file while steps happen to it."""
    found = []
    try:
        for raw in saves(path, Hand(*steps, nothing, nothing, nothing)):
            found.append(raw)
    except KeyboardInterrupt:
        return found
    raise AssertionError


def test_a_file_is_seen_at_once_and_at_every_save_that_changes_it(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("one")

    def again() -> None:
        path.write_text("one")
        os.utime(path, ns=(1, 1))

    assert seen(path, nothing, lambda: path.write_text("two"), nothing, nothing, again) == [b"one", b"two", b"one"]
    assert seen(path, again, nothing) == [b"one"]


def test_an_editor_that_writes_in_steps_or_by_renaming_is_waited_for(tmp_path: Path) -> None:
    path, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    path.write_text("one")
    half = lambda: path.write_text("")  # noqa: E731
    assert seen(path, half, lambda: path.write_text("three"), nothing) == [b"one", b"three"]

    def renamed() -> None:
        other.write_text("four")
        other.replace(path)

    assert seen(path, path.unlink, renamed, nothing) == [b"three", b"four"]
    assert seen(path, path.unlink, nothing, nothing, renamed) == [b"four", None, b"four"]


def test_a_watched_file_tells_what_changed_and_goes_on_after_mistakes(
    detente: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(TEXT)
    texts = [
        TEXT.replace("value: 3,", "value: 2.5,"),
        TEXT + "moves: [",
        TEXT.replace("value: 3,", "value: 2,"),
        TEXT + "# x",
    ]
    steps = [step for text in texts for step in (lambda text=text: path.write_text(text), nothing, nothing)]
    monkeypatch.setattr(time, "sleep", Hand(*steps))
    done = detente("watch", "mine.yaml")
    assert done.code == 130
    assert "mine.yaml: watched" in done.err
    assert "this is not valid YAML" in done.err
    assert "the next save is waited for" in done.err
    told = done.out.split("Stag hunt")
    assert "3 Nash equilibria" in told[1]
    assert rows(told[2])["hare"] == ["3", "2.5"]
    assert rows(told[3])["hare"] == ["2.5", "2"]  # since the last one that could be solved
    assert rows(told[4])["hare"] == ["2", "3"]


def test_an_interrupt_ends_watching_with_130_and_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(TEXT)
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", "watch", "mine.yaml"],
        cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert "3 Nash equilibria" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in told


@pytest.mark.parametrize(("name", "code"), [("-", 2), ("nowhere.yaml", 1), (str(ROOT), 2)])
def test_only_a_file_can_be_watched(detente: Run, name: str, code: int) -> None:
    assert detente("watch", name).code == code


def test_the_save_on_the_page_is_told_as_there(detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs/what-if.md").read_text(encoding="utf-8")
    shown = page.partition("```text\n")[2].partition("```")[0]
    Path("my.yaml").write_text(TEXT)
    saved = TEXT.replace("value: 3,", "value: 2,")
    monkeypatch.setattr(time, "sleep", Hand(lambda: Path("my.yaml").write_text(saved), nothing, nothing))
    assert detente("watch", "my.yaml").out == shown
