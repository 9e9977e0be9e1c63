"""From scenarios and wishes to the parts of a class."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.classroom.games.tables import without_last_round
from sim.classroom.refused import RefusedError
from sim.classroom.session.parts import PartSpec
from sim.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.classroom.session.parts import Treatment
    from sim.scenario.scenario import Scenario


def parts_of(
    scenarios: Sequence[Scenario], like: PartSpec, settings: Treatment = (), treatments: Sequence[Treatment] = ()
) -> list[PartSpec]:
    """Parts in which scenarios are played one after the other.

    Settings and treatments hold for those scenarios that have the parameters that they name; a number of rounds after
    which a match is stopped, for those in which the file does not say when one ends.

    Parameters
    ----------
    scenarios : sequence of Scenario
        As they are in their files.
    like : PartSpec
        How they are played; its file and text are not looked at.
    settings : Treatment
        What holds for the whole class.
    treatments : sequence of Treatment
        What holds for each share of it.

    Raises
    ------
    RefusedError
        If no scenario has a parameter that is named, or none can be stopped where that is asked for.
    """
    known = [{parameter.name for parameter in scenario.parameters} for scenario in scenarios]
    for name in {name for group in (settings, *treatments) for name, _ in group}:
        if not any(name in own for own in known):
            told = nearest(name, sorted(set().union(*known)))
            raise RefusedError("part", f"there is no parameter '{name}' ({told})")
    if like.stop is not None and not any(map(without_last_round, scenarios)):
        raise RefusedError("part", "--stop is for games without a last round; there is none among these")
    found = []
    for scenario, own in zip(scenarios, known, strict=True):
        common = tuple(pair for pair in settings if pair[0] in own)
        shares = [(*common, *group) for group in treatments if group and all(name in own for name, _ in group)]
        stop = like.stop if without_last_round(scenario) else None
        shared = tuple(shares) or (common,)
        found.append(replace(like, file=Path(scenario.file).name, text=scenario.text, treatments=shared, stop=stop))
    return found
