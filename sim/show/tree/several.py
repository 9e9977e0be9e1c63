"""Equilibria of a game tree taken together: how many, what all of them agree on, and which one is told in short."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sim.show.text.blocks import Look, Paragraph, Section, Table
from sim.show.text.words import listed, number, times
from sim.show.tree.outcomes import alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.hidden.solution import HiddenSolution
    from sim.engine.tree.solution import BayesSolution, TreeEquilibrium, TreeSolution
    from sim.scenario.scenario import Scenario
    from sim.show.text.brief import Brief
    from sim.show.tree.in_short import Naming

MOST_LISTED = 5
"""Equilibria, most, that have a row each."""

MOST_AGREED = 2
"""Choices, most, that all agree on and that are told."""


def which_words(
    words: Naming,
    solution: TreeSolution | BayesSolution,
    names: tuple[str, str],
    sorts: Sequence[str] = (),
    told: int = 0,
) -> tuple[str, str]:
    """How many there are and what all of them agree on; and what stands before what is told of one.

    Parameters
    ----------
    names : pair of str
        What one of them is called, and several.
    sorts : sequence of str
        What each of them is; empty where nothing is said of that.
    told : int
        The one that is told.
    """
    found = solution.equilibria
    one, many = names[0], listed_as(solution, names[1])
    sort = f" ({sorts[told]})" if sorts and sorts[told] else ""
    if len(found) == 1:
        start = f"There is one {one}{sort}." if solution.complete else f"One {one} was found{sort}."
        return start, ""
    ways = len(alike(found))
    counted = Counter(filter(None, sorts))
    split = f": {listed([f'{count} {sort}' for sort, count in counted.items()])}" if len(counted) > 1 else ""
    play = f" with {times(ways, 'way of play', 'ways of play')}" if ways < len(found) else ""
    start = f"There are {'' if solution.complete else 'at least '}{times(len(found), one, many)}{play}{split}."
    return (f"{start} {agreed_words(words, found, solution.complete)}", f"Number {told + 1}{sort}: ")


def listed_as(solution: TreeSolution | BayesSolution | HiddenSolution, many: str) -> str:
    """What several are called: extreme ones where mixtures of them may be equilibria as well."""
    return f"extreme {many}" if solution.listed == "extreme" else many


def agreed_words(words: Naming, found: Sequence[TreeEquilibrium], complete: bool) -> str:
    """What is the same in all of several equilibria: payoffs, and choices that play gets to in each."""
    first, names = found[0], [player.name for player in words.scenario.players]
    same = [
        f"{name} gets {number(first.payoffs[k])}"
        for k, name in enumerate(names)
        if all(e.payoffs[k] == first.payoffs[k] for e in found)
    ]
    chosen = []
    for name in words.game.infosets if words.names_places else ():
        owner = words.game.owner(name)
        if all(name in e.profile.reached for e in found):
            acts = [{a: p for a, p in e.behaviour[owner][name].items() if p} for e in found]
            if all(act == acts[0] for act in acts):
                only = words.act(name, next(iter(acts[0])), "takes") if len(acts[0]) == 1 else "mixes alike"
                chosen.append(f"{words.who(name)} {only}")
    more = len(chosen) - MOST_AGREED
    chosen[MOST_AGREED:] = [f"{times(more, 'more choice')} {'is' if more == 1 else 'are'} the same"] if more > 0 else []
    all_ = "In all of them" if complete else "In all that were found"
    if not same and not chosen and not words.names_places:
        return "No side gets the same in all of them."
    if not same and not chosen:
        return "They agree neither on what a side gets nor on a choice that play gets to in all of them."
    return f"{all_} {listed([*same, *chosen])}."


def several_table(scenario: Scenario, found: Sequence[TreeEquilibrium], sorts: Sequence[str]) -> Table | None:
    """A row for each way of play, with what it is and pays; None where there is one."""
    groups = alike(found)
    if len(groups) < 2:
        return None
    rows = []
    for first, _ in groups[:MOST_LISTED]:
        sort = [sorts[first]] if any(sorts) else []
        rows.append((str(first + 1), *sort, *map(number, found[first].payoffs)))
    if len(groups) > MOST_LISTED:
        rows.append((f"{len(groups) - MOST_LISTED} more", *[""] * (2 + any(map(bool, sorts)))))
    look = Look(words=frozenset({1} if any(sorts) else ()))
    head = ("", *(["it is"] if any(sorts) else []), *(player.name for player in scenario.players))
    return Table("All that are told apart by what play gets to", head, tuple(rows), look)


def short_section(brief: Brief, later: str = "") -> tuple[Section, ...]:
    """A brief as the first section of a story.

    Parameters
    ----------
    later : str
        The caption of a table that is left out, since the story tells it at length.
    """
    caveat = [Paragraph(brief.caveat)] if brief.caveat else []
    shown = [table for table in brief.tables if isinstance(table, Table) and table.caption != later]
    tables = (block for table in shown for block in (Paragraph(f"{table.caption}:"), table))
    return (Section("In short", (*map(Paragraph, brief.answer), *tables, *caveat)),)
