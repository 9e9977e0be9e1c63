"""The command that opens a class: people at their phones, or a rehearsal by bots."""

from __future__ import annotations

from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sim.cli.app import app
from sim.cli.delivery import as_json, deliver, hand_over
from sim.cli.failures import FailureError, say
from sim.cli.loading import load_game, parse_settings
from sim.cli.options import Json, Quiet, Settings, TimeLimit
from sim.cli.upkeep.shell.completing import complete_scenarios
from sim.show.text.words import listed
from sim.study.options import TIME_LIMIT

if TYPE_CHECKING:
    from socket import socket

    from sim.classroom.games.tables import Tables
    from sim.classroom.open_class import OpenClass
    from sim.classroom.session.parts import PartSpec

MOST_SEATS = 200

OPEN_AGAIN = frozenset({"resume", "lan", "port", "json", "quiet", "time_limit", "program"})
"""What can be said anew where a class is opened again."""


@app.command("class")
def classroom(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help="Scenario files, or names of bundled scenarios, in their order.",
            autocompletion=complete_scenarios,
            show_default=False,
        ),
    ] = None,
    settings: Settings = [],  # noqa: B006
    rounds: Annotated[
        int,
        typer.Option("--rounds", metavar="N", min=1, max=100, help="Rounds of each scenario: matches of everybody."),
    ] = 1,
    matching: Annotated[
        Literal["strangers", "partners", "swap", "round-robin"],
        typer.Option(
            "--matching",
            help="Who meets whom: somebody new in each round, the same two, the same two in changing roles, everybody "
            "everybody.",
        ),
    ] = "strangers",
    treatments: Annotated[
        list[str],
        typer.Option(
            "--treatment",
            metavar="NAME=VALUE",
            help="Settings for a share of the class, several behind commas; twice or more, as in --treatment crash=10 "
            "--treatment crash=20.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    in_advance: Annotated[
        bool, typer.Option("--in-advance", help="Who answers gives all answers in advance (strategy method).")
    ] = False,
    agent: Annotated[
        Literal["equilibrium", "quantal_response", "tit_for_tat", "earlier_choices", "program"],
        typer.Option("--agent", help="Who sits in where somebody is left over, has left or has let the time run out."),
    ] = "equilibrium",
    clock: Annotated[
        float | None,
        typer.Option(
            "--clock", metavar="SECONDS", min=1, max=3600, help="Time for each decision.", show_default="none"
        ),
    ] = None,
    stop: Annotated[
        int | None,
        typer.Option(
            "--stop",
            metavar="N",
            min=1,
            max=1000,
            help="When a match of a game without a last round is stopped.",
            show_default=False,
        ),
    ] = None,
    program: Annotated[
        str | None,
        typer.Option(
            "--program",
            metavar="COMMAND",
            help="A program that plays the bots' seats, and for nobody with --agent program, as in ./bot.py.",
            show_default=False,
        ),
    ] = None,
    bots: Annotated[int, typer.Option("--bots", metavar="N", min=0, max=MOST_SEATS, help="Seats played by bots.")] = 0,
    lan: Annotated[
        bool, typer.Option("--lan", help="Let phones in the local network join; by default only this machine can.")
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            metavar="N",
            min=1024,
            max=65535,
            help="Where it listens.",
            show_default="the first free one from 8000 on; where it was, with --resume",
        ),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option(
            "--resume", metavar="DIR", help="Go on with the class that is kept in a folder.", show_default=False
        ),
    ] = None,
    rehearse: Annotated[
        int | None,
        typer.Option(
            "--rehearse",
            metavar="N",
            min=1,
            max=MOST_SEATS,
            help="Nobody joins: bots play the whole class in so many seats.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed",
            metavar="N",
            min=0,
            help="What chance, matching and bots draw; by default 1 in a rehearsal, else another each time.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            help="Folder of the class: its file, the records of its matches, all decisions as CSV.",
            show_default="class-DATE-CODE; none in a rehearsal",
        ),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    time_limit: TimeLimit = TIME_LIMIT,
) -> None:
    """Let a class play at its phones: a projector page, a page per seat, the teacher's page; or rehearse it.

    \b
    detente class ultimatum chicken --rounds 5 --lan
    detente class chicken --treatment crash=10 --treatment crash=20
    detente class ultimatum --rehearse 30 --rounds 3 --seed 1
    detente class --resume class-2026-03-02-KWFM
    """
    from sim.classroom.games.tables import Tables
    from sim.classroom.refused import RefusedError
    from sim.classroom.session.parts import PartSpec
    from sim.classroom.web.address import listening

    if resume is not None:
        _as_it_is(ctx)
    if resume is None and not files:
        raise FailureError("name a scenario, as in: detente class ultimatum; or a folder with --resume DIR", 2)
    if json and rehearse is None:
        raise FailureError("--json goes with --rehearse; a class leaves its records in its folder", 2)
    if quiet and (rehearse is None or json):
        raise FailureError("--quiet goes with --rehearse and without --json", 2)
    like = PartSpec("", "", ((),), rounds, matching, agent, clock, in_advance, stop)
    try:
        parts = [] if resume is not None else _parts(files or [], like, settings, treatments)
        if rehearse is not None:
            _rehearse(parts, rehearse, 1 if seed is None else seed, time_limit, out, json, quiet, program)
            return
        tables = Tables(time_limit, program)
        if resume is not None:
            _resume(resume, lan, port, tables)
            return
        with listening(lan, port) as at:  # before there is a folder, which a port that is taken would leave empty
            _serve(_opened(parts, seed, bots, tables, out), at, lan)
    except RefusedError as error:
        raise FailureError(str(error).rstrip(".")) from None


