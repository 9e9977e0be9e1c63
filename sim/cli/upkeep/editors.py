"""What editors are given: the schema, VS Code's setting that names it, snippets, and what Neovim is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sim.cli.delivery import as_json, hand_over
from sim.cli.failures import FailureError

SCHEMA = "detente.schema.json"
SETTING = "yaml.schemas"
_MARK = "Detente: "
_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', re.DOTALL)


def schema_beside(file: Path) -> str:
    """Write the schema that the first line of a new scenario names, unless it is there; say what was done."""
    from sim.scenario.schema import json_schema

    path, made = file.with_name(SCHEMA), json_schema()
    there = _read(path)
    if there is not None and there != made and not (isinstance(there, dict) and there.get("title") == made["title"]):
        return f"{path}: is another file, which was left alone; 'detente schema' prints the schema for editors"
    if there != made:
        hand_over(as_json(made), path)
    return f"{path}: the schema by which editors complete and check it"


def install(folder: Path, match: str) -> list[str]:
    """Set the editors of a folder up; say what was done, and what is left to do.

    Parameters
    ----------
    folder : Path
        Where the files are.
    match : str
        The pattern of their names, as VS Code takes it.

    Raises
    ------
    FailureError
        If VS Code's settings are there and cannot be added to; they are left as they are.
    """
    if not match.strip():
        raise FailureError("--match: expected a pattern of names, such as *.yaml", 2)
    told = [schema_beside(folder / "any.yaml")]
    if "left alone" in told[0]:
        raise FailureError(told[0])
    settings = folder / ".vscode" / "settings.json"
    added = _with_setting(settings, match)
    if added is not None:
        hand_over(added, settings)
    told.append(f"{settings}: VS Code checks {match} by it, with the extension YAML of Red Hat")
    told.append(_snippets(folder / ".vscode" / "detente.code-snippets"))
    told.append(
        "Neovim and other editors with yaml-language-server: the first line of each file is\n"
        f"    # yaml-language-server: $schema={SCHEMA}"
    )
    return told


def _read(path: Path) -> Any:
    """What a file of JSON holds; None if there is no file, an empty mapping if it holds something else."""
    try:
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    except (OSError, ValueError):
        return {}


def _with_setting(path: Path, match: str) -> str | None:
    """VS Code's settings with ours among them; None if it stands there already.

    The text that is there stays as it is, comments included, unless it has settings for other schemas and no comments.
    """
    ours = {f"./{SCHEMA}": match}
    if not path.exists():
        return json.dumps({SETTING: ours}, indent=2, ensure_ascii=False) + "\n"
    try:
        text = path.read_text(encoding="utf-8-sig")
        held = json.loads(_plain(text)) if text.strip() else {}
    except (OSError, ValueError):
        raise _by_hand(path, ours, "cannot be read as settings of VS Code") from None
    schemas = held.get(SETTING, {}) if isinstance(held, dict) else None
    if not isinstance(held, dict) or not isinstance(schemas, dict):
        raise _by_hand(path, ours, "holds something else where settings are expected")
    if match in _patterns(schemas.get(f"./{SCHEMA}")):
        return None
    if SETTING not in held:
        added = _inserted(text, ours, empty=not held)
        if json.loads(_plain(added)) != {SETTING: ours, **held}:
            raise _by_hand(path, ours, "is written in a way that is not understood here")
        return added
    patterns = [*_patterns(schemas.get(f"./{SCHEMA}")), match]
    held[SETTING] = {**schemas, f"./{SCHEMA}": patterns if len(patterns) > 1 else match}
    if _plain(text) != text:
        raise _by_hand(path, held[SETTING], "has comments, which would be lost")
    step = re.search(r"\n([ \t]+)\"", text)
    return json.dumps(held, indent=step[1] if step else 2, ensure_ascii=False) + "\n"


def _plain(text: str) -> str:
    """Settings of VS Code as JSON: without comments, and without commas behind the last entry."""
    bare = _COMMENT.sub(lambda found: found[1] or " ", text)
    return _COMMA.sub(lambda found: found[1] or "", bare)


def _patterns(held: Any) -> list[Any]:
    return held if isinstance(held, list) else [] if held is None else [held]


def _inserted(text: str, ours: dict[str, str], empty: bool) -> str:
    """The text of settings with ours behind the bracket that opens them."""
    entry = f"{json.dumps(SETTING)}: {json.dumps(ours, ensure_ascii=False)}"
    if not text.strip():
        return f"{{\n  {entry}\n}}\n"
    covered = _COMMENT.sub(lambda found: found[1] or " " * len(found[0]), text)
    at = covered.index("{") + 1
    return f"{text[:at]}\n  {entry}{'' if empty else ','}{text[at:]}"


def _by_hand(path: Path, schemas: dict[str, Any], why: str) -> FailureError:
    line = f"{json.dumps(SETTING)}: {json.dumps(schemas, ensure_ascii=False)}"
    return FailureError(f"{path}: {why}, and was left as it is; put this among the settings: {line}")


def _snippets(path: Path) -> str:
    """Write the snippets, unless another file has their name; say what was done."""
    there, made = _read(path), snippets()
    if there is not None and there != made and not (there and all(str(name).startswith(_MARK) for name in there)):
        return f"{path}: is another file, which was left alone"
    if there != made:
        hand_over(as_json(made), path)
    return f"{path}: type 'detente' in an empty file, and choose a kind of game"


def snippets() -> dict[str, Any]:
    """Snippets of VS Code: a file of each kind to start from, and the parts of files that are typed most often."""
    from sim.scenario.kind import templates

    made: dict[str, Any] = {}
    for kind, text in templates().items():
        body = text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}").splitlines()
        made[f"{_MARK}{kind}"] = _snippet(f"detente-{kind}", f"A file of kind {kind} that runs as it is", body)
    parameter = [
        "${1:name}: {value: ${2:1}, min: ${3:0}, max: ${4:2}, label: ${5:what it is}, about: ${6:where it is from}}"
    ]
    question = ["- question: ${1:What is asked}", "  answer: >-", "    ${2:What is true, with its numbers}"]
    made[f"{_MARK}a parameter"] = _snippet("detente-parameter", "A parameter with its range", parameter)
    made[f"{_MARK}a question"] = _snippet("detente-question", "A question of a lesson, with its answer", question)
    return made


def _snippet(prefix: str, about: str, body: list[str]) -> dict[str, Any]:
    return {"scope": "yaml", "prefix": prefix, "description": about, "body": body}
