"""A game whose numbers are uncertain, told: the chance, what it hangs on, the worst case, and how sure that is."""

from __future__ import annotations

from collections import Counter
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from sim.show.studies.briefs import SOLVED, cut, in_brief
from sim.show.studies.map import solved_words
from sim.show.studies.regime_words import ONE_COURSE, regime_words
from sim.show.studies.uncertain.words import (
    chance_sentence,
    course_words,
    draw_words,
    event_words,
    hangs_sentence,
    mixes,
    order,
    parameter_of,
    worst_sentence,
)
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table, Text
from sim.show.text.parameters import called
from sim.show.text.scale import scaled
from sim.show.text.words import listed, number, percent, times
from sim.study.maps.regime import regimes_of
from sim.study.record import FAILED
from sim.study.uncertain.chance import clopper_pearson

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.text.brief import Brief
    from sim.study.uncertain.draws import Drawn

MOST_ENDINGS = 12
"""Endings, most, that are told one by one."""

WORDS = {
    "certain": "certain: in every equilibrium",
    "possible": "possible: in some equilibrium and not in all",
    "impossible": "impossible: in none",
    "open": "open: not decided",
}

OBSTACLES = {
    "many": "there are too many parameters for the argument by corners",
    "late": "the time was up",
}
"""Why no more is proven of a box."""


@scaled
def draws_text(scenario: Scenario, found: Drawn) -> Text:
    """The answer at length."""
    lead = tuple(map(Paragraph, answers(scenario, found)))
    sections = [Section("How likely it is", (chance_table(scenario, found),))]
    sections.append(Section("What it hangs on", (hangs_table(scenario, found),)))
    sections.append(Section("How it ends", (endings_table(scenario, found),)))
    if (paid := payoffs_table(scenario, found)) is not None:
        sections.append(Section("What it pays", (paid,)))
    if found.worst is not None:
        sections.append(Section("The worst case", (box_table(scenario, found),)))
    sections.append(Section("How sure this is", (Points(tuple(map(Item, draws_notes(scenario, found)))),)))
    return Text(scenario.title, tuple(sections), lead)


@scaled
def draws_line(scenario: Scenario, found: Drawn) -> str:
    """The answer in one line."""
    return f"{scenario.title}: {' '.join(answers(scenario, found))}"


@scaled
def draws_brief(scenario: Scenario, found: Drawn) -> Brief:
    """The answer on one screen."""
    tables = [chance_table(scenario, found), cut(hangs_table(scenario, found))]
    names = tuple(found.axes[k].name for k in (order(found) if found.hangs is not None else ())[:2])
    both = (("map", "the two that matter most, together", names),) if len(names) == 2 else ()
    sure = solved_words(found.chunk.counts)
    return in_brief(
        scenario,
        sure,
        answers(scenario, found),
        tables,
        "The draws are what the file, or its ranges, say: a chance is worth as much as they are.",
        *both,
        SOLVED,
        certified=found.solved == found.sample.size and not found.counts["open"],
    )


@scaled
def answers(scenario: Scenario, found: Drawn) -> list[str]:
    """The chance, what it hangs on, and the worst case, a sentence or two each."""
    told = chance_sentence(scenario, found), hangs_sentence(scenario, found), worst_sentence(scenario, found)
    return [sentence for sentence in told if sentence]


def chance_table(scenario: Scenario, found: Drawn) -> Table:
    """How many draws there are of each sort, with the interval of its chance."""
    n = found.solved
    if found.words is None:
        counts = {f"the chance {event_words(scenario, found)}": int(found.hits.sum())}
    else:
        by_chance = {"possible": ", or where players mix"} if mixes(found) else {}
        counts = {
            WORDS[word] + by_chance.get(word, ""): count
            for word, count in found.counts.items()
            if count or word != "open"
        }
    rows = tuple(
        (name, f"{count:,}", percent(count / n), f"{percent(low)} to {percent(high)}")
        for name, count in counts.items()
        for low, high in [clopper_pearson(count, n)]
    )
    first = "a deal is" if found.words is not None else ""
    return Table("How likely it is", (first, "draws", "share", "95% interval"), rows)


