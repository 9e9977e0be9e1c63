"""A round of `make soak` with a second a part: figures add up, what is found is kept small, the exit code says so."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.attempt import Ended, Fault
from tests.fuzz.kept import mutant_kept, mutant_of, read_kept
from tests.fuzz.run import Mutant
from tests.peers import random_games
from tests.soak import __main__ as soak
from tests.soak import interrupts
from tests.soak.figures import Figures
from tests.soak.outcome import Finding, Outcome
from tests.soak.processes import ended, started

PARTS = ("files", "games", "phones")


def test_a_second_of_each_part_counts_and_finds_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seconds. Killed processes and browsers take longer, and have tests of their own."""
    monkeypatch.setattr("tests.soak.files.AT_ONCE", 4)
    assert soak.main(["--minutes", "0.02", "--seed", "3", "--out", str(tmp_path), "--parts", *PARTS]) == 0
    (own,) = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["versions"].values()
    assert set(own["counts"]) == set(PARTS)
    assert own["counts"]["files"]["files and command lines tried"] >= 4
    assert "findings: none" in capsys.readouterr().out


def test_a_finding_is_kept_once_with_the_command_that_shows_it_again(tmp_path: Path) -> None:
    for _ in range(2):
        figures = Figures(tmp_path)
        written = figures.add("games", Outcome(findings=[Finding("differs", "title: t\n", "yaml")]), 1.0, "again")
        assert figures.found["differs"] == 1
    assert not written
    path = tmp_path / "games-1.yaml"
    assert path.read_text(encoding="utf-8") == f"# differs\n# python -m tests.soak --file {path}\n# again\ntitle: t\n"
    assert Figures(tmp_path).own["found"] == {"differs": 2}


def test_a_mutant_is_kept_byte_for_byte_and_seen_again_by_one_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what no text file likes: a carriage return, half a character, a comment at its start, a line's own end."""
    tried = Mutant(("explain", "FILE", "--json"), "# title\r\nformat: \udc80 1\n# ----\nkind: tree\n")
    finding = Finding("fails", mutant_kept(tried, ["why\nand where"]), "yaml")
    (path,) = Figures(tmp_path).add("files", Outcome(findings=[finding]), 1.0, "again")
    assert mutant_of(*read_kept(path)) == tried
    assert soak.main(["--file", str(path)]) == 0
    assert "nothing is wrong with it any more" in capsys.readouterr().out
    monkeypatch.setattr("tests.fuzz.run.attempt", lambda line, text: Ended(1, "", "", Fault("planted", "told")))
    assert soak.main(["--file", str(path)]) == 1
    assert capsys.readouterr().out == "planted\ntold\n"


def test_a_finding_without_a_file_is_not_said_to_be_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = Figures(tmp_path).add("kills", Outcome(findings=[Finding("fails", "told")]), 1.0, "again")
    assert soak.main(["--file", str(path)]) == 2
    assert "holds no game and no command line" in capsys.readouterr().out


def test_an_error_in_a_unit_is_a_finding_and_ends_the_run_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(seed: str, number: int, folder: Path) -> Outcome:
        raise KeyError(seed)

    monkeypatch.setitem(soak.PARTS, "games", (broken, 1.0))
    assert soak.main(["--seed", "3", "--most", "1", "--parts", "games", "--out", str(tmp_path)]) == 1
    text = (tmp_path / "games-1.txt").read_text(encoding="utf-8")
    assert text.startswith("# KeyError in")
    assert "python -m tests.soak --parts games --seed 3 --first 0 --most 1" in text


def test_what_is_not_tried_for_want_of_a_program_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.soak.browser.shutil.which", lambda name: None)
    first, *rest = random_games.COMPARISONS
    monkeypatch.setattr(random_games, "COMPARISONS", (replace(first, absent="Abacus"), *rest))
    words = ["--most", "1", "--seed", "3", "--out", str(tmp_path), "--parts", "games", "browser"]
    assert soak.main(words) == 0
    out = capsys.readouterr().out
    assert "left out: tests of pages in a browser: chromedriver is not installed\n" in out
    assert f"left out: {first.words}: Abacus is not installed\n" in out
    (own,) = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["versions"].values()
    assert set(own["counts"]) == {"games"}


SLEEPS = ("-c", "import time; time.sleep(60)")
DEAF = ("-c", "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)")
HALF = (
    "-c",
    "import pathlib, sys, time\npathlib.Path('.detente-1.json').touch()\npathlib.Path('a.json').write_text('ha')\n"
    "try:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    sys.exit(130)",
)
PARENT = (
    "-c",
    "import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', 'import signal, time;"
    "signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)'], stdout=subprocess.DEVNULL, "
    "stderr=subprocess.DEVNULL)\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    sys.exit(130)",
)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes of others are looked for in /proc")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (SLEEPS, []),  # Python itself was interrupted, which is no fault of ours
        (DEAF, ["does not end"]),
        (HALF, ["leaves unfinished files", "leaves another file"]),
        (PARENT, ["leaves processes"]),
    ],
    ids=["sleeps", "deaf", "half", "parent"],
)
def test_what_goes_wrong_with_an_interrupt_is_found(
    words: tuple[str, ...], found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs that do what no command of ours may do; a process that has to be ended is not left behind."""
    monkeypatch.setattr(interrupts, "LATE", 1.0)
    here, whole = tmp_path / "here", tmp_path / "whole"
    for folder in (here, whole):
        folder.mkdir()
    (whole / "a.json").write_text("half")
    (whole / ".detente-1.json").touch()
    outcome = Outcome()
    interrupts._interrupted(interrupts.Case(("x",)), words, Random(1), 3.0, here, whole, outcome)
    assert len(outcome.findings) == len(found)
    assert all(words in finding.what for words, finding in zip(found, outcome.findings, strict=True))


def test_a_command_that_is_interrupted_is_gone_and_has_left_nothing(tmp_path: Path) -> None:
    """Of the first of the commands."""
    outcome = interrupts.once("1", 0, tmp_path)
    assert not outcome.findings
    assert 1 <= outcome.counts["commands interrupted"] <= interrupts.TIMES


def test_a_process_that_does_not_end_says_where_it_is() -> None:
    code, _, err = ended(started("-c", "def waits():\n    import time\n    time.sleep(60)\nwaits()"), 3.0)
    assert code is None
    assert "in waits" in err
