"""Consoles that are not UTF-8: documents are the same bytes everywhere, texts fall back to what can be shown."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli import main
from sim.show.text.letters import FALLBACK, harmless, in_json, width, within
from tests.cli.conftest import made
from tests.cli.every import GAMBIT, MY, calls, words, write_files
from tests.cli.terminal import process

ROOT = Path(__file__).resolve().parents[2]
MINUS = "\N{MINUS SIGN}"
SIGNED = r"-\d[\d.]*"
CONSOLES = ["ascii", "cp1252", "iso8859-1", "cp437", "shift_jis"]


class Console:
    """A process's streams in an encoding, and what a command wrote into them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, encoding: str, terminal: bool = False) -> None:
        self._patch, self._encoding, self._terminal = monkeypatch, encoding, terminal

    def _stream(self) -> io.TextIOWrapper:
        class Bytes(io.BytesIO):
            def close(self) -> None:
                """What was written is read afterwards."""

        stream = io.TextIOWrapper(Bytes(), encoding=self._encoding, newline="\n", write_through=True)
        stream.isatty = lambda: self._terminal  # type: ignore[method-assign]
        return stream

    def run(self, *arguments: str) -> tuple[int, bytes, bytes]:
        """Run a command: its code, and the bytes of both streams."""
        out, err = self._stream(), self._stream()
        self._patch.setattr(sys, "stdout", out)
        self._patch.setattr(sys, "stderr", err)
        self._patch.setattr(sys, "argv", ["detente", *arguments])
        with pytest.raises(SystemExit) as leave:
            main()
        return int(leave.value.code or 0), out.buffer.getvalue(), err.buffer.getvalue()  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "88")
    monkeypatch.setattr("typer.main.get_command", made)
    Path("k.yaml").write_text(MY, encoding="utf-8")
    Path("k.nfg").write_text(GAMBIT, encoding="utf-8")


@pytest.mark.parametrize("encoding", CONSOLES)
@pytest.mark.parametrize(
    "command",
    [
        "run k.yaml --json",
        "check k.yaml --json",
        "compare k.yaml k.yaml --json",
        "export k.yaml",
        "import k.nfg",
        "explain k.yaml --markdown",
        "catalog stalled",
        "catalog --json",
        "new --kind tree",
        "schema",
        "roadmaps stalled --json",
    ],
)
def test_a_document_is_the_same_bytes_on_every_console(
    monkeypatch: pytest.MonkeyPatch, command: str, encoding: str
) -> None:
    code, found, told = Console(monkeypatch, encoding).run(*command.split())
    assert (code, told) == (0, b"")
    assert found == Console(monkeypatch, "utf-8").run(*command.split())[1]
    assert found.decode("utf-8")


@pytest.mark.parametrize("encoding", CONSOLES)
@pytest.mark.parametrize("command", ["run k.yaml", "run k.yaml -q", "explain k.yaml", "compare k.yaml stag-hunt"])
def test_numbers_keep_their_sign_and_labels_their_difference(
    monkeypatch: pytest.MonkeyPatch, command: str, encoding: str
) -> None:
    code, found, told = Console(monkeypatch, encoding).run(*command.split())
    text = found.decode(encoding)
    assert (code, told) == (0, b"")
    plain = Console(monkeypatch, "utf-8").run(*command.split())[1].decode()
    assert text.count("?") == plain.count("?")
    assert re.findall(SIGNED, text.replace(MINUS, "-")) == re.findall(SIGNED, plain.replace(MINUS, "-"))
    for label in ("완화", "유지", "동결", "개발"):
        assert (within(label, encoding) in text) == (label in plain)


