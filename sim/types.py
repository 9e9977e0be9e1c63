"""Names of types that mean the same wherever they are used: what concerns both players, tables, and arrays.

Those of arrays are for type checkers alone, so that NumPy is not loaded for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

Pair = tuple[Fraction, Fraction]
"""What concerns both players, such as payoffs: the first player's, the second player's."""

FloatPair = tuple[float, float]
"""The same in floats."""

Vector = tuple[Fraction, ...]
"""Exact numbers in a row, such as the chances of a player's actions."""

Strategies = tuple[Vector, Vector]
"""A mixed strategy of each player."""

Matrix = Sequence[Sequence[Fraction]]
"""A table of exact numbers, row by row."""

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Index = NDArray[np.intp]
