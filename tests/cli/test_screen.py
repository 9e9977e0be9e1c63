"""When an answer is told on one screen and when at length, and when it has colours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import Run, environment, process
from tests.cli.test_consoles import Console

NEXT = re.compile(r"(?m)^Next:")


def on_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: str, encoding: str = "utf-8") -> str:
    monkeypatch.setenv("TERM", "xterm-256color")
    return Console(monkeypatch, encoding, terminal=True).run(*arguments)[1].decode(encoding)


def test_a_pipe_keeps_the_story_unless_one_screen_is_asked_for(detente: Run) -> None:
    long, short = detente("run", "chicken").out, detente("run", "chicken", "--brief").out
    assert long == detente("run", "chicken", "--detail").out
    assert "How sure this is" in long
    assert not NEXT.search(long)
    assert NEXT.search(short)
    assert "\x1b" not in long + short


def test_a_terminal_has_one_screen_unless_the_story_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    short, long = (on_terminal(monkeypatch, "run", "chicken", *more) for more in ((), ("--detail",)))
    assert "Next:" in short
    assert "How sure this is" in long
    assert "Next:" not in long


def test_quiet_and_json_are_what_they_were(monkeypatch: pytest.MonkeyPatch, detente: Run) -> None:
    before = {option: detente("run", "chicken", option).out for option in ("--quiet", "--json")}
    for option, told in before.items():
        assert on_terminal(monkeypatch, "run", "chicken", option, "--brief") == told


def test_a_file_holds_the_story_unless_one_screen_is_asked_for(detente: Run, tmp_path: Path) -> None:
    for option, has in (((), False), (("--brief",), True), (("--brief", "--color", "always"), True)):
        out = tmp_path / "x.txt"
        detente("run", "chicken", "--out", str(out), "--force", *option)
        text = out.read_text(encoding="utf-8")
        assert bool(NEXT.search(text)) == has
        assert "\x1b" not in text


@pytest.mark.parametrize(
    ("no_color", "option", "coloured"),
    [
        (None, (), True),
        ("1", (), False),
        ("", (), True),
        ("1", ("--color", "always"), True),
        (None, ("--color", "never"), False),
    ],
)
def test_there_are_colours_on_terminals_as_asked_for(
    monkeypatch: pytest.MonkeyPatch, no_color: str | None, option: tuple[str, ...], coloured: bool
) -> None:
    """An empty NO_COLOR asks for nothing (no-color.org), and an option comes before the environment."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    for more in ((), ("--detail",)):
        assert ("\x1b" in on_terminal(monkeypatch, "run", "chicken", *option, *more)) == coloured


def test_the_first_player_is_blue() -> None:
    """In a process of its own: rich keeps how a style was first written out, whatever terminal comes after."""
    shown = process("run", "chicken", "--brief", "--color", "always", env=environment(TERM="xterm-256color"))
    assert "38;5;32m" in shown.out


def test_colours_can_be_had_in_a_pipe(detente: Run) -> None:
    assert "\x1b[" in detente("run", "chicken", "--brief", "--color", "always").out
    assert "\x1b[1m" in detente("run", "chicken", "--color", "always").out


def test_a_console_without_the_letters_has_others_in_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    told = on_terminal(monkeypatch, "run", "action-for-action", "--color", "never", encoding="ascii")
    assert "*0.09" in told
    assert "-3.10" in told
    assert ">=0.29" in told


def test_several_files_have_a_screen_each(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(NEXT.findall(on_terminal(monkeypatch, "run", "chicken", "stag-hunt", "--color", "never"))) == 2


def test_help_and_data_do_not_load_what_lays_out_a_screen() -> None:
    code = (
        "import sys\nfrom sim.cli import main\nsys.argv = ['detente', *{line!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\nsys.exit('rich.console' in sys.modules)"
    )
    for line in (["--help"], ["run", "chicken", "--json"], ["run", "chicken"]):
        ran = subprocess.run([sys.executable, "-c", code.format(line=line)], capture_output=True, check=False)
        assert ran.returncode == 0
