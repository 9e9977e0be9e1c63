"""A simulation in words, as plain data, and run by run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.concessions.courses.course import setting
from sim.show.concessions.courses.endings import Told
from sim.show.concessions.entries import ending_entries
from sim.show.document_head import document_head
from sim.show.hidden.words import own_numbers
from sim.show.text.blocks import Item, Lines, Look, Paragraph, Points, Section, Table, Text
from sim.show.text.scale import scaled
from sim.show.text.words import amount, listed, percent, quoted, times
from sim.version import __version__

if TYPE_CHECKING:
    from sim.agents.agent import Agent
    from sim.agents.simulation.simulation import SimulatedRuns
    from sim.engine.concessions.courses.endings import Ending
    from sim.show.text.blocks import Block

MOST_ROWS = 12
"""Rounds to agreement, most, that are listed one by one."""

BAR = 30
"""Characters of the bar of all runs."""


@scaled
def simulation_text(result: SimulatedRuns) -> Text:
    """Tell a simulation at length."""
    scenario = result.scenario
    made = [Section("Rounds to agreement", (_rounds(result),))] if result.rounds_to_agreement else []
    sections = (
        Section("Who plays", (_who(result),)),
        Section(f"How {times(result.count, 'run')} end", _endings(result)),
        *made,
        Section("What each gets, per round", (payoffs_table(result),)),
        Section("How sure this is", tuple(map(Paragraph, simulation_notes(result)))),
    )
    return Text(scenario.title, sections, setting(scenario))


@scaled
def simulation_line(result: SimulatedRuns) -> str:
    """A simulation in one line."""
    names = [player.name for player in result.scenario.players]
    plays = listed([f"{n} as {a.label}" for n, a in zip(names, result.agents, strict=True)])
    gets = listed([f"{n} {amount(e.mean)}" for n, e in zip(names, result.payoffs, strict=True)])
    first = result.endings[0]
    return (
        f"{result.scenario.title}: {plays}, {times(result.count, 'run')}: in {percent(first.chance)} the "
        f"agreement is {_told(result, first)}. It pays {gets} on average."
    )


def _who(result: SimulatedRuns) -> Points:
    return Points(
        tuple(
            Item(f"{player.name} is played by {quoted(agent.label)}. {agent_sentence(agent)}")
            for player, agent in zip(result.scenario.players, result.agents, strict=True)
        )
    )


def agent_sentence(agent: Agent) -> str:
    """What an agent does, in a sentence."""
    told = agent.told
    return f"{told}." if told else "It has no description."


def _told(result: SimulatedRuns, ending: Ending) -> str:
    """What becomes of the agreement in the runs that end alike."""
    one, two = (player.name for player in result.scenario.players)
    return Told((one, two), result.scenario.form == "concessions without a last round").ending(ending)


def _endings(result: SimulatedRuns) -> tuple[Block, ...]:
    lines = Lines(tuple(f"{percent(e.chance):>6}  {_told(result, e)}" for e in result.endings))
    if not result.undiscovered:
        return (lines,)
    told = f"In {percent(result.undiscovered)} of the runs a fake still stands at the end, and counts as a step."
    return lines, Paragraph(told)


def endings_table(result: SimulatedRuns) -> Table:
    """How often the runs end in which way."""
    rows = tuple((percent(e.chance), _told(result, e)) for e in result.endings)
    return Table(
        f"How {times(result.count, 'run')} end", ("share", "the agreement is"), rows, Look(words=frozenset({1}))
    )


def _rounds(result: SimulatedRuns) -> Lines:
    shares = result.rounds_to_agreement
    rows = [(times(r, "round"), share) for r, share in shares.items()]
    if len(rows) > MOST_ROWS:
        last = list(shares)[MOST_ROWS - 2]
        rows = [*rows[: MOST_ROWS - 1], (f"more than {last}", sum(s for r, s in shares.items() if r > last))]
    wide, wider = max(len(name) for name, _ in rows), max(len(percent(share)) for _, share in rows)
    return Lines(
        tuple(
            f"{name.rjust(wide)}  {percent(share).rjust(wider)}  {'#' * max(1, round(BAR * share))}"
            for name, share in rows
        ),
        tuple(f"{name}: {percent(share)}" for name, share in rows),
    )


def payoffs_table(result: SimulatedRuns) -> Table:
    """The mean payoff of each player with its interval, and what the engine expects."""
    head = ["", "mean", "95% interval"]
    rows = []
    for k, player in enumerate(result.scenario.players):
        estimate = result.payoffs[k]
        row = [player.name, _fine(estimate.mean), f"{_fine(estimate.low)} to {_fine(estimate.high)}"]
        if result.expected is not None:
            row += [_fine(result.expected[k]), "yes" if result.agrees(k) else "no"]
        rows.append(tuple(row))
    if result.expected is not None:
        head += ["expected", "in the interval"]
    return Table("What each gets, per round", tuple(head), tuple(rows))


def _fine(value: float) -> str:
    """A payoff with a decimal more than others: intervals of many runs are narrow."""
    return amount(value, 1)


@scaled
def simulation_notes(result: SimulatedRuns) -> list[str]:
    """What must be known about a simulation before it is believed."""
    drawn = any(e.standard_error for e in result.payoffs)
    notes = [
        f"{times(result.count, 'run')}, drawn with seed {result.seed}."
        + (
            " The intervals are means plus and minus 1.96 standard errors; of a hundred such intervals about five miss."
            if drawn
            else " Every run pays the same."
        )
    ]
    if result.expected is not None:
        notes.append(
            "Expected is what the engine computes for the solution of which both play their parts, without any draws."
        )
    if result.scenario.leader is not None and any(agent.name == "equilibrium" for agent in result.agents):
        notes.append(
            "Nobody is bound to anything here: this is the equilibrium of the game without the commitment of "
            f"{result.scenario.players[result.scenario.leader].name}, which solving the file takes into account."
        )
    if result.truncation:
        notes.append(
            f"There is no last round; runs that went on were cut off after {times(result.runs.cut or 0, 'round')}. "
            f"What came after can change a payoff by at most {result.truncation:g} of its range."
        )
    return [*filter(None, [own_numbers(result.scenario)]), *notes]


def simulation_document(result: SimulatedRuns) -> dict[str, Any]:
    """The document that ``simulate --json`` prints."""
    scenario = result.scenario
    ids = [player.id for player in scenario.players]
    payoffs = {
        i: {"mean": e.mean, "low": e.low, "high": e.high, "standard_error": e.standard_error}
        for i, e in zip(ids, result.payoffs, strict=True)
    }
    return {
        **document_head(scenario),
        "version": __version__,
        "seed": result.seed,
        "runs": result.count,
        "agents": {i: agent.label for i, agent in zip(ids, result.agents, strict=True)},
        "payoffs": payoffs,
        "expected": None if result.expected is None else dict(zip(ids, result.expected, strict=True)),
        "endings": [
            {"share": entry["chance"]} | {key: value for key, value in entry.items() if key != "chance"}
            for entry in ending_entries((ids[0], ids[1]), result.endings)
        ],
        "rounds_to_agreement": {str(r): share for r, share in result.rounds_to_agreement.items()},
        "undiscovered_fakes": result.undiscovered,
        "notes": simulation_notes(result),
    }


def simulation_rows(result: SimulatedRuns) -> str:
    """All runs as comma-separated values: payoffs, how they ended and when, and what became of the agreement.

    Rounds are counted from 0; the last two are empty where the agreement never was complete, or was not broken.
    """
    from sim.agents.simulation.agreement_record import FATES
    from sim.engine.concessions.courses.outcome import KINDS

    one, two = (player.id for player in result.scenario.players)
    lines = [f"run,payoff_{one},payoff_{two},ending,round,agreement,complete,broken"]
    runs, story = result.runs, result.runs.story
    columns = (runs.payoffs, runs.kind, runs.when, story.fate, story.made, story.broken)
    for k, (pays, kind, when, number, made, broken) in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
        fate = FATES[number]
        first, last = "" if fate == "never" else made, broken if fate.startswith("broken") else ""
        lines.append(f"{k + 1},{pays[0]!r},{pays[1]!r},{KINDS[kind]},{when},{fate},{first},{last}")
    return "\n".join(lines) + "\n"
