"""A class's games put together, in words."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from sim.agents.arenas.demands import DemandsArena
from sim.agents.arenas.issues import ACCEPT, WAIT, WALK, IssuesArena
from sim.concepts import concept_named
from sim.show.play.choose import named_words, prompts_of
from sim.show.play.class_agreements import agreements_text
from sim.show.play.conflict_class import rehearsal_words
from sim.show.text.blocks import sections_as_text
from sim.show.text.plain import plain
from sim.show.text.scale import scaled
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import amount, percent, small, times
from sim.study.classroom.classroom import OTHERS
from sim.study.classroom.fit import THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.scenario.issues.stated import Issues
    from sim.show.observed.people import People
    from sim.study.classroom.class_table import ClassTable, PointTable, Row
    from sim.study.classroom.fit import Fit

READING = (
    "What choices gave away is measured by the first equilibrium named: what the best choice would have been worth "
    "more, if the other side plays its part of it now and both do from then on. Choices of agents are not counted.",
    "QRE is the logit quantal response equilibrium at the fitted precision: better actions are taken more often, and "
    "everybody reckons with the errors of all. One precision is fitted to all choices of a scenario. They count as "
    "independent; those of one person hardly are, so the interval is rather too narrow.",
)
"""How a class's table is to be read."""

MOST_POINTS = 12
"""Decision points, most, that are listed in the terminal; those at which most was chosen."""


def class_story(tables: Sequence[ClassTable]) -> str:
    """Tell what a class chose, scenario by scenario.

    Parameters
    ----------
    tables : sequence of ClassTable
        The games, by scenario.
    """
    reading = "\n".join(map(paragraph, READING if any(t.fit for t in tables) else READING[:1]))
    return "\n".join([*(_told(table) for table in tables), f"{heading('How to read this')}\n{reading}\n"])


@scaled
def _told(table: ClassTable) -> str:
    parts = [
        f"{heading(title_of(table))}\n{paragraph(_counts(table))}",
        *([agreements_text(table.scenario, table.agreements)] if table.agreements is not None else []),
        _choices(table),
        *_people(table),
        f"{heading('Play with errors')}\n" + "\n".join(map(paragraph, fit_words(table))),
        _students(table),
    ]
    return "\n\n".join(parts) + "\n"


def _people(table: ClassTable) -> list[str]:
    """What others did in the same game, where the file says it."""
    people = people_of(table)
    if people is None:
        return []
    # The class are people too, and what they did stands above.
    sections = [replace(section, title="What others did") for section in people.sections]
    return [sections_as_text(sections).rstrip("\n")] if sections else []


def people_of(table: ClassTable) -> People | None:
    """What others did in the game of a class; None where the file does not say it, or the game is not solved."""
    if not table.scenario.observed:
        return None
    from sim.engine.solve import solve
    from sim.errors import AskError, DetenteError
    from sim.show.observed.people import People
    from sim.show.shown import shown

    scenario = table.scenario
    try:
        try:
            solution = solve(scenario, select=table.select, every=scenario.kind == "tree")
        except AskError:  # a tree of which all equilibria are listed anyway
            solution = solve(scenario, select=table.select)
        seen = shown(scenario, solution)
        # One of several equilibria is not what theory says.
        verdict = seen.verdict() if scenario.kind == "concessions" else None
        return People(seen, theory=verdict is None or bool(verdict.get("unique")))
    except DetenteError:
        return None


def title_of(table: ClassTable) -> str:
    """The scenario with what was set."""
    scenario = table.scenario
    told = [f"{name}={value}" for name, value in scenario.settings]
    if table.rounds is not None:
        told.append(f"{table.rounds} rounds")
    if table.select != "payoff-dominant":
        told.append(table.select)
    return f"{scenario.title} ({', '.join(told)})" if told else scenario.title


def _held(table: ClassTable) -> str:
    """Which equilibria the columns are."""
    told = f"{table.labels[0]}: the {concept_named(table.arena.concept).one} that the rule '{table.select}' selects"
    told = told[:1].upper() + told[1:]
    if len(table.labels) == 1:
        return f"{told}."
    pays = "; ".join(f"{label} {pair}" for label, pair in _paid(table))
    these = "There are many equilibria; these pay" if isinstance(table.arena, DemandsArena) else "The equilibria pay"
    return f"{told}. {these} {' and '.join(p.name for p in table.scenario.players)}: {pays}."


