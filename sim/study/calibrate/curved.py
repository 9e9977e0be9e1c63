"""The same where payoffs are not linear in what is sought: least squares in floats, from the values of the file."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.errors import AskError
from sim.scenario.expressions.grammar import ExpressionError
from sim.study.calibrate.payoffs import exact
from sim.study.calibrate.result import Calibration, Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.study.calibrate.answers import Answer
    from sim.study.calibrate.payoffs import Payoffs, Sought
    from sim.types import Floats

SMALL = 1e-6
"""Share of the largest singular value below which a direction is free, and of payoffs below which nothing lacks."""

MOST = 100
"""Steps of a search, most."""

DIGITS = 6
"""Decimals of a direction."""


def curved(payoffs: Payoffs, sought: tuple[Sought, ...], answers: Sequence[Answer]) -> Calibration:
    """Fit parameters to answers by nonlinear least squares, within the ranges of the file.

    What is found is a best fit near the values of the file: another start may lead to another. What is free is free to
    first order.

    Parameters
    ----------
    payoffs : Payoffs
        What the outcomes pay.
    sought : tuple of Sought
        The parameters.
    answers : sequence of Answer
        At least one.

    Raises
    ------
    AskError
        If the payoffs cannot be worked out near the values of the file.
    """
    everything = list(range(len(answers)))
    fit = _Fit(payoffs, sought, answers)
    point, slope = fit.best(everything)
    values = fit.values(point)
    surpluses = tuple(payoffs.surplus(answer, values) for answer in answers)
    sizes = [max(map(abs, payoffs.paid(answer, payoffs.values(values)))) for answer in answers]
    agree = all(abs(lack) <= SMALL * max(size, Fraction(1, 10**6)) for lack, size in zip(surpluses, sizes, strict=True))
    directions = _directions(slope, sought)
    moved = {name for direction in directions for name in direction}
    others = [[m for m in everything if m != k] for k in everything] if not agree and len(answers) > 1 else []
    fits = [values, *(fit.values(fit.best(which)[0]) for which in others)]
    found = []
    for entry in sought:
        own = [each[entry.name] for each in fits]
        free = entry.name in moved
        least, most = (None, None) if free else (min(own), max(own))
        found.append(Found(entry, values[entry.name], least, most, free))
    return Calibration(
        payoffs.outcomes.scenario,
        tuple(answers),
        tuple(found),
        False,
        agree,
        surpluses,
        tuple(payoffs.implied(answer, values) for answer in answers),
        directions,
    )


class _Fit:
    """Lacks of answers over parameters in units of their ranges, and where they are least."""

    def __init__(self, payoffs: Payoffs, sought: tuple[Sought, ...], answers: Sequence[Answer]) -> None:
        self.payoffs, self.sought, self.answers = payoffs, sought, answers

    def values(self, point: Floats) -> dict[str, Fraction]:
        """The parameters at a point, within their ranges."""
        found = {}
        for entry, moved in zip(self.sought, point, strict=True):
            value = exact(float(f"{float(entry.value) + float(entry.unit) * float(moved):.12g}"))
            value = value if entry.minimum is None else max(value, entry.minimum)
            found[entry.name] = value if entry.maximum is None else min(value, entry.maximum)
        return found

    def best(self, which: Sequence[int]) -> tuple[Floats, Floats]:
        """The point that fits some answers best, and the slope of the lacks there."""
        import numpy as np
        from scipy.optimize import least_squares

        low, high = ([_in_units(entry, sign) for entry in self.sought] for sign in (-1, 1))

        def lacks(point: Floats) -> list[float]:
            check_time()
            values = self.payoffs.values(self.values(point))
            return [float(self.payoffs.surplus_at(self.answers[k], values)) for k in which]

        start = np.clip(np.zeros(len(self.sought)), np.array(low) + 1e-9, np.array(high) - 1e-9)
        try:
            found = least_squares(
                lacks, start, bounds=(low, high), xtol=1e-12, ftol=1e-12, gtol=1e-12, diff_step=1e-6, max_nfev=MOST
            )
        except ExpressionError as error:
            raise AskError("answers", f"a payoff cannot be worked out near the values of the file: {error}") from None
        return np.asarray(found.x), np.asarray(found.jac)


def _in_units(entry: Sought, sign: int) -> float:
    bound = entry.minimum if sign < 0 else entry.maximum
    if bound is None:
        return sign * float("inf")
    room = float((bound - entry.value) / entry.unit)
    return room - 1e-9 if sign < 0 else room + 1e-9


def _directions(slope: Floats, sought: Sequence[Sought]) -> tuple[dict[str, Fraction], ...]:
    """Directions along which the lacks do not change to first order, in the parameters' own units."""
    import numpy as np

    _, sizes, rows = np.linalg.svd(slope, full_matrices=True)
    rank = int((sizes > SMALL * max(sizes.max(initial=0.0), 1e-300)).sum())
    free = rows[rank:]
    found = []
    # A basis with a 1 for an unknown that no other direction moves, as in the exact case.
    free = free.copy()
    for r in range(len(free)):
        column = int(np.abs(free[r]).argmax())
        free[r] /= free[r][column]
        for other in range(len(free)):
            if other != r:
                free[other] -= free[other][column] * free[r]
    for row in free:
        moved = {e.name: exact(round(float(v) * float(e.unit), DIGITS)) for e, v in zip(sought, row, strict=True)}
        found.append({name: value for name, value in moved.items() if value})
    return tuple(found)
