"""Under which numbers the choices of a class are likeliest, told: text, one screen, plain data and a picture."""

from __future__ import annotations

from fractions import Fraction
from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.show.document_head import document_head
from sim.show.pictures import COLOURS
from sim.show.studies.briefs import SOLVED, cut, in_brief
from sim.show.studies.require.words import exact
from sim.show.text.blocks import Item, Look, Paragraph, Points, Section, Table, Text
from sim.show.text.parameters import called, heading, with_unit
from sim.show.text.scale import scaled
from sim.show.text.words import number, percent, times
from sim.study.classroom.fit import FEW, THRESHOLD
from sim.version import __version__

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.scenario.scenario import Scenario
    from sim.show.text.brief import Brief
    from sim.study.classroom.fit import Fit
    from sim.study.seen.people import Likeliest, Profile

MOST_IN_SENTENCE = 3
"""Parameters, most, that the sentence names."""


@scaled
def people_text(scenario: Scenario, found: Likeliest) -> Text:
    """The answer at length."""
    sections = [Section("Each parameter by itself", (profiles_table(found),))] if found.profiles else []
    sections.append(Section("How sure this is", (Points(tuple(map(Item, people_notes(found)))),)))
    return Text(scenario.title, tuple(sections), tuple(Paragraph(told) for told in people_answer(found)))


def people_answer(found: Likeliest) -> list[str]:
    """The answer in two sentences."""
    return [own_sentence(found), values_sentence(found)]


@scaled
def people_line(scenario: Scenario, found: Likeliest) -> str:
    """The answer in one line."""
    return f"{scenario.title}: {' '.join(people_answer(found))}"


@scaled
def people_brief(scenario: Scenario, found: Likeliest) -> Brief:
    """The answer on one screen."""
    sure = f"{times(found.choices, 'choice')} of people in {times(found.games, 'game')}."
    if found.late:
        sure = f"{sure} The time was up: not all values were looked at."
    tables = [cut(profiles_table(found))] if found.profiles else []
    caveat = "All choices count as independent of each other; those of one person seldom are."
    return in_brief(
        scenario, sure, people_answer(found), tables, caveat, SOLVED, certified=not found.late and found.own is not None
    )


def own_sentence(found: Likeliest) -> str:
    """How people played with the numbers that they played with."""
    made = f"{times(found.choices, 'choice')} in {times(found.games, 'game')}"
    if found.own is None:
        return f"{made}: no precision is fitted with the file's own numbers ({found.why})."
    if found.own.edge == "flat":
        return f"{made} say nothing about the precision."
    few = " Few choices: hardly worth anything." if found.choices < FEW else ""
    return f"{made} fit play with errors of precision {_rounded(found.own.precision)} ({_between(found.own)}).{few}"


def _between(fit: Fit) -> str:
    high = "no upper end" if fit.high is None else f"to {_rounded(fit.high)}"
    low = "from 0" if fit.low is None else f"from {_rounded(fit.low)}"
    return f"{low}, {high}" if fit.high is None else f"{low} {high}"


def _rounded(value: float) -> str:
    return f"{value:.3g}"


def values_sentence(found: Likeliest) -> str:
    """With which values of single parameters the choices are likeliest."""
    told = [p for p in found.profiles if p.best is not None and not p.flat]
    if not told:
        if not found.profiles:
            return "No parameter was fitted."
        return "Of the parameters that were fitted the choices say nothing."
    told.sort(key=lambda p: p.share or 0)
    parts = []
    for p in told[:MOST_IN_SENTENCE]:
        assert p.best is not None
        assert p.low is not None
        assert p.high is not None
        span = f"{number(p.low)} to {number(p.high)}"
        whole = p.share == 1
        more = "no value of its range is ruled out" if whole else f"from {span}"
        parts.append(f"{called(p.range)} {with_unit(number(p.best[0]), p.range)} ({more})")
    more_ = len(told) - len(parts)
    rest = f"; {more_} more below" if more_ > 0 else ""
    return f"They are likeliest with {'; with '.join(parts)}{rest}: each by itself, the precision fitted anew."


def profiles_table(found: Likeliest) -> Table:
    """For each parameter the likeliest value and the interval."""
    rows = tuple(map(_row, found.profiles))
    head = ("parameter", "now", "likeliest", "interval of 95 %", "of its range", "precision", "gain over now")
    return Table("Each parameter by itself", head, rows, Look(words=frozenset({3})))


def _row(p: Profile) -> tuple[str, ...]:
    best = p.best
    if best is None or p.low is None or p.high is None:
        return called(p.range), exact(p.range.own), "none", p.problem or "not looked at", "", "", ""
    own = next((fit.loglik for value, fit in p.points if value == p.range.own), None)
    gain = "" if own is None else f"{2 * (best[1].loglik - own):.2f}"
    if p.flat:
        return called(p.range), exact(p.range.own), "any", "the choices say nothing", percent(Fraction(1)), "", gain
    span = f"{number(p.low)} to {number(p.high)}"
    return (
        called(p.range),
        exact(p.range.own),
        number(best[0]),
        span,
        percent(p.share or 0),
        _rounded(best[1].precision),
        gain,
    )


