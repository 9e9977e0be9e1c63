"""What a picture of a solved point is to the page, whatever is drawn."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable


class Picture(ABC):
    """What is drawn of a point; the page's script reads it as plain data."""

    kind: ClassVar[str]
    """What the page's script calls it."""

    @property
    def played(self) -> object:
        """What is played with its chances or shares, without what it pays: equal where the same is played."""
        return None

    @abstractmethod
    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Itself as data for JSON.

        Parameters
        ----------
        numbered : callable
            Gives a text its number in the page's list of texts.
        """


@dataclass(frozen=True)
class NoPicture(Picture):
    """Nothing that moves is drawn of the solution."""

    kind = "none"

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Its kind alone."""
        return {"kind": self.kind}


def short(value: float) -> float:
    """A number that is as exact as a plot can show, and no longer."""
    return float(f"{value:.7g}")
