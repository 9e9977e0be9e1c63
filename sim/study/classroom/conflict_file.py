"""Records of conflicts that were played: what is in such a file, how it is read back, and what a class's come to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.agents.arenas.match import Seat
from sim.agents.conflicts.replay import replay_conflict
from sim.agents.conflicts.table import ConflictSession, ConflictTurn
from sim.engine.options.stability import StabilitySolution
from sim.engine.solve import solve
from sim.errors import PlayError, ScenarioError
from sim.scenario.load import load
from sim.study.classroom.session_file import (
    FAULTS,
    MARK,
    MOST_ROUNDS,
    SessionFileError,
    is_of,
    read_document,
    read_seat,
    what_fails,
)
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.agents.conflicts.replay import ConflictReplay
    from sim.scenario.scenario import Scenario


def stability_of(scenario: Scenario, time_limit: float | None = 60.0) -> StabilitySolution:
    """What is stable in a conflict that is to be played."""
    found = solve(scenario, time_limit=time_limit)
    assert isinstance(found, StabilitySolution)
    return found


def conflict_document(played: ConflictReplay) -> dict[str, Any]:
    """What the file of a conflict that was played holds: the scenario, the record, and the replay."""
    session, game = played.session, played.solution.game
    scenario = session.scenario
    return {
        "format": 1,
        "document": MARK,
        "version": __version__,
        "played": session.played,
        "finished": session.finished,
        "scenario": scenario.title,
        "file": Path(scenario.file).name,
        "sha256": scenario.sha256,
        "settings": dict(scenario.settings),
        "kind": scenario.kind,
        "rounds": session.rounds,
        "seed": session.seed,
        "players": {
            party: {"person": seat.person} if seat.human else {"agent": seat.agent}
            for party, seat in zip(game.parties, session.seats, strict=True)
        },
        "turns": [
            {"round": turn.round, "player": game.parties[turn.party], "taken": list(game.taken(turn.there))}
            for turn in session.turns
        ],
        **({"stand_ins": sorted(session.stand_ins)} if session.stand_ins else {}),
        "replay": replay_entries(played),
        "text": scenario.text,
    }


def replay_entries(played: ConflictReplay) -> dict[str, Any]:
    """The replay as plain data."""
    game = played.solution.game
    return {
        "concept": "stability",
        "end": list(game.taken(played.end)),
        "rests": played.rests,
        "equilibrium": list(played.equilibrium),
        "places": {
            party: {"start": list(played.place(k, game.start)), "end": list(played.place(k, played.end))}
            for k, party in enumerate(game.parties)
        },
        "decisions": [
            {
                "round": d.turn.round,
                "player": game.parties[d.turn.party],
                "from": list(game.taken(d.turn.here)),
                "to": list(game.taken(d.turn.there)),
                "made": d.made,
                "stable": list(d.stable),
                "undeterred": d.free,
            }
            for d in played.decisions
        ],
    }


def is_conflict(path: Path) -> bool:
    """Whether a file is the record of a conflict over options, be it broken or not."""
    try:
        return read_document(path).get("kind") == "options"
    except SessionFileError:
        return False


def read_conflict(path: Path, known: dict[tuple[object, ...], StabilitySolution]) -> ConflictReplay:
    """Read a record and hold it against stability; what it says of that is not relied on.

    Parameters
    ----------
    known : dict
        What is stable in conflicts that have been met; changed in place.

    Raises
    ------
    SessionFileError
        If it is no such file.
    """
    document = read_document(path)
    try:
        text = is_of(document["text"], str, "text")
        settings = {str(k): str(v) for k, v in is_of(document["settings"], dict, "settings").items()}
        scenario = load(is_of(document["file"], str, "file"), settings, text)
        if scenario.sha256 != document["sha256"] or scenario.kind != "options":
            raise ValueError("the scenario in it is not the one that was played (its hash is another)")
        key = scenario.sha256, scenario.settings
        if key not in known:
            known[key] = stability_of(scenario)
        return replay_conflict(known[key], _session(document, scenario, known[key]))
    except ScenarioError as error:
        raise SessionFileError(f"{path}: the scenario in it is broken: {error.problems[0].message}") from None
    except (KeyError, TypeError, AttributeError, *FAULTS) as error:
        raise SessionFileError(f"{path}: broken: {what_fails(error)}") from None


def _session(document: dict[str, Any], scenario: Scenario, solution: StabilitySolution) -> ConflictSession:
    game = solution.game
    rounds, stand_ins = document["rounds"], is_of(document.get("stand_ins", []), list, "stand_ins")
    if rounds is not None and not 1 <= is_of(rounds, int, "rounds") <= MOST_ROUNDS:
        raise ValueError(f"expected from 1 to {MOST_ROUNDS} for 'rounds', found {rounds}")
    numbers = {game.taken(state): state for state in range(game.count)}
    turns, here = [], game.start
    for entry in is_of(document["turns"], list, "turns"):
        entry = is_of(entry, dict, "turns")
        taken = tuple(map(str, is_of(entry["taken"], list, "taken")))
        if taken not in numbers:
            raise PlayError(f"the record has a state that cannot be: {', '.join(taken) or 'nothing taken'}")
        party = game.parties.index(is_of(entry["player"], str, "player"))
        turns.append(ConflictTurn(is_of(entry["round"], int, "round"), party, here, numbers[taken]))
        here = numbers[taken]
    return ConflictSession(
        scenario=scenario,
        seats=tuple(read_seat(is_of(document["players"], dict, "players")[party]) for party in game.parties),
        rounds=rounds,
        seed=is_of(document["seed"], int, "seed"),
        played=is_of(document["played"], str, "played"),
        turns=tuple(turns),
        finished=is_of(document["finished"], bool, "finished"),
        stand_ins=frozenset(is_of(k, int, "stand_ins") for k in stand_ins),
        rehearsal=is_of(document.get("rehearsal", False), bool, "rehearsal"),
    )


@dataclass(frozen=True)
class ConflictClass:
    """A class's games of one conflict.

    Parameters
    ----------
    scenario : Scenario
        What was played.
    rounds : int or None
        After how many rounds play was to stop.
    replays : tuple of ConflictReplay
        The games.
    """

    scenario: Scenario
    rounds: int | None
    replays: tuple[ConflictReplay, ...]

    @property
    def ends(self) -> list[tuple[int, int, int]]:
        """Where games that were played to their end were left, as (state, games, games that came to rest there)."""
        done = [played for played in self.replays if played.session.finished]
        counts = Counter(played.end for played in done)
        rests = Counter(played.end for played in done if played.rests)
        return [(state, count, rests[state]) for state, count in sorted(counts.items(), key=lambda e: (-e[1], e[0]))]

    def made(self, party: int) -> Counter[str]:
        """What people in a party's seat did, by what it was to them."""
        return Counter(d.made for played in self.replays if played.session.seats[party].human for d in played.of(party))

    def undeterred(self, party: int) -> tuple[int, int]:
        """Of the improvements that people made in a party's seat, those that no credible answer deters; and all."""
        made = [d for p in self.replays if p.session.seats[party].human for d in p.of(party) if d.made == "improvement"]
        return sum(d.free for d in made), len(made)


