"""What the ending hangs on, in words and as plain data."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from sim.show.studies.entries import flip_entries, range_entry, regime_entry, solved_entry, study_head
from sim.show.studies.flip_words import along, as_seen, at, looked_at, many
from sim.show.studies.map import kept_words, share_words, solved_words
from sim.show.studies.regime_words import has_deals, on_which_course, regime_words
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table, Text
from sim.show.text.parameters import called, with_unit
from sim.show.text.scale import scaled
from sim.show.text.words import amount, listed, number, times

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block
    from sim.study.maps.sensitivity import Influence, Influences
    from sim.study.maps.variance import Shares, Variance


@scaled
def sensitivity_text(scenario: Scenario, found: Influences, output: str, select: str) -> Text:
    """Tell what the ending hangs on, at length.

    Parameters
    ----------
    output : str
        The output whose variance is told of.
    """
    sections = [
        Section("Each by itself, over its range", _table(scenario, found)),
        Section("Where it flips", _flips(scenario, found)),
    ]
    if found.variance is not None:
        sections.append(Section("All at once", _shares(scenario, found.variance, output)))
    sections.append(Section("How sure this is", tuple(map(Paragraph, sensitivity_notes(scenario, found, select)))))
    return Text(scenario.title, tuple(sections), (Paragraph(sensitivity_sentence(scenario, found)),))


@scaled
def sensitivity_line(scenario: Scenario, found: Influences) -> str:
    """What the ending hangs on, in one line."""
    return f"{scenario.title}: {sensitivity_sentence(scenario, found)}"


@scaled
def sensitivity_sentence(scenario: Scenario, found: Influences) -> str:
    """How it ends, and which parameter that hangs on most."""
    words = regime_words(scenario, found.own)
    course = on_which_course(scenario, found.kinds)
    own = f"With the file's own numbers{course}{',' if course else ''} it ends with"
    return f"{own}: {words}. {influence_sentence(scenario, found)}"


@scaled
def influence_sentence(scenario: Scenario, found: Influences) -> str:
    """Which parameter the ending hangs on most."""
    turning = (
        sorted((i for i in found.influences if i.turned), key=lambda i: -i.turned)
        if has_deals(scenario, found.own)
        else []
    )
    moving = turning or [i for i in found.influences if i.changed]
    if not moving:
        return _unmoved(found)
    what = "Whether there is a deal" if turning else "How it ends"
    names = [called(i.line.range) for i in moving[:2]]
    shares = [share_words(i.turned if turning else i.changed) for i in moving[:2]]
    more = f", then on {names[1]} ({shares[1]})" if len(moving) > 1 else ""
    return f"{what} hangs on {names[0]} most: it changes over {shares[0]} of its range{more}."


def _unmoved(found: Influences) -> str:
    """That the ending is the same at all values looked at, rounds aside."""
    seen = many([i.line for i in found.influences])
    told = f"No parameter changes the ending by itself at any of the {seen} values looked at in its range"
    later = [called(i.line.range) for i in found.influences if i.line.flips]
    return f"{told}{f', but the round of it moves with {listed(later)}' if later else ''}."


def _table(scenario: Scenario, found: Influences) -> tuple[Block, ...]:
    deals = has_deals(scenario, found.own)
    told = "Ending: over which share of the range it ends in another way than here, rounds aside. "
    if deals:
        told += "Deal: over which there is a deal in the end and here none, or the reverse. "
    told += "Last: how far the two payoffs swing." if _paid(scenario) else "There are no payoffs."
    return Paragraph(told), influence_table(scenario, found)


def influence_table(scenario: Scenario, found: Influences) -> Table:
    """What each parameter changes over its range, the most influential first."""
    paid = _paid(scenario)
    deals = has_deals(scenario, found.own)
    head = ("", "from", "here", "to", *(["deal"] if deals else []), "ending", *paid)
    rows = []
    for i in found.influences:
        r = i.line.range
        shares = [i.turned, i.changed] if deals else [i.changed]
        rows.append(
            (
                called(r),
                *(at(r, float(v)) for v in (r.low, r.own)),
                with_unit(at(r, float(r.high)), r),
                *(share_words(share) for share in shares),
                *(amount(v) for v in i.swing[: len(paid)]),
            )
        )
    return Table("What each parameter changes over its range", head, tuple(rows))


def _paid(scenario: Scenario) -> list[str]:
    """Names of the players who are paid; nobody is in conflicts over options."""
    return [] if scenario.kind == "options" else [player.name for player in scenario.players]


def _flips(scenario: Scenario, found: Influences) -> tuple[Block, ...]:
    lines = sorted((i.line for i in found.influences), key=lambda line: not line.flips)
    items = tuple(Item(f"{called(line.range)} {along(scenario, line)}.") for line in lines)
    return Paragraph(as_seen(lines)), Points(items)


def _shares(scenario: Scenario, variance: Variance, output: str) -> tuple[Block, ...]:
    shares = variance.shares[output]
    head = f"All parameters drawn at once, evenly over their ranges. Output: {output_words(scenario, output)}"
    if not shares.variance:
        return (Paragraph(f"{head}; it is the same at all points drawn, so there is no variance to share out."),)
    order = sorted(range(len(variance.ranges)), key=lambda k: -float(shares.total[k]))
    rows = []
    for k in order:
        rows.append(
            (
                called(variance.ranges[k]),
                _index(float(shares.first[k])),
                _interval(shares, "first_interval", k),
                _index(float(shares.total[k])),
                _interval(shares, "total_interval", k),
            )
        )
    told = f"{head}; mean {number(shares.mean)}. Shares of its variance:"
    heads = ("", "by itself", "95% interval", "with all others", "95% interval")
    return Paragraph(told), Table("Shares of the variance", heads, tuple(rows))


def _interval(shares: Shares, name: str, k: int) -> str:
    low, high = getattr(shares, name)[k]
    return f"{_index(low)} to {_index(high)}"


def _index(value: float) -> str:
    """A share of a variance, which has no unit."""
    text = f"{value:.2f}"
    return text.lstrip("-") if not text.strip("-0.") else text.replace("-", "\N{MINUS SIGN}")


def output_words(scenario: Scenario, output: str) -> str:
    """What an output is."""
    names = {f"payoff:{player.id}": f"what {player.name} gets" for player in scenario.players}
    return {
        "ending": "whether it ends as with the file's own numbers (1) or not (0)",
        "agreement": "whether there is a deal in the end (1) or not (0)",
        "round": "the round in which a deal is first made, where none is the round after the last",
        **names,
    }[output]


def sensitivity_notes(scenario: Scenario, found: Influences, select: str) -> list[str]:
    """How many points were solved and how, and what can be missed."""
    notes = [
        f"{solved_words(found.counts)} {looked_at([i.line for i in found.influences])}",
        "By itself means that all other parameters keep their values in the file. The ranges are the file's, and so is "
        "what this says: a wider range makes a parameter look more important.",
    ]
    notes += kept_words(scenario, found.kinds, select)
    v = found.variance
    if v is not None:
        notes.append(
            f"Variance shares: Sobol' indices from {times(v.samples, 'base point')} and {times(v.runs, 'run')}, seed "
            f"{v.seed}; intervals of 95% by resampling. Estimates may fall below 0 or exceed 1; more --samples narrow "
            "them."
        )
        if v.unanswered:
            more = v.dropped - v.unanswered
            rest = f", {more:,} more to leave a power of two" if more else ""
            notes.append(f"{times(v.unanswered, 'base point')} left out since a run of each has no answer{rest}.")
    if found.late:
        notes.append(late_words(found))
    return notes + [f"No answer at {times(n, 'point')}: {text}" for text, n in list(found.messages.items())[:3]]


def late_words(found: Influences) -> str:
    """What the time was not enough for."""
    if found.variance is None:
        return "The time was up before there were variance shares; --time-limit allows more."
    v = found.variance
    return (
        f"The time was up: the variance shares come from {v.samples:,} of {v.asked:,} base points; --time-limit allows "
        "more."
    )


def sensitivity_document(scenario: Scenario, found: Influences, select: str) -> dict[str, Any]:
    """The document that ``sensitivity --json`` prints."""
    ids = [player.id for player in scenario.players if _paid(scenario)]
    return {
        **study_head(scenario, select),
        "own": regime_entry(scenario, found.own) | {"payoffs": _pair(ids, found.payoffs)},
        "parameters": [
            range_entry(i.line)
            | {
                "deal_turns": i.turned,
                "ending_changes": i.changed,
                "swing": _pair(ids, i.swing),
                "ends": [_end(scenario, i, k) for k in (0, -1)],
                "flips": flip_entries(scenario, i.line),
            }
            for i in found.influences
        ],
        "variance": None if found.variance is None else _variance(found.variance),
        "solved": solved_entry(found.counts),
        "equilibria": found.kinds,
        "late": ["shares"] if found.late else [],
        "notes": sensitivity_notes(scenario, found, select),
    }


def _end(scenario: Scenario, i: Influence, k: int) -> dict[str, Any]:
    """What is at one end of the range."""
    from sim.study.maps.regime import regimes_of

    ids = [player.id for player in scenario.players if _paid(scenario)]
    # The own value may lie outside the range, and is among those that were solved.
    value = float(i.line.range.low if k == 0 else i.line.range.high)
    k = i.line.values.tolist().index(value)
    regime = regimes_of(i.line.chunk)[k]
    return {
        "value": value,
        **regime_entry(scenario, regime),
        "payoffs": _pair(ids, i.line.chunk.payoffs[k].tolist()),
    }


def _variance(v: Variance) -> dict[str, Any]:
    names = [r.name for r in v.ranges]
    outputs = {}
    for output, s in v.shares.items():
        entries = {
            "first": s.first.tolist(),
            "first_interval": s.first_interval.tolist(),
            "total": s.total.tolist(),
            "total_interval": s.total_interval.tolist(),
        }
        shares = None
        if s.variance:
            shares = {name: {key: value[k] for key, value in entries.items()} for k, name in enumerate(names)}
        outputs[output] = {"mean": s.mean, "variance": s.variance, "shares": shares}
    return {"samples": v.samples, "dropped": v.dropped, "runs": v.runs, "seed": v.seed, "outputs": outputs}


def _pair(ids: list[str], values: Any) -> dict[str, float | None]:
    return {name: float(v) if isfinite(v) else None for name, v in zip(ids, values, strict=False)}
