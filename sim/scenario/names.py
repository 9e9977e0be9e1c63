"""What the values of a file may name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection
    from fractions import Fraction


@dataclass(frozen=True)
class Names:
    """What expressions and references in a file may name.

    Parameters
    ----------
    players : tuple of str
        Identifiers of the players, as far as the file states them.
    parameters : dict of str to Fraction
        The parameters, settings applied.
    steps : collection of str
        All steps as ``player.step``, in which a step is found fast.
    rounds : int, "infinite" or None
        Number of rounds; None if the file does not state it, or not as it should.
    options : collection of str
        All options of the parties to a conflict, as ``party.option``.
    """

    players: tuple[str, ...]
    parameters: dict[str, Fraction]
    steps: Collection[str]
    rounds: int | Literal["infinite"] | None = None
    options: Collection[str] = ()

    def with_parameter(self, name: str, value: Fraction) -> Names:
        """The same names and a parameter more."""
        return replace(self, parameters=self.parameters | {name: value})
