"""``detente fmt`` writes files anew where they are, or says that it would; hooks for other repositories run it."""

from __future__ import annotations

import io
import json
import os
import shlex
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.terminal import Run

ROOT = Path(__file__).resolve().parents[3]
ROUGH = b"format:   1\r\nkind: matrix # why\r\nplayers:\r\n- a"
LAID = "format: 1\nkind: matrix  # why\nplayers:\n  - a\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my.yaml"
    path.write_bytes(ROUGH)
    return path


def test_a_file_is_laid_out_where_it_is_and_only_once(detente: Run, file: Path) -> None:
    assert detente("fmt", "my.yaml") == (0, "my.yaml: laid out\n", "")
    assert file.read_bytes() == LAID.encode()
    assert detente("fmt", "my.yaml") == (0, "my.yaml: as it should be\n", "")
    assert detente("fmt", "my.yaml", "--quiet") == (0, "", "")


def test_check_writes_nothing_and_fails(detente: Run, file: Path) -> None:
    done = detente("fmt", "--check", "my.yaml")
    assert (done.code, done.out) == (1, "")
    assert done.err == "detente: my.yaml: is not laid out; 'detente fmt my.yaml' does it\n"
    assert file.read_bytes() == ROUGH
    file.write_text(LAID)
    assert detente("fmt", "--check", "my.yaml").code == 0


def test_the_document_says_what_was_done_to_each_file(detente: Run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("a: 1\na: 2\n")
    done = detente("fmt", "my.yaml", "bad.yaml", "none.yaml", "--json")
    assert done.code == 1
    document = json.loads(done.out)
    assert document["format"] == 1
    good, bad, none = document["files"]
    assert good == {"file": "my.yaml", "valid": True, "changed": True, "written": True, "errors": []}
    assert (bad["valid"], bad["errors"][0]["line"], bad["errors"][0]["key"]) == (False, 2, "a")
    assert "cannot be read" in none["errors"][0]["message"]
    assert json.loads(detente("fmt", "my.yaml", "--json").out)["files"][0]["changed"] is False


def test_who_could_read_a_file_still_can_and_links_stay_links(detente: Run, file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    link = tmp_path / "link.yaml"
    try:
        link.symlink_to(file)
    except OSError:
        pytest.skip("there are no links here")
    assert detente("fmt", "link.yaml").code == 0
    assert link.is_symlink()
    assert file.read_text() == LAID
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o640


def test_standard_input_is_printed(detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def typed() -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ROUGH)))

    typed()
    assert detente("fmt", "-") == (0, LAID, "")
    typed()
    assert detente("fmt", "-", "--check").code == 1
    typed()
    assert detente("fmt", "-", "--json").code == 2


def test_what_cannot_be_laid_out_is_refused_and_left_alone(detente: Run, tmp_path: Path) -> None:
    (tmp_path / "list.yaml").write_text("- 1\n")
    for name, told in (
        ("list.yaml", "expected a mapping"),
        ("chicken", "is a bundled scenario"),
        (".", "cannot be read"),
    ):
        done = detente("fmt", name)
        assert done.code == 1
        assert told in done.err
    assert (tmp_path / "list.yaml").read_text() == "- 1\n"
    assert detente("fmt").code == 2


def test_where_the_time_is_up_nothing_is_written(detente: Run, file: Path) -> None:
    file.write_text("a:\n" + "- 1\n" * 200_000)
    done = detente("fmt", "my.yaml", "--time-limit", "0.01")
    assert done.code == 1
    assert "allow more with --time-limit" in done.err
    assert file.read_text().startswith("a:\n- 1")


def test_the_hooks_are_commands_that_write_and_check(detente: Run, file: Path) -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert set(hooks) == {"detente-check", "detente-fmt"}
    for hook in hooks.values():
        assert hook["language"] == "python"
        program, *words = shlex.split(hook["entry"])
        assert program == "detente"
        assert detente(*words, "my.yaml").code == (1 if hook["id"] == "detente-check" else 0)
    assert file.read_text() == LAID


def test_the_hooks_pass_where_all_is_well(detente: Run, tmp_path: Path) -> None:
    assert detente("new", "mine.yaml").code == 0
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")):
        assert detente(*shlex.split(hook["entry"])[1:], "mine.yaml") == (0, "", "")
