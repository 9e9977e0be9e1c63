"""Linear equations of Markov chains that end, solved in floats without a single subtraction.

Where a chain ends with a chance of 1e-30 per round, 1 less the chances to go on is 0 in floats, and the usual
elimination divides by it. The chances to leave are known as they are, though, and taking out one state after the
other adds, multiplies and divides positive numbers alone, so that every result is right to almost all of its digits.

References
----------
Grassmann, W. K., Taksar, M. I. and Heyman, D. P. (1985): Regenerative analysis and steady state distributions for
Markov chains. Operations Research 33, 1107-1116. O'Cinneide, C. A. (1993): Entrywise perturbation theory and error
analysis for Markov chains. Numerische Mathematik 65, 109-120.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.types import Floats


def absorbed(step: Floats, leave: Floats, right: Floats) -> Floats:
    """The solution x of ``x = step @ x + right`` for a chain that ends.

    Parameters
    ----------
    step : ndarray of float, shape (n, n)
        Chances to go from state to state; what stands on the diagonal does not matter.
    leave : ndarray of float, shape (n,)
        Chances to end from each state. Each row of `step` and this adds up to 1.
    right : ndarray of float, shape (n,)
        Not negative.

    Returns
    -------
    ndarray of float, shape (n,)
    """
    step, leave, x = step.copy(), leave.copy(), right.copy()
    out = np.zeros(len(x))
    for k in reversed(range(len(x))):
        out[k] = leave[k] + step[k, :k].sum()
        through = step[:k, k] / out[k]
        step[:k, :k] += np.outer(through, step[k, :k])
        leave[:k] += through * leave[k]
        x[:k] += through * x[k]
    for k in range(len(x)):
        x[k] = (x[k] + step[k, :k] @ x[:k]) / out[k]
    return x