def hangs_table(scenario: Scenario, found: Drawn) -> Table:
    """What each parameter is drawn from, and which shares of the variance are its own."""
    hangs = found.hangs
    places = order(found) if hangs is not None else range(len(found.axes))
    head = ["", "drawn"]
    if hangs is not None:
        head += ["by itself", *(["95% interval"] if hangs.first_interval is not None else [])]
        head += ["with all others", "95% interval"] if hangs.total is not None else []
    rows = []
    for k in places:
        axis = found.axes[k]
        row = [called(parameter_of(scenario, axis.name)), draw_words(axis.draw) if axis.draw else ""]
        if hangs is not None:
            row.append(_share(float(hangs.first[k])))
            row += [_shares(hangs.first_interval[k])] if hangs.first_interval is not None else []
        if hangs is not None and hangs.total is not None and hangs.total_interval is not None:
            row += [_share(float(hangs.total[k])), _shares(hangs.total_interval[k])]
        rows.append(tuple(row))
    return Table("What it hangs on", tuple(head), tuple(rows))


def _share(value: float) -> str:
    """A share of a variance, which has no unit."""
    if not isfinite(value):
        return "?"
    text = f"{value:.2f}"
    return text.lstrip("-") if not text.strip("-0.") else text.replace("-", "\N{MINUS SIGN}")


def _shares(ends: object) -> str:
    low, high = map(float, ends)  # type: ignore[call-overload]
    return f"{_share(low)} to {_share(high)}"


def endings(scenario: Scenario, found: Drawn) -> Counter[str]:
    """How often it ends in which way, in words, in the equilibrium that is told."""
    told: Counter[str] = Counter()
    for regime, count in Counter(regimes_of(found.chunk)).items():
        if regime.answered:
            told[regime_words(scenario, regime)] += count
    return told


def endings_table(scenario: Scenario, found: Drawn) -> Table:
    """How often it ends in which way."""
    told = endings(scenario, found).most_common()
    rows = [(words, f"{count:,}", percent(count / found.solved)) for words, count in told[:MOST_ENDINGS]]
    if rest := sum(count for _, count in told[MOST_ENDINGS:]):
        rows.append((f"{len(told) - MOST_ENDINGS} more", f"{rest:,}", percent(rest / found.solved)))
    return Table("How it ends", ("it ends with", "draws", "share"), tuple(rows))


def payoffs_of(scenario: Scenario, found: Drawn) -> dict[str, tuple[float, float, float, float]]:
    """By player the mean over the draws and the values below which 5%, half and 95% lie; empty if nobody is paid."""
    paid = found.chunk.payoffs[found.answered]
    if not paid.size or not np.isfinite(paid).all():
        return {}
    ends = np.quantile(paid, (0.05, 0.5, 0.95), axis=0)
    return {
        player.id: (float(paid[:, p].mean()), *map(float, ends[:, p]))  # type: ignore[misc]
        for p, player in enumerate(scenario.players[: paid.shape[1]])
    }


def payoffs_table(scenario: Scenario, found: Drawn) -> Table | None:
    """What each player gets over the draws; None where nobody is paid."""
    paid = payoffs_of(scenario, found)
    names = {player.id: player.name for player in scenario.players}
    rows = tuple((names[player], *map(number, told)) for player, told in paid.items())
    head = ("", "mean", "5% get less than", "half get less than", "95% get less than")
    return Table("What it pays", head, rows) if rows else None


def box_table(scenario: Scenario, found: Drawn) -> Table:
    """The box of the parameters, and points at which a deal is not certain, and not impossible."""
    worst = found.worst
    assert worst is not None
    points = [witness for witness in (worst.not_certain, worst.not_impossible) if witness is not None]
    head = ("", "from", "to", *(f"where it is {witness.word}" for witness in points))
    rows = tuple(
        (
            called(parameter_of(scenario, axis.name)),
            *(number(end) if isfinite(end) else "no end" for end in (worst.low[k], worst.high[k])),
            *(number(witness.point[k]) for witness in points),
        )
        for k, axis in enumerate(found.axes)
    )
    return Table("The worst case", head, rows)


