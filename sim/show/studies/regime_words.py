"""Regimes in words, signs and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.ending_names import AGREEMENT, BREAKDOWN, INCOMPLETE, endings_of
from sim.study.maps.regime import NO_DEAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.scenario import Scenario
    from sim.study.maps.regime import Regime

DEALS = ("#0c2c84", "#1d91c0", "#7fcdbb", "#e3f4c9")
"""From the first deal to the last; those between are mixed of the two next to them."""

ENDINGS = (
    "",  # deals have the blues
    "#525252",
    "#969696",
    "#252525",
    "#000000",
    "#CC79A7",
    "#882255",
    "#5c1a4a",
    "#E69F00",
    "#F0E442",
    "#D55E00",
    "#bdbdbd",
)
"""A colour for each of `endings_of`: greys for talks that end, purples for steps taken back, orange for waiting."""

OTHERS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
"""Okabe and Ito's, for the endings of games without ladders."""

REVEALED = {
    "separating": "types are told apart",
    "pooling": "types act alike",
    "semi-separating": "types are told apart in part",
}
"""What play reveals of hidden types, in words."""

SIGNS = "abcdefghijklmnopqrstuvwxyz"


def regime_words(scenario: Scenario, regime: Regime) -> str:
    """How it ends, as a label.

    Parameters
    ----------
    scenario : Scenario
        For the players' names.
    """
    ids = (scenario.players[0].id, scenario.players[1].id)
    if not regime.answered:
        return "no answer"
    if regime.ending in REVEALED and scenario.variants:
        return REVEALED[regime.ending]
    if scenario.kind == "concessions":
        one, two = (player.name for player in scenario.players)
        told = dict(zip(endings_of(ids), endings_of((one, two)), strict=True))
        told |= {BREAKDOWN: "talks break down", INCOMPLETE: "agreement incomplete"}
        if not regime.agreed:
            return told.get(regime.ending, regime.ending)
    if regime.ending == AGREEMENT:
        return "deal" if regime.round is None else f"deal in round {regime.round}"
    return regime.ending


def has_deals(scenario: Scenario) -> bool:
    """Whether its games end in an agreement or in none."""
    return scenario.kind in ("concessions", "offers") and not scenario.variants


def signs(regimes: Sequence[Regime]) -> list[str]:
    """A sign for each regime: the digit of the deal's round where one is enough, a dot for no deal, else a letter.

    Parameters
    ----------
    regimes : sequence of Regime
        All of them, in order.
    """
    letters = iter(SIGNS + SIGNS.upper() + "*" * len(regimes))
    fixed = {NO_DEAL: ".", "": "?", AGREEMENT: "=" if all(r.round is None for r in regimes) else ""}
    return [
        str(r.round) if r.agreed and r.round is not None and r.round < 10 else fixed.get(r.ending) or next(letters)
        for r in regimes
    ]


def colours(scenario: Scenario, regimes: Sequence[Regime]) -> list[str]:
    """A colour for each regime.

    Parameters
    ----------
    scenario : Scenario
        For the players' identifiers.
    regimes : sequence of Regime
        All of them, in order.
    """
    rounds = sorted({r.round or 0 for r in regimes if r.agreed})
    known = endings_of((scenario.players[0].id, scenario.players[1].id))
    chosen, others = [], 0
    for r in regimes:
        if not r.answered:
            chosen.append("#ffffff")
        elif r.agreed:
            share = rounds.index(r.round or 0) / max(1, len(rounds) - 1)
            chosen.append(_mixed(0.25 if len(rounds) == 1 else share))
        elif r.ending == NO_DEAL:
            chosen.append(OTHERS[1])
        elif scenario.kind == "concessions" and r.ending in known:
            chosen.append(ENDINGS[known.index(r.ending)])
        else:
            chosen.append(OTHERS[others % len(OTHERS)])
            others += 1
    return chosen


def ink(colour: str) -> str:
    """Black or white, whichever is easier to read on a colour."""
    red, green, blue = _parts(colour)
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "white"


def _mixed(share: float) -> str:
    place = min(int(share * (len(DEALS) - 1)), len(DEALS) - 2)
    weight = share * (len(DEALS) - 1) - place
    pairs = zip(_parts(DEALS[place]), _parts(DEALS[place + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * weight):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
