"""What all pictures of solved points need: a picture of nothing, and numbers as short as they can be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.show.lesson.picture_base import Picture

if TYPE_CHECKING:
    from collections.abc import Callable


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