def read_conflicts(folder: Path, anonymous: bool = False) -> tuple[list[ConflictClass], list[str]]:
    """The conflicts of a folder's records, by scenario, and what is wrong with files of some."""
    known: dict[tuple[object, ...], StabilitySolution] = {}
    found: dict[tuple[object, ...], tuple[ConflictReplay, Path]] = {}
    troubles = []
    for path in sorted(folder.glob("*.json")):
        if not is_conflict(path):
            continue
        try:
            played = read_conflict(path, known)
        except SessionFileError as error:
            troubles.append(str(error))
            continue
        s = played.session
        key = s.scenario.sha256, s.scenario.settings, s.seats, s.rounds, s.seed, s.played, s.turns
        if not any(seat.human for seat in s.seats):
            troubles.append(f"{path}: no person plays in it")
        elif key in found:
            troubles.append(f"{path}: the same game as {found[key][1]}")
        else:
            found[key] = played, path
    games = [played for played, _ in found.values()]
    return grouped_conflicts(_without_names(games) if anonymous else games), troubles


def grouped_conflicts(games: Sequence[ConflictReplay]) -> list[ConflictClass]:
    """Games of the same conflict with the same settings, in the order in which they are first met."""
    groups: dict[tuple[object, ...], list[ConflictReplay]] = {}
    for played in games:
        s = played.session
        groups.setdefault((s.scenario.sha256, s.scenario.settings, s.rounds), []).append(played)
    return [ConflictClass(own[0].session.scenario, own[0].session.rounds, tuple(own)) for own in groups.values()]


def _without_names(games: Sequence[ConflictReplay]) -> list[ConflictReplay]:
    names = dict.fromkeys(seat.person for p in games for seat in p.session.seats if seat.person)
    numbers = {name: f"student {k}" for k, name in enumerate(names, 1)}

    def masked(seat: Seat) -> Seat:
        return replace(seat, person=numbers.get(seat.person, "")) if seat.person is not None else seat

    return [replace(p, session=replace(p.session, seats=tuple(map(masked, p.session.seats)))) for p in games]
