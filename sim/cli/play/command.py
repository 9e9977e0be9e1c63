"""The command with which people play: against an agent, or against each other at one keyboard."""

from __future__ import annotations

from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.app import app
from sim.cli.delivery import as_json
from sim.cli.failures import FailureError, answering, say
from sim.cli.loading import load_game
from sim.cli.options import Force, Json, Out, Part, Select, Settings, TimeLimit
from sim.cli.upkeep.shell.completing import complete_players, complete_scenarios
from sim.study.options import SELECT, TIME_LIMIT

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena
    from sim.agents.arenas.match import Match, Seat, Session
    from sim.scenario.scenario import Scenario
    from sim.study.observed.people import People

SESSIONS = Path("sessions")
PLAYED = "A scenario file, or the name of a bundled scenario; not with --summary."


@app.command()
def play(
    file: Annotated[
        str | None, typer.Argument(help=PLAYED, autocompletion=complete_scenarios, show_default=False)
    ] = None,
    settings: Settings = [],  # noqa: B006
    seat: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="PLAYER",
            help="Who you are; by default the first player.",
            autocompletion=complete_players,
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="AGENT",
            help="Who plays the other side, options behind commas as in grit,waits=3; people, who err as those who "
            "were observed; a program that reads and writes lines of JSON, as in ./bot.py; or human. In conflicts over "
            "options all other parties: seq, smr, gmr or nash, by which they move just where they are not stable.",
            show_default="the file's agent, else equilibrium",
        ),
    ] = None,
    two: Annotated[
        bool, typer.Option("--two", help="Two people at this keyboard; the same as --against human.")
    ] = False,
    name: Annotated[
        list[str],
        typer.Option("--name", metavar="NAME", help="Your name, for the record; twice for two.", show_default=False),
    ] = [],  # noqa: B006
    rounds: Annotated[
        int | None,
        typer.Option(
            "--rounds",
            metavar="N",
            min=1,
            max=1000,
            help="How often a matrix game is played, and when a game without a last round is stopped.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", metavar="N", min=0, help="What chance draws; by default another each time.", show_default=False
        ),
    ] = None,
    hints: Annotated[bool, typer.Option("--hints", help="Show what each choice leads to.")] = False,
    moves: Annotated[
        str,
        typer.Option(
            "--moves",
            metavar="LIST",
            help="What you choose first, in order and behind commas, as if typed: 'arm, disarm'.",
            show_default=False,
        ),
    ] = "",
    select: Select = SELECT,
    sessions: Annotated[
        Path, typer.Option("--sessions", metavar="DIR", help="Where the record of the game goes.")
    ] = SESSIONS,
    no_save: Annotated[bool, typer.Option("--no-save", help="Keep no record.")] = False,
    summary: Annotated[
        Path | None,
        typer.Option("--summary", metavar="DIR", help="Put the records of a class together.", show_default=False),
    ] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="With --summary: leave names out.")] = False,
    json: Json = False,
    out: Out = None,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
    part: Part = [],  # noqa: B006
) -> None:
    """Play a scenario yourself, and see what each choice gave away; or put a class's games together.

    \b
    detente play action-for-action --as us
    detente play chicken --two --name Anna --name Ben
    detente play centipede --as anna --moves "pass, pass, take" --no-save
    detente play --summary sessions --out class.png
    """
    if summary is not None:
        from sim.cli.play.summary import summarise

        _check_summary(file)
        summarise(summary, anonymous, json, out, force, time_limit, part)
        return
    if file is None:
        raise FailureError("name a scenario to play, as in: detente play chicken; or a folder with --summary DIR", 2)
    if json or out is not None or anonymous or part:
        raise FailureError("--json, --out, --part and --anonymous go with --summary; a game is saved in --sessions", 2)
    if file == "-":
        raise FailureError("a scenario to play cannot come from standard input, where the moves come from", 2)
    scenario = load_game(file, settings).scenario
    typed = [move.strip() for move in moves.split(",")] if moves.strip() else []
    if scenario.kind == "options":
        from sim.cli.play.conflict import play_conflict, seats_of

        if select != SELECT:
            raise FailureError("--select: no equilibrium is selected, as this is held against all stable states", 2)
        folder = None if no_save else sessions
        people = seats_of(scenario, seat, against, two, name)
        drawn = _seed(seed)
        play_conflict(scenario, people, rounds, drawn, time_limit, hints=hints, folder=folder, answers=typed)
        return
    _Table(scenario, _seats(scenario, seat, against, two, name), select, rounds, seed, time_limit).play(
        hints, None if no_save else sessions, typed
    )


def _check_summary(file: str | None) -> None:
    if file is not None:
        raise FailureError(f"--summary needs no scenario, the records hold it; leave '{file}' out", 2)


