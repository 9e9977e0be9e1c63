"""What every picture of a solved point is: it can be told as plain data, and what is played apart from what it pays."""

from __future__ import annotations

from abc import ABC, abstractmethod
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
