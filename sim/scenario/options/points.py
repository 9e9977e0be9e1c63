"""Points of states: an expression in which each option is 1 if it is taken and 0 if not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.errors import nearest
from sim.scenario.expressions.exact import check_text
from sim.scenario.expressions.grammar import ExpressionError, names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DOT, DASH = "\u01c0", "\u01c3"
"""Letters that stand for the signs of options' names in expressions, which know words only."""


@dataclass(frozen=True)
class PointsText:
    """An expression, and the parameters that it may name beside options.

    Parameters
    ----------
    text : str
        As the file has it.
    parameters : dict of str to Fraction
        Values of the parameters.
    """

    text: str
    parameters: dict[str, Fraction]

    def __str__(self) -> str:
        return self.text

    def of(self, states: Iterable[int], bits: Mapping[str, int]) -> list[Fraction]:
        """Points of each state.

        Parameters
        ----------
        states : iterable of int
            States as numbers, a bit for each option.
        bits : mapping of str to int
            The bit of each option.

        Raises
        ------
        ExpressionError
            If it is no expression, names something unknown, or has no finite value in some state.
        """
        import numpy as np  # late: whoever reads a file of another kind does without

        from sim.scenario.options.tables import Tabulator, constant, of_option

        text, named = self._in_words(bits)
        strange = re.search(r"[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*", text)
        if strange:
            told = f"there is no option '{strange.group()}'"
            raise ExpressionError(told, strange.start(), nearest(strange.group(), tuple(bits)))
        check_text(text, {*self.parameters, *named})
        numbers = np.array(list(states), dtype=np.int64)
        known = {name: constant(value) for name, value in self.parameters.items()}
        known |= {word: of_option(bits[option], numbers) for word, option in named.items()}
        table = Tabulator(text, known, numbers).whole()
        found = [table.values[place] for place in table.at(numbers).tolist()]
        values = [value for value in found if isinstance(value, Fraction)]
        if len(values) < len(found):
            raise next(value for value in found if isinstance(value, ExpressionError))
        return values

    def _in_words(self, bits: Mapping[str, int]) -> tuple[str, dict[str, str]]:
        """The expression with a word for each option, as long as its name, and the option of each word in it."""
        words = {option.replace(".", DOT).replace("-", DASH): option for option in bits}
        by_option = {option: word for word, option in words.items()}
        # Of two options the longer name is looked for first, as one may begin like the other.
        either = "|".join(map(re.escape, sorted(bits, key=len, reverse=True))) or r"(?!)"
        text = re.sub(rf"(?<![\w.])(?:{either})(?![\w.])", lambda met: by_option[met.group()], self.text)
        alone = Counter(option.partition(".")[2] for option in bits)
        words |= {option.partition(".")[2]: option for option in bits if alone[option.partition(".")[2]] == 1}
        met = names_in(text) - self.parameters.keys()
        return text, {word: option for word, option in words.items() if word in met}
