"""The machine: where files can be written, how many processors and how much memory there is."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.upkeep.health.row import Row, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WRITING, SIZE = "Writing", "Machine"
LITTLE = 100 << 20
"""Bytes of a disk below which a long sweep or a class soon finds none left."""


def folders() -> Iterator[Row]:
    """Whether files can be written to the current folder, the temporary one and matplotlib's."""
    here = "go to a folder of your own, such as Documents, or name one with --out"
    yield _folder("current folder", lambda: Path.cwd(), here)
    elsewhere = "set TMPDIR (TEMP on Windows) to a folder of your own"
    yield _folder("temporary folder", lambda: Path(tempfile.gettempdir()), elsewhere)
    yield _cache()


def _folder(name: str, find: Callable[[], Path], advice: str) -> Row:
    try:
        folder = find()
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"detente")
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Row(WRITING, name, "fails", f"nothing can be written ({reason(error)})", advice)
    if free < LITTLE:
        return Row(WRITING, name, "note", f"can be written, with {_size(free)} left", "make room on the disk")
    return Row(WRITING, name, "ok", f"can be written, with {_size(free)} left")


def _cache() -> Row:
    """Where matplotlib keeps its list of fonts: without it each picture takes seconds longer."""
    import matplotlib

    advice = "set MPLCONFIGDIR to a folder of your own; without one, every picture takes longer"
    name = "matplotlib's cache"
    try:
        folder = Path(matplotlib.get_cachedir())
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Row(WRITING, name, "note", f"cannot be written ({reason(error)})", advice)
    if folder.name.startswith("matplotlib-"):  # what it makes for a single run where it finds no place to stay
        return Row(WRITING, name, "note", "made anew for each run", advice)
    return Row(WRITING, name, "ok", "can be written")


def sizes() -> Iterator[Row]:
    """Processors and memory, and the limit that computations have of it."""
    from sim import memory
    from sim.errors import SettingError

    count = os.cpu_count() or 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else count
    of = "" if usable == count else f" of {count}"
    yield Row(SIZE, "processors", "ok", f"{usable}{of}")
    size = _memory()
    yield Row(SIZE, "memory", "ok", "not known" if size is None else _size(size))
    try:
        limit = memory.limit()
    except SettingError:  # what stands there may be anything, and is not repeated
        lead = f"{memory.VARIABLE} holds no number of GiB"
        yield Row(SIZE, "limit of memory", "fails", lead, f"unset {memory.VARIABLE}, or set it to a number such as 4")
        return
    if size is not None and limit > 0.8 * size:
        lower = f"set {memory.VARIABLE} to half of what there is, in GiB"
        yield Row(SIZE, "limit of memory", "note", f"{_size(limit)} for one computation, close to all there is", lower)
    else:
        yield Row(SIZE, "limit of memory", "ok", f"{_size(limit)} for one computation")


def _memory() -> int | None:
    """Bytes of memory that the machine has; None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def _size(size: int) -> str:
    if size >= 1 << 30:
        return f"{size / (1 << 30):.1f} GiB"
    return f"{size / (1 << 20):.0f} MiB"
