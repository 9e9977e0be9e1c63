"""``detente schema --install`` sets editors up, and loses nothing of what is set already."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim.cli.upkeep.editors import snippets
from sim.kinds import NAMES
from sim.scenario.kind import templates
from sim.scenario.schema import json_schema
from tests.cli.terminal import Run

OURS = {"./detente.schema.json": "*.yaml"}


def settings(folder: Path) -> Path:
    path = folder / ".vscode" / "settings.json"
    path.parent.mkdir(exist_ok=True)
    return path


def test_an_empty_folder_gets_everything_and_says_so(detente: Run, tmp_path: Path) -> None:
    done = detente("schema", "--install")
    assert (done.code, done.err) == (0, "")
    assert json.loads((tmp_path / "detente.schema.json").read_text(encoding="utf-8")) == json_schema()
    assert json.loads(settings(tmp_path).read_text()) == {"yaml.schemas": OURS}
    assert json.loads((tmp_path / ".vscode" / "detente.code-snippets").read_text(encoding="utf-8")) == snippets()
    assert "# yaml-language-server: $schema=detente.schema.json" in done.out
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert detente("schema", "--install", "--quiet") == (0, "", "")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == files


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '{\n  "yaml.schemas": {"./detente.schema.json": "*.yaml"}\n}\n'),
        ("{}", '{\n  "yaml.schemas": {"./detente.schema.json": "*.yaml"}}\n'),
        (
            '// {mine}\n{\n    "a": "//x {", /* c */\n}\n',
            '// {mine}\n{\n  "yaml.schemas": {"./detente.schema.json": "*.yaml"},\n    "a": "//x {", /* c */\n}\n',
        ),
        (
            '{\n\t"yaml.schemas": {"x.json": ["a.yaml"]},\n\t"b": "é"\n}\n',
            '{\n\t"yaml.schemas": {\n\t\t"x.json": [\n\t\t\t"a.yaml"\n\t\t],\n'
            '\t\t"./detente.schema.json": "*.yaml"\n\t},\n\t"b": "é"\n}\n',
        ),
        (
            '{"yaml.schemas": {"./detente.schema.json": "games/*.yaml"}}',
            '{\n  "yaml.schemas": {\n    "./detente.schema.json": [\n'
            '      "games/*.yaml",\n      "*.yaml"\n    ]\n  }\n}\n',
        ),
        ('{"yaml.schemas": {"./detente.schema.json": ["*.yaml"]} /* c */}', None),
    ],
)
def test_settings_that_are_there_stay(detente: Run, tmp_path: Path, before: str, after: str | None) -> None:
    settings(tmp_path).write_text(before, encoding="utf-8")
    assert detente("schema", "--install").code == 0
    assert settings(tmp_path).read_text(encoding="utf-8") == (before if after is None else after)


@pytest.mark.parametrize(
    "before", ['{"yaml.schemas": {"x.json": "a.yaml"} /* c */}', "[1]", '{"yaml.schemas": 1}', "no settings", "{\x00"]
)
def test_settings_that_cannot_be_added_to_are_left_alone_and_the_line_is_told(
    detente: Run, tmp_path: Path, before: str
) -> None:
    settings(tmp_path).write_text(before)
    done = detente("schema", "--install")
    assert done.code == 1
    assert '"./detente.schema.json": "*.yaml"' in done.err
    assert settings(tmp_path).read_text() == before


def test_other_files_may_be_meant(detente: Run, tmp_path: Path) -> None:
    assert detente("schema", "--install", "--match", "games/*.yaml").code == 0
    assert json.loads(settings(tmp_path).read_text()) == {"yaml.schemas": {"./detente.schema.json": "games/*.yaml"}}
    for words in (["--match", "x"], ["--install", "--match", " "], ["--install", "--out", "x.json"]):
        assert detente("schema", *words).code == 2


def test_files_of_others_are_left_alone(detente: Run, tmp_path: Path) -> None:
    (tmp_path / "detente.schema.json").write_text("{}")
    done = detente("schema", "--install")
    assert done.code == 1
    assert "left alone" in done.err
    assert not (tmp_path / ".vscode").exists()
    (tmp_path / "detente.schema.json").unlink()
    settings(tmp_path)
    (tmp_path / ".vscode" / "detente.code-snippets").write_text('{"my own": {}}')
    assert "another file, which was left alone" in detente("schema", "--install").out
    assert (tmp_path / ".vscode" / "detente.code-snippets").read_text() == '{"my own": {}}'


@pytest.mark.parametrize("kind", NAMES)
def test_a_snippet_comes_out_as_the_file_that_new_writes(kind: str) -> None:
    """A backslash before ``$``, ``}`` and itself is taken away by VS Code, and nothing else is."""
    snippet = snippets()[f"Detente: {kind}"]
    assert (snippet["prefix"], snippet["scope"]) == (f"detente-{kind}", "yaml")
    body = "\n".join(snippet["body"])
    assert not re.search(r"(?<!\\)\$", body)
    assert re.sub(r"\\([$}\\])", r"\1", body) + "\n" == templates()[kind]


def test_every_key_has_words_to_show_where_the_pointer_rests() -> None:
    keys = [key for shape in json_schema()["$defs"].values() for key in shape.get("properties", {}).values()]
    assert len(keys) > 200
    assert all(key.get("description") for key in keys)
