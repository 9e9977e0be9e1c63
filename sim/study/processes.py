"""Processes of their own to solve in: they hear no interrupts, can be had anew, and end with whoever started them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from sim.errors import WorkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOON = 1.0
"""Seconds in which a process ends that is told to."""

P = ParamSpec("P")
T = TypeVar("T")


class Processes:
    """Processes of their own, for the time of a ``with``; where that ends by an exception they are ended at once.

    Parameters
    ----------
    count : int
        How many.
    ready : callable, optional
        Called in each as it begins; a function of a module, so that other processes find it.
    args : tuple
        What it is called with.
    """

    def __init__(self, count: int, ready: Callable[..., None] | None = None, args: tuple[Any, ...] = ()) -> None:
        self.count, self._ready, self._args = count, ready, args
        self._executor = self._started()

    def _started(self) -> ProcessPoolExecutor:
        from multiprocessing import get_context

        return ProcessPoolExecutor(self.count, get_context("spawn"), _begin, (self._ready, self._args))

    def submit(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> Future[T]:
        """Have something done in one of the processes.

        Parameters
        ----------
        work : callable
            A function of a module, or a method of something that can be sent.
        *args, **named
            What it is called with.
        """
        with _started_quietly():  # the first piece starts the processes
            return self._executor.submit(work, *args, **named)

    def renew(self) -> None:
        """Start them anew, after one has died.

        Raises
        ------
        WorkError
            If none can be started.
        """
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = self._started()
        try:
            self.submit(os.getpid).result()
        except BrokenProcessPool:
            raise WorkError(
                "processes to solve points in cannot be started; ask for 1 worker to do without them"
            ) from None

    def __enter__(self) -> Processes:
        from multiprocessing import active_children

        self._others = set(active_children())
        return self

    def __exit__(self, kind: Any, *rest: object) -> None:
        from multiprocessing import active_children

        if kind is None:
            self._executor.shutdown(wait=True)
            return
        self._executor.shutdown(wait=False, cancel_futures=True)
        ended = set(active_children()) - self._others
        for child in ended:
            child.terminate()
        for child in ended:
            child.join(SOON)


@contextmanager
def _started_quietly() -> Iterator[None]:
    """Start processes that hear no interrupts, and that do not run the program anew which has asked for them."""
    with _interrupts_held(), _program_hidden():
        yield


@contextmanager
def _program_hidden() -> Iterator[None]:
    """Hide for a moment where the running program comes from.

    A process that is spawned runs it once more, to have what it defines, and a program without a main guard would then
    start processes again. What is solved here is defined in modules, which are imported by name.
    """
    program = sys.modules["__main__"]
    names: dict[str, Any] = vars(program)
    kept = {name: names[name] for name in ("__spec__", "__file__") if name in names}
    try:
        names["__spec__"] = None
        names.pop("__file__", None)
        yield
    finally:
        for name, value in kept.items():
            names[name] = value


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep interrupts back for a moment: processes that are started in it hold them back from their first breath on."""
    with _noted_only(), _masked():
        yield


@contextmanager
def _masked() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _noted_only() -> Iterator[None]:
    """Let an interrupt wait: other threads, such as those of linear algebra, take one that this thread holds back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)
        if came:
            signal.raise_signal(signal.SIGINT)


def _begin(ready: Callable[..., None] | None, args: tuple[Any, ...]) -> None:
    """Get a process ready: interrupts are for the one that started it, and it leaves when that one is gone."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
    if ready is not None:
        ready(*args)


@contextmanager
def single_threaded() -> Iterator[None]:
    """One thread for linear algebra in each process started meanwhile: there is a process per core already."""
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    added = [name for name in names if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)
