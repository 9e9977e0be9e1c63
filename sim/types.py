"""Types that stand on every floor: exact pairs and tables, and arrays of floats."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

Pair = tuple[Fraction, Fraction]
"""What concerns both players, such as payoffs: the first player's, the second player's."""

Matrix = Sequence[Sequence[Fraction]]
"""A table of exact numbers, row by row."""

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Index = NDArray[np.intp]
