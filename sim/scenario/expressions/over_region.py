"""Expressions over a whole box of parameters: forms that hold every value that they have there."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.exact.region_forms import ONE, Form, UnboundedError, around, form, larger
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import Parser, names_in

if TYPE_CHECKING:
    from collections.abc import Mapping


def over_region(text: str, fixed: Mapping[str, Fraction], moved: Mapping[str, Form], sides: int) -> Form | Fraction:
    """What an expression can be, as a form; the number itself where nothing in it is moved.

    Parameters
    ----------
    fixed : mapping of str to Fraction
        Parameters that stay.
    moved : mapping of str to Form
        Those that hang on the point of the box.
    sides : int
        How many sides the box has.

    Raises
    ------
    UnboundedError
        If no bounds are known: roots, exponentials and the like of what is moved, and what may be divided by 0.
    ExpressionError
        If the expression has no value anywhere.
    """
    names = names_in(text)
    if not names & moved.keys():
        return evaluate(text, fixed)
    used = {name: form(value, sides) for name, value in fixed.items() if name in names}
    return _OverRegion(text, {**used, **{k: v for k, v in moved.items() if k in names}}, sides).whole()


class _OverRegion(Parser[Form]):
    """Evaluation in forms."""

    def __init__(self, text: str, values: Mapping[str, Form], sides: int) -> None:
        super().__init__(text, values)
        self.sides = sides

    def literal(self, text: str, offset: int) -> Form:
        return form(evaluate(text, {}), self.sides)

    def combine(self, symbol: str, left: Form, right: Form, offset: int) -> Form:
        if symbol in "+-":
            return left + right if symbol == "+" else left - right
        return left * (right if symbol == "*" else right.inverse())

    def negative(self, value: Form) -> Form:
        return -value

    def raised(self, base: Form, exponent: Form, offset: int) -> Form:
        if not exponent.fixed or exponent.center % ONE:
            raise UnboundedError("a power of a broken or moved exponent")
        whole = exponent.center // ONE
        if abs(whole) > 1000:
            raise UnboundedError("a very high power")
        result, square, left = form(Fraction(1), self.sides), base, abs(whole)
        while left:
            result = result * square if left & 1 else result
            left >>= 1
            square = square * square if left else square
        return result.inverse() if whole < 0 else result

    def compared(self, symbol: str, left: Form, right: Form) -> Form:
        gap = left - right
        one, zero = form(Fraction(1), self.sides), form(Fraction(0), self.sides)
        if symbol in (">", "<="):
            gap, symbol = -gap, {">": "<", "<=": ">="}[symbol]
        if symbol == "<":
            known = True if gap.high < 0 else False if gap.low >= 0 else None
        elif symbol == ">=":
            known = True if gap.low >= 0 else False if gap.high < 0 else None
        else:
            apart = gap.low > 0 or gap.high < 0
            known = (symbol == "!=") == apart if apart or (gap.fixed and not gap.center) else None
        return around(one, zero) if known is None else one if known else zero

    def apply(self, name: str, arguments: list[Form], offset: int) -> Form:
        if name == "abs":
            return larger(arguments[0], -arguments[0])
        if name not in ("min", "max"):
            raise UnboundedError(f"no bounds of {name} over a region")
        best = arguments[0]
        for other in arguments[1:]:
            best = larger(best, other) if name == "max" else -larger(-best, -other)
        return best
