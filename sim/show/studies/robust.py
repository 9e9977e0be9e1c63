"""Whether the answer holds under other rules, horizons and numbers: one table, two sentences, and plain data."""

from __future__ import annotations

from itertools import groupby
from math import isnan
from typing import TYPE_CHECKING, Any

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.show.studies.entries import study_head
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table, Text
from sim.show.text.scale import scaled
from sim.show.text.words import amount, listed, number, percent, times
from sim.study.robust.variants import INFINITE, PRECISIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.scenario import Concessions, Scenario
    from sim.study.robust.robust import Robustness, Row
    from sim.study.robust.variants import Group

ABOUT: dict[Group, str] = {
    "rule": "which equilibrium is selected",
    "horizon": "the number of rounds",
    "moves": "the order of moves",
    "rounds": "the length of a round",
    "actions": "which actions are allowed",
    "errors": "how surely players choose",
}
"""What the rows of a group differ in."""

MOVES = {
    "simultaneous": "moves at the same time",
    "alternating": "turns round by round",
    "sequential": "a leader in each round",
}

ACTIONS = {
    "-walk_away": "walking away ruled out",
    "+walk_away": "walking away allowed",
    "-renege": "taking back ruled out",
    "+renege": "taking back allowed",
}


@scaled
def robust_text(scenario: Scenario, found: Robustness) -> Text:
    """The two sentences, the table, and what must be known before they are believed.

    Parameters
    ----------
    found : Robustness
        What was found.
    """
    names = [player.name for player in scenario.players]
    head = ("", "deal", "over all equilibria", *names)
    table = Table("The scenario and its variants", head, tuple(table_rows(scenario, found)))
    notes = tuple(Item(note) for note in robust_notes(scenario, found))
    lead = Paragraph(holds_sentence(scenario, found)), Paragraph(hangs_sentence(scenario, found))
    return Text(scenario.title, (Section("Row by row", (table,)), Section("How sure this is", (Points(notes),))), lead)


@scaled
def robust_line(scenario: Scenario, found: Robustness) -> str:
    """What holds and what does not, in one line."""
    return f"{scenario.title}: {holds_sentence(scenario, found)} {hangs_sentence(scenario, found)}"


def holds_sentence(scenario: Scenario, found: Robustness) -> str:
    """What all rows with an answer have in common; if they have nothing, what all but those of one group have."""
    rows = found.solved
    common = _common(scenario, rows)
    if common:
        return f"In all {len(rows)} rows {listed(common)}.{_of_all(rows)}"
    told = (
        f"Nothing holds in all {len(rows)} rows: neither a deal nor its absence, and no gain or loss of either side "
        "against the status quo."
    )
    fewer = {group: [row for row in rows if row.group != group] for group in ABOUT if found.of(group)}
    shared = {group: _common(scenario, left) for group, left in fewer.items()}
    group = max(shared, key=lambda each: len(shared[each]), default=None)
    if group is None or not shared[group]:
        return told + _of_all(rows)
    aside = f"{told} Leaving aside {ABOUT[group]}, in all {len(fewer[group])} rows {listed(shared[group])}."
    return aside + _of_all(rows)


def _of_all(rows: Sequence[Row]) -> str:
    """In how many games a deal is certain, possible or impossible over all equilibria."""
    words = [row.of_all for row in rows if row.of_all and row.group != "rule" and row.name != INFINITE]
    counted = [(word, words.count(word)) for word in (CERTAIN, POSSIBLE, IMPOSSIBLE, OPEN) if word in words]
    if not counted:
        return ""
    told = f" Over all equilibria of each game with a last round, of {len(words)}, a deal is "
    if len(counted) == 1:
        return f"{told}{counted[0][0]} in every one."
    return f"{told}{listed([f'{word} in {count}' for word, count in counted])}."


def _common(scenario: Scenario, rows: Sequence[Row]) -> list[str]:
    return [words for words, holds in _claims(scenario, rows) if holds]


