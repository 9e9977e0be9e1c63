"""How a conflict hangs on what parties prefer, in words: how often states rest, and which orders make one rest."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sim.engine.options.definitions import DEFINITIONS
from sim.show.document_head import document_head
from sim.show.options.words import LONG, SHORT, move_words, state_words
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table, Text
from sim.show.text.brief import Brief
from sim.show.text.typed import nexts
from sim.show.text.words import listed, percent, times
from sim.study.preferences.completions import Completions
from sim.version import __version__

if TYPE_CHECKING:
    from sim.engine.options.conditions import Condition
    from sim.scenario.scenario import Scenario
    from sim.study.preferences.completions import Share
    from sim.study.preferences.inverse import Asked, Inverse

    Found = Completions | Inverse

MOST_ROWS, MOST_ON_SCREEN = 40, 14
"""States, most, of the table of a story and of one screen."""

MOST_CONDITIONS, MOST_ANSWERS = 16, 4
"""Conditions of a definition, and answers of a condition, that are told one by one, most."""


def preferences_text(scenario: Scenario, found: Found) -> Text:
    """The answer at length."""
    if isinstance(found, Completions):
        return _completions_text(scenario, found)
    return _inverse_text(scenario, found)


def preferences_brief(scenario: Scenario, found: Found) -> Brief:
    """The answer on one screen."""
    title, sure = scenario.title, _sure(found)
    players = tuple(player.name for player in scenario.players)
    then = nexts(scenario, ("run", "what rests by the preferences of the file", ()))
    if isinstance(found, Completions):
        table = shares_table(scenario, found, MOST_ON_SCREEN)
        return Brief(title, sure, tuple(_answer(scenario, found)), (table,), _assumed(found), then, players=players)
    told = tuple(_inverse_answer(scenario, found))
    return Brief(title, sure, told, (inverse_table(scenario, found),), OTHERS, then, players=players)


def preferences_line(scenario: Scenario, found: Found) -> str:
    """The answer in one line."""
    told = _answer(scenario, found) if isinstance(found, Completions) else _inverse_answer(scenario, found)
    return f"{scenario.title}: {' '.join(told)}"


def columns(found: Found) -> dict[str, tuple[Any, ...]]:
    """The answer as columns of plain values."""
    game = found.game
    if isinstance(found, Completions):
        rows = ranked(found)
        told: dict[str, tuple[Any, ...]] = {"taken": tuple(", ".join(game.taken(state)) for state in rows)}
        return told | {d: tuple(float(found.shares[d][state].value) for state in rows) for d in DEFINITIONS}
    return {
        "party": tuple(game.parties[a.party] for a in found.asked),
        "definition": tuple(a.definition for a in found.asked),
        "conditions": tuple(len(a.conditions) for a in found.asked),
        "holds": tuple(a.holds for a in found.asked),
        "share": tuple(None if a.share is None else float(a.share) for a in found.asked),
    }


def preferences_document(scenario: Scenario, found: Found) -> dict[str, Any]:
    """The answer as plain data."""
    head = {**document_head(scenario), "version": __version__, "kind": scenario.kind}
    game = found.game
    if isinstance(found, Completions):
        states = [
            {
                "taken": list(game.taken(state)),
                "share": {d: _share_entry(found.shares[d][state]) for d in DEFINITIONS},
            }
            for state in range(game.count)
        ]
        asked = {"statements": found.statements, "orders": str(found.orders), "draws": found.draws}
        return {**head, **asked, "states": states, "notes": [_assumed(found)]}
    parties = [
        {
            "party": game.parties[a.party],
            "definition": a.definition,
            "holds": a.holds,
            "share": None if a.share is None else float(a.share),
            "conditions": [
                {
                    "move_to": list(game.taken(c.there)),
                    "or_answers": [[list(game.taken(s)) for s in sorted(each)] for each in c.answers],
                }
                for c in a.conditions
            ],
        }
        for a in found.asked
    ]
    state = list(game.taken(found.state))
    return {**head, "state": state, "orders": str(found.orders), "asked": parties, "notes": [OTHERS]}


def _share_entry(share: Share) -> dict[str, Any]:
    return {"value": float(share.value), "low": share.low, "high": share.high, "exact": share.exact}


def ranked(found: Completions) -> list[int]:
    """States that are equilibria in some order, those that are so most often first."""
    total = [sum(found.shares[d][state].value for d in DEFINITIONS) for state in range(found.game.count)]
    return sorted((s for s in range(found.game.count) if total[s]), key=lambda s: (-total[s], s))


def _cell(share: Share) -> str:
    if share.exact:
        return percent(float(share.value)) if share.value else "never"
    return f"{percent(share.low)} to {percent(share.high)}"


def shares_table(scenario: Scenario, found: Completions, most: int) -> Table:
    """How often states are equilibria, those that are so most often first.

    Parameters
    ----------
    most : int
        Rows, most.
    """
    game = found.game
    rows = [
        (
            f"{state_words(scenario, game, state)}{' (status quo)' if state == game.start else ''}",
            *(_cell(found.shares[d][state]) for d in DEFINITIONS),
        )
        for state in ranked(found)[:most]
    ]
    return Table(
        "How often each state is an equilibrium", ("options taken", *map(SHORT.__getitem__, DEFINITIONS)), tuple(rows)
    )


def _given(found: Completions) -> str:
    if found.statements is None:
        return "what the file says of preferences"
    return f"the first {times(found.statements, 'statement')} of each party, as far as preferences are statements"


def _answer(scenario: Scenario, found: Completions) -> list[str]:
    game = found.game
    if found.orders == 1:
        told = f"There is one combination of strict orders that agrees with {_given(found)}."
    else:
        count = f"{found.orders:,}" if found.orders < 10**12 else f"at least 10^{len(str(found.orders)) - 1}"
        drawn = f"; {found.draws:,} of them were drawn" if found.draws else ""
        told = f"There are {count} combinations of strict orders that agree with {_given(found)}{drawn}."
    always = [s for s in range(game.count) if all(_always(found.shares[d][s]) for d in DEFINITIONS)]
    lines = [told]
    if always:
        some = "; ".join(state_words(scenario, game, s) for s in always[:3])
        more = f"; and {times(len(always) - 3, 'more state')}" if len(always) > 3 else ""
        held = "whichever is the case" if not found.draws else "in each that was drawn"
        lines.append(f"An equilibrium by all four {held}: {some}{more}.")
    elif ranked(found):
        first = max(ranked(found), key=lambda s: (found.shares["seq"][s].value, -s))
        lines.append(f"Most often by SEQ: {state_words(scenario, game, first)}, {_often(found.shares['seq'][first])}.")
    else:
        lines.append("No state is an equilibrium in any of them." if not found.draws else "None was found in any.")
    return lines


def _always(share: Share) -> bool:
    return share.value == 1


def _often(share: Share) -> str:
    if share.exact:
        return f"in {percent(float(share.value))} of them"
    return f"in {percent(float(share.value))} of those drawn ({percent(share.low)} to {percent(share.high)} of all)"


def _assumed(found: Completions) -> str:
    told = "Every strict order that agrees counts as likely as any other, and parties are independent of each other."
    if found.draws:
        told += " Where shares are not exact, the interval holds the share of all orders in 95% of draws."
    return told


def _sure(found: Found) -> str:
    if not isinstance(found, Completions):
        return "The conditions are all that there are; orders are counted and not drawn, where they can be counted."
    if not found.draws:
        return "Exact: each combination of orders was gone through."
    return f"Drawn: {found.draws:,} combinations of orders; what stands as one number is exact."


def _completions_text(scenario: Scenario, found: Completions) -> Text:
    more = len(ranked(found)) - MOST_ROWS
    left = [Paragraph(f"{times(more, 'more state')} not shown; --json has all.")] if more > 0 else []
    table: list[Table | Paragraph] = [shares_table(scenario, found, MOST_ROWS), *left]
    sections = (
        Section("In short", tuple(map(Paragraph, _answer(scenario, found)))),
        Section("How often each state is an equilibrium", tuple(table)),
        Section("How sure this is", (Paragraph(_sure(found)), Paragraph(_assumed(found)))),
    )
    return Text(f"{scenario.title}: over preferences", sections)


OTHERS = "The other parties prefer what the file says, and see the conflict as it is."
"""What is assumed where one party's preferences are asked about."""


