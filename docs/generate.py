"""Bring the documentation up to date: ``python docs/generate.py`` runs every command shown in it.

`python docs/generate.py --maps` draws the maps listed in `docs/korea-maps.txt` and writes their sentences, which takes
half an hour; `--maps blame` draws one.

In a block fenced as ``console`` each line that starts with ``$ `` is run by a shell, and what stands below it is
replaced by what the command prints. It runs in a folder that holds `docs/examples` as `examples` and nothing else. The
tables of the format reference are made from the JSON Schema, and what stands below a mark ``lesson NAME`` from a
bundled scenario. ``python docs/generate.py korea.md`` does one page alone. Python sessions in blocks fenced as ``pycon``
are run by `docs/pycon.py`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

import lessons  # noqa: E402

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
TABLES = re.compile(r"(?<=<!-- tables -->\n).*(?=<!-- end of tables -->)", re.DOTALL)


def draw_maps(only: list[str]) -> None:
    """Draw the listed maps, or some, and write each one's picture and sentence below its mark on the Korea page."""
    page = ROOT / "docs" / "korea.md"
    folder = ROOT / "docs" / "maps"
    folder.mkdir(exist_ok=True)
    for line in (ROOT / "docs" / "korea-maps.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, across, up, *more = line.split()
        if only and name not in only:
            continue
        picture = folder / f"{name}.png"
        arguments = [name, across, up, *more, "--quiet", "--force", "--out", str(picture)]
        command = [sys.executable, "-m", "sim", "map", *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        axes = " and ".join(word.partition("=")[0] for word in (across, up))
        told = f"![{done.stdout.partition(':')[0]}: {axes}](maps/{name}.png)\n\n{done.stdout.strip()}\n"
        mark = re.compile(rf"(?<=<!-- map {name} -->\n).*?(?=<!-- end of map -->)", re.DOTALL)
        text = page.read_text(encoding="utf-8")
        # Once: after an empty match the search would go on to the next mark's end.
        page.write_text(mark.sub(lambda _, told=told: told, text, count=1), encoding="utf-8")
        print(picture.relative_to(ROOT))


def fresh(page: Path) -> str:
    """Text of a page with everything that is made by a command made again."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "docs" / "examples", Path(folder) / "examples")
        text = BLOCK.sub(lambda block: _console(block.group(), folder), text)
        text = _sessions(text, folder) if "```pycon\n" in text else text
    return TABLES.sub(lambda _: _tables(), lessons.filled(text))


def _sessions(text: str, folder: str) -> str:
    """The page with its Python sessions run again."""
    environment = os.environ | {"COLUMNS": "88", "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(ROOT / "docs" / "pycon.py")]
    done = subprocess.run(
        command, input=text, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.replace(str(ROOT / "scenarios") + os.sep, "scenarios/")


def _console(block: str, folder: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_output(command[2:], folder)}" for command in commands)


def _output(command: str, folder: str) -> str:
    """What a command prints, messages included, in a terminal of 88 columns."""
    program = f'detente() {{ "{sys.executable}" -m sim "$@"; }}\n'
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    environment = os.environ | {"COLUMNS": "88", "NO_COLOR": "1", "PYTHONPATH": paths}
    done = subprocess.run(
        ["bash", "-c", program + command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    shown = done.stdout.replace(str(ROOT / "scenarios") + os.sep, "scenarios/").rstrip("\n")
    return shown + "\n" if shown else ""


def _tables() -> str:
    sys.path.insert(0, str(ROOT))
    from sim.scenario.schema import json_schema

    models = json_schema()["$defs"]
    order = {
        "ConcessionsModel": "A file of kind concessions",
        "NegotiatorModel": "A player of a concession game or of alternating offers",
        "StepModel": "A step",
        "TypeModel": "A hidden type",
        "BreakdownModel": "The breakdown",
        "AgentModel": "An agent",
        "MediatorModel": "The mediator",
        "ParameterModel": "A parameter",
        "MatrixModel": "A file of kind matrix",
        "ChooserModel": "A player of a matrix game",
        "RepeatModel": "The repetition of a matrix game",
        "TreeModel": "A file of kind tree",
        "DeciderModel": "A player of a game tree",
        "TreeNodeModel": "A node of a game tree",
        "BranchModel": "A move of chance",
        "OffersModel": "A file of kind offers",
        "LessonModel": "The lesson",
        "QuestionModel": "A question",
    }
    return "\n".join(_table(title, models[name]) for name, title in order.items())


def _table(title: str, model: dict[str, Any]) -> str:
    needed = set(model.get("required", ()))
    rows = [
        f"| `{key}` | {_kind(field)} | {'yes' if key in needed else 'no'} | {field.get('description', '')} |"
        for key, field in model["properties"].items()
    ]
    return "\n".join(
        [f"### {title}\n", "| key | value | needed | what it says |", "| --- | --- | --- | --- |", *rows, ""]
    )


def _kind(field: dict[str, Any]) -> str:
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "anyOf" in field:
        kinds = [_kind(option) for option in field["anyOf"] if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "$ref" in field:
        return "mapping"
    kind = field.get("type", "")
    if kind == ["number", "string"]:
        return "number"
    if kind == ["boolean", "string"]:
        return "true or false"
    if kind == "array":
        return "list"
    return {"object": "mapping", "string": "text"}.get(str(kind), str(kind))


def chosen(names: list[str]) -> list[Path]:
    """The pages of these names, as ``korea.md`` or ``docs/README.md``; all of them if none is named."""
    pages = [page for page in PAGES if not names or any(_is_called(page, name) for name in names)]
    for name in names:
        if not any(_is_called(page, name) for page in pages):
            known = ", ".join(str(page.relative_to(ROOT)) for page in PAGES)
            raise SystemExit(f"there is no page '{name}'; the pages are {known}")
    return pages


def _is_called(page: Path, name: str) -> bool:
    parts = Path(name).parts
    return page.relative_to(ROOT).parts[-len(parts) :] == parts


def main() -> None:
    """Rewrite the pages that are not current, and name them."""
    names = sys.argv[1:]
    if names[:1] == ["--maps"]:
        draw_maps(names[1:])
        return
    for page in chosen(names):
        text = fresh(page)
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8")
            print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
