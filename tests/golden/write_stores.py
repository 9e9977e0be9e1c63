"""Write what a version keeps on disk: ``python -m tests.golden.write_stores NAME [CHECKOUT]`` packs it as two archives.

With the checkout of an earlier commit the code of that commit writes them. What is there is never written again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.golden.stores import DRAWN, GRID, STEPS, STORES

CLASS = """
import sys
from pathlib import Path
from sim.classroom.open_class import OpenClass
from sim.classroom.session.commands import Next
from sim.classroom.session.parts import PartSpec
from sim.scenario.load import load

game = load("chicken")
room = OpenClass.begin(Path("class"), [PartSpec(game.file, game.text, rounds=3)], seed=1)
for name in ("Anna", "Bela", "Cato", "Dora"):
    room.join(name)
for away in (None, 4):
    room.teach(Next())
    for seat in room.state.seats:
        question = room.seat_view(seat).question
        if seat != away and question is not None:
            room.decide(seat, question.match, question.id, question.options[(seat + question.match) % 2].value)
room.close()
"""
"""Four people play the game of chicken: a whole round, and one in which the fourth has still to answer."""


def main(name: str, checkout: str = ".") -> None:
    """Write and pack the stores of a version."""
    environment = os.environ | {"PYTHONPATH": str(Path(checkout).resolve())}
    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "steps.yaml").write_text(STEPS, encoding="utf-8")
        for words in ((*GRID, "--out", "grid.zarr"), (*DRAWN, "--out", "drawn.zarr")):
            subprocess.run([sys.executable, "-m", "sim", *words], cwd=folder, env=environment, check=True)
        if (Path(checkout) / "sim" / "classroom" / "open_class.py").exists():
            subprocess.run([sys.executable, "-c", CLASS], cwd=folder, env=environment, check=True)
        _pack(folder, STORES / f"sweeps-{name}.tar.xz", "steps.yaml", "grid.zarr", "drawn.zarr")
        _pack(folder, STORES / f"class-{name}.tar.xz", "class")


def _pack(folder: Path, archive: Path, *names: str) -> None:
    if archive.exists() or not (folder / names[0]).exists():
        return
    with tarfile.open(archive, "w:xz", preset=9) as packed:
        for name in names:
            packed.add(folder / name, name, filter=_nobody)


def _nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    main(*sys.argv[1:])
