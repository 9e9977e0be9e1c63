"""The file of a game that was played: what is in it, and how it is read back and checked against the rules."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.agents.arenas.match import MatchTurn, Seat, Session
from sim.errors import (
    AgentError,
    FileTooLargeError,
    GameTooLargeError,
    NoEquilibriumFoundError,
    PerfectRecallError,
    PlayError,
    ScenarioError,
    TimeLimitError,
    TreeTooLargeError,
)
from sim.scenario.load import load
from sim.scenario.reading import contents
from sim.version import __version__

if TYPE_CHECKING:
    from sim.agents.arenas.replay import Account, Replay, ReplayedDecision
    from sim.scenario.scenario import Scenario

LARGEST = 32_000_000
"""Bytes, most, of a file that is read."""

MOST_ROUNDS = 1000
"""Rounds, most, after which a game can be stopped."""

MARK = "session"
"""What a document says that it is."""


class SessionFileError(Exception):
    """A file that is no record of a game; the message says why, and names the file."""


def session_document(played: Replay) -> dict[str, Any]:
    """What the file of a game holds: the scenario, the record, and the replay."""
    session = played.session
    scenario = session.scenario
    ids = [player.id for player in scenario.players]
    return {
        "format": 1,
        "document": MARK,
        "version": __version__,
        "played": session.played,
        "finished": session.finished,
        "scenario": scenario.title,
        "file": Path(scenario.file).name,  # where a student keeps it is nobody's business
        "sha256": scenario.sha256,
        "settings": dict(scenario.settings),
        "kind": scenario.kind,
        "select": session.select,
        "rounds": session.rounds,
        "seed": session.seed,
        "players": {
            player: {"person": seat.person} if seat.human else {"agent": seat.agent}
            for player, seat in zip(ids, session.seats, strict=True)
        },
        "turns": [_turn(turn, ids) for turn in session.turns],
        **({"stand_ins": [[turn, ids[seat]] for turn, seat in sorted(session.stand_ins)]} if session.stand_ins else {}),
        "replay": replay_document(played),
        "text": scenario.text,
    }


def _turn(turn: MatchTurn, ids: list[str]) -> dict[str, Any]:
    return {
        "round": turn.round,
        "moves": {player: move for player, move in zip(ids, turn.moves, strict=True) if move},
        "chance": turn.event or None,
        "payoffs": None if turn.shown is None else dict(zip(ids, turn.shown, strict=True)),
    }


def replay_document(played: Replay) -> dict[str, Any]:
    """The replay as a document."""
    ids = [player.id for player in played.session.scenario.players]
    people = [s for s in (0, 1) if played.session.seats[s].human]
    accounts = played.accounts
    return {
        "concept": played.concept,
        "given_away": {ids[s]: played.given(s) for s in people},
        "accounts": None if accounts is None else {ids[s]: _account(accounts[s]) for s in people},
        "decisions": [_decision(d, ids) for d in played.decisions],
    }


def _account(account: Account) -> dict[str, float]:
    return {
        "equilibrium": account.equilibrium,
        "given_away": account.given,
        "other": account.other,
        "chance": account.chance,
        "payoff": account.got,
    }


def _decision(decision: ReplayedDecision, ids: list[str]) -> dict[str, Any]:
    return {
        "turn": decision.turn,
        "round": decision.round,
        "player": ids[decision.seat],
        "point": decision.point,
        "options": list(decision.options),
        "choice": decision.choice,
        "equilibrium": {action: p for action, p in decision.chances if p},
        "given_away_here": decision.local,
        "given_away": decision.given,
    }


def read_document(path: Path) -> dict[str, Any]:
    """The document of the record of a game.

    Raises
    ------
    SessionFileError
        If it is no such file.
    """
    try:
        document = json.loads(contents(path, LARGEST).decode("utf-8"))
    except FileTooLargeError:
        raise SessionFileError(f"{path}: too large for the record of a game") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SessionFileError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None
    except (ValueError, RecursionError):
        raise SessionFileError(f"{path}: broken: it is not JSON") from None
    if not isinstance(document, dict) or document.get("document") != MARK:
        raise SessionFileError(f"{path}: not the record of a game (JSON of something else)")
    if document.get("format") != 1:
        raise SessionFileError(f"{path}: expected format 1, found {document.get('format')!r}")
    return document


def read_session(path: Path) -> Session:
    """Read the record of a game; what it says of the replay is not relied on.

    Raises
    ------
    SessionFileError
        If it is no such file.
    """
    document = read_document(path)
    try:
        return _session(document)
    except ScenarioError as error:
        raise SessionFileError(f"{path}: the scenario in it is broken: {error.problems[0].message}") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SessionFileError(f"{path}: broken: {what_fails(error)}") from None


def what_fails(error: BaseException) -> str:
    """What is wrong with a record, by what reading it raised."""
    return f"the key {error} is missing" if isinstance(error, KeyError) else str(error)


def _session(document: dict[str, Any]) -> Session:
    text = is_of(document["text"], str, "text")
    settings = {str(k): str(v) for k, v in is_of(document["settings"], dict, "settings").items()}
    scenario = load(is_of(document["file"], str, "file"), settings, text)
    if scenario.sha256 != document["sha256"]:
        raise ValueError("the scenario in it is not the one that was played (its hash is another)")
    ids = [player.id for player in scenario.players]
    seats = [read_seat(is_of(document["players"], dict, "players")[player]) for player in ids]
    rounds = document["rounds"]
    if rounds is not None and not 1 <= is_of(rounds, int, "rounds") <= MOST_ROUNDS:
        raise ValueError(f"expected from 1 to {MOST_ROUNDS} for 'rounds', found {rounds}")
    return Session(
        scenario=scenario,
        seats=(seats[0], seats[1]),
        select=is_of(document["select"], str, "select"),
        rounds=rounds,
        seed=is_of(document["seed"], int, "seed"),
        played=is_of(document["played"], str, "played"),
        turns=tuple(_read_turn(turn, scenario) for turn in is_of(document["turns"], list, "turns")),
        finished=is_of(document["finished"], bool, "finished"),
        stand_ins=_stand_ins(document.get("stand_ins", []), ids),
        rehearsal=is_of(document.get("rehearsal", False), bool, "rehearsal"),
    )


def _stand_ins(entries: Any, ids: list[str]) -> frozenset[tuple[int, int]]:
    """Turns and seats where an agent chose in the place of a person; records of a class may have some."""
    pairs = [is_of(entry, list, "stand_ins") for entry in is_of(entries, list, "stand_ins")]
    return frozenset((is_of(turn, int, "stand_ins"), ids.index(player)) for turn, player in pairs)


def read_seat(entry: Any) -> Seat:
    """Who plays, as a record has it."""
    entry = is_of(entry, dict, "players")
    if "person" in entry:
        return Seat(is_of(entry["person"], str, "person"))
    return Seat(None, is_of(entry["agent"], str, "agent"))


def _read_turn(turn: Any, scenario: Scenario) -> MatchTurn:
    turn = is_of(turn, dict, "turns")
    moves = is_of(turn["moves"], dict, "moves")
    one, two = (is_of(moves.get(player.id, ""), str, "moves") for player in scenario.players)
    shown = turn["payoffs"]
    pair = None if shown is None else tuple(float(shown[player.id]) for player in scenario.players)
    if pair is not None and not all(map(math.isfinite, pair)):
        raise ValueError("a payoff in it is no number")
    event = turn["chance"]
    return MatchTurn(
        round=is_of(turn["round"], int, "round"),
        moves=(one, two),
        event="" if event is None else is_of(event, str, "chance"),
        shown=None if pair is None else (pair[0], pair[1]),
    )


def is_of(value: Any, kind: type, key: str) -> Any:
    """A value of a record, if it is of its type.

    Raises
    ------
    ValueError
        If it is not.
    """
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"expected {kind.__name__} for '{key}', found {type(value).__name__}")
    return value


FAULTS = (
    PlayError,
    AgentError,
    ValueError,
    TimeLimitError,
    NoEquilibriumFoundError,
    TreeTooLargeError,
    PerfectRecallError,
    GameTooLargeError,
)
"""What is raised where a record does not fit the game that it names, or that game cannot be solved."""
