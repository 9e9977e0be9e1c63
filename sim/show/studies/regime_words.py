"""Regimes in words, signs and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.courses.ending_names import (
    AGREEMENT,
    BACK,
    BREAKDOWN,
    CIRCLES,
    DISCOVERY,
    HOLDS,
    INCOMPLETE,
    MADE_AGAIN,
    ON_AND_OFF,
    THEN,
    endings_of,
)
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.engine.offers.endings import BY_CHANCE
from sim.engine.solution import MIXED
from sim.scenario.scenario import Concessions
from sim.show.options.words import resting_words
from sim.study.maps.regime import BROKEN_DEAL, NO_DEAL, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.scenario.scenario import Scenario
    from sim.study.maps.regime import Regime

DEALS = ("#0c2c84", "#1d91c0", "#7fcdbb", "#e3f4c9")
"""From the first deal to the last; those between are mixed of the two next to them."""

LASTING = {MADE_AGAIN: "#009E73", ON_AND_OFF: "#56B4E9"}
"""A colour for agreements that were broken and made again, and for those that are so for ever."""

AFTER = ("#a50f15", "#de2d26", "#fb6a4a", "#7f6000", "#bf9000", "#594300", "#4d0013", "#ff9f9f")
"""A colour for each way in which agreements end: reds for steps taken back, browns for talks that end."""

NEVER = (
    "#525252", "#969696", "#252525", "#000000", "#332288", "#CC79A7", "#882255", "#5c1a4a", "#44AA99",
    "#E69F00", "#F0E442", "#D55E00", "#bdbdbd",
)  # fmt: skip
"""A colour for each way to end without: greys for talks that end, purples for steps back, orange for waiting."""

OTHERS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
"""Okabe and Ito's, for the endings of games without ladders."""

AGREED_ON = {
    VERDICTS[CERTAIN]: "#0c2c84",
    VERDICTS[POSSIBLE]: "#7fcdbb",
    VERDICTS[IMPOSSIBLE]: "#bdbdbd",
    VERDICTS[OPEN]: "#ffffcc",
}
"""A colour for each thing that all equilibria can agree on."""

REVEALED = {
    "separating": "types are told apart",
    "pooling": "types act alike",
    "semi-separating": "types are told apart in part",
}
"""What play reveals of hidden types, in words."""

LASTS = {
    AGREEMENT: "kept",
    MADE_AGAIN: "broken and made again",
    ON_AND_OFF: "broken and made again for ever",
    BROKEN_DEAL: "then broken",
}
"""What becomes of an agreement that is made."""

NAMES = {
    BREAKDOWN: "talks break down by chance",
    DISCOVERY: "a fake is discovered",
    CIRCLES: "steps taken and taken back for ever",
    INCOMPLETE: "agreement incomplete",
}
"""Endings that concern nobody in particular, in words."""

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
    if regime.of_all:
        return regime.ending
    if regime.ending in REVEALED and scenario.variants:
        return REVEALED[regime.ending]
    if scenario.kind == "options":
        return resting_words(scenario, regime.ending)
    when = "" if regime.round is None else f" in round {regime.round}"
    if scenario.kind != "concessions":
        return f"deal{when}" if regime.ending == AGREEMENT else regime.ending
    if regime.ending in (AGREEMENT, MADE_AGAIN, ON_AND_OFF, BROKEN_DEAL):
        return f"deal{when}, {LASTS[regime.ending]}"
    one, two = (player.name for player in scenario.players)
    told = dict(zip(endings_of(ids), endings_of((one, two)), strict=True)).get(regime.ending, regime.ending)
    if told.startswith(THEN):
        rest = told.removeprefix(THEN)
        return f"deal{when}, then {NAMES.get(rest, rest)}"
    verbs = (_verb(verb) for verb in (BACK, HOLDS))
    last = f" at {'their' if told.startswith('both ') else 'its'} last turn" if told.endswith(tuple(verbs)) else ""
    return NAMES.get(told, told + last)


