"""A quota of inspections over rounds, told: what it is worth, what both sides do, and how it hangs on the quota."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.document_head import document_head
from sim.show.pictures import COLOURS
from sim.show.studies.briefs import SOLVED, cut, in_brief
from sim.show.studies.require.words import exact
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table, Text
from sim.show.text.scale import scaled
from sim.show.text.words import is_exact, number, percent, quoted, times
from sim.version import __version__

if TYPE_CHECKING:
    from fractions import Fraction

    from matplotlib.figure import Figure

    from sim.engine.matrix.quota import Period
    from sim.scenario.scenario import Scenario
    from sim.show.text.brief import Brief
    from sim.study.inspection.quota import Quota

LONG = 9_999
"""Denominators, largest, of fractions that are written out."""


@scaled
def quota_text(scenario: Scenario, found: Quota) -> Text:
    """The answer at length."""
    sections = (
        Section("How it hangs on the quota", (quotas_table(scenario, found),)),
        Section("Round by round", (rounds_table(found),)),
        Section("How sure this is", (Points(tuple(map(Item, quota_notes(scenario, found)))),)),
    )
    return Text(scenario.title, sections, tuple(map(Paragraph, quota_answers(scenario, found))))


@scaled
def quota_line(scenario: Scenario, found: Quota) -> str:
    """The answer in one line."""
    return f"{scenario.title}: {' '.join(quota_answers(scenario, found))}"


@scaled
def quota_brief(scenario: Scenario, found: Quota) -> Brief:
    """The answer on one screen."""
    tables = [cut(quotas_table(scenario, found), 12), cut(rounds_table(found), 12)]
    answer = quota_answers(scenario, found)
    return in_brief(
        scenario, _certificate(found), answer, tables, _told_of_ends(scenario, found), SOLVED, certified=found.confirmed
    )


def _certificate(found: Quota) -> str:
    if found.confirmed:
        return "Exact; the value of each quota was proven by best replies to what either side plays."
    return "The value of some quota could not be proven by best replies."


def quota_answers(scenario: Scenario, found: Quota) -> tuple[str, ...]:
    """What the quota is worth and what both do at first, then what the least quota is, if that was asked for."""
    inspector, owner = (player.name for player in scenario.players)
    rounds, inspections, violations = found.state
    first = found.first
    told = [
        f"With {times(inspections, 'inspection')} in {times(rounds, 'round')} and {times(violations, 'violation')} "
        f"intended the game is worth {value_words(first.value)} to {inspector}."
    ]
    if first.value < 0:
        told.append(
            f"In round 1 {inspector} plays {quoted(found.actions[0])} with chance {chance_words(first.inspect)} and "
            f"{owner} {quoted(found.actions[3])} with chance {chance_words(first.violate)}."
        )
    if found.loss is not None:
        limit = exact(found.loss)
        if found.least is None:
            told.append(f"No quota keeps the loss of {inspector} at {limit} or less.")
        else:
            told.append(f"The least quota with which {inspector} loses no more than {limit} is {found.least}.")
    return tuple(told)


def value_words(value: Fraction) -> str:
    """A worth: as a fraction where that is short."""
    short = is_exact(value, number(value))
    if short or value.denominator > LONG:
        return exact(value)
    return f"{value} \N{ALMOST EQUAL TO} {number(value)}".replace("-", "\N{MINUS SIGN}")


def chance_words(chance: Fraction) -> str:
    """A chance: as a fraction where that is short."""
    return str(chance) if chance.denominator <= LONG else percent(chance)


def quotas_table(scenario: Scenario, found: Quota) -> Table:
    """A row for each quota."""
    inspector, _ = (player.name for player in scenario.players)
    rounds = found.state[0]
    rows = []
    for k in range(rounds + 1):
        first = found.with_quota(k)
        mark = " *" if k == found.state[1] else ""
        rows.append((f"{k}{mark}", value_words(first.value), percent(first.inspect), percent(first.violate)))
    head = ("quota", f"worth to {inspector}", f"round 1: {found.actions[0]}", f"round 1: {found.actions[3]}")
    return Table("How it hangs on the quota", head, tuple(rows))


def rounds_table(found: Quota) -> Table:
    """The inspector's chance of inspecting by round and inspections left, before it has caught anybody."""
    rounds, inspections, violations = found.state
    rows = []
    for t in range(rounds):
        cells = []
        for k in range(inspections, -1, -1):
            there = k >= inspections - t
            period = found.game.periods[rounds - t, k, min(violations, rounds - t)]
            cells.append(percent(period.inspect) if there else "")
        rows.append((str(t + 1), *cells))
    head = ("round", *(f"{k} left" for k in range(inspections, -1, -1)))
    return Table(f"Chance to {found.actions[0]}, by inspections left", head, tuple(rows))