def people_notes(found: Likeliest) -> list[str]:
    """What must be known before it is believed."""
    notes = [
        "Play with errors: logit quantal response (McKelvey and Palfrey 1995). For each value of a parameter the "
        "precision is fitted anew by maximum likelihood; the interval holds the values that lose at most "
        f"{THRESHOLD:.2f} of twice the log-likelihood (Wilks 1938).",
        "Gain over now is twice the gain in log-likelihood over the file's own value.",
        "All choices count as independent of each other; those of one person seldom are, and the true interval is "
        "wider.",
    ]
    edges = [called(p.range) for p in found.profiles if p.best is not None and not p.flat and _at_end(p)]
    if edges:
        notes.append(f"Likeliest at the end of its range, so that the best value may lie beyond: {', '.join(edges)}.")
    notes += [f"{called(p.range)}: {p.problem}." for p in found.profiles if p.problem][:3]
    notes += [f"Left out: {why}." for why in found.left_out[:5]]
    if found.late:
        notes.append("The time was up: not all values were looked at.")
    return notes


def _at_end(p: Profile) -> bool:
    return p.best is not None and p.best[0] in (p.range.low, p.range.high)


@scaled
def people_document(scenario: Scenario, found: Likeliest) -> dict[str, Any]:
    """The document that ``explain-data --json`` prints for the records of a class."""
    return {
        **document_head(scenario),
        "version": __version__,
        "kind": scenario.kind,
        "observed": "records",
        "games": found.games,
        "choices": found.choices,
        "precision": None if found.own is None else _fit(found.own),
        "parameters": [_profile(p) for p in found.profiles],
        "left_out": list(found.left_out),
        "late": list(found.late),
        "answer": people_answer(found),
        "notes": people_notes(found),
    }


def _fit(fit: Fit) -> dict[str, Any]:
    return {
        "value": fit.precision,
        "interval": [fit.low, fit.high],
        "loglik": fit.loglik,
        "random": fit.uniform,
        "edge": fit.edge,
    }


def _profile(p: Profile) -> dict[str, Any]:
    r, best = p.range, p.best
    return {
        "name": r.name,
        "label": r.label,
        "unit": r.unit,
        "about": r.about,
        "value": float(r.own),
        "min": float(r.low),
        "max": float(r.high),
        "likeliest": None if best is None or p.flat else float(best[0]),
        "interval": None if p.low is None or p.high is None else [float(p.low), float(p.high)],
        "share": None if p.share is None else float(p.share),
        "precision": None if best is None or p.flat else _fit(best[1]),
        "points": [{"at": float(value), "loglik": fit.loglik, "precision": fit.precision} for value, fit in p.points],
        "problem": p.problem,
    }


@scaled
def draw_people(scenario: Scenario, found: Likeliest) -> Figure:
    """Draw for each parameter how likely the choices are along its range."""
    from matplotlib.figure import Figure

    shown = [p for p in found.profiles if p.points]
    columns = min(max(len(shown), 1), 3)
    rows = -(-max(len(shown), 1) // columns)
    figure = Figure(figsize=(max(8.0, 4.2 * columns), 1.2 + 3.2 * rows), layout="constrained")
    told = f"{scenario.title}: {' '.join(people_answer(found))}"
    figure.suptitle(fill(told, 100), x=0.01, ha="left", fontsize=11, fontweight="bold")
    panels = figure.subplots(rows, columns, squeeze=False).flatten()
    for axes, p in zip(panels, shown, strict=False):
        _curve(axes, p)
    for axes in panels[len(shown) :]:
        axes.set_axis_off()
    return figure


def _curve(axes: Axes, p: Profile) -> None:
    top = max(fit.loglik for _, fit in p.points)
    places = [float(value) for value, _ in p.points]
    axes.plot(places, [2 * (fit.loglik - top) for _, fit in p.points], "-o", color=COLOURS[0], ms=3)
    axes.axhline(-THRESHOLD, color=COLOURS[1], lw=1, ls="--")
    if p.low is not None and p.high is not None:
        axes.axvspan(float(p.low), float(p.high), facecolor=(COLOURS[0], 0.12), edgecolor=COLOURS[0], lw=0.8)
    axes.axvline(float(p.range.own), color="black", lw=1.5)
    axes.set_xlabel(heading(p.range))
    axes.set_ylabel("log-likelihood twice, less the best")
    axes.set_ylim(bottom=max(-40.0, min(2 * (fit.loglik - top) for _, fit in p.points) - 1), top=1)
