"""Actions that are numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


@dataclass(frozen=True)
class Scale:
    """Actions that are numbers: what the number is called, and its values, which go up in equal steps."""

    name: str
    values: tuple[Fraction, ...]
