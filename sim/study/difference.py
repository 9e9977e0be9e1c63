"""In what two scenarios differ, key by key, as the format understands them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.scenario.changes.leaves import SILENT, Leaf, leaves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.scenario import Scenario

How = Literal["added", "removed", "changed", "rewritten", "follows"]


@dataclass(frozen=True)
class KeyDifference:
    """A key that two files do not have alike.

    Parameters
    ----------
    key : str
        The key.
    how : str
        ``added``: only the second file has it; ``removed``: only the first; ``changed``: what it holds is another;
        ``rewritten``: an expression is another that comes to the same number; ``follows``: the expression is the same,
        and comes to another number because what it is worked out from has changed.
    before, after : Leaf or None
        What the files say; None where one has no such key.
    keys : int
        How many keys stand below it, where a whole mapping is in one file only.
    """

    key: str
    how: How
    before: Leaf | None
    after: Leaf | None
    keys: int = 1

    @property
    def silent(self) -> bool:
        """Whether the key changes no result, as a title."""
        parts = self.key.split(".")
        return parts[0].partition("[")[0] in SILENT or parts[-1] in SILENT

    @property
    def turned(self) -> KeyDifference:
        """The same seen from the other file."""
        turned: dict[How, How] = {"added": "removed", "removed": "added"}
        return KeyDifference(self.key, turned.get(self.how, self.how), self.after, self.before, self.keys)


def differences(one: Scenario, two: Scenario) -> tuple[KeyDifference, ...]:
    """In what two scenarios differ; empty if the format cannot tell them apart.

    The order of keys says nothing, nor does how a number is written.

    Parameters
    ----------
    one, two : Scenario
        The scenarios.
    """
    before, after = leaves(one), leaves(two)
    around = _around(before), _around(after)
    found: dict[str, KeyDifference] = {}
    for key in dict.fromkeys([*before, *after]):
        how = _how(before.get(key), after.get(key))
        if how in ("added", "removed"):
            own, other = (before, around[1]) if how == "removed" else (after, around[0])
            # A list in the one file may be a mapping in the other; then both are told by themselves.
            block = next((prefix for prefix in _prefixes(key) if prefix not in other), key)
            found.setdefault(block, _block(block, how, own))
        elif how is not None:
            found[key] = KeyDifference(key, how, before.get(key), after.get(key))
    return tuple(found.values())


def _prefixes(key: str) -> list[str]:
    """The mappings around a key from the outermost in, and the key; a list counts as a whole."""
    ends = [k for k, letter in enumerate(key) if letter == "."]
    return [key[:end] for end in ends] + [key]


def _around(own: Mapping[str, Leaf]) -> set[str]:
    return {prefix for key in own for prefix in _prefixes(key)}


def _block(block: str, how: How, own: Mapping[str, Leaf]) -> KeyDifference:
    """A mapping that only one file has: what it comes to is a parameter's number, or the name of what it is."""
    inside = [key for key in own if key == block or key.startswith(f"{block}.")]
    told = next((own[key] for key in (block, f"{block}.value", f"{block}.name") if key in own), None)
    leaf = told or Leaf(None, "")
    before, after = (None, leaf) if how == "added" else (leaf, None)
    return KeyDifference(block, how, before, after, len(inside))


def _how(before: Leaf | None, after: Leaf | None) -> How | None:
    if before is None or after is None:
        return "added" if before is None else "removed"
    if before.is_expression or after.is_expression:
        if before.written_like(after):
            return None if before.value == after.value else "follows"
        return "rewritten" if before.value == after.value else "changed"
    return None if before.value == after.value else "changed"