def _told_of_ends(scenario: Scenario, found: Quota) -> str:
    inspector, owner = (player.name for player in scenario.players)
    if found.state[2] == 1:
        return (
            f"{owner} violates once at most, so that nothing is left to inspect for once a violation has been missed."
        )
    if found.blind:
        return (
            f"{inspector} need not know what it has missed: its chances do not hang on how many violations {owner} "
            "still intends."
        )
    return f"{inspector} is taken to know after each round how many violations {owner} still intends."


def quota_notes(scenario: Scenario, found: Quota) -> list[str]:
    """What must be known before it is believed."""
    inspector, owner = (player.name for player in scenario.players)
    notes = [
        f"In each round both choose without seeing each other. {owner} sees afterwards whether the round was "
        f"inspected. A violation that is caught ends the game, worth {exact(found.game.caught)} to {inspector}; one "
        f"that is missed costs it {exact(found.game.harm)}, and it goes on. {owner} loses what {inspector} gains.",
        _told_of_ends(scenario, found),
        _certificate(found),
        "The chances are optimal from every round on; where a side has several optimal ways, one of them is told.",
    ]
    if found.state[2] > 1:
        notes.append("The chances by round are those with as many violations left as are intended.")
    return notes


@scaled
def quota_document(scenario: Scenario, found: Quota) -> dict[str, Any]:
    """The document that ``quota --json`` prints; rounds are counted from 0."""
    rounds, inspections, violations = found.state
    return {
        **document_head(scenario),
        "version": __version__,
        "kind": scenario.kind,
        "rounds": rounds,
        "inspections": inspections,
        "violations": violations,
        "actions": dict(zip(("inspect", "wait", "legal", "violate"), found.actions, strict=True)),
        "caught": float(found.game.caught),
        "harm": float(found.game.harm),
        **_period(found.first),
        "blind": found.blind,
        "certified": found.confirmed,
        "quotas": [{"inspections": k, **_period(found.with_quota(k))} for k in range(rounds + 1)],
        "plan": [
            {"round": rounds - n, "left": k, "violations": left, **_period(found.game.periods[n, k, left])}
            for n in range(rounds, 0, -1)
            for k in range(inspections, -1, -1)
            for left in range(violations, 0, -1)
            if k >= inspections - (rounds - n) and left >= violations - (rounds - n)
        ],
        "loss": None if found.loss is None else float(found.loss),
        "least": found.least,
        "answer": list(quota_answers(scenario, found)),
        "notes": quota_notes(scenario, found),
    }


def _period(period: Period) -> dict[str, Any]:
    return {
        "value": float(period.value),
        "exactly": str(period.value),
        "inspect": float(period.inspect),
        "violate": float(period.violate),
    }


@scaled
def draw_quota(scenario: Scenario, found: Quota) -> Figure:
    """Draw what each quota is worth, and the chances of round 1."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.5, 4.2), layout="constrained")
    figure.suptitle(quota_line(scenario, found).partition(" In round 1")[0], x=0.01, ha="left", fontsize=10)
    worth, chances = figure.subplots(1, 2)
    quotas = range(found.state[0] + 1)
    firsts = [found.with_quota(k) for k in quotas]
    worth.plot(quotas, [float(p.value) for p in firsts], "o-", color=COLOURS[0])
    worth.plot([found.state[1]], [float(found.first.value)], "o", color="black", ms=9)
    if found.loss is not None:
        worth.axhline(-float(found.loss), color=COLOURS[1], ls="--", lw=1)
    worth.set_xlabel("inspections")
    worth.set_ylabel(f"worth to {scenario.players[0].name}")
    chances.plot(quotas, [float(p.inspect) for p in firsts], "o-", color=COLOURS[0], label=found.actions[0])
    chances.plot(quotas, [float(p.violate) for p in firsts], "s--", color=COLOURS[1], label=found.actions[3])
    chances.set_xlabel("inspections")
    chances.set_ylabel("chance in round 1")
    chances.set_ylim(-0.03, 1.03)
    chances.legend(frameon=False)
    return figure
