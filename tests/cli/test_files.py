"""Files that are written: by suffix, whole or not at all, and never over another without being told to."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sim.scenario.catalog import entries
from sim.scenario.kind import templates
from sim.scenario.schema import json_schema
from tests.cli.terminal import Run

TEMPLATES = templates()

MAGIC = {".png": b"\x89PNG\r\n", ".svg": b"<?xml", ".pdf": b"%PDF-"}


def listing() -> list[str]:
    return sorted(path.name for path in Path.cwd().iterdir())


def test_a_text_file_holds_what_would_have_been_printed(detente: Run) -> None:
    printed = detente("run", "chicken").out
    assert detente("run", "chicken", "--out", "story.txt") == (0, "", "")
    assert Path("story.txt").read_text(encoding="utf-8") == printed
    assert detente("run", "chicken", "--quiet", "-o", "short.txt").out == ""
    assert Path("short.txt").read_text(encoding="utf-8") == detente("run", "chicken", "--quiet").out
    assert listing() == ["short.txt", "story.txt"]


def test_a_json_file_holds_the_document_with_or_without_json(detente: Run) -> None:
    printed = json.loads(detente("run", "chicken", "--json").out)
    assert detente("run", "chicken", "--out", "a.json") == (0, "", "")
    assert detente("run", "chicken", "--out", "b.JSON", "--json") == (0, "", "")
    for name in ("a.json", "b.JSON"):
        assert json.loads(Path(name).read_text(encoding="utf-8")) == printed
    assert detente("run", "chicken", "stag-hunt", "--out", "c.json").code == 0
    assert len(json.loads(Path("c.json").read_text(encoding="utf-8"))) == 2
    assert detente("compare", "chicken", "stag-hunt", "--out", "d.json").code == 0
    assert len(json.loads(Path("d.json").read_text(encoding="utf-8"))["scenarios"]) == 2


@pytest.mark.parametrize("suffix", MAGIC)
def test_a_picture_goes_to_its_file_and_the_story_is_still_told(detente: Run, suffix: str) -> None:
    printed = detente("run", "chicken").out
    assert detente("run", "chicken", "--out", f"p{suffix}") == (0, printed, "")
    assert Path(f"p{suffix}").read_bytes().startswith(MAGIC[suffix])
    assert listing() == [f"p{suffix}"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "chicken", "--out", "there.json"],
        ["run", "chicken", "--out", "there.txt"],
        ["run", "chicken", "--out", "there.png"],
        ["plot", "chicken", "--out", "there.png"],
        ["compare", "chicken", "--out", "there.txt"],
        ["schema", "--out", "there.json"],
        ["new", "there.yaml"],
    ],
    ids=" ".join,
)
def test_nothing_is_written_over_without_force(detente: Run, arguments: list[str]) -> None:
    target = Path(arguments[-1])
    target.write_text("mine", encoding="utf-8")
    refused = detente(*arguments)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == f"detente: {target} exists; add --force to replace it\n"
    assert target.read_text(encoding="utf-8") == "mine"
    assert detente(*arguments, "--force").code == 0
    assert target.read_bytes() != b"mine"
    beside = ["detente.schema.json"] if "new" in arguments else []
    assert sorted(listing()) == sorted([*beside, target.name])


def test_a_picture_whose_name_was_not_given_is_not_written_over_either(detente: Run) -> None:
    assert detente("plot", "chicken").out == "chicken.png\n"
    Path("chicken.png").write_text("mine", encoding="utf-8")
    refused = detente("plot", "chicken")
    assert (refused.code, refused.out) == (1, "")
    assert Path("chicken.png").read_text(encoding="utf-8") == "mine"


def test_a_plot_says_where_it_is_unless_told_to_be_quiet(detente: Run) -> None:
    assert detente("plot", "chicken", "--view", "best-responses").out == "chicken-best-responses.png\n"
    assert detente("plot", "chicken", "--out", "q.svg", "--quiet") == (0, "", "")
    assert listing() == ["chicken-best-responses.png", "q.svg"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "bad.yaml", "--out", "x.json"],
        ["run", "bad.yaml", "--out", "x.png"],
        ["run", "chicken", "bad.yaml", "--out", "x.json"],
        ["run", "chicken", "none", "--out", "x.txt"],
        ["run", "chicken", "--set", "gian=1", "--out", "x.json"],
        ["run", "chicken", "stag-hunt", "--out", "x.png"],
        ["run", "chicken", "--solve", "subgame-perfect", "--out", "x.json"],
        ["run", "stalled", "--select", "best", "--out", "x.json"],
        ["plot", "bad.yaml", "--out", "x.png"],
        ["plot", "chicken", "--view", "lattice", "--out", "x.png"],
        ["plot", "stalled", "--view", "matrix", "--out", "x.svg"],
        ["compare", "chicken", "bad.yaml", "--out", "x.json"],
        ["run", "chicken", "--out", "bad.yaml/x.json"],
        ["run", "chicken", "--out", "x"],
        ["run", "chicken", "--out", "x.yaml"],
        ["schema", "--out", "x.txt"],
        ["new", "bad.yaml/x.yaml"],
        ["new", "x.yaml", "--kind", "chess"],
    ],
    ids=" ".join,
)
def test_a_command_that_fails_leaves_no_file_behind(detente: Run, arguments: list[str]) -> None:
    Path("bad.yaml").write_text("format: 1\n", encoding="utf-8")
    done = detente(*arguments)
    assert done.code in (1, 2)
    assert done.out == ""
    assert done.err
    assert listing() == ["bad.yaml"]


def test_a_file_is_written_whole_or_not_at_all(detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("old.json").write_text("mine", encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fail)
    done = detente("run", "chicken", "--out", "old.json", "--force")
    assert (done.code, done.out) == (1, "")
    assert done.err == "detente: old.json cannot be written: no space left on device\n"
    assert listing() == ["old.json"]
    assert Path("old.json").read_text(encoding="utf-8") == "mine"


WRITERS = [
    ("run", "chicken", "--out", "new/deep/a.json"),
    ("run", "chicken", "--out", "new/deep/a.png"),
    ("plot", "chicken", "--out", "new/deep/a.svg"),
    ("explain", "chicken", "--out", "new/deep/a.md"),
    ("compare", "chicken", "stag-hunt", "--out", "new/deep/a.txt"),
    ("lesson", "chicken", "--handout", "--points", "3", "--out", "new/deep/a.html"),
    ("export", "chicken", "--out", "new/deep/a.nfg"),
    ("schema", "--out", "new/deep/a.json"),
    ("new", "new/deep/a.yaml"),
]


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
def test_the_folder_of_a_file_is_made(detente: Run, words: tuple[str, ...]) -> None:
    done = detente(*words)
    assert (done.code, done.err) == (0, "")
    assert Path(words[-1]).is_file()


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
def test_one_that_cannot_be_made_is_told(detente: Run, words: tuple[str, ...]) -> None:
    Path("new").write_text("taken", encoding="utf-8")
    done = detente(*words)
    assert done.code == 1
    assert done.err.endswith("new/deep cannot be made: " + f"{Path.cwd() / 'new'} is a file\n")


def test_a_folder_is_no_file(detente: Run) -> None:
    Path("folder.json").mkdir()
    done = detente("run", "chicken", "--out", "folder.json", "--force")
    assert done.code == 1
    assert "folder.json is a folder" in done.err


@pytest.mark.skipif(os.name == "nt", reason="permissions are other ones there")
def test_a_new_file_has_the_permissions_the_user_wants(detente: Run) -> None:
    old = os.umask(0o027)
    try:
        detente("run", "chicken", "--out", "x.txt")
    finally:
        os.umask(old)
    assert Path("x.txt").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_new_scenario_passes_check_and_runs(detente: Run, kind: str) -> None:
    printed = detente("new", "--kind", kind)
    assert (printed.code, printed.err) == (0, "")
    assert printed.out.startswith("# yaml-language-server: $schema=")
    made = detente("new", "my.yaml", "--kind", kind)
    assert made.code == 0
    assert "detente run my.yaml" in made.out
    assert Path("my.yaml").read_text(encoding="utf-8") == printed.out
    assert detente("check", "my.yaml").out.startswith(f"my.yaml: ok ({kind}; ")
    assert detente("run", "my.yaml").code == 0
    if kind != "tree":
        assert detente("plot", "my.yaml") == (0, "my.png\n", "")
    assert detente("new", "quiet.yaml", "--kind", kind, "-q") == (0, "", "")


def test_a_bundled_scenario_can_be_copied_and_run(detente: Run) -> None:
    for entry in entries():
        text = detente("catalog", entry.name).out
        first, rest = entry.path.read_text(encoding="utf-8").split("\n", 1)
        # The line that tells editors where the schema is leads nowhere from another folder.
        assert "$schema=../" in first
        assert text == rest
    Path("copy.yaml").write_text(text, encoding="utf-8")
    assert detente("run", "copy.yaml", "-q").out == detente("run", entries()[-1].name, "-q").out


def test_a_new_scenario_ends_in_yaml_and_its_schema_line_resolves(detente: Run) -> None:
    done = detente("new", "mine")
    assert done.code == 0
    first = Path("mine.yaml").read_text(encoding="utf-8").splitlines()[0]
    named = Path("mine.yaml").parent / first.partition("$schema=")[2]
    assert json.loads(named.read_text(encoding="utf-8")) == json_schema()
    assert "detente.schema.json" in done.out


@pytest.mark.parametrize("name", ["mine.txt", "mine.v2", "mine.json"])
def test_a_new_scenario_takes_no_other_ending(detente: Run, name: str) -> None:
    done = detente("new", name)
    assert (done.code, Path(name).exists()) == (2, False)
    assert "ends in .yaml" in done.err


@pytest.mark.parametrize("there", ['{"title": "another"}', "[]", "no JSON"])
def test_another_file_of_the_schemas_name_is_left_alone(detente: Run, there: str) -> None:
    Path("detente.schema.json").write_text(there, encoding="utf-8")
    done = detente("new", "mine.yaml")
    assert done.code == 0
    assert Path("detente.schema.json").read_text(encoding="utf-8") == there
    assert "left alone" in done.out


def test_an_older_schema_is_brought_up_to_date(detente: Run) -> None:
    Path("detente.schema.json").write_text('{"title": "Detente scenario, format 1"}', encoding="utf-8")
    assert detente("new", "mine.yaml").code == 0
    assert json.loads(Path("detente.schema.json").read_text(encoding="utf-8")) == json_schema()
