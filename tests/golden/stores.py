"""What earlier commits have left on disk: results of sweeps and folders of classes, packed and named after the commit.

`write_stores` made them with the code of that commit. They are not to be changed.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

STORES = Path(__file__).resolve().parent / "stores"

STEPS = """\
format: 1
title: Two steps
players:
  us: {name: Us, patience: 0.9}
  nk: {name: Them, patience: 0.8}
parameters:
  leakage: {value: 0.2, min: 0, max: 1}
  relief: {value: 1.5, min: 1, max: 2}
status_quo: {us: -1, nk: -2 * (1 - leakage)}
concessions:
  us: [{id: relief, name: Relief, effect: {us: -0.2, nk: relief}, after: [nk.freeze]}]
  nk: [{id: freeze, name: Freeze, effect: {us: 0.9, nk: -0.2}}]
agreement: {us: 0.3, nk: 0.3}
breakdown: {payoff: {us: -2, nk: -2}, hazard: 0.05}
moves: alternating
actions: [concede, hold_out, walk_away]
horizon: 4
roadmaps:
  freeze-first: [nk.freeze, us.relief]
"""
"""A scenario that the first command for sweeps could read."""

_SMALL = ("--chunk", "4", "--workers", "1", "--quiet")
GRID = ("sweep", "steps.yaml", "leakage=0:1:3", "relief=1:2:2", "--roadmaps", *_SMALL)
DRAWN = ("sweep", "steps.yaml", "leakage", "relief=normal(1.5, 0.2)", "--samples", "6", *_SMALL)


def kept(kind: str) -> list[str]:
    """The commits of which stores of a kind are kept."""
    return sorted(path.name.removesuffix(".tar.xz").partition("-")[2] for path in STORES.glob(f"{kind}-*.tar.xz"))


def unpacked(kind: str, commit: str, folder: Path) -> Path:
    """Lay down what a commit has left.

    Parameters
    ----------
    kind : str
        ``sweeps`` or ``class``.
    """
    with tarfile.open(STORES / f"{kind}-{commit}.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    return folder