def test_messages_fall_back_as_texts_do(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("bad.yaml").write_text(MY.replace("[0, -3]", f"[{MINUS}10, 제재]"), encoding="utf-8")
    code, found, told = Console(monkeypatch, "ascii").run("run", "bad.yaml")
    assert (code, found) == (1, b"")
    assert b"[-10, \\uc81c\\uc7ac]" in told


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_a_table_lines_up_where_letters_are_wide_or_missing(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    found = Console(monkeypatch, encoding).run("run", "k.yaml")[1].decode(encoding)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    head, row = (found.splitlines()[k] for k in (3, 5))
    assert width(head[: head.rindex(within("개발", encoding))]) + width("개발") == width(row)


def test_no_label_makes_itself_bold_or_turns_what_follows_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    label = r"\e[1mA\e[0m\u202e\u200b\x9b1m"
    Path("k.yaml").write_text(MY.replace("미국", f'"{label}"').replace("title: ", f'title: "{label}" #'), "utf-8")
    screen = Console(monkeypatch, "utf-8", terminal=True).run("run", "k.yaml")[1].decode()
    rest = re.sub(r"\x1b\[[0-9;]*m", "", screen)  # its own colours
    assert harmless(rest) == rest
    assert "[1mA" in rest
    assert "\x1b[1mA" not in screen
    for command in (
        "run k.yaml --detail",
        "run k.yaml -q",
        "export k.yaml",
        "explain k.yaml --markdown",
        "check k.yaml",
    ):
        text = Console(monkeypatch, "utf-8", terminal=True).run(*command.split())[1].decode()
        rest = re.sub(r"(?m)^\x1b\[1m[^\x1b\n]*\x1b\[0m$", "", text)
        assert harmless(rest) == rest
    document = Console(monkeypatch, "utf-8", terminal=True).run("run", "k.yaml", "--json")[1].decode()
    assert harmless(document) == document
    Console(monkeypatch, "utf-8", terminal=True).run("run", "k.yaml", "--out", "k.txt")
    assert "\x1b" not in Path("k.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}])
def test_a_real_process_writes_documents_as_utf_8(setting: dict[str, str], tmp_path: Path) -> None:
    import os

    env = os.environ | {"PYTHONPATH": str(ROOT)} | setting
    done = process("run", "k.yaml", "--json", env=env, text=False, cwd=tmp_path)
    assert "제재 완화".encode() in done.out  # type: ignore[operator]
    done = process("run", "k.yaml", env=env, text=False, cwd=tmp_path)
    assert b"?" not in done.out + done.err  # type: ignore[operator]


@given(text=st.text(), encoding=st.sampled_from(CONSOLES))
def test_whatever_a_console_lacks_is_written_in_what_it_has(text: str, encoding: str) -> None:
    found = within(text, encoding)
    found.encode(encoding)
    assert within(found, encoding) == found
    kept = "".join(letter for letter in text if letter.encode(encoding, "ignore"))
    assert within(kept, encoding) == kept.encode(encoding).decode(encoding)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\N{MINUS SIGN}10", "-10"),
        ("1\N{EN DASH}2 \N{MULTIPLICATION SIGN} 3\N{HORIZONTAL ELLIPSIS}", "1-2 x 3..."),
        ("\N{LEFT DOUBLE QUOTATION MARK}a\N{RIGHT DOUBLE QUOTATION MARK}", '"a"'),
        ("10\N{SUPERSCRIPT TWO}", "10^2"),
        ("2\N{VULGAR FRACTION ONE HALF}", "2 1/2"),
        ("Größe é Ł", "Grosse e L"),
        ("제", "\\uc81c"),
        ("a\N{NO-BREAK SPACE}b", "a b"),
    ],
)
def test_a_sign_stands_for_the_same_and_a_letter_keeps_its_number(text: str, shown: str) -> None:
    assert text.encode("ascii", FALLBACK).decode() == shown


def test_every_sign_of_our_own_has_one_that_every_console_shows() -> None:
    names = re.compile(r"\\N\{([A-Z0-9 -]+)\}")
    used = {n for path in (ROOT / "sim").rglob("*.py") for n in names.findall(path.read_text(encoding="utf-8"))}
    signs = {unicodedata.lookup(name) for name in used} - {"\N{WORD JOINER}", "\N{FULLWIDTH REVERSE SOLIDUS}"}
    assert len(signs) > 20
    assert not [sign for sign in signs if "\\" in within(sign, "ascii")]


@given(text=st.text())
def test_a_json_text_means_the_same_and_plays_no_tricks(text: str) -> None:
    import json

    told = in_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(told) == text
    assert harmless(told) == told


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("제재", 4), ("e\u0301", 1), ("\N{MINUS SIGN}1", 2), ("a\u200bb", 3), ("核x", 3)]
)
def test_letters_are_as_wide_as_terminals_make_them(text: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert width(text) == columns


@pytest.mark.parametrize(
    "word", ["\u0645\u06cc\u200c\u062e", "क्\u200dष", "\U0001f469\u200d\U0001f680", "\u2764\ufe0f\u200d\U0001f525"]
)
def test_joiners_that_belong_to_the_spelling_stay(word: str) -> None:
    assert harmless(word) == word


@pytest.mark.parametrize("call", calls())
def test_forty_columns_are_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, call: str) -> None:
    """Messages and headings are one line each, however long; what is wider of others would be broken anywhere."""
    write_files(tmp_path)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    _, found, told = Console(monkeypatch, "cp1252", terminal=True).run(*words(call))
    text = found.decode("cp1252")
    assert b"Traceback" not in told
    assert "\x1b" not in text
    assert "\\u" not in text or call == "doctor"  # which shows what this console does with letters that it lacks
    assert not [line for line in text.splitlines() if len(line) > 40 and line.startswith(" ")]
