"""A round of `make soak` with a second a part: figures add up, what is found is kept small, the exit code says so."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.peers import random_games as games
from tests.soak import __main__ as soak
from tests.soak.figures import Figures
from tests.soak.outcome import Finding, Outcome

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
    assert (tmp_path / "games-1.yaml").read_text(encoding="utf-8") == "# differs\n# again\ntitle: t\n"
    assert Figures(tmp_path).own["found"] == {"differs": 2}


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


def test_a_game_on_which_two_programs_differ_is_made_small() -> None:
    """The peer is wrong wherever the first player can get more than 2."""
    row = [[Fraction(k + 3 * (i == j == 1)) / 3 for j, k in enumerate((1, 4, 2))] for i in range(3)]

    def ours(one: games.Table, two: games.Table) -> object:
        return False

    def peer(one: games.Table, two: games.Table) -> object:
        return max(map(max, one)) > 2

    small, _ = games.smallest(row, row, peer, ours)
    assert (len(small), len(small[0])) == (1, 1)
    assert small[0][0] == Fraction(7, 3)
    assert "payoffs:\n  - [[7/3, 0]]" in games.as_file(small, [[Fraction(0)]])
