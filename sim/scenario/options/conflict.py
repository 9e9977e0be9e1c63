"""A conflict over options as a file states it: options, what cannot be, and what the parties like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.options.statements import Statement


@dataclass(frozen=True)
class Option:
    """What a party may do or not do: identifier, what people read, whose it is, what about it cannot be undone."""

    id: str
    name: str
    owner: int
    irreversible: bool
    lapses: bool = False


@dataclass(frozen=True)
class Preference:
    """What a party likes more.

    Parameters
    ----------
    statements : tuple of Statement
        What it likes to be true, the first outweighing all later ones together; empty if it is given in another way.
    levels : tuple of int
        For each feasible state how much it is liked; higher is more.
    """

    statements: tuple[Statement, ...]
    levels: tuple[int, ...]


@dataclass(frozen=True)
class Options:
    """A conflict over options as the file states it; a state is a number, with a bit for each option.

    Parameters
    ----------
    options : tuple of Option
        All options, in the order of the parties.
    infeasible : tuple of Statement
        What cannot be.
    states : tuple of int
        The feasible states, ascending.
    prefers : tuple of Preference
        What each party likes.
    misperceives : tuple of mapping of int to Preference
        For each party what it takes for what others prefer, where that is not so.
    status_quo : int
        The state that talks start from.
    """

    options: tuple[Option, ...]
    infeasible: tuple[Statement, ...]
    states: tuple[int, ...]
    prefers: tuple[Preference, ...]
    misperceives: tuple[Mapping[int, Preference], ...] = field(hash=False)
    status_quo: int
