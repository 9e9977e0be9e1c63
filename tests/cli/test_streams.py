"""Standard input, output and error as terminal users expect them; exit codes; nothing ever ends in a traceback."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import pytest

from sim.scenario.catalog import entries
from tests.cli.terminal import Run, environment, process, shell

TEXT = {e.name.rpartition("/")[2]: e.path.read_text(encoding="utf-8") for e in entries()}
CHICKEN = TEXT["chicken"]

BAD: dict[str, str | bytes] = {
    "empty": "",
    "a tab": "format: 1\n\ttitle: x\n",
    "a quote": 'format: 1\ntitle: "x\n',
    "a list": "- a\n",
    "bytes": bytes(range(256)),
    "a NUL": b"format: 1\0\n",
    "latin-1": b"title: caf\xe9\n",
    "two documents": CHICKEN + "---\n" + CHICKEN,
    "nested": "a: " + "[" * 10_000,
    "a circle": "a: &a [*a]\n",
    "an unknown key": CHICKEN + "payofs: 1\n",
    "a key twice": CHICKEN + "format: 1\n",
    "a kind that is a list": CHICKEN.replace("kind: matrix", "kind: [matrix]"),
    "a name": CHICKEN.replace("-crash, -crash", "-crush, -crash"),
    "not a number": CHICKEN.replace("[[0, 0]", "[[.nan, 0]"),
    "a division": CHICKEN.replace("[[0, 0]", "[[1 / 0, 0]"),
    "a power": CHICKEN.replace("[[0, 0]", "[[(1 / 10 ** 400) ** -0.5, 0]"),
    "a huge setting": CHICKEN.replace(
        "{value: 1, min: 0.1, max: 5, about: to stand", "{value: 1e400, max: 5, about: to"
    ),
    "a row too few": CHICKEN.replace("  - [[gain, -loss], [-crash, -crash]]\n", ""),
    "endless": TEXT["stalled"].replace("horizon: 12", "horizon: endless"),
    "half a round": TEXT["stalled"].replace("horizon: 12", "horizon: 1.5"),
    "rounds without end": TEXT["stalled"].replace("horizon: 12", "horizon: 10 ** 400"),
    "patience of 1": TEXT["stalled"].replace("patience: us_patience", "patience: 1"),
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
@pytest.mark.parametrize("command", ["check", "run", "plot", "compare"])
def test_a_bad_file_gives_one_on_standard_error_and_nothing_on_standard_output(
    detente: Run, command: str, text: str | bytes
) -> None:
    Path("bad.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
    done = detente(command, "bad.yaml")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("bad.yaml:")
    assert [p.name for p in Path.cwd().iterdir()] == ["bad.yaml"]


@pytest.mark.parametrize("number", ["1e400", "-1e400", "10 ** 400", "1e308", "1e-400"])
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("chicken", "[[0, 0]", "[[{}, 0]"),
        ("relief-first", "agreement: {us: peace_us,", "agreement: {{us: {},"),
        ("relief-first", "payoff: {us: -blame_us,", "payoff: {{us: {},"),
        ("relief-first", "status_quo: {us: -threat,", "status_quo: {{us: {},"),
    ],
    ids=["matrix", "agreement", "breakdown", "status quo"],
)
def test_payoffs_beyond_floats_are_solved_or_refused_in_words(
    detente: Run, name: str, old: str, new: str, number: str
) -> None:
    assert old in TEXT[name]
    Path("large.yaml").write_text(TEXT[name].replace(old, new.format(number)), encoding="utf-8")
    done = detente("run", "large.yaml", "--json")
    assert (done.code == 0) == bool(done.out)
    assert (done.code == 0) == (not done.err)
    assert done.code in (0, 1)


@pytest.mark.parametrize("name", ["", "none.yaml", ".", "a\0b", "x" * 5000, "actin-for-action"])
@pytest.mark.parametrize("command", ["check", "run", "compare"])
def test_a_name_that_leads_nowhere_is_told(detente: Run, command: str, name: str) -> None:
    done = detente(command, name)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: ")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["run"],
        ["run", "chicken", "--no-such-option"],
        ["run", "chicken", "--set"],
        ["run", "chicken", "--set", "gain"],
        ["run", "chicken", "--set", "=1"],
        ["run", "chicken", "--solve", "chess"],
        ["run", "stalled", "--solve", "learning"],
        ["run", "stalled", "--select", "first-best:cn"],
        ["run", "war-of-attrition", "--select", "risk-dominant"],
        ["run", "chicken", "--all"],
        ["run", "chicken", "--time-limit", "-1"],
        ["run", "chicken", "--time-limit", "soon"],
        ["run", "chicken", "--out", "story.doc"],
        ["plot"],
        ["plot", "chicken", "stalled"],
        ["plot", "chicken", "--view", "path"],
        ["plot", "chicken", "--out", "p.txt"],
        ["check"],
        ["compare"],
        ["catalog", "chicken", "stalled"],
        ["new", "a.yaml", "b.yaml"],
        ["new", "--kind", "chess"],
        ["schema", "chicken"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_two_with_words_on_standard_error_alone(detente: Run, arguments: list[str]) -> None:
    done = detente(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err
    assert not list(Path.cwd().iterdir())


@pytest.mark.parametrize("command", ["run", "plot", "check", "compare", "catalog", "schema", "new"])
def test_help_is_printed_with_an_example_and_no_colour(detente: Run, command: str) -> None:
    done = detente(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert f"detente {command}" in done.out
    assert "\x1b" not in done.out
    assert detente(command, "-h").out == done.out


def test_every_bundled_scenario_runs_without_a_warning_and_is_checked(detente: Run) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        done = detente("run", *TEXT, "--quiet")
    assert (done.code, done.err) == (0, "")
    assert len(done.out.splitlines()) == len(TEXT)
    checked = detente("check", *TEXT)
    assert (checked.code, checked.err) == (0, "")
    assert [line.partition(":")[0] for line in checked.out.splitlines()] == list(TEXT)
    assert detente("check", *TEXT, "--quiet") == (0, "", "")


def test_quiet_says_one_line_a_file(detente: Run) -> None:
    assert detente("run", "chicken", "stag-hunt", "-q").out.count("\n") == 2
    assert detente("catalog", "-q").out.splitlines() == [entry.name for entry in entries()]


def test_results_are_the_same_each_time(detente: Run) -> None:
    first = [detente("run", name, "--json").out for name in ("stalled", "battle-of-the-sexes")]
    assert first == [detente("run", name, "--json").out for name in ("stalled", "battle-of-the-sexes")]


def test_a_game_too_large_says_how_large_and_what_to_change(detente: Run) -> None:
    Path("large.yaml").write_text(TEXT["stalled"].replace("horizon: 12", "horizon: 1000000"), encoding="utf-8")
    for command in ("check", "run", "plot", "compare"):
        done = detente(command, "large.yaml")
        assert (done.code, done.out) == (1, "")
        line = next(k for k, text in enumerate(TEXT["stalled"].splitlines(), 1) if text.startswith("horizon"))
        assert done.err.startswith(f"large.yaml:{line}:1: horizon: ")
        assert "1,000,000" in done.err
        assert "at most" in done.err


def test_a_result_that_is_not_certified_fails_with_strict_alone(detente: Run) -> None:
    assert detente("run", "chicken", "--strict").code == 0
    cut = detente("run", "chicken", "--time-limit", "0")
    assert cut.code == 0
    strict = detente("run", "chicken", "--time-limit", "0", "--strict")
    assert strict.code == 1
    assert "not certified" in strict.err


def test_standard_input_is_a_file_called_stdin() -> None:
    for command in ("check", "run"):
        done = process(command, "-", input=CHICKEN)
        assert (done.code, done.err) == (0, "")
        bad = process(command, "-", input=CHICKEN + "payofs: 1\n")
        assert (bad.code, bad.out) == (1, "")
        assert bad.err.startswith(f"<stdin>:{CHICKEN.count(chr(10)) + 1}:1: payofs: unknown key")
        assert "Traceback" not in bad.err


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_a_terminal_gets_bold_headings_unless_no_color_is_set_and_a_dash_does_not_hang(tmp_path: Path) -> None:
    import pty

    def on_terminal(*arguments: str, **more: str) -> str:
        ours, theirs = pty.openpty()
        try:
            env = environment(TERM="xterm", **more)
            done = process(
                *arguments, env=env, stdin=theirs, stdout=theirs, stderr=theirs, capture_output=False, cwd=tmp_path
            )
            return f"{done.code} {os.read(ours, 100_000).decode()}"
        finally:
            os.close(ours)
            os.close(theirs)

    assert "\x1b[1m" in on_terminal("run", "chicken")
    assert "\x1b" not in on_terminal("run", "chicken", NO_COLOR="1")
    refused = on_terminal("run", "-")  # a busy machine has told by then how long it takes
    assert refused.startswith("2 ")
    assert "detente: '-' reads a file from standard input" in refused


@pytest.mark.parametrize("command", ["run stalled --json", "schema", "catalog stalled"])
def test_a_closed_pipe_ends_a_command_quietly_and_well(tmp_path: Path, command: str) -> None:
    done = shell(f"detente {command} | true; echo ${{PIPESTATUS[0]}}", tmp_path)
    assert (done.out, done.err) == ("0\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("command", ["run chicken", "check chicken"])
def test_a_full_disk_is_told_in_a_line(tmp_path: Path, command: str) -> None:
    done = shell(f"detente {command} > /dev/full", tmp_path)
    assert done.code == 1
    assert "no space left" in done.err.lower()
    assert "Traceback" not in done.err


@pytest.mark.parametrize("closed", ["run chicken >&-", "run - <&-", "run none 2>&-"])
def test_a_stream_that_is_closed_is_no_reason_for_a_traceback(tmp_path: Path, closed: str) -> None:
    done = shell(f"detente {closed}", tmp_path)
    assert done.code in (0, 1, 2)
    assert "Traceback" not in done.out + done.err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_terminal_that_lacks_a_character_still_gets_the_story(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "my.yaml").write_text(CHICKEN.replace("title: Chicken", "title: Größe \u2603"), encoding="utf-8")
    done = shell("detente run my.yaml | wc -l", tmp_path, PYTHONIOENCODING=encoding)
    assert done.err == ""
    assert int(done.out) > 5


@pytest.mark.parametrize("escape", ["\\e[31m", "\\x9b31m", "\\0", "\\a"])
def test_a_file_cannot_write_control_characters_to_the_terminal(detente: Run, escape: str) -> None:
    Path("x.yaml").write_text(
        CHICKEN.replace("title: Chicken", f'title: "red {escape}"') + f'"k{escape}": 1\n', encoding="utf-8"
    )
    Path("y.yaml").write_text(CHICKEN.replace("title: Chicken", f'title: "red {escape}"'), encoding="utf-8")
    said = detente("check", "x.yaml").err + detente("run", "y.yaml").out
    assert not [c for c in said if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)]


def test_python_m_sim_is_the_command() -> None:
    assert process("--version").out.startswith("detente ")
    assert process("nothing").code == 2
    none = process("run", "none")
    assert none.code == 1
    assert "Traceback" not in none.err
