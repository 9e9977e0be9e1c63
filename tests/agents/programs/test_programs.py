"""Programs that play: those that keep to the protocol, and those that do everything else."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from sim.agents.arenas.match import Match, Seat
from sim.agents.arenas.opponents import opponent
from sim.agents.arenas.seating import arena_of
from sim.agents.programs.process import Program, is_program, name_of, words_of
from sim.agents.simulation.simulation import simulate
from sim.classroom.games.programmed import ClassProgram
from sim.errors import AgentError
from sim.scenario.load import load

BOTS = Path(__file__).parents[3] / "docs/examples/bots"

GAMES = ["chicken", "repeated-prisoners-dilemma", "ultimatum", "beer-quiche", "alternating-offers", "job-offer"]
GAMES += ["relief-first", "gestures"]


def bot(folder: Path, text: str) -> str:
    """The command of a bot that is written down now."""
    path = folder / "bot.py"
    path.write_text(text, encoding="utf-8")
    return f"{sys.executable} {path}"


@pytest.mark.parametrize("name", GAMES)
@pytest.mark.parametrize("file", ["bot.py", "bot.sh"])
def test_the_example_bots_play_every_kind_in_either_seat(name: str, file: str) -> None:
    scenario = load(name)
    seats = Seat(None, f"program {file}"), Seat(None, "equilibrium")
    for own in (0, 1):
        arena = arena_of(scenario, seats if own == 0 else seats[::-1])
        match, program = Match(arena, 3), Program(str(BOTS / file))
        sides = [opponent(arena, s, str(BOTS / file) if s == own else "equilibrium", program=program) for s in (0, 1)]
        while not match.over:
            place = match.place
            turn = match.play({s: match.drawn(sides[s].chances(place)) for s in match.choosing()})
            for side in sides:
                side.saw(place, turn)
        program.end()
        assert match.turns


ODD = {
    "print('yield')": "answered with what is no JSON: 'yield",
    "import time; time.sleep(60)": "gave no answer within 1 seconds",
    "raise ValueError('no idea')": r"ended with the code 1 without an answer \(it said: ValueError: no idea\)",
    "pass": "ended without an answer",
    "import sys\nwhile True: sys.stdout.write('x' * 4096)": "a line of more than 65,536 bytes",
    "import sys\nwhile True: print('[]')": r"answered \[\]; expected",
    'print(\'{"choice": "swerve"}\')': "answered what cannot be done: 'swerve' is not open",
    'print(\'{"chances": {"yield": 0.5}}\')': "chances that add up to 1",
    'print(\'{"chances": {"yield": NaN}}\')': "chances that add up to 1",
    'print(\'{"question": 7, "choice": "yield"}\')': "answered another question",
    "import sys; sys.stdout.buffer.write(bytes([255, 254, 10]))": "answered with what is no JSON",
    "print('[' * 50000)": "answered with what is no JSON",
    "import os; os.close(1); import time; time.sleep(30)": "ended without an answer",
}


@pytest.mark.parametrize(("text", "told"), ODD.items())
def test_whatever_a_program_does_there_is_a_message_and_no_waiting(tmp_path: Path, text: str, told: str) -> None:
    arena = arena_of(load("chicken"), (Seat(""), Seat(None, "equilibrium")))
    program = Program(bot(tmp_path, text), seconds=1.0)
    began = time.monotonic()
    with pytest.raises(AgentError, match=told) as error:
        opponent(arena, 1, program.command, program=program).chances(arena.start)
    assert time.monotonic() - began < 4
    assert "bot.py" in str(error.value)
    assert str(tmp_path) not in str(error.value)
    program.end()


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_nothing_of_a_program_is_left_running(tmp_path: Path) -> None:
    text = "import os, time\nif os.fork() == 0: time.sleep(300)\nprint(os.getpid(), flush=True)\ntime.sleep(300)"
    program = Program(bot(tmp_path, text))
    group = program.ask({})
    program.end()
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("something is left of the program")


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    assert words_of("./bot.sh; touch $HOME `id` 'a b'") == ["./bot.sh;", "touch", "$HOME", "`id`", "a b"]
    with pytest.raises(AgentError, match="cannot be started"):
        Program(f"{tmp_path}/none; touch {tmp_path}/made").ask({})
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("choice", ["./bot.py", "/a/bot", "python3 bot.py", r"bots\bot.exe", "../bot --level=2"])
def test_a_path_or_words_are_a_program(choice: str) -> None:
    assert is_program(choice)
    assert "/" not in name_of(choice)


@pytest.mark.parametrize("choice", ["grit", "grit,waits=3", "grit, waits=3", "quantal_response,precision=1/2", ""])
def test_agents_are_no_programs(choice: str) -> None:
    assert not is_program(choice)


def test_a_program_that_holds_out_gets_what_the_agent_gets_that_does(tmp_path: Path) -> None:
    command = bot(tmp_path, "for line in iter(input, ''): print('{\"choice\": \"hold_out\"}', flush=True)")
    own = simulate(load("fading-hope"), {"nk": command}, runs=20).payoffs
    peer = simulate(load("fading-hope"), {"nk": "hold_out"}, runs=20).payoffs
    assert [p.mean for p in own] == [p.mean for p in peer]


def test_a_program_is_told_nothing_that_its_side_does_not_know(tmp_path: Path) -> None:
    """The bully of beer-quiche sees what the stranger had, not what it is."""
    log = tmp_path / "log"
    text = (
        f"import json\nout = open({str(log)!r}, 'a')\n"
        "while True:\n line = input(); out.write(line + '\\n'); out.flush()\n"
        " print(json.dumps(json.loads(line)['options'][0]), flush=True)"
    )
    arena = arena_of(load("beer-quiche"), (Seat(""), Seat(None, "program bot.py")))
    for place in range(len(arena.game.nodes)):  # type: ignore[attr-defined]
        if arena.movers(place) == (1,):
            program = Program(bot(tmp_path, text))
            opponent(arena, 1, program.command, program=program).chances(place)
            program.end()
    told = log.read_text(encoding="utf-8").splitlines()
    assert len(told) == 4
    assert len(set(told)) == 2  # one for beer, one for quiche, whichever type had it


def test_in_a_class_an_equilibrium_plays_once_a_program_has_failed(tmp_path: Path) -> None:
    arena = arena_of(load("chicken"), (Seat(""), Seat(None, "program")))
    plays = ClassProgram(bot(tmp_path, "print('nonsense')"))

    class Here:
        number, turns, place = 1, (), 0

    assert plays.chances(arena, Here(), 1) == arena.mixture(0, 1)  # type: ignore[arg-type]
    assert "no JSON" in plays.failed
