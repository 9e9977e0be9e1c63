"""What a unit of a part has tried, and what it has found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """Something that should not be.

    Parameters
    ----------
    what : str
        In a line, the same whenever it fails in the same way.
    text : str
        The smallest file that shows it, or all that is known of it.
    ending : str
        Of the file in which it is kept.
    """

    what: str
    text: str
    ending: str = "txt"

    def after(self, told: str) -> Finding:
        """The same, with what was done before it was found."""
        return Finding(self.what, f"{told}\n{self.text}", self.ending)


@dataclass
class Outcome:
    """Figures of a unit, each under its words, and its findings."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def expect(self, right: bool, what: str, told: object = "") -> None:
        """Note a finding unless something is as it should be."""
        if not right:
            self.findings.append(Finding(what, f"{what}\n{told}"))


Once = Callable[[str, int, Path], Outcome]
"""Runs a unit: of a seed, by its number, with an empty folder. The same seed and number try the same."""