def _inverse_answer(scenario: Scenario, found: Inverse) -> list[str]:
    told = [f"Asked is which preferences make {state_words(scenario, found.game, found.state)} stable."]
    for party, entries in _by_party(found):
        name = scenario.players[party].name
        free = [SHORT[a.definition] for a in entries if not a.conditions]
        holds = [SHORT[a.definition] for a in entries if a.holds]
        now = f"as the file has it, by {listed(holds)}" if holds else "as the file has it, by none"
        ever = f"; whatever it prefers, by {listed(free)}" if free else ""
        told.append(f"For {name} it is stable {now}{ever}.")
    return told


def _by_party(found: Inverse) -> list[tuple[int, list[Asked]]]:
    return [(party, list(entries)) for party, entries in groupby(found.asked, key=lambda a: a.party)]


def inverse_table(scenario: Scenario, found: Inverse) -> Table:
    """By party and definition, the share of strict orders that make the state stable."""
    rows = []
    for party, entries in _by_party(found):
        rows.append((scenario.players[party].name, *(_asked_cell(a) for a in entries)))
    return Table(
        "Of all strict orders, those that make it stable", ("party", *map(SHORT.__getitem__, DEFINITIONS)), tuple(rows)
    )


def _asked_cell(asked: Asked) -> str:
    if not asked.conditions:
        return "all"
    return "not counted" if asked.share is None else percent(float(asked.share))