def _seats(scenario: Scenario, seat: str | None, against: str | None, two: bool, names: list[str]) -> tuple[Seat, Seat]:
    """Who plays which side."""
    from sim.agents.arenas.match import Seat
    from sim.agents.arenas.seating import opponent_of
    from sim.errors import nearest

    ids = [player.id for player in scenario.players]
    if seat is not None and seat not in ids:
        raise FailureError(f"--as: there is no player '{seat}' ({nearest(seat, ids)})", 2)
    own = 0 if seat is None else ids.index(seat)
    both = two or against == "human"
    if two and against not in (None, "human"):
        raise FailureError("--two and --against name two different opponents; leave one out", 2)
    if len(names) > (2 if both else 1):
        raise FailureError(f"--name: there {'are two people' if both else 'is one person'} to name", 2)
    if any(len(n) > 80 for n in names):
        raise FailureError("--name: expected at most 80 characters", 2)
    people = [Seat(n.strip()) for n in [*names, "", ""][:2]]
    other = people[1] if both else Seat(None, against or opponent_of(scenario, 1 - own))
    return (people[0], other) if own == 0 else (other, people[0])


def _seed(seed: int | None) -> int:
    """The number that chance draws from; another each time if none is named."""
    import secrets

    return secrets.randbelow(1_000_000) if seed is None else seed


class _Table:
    """A game about to be played."""

    def __init__(
        self,
        scenario: Scenario,
        seats: tuple[Seat, Seat],
        select: str,
        rounds: int | None,
        seed: int | None,
        time_limit: float,
    ) -> None:
        from sim.agents.arenas.match import Seat
        from sim.agents.programs.agent import label_of
        from sim.agents.programs.process import is_program

        self.agents = tuple(seat.agent for seat in seats)
        one, two = (Seat(None, label_of(s.agent)) if is_program(s.agent) else s for s in seats)
        self.scenario, self.seats, self.select, self.rounds = scenario, (one, two), select, rounds
        self.seed = _seed(seed)
        self.time_limit = time_limit

    def play(self, hints: bool, folder: Path | None, answers: list[str]) -> None:
        from sim.agents.arenas.match import Match
        from sim.agents.arenas.opponents import opponent
        from sim.agents.arenas.seating import arena_of
        from sim.cli.play.console import Terminal
        from sim.cli.play.conversation import Conversation, LeftError
        from sim.cli.play.session_folder import ready
        from sim.errors import AgentError
        from sim.show.play.choose import prompts_of
        from sim.show.play.opponent import opponent_words

        with answering(self.scenario, options=False):
            arena = arena_of(self.scenario, self.seats, self.select, self.rounds, self.time_limit)
            people = self._fitted()
            others = {
                s: opponent(arena, s, self._agent(s), time_limit=self.time_limit, seed=self.seed)
                for s in (0, 1)
                if not self.seats[s].human
            }
            told = [opponent_words(arena, self.seats[s].agent, plays, people, self.seed) for s, plays in others.items()]
        if folder is not None:
            ready(folder)
        match, prompts, console = Match(arena, self.seed), prompts_of(arena), Terminal(answers)
        conversation = Conversation(match, prompts, self.seats, others, console, hints, " ".join(filter(None, told)))
        try:
            conversation.introduce()
            conversation.run()
        except (LeftError, EOFError):
            console.say("\n  You leave before the end.")
        except AgentError as error:
            self._save(arena, match, folder)
            raise FailureError(str(error)) from None
        except KeyboardInterrupt:
            console.say("\n  You leave before the end.")
            self._save(arena, match, folder)
            raise
        else:
            self._replay(arena, match, prompts, console)
        self._save(arena, match, folder)

    def _agent(self, seat: int) -> str:
        """Who plays a seat: the command of a program, which the record names by its file alone."""
        from sim.agents.programs.process import is_program

        return self.agents[seat] if is_program(self.agents[seat]) else self.seats[seat].agent

    def _fitted(self) -> People | None:
        """Find the people of the file whom an agent is to play like, and name it by what fits them."""
        from sim.agents.arenas.match import Seat
        from sim.agents.arenas.people import PEOPLE
        from sim.study.observed.people import people_of

        if not any(seat.agent == PEOPLE for seat in self.seats):
            return None
        found = people_of(self.scenario, self.time_limit)
        if found is not None:
            one, two = (
                Seat(None, f"{PEOPLE},precision={found.precision}") if s.agent == PEOPLE else s for s in self.seats
            )
            self.seats = one, two
        return found

    def _session(self, match: Match) -> Session:
        from sim.agents.arenas.match import Session
        from sim.cli.play.session_folder import now

        return Session(
            self.scenario,
            self.seats,
            self.select,
            self.rounds,
            self.seed,
            now(),
            tuple(match.turns),
            match.over,
        )

    def _replay(self, arena: Arena, match: Match, prompts: Any, console: Any) -> None:
        from sim.agents.arenas.replay import replay
        from sim.show.play.replay import replay_story

        console.say("\n" + replay_story(replay(arena, self._session(match)), arena, prompts))

    def _save(self, arena: Arena, match: Match, folder: Path | None) -> None:
        from sim.agents.arenas.replay import replay
        from sim.cli.play.session_folder import save
        from sim.study.classroom.session_file import session_document

        if folder is None:
            return
        played = replay(arena, self._session(match))
        if not any(seat.human and played.of(s) for s, seat in enumerate(self.seats)):
            say("nothing was decided, so nothing is saved")
            return
        path = save(folder, played.session, as_json(session_document(played)))
        say(f"saved as {path}{'' if match.over else ', as a game that was left'}")
