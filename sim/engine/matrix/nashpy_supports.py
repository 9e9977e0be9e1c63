"""nashpy's support enumeration, loaded without the rest of nashpy.

To import nashpy is to load everything in it, with networkx and much of SciPy, and takes several times as long as to
solve a game and tell of it. The algorithm needs NumPy only and has a file of its own, which is run as a module by
itself. No part of nashpy is changed or replaced by that, and where the file is not found, or asks for more than itself,
nashpy is imported as a whole.
"""

from __future__ import annotations

from functools import cache
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.types import Floats

    Enumeration = Callable[[Floats, Floats], Iterator[tuple[Floats, Floats]]]

FILE = Path("algorithms", "support_enumeration.py")


def support_enumeration(row: Floats, column: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Equilibria of a bimatrix game whose supports are of equal size, as nashpy finds them.

    Parameters
    ----------
    row, column : ndarray of float, shape (m, n)
        Payoffs of the two players.

    References
    ----------
    Porter, R., Nudelman, E., Shoham, Y. (2008): Simple search methods for finding a Nash equilibrium. Games and
    Economic Behavior 63, 642-662.
    """
    return _nashpy()(row, column)


@cache
def _nashpy() -> Enumeration:
    """The function out of nashpy's file, or out of nashpy."""
    try:
        return _by_itself()
    except (ImportError, AttributeError, OSError):
        from nashpy.algorithms.support_enumeration import support_enumeration

        whole: Enumeration = support_enumeration
        return whole


def _by_itself() -> Enumeration:
    package = util.find_spec("nashpy")
    if package is None or not package.submodule_search_locations:
        raise ImportError("nashpy is no folder of files")
    spec = util.spec_from_file_location("nashpy_support_enumeration", Path(package.submodule_search_locations[0], FILE))
    if spec is None or spec.loader is None:
        raise ImportError("nashpy keeps its support enumeration elsewhere")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    alone: Enumeration = module.support_enumeration
    return alone
