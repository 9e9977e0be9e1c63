"""Files of other programs, read into scenario files; which program wrote one is seen from how it begins."""

from __future__ import annotations

from typing import Protocol

from sim.scenario import gambit, gmcr
from sim.scenario.gambit import MAX_BYTES

__all__ = ["MAX_BYTES", "Imported", "imported"]


class Imported(Protocol):
    """A file of another program as a scenario file, and what is not as it was."""

    @property
    def text(self) -> str:
        """The scenario file."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be changed."""


def imported(file: str, raw: bytes) -> Imported:
    """The scenario file for a game of another program.

    Parameters
    ----------
    file : str
        Name to show in messages.
    raw : bytes
        Its content: Gambit's .efg or .nfg, or JSON of GMCR+.

    Raises
    ------
    ScenarioError
        If it is none of these, is damaged, or is larger than a scenario file can be.
    """
    if raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return gmcr.imported(file, raw)
    return gambit.imported(file, raw)
