"""The rules that the whole code keeps: which way imports go, what loads when, and what must stand nowhere."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

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
FLOORS = ("scenario", "games", "engine", "agents", "study", "show", "api", "classroom", "cli")
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
ROOMED = ("games", "engine", "show")
MOST_FILES = 25
SLOW = {"matplotlib", "nashpy", "scipy", "pandas", "networkx", "xarray", "zarr", "pyarrow", "distributed"}
SLOW |= {"docx"}
PEERS = {"pygambit", "pyspiel", "axelrod", "quantecon"}
LONGEST_FILE = 400
DISTRIBUTIONS = {
    "yaml": "pyyaml",
    "docx": "python-docx",
    "pydantic_core": "pydantic",
}  # of modules that are named otherwise

MODULES = sorted(SIM.rglob("*.py"))


def name_of(path: Path) -> str:
    """Dotted name of a module, such as ``sim.engine.matrix.nash``; a package's own is without ``__init__``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(node: ast.AST, path: Path) -> Iterator[str]:
    """Absolute names that an import statement may load; nothing for other nodes."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        package = name_of(path).split(".")
        if path.name != "__init__.py":
            package = package[:-1]
        base = package[: len(package) - node.level + 1] if node.level else []
        source = ".".join([*base, *([node.module] if node.module else [])])
        yield from (f"{source}.{alias.name}" for alias in node.names)


@cache
def all_imports(path: Path) -> tuple[tuple[int, str], ...]:
    nodes = ast.walk(tree_of(path))
    return tuple((node.lineno, name) for node in nodes for name in imported(node, path))  # type: ignore[attr-defined]


def imports_on_load(path: Path) -> Iterator[str]:
    """Imports that run when a module is loaded: not those in functions, nor those for type checkers."""
    waiting: list[ast.AST] = [tree_of(path)]
    while waiting:
        node = waiting.pop()
        yield from imported(node, path)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)


def floor_of(name: str) -> int | None:
    """Floor of a module, counted from 0 for the ground; None for what belongs to no floor."""
    parts = name.split(".")
    if parts[0] != "sim" or len(parts) == 1:
        return None
    if parts[1] in GROUND:
        return 0
    return 1 + FLOORS.index(parts[1]) if parts[1] in FLOORS else None


def room_of(name: str) -> tuple[str, int] | None:
    """Floor of a module and its room's place in the order of rooms; None for what is in no room."""
    parts = name.split(".")
    if len(parts) < 3 or parts[0] != "sim" or parts[1] not in ROOMED or parts[2] not in ROOMS:
        return None
    return parts[1], ROOMS.index(parts[2])


@cache
def module_graph() -> dict[str, set[str]]:
    """For each module the modules that it may load, at whatever time and for whomever."""
    known = {name_of(path) for path in MODULES}
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        found = {name if name in known else name.rpartition(".")[0] for _, name in all_imports(path)}
        graph[name_of(path)] = (found & known) - {name_of(path)}
    return graph


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Strongly connected components of more than one module (Tarjan 1972)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        open_.append(name)
        for other in sorted(graph[name]):
            if other not in order:
                visit(other)
            if other in open_:
                low[name] = min(low[name], low[other])
        if low[name] == order[name]:
            at = open_.index(name)
            found.append(sorted(open_[at:]))
            del open_[at:]

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return [component for component in found if len(component) > 1]