def _claims(scenario: Scenario, rows: Sequence[Row]) -> list[tuple[str, bool]]:
    """What may be said of all rows, and whether it is true of all of them."""
    game: Concessions = scenario.game  # type: ignore[assignment]
    agreed = [row.agreed for row in rows]
    known = {row.of_all for row in rows if row.of_all}
    where = "" if known <= {CERTAIN} or known <= {IMPOSSIBLE} else " in the equilibrium that is told"
    likely = _likely(rows)
    claims = [
        (f"there is {likely}a deal{where}", all(agreed)),
        (f"there is {likely}no deal{where}", not any(agreed)),
    ]
    for k, player in enumerate(scenario.players):
        gains = [row.payoffs[k] - float(game.status_quo[k]) for row in rows]
        claims.append((f"{player.name} gets more than the status quo", min(gains) > NOTHING))
        claims.append((f"{player.name} gets less than the status quo", max(gains) < -NOTHING))
    return claims


def _likely(rows: Sequence[Row]) -> str:
    """What is said before ``a deal`` and ``no deal`` where some row has a chance of either."""
    return "" if all(min(row.deal, 1 - row.deal) <= NOTHING for row in rows) else "most likely "


NOTHING = 1e-9
"""Payoffs per round that differ by no more are the same."""


def hangs_sentence(scenario: Scenario, found: Robustness) -> str:
    """On which assumptions it hangs whether there is a deal; where on none, on which the round of it does.

    What other equilibria of a row than the one that is told do is said of the rows that are like the file's own else.
    """
    return f"{_hangs(scenario, found)}{_loosened(scenario, found)}"


def _loosened(scenario: Scenario, found: Robustness) -> str:
    """Where equilibria cease to agree, or are not known to, though the one that is told ends as in the file's own."""
    own = found.own.of_all
    if own not in (CERTAIN, IMPOSSIBLE):
        return ""
    told = []
    for word in (POSSIBLE, OPEN):
        groups = [
            (group, [row for row in found.of(group) if row.solved and row.agreed == found.own.agreed])
            for group in ABOUT
        ]
        places = [
            _where(scenario, group, other)
            for group, rows in groups
            if (other := [row for row in rows if row.of_all == word])
        ]
        if places:
            how = "only possible" if own == CERTAIN and word == POSSIBLE else word
            told.append(f"{how} with {listed(places, 'or')}")
    return f" Over all equilibria a deal is {own} in the file's own game, and {listed(told)}." if told else ""


def _hangs(scenario: Scenario, found: Robustness) -> str:
    """On which assumptions the equilibrium that is told hangs."""
    turned = [_turned(scenario, found, group) for group in ABOUT]
    told = [words for words in (*turned, _turned_draws(found)) if words]
    word = f"{_likely([found.own])}{'a deal' if found.own.agreed else 'no deal'}"
    if told:
        return f"That there is {word} hangs on {listed(told)}."
    moved = [ABOUT[group] for group in ABOUT if any(_moved(found, row) for row in found.of(group))]
    if found.own.agreed and moved:
        return f"That there is {word} hangs on none of these assumptions; its round hangs on {listed(moved)}."
    return f"That there is {word} hangs on none of these assumptions."


def _moved(found: Robustness, row: Row) -> bool:
    return (
        row.solved and row.round is not None and found.own.round is not None and abs(row.round - found.own.round) > 0.5
    )


def _turned(scenario: Scenario, found: Robustness, group: Group) -> str:
    """What a group differs in, and where that turns the answer; empty where it does nowhere."""
    rows = found.of(group)
    other = [row for row in rows if row.solved and row.agreed != found.own.agreed]
    if not other:
        return ""
    where = _where(scenario, group, other)
    word = f"{_likely(other)}{'none' if found.own.agreed else 'a deal'}"
    return f"{ABOUT[group]} ({word} with {where})"