def _verb(verb: str) -> str:
    """The end of a verb phrase, whether one or both do it: ``out`` of ``hold out``."""
    return " " + verb.partition(" ")[2]


def on_which_course(scenario: Scenario, kinds: Mapping[str, int]) -> str:
    """On which course it ends as a study says, after a comma; empty where play takes one alone.

    Parameters
    ----------
    kinds : mapping of str to int
        Number of points by kind of equilibrium.
    """
    game = scenario.game
    if not isinstance(game, Concessions):
        return ""
    hidden = bool(scenario.variants) or any(step.verification is not None for side in game.ladders for step in side)
    return ", on the likeliest course" if any(game.hazards) or hidden or MIXED in kinds else ""


ONE_COURSE = (
    "How a point ends is how its likeliest course does; others are possible where the talks may break down by chance, "
    "where actions are mixed and where something is hidden, and may together be likelier."
)
"""What must be known of the endings of concession games."""


def has_deals(scenario: Scenario, regime: Regime | None = None) -> bool:
    """Whether its games end in an agreement or in none, and a regime, if one is named, says how one of them does."""
    told = regime is None or not (regime.of_all or regime.ending == BY_CHANCE)
    return told and (scenario.kind == "concessions" or scenario.form == "offers") and not scenario.variants


def signs(regimes: Sequence[Regime]) -> list[str]:
    """A sign for each regime: the digit of the deal's round where one is enough, a dot for no deal, else a letter.

    Parameters
    ----------
    regimes : sequence of Regime
        All of them, in order.
    """
    letters = iter(SIGNS + SIGNS.upper() + "*" * len(regimes))
    fixed = {
        **dict(zip(VERDICTS.values(), "#+.?", strict=True)),
        NO_DEAL: ".",
        "": "?",
        AGREEMENT: "=" if all(r.round is None for r in regimes) else "",
    }
    return [
        str(r.round)
        if r.ending == AGREEMENT and r.round is not None and r.round < 10
        else fixed.get(r.ending) or next(letters)
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
    ids = (scenario.players[0].id, scenario.players[1].id)
    base, others = _colours(endings_of(ids)) if scenario.kind == "concessions" else {}, 0
    chosen = []
    for r in regimes:
        # Regimes that differ in their rounds alone are shades of one colour.
        rounds = sorted({other.round or 0 for other in regimes if other.ending == r.ending})
        place = rounds.index(r.round or 0) / max(1, len(rounds) - 1)
        if not r.answered:
            chosen.append("#ffffff")
        elif r.of_all:
            chosen.append(AGREED_ON[r.ending])
        elif r.ending == AGREEMENT:
            chosen.append(_mixed(0.25 if len(rounds) == 1 else place))
        elif r.ending in base:
            chosen.append(_lighter(base[r.ending], 0.6 * place))
        else:
            chosen.append(OTHERS[others % len(OTHERS)])
            others += 1
    return chosen


def _colours(known: Sequence[str]) -> dict[str, str]:
    """A colour for each of `endings_of` but agreements that are kept."""
    after = [told for told in known if told.startswith(THEN)]
    rest = [told for told in known if told not in (AGREEMENT, *LASTING, *after)]
    fixed = LASTING | {NO_DEAL: OTHERS[1], BROKEN_DEAL: OTHERS[3]}
    return fixed | dict(zip(after, AFTER, strict=True)) | dict(zip(rest, NEVER, strict=True))


def _lighter(colour: str, share: float) -> str:
    """A colour mixed with so much white."""
    return "#" + "".join(f"{round(part + (255 - part) * share):02x}" for part in _parts(colour))


def _mixed(share: float) -> str:
    place = min(int(share * (len(DEALS) - 1)), len(DEALS) - 2)
    weight = share * (len(DEALS) - 1) - place
    pairs = zip(_parts(DEALS[place]), _parts(DEALS[place + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * weight):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
