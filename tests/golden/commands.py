"""What people see: the commands whose output a change in the house must leave as it is, byte for byte."""

from __future__ import annotations

from pathlib import Path

from sim import load
from sim.scenario.catalog import entries

HELP = (
    "run", "plot", "check", "compare", "explain", "lesson", "roadmaps", "reassurance", "map", "sensitivity", "report",
    "simulate", "tournament", "play", "sweep", "catalog", "schema", "new", "export", "import", "selftest",
    "doctor", "fmt",
)  # fmt: skip
VIEWS = ("beliefs", "trust", "payoffs", "best-responses", "convergence")
RULES = ("risk-dominant", "welfare", "first-best:us")

Commands = dict[str, tuple[str, ...]]
"""From a name, which is also the path of the file that it is kept in, to a command line; a file is written to OUT.*."""


def all_commands(repository: Path) -> Commands:
    """Every bundled scenario with each of its concepts, studies of some, pages of help."""
    commands: Commands = {"help": ("--help",), "schema": ("schema",), "catalog": ("catalog",)}
    commands |= {f"help-{name}": (name, "--help") for name in HELP}
    for entry in entries():
        commands |= _of_scenario(entry.name.rpartition("/")[2])
    commands |= _studies("action-for-action", "leakage", "pressure") | _studies("stag-hunt", "stag", "hare")
    classroom = str(repository / "docs" / "examples" / "class")
    return commands | {
        "compare.txt": ("compare", "dismantle-first", "relief-first", "action-for-action", "stag-hunt", "beer-quiche"),
        "report.md": ("report", "chicken", "--samples", "8", "--grid", "5", "--out", "OUT.md"),
        "sweep.csv": ("sweep", "action-for-action", "leakage=0:1:5", "--out", "OUT.csv", "--workers", "1"),
        "sweep.ndjson": ("sweep", "stag-hunt", "stag=2:5:4", "--json", "--workers", "1"),
        "summary.txt": ("play", "--summary", classroom),
        "summary.json": ("play", "--summary", classroom, "--json"),
    }


def _of_scenario(name: str) -> Commands:
    game = load(name)
    lines: dict[str, str] = {
        "check": "check {}", "quiet": "run {} -q", "run": "run {}", "explain.md": "explain {} --markdown",
        "lesson.html": "lesson {} --points 3 --out OUT.html",
        "play": f"play {{}} --as {game.players[0]['id']} --no-save --seed 1 --hints",
    }  # fmt: skip
    for concept in game.concepts:
        lines |= {
            f"{concept}.json": f"run {{}} --solve {concept} --json",
            f"{concept}.txt": f"run {{}} --solve {concept}",
            f"{concept}.brief": f"explain {{}} --solve {concept} --depth brief",
            f"{concept}.full": f"explain {{}} --solve {concept} --depth full",
            f"{concept}.svg": f"plot {{}} --solve {concept} --out OUT.svg",
        }
    lines |= {f"{view}.svg": f"plot {{}} --view {view} --out OUT.svg" for view in VIEWS}
    if game.kind in ("concessions", "tree"):
        lines |= {
            "all.json": "run {} --all --json",
            "all.txt": "run {} --all",
            "all.svg": "plot {} --all --out OUT.svg",
        }
    if game.kind in ("matrix", "concessions", "tree"):
        lines["export"] = "export {}"
    if game.kind == "concessions":
        lines |= _of_concessions()
    return {f"{name}/{key}": tuple(line.format(name).split()) for key, line in lines.items()}


def _of_concessions() -> dict[str, str]:
    lines = {"lattice.svg": "plot {} --view lattice --out OUT.svg", "roadmaps.svg": "roadmaps {} --out OUT.svg"}
    for study in ("roadmaps", "reassurance", "simulate"):
        runs = " --runs 200" if study == "simulate" else ""
        lines |= {f"{study}.txt": f"{study} {{}}{runs}", f"{study}.json": f"{study} {{}}{runs} --json"}
    return lines | {f"select-{rule}.json".replace(":", "-"): f"run {{}} --select {rule} --json" for rule in RULES}


def _studies(name: str, first: str, second: str) -> Commands:
    lines = {
        "map": f"map {name} {first} {second} --grid 5 --precision 0.1 --check 20",
        "sensitivity": f"sensitivity {name} --samples 8",
        "tournament": f"tournament {name} --runs 50",
    }
    forms = {"txt": "", "json": " --json", "svg": " --out OUT.svg"}
    return {
        f"{study}-{name}.{form}": tuple(f"{line}{option}".split())
        for study, line in lines.items()
        for form, option in forms.items()
    }
