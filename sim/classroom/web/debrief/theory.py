"""What theory says of a class's games, as HTML: treatments side by side, and no equilibrium before the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.agents.arenas.issues import IssuesArena
from sim.agents.arenas.matrix import MatrixArena
from sim.classroom.web.debrief.kinds import holding, needed, packages
from sim.classroom.web.figures.bars import Bar, bars
from sim.classroom.web.figures.drawing import unquoted
from sim.concepts import concept_named
from sim.show.issues.words import package_words
from sim.show.lesson.carded import carded
from sim.show.observed.words import reply_words
from sim.show.play.class_summary import action_words, fit_words, listed_points, point_words, seen_rows
from sim.show.text.blocks import Paragraph, Section, Table, Text, as_html
from sim.show.text.escapes import in_html
from sim.show.text.scale import scaled
from sim.show.text.words import amount, number, times
from sim.study.classroom.classroom import OTHERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.agents.arenas.arena import Arena
    from sim.classroom.web.debrief.analysis import Analysis
    from sim.show.text.blocks import Block
    from sim.study.classroom.class_table import PointTable

MOST_POINTS = 6
"""Decisions, most, that have bars; those at which most was chosen."""

MOST_EQUILIBRIA = 8
"""Equilibria, most, whose payoffs are told one by one."""

FEW_GAMES = 5
"""Games below which it is said that they are few."""

MOST_BROUGHT = 16
"""First choices, most, of which it is told what they brought."""

BARS = "Bars: what this class chose."
MARKS = (
    "Marks across a bar: the share that the choice has in an equilibrium, one mark for each share that it has in some."
)
NO_MARKS = "There is no mark for an equilibrium, as there are too many, and none is picked."
SHADED = (
    "Shaded: play with errors (quantal response), at every precision that the choices of this class do not speak "
    "against."
)


def theory_of(found: Sequence[Analysis]) -> Markup:
    """What theory says of all treatments.

    Parameters
    ----------
    found : sequence of Analysis
        The games of each.
    """
    if not found:
        return Markup("<p>No game of people is over yet, or theory takes too long here.</p>")
    each = Markup("\n").join(map(_treatment, found))
    return Markup('<div class="sides">{}</div>').format(each)


def told(*blocks: Block) -> Markup:
    """Blocks as HTML, tables as cards where the page is narrow."""
    return Markup(carded(as_html(Text("", (Section("", blocks),)))))


@scaled
def _told(table: object, analysis: Analysis) -> list[Markup]:
    del table  # sets the scale
    parts = packages(analysis) if isinstance(analysis.table.arena, IssuesArena) else [told(*_equilibria(analysis))]
    parts += _bars(analysis)
    parts += [told(*own) for own in (holding(analysis), needed(analysis), _replies(analysis)) if own]
    return [*parts, _fit(analysis)]


def _treatment(analysis: Analysis) -> Markup:
    head = Markup(f"<h3>{in_html(analysis.words)}</h3>") if analysis.words else Markup("")
    return Markup('<section class="side">{}{}</section>').format(
        head, Markup("\n").join(_told(analysis.table, analysis))
    )


def _equilibria(analysis: Analysis) -> list[Block]:
    """Which equilibria there are and what they pay, beside what people got."""
    all_, arena = analysis.equilibria, analysis.table.arena
    blocks: list[Block] = [Paragraph(all_.of_all)] if all_.of_all else []
    if not all_.found:
        return blocks
    concept = concept_named(all_.concept)
    count = len(all_.found)
    if not all_.of_all:
        once = " of a single round" if isinstance(arena, MatrixArena) and arena.last > 1 else ""
        name = concept.one if count == 1 else concept.many
        known = _known(analysis, count)
        blocks.append(Paragraph(f"{'One' if count == 1 else count} {name}{once}{known}"))
    names = [player.name for player in analysis.table.scenario.players]
    rows = [
        (f"equilibrium {k}" if count > 1 else "equilibrium", *map(amount, own.payoffs))
        for k, own in enumerate(all_.found[:MOST_EQUILIBRIA], 1)
    ]
    if count > MOST_EQUILIBRIA:
        ends = [[own.payoffs[side] for own in all_.found] for side in (0, 1)]
        rows = [("all equilibria", *(f"{amount(min(side))} to {amount(max(side))}" for side in ends))]
    head = ("pays on average", *names)
    return [*blocks, Table("What equilibria pay, and what this class got", head, (*rows, _got(analysis)))]


def _known(analysis: Analysis, count: int) -> str:
    """Whether these are all."""
    if analysis.equilibria.complete:
        return "; there is no other." if count == 1 else ", and no others but mixtures of them."
    return ", of those that can be listed; that there are no others is not proven."


def _got(analysis: Analysis) -> tuple[str, str, str]:
    """What people got on average; in a game of several rounds that are paid alike, in a round."""
    means = []
    for side in (0, 1):
        got = [
            r.accounts[side].got
            for r in analysis.table.replays
            if r.accounts is not None and r.session.seats[side].human
        ]
        means.append(amount(sum(got) / len(got)) if got else "\N{EN DASH}")
    return "this class", means[0], means[1]


def _fit(analysis: Analysis) -> Markup:
    """The fitted precision in the words of the summary, and whether it can be much; how well it is told folds."""
    games, fit = len(analysis.table.replays), analysis.table.fit
    first, *more = fit_words(analysis.table, analysis.impossible)
    few = [more.pop()] if fit is not None and fit.few else []
    if games < FEW_GAMES and not few:
        few = [f"{times(games, 'game')} only: the fit tells little."]
    shown_ = told(Paragraph(" ".join((first, *few))))
    if not more:
        return shown_
    folded = Markup("<details><summary>How well the choices tell it</summary>{}</details>")
    return shown_ + folded.format(told(*map(Paragraph, more)))


def _bars(analysis: Analysis) -> list[Markup]:
    table = analysis.table
    if isinstance(table.arena, IssuesArena):
        return []  # packages have a picture of their own
    points = (*table.overall, *listed_points(table, MOST_POINTS - len(table.overall)))
    marks = MARKS if analysis.equilibria.found else NO_MARKS
    shaded = SHADED if any(held.band for point in points for held in analysis.held(point)) else ""
    reading = told(Paragraph(" ".join(filter(None, (BARS, marks, shaded)))))
    return [reading, *(_point(analysis, point) for point in points)]


def _point(analysis: Analysis, point: PointTable) -> Markup:
    table = analysis.table
    seen = {row.action for row in seen_rows(point)}
    drawn = [
        Bar(_words(analysis, point, held.action), (held.count,), held.ticks, held.band)
        for held in analysis.held(point)
        if held.action in seen or max(held.ticks, default=0) > 0.005
    ]
    caption = f"{point_words(table, point)} ({times(point.count, 'choice')})"
    return bars(caption, point.seat, drawn)


def _words(analysis: Analysis, point: PointTable, action: str) -> str:
    row = next(row for row in point.rows if row.action == action)
    return OTHERS if action == OTHERS else unquoted(action_words(analysis.table, point, row))


def _replies(analysis: Analysis) -> list[Block]:
    """What would have been best against this class; else what first choices brought in it."""
    scenario, arena = analysis.table.scenario, analysis.table.arena
    if analysis.replies:
        round_ = " in a single round" if isinstance(arena, MatrixArena) and arena.last > 1 else ""
        blocks: list[Block] = [
            Paragraph(reply_words(reply, scenario.players[reply.side].name, f"this class{round_}"))
            for reply in analysis.replies
        ]
        for reply in analysis.replies:
            who = scenario.players[reply.side].name
            worths = tuple(
                (action, "\N{EN DASH}" if worth is None else number(worth)) for action, worth in reply.worths.items()
            )
            blocks.append(Table(f"What choices are worth against this class: {who}", (who, "worth"), worths))
        return blocks
    rows = [
        (
            scenario.players[b.seat].name,
            b.point,
            choice_words(analysis.table.arena, b.action),
            str(b.games),
            amount(b.mean),
        )
        for b in analysis.brought
        if "=" not in b.action or not isinstance(arena, IssuesArena)
    ]
    if not rows or len(rows) > MOST_BROUGHT:
        rows = sorted(rows, key=lambda row: -int(row[3]))[:MOST_BROUGHT]
    if not rows:
        return []
    why = (
        "What would have been best against this class hangs on what people would do where nobody was. This is what "
        "each first choice brought those who made it, over the whole game."
    )
    return [
        Paragraph(why),
        Table("What first choices brought", ("", "at", "first choice", "games", "got on average"), tuple(rows)),
    ]


def choice_words(arena: Arena, action: str) -> str:
    """A choice as it is counted, in words."""
    if isinstance(arena, IssuesArena) and "=" in action:
        return package_words(arena.scenario, arena.package(action))
    if arena.scenario.kind == "offers" and " to " in action:
        return f"asks for {action}"
    return action.replace("_", " ") if arena.scenario.kind in ("concessions", "issues") else action
