"""What people did, as a part of a story, of an explanation, of a lesson and of a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.observed.words import fit_words, of, sentences, settings_words, theory, where
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table
from sim.show.text.parameters import called_in
from sim.show.text.scale import scaled
from sim.show.text.words import number, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.scenario.observed.stated import Counted
    from sim.scenario.scenario import Scenario
    from sim.show.observed.beside import Beside
    from sim.show.text.blocks import Block

TITLE = "What people did"

ELSEWHERE = "People were observed at other values than these; the table says what holds at theirs."
"""What is told where nobody played with the values that the scenario has."""


@scaled
def people_section(scenario: Scenario, found: Sequence[Beside], fit: bool = True) -> Section | None:
    """What people did beside what theory says, with where the counts come from; None if nothing was counted.

    Parameters
    ----------
    found : sequence of Beside
        What was counted, beside theory.
    fit : bool
        Whether the precision of play with errors is fitted where people played with the scenario's values.
    """
    if not found:
        return None
    here = [one for one in found if one.here]
    told: list[Block] = [Paragraph(" ".join(sentences(one))) for one in here] or [Paragraph(ELSEWHERE)]
    fits = [one.fit() for one in here] if fit else []
    told += [Paragraph(fit_words(one)) for one in fits if one is not None]
    told += _tables(scenario, found)
    told.append(Points(tuple(Item(f"Counts: {text}") for text in _sources(found))))
    return Section(TITLE, tuple(told))


@scaled
def people_in_short(scenario: Scenario, found: Sequence[Beside]) -> tuple[str, ...]:
    """The same in a sentence or two for one screen; empty where nobody played with the scenario's values."""
    del scenario  # sets the scale
    return tuple(sentence for one in found if one.here for sentence in sentences(one))[:2]


def _sources(found: Sequence[Beside]) -> list[str]:
    """Where the counts come from, each once."""
    told: dict[str, str] = {}
    for one in found:
        told.setdefault(one.study.source, one.study.about)
    return [f"{source}{f': {about}' if about else ''}".rstrip(".") + "." for source, about in told.items()]


def _tables(scenario: Scenario, found: Sequence[Beside]) -> Iterator[Block]:
    """One table for each point where people were counted at several values; one for all points at the same values."""
    if scenario.kind == "offers":
        for one in found:
            for counted in one.study.choices:
                yield _of_offers(scenario, one, counted, len(found) > 1)
        return
    says = "in the solutions" if scenario.kind == "issues" else "in equilibrium"
    if len(found) == 1:
        one = found[0]
        rows = [row for counted in one.study.choices for row in _rows((where(scenario, counted),), one, counted)]
        yield _table(TITLE, ("",), rows, says)
        return
    names = list(dict.fromkeys(name for one in found for name, _ in one.study.settings))
    by_place: dict[str, list[tuple[str, ...]]] = {}
    for k, one in enumerate(found, 1):
        values = dict(one.study.settings)
        label = tuple(number(values[name]) if name in values else "" for name in names) or (str(k),)
        for counted in one.study.choices:
            by_place.setdefault(where(scenario, counted), []).extend(_rows(label, one, counted))
    head = tuple(called_in(scenario, name) for name in names) or ("source",)
    for place, rows in by_place.items():
        yield Paragraph(f"{place[:1].upper()}{place[1:]}:")
        yield _table(place, head, rows, says)


def _rows(label: tuple[str, ...], found: Beside, counted: Counted) -> Iterator[tuple[str, ...]]:
    """A row for each choice; of two, for the first, since the second is the rest."""
    kept = counted.counts[:1] if len(counted.counts) == 2 else counted.counts
    for choice, count in kept:
        chosen = (of(count, counted.total), percent(counted.shares[choice]))
        yield *label, choice, *chosen, theory(found, counted, choice)


def _table(caption: str, label: tuple[str, ...], rows: Sequence[tuple[str, ...]], says: str) -> Table:
    head: tuple[str, ...] = (*label, "chose", "how often", "share", says)
    if not any(row[-1] for row in rows):
        head, rows = head[:-1], [row[:-1] for row in rows]
    return Table(caption, head, tuple(rows))


def _of_offers(scenario: Scenario, found: Beside, counted: Counted, several: bool) -> Table:
    taken = counted.accepted or (None,) * len(counted.counts)
    rows: list[tuple[str, ...]] = [
        (
            f"offered {share}",
            of(count, counted.total),
            percent(counted.shares[share]),
            "" if accepted is None else of(accepted, count),
            "" if (not accepted and not count) or accepted is None else percent(accepted / count),
        )
        for (share, count), accepted in zip(counted.counts, taken, strict=True)
    ]
    caption = where(scenario, counted) + (f", {settings_words(scenario, found)}" if several else "")
    head: tuple[str, ...] = (caption, "offered", "share", "accepted", "rate")
    if counted.accepted is None:
        head, rows = head[:3], [row[:3] for row in rows]
    return Table(caption, head, tuple(rows))