def _where(scenario: Scenario, group: Group, rows: Sequence[Row]) -> str:
    """Names of rows of a group, in a sentence."""
    if group == "horizon":
        return listed(_rounds(rows), "or")
    if group == "errors":
        return f"errors at precision {listed([row.name for row in rows], 'or')}"
    return listed([row_name(scenario, row) for row in rows], "or")


def _turned_draws(found: Robustness) -> str:
    drawn = found.drawn
    if drawn is None or not drawn.solved:
        return ""
    other = drawn.solved - drawn.deals if found.own.agreed else drawn.deals
    if not other:
        return ""
    word = "none" if found.own.agreed else "a deal"
    return f"the payoffs ({word} in {percent(other / drawn.solved)} of {drawn.solved} draws)"


def _rounds(rows: Sequence[Row], own: int | None = None) -> list[str]:
    """Numbers of rounds; those that follow each other as a range, in which the file's own is if it ends alike."""
    told: list[str] = []
    counted = sorted({int(row.name) for row in rows if row.name.isdigit()} | ({own} if own else set()))
    for _, run in groupby(enumerate(counted), lambda pair: pair[1] - pair[0]):
        span = [rounds for _, rounds in run]
        told.append(times(span[0], "round") if len(span) == 1 else f"{span[0]} to {span[-1]} rounds")
    return [*told, *("no last round" for row in rows if row.name == INFINITE)]


def row_name(scenario: Scenario, row: Row) -> str:
    """What a row is about."""
    if row.group == "horizon":
        return "no last round" if row.name == INFINITE else times(int(row.name), "round")
    if row.group == "moves":
        moves, _, first = row.name.partition(":")
        who = next((player.name for player in scenario.players if player.id == first), "")
        return MOVES[moves] + (f", {who} first" if who else "")
    if row.group == "rounds":
        return "rounds half as long, twice as many"
    if row.group == "actions":
        return ACTIONS[row.name]
    if row.group == "errors":
        return f"errors at precision {row.name}"
    return row.name or "as the file has it"


def table_rows(scenario: Scenario, found: Robustness) -> list[tuple[str, ...]]:
    """Cells of the table: rows of the number of rounds that end alike stand together."""
    rows = [_cells(row_name(scenario, found.own), [found.own])]
    for group in ABOUT:
        if group == "horizon":
            rows += _by_rounds(scenario, found)
        else:
            rows += [_cells(row_name(scenario, row), [row]) for row in found.of(group)]
    drawn = found.drawn
    if drawn is not None and drawn.solved:
        words = f"{percent(drawn.deals / drawn.solved)} of {drawn.solved} draws"
        spans = [_span([float(paid) for paid in side if not isnan(paid)]) for side in drawn.chunk.payoffs.T]
        rows.append((f"payoffs drawn within ±{percent(drawn.spread)}", words, "", *spans))
    return rows


def _by_rounds(scenario: Scenario, found: Robustness) -> list[tuple[str, ...]]:
    """A line for each run of numbers of rounds that end alike; the file's own number does not part a run."""
    game: Concessions = scenario.game  # type: ignore[assignment]
    told = []
    for kind, run in groupby(found.of("horizon"), lambda row: (row.solved, row.agreed, row.name.isdigit())):
        rows = list(run)
        within = min(map(_count, rows)) < (game.horizon or 0) < max(map(_count, rows))
        alike = within and kind == (True, found.own.agreed, True)
        names = _rounds(rows, game.horizon if alike else None)
        told.append(_cells(listed(names), [*rows, *([found.own] if alike else [])]))
    return told


def _count(row: Row) -> int:
    return int(row.name) if row.name.isdigit() else 0


def _cells(name: str, rows: list[Row]) -> tuple[str, ...]:
    """One line for rows that stand together."""
    if not rows[0].solved:
        return name, "no answer", rows[0].of_all, "", ""
    spans = [_span([row.payoffs[k] for row in rows]) for k in (0, 1)]
    deal = _deal([row.deal for row in rows], [row.round for row in rows if row.round is not None])
    return name, deal, listed(list(dict.fromkeys(row.of_all for row in rows if row.of_all)), "or"), *spans


