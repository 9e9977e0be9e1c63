"""Files of other programs, read into scenario files; which program wrote one is seen from how it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sim.errors import Problem, ScenarioError
from sim.scenario.foreign import gambit, genius, gmcr

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_BYTES = max(gambit.MAX_BYTES, genius.MAX_BYTES)
"""Most bytes of one file; each reader has its own limit below."""


BEFORE = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
"""What may stand before the first letter: byte order marks, and white space in one byte or two."""


class Imported(Protocol):
    """A file of another program as a scenario file, and what is not as it was."""

    @property
    def text(self) -> str:
        """The scenario file."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be changed."""


def imported(files: Sequence[tuple[str, bytes]], shares: bool = False) -> Imported:
    """The scenario file for a game of another program.

    Parameters
    ----------
    files : sequence of (str, bytes)
        Names to show in messages and contents: one file in Gambit's .efg or .nfg or in JSON of GMCR+, or the XML
        profiles of two sides, with their domain or without it.
    shares : bool
        Of XML: take evaluations as shares of the largest one on their issue, as GENIUS does, not as they are written.

    Raises
    ------
    ScenarioError
        If it is none of these, is damaged, or is larger than a scenario file can be.
    """
    begins = [raw.lstrip(BEFORE)[:1] for _, raw in files]
    if b"<" in begins:
        return genius.imported(files, shares)
    if len(files) > 1:
        told = "expected one file, or the .xml profiles of two sides; this one is not XML"
        raise ScenarioError([Problem(files[1][0], 0, 0, "", told, "import one after the other")])
    name, raw = files[0]
    return gmcr.imported(name, raw) if begins[0] in (b"{", b"[") else gambit.imported(name, raw)