def _counts(table: ClassTable) -> str:
    left = sum(not r.session.finished for r in table.replays)
    people = {seat.person for r in table.replays for seat in r.session.seats if seat.person}
    who = f" by {times(len(people), 'person', 'people')}" if people else ""
    stopped = f", {left} of them left before the end" if left else ""
    rehearsed = rehearsal_words(sum(r.session.rehearsal for r in table.replays), len(table.replays))
    return f"{times(len(table.replays), 'game')}{who}{stopped}; {times(table.count, 'decision')}.{rehearsed}"


def _choices(table: ClassTable) -> str:
    shown = listed_points(table)
    fitted = table.fit is not None
    parts = [heading("What was chosen")]
    head = ["", "chosen", "share", *table.labels, *(["QRE"] if fitted else [])]
    points = (*table.overall, *shown)
    inset = "" if plain() else "  "  # what is inset is heard as a part of the row before
    rows = [[[f"{inset}{action_words(table, p, row)}", *_cells(row, p)] for row in seen_rows(p)] for p in points]
    lines = iter(columns([head, *chain.from_iterable(rows)]).splitlines())
    if not plain():
        parts.append(next(lines))
    for point, below in zip(points, rows, strict=True):
        given = f", {small(point.given)} given away on average" if point.given else ""
        parts.append(paragraph(f"{point_words(table, point)} ({times(point.count, 'choice')}{given})", hanging="  "))
        parts += [columns([head, *below])] if plain() else [next(lines) for _ in below]
    if len(shown) < len(table.points):
        rest = len(table.points) - len(shown)
        parts.append(
            paragraph(
                f"{times(rest, 'decision point')} with fewer choices {'is' if rest == 1 else 'are'} left out here; "
                "--json and --out FILE.csv have all."
            )
        )
    parts.append(paragraph(_held(table)))
    return "\n".join(parts)


def listed_points(table: ClassTable, most: int = MOST_POINTS) -> list[PointTable]:
    """The decision points with most choices, in the order of play.

    Parameters
    ----------
    table : ClassTable
        The games.
    most : int
        How many, most.
    """
    kept = sorted(table.points, key=lambda p: -p.count)[:most]
    return [point for point in table.points if any(point is k for k in kept)]


def seen_rows(point: PointTable) -> list[Row]:
    """The actions worth a line: all where there are few, else those that somebody or the equilibrium chooses."""
    if len(point.rows) <= 4:
        return list(point.rows)
    return [row for row in point.rows if row.count or max(row.equilibria) > 0.005 or (row.quantal or 0) > 0.005]


def _cells(row: Row, point: PointTable) -> list[str]:
    quantal = [] if row.quantal is None else [percent(row.quantal)]
    return [str(row.count), percent(row.count / point.count), *map(percent, row.equilibria), *quantal]


def point_words(table: ClassTable, point: PointTable) -> str:
    """A decision point with its side: ``United States, round 2 [exercises | -]``."""
    name = table.scenario.players[point.seat].name
    if not point.name:
        return f"{name}, all decisions"
    return name if point.name == table.scenario.players[point.seat].id else f"{name}, {point.name}"


def action_words(table: ClassTable, point: PointTable, row: Row) -> str:
    """An action as people read it."""
    plain = row.action.replace("_", " ") if table.scenario.kind == "concessions" else row.action
    if not point.name:
        return {"concede": "take the next step", "renege": "take steps back"}.get(row.action, plain)
    if table.scenario.kind == "concessions":
        return prompts_of(table.arena).action(point.place, point.seat, row.action, "take")
    if table.scenario.kind == "issues":
        return "anything else" if row.action == OTHERS else _package_words(table, row.action)
    if table.scenario.kind == "offers" and " to " in row.action:
        return named_words(table.arena, point.place, row.action)
    return plain