def _deal(chances: list[float], rounds: list[float]) -> str:
    """Whether there is a deal, in which round, and its chance where it is neither certain nor impossible."""
    low, high = min(chances), max(chances)
    if high <= NOTHING:
        return "none"
    when = f"round {number(round(min(rounds), 1))}"
    if round(max(rounds), 1) != round(min(rounds), 1):
        when = f"rounds {number(round(min(rounds), 1))} to {number(round(max(rounds), 1))}"
    if low >= 1 - NOTHING:
        return when
    chance = percent(low) if percent(low) == percent(high) else f"{percent(low)} to {percent(high)}"
    return f"{when} ({chance})" if low > 0.5 else f"{chance}"


def _span(values: list[float]) -> str:
    low, high = amount(min(values)), amount(max(values))
    return low if low == high else f"{low} to {high}"


def robust_notes(scenario: Scenario, found: Robustness) -> list[str]:
    """What must be known before it is believed."""
    game: Concessions = scenario.game  # type: ignore[assignment]
    notes = [
        f"Each row changes one thing in the file's own game and tells the equilibrium that the rule {found.select} "
        "selects; there may be others. A deal: every step stands in the end, likelier than not."
    ]
    if found.of("rounds"):
        notes.append("Rounds half as long: the square roots of patience and of the chance to go on, to 12 digits.")
    if any(row.solved for row in found.of("errors")):
        listing = listed([f"{p:g}" for p in PRECISIONS])
        notes.append(
            f"Choices with errors: quantal response at precisions of {listing} per range of the payoffs, on the branch "
            "that starts at blind choice."
        )
    drawn = found.drawn
    if drawn is not None:
        notes.append(
            f"Draws: each number that a payoff is given by is multiplied by one between {1 - drawn.spread:g} and "
            f"{1 + drawn.spread:g}, uniformly and independently (seed {drawn.seed})."
        )
        left = drawn.asked - drawn.solved
        if left:
            notes.append(f"{times(left, 'draw')} of {drawn.asked} had no answer within the time limit.")
    missing = [row for row in found.rows if not row.solved]
    notes += [f"No answer with {row_name(scenario, row)}: {row.problem}." for row in missing]
    if len(game.hazards) > 1:
        notes.append(
            "There is no row without a last round: the hazard goes by the round, and the file says nothing of rounds "
            "after its last one. In longer horizons it stays what it is in that one."
        )
    if any(step.verification is not None for ladder in game.ladders for step in ladder):
        notes.append("All steps are taken at their word: fakes are not looked at.")
    if game.commit is not None:
        notes.append("Nobody is bound in advance: commitment is not looked at.")
    return notes


def robust_document(scenario: Scenario, found: Robustness) -> dict[str, Any]:
    """The document that ``robust --json`` prints."""
    ids = [player.id for player in scenario.players]
    drawn = found.drawn
    return {
        **study_head(scenario, found.select),
        "rows": [_entry(ids, row) for row in found.rows],
        "draws": None
        if drawn is None
        else {
            "asked": drawn.asked,
            "solved": drawn.solved,
            "deals": drawn.deals,
            "spread": drawn.spread,
            "seed": drawn.seed,
        },
        "holds": holds_sentence(scenario, found),
        "hangs": hangs_sentence(scenario, found),
        "notes": robust_notes(scenario, found),
    }


def _entry(ids: list[str], row: Row) -> dict[str, Any]:
    return {
        "group": row.group,
        "name": row.name,
        "deal": row.deal if row.solved else None,
        "verdict": row.of_all or None,
        "round": row.round,
        "payoffs": dict(zip(ids, row.payoffs, strict=True)) if row.solved else None,
        "problem": row.problem or None,
    }