@scaled
def draws_notes(scenario: Scenario, found: Drawn) -> list[str]:
    """What the chance is worth, and what can be missed."""
    asked, solved = found.sample.size, solved_words(found.chunk.counts)
    notes = [
        f"{times(asked, 'draw')} with seed {found.sample.seed}, independent of each other. {solved}",
        "Intervals of 95% are exact (Clopper and Pearson 1934). They say how sure the chance is given the draws, and "
        "nothing of whether the distributions are right.",
    ]
    if found.assumed:
        notes.append("The file has no distributions: each parameter with a range is drawn evenly over it.")
    if found.words is None:
        notes.append(f"One equilibrium is told of each draw, the one that the rule {found.select} selects.")
    else:
        notes.append(
            "Certain, possible and impossible are said of all subgame-perfect equilibria of a draw, all steps taken at "
            "their word, unless chance ends the talks first. What is told of how it ends and what it pays is of the "
            "equilibrium that the selection rule picks where there are several."
        )
    if course_words(scenario, found):
        notes.append(ONE_COURSE)
    notes += _hangs_notes(scenario, found)
    notes += _worst_notes(scenario, found)
    if len(found.chunk) < asked:
        notes.append(f"The time was up after {times(len(found.chunk), 'draw')}; more --time-limit allows for more.")
    if found.not_asked:
        notes.append(f"What all equilibria say was not found out at {times(found.not_asked, 'draw')}: the time was up.")
    failed = int(np.count_nonzero(found.chunk.how == FAILED))
    if failed:
        why = next((text for _, text in found.chunk.messages), "")
        notes.append(f"{times(failed, 'draw')} without an answer, left out: {why}.")
    return notes


def _hangs_notes(scenario: Scenario, found: Drawn) -> list[str]:
    hangs = found.hangs
    if hangs is None:
        return []
    if hangs.method == "sobol":
        return [
            f"Shares of the variance: Sobol' indices from {times(hangs.samples, 'base point')} and "
            f"{times(hangs.runs, 'point')} more, of whether it comes about in the equilibrium told"
            f"{course_words(scenario, found)}. By themselves they add up to at most 1; with all others they count "
            "what works together more than once."
        ]
    return [
        "Shares of the variance: that between classes of a parameter's draws, less what chance puts there (epsilon "
        "squared), from the draws themselves. What works together is not seen."
    ]


def _worst_notes(scenario: Scenario, found: Drawn) -> list[str]:
    worst = found.worst
    if worst is None:
        return []
    if worst.proven is None:
        names = [
            called(parameter_of(scenario, axis.name))
            for k, axis in enumerate(found.axes)
            if not isfinite(worst.high[k] - worst.low[k])
        ]
        return [f"There is no worst case over values without end: {listed(names)}. With a min and a max there is."]
    proven, told = worst.proven, []
    if any(witness is not None and not witness.checked for witness in (worst.not_certain, worst.not_impossible)):
        told.append("There was no time to solve the draws in the table of the worst case once more by themselves.")
    if proven.certain or proven.impossible:
        told.append(
            f"Proven by corners, {times(proven.points, 'point')}: in each part of the box every action may be played "
            "that is not worse than another at all corners, and all ways through those end alike. Shares of the box "
            "are by volume and not by likelihood."
        )
    if proven.why == "bent":
        bent = listed([called(parameter_of(scenario, name)) for name in proven.bent])
        why = "a number that bends payoffs or weighs rounds has more than corners"
        told.append(f"Nothing is proven of the box, because of {bent}: {why}.")
    elif proven.why:
        told.append(f"No more is proven of the box: {OBSTACLES[proven.why]}.")
    return told
