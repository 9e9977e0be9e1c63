"""What parameters are called on a page for a class: never by an identifier that only the file needs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.show.text.parameters import called

if TYPE_CHECKING:
    from sim.scenario.scenario import Parameter, Scenario

SHORT, LONGEST = 2, 60
"""Letters of a name that says nothing by itself, and of what it stands for where that can stand in its place."""


def labelled(scenario: Scenario) -> Scenario:
    """A scenario each of whose parameters has a label: where the file has none, its name in plain words."""
    return replace(scenario, parameters=tuple(replace(p, label=_label(scenario, p)) for p in scenario.parameters))


def _label(scenario: Scenario, parameter: Parameter) -> str:
    if parameter.label:
        return parameter.label
    if len(parameter.name) <= SHORT and 0 < len(parameter.about) <= LONGEST:
        return parameter.about
    names = {player.id: player.name for player in scenario.players}
    words = parameter.name.split("_")
    whose = [names[word] for word in words if word in names]
    if len(whose) != 1 or len(words) == 1:
        return " ".join(words)
    return f"{' '.join(word for word in words if word not in names)} of {whose[0]}"


def told_formula(scenario: Scenario, player: int, formula: str) -> str:
    """A formula of payoffs in the words of the page.

    Parameters
    ----------
    player : int
        Whose payoff it is.
    formula : str
        As the file has it.
    """
    ids = {side.id: side.name for side in scenario.players}
    labels = {p.name: called(p) for p in scenario.parameters}
    own = scenario.players[player].name

    def word(found: re.Match[str]) -> str:
        text = found.group()
        who, dot, what = text.partition(".")
        if dot and who in ids:
            return f"{_spaced(what)} of {ids[who]}"
        return labels.get(text, f"{_spaced(text)} of {own}" if text in _inputs(scenario, player) else text)

    plain = re.sub(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?(?!\w*\()", word, formula)
    return (
        plain.replace(" * ", " \N{MULTIPLICATION SIGN} ")
        .replace(" / ", " \N{DIVISION SIGN} ")
        .replace(" - ", " \N{MINUS SIGN} ")
    )


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _inputs(scenario: Scenario, player: int) -> set[str]:
    """Names by which formulas know what a side chooses."""
    scales = getattr(scenario.game, "scales", None)
    return {scales[player].name} if scales else set()
