"""What `docs/architecture.md` shows of the code, drawn from the code: its floors and rooms, and one walk through them.

`tests/test_house.py` keeps the order of floors and rooms that stands here, and `tests/test_docs.py` that the page is
what these functions make today.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIM = ROOT / "sim"

GROUND = (
    "errors",
    "characters",
    "version",
    "types",
    "deadline",
    "progress",
    "memory",
    "concepts",
    "kinds",
    "exact",
    "deprecated",
)
"""What stands below all floors."""

FLOORS = {
    "scenario": "file to scenario: schema, expressions, messages with line and column",
    "games": "scenario to game: the forms, and nothing but the rules",
    "engine": "game to solution: equilibria and their certificates",
    "agents": "strategies that play: simulation, tournaments, a seat at the table",
    "study": "many games at once: sweeps, maps, classes",
    "show": "solution to what people see: texts, documents, pictures, pages",
    "api": "answers in Python",
    "classroom": "a class that plays: its session, its file, its records, its pages",
    "cli": "the command line: parses, asks the API, delivers",
}
"""Floors from the lowest to the highest, each with what happens there; imports go down only."""

ROOMS = (
    "matrix",
    "repeated",
    "tree",
    "options",
    "issues",
    "concessions",
    "hidden",
    "offers",
    "roadmaps",
    "reassurance",
)
"""Rooms in their order; a room imports from itself and from rooms before it."""

ROOMED = ("games", "engine", "show")
"""Floors with all rooms."""

MARKED = re.compile(r"<!-- house (\w+) -->\n.*?<!-- end of house -->", re.DOTALL)

WALK = """
import sys
seen, found = set(), []
def note(frame, event, argument):
    place, name = frame.f_globals.get("__name__", ""), frame.f_code.co_name
    if event != "call" or place in seen or not place.startswith("sim.") or name.startswith(("_", "<")):
        return
    caller = frame.f_back
    while caller is not None and not caller.f_globals.get("__name__", "").startswith("sim."):
        caller = caller.f_back
    if caller is None or caller.f_globals["__name__"] != place:
        seen.add(place)
        found.append(f"{place} {name}")
import sim.cli
sys.argv[0] = "detente"
sys.setprofile(note)
try:
    sim.cli.main()
except SystemExit:
    pass
sys.setprofile(None)
sys.stderr.write("\\n".join(found))
"""


def filled(text: str) -> str:
    """Text of a page with what stands below its marks made again."""
    made = {"floors": floors, "rooms": rooms, "walk": walk}
    return MARKED.sub(lambda mark: f"<!-- house {mark[1]} -->\n{made[mark[1]]()}<!-- end of house -->", text)


def floors() -> str:
    """A table of the floors: what happens there, and how many files there are."""
    rows = [("ground", "what every floor reads: errors, types, tables, exact arithmetic", _files(GROUND))]
    rows += [(name, about, _files((name,))) for name, about in FLOORS.items()]
    lines = [f"| `{name}` | {about} | {len(files)} |" for name, about, files in reversed(rows)]
    return "\n".join(["| floor | what happens there | files |", "| --- | --- | ---: |", *lines, ""])


def rooms() -> str:
    """A table of the rooms: what stands in each of them, floor by floor."""
    head = [f"| room | {' | '.join(f'`{floor}/`' for floor in ROOMED)} |", "| --- " * (1 + len(ROOMED)) + "|"]
    return "\n".join([*head, *(f"| `{room}` | {' | '.join(_cell(f, room) for f in ROOMED)} |" for room in ROOMS), ""])


def walk(scenario: str = "action-for-action") -> str:
    """A table of the files that one run goes through, in the order in which it first comes to them."""
    command = [sys.executable, "-c", WALK, "run", scenario]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    steps = [line.split() for line in done.stderr.splitlines()]
    lines = [f"| `{_file(place).relative_to(ROOT)}` | `{name}` | {_about(place)} |" for place, name in steps]
    return "\n".join(["| file | enters at | what it is about |", "| --- | --- | --- |", *lines, ""])


def picture() -> str:
    """The house as an SVG picture: floors as rows, rooms as columns, how many imports go from floor to floor."""
    wide, high, left, top = 104, 40, 96, 34
    columns = ("common ground", *ROOMS)
    width, height = left + wide * len(columns) + 12, top + high * (len(FLOORS) + 1) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' font-family="sans-serif" font-size="11" role="img">',
        "<title>The floors and rooms of the code</title>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    parts += [
        f'<text x="{left + k * wide + wide / 2}" y="{top - 12}" text-anchor="middle" font-weight="bold">'
        f"{escape(name)}</text>"
        for k, name in enumerate(columns)
    ]
    for row, floor in enumerate([*reversed(FLOORS), "ground"]):
        y = top + row * high
        parts.append(
            f'<text x="{left - 10}" y="{y + high / 2 + 4}" text-anchor="end" font-weight="bold">{floor}</text>'
        )
        parts += _row(floor, left, y, wide, high)
    return "\n".join([*parts, "</svg>", ""])


def _row(floor: str, left: int, y: int, wide: int, high: int) -> list[str]:
    """The boxes of a floor: one for its common ground, and one for each of its rooms."""
    present = [room for room in ROOMS if (SIM / floor / room).is_dir()]
    common = [p for p in _files(GROUND if floor == "ground" else (floor,)) if _room(p) not in ROOMS]
    span = 1 if present else 1 + len(ROOMS)
    boxes = [_box(left, y, wide * span, high, common, "#eef3f8")]
    for room in present:
        files = [p for p in _files((floor,)) if _room(p) == room]
        boxes.append(_box(left + (1 + ROOMS.index(room)) * wide, y, wide, high, files, "#fdf3e7"))
    return boxes


def _box(x: int, y: int, wide: int, high: int, files: list[Path], colour: str) -> str:
    words = f"{len(files)} files" if len(files) != 1 else "1 file"
    return (
        f'<rect x="{x + 3}" y="{y + 3}" width="{wide - 6}" height="{high - 6}" rx="4" fill="{colour}" stroke="#888"/>'
        f'<text x="{x + wide / 2}" y="{y + high / 2 + 4}" text-anchor="middle">{words}</text>'
    )


@cache
def _files(names: tuple[str, ...]) -> list[Path]:
    found = [p for name in names for p in [*(SIM / name).rglob("*.py"), SIM / f"{name}.py"] if p.is_file()]
    return sorted(found)


def _room(path: Path) -> str:
    return path.relative_to(SIM).parent.parts[1] if len(path.relative_to(SIM).parts) > 2 else ""


def _cell(floor: str, room: str) -> str:
    folder = SIM / floor / room
    if not folder.is_dir():
        return ""
    names = [p.stem for p in sorted(folder.glob("*.py")) if p.stem != "__init__"]
    names += [f"{p.name}/" for p in sorted(folder.iterdir()) if (p / "__init__.py").is_file()]
    return ", ".join(sorted(names))


def _file(place: str) -> Path:
    """The file of a module."""
    path = ROOT / Path(*place.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _about(place: str) -> str:
    told = (
        (ast.get_docstring(ast.parse(_file(place).read_text(encoding="utf-8"))) or "")
        .split("\n\n")[0]
        .replace("\n", " ")
    )
    return told.replace("|", "\\|")


if __name__ == "__main__":
    (ROOT / "docs" / "house.svg").write_text(picture(), encoding="utf-8")
