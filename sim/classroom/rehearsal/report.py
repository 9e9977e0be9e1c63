"""What is told of a rehearsal: a document that a program can check, and a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.classroom.views.of_teacher import told_treatment
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import number
from sim.version import __version__

if TYPE_CHECKING:
    from sim.classroom.games.tables import Tables
    from sim.classroom.rehearsal.rehearse import Rehearsed
    from sim.classroom.session.state import MatchState, State

MOST_SEATS_TOLD = 40
"""Seats, most, whose payoffs are listed one by one in the text."""


def rehearsal_document(found: Rehearsed, seed: int) -> dict[str, Any]:
    """A rehearsal as plain data.

    Parameters
    ----------
    seed : int
        What it was drawn from.
    """
    state, tables = found.state, found.tables
    made = [d for m in state.matches.values() for d in m.decisions]
    return {
        "format": 1,
        "document": "rehearsal",
        "version": __version__,
        "class": state.code,
        "seed": seed,
        "participants": len(state.seats),
        "rounds": max(spec.rounds for spec in state.parts),
        "parts": [_part(state, tables, k) for k in range(len(state.parts))],
        "matches": [_match(state, tables, match) for match in state.matches.values()],
        "decisions": len(found.confirmed),
        "decisions_by": {by: sum(d.by == by for d in made) for by in ("person", "agent", "clock")},
        "payoffs": {str(seat): payoff for seat, payoff in payoffs(state).items()},
        "records": {
            "written": found.written,
            "read": found.read_back,
            "folder": None if found.folder is None else str(found.folder),
        },
        "lost": found.lost,
    }


def payoffs(state: State) -> dict[int, float]:
    """What each seat has got in all its matches."""
    got = dict.fromkeys(state.seats, 0.0)
    for match in state.matches.values():
        for seat, paid in zip(match.seats, match.paid, strict=True):
            if seat is not None and match.over and not match.void:
                got[seat] += paid
    return got


def _part(state: State, tables: Tables, k: int) -> dict[str, Any]:
    spec = state.parts[k]
    scenario = tables.scenario(spec, 0)
    return {
        "part": k + 1,
        "scenario": scenario.title,
        "kind": scenario.kind,
        "players": [player.id for player in scenario.players],
        "rounds": spec.rounds,
        "matching": spec.matching,
        "treatments": [dict(settings) for settings in spec.treatments],
        "in_advance": spec.in_advance,
        "agent": spec.agent,
    }


def _match(state: State, tables: Tables, match: MatchState) -> dict[str, Any]:
    spec = state.parts[match.part]
    ids = [player.id for player in tables.scenario(spec, match.treatment).players]
    return {
        "match": match.number,
        "part": match.part + 1,
        "round": match.round + 1,
        "treatment": told_treatment(spec.treatments[match.treatment]),
        "seats": dict(zip(ids, match.seats, strict=True)),
        "agents": {player: agent or None for player, agent in zip(ids, match.agents, strict=True)},
        "finished": match.over,
        "decisions": len(match.decisions),
        "turns": [
            {
                "round": turn.round + 1,
                "moves": {player: move for player, move in zip(ids, turn.moves, strict=True) if move},
                "chance": turn.event or None,
            }
            for turn in match.turns
        ],
        "payoffs": dict(zip(ids, match.paid, strict=True)),
    }


def rehearsal_line(found: Rehearsed) -> str:
    """A rehearsal in one line."""
    state = found.state
    titles = ", ".join(found.tables.scenario(spec, 0).title for spec in state.parts)
    lost = "nothing was lost" if found.lost == 0 else f"LOST: {found.lost}"
    return (
        f"{titles}: {_times(len(state.matches), 'match', 'matches')} of {_times(len(state.seats), 'seat')} rehearsed, "
        f"{_times(len(found.confirmed), 'decision')} kept; {lost}."
    )


def rehearsal_text(found: Rehearsed) -> str:
    """A rehearsal in words."""
    state, tables = found.state, found.tables
    seats = len(state.seats)
    lines = [
        heading("A rehearsal"),
        paragraph(f"{_times(seats, 'seat')}, each played by a bot that errs as people do."),
    ]
    for k, spec in enumerate(state.parts):
        scenario = tables.scenario(spec, 0)
        lines += ["", heading(scenario.title), paragraph(_told(state, k, spec.rounds))]
        lines.append(_paid(state, tables, k))
    lines += ["", heading("What is kept"), paragraph(_kept(found))]
    if seats <= MOST_SEATS_TOLD:
        rows = [["seat", "payoff in all"], *([str(s), number(p)] for s, p in payoffs(state).items())]
        lines.append(columns(rows))
    return "\n".join(lines)


def _told(state: State, k: int, rounds: int) -> str:
    matches = state.of_part(k)
    made = [d for m in matches for d in m.decisions]
    by_seats = sum(d.by == "person" for d in made)
    alone = sum(None in m.seats for m in matches)
    against = f", {alone} of them against the computer because somebody was left over" if alone else ""
    return (
        f"{_times(rounds, 'round')} by matching “{state.parts[k].matching}”: {_times(len(matches), 'match', 'matches')}"
        f"{against}; {_times(by_seats, 'decision')} in seats."
    )


def _paid(state: State, tables: Tables, k: int) -> str:
    """Mean payoffs of both roles, by treatment."""
    spec = state.parts[k]
    names = [player.name for player in tables.scenario(spec, 0).players]
    rows = [["treatment", "matches", *(f"mean payoff of {name}" for name in names)]]
    for treatment, settings in enumerate(spec.treatments):
        own = [m for m in state.of_part(k) if m.treatment == treatment and m.over]
        means = [number(sum(m.paid[s] for m in own) / len(own)) if own else "-" for s in (0, 1)]
        rows.append([told_treatment(settings), str(len(own)), *means])
    return columns(rows)


def _kept(found: Rehearsed) -> str:
    lost = "Nothing was lost" if found.lost == 0 else f"LOST: {found.lost}"
    where = f" in {found.folder}" if found.folder is not None else ", and deleted since no folder was named (--out DIR)"
    return (
        f"{_times(len(found.confirmed), 'answer')} confirmed, each once in the file after it was closed and opened "
        f"again; {_times(found.written, 'record')} written{where}; {found.read_back} read back as play --summary reads "
        f"them. {lost}."
    )


def _times(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
