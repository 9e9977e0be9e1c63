"""The pieces of a sweep, solved by the machines of a cluster."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.errors import WorkError
from sim.study.sweeps.sweep import Piece, SweepJob, failed_piece, joined_pieces, solve_piece
from sim.study.sweeps.workers import AHEAD, DIED
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.study.sweeps.workers import Answers, Span

GONE = "the scheduler of the cluster is gone"


@dataclass(frozen=True)
class Cluster:
    """A Dask scheduler.

    Parameters
    ----------
    address : str
        Such as ``tcp://10.0.0.1:8786``; or ``file:NAME`` for a scheduler file.
    timeout : float
        Seconds to wait for the scheduler; for its first worker there is no limit.
    """

    address: str
    timeout: float = 15.0

    def solve(self, job: SweepJob, spans: Sequence[tuple[int, Span]]) -> Answers:
        """Solve pieces on the cluster; one whose worker dies is done again by another.

        Parameters
        ----------
        spans : sequence of (int, (int, int))
            Number of each piece, with its first point and the first after it.

        Raises
        ------
        WorkError
            If there is no scheduler, or what its workers do is not to be used.
        """
        with self._client() as client:
            # The job is a task of its own: it goes over the wire once per worker, and is made again if one is lost.
            shared = client.submit(_same, job, key=f"detente-job-{os.urandom(8).hex()}")
            waiting = deque(spans)
            flying: dict[Any, tuple[int, Span]] = {}
            flow = self._distributed().as_completed(loop=client.loop)
            while waiting or flying:
                room = AHEAD * max(1, _threads(client))
                while waiting and len(flying) < room:
                    k, span = waiting.popleft()
                    future = _submit(client, shared, span)
                    flying[future] = k, span
                    flow.add(future)
                future = next(flow)
                k, span = flying.pop(future)
                yield k, self._result(client, shared, job, future, span)

    def _result(self, client: Any, shared: Any, job: SweepJob, future: Any, span: Span) -> Piece:
        """What a task has found; if it has taken several workers down, what its halves find.

        A task is lost if its worker dies with the answer: the scheduler has it solved again, which is waited for. It is
        cancelled if the scheduler itself is gone.
        """
        try:
            piece: Piece = future.result()
            return piece
        except self._distributed().scheduler.KilledWorker:
            pass
        except CancelledError:
            raise WorkError(GONE) from None
        except Exception as error:
            raise WorkError(f"the cluster does not solve the points: {type(error).__name__}: {error}") from None
        finally:
            future.release()
        start, stop = span
        if stop - start == 1:
            return failed_piece(job, DIED)
        middle = (start + stop) // 2
        halves = [(half, _submit(client, shared, half)) for half in ((start, middle), (middle, stop))]
        one, two = (self._result(client, shared, job, future, half) for half, future in halves)
        return joined_pieces(one, two)

    @staticmethod
    def _distributed() -> Any:
        try:
            import distributed
        except ImportError:
            raise WorkError("--cluster needs Dask: pip install 'detente[cluster]'") from None
        return distributed

    def _client(self) -> Any:
        make = self._distributed().Client
        scheme, _, name = self.address.partition(":")
        try:
            if scheme == "file":
                return make(scheduler_file=name, timeout=self.timeout)
            return make(self.address, timeout=self.timeout)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise WorkError(
                f"--cluster {self.address}: no scheduler answers there ({reason}); start one with 'dask scheduler'"
            ) from None


def _threads(client: Any) -> int:
    """How many pieces the cluster can solve at once."""
    try:
        return sum(client.nthreads().values())
    except OSError:  # as Dask has it where nobody answers, or takes too long
        raise WorkError(GONE) from None


def _submit(client: Any, shared: Any, span: Span) -> Any:
    return client.submit(_solve_there, shared, *span, pure=False)


def _same(job: SweepJob) -> SweepJob:
    return job


def _solve_there(job: SweepJob, start: int, stop: int) -> Piece:
    """Solve a piece on a worker, which has to be of the same version for the results to be the same."""
    if job.version != __version__:
        raise WorkError(f"a worker has detente {__version__}, and {job.version} is needed")
    return solve_piece(job, start, stop)