def project_files() -> list[Path]:
    """Files that git knows or would add; without git, all but what tools have made."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        skipped = {".venv", "__pycache__", "dist", "build", "out"}
        found = (p for p in ROOT.rglob("*") if not skipped & set(p.relative_to(ROOT).parts))
        return sorted(p for p in found if p.is_file() and "_cache" not in str(p) and ".hypothesis" not in str(p))
    return sorted(p for p in (ROOT / name for name in listed.split("\0") if name) if p.is_file())


def imports_that(holds: Callable[[str, str], bool]) -> list[str]:
    """Imports, with file and line, of which it holds: given are the names of what imports and of what is imported."""
    return [
        f"{path.relative_to(ROOT)}:{line}: imports {name}"
        for path in MODULES
        for line, name in all_imports(path)
        if holds(name_of(path), name)
    ]


def test_imports_go_down_the_floors_only() -> None:
    def goes_up(importer: str, name: str) -> bool:
        own, floor = floor_of(importer), floor_of(name)
        return own is not None and floor is not None and floor > own

    assert not imports_that(goes_up)
    assert goes_up("sim.engine.solve", "sim.show.shown.Shown")


def test_the_page_about_the_house_shows_these_floors_and_rooms() -> None:
    spec = importlib.util.spec_from_file_location("house", ROOT / "docs" / "house.py")
    assert spec is not None
    assert spec.loader is not None
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    assert (set(page.GROUND), tuple(page.FLOORS), page.ROOMS, page.ROOMED) == (set(GROUND), FLOORS, ROOMS, ROOMED)


def test_every_package_has_its_floor() -> None:
    children = {p.stem for p in SIM.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    assert children <= {*GROUND, *FLOORS, "__init__", "__main__"}


def test_a_room_imports_only_from_rooms_before_it() -> None:
    def comes_later(importer: str, name: str) -> bool:
        own, room = room_of(importer), room_of(name)
        return own is not None and room is not None and room[0] == own[0] and room[1] > own[1]

    assert not imports_that(comes_later)
    assert comes_later("sim.engine.matrix.nash", "sim.engine.tree.nash.solve")


def test_no_circle_of_imports_is_left() -> None:
    assert not circles(module_graph())


def test_a_circle_would_be_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_no_folder_holds_more_files_than_can_be_looked_over() -> None:
    folders = sorted({path.parent for path in MODULES})
    sizes = {folder.relative_to(ROOT).as_posix(): sum(p.is_file() for p in folder.iterdir()) for folder in folders}
    assert not {folder: size for folder, size in sizes.items() if size > MOST_FILES}


@pytest.mark.parametrize("floor", ROOMED)
def test_rooms_are_the_same_on_every_floor(floor: str) -> None:
    """First steps are a question about games with hidden types, which have a room of their own."""
    there = {p.name for p in (SIM / floor).iterdir() if (p / "__init__.py").is_file()}
    assert set(ROOMS) - {"reassurance"} <= there
    assert there - set(ROOMS) <= {
        "text",
        "studies",
        "play",
        "lesson",
        "memo",
        "screen",
        "observed",
        "otree",
        "documents",
    }


def test_slow_libraries_are_imported_only_where_they_are_used() -> None:
    found = {name_of(path): {name.partition(".")[0] for name in imports_on_load(path)} & SLOW for path in MODULES}
    shown = "sim.show.screen"  # loaded by those who show something on a terminal, for rich
    found = {name: slow - ({"rich"} if name.startswith(shown) else set()) for name, slow in found.items()}
    assert not {name: slow for name, slow in found.items() if slow}


def test_rich_is_loaded_only_where_something_is_laid_out_for_a_screen() -> None:
    loaded = {name_of(path): set(imports_on_load(path)) for path in MODULES}
    users = {name for name, found in loaded.items() if any(f.partition(".")[0] == "rich" for f in found)}
    assert users
    assert all(name.startswith("sim.show.screen.") for name in users)
    outside = {name: found for name, found in loaded.items() if not name.startswith("sim.show.screen")}
    assert not [name for name, found in outside.items() if any(f.startswith("sim.show.screen") for f in found)]


def test_no_peer_is_needed_at_run_time() -> None:
    assert not imports_that(lambda _, name: name.partition(".")[0] in PEERS)


def test_every_module_says_what_it_is_about() -> None:
    assert not [name_of(path) for path in MODULES if not ast.get_docstring(tree_of(path))]


def test_no_module_is_too_long_to_read_in_one_go() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FILE}


def test_the_command_line_starts_without_loading_what_solving_and_drawing_need() -> None:
    if not (SIM / "cli.py").is_file() and not (SIM / "cli").is_dir():
        pytest.skip("there is no command line")
    heavy = sorted(SLOW | {"numpy", "pydantic"})
    script = f"import sys, sim.cli; print(*(name for name in {heavy} if name in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not loaded


# The patterns are put together from pieces, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in [
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("registry", "yarnpkg"),
            ("crates", "io"),
            ("deb", "debian"),
            ("proxy", "golang"),
            ("conda", "anaconda"),
        ]
    )
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.~])/(?:" + "|".join(["ho" + "me", "Us" + "ers", "ro" + "ot", "wo" + "rk"]) + r")/[\w.]"
)


@pytest.mark.parametrize(
    ("pattern", "what"),
    [(REGISTRIES, "the host of a package registry"), (MACHINE_PATHS, "a path of one machine")],
)
def test_no_file_names_where_it_was_made(pattern: re.Pattern[str], what: str) -> None:
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{number}: {what}: {match.group()}"
            for number, line in enumerate(text.splitlines(), 1)
            if (match := pattern.search(line))
        ]
    assert not found


def test_only_the_tests_of_peers_need_peers() -> None:
    tests = [p for p in (ROOT / "tests").rglob("*.py") if p.parent.name != "peers"]
    users = {p for p in tests for _, name in all_imports(p) if name.partition(".")[0] in PEERS}
    assert not users, "tests that import other solvers belong into tests/peers"


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda path: path.name)
def test_every_locked_version_carries_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    pinned = re.split(r"\n(?=\S)", text.strip())
    assert pinned
    assert all(re.match(r"[a-z0-9._-]+==\S+ ", entry) and "--hash=sha256:" in entry for entry in pinned)
    assert "://" not in text


def declared(requirements: list[str | dict[str, str]]) -> set[str]:
    """Names in requirements such as ``PyYAML>=6``, in lower case; groups that are included are left out."""
    texts = [entry for entry in requirements if isinstance(entry, str)]
    return {match.group().lower() for text in texts if (match := re.match(r"[\w.-]+", text))}


@cache
def required() -> dict[str, set[str]]:
    """Names of distributions that ``pyproject.toml`` asks for: to run, for what is optional, and in each group."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    optional = project["project"]["optional-dependencies"]
    groups = {name: declared(entries) for name, entries in project["dependency-groups"].items()}
    extras = {name: declared(entries) for name, entries in optional.items()}
    return {"run": declared(project["project"]["dependencies"]), **extras, **groups}


@pytest.mark.parametrize(("lock", "groups"), [("run", ["run", "build"]), ("dev", ["run", "build", "dev", "cluster"])])
def test_a_lock_pins_everything_that_is_declared(lock: str, groups: list[str]) -> None:
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    assert set.union(*(required()[group] for group in groups)) <= pinned


def test_every_dependency_says_why_it_earns_its_place() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    assert set.union(*required().values()) <= {name.lower() for cell in cells for name in cell.strip().split(", ")}


def test_a_module_imports_only_what_is_declared() -> None:
    def is_unknown(importer: str, name: str) -> bool:
        package = name.partition(".")[0]
        known = required()["run"] | (required()["cluster"] if importer.endswith(".cluster") else set())
        return package not in {*sys.stdlib_module_names, "sim"} and (
            DISTRIBUTIONS.get(package, package).lower() not in known
        )

    assert not imports_that(is_unknown)
    assert is_unknown("sim.engine.solve", "distributed.Client")
