"""The table of kinds of scenarios, which every floor reads.

The name of a kind is the word behind ``kind`` in a file and the name of its room on every floor: its model, checks and
template in ``sim.scenario.<kind>``, its form in ``sim.games.<kind>``, what is found in ``sim.engine.<kind>`` (see
`sim.concepts`), how it is played in ``sim.agents.arenas.<kind>``, what people see in ``sim.show.<kind>``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of scenarios.

    Parameters
    ----------
    name : str
        What files call it, and its rooms.
    use : str
        What it is for, in a few words.
    large : str
        The key of a file that makes its game as large as it is; messages about large games point at it.
    unplayed : str
        Why two cannot play it for payoffs; empty where they can. Conflicts over options are played by turns of two to
        eight, see `sim.agents.conflicts`.
    """

    name: str
    use: str
    large: str = "kind"
    unplayed: str = ""


KINDS = (
    Kind("concessions", "steps that two sides take one by one", large="horizon"),
    Kind("matrix", "both choose at once, with `repeat` again and again", large="payoffs"),
    Kind("tree", "moves one after the other, chance, what is hidden", large="tree"),
    Kind("offers", "a surplus to share, by offers in turn"),
    Kind(
        "options",
        "two to eight parties, whose likings are an order",
        large="players",
        unplayed="a conflict over options is played by two to eight parties in turn, and not for payoffs",
    ),
    Kind("issues", "a package over many issues", large="issues"),
)
"""All kinds; a file that does not say its kind is of the first."""

NAMES = tuple(kind.name for kind in KINDS)
"""Names of all kinds."""


def kind_named(name: str) -> Kind:
    """The kind of a name.

    Raises
    ------
    KeyError
        If there is none.
    """
    return next((kind for kind in KINDS if kind.name == name), None) or _unknown(name)


def _unknown(name: str) -> Kind:
    raise KeyError(name)
