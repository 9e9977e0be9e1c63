"""Chances, what they hang on and worst cases, in sentences."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.equilibrium_sets.verdict import IMPOSSIBLE
from sim.engine.solution import MIXED
from sim.show.studies.regime_words import on_which_course, regime_words
from sim.show.text.parameters import called, with_unit
from sim.show.text.words import listed, number, percent, times
from sim.study.uncertain.chance import clopper_pearson

if TYPE_CHECKING:
    from sim.scenario.expressions.draws import Draw
    from sim.scenario.scenario import Parameter, Scenario
    from sim.study.uncertain.draws import Drawn
    from sim.study.uncertain.worst import Witness

NAMED = 3
"""Parameters, most, that a sentence names."""

LITTLE = 0.005
"""Shares of a variance below it are not worth a sentence."""


def parameter_of(scenario: Scenario, name: str) -> Parameter:
    """A parameter by its name."""
    return next(p for p in scenario.parameters if p.name == name)


def draw_words(draw: Draw) -> str:
    """What a parameter is drawn from."""
    if draw.whole and draw.name == "uniform":
        return "evenly from the whole numbers from {} to {}".format(*map(number, draw.support))
    told = _any_draw(draw)
    return f"{told}, to whole numbers" if draw.whole else told


def _any_draw(draw: Draw) -> str:
    one, two, *more = (number(value) if isfinite(value) else "" for value in draw.arguments)
    if draw.name == "uniform":
        return f"evenly from {one} to {two}"
    if draw.name == "triangular":
        return f"triangular from {one} to {more[0]}, likeliest {two}"
    between = f" from {more[0]} to {more[1]}" if all(more) and more else ""
    if more and not all(more):
        between = f" from {more[0]} on" if more[0] else f" up to {more[1]}"
    if draw.name == "beta":
        return f"beta with {one} and {two}{between or ' from 0 to 1'}"
    logarithm = " of the logarithm" if draw.name == "lognormal" else ""
    return f"{draw.name}, mean{logarithm} {one}, standard deviation {two}{between}"


def event_words(scenario: Scenario, found: Drawn) -> str:
    """What the chance is of, behind "the chance"."""
    if found.event == "deal":
        return "of a deal, unless chance ends the talks first," if found.risky else "of a deal"
    return f"that it ends as with the file's own numbers ({regime_words(scenario, found.own)})"


def chance_sentence(scenario: Scenario, found: Drawn) -> str:
    """The chance, its interval, and of which equilibria it is said."""
    low, high = found.bounds
    n = found.solved
    ends = clopper_pearson(low, n)[0], clopper_pearson(high, n)[1]
    interval = f"95% interval {percent(ends[0])} to {percent(ends[1])}"
    drawn = f"{times(n, 'draw')} of {times(len(found.axes), 'parameter')}"
    what = event_words(scenario, found)
    if found.words is None:
        which = f"in the equilibrium that is told{course_words(scenario, found)}"
        return f"Over {drawn} the chance {what} is {percent(low / n)} ({interval}), {which}."
    if low == high:
        return f"Over {drawn} the chance {what} is {percent(low / n)} ({interval}), whichever equilibrium is played."
    open_ = " and on what is open" if found.counts["open"] else ""
    share = f"between {percent(low / n)} and {percent(high / n)}"
    which = "on which equilibrium is played" + (" and on how players' mixtures fall" if mixes(found) else "")
    return f"Over {drawn} the chance {what} is {share} ({interval}): it hangs {which}{open_}."


def mixes(found: Drawn) -> bool:
    """Whether players leave to chance what they do at some draw, in the equilibrium that is told."""
    return MIXED in {str(kind) for kind in found.chunk.equilibrium}


def course_words(scenario: Scenario, found: Drawn) -> str:
    """On which course it ends as is told of the draws, after a comma; empty where play takes one alone."""
    return on_which_course(scenario, {str(kind): 1 for kind in found.chunk.equilibrium})


def order(found: Drawn) -> list[int]:
    """Numbers of the parameters, those first on which it hangs most."""
    assert found.hangs is not None
    shares = found.hangs.first if found.hangs.total is None else found.hangs.total
    return sorted(range(len(shares)), key=lambda k: -float(np.nan_to_num(shares[k])))


def hangs_sentence(scenario: Scenario, found: Drawn) -> str:
    """Which parameters it hangs on most."""
    if found.hangs is None:
        hits = int(found.hits.sum())
        every = "at every draw" if hits else "at no draw"
        return f"It comes about {every}{course_words(scenario, found)}, so that there is nothing for it to hang on."
    first, total = found.hangs.first, found.hangs.total
    if not np.isfinite(first).any():
        return "These are too few draws to say what it hangs on."
    told = []
    for k in order(found)[:NAMED]:
        alone = max(0.0, float(np.nan_to_num(first[k])))
        if total is None:
            if alone >= LITTLE:
                told.append(f"{_called(scenario, found, k)} ({percent(alone)} of the variance)")
        elif float(total[k]) >= LITTLE:
            share = (
                f"{percent(alone)} of the variance by itself, {percent(min(1.0, float(total[k])))} with interactions"
            )
            told.append(f"{_called(scenario, found, k)} ({share})")
    if not told:
        return "None of the parameters by itself explains any of that."
    if len(told) == 1:
        return f"It hangs most on {told[0]}."
    return f"It hangs most on {told[0]}, then on {listed(told[1:])}."


def _called(scenario: Scenario, found: Drawn, k: int) -> str:
    return called(parameter_of(scenario, found.axes[k].name))


def worst_sentence(scenario: Scenario, found: Drawn) -> str:
    """What holds whatever the values are, and how that is known; empty where it was not asked."""
    worst = found.worst
    if worst is None or not worst.looked:
        return ""
    if worst.word:
        return f"Whatever values they have, a deal is {worst.word}; that is proven for the whole box of their ranges."
    part = _part(found)
    if worst.not_certain is None or worst.not_impossible is None:
        same = "certain" if worst.not_certain is None else "impossible"
        few = f"At none of the {times(worst.looked, 'draw')} is a deal other than {same}"
        return f"{few}, which is no proof for the values between them{f'; {part}' if part else ''}."
    there = _where(scenario, found, worst.not_certain)
    word = worst.not_certain.word
    none = "is none" if word == IMPOSSIBLE else "may be none"
    return f"In the worst case there {none}: {there} a deal is {word}{f'; {part}' if part else ''}."


def _part(found: Drawn) -> str:
    """Which shares of the box something is proven of; empty if there are none."""
    proven = found.worst.proven if found.worst is not None else None
    if proven is None or not (proven.certain or proven.impossible):
        return ""
    told = [
        f"{word} over {percent(share)}"
        for word, share in (("certain", proven.certain), ("impossible", proven.impossible))
        if share
    ]
    return f"proven, for all values at once: {listed(told)} of the box of their ranges"


def _where(scenario: Scenario, found: Drawn, witness: Witness) -> str:
    """A point, in words where there are few parameters."""
    if len(witness.point) > NAMED:
        return "at one of the draws"
    told = [
        f"{called(p)} {with_unit(number(value), p)}"
        for value, p in ((v, parameter_of(scenario, a.name)) for v, a in zip(witness.point, found.axes, strict=True))
    ]
    return f"with {listed(told)}"