def _as_it_is(ctx: typer.Context) -> None:
    """Refuse what a class that is opened again has settled already."""
    settled = [
        next((name for name in option.opts if name.startswith("--")), "scenario")
        for option in ctx.command.params
        if option.name is not None and option.name not in OPEN_AGAIN and _typed(ctx, option.name)
    ]
    if settled:
        told = f"--resume goes on with a class as it is; it takes no {listed(settled, 'or')}"
        raise FailureError(f"{told}; rounds, the clock and further games are set on the teacher's page", 2)


def _typed(ctx: typer.Context, name: str) -> bool:
    """Whether an option was given, be it with the value that it has by default."""
    source = ctx.get_parameter_source(name)
    return source is not None and source.name not in ("DEFAULT", "DEFAULT_MAP")


def _parts(files: list[str], like: PartSpec, settings: list[str], treatments: list[str]) -> list[PartSpec]:
    from sim.classroom.session.making import parts_of

    if "-" in files:
        raise FailureError("a class keeps its scenarios; name files, not standard input", 2)
    shares = [tuple(parse_settings(text.split(",")).items()) for text in treatments]
    if len(shares) == 1:
        raise FailureError("--treatment names a share of the class, so there are two or more; --set is for all", 2)
    scenarios = [load_game(file, []).scenario for file in files]
    return parts_of(scenarios, like, tuple(parse_settings(settings).items()), shares)


def _rehearse(
    parts: list[PartSpec],
    participants: int,
    seed: int,
    time_limit: float,
    out: Path | None,
    json: bool,
    quiet: bool,
    program: str | None,
) -> None:
    from sim.classroom.rehearsal.rehearse import rehearse
    from sim.classroom.rehearsal.report import rehearsal_document, rehearsal_line, rehearsal_text

    found = rehearse(parts, participants, seed, time_limit, out, program)
    if json:
        hand_over(as_json(rehearsal_document(found, seed)))
    else:
        deliver(rehearsal_line(found) if quiet else rehearsal_text(found))
    if found.lost:
        raise FailureError(f"{found.lost} of the answers and matches were lost")


def _opened(parts: list[PartSpec], seed: int | None, bots: int, tables: Tables, out: Path | None) -> OpenClass:
    import secrets
    from datetime import UTC, datetime

    from sim.classroom.open_class import OpenClass
    from sim.classroom.seats.secrets_of import new_code

    code = new_code()
    folder = out if out is not None else Path(f"class-{datetime.now(UTC):%Y-%m-%d}-{code}")
    drawn = secrets.randbelow(1_000_000) if seed is None else seed
    return OpenClass.begin(folder, parts, seed=drawn, bots=bots, time_limit=tables.time_limit, code=code, tables=tables)


def _resume(folder: Path, lan: bool, port: int | None, tables: Tables) -> None:
    """Open a class again where it was, unless something else is asked for: phones ask for it there."""
    from sim.classroom.open_class import OpenClass
    from sim.classroom.web.address import listening

    room = OpenClass.resume(folder, time_limit=tables.time_limit, tables=tables)
    try:
        was = room.place
        lan = lan or (was is not None and was[0])
        at = listening(lan, port if port is not None or was is None else was[1])
    except BaseException:
        room.close()
        raise
    with at:
        _serve(room, at, lan)


def _serve(room: OpenClass, at: socket, lan: bool) -> None:
    from sim.classroom.web.serve import serve

    try:
        serve(room, at=at, lan=lan, say=say)
    finally:
        room.close()
        if not room.gone:  # also where it was interrupted: whoever did that by mistake goes on at once
            say(f"the class is kept in {room.folder}; detente class --resume {room.folder} goes on with it")
        if (room.folder / "records").is_dir():
            say(f"records are in {room.folder}; detente play --summary {room.folder / 'records'} puts them together")
