"""A profile that a file states: what each player chooses, as an expression in what it knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from sim.errors import nearest
from sim.scenario.expressions.grammar import names_in
from sim.scenario.fields import describe, fault, names_of, number
from sim.scenario.matrix.numeric import NumericActions, at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import ValidationInfo, ValidatorFunctionWrapHandler

    from sim.scenario.kind import Found


@dataclass(frozen=True)
class StatedProfile:
    """What each player chooses.

    Parameters
    ----------
    texts : dict of str to str
        The expressions, by player.
    actions : pair of int
        The actions, by their places.
    """

    texts: dict[str, str]
    actions: tuple[int, int]


def stated_profile(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> StatedProfile | None:
    """For each player the action that is nearest to the number stated, the lower of two that are as near."""
    del handler
    if value is None:
        return None
    players = info.data.get("players", {})
    if not isinstance(value, dict):
        raise fault(f"expected an expression for each player, found {describe(value)}")
    if players and (unknown := [name for name in value if name not in players]):
        raise at(unknown[0], value, fault(f"there is no player '{unknown[0]}'", nearest(unknown[0], players)))
    found = []
    for player, entry in players.items():
        if player not in value:
            raise fault(f"expected an expression for each player, found none for '{player}'")
        if not isinstance(entry.actions, NumericActions):
            message = f"the actions of '{player}' are no numbers"
            raise at(player, value, fault(message, "a profile is stated where both choose numbers"))
        try:
            wanted = number(value[player], names_of(info))
        except PydanticCustomError as error:
            raise at(player, value, error) from None
        values = entry.actions.scale.values
        found.append(min(range(len(values)), key=lambda k: (abs(values[k] - wanted), k)))
    if len(found) != 2:
        return None  # told where the players stand
    return StatedProfile({player: str(value[player]) for player in players}, (found[0], found[1]))


def profile_problems(profile: StatedProfile | None, types: Mapping[str, Any]) -> Iterator[Found]:
    """A player cannot choose by what only the other side knows."""
    if profile is None:
        return
    for player, text in profile.texts.items():
        hidden = {n for other, own in types.items() if other != player for entry in own.values() for n in entry.set}
        for name in sorted(names_in(text) & hidden):
            yield ("profile", player), f"'{player}' does not know '{name}', which is the other side's", ""
