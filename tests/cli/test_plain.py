"""Texts for screen readers: no sign that is skipped, spelt or read by its place, and nothing that is told is lost."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli.upkeep.commands import app
from sim.show.text.plain import asked, rows_told, spoken
from tests.cli.every import CALLS, calls, words, write_files
from tests.cli.terminal import Done, Run

FORBIDDEN = re.compile("[\x1b\t\u2010-\u2bff]| -> | => | >= | <= |[|+]-{2,}|#{3,}|(?<!\\S)\\*(?=[\\s:;])|: -(?=[;\\n])")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _ascii(text: str) -> str:
    """A text without what is drawn in letters or hangs on how quick a machine is."""
    text = "\n".join(line for line in text.split("\n") if "|" not in line and "per second" not in line)
    return text.replace("\N{MINUS SIGN}", "-").replace(",", "")


@pytest.mark.parametrize("call", calls())
def test_no_sign_is_left_and_no_number_lost(
    detente: Run, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def called(folder: str, *more: str) -> Done:
        (tmp_path / folder).mkdir()
        write_files(tmp_path / folder)
        monkeypatch.chdir(tmp_path / folder)
        monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        return detente(*words(call), *more)

    shown, told = called("shown"), called("told", "--plain")
    assert told.code == shown.code
    said = told.out + told.err
    # What is to be typed stays as it is typed.
    signs = FORBIDDEN.findall(re.sub(r"payoff \S+ [<>]= \S+", "", said))
    assert not signs, signs
    assert not [line for line in said.splitlines() if re.search(r"\S {2,}\S", line)]
    assert set(NUMBER.findall(_ascii(shown.out + shown.err))) <= set(NUMBER.findall(_ascii(said))) | {"1000"}


def test_every_command_is_called() -> None:
    assert set(CALLS) == {
        info.name or info.callback().registered_commands[0].callback.__name__.replace("_", "-")
        for info in app.registered_commands
    }


def test_a_map_is_told_in_words(detente: Run) -> None:
    told = detente("--plain", "map", "action-for-action", "leakage", "threat", "--points", "300", "--grid", "5")
    assert told.code == 0, told.err
    assert "|" not in told.out
    assert re.search(r"cost of the threat 3: 0 to [0-9.]+ deal", told.out)


def test_the_environment_asks_for_it_too(detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = detente("run", "stag-hunt", "--plain").out
    assert detente("run", "stag-hunt").out != wanted
    monkeypatch.setenv("DETENTE_PLAIN", "1")
    assert detente("run", "stag-hunt", "--color", "always").out == wanted
    monkeypatch.setenv("DETENTE_PLAIN", "0")
    assert detente("run", "stag-hunt").out != wanted


def test_documents_stay_as_they_are(detente: Run) -> None:
    for command in ("run stag-hunt --json", "schema", "catalog stag-hunt", "explain chicken --markdown"):
        assert detente(*command.split(), "--plain").out == detente(*command.split()).out


def test_a_file_of_text_is_told_so_too(detente: Run) -> None:
    detente("run", "action-for-action", "--plain", "--out", "told.txt")
    assert not FORBIDDEN.findall(Path("told.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("8\N{EN DASH}12", "8 to 12"),
        ("\N{MINUS SIGN}0.35", "-0.35"),
        ("\N{GREATER-THAN OR EQUAL TO}0.29", "at least 0.29"),
        ("a \N{RIGHTWARDS ARROW} b", "a then b"),
        ("\N{EN DASH}", "none"),
        ("\N{GREEK SMALL LETTER DELTA} = 0.9", "delta = 0.9"),
        ("p >= 1", "p at least 1"),
        ("\N{LEFT DOUBLE QUOTATION MARK}제재\N{RIGHT DOUBLE QUOTATION MARK}", '"제재"'),
        ("x->y", "x->y"),
        ("first *", "first star"),
        ("*: leaves", "star: leaves"),
        ("*.yaml", "*.yaml"),
    ],
)
def test_signs_are_words(text: str, told: str) -> None:
    assert spoken(text) == told


def test_a_row_is_told_with_its_headings() -> None:
    assert rows_told(("A \\ B", "l", "r"), [("u", "1*  2", ""), ("d", "3", "4")]) == [
        "A u: B l: 1 star, 2",
        "A d: B l: 3; B r: 4",
    ]
    assert rows_told(("", "one"), [("x", "1"), ("  gets", "2")]) == ["x: one: 1", "x, gets: one: 2"]
    assert rows_told((), [("x", "1", "2")]) == ["x: 1; 2"]
    assert rows_told(("", "pays"), [("x", "0.65 \N{MINUS SIGN}0.41"), ("y", "\N{EM DASH}"), ("z", "4* 4*")]) == [
        "x: pays: 0.65, -0.41",
        "y: pays: none",
        "z: pays: 4 star, 4 star",
    ]


def test_it_is_asked_for_before_what_is_no_option() -> None:
    assert asked(["run", "a", "--plain"])
    assert not asked(["run", "--", "--plain"])


@given(text=st.text())
def test_whatever_is_told_no_drawing_is_left(text: str) -> None:
    told = spoken(text)
    drawn = [c for c in told if "\u2010" <= c <= "\u2bff" and unicodedata.category(c)[0] not in "LMN"]
    assert not drawn
    letters = [c for c in text if unicodedata.category(c)[0] == "L" and not "\u0370" <= c <= "\u03ff" and c < "\u2000"]
    assert all(c in told for c in letters)


def test_what_a_class_chose_is_told_by_decision_point(detente: Run) -> None:
    assert detente("class", "chicken", "--rehearse", "4", "--out", "class", "--quiet").code == 0
    told = detente("play", "--summary", "class/records", "--plain").out
    for side in ("Driver A", "Driver B"):
        below = told.partition(f"{side} (2 choices)\n")[2].splitlines()
        assert [line.strip().partition(":")[0] for line in below[:2]] == ["yield", "stand firm"]