def _inverse_text(scenario: Scenario, found: Inverse) -> Text:
    sections = [Section("In short", tuple(map(Paragraph, _inverse_answer(scenario, found))))]
    sections.append(Section("How many orders", (inverse_table(scenario, found), Paragraph(_counted(found)))))
    for party, entries in _by_party(found):
        items = tuple(_asked_items(scenario, found, entries))
        name = scenario.players[party].name
        sections.append(Section(f"What {name} would have to prefer", (Points(items),)))
    key = Points(tuple(Item(f"{LONG[d]}.", f"{SHORT[d]}:") for d in DEFINITIONS))
    sections += [
        Section("What the words mean", (key,)),
        Section("How sure this is", (Paragraph(_sure(found)), Paragraph(OTHERS))),
    ]
    return Text(f"{scenario.title}: preferences that make a state stable", tuple(sections))


def _counted(found: Inverse) -> str:
    count = f"{found.orders:,}" if found.orders < 10**12 else f"at least 10^{len(str(found.orders)) - 1}"
    return f"There are {count} strict orders of the {times(found.game.count, 'feasible state')}."


def _asked_items(scenario: Scenario, found: Inverse, entries: list[Asked]) -> list[Item]:
    """What each definition asks; those that ask the same together."""
    told: dict[tuple[Condition, ...], list[Asked]] = {}
    for asked in entries:
        told.setdefault(asked.conditions, []).append(asked)
    items = []
    for conditions, same in told.items():
        by = f"{listed([SHORT[a.definition] for a in same])}:"
        if not conditions:
            items.append(Item("whatever it prefers.", by))
            continue
        below = [_condition(scenario, found, same[0].party, c) for c in conditions[:MOST_CONDITIONS]]
        more = len(conditions) - MOST_CONDITIONS
        below += [Item(f"{times(more, 'more condition')} in --json.")] if more > 0 else []
        state = state_words(scenario, found.game, found.state)
        all_of = "this" if len(conditions) == 1 else "all of these"
        items.append(Item(f"{all_of}, of {state}:", by, tuple(below)))
    return items


def _condition(scenario: Scenario, found: Inverse, party: int, condition: Condition) -> Item:
    """That the state is liked at least as much as the end of a move, or as what an answer to it leaves."""
    game = found.game
    move = move_words(scenario, game, party, found.state, condition.there)
    told = f"it is liked at least as much as {state_words(scenario, game, condition.there)}"
    answers = [_answer_words(scenario, found, each) for each in condition.answers[:MOST_ANSWERS]]
    more = len(condition.answers) - MOST_ANSWERS
    answers += [f"one of {times(more, 'other answer')}" if more > 1 else "one other answer"] if more > 0 else []
    if answers:
        told += f", or as what some answer leaves: {'; or '.join(answers)}"
    return Item(f"{told}.", f"{move}:")


def _answer_words(scenario: Scenario, found: Inverse, states: frozenset[int]) -> str:
    """What an answer leaves a party with: a state, or all that it can still move to."""
    told = [state_words(scenario, found.game, s) for s in sorted(states)]
    if len(told) == 1:
        return told[0]
    return f"all of {' / '.join(told)}" if len(told) <= MOST_ANSWERS else f"all of {len(told)} states"
