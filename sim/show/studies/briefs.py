"""Studies on one screen: the answer first, the numbers behind it, what it hangs on, and what to type next."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sim.show.studies.comparison import AS_IT_IS, are_variants, changes_of, compare_rows, facts_of, heading_of
from sim.show.studies.key_differences import MARK, marked
from sim.show.studies.map import map_drawing, map_key, map_line, map_notes, share_words, solved_words
from sim.show.studies.robust import hangs_sentence, holds_sentence, robust_notes, table_rows
from sim.show.studies.sensitivity import influence_table, late_words, sensitivity_sentence
from sim.show.studies.simulation import endings_table, payoffs_table, simulation_line, simulation_notes
from sim.show.studies.tournament import ranking_table, tournament_line, tournament_notes
from sim.show.text.blocks import Look, Table
from sim.show.text.brief import Brief
from sim.show.text.scale import scaled
from sim.show.text.typed import nexts
from sim.show.text.words import listed, numbered, times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.agents.simulation.simulation import SimulatedRuns
    from sim.agents.simulation.tournament import RankedPairings
    from sim.scenario.scenario import Scenario
    from sim.show.studies.comparison import Solved
    from sim.study.maps.regime_map import RegimeMap
    from sim.study.maps.sensitivity import Influences
    from sim.study.robust.robust import Robustness

    Steps = tuple[tuple[str, str, tuple[str, ...]], ...]

MOST_ROWS = 18
"""Rows, most, of a table."""

MOST_TOGETHER = 3
"""Rows that come out alike, most, that are named one by one."""

ASIDE = ("certified", "chance of that")
"""Answers that belong to others."""

MAP_ROWS = 11
"""Lines of a map."""

SOLVED = ("run", "the solution itself", ())


def in_brief(
    scenario: Scenario,
    certificate: str,
    answer: Iterable[str],
    tables: Iterable[Table | None],
    caveat: str,
    *steps: tuple[str, str, tuple[str, ...]],
    certified: bool = True,
) -> Brief:
    """A study on one screen.

    Parameters
    ----------
    certificate : str
        What it rests on, in a line.
    answer : iterable of str
        What comes out.
    tables : iterable of Table or None
        The numbers behind it; None is left out.
    caveat : str
        What it hangs on.
    *steps : tuple of (str, str, tuple of str)
        What to type next, as `sim.show.text.typed.nexts` takes it.
    certified : bool
        Whether nothing is in doubt.
    """
    return Brief(
        scenario.title,
        certificate,
        tuple(filter(None, answer)),
        tuple(table for table in tables if table is not None),
        caveat,
        nexts(scenario, *steps),
        certified=certified,
        players=tuple(player.name for player in scenario.players),
    )


def cut(table: Table, most: int = MOST_ROWS) -> Table:
    """A table with so many rows at most, its last one among them, and how many are left out."""
    if len(table.rows) <= most:
        return table
    left = (f"{len(table.rows) - most + 1} more", *[""] * (len(table.rows[0]) - 1))
    rows = (*table.rows[: most - 2], left, table.rows[-1])
    return Table(table.caption, table.head, rows, table.look)


def _plain(line: str, scenario: Scenario) -> str:
    told = line.removeprefix(f"{scenario.title}: ")
    return told[:1].upper() + told[1:]


@scaled
def sensitivity_brief(scenario: Scenario, found: Influences) -> Brief:
    """What the ending hangs on, on one screen."""
    names = [i.line.range.name for i in found.influences]
    both: Steps = (("map", "the two that matter most, together", tuple(names[:2])),) if len(names) > 1 else ()
    failed = len(found.messages) > 0
    caveat = "The ranges are the file's: a wider range makes a parameter look more important."
    wide = influence_table(scenario, found)
    kept = [k for k, name in enumerate(wide.head) if name not in ("from", "to")]  # the ranges are in the file
    rows = tuple(tuple(row[k] for k in kept) for row in wide.rows)
    table = cut(Table(wide.caption, tuple(wide.head[k] for k in kept), rows))
    told = sensitivity_sentence(scenario, found)
    sure = solved_words(found.counts) + (f" {late_words(found)}" if found.late else "")
    return in_brief(scenario, sure, [told], [table], caveat, *both, SOLVED, certified=not failed and not found.late)


@scaled
def map_brief(scenario: Scenario, found: RegimeMap, select: str) -> Brief:
    """A regime map on one screen."""
    names = tuple(r.name for r in found.ranges)
    drawn, right = found.checked
    sure = solved_words(found.counts)
    if drawn:
        which = "all" if right == drawn else f"{right}"
        sure += f" Of {times(drawn, 'point')} drawn at random the map is right at {which}."
    told = _plain(map_line(scenario, found), scenario)
    near = found.border
    if near is not None:
        told += f" The nearest boundary found is about {share_words(near.distance)} of the ranges away."
    caveat = map_notes(scenario, found, select)[1]
    brief = in_brief(
        scenario,
        sure,
        [told],
        [map_key(scenario, found)],
        caveat,
        ("map", "the map as a picture", (*names, "--out", "map.png")),
        ("sensitivity", "what else the ending hangs on", ()),
        SOLVED,
        certified=not found.messages and right == drawn,
    )
    return Brief(
        brief.title, brief.certificate, brief.answer, (map_drawing(scenario, found, MAP_ROWS), *brief.tables),
        brief.caveat, brief.then, brief.certified, brief.players,
    )  # fmt: skip


@scaled
def simulation_brief(result: SimulatedRuns) -> Brief:
    """A simulation on one screen."""
    scenario = result.scenario
    told = _plain(simulation_line(result), scenario)
    first, *rest = simulation_notes(result)
    agreed = result.expected is None or all(result.agrees(k) for k in (0, 1))
    caveat = rest[-1] if rest else first
    certificate = first if rest else f"{times(result.count, 'run')}, drawn with seed {result.seed}."
    steps: Steps = (("tournament", "every agent against every other", ()), SOLVED)
    shown = payoffs_table(result), cut(endings_table(result), MOST_ROWS // 2)
    return in_brief(scenario, certificate, [told], shown, caveat, *steps, certified=agreed)


@scaled
def tournament_brief(result: RankedPairings) -> Brief:
    """A tournament on one screen."""
    scenario = result.scenario
    first, second, *_ = tournament_notes(result)
    steps: Steps = (("simulate", "many runs of one pairing", ()), SOLVED)
    told = tournament_line(result).removeprefix(f"{scenario.title}: ")
    return in_brief(scenario, second, [told], [cut(ranking_table(result))], first, *steps)


@scaled
def robust_brief(scenario: Scenario, found: Robustness) -> Brief:
    """Whether the answer holds, on one screen."""
    names = [player.name for player in scenario.players]
    rows = _together(table_rows(scenario, found))
    head = ("", "deal", "over all equilibria", *names)
    table = Table(
        "The scenario and its variants", head, rows, Look(words=frozenset({1, 2, 3, 4}), columns={3: 0, 4: 1})
    )
    note = robust_notes(scenario, found)[0].partition(" A deal: ")[0]
    missing = [row for row in found.rows if not row.solved]
    sure = f"{times(len(found.solved), 'variant')} solved, the file itself among them"
    sure += f"; {len(missing)} had no answer." if missing else "."
    answer = holds_sentence(scenario, found), hangs_sentence(scenario, found)
    steps: Steps = (("sensitivity", "what the ending hangs on among the numbers", ()), SOLVED)
    return in_brief(scenario, sure, answer, [cut(table, MOST_ROWS - 6)], note, *steps, certified=not missing)


def comparison_brief(solved: Solved, certified: bool) -> Brief:
    """Scenarios side by side on one screen: how the answers differ, then in what the scenarios do.

    Parameters
    ----------
    solved : sequence of (Scenario, Solution)
        What to compare.
    certified : bool
        Whether all of them are certified.
    """
    facts = [facts_of(scenario, solution) for scenario, solution in solved]
    questions = list(dict.fromkeys(q for fact in facts for q in fact))
    names = _names(solved)
    variants = are_variants([scenario for scenario, _ in solved])
    asked = [[q, *(f.get(q, "") for f in facts)] for q in questions]
    told = tuple(tuple(marked(row) if variants else row) for row in asked)
    answers = Table("The answers", ("", *names), told, _wordy(names))
    _, *rows = compare_rows(solved)
    other = tuple(map(tuple, rows[: len(rows) - len(questions)]))
    differ = [q for q in questions if len({fact.get(q) for fact in facts}) > 1]
    return Brief(
        solved[0][0].title if variants else "Side by side",
        "All of them are certified." if certified else "Not all of them are certified; run says which and why.",
        tuple(filter(None, (_differing(questions, differ, facts, names), _alike(questions, differ, facts)))),
        (
            answers,
            *([cut(Table("In what they differ", ("", *names), other, _wordy(names)), MOST_ROWS // 2)] if other else []),
        ),
        (f"{MARK} is not as in the file. " if variants else "")
        + "Each is solved with its own numbers, and told by the equilibrium that the rule selects.",
        nexts(solved[0][0], ("explain", f"why it is so: {'the file' if variants else names[0]}", ())),
        certified=certified,
        players=tuple(player.name for player in solved[0][0].players),
    )


def _wordy(names: list[str]) -> Look:
    return Look(words=frozenset(range(1, len(names) + 1)))


def _names(solved: Solved) -> list[str]:
    """Headings of the columns, told apart by number where titles are alike."""
    scenarios = [scenario for scenario, _ in solved]
    titles = [", ".join(changes_of(s)) or AS_IT_IS for s in scenarios] if are_variants(scenarios) else []
    titles = titles or [heading_of(scenario) for scenario in scenarios]
    return numbered(titles)


def _differing(questions: list[str], differ: list[str], facts: list[dict[str, str]], names: list[str]) -> str:
    """The first answer that is not the same for all; of a single scenario the first."""
    if not questions:
        return "Nothing was found of any of them."
    if not differ and len(facts) > 1:
        return "They come out alike."
    q = (differ or questions)[0]
    groups: dict[str, list[str]] = {}
    for fact, name in zip(facts, names, strict=True):
        groups.setdefault(fact.get(q, ""), []).append(name)
    told = "; ".join(f"{listed(which)}: {answer or 'no such question'}" for answer, which in groups.items())
    return f"{q[:1].upper()}{q[1:]} \N{EN DASH} {told}."


def _alike(questions: list[str], differ: list[str], facts: list[dict[str, str]]) -> str:
    """Which other answers are the same for all."""
    same = [q for q in questions if q not in differ and not q.startswith(" ") and q not in ASIDE]
    return f"The same for all: {listed(same)}." if differ and same and len(facts) > 1 else ""


def _together(rows: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rows that follow each other and come out alike in one; the first stands alone."""
    own, *others = rows
    told: list[tuple[str, ...]] = [own]
    for cells, run in groupby(others, lambda row: row[1:]):
        names = [row[0] for row in run]
        told.append(("; ".join([*names[:2], "and others"] if len(names) > MOST_TOGETHER else names), *cells))
    return tuple(told)
