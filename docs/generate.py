"""Bring the documentation up to date: ``python docs/generate.py`` runs every command shown in it.

In a block fenced as ``console`` each line that starts with ``$ `` is run by a shell, and what stands below it is
replaced by what the command prints. It runs in a folder that holds `docs/examples` as `examples`, and the empty folders
`figures` and `maps`. An image on a page is written by a command directly above it, `--out` and the image's path. Those
in `figures` are made again with the page; those in `maps` take minutes each, and are made by
``python docs/generate.py --figures`` or, one of them, ``--figures blame``. The tables of the format reference are made
from the JSON Schema, and what stands below a mark ``lesson NAME`` from a bundled scenario. Python sessions in blocks
fenced as ``pycon`` are run by `docs/pycon.py`. ``python docs/generate.py korea.md`` does one page alone. A
session's card is made of its page (`docs/cards.py`).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

import cards  # noqa: E402
import figures  # noqa: E402
import gallery  # noqa: E402
import house  # noqa: E402
import lessons  # noqa: E402
from shell import Shell, stranger  # noqa: E402

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
SPEED = re.compile(r"in [\d.,]+ s \([\d.,]+ per second\)")
"""What no two runs of a sweep have alike."""

TABLES = re.compile(r"(?<=<!-- tables -->\n).*(?=<!-- end of tables -->)", re.DOTALL)


@dataclass(frozen=True)
class Made:
    """A page made again: its text, and by path the pictures that its quick commands have drawn."""

    text: str
    pictures: dict[Path, bytes] = field(default_factory=dict)


def remade(page: Path, shell: Shell) -> Made:
    """Make a page again: all that its commands print, and its quick figures."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = _furnished(Path(name))
        text = BLOCK.sub(lambda block: _console(block.group(), folder, shell), text)
        text = _sessions(text, folder) if "```pycon\n" in text else text
        if page == gallery.PAGE:
            text = gallery.filled(text, PAGES, lambda command: _output(command, folder, shell))
        made = {figure.file: folder / figure.path for figure in figures.figures_of(page) if not figure.slow}
        pictures = {file: drawn.read_bytes() for file, drawn in made.items() if drawn.is_file()}
    return Made(TABLES.sub(lambda _: _tables(), house.filled(lessons.filled(text))), pictures)


def fresh(page: Path) -> str:
    """Text of a page with everything that is made by a command made again."""
    with Shell() as shell:
        return remade(page, shell).text