def _package_words(table: ClassTable, action: str) -> str:
    """A package by the names of its options, or what else is done."""
    arena = table.arena
    assert isinstance(arena, IssuesArena)
    if action in (ACCEPT, WAIT, WALK):
        return action.replace("_", " ")
    stated: Issues = table.scenario.game  # type: ignore[assignment]
    package = zip(stated.issues, arena.package(action), strict=True)
    return " / ".join(issue.choices[choice].name for issue, choice in package)


def fit_words(table: ClassTable, impossible: Mapping[str, int] | None = None) -> list[str]:
    """What the fitted precision is, and how well the choices tell it.

    Parameters
    ----------
    table : ClassTable
        The games.
    impossible : mapping of str to int, optional
        Per equilibrium, how many of the choices it gives no chance; by default for those of the table.
    """
    fit = table.fit
    if fit is None:
        return [f"No precision is fitted: {table.why_no_fit}."]
    told = [_precision(fit)]
    if fit.edge != "flat":
        told.append(
            f"Log-likelihood {_log(fit.loglik)}, play at random {_log(fit.uniform)}: twice the difference is "
            f"{_beside_threshold(fit.gain)}, which {'speaks' if fit.beats_random else 'does not speak'} against play "
            f"at random (the threshold is {THRESHOLD:.2f})."
        )
    never = dict(zip(table.labels, table.impossible, strict=True)) if impossible is None else impossible
    for label, count in never.items():
        if count:
            share = f"{count} of {times(fit.count, 'choice')} {'is' if count == 1 else 'are'}"
            told.append(
                f"{label[:1].upper()}{label[1:]}: {share} never made in it, so that as an account of all choices it "
                "has no likelihood at all."
            )
    if fit.few:
        told.append(f"{times(fit.count, 'choice')} {'is' if fit.count == 1 else 'are'} too few to tell much.")
    return told


def _precision(fit: Fit) -> str:
    if fit.edge == "flat":
        return "The choices say nothing about the precision: play with errors is the same at every one."
    high = "no upper end up to " + f"{fit.reached:.3g}" if fit.high is None else f"{fit.high:.3g}"
    span = f"95% interval {fit.low:.3g} to {high}"
    if fit.edge == "random":
        return f"Fitted precision 0: the choices are likeliest under play at random ({span})."
    if fit.edge == "top":
        return (
            f"Fitted precision at least {fit.precision:.3g} per unit of payoff, as high as was looked: the choices "
            f"look like play without errors ({span})."
        )
    return f"Fitted precision {fit.precision:.3g} per unit of payoff ({span})."


def _beside_threshold(gain: float) -> str:
    """Twice a difference of log-likelihoods, and on which side of the threshold it is where that is hard to see."""
    if f"{gain:.2f}" == f"{THRESHOLD:.2f}":
        return f"just {'above' if gain > THRESHOLD else 'below'} {THRESHOLD:.2f}"
    return f"{gain:.2f}"


def _log(value: float) -> str:
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def _students(table: ClassTable) -> str:
    players = table.scenario.players
    rows = [["", "as", "games", "decisions", "gave away per game", "got per game", "equilibrium"]]
    rows += [
        [
            s.name,
            players[s.seat].name,
            str(s.games),
            str(s.decisions),
            small(s.given_per_game),
            "-" if s.got is None else amount(s.got),
            amount(table.equilibrium[s.seat]),
        ]
        for s in table.students
    ]
    games = sum(s.games for s in table.students)
    given = sum(s.given for s in table.students)
    made = sum(s.decisions for s in table.students)
    mean = (
        f"On average a player gave away {small(given / games)} in a game, and {small(given / made)} in a decision."
        if made
        else "Nobody decided anything."
    )
    return f"{heading('Who gave away how much')}\n{columns(rows)}\n{paragraph(mean)}"


def _paid(table: ClassTable) -> list[tuple[str, str]]:
    """What each of the columns' equilibria pays."""
    return [
        (label, f"({amount(benchmark.payoffs[0])}, {amount(benchmark.payoffs[1])})")
        for label, benchmark in zip(table.labels, table.arena.benchmarks(), strict=False)
    ]
