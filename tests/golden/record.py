"""Record what people see with the code of one checkout: python record.py CHECKOUT FOLDER [PATTERN]."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

HERE = Path(__file__).resolve().parent
SURROUNDINGS = {
    "COLUMNS": "88", "NO_COLOR": "1", "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
}  # fmt: skip
HEAVY = (
    "matplotlib.backends.backend_svg",
    "matplotlib.figure",
    "nashpy",
    "scipy.optimize",
    "scipy.sparse",
    "scipy.stats",
)


def record(checkout: Path, folder: Path, pattern: str, at_once: int) -> int:
    """Run the commands whose names match, each in a process of its own, and keep what each of them says or writes.

    Everything is imported once and the processes are forked from there, since a start costs more than most answers.
    """
    os.environ.update(SURROUNDINGS)
    sys.path[:0] = [str(checkout), str(HERE.parents[1])]
    _import_all()
    from tests.golden.commands import all_commands

    waiting = {key: line for key, line in all_commands(checkout).items() if re.search(pattern, key)}
    count, running = len(waiting), 0
    for key, line in waiting.items():
        if running == at_once:
            os.wait()
            running -= 1
        if os.fork() == 0:
            _child(checkout, folder / key, line)
        running += 1
    for _ in range(running):
        os.wait()
    return count


def _import_all() -> None:
    for name in HEAVY:
        import_module(name)
    import sim

    for module in walk_packages(sim.__path__, "sim."):
        if module.name not in ("sim.__main__", "sim.study.cluster"):
            import_module(module.name)


def _child(checkout: Path, target: Path, line: tuple[str, ...]) -> None:
    code: object = "died"
    target.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp())
    os.chdir(room)
    (room / "typed").write_text("1\n" * 40 if line[0] == "play" else "", encoding="utf-8")
    said = os.open(room / "said", os.O_RDWR | os.O_CREAT)
    for stream, source in ((0, os.open(room / "typed", os.O_RDONLY)), (1, said), (2, said)):
        os.dup2(source, stream)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    sys.argv = ["detente", *line]
    # What starts further processes would otherwise start this script again.
    vars(sys.modules["__main__"]).pop("__file__", None)
    try:
        from sim.cli import main

        main()
    except SystemExit as end:
        code = end.code
    except BaseException as fault:
        code = repr(fault)
    sys.stdout.flush()
    written = next((room / word for word in line if word.startswith("OUT.") and (room / word).exists()), room / "said")
    seen = written.read_bytes().replace(str(checkout).encode(), b"CHECKOUT").replace(str(room).encode(), b"ROOM")
    target.write_bytes(seen + f"\nexit {code}\n".encode())
    shutil.rmtree(room)
    os._exit(0)


if __name__ == "__main__":
    PATTERN = sys.argv[3] if len(sys.argv) > 3 else ""
    print(record(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), PATTERN, os.cpu_count() or 1), "commands")