def _sessions(text: str, folder: Path) -> str:
    """The page with its Python sessions run again."""
    environment = os.environ | {"COLUMNS": "88", "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(ROOT / "docs" / "pycon.py")]
    done = subprocess.run(
        command, input=text, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.replace(str(ROOT / "scenarios") + os.sep, "scenarios/")


def draw(only: list[str]) -> None:
    """Draw the slow figures, or those of these names, and write what is printed with them onto their pages."""
    wanted = [figure for page in PAGES for figure in figures.figures_of(page) if figure.slow]
    unknown = set(only) - {figure.file.stem for figure in wanted}
    if unknown:
        known = ", ".join(figure.file.stem for figure in wanted)
        raise SystemExit(f"there is no slow figure '{min(unknown)}'; they are {known}")
    with Shell() as shell:
        for figure in wanted:
            if not only or figure.file.stem in only:
                _draw(figure, shell)
                print(figure.name)


def _draw(figure: figures.Figure, shell: Shell) -> None:
    assert figure.command is not None
    with tempfile.TemporaryDirectory() as name:
        folder = _furnished(Path(name))
        printed = _output(figure.command, folder, shell)
        drawn = folder / figure.path
        if not drawn.is_file():
            raise SystemExit(
                f"{figure.page.relative_to(ROOT)}: `{figure.command}` has drawn nothing: {printed.strip()}"
            )
        figure.file.parent.mkdir(exist_ok=True)
        shutil.copyfile(drawn, figure.file)
    text = figure.page.read_text(encoding="utf-8")
    command = f"$ {figure.command}\n"
    figure.page.write_text(text.replace(command + figure.printed, command + printed, 1), encoding="utf-8")
    figures.remember(next(f for f in figures.figures_of(figure.page) if f.path == figure.path))


def _furnished(folder: Path) -> Path:
    shutil.copytree(ROOT / "docs" / "examples", folder / "examples")
    for name in ("figures", "maps"):
        (folder / name).mkdir()
    return folder


def _console(block: str, folder: Path, shell: Shell) -> str:
    return "".join(
        f"$ {command}\n{printed if figures.is_slow(command) else _output(command, folder, shell)}"
        for command, printed in figures.pairs(block)
    )


def _output(command: str, folder: Path, shell: Shell) -> str:
    """What a command prints, messages included, in a terminal of 88 columns."""
    if strange := stranger(command):
        raise SystemExit(f"`{command}`: not every shell reads `{strange}` alike; see `stranger` in shell.py")
    printed = SPEED.sub("in … s (… per second)", shell.run(command, folder).stdout)
    shown = printed.replace(str(ROOT / "scenarios") + os.sep, "scenarios/").rstrip("\n")
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
        "OfActions": "What people did in a matrix game",
        "ActionsModel": "Actions that were counted",
        "OfDecisions": "What people did in a game tree",
        "DecisionsModel": "Choices at a decision that were counted",
        "OfSteps": "What people did in talks about concessions",
        "StepsModel": "Actions in rounds that were counted",
        "OfOffers": "What people offered",
        "SharesModel": "Offers that were counted",
        "OfPackages": "What people agreed on",
        "SettledModel": "How often an issue was settled in which way",
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
        return ", ".join(dict.fromkeys(f"`{value}`" for value in field["enum"] if value is not None))
    if "$ref" in field:
        return "mapping"
    if "type" not in field:
        return " or ".join(dict.fromkeys(map(_kind, field.get("anyOf", ({"type": "object"},)))))
    kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
    words = {"object": "mapping", "array": "list", "boolean": "true or false", "string": "text"}
    words |= {"number": "number", "integer": "number"}
    return " or ".join([*(f"`{value}`" for value in field.get("examples", [])), words[kinds[0]]])


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


def renew(page: Path, shell: Shell) -> list[Path]:
    """Rewrite a page and its quick figures where they are not current, and return what was rewritten."""
    made = remade(page, shell)
    changed = [
        file
        for file, drawn in made.pictures.items()
        if not file.exists() or file.suffix != ".svg" or not figures.same(drawn, file.read_bytes())
    ]
    for file in changed:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(made.pictures[file])
    if made.text != page.read_text(encoding="utf-8"):
        page.write_text(made.text, encoding="utf-8")
        changed.append(page)
    return [*changed, *cards.renew(page)]


def main() -> None:
    """Rewrite the pages and figures that are not current, and name them."""
    names = sys.argv[1:]
    if names[:1] == ["--figures"]:
        draw(names[1:])
        return
    pages = chosen(names)
    (ROOT / "docs" / figures.OF_THE_CODE).write_text(house.picture(), encoding="utf-8")
    others, last = ([page for page in pages if (page == gallery.PAGE) is wanted] for wanted in (False, True))
    with Shell() as shell, ThreadPoolExecutor(os.cpu_count()) as pool:
        for some in (others, last):  # the gallery says what the other pages say
            for changed in pool.map(lambda page: renew(page, shell), some):
                for file in changed:
                    print(file.relative_to(ROOT))
    for figure in (figure for page in pages for figure in figures.figures_of(page) if figure.slow):
        if figures.lock().get(figure.name) != figures.entry(figure):
            print(f"{figure.name} is not current; run: python docs/generate.py --figures {figure.file.stem}")


if __name__ == "__main__":
    main()
